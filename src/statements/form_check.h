/*
 * form_check.h
 *		Whether every line and every rule of a standard can be evaluated.
 */
#ifndef FUNDLEDGER_FORM_CHECK_H
#define FUNDLEDGER_FORM_CHECK_H

#include "statements/form.h"

/*
 * Raises LG042, naming the line or rule and the term, where one refers to what
 * is not there; LG056 where two forms have one name.
 */
extern void fl_form_check(const FormSet *set);

#endif							/* FUNDLEDGER_FORM_CHECK_H */

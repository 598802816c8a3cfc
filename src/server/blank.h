/*
 * blank.h
 *		Text that says nothing.
 */
#ifndef FUNDLEDGER_BLANK_H
#define FUNDLEDGER_BLANK_H

/* White space alone, the spaces of a Chinese keyboard (U+3000, U+00A0) included. */
extern bool fl_is_blank(const char *text, int length);

#endif							/* FUNDLEDGER_BLANK_H */

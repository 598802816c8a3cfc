/*
 * faults.h
 *		All that is wrong with what somebody brings, by row.
 *
 * Who types a table over wants to know of every wrong cell, not of the first.
 */
#ifndef FUNDLEDGER_FAULTS_H
#define FUNDLEDGER_FAULTS_H

#include "lib/stringinfo.h"

typedef struct Faults
{
	int			count;
	StringInfoData text;		/* a line each */
} Faults;

extern void fl_faults_init(Faults *faults);

/* "where" is what the line begins with. */
extern void fl_fault_add(Faults *faults, const char *where, const char *format,...) pg_attribute_printf(3, 4);

/*
 * Runs something that may refuse what it is given.  An error of class LG or 22
 * is a fault and false; others are raised.
 */
extern bool fl_fault_try(Faults *faults, const char *where, void (*act) (void *arg), void *arg);

#endif							/* FUNDLEDGER_FAULTS_H */

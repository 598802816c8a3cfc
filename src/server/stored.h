/*
 * stored.h
 *		What is stored, and cannot be.
 *
 * Constraints and triggers keep such values out, and yet they come: written
 * with triggers off, by a newer publisher, by a restore that was cut.  Whoever
 * reads one says so, and computes nothing from it.
 */
#ifndef FUNDLEDGER_STORED_H
#define FUNDLEDGER_STORED_H

#include "server/compat.h"

/*
 * Raises data corruption (XX001).  "row" says which row of the table it is;
 * "value" is what the column holds, NULL for null.
 */
pg_noreturn extern void fl_stored_refuse(const char *table, const char *column,
										 const char *row, const char *value);

/* The place of a word among those that a column may hold, which end with NULL; or -1. */
extern int	fl_stored_word(const char *const *words, const char *word);

#endif							/* FUNDLEDGER_STORED_H */

/*
 * account_name.h
 *		科目名称: what a book calls an account in a period.
 *
 * Names count from a period on, so that what is printed of an earlier one shows
 * the earlier name.
 */
#ifndef FUNDLEDGER_ACCOUNT_NAME_H
#define FUNDLEDGER_ACCOUNT_NAME_H

#include "ledger/book.h"

/*
 * By the active snapshot: of a code without a name of its own, that of the
 * account above it, and at last that of the standard's row.  NULL where the
 * standard has no such account.  Valid until the end of the transaction.
 */
extern const char *fl_account_name_of(const Book *book, AccountCode code, Period period);

/* Its own name alone; NULL where it has none in that period. */
extern const char *fl_account_own_name(const Book *book, AccountCode code, Period period);

/* The months around this one in which the names are all the same. */
extern void fl_account_names_span(const Book *book, Period period, Period *first, Period *last);

#endif							/* FUNDLEDGER_ACCOUNT_NAME_H */

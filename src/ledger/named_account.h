/*
 * named_account.h
 *		Which account a name means: in a book, in a period.
 *
 * A name is that of an account of the standard or of a detail of the book, alone
 * or after that of the account above it: 统筹基金, 社会保险费收入-统筹基金.
 */
#ifndef FUNDLEDGER_NAMED_ACCOUNT_H
#define FUNDLEDGER_NAMED_ACCOUNT_H

#include "ledger/book.h"

/* The names of all accounts of a book in a period, by the newest committed state. */
typedef struct NamedAccounts NamedAccounts;

/* Copies into the current memory context: caches may be dropped meanwhile. */
extern NamedAccounts *fl_named_accounts(const Book *book, Period period);

/* Are they those of this month, too? */
extern bool fl_named_accounts_are_of(const NamedAccounts *accounts, Period period);

/*
 * How many accounts, retired ones apart, a text names; the first, and the codes
 * of all, as a message lists them.
 */
extern int	fl_named_accounts_find(const NamedAccounts *accounts, const char *text,
								   AccountCode *code, char **codes);

#endif							/* FUNDLEDGER_NAMED_ACCOUNT_H */

/*
 * balance_holdings.h
 *		What accounts held and moved over a range of days, by party if wanted.
 */
#ifndef FUNDLEDGER_BALANCE_HOLDINGS_H
#define FUNDLEDGER_BALANCE_HOLDINGS_H

#include "ledger/book.h"
#include "types/journal.h"

typedef struct HoldingKey
{
	AccountCode account;
	const char *party;			/* not terminated; NULL: none, or whoever where none is asked for */
	int			party_length;
} HoldingKey;

typedef struct Holding
{
	HoldingKey	key;
	int128		opening;		/* debit less credit */
	int128		debit;
	int128		credit;
	int128		brought_debit;	/* moved in months brought forward, where they are asked for */
	int128		brought_credit;
	uint32		status;			/* of the hash table */
} Holding;

/* What is asked for. */
typedef struct BalanceScope
{
	const Book *book;
	DateADT		first;
	DateADT		last;
	int			layers;
	bool		by_party;
	Period		through;		/* of months brought forward, where not all is known of them; else 0 */
} BalanceScope;

/*
 * The accounts that are listed, each with its descendants, by code and party;
 * sets their count.  Called between fl_ledger_enter and fl_ledger_leave.
 */
extern Holding *fl_balance_holdings(const BalanceScope *scope, int *count);

#endif							/* FUNDLEDGER_BALANCE_HOLDINGS_H */

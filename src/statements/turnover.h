/*
 * turnover.h
 *		What a book's accounts held and moved over windows of periods.
 *
 * Closed months are read from ledger.balance, open ones are summed from their
 * journals; both by the active snapshot, so every figure of a report is of
 * one moment.
 */
#ifndef FUNDLEDGER_TURNOVER_H
#define FUNDLEDGER_TURNOVER_H

#include "ledger/book.h"

/*
 * One account with movements.  "opening" is debit less credit of all that the
 * vouchers before the window and the book's opening vouchers (wherever the
 * window lies) left; debit and credit are the turnover within it by kind.
 * closing = opening + all turnover but that of KIND_OPENING.
 */
typedef struct AccountTurnover
{
	AccountCode account;		/* ascending */
	int128		opening;
	int128		debit[VOUCHER_KIND_COUNT];
	int128		credit[VOUCHER_KIND_COUNT];
} AccountTurnover;

typedef struct Turnover
{
	PeriodWindow window;
	bool		before_first;	/* the window ends before the book's first period */
	bool		closed;			/* every month up to its end is closed */
	Period		brought_through;	/* the last month brought forward; 0: none is */
	bool		opening_known;	/* or within what was brought forward as a whole */
	bool		movement_known;
	bool		closing_known;
	int			count;
	AccountTurnover *accounts;
} Turnover;

/*
 * Loads several windows of a book at once.  Called between fl_ledger_enter and
 * fl_ledger_leave; the result is in the memory context "into".
 */
extern Turnover *fl_turnover_load(const Book *book, const PeriodWindow *windows, int count,
								  int layers, MemoryContext into);

/* XX001: neither the account nor one above it is listed. */
pg_noreturn extern void fl_turnover_report_strange_account(const Book *book, AccountCode account);

/* Is all of the window known? */
static inline bool
turnover_is_known(const Turnover *turnover)
{
	return turnover->opening_known && turnover->movement_known && turnover->closing_known;
}

static inline int128
account_turnover_closing(const AccountTurnover *account)
{
	int128		total = account->opening;

	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
	{
		if (kind != KIND_OPENING)
			total += account->debit[kind] - account->credit[kind];
	}
	return total;
}

#endif							/* FUNDLEDGER_TURNOVER_H */

/*
 * open_turnover.h
 *		The turnover of open months, summed from their journals.
 */
#ifndef FUNDLEDGER_OPEN_TURNOVER_H
#define FUNDLEDGER_OPEN_TURNOVER_H

#include "ledger/book.h"

typedef struct OpenTotalKey
{
	AccountCode account;
	Period		period;
	VoucherKind kind;
} OpenTotalKey;

/* What the vouchers of one kind and month did to an account. */
typedef struct OpenTotal
{
	OpenTotalKey key;
	int128		debit;
	int128		credit;
} OpenTotal;

/*
 * Calls "add" for each total of a book's months, in no order.  By the active
 * snapshot; called between fl_ledger_enter and fl_ledger_leave.
 */
extern void fl_open_turnover(const Book *book, PeriodWindow months, int layers,
							 void (*add) (void *argument, const OpenTotal *total),
							 void *argument);

#endif							/* FUNDLEDGER_OPEN_TURNOVER_H */

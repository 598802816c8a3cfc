/*
 * closing.h
 *		What the functions of a month's end share.
 *
 * They hold the month exclusively (fence.h) and work by the newest committed
 * state at any isolation level: what they have seen is what they close.
 */
#ifndef FUNDLEDGER_CLOSING_H
#define FUNDLEDGER_CLOSING_H

#include "access/xact.h"
#include "ledger/book.h"
#include "nodes/execnodes.h"
#include "utils/snapmgr.h"

/*
 * Reports read by the active snapshot, so the newest state has to be made
 * that; PopActiveSnapshot() ends it.  What this command has done is part of it.
 */
static inline void
push_newest_snapshot(void)
{
	CommandCounterIncrement();
	PushActiveSnapshot(GetLatestSnapshot());
}

/* A row of what was done; voucher 0 is none. */
extern void fl_closing_report(ReturnSetInfo *report, const char *action,
							  int64 voucher_id, const char *detail);

/*
 * carry.c: posts what the standard's carry rules move at the end of the
 * month, a voucher a basis, kind and group, and reports each.
 */
extern void fl_carry(const Book *book, Period period, ReturnSetInfo *report);

/*
 * balance.c: writes the month's turnover, deletes it again, and refuses a
 * month (LG041) whose accounts hold what their standard does not let them.
 */
extern void fl_balances_write(const Book *book, Period period);
extern void fl_balances_delete(const Book *book, Period period);
extern void fl_balances_check(const Book *book, Period period);

/*
 * issue.c: keeps the figures of all forms as those of this generation of the
 * month, and reports each form.
 */
extern void fl_issue_statements(const Book *book, Period period, int generation,
								ReturnSetInfo *report);

/* Has the book accruals up to the month?  By the balances of closed months. */
extern bool fl_book_has_accruals(const Book *book, Period period);

/*
 * Reports as fund.verify() does the issued figures of a closed month that are
 * not those of its statements now.
 */
extern void fl_issue_verify(const Book *book, Period period, int generation,
							ReturnSetInfo *report);

#endif							/* FUNDLEDGER_CLOSING_H */

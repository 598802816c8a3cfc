/*
 * closing_step.h
 *		What the steps of a month's end share.
 *
 * They hold the month exclusively (fence.h) and work by the newest committed
 * state at any isolation level: what they have seen is what they close.
 */
#ifndef FUNDLEDGER_CLOSING_STEP_H
#define FUNDLEDGER_CLOSING_STEP_H

#include "access/xact.h"
#include "ledger/book.h"
#include "server/report.h"
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
/* In words of the report's language, after what they are said of. */
extern const char *fl_closing_generation(const Report *report, int generation);

extern void fl_closing_report(Report *report, const char *action,
							  int64 voucher_id, const char *detail);

#endif							/* FUNDLEDGER_CLOSING_STEP_H */

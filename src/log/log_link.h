/*
 * log_link.h
 *		The chains of the log: links over the entries that none has yet.
 *
 * A chain for each book, each standard, and what is ledger-wide.  Numbers of
 * entries cannot make one, for an entry in flight may have an earlier number
 * than one that is committed; so a link lists what is there, and what comes
 * later goes into the next.
 */
#ifndef FUNDLEDGER_LOG_LINK_H
#define FUNDLEDGER_LOG_LINK_H

#include "log/log_entry.h"
#include "server/report.h"
#include "types/period.h"

/* What made a link: a close or a reopening of a month, or fund.link_log(). */
typedef struct LinkCause
{
	const char *word;			/* close, reopen, call */
	Period		period;			/* 0: none */
	int			generation;
} LinkCause;

/*
 * Links all entries of a chain that are committed, or this transaction's own, a
 * link for up to a thousand; where there are none, a close and a reopening make
 * an empty one.  The chain is held until the transaction ends.  Between
 * fl_ledger_enter_to_write and fl_ledger_leave.  XX001: an entry that waits for
 * its link is not there.  Rows go to the report, where there is one.
 */
extern void fl_log_link(LogScope scope, const char *code, LinkCause cause, Report *report);

#endif							/* FUNDLEDGER_LOG_LINK_H */

/*
 * month_state.h
 *		Whether a month is closed, since when, and what sealed it.
 *
 * ledger.book_period has a row for each month that has been closed at least
 * once, ledger.period_event one for each close and reopening.  The functions
 * are called between fl_ledger_enter_to_write and fl_ledger_leave, by whoever
 * holds the month.
 */
#ifndef FUNDLEDGER_MONTH_STATE_H
#define FUNDLEDGER_MONTH_STATE_H

#include "closing/seal.h"

typedef struct MonthState
{
	int			generation;		/* how often it has been closed */
	bytea	   *seal;			/* SEAL_SIZE bytes; NULL: open */
} MonthState;

/* XX001: what is stored of the month cannot be. */
pg_noreturn extern void fl_month_report_damage(const Book *book, Period period,
											   const char *detail);

/* XX001 where the row is none that a close or a reopening writes. */
extern MonthState fl_month_state(const Book *book, Period period);

/*
 * Raises XX001 where what is stored beside the vouchers of an open month, which
 * was closed so often, or of the month before it, is not what closing left there.
 */
extern void fl_month_check(const Book *book, Period period, int generation);

/* The month is closed from now on; its seal comes last, and with it the event. */
extern void fl_month_write_closed(const Book *book, Period period, int generation);
extern void fl_month_write_seal(const Book *book, Period period, int generation, bytea *seal);

/* "was" is the state that the reopening ends. */
extern void fl_month_write_reopened(const Book *book, Period period, const MonthState *was,
									const char *reason, const char *type);

#endif							/* FUNDLEDGER_MONTH_STATE_H */

/*
 * report.h
 *		What the reports on one book and period have in common: arguments.
 */
#ifndef FUNDLEDGER_REPORT_H
#define FUNDLEDGER_REPORT_H

#include "ledger/book.h"
#include "fmgr.h"

/*
 * The functions are not STRICT, for a report without rows would look like a
 * book without figures: raises 22004 naming the first argument that is NULL.
 * "names" are those of all arguments, NULL for one that may be null.
 */
extern void fl_report_require_arguments(FunctionCallInfo fcinfo, const char *const *names);

/*
 * A period, which may have come as text: drivers bind strings as varchar, for
 * which only an argument of type text is found (text_periods.sql).
 */
extern Period fl_report_period(FunctionCallInfo fcinfo, int n);

/* The same where there is nothing to report before the book begins: LG024. */
extern Period fl_report_period_of(FunctionCallInfo fcinfo, int n, const Book *book);

/* LAYER_CASH alone or with LAYER_ACCRUAL; 22023 where there is no such basis. */
extern int	fl_report_layers(Datum basis);

#endif							/* FUNDLEDGER_REPORT_H */

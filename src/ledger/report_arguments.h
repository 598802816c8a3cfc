/*
 * report_arguments.h
 *		What reports on books are asked for: book, period, days and basis.
 */
#ifndef FUNDLEDGER_REPORT_ARGUMENTS_H
#define FUNDLEDGER_REPORT_ARGUMENTS_H

#include "ledger/book.h"
#include "server/report.h"

/*
 * A period, which may have come as text: drivers bind strings as varchar, for
 * which only an argument of type text is found (text_periods.sql).
 */
extern Period fl_report_period(FunctionCallInfo fcinfo, int n);

/* The same where there is nothing to report before the book begins: LG024. */
extern Period fl_report_period_of(FunctionCallInfo fcinfo, int n, const Book *book);

/*
 * A day; as text also a month, of which the report has the whole.  Of a range
 * the last is the argument after the first; 22023 where it is before that.
 */
extern DateADT fl_report_day(FunctionCallInfo fcinfo, int n);
extern void fl_report_days(FunctionCallInfo fcinfo, int n, DateADT *first, DateADT *last);

/* LAYER_CASH alone or with LAYER_ACCRUAL; 22023 where there is no such basis. */
extern int	fl_report_layers(Datum basis);

/* What nearly every report is of. */
typedef struct ReportScope
{
	const Book *book;
	Period		period;
	int			layers;
} ReportScope;

/*
 * Of a function whose first argument is the book; "period" and "basis" are the
 * numbers of the others.  Checks that the caller may read the book.
 */
extern ReportScope fl_report_scope(FunctionCallInfo fcinfo, int period, int basis);

/*
 * Of a report on a standard: it reads no book, so no duty is asked for, but the
 * right to read standards.
 */
extern Standard *fl_report_standard(Datum code);

#endif							/* FUNDLEDGER_REPORT_ARGUMENTS_H */

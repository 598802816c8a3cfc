/*
 * report.h
 *		The one frame of functions that return rows, and the one writer of them.
 *
 *		Report		report;
 *
 *		fl_report_begin(&report, fcinfo, names);
 *		...
 *		fl_report_begin_row(&report);
 *		report_add_text(&report, account->name);
 *		report_add(&report, fl_numeric_from_total(total));
 *		fl_report_end_row(&report);
 *
 * The columns of a row come in their order, all of them; what is allocated
 * between its begin and its end is gone after it.
 */
#ifndef FUNDLEDGER_REPORT_H
#define FUNDLEDGER_REPORT_H

#include "fmgr.h"
#include "nodes/execnodes.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "server/compat.h"

#define REPORT_COLUMNS_MAX	24

typedef struct Report
{
	Tuplestorestate *rows;
	TupleDesc	descriptor;
	MemoryContext per_row;
	MemoryContext caller;		/* between begin and end of a row */
	int			column;			/* the next one, from 0 */
	Datum		values[REPORT_COLUMNS_MAX];
	bool		nulls[REPORT_COLUMNS_MAX];
} Report;

/*
 * Functions that return rows are not STRICT, for a report without rows would
 * look like a book without figures: raises 22004 naming the first argument
 * that is NULL.  "names" are those of all arguments, NULL for one that may be
 * null.
 */
extern void fl_require_arguments(FunctionCallInfo fcinfo, const char *const *names);

/* With that check, where there are names.  In the current memory context. */
extern void fl_report_begin(Report *report, FunctionCallInfo fcinfo, const char *const *names);

/* Are the columns named in Chinese?  Then words in them are Chinese, too. */
extern bool fl_report_is_chinese(const Report *report);

extern void fl_report_begin_row(Report *report);
extern void fl_report_end_row(Report *report);

/* A whole row of "count" columns. */
extern void fl_report_put(Report *report, int count, const Datum *values, const bool *nulls);

static inline void
report_add_nullable(Report *report, Datum value, bool is_null)
{
	Assert(report->column < report->descriptor->natts);
	report->values[report->column] = value;
	report->nulls[report->column++] = is_null;
}

static inline void
report_add(Report *report, Datum value)
{
	report_add_nullable(report, value, false);
}

static inline void
report_add_nulls(Report *report, int count)
{
	while (count-- > 0)
		report_add_nullable(report, (Datum) 0, true);
}

/* NULL is null. */
static inline void
report_add_text(Report *report, const char *text)
{
	report_add_nullable(report, text == NULL ? (Datum) 0 : CStringGetTextDatum(text), text == NULL);
}

static inline void
report_add_int32(Report *report, int32 number)
{
	report_add(report, Int32GetDatum(number));
}

static inline void
report_add_int64(Report *report, int64 number)
{
	report_add(report, Int64GetDatum(number));
}

static inline void
report_add_date(Report *report, DateADT day)
{
	report_add(report, DateADTGetDatum(day));
}

#endif							/* FUNDLEDGER_REPORT_H */

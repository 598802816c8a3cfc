/*
 * report.c
 *		The one frame of functions that return rows, and the one writer of them.
 */
#include "postgres.h"

#include "common/string.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "server/report.h"

void
fl_require_arguments(FunctionCallInfo fcinfo, const char *const *names)
{
	for (int i = 0; i < PG_NARGS(); i++)
	{
		if (names[i] != NULL && PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("argument \"%s\" must not be null", names[i])));
	}
}

void
fl_report_begin(Report *report, FunctionCallInfo fcinfo, const char *const *names)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	if (names != NULL)
		fl_require_arguments(fcinfo, names);
	InitMaterializedSRF(fcinfo, 0);
	report->rows = result->setResult;
	report->descriptor = result->setDesc;
	report->column = 0;
	if (report->descriptor->natts > REPORT_COLUMNS_MAX)
		elog(ERROR, "a report has %d columns", report->descriptor->natts);
	report->per_row = AllocSetContextCreate(CurrentMemoryContext, "fundledger report row",
											ALLOCSET_DEFAULT_SIZES);
}

bool
fl_report_is_chinese(const Report *report)
{
	return !pg_is_ascii(NameStr(TupleDescAttr(report->descriptor, 0)->attname));
}

void
fl_report_begin_row(Report *report)
{
	CHECK_FOR_INTERRUPTS();
	report->caller = MemoryContextSwitchTo(report->per_row);
}

static void
store_row(Report *report, int count, const Datum *values, const bool *nulls)
{
	if (count != report->descriptor->natts)
		elog(ERROR, "a row of a report has %d columns instead of %d", count,
			 report->descriptor->natts);
	tuplestore_putvalues(report->rows, report->descriptor,
						 unconstify(Datum *, values), unconstify(bool *, nulls));
}

void
fl_report_end_row(Report *report)
{
	store_row(report, report->column, report->values, report->nulls);
	report->column = 0;
	MemoryContextSwitchTo(report->caller);
	MemoryContextReset(report->per_row);
}

void
fl_report_put(Report *report, int count, const Datum *values, const bool *nulls)
{
	CHECK_FOR_INTERRUPTS();
	store_row(report, count, values, nulls);
}

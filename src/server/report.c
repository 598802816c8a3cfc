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

/*
 * Finding it out takes longer than a row or two: a join that calls the function
 * once a row finds that of its first call.
 */
static TupleDesc
row_descriptor(FunctionCallInfo fcinfo)
{
	FmgrInfo   *function = fcinfo->flinfo;
	TupleDesc	descriptor;
	MemoryContext caller;

	if (function->fn_extra != NULL)
		return function->fn_extra;
	if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	caller = MemoryContextSwitchTo(function->fn_mcxt);
	function->fn_extra = CreateTupleDescCopy(descriptor);
	MemoryContextSwitchTo(caller);
	return function->fn_extra;
}

/* What InitMaterializedSRF() does; the executor frees the descriptor it is given. */
static void
begin_rows(ReturnSetInfo *result, TupleDesc descriptor)
{
	bool		random = (result->allowedModes & SFRM_Materialize_Random) != 0;
	MemoryContext caller = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);

	result->returnMode = SFRM_Materialize;
	result->setResult = tuplestore_begin_heap(random, false, work_mem);
	result->setDesc = CreateTupleDescCopy(descriptor);
	MemoryContextSwitchTo(caller);
}

static ReturnSetInfo *
result_of_call(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	if (result == NULL || !IsA(result, ReturnSetInfo) || (result->allowedModes & SFRM_Materialize) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("set-valued function called in context that cannot accept a set")));
	return result;
}

void
fl_report_begin(Report *report, FunctionCallInfo fcinfo, const char *const *names)
{
	ReturnSetInfo *result = result_of_call(fcinfo);

	if (names != NULL)
		fl_require_arguments(fcinfo, names);
	begin_rows(result, row_descriptor(fcinfo));
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

/*
 * report_arguments.c
 *		What reports on books are asked for: book, period, days and basis.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/errors.h"

/* period.c */
extern Datum fl_period_in(PG_FUNCTION_ARGS);

static bool
is_text(FunctionCallInfo fcinfo, int n)
{
	Oid		   *types;
	int			count;

	(void) get_func_signature(fcinfo->flinfo->fn_oid, &types, &count);
	return types[n] == TEXTOID;
}

Period
fl_report_period(FunctionCallInfo fcinfo, int n)
{
	if (!is_text(fcinfo, n))
		return PG_GETARG_PERIOD(n);
	return DatumGetPeriod(DirectFunctionCall1(fl_period_in,
											  CStringGetDatum(TextDatumGetCString(PG_GETARG_DATUM(n)))));
}

Period
fl_report_period_of(FunctionCallInfo fcinfo, int n, const Book *book)
{
	Period		period = fl_report_period(fcinfo, n);

	if (period < book->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_BEFORE_FIRST_PERIOD),
				 errmsg("period \"%s\" is before the first period of book \"%s\"",
						fl_period_text(period), book->code),
				 errdetail("The book begins with %s.", fl_period_text(book->first_period)),
				 errhint("What was before is in the opening vouchers of that month.")));
	return period;
}

/* As text also a month. */
static DateADT
day_argument(FunctionCallInfo fcinfo, int n, DateADT (*day_of_month) (Period period))
{
	char	   *day;
	Period		period;

	if (!is_text(fcinfo, n))
		return PG_GETARG_DATEADT(n);
	day = TextDatumGetCString(PG_GETARG_DATUM(n));
	if (fl_period_scan(day, &period))
		return day_of_month(period);
	return DatumGetDateADT(DirectFunctionCall1(date_in, CStringGetDatum(day)));
}

DateADT
fl_report_day(FunctionCallInfo fcinfo, int n)
{
	return day_argument(fcinfo, n, fl_period_last_day);
}

void
fl_report_days(FunctionCallInfo fcinfo, int n, DateADT *first, DateADT *last)
{
	*first = day_argument(fcinfo, n, fl_period_first_day);
	*last = day_argument(fcinfo, n + 1, fl_period_last_day);
	if (*first > *last)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the last day is before the first"),
				 errdetail("The first is %s, the last %s.",
						   DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(*first))),
						   DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(*last)))),
				 errhint("Give the first day or month before the last.")));
}

int
fl_report_layers(Datum basis)
{
	char	   *name = TextDatumGetCString(basis);

	switch (fl_voucher_basis_from_word(name, strlen(name)))
	{
		case BASIS_CASH:
			return LAYER_CASH;
		case BASIS_ACCRUAL:
			return LAYER_CASH | LAYER_ACCRUAL;
		default:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("there is no basis \"%s\"", name),
					 errhint(VOUCHER_BASIS_WORDS)));
	}
	return 0;
}

ReportScope
fl_report_scope(FunctionCallInfo fcinfo, int period, int basis)
{
	ReportScope scope;

	scope.layers = fl_report_layers(PG_GETARG_DATUM(basis));
	scope.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	scope.period = fl_report_period_of(fcinfo, period, scope.book);
	return scope;
}

Standard *
fl_report_standard(Datum code)
{
	AclResult	right;

	fl_ledger_check();
	right = pg_class_aclcheck(fl_ledger_relation("articulation"), GetUserId(), ACL_SELECT);
	if (right != ACLCHECK_OK)
		aclcheck_error(right, OBJECT_TABLE, "ledger.articulation");
	return fl_standard(TextDatumGetCString(code));
}

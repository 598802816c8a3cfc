/*
 * report_arguments.c
 *		What reports on books are asked for: book, period and basis.
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

Period
fl_report_period(FunctionCallInfo fcinfo, int n)
{
	Oid		   *types;
	int			count;

	(void) get_func_signature(fcinfo->flinfo->fn_oid, &types, &count);
	if (types[n] != TEXTOID)
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

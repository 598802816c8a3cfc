/*
 * report.c
 *		What the reports on one book and period have in common: arguments.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "report.h"
#include "turnover.h"

void
fl_report_require_arguments(FunctionCallInfo fcinfo, const char *const *names)
{
	for (int i = 0; i < PG_NARGS(); i++)
	{
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("argument \"%s\" must not be null", names[i])));
	}
}

int
fl_report_layers(Datum basis)
{
	char	   *name = TextDatumGetCString(basis);

	switch (fl_voucher_basis_from_name(name, strlen(name)))
	{
		case BASIS_CASH:
			return LAYER_CASH;
		case BASIS_ACCRUAL:
			return LAYER_CASH | LAYER_ACCRUAL;
		default:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("there is no basis \"%s\"", name),
					 errhint("The bases are \"cash\" (收付实现制) and \"accrual\" (权责发生制).")));
	}
	return 0;
}

/*
 * views.c
 *		What the reading views ask of C: the names of accounts.
 *
 * views.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "standard.h"

/*
 * fund._account_name(standard text, account fund.account_code): a detail
 * account below an open one bears the name of the row that it inherits from.
 */
PG_FUNCTION_INFO_V1(fl_account_name);
Datum
fl_account_name(PG_FUNCTION_ARGS)
{
	Standard   *standard = fl_standard(TextDatumGetCString(PG_GETARG_DATUM(0)));
	const Account *account = fl_standard_account(standard, PG_GETARG_ACCOUNT_CODE(1));

	if (account == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(account->name));
}

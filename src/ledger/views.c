/*
 * views.c
 *		What the reading views ask of C: the names of accounts.
 *
 * views.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/standard.h"

/*
 * Standards are read with the owner's rights, so whoever asks must be one who
 * could read this one: by a privilege, or as a reader of some book.  A view's
 * functions run as the role that queries it.
 */
static void
require_reader(Oid role, const char *standard)
{
	fl_ledger_check();
	if (pg_class_aclcheck(fl_ledger_relation("account"), role, ACL_SELECT) == ACLCHECK_OK ||
		fl_has_duty(role, ANY_BOOK, DUTY_READ))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for standard \"%s\"", standard),
			 errdetail("Role \"%s\" has no duty in any book, and may not read ledger.account.",
					   GetUserNameFromId(role, false)),
			 errhint("The owner of the ledger grants duties: fund.grant_duty().")));
}

/*
 * fund._account_name(standard text, account fund.account_code): a detail
 * account below an open one bears the name of the row that it inherits from.
 */
PG_FUNCTION_INFO_V1(fl_account_name);
Datum
fl_account_name(PG_FUNCTION_ARGS)
{
	char	   *code = TextDatumGetCString(PG_GETARG_DATUM(0));
	Oid			role = GetUserId();
	void	   *last_reader = fcinfo->flinfo->fn_extra;
	const Account *account;

	/* Once a query, as for a table: a view asks for every line. */
	if (last_reader != (void *) (uintptr_t) role)
		require_reader(role, code);
	fcinfo->flinfo->fn_extra = (void *) (uintptr_t) role;
	account = fl_standard_account(fl_standard(code), PG_GETARG_ACCOUNT_CODE(1));
	if (account == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(account->name));
}

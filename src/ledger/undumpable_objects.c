/*
 * undumpable_objects.c
 *		Parsing what others have defined, as if a dump were restored.
 *
 * A literal of a definition is read when it is parsed, and that can run what its
 * owner has written: the CHECK of a domain, by way of an array of it.  So it is
 * parsed as that owner; and parsed only, however many statements it is.
 * undumpable_objects.sql has the definitions.
 */
#include "postgres.h"

#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "ledger/ledger.h"

PG_FUNCTION_INFO_V1(fl_parse_as);
Datum
fl_parse_as(PG_FUNCTION_ARGS)
{
	Oid			role = PG_GETARG_OID(0);
	char	   *statement = text_to_cstring(PG_GETARG_TEXT_PP(1));
	LedgerCall	call;

	if (!has_privs_of_role(GetUserId(), role))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must have privileges of role \"%s\"", GetUserNameFromId(role, false))));
	fl_ledger_enter_as(role, &call);
	if (SPI_prepare(statement, 0, NULL) == NULL)
		elog(ERROR, "SPI_prepare returned %s for %s", SPI_result_code_string(SPI_result), statement);
	fl_ledger_leave(&call);
	PG_RETURN_VOID();
}

/*
 * log_found.c
 *		What the log does not tell of is written down as found.
 *
 * Where rows came without being logged, by an update of an older ledger or by
 * replication, the log says from then on what there was, and who said so.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "ledger/ledger.h"
#include "log/log_entry.h"
#include "server/spi_plan.h"

static void
require_owner(Oid caller, Oid owner)
{
	if (has_privs_of_role(caller, owner))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("must be owner of the ledger"),
			 errdetail("Role \"%s\" owns it.", GetUserNameFromId(owner, false)),
			 errhint("Let that role call it.")));
}

static LogEntry *
take_entry(uint64 row)
{
	LogEntry   *entry = palloc0(sizeof(LogEntry));

	entry->scope = fl_spi_word(row, 1, fl_log_scope_name);
	entry->code = fl_spi_required_text(row, 2);
	entry->table = fl_spi_required_text(row, 3);
	entry->key = fl_spi_required_text(row, 4);
	entry->row = fl_spi_text(row, 5);
	entry->operation = entry->row == NULL ? "missing" : "found";
	return entry;
}

static List *
read_differences(void)
{
	static SpiPlan plan = {
		"SELECT scope, code, of_table, row_key::text, found::text FROM fund._all_log_differences()", ""
	};
	uint64		count = fl_spi_run(&plan, NULL, NULL, SPI_READ_NEWEST);
	List	   *entries = NIL;

	for (uint64 row = 0; row < count; row++)
		entries = lappend(entries, take_entry(row));
	return entries;
}

PG_FUNCTION_INFO_V1(fl_log_found);
Datum
fl_log_found(PG_FUNCTION_ARGS)
{
	static SpiPlan hold = {"SELECT fund._hold_settings()", ""};
	List	   *entries;
	ListCell   *lc;
	LedgerCall	call;

	require_owner(GetUserId(), fl_ledger_owner());
	fl_ledger_enter_to_act(fcinfo, &call);
	fl_spi_run(&hold, NULL, NULL, SPI_WRITE);
	entries = read_differences();
	foreach(lc, entries)
	{
		CHECK_FOR_INTERRUPTS();
		fl_log_write(lfirst(lc));
	}
	fl_ledger_leave(&call);
	PG_RETURN_INT32(list_length(entries));
}

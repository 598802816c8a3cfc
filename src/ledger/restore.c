/*
 * restore.c
 *		A restore of the data alone that has not been finished.
 *
 * pg_dump --disable-triggers disables all triggers and enables them again as
 * ordinary ones, so that caches no longer hear of what replication applies, and
 * a revoked duty still reads on a replica.  Nothing in the data shows it: so
 * whoever can mend it is told.  restore.sql says which triggers are meant.
 */
#include "postgres.h"

#include "access/xact.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/timestamp.h"

#include "ledger/ledger.h"
#include "ledger/restore.h"
#include "server/errors.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"

static Watch watch;
static uint64 strayed;			/* triggers, and parts that are missing, as of the watch */

/* Those whose triggers fire always, but what a close changes; a restore touches all of them. */
static void
watch_tables(void)
{
	static const char *const names[] = {
		"book", "book_account", "book_account_name", "party", "party_kind", "duty", "standard", "account", "posting_rule", "carry_rule",
		"transfer_group", "statement", "statement_column", "statement_line", "articulation", "log"
	};
	Oid			tables[lengthof(names)];

	for (int i = 0; i < lengthof(names); i++)
		tables[i] = fl_ledger_relation(names[i]);
	fl_watch(&watch, tables, lengthof(names));
}

static uint64
count_strayed(void)
{
	static SpiPlan plan = {
		"SELECT FROM fund._strayed_triggers() UNION ALL SELECT FROM fund._parts_missing()", ""
	};
	uint64		count;
	LedgerCall	call;

	fl_ledger_enter(&call);
	watch_tables();
	count = fl_spi_run(&plan, NULL, NULL, SPI_READ_NEWEST);
	fl_ledger_leave(&call);
	return count;
}

static void
warn(void)
{
	static TimestampTz warned = 0;

	if (warned == GetCurrentStatementStartTimestamp())
		return;
	warned = GetCurrentStatementStartTimestamp();
	ereport(WARNING,
			(errcode(ERRCODE_WARNED_RESTORE),
			 errmsg("the ledger has been restored, but the restore has not been finished"),
			 errdetail("Triggers that do not fire as they were made to, and parts that are missing: " UINT64_FORMAT ".", strayed),
			 errhint("Call fund.finish_restore().")));
}

void
fl_restore_check(void)
{
	if (likely(watch.is_fresh && strayed == 0))
		return;
	if (!has_privs_of_role(GetUserId(), fl_ledger_owner()))
		return;
	if (!watch.is_fresh)
		strayed = count_strayed();
	if (strayed > 0)
		warn();
}

PG_FUNCTION_INFO_V1(fl_check_restored);
Datum
fl_check_restored(PG_FUNCTION_ARGS)
{
	fl_restore_check();
	PG_RETURN_VOID();
}

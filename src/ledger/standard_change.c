/*
 * standard_change.c
 *		What happens when the rows of an accounting standard change.
 *
 * Posters are kept out (fence.h), shipped standards stay as they are, codes
 * that vouchers name too, and every session reads the standard anew.
 * standard.sql declares the trigger.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/rel.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/standard.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* The standard that a row of one of the tables is of: its first column. */
static char *
row_standard(TriggerData *trigger, HeapTuple row)
{
	bool		is_null;
	Datum		code = heap_getattr(row, 1, RelationGetDescr(trigger->tg_relation), &is_null);

	return TextDatumGetCString(code);
}

static bool
is_shipped(const char *standard)
{
	static SpiPlan plan = {
		"SELECT shipped FROM ledger.standard WHERE standard = $1", "text"
	};
	Datum		argument = CStringGetTextDatum(standard);

	return fl_spi_run(&plan, &argument, NULL, SPI_READ_NEWEST) > 0 &&
		DatumGetBool(fl_spi_required(0, 1));
}

/*
 * A row of ledger.standard itself becomes a shipped one last of all, so it is
 * its old state that counts.
 */
static bool
row_is_shipped(TriggerData *trigger, const char *standard)
{
	bool		is_null;
	int			column;

	if (RelationGetRelid(trigger->tg_relation) != fl_ledger_relation("standard"))
		return is_shipped(standard);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return false;
	column = SPI_fnumber(RelationGetDescr(trigger->tg_relation), "shipped");
	return DatumGetBool(heap_getattr(trigger->tg_trigtuple, column,
									 RelationGetDescr(trigger->tg_relation), &is_null));
}

pg_noreturn static void
refuse_change(const char *standard)
{
	ereport(ERROR,
			(errcode(ERRCODE_STANDARD_IMMUTABLE),
			 errmsg("standard \"%s\" cannot be changed", standard),
			 errdetail("It is one of those that fundledger ships."),
			 errhint("Make a standard of your own from it and change that one.")));
}

pg_noreturn static void
refuse_truncate(TriggerData *trigger)
{
	ereport(ERROR,
			(errcode(ERRCODE_STANDARD_IMMUTABLE),
			 errmsg("cannot truncate table \"%s\" of the accounting standards",
					RelationGetRelationName(trigger->tg_relation)),
			 errdetail("It holds the standards that fundledger ships."),
			 errhint("Delete the rows of a standard of your own.")));
}

/* Vouchers name accounts that no foreign key can hold. */
static void
check_code_kept(TriggerData *trigger, const char *standard)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.book WHERE standard = $1 LIMIT 1", "text"
	};
	TupleDesc	row = RelationGetDescr(trigger->tg_relation);
	int			column = SPI_fnumber(row, "account");
	Datum		argument = CStringGetTextDatum(standard);
	AccountCode old;
	bool		is_null;

	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ||
		strcmp(RelationGetRelationName(trigger->tg_relation), "account") != 0)
		return;
	old = DatumGetAccountCode(heap_getattr(trigger->tg_trigtuple, column, row, &is_null));
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) &&
		old == DatumGetAccountCode(heap_getattr(trigger->tg_newtuple, column, row, &is_null)))
		return;
	if (fl_spi_run(&plan, &argument, NULL, SPI_READ_NEWEST) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_CODE_IMMUTABLE),
				 errmsg("account \"%s\" of standard \"%s\" cannot be deleted or given another code",
						fl_account_code_text(old), standard),
				 errdetail("Books are kept by the standard, and their vouchers name accounts by code."),
				 errhint("Retire the account: UPDATE ledger.account SET retired = true.")));
}

/*
 * What guarded accounts have been through is known only while they are
 * guarded (guard.h): when that changes, it begins again from the journals.
 */
static void
forget_guarded_changes(TriggerData *trigger, const char *standard)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.guarded_change AS g USING ledger.book AS b"
		" WHERE b.book_id = g.book_id AND b.standard = $1", "text"
	};
	Datum		argument = CStringGetTextDatum(standard);

	if (strcmp(RelationGetRelationName(trigger->tg_relation), "account") == 0)
		fl_spi_run(&plan, &argument, NULL, SPI_WRITE);
}

static void
check_change(TriggerData *trigger, HeapTuple row)
{
	char	   *standard = row_standard(trigger, row);
	LedgerCall	call;

	fl_ledger_enter_to_write(&call);
	if (row_is_shipped(trigger, standard))
		refuse_change(standard);
	check_code_kept(trigger, standard);
	forget_guarded_changes(trigger, standard);
	fl_ledger_leave(&call);
}

/*
 * Before the statement has a row to itself that somebody waits for who is
 * already holding posters off.
 */
static void
prepare_change(TriggerData *trigger)
{
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		refuse_truncate(trigger);
	fl_fence_all();
}

/*
 * For rows it fires ALWAYS: sessions must hear of what replication applies as
 * well, which the publisher has judged already.
 */
PG_FUNCTION_INFO_V1(fl_standard_changed);
Datum
fl_standard_changed(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "fl_standard_changed was not called as a trigger");

	if (TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event))
	{
		prepare_change(trigger);
		return PointerGetDatum(NULL);
	}
	if (SessionReplicationRole != SESSION_REPLICATION_ROLE_REPLICA)
	{
		check_change(trigger, trigger->tg_trigtuple);
		if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
			check_change(trigger, trigger->tg_newtuple);
	}
	CacheInvalidateRelcacheByRelid(fl_ledger_relation("standard"));
	return PointerGetDatum(NULL);
}

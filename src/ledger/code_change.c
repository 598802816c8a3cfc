/*
 * code_change.c
 *		The trigger on books and parties: codes are given once.
 *
 * Vouchers name them, and no foreign key reaches into a journal.  So a code is
 * never given to another, and goes only where nothing uses it: that is looked
 * for while all who post are held off (drop.sql says where).
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/inval.h"
#include "utils/rel.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/trigger.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* ---------- columns that stay ---------- */

/* The columns by which vouchers and statements know a row. */
static const char *const kept_columns[] = {
	"book_id", "book", "standard", "first_period", "party"
};

pg_noreturn static void
refuse_change(TriggerData *trigger, const char *column)
{
	const char *table = RelationGetRelationName(trigger->tg_relation);

	ereport(ERROR,
			(errcode(ERRCODE_CODE_IMMUTABLE),
			 errmsg("column \"%s\" of table \"%s\" cannot be changed", column, table),
			 errdetail("Vouchers and statements depend on what it was."),
			 errhint("Retire the row and insert another: UPDATE ledger.%s SET retired = true.", table)));
}

pg_noreturn static void
refuse_truncate(TriggerData *trigger)
{
	ereport(ERROR,
			(errcode(ERRCODE_CODE_IMMUTABLE),
			 errmsg("table \"%s\" cannot be truncated", RelationGetRelationName(trigger->tg_relation)),
			 errdetail("Vouchers may name its rows, and no foreign key reaches into a journal."),
			 errhint("fund.drop_book() and fund.drop_party() delete what nothing uses.")));
}

static bool
column_differs(TriggerData *trigger, int column)
{
	TupleDesc	row = RelationGetDescr(trigger->tg_relation);
	Form_pg_attribute attribute = TupleDescAttr(row, column - 1);
	bool		old_is_null,
				new_is_null;
	Datum		old_value = heap_getattr(trigger->tg_trigtuple, column, row, &old_is_null);
	Datum		new_value = heap_getattr(trigger->tg_newtuple, column, row, &new_is_null);

	if (old_is_null || new_is_null)
		return old_is_null != new_is_null;
	return !datum_image_eq(old_value, new_value, attribute->attbyval, attribute->attlen);
}

static bool
is_book(TriggerData *trigger)
{
	return strcmp(RelationGetRelationName(trigger->tg_relation), "book") == 0;
}

static void
check_update(TriggerData *trigger)
{
	for (int i = 0; i < lengthof(kept_columns); i++)
	{
		int			column = SPI_fnumber(RelationGetDescr(trigger->tg_relation), kept_columns[i]);

		/* A party may come to stand for a book. */
		if (!is_book(trigger) && strcmp(kept_columns[i], "party") != 0)
			continue;
		if (column > 0 && column_differs(trigger, column))
			refuse_change(trigger, kept_columns[i]);
	}
}

/* ---------- deleting what nothing uses ---------- */

static char *
first_use(TriggerData *trigger)
{
	static SpiPlan of_book = {"SELECT fund._book_use($1)", "integer"};
	static SpiPlan of_party = {"SELECT fund._party_use($1)", "text"};
	bool		of_a_book = is_book(trigger);
	Datum		key = fl_trigger_value(trigger, trigger->tg_trigtuple, of_a_book ? "book_id" : "party",
									   of_a_book ? INT4OID : TEXTOID);

	fl_spi_run(of_a_book ? &of_book : &of_party, &key, NULL, SPI_READ_NEWEST);
	return fl_spi_text(0, 1);
}

/* Whoever posts meanwhile waits, and then finds no such book or party. */
static void
check_delete(TriggerData *trigger)
{
	const char *table = RelationGetRelationName(trigger->tg_relation);	/* and its column of codes */
	char	   *code = TextDatumGetCString(fl_trigger_value(trigger, trigger->tg_trigtuple, table, TEXTOID));
	char	   *use;
	LedgerCall	call;

	fl_ledger_enter(&call);
	fl_fence_all();
	CommandCounterIncrement();
	use = first_use(trigger);
	if (use != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CODE_IMMUTABLE),
				 errmsg("%s \"%s\" is in use and cannot be deleted", table, code),
				 errdetail_internal("%s", use),
				 errhint("Retire it: UPDATE ledger.%s SET retired = true WHERE %s = %s.",
						 table, table, quote_literal_cstr(code))));
	fl_ledger_leave(&call);
}

static void
check_change(TriggerData *trigger)
{
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		refuse_truncate(trigger);
	if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		check_delete(trigger);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		check_update(trigger);
}

/* ---------- the trigger ---------- */

PG_FUNCTION_INFO_V1(fl_code_changed);
Datum
fl_code_changed(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_code_changed", .tables = {"book", "party"},
		.before_statement = TRIGGER_ON(TRUNCATE),
		.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	if (SessionReplicationRole != SESSION_REPLICATION_ROLE_REPLICA)
		check_change(trigger);
	CacheInvalidateRelcacheByRelid(RelationGetRelid(trigger->tg_relation));
	return PointerGetDatum(NULL);
}

/*
 * store.c
 *		The one way in which our functions store a voucher.
 *
 * The voucher is judged here and not by our trigger, which would have to be
 * told who answers for it and from whom no promise can be had: it may be
 * disabled.  So it is left out of the triggers that are fired, and nothing is
 * numbered or taken from a guarded account twice.
 */
#include "postgres.h"

#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_trigger.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/nodeModifyTable.h"
#include "miscadmin.h"
#include "rewrite/rewriteHandler.h"
#include "storage/lmgr.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "ledger/ledger.h"
#include "posting/store.h"
#include "posting/voucher_table.h"
#include "server/compat.h"
#include "server/errors.h"

/* A voucher on its way into the table. */
typedef struct Storing
{
	VoucherTable table;
	EState	   *estate;
	ResultRelInfo *target;
	TupleTableSlot *slot;		/* the row */
	List	   *recheck;		/* indexes whose constraints are deferred */
} Storing;

static Relation
relation_of(const Storing *storing)
{
	return storing->target->ri_RelationDesc;
}

/* ---------- the row ---------- */

static void
set_column(TupleTableSlot *slot, int column, Datum value, bool is_null)
{
	slot->tts_values[column - 1] = value;
	slot->tts_isnull[column - 1] = is_null;
}

static void
set_text(TupleTableSlot *slot, int column, const text *value)
{
	set_column(slot, column, PointerGetDatum(value), value == NULL);
}

/* Its id and the time are the table's to give. */
static void
fill_row(TupleTableSlot *slot, const Voucher *voucher)
{
	set_column(slot, VOUCHER_BOOK_ID, Int32GetDatum(voucher->book_id), false);
	set_column(slot, VOUCHER_DATE, DateADTGetDatum(voucher->date), false);
	set_text(slot, VOUCHER_SOURCE_KEY, voucher->source_key);
	set_column(slot, VOUCHER_KIND, fl_voucher_kind_datum(voucher->kind), false);
	set_column(slot, VOUCHER_BASIS, fl_voucher_basis_datum(voucher->basis), false);
	set_column(slot, VOUCHER_JOURNAL, PointerGetDatum(voucher->journal), false);
	set_text(slot, VOUCHER_SUMMARY, voucher->summary);
	set_text(slot, VOUCHER_PREPARED_BY, voucher->prepared_by);
	set_column(slot, VOUCHER_ATTACHMENTS, Int32GetDatum(voucher->attachments), !voucher->has_attachments);
	set_column(slot, VOUCHER_REVERSES, Int64GetDatum(voucher->reverses), !voucher->is_reversal);
	set_text(slot, VOUCHER_REVIEWED_BY, voucher->reviewed_by);
	set_text(slot, VOUCHER_DONE_THROUGH, voucher->done_through);
}

static void
give_id(const Storing *storing)
{
	set_column(storing->slot, VOUCHER_ID,
			   Int64GetDatum(nextval_internal(storing->table.sequence, false)), false);
}

/* Of a table as it was made. */
static void
give_time(const Storing *storing)
{
	set_column(storing->slot, VOUCHER_POSTED_AT,
			   TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()), false);
}

/* What an INSERT that does not name the column puts there. */
static void
give_default(const Storing *storing, int column)
{
	Relation	vouchers = relation_of(storing);
	Expr	   *expression = (Expr *) build_column_default(vouchers, column);
	Datum		value = (Datum) 0;
	bool		is_null = true;

	if (expression != NULL)
		value = ExecEvalExprSwitchContext(ExecPrepareExpr(expression, storing->estate),
										  GetPerTupleExprContext(storing->estate), &is_null);
	set_column(storing->slot, column, value, is_null);
}

static bool
is_given_by_table(Form_pg_attribute column)
{
	return column->attnum == VOUCHER_ID || column->attnum == VOUCHER_POSTED_AT ||
		column->attnum > VOUCHER_COLUMNS;
}

static void
give_defaults(const Storing *storing)
{
	TupleDesc	columns = RelationGetDescr(relation_of(storing));

	for (int i = 0; i < columns->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(columns, i);

		if (column->attisdropped || column->attgenerated != '\0')
			set_column(storing->slot, i + 1, (Datum) 0, true);
		else if (is_given_by_table(column))
			give_default(storing, i + 1);
	}
}

/* ---------- storing a row ---------- */

static void
check_constraints(const Storing *storing)
{
	Relation	vouchers = relation_of(storing);
	TupleConstr *constraints = RelationGetDescr(vouchers)->constr;

	storing->slot->tts_tableOid = RelationGetRelid(vouchers);
	if (constraints != NULL && constraints->has_generated_stored)
		ExecComputeStoredGenerated(storing->target, storing->estate, storing->slot, CMD_INSERT);
	if (constraints != NULL)
		ExecConstraints(storing->target, storing->slot, storing->estate);
	if (vouchers->rd_rel->relispartition)
		(void) ExecPartitionCheck(storing->target, storing->slot, storing->estate, true);
}

static void
insert_row(Storing *storing)
{
	table_tuple_insert(relation_of(storing), storing->slot, GetCurrentCommandId(true), 0, NULL);
	storing->recheck = insert_index_tuples(storing->target, storing->slot, storing->estate);
}

static bool
is_key_free(const Storing *storing, List *arbiters)
{
	ItemPointerData other;

	return has_no_index_conflict(storing->target, storing->slot, storing->estate, &other, arbiters);
}

/*
 * As INSERT … ON CONFLICT DO NOTHING does it: the row stands on trial until its
 * key has found its place.  False where another voucher has the key.
 */
static bool
insert_unless_key_is_taken(Storing *storing, List *arbiters)
{
	Relation	vouchers = relation_of(storing);
	bool		conflict;

	do
	{
		uint32		token = SpeculativeInsertionLockAcquire(GetCurrentTransactionId());

		conflict = false;
		table_tuple_insert_speculative(vouchers, storing->slot, GetCurrentCommandId(true), 0, NULL, token);
		storing->recheck = insert_index_tuples_on_trial(storing->target, storing->slot,
														storing->estate, &conflict, arbiters);
		table_tuple_complete_speculative(vouchers, storing->slot, token, !conflict);
		SpeculativeInsertionLockRelease(GetCurrentTransactionId());
		CHECK_FOR_INTERRUPTS();
	} while (conflict && is_key_free(storing, arbiters));
	return !conflict;
}

static bool
has_key(const Storing *storing)
{
	return !storing->slot->tts_isnull[VOUCHER_SOURCE_KEY - 1];
}

/* Its index is what makes a key one voucher's. */
static List *
arbiters_of(const Storing *storing)
{
	if (!OidIsValid(storing->table.source_key))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("index \"voucher_source_key\" of ledger.voucher is missing, or is another"),
				 errdetail("Without it a voucher that is sent twice would be posted twice."),
				 errhint("Let the owner of the ledger call: CREATE UNIQUE INDEX voucher_source_key ON ledger.voucher (book_id, source_key) WHERE source_key IS NOT NULL.")));
	return list_make1_oid(storing->table.source_key);
}

/* ---------- a table as it was made ---------- */

/* The key is looked for first: a repeated one costs no id. */
static bool
store_plainly(Storing *storing)
{
	List	   *arbiters = has_key(storing) ? arbiters_of(storing) : NIL;

	set_column(storing->slot, VOUCHER_ID, (Datum) 0, true);
	give_time(storing);
	ExecStoreVirtualTuple(storing->slot);
	if (arbiters != NIL && !is_key_free(storing, arbiters))
		return false;
	give_id(storing);
	if (!storing->table.is_unconstrained)
		check_constraints(storing);
	if (arbiters != NIL)
		return insert_unless_key_is_taken(storing, arbiters);
	insert_row(storing);
	return true;
}

/* ---------- a table with what others have put on it ---------- */

/* In the executor's own copy of them. */
static void
leave_judging_trigger_out(const Storing *storing)
{
	TriggerDesc *triggers = storing->target->ri_TrigDesc;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		if (fl_is_judging_trigger(&storing->table, &triggers->triggers[i]))
			triggers->triggers[i].tgenabled = TRIGGER_DISABLED;
	}
}

static char *
names_of_before_triggers(const TriggerDesc *triggers)
{
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (TRIGGER_TYPE_MATCHES(trigger->tgtype, TRIGGER_TYPE_ROW, TRIGGER_TYPE_BEFORE, TRIGGER_TYPE_INSERT))
			appendStringInfo(&names, "%s\"%s\"", names.len > 0 ? ", " : "", trigger->tgname);
	}
	return names.data;
}

static void
fire_before_row(const Storing *storing)
{
	TriggerDesc *triggers = storing->target->ri_TrigDesc;

	if (triggers == NULL || !triggers->trig_insert_before_row)
		return;
	if (!ExecBRInsertTriggers(storing->estate, storing->target, storing->slot))
		ereport(ERROR,
				(errcode(ERRCODE_VOUCHER_WITHHELD),
				 errmsg("a trigger on ledger.voucher has withheld a voucher"),
				 errdetail("BEFORE INSERT triggers there: %s.", names_of_before_triggers(triggers)),
				 errhint("A trigger that does not want a voucher has to raise an error that says why.")));
}

/*
 * The order is that of INSERT … ON CONFLICT DO NOTHING: before-triggers and
 * constraints see a row whose key may turn out to be taken.
 */
static bool
store_row(Storing *storing)
{
	give_defaults(storing);
	ExecStoreVirtualTuple(storing->slot);
	fire_before_row(storing);
	slot_getallattrs(storing->slot);
	check_constraints(storing);
	if (has_key(storing))
	{
		List	   *arbiters = arbiters_of(storing);

		return is_key_free(storing, arbiters) && insert_unless_key_is_taken(storing, arbiters);
	}
	insert_row(storing);
	return true;
}

/* ---------- judging what has been stored ---------- */

static bool
is_same(const void *a, const void *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

static bool
is_same_voucher(const Voucher *a, const Voucher *b)
{
	return a->book_id == b->book_id && a->date == b->date &&
		a->kind == b->kind && a->basis == b->basis &&
		a->is_reversal == b->is_reversal && is_same(a->journal, b->journal) &&
		is_same(a->prepared_by, b->prepared_by) && is_same(a->reviewed_by, b->reviewed_by);
}

/* What triggers have made of it; true where it is another. */
static bool
read_back(const Storing *storing, Voucher *voucher)
{
	Voucher		stored;
	bool		changed;

	fl_voucher_from_new_slot(storing->slot, &stored);
	changed = !is_same_voucher(voucher, &stored);
	fl_voucher_copy(&stored, voucher);
	return changed;
}

static void
judge(const Voucher *voucher, Door door)
{
	/* The voucher is there for whatever judges it. */
	CommandCounterIncrement();
	fl_store_following(fl_check_voucher(voucher, door_is_own(door) ? NULL : fl_accountable_poster(), door));
}

/* ---------- the two together ---------- */

static void
begin(Storing *storing, Relation vouchers, const Voucher *voucher)
{
	storing->slot = MakeSingleTupleTableSlot(RelationGetDescr(vouchers), &TTSOpsVirtual);
	fill_row(storing->slot, voucher);
	storing->estate = CreateExecutorState();
	/* Whoever has the key has it, visible to an older snapshot or not. */
	storing->estate->es_snapshot = SnapshotAny;
	storing->estate->es_output_cid = GetCurrentCommandId(true);
	storing->target = makeNode(ResultRelInfo);
	InitResultRelInfo(storing->target, vouchers, 0, NULL, 0);
	ExecOpenIndices(storing->target, voucher->source_key != NULL || !storing->table.is_plain);
}

static void
end(Storing *storing)
{
	ExecResetTupleTable(storing->estate->es_tupleTable, false);
	ExecCloseIndices(storing->target);
	ExecCloseResultRelations(storing->estate);
	FreeExecutorState(storing->estate);
	ExecDropSingleTupleTableSlot(storing->slot);
}

static bool
store_in_plain_table(Storing *storing, Voucher *voucher, Door door)
{
	bool		stored = store_plainly(storing);

	if (stored)
	{
		voucher->voucher_id = DatumGetInt64(storing->slot->tts_values[VOUCHER_ID - 1]);
		voucher->posted_at = GetCurrentTransactionStartTimestamp();
		judge(voucher, door);
	}
	end(storing);
	return stored;
}

/* Triggers of others that fire afterwards find a voucher that has been judged. */
static bool
store_in_any_table(Storing *storing, Voucher *voucher, Door door)
{
	Relation	vouchers = relation_of(storing);
	EState	   *estate = storing->estate;
	TransitionCaptureState *capture;
	bool		stored;

	leave_judging_trigger_out(storing);
	AfterTriggerBeginQuery();
	capture = MakeTransitionCaptureState(storing->target->ri_TrigDesc, RelationGetRelid(vouchers), CMD_INSERT);
	ExecBSInsertTriggers(estate, storing->target);
	stored = store_row(storing);
	if (read_back(storing, voucher))
		door = DOOR_POST;
	if (stored)
	{
		ExecARInsertTriggers(estate, storing->target, storing->slot, storing->recheck, capture);
		judge(voucher, door);
	}
	ExecASInsertTriggers(estate, storing->target, capture);
	AfterTriggerEndQuery(estate);
	end(storing);
	return stored;
}

bool
fl_store_voucher(Voucher *voucher, Door door)
{
	Relation	vouchers;
	Storing		storing = {0};
	bool		stored;

	PreventCommandIfReadOnly("INSERT");
	vouchers = table_open(fl_ledger_relation("voucher"), RowExclusiveLock);
	fl_voucher_table_check_children(vouchers);
	storing.table = *fl_voucher_table(vouchers);
	begin(&storing, vouchers, voucher);
	stored = storing.table.is_plain ? store_in_plain_table(&storing, voucher, door) :
		store_in_any_table(&storing, voucher, door);
	table_close(vouchers, NoLock);
	return stored;
}

/* Of the system's making, whoever's act they follow. */
void
fl_store_following(List *vouchers)
{
	ListCell   *lc;

	foreach(lc, vouchers)
		(void) fl_store_voucher(lfirst(lc), DOOR_NAMES);
}

/*
 * insert_voucher.c
 *		Stores a voucher without a query.
 */
#include "postgres.h"

#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/dependency.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "ledger/ledger.h"
#include "posting/insert_voucher.h"
#include "posting/posting.h"
#include "server/compat.h"
#include "server/invalidation.h"

/* ---------- is it the table that we know? ---------- */

static bool
has_our_triggers_only(const TriggerDesc *triggers)
{
	if (triggers == NULL || triggers->numtriggers != 3)
		return false;
	for (int i = 0; i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (strcmp(trigger->tgname, "voucher_checked") != 0 &&
			strcmp(trigger->tgname, "voucher_immutable") != 0 &&
			strcmp(trigger->tgname, "voucher_alone") != 0)
			return false;
		if (trigger->tgenabled != TRIGGER_FIRES_ON_ORIGIN && trigger->tgenabled != TRIGGER_FIRES_ALWAYS)
			return false;
	}
	return true;
}

/* By their numbers; the journal's type is ours, and has no other. */
static const Oid column_types[VOUCHER_COLUMNS] = {
	INT8OID, TIMESTAMPTZOID, INT4OID, DATEOID, TEXTOID, TEXTOID, TEXTOID, InvalidOid,
	TEXTOID, TEXTOID, INT4OID, INT8OID, TEXTOID, TEXTOID
};

static bool
has_our_columns_only(TupleDesc columns)
{
	if (columns->natts != VOUCHER_COLUMNS)
		return false;
	for (int i = 0; i < VOUCHER_COLUMNS; i++)
	{
		Form_pg_attribute column = TupleDescAttr(columns, i);

		if ((OidIsValid(column_types[i]) && column->atttypid != column_types[i]) ||
			column->atttypmod != -1 || column->attisdropped)
			return false;
	}
	return TupleDescAttr(columns, VOUCHER_ID - 1)->attidentity != '\0';
}

static bool
is_as_created(Relation vouchers)
{
	return vouchers->rd_rel->relkind == RELKIND_RELATION &&
		!vouchers->rd_rel->relforcerowsecurity &&
		!vouchers->rd_rel->relhassubclass &&
		vouchers->rd_rules == NULL &&
		has_our_columns_only(RelationGetDescr(vouchers)) &&
		has_our_triggers_only(vouchers->trigdesc);
}

/* What has been found out, until the table or one of the others changes. */
typedef struct KnownTable
{
	Oid			table;
	bool		is_as_created;
	Oid			sequence;		/* of ids */
	Oid			source_key;		/* the index */
} KnownTable;

static KnownTable known;
static Watch watch;

static void
look_at_table(Relation vouchers)
{
	known.is_as_created = is_as_created(vouchers);
	if (known.is_as_created)
	{
		known.sequence = identity_sequence(vouchers, VOUCHER_ID);
		known.source_key = fl_ledger_relation("voucher_source_key");
		known.is_as_created = OidIsValid(known.source_key);
	}
	known.table = RelationGetRelid(vouchers);
	fl_watch(&watch, (Oid[]) {known.table, known.sequence, known.source_key}, 3);
}

static bool
is_known(Relation vouchers)
{
	if (!watch.is_fresh || known.table != RelationGetRelid(vouchers))
		look_at_table(vouchers);
	return known.is_as_created && SessionReplicationRole == SESSION_REPLICATION_ROLE_ORIGIN;
}

/* ---------- the row ---------- */

/* All but its id. */
static void
fill_slot(TupleTableSlot *slot, const Datum *values, const char *nulls)
{
	for (int i = VOUCHER_BOOK_ID - 1; i < VOUCHER_COLUMNS; i++)
	{
		slot->tts_isnull[i] = *nulls++ == 'n';
		slot->tts_values[i] = *values++;
	}
	slot->tts_isnull[VOUCHER_POSTED_AT - 1] = false;
	slot->tts_values[VOUCHER_POSTED_AT - 1] = TimestampTzGetDatum(GetCurrentTransactionStartTimestamp());
	slot->tts_isnull[VOUCHER_ID - 1] = false;
	ExecStoreVirtualTuple(slot);
}

static void
give_id(TupleTableSlot *slot)
{
	slot->tts_values[VOUCHER_ID - 1] = Int64GetDatum(nextval_internal(known.sequence, false));
}

static void
store(ResultRelInfo *target, TupleTableSlot *slot, EState *estate)
{
	Relation	vouchers = target->ri_RelationDesc;

	give_id(slot);
	ExecConstraints(target, slot, estate);
	table_tuple_insert(vouchers, slot, GetCurrentCommandId(true), 0, NULL);
	insert_index_tuples(target, slot, estate);
}

static bool
is_key_free(ResultRelInfo *target, TupleTableSlot *slot, EState *estate, List *arbiters)
{
	ItemPointerData other;

	return has_no_index_conflict(target, slot, estate, &other, arbiters);
}

/*
 * As INSERT … ON CONFLICT DO NOTHING does it: the row stands on trial until its
 * key has found its place.  False where another voucher has the key.
 */
static bool
store_unless_key_is_taken(ResultRelInfo *target, TupleTableSlot *slot, EState *estate)
{
	Relation	vouchers = target->ri_RelationDesc;
	List	   *arbiters = list_make1_oid(known.source_key);
	bool		conflict;

	if (!is_key_free(target, slot, estate, arbiters))
		return false;
	give_id(slot);
	ExecConstraints(target, slot, estate);
	do
	{
		uint32		token = SpeculativeInsertionLockAcquire(GetCurrentTransactionId());

		conflict = false;
		table_tuple_insert_speculative(vouchers, slot, GetCurrentCommandId(true), 0, NULL, token);
		insert_index_tuples_on_trial(target, slot, estate, &conflict, arbiters);
		table_tuple_complete_speculative(vouchers, slot, token, !conflict);
		SpeculativeInsertionLockRelease(GetCurrentTransactionId());
		CHECK_FOR_INTERRUPTS();
	} while (conflict && is_key_free(target, slot, estate, arbiters));
	return !conflict;
}

static bool
insert_slot(Relation vouchers, TupleTableSlot *slot)
{
	bool		has_key = !slot->tts_isnull[VOUCHER_SOURCE_KEY - 1];
	bool		stored = true;
	EState	   *estate = CreateExecutorState();
	ResultRelInfo *target = makeNode(ResultRelInfo);

	/* Whoever has the key has it, visible to an older snapshot or not. */
	estate->es_snapshot = SnapshotAny;
	InitResultRelInfo(target, vouchers, 0, NULL, 0);
	ExecOpenIndices(target, has_key);
	if (has_key)
		stored = store_unless_key_is_taken(target, slot, estate);
	else
		store(target, slot, estate);
	ExecCloseIndices(target);
	FreeExecutorState(estate);
	/* The voucher is there for whatever judges it. */
	CommandCounterIncrement();
	return stored;
}

/* By the owner: what its indexes compute is not the poster's to run. */
static bool
insert_slot_as_owner(Relation vouchers, TupleTableSlot *slot)
{
	Oid			poster;
	int			security_context;
	bool		stored;

	GetUserIdAndSecContext(&poster, &security_context);
	SetUserIdAndSecContext(vouchers->rd_rel->relowner, security_context |
						   SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
	stored = insert_slot(vouchers, slot);
	SetUserIdAndSecContext(poster, security_context);
	return stored;
}

bool
fl_insert_voucher(const Datum *values, const char *nulls, int64 *voucher_id)
{
	Relation	vouchers;
	bool		stored = false;

	PreventCommandIfReadOnly("INSERT");
	vouchers = table_open(fl_ledger_relation("voucher"), RowExclusiveLock);
	if (is_known(vouchers))
	{
		TupleTableSlot *slot = MakeSingleTupleTableSlot(RelationGetDescr(vouchers), &TTSOpsVirtual);

		fill_slot(slot, values, nulls);
		stored = insert_slot_as_owner(vouchers, slot);
		if (stored)
			fl_posting_judge(slot);
		*voucher_id = DatumGetInt64(slot->tts_values[VOUCHER_ID - 1]);
		ExecDropSingleTupleTableSlot(slot);
	}
	table_close(vouchers, NoLock);
	return stored;
}

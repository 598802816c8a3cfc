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
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/inval.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "insert_voucher.h"
#include "ledger.h"

/* The sequence of voucher ids, looked up once, and the table that it is of. */
static Oid	id_sequence = InvalidOid;
static Oid	sequence_of = InvalidOid;

static void
forget_sequence(Datum arg, Oid relation)
{
	if (relation == InvalidOid || relation == sequence_of || relation == id_sequence)
		id_sequence = InvalidOid;
}

static Oid
sequence_of_ids(Relation vouchers)
{
	static bool registered = false;

	if (!registered)
	{
		CacheRegisterRelcacheCallback(forget_sequence, (Datum) 0);
		registered = true;
	}
	if (!OidIsValid(id_sequence) || sequence_of != RelationGetRelid(vouchers))
	{
		sequence_of = RelationGetRelid(vouchers);
		id_sequence = identity_sequence(vouchers, VOUCHER_ID);
	}
	return id_sequence;
}

/* ---------- is it the table that we know? ---------- */

static bool
has_our_triggers_only(const TriggerDesc *triggers)
{
	if (triggers == NULL || triggers->numtriggers != 2)
		return false;
	for (int i = 0; i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (strcmp(trigger->tgname, "voucher_checked") != 0 &&
			strcmp(trigger->tgname, "voucher_immutable") != 0)
			return false;
		if (trigger->tgenabled != TRIGGER_FIRES_ON_ORIGIN && trigger->tgenabled != TRIGGER_FIRES_ALWAYS)
			return false;
	}
	return true;
}

static bool
is_as_created(Relation vouchers)
{
	const TupleConstr *constraints = RelationGetDescr(vouchers)->constr;

	return RelationGetNumberOfAttributes(vouchers) == VOUCHER_COLUMNS &&
		vouchers->rd_rel->relkind == RELKIND_RELATION &&
		!vouchers->rd_rel->relforcerowsecurity &&
		vouchers->rd_rules == NULL &&
		constraints != NULL && constraints->num_check == 0 &&
		has_our_triggers_only(vouchers->trigdesc) &&
		SessionReplicationRole == SESSION_REPLICATION_ROLE_ORIGIN;
}

/* ---------- the row ---------- */

static void
fill_slot(TupleTableSlot *slot, Relation vouchers, const Datum *values, const char *nulls)
{
	for (int i = VOUCHER_BOOK_ID - 1; i < VOUCHER_COLUMNS; i++)
	{
		slot->tts_isnull[i] = *nulls++ == 'n';
		slot->tts_values[i] = *values++;
	}
	slot->tts_isnull[VOUCHER_ID - 1] = false;
	slot->tts_values[VOUCHER_ID - 1] = Int64GetDatum(nextval_internal(sequence_of_ids(vouchers), false));
	slot->tts_isnull[VOUCHER_POSTED_AT - 1] = false;
	slot->tts_values[VOUCHER_POSTED_AT - 1] = TimestampTzGetDatum(GetCurrentTransactionStartTimestamp());
	ExecStoreVirtualTuple(slot);
}

static void
store(Relation vouchers, TupleTableSlot *slot)
{
	EState	   *estate = CreateExecutorState();
	ResultRelInfo *target = makeNode(ResultRelInfo);

	InitResultRelInfo(target, vouchers, 1, NULL, 0);
	ExecOpenIndices(target, false);
	table_tuple_insert(vouchers, slot, GetCurrentCommandId(true), 0, NULL);
	(void) insert_index_tuples(target, slot, estate);
	ExecCloseIndices(target);
	FreeExecutorState(estate);
	/* The voucher is there for whatever judges it. */
	CommandCounterIncrement();
}

bool
fl_insert_voucher(const Datum *values, const char *nulls, int64 *voucher_id)
{
	Relation	vouchers;
	TupleTableSlot *slot;

	PreventCommandIfReadOnly("INSERT");
	vouchers = table_open(fl_ledger_relation("voucher"), RowExclusiveLock);
	if (!is_as_created(vouchers))
	{
		table_close(vouchers, NoLock);
		return false;
	}

	slot = MakeSingleTupleTableSlot(RelationGetDescr(vouchers), &TTSOpsVirtual);
	fill_slot(slot, vouchers, values, nulls);
	store(vouchers, slot);
	fl_posting_judge(slot);
	*voucher_id = DatumGetInt64(slot->tts_values[VOUCHER_ID - 1]);
	ExecDropSingleTupleTableSlot(slot);
	table_close(vouchers, NoLock);
	return true;
}

/*
 * voucher_table.c
 *		What has become of ledger.voucher since fund.create_ledger() made it.
 */
#include "postgres.h"

#include "access/genam.h"
#include "catalog/dependency.h"
#include "catalog/pg_index.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "nodes/primnodes.h"
#include "nodes/readfuncs.h"
#include "nodes/value.h"
#include "parser/parse_func.h"
#include "rewrite/rewriteHandler.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/relcache.h"

#include "ledger/voucher.h"
#include "posting/voucher_table.h"
#include "server/compat.h"
#include "server/errors.h"
#include "server/invalidation.h"

static VoucherTable known;
static Watch watch;

/* ---------- triggers ---------- */

static Oid
judging_function(void)
{
	List	   *name = list_make2(makeString("fund"), makeString("_check_vouchers"));

	return LookupFuncName(name, 0, NULL, false);
}

static Oid
door_function(void)
{
	List	   *name = list_make2(makeString("fund"), makeString("_may_feed"));

	return LookupFuncName(name, 1, (Oid[]) {INT4OID}, false);
}

bool
fl_is_judging_trigger(const VoucherTable *table, const Trigger *trigger)
{
	return trigger->tgfoid == table->judge;
}

static bool
has_triggers_of_others(const TriggerDesc *triggers)
{
	if (triggers == NULL)
		return false;
	for (int i = 0; i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (TRIGGER_FOR_INSERT(trigger->tgtype) && !fl_is_judging_trigger(&known, trigger))
			return true;
	}
	return false;
}

/* ---------- columns ---------- */

static bool
is_given_by_transaction_time(Relation vouchers)
{
	Node	   *value = build_column_default(vouchers, VOUCHER_POSTED_AT);

	return value != NULL && IsA(value, SQLValueFunction) &&
		((SQLValueFunction *) value)->op == SVFOP_CURRENT_TIMESTAMP;
}

static bool
is_id_an_identity(Relation vouchers)
{
	return TupleDescAttr(RelationGetDescr(vouchers), VOUCHER_ID - 1)->attidentity != '\0';
}

/* ---------- constraints ---------- */

/* voucher_fed asks for the right to put rows there, which our functions do not need. */
static bool
is_door(const ConstrCheck *check)
{
	Node	   *expression = stringToNode(check->ccbin);

	return IsA(expression, FuncExpr) && ((FuncExpr *) expression)->funcid == door_function();
}

/* A voucher leaves these columns null where it has no such thing. */
static bool
may_be_null(int column)
{
	return column == VOUCHER_SOURCE_KEY || column == VOUCHER_ATTACHMENTS ||
		column == VOUCHER_REVERSES || column == VOUCHER_REVIEWED_BY ||
		column == VOUCHER_DONE_THROUGH;
}

static bool
is_unconstrained(TupleDesc columns)
{
	for (int i = 0; columns->constr != NULL && i < columns->constr->num_check; i++)
	{
		if (!is_door(&columns->constr->check[i]))
			return false;
	}
	for (int i = 0; i < columns->natts; i++)
	{
		if (TupleDescAttr(columns, i)->attnotnull && may_be_null(i + 1))
			return false;
	}
	return true;
}

/* ---------- the key of sources ---------- */

/* "source_key IS NOT NULL", or nothing. */
static bool
has_every_key(Relation index)
{
	List	   *predicate = RelationGetIndexPredicate(index);

	return predicate == NIL ||
		(list_length(predicate) == 1 && IsA(linitial(predicate), NullTest) &&
		 ((NullTest *) linitial(predicate))->nulltesttype == IS_NOT_NULL);
}

static bool
is_key_of_sources(Relation index)
{
	Form_pg_index form = index->rd_index;

	return form->indisunique && form->indimmediate && form->indisvalid &&
		form->indnkeyatts == 2 &&
		form->indkey.values[0] == VOUCHER_BOOK_ID &&
		form->indkey.values[1] == VOUCHER_SOURCE_KEY &&
		has_every_key(index);
}

/* By what it does: names change, and another index could have that name. */
static Oid
find_key_of_sources(Relation vouchers)
{
	Oid			found = InvalidOid;
	ListCell   *lc;

	foreach(lc, RelationGetIndexList(vouchers))
	{
		Relation	index = index_open(lfirst_oid(lc), AccessShareLock);

		if (is_key_of_sources(index))
			found = RelationGetRelid(index);
		index_close(index, AccessShareLock);
	}
	return found;
}

/* ---------- the table ---------- */

static bool
is_plain(Relation vouchers)
{
	return RelationGetDescr(vouchers)->natts == VOUCHER_COLUMNS &&
		!vouchers->rd_rel->relispartition &&
		!has_triggers_of_others(vouchers->trigdesc) &&
		is_id_an_identity(vouchers) &&
		is_given_by_transaction_time(vouchers);
}

static void
look_at_table(Relation vouchers)
{
	if (vouchers->rd_rel->relkind != RELKIND_RELATION)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("ledger.voucher is not the table that fund.create_ledger() made"),
				 errhint("Vouchers are stored in an ordinary table: neither a view, nor a partitioned or foreign table, can take its place.")));
	fl_voucher_check_columns(RelationGetDescr(vouchers));
	known.judge = judging_function();
	known.source_key = find_key_of_sources(vouchers);
	known.is_plain = is_plain(vouchers);
	known.is_unconstrained = known.is_plain && is_unconstrained(RelationGetDescr(vouchers));
	known.sequence = known.is_plain ? identity_sequence(vouchers, VOUCHER_ID) : InvalidOid;
	known.table = RelationGetRelid(vouchers);
}

/* What a child holds every report would read, and nothing has judged it. */
void
fl_voucher_table_check_children(Relation vouchers)
{
	List	   *children;

	if (likely(!vouchers->rd_rel->relhassubclass))
		return;
	children = find_inheritance_children(RelationGetRelid(vouchers), NoLock);
	if (children != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_TABLE_HAS_CHILDREN),
				 errmsg("table \"%s\" has child tables", RelationGetRelationName(vouchers)),
				 errdetail("Reports would read what table \"%s\" holds, and nothing judges it.",
						   get_rel_name(linitial_oid(children))),
				 errhint("ALTER TABLE … NO INHERIT ledger.voucher makes it a table of its own."),
				 errtable(vouchers)));
}

const VoucherTable *
fl_voucher_table(Relation vouchers)
{
	if (!watch.is_fresh || known.table != RelationGetRelid(vouchers))
	{
		/* Whoever changes its indexes or its sequence tells of the table, too. What is
		 * refused below must not leave what was known of the table before. */
		known.table = InvalidOid;
		fl_watch(&watch, &RelationGetRelid(vouchers), 1);
		look_at_table(vouchers);
	}
	return &known;
}

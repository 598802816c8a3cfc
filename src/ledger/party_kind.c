/*
 * party_kind.c
 *		往来种类: what parties may be, as rows of ledger.party_kind.
 *
 * There are few, so a session keeps them all.  Parties and accounts are stored
 * with the code, whichever word they were given: a trigger sees to it.
 * party_kind.sql declares table and triggers.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "ledger/ledger.h"
#include "ledger/party_kind.h"
#include "ledger/trigger.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"

typedef struct PartyKind
{
	char	   *code;
	char	   *name;			/* in Chinese */
	char	   *counts_as;		/* or NULL */
} PartyKind;

static MemoryContext kinds_context = NULL;
static List *kinds = NIL;		/* of PartyKind, in their order */
static bool is_read = false;	/* all of them: no error came in between */
static Watch watch;

/* ---------- the cache ---------- */

static void
read_kinds(void)
{
	static SpiPlan plan = {
		"SELECT party_kind, name, counts_as FROM ledger.party_kind ORDER BY position, party_kind", ""
	};
	MemoryContext caller;
	LedgerCall	call;
	uint64		count;

	fl_ledger_enter(&call);
	count = fl_spi_run(&plan, NULL, NULL, SPI_READ_NEWEST);
	caller = MemoryContextSwitchTo(kinds_context);
	for (uint64 row = 0; row < count; row++)
	{
		PartyKind  *kind = palloc(sizeof(PartyKind));

		kind->code = fl_spi_required_text(row, 1);
		kind->name = fl_spi_required_text(row, 2);
		kind->counts_as = fl_spi_text(row, 3);
		kinds = lappend(kinds, kind);
	}
	MemoryContextSwitchTo(caller);
	fl_ledger_leave(&call);
}

/* What somebody may still be looking at lives until the transaction ends. */
static void
refresh(void)
{
	if (likely(watch.is_fresh && is_read))
		return;
	fl_ledger_check();
	is_read = false;
	if (kinds_context != NULL)
		MemoryContextSetParent(kinds_context, TopTransactionContext);
	kinds_context = AllocSetContextCreate(CacheMemoryContext, "fundledger party kinds",
										  ALLOCSET_SMALL_SIZES);
	kinds = NIL;
	fl_watch(&watch, (Oid[]) {fl_ledger_relation("party_kind")}, 1);
	read_kinds();
	is_read = true;
}

/* ---------- finding ---------- */

const char *
fl_party_kind_from_word(const char *word)
{
	ListCell   *lc;

	refresh();
	foreach(lc, kinds)
	{
		const PartyKind *kind = lfirst(lc);

		if (strcmp(kind->code, word) == 0 || strcmp(kind->name, word) == 0)
			return kind->code;
	}
	return NULL;
}

bool
fl_party_kind_is_known(const char *code)
{
	const char *known = fl_party_kind_from_word(code);

	return known != NULL && strcmp(known, code) == 0;
}

bool
fl_party_kind_meets(const char *kind, const char *demanded)
{
	ListCell   *lc;

	if (strcmp(demanded, PARTY_KIND_ANY) == 0 || strcmp(demanded, kind) == 0)
		return true;
	refresh();
	foreach(lc, kinds)
	{
		const PartyKind *known = lfirst(lc);

		if (strcmp(known->code, kind) == 0)
			return known->counts_as != NULL && strcmp(known->counts_as, demanded) == 0;
	}
	return false;
}

char *
fl_party_kinds_text(void)
{
	StringInfoData text;
	ListCell   *lc;

	refresh();
	initStringInfo(&text);
	foreach(lc, kinds)
	{
		const PartyKind *kind = lfirst(lc);

		appendStringInfo(&text, "%s\"%s\" (%s)", text.len == 0 ? "" : ", ", kind->code, kind->name);
	}
	return text.data;
}

/* ---------- the triggers ---------- */

PG_FUNCTION_INFO_V1(fl_party_kind_changed);
Datum
fl_party_kind_changed(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_party_kind_changed", .tables = {"party_kind"},
		.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	CacheInvalidateRelcacheByRelid(RelationGetRelid(trigger->tg_relation));
	return PointerGetDatum(NULL);
}

pg_noreturn static void
refuse_word(Relation table, const char *word)
{
	ereport(ERROR,
			(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
			 errmsg("\"%s\" is not a kind of party", word),
			 errhint("The kinds are %s; table ledger.party_kind has them, and takes others.",
					 fl_party_kinds_text()),
			 errtablecol(table, SPI_fnumber(RelationGetDescr(table), "party_kind"))));
}

/* The row with the code for the word that it was given. */
static HeapTuple
row_with_code(Relation table, HeapTuple row)
{
	TupleDesc	columns = RelationGetDescr(table);
	int			column = SPI_fnumber(columns, "party_kind");
	bool		is_null = true;
	Datum		value = 0;
	char	   *word;
	const char *code;

	if (column > 0 && TupleDescAttr(columns, column - 1)->atttypid == TEXTOID)
		value = heap_getattr(row, column, columns, &is_null);
	if (is_null)
		return row;
	word = TextDatumGetCString(value);
	code = fl_party_kind_from_word(word);
	if (code == NULL)
		refuse_word(table, word);
	if (strcmp(code, word) == 0)
		return row;
	value = CStringGetTextDatum(code);
	is_null = false;
	return heap_modify_tuple_by_cols(row, columns, 1, &column, &value, &is_null);
}

PG_FUNCTION_INFO_V1(fl_party_kind_given);
Datum
fl_party_kind_given(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_party_kind_given", .tables = {"party", "account"},
		.before_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	return PointerGetDatum(row_with_code(trigger->tg_relation,
										 TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ?
										 trigger->tg_newtuple : trigger->tg_trigtuple));
}

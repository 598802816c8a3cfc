/*
 * check_vouchers.c
 *		The triggers on ledger.voucher: every voucher is judged, none changed.
 *
 * The one that judges is one a statement, with a transition table, so that
 * COPY keeps its multi-insert and a statement of any size costs one set of
 * locks.  It goes over the new rows twice: first for the book-months, which it
 * holds shared (fence.h) before it looks whether they are open, then for the
 * vouchers themselves (judging.c).  posting.sql declares them.
 */
#include "postgres.h"

#include "executor/tuptable.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/tuplestore.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/trigger.h"
#include "posting/check_voucher.h"
#include "posting/check_vouchers.h"
#include "posting/judging.h"
#include "posting/store.h"
#include "posting/voucher_table.h"
#include "server/errors.h"

/* ---------- errors say which row of a statement ---------- */

static void
row_context(void *arg)
{
	const Posting *posting = arg;

	if (posting->row > 0)
		errcontext("row " INT64_FORMAT " of the statement", posting->row);
}

/* ---------- the months ---------- */

/* One that a statement posts to, and its first row that does. */
typedef struct StatementMonth
{
	BookMonth	month;
	int64		row;
} StatementMonth;

typedef struct Months
{
	StatementMonth *items;
	int			count;
	int			room;
} Months;

static void
add_month(Months *months, BookMonth month, int64 row)
{
	if (months->count > 0)
	{
		const BookMonth *last = &months->items[months->count - 1].month;

		if (last->book_id == month.book_id && last->period == month.period)
			return;
	}
	if (months->count == months->room)
	{
		months->room *= 2;
		months->items = repalloc_huge(months->items, months->room * sizeof(StatementMonth));
	}
	months->items[months->count++] = (StatementMonth) {month, row};
}

static int
compare_months(const BookMonth *left, const BookMonth *right)
{
	if (left->book_id != right->book_id)
		return left->book_id < right->book_id ? -1 : 1;
	return left->period - right->period;
}

static int
compare_statement_months(const void *a, const void *b)
{
	const StatementMonth *left = a;
	const StatementMonth *right = b;
	int			order = compare_months(&left->month, &right->month);

	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

static void
sort_months(Months *months)
{
	int			distinct = 0;

	qsort(months->items, months->count, sizeof(StatementMonth), compare_statement_months);
	for (int i = 0; i < months->count; i++)
	{
		if (distinct == 0 || compare_months(&months->items[i].month, &months->items[distinct - 1].month) != 0)
			months->items[distinct++] = months->items[i];
	}
	months->count = distinct;
}

/* A null, of which judging the row will say so, is of the month of a zero. */
static BookMonth
slot_month(TupleTableSlot *slot)
{
	bool		is_null;
	BookMonth	month;

	month.book_id = DatumGetInt32(slot_getattr(slot, VOUCHER_BOOK_ID, &is_null));
	month.period = fl_period_of_date(DatumGetDateADT(slot_getattr(slot, VOUCHER_DATE, &is_null)));
	return month;
}

static Months
collect_months(Posting *posting, Tuplestorestate *vouchers, TupleTableSlot *slot)
{
	Months		months = {.room = 16};

	months.items = palloc(months.room * sizeof(StatementMonth));
	for (posting->row = 1; tuplestore_gettupleslot(vouchers, true, false, slot); posting->row++)
	{
		CHECK_FOR_INTERRUPTS();
		add_month(&months, slot_month(slot), posting->row);
	}
	sort_months(&months);
	posting->row = 0;
	return months;
}

static void
hold_months(const Months *months)
{
	BookMonth  *held = palloc(months->count * sizeof(BookMonth));

	for (int i = 0; i < months->count; i++)
		held[i] = months->items[i].month;
	fl_fence_post(held, months->count);
}

/* ---------- the books ---------- */

/* Sorted with the months, they are looked at once those are held. */
static void
check_books(Posting *posting, const Months *months)
{
	const Book *book = NULL;

	for (int i = 0; i < months->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (book != NULL && book->book_id == months->items[i].month.book_id)
			continue;
		posting->row = months->items[i].row;
		book = fl_book_by_id(months->items[i].month.book_id);
		fl_check_book(book, posting->poster, DOOR_TABLE);
	}
}

/* ---------- the vouchers ---------- */

/*
 * What is made for a voucher is gone after it; its row, which may have been
 * read back from disk, belongs to the slot and so to the caller's context.
 */
static void
judge_rows(Posting *posting, Tuplestorestate *vouchers, TupleTableSlot *slot)
{
	MemoryContext per_voucher = AllocSetContextCreate(posting->context, "fundledger voucher",
													  ALLOCSET_DEFAULT_SIZES);

	for (posting->row = 1; tuplestore_gettupleslot(vouchers, true, false, slot); posting->row++)
	{
		MemoryContext caller = MemoryContextSwitchTo(per_voucher);
		Voucher		voucher;

		CHECK_FOR_INTERRUPTS();
		fl_voucher_from_new_slot(slot, &voucher);
		fl_judge_voucher(posting, &voucher);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_voucher);
	}
	MemoryContextDelete(per_voucher);
	posting->row = 0;
}

static List *
judge_many(Tuplestorestate *vouchers, TupleTableSlot *slot, const char *poster)
{
	Posting		posting = {
		.context = CurrentMemoryContext,
		.pairs.context = CurrentMemoryContext,
		.warned.context = CurrentMemoryContext,
		.used.context = CurrentMemoryContext,
		.unassigned.context = CurrentMemoryContext,
		.poster = poster,
		.door = DOOR_TABLE
	};
	ErrorContextCallback context = {error_context_stack, row_context, &posting};
	Months		months;

	error_context_stack = &context;
	months = collect_months(&posting, vouchers, slot);
	hold_months(&months);
	check_books(&posting, &months);
	tuplestore_rescan(vouchers);
	judge_rows(&posting, vouchers, slot);
	error_context_stack = context.previous;
	return fl_write_consequences(&posting);
}

/* Nearly every statement posts one voucher: what two passes need is spared. */
static List *
judge_one(Tuplestorestate *vouchers, TupleTableSlot *slot, const char *poster)
{
	Voucher		voucher;

	if (!tuplestore_gettupleslot(vouchers, true, false, slot))
		elog(ERROR, "the transition table has lost its row");
	fl_voucher_from_new_slot(slot, &voucher);
	return fl_check_voucher(&voucher, poster, DOOR_TABLE);
}

/* ---------- the triggers ---------- */

/* Columns are read by their numbers. */
static void
check_transition_table(TriggerData *trigger)
{
	if (trigger->tg_newtable == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("trigger \"%s\" of table \"%s\" cannot read its rows",
						trigger->tg_trigger->tgname, RelationGetRelationName(trigger->tg_relation)),
				 errdetail("The trigger has no transition table."),
				 errtable(trigger->tg_relation)));
	fl_voucher_check_columns(RelationGetDescr(trigger->tg_relation));
}

PG_FUNCTION_INFO_V1(fl_check_vouchers);
Datum
fl_check_vouchers(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_check_vouchers", .tables = {"voucher"}, .after_statement = TRIGGER_ON(INSERT)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);
	const char *poster;
	TupleTableSlot *slot;
	List	   *following;

	fl_ledger_check();
	check_transition_table(trigger);
	fl_voucher_table_check_children(trigger->tg_relation);
	/* A trigger of somebody's own that ran before has left it at its end. */
	tuplestore_rescan(trigger->tg_newtable);
	poster = fl_accountable_poster();
	slot = MakeSingleTupleTableSlot(RelationGetDescr(trigger->tg_relation), &TTSOpsMinimalTuple);
	if (tuplestore_tuple_count(trigger->tg_newtable) == 1)
		following = judge_one(trigger->tg_newtable, slot, poster);
	else
		following = judge_many(trigger->tg_newtable, slot, poster);
	ExecDropSingleTupleTableSlot(slot);
	fl_store_following(following);
	return PointerGetDatum(NULL);
}

void
fl_refuse_voucher_change(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_VOUCHER_IMMUTABLE),
			 errmsg("a posted voucher cannot be changed or deleted"),
			 errdetail("Vouchers are only ever added (会计基础工作规范: 红字更正)."),
			 errhint("Cancel it with fund.reverse() and post the right one.")));
}

PG_FUNCTION_INFO_V1(fl_voucher_is_immutable);
Datum
fl_voucher_is_immutable(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_voucher_is_immutable", .tables = {"voucher"},
		.before_statement = TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE) | TRIGGER_ON(TRUNCATE)
	};

	(void) fl_trigger_check(fcinfo, &use);
	fl_refuse_voucher_change();
}

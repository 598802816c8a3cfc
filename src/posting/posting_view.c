/*
 * posting_view.c
 *		ledger.posting: vouchers to INSERT for clients that know tables only.
 *
 * An ORM gives every column or DEFAULT, and wants all of them back.  The view
 * has a voucher's columns in plain types; its INSTEAD OF trigger posts the row
 * as fund.post() does, and returns it as it is stored: with its id, its time
 * and its names.  Its twin has the same columns under Chinese names, and shows
 * Chinese words.  posting_view.sql declares them.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/string.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "ledger/book.h"
#include "ledger/trigger.h"
#include "posting/check_vouchers.h"
#include "posting/posting.h"
#include "server/errors.h"

/* The view's columns, from 0. */
enum
{
	VIEW_VOUCHER_ID,
	VIEW_BOOK,
	VIEW_DATE,
	VIEW_SUMMARY,
	VIEW_JOURNAL,
	VIEW_KIND,
	VIEW_BASIS,
	VIEW_SOURCE_KEY,
	VIEW_REVERSES,
	VIEW_ATTACHMENTS,
	VIEW_PREPARED_BY,
	VIEW_REVIEWED_BY,
	VIEW_DONE_THROUGH,
	VIEW_POSTED_AT,
	VIEW_COLUMNS
};

static const struct
{
	const char *name;
	Oid			type;
}			view_columns[VIEW_COLUMNS] = {
	[VIEW_VOUCHER_ID] = {"voucher_id", INT8OID},
	[VIEW_BOOK] = {"book", TEXTOID},
	[VIEW_DATE] = {"voucher_date", DATEOID},
	[VIEW_SUMMARY] = {"summary", TEXTOID},
	[VIEW_JOURNAL] = {"journal", TEXTOID},
	[VIEW_KIND] = {"kind", TEXTOID},
	[VIEW_BASIS] = {"basis", TEXTOID},
	[VIEW_SOURCE_KEY] = {"source_key", TEXTOID},
	[VIEW_REVERSES] = {"reverses", INT8OID},
	[VIEW_ATTACHMENTS] = {"attachments", INT4OID},
	[VIEW_PREPARED_BY] = {"prepared_by", TEXTOID},
	[VIEW_REVIEWED_BY] = {"reviewed_by", TEXTOID},
	[VIEW_DONE_THROUGH] = {"done_through", TEXTOID},
	[VIEW_POSTED_AT] = {"posted_at", TIMESTAMPTZOID},
};

/* A row of it; a view that somebody has widened has more columns. */
typedef struct ViewRow
{
	TriggerData *trigger;
	Datum	   *values;
	bool	   *nulls;
} ViewRow;

/* ---------- the row that is sent ---------- */

static void
check_columns(Relation view)
{
	TupleDesc	columns = RelationGetDescr(view);

	for (int i = 0; i < VIEW_COLUMNS; i++)
	{
		if (i >= columns->natts || TupleDescAttr(columns, i)->atttypid != view_columns[i].type)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("column \"%s\" of ledger.posting is not as fund.create_ledger() made it",
							view_columns[i].name),
					 errhint("Columns of your own go after those of the view.")));
	}
}

/* A copy: what the values point to stays the slot's. */
static ViewRow
read_row(TriggerData *trigger)
{
	TupleTableSlot *slot = trigger->tg_trigslot;
	int			count = RelationGetDescr(trigger->tg_relation)->natts;
	ViewRow		row = {
		.trigger = trigger,
		.values = palloc(count * sizeof(Datum)),
		.nulls = palloc(count * sizeof(bool))
	};

	check_columns(trigger->tg_relation);
	slot_getallattrs(slot);
	memcpy(row.values, slot->tts_values, count * sizeof(Datum));
	memcpy(row.nulls, slot->tts_isnull, count * sizeof(bool));
	return row;
}

static Datum
required(const ViewRow *row, int column)
{
	if (row->nulls[column])
		ereport(ERROR,
				(errcode(ERRCODE_NOT_NULL_VIOLATION),
				 errmsg("null value in column \"%s\" of ledger.posting", view_columns[column].name),
				 errdetail("A voucher has a book, a date, a summary and a journal."),
				 errtablecol(row->trigger->tg_relation, column + 1)));
	return row->values[column];
}

static text *
optional_text(const ViewRow *row, int column)
{
	return row->nulls[column] ? NULL : DatumGetTextPP(row->values[column]);
}

/* As PostgreSQL says of an identity column, for clients that know that. */
static void
refuse_given(const ViewRow *row, int column)
{
	if (!row->nulls[column])
		ereport(ERROR,
				(errcode(ERRCODE_GENERATED_ALWAYS),
				 errmsg("cannot insert a non-DEFAULT value into column \"%s\" of ledger.posting",
						view_columns[column].name),
				 errdetail("It is given when the voucher is stored."),
				 errhint("Leave it out, or send DEFAULT or NULL."),
				 errtablecol(row->trigger->tg_relation, column + 1)));
}

static void
set_date(const ViewRow *row, Voucher *voucher)
{
	voucher->date = DatumGetDateADT(required(row, VIEW_DATE));
	voucher->period = fl_period_of_date(voucher->date);
}

/* A null where there is a default is the default. */
static void
voucher_from_row(const ViewRow *row, Voucher *voucher)
{
	refuse_given(row, VIEW_VOUCHER_ID);
	refuse_given(row, VIEW_DONE_THROUGH);
	refuse_given(row, VIEW_POSTED_AT);
	memset(voucher, 0, sizeof(*voucher));
	set_date(row, voucher);
	voucher->summary = DatumGetTextPP(required(row, VIEW_SUMMARY));
	voucher->journal = fl_journal_from_cstring(TextDatumGetCString(required(row, VIEW_JOURNAL)));
	voucher->kind = row->nulls[VIEW_KIND] ? KIND_NORMAL : fl_kind_to_post(optional_text(row, VIEW_KIND));
	voucher->basis = row->nulls[VIEW_BASIS] ? BASIS_CASH : fl_basis_to_post(optional_text(row, VIEW_BASIS));
	voucher->source_key = optional_text(row, VIEW_SOURCE_KEY);
	voucher->is_reversal = !row->nulls[VIEW_REVERSES];
	voucher->reverses = voucher->is_reversal ? DatumGetInt64(row->values[VIEW_REVERSES]) : 0;
	voucher->has_attachments = !row->nulls[VIEW_ATTACHMENTS];
	voucher->attachments = voucher->has_attachments ? DatumGetInt32(row->values[VIEW_ATTACHMENTS]) : 0;
	voucher->prepared_by = optional_text(row, VIEW_PREPARED_BY);
	voucher->reviewed_by = optional_text(row, VIEW_REVIEWED_BY);
}

/* ---------- the row that is returned ---------- */

static void
set_value(ViewRow *row, int column, Datum value, bool is_null)
{
	row->values[column] = value;
	row->nulls[column] = is_null;
}

static void
set_text(ViewRow *row, int column, text *value)
{
	set_value(row, column, PointerGetDatum(value), value == NULL);
}

static void
set_cstring(ViewRow *row, int column, const char *name)
{
	set_value(row, column, CStringGetTextDatum(name), false);
}

/* In the language of the view. */
static void
set_words(ViewRow *row, const Voucher *voucher)
{
	bool		chinese = !pg_is_ascii(RelationGetRelationName(row->trigger->tg_relation));

	set_cstring(row, VIEW_JOURNAL, chinese ? fl_journal_to_chinese(voucher->journal) :
				fl_journal_to_cstring(voucher->journal));
	set_cstring(row, VIEW_KIND, chinese ? fl_voucher_kind_chinese[voucher->kind] :
				fl_voucher_kind_name[voucher->kind]);
	set_cstring(row, VIEW_BASIS, chinese ? fl_voucher_basis_chinese[voucher->basis] :
				fl_voucher_basis_name[voucher->basis]);
}

static HeapTuple
row_of_voucher(ViewRow *row, const Voucher *voucher)
{
	set_value(row, VIEW_VOUCHER_ID, Int64GetDatum(voucher->voucher_id), false);
	/* A trigger of somebody's may have moved it. */
	set_cstring(row, VIEW_BOOK, fl_book_by_id(voucher->book_id)->code);
	set_value(row, VIEW_DATE, DateADTGetDatum(voucher->date), false);
	set_text(row, VIEW_SUMMARY, voucher->summary);
	/* As it is read back, which need not be as it was sent. */
	set_words(row, voucher);
	set_text(row, VIEW_SOURCE_KEY, voucher->source_key);
	set_value(row, VIEW_REVERSES, Int64GetDatum(voucher->reverses), !voucher->is_reversal);
	set_value(row, VIEW_ATTACHMENTS, Int32GetDatum(voucher->attachments), !voucher->has_attachments);
	set_text(row, VIEW_PREPARED_BY, voucher->prepared_by);
	set_text(row, VIEW_REVIEWED_BY, voucher->reviewed_by);
	set_text(row, VIEW_DONE_THROUGH, voucher->done_through);
	set_value(row, VIEW_POSTED_AT, TimestampTzGetDatum(voucher->posted_at), false);
	return heap_form_tuple(RelationGetDescr(row->trigger->tg_relation), row->values, row->nulls);
}

/* ---------- posting it ---------- */

/* Row by row, so that the statement has to be followed from one to the next. */
static int64 *
row_of_statement(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(int64));
	return fcinfo->flinfo->fn_extra;
}

static void
row_context(void *arg)
{
	errcontext("row " INT64_FORMAT " of the statement", *(int64 *) arg);
}

PG_FUNCTION_INFO_V1(fl_post_row);
Datum
fl_post_row(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_post_row", .tables = {"posting", "凭证录入"}, .instead_of_row = TRIGGER_ON(INSERT)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);
	ViewRow		row = read_row(trigger);
	int64	   *number = row_of_statement(fcinfo);
	ErrorContextCallback context = {error_context_stack, row_context, number};
	Voucher		voucher;

	++*number;
	error_context_stack = &context;
	voucher_from_row(&row, &voucher);
	fl_post_voucher(required(&row, VIEW_BOOK), &voucher);
	error_context_stack = context.previous;
	return PointerGetDatum(row_of_voucher(&row, &voucher));
}

PG_FUNCTION_INFO_V1(fl_posting_is_immutable);
Datum
fl_posting_is_immutable(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_posting_is_immutable", .tables = {"posting", "凭证录入"},
		.before_statement = TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE),
		.instead_of_row = TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};

	(void) fl_trigger_check(fcinfo, &use);
	fl_refuse_voucher_change();
}

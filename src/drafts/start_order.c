/*
 * start_order.c
 *		A draft of how a book begins: the arguments of a call.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "drafts/prepare.h"
#include "drafts/start_order.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "server/attempt.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/stored.h"
#include "starting/bring_forward.h"

/* ---------- an order as jsonb ---------- */

/* In the order of the arguments of fund.bring_forward(), from its second. */
enum
{
	ORDER_ROWS,
	ORDER_THROUGH,
	ORDER_ITEMS,
	ORDER_FIGURES,
	ORDER_SOURCE,
	ORDER_REASON,				/* of a withdrawal, which has nothing else */
	ORDER_KEYS
};

static const char *const order_keys[ORDER_KEYS] = {
	"rows", "through", "open_items", "last_year", "source", "reason"
};

static bool
is_table(int key)
{
	return key == ORDER_ROWS || key == ORDER_ITEMS || key == ORDER_FIGURES;
}

/* A text or a table; a null is left out. */
static void
push_value(JsonbBuilder *builder, int key, Datum value)
{
	JsonbValue	name = {.type = jbvString};
	JsonbValue	pushed = {.type = jbvString};

	name.val.string.val = unconstify(char *, order_keys[key]);
	name.val.string.len = strlen(order_keys[key]);
	jsonb_builder_push(builder, WJB_KEY, &name);
	if (is_table(key))
	{
		Jsonb	   *table = DatumGetJsonbP(value);

		pushed.type = jbvBinary;
		pushed.val.binary.data = &table->root;
		pushed.val.binary.len = VARSIZE(table) - VARHDRSZ;
	}
	else
	{
		pushed.val.string.val = TextDatumGetCString(value);
		pushed.val.string.len = strlen(pushed.val.string.val);
	}
	jsonb_builder_push(builder, WJB_VALUE, &pushed);
}

static char *
order_text(const NullableDatum *values)
{
	JsonbBuilder builder = {0};
	Jsonb	   *order;

	jsonb_builder_push(&builder, WJB_BEGIN_OBJECT, NULL);
	for (int key = 0; key < ORDER_KEYS; key++)
	{
		if (!values[key].isnull)
			push_value(&builder, key, values[key].value);
	}
	jsonb_builder_push(&builder, WJB_END_OBJECT, NULL);
	order = JsonbValueToJsonb(builder.result);
	return JsonbToCString(NULL, &order->root, VARSIZE(order));
}

static NullableDatum
value_of(const Jsonb *order, int key)
{
	JsonbValue	buffer;
	JsonbValue *found = getKeyJsonValueFromContainer(unconstify(JsonbContainer *, &order->root), order_keys[key],
													 strlen(order_keys[key]), &buffer);

	if (found == NULL)
		return (NullableDatum) {(Datum) 0, true};
	if (is_table(key))
		return (NullableDatum) {JsonbPGetDatum(JsonbValueToJsonb(found)), false};
	if (found->type != jbvString)
		fl_stored_refuse("draft", "start_order", order_keys[key], "no text");
	return (NullableDatum) {
		PointerGetDatum(cstring_to_text_with_len(found->val.string.val, found->val.string.len)), false
	};
}

static StartOrder
order_of(const char *written)
{
	Jsonb	   *json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(written)));
	NullableDatum reason = value_of(json, ORDER_REASON);
	NullableDatum rows = value_of(json, ORDER_ROWS);

	if (!reason.isnull)
		return (StartOrder) {.is_withdrawal = true,.reason = DatumGetTextPP(reason.value)};
	if (rows.isnull)
		fl_stored_refuse("draft", "start_order", "rows", NULL);
	return (StartOrder) {
		.rows = rows.value,
		.through = value_of(json, ORDER_THROUGH),
		.items = value_of(json, ORDER_ITEMS),
		.figures = value_of(json, ORDER_FIGURES),
		.source = value_of(json, ORDER_SOURCE)
	};
}

/* ---------- carrying it out ---------- */

List *
fl_start_order_carry_out(FunctionCallInfo fcinfo, const Book *book, const char *order, const char *prepared_by)
{
	StartOrder	start = order_of(order);

	start.fcinfo = fcinfo;
	start.prepared_by = prepared_by;
	return fl_start_book(book, &start);
}

typedef struct Trial
{
	const Book *book;
	StartOrder	order;
} Trial;

static void
carry_out(void *argument)
{
	const Trial *trial = argument;

	(void) fl_start_book(trial->book, &trial->order);
}

void
fl_start_order_try(FunctionCallInfo fcinfo, const Book *book, const char *order)
{
	Trial		trial = {book, order_of(order)};
	ErrorData  *error;

	trial.order.fcinfo = fcinfo;
	error = fl_attempt_in_vain(carry_out, &trial);
	if (error != NULL)
		ReThrowError(error);
}

/* ---------- fund.prepare_bring_forward, fund.prepare_withdrawal ---------- */

static const Book *
starting_book(Datum code)
{
	const Book *book = fl_book_argument(code, DUTY_SUPERVISE);

	return fl_preparing_book(CStringGetTextDatum(book->code));
}

static int64
submit_order(FunctionCallInfo fcinfo, const Book *book, const NullableDatum *values, const char *summary)
{
	DraftContent content = {
		.book_id = book->book_id,
		.has_date = true,
		.date = fl_period_first_day(book->first_period),
		.kind = KIND_OPENING,
		.basis = BASIS_CASH,
		.summary = pstrdup(summary),
		.order = order_text(values)
	};

	fl_start_order_try(fcinfo, book, content.order);
	return fl_draft_write(&content, DRAFT_SUBMITTED);
}

PG_FUNCTION_INFO_V1(fl_prepare_bring_forward);
Datum
fl_prepare_bring_forward(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "rows", NULL, NULL, NULL, NULL};
	NullableDatum values[ORDER_KEYS];
	const Book *book;

	fl_require_arguments(fcinfo, names);
	book = starting_book(PG_GETARG_DATUM(0));
	for (int key = ORDER_ROWS; key <= ORDER_SOURCE; key++)
		values[key] = fcinfo->args[1 + key];
	values[ORDER_REASON].isnull = true;
	PG_RETURN_INT64(submit_order(fcinfo, book, values, "期初建账"));
}

PG_FUNCTION_INFO_V1(fl_prepare_withdrawal);
Datum
fl_prepare_withdrawal(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "reason"};
	NullableDatum values[ORDER_KEYS];
	const Book *book;

	fl_require_arguments(fcinfo, names);
	book = starting_book(PG_GETARG_DATUM(0));
	(void) fl_withdrawal_reason(PG_GETARG_DATUM(1));
	for (int key = 0; key < ORDER_KEYS; key++)
		values[key].isnull = true;
	values[ORDER_REASON] = fcinfo->args[1];
	PG_RETURN_INT64(submit_order(fcinfo, book, values, "撤销期初"));
}

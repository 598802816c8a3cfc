/*
 * bring_forward.c
 *		期初建账: a book goes on from another system's 科目余额表.
 *
 * What is stored are vouchers like any others: an opening, and a voucher of
 * sums for each kind in the last month brought forward.  They are no
 * transactions, so no pair of their accounts is judged; that is so of the
 * vouchers stored here alone, by the way that they come (DOOR_BRING_FORWARD),
 * and of nothing that could be written on a voucher (doc/adr/0013).  A book has
 * one beginning: while one stands, or anything else has been posted, another is
 * refused, and what is wrong with it is reversed as a whole.
 *
 * bring_forward.sql declares the functions, ledger/brought_forward.sql the
 * tables.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "ledger/brought_forward.h"
#include "ledger/duty.h"
#include "ledger/fence.h"
#include "ledger/find_voucher.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/restore.h"
#include "ledger/words.h"
#include "posting/signing.h"
#include "posting/store.h"
#include "server/blank.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"
#include "starting/bring_forward.h"
#include "starting/brought_items.h"
#include "types/journal.h"

/* What both functions work with. */
typedef struct StartCall
{
	const Book *book;
	const StartOrder *order;
	int			call_no;
	List	   *vouchers;		/* that have been stored */
	MemoryContext caller;
	LedgerCall	ledger;
} StartCall;

/* ---------- beginning ---------- */

/* Nobody posts meanwhile, in whatever month, and no standard changes. */
static void
begin_call(StartCall *call)
{
	call->caller = CurrentMemoryContext;
	fl_ledger_enter_to_act(call->order->fcinfo, &call->ledger);
	fl_fence_all();
	/* The duty that the call itself has asked for, which may have been revoked meanwhile. */
	if (call->order->prepared_by == NULL)
		fl_require_duty_of(call->ledger.caller, call->book->book_id, call->book->code, DUTY_SUPERVISE);
	else
		fl_signing_require_review(call->ledger.caller, call->book);
}

static void
check_months_open(const Book *book)
{
	Period		closed_through = fl_book_closed_through(book);

	if (closed_through < book->first_period)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PERIOD_CLOSED),
			 errmsg("first period of book \"%s\" is closed", book->code),
			 errdetail("The book begins with \"%s\" and is closed through \"%s\".",
					   fl_period_text(book->first_period), fl_period_text(closed_through)),
			 errhint("fund.reopen_period() reopens the last closed period, one after the other.")));
}

/* The newest call of the book, 0 for none, and whether it stands. */
static int
newest_call(const Book *book, bool *stands)
{
	static SpiPlan plan = {
		"SELECT call_no, withdrawn_at IS NULL FROM ledger.brought_forward"
		" WHERE book_id = $1 ORDER BY call_no DESC LIMIT 1", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);

	*stands = false;
	if (fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST) == 0)
		return 0;
	*stands = DatumGetBool(fl_spi_required(0, 2));
	return DatumGetInt32(fl_spi_required(0, 1));
}

/* ---------- storing ---------- */

/* As a poster would sign; who carries out what another has prepared has reviewed it. */
static void
sign(const StartCall *call, Voucher *voucher)
{
	const char *prepared_by = call->order->prepared_by;
	char	   *outer_user = fl_outer_user();
	char	   *done_through = fl_done_through();

	voucher->prepared_by = cstring_to_text(prepared_by == NULL ? outer_user : prepared_by);
	voucher->done_through = done_through == NULL ? NULL : cstring_to_text(done_through);
	voucher->reviewed_by = prepared_by == NULL ? NULL : cstring_to_text(outer_user);
}

static void
note_voucher(const StartCall *call, const Voucher *voucher)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.brought_voucher (book_id, voucher_id, call_no) VALUES ($1, $2, $3)",
		"integer, bigint, integer"
	};
	Datum		values[] = {
		Int32GetDatum(call->book->book_id), Int64GetDatum(voucher->voucher_id), Int32GetDatum(call->call_no)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static Datum
debits_of(struct varlena *journal)
{
	JournalReader reader;
	JournalLine line;
	int128		total = 0;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		total += line.credit ? 0 : line.amount;
	return fl_numeric_from_total(total);
}

static void
report_voucher(Report *report, const Voucher *voucher)
{
	fl_report_begin_row(report);
	report_add_int64(report, voucher->voucher_id);
	report_add_date(report, voucher->date);
	report_add_text(report, fl_report_kind_names(report)[voucher->kind]);
	report_add_text(report, fl_report_basis_names(report)[voucher->basis]);
	report_add(report, PointerGetDatum(voucher->summary));
	report_add(report, debits_of(voucher->journal));
	fl_report_end_row(report);
}

/* Those that it returns live as long as the caller's context. */
static void
keep_voucher(StartCall *call, const Voucher *voucher)
{
	MemoryContext context = MemoryContextSwitchTo(call->caller);
	Voucher    *kept = palloc(sizeof(Voucher));

	fl_voucher_copy(voucher, kept);
	call->vouchers = lappend(call->vouchers, kept);
	MemoryContextSwitchTo(context);
}

/* As the caller: what others have put on the table is none of the owner's acts. */
static void
store(StartCall *call, Voucher *voucher)
{
	sign(call, voucher);
	fl_ledger_step_out(&call->ledger);
	(void) fl_store_voucher(voucher, DOOR_BRING_FORWARD);
	fl_ledger_step_in(&call->ledger);
	note_voucher(call, voucher);
	keep_voucher(call, voucher);
}

/* ---------- fund.bring_forward: what it needs ---------- */

static void
refuse_through(const Book *book, Period through, int sqlerrcode, const char *detail)
{
	ereport(ERROR,
			(errcode(sqlerrcode),
			 errmsg("cannot bring book \"%s\" forward through period \"%s\"", book->code, fl_period_text(through)),
			 errdetail_internal("%s", detail),
			 errhint("What has moved is brought forward of the year in which the book begins, from its January on; a book that begins with balances alone names no last month.")));
}

static Period
through_argument(const Book *book, Datum value)
{
	char	   *month = TextDatumGetCString(value);
	Period		through;

	if (!fl_period_scan(month, &through))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "period", month),
				 errhint("A period is a year and a month, as 2026-05.")));
	if (through < book->first_period)
		refuse_through(book, through, ERRCODE_BEFORE_FIRST_PERIOD,
					   psprintf("The book begins with \"%s\".", fl_period_text(book->first_period)));
	if (period_month(book->first_period) != 1)
		refuse_through(book, through, ERRCODE_INVALID_PARAMETER_VALUE,
					   psprintf("The book begins with \"%s\", and 累计发生额 is counted from January.",
								fl_period_text(book->first_period)));
	if (period_year(through) != period_year(book->first_period))
		refuse_through(book, through, ERRCODE_INVALID_PARAMETER_VALUE,
					   psprintf("The book begins with \"%s\".", fl_period_text(book->first_period)));
	return through;
}

static void
refuse_standing(const Book *book)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("book \"%s\" has been brought forward", book->code),
			 errdetail("The view ledger.book_beginning says when and by whom."),
			 errhint("fund.withdraw_brought_forward(%s, '…') reverses all that it stored; then call again.",
					 quote_literal_cstr(book->code))));
}

/* Columns of the query, from 1. */
enum
{
	IN_THE_WAY_VOUCHER = 1,
	IN_THE_WAY_DATE,
	IN_THE_WAY_COUNT,
};

/* Of row 0. */
static void
refuse_vouchers(const Book *book)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("book \"%s\" has vouchers of what is brought forward", book->code),
			 errdetail("Voucher " INT64_FORMAT " of %s stands, the first of " INT64_FORMAT ".",
					   DatumGetInt64(fl_spi_required(0, IN_THE_WAY_VOUCHER)),
					   fl_spi_required_text(0, IN_THE_WAY_DATE),
					   DatumGetInt64(fl_spi_required(0, IN_THE_WAY_COUNT))),
			 errhint("It would be counted twice: reverse what was posted with fund.reverse(), or bring fewer months forward.")));
}

/*
 * What stands of others' would be counted twice, or be a transaction of months
 * that are sums.  What was posted of later months goes on.
 */
static void
check_nothing_in_the_way(const BroughtForward *brought)
{
	static SpiPlan plan = {
		"SELECT * FROM fund._vouchers_in_the_way($1, $2)", "integer, fund.period"
	};
	Datum		values[] = {
		Int32GetDatum(brought->book->book_id), PeriodGetDatum(brought->through)
	};

	if (fl_spi_run(&plan, values, brought->through == 0 ? " n" : NULL, SPI_READ_NEWEST) > 0)
		refuse_vouchers(brought->book);
}

static void
refuse_faults(const BroughtForward *brought)
{
	const Faults *faults = &brought->faults;

	if (faults->count == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_BROUGHT_FORWARD),
			 errmsg_plural("book \"%s\" cannot begin with this: %d fault",
						   "book \"%s\" cannot begin with this: %d faults",
						   faults->count, brought->book->code, faults->count),
			 errdetail_internal("%s", faults->text.data),
			 errhint("Nothing has been stored: correct the rows and call again.")));
}

/* ---------- fund.bring_forward ---------- */

enum
{
	BRING_BOOK,
	BRING_ROWS,
	BRING_THROUGH,
	BRING_ITEMS,
	BRING_FIGURES,
	BRING_SOURCE,
	BRING_PREPARED_BY
};

static void
write_call(const StartCall *call, Period through, NullableDatum source)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.brought_forward (book_id, call_no, through, source) VALUES ($1, $2, $3, $4)",
		"integer, integer, fund.period, text"
	};
	Datum		values[] = {
		Int32GetDatum(call->book->book_id), Int32GetDatum(call->call_no),
		PeriodGetDatum(through), source.value
	};
	const char	nulls[] = {' ', ' ', through == 0 ? 'n' : ' ', source.isnull ? 'n' : ' ', '\0'};

	fl_spi_run(&plan, values, nulls, SPI_WRITE);
}

/* Whose claim moved to whom is not in the sums, so what the close will find is partly supposed. */
static void
warn_of_untold_settlements(const StartCall *call)
{
	static SpiPlan plan = {
		"SELECT credited::text, debited::text FROM fund._untold_settlements($1, $2)", "integer, integer"
	};
	Datum		values[] = {Int32GetDatum(call->book->book_id), Int32GetDatum(call->call_no)};

	if (fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) == 0)
		return;
	ereport(WARNING,
			(errcode(ERRCODE_WARNED_BEGINNING),
			 errmsg("what was brought forward into book \"%s\" does not say which payers settled what was due",
					call->book->code),
			 errdetail("Claims are credited %s in the overlay, and income is debited %s: the rest moved from payer to payer, or between their accounts. Who has paid is taken to have settled first.",
					   fl_spi_required_text(0, 1), fl_spi_required_text(0, 2)),
			 errhint("fund.settlements() shows what is supposed. Where it is wrong, leave these entries out of the rows and post them as vouchers in the last month brought forward.")));
}

static void
bring_forward(StartCall *call)
{
	const StartOrder *order = call->order;
	BroughtForward brought = {.book = call->book};
	List	   *items = NIL;
	List	   *figures = NIL;
	List	   *vouchers;
	ListCell   *lc;
	bool		stands;

	if (!order->through.isnull)
		brought.through = through_argument(call->book, order->through.value);
	call->call_no = newest_call(call->book, &stands) + 1;
	if (stands)
		refuse_standing(call->book);
	check_months_open(call->book);
	check_nothing_in_the_way(&brought);

	fl_faults_init(&brought.faults);
	fl_brought_rows_read(&brought, order->rows);
	if (!order->items.isnull)
		items = fl_brought_items_read(&brought, order->items.value);
	if (!order->figures.isnull)
		figures = fl_brought_figures_read(&brought, order->figures.value);
	if (brought.rows == NIL && figures == NIL)
		fl_fault_add(&brought.faults, "rows", "there are none, and no figures of last year");
	vouchers = fl_brought_vouchers(&brought);
	refuse_faults(&brought);

	write_call(call, brought.through, order->source);
	fl_brought_items_write(call->book, call->call_no, items);
	fl_brought_figures_write(call->book, call->call_no, figures);
	foreach(lc, vouchers)
		store(call, lfirst(lc));
	fl_brought_figures_check(&brought, figures);
	refuse_faults(&brought);
	warn_of_untold_settlements(call);
}

/* ---------- fund.withdraw_brought_forward ---------- */

enum
{
	WITHDRAW_BOOK,
	WITHDRAW_REASON,
	WITHDRAW_PREPARED_BY
};

text *
fl_withdrawal_reason(Datum value)
{
	text	   *reason = DatumGetTextPP(value);

	if (fl_is_blank(VARDATA_ANY(reason), VARSIZE_ANY_EXHDR(reason)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("reason to withdraw what was brought forward is empty"),
				 errhint("Say why, for whoever reads ledger.book_beginning.")));
	return reason;
}

static void
check_stands(const Book *book, bool stands)
{
	if (stands)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("nothing that was brought forward stands in book \"%s\"", book->code),
			 errhint("fund.bring_forward() brings figures of another system forward.")));
}

static void
write_withdrawal(const StartCall *call, text *reason)
{
	static SpiPlan plan = {
		"UPDATE ledger.brought_forward SET withdrawn_by = $3, withdrawn_at = now(), withdrawn_why = $4"
		" WHERE book_id = $1 AND call_no = $2", "integer, integer, text, text"
	};
	Datum		values[] = {
		Int32GetDatum(call->book->book_id), Int32GetDatum(call->call_no),
		CStringGetTextDatum(fl_outer_user()), PointerGetDatum(reason)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static List *
read_vouchers(const StartCall *call)
{
	static SpiPlan plan = {
		"SELECT voucher_id FROM ledger.brought_voucher WHERE book_id = $1 AND call_no = $2 ORDER BY voucher_id",
		"integer, integer"
	};
	Datum		values[] = {Int32GetDatum(call->book->book_id), Int32GetDatum(call->call_no)};
	uint64		count = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	int64	   *ids = palloc(Max(count, 1) * sizeof(int64));
	List	   *vouchers = NIL;

	for (uint64 row = 0; row < count; row++)
		ids[row] = DatumGetInt64(fl_spi_required(row, 1));
	for (uint64 row = 0; row < count; row++)
	{
		Voucher    *voucher = palloc0(sizeof(Voucher));

		if (!fl_find_voucher_newest(call->book, DATEVAL_NOEND, ids[row], voucher))
			ereport(ERROR,
					(errcode(ERRCODE_DATA_CORRUPTED),
					 errmsg("voucher " INT64_FORMAT ", which was brought forward, is not in book \"%s\"",
							ids[row], call->book->code),
					 errhint("fund.verify(%s) lists what does not agree; restore it from a backup.",
							 quote_literal_cstr(call->book->code))));
		vouchers = lappend(vouchers, voucher);
	}
	return vouchers;
}

/* On its own day, so that its month is as it was. */
static Voucher
reversal_of(const Voucher *original)
{
	return (Voucher) {
		.book_id = original->book_id,
		.date = original->date,
		.period = original->period,
		.kind = original->kind,
		.basis = original->basis,
		.journal = fl_journal_negate(original->journal),
		.is_reversal = true,
		.reverses = original->voucher_id,
		.summary = cstring_to_text(psprintf("注销凭证(" INT64_FORMAT "):%s", original->voucher_id,
											text_to_cstring(original->summary)))
	};
}

static void
withdraw(StartCall *call)
{
	bool		stands;
	ListCell   *lc;

	call->call_no = newest_call(call->book, &stands);
	check_stands(call->book, stands);
	check_months_open(call->book);
	foreach(lc, read_vouchers(call))
	{
		Voucher		reversal = reversal_of(lfirst(lc));

		store(call, &reversal);
	}
	write_withdrawal(call, call->order->reason);
}

/* ---------- the two together ---------- */

List *
fl_start_book(const Book *book, const StartOrder *order)
{
	StartCall	call = {.book = book,.order = order};

	begin_call(&call);
	if (order->is_withdrawal)
		withdraw(&call);
	else
		bring_forward(&call);
	fl_ledger_leave(&call.ledger);
	return call.vouchers;
}

/* 会计主管, who signs the vouchers as a poster does. */
static const Book *
starting_book(Datum code, const char *prepare)
{
	const Book *book = fl_book_argument(code, DUTY_SUPERVISE);

	fl_signing_require_duty(GetUserId(), book);
	fl_signing_check_door(book, DOOR_POST, prepare);
	fl_restore_check();
	return book;
}

static void
check_preparer(FunctionCallInfo fcinfo, int n)
{
	if (PG_ARGISNULL(n) || strcmp(text_to_cstring(PG_GETARG_TEXT_PP(n)), fl_outer_user()) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_VOUCHER),
			 errmsg("vouchers are prepared by \"%s\", but stored by \"%s\"",
					text_to_cstring(PG_GETARG_TEXT_PP(n)), fl_outer_user()),
			 errhint("Leave prepared_by out: it is the role that calls.")));
}

static void
report_vouchers(Report *report, const List *vouchers)
{
	ListCell   *lc;

	foreach(lc, vouchers)
		report_voucher(report, lfirst(lc));
}

PG_FUNCTION_INFO_V1(fl_bring_forward);
Datum
fl_bring_forward(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "rows", NULL, NULL, NULL, NULL, NULL};
	StartOrder	order = {
		.fcinfo = fcinfo,
		.rows = fcinfo->args[BRING_ROWS].value,
		.through = fcinfo->args[BRING_THROUGH],
		.items = fcinfo->args[BRING_ITEMS],
		.figures = fcinfo->args[BRING_FIGURES],
		.source = fcinfo->args[BRING_SOURCE]
	};
	const Book *book;
	Report		report;

	fl_report_begin(&report, fcinfo, names);
	book = starting_book(PG_GETARG_DATUM(BRING_BOOK), "fund.prepare_bring_forward()");
	check_preparer(fcinfo, BRING_PREPARED_BY);
	report_vouchers(&report, fl_start_book(book, &order));
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(fl_withdraw_brought_forward);
Datum
fl_withdraw_brought_forward(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "reason", NULL};
	StartOrder	order = {.fcinfo = fcinfo,.is_withdrawal = true};
	const Book *book;
	Report		report;

	fl_report_begin(&report, fcinfo, names);
	book = starting_book(PG_GETARG_DATUM(WITHDRAW_BOOK), "fund.prepare_withdrawal()");
	order.reason = fl_withdrawal_reason(PG_GETARG_DATUM(WITHDRAW_REASON));
	check_preparer(fcinfo, WITHDRAW_PREPARED_BY);
	report_vouchers(&report, fl_start_book(book, &order));
	return (Datum) 0;
}

/* ---------- fund.succession_rows ---------- */

#define BASIS_COLUMN		3
#define SUCCESSION_COLUMNS	5

PG_FUNCTION_INFO_V1(fl_succession_rows);
Datum
fl_succession_rows(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book"};
	static SpiPlan plan = {"SELECT * FROM fund._succession_rows($1)", "integer"};
	const Book *book;
	Datum		book_id;
	Report		report;
	LedgerCall	call;
	uint64		rows;

	fl_report_begin(&report, fcinfo, names);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_SUPERVISE);
	book_id = Int32GetDatum(book->book_id);
	fl_ledger_enter(&call);
	rows = fl_spi_run(&plan, &book_id, NULL, SPI_READ);
	for (uint64 row = 0; row < rows; row++)
	{
		CHECK_FOR_INTERRUPTS();
		fl_report_begin_row(&report);
		for (int column = 1; column <= SUCCESSION_COLUMNS; column++)
		{
			bool		is_null;
			Datum		value = fl_spi_value(row, column, &is_null);

			if (column == BASIS_COLUMN && !is_null)
				fl_report_add_word(&report, "basis", TextDatumGetCString(value));
			else
				report_add_nullable(&report, value, is_null);
		}
		fl_report_end_row(&report);
	}
	fl_ledger_leave(&call);
	return (Datum) 0;
}

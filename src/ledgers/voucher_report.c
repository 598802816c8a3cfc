/*
 * voucher_report.c
 *		凭证: one voucher by its id, and its lines.
 *
 * voucher_report.sql declares the functions.
 */
#include "postgres.h"

#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "ledger/duty.h"
#include "ledger/find_voucher.h"
#include "ledger/ledger.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"

/* journal_io.c */
extern Datum fl_journal_text(PG_FUNCTION_ARGS);

static const char *const arguments[] = {"book", "id"};

/* By the snapshot of the caller's query. */
static void
read_voucher(const Book *book, int64 voucher_id, Voucher *voucher)
{
	if (!fl_find_voucher(book, DATEVAL_NOEND, voucher_id, GetActiveSnapshot(), voucher))
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_VOUCHER),
				 errmsg("voucher " INT64_FORMAT " does not exist in book \"%s\"", voucher_id, book->code),
				 errdetail("No voucher of the book has that id."),
				 errhint("fund.post() returns the id of what it posts; 凭证号 are other numbers.")));
}

/* ---------- what lies beside it ---------- */

static void
add_number(Report *report, const Voucher *voucher)
{
	static SpiPlan plan = {
		"SELECT first_number + pg_catalog.array_position(vouchers, $4) - 1 FROM ledger.voucher_number"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2 AND kind OPERATOR(fund.=) $3"
		" AND pg_catalog.array_position(vouchers, $4) IS NOT NULL",
		"integer, fund.period, fund.voucher_kind, bigint"
	};
	Datum		values[] = {
		Int32GetDatum(voucher->book_id), PeriodGetDatum(voucher->period),
		fl_voucher_kind_datum(voucher->kind), Int64GetDatum(voucher->voucher_id)
	};
	bool		is_numbered = fl_spi_run(&plan, values, NULL, SPI_READ) > 0;

	report_add_nullable(report, is_numbered ? fl_spi_required(0, 1) : (Datum) 0, !is_numbered);
}

static void
add_reversal(Report *report, const Voucher *voucher)
{
	static SpiPlan plan = {
		"SELECT voucher_id FROM ledger.reversal WHERE book_id = $1 AND reversed = $2", "integer, bigint"
	};
	Datum		values[] = {Int32GetDatum(voucher->book_id), Int64GetDatum(voucher->voucher_id)};
	bool		is_reversed = fl_spi_run(&plan, values, NULL, SPI_READ) > 0;

	report_add_nullable(report, is_reversed ? fl_spi_required(0, 1) : (Datum) 0, !is_reversed);
}

static void
add_party_name(Report *report, const JournalLine *line)
{
	static SpiPlan plan = {"SELECT party, name FROM ledger.party WHERE party = $1", "text"};
	Datum		values[1];

	if (line->party == NULL)
	{
		report_add_nulls(report, 1);
		return;
	}
	values[0] = PointerGetDatum(cstring_to_text_with_len(line->party, line->party_length));
	report_add_text(report, fl_spi_run(&plan, values, NULL, SPI_READ) == 0 ? NULL : fl_spi_text(0, 2));
}

/* ---------- fund.voucher ---------- */

static void
add_optional_text(Report *report, const text *value)
{
	report_add_nullable(report, PointerGetDatum(value), value == NULL);
}

static Datum
journal_text(const Report *report, const Voucher *voucher)
{
	if (fl_report_is_chinese(report))
		return DirectFunctionCall2(fl_journal_text, PointerGetDatum(voucher->journal),
								   CStringGetTextDatum("zh"));
	return CStringGetTextDatum(fl_journal_to_cstring(voucher->journal));
}

static void
write_voucher(Report *report, const Voucher *voucher)
{
	bool		in_chinese = fl_report_is_chinese(report);

	fl_report_begin_row(report);
	report_add_int64(report, voucher->voucher_id);
	report_add_text(report, fl_period_text(voucher->period));
	report_add_date(report, voucher->date);
	report_add_text(report, (in_chinese ? fl_voucher_kind_chinese : fl_voucher_kind_name)[voucher->kind]);
	add_number(report, voucher);
	report_add_text(report, (in_chinese ? fl_voucher_basis_chinese : fl_voucher_basis_name)[voucher->basis]);
	add_optional_text(report, voucher->summary);
	report_add(report, journal_text(report, voucher));
	report_add_nullable(report, Int32GetDatum(voucher->attachments), !voucher->has_attachments);
	add_optional_text(report, voucher->source_key);
	report_add_nullable(report, Int64GetDatum(voucher->reverses), !voucher->is_reversal);
	add_reversal(report, voucher);
	add_optional_text(report, voucher->prepared_by);
	add_optional_text(report, voucher->reviewed_by);
	add_optional_text(report, voucher->done_through);
	report_add(report, TimestampTzGetDatum(voucher->posted_at));
	fl_report_end_row(report);
}

PG_FUNCTION_INFO_V1(fl_voucher_report);
Datum
fl_voucher_report(PG_FUNCTION_ARGS)
{
	Report		report;
	const Book *book;
	Voucher		voucher;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, arguments);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	fl_ledger_enter(&call);
	read_voucher(book, PG_GETARG_INT64(1), &voucher);
	write_voucher(&report, &voucher);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/* ---------- fund.voucher_lines ---------- */

static void
add_line_text(Report *report, const char *bytes, int length)
{
	report_add_nullable(report, bytes == NULL ? (Datum) 0 :
						PointerGetDatum(cstring_to_text_with_len(bytes, length)), bytes == NULL);
}

static void
write_line(Report *report, const Book *book, int line_no, const JournalLine *line)
{
	static const char *const sides[2][2] = {{"debit", "credit"}, {"借", "贷"}};
	Datum		amount = fl_numeric_from_total(line->amount);
	Datum		none = fl_numeric_from_total(0);

	fl_report_begin_row(report);
	report_add_int32(report, line_no);
	report_add_text(report, sides[fl_report_is_chinese(report)][line->credit]);
	report_add_text(report, fl_account_code_text(line->account));
	report_add_text(report, fl_book_account(book, line->account)->name);
	report_add(report, line->credit ? none : amount);
	report_add(report, line->credit ? amount : none);
	add_line_text(report, line->party, line->party_length);
	add_party_name(report, line);
	add_line_text(report, line->memo, line->memo_length);
	fl_report_end_row(report);
}

PG_FUNCTION_INFO_V1(fl_voucher_lines);
Datum
fl_voucher_lines(PG_FUNCTION_ARGS)
{
	Report		report;
	const Book *book;
	Voucher		voucher;
	JournalReader reader;
	JournalLine line;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, arguments);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	fl_ledger_enter(&call);
	read_voucher(book, PG_GETARG_INT64(1), &voucher);
	journal_reader_init(&reader, voucher.journal);
	for (int line_no = 1; journal_reader_next(&reader, &line); line_no++)
		write_line(&report, book, line_no, &line);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

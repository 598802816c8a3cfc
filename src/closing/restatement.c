/*
 * restatement.c
 *		重述: why an opening is not the last closing, as a typed fact.
 *
 * Within a book an opening is the last closing by construction; what restates
 * it is a voucher of kind adjustment.  Its type (会计差错更正, 并表, 口径调整,
 * 制度变更, 账实差额调整), reason and authority are written beside it, once, while
 * its month is open, and a month is not closed before each of its adjustments
 * has them.  restatement.sql declares the table and the functions,
 * restatement_report.c lists what has been restated.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "closing/open_voucher.h"
#include "closing/restatement.h"
#include "closing/restatement_type.h"
#include "closing/succession.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/restore.h"
#include "posting/signing.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* ---------- fund.restate ---------- */

static void
check_kind(const Book *book, const OpenVoucher *voucher)
{
	if (voucher->kind == KIND_ADJUSTMENT ||
		(voucher->kind == KIND_OPENING && fl_succession_is_successor(book)))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NO_RESTATEMENT),
			 errmsg("voucher " INT64_FORMAT " of book \"%s\" restates nothing",
					voucher->voucher_id, book->code),
			 voucher->kind == KIND_OPENING ?
			 errdetail("It is an opening voucher, and the book succeeds no other.") :
			 errdetail("It is a voucher of kind \"%s\".", fl_voucher_kind_name[voucher->kind]),
			 errhint("What restates is a voucher of kind adjustment, or an opening voucher of a book that succeeds others (fund.succeed()).")));
}

static void
report_restated(const Book *book, const OpenVoucher *voucher)
{
	static SpiPlan plan = {
		"SELECT recorded_by, type, reason FROM ledger.restatement"
		" WHERE book_id = $1 AND voucher_id = $2", "integer, bigint"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), Int64GetDatum(voucher->voucher_id)
	};

	if (fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) != 1)
		elog(ERROR, "a restatement conflicts with none");
	ereport(ERROR,
			(errcode(ERRCODE_ALREADY_RESTATED),
			 errmsg("voucher " INT64_FORMAT " of book \"%s\" has a restatement",
					voucher->voucher_id, book->code),
			 errdetail("Role \"%s\" recorded it as %s: %s",
					   fl_spi_text(0, 1), fl_spi_text(0, 2), fl_spi_text(0, 3)),
			 errhint("A wrong one goes with its voucher: reverse that with fund.reverse(), and post it anew.")));
}

static void
write_restatement(const Book *book, const OpenVoucher *voucher, const char *type, const char *reason,
				  NullableDatum authority)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.restatement (book_id, voucher_id, type, reason, authority)"
		" VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
		"integer, bigint, text, text, text"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), Int64GetDatum(voucher->voucher_id),
		CStringGetTextDatum(type), CStringGetTextDatum(reason), authority.value
	};

	if (fl_spi_run(&plan, values, authority.isnull ? "    n" : NULL, SPI_WRITE) == 0)
		report_restated(book, voucher);
}

/* Who posts a voucher of the book may say what it restates. */
static const Book *
restating_book(Datum code)
{
	const Book *book = fl_book_by_code(TextDatumGetCString(code));

	if (book->review_required)
		fl_signing_require_review(GetUserId(), book);
	else
		fl_signing_require_duty(GetUserId(), book);
	fl_restore_check();
	return book;
}

PG_FUNCTION_INFO_V1(fl_restate);
Datum
fl_restate(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "voucher_id", "type", "reason", NULL};
	const Book *book;
	OpenVoucher voucher;
	char	   *type;
	char	   *reason;
	LedgerCall	call;

	fl_require_arguments(fcinfo, arguments);
	type = fl_restatement_type(PG_GETARG_DATUM(2));
	reason = fl_restatement_reason(PG_GETARG_DATUM(3));
	book = restating_book(PG_GETARG_DATUM(0));

	fl_ledger_enter_to_act(fcinfo, &call);
	fl_open_voucher(book, PG_GETARG_INT64(1), call.caller, "restate", &voucher);
	check_kind(book, &voucher);
	write_restatement(book, &voucher, type, reason, fl_restatement_authority(fcinfo->args[4]));
	fl_ledger_leave(&call);
	PG_RETURN_INT64(voucher.voucher_id);
}

/* ---------- at the close ---------- */

/* Columns of the query, from 1. */
enum
{
	UNEXPLAINED_VOUCHER = 1,
	UNEXPLAINED_DATE,
	UNEXPLAINED_MOVED,
	UNEXPLAINED_COUNT,
};

/* Of row 0. */
pg_noreturn static void
refuse_adjustment(const Book *book, Period period)
{
	int64		voucher_id = DatumGetInt64(fl_spi_required(0, UNEXPLAINED_VOUCHER));
	int64		count = DatumGetInt64(fl_spi_required(0, UNEXPLAINED_COUNT));
	const char *date = fl_spi_text(0, UNEXPLAINED_DATE);
	const char *moved = fl_spi_text(0, UNEXPLAINED_MOVED);

	ereport(ERROR,
			(errcode(ERRCODE_ADJUSTMENT_UNEXPLAINED),
			 errmsg("cannot close period \"%s\" of book \"%s\" with an adjustment that nothing explains",
					fl_period_text(period), book->code),
			 count == 1 ?
			 errdetail("Voucher " INT64_FORMAT " of %s moves %s and has no restatement.",
					   voucher_id, date, moved) :
			 errdetail("Voucher " INT64_FORMAT " of %s moves %s and has no restatement; " INT64_FORMAT " adjustments of the period have none.",
					   voucher_id, date, moved, count),
			 errhint("Say what it restates and why: SELECT fund.restate(%s, " INT64_FORMAT ", 'error_correction', '…').",
					 quote_literal_cstr(book->code), voucher_id)));
}

void
fl_restatement_check(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT * FROM fund._unexplained_adjustments($1, $2)", "integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	if (fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) > 0)
		refuse_adjustment(book, period);
}

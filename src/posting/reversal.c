/*
 * reversal.c
 *		红字冲销: a voucher that cancels another line by line, once.
 *
 * Which voucher has been reversed stands in ledger.reversal (voucher.sql),
 * whose key is what makes it once.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "ledger/brought_forward.h"
#include "ledger/find_voucher.h"
#include "ledger/ledger.h"
#include "posting/horizon.h"
#include "posting/prior_year.h"
#include "posting/reversal.h"
#include "server/errors.h"
#include "server/spi_plan.h"

static char *
date_text(DateADT date)
{
	return DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(date)));
}

/* ---------- the original ---------- */

/* Read between fl_ledger_enter and fl_ledger_leave, which is how long the result lives. */
static void
find_original(const Book *book, DateADT until, int64 voucher_id, Voucher *original)
{
	if (!fl_find_voucher_newest(book, until, voucher_id, original))
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_VOUCHER),
				 errmsg("voucher " INT64_FORMAT " to reverse does not exist in book \"%s\"",
						voucher_id, book->code),
				 errdetail("No voucher up to %s has that id.", date_text(until)),
				 errhint("A reversal is dated on the day of the voucher that it reverses, or later.")));
}

static void
check_line_by_line(const Voucher *voucher, const Voucher *original)
{
	if (original->kind != voucher->kind ||
		original->basis != voucher->basis ||
		!fl_journal_is_equal(voucher->journal, fl_journal_negate(original->journal)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher does not reverse voucher " INT64_FORMAT " line by line",
						voucher->reverses),
				 errdetail("A reversal has the same kind, basis and lines, with negated amounts."),
				 errhint("Let fund.reverse() make it.")));
}

/* ---------- once ---------- */

/* False where somebody has reversed the voucher before. */
static bool
write_down(const Voucher *voucher)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.reversal (book_id, reversed, voucher_id) VALUES ($1, $2, $3)"
		" ON CONFLICT DO NOTHING", "integer, bigint, bigint"
	};
	Datum		arguments[] = {
		Int32GetDatum(voucher->book_id), Int64GetDatum(voucher->reverses),
		Int64GetDatum(voucher->voucher_id)
	};

	return fl_spi_run(&plan, arguments, NULL, SPI_WRITE) == 1;
}

static void
report_reversed(const Book *book, const Voucher *voucher)
{
	static SpiPlan plan = {
		"SELECT voucher_id FROM ledger.reversal WHERE book_id = $1 AND reversed = $2",
		"integer, bigint"
	};
	Datum		arguments[] = {Int32GetDatum(voucher->book_id), Int64GetDatum(voucher->reverses)};

	if (fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST) != 1)
		elog(ERROR, "a reversal conflicts with none");
	ereport(ERROR,
			(errcode(ERRCODE_ALREADY_REVERSED),
			 errmsg("voucher " INT64_FORMAT " of book \"%s\" has been reversed",
					voucher->reverses, book->code),
			 errdetail("Voucher " INT64_FORMAT " reverses it.",
					   DatumGetInt64(fl_spi_required(0, 1))),
			 errhint("To undo a reversal, reverse that one.")));
}

/* One by one they would leave half a beginning.  All are of the book's first year. */
static void
check_not_brought(const Book *book, const Voucher *voucher, const Voucher *original)
{
	if (period_year(original->period) != period_year(book->first_period) ||
		!fl_is_brought_voucher(book, voucher->reverses))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_VOUCHER),
			 errmsg("voucher " INT64_FORMAT " of book \"%s\" was brought forward and is not reversed alone",
					voucher->reverses, book->code),
			 errdetail("fund.bring_forward() stored it with others, which begin the book together."),
			 errhint("fund.withdraw_brought_forward(%s, '…') reverses all of them; then bring the right figures forward.",
					 quote_literal_cstr(book->code))));
}

void
fl_reversal_check(const Book *book, const Voucher *voucher, bool is_withdrawal)
{
	Voucher		original;
	LedgerCall	call;

	fl_ledger_enter_to_write(&call);
	find_original(book, voucher->date, voucher->reverses, &original);
	if (!is_withdrawal)
		check_not_brought(book, voucher, &original);
	check_line_by_line(voucher, &original);
	if (voucher->date != original.date)
		fl_horizon_check(book, voucher);
	fl_prior_year_check(book, voucher, &original);
	if (!write_down(voucher))
		report_reversed(book, voucher);
	fl_ledger_leave(&call);
}

/* ---------- making one ---------- */

/* 2026-01-05: it is stored and sealed, so no setting of the session may decide. */
static char *
iso_date(DateADT date)
{
	char		text[MAXDATELEN + 1];
	struct pg_tm day;

	j2date(date + POSTGRES_EPOCH_JDATE, &day.tm_year, &day.tm_mon, &day.tm_mday);
	EncodeDateOnly(&day, USE_ISO_DATES, text);
	return pstrdup(text);
}

/* Makes what the voucher that reverses the original takes from it. */
static void
reverse_original(const Voucher *original, Voucher *voucher)
{
	voucher->kind = original->kind;
	voucher->basis = original->basis;
	voucher->journal = fl_journal_negate(original->journal);
	voucher->is_reversal = true;
	voucher->reverses = original->voucher_id;
	if (voucher->summary == NULL)
		voucher->summary =
			cstring_to_text(psprintf("注销%s凭证(" INT64_FORMAT "):%s",
									 iso_date(original->date), original->voucher_id,
									 text_to_cstring(original->summary)));
}

/* The original is read as the owner, what is made of it is the caller's. */
void
fl_reversal_make(const Book *book, int64 voucher_id, Voucher *voucher)
{
	MemoryContext caller = CurrentMemoryContext;
	Voucher		original;
	LedgerCall	call;

	fl_ledger_enter(&call);
	find_original(book, voucher->date, voucher_id, &original);
	MemoryContextSwitchTo(caller);
	reverse_original(&original, voucher);
	fl_ledger_leave(&call);
}

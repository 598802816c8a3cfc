/*
 * split.c
 *		分设: what stands on a heading goes to the detail that takes it.
 *
 * A voucher for each heading and basis, by party.  It stays within one account
 * of the standard, on its normal side and red from the heading, so that no
 * line of a statement sees it; nobody else can post such a one (judging.c).
 * fund._splits (name_accounts.sql) says what it is to be.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datum.h"

#include "ledger/columns.h"
#include "posting/split.h"
#include "posting/store.h"
#include "server/spi_plan.h"

/* Of a row of fund._splits, copied: storing it uses SPI, too. */
static Voucher *
split_voucher(const Book *book, uint64 row)
{
	Voucher    *voucher = palloc0(sizeof(Voucher));
	char	   *done_through = fl_done_through();

	voucher->book_id = book->book_id;
	voucher->kind = KIND_SPLIT;
	voucher->basis = fl_voucher_basis_from_datum(fl_spi_required(row, 1));
	voucher->date = DatumGetDateADT(fl_spi_required(row, 2));
	voucher->period = fl_period_of_date(voucher->date);
	voucher->journal = DatumGetJournal(datumCopy(fl_spi_required(row, 3), false, -1));
	voucher->summary = cstring_to_text(fl_spi_required_text(row, 4));
	voucher->prepared_by = cstring_to_text(fl_outer_user());
	if (done_through != NULL)
		voucher->done_through = cstring_to_text(done_through);
	return voucher;
}

/* As the caller's own act, who has no need of a poster's duty. */
static void
store_all(List *vouchers, LedgerCall *call)
{
	ListCell   *lc;

	foreach(lc, vouchers)
	{
		fl_ledger_step_out(call);
		(void) fl_store_voucher(lfirst(lc), DOOR_NAMES);
		fl_ledger_step_in(call);
	}
}

List *
fl_split_headings(const Book *book, Datum new_codes, Period last, LedgerCall *call)
{
	static SpiPlan plan = {
		"SELECT s.basis, s.voucher_date, s.journal, s.summary FROM fund._splits($1, $2, coalesce($3, '{}'), $4, $5) AS s",
		"integer, text, fund.account_code[], date, date"
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), CStringGetTextDatum(book->standard_code), new_codes,
		DateADTGetDatum(fl_period_first_day(fl_book_closed_through(book) + 1)),
		DateADTGetDatum(fl_period_last_day(last))
	};
	uint64		count = fl_spi_run(&plan, arguments, new_codes == 0 ? "  n  " : NULL, SPI_READ_NEWEST);
	List	   *vouchers = NIL;

	for (uint64 row = 0; row < count; row++)
		vouchers = lappend(vouchers, split_voucher(book, row));
	store_all(vouchers, call);
	return vouchers;
}

/* Most books list nothing, and most months leave nothing on a heading. */
static bool
is_any_remainder(const Book *book, Period last)
{
	static SpiPlan plan = {
		"SELECT FROM fund._balances($1, $2) AS b"
		" WHERE EXISTS (SELECT FROM ledger.book_account AS d"
		"               WHERE d.book_id = $1 AND fund.parent(d.account) OPERATOR(fund.=) b.account)"
		" GROUP BY b.account, b.basis"
		" HAVING sum(b.opening::numeric + b.debit - b.credit) <> 0 LIMIT 1", "integer, fund.period"
	};
	Datum		arguments[] = {Int32GetDatum(book->book_id), PeriodGetDatum(last)};

	return fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST) > 0;
}

List *
fl_split_remainders(const Book *book, Period last, LedgerCall *call)
{
	if (book->details == NULL || !is_any_remainder(book, last))
		return NIL;
	return fl_split_headings(book, 0, last, call);
}

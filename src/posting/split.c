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

#include "ledger/book_account.h"
#include "ledger/columns.h"
#include "posting/split.h"
#include "posting/store.h"
#include "posting/stranded.h"
#include "server/spi_plan.h"

/* What stands on an account that takes no vouchers. */
typedef struct Stranded
{
	AccountCode account;
	char	   *basis;
	char	   *amount;			/* debit less credit */
} Stranded;

/* ---------- what stands on headings ---------- */

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
		vouchers = lappend(vouchers,
						   fl_split_voucher(book, fl_voucher_basis_from_datum(fl_spi_required(row, 1)),
											DatumGetDateADT(fl_spi_required(row, 2)),
											fl_spi_required(row, 3), fl_spi_required_text(row, 4)));
	store_all(vouchers, call);
	return vouchers;
}

/* ---------- at the end of a month ---------- */

/* Most books list nothing, and most months leave nothing on a heading. */
static List *
read_stranded(const Book *book, Period last)
{
	static SpiPlan plan = {
		"SELECT b.account, b.basis::text, sum(b.opening::numeric + b.debit - b.credit)::text"
		" FROM fund._balances($1, $2) AS b"
		" GROUP BY b.account, b.basis"
		" HAVING sum(b.opening::numeric + b.debit - b.credit) <> 0"
		" ORDER BY b.account USING OPERATOR(fund.<), b.basis", "integer, fund.period"
	};
	Datum		arguments[] = {Int32GetDatum(book->book_id), PeriodGetDatum(last)};
	uint64		count = fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);
	List	   *stranded = NIL;

	for (uint64 row = 0; row < count; row++)
	{
		Stranded   *found;
		AccountCode account = fl_spi_account_code(row, 1);

		if (!fl_book_details_strand(book->details, fl_book_account(book, account)))
			continue;
		found = palloc(sizeof(Stranded));
		found->account = account;
		found->basis = fl_spi_required_text(row, 2);
		found->amount = fl_spi_required_text(row, 3);
		stranded = lappend(stranded, found);
	}
	return stranded;
}

static void
warn_of_remainders(const Book *book, Period last)
{
	ListCell   *lc;

	foreach(lc, read_stranded(book, last))
	{
		const Stranded *stranded = lfirst(lc);

		fl_warn_of_stranded(book, stranded->account,
						 psprintf("At the end of period \"%s\" %s stand there, basis %s, debit less credit; details listed below take its vouchers.",
								  fl_period_text(last), stranded->amount, stranded->basis),
						 fl_split_hint(book, stranded->account));
	}
}

List *
fl_split_remainders(const Book *book, Period last, LedgerCall *call)
{
	List	   *vouchers;

	if (book->details == NULL || read_stranded(book, last) == NIL)
		return NIL;
	vouchers = fl_split_headings(book, 0, last, call);
	warn_of_remainders(book, last);
	return vouchers;
}

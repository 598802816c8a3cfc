/*
 * opening.c
 *		What a book opens with, and its standard wants to be nothing.
 *
 * An opening is what the year, or the month, before has left.  What a rule says
 * of closing balances alone held then or did not, and the book begins without
 * those months: 待转 that is to be split by the end of the year (2017) is in no
 * line of the year that comes.  No close names it before the end of that year,
 * so whoever posts the opening is told.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "ledger/ledger.h"
#include "posting/opening.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* Columns of fund._openings_against_rules(), from 1. */
enum
{
	BROKEN_RULE = 1,
	BROKEN_NAME,
	BROKEN_VALUE,
};

static void
warn_of_rule(const Book *book, const Voucher *voucher, uint64 row)
{
	ereport(WARNING,
			(errcode(ERRCODE_WARNED_BEGINNING),
			 errmsg("book \"%s\" opens with what rule \"%s\" does not allow at the end of \"%s\"",
					book->code, fl_spi_required_text(row, BROKEN_RULE), fl_period_text(voucher->period - 1)),
			 errdetail("%s: what is opened makes it %s.", fl_spi_required_text(row, BROKEN_NAME),
					   DatumGetCString(DirectFunctionCall1(numeric_out, fl_spi_required(row, BROKEN_VALUE)))),
			 errhint("Post what the rule asks for in the books that end there, and open with what that leaves: this is in no line of the year that begins, whose forms may not add up.")));
}

void
fl_opening_warn(const Book *book, const Voucher *voucher)
{
	static SpiPlan plan = {
		"SELECT * FROM fund._openings_against_rules($1, $2)", "integer, fund.journal"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PointerGetDatum(voucher->journal)};
	uint64		rows;
	LedgerCall	call;

	if (voucher->kind != KIND_OPENING || voucher->is_reversal)
		return;
	fl_ledger_enter(&call);
	rows = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	for (uint64 row = 0; row < rows; row++)
		warn_of_rule(book, voucher, row);
	fl_ledger_leave(&call);
}

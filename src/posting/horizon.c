/*
 * horizon.c
 *		How far ahead a voucher may be dated.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "posting/horizon.h"
#include "server/errors.h"

static char *
date_text(DateADT date)
{
	return DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(date)));
}

pg_noreturn static void
refuse(const Book *book, const Voucher *voucher, DateADT today, int last_year)
{
	ereport(ERROR,
			(errcode(ERRCODE_BEYOND_HORIZON),
			 errmsg("voucher of %s is dated further ahead than book \"%s\" takes",
					date_text(voucher->date), book->code),
			 errdetail("Today is %s, and the first open period of the book is \"%s\": it takes dates up to %d-12-31.",
					   date_text(today), fl_period_text(fl_book_closed_through(book) + 1), last_year),
			 errhint("Correct the year; a book that is to take later dates says so: UPDATE ledger.book SET horizon_years = … WHERE book = %s.",
					 quote_literal_cstr(book->code))));
}

/* Nearly every voucher is right by the last closed month, without a look at the clock. */
void
fl_horizon_check(const Book *book, const Voucher *voucher)
{
	int			year = period_year(voucher->period);
	int64		last_year = (int64) period_year(fl_book_closed_through(book)) + book->horizon_years;
	DateADT		today;

	if (book->horizon_years < 0 || year <= last_year)
		return;
	today = GetSQLCurrentDate();
	last_year = Max(last_year, (int64) period_year(fl_period_of_date(today)) + book->horizon_years);
	if (year > last_year)
		refuse(book, voucher, today, last_year);
}

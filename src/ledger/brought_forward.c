/*
 * brought_forward.c
 *		期初建账: what is known of a book that another system kept before.
 *
 * brought_forward.sql declares the tables; starting/bring_forward.c fills them.
 */
#include "postgres.h"

#include "ledger/brought_forward.h"
#include "ledger/ledger.h"
#include "server/spi_plan.h"
#include "server/stored.h"

Period
fl_brought_through_value(const Book *book, Datum value, bool is_null)
{
	Period		through = is_null ? 0 : DatumGetPeriod(value);

	if (is_null)
		return 0;
	if (!period_is_valid(through) || through < book->first_period)
		fl_stored_refuse("brought_forward", "through", psprintf("a row of book \"%s\"", book->code),
						 period_is_valid(through) ? fl_period_text(through) : NULL);
	return through;
}

static Period
read_through(const Book *book, SpiMode mode)
{
	static SpiPlan plan = {
		"SELECT through FROM ledger.brought_forward"
		" WHERE book_id = $1 AND withdrawn_at IS NULL ORDER BY call_no DESC LIMIT 1", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	Datum		value;
	bool		is_null;

	if (fl_spi_run(&plan, &book_id, NULL, mode) == 0)
		return 0;
	value = fl_spi_value(0, 1, &is_null);
	return fl_brought_through_value(book, value, is_null);
}

Period
fl_brought_through_seen(const Book *book)
{
	return read_through(book, SPI_READ);
}

Period
fl_brought_through(const Book *book)
{
	Period		through;
	LedgerCall	call;

	fl_ledger_enter(&call);
	through = read_through(book, SPI_READ_NEWEST);
	fl_ledger_leave(&call);
	return through;
}

void
fl_brought_notice(const Book *book, Period through)
{
	ereport(NOTICE,
			(errmsg("figures of book \"%s\" are not provided (未提供) of months through %s one by one",
					book->code, fl_period_text(through)),
			 errdetail("They were brought forward as a whole: what one of them moved, and what it held before the end of the last, is null.")));
}

bool
fl_is_brought_voucher(const Book *book, int64 voucher_id)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.brought_voucher WHERE book_id = $1 AND voucher_id = $2", "integer, bigint"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), Int64GetDatum(voucher_id)};
	bool		found;
	LedgerCall	call;

	fl_ledger_enter(&call);
	found = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) > 0;
	fl_ledger_leave(&call);
	return found;
}

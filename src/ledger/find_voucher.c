/*
 * find_voucher.c
 *		A voucher of a book by its id, which is no key of its own.
 *
 * The key has the date before the id, and an index on ids would be paid for by
 * every voucher.  So this probes the days that have vouchers: the key finds
 * each from the one after it.
 */
#include "postgres.h"

#include "ledger/find_voucher.h"
#include "server/spi_plan.h"

uint64
fl_find_voucher(const Book *book, DateADT until, int64 voucher_id, Voucher *found)
{
	static SpiPlan plan = {
		"WITH RECURSIVE days (day) AS ("
		"  SELECT max(voucher_date) FROM ledger.voucher WHERE book_id = $1 AND voucher_date <= $2"
		"  UNION ALL"
		"  SELECT (SELECT max(v.voucher_date) FROM ledger.voucher AS v"
		"    WHERE v.book_id = $1 AND v.voucher_date < d.day)"
		"   FROM days AS d WHERE d.day IS NOT NULL"
		")"
		" SELECT " VOUCHER_ROW_OF("v") " FROM days AS d,"
		"  LATERAL (SELECT * FROM ledger.voucher AS v"
		"   WHERE v.book_id = $1 AND v.voucher_date = d.day AND v.voucher_id = $3 OFFSET 0) AS v",
		"integer, date, bigint"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), DateADTGetDatum(until), Int64GetDatum(voucher_id)
	};

	uint64		count = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);

	if (count == 1)
		fl_voucher_from_spi(0, found);
	return count;
}

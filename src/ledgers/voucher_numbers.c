/*
 * voucher_numbers.c
 *		凭证号: looking up those that vouchers have been given.
 *
 * They lie beside the vouchers, in runs (voucher.sql), and are given by
 * numbering.c or by a close.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "ledgers/voucher_numbers.h"
#include "server/spi_plan.h"

static int
compare_numbers(const void *a, const void *b)
{
	int64		left = ((const VoucherNumber *) a)->voucher_id;
	int64		right = ((const VoucherNumber *) b)->voucher_id;

	return (left > right) - (left < right);
}

void
fl_voucher_numbers_init(VoucherNumbers *numbers, const Book *book)
{
	numbers->book = book;
	numbers->month = 0;
	numbers->count = 0;
	numbers->numbers = palloc(sizeof(VoucherNumber));
}

/* Columns of the query. */
enum
{
	RUN_FIRST_NUMBER = 3,
	RUN_VOUCHERS
};

static void
add_run(VoucherNumbers *numbers, uint64 run)
{
	int			first_number = DatumGetInt32(fl_spi_required(run, RUN_FIRST_NUMBER));
	ArrayType  *vouchers = DatumGetArrayTypeP(fl_spi_required(run, RUN_VOUCHERS));
	int			count = ArrayGetNItems(ARR_NDIM(vouchers), ARR_DIMS(vouchers));
	const int64 *ids = (const int64 *) ARR_DATA_PTR(vouchers);

	if (ARR_HASNULL(vouchers) || ARR_ELEMTYPE(vouchers) != INT8OID)
		fl_spi_refuse(run, RUN_VOUCHERS);
	if (first_number < 1 || first_number > PG_INT32_MAX - count)
		fl_spi_refuse(run, RUN_FIRST_NUMBER);
	/* It stays in the memory context in which it began. */
	numbers->numbers = repalloc_huge(numbers->numbers,
									 Max(numbers->count + count, 1) * sizeof(VoucherNumber));
	for (int i = 0; i < count; i++)
		numbers->numbers[numbers->count++] = (VoucherNumber) {ids[i], first_number + i};
}

static void
load_numbers(VoucherNumbers *numbers, Period month)
{
	static SpiPlan plan = {
		"SELECT book_id, period, first_number, vouchers::bigint[] FROM ledger.voucher_number"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2", "integer, fund.period"
	};
	Datum		arguments[] = {Int32GetDatum(numbers->book->book_id), PeriodGetDatum(month)};
	uint64		runs = fl_spi_run(&plan, arguments, NULL, SPI_READ);

	numbers->count = 0;
	for (uint64 run = 0; run < runs; run++)
		add_run(numbers, run);
	SPI_freetuptable(SPI_tuptable);
	qsort(numbers->numbers, numbers->count, sizeof(VoucherNumber), compare_numbers);
	numbers->month = month;
}

const VoucherNumber *
fl_voucher_number(VoucherNumbers *numbers, DateADT day, int64 voucher_id)
{
	Period		month = fl_period_of_date(day);
	VoucherNumber key = {.voucher_id = voucher_id};

	if (month != numbers->month)
		load_numbers(numbers, month);
	return bsearch(&key, numbers->numbers, numbers->count, sizeof(VoucherNumber), compare_numbers);
}

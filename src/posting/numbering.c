/*
 * numbering.c
 *		凭证号: numbers given at posting, continuous per book, period and kind.
 *
 * Whoever posts to such a book holds the next number until the transaction
 * ends: an aborted posting leaves no gap, and postings wait for one another.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "posting/numbering.h"
#include "server/spi_plan.h"

typedef struct NumberedVoucher
{
	int32		book_id;
	Period		period;
	int			kind;
	int			order;			/* in which it was posted */
	int64		voucher_id;
} NumberedVoucher;

struct NumberedVouchers
{
	int			count;
	int			room;
	NumberedVoucher *vouchers;
};

void
fl_number_add(NumberedVouchers **numbered, MemoryContext context, const Voucher *voucher)
{
	NumberedVouchers *all = *numbered;

	if (all == NULL)
	{
		all = *numbered = MemoryContextAllocZero(context, sizeof(NumberedVouchers));
		all->room = 16;
		all->vouchers = MemoryContextAlloc(context, all->room * sizeof(NumberedVoucher));
	}
	if (all->count == all->room)
	{
		all->room *= 2;
		all->vouchers = repalloc_huge(all->vouchers, all->room * sizeof(NumberedVoucher));
	}
	all->vouchers[all->count] = (NumberedVoucher) {
		voucher->book_id, voucher->period, voucher->kind, all->count, voucher->voucher_id
	};
	all->count++;
}

static int
compare_runs(const NumberedVoucher *a, const NumberedVoucher *b)
{
	if (a->book_id != b->book_id)
		return a->book_id < b->book_id ? -1 : 1;
	if (a->period != b->period)
		return a->period - b->period;
	return a->kind - b->kind;
}

static int
compare_vouchers(const void *a, const void *b)
{
	const NumberedVoucher *left = a;
	const NumberedVoucher *right = b;
	int			order = compare_runs(left, right);

	return order != 0 ? order : left->order - right->order;
}

/* Numbers one run of vouchers of the same book, period and kind. */
static void
assign_run(const NumberedVoucher *vouchers, int count)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.voucher_number (book_id, period, kind, first_number, vouchers)"
		" VALUES ($1, $2, $3, COALESCE((SELECT first_number + pg_catalog.cardinality(vouchers)"
		"  FROM ledger.voucher_number"
		"  WHERE book_id = $1 AND period OPERATOR(fund.=) $2 AND kind OPERATOR(fund.=) $3"
		"  ORDER BY first_number DESC LIMIT 1), 1), $4)",
		"integer, fund.period, fund.voucher_kind, bigint[]"
	};
	Datum	   *ids = palloc(count * sizeof(Datum));
	Datum		arguments[4];

	for (int i = 0; i < count; i++)
		ids[i] = Int64GetDatum(vouchers[i].voucher_id);
	arguments[0] = Int32GetDatum(vouchers->book_id);
	arguments[1] = PeriodGetDatum(vouchers->period);
	arguments[2] = fl_voucher_kind_datum(vouchers->kind);
	arguments[3] = PointerGetDatum(construct_array(ids, count, INT8OID, sizeof(int64),
												   FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));

	fl_fence_number(vouchers->book_id, vouchers->period, vouchers->kind);
	fl_spi_run(&plan, arguments, NULL, SPI_WRITE);
}

void
fl_number_assign(NumberedVouchers *numbered)
{
	LedgerCall	call;
	int			count;

	if (numbered == NULL)
		return;
	/* In the order of their keys, so that posters never wait in a circle. */
	qsort(numbered->vouchers, numbered->count, sizeof(NumberedVoucher), compare_vouchers);

	fl_ledger_enter_to_write(&call);
	for (int first = 0; first < numbered->count; first += count)
	{
		const NumberedVoucher *run = &numbered->vouchers[first];

		CHECK_FOR_INTERRUPTS();
		count = 1;
		while (first + count < numbered->count && compare_runs(run, &run[count]) == 0)
			count++;
		assign_run(run, count);
	}
	fl_ledger_leave(&call);
}

/*
 * voucher_scan.c
 *		The vouchers of a book's months, one after the other.
 *
 * The key of ledger.voucher is the order asked for, so nothing need be sorted.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "ledgers/voucher_scan.h"
#include "server/spi_plan.h"

/* As many at once: enough to make the cursor's own cost small. */
#define BATCH				256

static Portal
open_vouchers(const Book *book, PeriodWindow months)
{
	static SpiPlan plan = {
		"SELECT " VOUCHER_ROW " FROM ledger.voucher"
		" WHERE book_id = $1 AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($3)"
		" ORDER BY voucher_date, voucher_id",
		"integer, fund.period, fund.period",
		CURSOR_OPT_CUSTOM_PLAN	/* a month's vouchers, or a year's? */
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(months.from), PeriodGetDatum(months.to)
	};

	return fl_spi_open(&plan, arguments, NULL);
}

void
fl_voucher_scan(const Book *book, PeriodWindow months, int layers,
				void (*visit) (void *argument, const Voucher *voucher),
				void *argument)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext per_batch = AllocSetContextCreate(caller, "fundledger voucher scan",
													ALLOCSET_DEFAULT_SIZES);
	Portal		portal = open_vouchers(book, months);
	uint64		count;

	do
	{
		SPITupleTable *batch;

		SPI_cursor_fetch(portal, true, BATCH);
		batch = SPI_tuptable;
		count = SPI_processed;
		MemoryContextSwitchTo(per_batch);
		for (uint64 row = 0; row < count; row++)
		{
			Voucher		voucher;

			CHECK_FOR_INTERRUPTS();
			SPI_tuptable = batch;	/* visitors may run queries */
			fl_voucher_from_spi(row, &voucher);
			if ((layers & (1 << voucher.basis)) != 0)
				visit(argument, &voucher);
		}
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_batch);
		SPI_freetuptable(batch);
	} while (count == BATCH);
	SPI_cursor_close(portal);
	MemoryContextDelete(per_batch);
}

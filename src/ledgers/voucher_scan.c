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
#include "types/journal.h"

/* As many at once: enough to make the cursor's own cost small. */
#define BATCH				256

/* Columns of the query, from 1; none is null. */
enum
{
	COLUMN_VOUCHER = 1,
	COLUMN_DAY,
	COLUMN_KIND,
	COLUMN_BASIS,
	COLUMN_SUMMARY,
	COLUMN_JOURNAL,
};

static Portal
open_vouchers(const Book *book, PeriodWindow months)
{
	static SpiPlan plan = {
		"SELECT voucher_id, voucher_date, kind, basis, summary, journal FROM ledger.voucher"
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

static bool
is_of_layers(uint64 row, int layers)
{
	int			value = fl_voucher_basis_from_datum(fl_spi_required(row, COLUMN_BASIS));

	return (layers & (1 << value)) != 0;
}

static ScannedVoucher
voucher_at(uint64 row)
{
	return (ScannedVoucher) {
		.voucher_id = DatumGetInt64(fl_spi_required(row, COLUMN_VOUCHER)),
		.day = DatumGetDateADT(fl_spi_required(row, COLUMN_DAY)),
		.kind = fl_voucher_kind_from_datum(fl_spi_required(row, COLUMN_KIND)),
		.summary = DatumGetTextPP(fl_spi_required(row, COLUMN_SUMMARY)),
		.journal = DatumGetJournal(fl_spi_required(row, COLUMN_JOURNAL))
	};
}

void
fl_voucher_scan(const Book *book, PeriodWindow months, int layers,
				void (*visit) (void *argument, const ScannedVoucher *voucher),
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
			ScannedVoucher voucher;

			CHECK_FOR_INTERRUPTS();
			SPI_tuptable = batch;	/* visitors may run queries */
			if (!is_of_layers(row, layers))
				continue;
			voucher = voucher_at(row);
			visit(argument, &voucher);
		}
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_batch);
		SPI_freetuptable(batch);
	} while (count == BATCH);
	SPI_cursor_close(portal);
	MemoryContextDelete(per_batch);
}

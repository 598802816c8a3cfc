/*
 * witness.c
 *		封印链: the seals of a book, to be kept where its database's masters are not.
 */
#include "postgres.h"

#include "fmgr.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/report.h"
#include "server/spi_plan.h"

#define CHAIN_COLUMNS	6

static void
put_row(Report *report, uint64 row)
{
	Datum		values[CHAIN_COLUMNS];
	bool		nulls[CHAIN_COLUMNS];

	for (int i = 0; i < CHAIN_COLUMNS; i++)
		values[i] = fl_spi_value(row, i + 1, &nulls[i]);
	fl_report_put(report, CHAIN_COLUMNS, values, nulls);
}

PG_FUNCTION_INFO_V1(fl_seal_chain);
Datum
fl_seal_chain(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book"};
	static SpiPlan plan = {"SELECT * FROM fund._seal_chain($1)", "integer"};
	Report		report;
	Datum		book_id;
	uint64		count;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, arguments);
	book_id = Int32GetDatum(fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ)->book_id);
	fl_ledger_enter(&call);
	count = fl_spi_run(&plan, &book_id, NULL, SPI_READ);
	for (uint64 row = 0; row < count; row++)
		put_row(&report, row);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

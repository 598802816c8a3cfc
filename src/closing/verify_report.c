/*
 * verify_report.c
 *		The rows of fund.verify(): what does not agree.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "closing/verify_report.h"
#include "server/spi_plan.h"

#define VERIFY_COLUMNS	5

void
fl_verify_report_rows(ReturnSetInfo *report, uint64 count)
{
	for (uint64 row = 0; row < count; row++)
	{
		Datum		values[VERIFY_COLUMNS];
		bool		nulls[VERIFY_COLUMNS];

		for (int i = 0; i < VERIFY_COLUMNS; i++)
			values[i] = fl_spi_value(row, i + 1, &nulls[i]);
		tuplestore_putvalues(report->setResult, report->setDesc, values, nulls);
	}
	SPI_freetuptable(SPI_tuptable);
}

void
fl_verify_report(ReturnSetInfo *report, const char *check, Period period, const char *object,
				 const char *expected, const char *found)
{
	Datum		values[VERIFY_COLUMNS] = {
		CStringGetTextDatum(check),
		period == 0 ? (Datum) 0 : CStringGetTextDatum(fl_period_text(period)),
		CStringGetTextDatum(object),
		CStringGetTextDatum(expected),
		CStringGetTextDatum(found)
	};
	bool		nulls[VERIFY_COLUMNS] = {false, period == 0, false, false, false};

	tuplestore_putvalues(report->setResult, report->setDesc, values, nulls);
}

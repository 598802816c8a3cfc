/*
 * verify_report.c
 *		The rows of fund.verify(): what does not agree.
 */
#include "postgres.h"

#include "closing/verify_report.h"
#include "ledger/words.h"
#include "server/spi_plan.h"

#define VERIFY_COLUMNS	5

void
fl_verify_report_rows(Report *report, uint64 count)
{
	for (uint64 row = 0; row < count; row++)
	{
		Datum		values[VERIFY_COLUMNS];
		bool		nulls[VERIFY_COLUMNS];

		for (int i = 0; i < VERIFY_COLUMNS; i++)
			values[i] = fl_spi_value(row, i + 1, &nulls[i]);
		if (!nulls[0] && fl_report_is_chinese(report))
			values[0] = CStringGetTextDatum(fl_word_in_chinese("check", TextDatumGetCString(values[0])));
		fl_report_put(report, VERIFY_COLUMNS, values, nulls);
	}
	SPI_freetuptable(SPI_tuptable);
}

void
fl_verify_report(Report *report, const char *check, Period period, const char *object,
				 const char *expected, const char *found)
{
	fl_report_begin_row(report);
	fl_report_add_word(report, "check", check);
	report_add_text(report, period == 0 ? NULL : fl_period_text(period));
	report_add_text(report, object);
	report_add_text(report, expected);
	report_add_text(report, found);
	fl_report_end_row(report);
}

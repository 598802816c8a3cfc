/*
 * verify_issued.c
 *		稽核 of issued statements: are their figures those of the books now?
 *
 * A form may change while books are kept by it: what was issued before is not
 * what it says now.  Then the seal, which is over all that was issued, speaks
 * alone.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "closing/issue.h"
#include "closing/verify_month.h"
#include "closing/verify_report.h"
#include "server/spi_plan.h"

static void
verify_form(const Book *book, const ClosedMonth *month, const IssuedForm *form,
			Report *report)
{
	static SpiPlan plan = {
		"SELECT * FROM fund._verify_issued($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		"integer, fund.period, integer, text, fund.basis, text, text[], integer[], text[], numeric[], timestamptz[]"
	};
	IssuedFigures now = fl_issued_figures(book, month->period, form);
	Datum		values[] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(month->period),
		Int32GetDatum(month->generation),
		CStringGetTextDatum(form->guise),
		fl_voucher_basis_datum(form->basis),
		CStringGetTextDatum(form->statement),
		now.column[ISSUED_ITEM_ID],
		now.column[ISSUED_COLUMN_NO],
		now.column[ISSUED_COLUMN_NAME],
		now.column[ISSUED_FIGURE],
		now.changed_at
	};

	fl_verify_report_rows(report, fl_spi_run(&plan, values, NULL, SPI_READ));
}

void
fl_verify_issued(const Book *book, const ClosedMonth *month, Report *report)
{
	ListCell   *lc;

	foreach(lc, fl_issued_forms(book, month->period))
		verify_form(book, month, lfirst(lc), report);
}

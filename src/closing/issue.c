/*
 * issue.c
 *		已出具报表: the figures of a closed month as they were issued.
 *
 * Every close of a month issues a generation of all forms: the monthly guise,
 * in December the annual one too, on the cash basis and, once the book keeps
 * accruals, on theirs.  Issued rows are never changed; fund.verify() compares
 * those of the newest generation with what the books say now (verify_issued.c).
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "closing/balance.h"
#include "closing/closing_step.h"
#include "closing/issue.h"
#include "ledger/words.h"
#include "server/spi_plan.h"
#include "statements/statement.h"

/* ---------- which forms ---------- */

static const char *const guises[] = {"monthly", "annual"};

static bool
is_annual(const IssuedForm *form)
{
	return form->guise == guises[1];
}

static int
form_layers(const IssuedForm *form)
{
	return form->basis == BASIS_CASH ? LAYER_CASH : LAYER_CASH | LAYER_ACCRUAL;
}

List *
fl_issued_forms(const Book *book, Period period)
{
	int			base_count = fl_book_has_accruals(book, period) ? 2 : 1;
	int			guise_count = period_month(period) == 12 ? 2 : 1;
	List	   *forms = NIL;

	for (int i = 0; i < base_count * guise_count; i++)
	{
		ListCell   *lc;

		foreach(lc, fl_statement_names(book, i % guise_count == 1))
		{
			IssuedForm *form = palloc(sizeof(IssuedForm));

			form->statement = lfirst(lc);
			form->guise = guises[i % guise_count];
			form->basis = i / guise_count;
			forms = lappend(forms, form);
		}
	}
	return forms;
}

/* ---------- their figures ---------- */

static const Oid column_types[ISSUED_COLUMNS] = {
	INT4OID, INT4OID, TEXTOID, TEXTOID, INT4OID, TEXTOID, NUMERICOID
};

static void
add_figure(ArrayBuildState **columns, const StatementResult *form, const StatementFigures *line,
		   int n)
{
	Datum		values[ISSUED_COLUMNS] = {
		Int32GetDatum(line->line_no),
		Int32GetDatum(form->column_no[n]),
		CStringGetTextDatum(line->item_id),
		CStringGetTextDatum(line->item),
		Int32GetDatum(line->level),
		CStringGetTextDatum(form->column_name[n]),
		line->figures[n]
	};

	for (int i = 0; i < ISSUED_COLUMNS; i++)
		accumArrayResult(columns[i], values[i], i == ISSUED_FIGURE && line->is_null[n],
						 column_types[i], CurrentMemoryContext);
}

static void
add_change(ArrayBuildState *changed_at, const StatementResult *form, const StatementFigures *line,
		   int n)
{
	accumArrayResult(changed_at, TimestampTzGetDatum(Max(line->changed_at, form->column_changed_at[n])),
					 false, TIMESTAMPTZOID, CurrentMemoryContext);
}

IssuedFigures
fl_issued_figures(const Book *book, Period period, const IssuedForm *form)
{
	StatementResult *result = fl_statement_evaluate(book, form->statement, period,
													form_layers(form), is_annual(form));
	ArrayBuildState *columns[ISSUED_COLUMNS];
	ArrayBuildState *changed_at = initArrayResult(TIMESTAMPTZOID, CurrentMemoryContext, false);
	IssuedFigures figures;
	ListCell   *lc;

	for (int i = 0; i < ISSUED_COLUMNS; i++)
		columns[i] = initArrayResult(column_types[i], CurrentMemoryContext, false);
	foreach(lc, result->lines)
	{
		for (int n = 0; n < result->column_count; n++)
		{
			add_figure(columns, result, lfirst(lc), n);
			add_change(changed_at, result, lfirst(lc), n);
		}
	}
	figures.changed_at = makeArrayResult(changed_at, CurrentMemoryContext);
	for (int i = 0; i < ISSUED_COLUMNS; i++)
		figures.column[i] = makeArrayResult(columns[i], CurrentMemoryContext);
	return figures;
}

/* ---------- issuing ---------- */

static void
insert_form(const Book *book, Period period, int generation, const IssuedForm *form)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.issued_statement (book_id, period, generation, form, basis, statement,"
		"  line_no, column_no, item_id, item, level, column_name, figure)"
		" SELECT $1, $2, $3, $4, $5, $6, f.*"
		" FROM unnest($7, $8, $9, $10, $11, $12, $13) AS f",
		"integer, fund.period, integer, text, fund.basis, text,"
		"integer[], integer[], text[], text[], integer[], text[], numeric[]"
	};
	IssuedFigures figures = fl_issued_figures(book, period, form);
	Datum		values[6 + ISSUED_COLUMNS] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(period),
		Int32GetDatum(generation),
		CStringGetTextDatum(form->guise),
		fl_voucher_basis_datum(form->basis),
		CStringGetTextDatum(form->statement)
	};

	memcpy(&values[6], figures.column, sizeof(figures.column));
	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static char *
issued_text(const Report *report, const IssuedForm *form, int generation)
{
	bool		chinese = fl_report_is_chinese(report);

	return psprintf("%s %s %s%s", form->statement,
					chinese ? fl_word_in_chinese("shown", form->guise) : form->guise,
					(chinese ? fl_voucher_basis_chinese : fl_voucher_basis_name)[form->basis],
					fl_closing_generation(report, generation));
}

void
fl_issue_statements(const Book *book, Period period, int generation, Report *report)
{
	ListCell   *lc;

	push_newest_snapshot();
	foreach(lc, fl_issued_forms(book, period))
	{
		const IssuedForm *form = lfirst(lc);

		insert_form(book, period, generation, form);
		fl_closing_report(report, "issued", 0,
						  issued_text(report, form, generation));
	}
	PopActiveSnapshot();
}

/*
 * issue.c
 *		已出具报表: the figures of a closed month as they were issued.
 *
 * Every close of a month issues a generation of all forms: the monthly guise,
 * in December the annual one too, on the cash basis and, once the book keeps
 * accruals, on theirs.  Issued rows are never changed; fund.verify() compares
 * those of the newest generation with what the books say now.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "closing/closing.h"
#include "closing/verify.h"
#include "server/spi_plan.h"
#include "statements/statement.h"

/* One form as it is issued. */
typedef struct IssuedForm
{
	const char *statement;
	bool		annual;
	VoucherBasis basis;
} IssuedForm;

static int
form_layers(const IssuedForm *form)
{
	return form->basis == BASIS_CASH ? LAYER_CASH : LAYER_CASH | LAYER_ACCRUAL;
}

static const char *
form_guise(const IssuedForm *form)
{
	return form->annual ? "annual" : "monthly";
}

bool
fl_book_has_accruals(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.balance"
		" WHERE book_id = $1 AND period OPERATOR(fund.<=) $2 AND basis = 'accrual' LIMIT 1",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	return fl_spi_run(&plan, values, NULL, SPI_READ) > 0;
}

/* What a month issues, in order; by the active snapshot. */
static List *
list_forms(const Book *book, Period period)
{
	int			bases = fl_book_has_accruals(book, period) ? 2 : 1;
	int			guises = period_month(period) == 12 ? 2 : 1;
	List	   *names = fl_statement_names(book);
	List	   *forms = NIL;

	for (int basis = 0; basis < bases; basis++)
	{
		for (int annual = 0; annual < guises; annual++)
		{
			ListCell   *lc;

			foreach(lc, names)
			{
				IssuedForm *form = palloc(sizeof(IssuedForm));

				form->statement = lfirst(lc);
				form->annual = annual == 1;
				form->basis = basis;
				forms = lappend(forms, form);
			}
		}
	}
	return forms;
}

/* ---------- figures as arrays, an element a figure ---------- */

typedef struct Figures
{
	int			count;
	Datum	   *line_no;
	Datum	   *column_no;
	Datum	   *item_id;
	Datum	   *item;
	Datum	   *level;
	Datum	   *column_name;
	Datum	   *figure;
	bool	   *is_blank;		/* of figure */
} Figures;

static void
add_figure(Figures *to, const StatementResult *from, const StatementFigures *line, int column)
{
	int			i = to->count++;

	to->line_no[i] = Int32GetDatum(line->line_no);
	to->column_no[i] = Int32GetDatum(from->column_no[column]);
	to->item_id[i] = CStringGetTextDatum(line->item_id);
	to->item[i] = CStringGetTextDatum(line->item);
	to->level[i] = Int32GetDatum(line->level);
	to->column_name[i] = CStringGetTextDatum(from->column_name[column]);
	to->figure[i] = line->figures[column];
	to->is_blank[i] = line->is_null[column];
}

static void
read_figures(const StatementResult *result, Figures *figures)
{
	Size		size = (list_length(result->lines) * result->column_count + 1) * sizeof(Datum);
	ListCell   *lc;

	figures->count = 0;
	figures->line_no = palloc(size);
	figures->column_no = palloc(size);
	figures->item_id = palloc(size);
	figures->item = palloc(size);
	figures->level = palloc(size);
	figures->column_name = palloc(size);
	figures->figure = palloc(size);
	figures->is_blank = palloc(size);
	foreach(lc, result->lines)
	{
		for (int column = 0; column < result->column_count; column++)
			add_figure(figures, result, lfirst(lc), column);
	}
}

static Datum
array_of(Oid type, Datum *elements, bool *nulls, int count)
{
	int			lower_bound = 1;
	int16		length;
	bool		by_value;
	char		alignment;

	get_typlenbyvalalign(type, &length, &by_value, &alignment);
	return PointerGetDatum(construct_md_array(elements, nulls, 1, &count, &lower_bound,
											  type, length, by_value, alignment));
}

static Figures *
evaluate(const Book *book, Period period, const IssuedForm *form)
{
	Figures    *figures = palloc(sizeof(Figures));

	read_figures(fl_statement_evaluate(book, form->statement, period,
									   form_layers(form), form->annual), figures);
	return figures;
}

/* ---------- issuing ---------- */

static void
insert_form(const Book *book, Period period, int generation,
			const IssuedForm *form, const Figures *figures)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.issued_statement (book_id, period, generation, form, basis, statement,"
		"  line_no, column_no, item_id, item, level, column_name, figure)"
		" SELECT $1, $2, $3, $4, $5, $6, f.*"
		" FROM unnest($7, $8, $9, $10, $11, $12, $13) AS f",
		"integer, fund.period, integer, text, text, text,"
		"integer[], integer[], text[], text[], integer[], text[], numeric[]"
	};
	int			count = figures->count;
	Datum		values[] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(period),
		Int32GetDatum(generation),
		CStringGetTextDatum(form_guise(form)),
		CStringGetTextDatum(fl_voucher_basis_name[form->basis]),
		CStringGetTextDatum(form->statement),
		array_of(INT4OID, figures->line_no, NULL, count),
		array_of(INT4OID, figures->column_no, NULL, count),
		array_of(TEXTOID, figures->item_id, NULL, count),
		array_of(TEXTOID, figures->item, NULL, count),
		array_of(INT4OID, figures->level, NULL, count),
		array_of(TEXTOID, figures->column_name, NULL, count),
		array_of(NUMERICOID, figures->figure, figures->is_blank, count)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

void
fl_issue_statements(const Book *book, Period period, int generation, ReturnSetInfo *report)
{
	ListCell   *lc;

	push_newest_snapshot();
	foreach(lc, list_forms(book, period))
	{
		const IssuedForm *form = lfirst(lc);

		insert_form(book, period, generation, form, evaluate(book, period, form));
		fl_closing_report(report, "issued", 0,
						  psprintf("%s %s %s, generation %d", form->statement, form_guise(form),
								   fl_voucher_basis_name[form->basis], generation));
	}
	PopActiveSnapshot();
}

/* ---------- verifying ---------- */

static void
verify_form(const Book *book, Period period, int generation,
			const IssuedForm *form, const Figures *figures, ReturnSetInfo *report)
{
	static SpiPlan plan = {
		"SELECT 'statement', $2::text,"
		"  format('%s [%s] %s, %s %s', $6, coalesce(now.item_id, issued.item_id),"
		"    coalesce(now.column_name, issued.column_name), $4, $5),"
		"  CASE WHEN now.item_id IS NULL THEN 'no figure' ELSE coalesce(now.figure::text, 'blank') END,"
		"  CASE WHEN issued.item_id IS NULL THEN 'no figure' ELSE coalesce(issued.figure::text, 'blank') END"
		" FROM unnest($7, $8, $9, $10) AS now (item_id, column_no, column_name, figure)"
		" FULL JOIN (SELECT * FROM ledger.issued_statement"
		"  WHERE book_id = $1 AND period OPERATOR(fund.=) $2 AND generation = $3"
		"    AND form = $4 AND basis = $5 AND statement = $6) AS issued"
		" ON now.item_id = issued.item_id AND now.column_no = issued.column_no"
		" WHERE now.item_id IS NULL OR issued.item_id IS NULL"
		"  OR now.figure IS DISTINCT FROM issued.figure"
		" ORDER BY coalesce(now.item_id, issued.item_id) COLLATE \"C\","
		"  coalesce(now.column_no, issued.column_no)",
		"integer, fund.period, integer, text, text, text, text[], integer[], text[], numeric[]"
	};
	int			count = figures->count;
	Datum		values[] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(period),
		Int32GetDatum(generation),
		CStringGetTextDatum(form_guise(form)),
		CStringGetTextDatum(fl_voucher_basis_name[form->basis]),
		CStringGetTextDatum(form->statement),
		array_of(TEXTOID, figures->item_id, NULL, count),
		array_of(INT4OID, figures->column_no, NULL, count),
		array_of(TEXTOID, figures->column_name, NULL, count),
		array_of(NUMERICOID, figures->figure, figures->is_blank, count)
	};

	fl_verify_report_rows(report, fl_spi_run(&plan, values, NULL, SPI_READ));
}

void
fl_issue_verify(const Book *book, Period period, int generation, ReturnSetInfo *report)
{
	ListCell   *lc;

	foreach(lc, list_forms(book, period))
	{
		const IssuedForm *form = lfirst(lc);

		verify_form(book, period, generation, form, evaluate(book, period, form), report);
	}
}

/*
 * statement.c
 *		会计报表: the forms of a book's standard, evaluated.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "ledger/brought_forward.h"
#include "server/spi_plan.h"
#include "statements/statement.h"

/* ---------- evaluating a form ---------- */

static bool
line_is_shown(const FormLine *line, const Evaluation *evaluation, bool annual)
{
	return is_shown(line->shown, annual) &&
		(!line->accrual_only || (evaluation->layers & LAYER_ACCRUAL));
}

static List *
shown_columns(const Form *form, bool annual)
{
	List	   *columns = NIL;
	ListCell   *lc;

	foreach(lc, form->columns)
	{
		FormColumn *column = lfirst(lc);

		if (is_shown(column->shown, annual))
			columns = lappend(columns, column);
	}
	return columns;
}

void
fl_statement_want(Evaluation *evaluation, const Form *form, bool annual)
{
	List	   *columns = shown_columns(form, annual);
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, form->lines)
	{
		const FormLine *line = lfirst(lc);

		if (!line_is_shown(line, evaluation, annual))
			continue;
		foreach(lc2, columns)
			fl_evaluation_want(evaluation, &line->formula, ((FormColumn *) lfirst(lc2))->window);
	}
}

static StatementFigures *
line_figures(Evaluation *evaluation, const FormLine *line, List *columns)
{
	StatementFigures *figures = palloc0(sizeof(StatementFigures));
	ListCell   *lc;

	figures->item_id = line->item_id;
	figures->item = line->item;
	figures->level = line->level;
	figures->changed_at = line->formula.changed_at;
	figures->is_null = palloc(Max(list_length(columns), 1) * sizeof(bool));
	figures->figures = palloc(Max(list_length(columns), 1) * sizeof(Datum));
	foreach(lc, columns)
	{
		const FormColumn *column = lfirst(lc);
		int			i = figures->figure_count++;
		Rational	value = line->is_heading ? rational_null() :
			fl_evaluate_line(evaluation, line, column->window);

		figures->figures[i] = fl_rational_figure(value, &figures->is_null[i]);
	}
	return figures;
}

static void
name_columns(StatementResult *result, List *columns)
{
	int			room = Max(list_length(columns), 1);
	ListCell   *lc;

	result->column_no = palloc(room * sizeof(int));
	result->column_name = palloc(room * sizeof(char *));
	result->column_window = palloc(room * sizeof(WindowKind));
	result->column_changed_at = palloc(room * sizeof(TimestampTz));
	foreach(lc, columns)
	{
		const FormColumn *column = lfirst(lc);
		int			i = result->column_count++;

		result->column_no[i] = column->column_no;
		result->column_name[i] = column->name;
		result->column_window[i] = column->window;
		result->column_changed_at[i] = column->changed_at;
	}
}

StatementResult *
fl_statement_of(Evaluation *evaluation, const Form *form, bool annual)
{
	StatementResult *result = palloc0(sizeof(StatementResult));
	List	   *columns = shown_columns(form, annual);
	ListCell   *lc;

	result->statement = form->statement;
	name_columns(result, columns);
	foreach(lc, form->lines)
	{
		const FormLine *line = lfirst(lc);
		StatementFigures *figures;

		if (!line_is_shown(line, evaluation, annual))
			continue;
		figures = line_figures(evaluation, line, columns);
		result->lines = lappend(result->lines, figures);
		if (line->is_given)
			result->given = lappend(result->given, lfirst(lc));
		/* 行次 on this printing of the form: hidden lines leave no gap. */
		figures->line_no = list_length(result->lines);
	}
	return result;
}

/* ---------- the words that were issued ---------- */

static void
name_line(StatementResult *result, const char *item_id, char *item)
{
	ListCell   *lc;

	foreach(lc, result->lines)
	{
		StatementFigures *line = lfirst(lc);

		if (strcmp(line->item_id, item_id) == 0)
			line->item = item;
	}
}

static void
name_column(StatementResult *result, int column_no, char *name)
{
	for (int i = 0; i < result->column_count; i++)
	{
		if (result->column_no[i] == column_no)
			result->column_name[i] = name;
	}
}

/* By whichever basis: a form has the same words on both.  Issued once the month counts as closed. */
void
fl_statement_name_as_issued(const Evaluation *evaluation, StatementResult *result, bool annual)
{
	static SpiPlan plan = {
		"SELECT i.book_id, i.item_id, i.item, i.column_no, i.column_name"
		" FROM ledger.book_period AS p JOIN ledger.issued_statement AS i"
		"  ON i.book_id = p.book_id AND i.period OPERATOR(fund.=) p.period AND i.generation = p.generation"
		" WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) $2 AND p.state = 'closed'"
		"  AND i.form = $3 AND i.statement = $4 AND (i.line_no = 1 OR i.column_no ="
		"   (SELECT min(c.column_no) FROM ledger.issued_statement AS c"
		"    WHERE c.book_id = $1 AND c.period OPERATOR(fund.=) $2 AND c.generation = p.generation"
		"      AND c.form = $3 AND c.statement = $4))",
		"integer, fund.period, text, text"
	};
	Datum		values[] = {
		Int32GetDatum(evaluation->book->book_id), PeriodGetDatum(evaluation->period),
		CStringGetTextDatum(annual ? "annual" : "monthly"), CStringGetTextDatum(result->statement)
	};
	uint64		count = fl_spi_run(&plan, values, NULL, SPI_READ);

	for (uint64 row = 0; row < count; row++)
	{
		name_line(result, fl_spi_required_text(row, 2), fl_spi_required_text(row, 3));
		name_column(result, DatumGetInt32(fl_spi_required(row, 4)), fl_spi_required_text(row, 5));
	}
}

StatementResult *
fl_statement_evaluate(const Book *book, const char *statement, Period period,
					  int layers, bool annual)
{
	Evaluation *evaluation = fl_evaluation_begin(book, period, layers);
	const Form *form = fl_form_required(evaluation->forms, statement);

	fl_statement_want(evaluation, form, annual);
	fl_evaluation_load(evaluation);
	return fl_statement_of(evaluation, form, annual);
}

bool
fl_statement_has_guise(const Form *form, bool annual)
{
	return shown_columns(form, annual) != NIL;
}

List *
fl_statement_names(const Book *book, bool annual)
{
	List	   *names = NIL;
	ListCell   *lc;

	foreach(lc, fl_form_set(fl_book_standard(book))->forms)
	{
		const Form *form = lfirst(lc);

		if (fl_statement_has_guise(form, annual))
			names = lappend(names, form->statement);
	}
	return names;
}

/* ---------- columns of a book's first year ---------- */

/*
 * The month with which a column begins that says less than its name; else 0.
 * It does where its window begins before the book, which then begins within a
 * year, or before a book that it succeeds.  For balances that is so of a
 * window that ends before the book, too: what stood "at the beginning of the
 * year" is then what the book was opened with.
 */
static Period
column_start(const Evaluation *evaluation, WindowKind window)
{
	PeriodWindow periods = fl_window_periods(window, evaluation->period);
	Period		first = evaluation->book->first_period;
	bool		is_short = evaluation->wanted_whole[window] ?
		periods.from < first && first <= periods.to :
		window == WINDOW_PRIOR_YEAR && periods.to < first &&
		period_year(first) == period_year(evaluation->period) && first != period_january(first);

	if (is_short)
		return first;
	return evaluation->wanted_whole[window] ? evaluation->before[window].from : 0;
}

void
fl_statement_notice_unknown(const Evaluation *evaluation)
{
	const Turnover *month = evaluation->turnover[WINDOW_MONTH];

	if (!turnover_is_known(month))
		fl_brought_notice(evaluation->book, month->brought_through);
}

void
fl_statement_notice_given(const StatementResult *result)
{
	StringInfoData names;
	ListCell   *lc;

	if (result->given == NIL)
		return;
	initStringInfo(&names);
	foreach(lc, result->given)
		appendStringInfo(&names, "%s\"%s\"", names.len == 0 ? "" : ", ",
						 ((const FormLine *) lfirst(lc))->item_id);
	ereport(NOTICE,
			(errmsg_plural("line %s of statement \"%s\" is not provided (未提供)",
						   "lines %s of statement \"%s\" are not provided (未提供)",
						   list_length(result->given), names.data, result->statement),
			 errdetail("What is given comes from outside and is in no book: figures of it, and of what is made of it, are null.")));
}

static void
notice_short(const Evaluation *evaluation, const StatementResult *result, const Period *starts, Period start)
{
	StringInfoData names;
	int			count = 0;

	initStringInfo(&names);
	for (int i = 0; i < result->column_count; i++)
	{
		if (starts[i] == start)
			appendStringInfo(&names, "%s\"%s\"", count++ == 0 ? "" : " and ", result->column_name[i]);
	}
	ereport(NOTICE,
			(count == 1 ?
			 errmsg("column %s of book \"%s\" begins with period %s",
					names.data, evaluation->book->code, fl_period_text(start)) :
			 errmsg("columns %s of book \"%s\" begin with period %s",
					names.data, evaluation->book->code, fl_period_text(start))));
}

/* Has a column before this one begun with the same month? */
static bool
is_told(const Period *starts, int column)
{
	for (int i = 0; i < column; i++)
	{
		if (starts[i] == starts[column])
			return true;
	}
	return false;
}

void
fl_statement_notice_short_columns(const Evaluation *evaluation, const StatementResult *result)
{
	Period	   *starts = palloc(Max(result->column_count, 1) * sizeof(Period));

	for (int i = 0; i < result->column_count; i++)
		starts[i] = column_start(evaluation, result->column_window[i]);
	for (int i = 0; i < result->column_count; i++)
	{
		if (starts[i] != 0 && !is_told(starts, i))
			notice_short(evaluation, result, starts, starts[i]);
	}
}

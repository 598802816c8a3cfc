/*
 * statement.c
 *		会计报表: the forms of a book's standard, evaluated.
 */
#include "postgres.h"

#include "ledger/brought_forward.h"
#include "lib/stringinfo.h"
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
	foreach(lc, columns)
	{
		const FormColumn *column = lfirst(lc);
		int			i = result->column_count++;

		result->column_no[i] = column->column_no;
		result->column_name[i] = column->name;
		result->column_window[i] = column->window;
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

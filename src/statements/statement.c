/*
 * statement.c
 *		会计报表: the statements of a book, as rows.
 *
 * By default a statement is enforced: it is not shown while an error rule of
 * its form fails (会计基础工作规范第六十七条).  Figures and rules are of one
 * evaluation, so of one moment.  statement.sql declares the functions.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/errors.h"
#include "statements/judge.h"
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
			fl_evaluate(evaluation, &line->formula, column->window);

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

List *
fl_statement_names(const Book *book)
{
	List	   *names = NIL;
	ListCell   *lc;

	foreach(lc, fl_form_set(book_standard(book))->forms)
		names = lappend(names, ((const Form *) lfirst(lc))->statement);
	return names;
}

/* ---------- columns of a book's first year ---------- */

/*
 * Does the column say less than its name?  It does where its window begins
 * before the book, which then begins within a year.  For balances that is so
 * of a window that ends before the book, too: what stood "at the beginning of
 * the year" is then what the book was opened with.
 */
static bool
column_is_short(const Evaluation *evaluation, WindowKind window)
{
	PeriodWindow periods = fl_window_periods(window, evaluation->period);
	Period		first = evaluation->book->first_period;

	if (window == WINDOW_PRIOR_YEAR && !evaluation->wanted_whole[window])
		return periods.to < first && period_year(first) == period_year(evaluation->period) &&
			first != period_january(first);
	return periods.from < first && first <= periods.to;
}

void
fl_statement_notice_short_columns(const Evaluation *evaluation, const StatementResult *result)
{
	StringInfoData names;
	char		first[PERIOD_TEXT_SIZE];
	int			count = 0;

	initStringInfo(&names);
	for (int i = 0; i < result->column_count; i++)
	{
		if (!column_is_short(evaluation, result->column_window[i]))
			continue;
		appendStringInfo(&names, "%s\"%s\"", count == 0 ? "" : " and ", result->column_name[i]);
		count++;
	}
	if (count == 0)
		return;
	fl_period_print(evaluation->book->first_period, first);
	ereport(NOTICE,
			(count == 1 ?
			 errmsg("column %s of book \"%s\" begins with period %s",
					names.data, evaluation->book->code, first) :
			 errmsg("columns %s of book \"%s\" begin with period %s",
					names.data, evaluation->book->code, first)));
}

/* ---------- one statement, enforced or not ---------- */

typedef struct StatementCall
{
	const char *statement;
	const Book *book;
	Period		period;
	int			layers;
	bool		enforce;
	bool		annual;
} StatementCall;

static void
enforce_rules(Evaluation *evaluation, RuleChoice choice)
{
	fl_articulation_enforce(evaluation->book, evaluation->period,
							fl_rules_judge(evaluation, choice), choice.form->statement,
							fl_evaluation_month_is_closed(evaluation));
}

static StatementResult *
make_statement(const StatementCall *call)
{
	Evaluation *evaluation = fl_evaluation_begin(call->book, call->period, call->layers);
	RuleChoice	guards = {
		.form = fl_form_required(evaluation->forms, call->statement), .errors_only = true
	};
	StatementResult *result;

	fl_statement_want(evaluation, guards.form, call->annual);
	if (call->enforce)
		fl_rules_want(evaluation, guards);
	fl_evaluation_load(evaluation);
	if (call->enforce)
		enforce_rules(evaluation, guards);
	result = fl_statement_of(evaluation, guards.form, call->annual);
	fl_statement_notice_short_columns(evaluation, result);
	return result;
}

/* ---------- the named forms ---------- */

#define NAMED_COLUMNS	6

/* The figure of the first column over the window; NULL where there is none. */
static Datum
figure_over(const StatementResult *result, const StatementFigures *line, WindowKind window,
			bool *is_null)
{
	for (int i = 0; i < result->column_count; i++)
	{
		if (result->column_window[i] == window)
		{
			*is_null = line->is_null[i];
			return line->figures[i];
		}
	}
	*is_null = true;
	return (Datum) 0;
}

static void
put_named(ReturnSetInfo *rsinfo, const StatementResult *result, WindowKind left, WindowKind right)
{
	ListCell   *lc;

	foreach(lc, result->lines)
	{
		const StatementFigures *line = lfirst(lc);
		Datum		values[NAMED_COLUMNS];
		bool		nulls[NAMED_COLUMNS] = {false};
		int			i = 0;

		values[i++] = Int32GetDatum(line->line_no);
		values[i++] = CStringGetTextDatum(line->item_id);
		values[i++] = CStringGetTextDatum(line->item);
		values[i++] = Int32GetDatum(line->level);
		values[i] = figure_over(result, line, left, &nulls[i]);
		i++;
		values[i] = figure_over(result, line, right, &nulls[i]);
		i++;
		Assert(i == NAMED_COLUMNS);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
}

static Datum
named_statement(FunctionCallInfo fcinfo, const char *statement, WindowKind left, WindowKind right)
{
	static const char *const names[] = {"book", "period", "basis", "enforce"};
	StatementCall call = {.statement = statement};
	LedgerCall	ledger;

	fl_require_arguments(fcinfo, names);
	call.layers = fl_report_layers(PG_GETARG_DATUM(2));
	call.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	call.period = fl_report_period_of(fcinfo, 1, call.book);
	call.enforce = PG_GETARG_BOOL(3);
	InitMaterializedSRF(fcinfo, 0);

	fl_ledger_enter(&ledger);
	put_named((ReturnSetInfo *) fcinfo->resultinfo, make_statement(&call), left, right);
	fl_ledger_leave(&ledger);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(fl_balance_sheet);

Datum
fl_balance_sheet(PG_FUNCTION_ARGS)
{
	return named_statement(fcinfo, "balance_sheet", WINDOW_PRIOR_YEAR, WINDOW_MONTH);
}

PG_FUNCTION_INFO_V1(fl_income_expenditure);

Datum
fl_income_expenditure(PG_FUNCTION_ARGS)
{
	return named_statement(fcinfo, "income_expenditure", WINDOW_MONTH, WINDOW_YEAR_TO_DATE);
}

/* ---------- any form ---------- */

#define STATEMENT_COLUMNS	7

static void
put_figure(ReturnSetInfo *rsinfo, const StatementResult *result, const StatementFigures *line,
		   int column)
{
	Datum		values[STATEMENT_COLUMNS];
	bool		nulls[STATEMENT_COLUMNS] = {false};
	int			i = 0;

	values[i++] = Int32GetDatum(line->line_no);
	values[i++] = CStringGetTextDatum(line->item_id);
	values[i++] = CStringGetTextDatum(line->item);
	values[i++] = Int32GetDatum(line->level);
	values[i++] = Int32GetDatum(result->column_no[column]);
	values[i++] = CStringGetTextDatum(result->column_name[column]);
	nulls[i] = line->is_null[column];
	values[i++] = line->figures[column];
	Assert(i == STATEMENT_COLUMNS);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

static void
put_statement(ReturnSetInfo *rsinfo, const StatementResult *result)
{
	ListCell   *lc;

	foreach(lc, result->lines)
	{
		CHECK_FOR_INTERRUPTS();
		for (int column = 0; column < result->column_count; column++)
			put_figure(rsinfo, result, lfirst(lc), column);
	}
}

PG_FUNCTION_INFO_V1(fl_statement);

Datum
fl_statement(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"book", "statement", "period", "basis", "enforce", "annual"
	};
	StatementCall call;
	LedgerCall	ledger;

	fl_require_arguments(fcinfo, names);
	call = (StatementCall) {
		.statement = TextDatumGetCString(PG_GETARG_DATUM(1)),
		.layers = fl_report_layers(PG_GETARG_DATUM(3)),
		.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ),
		.enforce = PG_GETARG_BOOL(4),
		.annual = PG_GETARG_BOOL(5)
	};
	call.period = fl_report_period_of(fcinfo, 2, call.book);
	/* A year's form is of its end, whichever of its months is named. */
	if (call.annual)
		call.period = period_january(call.period) + 11;
	InitMaterializedSRF(fcinfo, 0);

	fl_ledger_enter(&ledger);
	put_statement((ReturnSetInfo *) fcinfo->resultinfo, make_statement(&call));
	fl_ledger_leave(&ledger);
	return (Datum) 0;
}

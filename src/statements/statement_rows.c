/*
 * statement_rows.c
 *		会计报表: statements as rows, one or all of them.
 *
 * By default a statement is enforced: it is not shown while an error rule of
 * its form fails (会计基础工作规范第六十七条).  Figures and rules are of one
 * evaluation, so of one moment.  Of the whole pack (一套报表) nothing is
 * enforced: who takes it gets the verdicts with it.  statement.sql declares
 * the functions.
 */
#include "postgres.h"

#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/words.h"
#include "statements/articulation.h"
#include "statements/statement.h"

/* ---------- one statement, enforced or not ---------- */

typedef struct StatementCall
{
	ReportScope scope;
	const char *statement;
	bool		enforce;
	bool		annual;
} StatementCall;

static void
enforce_rules(Evaluation *evaluation, RuleChoice choice)
{
	fl_articulation_enforce(evaluation->book, evaluation->period,
							fl_rules_judge(evaluation, choice), choice.form->statement);
}

static StatementResult *
make_statement(const StatementCall *call)
{
	const ReportScope *scope = &call->scope;
	Evaluation *evaluation = fl_evaluation_begin(scope->book, scope->period, scope->layers);
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
	fl_statement_name_as_issued(evaluation, result, call->annual);
	fl_statement_notice_unknown(evaluation);
	fl_statement_notice_given(result);
	fl_statement_notice_short_columns(evaluation, result);
	return result;
}

/* ---------- the named forms ---------- */

static void
add_line(Report *report, const StatementFigures *line)
{
	report_add_int32(report, line->line_no);
	report_add_text(report, line->item_id);
	report_add_text(report, line->item);
	report_add_int32(report, line->level);
}

/* The figure of the first column over the window; NULL where there is none. */
static void
add_figure_over(Report *report, const StatementResult *result, const StatementFigures *line,
				WindowKind window)
{
	for (int i = 0; i < result->column_count; i++)
	{
		if (result->column_window[i] == window)
		{
			report_add_nullable(report, line->figures[i], line->is_null[i]);
			return;
		}
	}
	report_add_nulls(report, 1);
}

static Datum
named_statement(FunctionCallInfo fcinfo, const char *statement, WindowKind left, WindowKind right)
{
	static const char *const names[] = {"book", "period", "basis", "enforce"};
	StatementCall call = {.statement = statement};
	StatementResult *result;
	Report		report;
	LedgerCall	ledger;
	ListCell   *lc;

	fl_report_begin(&report, fcinfo, names);
	call.scope = fl_report_scope(fcinfo, 1, 2);
	call.enforce = PG_GETARG_BOOL(3);

	fl_ledger_enter(&ledger);
	result = make_statement(&call);
	foreach(lc, result->lines)
	{
		fl_report_begin_row(&report);
		add_line(&report, lfirst(lc));
		add_figure_over(&report, result, lfirst(lc), left);
		add_figure_over(&report, result, lfirst(lc), right);
		fl_report_end_row(&report);
	}
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

/* Seven columns: those of a line, and a column of it. */
static void
add_figure(Report *report, const StatementResult *result, const StatementFigures *line, int column)
{
	add_line(report, line);
	report_add_int32(report, result->column_no[column]);
	report_add_text(report, result->column_name[column]);
	report_add_nullable(report, line->figures[column], line->is_null[column]);
}

static void
put_statement(Report *report, const StatementResult *result)
{
	ListCell   *lc;

	foreach(lc, result->lines)
	{
		for (int column = 0; column < result->column_count; column++)
		{
			fl_report_begin_row(report);
			add_figure(report, result, lfirst(lc), column);
			fl_report_end_row(report);
		}
	}
}

PG_FUNCTION_INFO_V1(fl_statement);

Datum
fl_statement(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"book", "statement", "period", "basis", "enforce", "annual"
	};
	Report		report;
	StatementCall call;
	LedgerCall	ledger;

	fl_report_begin(&report, fcinfo, names);
	call = (StatementCall) {
		.scope = fl_report_scope(fcinfo, 2, 3),
		.statement = TextDatumGetCString(PG_GETARG_DATUM(1)),
		.enforce = PG_GETARG_BOOL(4),
		.annual = PG_GETARG_BOOL(5)
	};
	/* A year's form is of its end, whichever of its months is named. */
	if (call.annual)
		call.scope.period = period_january(call.scope.period) + 11;

	fl_ledger_enter(&ledger);
	put_statement(&report, make_statement(&call));
	fl_ledger_leave(&ledger);
	return (Datum) 0;
}

/* ---------- all forms and rules ---------- */

#define FIGURE_COLUMNS	7
#define RULE_COLUMNS	8

static void
put_pack_form(Report *report, const StatementResult *result)
{
	ListCell   *lc;

	foreach(lc, result->lines)
	{
		for (int column = 0; column < result->column_count; column++)
		{
			fl_report_begin_row(report);
			fl_report_add_word(report, "row_type", "figure");
			report_add_text(report, result->statement);
			add_figure(report, result, lfirst(lc), column);
			report_add_nulls(report, RULE_COLUMNS);
			fl_report_end_row(report);
		}
	}
}

static void
put_pack_rule(Report *report, const RuleResult *result)
{
	fl_report_begin_row(report);
	fl_report_add_word(report, "row_type", "rule");
	report_add_text(report, result->rule->form->statement);
	report_add_nulls(report, FIGURE_COLUMNS);
	fl_rule_result_add(report, result);
	fl_report_end_row(report);
}

static void
put_pack(Report *report, const ReportScope *scope)
{
	Evaluation *evaluation = fl_evaluation_begin(scope->book, scope->period, scope->layers);
	RuleChoice	all = {NULL, false};
	ListCell   *lc;

	foreach(lc, evaluation->forms->forms)
		fl_statement_want(evaluation, lfirst(lc), false);
	fl_rules_want(evaluation, all);
	fl_evaluation_load(evaluation);
	fl_statement_notice_unknown(evaluation);

	foreach(lc, evaluation->forms->forms)
	{
		StatementResult *result = fl_statement_of(evaluation, lfirst(lc), false);

		fl_statement_name_as_issued(evaluation, result, false);
		put_pack_form(report, result);
		fl_statement_notice_given(result);
		fl_statement_notice_short_columns(evaluation, result);
	}
	foreach(lc, fl_rules_judge(evaluation, all))
		put_pack_rule(report, lfirst(lc));
}

PG_FUNCTION_INFO_V1(fl_statement_pack);

Datum
fl_statement_pack(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "period", "basis"};
	Report		report;
	ReportScope scope;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, names);
	scope = fl_report_scope(fcinfo, 1, 2);

	fl_ledger_enter(&call);
	put_pack(&report, &scope);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

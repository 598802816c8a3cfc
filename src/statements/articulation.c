/*
 * articulation.c
 *		勾稽: the rules that hold within and between the statements of a book,
 *		shown and enforced.
 *
 * judge.c judges them; articulation.sql declares the function.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/words.h"
#include "server/errors.h"
#include "statements/articulation.h"

List *
fl_articulation_results(const Book *book, Period period, int layers)
{
	Evaluation *evaluation = fl_evaluation_begin(book, period, layers);
	RuleChoice	all = {NULL, false};

	fl_rules_want(evaluation, all);
	fl_evaluation_load(evaluation);
	return fl_rules_judge(evaluation, all);
}

/* ---------- enforcing ---------- */

static char *
figure_text(Rational value)
{
	bool		is_null;

	return DatumGetCString(DirectFunctionCall1(numeric_out, fl_rational_figure(value, &is_null)));
}

/* At a close there is no working paper to be had from the same call. */
static void
hint_at_rules(const Book *book, const char *month, const RuleResult *result, bool is_close)
{
	if (result->is_of_brought)
		errhint("The right side was brought forward: where that is wrong, fund.withdraw_brought_forward(%s, '…') takes it back; where the opening is, correct it.",
				quote_literal_cstr(book->code));
	else if (is_close)
		errhint("fund.articulation(%s, '%s') shows every rule.", quote_literal_cstr(book->code), month);
	else
		errhint("Pass enforce => false to see the working paper.");
}

static void
report_failure(const Book *book, Period period, const RuleResult *result, bool is_close)
{
	char		month[PERIOD_TEXT_SIZE];

	fl_period_print(period, month);
	ereport(result->rule->is_error ? ERROR : WARNING,
			(errcode(result->rule->is_error ? ERRCODE_RULE_FAILED : ERRCODE_WARNED_RULE),
			 errmsg("rule \"%s\" of statement \"%s\" does not hold in %s of book \"%s\"%s",
					result->rule->rule, result->rule->form->statement, month, book->code,
					result->layers & LAYER_ACCRUAL ? " on the accrual basis" : ""),
			 errdetail("%s: the left side is %s, the right side is %s, the difference is %s.",
					   result->rule->name, figure_text(result->lhs), figure_text(result->rhs),
					   figure_text(result->difference)),
			 hint_at_rules(book, month, result, is_close)));
}

/* A rule that its standard has spoiled guards nothing, which must not pass for having been kept. */
static void
report_defect(const Book *book, Period period, const RuleResult *result)
{
	char		month[PERIOD_TEXT_SIZE];

	fl_period_print(period, month);
	ereport(result->rule->is_error ? ERROR : WARNING,
			(errcode(result->rule->is_error ? result->defect : ERRCODE_WARNED_RULE),
			 errmsg("rule \"%s\" of statement \"%s\" cannot be evaluated in %s of book \"%s\"",
					result->rule->rule, result->rule->form->statement, month, book->code),
			 errdetail_internal("%s: %s", result->rule->name, result->reason),
			 errhint("Correct the formula in standard \"%s\".", fl_book_standard(book)->code)));
}

void
fl_articulation_enforce(const Book *book, Period period, List *results, const char *statement)
{
	bool		is_close = statement == NULL;
	ListCell   *lc;

	foreach(lc, results)
	{
		const RuleResult *result = lfirst(lc);

		if (!is_close && (!result->rule->is_error ||
						  strcmp(result->rule->form->statement, statement) != 0))
			continue;
		if (result->defect != 0)
			report_defect(book, period, result);
		else if (result->outcome == RULE_FAIL)
			report_failure(book, period, result, is_close);
	}
}

/* ---------- fund.articulation ---------- */

static const char *const outcome_name[] = {
	[RULE_PASS] = "pass",
	[RULE_FAIL] = "fail",
	[RULE_NOT_DUE] = "not due",
	[RULE_NOT_EVALUABLE] = "not evaluable",
};

/* Neither side is shown where one has no value. */
static void
add_side(Report *report, const RuleResult *result, Rational side)
{
	bool		is_null = true;
	Datum		figure = result->evaluated ? fl_rational_figure(side, &is_null) : (Datum) 0;

	report_add_nullable(report, figure, is_null);
}

void
fl_rule_result_add(Report *report, const RuleResult *result)
{
	const char *reason = result->reason;

	if (reason == NULL && result->rule->at_close)
		reason = "judged at the close";
	report_add_text(report, result->rule->rule);
	report_add_text(report, result->rule->name);
	add_side(report, result, result->lhs);
	add_side(report, result, result->rhs);
	add_side(report, result, result->difference);
	fl_report_add_word(report, "severity", result->rule->is_error ? "error" : "warning");
	fl_report_add_word(report, "verdict", outcome_name[result->outcome]);
	fl_report_add_word(report, "reason", reason);
}

PG_FUNCTION_INFO_V1(fl_articulation);

Datum
fl_articulation(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "period", "basis"};
	Report		report;
	ReportScope scope;
	LedgerCall	call;
	ListCell   *lc;

	fl_report_begin(&report, fcinfo, names);
	scope = fl_report_scope(fcinfo, 1, 2);

	fl_ledger_enter(&call);
	foreach(lc, fl_articulation_results(scope.book, scope.period, scope.layers))
	{
		fl_report_begin_row(&report);
		fl_rule_result_add(&report, lfirst(lc));
		fl_report_end_row(&report);
	}
	fl_ledger_leave(&call);
	return (Datum) 0;
}

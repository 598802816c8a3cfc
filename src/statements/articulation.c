/*
 * articulation.c
 *		勾稽: the rules that hold within and between the statements of a book,
 *		shown and enforced.
 *
 * judge.c judges them; articulation.sql declares the function.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/errors.h"
#include "statements/judge.h"
#include "statements/statement.h"

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
			 is_close ?
			 errhint("fund.articulation(%s, '%s') shows every rule.", quote_literal_cstr(book->code), month) :
			 errhint("Pass enforce => false to see the working paper.")));
}

void
fl_articulation_enforce(const Book *book, Period period, List *results,
						const char *statement, bool closing)
{
	bool		is_close = statement == NULL;
	ListCell   *lc;

	foreach(lc, results)
	{
		const RuleResult *result = lfirst(lc);

		if (result->outcome == RULE_FAIL &&
			(statement == NULL || strcmp(result->rule->form->statement, statement) == 0) &&
			(closing || !result->rule->at_close) &&
			(result->rule->is_error || (is_close && closing)))
			report_failure(book, period, result, is_close);
	}
}

/* ---------- fund.articulation ---------- */

static const char *const outcome_name[] = {
	[RULE_PASS] = "pass",
	[RULE_FAIL] = "fail",
	[RULE_NOT_EVALUABLE] = "not evaluable",
};

/* Neither side is shown where one has no value. */
static void
put_side(const RuleResult *result, Rational side, Datum *value, bool *is_null)
{
	*value = (Datum) 0;
	*is_null = !result->evaluated;
	if (result->evaluated)
		*value = fl_rational_figure(side, is_null);
}

void
fl_rule_result_values(const RuleResult *result, Datum *values, bool *nulls)
{
	const char *reason = result->reason;
	int			i = 0;

	if (reason == NULL && result->rule->at_close)
		reason = "judged at the close";
	values[i++] = CStringGetTextDatum(result->rule->rule);
	values[i++] = CStringGetTextDatum(result->rule->name);
	put_side(result, result->lhs, &values[i], &nulls[i]);
	i++;
	put_side(result, result->rhs, &values[i], &nulls[i]);
	i++;
	put_side(result, result->difference, &values[i], &nulls[i]);
	i++;
	values[i++] = CStringGetTextDatum(result->rule->is_error ? "error" : "warning");
	values[i++] = CStringGetTextDatum(outcome_name[result->outcome]);
	nulls[i] = reason == NULL;
	values[i++] = reason == NULL ? (Datum) 0 : CStringGetTextDatum(reason);
	Assert(i == RULE_RESULT_COLUMNS);
}

/* "row" is empty before and after. */
static void
put_result(ReturnSetInfo *rsinfo, const RuleResult *result, MemoryContext row)
{
	Datum		values[RULE_RESULT_COLUMNS];
	bool		nulls[RULE_RESULT_COLUMNS] = {false};
	MemoryContext caller = MemoryContextSwitchTo(row);

	fl_rule_result_values(result, values, nulls);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(row);
}

PG_FUNCTION_INFO_V1(fl_articulation);

Datum
fl_articulation(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "period", "basis"};
	const Book *book;
	List	   *results;
	ListCell   *lc;
	MemoryContext row;
	LedgerCall	call;
	Period		period;
	int			layers;

	fl_require_arguments(fcinfo, names);
	layers = fl_report_layers(PG_GETARG_DATUM(2));
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	period = fl_report_period_of(fcinfo, 1, book);
	InitMaterializedSRF(fcinfo, 0);

	fl_ledger_enter(&call);
	results = fl_articulation_results(book, period, layers);
	row = AllocSetContextCreate(CurrentMemoryContext, "fundledger row", ALLOCSET_DEFAULT_SIZES);
	foreach(lc, results)
		put_result((ReturnSetInfo *) fcinfo->resultinfo, lfirst(lc), row);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/*
 * statement_pack.c
 *		一套报表: every form and every rule of a book and period in one evaluation,
 *		so of one moment.
 *
 * A row is a figure or a rule.  Nothing is enforced: who takes the whole pack
 * gets the verdicts with it.  statement.sql declares the function.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "statements/judge.h"
#include "statements/statement.h"

/* row_type and statement; then seven of a figure; then those of a rule. */
#define FIRST_FIGURE_COLUMN		2
#define FIRST_RULE_COLUMN		9
#define PACK_COLUMNS			(FIRST_RULE_COLUMN + RULE_RESULT_COLUMNS)

static void
begin_row(Datum *values, bool *nulls, const char *type, const char *statement)
{
	memset(nulls, true, PACK_COLUMNS * sizeof(bool));
	nulls[0] = nulls[1] = false;
	values[0] = CStringGetTextDatum(type);
	values[1] = CStringGetTextDatum(statement);
}

static void
put_figure(ReturnSetInfo *rsinfo, const StatementResult *result, const StatementFigures *line,
		   int column)
{
	Datum		values[PACK_COLUMNS] = {0};
	bool		nulls[PACK_COLUMNS];
	int			i = FIRST_FIGURE_COLUMN;

	begin_row(values, nulls, "figure", result->statement);
	memset(&nulls[i], false, (FIRST_RULE_COLUMN - i) * sizeof(bool));
	values[i++] = Int32GetDatum(line->line_no);
	values[i++] = CStringGetTextDatum(line->item_id);
	values[i++] = CStringGetTextDatum(line->item);
	values[i++] = Int32GetDatum(line->level);
	values[i++] = Int32GetDatum(result->column_no[column]);
	values[i++] = CStringGetTextDatum(result->column_name[column]);
	nulls[i] = line->is_null[column];
	values[i++] = line->figures[column];
	Assert(i == FIRST_RULE_COLUMN);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

static void
put_form(ReturnSetInfo *rsinfo, const StatementResult *result)
{
	ListCell   *lc;

	foreach(lc, result->lines)
	{
		CHECK_FOR_INTERRUPTS();
		for (int column = 0; column < result->column_count; column++)
			put_figure(rsinfo, result, lfirst(lc), column);
	}
}

/* "row" is empty before and after. */
static void
put_rule(ReturnSetInfo *rsinfo, const RuleResult *result, MemoryContext row)
{
	Datum		values[PACK_COLUMNS] = {0};
	bool		nulls[PACK_COLUMNS];
	MemoryContext caller = MemoryContextSwitchTo(row);

	begin_row(values, nulls, "rule", result->rule->form->statement);
	memset(&nulls[FIRST_RULE_COLUMN], false, RULE_RESULT_COLUMNS * sizeof(bool));
	fl_rule_result_values(result, &values[FIRST_RULE_COLUMN], &nulls[FIRST_RULE_COLUMN]);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(row);
}

static void
put_pack(ReturnSetInfo *rsinfo, const Book *book, Period period, int layers)
{
	Evaluation *evaluation = fl_evaluation_begin(book, period, layers);
	RuleChoice	all = {NULL, false};
	MemoryContext row = AllocSetContextCreate(CurrentMemoryContext, "fundledger row",
											  ALLOCSET_DEFAULT_SIZES);
	ListCell   *lc;

	foreach(lc, evaluation->forms->forms)
		fl_statement_want(evaluation, lfirst(lc), false);
	fl_rules_want(evaluation, all);
	fl_evaluation_load(evaluation);

	foreach(lc, evaluation->forms->forms)
	{
		StatementResult *result = fl_statement_of(evaluation, lfirst(lc), false);

		put_form(rsinfo, result);
		fl_statement_notice_short_columns(evaluation, result);
	}
	foreach(lc, fl_rules_judge(evaluation, all))
		put_rule(rsinfo, lfirst(lc), row);
}

PG_FUNCTION_INFO_V1(fl_statement_pack);

Datum
fl_statement_pack(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "period", "basis"};
	const Book *book;
	LedgerCall	call;
	Period		period;
	int			layers;

	fl_require_arguments(fcinfo, names);
	layers = fl_report_layers(PG_GETARG_DATUM(2));
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	period = fl_report_period_of(fcinfo, 1, book);
	InitMaterializedSRF(fcinfo, 0);

	fl_ledger_enter(&call);
	put_pack((ReturnSetInfo *) fcinfo->resultinfo, book, period, layers);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/*
 * attribute.c
 *		The vouchers that a rule's difference comes from.
 *
 * A rule is linear, so left less right side is a sum over vouchers: each
 * contributes what the two formulas make of it.  Those that contribute nothing
 * are not shown, nor is anything of a rule that has no value.  What stood
 * before the rule's window is one row; so is a right side that is of other
 * books, whose vouchers are for those to see who may read them, or of issued
 * statements.  explain.sql declares the function.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/tuplestore.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledgers/breakdown.h"
#include "ledgers/voucher_numbers.h"
#include "statements/judge.h"
#include "types/amount.h"

PGDLLEXPORT Datum fl_journal_out(PG_FUNCTION_ARGS);

typedef struct Attribution
{
	const FormRule *rule;
	Breakdown  *breakdown;
	VoucherNumbers numbers;
	RunningSum	sum;			/* of what has been written */
	ReturnSetInfo *result;
} Attribution;

/* ---------- rows ---------- */

/* kind, voucher_id, voucher_date, voucher_kind, number, summary, journal, contribution */
#define ATTRIBUTION_COLUMNS		8

static void
put_voucher(Attribution *attribution, const ScannedVoucher *voucher, Rational contribution)
{
	const VoucherNumber *number = fl_voucher_number(&attribution->numbers, voucher->day,
													voucher->voucher_id);
	Datum		journal = DirectFunctionCall1(fl_journal_out, PointerGetDatum(voucher->journal));
	Datum		values[ATTRIBUTION_COLUMNS] = {0};
	bool		nulls[ATTRIBUTION_COLUMNS] = {false};
	int			i = 0;

	values[i++] = CStringGetTextDatum("voucher");
	values[i++] = Int64GetDatum(voucher->voucher_id);
	values[i++] = DateADTGetDatum(voucher->day);
	values[i++] = CStringGetTextDatum(fl_voucher_kind_name[voucher->kind]);
	nulls[i] = number == NULL;
	values[i++] = number == NULL ? (Datum) 0 : Int32GetDatum(number->number);
	values[i++] = PointerGetDatum(voucher->summary);
	values[i++] = CStringGetTextDatum(DatumGetCString(journal));
	values[i++] = fl_numeric_from_total(running_sum_add(&attribution->sum, contribution));
	Assert(i == ATTRIBUTION_COLUMNS);
	tuplestore_putvalues(attribution->result->setResult, attribution->result->setDesc,
						 values, nulls);
}

static void
put_other(const Attribution *attribution, const char *kind, Datum contribution)
{
	Datum		values[ATTRIBUTION_COLUMNS] = {0};
	bool		nulls[ATTRIBUTION_COLUMNS];

	memset(nulls, true, sizeof(nulls));
	nulls[0] = nulls[ATTRIBUTION_COLUMNS - 1] = false;
	values[0] = CStringGetTextDatum(kind);
	values[ATTRIBUTION_COLUMNS - 1] = contribution;
	tuplestore_putvalues(attribution->result->setResult, attribution->result->setDesc,
						 values, nulls);
}

/* ---------- contributions ---------- */

static void
put_brought_forward(Attribution *attribution)
{
	const Breakdown *breakdown = attribution->breakdown;
	Rational	before = rational_from_total(0);

	for (int i = 0; i < breakdown->count; i++)
	{
		if (is_leaf(&breakdown->nodes[i]))
			before = fl_rational_add(before,
									 fl_breakdown_brought_forward(breakdown, &breakdown->nodes[i]));
	}
	if (before.numerator != 0)
		put_other(attribution, "brought forward",
				  fl_numeric_from_total(running_sum_add(&attribution->sum, before)));
}

static Rational
contribution(const Breakdown *breakdown, const ScannedVoucher *voucher)
{
	Rational	sum = rational_from_total(0);
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		for (int i = 0; i < breakdown->count; i++)
		{
			const BreakdownNode *node = &breakdown->nodes[i];
			int			sign = is_leaf(node) ?
				fl_breakdown_line_sign(breakdown, node, voucher->kind, &line) : 0;

			if (sign != 0)
				sum = fl_rational_add(sum, breakdown_part(node, sign * (int128) line.amount));
		}
	}
	return sum;
}

static void
visit_voucher(void *argument, const ScannedVoucher *voucher)
{
	Attribution *attribution = argument;
	Rational	part = contribution(attribution->breakdown, voucher);

	if (part.numerator != 0)
		put_voucher(attribution, voucher, part);
}

/* What the book itself makes of the difference. */
static void
attribute_own(Attribution *attribution)
{
	Breakdown  *breakdown = attribution->breakdown;
	Rational	expected;

	fl_breakdown_add(breakdown, &attribution->rule->lhs, 0, 1);
	if (attribution->rule->rhs_of == RHS_OF_BOOK)
		fl_breakdown_add(breakdown, &attribution->rule->rhs, 0, -1);
	fl_breakdown_evaluate(breakdown);
	expected = fl_breakdown_sum(breakdown, 0, breakdown->count);

	put_brought_forward(attribution);
	fl_breakdown_scan(breakdown, visit_voucher, attribution);
	if (rational_subtract(expected, attribution->sum.exact).numerator != 0)
		fl_breakdown_report_disagreement(breakdown, expected, attribution->sum.exact);
}

/* What is left of the difference is not of the book. */
static void
attribute_right_side(const Attribution *attribution, Datum difference)
{
	Datum		own = fl_numeric_from_total(attribution->sum.rounded);

	if (attribution->rule->rhs_of == RHS_OF_BOOK)
		return;
	put_other(attribution,
			  attribution->rule->rhs_of == RHS_OF_ISSUED ? "issued statement" : "lower books",
			  DirectFunctionCall2(numeric_sub, difference, own));
}

/* Called between fl_ledger_enter and fl_ledger_leave. */
static void
attribute(Attribution *attribution, Evaluation *evaluation)
{
	RuleChoice	only = {.rule = attribution->rule};
	const RuleResult *result;
	bool		is_null;

	fl_rules_want(evaluation, only);
	fl_evaluation_load(evaluation);
	result = linitial(fl_rules_judge(evaluation, only));
	if (!result->evaluated)
		return;
	attribution->breakdown = fl_breakdown_begin(evaluation, attribution->rule->window);
	fl_voucher_numbers_init(&attribution->numbers, evaluation->book);
	attribute_own(attribution);
	attribute_right_side(attribution, fl_rational_figure(result->difference, &is_null));
}

/* ---------- SQL ---------- */

static const FormRule *
rule_argument(const FormSet *forms, const char *rule)
{
	ListCell   *lc;

	foreach(lc, forms->rules)
	{
		const FormRule *found = lfirst(lc);

		if (strcmp(found->rule, rule) == 0)
			return found;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("standard \"%s\" has no rule \"%s\"", forms->standard->code, rule),
			 errhint("The table ledger.articulation lists the rules.")));
}

PG_FUNCTION_INFO_V1(fl_attribute);
Datum
fl_attribute(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "rule", "period", "basis"};
	Attribution attribution = {.sum = running_sum()};
	Evaluation *evaluation;
	const Book *book;
	LedgerCall	call;
	Period		period;
	int			layers;

	fl_require_arguments(fcinfo, names);
	layers = fl_report_layers(PG_GETARG_DATUM(3));
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	period = fl_report_period_of(fcinfo, 2, book);
	InitMaterializedSRF(fcinfo, 0);
	attribution.result = (ReturnSetInfo *) fcinfo->resultinfo;

	fl_ledger_enter(&call);
	evaluation = fl_evaluation_begin(book, period, layers);
	attribution.rule = rule_argument(evaluation->forms, TextDatumGetCString(PG_GETARG_DATUM(1)));
	attribute(&attribution, evaluation);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

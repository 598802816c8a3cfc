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

#include "utils/fmgrprotos.h"

#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/words.h"
#include "ledgers/breakdown.h"
#include "ledgers/voucher_numbers.h"
#include "statements/judge.h"
#include "types/amount.h"

typedef struct Attribution
{
	const FormRule *rule;
	Breakdown  *breakdown;
	VoucherNumbers numbers;
	RunningSum	sum;			/* of what has been written */
	Report	   *report;
} Attribution;

/* ---------- rows ---------- */

static void
put_voucher(Attribution *attribution, const Voucher *voucher, Rational contribution)
{
	Report	   *report = attribution->report;
	const VoucherNumber *number;

	fl_report_begin_row(report);
	number = fl_voucher_number(&attribution->numbers, voucher->date, voucher->voucher_id);
	fl_report_add_word(report, "part", "voucher");
	report_add_int64(report, voucher->voucher_id);
	report_add_date(report, voucher->date);
	report_add_text(report, fl_report_kind_names(report)[voucher->kind]);
	report_add_nullable(report, Int32GetDatum(number == NULL ? 0 : number->number), number == NULL);
	report_add(report, PointerGetDatum(voucher->summary));
	report_add_text(report, fl_report_is_chinese(report) ?
					fl_journal_to_chinese(voucher->journal) : fl_journal_to_cstring(voucher->journal));
	report_add(report, fl_numeric_from_total(running_sum_add(&attribution->sum, contribution)));
	fl_report_end_row(report);
}

static void
put_other(const Attribution *attribution, const char *kind, Datum contribution)
{
	Report	   *report = attribution->report;

	fl_report_begin_row(report);
	fl_report_add_word(report, "part", kind);
	report_add_nulls(report, 6);
	report_add(report, contribution);
	fl_report_end_row(report);
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
contribution(const Breakdown *breakdown, const Voucher *voucher)
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
visit_voucher(void *argument, const Voucher *voucher)
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
	Report		report;
	Attribution attribution = {.report = &report, .sum = running_sum()};
	Evaluation *evaluation;
	ReportScope scope;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, names);
	scope = fl_report_scope(fcinfo, 2, 3);

	fl_ledger_enter(&call);
	evaluation = fl_evaluation_begin(scope.book, scope.period, scope.layers);
	attribution.rule = rule_argument(evaluation->forms, TextDatumGetCString(PG_GETARG_DATUM(1)));
	attribute(&attribution, evaluation);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

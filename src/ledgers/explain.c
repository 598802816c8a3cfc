/*
 * explain.c
 *		What makes a figure: lines, accounts, vouchers.
 *
 * The rows are a tree, each before those below it, and what a row contributes
 * is the sum of what the rows below it do: exactly, to the 分, of fractions
 * too (RunningSum in breakdown.h).  What stood before the window is one row an
 * account, from the balances of closed months, so that the explanation of a
 * month reads the vouchers of that month.  explain.sql declares the function.
 */
#include "postgres.h"

#include "catalog/pg_type.h"

#include "ledger/account_name.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/words.h"
#include "ledgers/breakdown.h"
#include "ledgers/voucher_numbers.h"
#include "server/row_sort.h"
#include "types/amount.h"

/* A line of a voucher as it is sorted: by the first two columns. */
enum
{
	PART_LEAF,
	PART_ORDINAL,				/* vouchers come in their order */
	PART_VOUCHER,
	PART_DAY,
	PART_KIND,
	PART_LINE_NO,
	PART_ACCOUNT,
	PART_AMOUNT,				/* as it counts in the measure, without the factor */
	PART_SUMMARY,
	PART_COLUMNS
};

static const Oid part_types[PART_COLUMNS] = {
	INT4OID, INT8OID, INT8OID, INT4OID, INT4OID, INT4OID, INT8OID, INT8OID, TEXTOID
};

typedef struct Explanation
{
	Breakdown  *breakdown;
	const FormLine *line;
	Standard   *standard;
	RowSort		parts;
	int64		part_count;
	bool		more;			/* a part is in the slot */
	VoucherNumbers numbers;
	RunningSum	sum;			/* of what has been written */
	Report	   *report;
} Explanation;

/* ---------- the lines of vouchers ---------- */

static void
keep_part(Explanation *explanation, int leaf, const Voucher *voucher,
		  const JournalLine *line, int line_no, int sign)
{
	Datum	   *values = row_sort_values(&explanation->parts);

	values[PART_LEAF] = Int32GetDatum(leaf);
	values[PART_ORDINAL] = Int64GetDatum(explanation->part_count++);
	values[PART_VOUCHER] = Int64GetDatum(voucher->voucher_id);
	values[PART_DAY] = DateADTGetDatum(voucher->date);
	values[PART_KIND] = Int32GetDatum(voucher->kind);
	values[PART_LINE_NO] = Int32GetDatum(line_no);
	values[PART_ACCOUNT] = AccountCodeGetDatum(line->account);
	values[PART_AMOUNT] = AmountGetDatum(sign * line->amount);
	values[PART_SUMMARY] = PointerGetDatum(voucher->summary);
	fl_row_sort_put(&explanation->parts);
}

static void
keep_voucher(void *argument, const Voucher *voucher)
{
	Explanation *explanation = argument;
	const Breakdown *breakdown = explanation->breakdown;
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	for (int line_no = 1; journal_reader_next(&reader, &line); line_no++)
	{
		for (int i = 0; i < breakdown->count; i++)
		{
			int			sign = is_leaf(&breakdown->nodes[i]) ?
				fl_breakdown_line_sign(breakdown, &breakdown->nodes[i], voucher->kind, &line) : 0;

			if (sign != 0)
				keep_part(explanation, i, voucher, &line, line_no, sign);
		}
	}
}

/* ---------- rows ---------- */

static void
begin_row(const Explanation *explanation, int level, const char *kind)
{
	fl_report_begin_row(explanation->report);
	report_add_int32(explanation->report, level);
	fl_report_add_word(explanation->report, "part", kind);
}

/* Statement, line, account and name: of an account. */
static void
add_account(const Explanation *explanation, AccountCode code)
{
	const Evaluation *evaluation = explanation->breakdown->evaluation;

	report_add_nulls(explanation->report, 2);
	report_add_text(explanation->report, fl_account_code_text(code));
	report_add_text(explanation->report, fl_account_name_of(evaluation->book, code, evaluation->period));
}

/* The same of a line. */
static void
add_line(const Explanation *explanation, const FormLine *line)
{
	report_add_text(explanation->report, line->form->statement);
	report_add_text(explanation->report, line->item_id);
	report_add_nulls(explanation->report, 1);
	report_add_text(explanation->report, line->item);
}

/* Voucher, day, kind, number, line and summary. */
#define VOUCHER_COLUMNS_SHOWN	6

static void
end_row(const Explanation *explanation, int128 contribution)
{
	report_add(explanation->report, fl_numeric_from_total(contribution));
	fl_report_end_row(explanation->report);
}

/* The figure itself; NULL where there is none. */
static void
put_figure(const Explanation *explanation, Rational value)
{
	bool		is_null;
	Datum		figure;

	begin_row(explanation, 0, "line");
	add_line(explanation, explanation->line);
	report_add_nulls(explanation->report, 2 + VOUCHER_COLUMNS_SHOWN);
	figure = fl_rational_figure(value, &is_null);
	report_add_nullable(explanation->report, figure, is_null);
	fl_report_end_row(explanation->report);
}

static const char *
in_language(const Report *report, const char *measure)
{
	return measure != NULL && fl_report_is_chinese(report) ?
		fl_word_in_chinese("measure", measure) : measure;
}

static const char *
measure_text(const Report *report, const BreakdownNode *node)
{
	static const char *const names[] = {
		[TERM_OPENING] = "opening",
		[TERM_CLOSING] = "closing",
		[TERM_DEBIT] = "debit",
		[TERM_CREDIT] = "credit",
		[TERM_NET] = "net",
		[TERM_LINE] = NULL,
		[TERM_OPENING_LINE] = "opening",
		[TERM_CLOSING_LINE] = "closing"
	};

	if (!is_leaf(node) || node->kind == KIND_ANY || node->type == TERM_OPENING ||
		node->type == TERM_CLOSING)
		return in_language(report, names[node->type]);
	return psprintf("%s, %s", in_language(report, names[node->type]),
					fl_report_kind_names(report)[node->kind]);
}

/* As it is written in formulas, where accounts stand on their normal side. */
static char *
factor_text(const Explanation *explanation, const BreakdownNode *node)
{
	int64		numerator = node->numerator;

	if (is_leaf(node) && node->type != TERM_DEBIT && node->type != TERM_CREDIT &&
		fl_standard_account(explanation->standard, node->code)->credit_normal)
		numerator = -numerator;
	if (node->denominator == 1)
		return psprintf(INT64_FORMAT, numerator);
	return psprintf(INT64_FORMAT "/" INT64_FORMAT, numerator, node->denominator);
}

static void
put_node(const Explanation *explanation, const BreakdownNode *node)
{
	RunningSum	with = explanation->sum;

	begin_row(explanation, node->level, is_leaf(node) ? "account" : "line");
	if (is_leaf(node))
		add_account(explanation, node->code);
	else
		add_line(explanation, node->line);
	report_add_text(explanation->report, factor_text(explanation, node));
	report_add_text(explanation->report, measure_text(explanation->report, node));
	report_add_nulls(explanation->report, VOUCHER_COLUMNS_SHOWN);
	end_row(explanation, running_sum_add(&with, node->value));
}

static void
put_brought_forward(Explanation *explanation, const BreakdownNode *leaf)
{
	Rational	before = fl_breakdown_brought_forward(explanation->breakdown, leaf);

	if (before.numerator == 0)
		return;
	begin_row(explanation, leaf->level + 1, "brought forward");
	add_account(explanation, leaf->code);
	report_add_nulls(explanation->report, 2 + VOUCHER_COLUMNS_SHOWN);
	end_row(explanation, running_sum_add(&explanation->sum, before));
}

/* The part in the slot. */
static void
put_part(Explanation *explanation, const BreakdownNode *leaf)
{
	Report	   *report = explanation->report;
	const Datum *values = explanation->parts.slot->tts_values;
	Rational	part = breakdown_part(leaf, DatumGetAmount(values[PART_AMOUNT]));
	const VoucherNumber *number;

	begin_row(explanation, leaf->level + 1, "voucher");
	number = fl_voucher_number(&explanation->numbers, DatumGetDateADT(values[PART_DAY]),
							   DatumGetInt64(values[PART_VOUCHER]));
	add_account(explanation, DatumGetAccountCode(values[PART_ACCOUNT]));
	report_add_nulls(report, 2);
	report_add(report, values[PART_VOUCHER]);
	report_add(report, values[PART_DAY]);
	report_add_text(report, fl_report_kind_names(report)[DatumGetInt32(values[PART_KIND])]);
	report_add_nullable(report, Int32GetDatum(number == NULL ? 0 : number->number), number == NULL);
	report_add(report, values[PART_LINE_NO]);
	report_add(report, values[PART_SUMMARY]);
	end_row(explanation, running_sum_add(&explanation->sum, part));
}

/* An account with what stood before and with its vouchers, which are its sum. */
static void
put_leaf(Explanation *explanation, int leaf)
{
	const BreakdownNode *node = &explanation->breakdown->nodes[leaf];
	Rational	expected = fl_rational_add(explanation->sum.exact, node->value);

	put_node(explanation, node);
	put_brought_forward(explanation, node);
	while (explanation->more &&
		   DatumGetInt32(explanation->parts.slot->tts_values[PART_LEAF]) == leaf)
	{
		put_part(explanation, node);
		explanation->more = fl_row_sort_take(&explanation->parts);
	}
	if (rational_subtract(expected, explanation->sum.exact).numerator != 0)
		fl_breakdown_report_disagreement(explanation->breakdown, expected, explanation->sum.exact);
}

static void
put_nodes(Explanation *explanation)
{
	const Breakdown *breakdown = explanation->breakdown;

	explanation->more = fl_row_sort_take(&explanation->parts);
	for (int i = 0; i < breakdown->count; i++)
	{
		if (is_leaf(&breakdown->nodes[i]))
			put_leaf(explanation, i);
		else
			put_node(explanation, &breakdown->nodes[i]);
	}
}

/* ---------- an explanation ---------- */

static void
explain_parts(Explanation *explanation)
{
	fl_voucher_numbers_init(&explanation->numbers, explanation->breakdown->evaluation->book);
	fl_row_sort_begin(&explanation->parts, part_types, PART_COLUMNS, PART_ORDINAL + 1);
	fl_breakdown_scan(explanation->breakdown, keep_voucher, explanation);
	fl_row_sort_finish(&explanation->parts);
	put_nodes(explanation);
	fl_row_sort_end(&explanation->parts);
}

/* What the year before the book took in and spent was brought forward by line. */
static void
put_brought(const Explanation *explanation, Rational value)
{
	bool		is_null;

	begin_row(explanation, 1, "brought forward");
	add_line(explanation, explanation->line);
	report_add_nulls(explanation->report, 2 + VOUCHER_COLUMNS_SHOWN);
	report_add_nullable(explanation->report, fl_rational_figure(value, &is_null), false);
	fl_report_end_row(explanation->report);
}

/* Called between fl_ledger_enter and fl_ledger_leave. */
static void
explain(Explanation *explanation, Evaluation *evaluation, WindowKind window)
{
	const FormFormula *formula = &explanation->line->formula;
	Rational	value;

	fl_evaluation_want(evaluation, formula, window);
	fl_evaluation_load(evaluation);
	value = explanation->line->is_heading ? rational_null() :
		fl_evaluate_line(evaluation, explanation->line, window);
	explanation->standard = evaluation->forms->standard;
	put_figure(explanation, value);
	if (value.is_null)
		return;
	if (evaluation->turnover[window]->before_first &&
		!(formula_is_stock(formula) && fl_evaluation_holds_end(evaluation, window)))
	{
		put_brought(explanation, value);
		return;
	}
	explanation->breakdown = fl_breakdown_begin(evaluation, window);
	fl_breakdown_add(explanation->breakdown, formula, 1, 1);
	fl_breakdown_evaluate(explanation->breakdown);
	explain_parts(explanation);
}

/* ---------- arguments ---------- */

static const FormLine *
line_argument(const FormSet *forms, const Form *form, const char *item_id)
{
	ListCell   *lc;

	foreach(lc, form->lines)
	{
		const FormLine *line = lfirst(lc);

		if (strcmp(line->item_id, item_id) == 0)
			return line;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("statement \"%s\" of standard \"%s\" has no line \"%s\"",
					form->statement, forms->standard->code, item_id),
			 errhint("The table ledger.statement_line lists the lines.")));
}

static char *
column_names(const Form *form)
{
	StringInfoData names;
	ListCell   *lc;

	initStringInfo(&names);
	foreach(lc, form->columns)
		appendStringInfo(&names, "%s\"%s\"", names.len == 0 ? "" : ", ",
						 ((const FormColumn *) lfirst(lc))->name);
	return names.data;
}

/* NULL: the column of the month itself. */
static WindowKind
column_argument(const Form *form, const char *name)
{
	ListCell   *lc;

	foreach(lc, form->columns)
	{
		const FormColumn *column = lfirst(lc);

		if (name == NULL ? column->window == WINDOW_MONTH : fl_column_is_named(column, name))
			return column->window;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 name == NULL ?
			 errmsg("statement \"%s\" has no column of the month", form->statement) :
			 errmsg("statement \"%s\" has no column \"%s\"", form->statement, name),
			 errhint("Its columns are %s.", column_names(form))));
}

#define ARGUMENT_COLUMN		4

PG_FUNCTION_INFO_V1(fl_explain);
Datum
fl_explain(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "statement", "item_id", "period", NULL, "basis"};
	Report		report;
	Explanation explanation = {.report = &report, .sum = running_sum()};
	Evaluation *evaluation;
	const Form *form;
	ReportScope scope;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, arguments);
	scope = fl_report_scope(fcinfo, 3, 5);

	fl_ledger_enter(&call);
	evaluation = fl_evaluation_begin(scope.book, scope.period, scope.layers);
	form = fl_form_required(evaluation->forms, TextDatumGetCString(PG_GETARG_DATUM(1)));
	explanation.line = line_argument(evaluation->forms, form, TextDatumGetCString(PG_GETARG_DATUM(2)));
	explain(&explanation, evaluation,
			column_argument(form, PG_ARGISNULL(ARGUMENT_COLUMN) ? NULL :
							TextDatumGetCString(PG_GETARG_DATUM(ARGUMENT_COLUMN))));
	fl_ledger_leave(&call);
	return (Datum) 0;
}

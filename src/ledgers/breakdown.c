/*
 * breakdown.c
 *		What a formula is made of: lines, down to measures of accounts.
 *
 * Follows lines into lines as evaluate.c does, and keeps what it passes.  What
 * a window's vouchers add to a leaf is the measure of evaluate.c line by line.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "ledgers/breakdown.h"
#include "types/amount.h"

/* ---------- taking a formula apart ---------- */

Breakdown *
fl_breakdown_begin(Evaluation *evaluation, WindowKind window)
{
	Breakdown  *breakdown = palloc0(sizeof(Breakdown));

	breakdown->evaluation = evaluation;
	breakdown->window = window;
	breakdown->capacity = 64;
	breakdown->nodes = palloc(breakdown->capacity * sizeof(BreakdownNode));
	return breakdown;
}

/* Lines that use others twice, and those others likewise, have no end of parts. */
#define NODES_MAX	100000

static int
add_node(Breakdown *breakdown, const BreakdownNode *node)
{
	if (breakdown->count >= NODES_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a formula has too many parts to be taken apart"),
				 errdetail("Lines replaced by their formulas, it has more than %d.", NODES_MAX),
				 errhint("Let its lines refer to each other line once.")));
	if (breakdown->count == breakdown->capacity)
	{
		breakdown->capacity *= 2;
		breakdown->nodes = repalloc_huge(breakdown->nodes,
										 breakdown->capacity * sizeof(BreakdownNode));
	}
	breakdown->nodes[breakdown->count] = *node;
	return breakdown->count++;
}

/* A product of factors in lowest terms, which fits or is refused. */
static void
multiply_factor(BreakdownNode *node, Rational factor)
{
	Rational	product = fl_rational_scale(factor, node->numerator, node->denominator);

	if (product.numerator > PG_INT64_MAX || product.numerator < -PG_INT64_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("factor of a formula is out of range"),
				 errdetail("The product of the factors of the lines that it refers to exceeds 64 bits."),
				 errhint("Give the lines that the formula is made of smaller factors.")));
	node->numerator = (int64) product.numerator;
	node->denominator = product.denominator;
}

static void add_terms(Breakdown *breakdown, const FormFormula *formula, int level,
					  Rational factor, bool as_opening);

static void
add_term(Breakdown *breakdown, const FormTerm *term, int level, Rational factor, bool as_opening)
{
	bool		opens = as_opening || term->type == TERM_OPENING_LINE;
	BreakdownNode node = {
		.level = level,
		.line = term->line,
		.type = term->type,
		.code = term->code,
		.kind = term->kind,
		.numerator = term->numerator,
		.denominator = term->denominator
	};
	int			at;

	CHECK_FOR_INTERRUPTS();
	multiply_factor(&node, factor);
	if (opens)
		node.type = term->line == NULL ? TERM_OPENING : TERM_OPENING_LINE;
	at = add_node(breakdown, &node);
	if (term->line != NULL)
		add_terms(breakdown, &term->line->formula, level + 1,
				  (Rational) {.numerator = node.numerator, .denominator = node.denominator}, opens);
	breakdown->nodes[at].end = breakdown->count;
}

static void
add_terms(Breakdown *breakdown, const FormFormula *formula, int level,
		  Rational factor, bool as_opening)
{
	check_stack_depth();
	for (int i = 0; i < formula->term_count; i++)
		add_term(breakdown, &formula->terms[i], level, factor, as_opening);
}

void
fl_breakdown_add(Breakdown *breakdown, const FormFormula *formula, int level, int64 factor)
{
	add_terms(breakdown, formula, level, rational_from_total(factor), false);
}

/* ---------- values ---------- */

/* The measure, as a formula of its own. */
static Rational
leaf_value(const Breakdown *breakdown, const BreakdownNode *leaf)
{
	FormTerm	term = {
		.type = leaf->type,
		.numerator = leaf->numerator,
		.denominator = leaf->denominator,
		.code = leaf->code,
		.kind = leaf->kind
	};
	FormFormula formula = {.term_count = 1, .terms = &term};

	return fl_evaluate(breakdown->evaluation, &formula, breakdown->window);
}

Rational
fl_breakdown_sum(const Breakdown *breakdown, int from, int to)
{
	Rational	sum = rational_from_total(0);

	for (int i = from; i < to; i++)
	{
		if (is_leaf(&breakdown->nodes[i]))
			sum = fl_rational_add(sum, breakdown->nodes[i].value);
	}
	return sum;
}

void
fl_breakdown_evaluate(Breakdown *breakdown)
{
	for (int i = breakdown->count - 1; i >= 0; i--)
	{
		BreakdownNode *node = &breakdown->nodes[i];

		CHECK_FOR_INTERRUPTS();
		node->value = is_leaf(node) ? leaf_value(breakdown, node) :
			fl_breakdown_sum(breakdown, i, node->end);
	}
}

/* ---------- before the window, and within it ---------- */

static const Turnover *
turnover(const Breakdown *breakdown)
{
	return breakdown->evaluation->turnover[breakdown->window];
}

static bool
is_balance(const BreakdownNode *leaf)
{
	return leaf->type == TERM_OPENING || leaf->type == TERM_CLOSING;
}

/* Whatever stood before the book's first month came with its opening vouchers. */
static bool
begins_with_the_book(const Breakdown *breakdown)
{
	return turnover(breakdown)->window.from <= breakdown->evaluation->book->first_period;
}

Rational
fl_breakdown_brought_forward(const Breakdown *breakdown, const BreakdownNode *leaf)
{
	const Turnover *whole = turnover(breakdown);
	int128		total = 0;

	if (!is_balance(leaf) || begins_with_the_book(breakdown))
		return rational_from_total(0);
	for (int i = 0; i < whole->count; i++)
	{
		if (account_code_is_within(whole->accounts[i].account, leaf->code))
			total += whole->accounts[i].opening;
	}
	return breakdown_part(leaf, total);
}

/* Openings alone are what stood before, unless the book came with them. */
static bool
is_moved_by_vouchers(const Breakdown *breakdown)
{
	for (int i = 0; i < breakdown->count; i++)
	{
		const BreakdownNode *node = &breakdown->nodes[i];

		if (is_leaf(node) && (node->type != TERM_OPENING || begins_with_the_book(breakdown)))
			return true;
	}
	return false;
}

/* Before the book's first month there is nothing but its opening vouchers. */
static PeriodWindow
months_to_scan(const Breakdown *breakdown)
{
	PeriodWindow months = turnover(breakdown)->window;
	Period		first = breakdown->evaluation->book->first_period;

	months.from = Max(months.from, first);
	months.to = Max(months.to, first);
	return months;
}

void
fl_breakdown_scan(const Breakdown *breakdown,
				  void (*visit) (void *argument, const Voucher *voucher),
				  void *argument)
{
	if (is_moved_by_vouchers(breakdown))
		fl_voucher_scan(breakdown->evaluation->book, months_to_scan(breakdown),
						breakdown->evaluation->layers, visit, argument);
}

int
fl_breakdown_line_sign(const Breakdown *breakdown, const BreakdownNode *leaf,
					   VoucherKind kind, const JournalLine *line)
{
	bool		counts;

	if (is_balance(leaf))
		counts = kind == KIND_OPENING ||
			(leaf->type == TERM_CLOSING && !turnover(breakdown)->before_first);
	else
		counts = is_turnover_kind(kind, leaf->kind);
	if (!counts || !account_code_is_within(line->account, leaf->code))
		return 0;
	if (leaf->type == TERM_DEBIT)
		return line->credit ? 0 : 1;
	if (leaf->type == TERM_CREDIT)
		return line->credit ? 1 : 0;
	return line->credit ? -1 : 1;
}

/* ---------- disagreement ---------- */

static Datum
figure(Rational value)
{
	bool		is_null;

	return fl_rational_figure(value, &is_null);
}

void
fl_breakdown_report_disagreement(const Breakdown *breakdown, Rational expected, Rational found)
{
	const Book *book = breakdown->evaluation->book;

	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("vouchers and balances of book \"%s\" do not agree", book->code),
			 errdetail("By the balances the sum is %s, by the vouchers %s.",
					   DatumGetCString(DirectFunctionCall1(numeric_out, figure(expected))),
					   DatumGetCString(DirectFunctionCall1(numeric_out, figure(found)))),
			 errhint("fund.verify(%s) shows where.", quote_literal_cstr(book->code))));
}

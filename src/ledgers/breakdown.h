/*
 * breakdown.h
 *		What a formula is made of: lines, down to measures of accounts.
 *
 * A formula is linear, so its value is the sum over its leaves (measures of
 * accounts) of what stood before the window and what each line of each voucher
 * within it adds.  fund.explain and fund.attribute show these parts.
 */
#ifndef FUNDLEDGER_BREAKDOWN_H
#define FUNDLEDGER_BREAKDOWN_H

#include "ledgers/voucher_scan.h"
#include "statements/evaluate.h"
#include "types/journal.h"

typedef struct BreakdownNode
{
	int			level;			/* 0: the formula's own terms are at level 1 */
	const FormLine *line;		/* NULL: a leaf */
	TermType	type;			/* of a leaf: a measure; of a line: how it is read */
	AccountCode code;			/* of a leaf */
	int			kind;			/* of a leaf: a VoucherKind, or KIND_ANY */
	int64		numerator;		/* of its factor in the whole: of a leaf signed by */
	int64		denominator;	/* the normal side of the account */
	int			end;			/* the node after the last one below it */
	Rational	value;			/* with the factor */
} BreakdownNode;

typedef struct Breakdown
{
	Evaluation *evaluation;
	WindowKind	window;
	int			count;
	int			capacity;
	BreakdownNode *nodes;		/* each before those below it, in the order written */
} Breakdown;

extern Breakdown *fl_breakdown_begin(Evaluation *evaluation, WindowKind window);

/* Adds the formula's terms at a level, with a factor: after the evaluation's load. */
extern void fl_breakdown_add(Breakdown *breakdown, const FormFormula *formula, int level,
							 int64 factor);

/* Values of all nodes.  Not where the whole is NULL. */
extern void fl_breakdown_evaluate(Breakdown *breakdown);

/* The exact sum of the leaves from one node up to another. */
extern Rational fl_breakdown_sum(const Breakdown *breakdown, int from, int to);

/* What stood before the window, of a leaf and with its factor. */
extern Rational fl_breakdown_brought_forward(const Breakdown *breakdown,
											 const BreakdownNode *leaf);

/* Calls "visit" for the vouchers that make what else there is, maybe for others. */
extern void fl_breakdown_scan(const Breakdown *breakdown,
							  void (*visit) (void *argument, const Voucher *voucher),
							  void *argument);

/* 1, 0 or -1: what the line's amount counts in the measure. */
extern int	fl_breakdown_line_sign(const Breakdown *breakdown, const BreakdownNode *leaf,
								   VoucherKind kind, const JournalLine *line);

static inline bool
is_leaf(const BreakdownNode *node)
{
	return node->line == NULL;
}

/* An amount as part of the whole. */
static inline Rational
breakdown_part(const BreakdownNode *node, int128 amount)
{
	return fl_rational_scale(rational_from_total(amount), node->numerator, node->denominator);
}

/*
 * Shares of a sum, rounded so that the rounded ones add up to the rounded sum:
 * each is the difference of the sum rounded after and before it.
 */
typedef struct RunningSum
{
	Rational	exact;
	int128		rounded;
} RunningSum;

static inline RunningSum
running_sum(void)
{
	return (RunningSum) {.exact = rational_from_total(0)};
}

static inline int128
running_sum_add(RunningSum *sum, Rational part)
{
	int128		before = sum->rounded;

	sum->exact = fl_rational_add(sum->exact, part);
	sum->rounded = fl_rational_round(sum->exact);
	return sum->rounded - before;
}

/* Raises XX001: vouchers and balances of closed months disagree. */
pg_noreturn extern void fl_breakdown_report_disagreement(const Breakdown *breakdown,
														 Rational expected, Rational found);

#endif							/* FUNDLEDGER_BREAKDOWN_H */

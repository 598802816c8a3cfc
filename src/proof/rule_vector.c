/*
 * rule_vector.c
 *		Rules of a standard as vectors of coefficients.
 *
 * Lines are replaced by their formulas, users before what they use, so that
 * each line is met once however many refer to it.  What a formula asks of an
 * account it asks of all below it.  Fractions are exact, and gone in the end.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "proof/rule_vector.h"
#include "statements/evaluate.h"
#include "types/rational.h"

/* ---------- lines, users before what they use ---------- */

static void
visit_line(const FormLine *line, bool *seen, LineOrder *order)
{
	if (seen[line->index])
		return;
	check_stack_depth();
	seen[line->index] = true;
	for (int i = 0; i < line->formula.term_count; i++)
	{
		if (line->formula.terms[i].line != NULL)
			visit_line(line->formula.terms[i].line, seen, order);
	}
	order->lines[order->count++] = line;
}

LineOrder *
fl_line_order(const FormSet *forms)
{
	LineOrder  *order = palloc0(sizeof(LineOrder));
	bool	   *seen = palloc0(Max(forms->line_count, 1));
	ListCell   *lc;
	ListCell   *lc2;

	order->lines = palloc(Max(forms->line_count, 1) * sizeof(FormLine *));
	foreach(lc, forms->forms)
	{
		foreach(lc2, ((const Form *) lfirst(lc))->lines)
			visit_line(lfirst(lc2), seen, order);
	}
	for (int i = 0; i < order->count / 2; i++)
	{
		const FormLine *line = order->lines[i];

		order->lines[i] = order->lines[order->count - 1 - i];
		order->lines[order->count - 1 - i] = line;
	}
	return order;
}

/* ---------- a rule's vector ---------- */

/* A line as a rule uses it: as it is, and with closing read as opening. */
typedef struct LineUse
{
	bool		used[2];
	Rational	factor[2];
} LineUse;

typedef struct Expansion
{
	const AtomSet *set;
	LineUse    *lines;			/* by FormLine.index */
	Rational  (*places)[PLACE_COUNT];	/* by atom, not yet summed down the tree */
	const char *fault;
	const FormLine *given;
} Expansion;

static void
add_to_place(Expansion *expansion, int atom, int place, Rational factor)
{
	Rational   *value = &expansion->places[atom][place];

	*value = fl_rational_try_add(*value, factor);
}

/* closing = opening + movements: what evaluate.c does, and so no law. */
static bool
moves_measure(const FormTerm *term, TermType type, int kind)
{
	return type == TERM_CLOSING ? kind != KIND_OPENING : is_turnover_kind(kind, term->kind);
}

static void
add_measure(Expansion *expansion, const FormTerm *term, TermType type, Rational factor)
{
	int			atom = fl_atom_find(expansion->set, term->code);
	Rational	minus = fl_rational_try_scale(factor, -1, 1);

	if (type == TERM_OPENING || type == TERM_CLOSING)
		add_to_place(expansion, atom, PLACE_OPENING, factor);
	if (type == TERM_OPENING)
		return;
	for (int kind = 0; kind < MOVING_KIND_COUNT; kind++)
	{
		if (!moves_measure(term, type, kind))
			continue;
		if (type != TERM_CREDIT)
			add_to_place(expansion, atom, PLACE_DEBIT(kind), factor);
		if (type != TERM_DEBIT)
			add_to_place(expansion, atom, PLACE_CREDIT(kind), type == TERM_CREDIT ? factor : minus);
	}
}

static void
add_line_use(Expansion *expansion, const FormLine *line, bool as_opening, Rational factor)
{
	LineUse    *use = &expansion->lines[line->index];

	if (!use->used[as_opening])
		use->factor[as_opening] = rational_from_total(0);
	use->used[as_opening] = true;
	use->factor[as_opening] = fl_rational_try_add(use->factor[as_opening], factor);
}

static void
expand(Expansion *expansion, const FormFormula *formula, bool as_opening, Rational factor)
{
	if (formula->fault != NULL)
		expansion->fault = formula->fault;
	for (int i = 0; i < formula->term_count && expansion->fault == NULL; i++)
	{
		const FormTerm *term = &formula->terms[i];
		Rational	scaled = fl_rational_try_scale(factor, term->numerator, term->denominator);

		if (term->line != NULL)
			add_line_use(expansion, term->line, as_opening || term->type == TERM_OPENING_LINE, scaled);
		else
			add_measure(expansion, term, as_opening ? TERM_OPENING : term->type, scaled);
	}
}

/* Is the line left, with all that the rule adds and takes away? */
static bool
counts(const LineUse *use)
{
	return use->used[false] && (use->factor[false].is_null || use->factor[false].numerator != 0);
}

static void
expand_rule(Expansion *expansion, const LineOrder *order, const FormRule *rule)
{
	expand(expansion, &rule->lhs, false, rational_from_total(1));
	expand(expansion, &rule->rhs, false, rational_from_total(-1));
	for (int i = 0; i < order->count; i++)
	{
		const FormLine *line = order->lines[i];
		const LineUse *use = &expansion->lines[line->index];

		if (line->is_given && expansion->given == NULL && counts(use))
			expansion->given = line;
		for (int as_opening = 0; as_opening < 2; as_opening++)
		{
			if (use->used[as_opening])
				expand(expansion, &line->formula, as_opening, use->factor[as_opening]);
		}
	}
}

/* Sums of so many of these stay far from 128 bits, so they need no checks. */
#define COEFFICIENT_MAX		((int128) 1 << 90)

static const char too_large[] = "With a common denominator its factors exceed 90 bits.";

/* False where the factors are too large. */
static bool
find_common_denominator(const Expansion *expansion, int64 *denominator)
{
	Rational	common = rational_from_total(1);

	for (int i = 0; i < expansion->set->count; i++)
	{
		for (int place = 0; place < PLACE_COUNT; place++)
		{
			/* times / denominator, in lowest terms: what is missing stays below */
			Rational	left = fl_rational_try_scale(common, 1, expansion->places[i][place].denominator);

			common = fl_rational_try_scale(common, left.denominator, 1);
		}
	}
	*denominator = (int64) common.numerator;
	return !common.is_null && common.numerator <= PG_INT64_MAX;
}

/* What a formula asks of an account it asks of all below it. */
static bool
sum_down(const Expansion *expansion, RuleVector *vector)
{
	const AtomSet *set = expansion->set;

	for (int i = 0; i < set->count; i++)
	{
		for (int place = 0; place < PLACE_COUNT; place++)
		{
			Rational	whole = fl_rational_try_scale(expansion->places[i][place], vector->times, 1);

			if (whole.is_null ||
				whole.numerator > COEFFICIENT_MAX || whole.numerator < -COEFFICIENT_MAX)
				return false;
			vector->places[i][place] = whole.numerator;
			if (set->atoms[i].parent >= 0)
				vector->places[i][place] += vector->places[set->atoms[i].parent][place];
		}
	}
	return true;
}

static void
make_places(const Expansion *expansion, RuleVector *vector)
{
	vector->places = palloc(Max(expansion->set->count, 1) * sizeof(Places));
	vector->out_of_range = !find_common_denominator(expansion, &vector->times) ||
		!sum_down(expansion, vector);
	if (vector->out_of_range)
		vector->fault = too_large;
}

static void
begin_expansion(Expansion *expansion, const AtomSet *set)
{
	Size		places = Max(set->count, 1) * sizeof(*expansion->places);

	expansion->set = set;
	expansion->fault = NULL;
	expansion->given = NULL;
	expansion->lines = palloc0(Max(set->forms->line_count, 1) * sizeof(LineUse));
	expansion->places = palloc(places);
	for (int i = 0; i < set->count; i++)
	{
		for (int place = 0; place < PLACE_COUNT; place++)
			expansion->places[i][place] = rational_from_total(0);
	}
}

RuleVector *
fl_rule_vector(const AtomSet *set, const LineOrder *order, const FormRule *rule)
{
	RuleVector *vector = palloc0(sizeof(RuleVector));
	Expansion	expansion;

	begin_expansion(&expansion, set);
	expand_rule(&expansion, order, rule);
	vector->rule = rule;
	vector->fault = expansion.fault;
	vector->given = expansion.given;
	if (vector->fault == NULL)
		make_places(&expansion, vector);
	pfree(expansion.lines);
	pfree(expansion.places);
	return vector;
}

bool
fl_is_vacuous(const AtomSet *set, const RuleVector *vector)
{
	for (int i = 0; i < set->count; i++)
	{
		for (int place = 0; place < PLACE_COUNT; place++)
		{
			if (vector->places[i][place] != 0)
				return false;
		}
	}
	return true;
}

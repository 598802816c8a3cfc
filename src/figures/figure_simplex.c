/*
 * figure_simplex.c
 *		Are there numbers within bounds whose sums are within bounds?
 *
 * The simplex method without an objective, in the form that solvers of linear
 * arithmetic give it (Dutertre and de Moura, "A Fast Linear-Arithmetic Solver
 * for DPLL(T)", 2006).  Some variables, numbers or sums, are free: each has a
 * value within its bounds.  Of every other a row says what it is of the free
 * ones.  A row that is out of its bounds changes places with a free variable
 * that can move; where none of its row can, the row itself is the proof that
 * there are no such numbers, for it has each of them where it helps most.
 *
 * Fourier-Motzkin elimination (figure_system.c), which serves six cells, would
 * square the number of rows with each of hundreds.  This changes one row at a
 * time; with the first row and the first variable that will do (Bland's rule)
 * it returns to no choice of free variables, of which there are finitely many,
 * and so ends.  It begins at the figures as printed, where most sums are
 * within their bounds, so it takes about as many steps as sums are not.
 *
 * Rows are integers over a common divisor and values are bounds or figures as
 * given, all numeric: no step rounds, and none runs out of digits.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/memutils.h"

#include "figures/figure_cells.h"
#include "figures/figure_simplex.h"

typedef struct Variable
{
	Bounds		bounds;
	bool		is_bound;		/* numbers always, sums while they are demanded */
	Datum		value;			/* while it is free: one of the bounds, or as it began */
} Variable;

typedef struct RowTerm
{
	int			variable;		/* a free one, in ascending order */
	Datum		factor;			/* an integer other than 0 */
} RowTerm;

/* divisor * variable = the sum of factors times free variables */
typedef struct Row
{
	MemoryContext context;		/* of the divisor and the terms */
	int			variable;
	Datum		divisor;		/* positive */
	int			count;
	RowTerm    *terms;
	bool		is_known;		/* side is up to date */
	int			side;			/* below its bounds (-1), within (0), above (1) */
} Row;

struct Simplex
{
	int			number_count;	/* variables before are numbers, from here on sums */
	int			sum_count;
	Variable   *variables;
	Row		   *rows;
	Datum	   *multipliers;	/* of the sums, NULL where 0 */
	MemoryContext context;
	MemoryContext conflict;		/* of the multipliers */
	MemoryContext scratch;		/* of what is computed for one row */
};

/* ---------- integers ---------- */

static Datum
negated(Datum a)
{
	return DirectFunctionCall1(numeric_uminus, a);
}

static Datum
copied(Datum a)
{
	return datumCopy(a, false, -1);
}

static int
sign_of(Datum a)
{
	return fl_figure_compare(a, fl_figure(0));
}

/* ---------- variables ---------- */

static bool
can_rise(const Variable *variable)
{
	return !variable->is_bound || !variable->bounds.has_high ||
		fl_figure_compare(variable->value, variable->bounds.high) < 0;
}

static bool
can_fall(const Variable *variable)
{
	return !variable->is_bound || !variable->bounds.has_low ||
		fl_figure_compare(variable->value, variable->bounds.low) > 0;
}

static void
put_within_bounds(Variable *variable)
{
	if (variable->bounds.has_low && fl_figure_compare(variable->value, variable->bounds.low) < 0)
		variable->value = variable->bounds.low;
	else if (variable->bounds.has_high && fl_figure_compare(variable->value, variable->bounds.high) > 0)
		variable->value = variable->bounds.high;
}

/* ---------- rows ---------- */

static Row *
row_of(const Simplex *simplex, int variable)
{
	for (int i = 0; i < simplex->sum_count; i++)
	{
		if (simplex->rows[i].variable == variable)
			return &simplex->rows[i];
	}
	return NULL;
}

/* NULL where the row does not have it. */
static const RowTerm *
term_of(const Row *row, int variable)
{
	int			from = 0;
	int			to = row->count;

	while (from < to)
	{
		int			middle = from + (to - from) / 2;

		if (row->terms[middle].variable == variable)
			return &row->terms[middle];
		if (row->terms[middle].variable < variable)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

/* Takes the place of the row: what was computed in the scratch context is copied. */
static void
store_row(Simplex *simplex, Row *row, const Row *computed)
{
	MemoryContext context = AllocSetContextCreate(simplex->context, "row of a simplex",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext before = MemoryContextSwitchTo(context);
	Row			stored = {.context = context, .variable = computed->variable, .count = computed->count};

	stored.divisor = copied(computed->divisor);
	stored.terms = palloc(Max(stored.count, 1) * sizeof(RowTerm));
	for (int i = 0; i < stored.count; i++)
		stored.terms[i] = (RowTerm) {computed->terms[i].variable, copied(computed->terms[i].factor)};
	MemoryContextSwitchTo(before);
	if (row->context != NULL)
		MemoryContextDelete(row->context);
	*row = stored;
	MemoryContextReset(simplex->scratch);
}

/* In lowest terms. */
static void
reduce(Row *row)
{
	Datum		one = fl_figure(1);
	Datum		divisor = row->divisor;

	for (int i = 0; i < row->count && fl_figure_compare(divisor, one) != 0; i++)
		divisor = DirectFunctionCall2(numeric_gcd, divisor, row->terms[i].factor);
	if (fl_figure_compare(divisor, one) == 0)
		return;
	row->divisor = DirectFunctionCall2(numeric_div_trunc, row->divisor, divisor);
	for (int i = 0; i < row->count; i++)
		row->terms[i].factor = DirectFunctionCall2(numeric_div_trunc, row->terms[i].factor, divisor);
}

static void
find_side(Simplex *simplex, Row *row)
{
	const Variable *variable = &simplex->variables[row->variable];
	MemoryContext before = MemoryContextSwitchTo(simplex->scratch);
	Datum		sum = fl_figure(0);

	row->is_known = true;
	row->side = 0;
	if (variable->is_bound)
	{
		for (int i = 0; i < row->count; i++)
			sum = fl_figure_add(sum, fl_figure_multiply(row->terms[i].factor,
														simplex->variables[row->terms[i].variable].value));
		if (variable->bounds.has_low &&
			fl_figure_compare(sum, fl_figure_multiply(row->divisor, variable->bounds.low)) < 0)
			row->side = -1;
		else if (variable->bounds.has_high &&
				 fl_figure_compare(sum, fl_figure_multiply(row->divisor, variable->bounds.high)) > 0)
			row->side = 1;
	}
	MemoryContextSwitchTo(before);
	MemoryContextReset(simplex->scratch);
}

/* ---------- a step ---------- */

/* The row of the free variable, which becomes what the row's was. */
static void
exchange(Simplex *simplex, Row *row, int variable)
{
	MemoryContext before = MemoryContextSwitchTo(simplex->scratch);
	Datum		own = term_of(row, variable)->factor;
	bool		is_negative = sign_of(own) < 0;
	Row			computed = {.variable = variable, .divisor = is_negative ? negated(own) : own};
	bool		is_placed = false;

	computed.terms = palloc(row->count * sizeof(RowTerm));
	for (int i = 0; i <= row->count; i++)
	{
		if (!is_placed && (i == row->count || row->terms[i].variable > row->variable))
		{
			computed.terms[computed.count++] = (RowTerm) {
				row->variable, is_negative ? negated(row->divisor) : row->divisor
			};
			is_placed = true;
		}
		if (i < row->count && row->terms[i].variable != variable)
			computed.terms[computed.count++] = (RowTerm) {
				row->terms[i].variable, is_negative ? row->terms[i].factor : negated(row->terms[i].factor)
			};
	}
	MemoryContextSwitchTo(before);
	store_row(simplex, row, &computed);
}

static void
add_row_term(Row *row, int variable, Datum factor)
{
	if (sign_of(factor) != 0)
		row->terms[row->count++] = (RowTerm) {variable, factor};
}

/* Puts what "solved" says of its variable into a row that has it. */
static void
substitute(Simplex *simplex, Row *row, const Row *solved)
{
	MemoryContext before = MemoryContextSwitchTo(simplex->scratch);
	Datum		times = term_of(row, solved->variable)->factor;
	Row			computed = {
		.variable = row->variable, .divisor = fl_figure_multiply(row->divisor, solved->divisor)
	};
	int			i = 0;
	int			j = 0;

	computed.terms = palloc((row->count + solved->count) * sizeof(RowTerm));
	while (i < row->count || j < solved->count)
	{
		int			own = i < row->count ? row->terms[i].variable : PG_INT32_MAX;
		int			other = j < solved->count ? solved->terms[j].variable : PG_INT32_MAX;
		Datum		factor = fl_figure(0);

		if (own <= other)
			factor = fl_figure_multiply(row->terms[i++].factor, solved->divisor);
		if (other <= own)
			factor = fl_figure_add(factor, fl_figure_multiply(times, solved->terms[j++].factor));
		if (Min(own, other) != solved->variable)
			add_row_term(&computed, Min(own, other), factor);
	}
	reduce(&computed);
	MemoryContextSwitchTo(before);
	store_row(simplex, row, &computed);
}

/* The row's variable goes to the bound that it was beyond, the other has the row. */
static void
pivot(Simplex *simplex, Row *row, int variable)
{
	Variable   *leaving = &simplex->variables[row->variable];

	leaving->value = row->side < 0 ? leaving->bounds.low : leaving->bounds.high;
	exchange(simplex, row, variable);
	for (int i = 0; i < simplex->sum_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (&simplex->rows[i] != row && term_of(&simplex->rows[i], variable) != NULL)
			substitute(simplex, &simplex->rows[i], row);
	}
}

/* The one of the first variable of those out of their bounds, NULL if there is none. */
static Row *
first_row_outside(Simplex *simplex)
{
	Row		   *first = NULL;

	for (int i = 0; i < simplex->sum_count; i++)
	{
		Row		   *row = &simplex->rows[i];

		if (!row->is_known)
			find_side(simplex, row);
		if (row->side != 0 && (first == NULL || row->variable < first->variable))
			first = row;
	}
	return first;
}

/* The first free variable that can move the row's towards its bounds, else -1. */
static int
first_that_can_move(const Simplex *simplex, const Row *row)
{
	for (int i = 0; i < row->count; i++)
	{
		const Variable *variable = &simplex->variables[row->terms[i].variable];
		bool		same_way = sign_of(row->terms[i].factor) > 0;

		if (same_way == (row->side < 0) ? can_rise(variable) : can_fall(variable))
			return row->terms[i].variable;
	}
	return -1;
}

/* ---------- solving ---------- */

static void
set_multiplier(Simplex *simplex, int variable, Datum factor, bool is_negated)
{
	if (variable >= simplex->number_count)
		simplex->multipliers[variable - simplex->number_count] =
			is_negated ? negated(factor) : copied(factor);
}

/*
 * Below its bound, the row's variable at its least is more than its terms are
 * at most; above, the other way round.
 */
static void
note_conflict(Simplex *simplex, const Row *row)
{
	MemoryContext before;

	MemoryContextReset(simplex->conflict);
	before = MemoryContextSwitchTo(simplex->conflict);
	memset(simplex->multipliers, 0, simplex->sum_count * sizeof(Datum));
	set_multiplier(simplex, row->variable, row->divisor, row->side > 0);
	for (int i = 0; i < row->count; i++)
		set_multiplier(simplex, row->terms[i].variable, row->terms[i].factor, row->side < 0);
	MemoryContextSwitchTo(before);
}

bool
fl_simplex_solve(Simplex *simplex)
{
	Row		   *row;

	while ((row = first_row_outside(simplex)) != NULL)
	{
		int			variable = first_that_can_move(simplex, row);

		CHECK_FOR_INTERRUPTS();
		if (variable < 0)
		{
			note_conflict(simplex, row);
			return false;
		}
		pivot(simplex, row, variable);
	}
	return true;
}

Datum
fl_simplex_multiplier(const Simplex *simplex, int sum)
{
	return simplex->multipliers[sum] == (Datum) 0 ? fl_figure(0) : simplex->multipliers[sum];
}

/* ---------- what is asked ---------- */

Simplex *
fl_simplex_begin(int number_count, int sum_count)
{
	Simplex    *simplex = palloc0(sizeof(Simplex));

	simplex->number_count = number_count;
	simplex->sum_count = sum_count;
	simplex->variables = palloc0((number_count + sum_count) * sizeof(Variable));
	simplex->rows = palloc0(Max(sum_count, 1) * sizeof(Row));
	simplex->multipliers = palloc0(Max(sum_count, 1) * sizeof(Datum));
	simplex->context = AllocSetContextCreate(CurrentMemoryContext, "simplex", ALLOCSET_DEFAULT_SIZES);
	simplex->conflict = AllocSetContextCreate(simplex->context, "conflict", ALLOCSET_SMALL_SIZES);
	simplex->scratch = AllocSetContextCreate(simplex->context, "scratch", ALLOCSET_DEFAULT_SIZES);
	return simplex;
}

void
fl_simplex_set_number(Simplex *simplex, int number, Bounds bounds, Datum value)
{
	simplex->variables[number] = (Variable) {.bounds = bounds, .is_bound = true, .value = value};
}

void
fl_simplex_set_sum(Simplex *simplex, int sum, Bounds bounds, int count,
				   const int *numbers, const int64 *factors)
{
	MemoryContext before = MemoryContextSwitchTo(simplex->scratch);
	Row			row = {.variable = simplex->number_count + sum, .divisor = fl_figure(1), .count = count};

	row.terms = palloc(Max(count, 1) * sizeof(RowTerm));
	for (int i = 0; i < count; i++)
		row.terms[i] = (RowTerm) {numbers[i], fl_figure(factors[i])};
	MemoryContextSwitchTo(before);
	store_row(simplex, &simplex->rows[sum], &row);
	simplex->variables[row.variable].bounds = bounds;
}

void
fl_simplex_demand(Simplex *simplex, int sum, bool is_demanded)
{
	int			number = simplex->number_count + sum;
	Variable   *variable = &simplex->variables[number];
	Row		   *row;

	if (variable->is_bound == is_demanded)
		return;
	variable->is_bound = is_demanded;
	row = row_of(simplex, number);
	if (row != NULL)
	{
		row->is_known = false;
		return;
	}
	if (!is_demanded)
		return;
	put_within_bounds(variable);
	for (int i = 0; i < simplex->sum_count; i++)
	{
		if (term_of(&simplex->rows[i], number) != NULL)
			simplex->rows[i].is_known = false;
	}
}

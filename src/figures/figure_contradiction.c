/*
 * figure_contradiction.c
 *		Rules that printed figures keep one by one, and no true figures together.
 *
 * A rule by itself may be kept by other true figures than the next one is.
 * So all are taken together, each printed figure within what rounds to it, a
 * figure that is not given anywhere: are there any that keep all rules?
 *
 * Rules come one after the other, those first whose figures are all given.
 * One that no figures keep beside those before it is in a contradiction, and
 * is put aside for the rest; what was kept is unmarked or in a contradiction
 * of another, so that all rules without one can be true at once.  Of the rules
 * that contradict it those are left out that need not be there.
 *
 * Figures are taken for real numbers, which they are where lines take
 * fractions of accounts.  Where they are whole 分 that is the weaker claim:
 * what no real figures keep no whole ones do, so none is accused wrongly, but
 * rules that only halves of a 分 would keep together are not found.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "figures/figure_contradiction.h"
#include "figures/figure_simplex.h"
#include "figures/figure_slips.h"

typedef struct Together
{
	List	   *equations;		/* of Equation: the sums of the simplex, in their order */
	bool	   *is_kept;		/* so far, beside those kept before */
	bool	   *is_among;		/* those that are found to contradict each other */
	Simplex    *simplex;
} Together;

/* ---------- numbers and sums ---------- */

static List *
equations_together(const Figures *figures)
{
	List	   *given = NIL;
	List	   *open = NIL;
	ListCell   *lc;

	foreach(lc, figures->equations)
	{
		Equation   *equation = lfirst(lc);

		if (equation->is_open)
			open = lappend(open, equation);
		else if (equation->reason == NULL && !equation->is_violated)
			given = lappend(given, equation);
	}
	return list_concat(given, open);
}

/* Cells of one equation only are part of its bounds, the others are numbers. */
static int
number_cells(const List *equations)
{
	int			count = 0;
	ListCell   *lc;

	foreach(lc, equations)
	{
		const Equation *equation = lfirst(lc);

		for (int i = 0; i < equation->net_count; i++)
		{
			Cell	   *cell = equation->net[i].cell;

			if (equation->net[i].factor != 0 && !cell_is_exact(cell) && ++cell->sharers == 2)
				cell->number = count++;
		}
	}
	return count;
}

static inline bool
is_number(const EquationTerm *term)
{
	return term->factor != 0 && term->cell->sharers > 1;
}

static Datum
half_widths(const EquationTerm *term)
{
	return fl_figure_multiply(DirectFunctionCall1(numeric_abs, fl_figure(term->factor)),
							  term->cell->half_width);
}

/* Of the sum of its numbers: what its other cells leave to it. */
static Bounds
sum_bounds(const Equation *equation)
{
	Datum		rest = fl_figure(0);
	Datum		width = fl_figure(0);
	Bounds		bounds = {
		.has_low = strcmp(equation->relation, "<=") != 0,
		.has_high = strcmp(equation->relation, ">=") != 0
	};

	for (int i = 0; i < equation->net_count; i++)
	{
		const EquationTerm *term = &equation->net[i];

		if (term->factor == 0 || is_number(term))
			continue;
		if (term->cell->state == CELL_ABSENT)
			return (Bounds) {.has_low = false};
		rest = fl_figure_add(rest, fl_figure_multiply(fl_figure(term->factor), term->cell->value));
		width = fl_figure_add(width, half_widths(term));
	}
	rest = DirectFunctionCall1(numeric_uminus, rest);
	bounds.low = fl_figure_subtract(rest, width);
	bounds.high = fl_figure_add(rest, width);
	return bounds;
}

static void
set_number(Simplex *simplex, const Cell *cell)
{
	bool		is_given = cell->state != CELL_ABSENT;
	Bounds		bounds = {
		.has_low = is_given, .low = fl_figure_subtract(cell->value, cell->half_width),
		.has_high = is_given, .high = fl_figure_add(cell->value, cell->half_width)
	};

	fl_simplex_set_number(simplex, cell->number, bounds, cell->value);
}

static int
compare_numbers(const void *a, const void *b)
{
	return ((const EquationTerm *) a)->cell->number - ((const EquationTerm *) b)->cell->number;
}

static void
set_sum(Simplex *simplex, int sum, const Equation *equation)
{
	int			count = 0;
	EquationTerm *terms = palloc(Max(equation->net_count, 1) * sizeof(EquationTerm));
	int		   *numbers = palloc(Max(equation->net_count, 1) * sizeof(int));
	int64	   *factors = palloc(Max(equation->net_count, 1) * sizeof(int64));

	for (int i = 0; i < equation->net_count; i++)
	{
		if (is_number(&equation->net[i]))
			terms[count++] = equation->net[i];
	}
	qsort(terms, count, sizeof(EquationTerm), compare_numbers);
	for (int i = 0; i < count; i++)
	{
		numbers[i] = terms[i].cell->number;
		factors[i] = terms[i].factor;
		set_number(simplex, terms[i].cell);
	}
	fl_simplex_set_sum(simplex, sum, sum_bounds(equation), count, numbers, factors);
}

/* NULL where no equations share what is not exact: then they hold together. */
static Together *
begin_together(const Figures *figures)
{
	List	   *equations = equations_together(figures);
	int			numbers = number_cells(equations);
	Together   *together = palloc0(sizeof(Together));
	ListCell   *lc;

	if (numbers == 0)
		return NULL;
	together->equations = equations;
	together->is_kept = palloc0(list_length(equations) * sizeof(bool));
	together->is_among = palloc0(list_length(equations) * sizeof(bool));
	together->simplex = fl_simplex_begin(numbers, list_length(equations));
	foreach(lc, equations)
		set_sum(together->simplex, foreach_current_index(lc), lfirst(lc));
	return together;
}

/* ---------- which contradict each other ---------- */

static bool
takes_part(const Together *together, int sum)
{
	return !figure_is_zero(fl_simplex_multiplier(together->simplex, sum));
}

/* Those that take part in the contradiction just met, among those that did before. */
static void
narrow(Together *together)
{
	for (int sum = 0; sum < list_length(together->equations); sum++)
	{
		if (!together->is_among[sum] || takes_part(together, sum))
			continue;
		together->is_among[sum] = false;
		fl_simplex_demand(together->simplex, sum, false);
	}
}

/*
 * "last" contradicts what is kept, which does not contradict itself: so it is
 * needed.  Of the others the later ones are left out first.
 */
static void
find_among(Together *together, int last)
{
	memcpy(together->is_among, together->is_kept, last * sizeof(bool));
	together->is_among[last] = true;
	narrow(together);
	for (int sum = last - 1; sum >= 0; sum--)
	{
		if (!together->is_among[sum])
			continue;
		fl_simplex_demand(together->simplex, sum, false);
		if (fl_simplex_solve(together->simplex))
			fl_simplex_demand(together->simplex, sum, true);
		else
			narrow(together);
	}
}

/* ---------- what they add up to ---------- */

static void
add_to_net(Equation *sum, Cell *cell, int128 factor, int128 *factors)
{
	int			i = 0;

	while (i < sum->net_count && sum->net[i].cell != cell)
		i++;
	if (i == sum->net_count)
	{
		sum->net[sum->net_count++] = (EquationTerm) {cell, 0};
		factors[i] = 0;
	}
	factors[i] += factor;
}

/* False where a factor is larger than the search of repairs takes. */
static bool
add_nets(const Contradiction *contradiction, Equation *sum, int128 *factors)
{
	for (int n = 0; n < contradiction->count; n++)
	{
		const Equation *equation = contradiction->equations[n];
		int128		times;

		if (!fl_figure_to_units(contradiction->times[n], 0, &times) ||
			times > SYSTEM_FACTOR_MAX || times < -SYSTEM_FACTOR_MAX)
			return false;
		for (int i = 0; i < equation->net_count; i++)
			add_to_net(sum, equation->net[i].cell, times * equation->net[i].factor, factors);
	}
	return true;
}

/* Without the cells that cancel out. */
static bool
set_factors(Equation *sum, const int128 *factors)
{
	int			count = 0;

	for (int i = 0; i < sum->net_count; i++)
	{
		if (factors[i] > SYSTEM_FACTOR_MAX || factors[i] < -SYSTEM_FACTOR_MAX)
			return false;
		if (factors[i] != 0)
			sum->net[count++] = (EquationTerm) {sum->net[i].cell, factors[i]};
	}
	sum->net_count = count;
	return true;
}

static char *
joined_rules(const Contradiction *contradiction)
{
	StringInfoData rules;

	initStringInfo(&rules);
	for (int n = 0; n < contradiction->count; n++)
		appendStringInfo(&rules, "%s%s", n == 0 ? "" : ", ", contradiction->equations[n]->rule);
	return rules.data;
}

/* As an equation of its own, which is violated. */
static Equation *
sum_of(const Contradiction *contradiction)
{
	const char *relation = "=";
	int			terms = 0;
	Equation   *sum;
	int128	   *factors;

	for (int n = 0; n < contradiction->count; n++)
	{
		terms += contradiction->equations[n]->net_count;
		if (strcmp(contradiction->equations[n]->relation, "=") != 0)
			relation = "<=";
	}
	sum = fl_equation_begin(joined_rules(contradiction), NULL, relation, terms);
	factors = palloc(terms * sizeof(int128));
	if (!add_nets(contradiction, sum, factors) || !set_factors(sum, factors))
		return NULL;
	fl_equation_judge(sum);
	Assert(sum->is_violated);
	return sum;
}

/* ---------- contradictions ---------- */

static bool
differ_in_column(const Contradiction *contradiction)
{
	const char *name = NULL;

	for (int n = 0; n < contradiction->count; n++)
	{
		const Equation *equation = contradiction->equations[n];

		for (int i = 0; i < equation->net_count; i++)
		{
			const char *own = equation->net[i].cell->column->name;

			if (name != NULL && strcmp(name, own) != 0)
				return true;
			name = own;
		}
	}
	return false;
}

static void
add_equation(Contradiction *contradiction, Equation *equation, Datum multiplier)
{
	contradiction->equations[contradiction->count] = equation;
	contradiction->times[contradiction->count++] = DirectFunctionCall1(numeric_uminus, multiplier);
}

/*
 * A sum of the simplex is what the rest of its equation is with the other
 * sign, so the factors are those of the sums with the other sign.
 */
static Contradiction *
make_contradiction(const Together *together)
{
	Contradiction *contradiction = palloc0(sizeof(Contradiction));
	int			count = list_length(together->equations);

	contradiction->equations = palloc(count * sizeof(Equation *));
	contradiction->times = palloc(count * sizeof(Datum));
	for (int sum = 0; sum < count; sum++)
	{
		if (together->is_among[sum])
			add_equation(contradiction, list_nth(together->equations, sum),
						 fl_simplex_multiplier(together->simplex, sum));
	}
	contradiction->has_columns = differ_in_column(contradiction);
	contradiction->sum = sum_of(contradiction);
	return contradiction;
}

/* The one that an equation brings about is its first; it is in no other. */
static void
add_contradiction(Figures *figures, Contradiction *contradiction)
{
	for (int n = 0; n < contradiction->count; n++)
		contradiction->equations[n]->contradictions =
			lappend(contradiction->equations[n]->contradictions, contradiction);
	figures->contradictions = lappend(figures->contradictions, contradiction);
}

static void
put_aside(Figures *figures, Together *together, int last)
{
	bool		is_solved;

	find_among(together, last);
	is_solved = fl_simplex_solve(together->simplex);
	Assert(!is_solved);
	(void) is_solved;
	add_contradiction(figures, make_contradiction(together));
	for (int sum = 0; sum <= last; sum++)
		fl_simplex_demand(together->simplex, sum, together->is_kept[sum]);
}

void
fl_figures_find_contradictions(Figures *figures)
{
	Together   *together = begin_together(figures);

	for (int sum = 0; together != NULL && sum < list_length(together->equations); sum++)
	{
		CHECK_FOR_INTERRUPTS();
		fl_simplex_demand(together->simplex, sum, true);
		together->is_kept[sum] = fl_simplex_solve(together->simplex);
		if (!together->is_kept[sum])
			put_aside(figures, together, sum);
	}
}

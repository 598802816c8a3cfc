/*
 * figure_search.c
 *		Which printed figures are wrong: the smallest sets of cells that mend rules.
 *
 * A set of cells mends an equation if there are changes of them that make it
 * hold, rounding allowed for, and every other equation that they are in.  That
 * is a small system of inequalities in whole numbers (figure_system.c).
 *
 * Where the system contradicts itself, it does so in some of its equations,
 * and no larger set will do that has no further cell of one of those.  So sets
 * grow by a cell of a contradiction at a time: every smallest set is found,
 * and few others are looked at.  One that has had its turn at a contradiction
 * is passed for its other cells, so no set is looked at twice.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/pg_list.h"

#include "figures/figure_contradiction.h"
#include "figures/figure_search.h"

/* Of sets looked at for all equations; one search may take half of the rest. */
#define TESTS_MAX	20000

/* Of sets found in one search. */
#define SETS_MAX	1000

/* Of changes of a cell that are no slips: the rest of a wide range. */
#define CHANGES_MAX	40

/* Of changes tried for a set: the likeliest of them are taken, if any does. */
#define STEPS_MAX	5000

/* Decimals beyond that leave no room for a figure. */
#define PLACES_MAX	28

/* ---------- what equations say of changes ---------- */

/* What is printed empty gets as many decimals as its neighbours have. */
static void
give_blank_decimals(const Equation *equation)
{
	int			most = 0;

	for (int i = 0; i < equation->net_count; i++)
		most = Max(most, equation->net[i].cell->decimals);
	for (int i = 0; i < equation->net_count; i++)
	{
		Cell	   *cell = equation->net[i].cell;

		if (cell->state != CELL_PRINTED)
			cell->decimals = Max(cell->decimals, most);
	}
}

/* One place below the last of all its figures, for half a unit of each. */
static int
equation_places(const Equation *equation)
{
	int			places = 0;

	for (int i = 0; i < equation->net_count; i++)
		places = Max(places, equation->net[i].cell->decimals);
	return places + 1;
}

static bool
find_range(Equation *equation, int places)
{
	int128		difference;
	int128		allowed;

	if (places > PLACES_MAX ||
		!fl_figure_to_units(fl_equation_difference(equation), places, &difference) ||
		!fl_figure_to_units(equation->allowed, places, &allowed) ||
		allowed + (difference < 0 ? -difference : difference) >= SYSTEM_BOUND)
		return false;
	equation->range = (Range) {.low = -allowed - difference, .high = allowed - difference};
	if (strcmp(equation->relation, "<=") == 0)
		equation->range.low = -SYSTEM_BOUND;
	else if (strcmp(equation->relation, ">=") == 0)
		equation->range.high = SYSTEM_BOUND;
	return true;
}

/* 10^n times the factor; 0 where that is too large for a system. */
static int64
scaled_factor(int64 factor, int n)
{
	while (n-- > 0 && factor <= SYSTEM_FACTOR_MAX && factor >= -SYSTEM_FACTOR_MAX)
		factor *= 10;
	return factor <= SYSTEM_FACTOR_MAX && factor >= -SYSTEM_FACTOR_MAX ? factor : 0;
}

static void
add_use(Equation *equation, const EquationTerm *term, int places)
{
	Cell	   *cell = term->cell;
	CellUse    *use;

	if (term->factor == 0)
		return;
	use = palloc(sizeof(CellUse));
	*use = (CellUse) {equation, scaled_factor(term->factor, places - cell->decimals)};
	cell->uses = lappend(cell->uses, use);
	if (use->factor == 0)
		cell->is_fixed = true;
}

/* A cell of an equation that no system has room for is left as it is. */
static void
prepare_equation(Equation *equation)
{
	int			places = equation_places(equation);
	bool		is_searchable = find_range(equation, places);

	equation->row = -1;
	if (!is_searchable)
		equation->range = (Range) {.low = 1, .high = 0};
	for (int i = 0; i < equation->net_count; i++)
	{
		if (is_searchable)
			add_use(equation, &equation->net[i], places);
		else if (equation->net[i].factor != 0)
			equation->net[i].cell->is_fixed = true;
	}
}

/*
 * What the rules of a contradiction add up to is violated like any other, by
 * the very figures that are to blame: those that cancel out in it are not.
 */
static List *
searched_equations(const Figures *figures)
{
	List	   *searched = NIL;
	ListCell   *lc;

	foreach(lc, figures->equations)
	{
		if (((const Equation *) lfirst(lc))->reason == NULL)
			searched = lappend(searched, lfirst(lc));
	}
	foreach(lc, figures->contradictions)
	{
		Equation   *sum = ((const Contradiction *) lfirst(lc))->sum;

		if (sum != NULL)
			searched = lappend(searched, sum);
	}
	return searched;
}

void
fl_figures_begin_search(Figures *figures)
{
	ListCell   *lc;

	figures->tests_left = TESTS_MAX;
	figures->searched = searched_equations(figures);
	foreach(lc, figures->searched)
		give_blank_decimals(lfirst(lc));
	foreach(lc, figures->searched)
		prepare_equation(lfirst(lc));
}

/* ---------- the system of a set ---------- */

typedef struct Search
{
	List	   *equations;		/* that must hold */
	int			size;			/* of the sets looked for */
	int			tests_left;
	int			count;			/* of cells in the set being looked at */
	Cell	   *cells[SYSTEM_CELLS_MAX];
	Equation  **rows;			/* of its system */
	int			row_count;
	System		system;
	int128		changes[SYSTEM_CELLS_MAX];
	Edit		edits[SYSTEM_CELLS_MAX];
	int			steps;			/* changes of the set tried so far */
	bool		found;
	Repair		best;			/* of the set, if found */
	List	   *repairs;		/* of Repair */
} Search;

static Search *
begin_search(const Figures *figures, List *equations)
{
	Search	   *search = palloc0(sizeof(Search));

	search->equations = equations;
	search->rows = palloc(list_length(figures->searched) * sizeof(Equation *));
	return search;
}

static void
need_row(Search *search, Equation *equation)
{
	if (equation->row >= 0)
		return;
	equation->row = search->row_count;
	search->rows[search->row_count++] = equation;
}

/* Those that must hold, then all others that cells of the set are in. */
static void
collect_rows(Search *search)
{
	ListCell   *lc;

	search->row_count = 0;
	foreach(lc, search->equations)
		need_row(search, lfirst(lc));
	for (int i = 0; i < search->count; i++)
	{
		foreach(lc, search->cells[i]->uses)
			need_row(search, ((const CellUse *) lfirst(lc))->equation);
	}
}

static int64
factor_of(const Cell *cell, const Equation *equation)
{
	ListCell   *lc;

	foreach(lc, cell->uses)
	{
		const CellUse *use = lfirst(lc);

		if (use->equation == equation)
			return use->factor;
	}
	return 0;
}

static void
add_row(Search *search, const Equation *equation)
{
	int64		factors[SYSTEM_CELLS_MAX];

	for (int i = 0; i < search->count; i++)
		factors[i] = factor_of(search->cells[i], equation);
	fl_system_add(&search->system, factors, equation->range);
}

static void
make_system(Search *search)
{
	fl_system_begin(&search->system, search->count);
	for (int row = 0; row < search->row_count; row++)
	{
		add_row(search, search->rows[row]);
		search->rows[row]->row = -1;
	}
}

/* ---------- the likeliest changes of a set ---------- */

static void assign_from(Search *search, int cell, int cost);

/* Do the two get each other's figure? */
static bool
are_swapped(Search *search, int a, int b)
{
	const FigureSlips *one = fl_cell_slips(search->cells[a]);
	const FigureSlips *other = fl_cell_slips(search->cells[b]);

	return one->is_known && other->is_known &&
		search->cells[a]->column == search->cells[b]->column &&
		search->cells[a]->decimals == search->cells[b]->decimals &&
		search->changes[a] == other->units - one->units &&
		search->changes[b] == one->units - other->units;
}

static Edit
settled_edit(Search *search, int cell)
{
	for (int other = 0; other < search->count; other++)
	{
		if (other != cell && are_swapped(search, cell, other))
			return EDIT_SWAPPED;
	}
	return search->edits[cell] == EDIT_SWAPPED ? EDIT_OTHER : search->edits[cell];
}

/* All cells have their changes: is that the likeliest yet? */
static void
settle(Search *search)
{
	Repair		repair = {.count = search->count};

	for (int i = 0; i < search->count; i++)
	{
		repair.changes[i] = (Change) {
			search->cells[i], search->changes[i], settled_edit(search, i)
		};
		repair.cost += repair.changes[i].edit;
	}
	if (!search->found || repair.cost < search->best.cost)
		search->best = repair;
	search->found = true;
}

static void
assign(Search *search, int cell, int cost, int128 change, Edit edit)
{
	if ((search->found && cost + edit >= search->best.cost) || search->steps >= STEPS_MAX)
		return;
	search->steps++;
	search->changes[cell] = change;
	search->edits[cell] = edit;
	assign_from(search, cell + 1, cost + edit);
}

static inline bool
is_within(Range range, int128 change)
{
	return range.low <= change && change <= range.high;
}

/* The figure of another cell of the set: whether that gets this one's is seen later. */
static void
assign_swapped(Search *search, int cell, int cost, Range range)
{
	const FigureSlips *own = fl_cell_slips(search->cells[cell]);

	for (int i = 0; i < search->count && own->is_known; i++)
	{
		const FigureSlips *other = fl_cell_slips(search->cells[i]);

		if (i != cell && other->is_known && is_within(range, other->units - own->units))
			assign(search, cell, cost, other->units - own->units, EDIT_SWAPPED);
	}
}

static void
assign_slips(Search *search, int cell, int cost, Range range)
{
	const FigureSlips *slips = fl_cell_slips(search->cells[cell]);

	for (int i = 0; i < slips->count; i++)
	{
		if (is_within(range, slips->slips[i].change))
			assign(search, cell, cost, slips->slips[i].change, slips->slips[i].edit);
	}
}

/* From the middle outwards, where all are tried; else from the least change on. */
static void
assign_others(Search *search, int cell, int cost, Range range)
{
	bool		is_narrow = range.high - range.low < CHANGES_MAX;
	int128		start = is_narrow ? range.low + (range.high - range.low) / 2 :
		Max(range.low, Min(0, range.high));

	for (int step = 0; step < CHANGES_MAX; step++)
	{
		if (is_within(range, start + step))
			assign(search, cell, cost, start + step, EDIT_OTHER);
		if (step > 0 && is_within(range, start - step))
			assign(search, cell, cost, start - step, EDIT_OTHER);
	}
}

/* The cells before have their changes, which cost so much. */
static void
assign_from(Search *search, int cell, int cost)
{
	Range		range;

	if (cell == search->count)
	{
		settle(search);
		return;
	}
	range = fl_system_range(&search->system, cell, search->changes);
	assign_swapped(search, cell, cost, range);
	assign_slips(search, cell, cost, range);
	assign_others(search, cell, cost, range);
}

/* False if there are none; what contradicts each other is then "conflict". */
static bool
solve(Search *search, uint64 *conflict)
{
	search->found = false;
	search->steps = 0;
	make_system(search);
	if (fl_system_eliminate(&search->system))
		assign_from(search, 0, 0);
	*conflict = search->system.conflict == 0 ? PG_UINT64_MAX : search->system.conflict;
	return search->found;
}

/* ---------- smallest sets ---------- */

static void grow(Search *search);

static bool
is_exhausted(const Search *search)
{
	return search->tests_left <= 0 || list_length(search->repairs) >= SETS_MAX;
}

/* Sets with this cell, and "passed" it is for the sets after them. */
static List *
try_cell(Search *search, Cell *cell, List *passed)
{
	if (!cell_can_change(cell) || cell->is_passed || is_exhausted(search))
		return passed;
	cell->is_passed = true;
	search->cells[search->count++] = cell;
	grow(search);
	search->count--;
	return lappend(passed, cell);
}

/* The equations of the conflict: "rows" is overwritten by the sets tried. */
static List *
conflicting(const Search *search, uint64 conflict)
{
	List	   *equations = NIL;

	for (int row = 0; row < search->row_count; row++)
	{
		if (conflict >> Min(row, SYSTEM_SOURCES - 1) & 1)
			equations = lappend(equations, search->rows[row]);
	}
	return equations;
}

static void
try_cells_of(Search *search, uint64 conflict)
{
	List	   *equations = conflicting(search, conflict);
	List	   *passed = NIL;
	ListCell   *lc;

	foreach(lc, equations)
	{
		const Equation *equation = lfirst(lc);

		for (int i = 0; i < equation->net_count; i++)
		{
			if (equation->net[i].factor != 0)
				passed = try_cell(search, equation->net[i].cell, passed);
		}
	}
	foreach(lc, passed)
		((Cell *) lfirst(lc))->is_passed = false;
	list_free(passed);
	list_free(equations);
}

/* A set that does it is as large as is looked for: smaller ones were first. */
static void
grow(Search *search)
{
	uint64		conflict;

	CHECK_FOR_INTERRUPTS();
	search->tests_left--;
	collect_rows(search);
	if (solve(search, &conflict))
	{
		Repair	   *repair = palloc(sizeof(Repair));

		*repair = search->best;
		search->repairs = lappend(search->repairs, repair);
	}
	else if (search->count < search->size)
		try_cells_of(search, conflict);
}

List *
fl_search_repairs(Figures *figures, List *equations)
{
	Search	   *search = begin_search(figures, equations);
	int			tests = figures->tests_left / 2;

	search->tests_left = tests;
	while (search->repairs == NIL && search->size < SYSTEM_CELLS_MAX && !is_exhausted(search))
	{
		search->size++;
		grow(search);
	}
	figures->tests_left -= tests - search->tests_left;
	return search->repairs;
}

bool
fl_search_change(Figures *figures, Equation *equation, Cell *cell, Repair *repair)
{
	Search	   *search = begin_search(figures, list_make1(equation));
	uint64		conflict;

	if (!cell_can_change(cell))
		return false;
	search->count = 1;
	search->cells[0] = cell;
	need_row(search, equation);
	if (!solve(search, &conflict))
		return false;
	*repair = search->best;
	return true;
}

/*
 * figure_repair.c
 *		Which printed figure is wrong: the cells whose change mends a rule.
 *
 * Any cell of a violated rule can be made to mend it.  The one that is wrong
 * shows by the other rules that it is in: changed, it leaves none of them
 * violated.  Where several do, or none, the one is likelier whose needed value
 * is a slip of the pen away: two neighbouring digits exchanged, one digit
 * another, the sign lost.  Two figures in each other's place are preferred
 * where that mends more rules.  Where no single cell will do, other pairs are
 * tried: one that mends this rule and one that mends what that breaks.
 *
 * What is tried is tested exactly, rounding allowed for, however it was found.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "check_figures.h"

/* How a figure was got wrong, likeliest first. */
typedef enum Edit
{
	EDIT_TRANSPOSITION,
	EDIT_DIGIT,
	EDIT_SIGN,
	EDIT_OTHER,
	EDIT_SWAPPED,				/* two figures, in each other's place */
} Edit;

static const char *const edit_name[] = {
	[EDIT_TRANSPOSITION] = "transposition",
	[EDIT_DIGIT] = "digit",
	[EDIT_SIGN] = "sign",
	[EDIT_OTHER] = "other",
	[EDIT_SWAPPED] = "swapped",
};

typedef struct Change
{
	Cell	   *cell;
	Datum		needed;
} Change;

typedef struct Repair
{
	Edit		edit;
	int			count;			/* of changes: 1 or 2 */
	Change		changes[2];
	int			broken;			/* rules of these cells that are violated after it */
	int			mended;			/* and fewer of them than before by so many */
	Datum		rest;			/* numeric: what the rule is still off by */
	int			distance;		/* digits that change, once it is found */
} Repair;

/* More digits than any statement has are not searched for slips. */
#define DIGITS_MAX	40

/* More repairs than that tell nothing. */
#define REPAIRS_MAX	20

/* ---------- the rules of cells ---------- */

static bool
is_touched(const Equation *equation, const Cell *a, const Cell *b)
{
	return equation->reason == NULL &&
		(fl_equation_factor(equation, a) != 0 || (b != NULL && fl_equation_factor(equation, b) != 0));
}

/* Those of one or two cells (b may be NULL) that are violated as things are. */
static List *
broken_equations(const Figures *figures, const Cell *a, const Cell *b)
{
	List	   *broken = NIL;
	ListCell   *lc;

	foreach(lc, figures->equations)
	{
		Equation   *equation = lfirst(lc);

		if (is_touched(equation, a, b) && !fl_equation_holds(figures, equation))
			broken = lappend(broken, equation);
	}
	return broken;
}

static int
count_broken(const Figures *figures, const Cell *a, const Cell *b)
{
	List	   *broken = broken_equations(figures, a, b);
	int			count = list_length(broken);

	list_free(broken);
	return count;
}

/* ---------- the likeliest value of one cell ---------- */

typedef struct Search
{
	Figures    *figures;
	const Equation *equation;
	Cell	   *cell;
	Cell	   *other;			/* changed already, or NULL */
	int			broken_before;
	bool		found;
	Repair		best;
} Search;

static bool
is_likelier(const Repair *a, const Repair *b)
{
	if (a->broken != b->broken)
		return a->broken < b->broken;
	if (a->edit != b->edit)
		return a->edit < b->edit;
	return fl_figure_compare(a->rest, b->rest) < 0;
}

/* Keeps the value if it mends the rule and is the likeliest yet. */
static void
try_value(Search *search, Datum value, Edit edit)
{
	Cell	   *cell = search->cell;
	Datum		printed = cell->value;

	cell->value = value;
	if (fl_equation_holds(search->figures, search->equation))
	{
		Repair		repair = {.edit = edit, .count = 1};

		repair.changes[0] = (Change) {cell, value};
		repair.broken = count_broken(search->figures, cell, search->other);
		repair.mended = search->broken_before - repair.broken;
		repair.rest = DirectFunctionCall1(numeric_abs, fl_equation_difference(search->equation));
		if (!search->found || is_likelier(&repair, &search->best))
			search->best = repair;
		search->found = true;
	}
	cell->value = printed;
}

static char *
number_text(Datum number)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, number));
}

static Datum
number_from_text(const char *text)
{
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/* text[at] is a digit. */
static void
try_other_digits(Search *search, char *text, int at)
{
	char		printed = text[at];

	for (char digit = '0'; digit <= '9'; digit++)
	{
		text[at] = digit;
		if (digit != printed)
			try_value(search, number_from_text(text), EDIT_DIGIT);
	}
	text[at] = printed;
}

static void
try_transposed(Search *search, char *text, int left, int right)
{
	char		printed = text[left];

	text[left] = text[right];
	text[right] = printed;
	try_value(search, number_from_text(text), EDIT_TRANSPOSITION);
	text[right] = text[left];
	text[left] = printed;
}

static void
try_slips(Search *search)
{
	char	   *text = number_text(search->cell->value);
	int			length = strlen(text);
	int			last = -1;		/* the digit before, maybe across the point */

	if (search->cell->state != CELL_PRINTED || length > DIGITS_MAX)
		return;
	for (int i = 0; i < length; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			continue;
		try_other_digits(search, text, i);
		if (last >= 0 && text[last] != text[i])
			try_transposed(search, text, last, i);
		last = i;
	}
	try_value(search, DirectFunctionCall1(numeric_uminus, search->cell->value), EDIT_SIGN);
}

/* The value that leaves no difference, with as many decimals as are printed. */
static Datum
exact_value(const Search *search)
{
	Datum		factor = fl_figure(fl_equation_factor(search->equation, search->cell));
	Datum		change = DirectFunctionCall2(numeric_div,
											 fl_equation_difference(search->equation), factor);

	return DirectFunctionCall2(numeric_round, fl_figure_subtract(search->cell->value, change),
							   Int32GetDatum(search->cell->decimals));
}

/* For a blank cell as many as the rule's most precise figure has. */
static void
give_blank_decimals(const Equation *equation, Cell *cell)
{
	if (cell->state == CELL_PRINTED)
		return;
	for (int i = 0; i < equation->net_count; i++)
		cell->decimals = Max(cell->decimals, equation->net[i].cell->decimals);
}

/* In how many places the two differ, written one below the other. */
static int
digit_distance(const Cell *cell, Datum needed)
{
	Datum		decimals = Int32GetDatum(cell->decimals);
	char	   *a = number_text(DirectFunctionCall2(numeric_round, cell->value, decimals));
	char	   *b = number_text(DirectFunctionCall2(numeric_round, needed, decimals));
	int			a_length = strlen(a);
	int			b_length = strlen(b);
	int			distance = 0;

	for (int i = 1; i <= Max(a_length, b_length); i++)
	{
		if (i > a_length || i > b_length || a[a_length - i] != b[b_length - i])
			distance++;
	}
	return distance;
}

/* Of a cell of the form's that was given: what is not printed is not wrong. */
static bool
find_value(Figures *figures, const Equation *equation, Cell *cell, Cell *other, Repair *result)
{
	Search		search = {
		.figures = figures, .equation = equation, .cell = cell, .other = other
	};

	CHECK_FOR_INTERRUPTS();
	if (!cell->is_given || fl_equation_factor(equation, cell) == 0)
		return false;
	give_blank_decimals(equation, cell);
	search.broken_before = count_broken(figures, cell, other);
	try_value(&search, exact_value(&search), EDIT_OTHER);
	try_slips(&search);
	if (search.found)
		search.best.distance = digit_distance(cell, search.best.changes[0].needed);
	*result = search.best;
	return search.found;
}

/* ---------- one cell ---------- */

static List *
add_repair(List *repairs, const Repair *repair)
{
	Repair	   *copy = palloc(sizeof(Repair));

	*copy = *repair;
	return lappend(repairs, copy);
}

static List *
single_repairs(Figures *figures, const Equation *equation)
{
	List	   *repairs = NIL;

	for (int i = 0; i < equation->net_count; i++)
	{
		Repair		repair;

		if (find_value(figures, equation, equation->net[i].cell, NULL, &repair))
			repairs = add_repair(repairs, &repair);
	}
	return repairs;
}

static List *
clean_ones(const List *repairs)
{
	List	   *clean = NIL;
	ListCell   *lc;

	foreach(lc, repairs)
	{
		if (((const Repair *) lfirst(lc))->broken == 0)
			clean = lappend(clean, lfirst(lc));
	}
	return clean;
}

/* ---------- two cells ---------- */

static void
swap_values(Cell *a, Cell *b)
{
	Datum		value = a->value;

	a->value = b->value;
	b->value = value;
}

/*
 * a is of the equation, b any other of its column.  That it mends no more than
 * a change of one would is no reason to take two.
 */
static List *
try_swap(Figures *figures, const Equation *equation, Cell *a, Cell *b, List *repairs)
{
	int			broken_before;

	if (b == a || b->state != CELL_PRINTED || fl_figure_compare(a->value, b->value) == 0)
		return repairs;
	broken_before = count_broken(figures, a, b);
	swap_values(a, b);
	if (broken_before > 1 && fl_equation_holds(figures, equation) && count_broken(figures, a, b) == 0)
	{
		Repair		repair = {
			.edit = EDIT_SWAPPED, .count = 2, .changes = {{a, a->value}, {b, b->value}},
			.mended = broken_before
		};

		repairs = add_repair(repairs, &repair);
	}
	swap_values(a, b);
	return repairs;
}

static List *
swap_repairs(Figures *figures, const Equation *equation)
{
	List	   *repairs = NIL;

	for (int i = 0; i < equation->net_count; i++)
	{
		Cell	   *a = equation->net[i].cell;
		Cell	   *first = figures->cells[a->line->index];
		ListCell   *lc;

		CHECK_FOR_INTERRUPTS();
		if (a->state != CELL_PRINTED)
			continue;
		foreach(lc, a->line->form->lines)
		{
			const FormLine *line = lfirst(lc);
			Cell	   *b = &figures->cells[line->index][a - first];

			/* Both of this rule are met twice. */
			if (fl_equation_factor(equation, b) == 0 || line->index > a->line->index)
				repairs = try_swap(figures, equation, a, b, repairs);
		}
	}
	return repairs;
}

/* "a" is changed: which other cell mends what that broke? */
static List *
mend_rest(Figures *figures, const Equation *equation, const Repair *first, List *repairs)
{
	Cell	   *a = first->changes[0].cell;
	List	   *broken = broken_equations(figures, a, NULL);
	const Equation *rest = broken == NIL ? NULL : linitial(broken);

	for (int i = 0; rest != NULL && i < rest->net_count; i++)
	{
		Cell	   *b = rest->net[i].cell;
		Repair		second;

		/* One that is of the rule, too, would break it again. */
		if (b == a || fl_equation_factor(equation, b) != 0 ||
			!find_value(figures, rest, b, a, &second) || second.broken > 0)
			continue;
		second.edit = Max(second.edit, first->edit);
		second.distance += first->distance;
		second.count = 2;
		second.mended += first->mended;
		second.changes[1] = second.changes[0];
		second.changes[0] = first->changes[0];
		repairs = add_repair(repairs, &second);
	}
	return repairs;
}

static List *
pair_repairs(Figures *figures, const Equation *equation, const List *singles)
{
	List	   *repairs = NIL;
	ListCell   *lc;

	foreach(lc, singles)
	{
		const Repair *first = lfirst(lc);
		Cell	   *a = first->changes[0].cell;
		Datum		printed = a->value;

		a->value = first->changes[0].needed;
		repairs = mend_rest(figures, equation, first, repairs);
		a->value = printed;
	}
	return repairs;
}

/* Those swaps that mend more than any single cell does. */
static List *
better_swaps(const List *swaps, const List *singles)
{
	List	   *better = NIL;
	int			mended = 0;
	ListCell   *lc;

	foreach(lc, singles)
		mended = Max(mended, ((const Repair *) lfirst(lc))->mended);
	foreach(lc, swaps)
	{
		if (((const Repair *) lfirst(lc))->mended > mended)
			better = lappend(better, lfirst(lc));
	}
	return better;
}

/* ---------- printing ---------- */

static int
compare_repairs(const ListCell *a, const ListCell *b)
{
	const Repair *left = lfirst(a);
	const Repair *right = lfirst(b);

	if (left->broken != right->broken)
		return left->broken - right->broken;
	if (left->mended != right->mended)
		return right->mended - left->mended;
	if (left->edit != right->edit)
		return (int) left->edit - (int) right->edit;
	if (left->distance != right->distance)
		return left->distance - right->distance;
	return left->changes[0].cell->line->index - right->changes[0].cell->line->index;
}

static void
print_change(StringInfo json, const Figures *figures, const Change *change)
{
	const Cell *cell = change->cell;
	const char *item_id = cell->line->form == figures->form ? cell->line->item_id :
		psprintf("%s[%s]", cell->line->form->statement, cell->line->item_id);

	appendStringInfoString(json, "{\"item_id\": ");
	escape_json(json, item_id);
	appendStringInfoString(json, ", \"column\": ");
	escape_json(json, cell->column->name);
	appendStringInfo(json, ", \"printed\": %s, \"needed\": %s}",
					 cell->state == CELL_PRINTED ? number_text(cell->value) : "null",
					 number_text(DirectFunctionCall2(numeric_round, change->needed,
													 Int32GetDatum(cell->decimals))));
}

/* Only of one cell: pairs that break something are not shown. */
static void
print_broken(StringInfo json, const Figures *figures, const Repair *repair)
{
	Cell	   *cell = repair->changes[0].cell;
	Datum		printed = cell->value;
	List	   *broken;
	ListCell   *lc;

	cell->value = repair->changes[0].needed;
	broken = broken_equations(figures, cell, NULL);
	cell->value = printed;
	appendStringInfoString(json, ", \"breaks\": [");
	foreach(lc, broken)
	{
		appendStringInfoString(json, lc == list_head(broken) ? "" : ", ");
		escape_json(json, ((const Equation *) lfirst(lc))->rule);
	}
	appendStringInfoChar(json, ']');
}

/* [{"edit": "transposition", "cells": [{"item_id": "T1", "column": …, "printed": …, "needed": …}], "mends": 1}, …] */
static Datum
repairs_json(const Figures *figures, const List *repairs)
{
	StringInfoData json;
	ListCell   *lc;

	initStringInfo(&json);
	appendStringInfoChar(&json, '[');
	foreach(lc, repairs)
	{
		const Repair *repair = lfirst(lc);

		if (foreach_current_index(lc) == REPAIRS_MAX)
			break;
		appendStringInfo(&json, "%s{\"edit\": \"%s\", \"cells\": [",
						 lc == list_head(repairs) ? "" : ", ", edit_name[repair->edit]);
		for (int i = 0; i < repair->count; i++)
		{
			appendStringInfoString(&json, i == 0 ? "" : ", ");
			print_change(&json, figures, &repair->changes[i]);
		}
		appendStringInfo(&json, "], \"mends\": %d", repair->mended);
		if (repair->broken > 0)
			print_broken(&json, figures, repair);
		appendStringInfoChar(&json, '}');
	}
	appendStringInfoChar(&json, ']');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

Datum
fl_equation_repairs(Figures *figures, const Equation *equation)
{
	List	   *singles = single_repairs(figures, equation);
	List	   *repairs = clean_ones(singles);

	repairs = list_concat(repairs, better_swaps(swap_repairs(figures, equation), repairs));
	if (repairs == NIL)
		repairs = pair_repairs(figures, equation, singles);
	if (repairs == NIL)
		repairs = singles;
	list_sort(repairs, compare_repairs);
	return repairs_json(figures, repairs);
}

/*
 * figure_repair.c
 *		What would mend the violated rules of printed figures, as it is shown.
 *
 * Violated rules that share cells hang together, and are searched together
 * for the smallest sets of cells that mend all of them (figure_search.c).
 * Each is shown the part of a set that mends it: what is linked to its cells
 * by rules.  Where so few cells mend them all in no way, each is searched by
 * itself; where that fails, too, it is shown what mends it and breaks others.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"

#include "figures/figure_contradiction.h"
#include "figures/figure_repair.h"
#include "figures/figure_search.h"
#include "types/amount.h"

static const char *const edit_name[] = {
	[EDIT_SWAPPED] = "swapped",
	[EDIT_TRANSPOSITION] = "transposition",
	[EDIT_DIGIT] = "digit",
	[EDIT_SIGN] = "sign",
	[EDIT_SHIFTED] = "shifted",
	[EDIT_OTHER] = "other",
};

/* More repairs than that tell nothing. */
#define REPAIRS_MAX	20

/* ---------- which equations hang together ---------- */

static List *
add_neighbours(List *cluster, const Cell *cell)
{
	ListCell   *lc;

	foreach(lc, cell->uses)
	{
		Equation   *equation = ((const CellUse *) lfirst(lc))->equation;

		if (!equation->is_violated || equation->is_clustered)
			continue;
		equation->is_clustered = true;
		cluster = lappend(cluster, equation);
	}
	return cluster;
}

/* The violated ones that share cells with it, and so on: the list grows. */
static List *
cluster_of(Equation *equation)
{
	List	   *cluster = list_make1(equation);

	equation->is_clustered = true;
	for (int n = 0; n < list_length(cluster); n++)
	{
		const Equation *member = list_nth(cluster, n);

		for (int i = 0; i < member->net_count; i++)
		{
			if (cell_can_change(member->net[i].cell))
				cluster = add_neighbours(cluster, member->net[i].cell);
		}
	}
	return cluster;
}

/* ---------- the part of a set that is an equation's ---------- */

static bool
uses_equation(const Cell *cell, const Equation *equation)
{
	ListCell   *lc;

	foreach(lc, cell->uses)
	{
		if (((const CellUse *) lfirst(lc))->equation == equation)
			return true;
	}
	return false;
}

static bool
share_equation(const Cell *a, const Cell *b)
{
	ListCell   *lc;

	foreach(lc, a->uses)
	{
		if (uses_equation(b, ((const CellUse *) lfirst(lc))->equation))
			return true;
	}
	return false;
}

static bool
repair_shares(const Repair *repair, const Cell *cell)
{
	for (int i = 0; i < repair->count; i++)
	{
		if (share_equation(repair->changes[i].cell, cell))
			return true;
	}
	return false;
}

static bool
repair_uses(const Repair *repair, const Equation *equation)
{
	for (int i = 0; i < repair->count; i++)
	{
		if (uses_equation(repair->changes[i].cell, equation))
			return true;
	}
	return false;
}

static bool
has_cell(const Repair *repair, const Cell *cell)
{
	for (int i = 0; i < repair->count; i++)
	{
		if (repair->changes[i].cell == cell)
			return true;
	}
	return false;
}

/* As the standard prints them. */
static int
compare_changes(const void *a, const void *b)
{
	const Cell *left = ((const Change *) a)->cell;
	const Cell *right = ((const Change *) b)->cell;

	if (left->line != right->line)
		return left->line->index - right->line->index;
	return left->column->column_no - right->column->column_no;
}

/* Once a pass of the set: what the cells taken so far share an equation with. */
static Repair *
part_of(const Repair *set, const Equation *equation)
{
	Repair	   *part = palloc0(sizeof(Repair));

	for (int pass = 0; pass < set->count; pass++)
	{
		for (int i = 0; i < set->count; i++)
		{
			const Change *change = &set->changes[i];

			if (has_cell(part, change->cell) ||
				!(uses_equation(change->cell, equation) || repair_shares(part, change->cell)))
				continue;
			part->changes[part->count++] = *change;
			part->cost += change->edit;
		}
	}
	qsort(part->changes, part->count, sizeof(Change), compare_changes);
	return part;
}

static bool
same_cells(const Repair *a, const Repair *b)
{
	for (int i = 0; i < a->count; i++)
	{
		if (!has_cell(b, a->changes[i].cell))
			return false;
	}
	return a->count == b->count;
}

static List *
add_repair(List *repairs, Repair *repair)
{
	ListCell   *lc;

	foreach(lc, repairs)
	{
		if (same_cells(lfirst(lc), repair))
			return repairs;
	}
	return lappend(repairs, repair);
}

static void
add_parts(Equation *equation, const List *sets)
{
	ListCell   *lc;

	foreach(lc, sets)
	{
		CHECK_FOR_INTERRUPTS();
		equation->repairs = add_repair(equation->repairs, part_of(lfirst(lc), equation));
	}
}

/* ---------- repairs of every equation ---------- */

/* One cell each, whatever it breaks. */
static void
add_breaking(Figures *figures, Equation *equation)
{
	for (int i = 0; i < equation->net_count; i++)
	{
		Repair	   *repair = palloc(sizeof(Repair));

		if (equation->net[i].factor != 0 &&
			fl_search_change(figures, equation, equation->net[i].cell, repair))
			equation->repairs = lappend(equation->repairs, repair);
	}
}

static void
mend_cluster(Figures *figures, List *cluster)
{
	List	   *sets = fl_search_repairs(figures, cluster);
	ListCell   *lc;

	foreach(lc, cluster)
	{
		Equation   *equation = lfirst(lc);

		add_parts(equation, sets != NIL ? sets :
				  fl_search_repairs(figures, list_make1(equation)));
		if (equation->repairs == NIL)
			add_breaking(figures, equation);
	}
}

void
fl_figures_find_repairs(Figures *figures)
{
	ListCell   *lc;

	fl_figures_begin_search(figures);
	foreach(lc, figures->searched)
	{
		Equation   *equation = lfirst(lc);

		if (equation->is_violated && !equation->is_clustered)
			mend_cluster(figures, cluster_of(equation));
	}
}

/* ---------- order ---------- */

/* A repair, with what its place among others depends on. */
typedef struct ShownRepair
{
	const Repair *repair;
	List	   *broken;			/* of Equation: violated after it */
	int			mended;			/* those violated before, less these */
	int			distance;		/* digits that change */
} ShownRepair;

static char *
number_text(Datum number)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, number));
}

/* With as many decimals as are printed. */
static Datum
needed_figure(const Change *change)
{
	int			decimals = change->cell->decimals;
	char	   *unit = psprintf("1e%d", 2 - decimals);
	Datum		difference = fl_figure_multiply(fl_numeric_from_total(change->change),
												DirectFunctionCall3(numeric_in,
																	CStringGetDatum(unit),
																	ObjectIdGetDatum(InvalidOid),
																	Int32GetDatum(-1)));

	return DirectFunctionCall2(numeric_round, fl_figure_add(change->cell->value, difference),
							   Int32GetDatum(decimals));
}

/* In how many places the two differ, written one below the other. */
static int
digit_distance(const Change *change)
{
	const Cell *cell = change->cell;
	char	   *a = number_text(DirectFunctionCall2(numeric_round, cell->value,
													Int32GetDatum(cell->decimals)));
	char	   *b = number_text(needed_figure(change));
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

/* What the changes add to its difference. */
static int128
added_by(const Repair *repair, const Equation *equation)
{
	int128		sum = 0;
	ListCell   *lc;

	for (int i = 0; i < repair->count; i++)
	{
		foreach(lc, repair->changes[i].cell->uses)
		{
			const CellUse *use = lfirst(lc);

			if (use->equation == equation)
				sum += use->factor * repair->changes[i].change;
		}
	}
	return sum;
}

static ShownRepair *
shown(const Figures *figures, const Repair *repair)
{
	ShownRepair *result = palloc0(sizeof(ShownRepair));
	ListCell   *lc;

	result->repair = repair;
	for (int i = 0; i < repair->count; i++)
		result->distance += digit_distance(&repair->changes[i]);
	foreach(lc, figures->searched)
	{
		Equation   *equation = lfirst(lc);
		int128		added;

		CHECK_FOR_INTERRUPTS();
		if (!repair_uses(repair, equation))
			continue;
		added = added_by(repair, equation);
		if (equation->is_violated)
			result->mended++;
		if (added < equation->range.low || added > equation->range.high)
			result->broken = lappend(result->broken, equation);
	}
	result->mended -= list_length(result->broken);
	return result;
}

static int
compare_shown(const ListCell *a, const ListCell *b)
{
	const ShownRepair *left = lfirst(a);
	const ShownRepair *right = lfirst(b);

	if (left->repair->count != right->repair->count)
		return left->repair->count - right->repair->count;
	if (list_length(left->broken) != list_length(right->broken))
		return list_length(left->broken) - list_length(right->broken);
	if (left->mended != right->mended)
		return right->mended - left->mended;
	if (left->repair->cost != right->repair->cost)
		return left->repair->cost - right->repair->cost;
	if (left->distance != right->distance)
		return left->distance - right->distance;
	return left->repair->changes[0].cell->line->index -
		right->repair->changes[0].cell->line->index;
}

/* ---------- printing ---------- */

/* Of the changes together: what the least likely of them is. */
static Edit
repair_edit(const Repair *repair)
{
	Edit		edit = repair->changes[0].edit;

	for (int i = 1; i < repair->count; i++)
		edit = Max(edit, repair->changes[i].edit);
	return edit;
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
					 number_text(needed_figure(change)));
}

static void
print_broken(StringInfo json, const List *broken)
{
	ListCell   *lc;

	appendStringInfoString(json, ", \"breaks\": [");
	foreach(lc, broken)
	{
		appendStringInfoString(json, lc == list_head(broken) ? "" : ", ");
		escape_json(json, ((const Equation *) lfirst(lc))->rule);
	}
	appendStringInfoChar(json, ']');
}

static void
print_repair(StringInfo json, const Figures *figures, const ShownRepair *shown)
{
	const Repair *repair = shown->repair;

	appendStringInfo(json, "{\"edit\": \"%s\", \"cells\": [", edit_name[repair_edit(repair)]);
	for (int i = 0; i < repair->count; i++)
	{
		appendStringInfoString(json, i == 0 ? "" : ", ");
		print_change(json, figures, &repair->changes[i]);
	}
	appendStringInfo(json, "], \"mends\": %d", shown->mended);
	if (shown->broken != NIL)
		print_broken(json, shown->broken);
	appendStringInfoChar(json, '}');
}

/* Its own, or those of the contradictions that it is in. */
static List *
repairs_of(const Equation *equation)
{
	List	   *repairs = list_copy(equation->repairs);
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, equation->contradictions)
	{
		const Equation *sum = ((const Contradiction *) lfirst(lc))->sum;

		if (sum == NULL)
			continue;
		foreach(lc2, sum->repairs)
			repairs = add_repair(repairs, lfirst(lc2));
	}
	return repairs;
}

/* [{"edit": "transposition", "cells": [{"item_id": "T1", "column": …, "printed": …, "needed": …}], "mends": 1}, …] */
Datum
fl_equation_repairs(const Figures *figures, const Equation *equation)
{
	StringInfoData json;
	List	   *repairs = NIL;
	ListCell   *lc;

	foreach(lc, repairs_of(equation))
		repairs = lappend(repairs, shown(figures, lfirst(lc)));
	list_sort(repairs, compare_shown);
	initStringInfo(&json);
	appendStringInfoChar(&json, '[');
	foreach(lc, repairs)
	{
		if (foreach_current_index(lc) == REPAIRS_MAX)
			break;
		appendStringInfoString(&json, lc == list_head(repairs) ? "" : ", ");
		print_repair(&json, figures, lfirst(lc));
	}
	appendStringInfoChar(&json, ']');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

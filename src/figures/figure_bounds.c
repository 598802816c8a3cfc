/*
 * figure_bounds.c
 *		What each rule of a contradiction says of the figures it shares, as it is shown.
 *
 * Each rule times its factor, the rules add up to a sum of cells that is at
 * most 0 and by what is printed more.  Of a rule, the part that stays in the
 * sum is its own, and bounded by what is printed; the rest cancels out in the
 * sum, and the rule says of it what its own part leaves.  Those are the bounds
 * that contradict each other: all rests come to 0, each times how often it
 * counts, >= added and <= taken away, and all bounds to more than 0.
 *
 * A cell that stays in the sum in part is its own part where it has the sign
 * that it has there: so its bound is taken the same way throughout.  An exact
 * one is bounded the same both ways, and always its own.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"

#include "figures/figure_bounds.h"

/* A rule's terms, each split into its own and what it shares. */
typedef struct Saying
{
	const Equation *equation;
	Datum	   *own;			/* numeric, by net terms */
	Datum	   *shared;
	Datum		times;			/* numeric: how often it counts */
	Datum		bound;
	bool		is_at_most;
} Saying;

static int
sign_of(Datum a)
{
	return fl_figure_compare(a, fl_figure(0));
}

static Datum
magnitude(Datum a)
{
	return DirectFunctionCall1(numeric_abs, a);
}

static Datum
negated(Datum a)
{
	return DirectFunctionCall1(numeric_uminus, a);
}

/* ---------- own and shared ---------- */

static Datum
factor_times(const Contradiction *contradiction, int n, int i)
{
	return fl_figure_multiply(contradiction->times[n], fl_figure(contradiction->equations[n]->net[i].factor));
}

/* What stays of each cell in the sum of all rules. */
static void
find_left(const Contradiction *contradiction)
{
	for (int n = 0; n < contradiction->count; n++)
	{
		const Equation *equation = contradiction->equations[n];

		for (int i = 0; i < equation->net_count; i++)
			equation->net[i].cell->left = fl_figure(0);
	}
	for (int n = 0; n < contradiction->count; n++)
	{
		const Equation *equation = contradiction->equations[n];

		for (int i = 0; i < equation->net_count; i++)
		{
			Cell	   *cell = equation->net[i].cell;

			cell->left = fl_figure_add(cell->left, factor_times(contradiction, n, i));
		}
	}
}

/* As much of what is left as the rule has. */
static Datum
own_part(Datum factor, Datum left)
{
	if (sign_of(factor) * sign_of(left) <= 0)
		return fl_figure(0);
	return fl_figure_compare(magnitude(factor), magnitude(left)) < 0 ? factor : left;
}

static void
split(const Contradiction *contradiction, Saying *saying, int n)
{
	const Equation *equation = contradiction->equations[n];

	saying->equation = equation;
	saying->own = palloc(equation->net_count * sizeof(Datum));
	saying->shared = palloc(equation->net_count * sizeof(Datum));
	for (int i = 0; i < equation->net_count; i++)
	{
		Cell	   *cell = equation->net[i].cell;
		Datum		factor = factor_times(contradiction, n, i);

		saying->own[i] = cell_is_exact(cell) ? factor : own_part(factor, cell->left);
		saying->shared[i] = fl_figure_subtract(factor, saying->own[i]);
		cell->left = fl_figure_subtract(cell->left, saying->own[i]);
	}
}

/* ---------- bounds ---------- */

/* [A] + [B] >= 2, once, for 2 * [A] + 2 * [B] >= 4 */
static void
reduce(Saying *saying)
{
	int			count = saying->equation->net_count;
	Datum		divisor = fl_figure(0);

	for (int i = 0; i < count; i++)
	{
		divisor = DirectFunctionCall2(numeric_gcd, divisor, saying->own[i]);
		divisor = DirectFunctionCall2(numeric_gcd, divisor, saying->shared[i]);
	}
	for (int i = 0; i < count; i++)
	{
		saying->own[i] = DirectFunctionCall2(numeric_div_trunc, saying->own[i], divisor);
		saying->shared[i] = DirectFunctionCall2(numeric_div_trunc, saying->shared[i], divisor);
	}
	saying->times = divisor;
}

/* The own part at its least: what it shares, with the other sign, is no less. */
static void
find_bound(Saying *saying)
{
	saying->bound = fl_figure(0);
	for (int i = 0; i < saying->equation->net_count; i++)
	{
		const Cell *cell = saying->equation->net[i].cell;

		saying->bound = fl_figure_add(saying->bound, fl_figure_multiply(saying->own[i], cell->value));
		saying->bound = fl_figure_subtract(saying->bound, fl_figure_multiply(magnitude(saying->own[i]),
																			 cell->half_width));
	}
}

/* What it shares with the other sign, so that it is what is bounded; its first term positive. */
static void
turn(Saying *saying)
{
	int			sign = 0;

	for (int i = 0; i < saying->equation->net_count && sign == 0; i++)
		sign = sign_of(saying->shared[i]);
	saying->is_at_most = sign > 0;
	if (saying->is_at_most)
		saying->bound = negated(saying->bound);
	for (int i = 0; i < saying->equation->net_count && !saying->is_at_most; i++)
		saying->shared[i] = negated(saying->shared[i]);
}

static Saying *
sayings_of(const Contradiction *contradiction)
{
	Saying	   *sayings = palloc(contradiction->count * sizeof(Saying));

	find_left(contradiction);
	for (int n = 0; n < contradiction->count; n++)
	{
		split(contradiction, &sayings[n], n);
		reduce(&sayings[n]);
		find_bound(&sayings[n]);
		turn(&sayings[n]);
	}
	return sayings;
}

/* ---------- printing ---------- */

static char *
number_text(Datum number)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, number));
}

/* The line of a cell, by its statement where that is another. */
static const char *
item_of(const Figures *figures, const Cell *cell)
{
	return cell->line->form == figures->form ? psprintf("[%s]", cell->line->item_id) :
		psprintf("%s[%s]", cell->line->form->statement, cell->line->item_id);
}

static void
print_term(StringInfo text, Datum factor, bool is_first)
{
	Datum		size = magnitude(factor);

	if (!is_first)
		appendStringInfoString(text, sign_of(factor) < 0 ? " - " : " + ");
	else if (sign_of(factor) < 0)
		appendStringInfoChar(text, '-');
	if (fl_figure_compare(size, fl_figure(1)) != 0)
		appendStringInfo(text, "%s * ", number_text(size));
}

/* [A] + [B] >= 2.5, each with its column if the contradiction has several */
static char *
saying_text(const Figures *figures, const Contradiction *contradiction, const Saying *saying)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < saying->equation->net_count; i++)
	{
		const Cell *cell = saying->equation->net[i].cell;

		if (sign_of(saying->shared[i]) == 0)
			continue;
		print_term(&text, saying->shared[i], text.len == 0);
		appendStringInfoString(&text, item_of(figures, cell));
		if (contradiction->has_columns)
			appendStringInfo(&text, "(%s)", cell->column->name);
	}
	appendStringInfo(&text, " %s %s", saying->is_at_most ? "<=" : ">=", number_text(saying->bound));
	return text.data;
}

/* rule "[X]" says [A] + [B] >= 2.5, rule "[Y]" says [A] + [B] <= 2.0 */
static char *
reason_text(const Figures *figures, const Contradiction *contradiction, const Saying *sayings)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int n = 0; n < contradiction->count; n++)
		appendStringInfo(&text, "%srule \"%s\" says %s", n == 0 ? "" : ", ",
						 contradiction->equations[n]->rule,
						 saying_text(figures, contradiction, &sayings[n]));
	return text.data;
}

/* A printed figure, and between what it stands for. */
static void
print_cell(StringInfo json, const Figures *figures, const Cell *cell)
{
	const char *item_id = cell->line->form == figures->form ? cell->line->item_id : item_of(figures, cell);

	appendStringInfoString(json, "{\"item_id\": ");
	escape_json(json, item_id);
	appendStringInfoString(json, ", \"column\": ");
	escape_json(json, cell->column->name);
	appendStringInfo(json, ", \"printed\": %s, \"low\": %s, \"high\": %s}",
					 cell->state == CELL_PRINTED ? number_text(cell->value) : "null",
					 number_text(fl_figure_subtract(cell->value, cell->half_width)),
					 number_text(fl_figure_add(cell->value, cell->half_width)));
}

static void
print_cells(StringInfo json, const Figures *figures, const Saying *saying)
{
	bool		is_first = true;

	for (int i = 0; i < saying->equation->net_count; i++)
	{
		const Cell *cell = saying->equation->net[i].cell;

		if (sign_of(saying->own[i]) == 0 || !cell->is_given)
			continue;
		appendStringInfoString(json, is_first ? "" : ", ");
		print_cell(json, figures, cell);
		is_first = false;
	}
}

static void
print_saying(StringInfo json, const Figures *figures, const Contradiction *contradiction,
			 const Saying *saying)
{
	appendStringInfoString(json, "{\"rule\": ");
	escape_json(json, saying->equation->rule);
	appendStringInfoString(json, ", \"column\": ");
	if (saying->equation->column_name == NULL)
		appendStringInfoString(json, "null");
	else
		escape_json(json, saying->equation->column_name);
	appendStringInfoString(json, ", \"says\": ");
	escape_json(json, saying_text(figures, contradiction, saying));
	appendStringInfo(json, ", \"times\": %s, \"by\": [", number_text(saying->times));
	print_cells(json, figures, saying);
	appendStringInfoString(json, "]}");
}

/* [[{"rule": "[X]", "column": …, "says": "[A] + [B] >= 2.5", "times": 1, "by": [{"item_id": "X", …}]}, …]] */
static Datum
sayings_json(const Figures *figures, const Contradiction *contradiction, const Saying *sayings)
{
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfoString(&json, "[[");
	for (int n = 0; n < contradiction->count; n++)
	{
		appendStringInfoString(&json, n == 0 ? "" : ", ");
		print_saying(&json, figures, contradiction, &sayings[n]);
	}
	appendStringInfoString(&json, "]]");
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

void
fl_figures_show_contradictions(Figures *figures)
{
	ListCell   *lc;

	foreach(lc, figures->contradictions)
	{
		Contradiction *contradiction = lfirst(lc);
		const Saying *sayings = sayings_of(contradiction);

		CHECK_FOR_INTERRUPTS();
		contradiction->reason = reason_text(figures, contradiction, sayings);
		contradiction->shown = sayings_json(figures, contradiction, sayings);
	}
}

const char *
fl_equation_contradicted(const Equation *equation)
{
	return ((const Contradiction *) linitial(equation->contradictions))->reason;
}

Datum
fl_equation_contradictions(const Equation *equation)
{
	Datum		shown = ((const Contradiction *) linitial(equation->contradictions))->shown;

	for (int i = 1; i < list_length(equation->contradictions); i++)
		shown = DirectFunctionCall2(jsonb_concat, shown,
									((const Contradiction *) list_nth(equation->contradictions, i))->shown);
	return shown;
}

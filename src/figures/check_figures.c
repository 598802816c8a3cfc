/*
 * check_figures.c
 *		勾稽 of a statement from outside: published figures and nothing else.
 *
 * figure_cells.c says which cell each figure is of, figure_equations.c which
 * rules can be checked on them, figure_contradiction.c which of them hold one
 * by one and not together, figure_bounds.c what those say, figure_repair.c what
 * would mend it.  check_figures.sql declares the functions.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "figures/figure_bounds.h"
#include "figures/figure_repair.h"
#include "ledger/report_arguments.h"
#include "ledger/words.h"

/* ---------- rows ---------- */

static void
add_sides(Report *report, const Equation *equation)
{
	report_add(report, fl_equation_left(equation));
	report_add(report, fl_equation_right(equation));
	report_add(report, fl_equation_over(equation, fl_equation_difference(equation)));
	report_add(report, fl_equation_over(equation, equation->allowed));
}

static void
put_equation(Report *report, const Figures *figures, const Equation *equation)
{
	bool		is_contradicted = equation->contradictions != NIL;

	fl_report_begin_row(report);
	report_add_text(report, equation->rule);
	report_add_text(report, equation->name);
	report_add_text(report, equation->column_name);
	if (equation->reason == NULL)
		add_sides(report, equation);
	else
		report_add_nulls(report, 4);
	fl_report_add_word(report, "verdict", fl_equation_verdict(equation));
	report_add_text(report, is_contradicted ? fl_equation_contradicted(equation) : equation->reason);
	if (equation->is_violated || is_contradicted)
		report_add(report, fl_equation_repairs(figures, equation));
	else
		report_add_nulls(report, 1);
	if (is_contradicted)
		report_add(report, fl_equation_contradictions(equation));
	else
		report_add_nulls(report, 1);
	fl_report_end_row(report);
}

/* ---------- arguments ---------- */

typedef struct Unit
{
	const char *name;
	const char *english;
	int			decimals;		/* of a 分 */
	int			printed;		/* that its tables have at least, unless told otherwise */
} Unit;

static const Unit *
find_unit(const char *name)
{
	static const Unit units[] = {
		{"元", "yuan", 2, 2}, {"万元", "ten_thousand_yuan", 6, 0},
		{"亿元", "hundred_million_yuan", 10, 0}
	};

	for (int i = 0; i < lengthof(units); i++)
	{
		if (strcmp(units[i].name, name) == 0 || strcmp(units[i].english, name) == 0)
			return &units[i];
	}
	fl_figures_refuse(psprintf("unit \"%s\" is not one of statements", name),
				   "Units are 元 (yuan), 万元 (ten_thousand_yuan) and 亿元 (hundred_million_yuan).");
}

static int
told_decimals(int decimals)
{
	if (decimals < 0 || decimals > DECIMALS_MAX)
		fl_figures_refuse(psprintf("%d is not a number of decimals", decimals),
					   psprintf("Give one between 0 and %d.", DECIMALS_MAX));
	return decimals;
}

/* The arguments before and after the figures, which are "count". */
static Figures *
begin_figures(FunctionCallInfo fcinfo, int count)
{
	Figures    *figures = palloc0(sizeof(Figures));
	const Unit *unit = find_unit(TextDatumGetCString(PG_GETARG_DATUM(2 + count)));

	figures->unit_decimals = unit->decimals;
	figures->least_decimals = PG_ARGISNULL(4 + count) ? unit->printed :
		told_decimals(PG_GETARG_INT32(4 + count));
	figures->annual = PG_GETARG_BOOL(3 + count);
	figures->forms = fl_form_set(fl_report_standard(PG_GETARG_DATUM(0)));
	figures->form = fl_form_required(figures->forms, TextDatumGetCString(PG_GETARG_DATUM(1)));
	fl_figures_make_cells(figures);
	return figures;
}

static void
put_checked(Report *report, Figures *figures)
{
	ListCell   *lc;

	fl_figures_find_half_widths(figures);
	fl_figures_make_equations(figures);
	fl_figures_find_contradictions(figures);
	fl_figures_show_contradictions(figures);
	fl_figures_find_repairs(figures);
	foreach(lc, figures->equations)
		put_equation(report, figures, lfirst(lc));
}

PG_FUNCTION_INFO_V1(fl_check_figures);

Datum
fl_check_figures(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"standard", "statement", "figures", "unit", "annual", NULL
	};
	Report		report;
	Figures    *figures;

	fl_report_begin(&report, fcinfo, names);
	figures = begin_figures(fcinfo, 1);
	fl_figures_set_json(figures, PG_GETARG_JSONB_P(2));
	put_checked(&report, figures);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(fl_check_figures_arrays);

Datum
fl_check_figures_arrays(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"standard", "statement", "item_ids", "column_names", "figures", "unit", "annual", NULL
	};
	Report		report;
	Figures    *figures;

	fl_report_begin(&report, fcinfo, names);
	figures = begin_figures(fcinfo, 3);
	fl_figures_set_arrays(figures, PG_GETARG_DATUM(2), PG_GETARG_DATUM(3), PG_GETARG_DATUM(4));
	put_checked(&report, figures);
	return (Datum) 0;
}

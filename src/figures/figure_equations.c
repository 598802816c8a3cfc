/*
 * figure_equations.c
 *		The rules that can be checked on published figures alone, over cells.
 *
 * What can be checked are sums of lines: the formulas of lines that are made
 * of other lines, and the rules of the form whose terms are lines.
 *
 * The sides of a rule may differ by what the rounding of the cells that it
 * sums allows (figure_cells.c), times their factors, a cell on both sides
 * counted once.  Further apart no rounding explains them.  Everything is
 * numeric, so exact for any figure.
 */
#include "postgres.h"

#include "common/int.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "figures/figure_equations.h"
#include "types/rational.h"

/* ---------- which cell a term of a rule is ---------- */

static const FormColumn *
column_over(const Figures *figures, const Form *form, WindowKind window)
{
	ListCell   *lc;

	foreach(lc, form->columns)
	{
		const FormColumn *column = lfirst(lc);

		if (column->window == window && is_shown(column->shown, figures->annual))
			return column;
	}
	return NULL;
}

/* Does the window end when the form does? */
static bool
ends_with_month(const Figures *figures, WindowKind window)
{
	switch (window)
	{
		case WINDOW_MONTH:
		case WINDOW_QUARTER:
		case WINDOW_YEAR_TO_DATE:
		case WINDOW_LAST_TWELVE_MONTHS:
			return true;
		case WINDOW_YEAR:
			return figures->annual;
		case WINDOW_PRIOR_YEAR:
		case WINDOW_PRIOR_YEAR_MONTH:
		case WINDOW_PRIOR_YEAR_QUARTER:
		case WINDOW_PRIOR_YEAR_TO_DATE:
			return false;
	}
	pg_unreachable();
}

/*
 * The column of a line over a window.  An annual form is of December, when the
 * year to date is the year; what stands at the end of the month stands at the
 * end of the year to date.
 */
static const FormColumn *
column_of(const Figures *figures, const FormLine *line, WindowKind window)
{
	const FormColumn *column = column_over(figures, line->form, window);

	if (column == NULL && figures->annual && window == WINDOW_YEAR_TO_DATE)
		column = column_over(figures, line->form, WINDOW_YEAR);
	if (column != NULL || !formula_is_stock(&line->formula) || !ends_with_month(figures, window))
		return column;
	column = column_over(figures, line->form, WINDOW_MONTH);
	if (column == NULL)
		column = column_over(figures, line->form, WINDOW_YEAR_TO_DATE);
	return column == NULL && figures->annual ? column_over(figures, line->form, WINDOW_YEAR) : column;
}

/* What stands before the year is what stood at the end of the last. */
static const FormColumn *
column_before(const Figures *figures, const FormLine *line, WindowKind window)
{
	if (window != WINDOW_YEAR_TO_DATE && window != WINDOW_YEAR)
		return NULL;
	return formula_is_stock(&line->formula) ? column_over(figures, line->form, WINDOW_PRIOR_YEAR) : NULL;
}

/* Sets the reason where the term is no cell that is given. */
static Cell *
term_cell(const Figures *figures, const FormTerm *term, WindowKind window, const char **reason)
{
	const FormColumn *column;
	Cell	   *cell;

	if (term->line == NULL)
	{
		*reason = psprintf("account \"%s\" is not a line of a statement", fl_account_code_text(term->code));
		return NULL;
	}
	column = term->type == TERM_OPENING_LINE ? column_before(figures, term->line, window) :
		column_of(figures, term->line, window);
	if (column == NULL)
	{
		*reason = psprintf("statement \"%s\" has no column for line \"%s\" %s",
						   term->line->form->statement, term->line->item_id,
						   term->type == TERM_OPENING_LINE ? "before the window of the rule" :
						   "over the window of the rule");
		return NULL;
	}
	cell = fl_figures_cell(figures, term->line, column);
	if (cell->state == CELL_ABSENT)
		*reason = psprintf("line \"%s\" of statement \"%s\" has no figure in column \"%s\"",
						   term->line->item_id, term->line->form->statement, column->name);
	return cell;
}

/* ---------- judging ---------- */

static Datum
sum_terms(const EquationTerm *terms, int count)
{
	Datum		sum = fl_figure(0);

	for (int i = 0; i < count; i++)
		sum = fl_figure_add(sum, fl_figure_multiply(fl_figure(terms[i].factor), terms[i].cell->value));
	return sum;
}

Datum
fl_equation_difference(const Equation *equation)
{
	return sum_terms(equation->net, equation->net_count);
}

/* How far the difference is past what the relation admits, 0 if it is not. */
static Datum
excess(const Equation *equation, Datum difference)
{
	Datum		zero = fl_figure(0);
	int			sign = fl_figure_compare(difference, zero);

	if ((strcmp(equation->relation, "<=") == 0 && sign < 0) ||
		(strcmp(equation->relation, ">=") == 0 && sign > 0))
		return zero;
	return DirectFunctionCall1(numeric_abs, difference);
}

static void
find_allowed(Equation *equation)
{
	equation->allowed = fl_figure(0);
	for (int i = 0; i < equation->net_count; i++)
	{
		Datum		factor = DirectFunctionCall1(numeric_abs, fl_figure(equation->net[i].factor));

		equation->allowed = fl_figure_add(equation->allowed,
										  fl_figure_multiply(factor, equation->net[i].cell->half_width));
	}
}

void
fl_equation_judge(Equation *equation)
{
	find_allowed(equation);
	equation->is_violated = fl_figure_compare(excess(equation, fl_equation_difference(equation)),
											  equation->allowed) > 0;
}

/* ---------- equations ---------- */

pg_noreturn static void
factors_out_of_range(const char *rule)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("factors of rule \"%s\" are out of range", rule),
			 errdetail("They have no common denominator of 64 bits."),
			 errhint("Give its terms factors with smaller denominators.")));
	pg_unreachable();
}

static void
add_denominators(Equation *equation, const FormFormula *formula)
{
	for (int i = 0; i < formula->term_count; i++)
	{
		int64		denominator = formula->terms[i].denominator;

		if (pg_mul_s64_overflow(equation->times,
								denominator / greatest_common_divisor(equation->times, denominator),
								&equation->times))
			factors_out_of_range(equation->rule);
	}
}

static void
add_net(Equation *equation, Cell *cell, int64 factor)
{
	for (int i = 0; i < equation->net_count; i++)
	{
		if (equation->net[i].cell != cell)
			continue;
		if (pg_add_s64_overflow(equation->net[i].factor, factor, &equation->net[i].factor))
			factors_out_of_range(equation->rule);
		return;
	}
	equation->net[equation->net_count++] = (EquationTerm) {cell, factor};
}

/*
 * A line of the form is taken from "column", or where that is NULL from the
 * one that the window says.
 */
static void
add_terms(const Figures *figures, Equation *equation, const FormFormula *formula, int sign,
		  WindowKind window, const FormColumn *column)
{
	for (int i = 0; i < formula->term_count; i++)
	{
		const FormTerm *term = &formula->terms[i];
		const char *reason = NULL;
		Cell	   *cell;
		int64		factor;

		if (column != NULL && term->line != NULL && term->line->form == figures->form &&
			term->type != TERM_OPENING_LINE)
		{
			cell = fl_figures_cell(figures, term->line, column);
			if (cell->state == CELL_ABSENT)
				reason = psprintf("line \"%s\" of statement \"%s\" has no figure in column \"%s\"",
								  term->line->item_id, figures->form->statement, column->name);
		}
		else
			cell = term_cell(figures, term, window, &reason);
		if (equation->reason == NULL)
			equation->reason = reason;
		if (cell == NULL)
		{
			equation->is_partial = true;
			continue;
		}
		if (pg_mul_s64_overflow(term->numerator, sign * (equation->times / term->denominator), &factor))
			factors_out_of_range(equation->rule);
		equation->terms[equation->term_count++] = (EquationTerm) {cell, factor};
		add_net(equation, cell, factor);
	}
}

Equation *
fl_equation_begin(const char *rule, const char *name, const char *relation, int terms)
{
	Equation   *equation = palloc0(sizeof(Equation));

	equation->rule = rule;
	equation->name = name;
	equation->relation = relation;
	equation->times = 1;
	equation->terms = palloc(Max(terms, 1) * sizeof(EquationTerm));
	equation->net = palloc(Max(terms, 1) * sizeof(EquationTerm));
	return equation;
}

static bool
has_given_cell(const Equation *equation)
{
	for (int i = 0; i < equation->term_count; i++)
	{
		if (equation->terms[i].cell->is_given)
			return true;
	}
	return false;
}

static void
end_equation(Figures *figures, Equation *equation)
{
	equation->is_open = equation->reason != NULL && !equation->is_partial;
	if (equation->reason == NULL && !has_given_cell(equation))
		equation->reason = "none of its lines is printed on the form";
	if (equation->reason == NULL)
		fl_equation_judge(equation);
	figures->equations = lappend(figures->equations, equation);
}

/* ---------- lines that are sums of lines ---------- */

static bool
formula_has_lines(const FormFormula *formula)
{
	for (int i = 0; i < formula->term_count; i++)
	{
		if (formula->terms[i].line != NULL)
			return true;
	}
	return false;
}

static void
print_factor(StringInfo text, const FormTerm *term, bool first)
{
	int64		magnitude = term->numerator < 0 ? -term->numerator : term->numerator;

	if (first)
		appendStringInfoString(text, term->numerator < 0 ? "-" : "");
	else
		appendStringInfoString(text, term->numerator < 0 ? " - " : " + ");
	if (term->denominator != 1)
		appendStringInfo(text, INT64_FORMAT "/" INT64_FORMAT " * ", magnitude, term->denominator);
	else if (magnitude != 1)
		appendStringInfo(text, INT64_FORMAT " * ", magnitude);
}

/* [T0] = [T1] + [T2]; of a term that is no line only its account. */
static char *
print_definition(const FormLine *line)
{
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "[%s] = ", line->item_id);
	for (int i = 0; i < line->formula.term_count; i++)
	{
		const FormTerm *term = &line->formula.terms[i];

		print_factor(&text, term, i == 0);
		if (term->line == NULL)
			appendStringInfoString(&text, fl_account_code_text(term->code));
		else
			appendStringInfo(&text, "%s[%s]",
							 term->line->form == line->form ? "" : term->line->form->statement,
							 term->line->item_id);
	}
	return text.data;
}

static void
add_definition(Figures *figures, const FormLine *line, const FormColumn *column)
{
	Equation   *equation = fl_equation_begin(psprintf("[%s]", line->item_id), print_definition(line),
										  "=", line->formula.term_count + 1);
	FormTerm	own = {.type = TERM_LINE, .numerator = 1, .denominator = 1, .line = line};
	FormFormula left = {.term_count = 1, .terms = &own};

	equation->column_name = column->name;
	equation->reason = line->formula.fault;
	equation->is_partial = line->formula.fault != NULL;
	add_denominators(equation, &line->formula);
	add_terms(figures, equation, &left, 1, column->window, column);
	equation->rhs_from = equation->term_count;
	add_terms(figures, equation, &line->formula, -1, column->window, column);
	end_equation(figures, equation);
}

static bool
column_is_given(const Figures *figures, const FormColumn *column)
{
	ListCell   *lc;

	foreach(lc, figures->form->lines)
	{
		if (fl_figures_cell(figures, lfirst(lc), column)->state == CELL_PRINTED)
			return true;
	}
	return false;
}

static void
add_definitions(Figures *figures)
{
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, figures->form->lines)
	{
		const FormLine *line = lfirst(lc);

		if (!formula_has_lines(&line->formula) || !figures_print_line(figures, line))
			continue;
		foreach(lc2, figures->form->columns)
		{
			CHECK_FOR_INTERRUPTS();
			if (column_is_given(figures, lfirst(lc2)))
				add_definition(figures, line, lfirst(lc2));
		}
	}
}

/* ---------- rules of the form ---------- */

static const char *
reason_beforehand(const FormRule *rule)
{
	if (rule->rhs_of == RHS_OF_CHILDREN)
		return "its right side is of the lower books";
	if (rule->rhs_of == RHS_OF_ISSUED)
		return "its right side is what was issued for the last December";
	return rule->lhs.fault != NULL ? rule->lhs.fault : rule->rhs.fault;
}

static void
add_rule(Figures *figures, const FormRule *rule, WindowKind window)
{
	Equation   *equation = fl_equation_begin(rule->rule, rule->name, rule->relation,
										  rule->lhs.term_count + rule->rhs.term_count);

	equation->reason = reason_beforehand(rule);
	equation->is_partial = equation->reason != NULL;
	if (equation->reason == NULL)
	{
		add_denominators(equation, &rule->lhs);
		add_denominators(equation, &rule->rhs);
		add_terms(figures, equation, &rule->lhs, 1, window, NULL);
		equation->rhs_from = equation->term_count;
		add_terms(figures, equation, &rule->rhs, -1, window, NULL);
	}
	for (int i = 0; i < equation->term_count && equation->column_name == NULL; i++)
	{
		if (equation->terms[i].cell->line->form == figures->form)
			equation->column_name = equation->terms[i].cell->column->name;
	}
	end_equation(figures, equation);
}

/* Do its terms say the same of the last year's end, or over the last year? */
static bool
holds_of_prior_year(const FormRule *rule)
{
	const FormFormula *sides[] = {&rule->lhs, &rule->rhs};

	for (int side = 0; side < lengthof(sides); side++)
	{
		for (int i = 0; i < sides[side]->term_count; i++)
		{
			const FormTerm *term = &sides[side]->terms[i];

			if (term->line == NULL || term->type == TERM_OPENING_LINE ||
				(rule->window == WINDOW_MONTH && !formula_is_stock(&term->line->formula)))
				return false;
		}
	}
	return reason_beforehand(rule) == NULL && rule->window != WINDOW_PRIOR_YEAR;
}

static void
add_rules(Figures *figures)
{
	const FormColumn *prior = column_over(figures, figures->form, WINDOW_PRIOR_YEAR);
	ListCell   *lc;

	foreach(lc, figures->forms->rules)
	{
		const FormRule *rule = lfirst(lc);

		CHECK_FOR_INTERRUPTS();
		if (rule->form != figures->form)
			continue;
		add_rule(figures, rule, rule->window);
		if (prior != NULL && column_is_given(figures, prior) && holds_of_prior_year(rule))
			add_rule(figures, rule, WINDOW_PRIOR_YEAR);
	}
}

void
fl_figures_make_equations(Figures *figures)
{
	add_definitions(figures);
	add_rules(figures);
}

/* ---------- what an equation says, as its rule says it ---------- */

Datum
fl_equation_over(const Equation *equation, Datum figure)
{
	if (equation->times == 1)
		return figure;
	return DirectFunctionCall1(numeric_trim_scale,
							   DirectFunctionCall2(numeric_div, figure, fl_figure(equation->times)));
}

Datum
fl_equation_left(const Equation *equation)
{
	return fl_equation_over(equation, sum_terms(equation->terms, equation->rhs_from));
}

Datum
fl_equation_right(const Equation *equation)
{
	Datum		negated = sum_terms(equation->terms + equation->rhs_from,
									equation->term_count - equation->rhs_from);

	return fl_equation_over(equation, DirectFunctionCall1(numeric_uminus, negated));
}

const char *
fl_equation_verdict(const Equation *equation)
{
	if (equation->contradictions != NIL)
		return "contradiction";
	if (equation->reason != NULL)
		return "not evaluable";
	if (equation->is_violated)
		return "violation";
	return figure_is_zero(excess(equation, fl_equation_difference(equation))) ? "pass" : "rounding";
}

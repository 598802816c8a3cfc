/*
 * form_check.c
 *		Whether every line and every rule of a standard can be evaluated.
 *
 * Looked at when all of a transaction's changes are made (reprove.c), so that
 * what cannot be evaluated is met by who writes it and not by who closes.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/form_check.h"

/* ---------- names ---------- */

/* A formula and a function name a form by either. */
static void
check_name(const FormSet *set, const Form *form, const char *name)
{
	ListCell   *lc;

	foreach(lc, set->forms)
	{
		const Form *other = lfirst(lc);

		if (other != form &&
			(strcmp(other->statement, name) == 0 || strcmp(other->english_name, name) == 0))
			ereport(ERROR,
					(errcode(ERRCODE_STANDARD_CONTRADICTS),
					 errmsg("two statements of standard \"%s\" are named \"%s\"",
							set->standard->code, name),
					 errdetail("Formulas and functions name a statement by its Chinese or its English name."),
					 errhint("Give statement \"%s\" or \"%s\" another name.",
							 form->statement, other->statement)));
	}
}

/* ---------- columns ---------- */

/* What is issued of a month does not change with the months after it. */
static void
check_column(const Form *form, const FormColumn *column)
{
	if (column->window == WINDOW_YEAR && is_shown(column->shown, false))
		ereport(ERROR,
				(errcode(ERRCODE_STANDARD_CONTRADICTS),
				 errmsg("column \"%s\" of statement \"%s\" is over the whole year and shown in the monthly form",
						column->name, form->statement),
				 errdetail("Of any month but December it would say what later months bring, and no longer what was issued."),
				 errhint("Let it be over year_to_date, or shown in the annual form alone: shown = 'annual'.")));
}

/* ---------- formulas ---------- */

pg_noreturn static void
refuse(const FormSet *set, const char *owner, const char *term, const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_FORMULA),
			 errmsg("formula of %s cannot be evaluated", owner),
			 errdetail("Term %s: %s", term, why),
			 errhint("Correct the formula in standard \"%s\", or what it refers to, in the same transaction.",
					 set->standard->code)));
}

static void
check_formula(const FormSet *set, const FormFormula *formula)
{
	if (formula->fault != NULL)
		refuse(set, formula->owner, formula->faulty_term, formula->fault);
}

/* ---------- lines that are given ---------- */

/*
 * No book has a line that is given, and no printed statement an account: where
 * both meet, neither can be asked.
 */
static void
check_no_measure(const FormSet *set, const FormFormula *formula, const FormLine *given)
{
	for (int i = 0; given != NULL && i < formula->term_count; i++)
	{
		const FormTerm *term = &formula->terms[i];

		if (term->line == NULL)
			refuse(set, formula->owner, fl_form_term_text(term),
				   psprintf("No printed statement shows it, and no book has the given line %s, which it stands beside.",
							fl_form_line_text(given)));
	}
}

static void
check_line(const FormSet *set, const FormLine *line)
{
	check_formula(set, &line->formula);
	check_no_measure(set, &line->formula, line->formula.given);
}

/* The term by which a formula reads a line that is given. */
static char *
given_term(const FormFormula *formula)
{
	int			i = 0;

	while (formula->terms[i].line == NULL || formula->terms[i].line->formula.given == NULL)
		i++;
	return fl_form_term_text(&formula->terms[i]);
}

/* A close never has the figures: it would let pass what is meant to stop it. */
static void
check_no_error(const FormSet *set, const FormRule *rule, const FormFormula *side)
{
	if (rule->is_error)
		ereport(ERROR,
				(errcode(ERRCODE_FORMULA),
				 errmsg("error rule \"%s\" of standard \"%s\" could never stop a close",
						rule->rule, set->standard->code),
				 errdetail("Term %s of %s reads the given line %s, of which no book has a figure.",
						   given_term(side), side->owner, fl_form_line_text(side->given)),
				 errhint("Make it a warning: fund.check_figures() checks rules of either severity.")));
}

static void
check_rule_of_given(const FormSet *set, const FormRule *rule)
{
	const FormFormula *side = rule->lhs.given != NULL ? &rule->lhs : &rule->rhs;

	if (side->given == NULL)
		return;
	if (rule->rhs_of != RHS_OF_BOOK)
		refuse(set, side->owner, given_term(side),
			   psprintf("It reads the given line %s, of which no book has a figure to compare with %s.",
						fl_form_line_text(side->given),
						rule->rhs_of == RHS_OF_ISSUED ? "what was issued" : "those of lower books"));
	check_no_measure(set, &rule->lhs, side->given);
	check_no_measure(set, &rule->rhs, side->given);
	check_no_error(set, rule, side);
}

/* ---------- rules whose right side is elsewhere ---------- */

static bool
is_issued(const FormLine *line)
{
	ListCell   *lc;

	foreach(lc, line->form->columns)
	{
		const FormColumn *column = lfirst(lc);

		if (column->window == WINDOW_MONTH && is_shown(column->shown, false))
			return is_shown(line->shown, false);
	}
	return false;
}

static void
check_issued_term(const FormSet *set, const FormRule *rule, const FormTerm *term)
{
	if (term->line == NULL)
		refuse(set, rule->rhs.owner, fl_form_term_text(term),
			   "It is read from issued statements, which have figures of lines alone.");
	if (term->type == TERM_OPENING_LINE)
		refuse(set, rule->rhs.owner, fl_form_term_text(term),
			   "It is read from issued statements, which have the figures of December alone.");
	if (!is_issued(term->line))
		refuse(set, rule->rhs.owner, fl_form_term_text(term),
			   "No monthly statement issues the line's figure of the month.");
}

/* Could any standard, as that of a lower book, evaluate it? */
static bool
is_known_elsewhere(const FormRule *rule)
{
	static SpiPlan plan = {
		"SELECT standard FROM ledger.standard ORDER BY standard", ""
	};
	uint64		rows = fl_spi_run(&plan, NULL, NULL, SPI_READ);
	List	   *codes = NIL;
	ListCell   *lc;

	for (uint64 row = 0; row < rows; row++)
		codes = lappend(codes, fl_spi_required_text(row, 1));
	foreach(lc, codes)
	{
		const FormSet *other = fl_form_set(fl_standard(lfirst(lc)));
		const Form *form = fl_form_find(other, rule->form->statement);
		FormFormula formula = {0};

		CHECK_FOR_INTERRUPTS();
		if (form != NULL)
			fl_form_compile(other, form, rule->rhs_text, &formula);
		if (form != NULL && formula.fault == NULL && formula.given == NULL)
			return true;
	}
	return false;
}

static void
check_of_children(const FormSet *set, const FormRule *rule)
{
	FormFormula formula;

	fl_form_compile(set, rule->form, rule->rhs_text, &formula);
	formula.owner = rule->rhs.owner;
	if ((formula.fault == NULL && formula.given == NULL) || is_known_elsewhere(rule))
		return;
	check_formula(set, &formula);
	refuse(set, formula.owner, given_term(&formula),
		   psprintf("It reads the given line %s, of which no lower book has a figure.",
					fl_form_line_text(formula.given)));
}

static void
check_rule(const FormSet *set, const FormRule *rule)
{
	check_formula(set, &rule->lhs);
	check_formula(set, &rule->rhs);
	if (rule->rhs_of == RHS_OF_CHILDREN)
		check_of_children(set, rule);
	for (int i = 0; rule->rhs_of == RHS_OF_ISSUED && i < rule->rhs.term_count; i++)
		check_issued_term(set, rule, &rule->rhs.terms[i]);
	check_rule_of_given(set, rule);
}

/* ---------- all of it ---------- */

void
fl_form_check(const FormSet *set)
{
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, set->forms)
	{
		const Form *form = lfirst(lc);

		check_name(set, form, form->statement);
		check_name(set, form, form->english_name);
		foreach(lc2, form->columns)
			check_column(form, lfirst(lc2));
	}
	foreach(lc, set->forms)
	{
		foreach(lc2, ((const Form *) lfirst(lc))->lines)
			check_line(set, lfirst(lc2));
	}
	foreach(lc, set->rules)
	{
		CHECK_FOR_INTERRUPTS();
		check_rule(set, lfirst(lc));
	}
}

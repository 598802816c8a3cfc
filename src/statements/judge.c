/*
 * judge.c
 *		勾稽: judging the rules of a standard in an evaluation of a book.
 *
 * A rule is two formulas and a relation over one window.  Its right side may
 * be of the same book, the sum over its lower books (上下级), or the figures
 * issued for the last December (年初余额).  Sides are compared exactly, before
 * anything is rounded.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/brought_figures.h"
#include "statements/judge.h"
#include "types/amount.h"

/* A figure of the statements issued for the last December. */
typedef struct IssuedFigure
{
	char	   *statement;
	char	   *item_id;
	int			column_no;		/* 0: brought forward, of the only one */
	Amount		figure;
} IssuedFigure;

/* What judging needs besides the book's own figures, read at first use. */
typedef struct Judge
{
	Evaluation *own;
	bool		has_children;
	List	   *children;		/* of Evaluation */
	bool		has_issued;
	bool		is_brought;		/* not issued, but brought forward */
	List	   *issued;			/* of IssuedFigure */
} Judge;

static bool
is_december(Period period)
{
	return period_month(period) == 12;
}

/* A rule over the year is judged when the year is over. */
static bool
is_due(const FormRule *rule, const Evaluation *evaluation)
{
	return rule->window != WINDOW_YEAR || is_december(evaluation->period);
}

/* ---------- formulas that have no value, which stop no other rule ---------- */

static Rational
defective(RuleResult *result, int sqlstate, char *reason)
{
	result->defect = sqlstate;
	result->reason = reason;
	return rational_null();
}

static char *
broken_reason(const FormFormula *broken)
{
	return psprintf("formula of %s cannot be evaluated: %s", broken->owner, broken->fault);
}

static Rational
fitting(Rational value, RuleResult *result)
{
	if (value.overflowed)
		return defective(result, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, pstrdup(RATIONAL_OVERFLOWED));
	return value;
}

/* It is right as it is, and no rule to be judged here: of figures from outside. */
static char *
given_reason(const FormFormula *formula)
{
	return psprintf("未提供: no book has a figure of the given line %s",
					fl_form_line_text(formula->given));
}

static Rational
own_value(Judge *judge, const FormFormula *formula, RuleResult *result)
{
	if (formula->broken != NULL)
		return defective(result, ERRCODE_FORMULA, broken_reason(formula->broken));
	if (formula->given != NULL)
		return defective(result, 0, given_reason(formula));
	return fitting(fl_try_evaluate(judge->own, formula, result->rule->window), result);
}

/* ---------- the right side, of lower books ---------- */

static void
load_children(Judge *judge)
{
	static SpiPlan plan = {
		"SELECT book_id FROM ledger.book WHERE parent_id = $1 ORDER BY book COLLATE \"C\"", "integer"
	};
	const Evaluation *own = judge->own;
	Datum		parent = Int32GetDatum(own->book->book_id);
	uint64		rows = fl_spi_run(&plan, &parent, NULL, SPI_READ);
	int32	   *ids = palloc(Max(rows, 1) * sizeof(int32));

	judge->has_children = true;
	for (uint64 row = 0; row < rows; row++)
		ids[row] = DatumGetInt32(fl_spi_required(row, 1));
	for (uint64 row = 0; row < rows; row++)
	{
		Evaluation *child = fl_evaluation_begin(fl_book_by_id(ids[row]), own->period, own->layers);
		ListCell   *lc;

		foreach(lc, own->forms->rules)
		{
			const FormRule *rule = lfirst(lc);

			if (rule->rhs_of == RHS_OF_CHILDREN && is_due(rule, own))
				fl_evaluation_want_whole(child, rule->window);
		}
		fl_evaluation_load(child);
		judge->children = lappend(judge->children, child);
	}
}

/* Of months within what was brought forward. */
#define NOT_PROVIDED	"未提供: the months are not known one by one, but brought forward as a whole"

/* A lower book may not keep what the rule asks of it; what it keeps must be sound. */
static Rational
child_has_none(RuleResult *result, const Evaluation *child, int sqlstate, const char *reason)
{
	return defective(result, sqlstate, psprintf("lower book \"%s\": %s", child->book->code, reason));
}

static Rational
child_formula_value(Evaluation *child, const FormFormula *formula, RuleResult *result)
{
	Rational	value;

	if (formula->fault != NULL)
		return child_has_none(result, child, 0, formula->fault);
	if (formula->broken != NULL)
		return child_has_none(result, child, ERRCODE_FORMULA, broken_reason(formula->broken));
	if (formula->given != NULL)
		return child_has_none(result, child, 0, given_reason(formula));
	value = fl_try_evaluate(child, formula, result->rule->window);
	if (value.overflowed)
		return child_has_none(result, child, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, RATIONAL_OVERFLOWED);
	if (value.is_null && !turnover_is_known(child->turnover[result->rule->window]))
		return child_has_none(result, child, 0, NOT_PROVIDED);
	/* Its books may begin later: what they had not moved then is 0. */
	return value.is_null ? rational_from_total(0) : value;
}

/* The rule's right side as a formula of the lower book's own standard. */
static Rational
child_value(Evaluation *child, RuleResult *result)
{
	const FormRule *rule = result->rule;
	const Form *form = fl_form_find(child->forms, rule->form->statement);
	FormFormula formula;

	if (form == NULL)
		return child_has_none(result, child, 0,
							  psprintf("Standard \"%s\" has no statement \"%s\".",
									   child->forms->standard->code, rule->form->statement));
	fl_form_compile(child->forms, form, rule->rhs_text, &formula);
	return child_formula_value(child, &formula, result);
}

static Rational
children_value(Judge *judge, RuleResult *result)
{
	Rational	sum = rational_from_total(0);
	ListCell   *lc;

	if (!judge->has_children)
		load_children(judge);
	if (judge->children == NIL)
	{
		result->reason = pstrdup("the book has no lower books");
		return rational_null();
	}
	foreach(lc, judge->children)
	{
		CHECK_FOR_INTERRUPTS();
		sum = fl_rational_try_add(sum, child_value(lfirst(lc), result));
	}
	return result->reason == NULL ? fitting(sum, result) : sum;
}

/* ---------- the right side, as issued ---------- */

static Period
last_december(const Evaluation *evaluation)
{
	return period_january(evaluation->period) - 1;
}

/* No larger than an amount, as it was issued; nor NaN, which is larger than all. */
static Amount
figure_of_row(uint64 row, int column)
{
	Datum		figure = fl_spi_required(row, column);
	Datum		magnitude = DirectFunctionCall1(numeric_abs, figure);

	if (DatumGetBool(DirectFunctionCall2(numeric_gt, magnitude, fl_numeric_from_total(PG_INT64_MAX))))
		fl_spi_refuse(row, column);
	return fl_amount_from_numeric(figure);
}

/* What the old system reported at the end of the year before the book. */
static void
take_brought_figures(Judge *judge)
{
	const Evaluation *own = judge->own;
	ListCell   *lc;

	/* What a book that begins within a year opens with is not what that December held. */
	if (last_december(own) != own->book->first_period - 1)
		return;
	judge->is_brought = true;
	foreach(lc, fl_brought_figures(own->book, layers_basis(own->layers)))
	{
		const BroughtFigure *brought = lfirst(lc);
		IssuedFigure *issued = palloc(sizeof(IssuedFigure));

		issued->statement = brought->statement;
		issued->item_id = brought->item_id;
		issued->column_no = 0;
		issued->figure = brought->figure;
		judge->issued = lappend(judge->issued, issued);
	}
}

static void
load_issued(Judge *judge)
{
	static SpiPlan plan = {
		"SELECT period, statement, item_id, column_no, figure::numeric FROM ledger.issued_statement"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2 AND form = 'monthly' AND basis OPERATOR(fund.=) $3"
		"  AND figure IS NOT NULL"
		"  AND generation = (SELECT pg_catalog.max(generation) FROM ledger.issued_statement"
		"                    WHERE book_id = $1 AND period OPERATOR(fund.=) $2)",
		"integer, fund.period, fund.basis"
	};
	const Evaluation *own = judge->own;
	Datum		arguments[] = {
		Int32GetDatum(own->book->book_id), PeriodGetDatum(last_december(own)),
		fl_voucher_basis_datum(layers_basis(own->layers))
	};
	uint64		rows;

	judge->has_issued = true;
	if (last_december(own) < own->book->first_period)
	{
		take_brought_figures(judge);
		return;
	}
	rows = fl_spi_run(&plan, arguments, NULL, SPI_READ);
	for (uint64 row = 0; row < rows; row++)
	{
		IssuedFigure *issued = palloc(sizeof(IssuedFigure));

		issued->statement = fl_spi_required_text(row, 2);
		issued->item_id = fl_spi_required_text(row, 3);
		issued->column_no = DatumGetInt32(fl_spi_required(row, 4));
		issued->figure = figure_of_row(row, 5);
		judge->issued = lappend(judge->issued, issued);
	}
}

/* 期末余额: what stood, or moved, in the month itself. */
static int
month_column(const Form *form)
{
	ListCell   *lc;

	foreach(lc, form->columns)
	{
		const FormColumn *column = lfirst(lc);

		if (column->window == WINDOW_MONTH)
			return column->column_no;
	}
	return 0;
}

static const IssuedFigure *
find_issued(const Judge *judge, const FormLine *line)
{
	int			column_no = month_column(line->form);
	ListCell   *lc;

	foreach(lc, judge->issued)
	{
		const IssuedFigure *issued = lfirst(lc);

		if ((issued->column_no == column_no || issued->column_no == 0) &&
			strcmp(issued->item_id, line->item_id) == 0 &&
			strcmp(issued->statement, line->form->statement) == 0)
			return issued;
	}
	return NULL;
}

static Rational
issued_term(const Judge *judge, const FormTerm *term, RuleResult *result)
{
	const IssuedFigure *issued;

	if (term->line == NULL || term->type == TERM_OPENING_LINE)
		return defective(result, ERRCODE_FORMULA,
						 psprintf("formula of %s cannot be evaluated: It is read from issued statements,"
								  " which have no other figures than those of lines.",
								  result->rule->rhs.owner));
	issued = find_issued(judge, term->line);
	if (issued == NULL)
	{
		result->reason = judge->is_brought ?
			psprintf("what was brought forward has no figure of line \"%s\"", term->line->item_id) :
			psprintf("the statements issued for %s have no line \"%s\"",
					 fl_period_text(last_december(judge->own)), term->line->item_id);
		return rational_null();
	}
	return fl_rational_try_scale(rational_from_total(issued->figure),
								 term->numerator, term->denominator);
}

static Rational
issued_value(Judge *judge, RuleResult *result)
{
	const FormFormula *formula = &result->rule->rhs;
	Rational	sum = rational_from_total(0);

	if (formula->fault != NULL)
		return defective(result, ERRCODE_FORMULA, broken_reason(formula));
	if (!judge->has_issued)
		load_issued(judge);
	if (judge->issued == NIL)
	{
		result->reason = psprintf("no statements were issued for %s",
								  fl_period_text(last_december(judge->own)));
		return rational_null();
	}
	result->is_of_brought = judge->is_brought;
	for (int i = 0; i < formula->term_count && result->defect == 0; i++)
		sum = fl_rational_try_add(sum, issued_term(judge, &formula->terms[i], result));
	return result->reason == NULL ? fitting(sum, result) : sum;
}

/* ---------- judging ---------- */

static Rational
right_side(Judge *judge, RuleResult *result)
{
	switch (result->rule->rhs_of)
	{
		case RHS_OF_BOOK:
			return own_value(judge, &result->rule->rhs, result);
		case RHS_OF_CHILDREN:
			return children_value(judge, result);
		case RHS_OF_ISSUED:
			return issued_value(judge, result);
	}
	pg_unreachable();
}

/* What was issued had been rounded, so what it is compared with must be. */
static Rational
left_side(Judge *judge, RuleResult *result)
{
	Rational	value = own_value(judge, &result->rule->lhs, result);

	if (result->rule->rhs_of == RHS_OF_ISSUED && !value.is_null)
		return rational_from_total(fl_rational_round(value));
	return value;
}

static bool
relation_holds(const char *relation, int128 difference)
{
	if (strcmp(relation, "=") == 0)
		return difference == 0;
	return strcmp(relation, "<=") == 0 ? difference <= 0 : difference >= 0;
}

static char *
why_no_figure(const Evaluation *evaluation, const FormRule *rule)
{
	const Turnover *turnover = evaluation->turnover[rule->window];

	if (!turnover_is_known(turnover))
		return pstrdup(NOT_PROVIDED);
	return psprintf("the book begins in %s", fl_period_text(evaluation->book->first_period));
}

/* With the sides of a rule that holds or not. */
static void
decide(const Judge *judge, RuleResult *result)
{
	bool		holds = relation_holds(result->rule->relation, result->difference.numerator);

	result->outcome = holds ? RULE_PASS : RULE_FAIL;
	if (result->rule->at_close && !fl_evaluation_month_is_closed(judge->own))
	{
		result->outcome = RULE_NOT_DUE;
		result->reason = pstrdup(holds ? "due at the close; it holds as things stand" :
								 "due at the close; it does not hold as things stand");
	}
}

static void
compare_sides(Judge *judge, RuleResult *result)
{
	result->lhs = left_side(judge, result);
	if (result->reason == NULL)
		result->rhs = right_side(judge, result);
	if (result->reason == NULL)
		result->difference = fitting(fl_rational_try_add(result->lhs,
														 fl_rational_try_scale(result->rhs, -1, 1)),
									 result);
	result->evaluated = result->reason == NULL && !result->difference.is_null;
	if (!result->evaluated && result->reason == NULL)
		result->reason = why_no_figure(judge->own, result->rule);
}

static void
judge_rule(Judge *judge, RuleResult *result)
{
	result->outcome = RULE_NOT_EVALUABLE;
	if (!is_due(result->rule, judge->own))
	{
		result->outcome = RULE_NOT_DUE;
		result->reason = pstrdup("a rule over the year is judged in December");
		return;
	}
	compare_sides(judge, result);
	if (result->evaluated)
		decide(judge, result);
}

static bool
is_chosen(RuleChoice choice, const FormRule *rule)
{
	return (choice.form == NULL || choice.form == rule->form) &&
		(!choice.errors_only || rule->is_error) &&
		(choice.rule == NULL || choice.rule == rule);
}

void
fl_rules_want(Evaluation *evaluation, RuleChoice choice)
{
	ListCell   *lc;

	foreach(lc, evaluation->forms->rules)
	{
		const FormRule *rule = lfirst(lc);

		if (!is_chosen(choice, rule) || !is_due(rule, evaluation))
			continue;
		fl_evaluation_want(evaluation, &rule->lhs, rule->window);
		if (rule->rhs_of == RHS_OF_BOOK)
			fl_evaluation_want(evaluation, &rule->rhs, rule->window);
	}
}

List *
fl_rules_judge(Evaluation *evaluation, RuleChoice choice)
{
	Judge		judge = {.own = evaluation};
	List	   *results = NIL;
	ListCell   *lc;

	foreach(lc, evaluation->forms->rules)
	{
		const FormRule *rule = lfirst(lc);
		RuleResult *result;

		if (!is_chosen(choice, rule))
			continue;
		CHECK_FOR_INTERRUPTS();
		result = palloc0(sizeof(RuleResult));
		result->rule = rule;
		result->layers = evaluation->layers;
		judge_rule(&judge, result);
		results = lappend(results, result);
	}
	return results;
}

/*
 * statement.h
 *		会计报表: evaluating a book's forms and rules over windows of periods.
 */
#ifndef FUNDLEDGER_STATEMENT_H
#define FUNDLEDGER_STATEMENT_H

#include "statements/evaluate.h"

/* The outcome of one articulation rule. */
typedef enum RuleOutcome
{
	RULE_PASS,
	RULE_FAIL,
	RULE_NOT_EVALUABLE,
} RuleOutcome;

typedef struct RuleResult
{
	const FormRule *rule;
	int			layers;			/* on which basis it was judged */
	bool		evaluated;		/* have the sides values? */
	Rational	lhs;			/* exact */
	Rational	rhs;
	Rational	difference;
	RuleOutcome outcome;
	char	   *reason;			/* why not evaluable, else NULL */
} RuleResult;

/*
 * Every rule of the book's standard for the period, in the order of their
 * codes; a list of RuleResult in the current memory context.  By the active
 * snapshot; called between fl_ledger_enter and fl_ledger_leave.
 */
extern List *fl_articulation_results(const Book *book, Period period, int layers);

/*
 * Raises LG041 for the first failed error rule among the results, of one
 * statement or of all (NULL).  At a close, rules "at_close" count too.  A close
 * is of all statements, and reports failed warnings as WARNING LGW02.
 */
extern void fl_articulation_enforce(const Book *book, Period period, List *results,
									const char *statement, bool closing);

/* rule, name, lhs, rhs, difference, severity, verdict, reason: of a row. */
#define RULE_RESULT_COLUMNS		8

extern void fl_rule_result_values(const RuleResult *result, Datum *values, bool *nulls);

/* A line of an evaluated form. */
typedef struct StatementFigures
{
	int			line_no;
	char	   *item_id;
	char	   *item;			/* the name alone, without its ordinal */
	int			level;
	int			figure_count;	/* one a column shown */
	bool	   *is_null;
	Datum	   *figures;		/* numeric, 元, two decimals */
} StatementFigures;

typedef struct StatementResult
{
	char	   *statement;
	int			column_count;
	int		   *column_no;
	char	  **column_name;
	WindowKind *column_window;
	List	   *lines;			/* of StatementFigures */
} StatementResult;

/*
 * Evaluates a form (annual: in its annual guise) for the period; "statement"
 * is its Chinese or English name, LG015 where the standard has none such.
 */
extern StatementResult *fl_statement_evaluate(const Book *book, const char *statement,
											  Period period, int layers, bool annual);

/* The same as part of an evaluation, before and after it is loaded. */
extern void fl_statement_want(Evaluation *evaluation, const Form *form, bool annual);
extern StatementResult *fl_statement_of(Evaluation *evaluation, const Form *form, bool annual);

/* A NOTICE where columns say less than their names: the book's first year. */
extern void fl_statement_notice_short_columns(const Evaluation *evaluation,
											  const StatementResult *result);

/* The (Chinese) names of the forms of a standard, in their order. */
extern List *fl_statement_names(const Book *book);

#endif							/* FUNDLEDGER_STATEMENT_H */

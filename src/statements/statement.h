/*
 * statement.h
 *		会计报表: the forms of a book's standard, evaluated.
 */
#ifndef FUNDLEDGER_STATEMENT_H
#define FUNDLEDGER_STATEMENT_H

#include "statements/evaluate.h"

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
	TimestampTz changed_at;		/* since when the line, and what it is made of, say so */
} StatementFigures;

typedef struct StatementResult
{
	char	   *statement;
	int			column_count;
	int		   *column_no;
	char	  **column_name;
	WindowKind *column_window;
	TimestampTz *column_changed_at;
	List	   *lines;			/* of StatementFigures */
	List	   *given;			/* of FormLine: those shown that are given */
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

/*
 * Calls lines and columns as the statement calls them that was issued of the
 * month, where it is closed: a form may have changed its words since.
 */
extern void fl_statement_name_as_issued(const Evaluation *evaluation, StatementResult *result, bool annual);

/* A NOTICE where figures of the month are missing: it was brought forward with others. */
extern void fl_statement_notice_unknown(const Evaluation *evaluation);

/* A NOTICE of lines that are given, and so not provided by books. */
extern void fl_statement_notice_given(const StatementResult *result);

/* A NOTICE where columns say less than their names: the book's first year. */
extern void fl_statement_notice_short_columns(const Evaluation *evaluation,
											  const StatementResult *result);

/* Has the form a column in this guise? */
extern bool fl_statement_has_guise(const Form *form, bool annual);

/* The (Chinese) names of the forms of a book that have, in their order. */
extern List *fl_statement_names(const Book *book, bool annual);

#endif							/* FUNDLEDGER_STATEMENT_H */

/*
 * form.h
 *		The forms and the rules of an accounting standard, ready to evaluate.
 *
 * Formulas come with their accounts and lines looked up.  One that refers to
 * what is not there has a fault, and spoils only what depends on it.  Cached
 * for the session as standards are (standard.h).
 */
#ifndef FUNDLEDGER_FORM_H
#define FUNDLEDGER_FORM_H

#include "datatype/timestamp.h"

#include "ledger/standard.h"
#include "statements/formula.h"

/* 期间: the window of periods of a column or of a rule. */
typedef enum WindowKind
{
	WINDOW_MONTH,
	WINDOW_YEAR_TO_DATE,
	WINDOW_YEAR,
	WINDOW_PRIOR_YEAR,
	WINDOW_QUARTER,				/* to date */
	WINDOW_LAST_TWELVE_MONTHS,
	WINDOW_PRIOR_YEAR_MONTH,	/* these three: the same of the year before */
	WINDOW_PRIOR_YEAR_QUARTER,
	WINDOW_PRIOR_YEAR_TO_DATE,
} WindowKind;

#define WINDOW_KIND_COUNT	9

/* In which guise of a form a line or a column is shown. */
typedef enum Shown
{
	SHOWN_MONTHLY,
	SHOWN_ANNUAL,
	SHOWN_BOTH,
} Shown;

static inline bool
is_shown(Shown shown, bool annual)
{
	return shown == SHOWN_BOTH || shown == (annual ? SHOWN_ANNUAL : SHOWN_MONTHLY);
}

typedef struct FormTerm
{
	TermType	type;
	int64		numerator;		/* of the factor, in lowest terms, signed by the */
	int64		denominator;	/* normal side of the account */
	AccountCode code;			/* of a measure */
	int			kind;			/* of a measure: a VoucherKind, or KIND_ANY */
	int			measure;		/* its number among those of the set, from 1; 0: none of it */
	const struct FormLine *line;	/* of a line */
} FormTerm;

typedef struct FormFormula
{
	char	   *owner;			/* whose it is, for messages */
	int			term_count;
	FormTerm   *terms;
	bool		holds_turnover; /* itself or in a line that it refers to */
	bool		holds_opening;
	const struct FormLine *given;	/* a line that it reads, or is of, and no book has; else NULL */
	TimestampTz changed_at;		/* the last change of its line, or of one below it */
	char	   *fault;			/* why it has no value, a sentence; else NULL */
	const struct FormFormula *broken;	/* it, or a line's below it, that has a fault; else NULL */
	char	   *faulty_term;	/* which term is to blame, as it could be written */
} FormFormula;

/* Is it what stands at the end of a window, and so the same over all that end there? */
static inline bool
formula_is_stock(const FormFormula *formula)
{
	return !formula->holds_turnover && !formula->holds_opening && formula->given == NULL;
}

typedef enum LineState
{
	LINE_UNSEEN,
	LINE_OPEN,					/* meeting it again closes a cycle */
	LINE_COMPILED,
} LineState;

typedef struct FormLine
{
	const struct Form *form;
	int			index;			/* among all lines of the standard */
	int			line_no;
	char	   *item_id;
	char	   *item;
	int			level;
	Shown		shown;
	bool		accrual_only;
	bool		is_supplementary;	/* stands below the form and is no part of it */
	bool		is_heading;		/* has no figures */
	bool		is_given;		/* has such as come from outside, and no formula */
	List	   *parsed;			/* of FormulaTerm, while compiling */
	LineState	state;
	FormFormula formula;
} FormLine;

typedef struct FormColumn
{
	int			column_no;
	char	   *name;
	WindowKind	window;
	Shown		shown;
	TimestampTz changed_at;
} FormColumn;

typedef struct Form
{
	char	   *statement;
	char	   *english_name;
	List	   *columns;		/* of FormColumn */
	List	   *lines;			/* of FormLine */
} Form;

typedef enum RhsOf
{
	RHS_OF_BOOK,
	RHS_OF_CHILDREN,
	RHS_OF_ISSUED,
} RhsOf;

typedef enum RuleType
{
	RULE_TYPE_ARTICULATION,		/* 勾稽: meant to be proved */
	RULE_TYPE_CONTROL,			/* what books may break */
	RULE_TYPE_DEFINITION,		/* true as it is written */
} RuleType;

typedef struct FormRule
{
	char	   *rule;
	char	   *name;
	const Form *form;
	FormFormula lhs;
	char	   *relation;
	RhsOf		rhs_of;
	char	   *rhs_text;
	FormFormula rhs;			/* not of RHS_OF_CHILDREN: see fl_form_compile */
	WindowKind	window;
	bool		at_close;
	bool		is_error;
	RuleType	type;
} FormRule;

typedef struct FormSet
{
	Standard   *standard;
	int			line_count;
	int			measure_count;	/* different ones, in all lines and rules */
	List	   *forms;			/* of Form, in their order */
	List	   *rules;			/* of FormRule, in the order of their codes */
} FormSet;

/*
 * Of a standard as the active snapshot sees it (fl_standard).  Valid until the
 * end of the transaction.
 */
extern const FormSet *fl_form_set(Standard *standard);

/* By its Chinese or English name; NULL where there is none such. */
extern const Form *fl_form_find(const FormSet *set, const char *statement);

/* By its name as printed, or its window in English: month, year_to_date … */
extern bool fl_column_is_named(const FormColumn *column, const char *name);

/* LG015, naming the forms that there are. */
extern const Form *fl_form_required(const FormSet *set, const char *statement);

/*
 * Reads a formula as one of this standard, with "form" (or NULL) as the "same
 * statement", into the current memory context.
 */
extern void fl_form_compile(const FormSet *set, const Form *form, const char *text,
							FormFormula *formula);

/* A term without its factor, as it could be written. */
extern char *fl_form_term_text(const FormTerm *term);

/* The same of a line, as any form may name it. */
extern char *fl_form_line_text(const FormLine *line);

#endif							/* FUNDLEDGER_FORM_H */

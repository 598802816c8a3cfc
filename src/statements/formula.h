/*
 * formula.h
 *		A linear expression over balances, turnover and statement lines.
 *
 * Stored as the text that the user wrote; parsed into a flat list of terms,
 * which is all that a linear expression is.
 */
#ifndef FUNDLEDGER_FORMULA_H
#define FUNDLEDGER_FORMULA_H

#include "types/account_code.h"
#include "nodes/pg_list.h"
#include "types/voucher_kind.h"

typedef enum TermType
{
	TERM_OPENING,				/* opening(code): balance before the window */
	TERM_CLOSING,				/* closing(code): balance at its end */
	TERM_DEBIT,					/* debit(code[, kind]): turnover within it */
	TERM_CREDIT,
	TERM_NET,
	TERM_LINE,					/* [ITEM] or STATEMENT[ITEM] */
	TERM_OPENING_LINE,			/* opening(STATEMENT[ITEM]) */
	TERM_CLOSING_LINE,			/* closing(STATEMENT[ITEM]) */
} TermType;

typedef struct FormulaTerm
{
	TermType	type;
	int64		numerator;		/* the factor, in lowest terms */
	int64		denominator;	/* always positive */
	AccountCode code;			/* of a measure */
	int			kind;			/* of a measure: a VoucherKind, or KIND_ANY */
	char	   *statement;		/* of a line: NULL is "this statement" */
	char	   *item;			/* of a line */
} FormulaTerm;

#define KIND_ANY	(-1)

/*
 * Parses a formula into a list of palloc'd FormulaTerms, in the order
 * written (NIL for the formula "0").  Returns NIL and sets *error to a
 * palloc'd sentence ("syntax error at or near \"+\"", without a final
 * period) where it is none; *error is NULL otherwise.  Raises nothing but
 * out-of-memory.
 */
extern List *fl_formula_parse(const char *text, char **error);

#endif							/* FUNDLEDGER_FORMULA_H */

/*
 * rule_vector.h
 *		Rules of a standard as vectors of coefficients.
 *
 * The state of a window is a vector: of each atom (atoms.h) the balance before
 * the window and the debit and credit movements of each kind within it.  A
 * rule is a vector of coefficients over the same places: left less right side.
 */
#ifndef FUNDLEDGER_RULE_VECTOR_H
#define FUNDLEDGER_RULE_VECTOR_H

#include "proof/atoms.h"

/* Places of an atom: the opening balance (debit less credit), then movements. */
#define PLACE_OPENING		0
#define PLACE_DEBIT(kind)	(1 + 2 * (kind))
#define PLACE_CREDIT(kind)	(2 + 2 * (kind))
#define PLACE_COUNT			(1 + 2 * MOVING_KIND_COUNT)

typedef int128 Places[PLACE_COUNT];

typedef struct RuleVector
{
	const FormRule *rule;
	const char *fault;			/* why it has no value in any book, or NULL */
	bool		out_of_range;	/* is that because its factors are too large? */
	const FormLine *given;		/* a line that is given and does not cancel out, or NULL */
	int64		times;			/* its coefficients are whole after this factor */
	Places	   *places;			/* by atom */
} RuleVector;

/* The order in which lines must be met so that none is met before its users. */
typedef struct LineOrder
{
	int			count;
	const FormLine **lines;
} LineOrder;

extern LineOrder *fl_line_order(const FormSet *forms);

extern RuleVector *fl_rule_vector(const AtomSet *set, const LineOrder *order,
								  const FormRule *rule);

/* Are all its coefficients zero, so that it holds whatever the books say? */
extern bool fl_is_vacuous(const AtomSet *set, const RuleVector *vector);

#endif							/* FUNDLEDGER_RULE_VECTOR_H */

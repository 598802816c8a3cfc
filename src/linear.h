/*
 * linear.h
 *		Rules as vectors, the laws of double entry, and what follows of a rule
 *		from the laws.
 *
 * The state of a window is a vector: of each atom (atoms.h) the balance before
 * the window and the debit and credit movements of each kind within it.  A
 * rule is a vector of coefficients over the same places: left less right side.
 */
#ifndef FUNDLEDGER_LINEAR_H
#define FUNDLEDGER_LINEAR_H

#include "atoms.h"

/* Places of an atom: the opening balance (debit less credit), then movements. */
#define PLACE_OPENING		0
#define PLACE_DEBIT(kind)	(1 + 2 * (kind))
#define PLACE_CREDIT(kind)	(2 + 2 * (kind))
#define PLACE_COUNT			(1 + 2 * VOUCHER_KIND_COUNT)

typedef int128 Places[PLACE_COUNT];

typedef struct RuleVector
{
	const FormRule *rule;
	const char *fault;			/* why it has no value in any book, or NULL */
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

/* When a rule is looked at. */
typedef enum Moment
{
	MOMENT_ANY,
	MOMENT_AFTER_CLOSE,			/* its month and all before it are closed */
} Moment;

/* A law, as far as it names an atom: what its vector is follows from these. */
typedef enum LawType
{
	LAW_OPENINGS,				/* openings of connected atoms sum to zero */
	LAW_MOVEMENTS,				/* so do movements of a kind */
	LAW_NOT_CARRIED,			/* a place that no voucher touches is zero */
	LAW_CLOSED,					/* after a close the closing is zero */
	LAW_OPENED_EMPTY,			/* and was after the close before the window */
} LawType;

typedef struct Law
{
	LawType		type;
	int			number;			/* of a standing or a link */
	int			kind;			/* of LAW_MOVEMENTS */
	int			atom;			/* of the others */
	int			place;			/* of LAW_NOT_CARRIED */
} Law;

extern char *fl_law_name(const AtomSet *set, const Law *law);

/* Every law of the standard, a list of Law. */
extern List *fl_laws(const AtomSet *set);

/* The coefficient of a law at a place. */
extern int	fl_law_coefficient(const AtomSet *set, const Law *law, int atom, int place);

typedef struct Multiplier
{
	Law			law;
	int128		factor;
} Multiplier;

/*
 * What is left of the rule's vector when what closes the months is taken out:
 * a voucher breaks the rule after a close as it breaks "rest" at once.
 * "multipliers" are those of the laws of closing, for a start.
 */
typedef struct Reduction
{
	const AtomSet *set;
	const RuleVector *vector;
	Places	   *rest;
	List	   *multipliers;	/* of Multiplier */
} Reduction;

extern Reduction *fl_reduce(const AtomSet *set, const RuleVector *vector, Moment moment);

/*
 * Is the rest a sum of laws?  Then appends them with their multipliers, and
 * all of them together are the rule's vector.
 */
extern bool fl_follows_from_laws(Reduction *reduction);

/* Are all its coefficients zero, so that it holds whatever the books say? */
extern bool fl_is_vacuous(const AtomSet *set, const RuleVector *vector);

extern const char *fl_place_name(int place);

#endif							/* FUNDLEDGER_LINEAR_H */

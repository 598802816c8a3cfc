/*
 * linear.h
 *		The laws of double entry, and what follows of a rule from them.
 */
#ifndef FUNDLEDGER_LINEAR_H
#define FUNDLEDGER_LINEAR_H

#include "proof/rule_vector.h"

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

extern const char *fl_place_name(int place);

#endif							/* FUNDLEDGER_LINEAR_H */

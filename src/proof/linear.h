/*
 * linear.h
 *		What follows of a rule from the laws of double entry.
 */
#ifndef FUNDLEDGER_LINEAR_H
#define FUNDLEDGER_LINEAR_H

#include "proof/laws.h"

/* When a rule is looked at. */
typedef enum Moment
{
	MOMENT_ANY,
	MOMENT_AFTER_CLOSE,			/* its month and all before it are closed */
} Moment;

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

#endif							/* FUNDLEDGER_LINEAR_H */

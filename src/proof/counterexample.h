/*
 * counterexample.h
 *		A voucher that breaks a rule.
 */
#ifndef FUNDLEDGER_COUNTEREXAMPLE_H
#define FUNDLEDGER_COUNTEREXAMPLE_H

#include "proof/linear.h"

/* Two lines, debit and credit; the same amount, which may be red. */
typedef struct Counterexample
{
	int			kind;
	bool		before;			/* dated before the window, in the month before it at best */
	int			debit;			/* atoms */
	int			credit;
	int64		amount;			/* in 元 */
	int128		difference;		/* of the sides of the rule then, in 分 */
	int			faults;			/* what hinders it: a set of these */
} Counterexample;

#define COUNTEREXAMPLE_WARNED	(1 << 0)	/* a posting rule warns of the pair */
#define COUNTEREXAMPLE_PARTY	(1 << 1)	/* a line has to name a party */
#define COUNTEREXAMPLE_GUARDED	(1 << 2)	/* an account is guarded against it */
#define COUNTEREXAMPLE_ACCRUAL	(1 << 3)	/* an account is kept on the accrual basis only */
#define COUNTEREXAMPLE_RED		(1 << 4)	/* its amount is negative */

/*
 * The plainest one; false where the rule is not to be broken, or only by what
 * the posting rules forbid or retired accounts would have to take.
 */
extern bool fl_counterexample_find(const Reduction *reduction, Counterexample *found);

/* Dr 1001 1.00, Cr 4601 1.00 */
extern char *fl_counterexample_journal(const AtomSet *set, const Counterexample *example);

#endif							/* FUNDLEDGER_COUNTEREXAMPLE_H */

/*
 * prove.h
 *		Whether the rules of a standard hold in every book that it admits.
 */
#ifndef FUNDLEDGER_PROVE_H
#define FUNDLEDGER_PROVE_H

#include "proof/counterexample.h"

typedef enum ProofVerdict
{
	PROOF_VACUOUS,				/* holds whatever the books say */
	PROOF_IDENTITY,				/* follows from double entry */
	PROOF_CONTINGENT,			/* a voucher may break it */
	PROOF_UNSATISFIABLE,		/* refers to what is not there: no book has a figure for it */
	PROOF_NOT_EVALUABLE,		/* is not about one book alone, or its factors are too large */
} ProofVerdict;

typedef struct RuleProof
{
	const FormRule *rule;
	Moment		moment;
	ProofVerdict verdict;
	List	   *multipliers;	/* of an identity: Multiplier */
	bool		has_counterexample;
	Counterexample counterexample;
	bool		out_of_range;	/* are its factors too large? */
	const char *note;			/* a sentence, or NULL */
} RuleProof;

typedef struct StandardProof
{
	const AtomSet *set;
	List	   *proofs;			/* of RuleProof, two a rule, in the order of the rules */
} StandardProof;

/* In the current memory context. */
extern StandardProof *fl_prove_standard(Standard *standard);

/* One rule at one moment. */
extern RuleProof *fl_prove_rule(const AtomSet *set, const FormRule *rule, Moment moment);

extern const char *const fl_moment_name[];
extern const char *const fl_proof_verdict_name[];

#endif							/* FUNDLEDGER_PROVE_H */

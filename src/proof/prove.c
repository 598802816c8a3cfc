/*
 * prove.c
 *		Whether the rules of a standard hold in every book that it admits.
 *
 * linear.c says what follows from the laws of double entry, counterexample.c
 * how the rest can be broken.  Each rule is looked at twice: at any moment, an
 * open month's middle included, and after the close of its month and of all
 * before it.  doc/proof.md tells how to check a proof without us.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "proof/prove.h"

/* ---------- names ---------- */

const char *const fl_moment_name[] = {
	[MOMENT_ANY] = "any",
	[MOMENT_AFTER_CLOSE] = "after close",
};

const char *const fl_proof_verdict_name[] = {
	[PROOF_VACUOUS] = "VACUOUS",
	[PROOF_IDENTITY] = "IDENTITY",
	[PROOF_CONTINGENT] = "CONTINGENT",
	[PROOF_UNSATISFIABLE] = "UNSATISFIABLE",
	[PROOF_NOT_EVALUABLE] = "NOT EVALUABLE",
};

/* ---------- judging a rule ---------- */

static const char *
contingent_note(const FormRule *rule, const RuleProof *proof)
{
	int			faults = proof->counterexample.faults;

	if (!proof->has_counterexample)
		return "Only vouchers that posting rules forbid, or on retired accounts, would break it.";
	if (faults & COUNTEREXAMPLE_GUARDED)
		return "The voucher needs a balance first: an account of it is guarded against overdraft.";
	if (faults & COUNTEREXAMPLE_PARTY)
		return "The voucher needs a party: an account of it is kept by party.";
	return rule->type == RULE_TYPE_CONTROL ? "A control: contingent by nature." : NULL;
}

static void
prove_linear(const AtomSet *set, const RuleVector *vector, RuleProof *proof)
{
	Reduction  *reduction = fl_reduce(set, vector, proof->moment);

	if (fl_is_vacuous(set, vector))
		proof->verdict = PROOF_VACUOUS;
	else if (fl_follows_from_laws(reduction))
	{
		proof->verdict = PROOF_IDENTITY;
		proof->multipliers = reduction->multipliers;
	}
	else
	{
		proof->verdict = PROOF_CONTINGENT;
		proof->has_counterexample = fl_counterexample_find(reduction, &proof->counterexample);
		proof->note = contingent_note(proof->rule, proof);
	}
	pfree(reduction->rest);
}

static RuleProof *
prove_at(const AtomSet *set, const FormRule *rule, const RuleVector *vector, Moment moment)
{
	RuleProof  *proof = palloc0(sizeof(RuleProof));

	proof->rule = rule;
	proof->moment = moment;
	if (rule->rhs_of == RHS_OF_CHILDREN)
	{
		proof->verdict = PROOF_NOT_EVALUABLE;
		proof->note = "Its sides are of different books, which no law connects.";
	}
	else if (rule->rhs_of == RHS_OF_ISSUED)
	{
		proof->verdict = PROOF_NOT_EVALUABLE;
		proof->note = "Its right side is what was issued for the last December, whatever the books say.";
	}
	else if (vector->fault != NULL)
	{
		proof->verdict = vector->out_of_range ? PROOF_NOT_EVALUABLE : PROOF_UNSATISFIABLE;
		proof->out_of_range = vector->out_of_range;
		proof->note = vector->fault;
	}
	else if (vector->given != NULL)
	{
		proof->verdict = PROOF_NOT_EVALUABLE;
		proof->note = psprintf("It is about figures from outside: no law knows the given line %s.",
							   fl_form_line_text(vector->given));
	}
	else
		prove_linear(set, vector, proof);
	return proof;
}

RuleProof *
fl_prove_rule(const AtomSet *set, const FormRule *rule, Moment moment)
{
	return prove_at(set, rule, fl_rule_vector(set, fl_line_order(set->forms), rule), moment);
}

StandardProof *
fl_prove_standard(Standard *standard)
{
	StandardProof *whole = palloc0(sizeof(StandardProof));
	const AtomSet *set = fl_atoms(standard);
	LineOrder  *order = fl_line_order(set->forms);
	ListCell   *lc;

	whole->set = set;
	foreach(lc, set->forms->rules)
	{
		const FormRule *rule = lfirst(lc);
		RuleVector *vector = fl_rule_vector(set, order, rule);

		CHECK_FOR_INTERRUPTS();
		for (int moment = MOMENT_ANY; moment <= MOMENT_AFTER_CLOSE; moment++)
			whole->proofs = lappend(whole->proofs, prove_at(set, rule, vector, moment));
		if (vector->places != NULL)
			pfree(vector->places);
	}
	return whole;
}

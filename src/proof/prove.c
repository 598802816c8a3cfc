/*
 * prove.c
 *		Whether the rules of a standard hold in every book that it admits.
 *
 * linear.c says what follows from the laws of double entry, counterexample.c
 * how the rest can be broken.  Each rule is looked at twice: at any moment, an
 * open month's middle included, and after the close of its month and of all
 * before it.  prove.sql declares the functions; doc/proof.md tells how to check
 * a proof without them.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "proof/prove.h"
#include "types/amount.h"

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
		proof->verdict = PROOF_UNSATISFIABLE;
		proof->note = vector->fault;
	}
	else
		prove_linear(set, vector, proof);
	return proof;
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

/* ---------- text ---------- */

static void
append_whole(StringInfo text, int128 value)
{
	char		digits[48];
	int			length = 0;
	uint128		rest = value < 0 ? -(uint128) value : value;

	do
	{
		digits[length++] = '0' + (char) (rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		appendStringInfoChar(text, '-');
	while (length > 0)
		appendStringInfoChar(text, digits[--length]);
}

static Datum
whole_numeric(int128 value)
{
	StringInfoData text;

	initStringInfo(&text);
	append_whole(&text, value);
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text.data),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

static char *
code_text(const AtomSet *set, int atom)
{
	return fl_account_code_text(set->atoms[atom].code);
}

/* {"sum of net(normal) = 0": 1, …} */
static Datum
proof_json(const AtomSet *set, const List *multipliers)
{
	StringInfoData json;
	ListCell   *lc;

	initStringInfo(&json);
	foreach(lc, multipliers)
	{
		const Multiplier *multiplier = lfirst(lc);

		appendStringInfoString(&json, json.len == 0 ? "{" : ", ");
		escape_json(&json, fl_law_name(set, &multiplier->law));
		appendStringInfoString(&json, ": ");
		append_whole(&json, multiplier->factor);
	}
	appendStringInfoString(&json, json.len == 0 ? "{}" : "}");
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

char *
fl_counterexample_journal(const AtomSet *set, const Counterexample *example)
{
	return psprintf("Dr %s " INT64_FORMAT ".00, Cr %s " INT64_FORMAT ".00",
					code_text(set, example->debit), example->amount,
					code_text(set, example->credit), example->amount);
}

/* [{"kind": "normal", …, "journal": "Dr 1001 1.00, Cr 4601 1.00"}] */
static Datum
counterexample_json(const AtomSet *set, const Counterexample *example)
{
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfo(&json, "[{\"kind\": \"%s\", \"basis\": \"%s\", \"when\": \"%s\", \"journal\": \"%s\"}]",
					 fl_voucher_kind_name[example->kind],
					 example->faults & COUNTEREXAMPLE_ACCRUAL ? "accrual" : "cash",
					 example->before ? "before" : "within",
					 fl_counterexample_journal(set, example));
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

/* ---------- fund.prove ---------- */

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

void
fl_rule_proof_values(const AtomSet *set, const RuleProof *proof, Datum *values, bool *nulls)
{
	int			i = 0;

	values[i++] = CStringGetTextDatum(proof->rule->rule);
	values[i++] = CStringGetTextDatum(proof->rule->name);
	values[i++] = CStringGetTextDatum(fl_moment_name[proof->moment]);
	values[i++] = CStringGetTextDatum(fl_proof_verdict_name[proof->verdict]);
	nulls[i] = proof->verdict != PROOF_IDENTITY;
	values[i] = nulls[i] ? (Datum) 0 : proof_json(set, proof->multipliers);
	i++;
	nulls[i] = nulls[i + 1] = !proof->has_counterexample;
	values[i] = nulls[i] ? (Datum) 0 : counterexample_json(set, &proof->counterexample);
	i++;
	values[i] = nulls[i] ? (Datum) 0 : fl_numeric_from_total(proof->counterexample.difference);
	i++;
	nulls[i] = proof->note == NULL;
	values[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(proof->note);
	i++;
	Assert(i == RULE_PROOF_COLUMNS);
}

/*
 * A proof reads a standard and no book, so no duty is asked for, but the right
 * to read standards.
 */
static Standard *
standard_argument(FunctionCallInfo fcinfo)
{
	static const char *const names[] = {"standard"};
	Oid			rules;
	AclResult	right;

	fl_require_arguments(fcinfo, names);
	fl_ledger_check();
	rules = fl_ledger_relation("articulation");
	right = pg_class_aclcheck(rules, GetUserId(), ACL_SELECT);
	if (right != ACLCHECK_OK)
		aclcheck_error(right, OBJECT_TABLE, "ledger.articulation");
	return fl_standard(text_to_cstring(PG_GETARG_TEXT_PP(0)));
}

PG_FUNCTION_INFO_V1(fl_prove);

Datum
fl_prove(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Standard   *standard = standard_argument(fcinfo);
	StandardProof *whole;
	ListCell   *lc;

	InitMaterializedSRF(fcinfo, 0);
	whole = fl_prove_standard(standard);
	foreach(lc, whole->proofs)
	{
		Datum		values[RULE_PROOF_COLUMNS];
		bool		nulls[RULE_PROOF_COLUMNS] = {false};

		fl_rule_proof_values(whole->set, lfirst(lc), values, nulls);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* ---------- fund.proof_laws ---------- */

/* After which close the law holds. */
static const char *
law_moment(const AtomSet *set, const Law *law)
{
	if (law->type != LAW_CLOSED && law->type != LAW_OPENED_EMPTY)
		return fl_moment_name[MOMENT_ANY];
	return set->atoms[law->atom].emptying.rule->at_year_end ?
		"after close of December" : fl_moment_name[MOMENT_AFTER_CLOSE];
}

static void
put_law_places(ReturnSetInfo *rsinfo, const AtomSet *set, const Law *law, int atom)
{
	for (int place = 0; place < PLACE_COUNT; place++)
	{
		int			coefficient = fl_law_coefficient(set, law, atom, place);
		Datum		values[5];
		bool		nulls[5] = {false};

		if (coefficient == 0)
			continue;
		values[0] = CStringGetTextDatum(fl_law_name(set, law));
		values[1] = CStringGetTextDatum(law_moment(set, law));
		values[2] = CStringGetTextDatum(code_text(set, atom));
		values[3] = CStringGetTextDatum(fl_place_name(place));
		values[4] = Int32GetDatum(coefficient);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
}

PG_FUNCTION_INFO_V1(fl_proof_laws);

Datum
fl_proof_laws(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const AtomSet *set = fl_atoms(standard_argument(fcinfo));
	ListCell   *lc;

	InitMaterializedSRF(fcinfo, 0);
	foreach(lc, fl_laws(set))
	{
		const Law  *law = lfirst(lc);

		CHECK_FOR_INTERRUPTS();
		if (law->atom >= 0)
		{
			put_law_places(rsinfo, set, law, law->atom);
			continue;
		}
		for (int atom = 0; atom < set->count; atom++)
			put_law_places(rsinfo, set, law, atom);
	}
	return (Datum) 0;
}

/* ---------- fund.proof_vectors ---------- */

static void
put_vector(ReturnSetInfo *rsinfo, const AtomSet *set, const RuleVector *vector)
{
	for (int atom = 0; atom < set->count; atom++)
	{
		for (int place = 0; place < PLACE_COUNT; place++)
		{
			Datum		values[5];
			bool		nulls[5] = {false};

			if (vector->places[atom][place] == 0)
				continue;
			values[0] = CStringGetTextDatum(vector->rule->rule);
			values[1] = CStringGetTextDatum(code_text(set, atom));
			values[2] = CStringGetTextDatum(fl_place_name(place));
			values[3] = whole_numeric(vector->places[atom][place]);
			values[4] = Int64GetDatum(vector->times);
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		}
	}
}

PG_FUNCTION_INFO_V1(fl_proof_vectors);

Datum
fl_proof_vectors(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const AtomSet *set = fl_atoms(standard_argument(fcinfo));
	LineOrder  *order = fl_line_order(set->forms);
	ListCell   *lc;

	InitMaterializedSRF(fcinfo, 0);
	foreach(lc, set->forms->rules)
	{
		const FormRule *rule = lfirst(lc);
		RuleVector *vector;

		CHECK_FOR_INTERRUPTS();
		if (rule->rhs_of != RHS_OF_BOOK)
			continue;
		vector = fl_rule_vector(set, order, rule);
		if (vector->fault == NULL)
			put_vector(rsinfo, set, vector);
	}
	return (Datum) 0;
}

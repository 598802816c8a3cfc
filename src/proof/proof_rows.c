/*
 * proof_rows.c
 *		Proofs, laws and the vectors of rules, as rows.
 *
 * prove.sql declares the functions.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"

#include "ledger/report_arguments.h"
#include "ledger/words.h"
#include "proof/prove.h"
#include "types/amount.h"

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

static void
put_proof(Report *report, const AtomSet *set, const RuleProof *proof)
{
	bool		has_multipliers = proof->verdict == PROOF_IDENTITY;
	const Counterexample *example = proof->has_counterexample ? &proof->counterexample : NULL;

	fl_report_begin_row(report);
	report_add_text(report, proof->rule->rule);
	report_add_text(report, proof->rule->name);
	fl_report_add_word(report, "moment", fl_moment_name[proof->moment]);
	fl_report_add_word(report, "proof", fl_proof_verdict_name[proof->verdict]);
	report_add_nullable(report, has_multipliers ? proof_json(set, proof->multipliers) : (Datum) 0,
						!has_multipliers);
	report_add_nullable(report, example == NULL ? (Datum) 0 : counterexample_json(set, example),
						example == NULL);
	report_add_nullable(report, example == NULL ? (Datum) 0 : fl_numeric_from_total(example->difference),
						example == NULL);
	fl_report_add_word(report, "note", proof->note);
	fl_report_end_row(report);
}

static Standard *
begin_report(Report *report, FunctionCallInfo fcinfo)
{
	static const char *const names[] = {"standard"};

	fl_report_begin(report, fcinfo, names);
	return fl_report_standard(PG_GETARG_DATUM(0));
}

PG_FUNCTION_INFO_V1(fl_prove);

Datum
fl_prove(PG_FUNCTION_ARGS)
{
	Report		report;
	StandardProof *whole;
	ListCell   *lc;

	whole = fl_prove_standard(begin_report(&report, fcinfo));
	foreach(lc, whole->proofs)
		put_proof(&report, whole->set, lfirst(lc));
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
put_law_places(Report *report, const AtomSet *set, const Law *law, const char *name, int atom)
{
	for (int place = 0; place < PLACE_COUNT; place++)
	{
		int			coefficient = fl_law_coefficient(set, law, atom, place);

		if (coefficient == 0)
			continue;
		fl_report_begin_row(report);
		report_add_text(report, name);
		report_add_text(report, law_moment(set, law));
		report_add_text(report, code_text(set, atom));
		report_add_text(report, fl_place_name(place));
		report_add_int32(report, coefficient);
		fl_report_end_row(report);
	}
}

PG_FUNCTION_INFO_V1(fl_proof_laws);

Datum
fl_proof_laws(PG_FUNCTION_ARGS)
{
	Report		report;
	const AtomSet *set = fl_atoms(begin_report(&report, fcinfo));
	ListCell   *lc;

	foreach(lc, fl_laws(set))
	{
		const Law  *law = lfirst(lc);
		const char *name = fl_law_name(set, law);

		CHECK_FOR_INTERRUPTS();
		if (law->atom >= 0)
		{
			put_law_places(&report, set, law, name, law->atom);
			continue;
		}
		for (int atom = 0; atom < set->count; atom++)
			put_law_places(&report, set, law, name, atom);
	}
	return (Datum) 0;
}

/* ---------- fund.proof_vectors ---------- */

static void
put_vector(Report *report, const AtomSet *set, const RuleVector *vector)
{
	for (int atom = 0; atom < set->count; atom++)
	{
		for (int place = 0; place < PLACE_COUNT; place++)
		{
			if (vector->places[atom][place] == 0)
				continue;
			fl_report_begin_row(report);
			report_add_text(report, vector->rule->rule);
			report_add_text(report, code_text(set, atom));
			report_add_text(report, fl_place_name(place));
			report_add(report, whole_numeric(vector->places[atom][place]));
			report_add_int64(report, vector->times);
			fl_report_end_row(report);
		}
	}
}

PG_FUNCTION_INFO_V1(fl_proof_vectors);

Datum
fl_proof_vectors(PG_FUNCTION_ARGS)
{
	Report		report;
	const AtomSet *set = fl_atoms(begin_report(&report, fcinfo));
	LineOrder  *order = fl_line_order(set->forms);
	ListCell   *lc;

	foreach(lc, set->forms->rules)
	{
		const FormRule *rule = lfirst(lc);
		RuleVector *vector;

		CHECK_FOR_INTERRUPTS();
		if (rule->rhs_of != RHS_OF_BOOK)
			continue;
		vector = fl_rule_vector(set, order, rule);
		if (vector->fault == NULL && vector->given == NULL)
			put_vector(&report, set, vector);
	}
	return (Datum) 0;
}

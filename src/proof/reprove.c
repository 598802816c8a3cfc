/*
 * reprove.c
 *		A changed standard is checked and proved anew, in the transaction that
 *		changes it.
 *
 * The trigger is deferred, so that a line and the rule that needs it may come
 * in either order, and proves once for all the rows: a standard that has been
 * proved as it is says so until it is read anew.  The verdicts are kept in
 * ledger.proof.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "ledger/chart.h"
#include "ledger/chart_use.h"
#include "ledger/ledger.h"
#include "ledger/trigger.h"
#include "proof/prove.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/form_check.h"

/* ---------- what was recorded ---------- */

typedef struct Recorded
{
	char	   *rule;
	char	   *moment;
	char	   *verdict;
} Recorded;

/* In the order of the proofs: of rules, and of the moments' names backwards. */
static List *
read_recorded(const Standard *standard)
{
	static SpiPlan plan = {
		"SELECT standard, rule, moment, verdict FROM ledger.proof WHERE standard = $1"
		" ORDER BY rule COLLATE \"C\"", "text"
	};
	Datum		code = CStringGetTextDatum(standard->code);
	uint64		rows = fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST);
	List	   *recorded = NIL;

	for (uint64 row = 0; row < rows; row++)
	{
		Recorded   *one = palloc(sizeof(Recorded));

		one->rule = fl_spi_required_text(row, 2);
		one->moment = fl_spi_required_text(row, 3);
		one->verdict = fl_spi_required_text(row, 4);
		recorded = lappend(recorded, one);
	}
	return recorded;
}

/* Both lists are by rule, so the place of the last one found is a good start. */
static const char *
verdict_before(const List *recorded, int *place, const RuleProof *proof)
{
	while (*place < list_length(recorded) &&
		   strcmp(((Recorded *) list_nth(recorded, *place))->rule, proof->rule->rule) < 0)
		(*place)++;
	for (int i = *place; i < list_length(recorded); i++)
	{
		const Recorded *one = list_nth(recorded, i);

		if (strcmp(one->rule, proof->rule->rule) != 0)
			break;
		if (strcmp(one->moment, fl_moment_name[proof->moment]) == 0)
			return one->verdict;
	}
	return NULL;
}

static void
record(const Standard *standard, const RuleProof *proof, const char *before)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.proof (standard, rule, moment, verdict, before)"
		" VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (standard, rule, moment) DO UPDATE"
		" SET verdict = excluded.verdict, before = excluded.before,"
		"  changed_at = excluded.changed_at, changed_by = excluded.changed_by",
		"text, text, text, text, text"
	};
	Datum		values[] = {
		CStringGetTextDatum(standard->code),
		CStringGetTextDatum(proof->rule->rule),
		CStringGetTextDatum(fl_moment_name[proof->moment]),
		CStringGetTextDatum(fl_proof_verdict_name[proof->verdict]),
		before == NULL ? (Datum) 0 : CStringGetTextDatum(before)
	};

	fl_spi_run(&plan, values, before == NULL ? "    n" : NULL, SPI_WRITE);
}

/* ---------- what is refused, and warned of ---------- */

static void
check_not_vacuous(const Standard *standard, const RuleProof *proof)
{
	if (proof->verdict == PROOF_VACUOUS && proof->rule->type != RULE_TYPE_DEFINITION)
		ereport(ERROR,
				(errcode(ERRCODE_RULE_NOT_PROVED),
				 errmsg("rule \"%s\" of standard \"%s\" cannot fail", proof->rule->rule, standard->code),
				 errdetail("Its two sides are the same once lines are replaced by their formulas, so it would pass on corrupt books too."),
				 errhint("Write a side in other terms, or declare it a definition: rule_type = 'definition'.")));
}

static void
check_in_range(const RuleProof *proof)
{
	if (proof->out_of_range)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("factors of rule \"%s\" are out of range", proof->rule->rule),
				 errdetail_internal("%s", proof->note),
				 errhint("Give the lines that the rule is made of factors with smaller denominators.")));
}

static char *
breaking_voucher(const AtomSet *set, const RuleProof *proof)
{
	if (!proof->has_counterexample)
		return pstrdup(proof->note == NULL ? "" : proof->note);
	return psprintf("It fails by the voucher %s of kind \"%s\"%s.",
					fl_counterexample_journal(set, &proof->counterexample),
					fl_voucher_kind_name[proof->counterexample.kind],
					proof->moment == MOMENT_ANY ? "" : " and the close after it");
}

static void
check_shipped(const AtomSet *set, const RuleProof *proof)
{
	if (proof->rule->is_error && proof->rule->type == RULE_TYPE_ARTICULATION &&
		proof->moment == MOMENT_ANY && proof->verdict != PROOF_IDENTITY &&
		proof->verdict != PROOF_NOT_EVALUABLE)
		ereport(ERROR,
				(errcode(ERRCODE_RULE_NOT_PROVED),
				 errmsg("rule \"%s\" of shipped standard \"%s\" is not an identity",
						proof->rule->rule, set->standard->code),
				 errdetail_internal("%s", breaking_voucher(set, proof)),
				 errhint("What books may break is a control or a warning.")));
}

/*
 * Does the form read accounts of the same element and not this one?  By itself,
 * that is: what it takes from other forms may hold the account.
 */
static bool
form_lacks(Standard *standard, const Form *form, const Account *account)
{
	bool		reads_element = false;
	ListCell   *lc;

	foreach(lc, form->lines)
	{
		const FormFormula *formula = &((const FormLine *) lfirst(lc))->formula;

		for (int i = 0; i < formula->term_count; i++)
		{
			const FormTerm *term = &formula->terms[i];
			const Account *read = term->line == NULL ? fl_standard_account(standard, term->code) : NULL;

			if (term->line != NULL ? term->line->form != form :
				account_code_is_within(account->code, term->code))
				return false;
			reads_element |= read != NULL && read->element == account->element;
		}
	}
	return reads_element;
}

static const Form *
form_without(Standard *standard, const FormFormula *side, const Account *account)
{
	for (int i = 0; account != NULL && i < side->term_count; i++)
	{
		const FormLine *line = side->terms[i].line;

		CHECK_FOR_INTERRUPTS();
		if (line != NULL && form_lacks(standard, line->form, account))
			return line->form;
	}
	return NULL;
}

/* Of an account that has been added the rules say no more than that a voucher breaks them. */
static int
errhint_of_loss(const AtomSet *set, const RuleProof *proof)
{
	int			atoms[] = {proof->counterexample.debit, proof->counterexample.credit};

	for (int i = 0; proof->has_counterexample && i < lengthof(atoms); i++)
	{
		const Account *account = set->atoms[atoms[i]].account;
		const Form *form = form_without(set->standard, &proof->rule->lhs, account);

		if (form == NULL)
			form = form_without(set->standard, &proof->rule->rhs, account);
		if (form != NULL)
			return errhint("No line of statement \"%s\" reads account \"%s\". fund.prove() tells more.",
						   form->statement, fl_account_code_text(account->code));
	}
	return errhint("fund.prove() tells more.");
}

static void
warn_of_loss(const AtomSet *set, const RuleProof *proof)
{
	ereport(WARNING,
			(errcode(ERRCODE_WARNED_PROOF),
			 errmsg("rule \"%s\" of standard \"%s\" no longer follows from double entry%s",
					proof->rule->rule, set->standard->code,
					proof->moment == MOMENT_ANY ? "" : " after a close"),
			 errdetail_internal("%s", breaking_voucher(set, proof)),
			 errhint_of_loss(set, proof)));
}

/* When a rule is enforced. */
static Moment
moment_of(const FormRule *rule)
{
	return rule->at_close ? MOMENT_AFTER_CLOSE : MOMENT_ANY;
}

/* Whoever writes it may mean so; whoever closes should not be the first to hear. */
static void
notice_error_that_can_fail(const AtomSet *set, const RuleProof *proof)
{
	if (proof->rule->is_error && proof->verdict == PROOF_CONTINGENT &&
		proof->moment == moment_of(proof->rule))
		ereport(NOTICE,
				(errmsg("error rule \"%s\" of standard \"%s\" can fail, and then stops a close",
						proof->rule->rule, set->standard->code),
				 errdetail_internal("%s", breaking_voucher(set, proof)),
				 errhint("fund.prove() tells more; what books may break is a warning.")));
}

static bool
is_loss(const RuleProof *proof, const char *before)
{
	return before != NULL && proof->verdict != PROOF_IDENTITY &&
		strcmp(before, fl_proof_verdict_name[PROOF_IDENTITY]) == 0;
}

static bool
is_shipped(const Standard *standard)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.standard WHERE standard = $1 AND shipped", "text"
	};
	Datum		code = CStringGetTextDatum(standard->code);

	return fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST) > 0;
}

/* ---------- proving anew ---------- */

static void
prove_anew(Standard *standard)
{
	StandardProof *whole;
	List	   *recorded = read_recorded(standard);
	bool		shipped = is_shipped(standard);
	const FormRule *warned = NULL;
	int			place = 0;
	ListCell   *lc;

	fl_chart_check(standard);
	if (fl_chart_is_in_use(standard))
		fl_chart_check_closed(standard);
	fl_form_check(fl_form_set(standard));
	whole = fl_prove_standard(standard);
	foreach(lc, whole->proofs)
	{
		const RuleProof *proof = lfirst(lc);
		const char *before = verdict_before(recorded, &place, proof);

		CHECK_FOR_INTERRUPTS();
		check_in_range(proof);
		check_not_vacuous(standard, proof);
		if (shipped)
			check_shipped(whole->set, proof);
		if (is_loss(proof, before) && warned != proof->rule)
		{
			warn_of_loss(whole->set, proof);
			warned = proof->rule;	/* once for both moments */
		}
		if (before == NULL && !shipped)
			notice_error_that_can_fail(whole->set, proof);
		if (before == NULL || strcmp(before, fl_proof_verdict_name[proof->verdict]) != 0)
			record(standard, proof, before);
	}
}

/* ---------- a changed row ---------- */

static bool
is_column_changed(TriggerData *trigger, const char *column)
{
	TupleDesc	columns = RelationGetDescr(trigger->tg_relation);
	int			number = SPI_fnumber(columns, column);
	bool		was_null;
	bool		is_null;
	Datum		old = heap_getattr(trigger->tg_trigtuple, number, columns, &was_null);
	Datum		new = heap_getattr(trigger->tg_newtuple, number, columns, &is_null);
	Form_pg_attribute attribute = TupleDescAttr(columns, number - 1);

	if (was_null || is_null)
		return was_null != is_null;
	return !datum_image_eq(old, new, attribute->attbyval, attribute->attlen);
}

/*
 * May books have used what the account no longer takes?  One that is listed
 * anew may take less than the account above it, of which it was a detail.
 */
static bool
may_take_less(TriggerData *trigger)
{
	return !TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ||
		is_column_changed(trigger, "account") || is_column_changed(trigger, "standard") ||
		is_column_changed(trigger, "kinds") || is_column_changed(trigger, "bases") ||
		is_column_changed(trigger, "postable") || is_column_changed(trigger, "detail");
}

static bool
may_hold_to_less(TriggerData *trigger)
{
	return !TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ||
		is_column_changed(trigger, "account") || is_column_changed(trigger, "standard") ||
		is_column_changed(trigger, "overdraft") || is_column_changed(trigger, "guard_group") ||
		is_column_changed(trigger, "month_end_zero") ||
		is_column_changed(trigger, "party_kind") || is_column_changed(trigger, "bases") ||
		is_column_changed(trigger, "by_template");
}

/* An account as it is now. */
static void
check_account(TriggerData *trigger, HeapTuple row, Standard *standard)
{
	bool		is_gone = TRIGGER_FIRED_BY_DELETE(trigger->tg_event) ||
		(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) && row == trigger->tg_trigtuple);

	if (is_gone || strcmp(RelationGetRelationName(trigger->tg_relation), "account") != 0)
		return;
	if (!standard->use_checked && may_take_less(trigger))
	{
		fl_chart_use_check(standard);
		standard->use_checked = true;
	}
	if (may_hold_to_less(trigger))
		fl_chart_warn_of_weaker(standard,
								DatumGetAccountCode(fl_trigger_value(trigger, row, "account", InvalidOid)));
}

static bool
says_another_thing(TriggerData *trigger)
{
	static const char *const columns[] = {
		"lhs", "relation", "rhs", "rhs_of", "statement", "period_window", "judged", "severity"
	};

	for (int i = 0; i < lengthof(columns); i++)
	{
		if (is_column_changed(trigger, columns[i]))
			return true;
	}
	return false;
}

/* A rule that says another thing is a new one, under the code of an old one. */
static void
check_rule(TriggerData *trigger, HeapTuple row, Standard *standard)
{
	const FormSet *forms = fl_form_set(standard);
	char	   *code;
	ListCell   *lc;

	if (!TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) || row != trigger->tg_newtuple ||
		strcmp(RelationGetRelationName(trigger->tg_relation), "articulation") != 0 ||
		!says_another_thing(trigger))
		return;
	code = TextDatumGetCString(fl_trigger_value(trigger, row, "rule", TEXTOID));
	foreach(lc, forms->rules)
	{
		const FormRule *rule = lfirst(lc);

		if (rule->is_error && strcmp(rule->rule, code) == 0)
		{
			const AtomSet *set = fl_atoms(standard);

			notice_error_that_can_fail(set, fl_prove_rule(set, rule, moment_of(rule)));
		}
	}
}

static void
prove_row(TriggerData *trigger, HeapTuple row)
{
	char	   *name = TextDatumGetCString(fl_trigger_value(trigger, row, "standard", TEXTOID));
	Standard   *standard;
	LedgerCall	call;

	/* Where constraints are immediate, this statement's changes are news yet. */
	CommandCounterIncrement();
	fl_ledger_enter_to_write(&call);
	/* What others have changed before is proved with it, at any isolation level. */
	PushActiveSnapshot(GetLatestSnapshot());
	standard = fl_standard_find(name);
	if (standard != NULL)
	{
		if (!standard->proved)
			prove_anew(standard);
		standard->proved = true;
		check_account(trigger, row, standard);
		check_rule(trigger, row, standard);
	}
	PopActiveSnapshot();
	fl_ledger_leave(&call);
}

PG_FUNCTION_INFO_V1(fl_prove_changed);
Datum
fl_prove_changed(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_prove_changed", .tables = {"account", "posting_rule", "carry_rule", "transfer_group",
		"statement", "statement_column", "statement_line", "articulation"},
		.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	prove_row(trigger, trigger->tg_trigtuple);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		prove_row(trigger, trigger->tg_newtuple);
	return PointerGetDatum(NULL);
}

/*
 * counterexample.c
 *		A voucher that breaks a rule.
 *
 * Each place that vouchers of one kind move has a weight: by how much a unit
 * there changes the difference of the rule's sides.  A voucher of two lines
 * moves from one place to another, so any two of unequal weight break the
 * rule.  Most places agree when a rule was meant to hold, and the few that do
 * not are where it is wrong: the voucher is sought around these, so that it
 * names the account that a form forgot.
 *
 * Posting rules are no laws of the proof, for what they forbid between two
 * accounts can be had by way of a third; but what is printed can be posted.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "proof/counterexample.h"
#include "types/rational.h"

/* What vouchers of one kind move, within the window or before it. */
typedef struct Block
{
	const Reduction *reduction;
	const AtomSet *set;
	int			kind;
	bool		before;
	int128		usual;			/* the weight of most places */
} Block;

/* ---------- weights ---------- */

static int128
weight(const Block *block, int atom, bool credit)
{
	const int128 *rest = block->reduction->rest[atom];
	int128		movement;

	if (block->before)
		return rest[PLACE_OPENING];
	movement = credit ? -rest[PLACE_CREDIT(block->kind)] : rest[PLACE_DEBIT(block->kind)];
	return block->kind == KIND_OPENING ? rest[PLACE_OPENING] + movement : movement;
}

static bool
is_odd(const Block *block, int atom, bool credit)
{
	return weight(block, atom, credit) != block->usual;
}

/* Boyer and Moore: the weight of more than half of them, if there is one. */
static int128
usual_weight(const Block *block)
{
	int128		candidate = 0;
	int			lead = 0;

	for (int i = 0; i < block->set->count * 2; i++)
	{
		int128		of_place;

		if (block->set->atoms[i / 2].link[block->kind] < 0)
			continue;
		of_place = weight(block, i / 2, i % 2);
		if (lead == 0)
			candidate = of_place;
		lead += of_place == candidate ? 1 : -1;
	}
	return candidate;
}

/* ---------- can it be posted? ---------- */

static bool
may_meet(const Block *block, const Account *debit, const Account *credit)
{
	if (debit->retired || credit->retired || (debit->bases & credit->bases) == 0)
		return false;
	return !voucher_kind_is_grouped(block->kind) ||
		bms_overlap(debit->groups[block->kind], credit->groups[block->kind]);
}

static bool
is_reduced_guarded(const Account *account, bool credit)
{
	return account->is_guarded && account->credit_normal != credit;
}

/* A set of faults, or -1 where it is forbidden. */
static int
faults_of(const Block *block, int debit, int credit)
{
	const Account *debited = block->set->atoms[debit].account;
	const Account *credited = block->set->atoms[credit].account;
	const PostingRule *rule = posting_pair_rule(&block->set->standard->posting_rules,
												debited->debit_class, credited->credit_class);
	int			faults = 0;

	if (!may_meet(block, debited, credited) || (rule != NULL && rule->verdict == RULE_FORBID))
		return -1;
	if (rule != NULL)
		faults |= COUNTEREXAMPLE_WARNED;
	if (block->kind == KIND_NORMAL && (debited->party_kind != NULL || credited->party_kind != NULL))
		faults |= COUNTEREXAMPLE_PARTY;
	if (is_reduced_guarded(debited, false) || is_reduced_guarded(credited, true))
		faults |= COUNTEREXAMPLE_GUARDED;
	if ((debited->bases & credited->bases & (1 << BASIS_CASH)) == 0)
		faults |= COUNTEREXAMPLE_ACCRUAL;
	return faults;
}

/* ---------- amounts ---------- */

/* Would a difference of this sign break the rule? */
static bool
breaks(const FormRule *rule, int128 change)
{
	if (strcmp(rule->relation, "=") == 0)
		return change != 0;
	return strcmp(rule->relation, "<=") == 0 ? change > 0 : change < 0;
}

/* So many 元 that the difference is whole 分. */
static void
set_amount(const Block *block, int128 change, Counterexample *example)
{
	int64		times = block->reduction->vector->times;
	int64		common = greatest_common_divisor(change * 100, times);

	example->amount = times / common;
	example->difference = change * 100 / common;
	if (!breaks(block->reduction->vector->rule, change))
	{
		example->amount = -example->amount;
		example->difference = -example->difference;
		example->faults |= COUNTEREXAMPLE_RED;
	}
}

/* ---------- the search ---------- */

/* Returns true when it cannot get better. */
static bool
try_pair(const Block *block, int debit, int credit, Counterexample *best)
{
	const Atom *atoms = block->set->atoms;
	int128		change = weight(block, debit, false) - weight(block, credit, true);
	Counterexample example = {
		.kind = block->kind, .before = block->before, .debit = debit, .credit = credit
	};

	if (change == 0 || atoms[debit].link[block->kind] != atoms[credit].link[block->kind])
		return false;
	example.faults = faults_of(block, debit, credit);
	if (example.faults < 0)
		return false;
	set_amount(block, change, &example);
	if (best->amount == 0 || example.faults < best->faults)
		*best = example;
	return best->faults == 0;
}

/*
 * With whom it is told most plainly: what comes in or goes out by an asset,
 * what is determined (a debit of 待转, or of the fund) by an income account.
 */
static Element
usual_partner(const Account *account, bool credit)
{
	bool		determines = !credit && (account->element == ELEMENT_INCOME ||
										 account->element == ELEMENT_NET_ASSETS);

	return determines ? ELEMENT_INCOME : ELEMENT_ASSET;
}

/* Partners of the usual element first, then assets, then whoever. */
static bool
try_partners(const Block *block, int odd, bool credit, Counterexample *best)
{
	const Atom *atoms = block->set->atoms;
	Element		usual = usual_partner(atoms[odd].account, credit);

	for (int turn = 0; turn < 3; turn++)
	{
		for (int i = 0; i < block->set->count; i++)
		{
			const Account *account = atoms[i].account;

			if (atoms[i].link[block->kind] < 0 || i == odd)
				continue;
			if (turn == 2 || account->element == (turn == 0 ? usual : ELEMENT_ASSET))
			{
				if (try_pair(block, credit ? i : odd, credit ? odd : i, best))
					return true;
			}
		}
	}
	return try_pair(block, odd, odd, best);
}

/* The side on which it is told most plainly comes first. */
static bool
try_odd_atom(const Block *block, int odd, Counterexample *best)
{
	const Account *account = block->set->atoms[odd].account;
	bool		first = account->credit_normal && account->element != ELEMENT_NET_ASSETS;

	for (int turn = 0; turn < 2; turn++)
	{
		bool		credit = turn == 0 ? first : !first;

		if (is_odd(block, odd, credit) && try_partners(block, odd, credit, best))
			return true;
	}
	return false;
}

/* Enough to look at once something has been found that is not plain. */
#define ODD_ATOMS_ENOUGH	16

static bool
try_block(const Block *block, Counterexample *best)
{
	int			tried = 0;

	for (int i = 0; i < block->set->count; i++)
	{
		if (block->set->atoms[i].link[block->kind] < 0 ||
			!(is_odd(block, i, false) || is_odd(block, i, true)))
			continue;
		CHECK_FOR_INTERRUPTS();
		if (try_odd_atom(block, i, best))
			return true;
		if (++tried >= ODD_ATOMS_ENOUGH && best->amount != 0)
			return false;
	}
	return false;
}

bool
fl_counterexample_find(const Reduction *reduction, Counterexample *found)
{
	static const int kinds[MOVING_KIND_COUNT] = {
		KIND_NORMAL, KIND_OPENING, KIND_ADJUSTMENT, KIND_TRANSFER, KIND_CARRY, KIND_CLOSING
	};

	memset(found, 0, sizeof(Counterexample));
	for (int before = 0; before < 2; before++)
	{
		for (int i = 0; i < MOVING_KIND_COUNT; i++)
		{
			Block		block = {
				.reduction = reduction, .set = reduction->set,
				.kind = kinds[i], .before = before
			};

			block.usual = usual_weight(&block);
			if (try_block(&block, found))
				return true;
		}
	}
	return found->amount != 0;
}

char *
fl_counterexample_journal(const AtomSet *set, const Counterexample *example)
{
	return psprintf("Dr %s " INT64_FORMAT ".00, Cr %s " INT64_FORMAT ".00",
					fl_account_code_text(set->atoms[example->debit].code), example->amount,
					fl_account_code_text(set->atoms[example->credit].code), example->amount);
}

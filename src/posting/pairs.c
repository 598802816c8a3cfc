/*
 * pairs.c
 *		收支两条线, 专款专用: which accounts may stand in debit and credit of one
 *		voucher.
 */
#include "postgres.h"

#include "port/pg_bitutils.h"

#include "posting/pairs.h"
#include "posting/warned.h"
#include "server/errors.h"

void
fl_pairs_begin(Pairs *pairs, Standard *standard)
{
	int			classes = Max(standard->posting_rules.debit_classes, standard->posting_rules.credit_classes);

	/* A feed may turn to another book with every voucher. */
	if (pairs->standard == standard)
	{
		fl_pairs_clear(pairs);
		return;
	}
	if (pairs->sets != NULL)
		pfree(pairs->sets);
	pairs->standard = standard;
	pairs->words = (classes + 63) / 64;
	pairs->sets = MemoryContextAllocZero(pairs->context,
										 PAIR_SIDES * 2 * pairs->words * sizeof(uint64));
	pairs->is_any = false;
}

void
fl_pairs_clear(Pairs *pairs)
{
	if (pairs->is_any)
		memset(pairs->sets, 0, PAIR_SIDES * 2 * pairs->words * sizeof(uint64));
	pairs->is_any = false;
}

/* ---------- a pair that is not allowed ---------- */

/* The first account of the class on the side, for a message. */
static char *
class_account(const Pairs *pairs, struct varlena *journal, PairSide side, bool of_credit, int class)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		const Account *account = fl_standard_account(pairs->standard, line.account);

		if (line.amount != 0 && pair_side(&line) == side &&
			(of_credit ? account->credit_class : account->debit_class) == class)
		{
			char		code[ACCOUNT_CODE_TEXT_SIZE];

			code[fl_account_code_print(line.account, code)] = '\0';
			return psprintf("\"%s\" (%s)", code, account->name);
		}
	}
	elog(ERROR, "no line of the class of a forbidden pair");
}

/* Once a statement: a feed would drown in the same warning. */
static bool
is_first_warning(Pairs *pairs, const PostingRule *rule)
{
	MemoryContext caller;

	if (list_member_ptr(pairs->warned, rule))
		return false;
	caller = MemoryContextSwitchTo(pairs->context);
	pairs->warned = lappend(pairs->warned, unconstify(PostingRule *, rule));
	MemoryContextSwitchTo(caller);
	return true;
}

static void
report_pair(Pairs *pairs, const PostingRule *rule, const char *debit, const char *credit)
{
	if (rule->verdict == RULE_FORBID)
		ereport(ERROR,
				(errcode(ERRCODE_FORBIDDEN_PAIR),
				 errmsg("a debit of account %s with a credit of account %s is forbidden", debit, credit),
				 errdetail("%s [%s]", rule->reason, rule->authority),
				 errhint("If the two accounts do not belong to one transaction, split the voucher.")));
	if (is_first_warning(pairs, rule))
		fl_warn(ERRCODE_WARNED_PAIR,
				psprintf("a debit of account %s with a credit of account %s is unusual", debit, credit),
				psprintf("%s [%s]", rule->reason, rule->authority),
				"If the two accounts do not belong to one transaction, split the voucher.");
}

/* ---------- judging ---------- */

/* The next class of the set after this one; 0, which no rule names, is the end. */
static int
next_class(const Pairs *pairs, const uint64 *set, int class)
{
	int			word = (class + 1) / 64;
	uint64		later = ~UINT64CONST(0) << (class + 1) % 64;

	for (; word < pairs->words; word++, later = ~UINT64CONST(0))
	{
		if ((set[word] & later) != 0)
			return word * 64 + pg_rightmost_one_pos64(set[word] & later);
	}
	return 0;
}

static void
check_sides(Pairs *pairs, struct varlena *journal, PairSide debit_side, PairSide credit_side)
{
	const uint64 *debits = pair_set(pairs, debit_side, false);
	const uint64 *credits = pair_set(pairs, credit_side, true);
	int			debit = 0;

	while ((debit = next_class(pairs, debits, debit)) != 0)
	{
		int			credit = 0;

		while ((credit = next_class(pairs, credits, credit)) != 0)
		{
			const PostingRule *rule = posting_pair_rule(&pairs->standard->posting_rules, debit, credit);

			if (rule != NULL)
				report_pair(pairs, rule,
							class_account(pairs, journal, debit_side, false, debit),
							class_account(pairs, journal, credit_side, true, credit));
		}
	}
}

/*
 * A pair stands in debit and credit with the same sign, or on one side with
 * opposite signs, so that red lines dodge no rule.
 */
void
fl_pairs_check(Pairs *pairs, struct varlena *journal)
{
	if (!pairs->is_any)
		return;
	check_sides(pairs, journal, DEBIT_BLACK, CREDIT_BLACK);
	check_sides(pairs, journal, DEBIT_RED, CREDIT_RED);
	check_sides(pairs, journal, DEBIT_BLACK, DEBIT_RED);
	check_sides(pairs, journal, CREDIT_RED, CREDIT_BLACK);
	fl_pairs_clear(pairs);
}

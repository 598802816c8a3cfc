/*
 * posting_rule.c
 *		收支两条线, 专款专用: which accounts a standard lets stand against which.
 *
 * standard.sql declares the table.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "storage/shmem.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "ledger/columns.h"
#include "ledger/posting_rule.h"
#include "server/spi_plan.h"

/* ---------- classes ---------- */

static int
compare_codes(const void *a, const void *b)
{
	AccountCode left = *(const AccountCode *) a;
	AccountCode right = *(const AccountCode *) b;

	return (left > right) - (left < right);
}

/* The distinct codes behind an element 0 that stands for "none of them". */
static AccountCode *
make_classes(List *rules, bool debit, int *count)
{
	AccountCode *codes = palloc((list_length(rules) + 1) * sizeof(AccountCode));
	int			distinct = 0;
	ListCell   *lc;

	codes[distinct++] = 0;
	foreach(lc, rules)
	{
		const PostingRule *rule = lfirst(lc);

		codes[distinct++] = debit ? rule->debit : rule->credit;
	}
	qsort(codes, distinct, sizeof(AccountCode), compare_codes);

	*count = 0;
	for (int i = 0; i < distinct; i++)
	{
		if (i == 0 || codes[i] != codes[*count - 1])
			codes[(*count)++] = codes[i];
	}
	return codes;
}

/* The deepest of the classes' codes at or above the account, which may be 0. */
static int
class_of(const AccountCode *classes, int count, AccountCode account)
{
	for (; account != 0; account = account_code_parent(account))
	{
		const AccountCode *found = bsearch(&account, classes + 1, count - 1,
										   sizeof(AccountCode), compare_codes);

		if (found != NULL)
			return found - classes;
	}
	return 0;
}

int
fl_posting_debit_class(const PostingRules *rules, AccountCode account)
{
	return class_of(rules->debit_class, rules->debit_classes, account);
}

int
fl_posting_credit_class(const PostingRules *rules, AccountCode account)
{
	return class_of(rules->credit_class, rules->credit_classes, account);
}

/* ---------- pairs of classes ---------- */

/* For each class the one above it. */
static int *
classes_above(const AccountCode *classes, int count)
{
	int		   *above = palloc0(count * sizeof(int));

	for (int class = 1; class < count; class++)
		above[class] = class_of(classes, count, account_code_parent(classes[class]));
	return above;
}

/* The longer one, or the stricter of two as long.  Either may be NULL: no rule. */
static const PostingRule *
stronger_rule(const PostingRule *rule, const PostingRule *other)
{
	int			length,
				other_length;

	if (rule == NULL || other == NULL)
		return rule == NULL ? other : rule;
	length = account_code_digits(rule->debit) + account_code_digits(rule->credit);
	other_length = account_code_digits(other->debit) + account_code_digits(other->credit);
	if (length != other_length)
		return length > other_length ? rule : other;
	return rule->verdict >= other->verdict ? rule : other;
}

static const PostingRule **
pair_cell(PostingRules *rules, int debit_class, int credit_class)
{
	return &rules->pair_rule[(size_t) debit_class * rules->credit_classes + credit_class];
}

/*
 * A rule of just this pair is longer than any other.  Without one, the rules
 * above the pair are those of the class above its debit with its credit, and
 * those of its debit with the class above its credit, which have both been
 * judged before: classes ascend, and an ancestor comes first.
 */
static void
judge_pairs(PostingRules *rules)
{
	int		   *debit_above = classes_above(rules->debit_class, rules->debit_classes);
	int		   *credit_above = classes_above(rules->credit_class, rules->credit_classes);

	for (int debit = 1; debit < rules->debit_classes; debit++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int credit = 1; credit < rules->credit_classes; credit++)
		{
			const PostingRule **cell = pair_cell(rules, debit, credit);

			if (*cell == NULL)
				*cell = stronger_rule(*pair_cell(rules, debit_above[debit], credit),
									  *pair_cell(rules, debit, credit_above[credit]));
		}
	}
	pfree(debit_above);
	pfree(credit_above);
}

/* One that allows has made its exceptions, and says no more than no rule. */
static void
forget_allowing(PostingRules *rules, size_t pairs)
{
	for (size_t pair = 0; pair < pairs; pair++)
	{
		if (rules->pair_rule[pair] != NULL && rules->pair_rule[pair]->verdict == RULE_ALLOW)
			rules->pair_rule[pair] = NULL;
	}
}

/* ---------- loading ---------- */

static const char *const verdict_words[] = {"allow", "warn", "forbid", NULL};

static List *
read_rules(const char *standard)
{
	static SpiPlan plan = {
		"SELECT standard, debit, credit, verdict, reason, authority"
		" FROM ledger.posting_rule WHERE standard = $1"
		" ORDER BY debit USING OPERATOR(fund.<), credit USING OPERATOR(fund.<)", "text"
	};
	Datum		code = CStringGetTextDatum(standard);
	uint64		count = fl_spi_run(&plan, &code, NULL, SPI_READ);
	List	   *rules = NIL;

	for (uint64 row = 0; row < count; row++)
	{
		PostingRule *rule = palloc(sizeof(PostingRule));

		rule->debit = fl_spi_account_code(row, 2);
		rule->credit = fl_spi_account_code(row, 3);
		rule->verdict = fl_spi_word(row, 4, verdict_words);
		rule->reason = fl_spi_required_text(row, 5);
		rule->authority = fl_spi_required_text(row, 6);
		rules = lappend(rules, rule);
	}
	return rules;
}

void
fl_posting_rules_load(PostingRules *rules, const char *standard)
{
	size_t		pairs;
	ListCell   *lc;

	rules->rules = read_rules(standard);
	rules->debit_class = make_classes(rules->rules, true, &rules->debit_classes);
	rules->credit_class = make_classes(rules->rules, false, &rules->credit_classes);
	pairs = mul_size(rules->debit_classes, rules->credit_classes);
	rules->pair_rule = MemoryContextAllocExtended(CurrentMemoryContext,
												  mul_size(pairs, sizeof(PostingRule *)),
												  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	foreach(lc, rules->rules)
	{
		const PostingRule *rule = lfirst(lc);

		*pair_cell(rules, fl_posting_debit_class(rules, rule->debit),
				   fl_posting_credit_class(rules, rule->credit)) = rule;
	}
	judge_pairs(rules);
	forget_allowing(rules, pairs);
}

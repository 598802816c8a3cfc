/*
 * standard.c
 *		What posting and reports know of an accounting standard.
 *
 * The cache is filled by the newest committed state.  Whoever changes a
 * standard keeps posters out (fence.h), so what a poster finds in the cache
 * stays true until it commits.  standard.sql declares the tables.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/shmem.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "ledger/ledger.h"
#include "ledger/standard.h"
#include "server/errors.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"

typedef struct AccountEntry
{
	AccountCode code;
	Account    *account;
	uint32		status;
} AccountEntry;

#define SH_PREFIX account
#define SH_ELEMENT_TYPE AccountEntry
#define SH_KEY_TYPE AccountCode
#define SH_KEY code
#define SH_HASH_KEY(table, key) murmurhash32((uint32) ((key) ^ ((key) >> 32)))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/*
 * So many accounts below open ones are kept from one transaction to the next:
 * any code there is one, those of refused vouchers too.
 */
#define CACHED_DETAILS	16384

static List *cached_standards = NIL;
static Watch watch;

/* ---------- the cache ---------- */

/* What somebody may still be looking at lives until the transaction ends. */
static void
drop_stale(void)
{
	ListCell   *lc;

	if (likely(watch.is_fresh))
		return;
	fl_ledger_check();
	foreach(lc, cached_standards)
		MemoryContextSetParent(((Standard *) lfirst(lc))->context, TopTransactionContext);
	list_free(cached_standards);
	cached_standards = NIL;
	fl_watch(&watch, (Oid[]) {fl_ledger_relation("standard")}, 1);
}

/* The verdicts that reprove.c wrote may be gone with the subtransaction. */
static void
forget_proofs(SubXactEvent event, SubTransactionId my_subid,
			  SubTransactionId parent_subid, void *arg)
{
	ListCell   *lc;

	if (event != SUBXACT_EVENT_ABORT_SUB)
		return;
	foreach(lc, cached_standards)
		((Standard *) lfirst(lc))->proved = false;
}

/* Nobody looks at an account any longer once the transaction is over. */
static void
forget_details(XactEvent event, void *arg)
{
	ListCell   *lc;

	if (event != XACT_EVENT_COMMIT && event != XACT_EVENT_ABORT && event != XACT_EVENT_PREPARE)
		return;
	foreach(lc, cached_standards)
	{
		Standard   *standard = lfirst(lc);

		if (standard->details != NULL && standard->details->members > CACHED_DETAILS)
		{
			MemoryContextDelete(standard->details->ctx);
			standard->details = NULL;
		}
	}
}

static void
register_callbacks(void)
{
	static bool registered = false;

	if (registered)
		return;
	RegisterSubXactCallback(forget_proofs, NULL);
	RegisterXactCallback(forget_details, NULL);
	registered = true;
}

/* ---------- loading ---------- */

int
fl_standard_word(const char *const *words, const char *word)
{
	int			i = 0;

	while (words[i] != NULL && strcmp(words[i], word) != 0)
		i++;
	if (words[i] == NULL)
		elog(ERROR, "standard has an unexpected value \"%s\"", word);
	return i;
}

/* ---------- loading: accounts ---------- */

static const char *const element_words[] = {
	"asset", "liability", "net_assets", "income", "expenditure", NULL
};
static const char *const overdraft_words[] = {"free", "at_close", "guarded", NULL};
static const char *const month_end_words[] = {"no", "warn", "error", NULL};
static const char *const verdict_words[] = {"allow", "warn", "forbid", NULL};

/* A set of kinds or bases, by what knows their names. */
static uint32
names_mask(Datum array, int (*from_name) (const char *name, int length))
{
	Datum	   *names;
	int			count;
	uint32		mask = 0;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT,
					  &names, NULL, &count);
	for (int i = 0; i < count; i++)
	{
		char	   *name = TextDatumGetCString(names[i]);

		mask |= 1 << from_name(name, strlen(name));
	}
	return mask;
}

static void
load_account(Standard *standard, uint64 row)
{
	Account    *account = palloc0(sizeof(Account));
	bool		found;

	account->code = DatumGetAccountCode(fl_spi_required(row, 1));
	account->listed = account->code;
	account->name = fl_spi_text(row, 2);
	account->element = fl_standard_word(element_words, fl_spi_text(row, 3));
	account->credit_normal = DatumGetBool(fl_spi_required(row, 4));
	account->postable = DatumGetBool(fl_spi_required(row, 5));
	account->open = DatumGetBool(fl_spi_required(row, 6));
	account->kinds = names_mask(fl_spi_required(row, 7), fl_voucher_kind_from_name);
	account->bases = names_mask(fl_spi_required(row, 8), fl_voucher_basis_from_name);
	account->party_kind = fl_spi_text(row, 9);
	account->overdraft = fl_standard_word(overdraft_words, fl_spi_text(row, 10));
	account->month_end_zero = fl_standard_word(month_end_words, fl_spi_text(row, 11));
	account->retired = DatumGetBool(fl_spi_required(row, 12));
	account_insert(standard->accounts, account->code, &found)->account = account;
}

static void
load_accounts(Standard *standard, Datum code)
{
	static SpiPlan plan = {
		"SELECT account, name, element, normal_side = 'credit', postable, detail = 'open', kinds,"
		"  bases, party_kind, overdraft, month_end_zero, retired"
		" FROM ledger.account WHERE standard = $1", "text"
	};
	uint64		count = fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST);
	MemoryContext caller = MemoryContextSwitchTo(standard->context);

	standard->accounts = account_create(standard->context, count, NULL);
	for (uint64 row = 0; row < count; row++)
		load_account(standard, row);
	MemoryContextSwitchTo(caller);
}

/* ---------- loading: posting rules ---------- */

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
pair_cell(Standard *standard, int debit_class, int credit_class)
{
	return &standard->pair_rule[(size_t) debit_class * standard->credit_classes + credit_class];
}

/*
 * A rule of just this pair is longer than any other.  Without one, the rules
 * above the pair are those of the class above its debit with its credit, and
 * those of its debit with the class above its credit, which have both been
 * judged before: classes ascend, and an ancestor comes first.
 */
static void
judge_pairs(Standard *standard)
{
	int		   *debit_above = classes_above(standard->debit_class, standard->debit_classes);
	int		   *credit_above = classes_above(standard->credit_class, standard->credit_classes);

	for (int debit = 1; debit < standard->debit_classes; debit++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int credit = 1; credit < standard->credit_classes; credit++)
		{
			const PostingRule **cell = pair_cell(standard, debit, credit);

			if (*cell == NULL)
				*cell = stronger_rule(*pair_cell(standard, debit_above[debit], credit),
									  *pair_cell(standard, debit, credit_above[credit]));
		}
	}
	pfree(debit_above);
	pfree(credit_above);
}

/* One that allows has made its exceptions, and says no more than no rule. */
static void
forget_allowing(Standard *standard, size_t pairs)
{
	for (size_t pair = 0; pair < pairs; pair++)
	{
		if (standard->pair_rule[pair] != NULL && standard->pair_rule[pair]->verdict == RULE_ALLOW)
			standard->pair_rule[pair] = NULL;
	}
}

static List *
read_posting_rules(Datum code)
{
	static SpiPlan plan = {
		"SELECT debit, credit, verdict, reason, authority"
		" FROM ledger.posting_rule WHERE standard = $1", "text"
	};
	uint64		count = fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST);
	List	   *rules = NIL;

	for (uint64 row = 0; row < count; row++)
	{
		PostingRule *rule = palloc(sizeof(PostingRule));

		rule->debit = DatumGetAccountCode(fl_spi_required(row, 1));
		rule->credit = DatumGetAccountCode(fl_spi_required(row, 2));
		rule->verdict = fl_standard_word(verdict_words, fl_spi_text(row, 3));
		rule->reason = fl_spi_text(row, 4);
		rule->authority = fl_spi_text(row, 5);
		rules = lappend(rules, rule);
	}
	return rules;
}

static void
load_posting_rules(Standard *standard, Datum code)
{
	MemoryContext caller = MemoryContextSwitchTo(standard->context);
	List	   *rules = read_posting_rules(code);
	size_t		pairs;
	ListCell   *lc;

	standard->debit_class = make_classes(rules, true, &standard->debit_classes);
	standard->credit_class = make_classes(rules, false, &standard->credit_classes);
	pairs = mul_size(standard->debit_classes, standard->credit_classes);
	standard->pair_rule = MemoryContextAllocExtended(standard->context,
													 mul_size(pairs, sizeof(PostingRule *)),
													 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	foreach(lc, rules)
	{
		const PostingRule *rule = lfirst(lc);

		*pair_cell(standard,
				   class_of(standard->debit_class, standard->debit_classes, rule->debit),
				   class_of(standard->credit_class, standard->credit_classes, rule->credit)) = rule;
	}
	judge_pairs(standard);
	forget_allowing(standard, pairs);
	MemoryContextSwitchTo(caller);
}

/* ---------- loading: carry rules ---------- */

static void
load_carry_rules(Standard *standard, Datum code)
{
	static SpiPlan plan = {
		"SELECT carry_group, (pg_catalog.dense_rank() OVER (ORDER BY carry_group))::integer,"
		"  from_account, to_account, kind, due = 'year_end'"
		" FROM ledger.carry_rule WHERE standard = $1"
		" ORDER BY carry_group, from_account", "text"
	};
	uint64		count = fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST);
	MemoryContext caller = MemoryContextSwitchTo(standard->context);

	for (uint64 row = 0; row < count; row++)
	{
		CarryRule  *rule = palloc(sizeof(CarryRule));
		char	   *kind = fl_spi_text(row, 5);

		rule->group = fl_spi_text(row, 1);
		rule->group_no = DatumGetInt32(fl_spi_required(row, 2));
		rule->from = DatumGetAccountCode(fl_spi_required(row, 3));
		rule->to = DatumGetAccountCode(fl_spi_required(row, 4));
		rule->kind = fl_voucher_kind_from_name(kind, strlen(kind));
		rule->at_year_end = DatumGetBool(fl_spi_required(row, 6));
		standard->carry_rules = lappend(standard->carry_rules, rule);
	}
	MemoryContextSwitchTo(caller);
}

/* What an account is to the posting and the carry rules. */
static void
classify(Standard *standard, Account *account)
{
	ListCell   *lc;

	account->debit_class = class_of(standard->debit_class, standard->debit_classes, account->code);
	account->credit_class = class_of(standard->credit_class, standard->credit_classes, account->code);
	memset(account->carry_groups, 0, sizeof(account->carry_groups));
	foreach(lc, standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);

		if (account_code_is_within(account->code, rule->from) ||
			account_code_is_within(account->code, rule->to))
			account->carry_groups[rule->kind] =
				bms_add_member(account->carry_groups[rule->kind], rule->group_no);
	}
}

static void
classify_all(Standard *standard)
{
	MemoryContext caller = MemoryContextSwitchTo(standard->context);
	account_iterator iterator;
	AccountEntry *entry;

	account_start_iterate(standard->accounts, &iterator);
	while ((entry = account_iterate(standard->accounts, &iterator)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		classify(standard, entry->account);
	}
	MemoryContextSwitchTo(caller);
}

/* ---------- finding ---------- */

static void
check_exists(const char *code)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.standard WHERE standard = $1", "text"
	};
	Datum		argument = CStringGetTextDatum(code);

	if (fl_spi_run(&plan, &argument, NULL, SPI_READ_NEWEST) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_STANDARD),
				 errmsg("standard \"%s\" does not exist", code),
				 errhint("The table ledger.standard lists the standards.")));
}

static Standard *
load_standard(const char *code)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "fundledger standard", ALLOCSET_SMALL_SIZES);
	Standard   *standard = MemoryContextAllocZero(context, sizeof(Standard));
	Datum		argument;
	LedgerCall	call;

	standard->context = context;
	standard->code = MemoryContextStrdup(context, code);

	fl_ledger_enter(&call);
	argument = CStringGetTextDatum(code);
	check_exists(code);
	load_accounts(standard, argument);
	load_posting_rules(standard, argument);
	load_carry_rules(standard, argument);
	classify_all(standard);
	fl_ledger_leave(&call);

	/* Whole now: until here an error freed it with the caller's context. */
	MemoryContextSetParent(context, CacheMemoryContext);
	return standard;
}

Standard *
fl_standard(const char *code)
{
	ListCell   *lc;
	Standard   *standard;
	MemoryContext caller;

	register_callbacks();
	drop_stale();
	foreach(lc, cached_standards)
	{
		standard = lfirst(lc);
		if (strcmp(standard->code, code) == 0)
			return standard;
	}

	standard = load_standard(code);
	caller = MemoryContextSwitchTo(CacheMemoryContext);
	cached_standards = lappend(cached_standards, standard);
	MemoryContextSwitchTo(caller);
	return standard;
}

List *
fl_standard_listed(const Standard *standard)
{
	List	   *listed = NIL;
	account_iterator iterator;
	AccountEntry *entry;

	account_start_iterate(standard->accounts, &iterator);
	while ((entry = account_iterate(standard->accounts, &iterator)) != NULL)
		listed = lappend(listed, entry->account);
	return listed;
}

/* The row that a code without one of its own inherits from, or NULL. */
static const Account *
open_ancestor(Standard *standard, AccountCode code)
{
	AccountEntry *entry;

	do
	{
		code = account_code_parent(code);
		if (code == 0)
			return NULL;
		entry = account_lookup(standard->accounts, code);
	} while (entry == NULL);
	return entry->account->open ? entry->account : NULL;
}

static const Account *
keep_detail(Standard *standard, const Account *ancestor, AccountCode code)
{
	MemoryContext caller;
	Account    *detail;
	bool		found;

	if (standard->details == NULL)
		standard->details =
			account_create(AllocSetContextCreate(standard->context, "fundledger details",
												 ALLOCSET_DEFAULT_SIZES), 64, NULL);

	caller = MemoryContextSwitchTo(standard->details->ctx);
	detail = palloc(sizeof(Account));
	*detail = *ancestor;
	detail->code = code;
	classify(standard, detail);
	account_insert(standard->details, code, &found)->account = detail;
	MemoryContextSwitchTo(caller);
	return detail;
}

const Account *
fl_standard_account(Standard *standard, AccountCode code)
{
	AccountEntry *entry = account_lookup(standard->accounts, code);
	const Account *ancestor;

	if (entry == NULL && standard->details != NULL)
		entry = account_lookup(standard->details, code);
	if (likely(entry != NULL))
		return entry->account;
	ancestor = open_ancestor(standard, code);
	return ancestor == NULL ? NULL : keep_detail(standard, ancestor, code);
}

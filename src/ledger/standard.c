/*
 * standard.c
 *		What posting and reports know of an accounting standard.
 *
 * Posters look at the newest committed state.  Whoever changes a standard
 * keeps them out (fence.h), so what a poster finds in the cache stays true
 * until it commits.  Reports look by their snapshot, as at the figures: the
 * row of ledger.standard that it sees says by its revision, which each change
 * of a row replaces (standard_change.c), whether what is cached is the same.
 * standard.sql declares the tables.
 */
#include "postgres.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "ledger/columns.h"
#include "ledger/ledger.h"
#include "ledger/party_kind.h"
#include "ledger/standard.h"
#include "server/errors.h"
#include "server/invalidation.h"
#include "server/keyed_row.h"
#include "server/spi_plan.h"
#include "server/stored.h"

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

enum
{
	STANDARD_REVISION,
	STANDARD_SHIPPED,
};

static KeyedTable standard_table = {
	.column_name = {[STANDARD_REVISION] = "revision", [STANDARD_SHIPPED] = "shipped"},
	.column_type = {[STANDARD_REVISION] = UUIDOID, [STANDARD_SHIPPED] = BOOLOID},
};

/* ---------- the cache ---------- */

/* What somebody may still be looking at lives until the transaction ends. */
static void
drop_stale(void)
{
	ListCell   *lc;

	foreach(lc, cached_standards)
		MemoryContextSetParent(((Standard *) lfirst(lc))->context, TopTransactionContext);
	list_free(cached_standards);
	cached_standards = NIL;
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
	{
		((Standard *) lfirst(lc))->proved = false;
		((Standard *) lfirst(lc))->use_checked = false;
	}
}

/*
 * Nobody looks at an account any longer once the transaction is over, and the
 * next one is to find out itself what its snapshots see: a serializable one
 * leaves a mark that way.
 */
static void
forget_at_end(XactEvent event, void *arg)
{
	ListCell   *lc;

	if (event != XACT_EVENT_COMMIT && event != XACT_EVENT_ABORT && event != XACT_EVENT_PREPARE)
		return;
	foreach(lc, cached_standards)
	{
		Standard   *standard = lfirst(lc);

		standard->seen_by = (SnapshotMark) {InvalidTransactionId};
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
	RegisterXactCallback(forget_at_end, NULL);
	registered = true;
}

static void
refresh(void)
{
	if (likely(watch.is_fresh))
		return;
	fl_ledger_check();
	register_callbacks();
	drop_stale();
	fl_keyed_table_open(&standard_table, fl_ledger_relation("standard"),
						fl_ledger_relation("standard_pkey"));
	fl_watch(&watch, (Oid[]) {standard_table.table, standard_table.key}, 2);
}

/* ---------- loading: accounts ---------- */

static const char *const element_words[] = {
	"asset", "liability", "net_assets", "income", "expenditure", NULL
};
static const char *const overdraft_words[] = {"free", "at_close", "guarded", "guarded_by_hand", NULL};
static const char *const settlement_words[] = {"claim", "receipt", NULL};
static const char *const month_end_words[] = {"no", "warn", "error", NULL};
static const char *const normal_side_words[] = {"debit", "credit", NULL};
static const char *const detail_words[] = {"closed", "open", NULL};
static const char *const due_words[] = {"month_end", "year_end", NULL};

/* 0 where there is none. */
static AccountCode
optional_code(uint64 row, int column)
{
	bool		is_null;

	(void) fl_spi_value(row, column, &is_null);
	return is_null ? 0 : fl_spi_account_code(row, column);
}

/* Rows come in the order of their codes. */
static AccountCode
first_of_guard_group(const Standard *standard, uint64 row, const Account *account)
{
	for (uint64 earlier = 0; account->guard_group != NULL && earlier < row; earlier++)
	{
		char	   *group = fl_spi_text(earlier, 16);

		if (group != NULL && strcmp(group, account->guard_group) == 0)
			return fl_spi_account_code(earlier, 2);
	}
	return account->code;
}

/* What an account is that has none above it and says nothing. */
static const Account unsaid = {.bases = 1 << BASIS_CASH};

static bool
is_said(uint64 row, int column)
{
	bool		is_null;

	(void) fl_spi_value(row, column, &is_null);
	return !is_null;
}

static char *
load_party_kind(uint64 row, int column)
{
	char	   *kind = fl_spi_required_text(row, column);

	if (!fl_party_kind_is_known(kind))
		fl_spi_refuse(row, column);
	return strcmp(kind, PARTY_KIND_NONE) == 0 ? NULL : kind;
}

/*
 * What a row does not say it takes from the account above, which has been
 * loaded before it: an account is held to as much through its details.
 */
static void
load_inherited(Account *account, const Account *above, uint64 row)
{
	account->bases = is_said(row, 9) ? fl_spi_bits(row, 9, fl_voucher_basis_from_datum) : above->bases;
	if (account->bases == 0)
		fl_spi_refuse(row, 9);
	account->party_kind = is_said(row, 10) ? load_party_kind(row, 10) : above->party_kind;
	account->overdraft = is_said(row, 11) ? fl_spi_word(row, 11, overdraft_words) : above->overdraft;
	account->month_end_zero = is_said(row, 12) ? fl_spi_word(row, 12, month_end_words) :
		above->month_end_zero;
	account->guard_group = is_said(row, 16) ? fl_spi_text(row, 16) : above->guard_group;
	account->by_template = is_said(row, 18) ? DatumGetBool(fl_spi_required(row, 18)) : above->by_template;
}

static void
load_account(Standard *standard, uint64 row)
{
	Account    *account = palloc0(sizeof(Account));
	const Account *above;
	bool		found;

	account->code = fl_spi_account_code(row, 2);
	above = fl_standard_listed_above(standard, account->code);
	account->listed = account->code;
	account->name = fl_spi_required_text(row, 3);
	account->element = fl_spi_word(row, 4, element_words);
	account->credit_normal = fl_spi_word(row, 5, normal_side_words) == 1;
	account->postable = DatumGetBool(fl_spi_required(row, 6));
	account->open = fl_spi_word(row, 7, detail_words) == 1;
	account->kinds = fl_spi_bits(row, 8, fl_voucher_kind_from_datum) & ~(UINT32_C(1) << KIND_SPLIT);
	load_inherited(account, above == NULL ? &unsaid : above, row);
	account->retired = DatumGetBool(fl_spi_required(row, 13));
	account->prior_year = optional_code(row, 14);
	account->reversed_in_january = DatumGetBool(fl_spi_required(row, 15));
	standard->has_claims |= fl_spi_text(row, 17) != NULL && fl_spi_word(row, 17, settlement_words) == 0;
	account->guard_key = first_of_guard_group(standard, row, account);
	account->is_guarded = account->overdraft >= OVERDRAFT_GUARDED || account->guard_group != NULL;
	account_insert(standard->accounts, account->code, &found)->account = account;
	if (found)
		fl_spi_refuse(row, 2);
}

static void
load_accounts(Standard *standard)
{
	static SpiPlan plan = {
		"SELECT standard, account, name, element, normal_side, postable, detail, kinds,"
		"  bases, party_kind, overdraft, month_end_zero, retired, prior_year_account, reversed_in_january,"
		"  guard_group, settlement, by_template"
		" FROM ledger.account WHERE standard = $1 ORDER BY account USING OPERATOR(fund.<)", "text"
	};
	Datum		code = CStringGetTextDatum(standard->code);
	uint64		count = fl_spi_run(&plan, &code, NULL, SPI_READ);

	standard->accounts = account_create(standard->context, count, NULL);
	for (uint64 row = 0; row < count; row++)
		load_account(standard, row);
}

/* ---------- loading: carry rules ---------- */

static VoucherKind
carry_kind(uint64 row, int column)
{
	int			kind = fl_voucher_kind_from_datum(fl_spi_required(row, column));

	if (kind != KIND_CARRY && kind != KIND_CLOSING)
		fl_spi_refuse(row, column);
	return kind;
}

static CarryRule *
load_carry_rule(uint64 row)
{
	CarryRule  *rule = palloc(sizeof(CarryRule));

	rule->group = fl_spi_required_text(row, 2);
	rule->from = fl_spi_account_code(row, 3);
	rule->to = fl_spi_account_code(row, 4);
	rule->kind = carry_kind(row, 5);
	rule->at_year_end = fl_spi_word(row, 6, due_words) == 1;
	return rule;
}

/* The number of a group, rows of which come one after another. */
static int
number_group(Standard *standard, char *name, bool is_first)
{
	if (is_first || strcmp(llast(standard->group_names), name) != 0)
		standard->group_names = lappend(standard->group_names, name);
	return list_length(standard->group_names);
}

static void
load_carry_rules(Standard *standard)
{
	static SpiPlan plan = {
		"SELECT standard, carry_group, from_account, to_account, kind, due"
		" FROM ledger.carry_rule WHERE standard = $1"
		" ORDER BY carry_group COLLATE \"C\", from_account USING OPERATOR(fund.<)", "text"
	};
	Datum		code = CStringGetTextDatum(standard->code);
	uint64		count = fl_spi_run(&plan, &code, NULL, SPI_READ);

	for (uint64 row = 0; row < count; row++)
	{
		CarryRule  *rule = load_carry_rule(row);

		rule->group_no = number_group(standard, rule->group, row == 0);
		standard->carry_rules = lappend(standard->carry_rules, rule);
	}
}

/* ---------- loading: transfer groups ---------- */

static void
load_transfer_groups(Standard *standard)
{
	static SpiPlan plan = {
		"SELECT standard, transfer_group, account FROM ledger.transfer_group"
		" WHERE standard = $1 ORDER BY transfer_group COLLATE \"C\", account USING OPERATOR(fund.<)", "text"
	};
	Datum		code = CStringGetTextDatum(standard->code);
	uint64		count = fl_spi_run(&plan, &code, NULL, SPI_READ);

	for (uint64 row = 0; row < count; row++)
	{
		TransferMember *member = palloc(sizeof(TransferMember));

		member->group_no = number_group(standard, fl_spi_required_text(row, 2), row == 0);
		member->account = fl_spi_account_code(row, 3);
		standard->transfer_members = lappend(standard->transfer_members, member);
	}
}

/* ---------- loading: all of it ---------- */

static void
join_group(Account *account, int kind, int group_no)
{
	account->groups[kind] = bms_add_member(account->groups[kind], group_no);
}

static void
find_groups(const Standard *standard, Account *account)
{
	ListCell   *lc;

	memset(account->groups, 0, sizeof(account->groups));
	account->is_closed = false;
	foreach(lc, standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);
		bool		is_emptied = account_code_is_within(account->code, rule->from);

		if (rule->kind == KIND_CLOSING && is_emptied)
			account->is_closed = true;
		if (is_emptied || account_code_is_within(account->code, rule->to))
			join_group(account, rule->kind, rule->group_no);
	}
	foreach(lc, standard->transfer_members)
	{
		const TransferMember *member = lfirst(lc);

		if (account_code_is_within(account->code, member->account))
			join_group(account, KIND_TRANSFER, member->group_no);
	}
}

/* The account into which closing rules bring others and that "code" is, or is below; 0: none. */
static AccountCode
closing_end(const Standard *standard, AccountCode code)
{
	AccountCode end = 0;
	ListCell   *lc;

	foreach(lc, standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);

		if (rule->kind == KIND_CLOSING && account_code_is_within(code, rule->to) && rule->to > end)
			end = rule->to;
	}
	return end;
}

/*
 * 统筹基金, 个人账户基金: whose the money of an account is, by where 账结 brings it
 * in the end.  No path is longer than there are rules, unless it is a circle.
 */
static AccountCode
sub_fund_of(const Standard *standard, AccountCode code)
{
	const CarryRule *rule;

	for (int steps = list_length(standard->carry_rules); steps > 0; steps--)
	{
		rule = fl_standard_carry_rule(standard, code);
		if (rule == NULL || rule->kind != KIND_CLOSING)
			break;
		code = rule->to;
	}
	return closing_end(standard, code);
}

/* An account without a row of its own has that of the one above it. */
static bool
is_detail_of_postable(const Standard *standard, const Account *account)
{
	const Account *above;

	for (AccountCode code = account->code; code != 0; code = above->code)
	{
		above = fl_standard_listed_above(standard, code);
		if (above == NULL)
			return false;
		if (above->postable)
			return true;
	}
	return false;
}

/* What an account is to the posting rules, the carry rules and the transfers. */
static void
classify(Standard *standard, Account *account)
{
	account->debit_class = fl_posting_debit_class(&standard->posting_rules, account->code);
	account->credit_class = fl_posting_credit_class(&standard->posting_rules, account->code);
	find_groups(standard, account);
	account->is_detail = is_detail_of_postable(standard, account);
	account->sub_fund = sub_fund_of(standard, account->code);
}

static void
classify_all(Standard *standard)
{
	account_iterator iterator;
	AccountEntry *entry;

	account_start_iterate(standard->accounts, &iterator);
	while ((entry = account_iterate(standard->accounts, &iterator)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		classify(standard, entry->account);
	}
}

/* By the active snapshot, as the whole of it. */
static Standard *
load_standard(const char *code)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "fundledger standard", ALLOCSET_SMALL_SIZES);
	Standard   *standard = MemoryContextAllocZero(context, sizeof(Standard));
	MemoryContext caller;
	LedgerCall	call;

	standard->context = context;
	standard->code = MemoryContextStrdup(context, code);

	fl_ledger_enter(&call);
	caller = MemoryContextSwitchTo(context);
	load_accounts(standard);
	fl_posting_rules_load(&standard->posting_rules, code);
	load_carry_rules(standard);
	load_transfer_groups(standard);
	classify_all(standard);
	MemoryContextSwitchTo(caller);
	fl_ledger_leave(&call);

	/* Whole now: until here an error freed it with the caller's context. */
	MemoryContextSetParent(context, CacheMemoryContext);
	return standard;
}

/* ---------- finding: of which state ---------- */

pg_noreturn static void
refuse_null(const char *column, const char *code)
{
	fl_stored_refuse("standard", column, psprintf("the row of standard \"%s\"", code), NULL);
}

static bool
read_state(const char *code, Snapshot snapshot, StandardState *state)
{
	KeyedRow	row;

	if (!fl_keyed_row(&standard_table, code, strlen(code), snapshot, &row))
		return false;
	if (row.nulls[STANDARD_REVISION])
		refuse_null("revision", code);
	state->revision = *DatumGetUUIDP(row.values[STANDARD_REVISION]);
	state->is_own = row.is_own;
	state->own_command = snapshot->curcid;
	state->has_all_own = snapshot->curcid == GetCurrentCommandId(false);
	return true;
}

/*
 * A revision says it all but for what this transaction is doing itself, which
 * changes it once.  Whenever it has done something the cache is stale; so what
 * was read with all of it is right for every later command, too.
 */
static bool
is_of_state(const Standard *standard, const StandardState *state)
{
	const StandardState *own = &standard->state;

	if (memcmp(&own->revision, &state->revision, sizeof(own->revision)) != 0 ||
		own->is_own != state->is_own)
		return false;
	return !own->is_own || own->own_command == state->own_command ||
		(own->has_all_own && own->own_command < state->own_command);
}

/* By the active snapshot; NULL where it has no such standard. */
static Standard *
find_by_state(const char *code)
{
	StandardState state;
	Standard   *standard;
	MemoryContext caller;
	ListCell   *lc;

	if (!read_state(code, GetActiveSnapshot(), &state))
		return NULL;
	foreach(lc, cached_standards)
	{
		standard = lfirst(lc);
		if (strcmp(standard->code, code) == 0 && is_of_state(standard, &state))
			return standard;
	}

	standard = load_standard(code);
	standard->state = state;
	caller = MemoryContextSwitchTo(CacheMemoryContext);
	cached_standards = lappend(cached_standards, standard);
	MemoryContextSwitchTo(caller);
	return standard;
}

/* ---------- finding ---------- */

Standard *
fl_standard_find(const char *code)
{
	SnapshotMark mark = snapshot_mark_of(GetActiveSnapshot());
	Standard   *standard;
	ListCell   *lc;

	refresh();
	foreach(lc, cached_standards)
	{
		standard = lfirst(lc);
		if (snapshot_marks_are_equal(standard->seen_by, mark) && strcmp(standard->code, code) == 0)
			return standard;
	}
	standard = find_by_state(code);
	if (standard != NULL)
		standard->seen_by = mark;
	return standard;
}

Standard *
fl_standard_find_newest(const char *code)
{
	Standard   *standard;
	ListCell   *lc;

	refresh();
	foreach(lc, cached_standards)
	{
		standard = lfirst(lc);
		if (standard->is_newest && strcmp(standard->code, code) == 0)
			return standard;
	}
	/* What this command has done so far is part of the newest state. */
	CommandCounterIncrement();
	PushActiveSnapshot(GetLatestSnapshot());
	standard = find_by_state(code);
	PopActiveSnapshot();
	if (standard != NULL)
		standard->is_newest = true;
	return standard;
}

Standard *
fl_standard(const char *code)
{
	Standard   *standard = fl_standard_find(code);

	if (standard == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_STANDARD),
				 errmsg("standard \"%s\" does not exist", code),
				 errhint("The table ledger.standard lists the standards.")));
	return standard;
}

bool
fl_standard_read_newest(const char *code, bool *is_shipped, bool *is_own)
{
	Snapshot	snapshot;
	KeyedRow	row;
	bool		found;

	refresh();
	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	found = fl_keyed_row(&standard_table, code, strlen(code), snapshot, &row);
	UnregisterSnapshot(snapshot);
	if (found && row.nulls[STANDARD_SHIPPED])
		refuse_null("shipped", code);
	*is_shipped = found && DatumGetBool(row.values[STANDARD_SHIPPED]);
	*is_own = found && row.is_own;
	return found;
}

/* ---------- accounts ---------- */

static int
compare_accounts(const ListCell *a, const ListCell *b)
{
	AccountCode left = ((const Account *) lfirst(a))->code;
	AccountCode right = ((const Account *) lfirst(b))->code;

	return (left > right) - (left < right);
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
	list_sort(listed, compare_accounts);
	return listed;
}

const Account *
fl_standard_listed_above(const Standard *standard, AccountCode code)
{
	AccountEntry *entry;

	do
	{
		code = account_code_parent(code);
		if (code == 0)
			return NULL;
		entry = account_lookup(standard->accounts, code);
	} while (entry == NULL);
	return entry->account;
}

const CarryRule *
fl_standard_carry_rule(const Standard *standard, AccountCode account)
{
	const CarryRule *deepest = NULL;
	ListCell   *lc;

	foreach(lc, standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);

		if (account_code_is_within(account, rule->from) &&
			(deepest == NULL || rule->from > deepest->from))
			deepest = rule;
	}
	return deepest;
}

bool
fl_standard_is_filled_again(const Standard *standard, AccountCode account, const CarryRule *by)
{
	ListCell   *lc;

	foreach(lc, standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);

		if (rule->to == account && !(rule->kind == KIND_CARRY && by->kind == KIND_CLOSING))
			return true;
	}
	return false;
}

/* The row that a code without one of its own inherits from, or NULL. */
static const Account *
open_ancestor(const Standard *standard, AccountCode code)
{
	const Account *above = fl_standard_listed_above(standard, code);

	return above != NULL && above->open ? above : NULL;
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

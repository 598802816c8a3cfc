/*
 * balance_holdings.c
 *		What accounts held and moved over a range of days, by party if wanted.
 *
 * Months that lie within the range, and all before it, come as those of the
 * 科目余额表 do: closed ones from ledger.balance.  Of the months that it begins
 * and ends within the days are read.  What parties hold is kept nowhere: it is
 * summed from the beginning of the book.
 *
 * The book's opening vouchers stood before whatever day, as before every month.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "ledgers/balance_holdings.h"
#include "ledgers/voucher_scan.h"

/* ---------- a table of holdings ---------- */

static uint32
hash_key(HoldingKey key)
{
	uint32		hash = hash_bytes((const unsigned char *) &key.account, sizeof(AccountCode));

	if (key.party == NULL)
		return hash;
	return hash_combine(hash, hash_bytes((const unsigned char *) key.party, key.party_length));
}

/* Nobody comes after everybody. */
static int
compare_parties(HoldingKey a, HoldingKey b)
{
	int			order;

	if (a.party == NULL || b.party == NULL)
		return (a.party == NULL) - (b.party == NULL);
	order = memcmp(a.party, b.party, Min(a.party_length, b.party_length));
	return order != 0 ? order : a.party_length - b.party_length;
}

static bool
is_same_key(HoldingKey a, HoldingKey b)
{
	return a.account == b.account && compare_parties(a, b) == 0;
}

#define SH_PREFIX			holdings
#define SH_ELEMENT_TYPE		Holding
#define SH_KEY_TYPE			HoldingKey
#define SH_KEY				key
#define SH_HASH_KEY(tb, key)	hash_key(key)
#define SH_EQUAL(tb, a, b)	is_same_key(a, b)
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* More than the accounts of a fund's chart. */
#define INITIAL_HOLDINGS	256

typedef struct BalanceReader
{
	const BalanceScope *scope;
	MemoryContext context;		/* of the holdings */
	holdings_hash *holdings;	/* of the very accounts that were posted to */
} BalanceReader;

static Holding *
find_holding(holdings_hash *holdings, HoldingKey key, MemoryContext context)
{
	bool		found;
	Holding    *holding = holdings_insert(holdings, key, &found);

	if (found)
		return holding;
	holding->opening = holding->debit = holding->credit = 0;
	holding->brought_debit = holding->brought_credit = 0;
	if (key.party != NULL)
	{
		char	   *party = MemoryContextAlloc(context, Max(key.party_length, 1));

		memcpy(party, key.party, key.party_length);
		holding->key.party = party;
	}
	return holding;
}

/* ---------- whole months ---------- */

static void
add_opening(BalanceReader *reader, const AccountTurnover *account)
{
	find_holding(reader->holdings, (HoldingKey) {.account = account->account},
				 reader->context)->opening += account->opening;
}

static void
add_turnover(BalanceReader *reader, const AccountTurnover *account)
{
	Holding    *holding = find_holding(reader->holdings, (HoldingKey) {.account = account->account},
									   reader->context);

	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
	{
		if (kind == KIND_OPENING)
			continue;
		holding->debit += account->debit[kind];
		holding->credit += account->credit[kind];
	}
}

/* What stood before the first month, and what moved in those within the range. */
static void
read_months(BalanceReader *reader, PeriodWindow within)
{
	Period		first = fl_period_of_date(reader->scope->first);
	PeriodWindow windows[] = {{first, first - 1}, within};
	bool		any = within.from <= within.to;
	Turnover   *turnover = fl_turnover_load(reader->scope->book, windows, any ? 2 : 1,
											reader->scope->layers, CurrentMemoryContext);

	for (int i = 0; i < turnover[0].count; i++)
		add_opening(reader, &turnover[0].accounts[i]);
	for (int i = 0; any && i < turnover[1].count; i++)
		add_turnover(reader, &turnover[1].accounts[i]);
}

/* ---------- days ---------- */

static Holding *
holding_of_line(BalanceReader *reader, const JournalLine *line)
{
	HoldingKey	key = {.account = line->account};

	if (reader->scope->by_party && line->party != NULL)
	{
		key.party = line->party;
		key.party_length = line->party_length;
	}
	return find_holding(reader->holdings, key, reader->context);
}

static void
add_line(BalanceReader *reader, const JournalLine *line, bool before)
{
	Holding    *holding = holding_of_line(reader, line);

	if (before)
		holding->opening += line->credit ? -line->amount : line->amount;
	else if (line->credit)
		holding->credit += line->amount;
	else
		holding->debit += line->amount;
}

/* Opening vouchers are read with the whole months, but where parties are asked for. */
static void
visit_voucher(void *argument, const Voucher *voucher)
{
	BalanceReader *reader = argument;
	const BalanceScope *scope = reader->scope;
	bool		before = voucher->kind == KIND_OPENING || voucher->date < scope->first;
	JournalReader journal;
	JournalLine line;

	if (voucher->kind == KIND_OPENING ? !scope->by_party : voucher->date > scope->last)
		return;
	journal_reader_init(&journal, voucher->journal);
	while (journal_reader_next(&journal, &line))
		add_line(reader, &line, before);
}

static void
read_days(BalanceReader *reader, Period from, Period to)
{
	fl_voucher_scan(reader->scope->book, (PeriodWindow) {from, to}, reader->scope->layers,
					visit_voucher, reader);
}

static void
read_range(BalanceReader *reader)
{
	const BalanceScope *scope = reader->scope;
	Period		first = fl_period_of_date(scope->first);
	Period		last = fl_period_of_date(scope->last);
	PeriodWindow within = {
		first + (scope->first > fl_period_first_day(first)),
		last - (scope->last < fl_period_last_day(last))
	};

	read_months(reader, within);
	if (within.from > within.to)
		read_days(reader, first, last);
	else
	{
		if (first < within.from)
			read_days(reader, first, first);
		if (last > within.to)
			read_days(reader, last, last);
	}
}

/* ---------- months brought forward ---------- */

static void
visit_brought(void *argument, const Voucher *voucher)
{
	BalanceReader *reader = argument;
	JournalReader journal;
	JournalLine line;

	if (voucher->kind == KIND_OPENING)
		return;
	journal_reader_init(&journal, voucher->journal);
	while (journal_reader_next(&journal, &line))
	{
		Holding    *holding = holding_of_line(reader, &line);

		if (line.credit)
			holding->brought_credit += line.amount;
		else
			holding->brought_debit += line.amount;
	}
}

/* What moved in them is not nothing on a day within them, though no voucher of it is of that day. */
static void
read_brought(BalanceReader *reader)
{
	const BalanceScope *scope = reader->scope;

	fl_voucher_scan(scope->book, (PeriodWindow) {scope->book->first_period, scope->through},
					scope->layers, visit_brought, reader);
}

/* ---------- the accounts that are listed ---------- */

static void
add_holding(Holding *to, const Holding *holding)
{
	to->brought_debit += holding->brought_debit;
	to->brought_credit += holding->brought_credit;
	to->opening += holding->opening;
	to->debit += holding->debit;
	to->credit += holding->credit;
}

/* To the account and to all above it. */
static void
add_to_listed(holdings_hash *listed, const Book *book, const Holding *holding)
{
	HoldingKey	key = holding->key;
	bool		is_listed = false;

	for (; key.account != 0; key.account = account_code_parent(key.account))
	{
		if (fl_standard_account(fl_book_standard(book), key.account) == NULL)
			continue;
		add_holding(find_holding(listed, key, CurrentMemoryContext), holding);
		is_listed = true;
	}
	if (!is_listed)
		fl_turnover_report_strange_account(book, holding->key.account);
}

static int
compare_holdings(const void *a, const void *b, void *unused)
{
	HoldingKey	left = ((const Holding *) a)->key;
	HoldingKey	right = ((const Holding *) b)->key;

	if (left.account != right.account)
		return left.account > right.account ? 1 : -1;
	return compare_parties(left, right);
}

static Holding *
sorted_holdings(holdings_hash *listed, int *count)
{
	Holding    *sorted = MemoryContextAllocHuge(CurrentMemoryContext,
												Max(listed->members, 1) * sizeof(Holding));
	holdings_iterator iterator;
	const Holding *holding;

	*count = 0;
	holdings_start_iterate(listed, &iterator);
	while ((holding = holdings_iterate(listed, &iterator)) != NULL)
		sorted[(*count)++] = *holding;
	qsort_interruptible(sorted, *count, sizeof(Holding), compare_holdings, NULL);
	return sorted;
}

Holding *
fl_balance_holdings(const BalanceScope *scope, int *count)
{
	BalanceReader reader = {
		.scope = scope,
		.context = CurrentMemoryContext,
		.holdings = holdings_create(CurrentMemoryContext, INITIAL_HOLDINGS, NULL)
	};
	holdings_hash *listed = holdings_create(CurrentMemoryContext, INITIAL_HOLDINGS, NULL);
	holdings_iterator iterator;
	const Holding *holding;

	if (scope->by_party)
		read_days(&reader, scope->book->first_period, fl_period_of_date(scope->last));
	else
		read_range(&reader);
	if (scope->through != 0)
		read_brought(&reader);
	holdings_start_iterate(reader.holdings, &iterator);
	while ((holding = holdings_iterate(reader.holdings, &iterator)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		add_to_listed(listed, scope->book, holding);
	}
	return sorted_holdings(listed, count);
}

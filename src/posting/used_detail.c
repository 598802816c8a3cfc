/*
 * used_detail.c
 *		末级科目: accounts that are posted to beside details of theirs.
 *
 * What sessions keep is read by the state that is newest whatever the
 * isolation level, and leaves no predicate lock: nobody's posting fails for the
 * sake of a warning.  used_detail.sql declares the table.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "ledger/ledger.h"
#include "posting/used_detail.h"
#include "server/errors.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"
#include "server/stored.h"

#define NEVER	PG_INT32_MAX

typedef struct UseKey
{
	int32		book_id;
	AccountCode account;		/* 0: stands for the book, and for all that it uses */
} UseKey;

typedef struct UseEntry
{
	UseKey		key;
	Period		from;			/* NEVER: it is not a used detail */
	Period		below_from;		/* NEVER: nor is one below it */
	AccountCode below;			/* the one that is since then */
	uint32		status;
} UseEntry;

static inline uint32
hash_key(UseKey key)
{
	return hash_combine(murmurhash32((uint32) key.book_id),
						murmurhash32((uint32) (key.account ^ (key.account >> 32))));
}

#define SH_PREFIX use
#define SH_ELEMENT_TYPE UseEntry
#define SH_KEY_TYPE UseKey
#define SH_KEY key
#define SH_HASH_KEY(table, key) hash_key(key)
#define SH_EQUAL(table, a, b) ((a).book_id == (b).book_id && (a).account == (b).account)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* Of the books that the session has asked for. */
static use_hash *known = NULL;
static Watch watch;

/* ---------- what is known ---------- */

static UseEntry *
find_or_add(use_hash *uses, int32 book_id, AccountCode account)
{
	UseKey		key = {book_id, account};
	bool		found;
	UseEntry   *entry = use_insert(uses, key, &found);

	if (!found)
	{
		entry->from = NEVER;
		entry->below_from = NEVER;
		entry->below = 0;
	}
	return entry;
}

static void
note_below(UseEntry *entry, AccountCode detail, Period from)
{
	if (from > entry->below_from || (from == entry->below_from && detail >= entry->below))
		return;
	entry->below_from = from;
	entry->below = detail;
}

static void
note(use_hash *uses, int32 book_id, AccountCode detail, Period from)
{
	UseEntry   *entry = find_or_add(uses, book_id, detail);

	entry->from = Min(entry->from, from);
	for (AccountCode above = account_code_parent(detail); above != 0; above = account_code_parent(above))
		note_below(find_or_add(uses, book_id, above), detail, from);
	note_below(find_or_add(uses, book_id, 0), detail, from);
}

static UseEntry *
lookup(use_hash *uses, int32 book_id, AccountCode account)
{
	UseKey		key = {book_id, account};

	return uses == NULL ? NULL : use_lookup(uses, key);
}

/* ---------- reading what is written down ---------- */

enum
{
	USED_BOOK_ID = 1,
	USED_ACCOUNT,
	USED_FIRST_PERIOD,
};

/* Its owner may have changed it. */
static void
check_columns(Relation table)
{
	static const struct
	{
		const char *name;
		int			length;
	}			columns[] = {{"book_id", sizeof(int32)}, {"account", sizeof(AccountCode)}, {"first_period", sizeof(Period)}};
	TupleDesc	descriptor = RelationGetDescr(table);

	for (int i = 0; i < lengthof(columns); i++)
	{
		if (i < descriptor->natts && TupleDescAttr(descriptor, i)->attlen == columns[i].length &&
			strcmp(NameStr(TupleDescAttr(descriptor, i)->attname), columns[i].name) == 0)
			continue;
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"%s\" of table \"%s\" is not what fundledger made",
						columns[i].name, RelationGetRelationName(table)),
				 errhint("Set it back to what fund.create_ledger() makes.")));
	}
}

static void
note_row(int32 book_id, HeapTuple row, TupleDesc descriptor)
{
	bool		no_account;
	bool		no_period;
	AccountCode detail = DatumGetAccountCode(heap_getattr(row, USED_ACCOUNT, descriptor, &no_account));
	Period		from = DatumGetPeriod(heap_getattr(row, USED_FIRST_PERIOD, descriptor, &no_period));

	if (no_account || no_period || !fl_account_code_is_valid(detail) || !period_is_valid(from))
		fl_stored_refuse("used_detail", no_account || !fl_account_code_is_valid(detail) ? "account" : "first_period",
						 psprintf("a row of the book with id %d", book_id), no_account || no_period ? NULL : "damaged");
	note(known, book_id, detail, from);
}

static void
read_book(int32 book_id)
{
	Relation	table = table_open(fl_ledger_relation("used_detail"), AccessShareLock);
	ScanKeyData wanted;
	SysScanDesc scan;
	HeapTuple	row;

	check_columns(table);
	ScanKeyInit(&wanted, USED_BOOK_ID, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(book_id));
	scan = systable_beginscan(table, fl_ledger_relation("used_detail_book"), true, SnapshotSelf, 1, &wanted);
	while (HeapTupleIsValid(row = systable_getnext(scan)))
	{
		CHECK_FOR_INTERRUPTS();
		note_row(book_id, row, RelationGetDescr(table));
	}
	systable_endscan(scan);
	table_close(table, NoLock);
	(void) find_or_add(known, book_id, 0);
}

static void
refresh(void)
{
	if (likely(watch.is_fresh))
		return;
	if (known == NULL)
		known = use_create(CacheMemoryContext, 64, NULL);
	use_reset(known);
	fl_watch(&watch, (Oid[]) {fl_ledger_relation("used_detail")}, 1);
}

void
fl_used_details_begin(UsedDetails *used, const Book *book)
{
	UseEntry   *all;

	refresh();
	all = lookup(known, book->book_id, 0);
	if (all == NULL)
	{
		read_book(book->book_id);
		all = lookup(known, book->book_id, 0);
	}
	used->are_any = all->below_from != NEVER || lookup(used->first, book->book_id, 0) != NULL;
}

/* ---------- using ---------- */

static bool
is_used(use_hash *uses, int32 book_id, AccountCode detail, Period period)
{
	const UseEntry *entry = lookup(uses, book_id, detail);

	return entry != NULL && entry->from <= period;
}

void
fl_used_details_add(UsedDetails *used, const Book *book, AccountCode detail, Period period)
{
	if (is_used(known, book->book_id, detail, period) ||
		is_used(used->first, book->book_id, detail, period))
		return;
	if (used->first == NULL)
		used->first = use_create(used->context, 8, NULL);
	note(used->first, book->book_id, detail, period);
	used->are_any = true;
}

/* ---------- warning ---------- */

static void
warn(const Book *book, AccountCode account, const UseEntry *use)
{
	fl_warn(ERRCODE_WARNED_BESIDE,
			psprintf("account \"%s\" of book \"%s\" is posted to beside its details",
					 fl_account_code_text(account), book->code),
			psprintf("Detail \"%s\" has been used since %s. A close judges each by itself: one may be red where both together are not.",
					 fl_account_code_text(use->below), fl_period_text(use->below_from)),
			"Post to a detail (末级科目). What stands on the account moves to one by a voucher, or to those that fund.name_accounts() lists.");
}

void
fl_used_details_warn(const UsedDetails *used, const Book *book, AccountCode account,
					 Period period, Warned *warned)
{
	const UseEntry *use = lookup(known, book->book_id, account);

	if (use == NULL || use->below_from > period)
		use = lookup(used->first, book->book_id, account);
	if (use == NULL || use->below_from > period)
		return;
	if (fl_warned_first(warned, ERRCODE_WARNED_BESIDE, book->book_id, account, 0))
		warn(book, account, use);
}

/* ---------- writing it down ---------- */

static void
record(const UseEntry *use)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.used_detail (book_id, account, first_period) VALUES ($1, $2, $3)",
		"integer, fund.account_code, fund.period"
	};
	Datum		values[] = {
		Int32GetDatum(use->key.book_id), AccountCodeGetDatum(use->key.account), PeriodGetDatum(use->from)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

void
fl_used_details_record(UsedDetails *used)
{
	use_iterator iterator;
	UseEntry   *use;
	LedgerCall	call;

	if (used->first == NULL)
		return;
	fl_ledger_enter_to_write(&call);
	use_start_iterate(used->first, &iterator);
	while ((use = use_iterate(used->first, &iterator)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		if (use->from != NEVER)
			record(use);
	}
	fl_ledger_leave(&call);
}

/*
 * find_voucher.c
 *		A voucher of a book by its id, which is no key of its own.
 *
 * The key has the date before the id, and an index on ids would be paid for by
 * every voucher.  But ids are handed out as vouchers are stored, so the table
 * itself is nearly in their order: the page that should have the id is found by
 * halving.  That is a guess, which CLUSTER, a vacuum after many rollbacks or many
 * posters at a time make wrong.  Where it fails each day is asked for the id,
 * backwards, by a look into the key as one looks into a catalog: some
 * microseconds a day, of which a query would cost ten.  Where vouchers are far
 * between, days would be many: each month begins with its last voucher, which is
 * found at the price of a page.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "ledger/find_voucher.h"
#include "ledger/ledger.h"

/* ---------- the key ---------- */

typedef struct VoucherKey
{
	Relation	vouchers;
	Relation	index;
	Snapshot	snapshot;
	int32		book_id;
} VoucherKey;

/* Its columns, from 0. */
enum
{
	KEY_BOOK,
	KEY_DATE,
	KEY_ID,
	KEY_COLUMNS
};

static const struct
{
	AttrNumber	column;
	Oid			type;
}			key_columns[KEY_COLUMNS] = {
	[KEY_BOOK] = {VOUCHER_BOOK_ID, INT4OID},
	[KEY_DATE] = {VOUCHER_DATE, DATEOID},
	[KEY_ID] = {VOUCHER_ID, INT8OID},
};

static bool
is_as_made(const VoucherKey *key)
{
	const FormData_pg_index *index = key->index->rd_index;

	if (key->index->rd_rel->relam != BTREE_AM_OID ||
		index->indrelid != RelationGetRelid(key->vouchers) || !index->indisvalid ||
		index->indnkeyatts != KEY_COLUMNS || RelationGetIndexPredicate(key->index) != NIL)
		return false;
	for (int i = 0; i < KEY_COLUMNS; i++)
	{
		if (index->indkey.values[i] != key_columns[i].column ||
			key->index->rd_opcintype[i] != key_columns[i].type || key->index->rd_indoption[i] != 0)
			return false;
	}
	return true;
}

static void
open_key(VoucherKey *key)
{
	key->vouchers = table_open(fl_ledger_relation("voucher"), AccessShareLock);
	fl_voucher_check_columns(RelationGetDescr(key->vouchers));
	key->index = index_open(fl_ledger_relation("voucher_pkey"), AccessShareLock);
	if (!is_as_made(key))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("index \"voucher_pkey\" of table \"voucher\" is not what fundledger made"),
				 errhint("Set it back to what fund.create_ledger() makes: (book_id, voucher_date, voucher_id).")));
}

static void
close_key(const VoucherKey *key)
{
	index_close(key->index, AccessShareLock);
	table_close(key->vouchers, AccessShareLock);
}

/* ---------- looks into it ---------- */

static void
set_condition(ScanKey condition, int column, StrategyNumber strategy, RegProcedure operator, Datum value)
{
	ScanKeyInit(condition, key_columns[column].column, strategy, operator, value);
}

/* The last voucher that meets the conditions, copied, or NULL. */
static HeapTuple
last_voucher(const VoucherKey *key, ScanKey conditions, int count)
{
	SysScanDesc scan = systable_beginscan_ordered(key->vouchers, key->index, key->snapshot,
												  count, conditions);
	HeapTuple	last = systable_getnext_ordered(scan, BackwardScanDirection);

	if (HeapTupleIsValid(last))
		last = heap_copytuple(last);
	systable_endscan_ordered(scan);
	return last;
}

/* The last day up to this one that has vouchers; false where there is none. */
static bool
last_day(const VoucherKey *key, DateADT *day)
{
	ScanKeyData conditions[2];
	HeapTuple	last;
	bool		is_null;

	set_condition(&conditions[0], KEY_BOOK, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(key->book_id));
	set_condition(&conditions[1], KEY_DATE, BTLessEqualStrategyNumber, F_DATE_LE, DateADTGetDatum(*day));
	last = last_voucher(key, conditions, lengthof(conditions));
	if (last == NULL)
		return false;
	/* The columns of a key are never null. */
	*day = DatumGetDateADT(heap_getattr(last, VOUCHER_DATE, RelationGetDescr(key->vouchers), &is_null));
	return true;
}

static HeapTuple
of_day(const VoucherKey *key, DateADT day, int64 voucher_id)
{
	ScanKeyData conditions[KEY_COLUMNS];

	set_condition(&conditions[0], KEY_BOOK, BTEqualStrategyNumber, F_INT4EQ, Int32GetDatum(key->book_id));
	set_condition(&conditions[1], KEY_DATE, BTEqualStrategyNumber, F_DATE_EQ, DateADTGetDatum(day));
	set_condition(&conditions[2], KEY_ID, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(voucher_id));
	return last_voucher(key, conditions, lengthof(conditions));
}

/* ---------- the page that should have it ---------- */

/* Sessions take ids in blocks of 32, so that neighbours have some of each other's. */
#define NEARBY_PAGES	4

static OffsetNumber
rows_of_page(const VoucherKey *key, BlockNumber page)
{
	Buffer		buffer = ReadBuffer(key->vouchers, page);
	OffsetNumber rows;

	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	rows = PageGetMaxOffsetNumber(BufferGetPage(buffer));
	UnlockReleaseBuffer(buffer);
	return rows;
}

static bool
fetch_row(const VoucherKey *key, BlockNumber page, OffsetNumber row, TupleTableSlot *slot)
{
	ItemPointerData place;

	ItemPointerSet(&place, page, row);
	return table_tuple_fetch_row_version(key->vouchers, &place, key->snapshot, slot);
}

static int64
slot_id(TupleTableSlot *slot)
{
	bool		is_null;

	return DatumGetInt64(slot_getattr(slot, VOUCHER_ID, &is_null));
}

/* Does the page begin with a later id?  One that has no rows says nothing. */
static bool
begins_later(const VoucherKey *key, BlockNumber page, int64 voucher_id, TupleTableSlot *slot)
{
	OffsetNumber rows = rows_of_page(key, page);

	for (OffsetNumber row = FirstOffsetNumber; row <= rows; row++)
	{
		if (fetch_row(key, page, row, slot))
			return slot_id(slot) > voucher_id;
	}
	return false;
}

static BlockNumber
page_after(const VoucherKey *key, BlockNumber pages, int64 voucher_id, TupleTableSlot *slot)
{
	BlockNumber first = 0;

	while (first < pages)
	{
		BlockNumber middle = first + (pages - first) / 2;

		CHECK_FOR_INTERRUPTS();
		if (begins_later(key, middle, voucher_id, slot))
			pages = middle;
		else
			first = middle + 1;
	}
	return first;
}

static bool
is_of_book_until(const VoucherKey *key, DateADT until, TupleTableSlot *slot)
{
	bool		is_null;

	return DatumGetInt32(slot_getattr(slot, VOUCHER_BOOK_ID, &is_null)) == key->book_id &&
		DatumGetDateADT(slot_getattr(slot, VOUCHER_DATE, &is_null)) <= until;
}

static HeapTuple
on_page(const VoucherKey *key, BlockNumber page, DateADT until, int64 voucher_id, TupleTableSlot *slot)
{
	OffsetNumber rows = rows_of_page(key, page);

	for (OffsetNumber row = FirstOffsetNumber; row <= rows; row++)
	{
		if (fetch_row(key, page, row, slot) && slot_id(slot) == voucher_id &&
			is_of_book_until(key, until, slot))
			return ExecCopySlotHeapTuple(slot);
	}
	return NULL;
}

static HeapTuple
guess(const VoucherKey *key, DateADT until, int64 voucher_id)
{
	TupleTableSlot *slot;
	BlockNumber pages;
	BlockNumber after;
	HeapTuple	found = NULL;

	if (key->vouchers->rd_rel->relam != HEAP_TABLE_AM_OID)
		return NULL;
	slot = table_slot_create(key->vouchers, NULL);
	pages = RelationGetNumberOfBlocks(key->vouchers);
	after = page_after(key, pages, voucher_id, slot);
	/* The page before it, then those around. */
	for (int i = 0; i < NEARBY_PAGES && found == NULL; i++)
	{
		BlockNumber page = i % 2 == 0 ? after - 1 - i / 2 : after + i / 2;

		if (page < pages)
			found = on_page(key, page, until, voucher_id, slot);
	}
	ExecDropSingleTupleTableSlot(slot);
	return found;
}

/* ---------- the days ---------- */

/* Infinite days, on which no voucher should be, are a month of their own. */
static DateADT
month_begin(DateADT day)
{
	return date_has_period(day) ? fl_period_first_day(fl_period_of_date(day)) : day;
}

static HeapTuple
search_month(const VoucherKey *key, DateADT last, int64 voucher_id)
{
	HeapTuple	found = NULL;
	DateADT		first = month_begin(last);

	for (DateADT day = last; found == NULL; day--)
	{
		CHECK_FOR_INTERRUPTS();
		found = of_day(key, day, voucher_id);
		if (day == first)
			break;
	}
	return found;
}

static HeapTuple
search(const VoucherKey *key, DateADT until, int64 voucher_id)
{
	HeapTuple	found = NULL;

	while (found == NULL && last_day(key, &until))
	{
		found = search_month(key, until, voucher_id);
		if (DATE_IS_NOBEGIN(until))
			break;
		until = month_begin(until) - 1;
	}
	return found;
}

/* ---------- finding it ---------- */

bool
fl_find_voucher(const Book *book, DateADT until, int64 voucher_id, Snapshot snapshot, Voucher *found)
{
	VoucherKey	key = {.snapshot = snapshot, .book_id = book->book_id};
	HeapTuple	voucher;

	open_key(&key);
	voucher = guess(&key, until, voucher_id);
	if (voucher == NULL)
		voucher = search(&key, until, voucher_id);
	if (voucher != NULL)
		fl_voucher_from_tuple(voucher, RelationGetDescr(key.vouchers), found);
	close_key(&key);
	return voucher != NULL;
}

bool
fl_find_voucher_newest(const Book *book, DateADT until, int64 voucher_id, Voucher *found)
{
	Snapshot	snapshot;
	bool		is_found;

	/* What this command has done so far is part of the newest state. */
	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	is_found = fl_find_voucher(book, until, voucher_id, snapshot, found);
	UnregisterSnapshot(snapshot);
	return is_found;
}

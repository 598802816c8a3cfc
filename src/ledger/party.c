/*
 * party.c
 *		往来单位和个人: whom the lines of journals name.
 *
 * Millions of persons may be parties, and a session meets few of them twice,
 * so the cache is small and begins again when it is full.  Only parties that
 * exist are kept, so that a new one needs no invalidation; and not those that
 * this transaction has made, which it may roll back.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/xact.h"
#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "ledger/ledger.h"
#include "ledger/party.h"
#include "server/invalidation.h"

#define CACHED_PARTIES	16384

typedef struct PartyName
{
	const char *text;			/* not terminated */
	int			length;
} PartyName;

typedef struct PartyEntry
{
	PartyName	name;
	const char *kind;
	uint32		status;
} PartyEntry;

static inline uint32
hash_name(PartyName name)
{
	return hash_bytes((const unsigned char *) name.text, name.length);
}

static inline bool
equal_names(PartyName a, PartyName b)
{
	return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

#define SH_PREFIX party
#define SH_ELEMENT_TYPE PartyEntry
#define SH_KEY_TYPE PartyName
#define SH_KEY name
#define SH_HASH_KEY(table, key) hash_name(key)
#define SH_EQUAL(table, a, b) equal_names(a, b)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

static MemoryContext parties_context = NULL;
static party_hash *parties = NULL;
static Oid	party_relation = InvalidOid;
static Oid	party_key = InvalidOid;
static Watch watch;

/* ---------- reading one ---------- */

/* Columns of ledger.party, from 1. */
enum
{
	PARTY_CODE = 1,
	PARTY_NAME,
	PARTY_KIND,
	PARTY_BOOK_ID,
	PARTY_RETIRED,
};

/* What is known of a party; kind is NULL where there is none. */
typedef struct FoundParty
{
	char	   *kind;
	bool		is_of_this_transaction;
} FoundParty;

static FoundParty
party_from_row(HeapTuple row, TupleDesc columns)
{
	FoundParty	found = {NULL, false};
	bool		is_null;

	if (DatumGetBool(heap_getattr(row, PARTY_RETIRED, columns, &is_null)))
		return found;
	found.kind = TextDatumGetCString(heap_getattr(row, PARTY_KIND, columns, &is_null));
	found.is_of_this_transaction =
		TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetXmin(row->t_data));
	return found;
}

/*
 * A feed of settlements names another person in every voucher, so this is a
 * look into the key, as one into a catalog, and not a query.
 */
static FoundParty
find_party(PartyName name)
{
	Relation	table = table_open(party_relation, AccessShareLock);
	TupleDesc	columns = RelationGetDescr(table);
	FoundParty	found = {NULL, false};
	ScanKeyData code;
	SysScanDesc scan;
	Snapshot	snapshot;
	HeapTuple	row;

	ScanKeyEntryInitialize(&code, 0, PARTY_CODE, BTEqualStrategyNumber, InvalidOid,
						   TupleDescAttr(columns, PARTY_CODE - 1)->attcollation, F_TEXTEQ,
						   PointerGetDatum(cstring_to_text_with_len(name.text, name.length)));
	/* What this command has done so far is part of the newest state. */
	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	scan = systable_beginscan(table, party_key, true, snapshot, 1, &code);
	row = systable_getnext(scan);
	if (HeapTupleIsValid(row))
		found = party_from_row(row, columns);
	systable_endscan(scan);
	UnregisterSnapshot(snapshot);
	table_close(table, NoLock);
	return found;
}

/* ---------- the cache ---------- */

static void
begin_again(void)
{
	if (parties_context == NULL)
		parties_context = AllocSetContextCreate(CacheMemoryContext, "fundledger parties",
												ALLOCSET_DEFAULT_SIZES);
	watch.is_fresh = false;		/* an error before the end must not leave a table that is gone */
	MemoryContextReset(parties_context);
	parties = party_create(parties_context, 256, NULL);
	party_relation = fl_ledger_relation("party");
	party_key = fl_ledger_relation("party_pkey");
	fl_watch(&watch, (Oid[]) {party_relation, party_key}, 2);
}

static void
keep(PartyName name, const char *kind)
{
	char	   *text = MemoryContextAlloc(parties_context, name.length);
	char	   *kept_kind = MemoryContextStrdup(parties_context, kind);
	bool		found;

	memcpy(text, name.text, name.length);
	name.text = text;
	party_insert(parties, name, &found)->kind = kept_kind;
}

const char *
fl_party_kind(const char *party, int length)
{
	PartyName	name = {party, length};
	PartyEntry *entry;
	FoundParty	found;

	if (!watch.is_fresh || parties->members >= CACHED_PARTIES)
		begin_again();
	entry = party_lookup(parties, name);
	if (entry != NULL)
		return entry->kind;

	found = find_party(name);
	if (found.kind != NULL && !found.is_of_this_transaction)
		keep(name, found.kind);
	return found.kind;
}

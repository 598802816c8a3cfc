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

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "ledger/ledger.h"
#include "ledger/party.h"
#include "ledger/party_kind.h"
#include "server/invalidation.h"
#include "server/keyed_row.h"
#include "server/stored.h"

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
static Watch watch;

enum
{
	PARTY_KIND,
	PARTY_RETIRED,
};

static KeyedTable party_table = {
	.column_name = {[PARTY_KIND] = "party_kind", [PARTY_RETIRED] = "retired"},
	.column_type = {[PARTY_KIND] = TEXTOID, [PARTY_RETIRED] = BOOLOID},
};

/* ---------- reading one ---------- */

/* What is known of a party; kind is NULL where there is none. */
typedef struct FoundParty
{
	char	   *kind;
	bool		is_of_this_transaction;
} FoundParty;

static bool
is_kind_of_party(const char *kind)
{
	return kind != NULL && strcmp(kind, PARTY_KIND_ANY) != 0 && strcmp(kind, PARTY_KIND_NONE) != 0 &&
		fl_party_kind_is_known(kind);
}

static FoundParty
party_from_row(PartyName name, const KeyedRow *row)
{
	FoundParty	found = {NULL, row->is_own};
	char	   *kind = row->nulls[PARTY_KIND] ? NULL : TextDatumGetCString(row->values[PARTY_KIND]);

	if (row->nulls[PARTY_RETIRED] || !is_kind_of_party(kind))
		fl_stored_refuse("party", row->nulls[PARTY_RETIRED] ? "retired" : "party_kind",
						 psprintf("the row of party \"%.*s\"", name.length, name.text),
						 row->nulls[PARTY_RETIRED] ? NULL : kind);
	if (!DatumGetBool(row->values[PARTY_RETIRED]))
		found.kind = kind;
	return found;
}

/*
 * A feed of settlements names another person in every voucher, so this is a
 * look into the key, as one into a catalog, and not a query.
 */
static FoundParty
find_party(PartyName name)
{
	FoundParty	found = {NULL, false};
	Snapshot	snapshot;
	KeyedRow	row;

	/* What this command has done so far is part of the newest state. */
	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	if (fl_keyed_row(&party_table, name.text, name.length, snapshot, &row))
		found = party_from_row(name, &row);
	UnregisterSnapshot(snapshot);
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
	fl_keyed_table_open(&party_table, fl_ledger_relation("party"), fl_ledger_relation("party_pkey"));
	fl_watch(&watch, (Oid[]) {party_table.table, party_table.key}, 2);
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

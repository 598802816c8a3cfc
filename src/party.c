/*
 * party.c
 *		往来单位和个人: whom the lines of journals name.
 *
 * Millions of persons may be parties, and a session meets few of them twice,
 * so the cache is small and begins again when it is full.  Only parties that
 * exist are kept: a new one needs no invalidation.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"

#include "ledger.h"
#include "party.h"
#include "spi_plan.h"

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
static bool is_stale = true;

static void
mark_stale(Datum arg, Oid relation)
{
	if (relation == InvalidOid || relation == party_relation)
		is_stale = true;
}

static void
begin_again(void)
{
	if (parties_context == NULL)
	{
		CacheRegisterRelcacheCallback(mark_stale, (Datum) 0);
		parties_context = AllocSetContextCreate(CacheMemoryContext, "fundledger parties",
												ALLOCSET_DEFAULT_SIZES);
	}
	MemoryContextReset(parties_context);
	parties = party_create(parties_context, 256, NULL);
	party_relation = fl_ledger_relation("party");
	is_stale = false;
}

/* Null where it does not exist; allocated in the cache's context. */
static char *
read_kind(PartyName name)
{
	static SpiPlan plan = {
		"SELECT party_kind FROM ledger.party WHERE party = $1 AND NOT retired", "text"
	};
	char	   *kind = NULL;
	LedgerCall	call;
	Datum		party;

	fl_ledger_enter(&call);
	party = PointerGetDatum(cstring_to_text_with_len(name.text, name.length));
	if (fl_spi_run(&plan, &party, NULL, SPI_READ_NEWEST) == 1)
		kind = MemoryContextStrdup(parties_context, fl_spi_text(0, 1));
	fl_ledger_leave(&call);
	return kind;
}

const char *
fl_party_kind(const char *party, int length)
{
	PartyName	name = {party, length};
	PartyEntry *entry;
	char	   *kind;
	char	   *text;
	bool		found;

	if (is_stale || parties->members >= CACHED_PARTIES)
		begin_again();
	entry = party_lookup(parties, name);
	if (entry != NULL)
		return entry->kind;

	kind = read_kind(name);
	if (kind == NULL)
		return NULL;
	text = MemoryContextAlloc(parties_context, length);
	memcpy(text, party, length);
	name.text = text;
	entry = party_insert(parties, name, &found);
	entry->kind = kind;
	return kind;
}

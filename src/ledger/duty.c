/*
 * duty.c
 *		What a role may do in a book: 制单, 审核, 会计主管, 稽核, 只读.
 *
 * ledger.duty holds what fund.grant_duty granted, by names of roles as a dump
 * keeps them.  A role has what is granted to it or to a role whose privileges
 * it has, as for GRANT.  Every posting and every row of a reading view asks,
 * so a session keeps the answers, until a duty or a role changes.
 *
 * duty.sql declares the table and its functions.
 */
#include "postgres.h"

#include "commands/trigger.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"

#define DUTY_COUNT	5

static const char *const duty_name[DUTY_COUNT] = {
	[DUTY_READ] = "read",
	[DUTY_PREPARE] = "prepare",
	[DUTY_REVIEW] = "review",
	[DUTY_SUPERVISE] = "supervise",
	[DUTY_AUDIT] = "audit",
};

/* The duty of a name, or -1. */
static int
duty_from_name(const char *name)
{
	for (int duty = 0; duty < DUTY_COUNT; duty++)
	{
		if (strcmp(name, duty_name[duty]) == 0)
			return duty;
	}
	return -1;
}

/* ---------- the cache ---------- */

typedef struct DutyKey
{
	Oid			role;
	int32		book_id;
} DutyKey;

typedef struct DutyEntry
{
	DutyKey		key;
	uint32		duties;			/* 1 << Duty for those that the role has */
	uint32		status;
} DutyEntry;

static inline uint32
hash_key(DutyKey key)
{
	return hash_combine(murmurhash32(key.role), murmurhash32((uint32) key.book_id));
}

#define SH_PREFIX duty
#define SH_ELEMENT_TYPE DutyEntry
#define SH_KEY_TYPE DutyKey
#define SH_KEY key
#define SH_HASH_KEY(table, key) hash_key(key)
#define SH_EQUAL(table, a, b) ((a).role == (b).role && (a).book_id == (b).book_id)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

static duty_hash *known_duties = NULL;

/* Of roles, too: their names, and who is a member of which. */
static Watch watch = {.of_roles = true};

static void
refresh(void)
{
	if (likely(watch.is_fresh))
		return;
	if (known_duties == NULL)
		known_duties = duty_create(CacheMemoryContext, 64, NULL);
	duty_reset(known_duties);
	fl_watch(&watch, (Oid[]) {fl_ledger_relation("duty")}, 1);
}

/* ---------- looking up ---------- */

static bool
role_acts_for(Oid role, const char *granted_to)
{
	Oid			grantee = get_role_oid(granted_to, true);

	return OidIsValid(grantee) && has_privs_of_role(role, grantee);
}

static uint32
load_duties(DutyKey key)
{
	static SpiPlan plan = {
		"SELECT role_name, duty FROM ledger.duty"
		" WHERE book_id = $1 OR book_id IS NULL OR $1 = " CppAsString2(ANY_BOOK), "integer"
	};
	Datum		book_id = Int32GetDatum(key.book_id);
	uint32		duties = 0;
	uint64		count;
	LedgerCall	call;

	fl_ledger_enter(&call);
	count = fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST);
	for (uint64 row = 0; row < count; row++)
	{
		if (role_acts_for(key.role, fl_spi_text(row, 1)))
			duties |= 1 << DUTY_READ | 1 << duty_from_name(fl_spi_text(row, 2));
	}
	fl_ledger_leave(&call);
	return duties;
}

static uint32
find_duties(DutyKey key)
{
	DutyEntry  *entry;
	uint32		duties;
	bool		found;

	refresh();
	entry = duty_lookup(known_duties, key);
	if (likely(entry != NULL))
		return entry->duties;

	duties = load_duties(key);
	duty_insert(known_duties, key, &found)->duties = duties;
	return duties;
}

bool
fl_has_duty(Oid role, int32 book_id, Duty duty)
{
	DutyKey		key = {.role = role,.book_id = book_id};

	/* What others revoked counts in the middle of a transaction, too. */
	AcceptInvalidationMessages();

	/* True of superusers, too. */
	if (has_privs_of_role(role, fl_ledger_owner()))
		return true;
	return (find_duties(key) & 1 << duty) != 0;
}

void
fl_require_duty_of(Oid role_id, int32 book_id, const char *book, Duty duty)
{
	const char *role;

	if (fl_has_duty(role_id, book_id, duty))
		return;
	role = GetUserNameFromId(role_id, false);
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for book \"%s\"", book),
			 errdetail("Role \"%s\" does not have the duty \"%s\" in it.", role, duty_name[duty]),
			 errhint("The owner of the ledger grants it: SELECT fund.grant_duty(%s, '%s', %s).",
					 quote_literal_cstr(role), duty_name[duty], quote_literal_cstr(book))));
}

void
fl_require_duty(int32 book_id, const char *book, Duty duty)
{
	fl_require_duty_of(GetUserId(), book_id, book, duty);
}

const Book *
fl_book_argument(Datum code, Duty duty)
{
	const Book *book = fl_book_by_code(TextDatumGetCString(code));

	fl_require_duty(book->book_id, book->code, duty);
	return book;
}

/* ---------- SQL ---------- */

PG_FUNCTION_INFO_V1(fl_has_duty_by_name);
Datum
fl_has_duty_by_name(PG_FUNCTION_ARGS)
{
	const Book *book = fl_book_by_code(TextDatumGetCString(PG_GETARG_DATUM(0)));
	char	   *name = TextDatumGetCString(PG_GETARG_DATUM(1));
	int			duty = duty_from_name(name);

	if (duty < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unrecognized duty \"%s\"", name),
				 errhint("The duties are prepare, review, supervise, audit and read.")));
	PG_RETURN_BOOL(fl_has_duty(GetUserId(), book->book_id, duty));
}

PG_FUNCTION_INFO_V1(fl_may_read);
Datum
fl_may_read(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(fl_has_duty(GetUserId(), PG_GETARG_INT32(0), DUTY_READ));
}

/* Row trigger, ENABLE ALWAYS: every session, of a subscriber too, asks anew. */
PG_FUNCTION_INFO_V1(fl_duty_changed);
Datum
fl_duty_changed(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		elog(ERROR, "fl_duty_changed was not called as a trigger");
	CacheInvalidateRelcacheByRelid(RelationGetRelid(trigger->tg_relation));
	return PointerGetDatum(NULL);
}

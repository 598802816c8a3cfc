/*
 * duty.c
 *		What a role may do in a book: 制单, 审核, 会计主管, 稽核, 只读, 接口.
 *
 * ledger.duty holds what fund.grant_duty granted, by names of roles as a dump
 * keeps them.  A role has what is granted to it or to a role whose privileges
 * it has, as for GRANT.  Every posting and every row of a reading view asks,
 * so a session keeps the answers, until a duty or a role changes.
 *
 * Who acts is the current user, who is recorded the session's role, which a
 * SECURITY DEFINER function does not change: both need the duty.  What is
 * granted without doors is good for the record only, so that the callers of an
 * API can do nothing without it (doc/adr/0010-doors.md).
 *
 * duty.sql declares the table and its functions.
 */
#include "postgres.h"

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
#include "ledger/trigger.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"

#define DUTY_COUNT	6

/* As ledger.duty keeps them. */
static const char *const duty_name[DUTY_COUNT] = {
	[DUTY_READ] = "read",
	[DUTY_PREPARE] = "prepare",
	[DUTY_REVIEW] = "review",
	[DUTY_SUPERVISE] = "supervise",
	[DUTY_AUDIT] = "audit",
	[DUTY_FEED] = "feed",
};

static const char *const chinese_duty_name[DUTY_COUNT] = {
	[DUTY_READ] = "只读",
	[DUTY_PREPARE] = "制单",
	[DUTY_REVIEW] = "审核",
	[DUTY_SUPERVISE] = "会计主管",
	[DUTY_AUDIT] = "稽核",
	[DUTY_FEED] = "接口",
};

static int
find_name(const char *const *names, const char *name)
{
	for (int duty = 0; duty < DUTY_COUNT; duty++)
	{
		if (strcmp(name, names[duty]) == 0)
			return duty;
	}
	return -1;
}

/* An argument, in either language. */
static Duty
duty_argument(NullableDatum argument)
{
	char	   *given = argument.isnull ? "" : TextDatumGetCString(argument.value);
	int			duty = find_name(duty_name, given);

	if (duty < 0)
		duty = find_name(chinese_duty_name, given);
	if (duty < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unrecognized duty \"%s\"", given),
				 errhint("The duties are prepare (制单), review (审核), supervise (会计主管), audit (稽核), read (只读) and feed (接口).")));
	return duty;
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
	uint32		duties;			/* 1 << Duty for those that the role may act by */
	uint32		recorded;		/* and for those that it may be recorded for */
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

/* A duty of ledger.duty; no other word can be there while its constraint is. */
static Duty
stored_duty(uint64 row)
{
	char	   *name = fl_spi_text(row, 2);
	int			duty = name == NULL ? -1 : find_name(duty_name, name);

	if (duty < 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("table \"duty\" has a duty \"%s\" of role \"%s\"",
						name == NULL ? "" : name, fl_spi_text(row, 1)),
				 errhint("Delete the row, and grant the duty again with fund.grant_duty().")));
	return duty;
}

/* Into an entry without any. */
static void
load_duties(DutyEntry *entry)
{
	static SpiPlan plan = {
		"SELECT role_name, duty, doors FROM ledger.duty"
		" WHERE book_id = $1 OR book_id IS NULL OR $1 = " CppAsString2(ANY_BOOK), "integer"
	};
	Datum		book_id = Int32GetDatum(entry->key.book_id);
	uint64		count;
	LedgerCall	call;

	fl_ledger_enter(&call);
	count = fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST);
	for (uint64 row = 0; row < count; row++)
	{
		uint32		duty = 1 << stored_duty(row);

		if (!role_acts_for(entry->key.role, fl_spi_required_text(row, 1)))
			continue;
		entry->recorded |= duty;
		if (!DatumGetBool(fl_spi_required(row, 3)))
			continue;
		entry->duties |= duty;
		if (duty != 1 << DUTY_FEED)
			entry->duties |= 1 << DUTY_READ;
	}
	fl_ledger_leave(&call);
}

static DutyEntry
find_duties(Oid role, int32 book_id)
{
	DutyEntry	loaded = {.key = {.role = role,.book_id = book_id}};
	DutyEntry  *entry;
	bool		found;

	refresh();
	entry = duty_lookup(known_duties, loaded.key);
	if (likely(entry != NULL))
		return *entry;

	load_duties(&loaded);
	entry = duty_insert(known_duties, loaded.key, &found);
	entry->duties = loaded.duties;
	entry->recorded = loaded.recorded;
	return *entry;
}

/* The ledger's owner, its members and superusers. */
static bool
has_all_duties(Oid role)
{
	/* What others revoked counts in the middle of a transaction, too. */
	AcceptInvalidationMessages();
	return has_privs_of_role(role, fl_ledger_owner());
}

bool
fl_has_duty(Oid role, int32 book_id, Duty duty)
{
	return has_all_duties(role) || (find_duties(role, book_id).duties & 1 << duty) != 0;
}

bool
fl_may_be_recorded(Oid role, int32 book_id, Duty duty)
{
	return has_all_duties(role) || (find_duties(role, book_id).recorded & 1 << duty) != 0;
}

/* ---------- requiring ---------- */

/* Nobody is recorded for having read. */
static bool
is_recorded(Duty duty)
{
	return duty != DUTY_READ && duty != DUTY_AUDIT;
}

static const char *
role_name(Oid role)
{
	return GetUserNameFromId(role, false);
}

static const char *
grant_call(Oid role, const char *book, Duty duty, const char *doors)
{
	return psprintf("SELECT fund.grant_duty(%s, '%s', %s%s)",
					quote_literal_cstr(role_name(role)), duty_name[duty],
					quote_literal_cstr(book), doors);
}

/* What there is to say of who acts; for itself, as nearly always, or for another. */
static int
errdetail_acting(Oid acting, bool is_without_doors, Duty duty)
{
	Oid			recorded = GetOuterUserId();

	if (acting != recorded)
		return errdetail("Role \"%s\", which acts for role \"%s\", %s the duty \"%s\" in it%s.",
						 role_name(acting), role_name(recorded),
						 is_without_doors ? "has" : "does not have", duty_name[duty],
						 is_without_doors ? " without doors only" : "");
	if (is_without_doors)
		return errdetail("Role \"%s\" has the duty \"%s\" in it without doors only, so that another role may act for it.",
						 role_name(acting), duty_name[duty]);
	return errdetail("Role \"%s\" does not have the duty \"%s\" in it.",
					 role_name(acting), duty_name[duty]);
}

static void
require_to_act(Oid acting, int32 book_id, const char *book, Duty duty)
{
	bool		is_without_doors;
	bool		is_alone = acting == GetOuterUserId();

	if (fl_has_duty(acting, book_id, duty))
		return;
	is_without_doors = fl_may_be_recorded(acting, book_id, duty);
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for book \"%s\"", book),
			 errdetail_acting(acting, is_without_doors, duty),
			 errhint("%sThe owner of the ledger grants it%s: %s.",
					 is_without_doors && is_alone ? "Call a SECURITY DEFINER function of a role that has the duty. " : "",
					 is_without_doors ? " with doors" : "",
					 grant_call(acting, book, duty, ""))));
}

static void
require_to_be_recorded(Oid acting, int32 book_id, const char *book, Duty duty)
{
	Oid			recorded = GetOuterUserId();

	if (recorded == acting || fl_may_be_recorded(recorded, book_id, duty))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for book \"%s\"", book),
			 errdetail("Role \"%s\" acts for role \"%s\", which would be recorded and does not have the duty \"%s\" in it.",
					   role_name(acting), role_name(recorded), duty_name[duty]),
			 errhint("The owner of the ledger grants it, for the record only: %s.",
					 grant_call(recorded, book, duty, ", doors => false"))));
}

void
fl_require_duty_of(Oid acting, int32 book_id, const char *book, Duty duty)
{
	require_to_act(acting, book_id, book, duty);
	if (is_recorded(duty))
		require_to_be_recorded(acting, book_id, book, duty);
}

void
fl_require_duty(int32 book_id, const char *book, Duty duty)
{
	fl_require_duty_of(GetUserId(), book_id, book, duty);
}

void
fl_require_auditor(Oid acting, const char *of)
{
	char	   *name;

	if (fl_has_duty(acting, ANY_BOOK, DUTY_AUDIT))
		return;
	name = GetUserNameFromId(acting, false);
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for %s", of),
			 errdetail("Role \"%s\" has the duty \"audit\" in no book.", name),
			 errhint("The owner of the ledger grants it: SELECT fund.grant_duty(%s, 'audit').",
					 quote_literal_cstr(name))));
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

	PG_RETURN_BOOL(fl_has_duty(GetUserId(), book->book_id, duty_argument(fcinfo->args[1])));
}

/* Not strict: a null is no duty, either. */
PG_FUNCTION_INFO_V1(fl_duty_name);
Datum
fl_duty_name(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(duty_name[duty_argument(fcinfo->args[0])]));
}

PG_FUNCTION_INFO_V1(fl_may_read);
Datum
fl_may_read(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(fl_has_duty(GetUserId(), PG_GETARG_INT32(0), DUTY_READ));
}

PG_FUNCTION_INFO_V1(fl_may_audit);
Datum
fl_may_audit(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(fl_has_duty(GetUserId(), PG_GETARG_INT32(0), DUTY_AUDIT));
}

/* ---------- the table's own door ---------- */

/* Those under which vouchers come to be: by our functions, too. */
#define POSTING_DUTIES \
	(1 << DUTY_PREPARE | 1 << DUTY_REVIEW | 1 << DUTY_SUPERVISE | 1 << DUTY_FEED)

static bool
may_meet_keys(Oid acting, Oid recorded, int32 book_id)
{
	return (find_duties(acting, book_id).duties & POSTING_DUTIES) != 0 &&
		(has_all_duties(recorded) ||
		 (find_duties(recorded, book_id).recorded & POSTING_DUTIES) != 0);
}

/* Whether the book exists is not for strangers, either. */
static void
require_feed(int32 book_id)
{
	Oid			acting = GetUserId();
	Oid			recorded = GetOuterUserId();

	if (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA ||
		fl_ledger_is_table_owner(acting) || may_meet_keys(acting, recorded, book_id))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for book with id %d", book_id),
			 acting == recorded ?
			 errdetail("Role \"%s\" does not have the duty \"feed\" in it.", role_name(acting)) :
			 errdetail("Role \"%s\" acts for role \"%s\", and one of them does not have the duty \"feed\" in it.",
					   role_name(acting), role_name(recorded)),
			 errhint("The owner of the ledger grants it: fund.grant_duty().")));
}

/* For whom the statement has been found to be allowed last. */
typedef struct Feeder
{
	Oid			role;
	int32		book_id;
} Feeder;

/*
 * fund._may_feed(book_id integer): the constraint voucher_fed, which speaks
 * before an index of the table is looked at.  COPY asks it for every row; what
 * is revoked meanwhile, the trigger at the end of the statement asks about.
 */
PG_FUNCTION_INFO_V1(fl_may_feed);
Datum
fl_may_feed(PG_FUNCTION_ARGS)
{
	int32		book_id = PG_GETARG_INT32(0);
	Feeder	   *last = fcinfo->flinfo->fn_extra;

	if (last != NULL && last->book_id == book_id && last->role == GetUserId())
		PG_RETURN_BOOL(true);
	require_feed(book_id);
	if (last == NULL)
		last = fcinfo->flinfo->fn_extra =
			MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(Feeder));
	last->role = GetUserId();
	last->book_id = book_id;
	PG_RETURN_BOOL(true);
}

/* Row trigger, ENABLE ALWAYS: every session, of a subscriber too, asks anew. */
PG_FUNCTION_INFO_V1(fl_duty_changed);
Datum
fl_duty_changed(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_duty_changed", .tables = {"duty"},
		.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	CacheInvalidateRelcacheByRelid(RelationGetRelid(trigger->tg_relation));
	return PointerGetDatum(NULL);
}

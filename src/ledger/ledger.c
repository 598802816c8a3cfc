/*
 * ledger.c
 *		The schema "ledger": that it is there, whose it is, and acting for it.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "ledger/ledger.h"
#include "server/errors.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"

/* ledger.installation once its version has been found right, else invalid. */
static Oid	checked_installation = InvalidOid;
static Watch installation_watch;

/*
 * Our functions that are writing derived rows, the innermost last: of each the
 * nesting level of its (sub)transaction.
 */
static List *writers = NIL;

/* For whom the first of them took on whose rights. */
static Oid	writing_for = InvalidOid;
static Oid	writing_as = InvalidOid;

/* And which function of ours that was; invalid: a trigger. */
static Oid	writing_by = InvalidOid;

/* ---------- is there a ledger, and of which version ---------- */

/* An error between enter_to_write and leave ends the writing that it left. */
static void
end_writing_on_abort(SubXactEvent event, SubTransactionId my_subid,
					 SubTransactionId parent_subid, void *arg)
{
	if (event != SUBXACT_EVENT_ABORT_SUB)
		return;
	while (writers != NIL && llast_int(writers) >= GetCurrentTransactionNestLevel())
		writers = list_delete_last(writers);
}

/* The list itself goes with the transaction. */
static void
end_writing(XactEvent event, void *arg)
{
	writers = NIL;
}

static void
register_callbacks(void)
{
	static bool registered = false;

	if (registered)
		return;
	RegisterSubXactCallback(end_writing_on_abort, NULL);
	RegisterXactCallback(end_writing, NULL);
	registered = true;
}

pg_noreturn static void
refuse_missing(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_LEDGER_MISSING),
			 errmsg("this database has no ledger"),
			 errhint("Call fund.create_ledger() first.")));
}

static Oid
relation_owner(Oid relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		refuse_missing();
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

static Oid
installation_relation(void)
{
	Oid			relation = fl_ledger_find_relation("installation");

	if (!OidIsValid(relation))
		refuse_missing();
	return relation;
}

/*
 * Restricted, because what the owner has put into its tables, a view in place
 * of one or a trigger, must not leave behind what runs later with the rights of
 * the caller.
 */
static void
take_rights(LedgerCall *call)
{
	SetUserIdAndSecContext(call->owner, call->security_context |
						   SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
	call->guc_level = NewGUCNestLevel();
	(void) set_config_option("search_path", "pg_catalog, pg_temp",
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	/* A policy that is forced on the owner is an error, and hides no row from a report. */
	(void) set_config_option("row_security", "off",
							 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

static void
give_rights_back(LedgerCall *call)
{
	AtEOXact_GUC(false, call->guc_level);
	SetUserIdAndSecContext(call->caller, call->security_context);
}

static void
become(Oid owner, LedgerCall *call)
{
	GetUserIdAndSecContext(&call->caller, &call->security_context);
	call->owner = owner;
	call->writes = false;
	call->function = InvalidOid;
	call->outer_writers = list_length(writers);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	take_rights(call);
}

static void
check_version(void)
{
	static SpiPlan plan = {
		"SELECT i.version, e.extversion"
		" FROM ledger.installation AS i, pg_catalog.pg_extension AS e"
		" WHERE e.extname = 'fundledger'", ""
	};
	char	   *ledger;
	char	   *extension;

	if (fl_spi_run(&plan, NULL, NULL, SPI_READ_NEWEST) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("table \"installation\" has not one row"),
				 errdetail("It says of which version the ledger is.")));
	ledger = fl_spi_required_text(0, 1);
	extension = fl_spi_required_text(0, 2);
	if (strcmp(ledger, extension) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_LEDGER_VERSION),
				 errmsg("ledger is of version \"%s\", but extension \"fundledger\" of version \"%s\"",
						ledger, extension),
				 errhint("Call fund.upgrade_ledger().")));
}

/* Handed on by REASSIGN OWNED, say: what a close runs would fail without a hint. */
static void
check_owner_may_run(Oid owner)
{
	static SpiPlan plan = {
		"SELECT p.oid::pg_catalog.regprocedure::text FROM pg_catalog.pg_proc AS p"
		" WHERE p.pronamespace = 'fund'::pg_catalog.regnamespace"
		"  AND p.proname >= '_' AND p.proname < '`'"
		"  AND NOT pg_catalog.has_function_privilege(p.oid, 'EXECUTE')"
		" ORDER BY p.proname LIMIT 1", ""
	};
	char	   *name;

	if (fl_spi_run(&plan, NULL, NULL, SPI_READ_NEWEST) == 0)
		return;
	name = GetUserNameFromId(owner, false);
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("owner of the ledger may not run the functions of fundledger"),
			 errdetail("Role \"%s\" owns the ledger and has no EXECUTE on %s.",
					   name, fl_spi_required_text(0, 1)),
			 errhint("Let the owner of the extension, or a superuser, call: GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fund TO %s;",
					 quote_identifier(name))));
}

void
fl_ledger_check(void)
{
	Oid			relation;
	LedgerCall	call;

	/* Dropping the ledger invalidates it. */
	if (likely(installation_watch.is_fresh && OidIsValid(checked_installation)))
		return;
	register_callbacks();
	checked_installation = InvalidOid;
	relation = installation_relation();
	fl_watch(&installation_watch, &relation, 1);

	become(relation_owner(relation), &call);
	check_version();
	check_owner_may_run(GetUserId());
	fl_ledger_leave(&call);
	checked_installation = relation;
}

/* For functions that are not in C. */
PG_FUNCTION_INFO_V1(fl_check_ledger);
Datum
fl_check_ledger(PG_FUNCTION_ARGS)
{
	fl_ledger_check();
	PG_RETURN_VOID();
}

/* For update scripts: sessions have asked about another version of the extension. */
PG_FUNCTION_INFO_V1(fl_installation_changed);
Datum
fl_installation_changed(PG_FUNCTION_ARGS)
{
	Oid			relation = fl_ledger_find_relation("installation");

	if (OidIsValid(relation))
		CacheInvalidateRelcacheByRelid(relation);
	PG_RETURN_VOID();
}

bool
fl_ledger_is_table_owner(Oid role)
{
	Oid			table = fl_ledger_relation("voucher");

	return OidIsValid(table) && has_privs_of_role(role, relation_owner(table));
}

Oid
fl_ledger_owner(void)
{
	fl_ledger_check();
	return relation_owner(checked_installation);
}

Oid
fl_ledger_find_relation(const char *name)
{
	Oid			schema = get_namespace_oid("ledger", true);

	return OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;
}

Oid
fl_ledger_relation(const char *name)
{
	Oid			relation = fl_ledger_find_relation(name);

	if (!OidIsValid(relation))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation \"ledger.%s\" does not exist", name),
				 errdetail("fund.create_ledger() made it, and somebody has dropped it since."),
				 errhint("Bring it back from a dump of the ledger.")));
	return relation;
}

/* ---------- acting for the ledger ---------- */

void
fl_ledger_enter(LedgerCall *call)
{
	fl_ledger_check();
	become(relation_owner(checked_installation), call);
}

void
fl_ledger_enter_as(Oid role, LedgerCall *call)
{
	become(role, call);
}

static void
begin_writing(const LedgerCall *call)
{
	MemoryContext caller = MemoryContextSwitchTo(TopTransactionContext);

	if (writers == NIL)
	{
		writing_for = call->caller;
		writing_as = call->owner;
		writing_by = call->function;
	}
	writers = lappend_int(writers, GetCurrentTransactionNestLevel());
	MemoryContextSwitchTo(caller);
}

void
fl_ledger_enter_to_write(LedgerCall *call)
{
	fl_ledger_enter(call);
	call->writes = true;
	begin_writing(call);
}

void
fl_ledger_enter_to_act(FunctionCallInfo fcinfo, LedgerCall *call)
{
	fl_ledger_enter(call);
	call->writes = true;
	call->function = fcinfo->flinfo->fn_oid;
	begin_writing(call);
}

void
fl_ledger_leave(LedgerCall *call)
{
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
	give_rights_back(call);
	writers = list_truncate(writers, call->outer_writers);
}

void
fl_ledger_step_out(LedgerCall *call)
{
	give_rights_back(call);
	writers = list_truncate(writers, call->outer_writers);
}

void
fl_ledger_step_in(LedgerCall *call)
{
	take_rights(call);
	if (call->writes)
		begin_writing(call);
}

bool
fl_ledger_is_writing(void)
{
	return writers != NIL;
}

Oid
fl_ledger_acting_function(void)
{
	return fl_ledger_is_writing() ? writing_by : InvalidOid;
}

/* ---------- who ---------- */

char *
fl_outer_user(void)
{
	return GetUserNameFromId(GetOuterUserId(), false);
}

/* Between enter_to_write and leave the owner is us, and we act for the caller. */
char *
fl_done_through(void)
{
	Oid			acting = GetUserId();

	if (fl_ledger_is_writing() && acting == writing_as)
		acting = writing_for;
	return acting == GetOuterUserId() ? NULL : GetUserNameFromId(acting, false);
}

PG_FUNCTION_INFO_V1(fl_done_through_name);
Datum
fl_done_through_name(PG_FUNCTION_ARGS)
{
	char	   *name = fl_done_through();

	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(name));
}

/* The name that a query has asked for last. */
typedef struct OuterUserName
{
	Oid			role;
	text	   *name;
} OuterUserName;

/* COPY asks for every row, so the name is looked up once a query. */
PG_FUNCTION_INFO_V1(fl_outer_user_name);
Datum
fl_outer_user_name(PG_FUNCTION_ARGS)
{
	OuterUserName *last = fcinfo->flinfo->fn_extra;

	if (last == NULL)
		last = fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(OuterUserName));
	if (last->role != GetOuterUserId())
	{
		MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		last->name = cstring_to_text(fl_outer_user());
		last->role = GetOuterUserId();
		MemoryContextSwitchTo(caller);
	}
	PG_RETURN_TEXT_P(last->name);
}

/*
 * spi_plan.c
 *		The only place that prepares, keeps and runs SPI plans.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "parser/parse_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/plancache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/varlena.h"

#include "server/compat.h"
#include "server/spi_plan.h"
#include "server/stored.h"

/* Whose rows are in SPI_tuptable, for messages: a nested query's may be instead. */
static const SpiPlan *last_plan = NULL;

static int
parse_arguments(const char *arguments, Oid *types)
{
	char	   *copy = pstrdup(arguments);
	char	   *rest;
	int			count = 0;

	for (char *name = strtok_r(copy, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest))
	{
		int32		modifier;

		if (count == SPI_PLAN_MAX_ARGUMENTS)
			elog(ERROR, "too many arguments in \"%s\"", arguments);
		parse_type_name(name, &types[count++], &modifier);
	}
	pfree(copy);
	return count;
}

static void
prepare(SpiPlan *plan, Oid journal_type)
{
	Oid			types[SPI_PLAN_MAX_ARGUMENTS];
	SPIPlanPtr	prepared;

	plan->argument_count = parse_arguments(plan->arguments, types);
	prepared = SPI_prepare_cursor(plan->sql, plan->argument_count, types,
								  plan->options | CURSOR_OPT_PARALLEL_OK);
	if (prepared == NULL)
		elog(ERROR, "SPI_prepare_cursor returned %s for %s",
			 SPI_result_code_string(SPI_result), plan->sql);
	if (SPI_keepplan(prepared) != 0)
		elog(ERROR, "SPI_keepplan failed");
	plan->plan = prepared;
	plan->journal_type = journal_type;
}

/* By its name: the schema outlives the extension. */
static Oid
current_journal_type(void)
{
	return GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum("journal"),
						   ObjectIdGetDatum(get_namespace_oid("fund", false)));
}

/*
 * The server prepares a plan anew when a table changes, but keeps the types
 * of its arguments: those are others once the extension has been dropped and
 * created again.
 */
static void
make_ready(SpiPlan *plan)
{
	Oid			journal_type = current_journal_type();

	if (plan->plan != NULL && plan->journal_type == journal_type)
		return;
	if (plan->plan != NULL)
	{
		SPI_freeplan(plan->plan);
		plan->plan = NULL;
	}
	prepare(plan, journal_type);
}

/* ---------- a table that is not as we made it ---------- */

/* What the parser says of a query that was written for other columns. */
static bool
is_of_columns(int sqlstate)
{
	return sqlstate == ERRCODE_UNDEFINED_COLUMN || sqlstate == ERRCODE_UNDEFINED_FUNCTION ||
		sqlstate == ERRCODE_CANNOT_COERCE ||
		sqlstate == ERRCODE_DATATYPE_MISMATCH || sqlstate == ERRCODE_WRONG_OBJECT_TYPE ||
		sqlstate == ERRCODE_INDETERMINATE_COLLATION;
}

/* The tables of the ledger that a query reads. */
static char *
tables_of(const char *sql)
{
	StringInfoData text;

	initStringInfo(&text);
	for (const char *at = strstr(sql, "ledger."); at != NULL; at = strstr(at, "ledger."))
	{
		int			length = strlen("ledger.");
		char	   *name;

		length += strspn(at + length, "abcdefghijklmnopqrstuvwxyz_");
		name = pnstrdup(at, length);
		at += length;
		if (strstr(text.data, name) == NULL)
			appendStringInfo(&text, "%s%s", text.len == 0 ? "" : ", ", name);
	}
	return text.len == 0 ? pstrdup("the ledger") : text.data;
}

/* The words around the place, in bytes from 1 since our queries are ASCII, that an error is about. */
#define SHOWN_AROUND	24

static char *
place_of(const char *sql, int place)
{
	const char *begin = sql + Max(Min(place - 1, (int) strlen(sql)) - SHOWN_AROUND, 0);
	const char *end = sql + Min(place - 1 + SHOWN_AROUND, (int) strlen(sql));

	while (begin > sql && begin[-1] != ' ')
		begin--;
	while (*end != '\0' && *end != ' ')
		end++;
	return pnstrdup(begin, end - begin);
}

/*
 * An error of the parser in the query itself, not in a function or a trigger
 * that it calls: we wrote it for columns that are there no more, or of
 * another type.
 */
static void
refuse_altered_table(const SpiPlan *plan)
{
	ErrorData  *error = CopyErrorData();

	if (!is_of_columns(error->sqlerrcode) || error->internalquery == NULL ||
		strcmp(error->internalquery, plan->sql) != 0)
		return;
	FlushErrorState();
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("a column of %s is not what fundledger made", tables_of(plan->sql)),
			 errdetail("In \"%s\": %s.", place_of(plan->sql, error->internalpos), error->message),
			 errhint("Set the table back to what fund.create_ledger() makes, or restore it from a backup.")));
}

static int
execute(SpiPlan *plan, Datum *arguments, const char *nulls, SpiMode mode)
{
	Snapshot	snapshot;
	int			result;

	make_ready(plan);
	if (mode == SPI_READ)
		return SPI_execute_plan(plan->plan, arguments, nulls, true, 0);
	/* What this command has done so far is part of the newest state. */
	CommandCounterIncrement();
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	result = SPI_execute_snapshot(plan->plan, arguments, nulls, snapshot, InvalidSnapshot,
								  mode == SPI_READ_NEWEST, true, 0);
	UnregisterSnapshot(snapshot);
	return result;
}

uint64
fl_spi_run(SpiPlan *plan, const Datum *values, const char *nulls, SpiMode mode)
{
	MemoryContext caller = CurrentMemoryContext;
	volatile int result = 0;

	PG_TRY();
	{
		result = execute(plan, unconstify(Datum *, values), nulls, mode);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(caller);
		refuse_altered_table(plan);
		PG_RE_THROW();
	}
	PG_END_TRY();
	if (result < 0)
		elog(ERROR, "SPI returned %s for %s", SPI_result_code_string(result), plan->sql);
	last_plan = plan;
	MemoryContextSwitchTo(caller);
	return SPI_processed;
}

Portal
fl_spi_open(SpiPlan *plan, const Datum *values, const char *nulls)
{
	MemoryContext caller = CurrentMemoryContext;
	Portal		volatile portal = NULL;

	PG_TRY();
	{
		make_ready(plan);
		portal = SPI_cursor_open(NULL, plan->plan, unconstify(Datum *, values), nulls, true);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(caller);
		refuse_altered_table(plan);
		PG_RE_THROW();
	}
	PG_END_TRY();
	last_plan = plan;
	if (portal == NULL)
		elog(ERROR, "SPI_cursor_open returned %s for %s",
			 SPI_result_code_string(SPI_result), plan->sql);
	MemoryContextSwitchTo(caller);
	return portal;
}

/* ---------- what is stored, and cannot be ---------- */

/* The first columns of a row, by which it is known. */
#define SHOWN_COLUMNS	4
#define SHOWN_BYTES		80

/* A type of one byte cannot write what is none of its values. */
static char *
value_text(uint64 row, int column)
{
	Oid			type = SPI_gettypeid(SPI_tuptable->tupdesc, column);
	Oid			element = get_element_type(type);
	bool		is_null;

	(void) fl_spi_value(row, column, &is_null);
	if (!is_null && type != BOOLOID && get_typlen(OidIsValid(element) ? element : type) == 1)
		return pstrdup("a byte that is none of its values");
	return SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
}

static char *
row_text(uint64 row)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int column = 1; column <= Min(SPI_tuptable->tupdesc->natts, SHOWN_COLUMNS); column++)
	{
		char	   *value = value_text(row, column);

		appendStringInfo(&text, "%s%s: %.*s", column == 1 ? "the row (" : ", ",
						 SPI_fname(SPI_tuptable->tupdesc, column),
						 value == NULL ? 4 : pg_mbcliplen(value, strlen(value), SHOWN_BYTES),
						 value == NULL ? "null" : value);
	}
	appendStringInfoChar(&text, ')');
	return text.data;
}

/* The table that a column of the last query comes from, or else its first one; or NULL. */
static char *
column_table(int column)
{
	List	   *sources = last_plan == NULL || last_plan->plan == NULL ? NIL :
		SPI_plan_get_plan_sources(last_plan->plan);
	const Query *query = sources == NIL ? NULL :
		linitial_node(Query, ((CachedPlanSource *) linitial(sources))->query_list);
	const TargetEntry *entry = query == NULL || list_length(query->targetList) < column ? NULL :
		list_nth_node(TargetEntry, query->targetList, column - 1);

	if (entry == NULL || entry->resname == NULL ||
		strcmp(entry->resname, SPI_fname(SPI_tuptable->tupdesc, column)) != 0)
		return NULL;
	if (!OidIsValid(entry->resorigtbl))
		entry = linitial_node(TargetEntry, query->targetList);
	return get_rel_name(entry->resorigtbl);
}

void
fl_spi_refuse(uint64 row, int column)
{
	char	   *table = column_table(column);

	fl_stored_refuse(table == NULL ? "ledger" : table,
					 SPI_fname(SPI_tuptable->tupdesc, column), row_text(row),
					 value_text(row, column));
}

/* ---------- columns ---------- */

Datum
fl_spi_value(uint64 row, int column, bool *is_null)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, is_null);
}

Datum
fl_spi_required(uint64 row, int column)
{
	bool		is_null;
	Datum		value = fl_spi_value(row, column, &is_null);

	if (is_null)
		fl_spi_refuse(row, column);
	return value;
}

/* The owner of a table may have given the column another type. */
static bool
is_text(int column)
{
	Oid			type = SPI_gettypeid(SPI_tuptable->tupdesc, column);

	return type == TEXTOID || type == VARCHAROID || type == BPCHAROID;
}

char *
fl_spi_text(uint64 row, int column)
{
	bool		is_null;
	Datum		value = fl_spi_value(row, column, &is_null);

	if (is_null)
		return NULL;
	if (!is_text(column))
		fl_spi_refuse(row, column);
	return TextDatumGetCString(value);
}

char *
fl_spi_required_text(uint64 row, int column)
{
	char	   *text = fl_spi_text(row, column);

	if (text == NULL)
		fl_spi_refuse(row, column);
	return text;
}

int
fl_spi_word(uint64 row, int column, const char *const *words)
{
	int			place = fl_stored_word(words, fl_spi_required_text(row, column));

	if (place < 0)
		fl_spi_refuse(row, column);
	return place;
}

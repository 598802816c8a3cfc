/*
 * log_row.c
 *		A row of a table as the log keeps it: a JSON object of its columns.
 *
 * Integers and booleans are what they are in JSON; of all else it is the text
 * that the type's output function gives under settings of our own.
 * log.sql declares the function.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "ledger/ledger.h"
#include "log/log_row.h"

/* Whatever an output function looks at. */
static const struct
{
	const char *name;
	const char *value;
}			settings[] = {
	{"DateStyle", "ISO, YMD"},
	{"TimeZone", "UTC"},
	{"IntervalStyle", "postgres"},
	{"bytea_output", "hex"},
	{"extra_float_digits", "1"},
};

static int
begin_settings(void)
{
	int			level = NewGUCNestLevel();

	for (int i = 0; i < lengthof(settings); i++)
		(void) set_config_option(settings[i].name, settings[i].value,
								 PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	return level;
}

/* Tells snapshots apart (standard.c) and nothing else: no change of it is one. */
static bool
is_told(Oid table, Form_pg_attribute column)
{
	return !column->attisdropped &&
		!(strcmp(NameStr(column->attname), "revision") == 0 &&
		  table == fl_ledger_find_relation("standard"));
}

static void
put_value(StringInfo json, Form_pg_attribute column, Datum value)
{
	Oid			output;
	bool		is_varlena;
	char	   *text;

	if (column->atttypid == BOOLOID)
	{
		appendStringInfoString(json, DatumGetBool(value) ? "true" : "false");
		return;
	}
	getTypeOutputInfo(column->atttypid, &output, &is_varlena);
	text = OidOutputFunctionCall(output, value);
	if (column->atttypid == INT4OID || column->atttypid == INT8OID || column->atttypid == INT2OID)
		appendStringInfoString(json, text);
	else
		escape_json(json, text);
}

static void
put_column(StringInfo json, TupleDesc columns, HeapTuple row, int number)
{
	Form_pg_attribute column = TupleDescAttr(columns, number - 1);
	bool		is_null;
	Datum		value = heap_getattr(row, number, columns, &is_null);

	if (json->len > 1)
		appendStringInfoChar(json, ',');
	escape_json(json, NameStr(column->attname));
	appendStringInfoChar(json, ':');
	if (is_null)
		appendStringInfoString(json, "null");
	else
		put_value(json, column, value);
}

char *
fl_log_row(Oid table, TupleDesc columns, HeapTuple row)
{
	int			level = begin_settings();
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	for (int number = 1; number <= columns->natts; number++)
	{
		if (is_told(table, TupleDescAttr(columns, number - 1)))
			put_column(&json, columns, row, number);
	}
	appendStringInfoChar(&json, '}');
	AtEOXact_GUC(false, level);
	return json.data;
}

static int
column_number(TupleDesc columns, const char *name)
{
	for (int i = 0; i < columns->natts; i++)
	{
		if (!TupleDescAttr(columns, i)->attisdropped &&
			strcmp(NameStr(TupleDescAttr(columns, i)->attname), name) == 0)
			return i + 1;
	}
	return 0;
}

char *
fl_log_key(TupleDesc columns, HeapTuple row, char **names, int count)
{
	int			level = begin_settings();
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	for (int i = 0; i < count; i++)
	{
		int			number = column_number(columns, names[i]);

		if (number > 0)
			put_column(&json, columns, row, number);
	}
	appendStringInfoChar(&json, '}');
	AtEOXact_GUC(false, level);
	return json.data;
}

/* fund._logged_row(record): what the log would say of it now. */
PG_FUNCTION_INFO_V1(fl_logged_row);
Datum
fl_logged_row(PG_FUNCTION_ARGS)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(0);
	TupleDesc	columns = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(row), HeapTupleHeaderGetTypMod(row));
	HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(row), .t_data = row};
	char	   *json;

	ItemPointerSetInvalid(&tuple.t_self);
	json = fl_log_row(get_typ_typrelid(HeapTupleHeaderGetTypeId(row)), columns, &tuple);
	ReleaseTupleDesc(columns);
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json));
}

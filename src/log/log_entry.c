/*
 * log_entry.c
 *		操作日志: an entry for each row of a setting that changes.
 *
 * A row trigger on every table of settings writes it, in the transaction that
 * makes the change: what is rolled back leaves none.  Entries are numbered by a
 * sequence that keeps no numbers for a session, and after the row is locked, so
 * of one row they stand in the order of its changes.  Nothing is locked: who
 * links them into a chain (log_link.c) does that later.
 *
 * The trigger does not fire for what replication applies, which brings the
 * entries along.
 */
#include "postgres.h"

#include "commands/sequence.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "ledger/book.h"
#include "ledger/ledger.h"
#include "ledger/trigger.h"
#include "log/log_call.h"
#include "log/log_entry.h"
#include "log/log_row.h"
#include "server/errors.h"
#include "server/spi_plan.h"

const char *const fl_log_scope_name[] = {
	[LOG_OF_LEDGER] = "ledger",
	[LOG_OF_STANDARD] = "standard",
	[LOG_OF_BOOK] = "book",
	NULL
};

/* ---------- writing one ---------- */

static Datum
json_datum(const char *json)
{
	return json == NULL ? (Datum) 0 : DirectFunctionCall1(jsonb_in, CStringGetDatum(json));
}

static Datum
text_datum(const char *text)
{
	return text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

void
fl_log_write(const LogEntry *entry)
{
	/* The second statement sees the first one's row by what it returns. */
	static SpiPlan plan = {
		"WITH written AS ("
		" INSERT INTO ledger.log (entry_id, logged_at, scope, code, of_table, operation, row_key, row_now,"
		"   login, role, done_through, client, application, session, call, statement, digest)"
		" OVERRIDING SYSTEM VALUE"
		" SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, w.client, w.application, $12, $13, $14,"
		"  fund._log_digest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, w.client, w.application, $12, $13, $14)"
		" FROM (SELECT pg_catalog.host(pg_catalog.inet_client_addr()) AS client,"
		"              pg_catalog.current_setting('application_name') AS application) AS w"
		" RETURNING scope, code, entry_id)"
		" INSERT INTO ledger.log_unlinked (scope, code, entry_id) SELECT scope, code, entry_id FROM written",
		"bigint, timestamptz, text, text, text, text, jsonb, jsonb, text, text, text, text, text, text"
	};
	Datum		values[] = {
		Int64GetDatum(nextval_internal(fl_ledger_relation("log_entry_id_seq"), false)),
		TimestampTzGetDatum(GetCurrentTimestamp()),
		CStringGetTextDatum(fl_log_scope_name[entry->scope]),
		CStringGetTextDatum(entry->code),
		CStringGetTextDatum(entry->table),
		CStringGetTextDatum(entry->operation),
		json_datum(entry->key),
		json_datum(entry->row),
		text_datum(fl_log_login()),
		text_datum(fl_outer_user()),
		text_datum(fl_done_through()),
		text_datum(fl_log_session()),
		text_datum(fl_log_call()),
		text_datum(fl_log_statement())
	};
	char		nulls[lengthof(values) + 1];

	for (int i = 0; i < lengthof(values); i++)
		nulls[i] = values[i] == (Datum) 0 ? 'n' : ' ';
	nulls[lengthof(values)] = '\0';
	fl_spi_run(&plan, values, nulls, SPI_WRITE);
}

/* ---------- of which row ---------- */

/* What the arguments of the trigger say (log.sql): the column of its scope, and its key. */
typedef struct LoggedTable
{
	TriggerData *trigger;
	TupleDesc	columns;
	const char *scope_column;	/* "": ledger-wide */
	char	  **key;
	int			key_count;
} LoggedTable;

static LoggedTable
logged_table(TriggerData *trigger)
{
	const Trigger *made = trigger->tg_trigger;
	LoggedTable table = {trigger, RelationGetDescr(trigger->tg_relation)};

	if (made->tgnargs < 2)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("trigger \"%s\" of table \"%s\" has not the arguments that fund.create_ledger() gave it",
						made->tgname, RelationGetRelationName(trigger->tg_relation)),
				 errhint("Call fund.finish_restore()."),
				 errtable(trigger->tg_relation)));
	table.scope_column = made->tgargs[0];
	table.key = made->tgargs + 1;
	table.key_count = made->tgnargs - 1;
	return table;
}

static Datum
column_value(const LoggedTable *table, HeapTuple row, const char *column, bool *is_null)
{
	int			number = SPI_fnumber(table->columns, column);

	if (number <= 0)
		return fl_trigger_value(table->trigger, row, column, InvalidOid);
	return heap_getattr(row, number, table->columns, is_null);
}

/* A book that is made or deleted is known by its row alone. */
static const char *
book_code(const LoggedTable *table, HeapTuple row, int32 book_id)
{
	bool		is_null;

	if (RelationGetRelid(table->trigger->tg_relation) == fl_ledger_relation("book"))
		return TextDatumGetCString(column_value(table, row, "book", &is_null));
	return fl_book_by_id(book_id)->code;
}

static void
set_scope(const LoggedTable *table, HeapTuple row, LogEntry *entry)
{
	bool		is_null = true;
	Datum		value = (Datum) 0;

	if (*table->scope_column != '\0')
		value = column_value(table, row, table->scope_column, &is_null);
	entry->scope = is_null ? LOG_OF_LEDGER :
		strcmp(table->scope_column, "standard") == 0 ? LOG_OF_STANDARD : LOG_OF_BOOK;
	entry->code = entry->scope == LOG_OF_LEDGER ? "" :
		entry->scope == LOG_OF_STANDARD ? TextDatumGetCString(value) :
		book_code(table, row, DatumGetInt32(value));
}

static LogEntry
entry_of(const LoggedTable *table, const char *operation, HeapTuple row)
{
	Relation	relation = table->trigger->tg_relation;
	LogEntry	entry = {.table = RelationGetRelationName(relation),.operation = operation};

	set_scope(table, row, &entry);
	entry.key = fl_log_key(table->columns, row, table->key, table->key_count);
	entry.row = fl_log_row(RelationGetRelid(relation), table->columns, row);
	return entry;
}

static bool
is_same_key(const LogEntry *a, const LogEntry *b)
{
	return a->scope == b->scope && strcmp(a->code, b->code) == 0 && strcmp(a->key, b->key) == 0;
}

static void
log_inserted(const LoggedTable *table, HeapTuple row)
{
	LogEntry	entry = entry_of(table, "insert", row);

	fl_log_write(&entry);
}

static void
log_deleted(const LoggedTable *table, HeapTuple row)
{
	LogEntry	entry = entry_of(table, "delete", row);

	entry.row = NULL;
	fl_log_write(&entry);
}

/* What leaves the row as it was is no change; what gives it another key is two. */
static void
log_updated(const LoggedTable *table, HeapTuple old_row, HeapTuple new_row)
{
	LogEntry	was = entry_of(table, "update", old_row);
	LogEntry	is = entry_of(table, "update", new_row);

	if (!is_same_key(&was, &is))
	{
		log_deleted(table, old_row);
		log_inserted(table, new_row);
	}
	else if (strcmp(was.row, is.row) != 0)
		fl_log_write(&is);
}

PG_FUNCTION_INFO_V1(fl_log_change);
Datum
fl_log_change(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_log_change",
		.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);
	LoggedTable table = logged_table(trigger);
	LedgerCall	call;

	fl_ledger_enter_to_write(&call);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		log_inserted(&table, trigger->tg_trigtuple);
	else if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		log_deleted(&table, trigger->tg_trigtuple);
	else
		log_updated(&table, trigger->tg_trigtuple, trigger->tg_newtuple);
	fl_ledger_leave(&call);
	return PointerGetDatum(NULL);
}

/* ---------- what is written stays ---------- */

PG_FUNCTION_INFO_V1(fl_log_is_emptied);
Datum
fl_log_is_emptied(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_log_is_emptied",.before_statement = TRIGGER_ON(TRUNCATE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	ereport(ERROR,
			(errcode(ERRCODE_DERIVED_ROW),
			 errmsg("cannot truncate table \"%s\"", RelationGetRelationName(trigger->tg_relation)),
			 errdetail("No entry of the log would tell of the rows that go."),
			 errhint("DELETE them, or call the function that takes them back.")));
	return PointerGetDatum(NULL);
}

/* ENABLE ALWAYS: what replication applies is new entries only. */
PG_FUNCTION_INFO_V1(fl_log_is_immutable);
Datum
fl_log_is_immutable(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_log_is_immutable",.tables = {"log", "log_linked", "log_link"},
		.before_statement = TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE) | TRIGGER_ON(TRUNCATE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	ereport(ERROR,
			(errcode(ERRCODE_DERIVED_ROW),
			 errmsg("cannot change or delete rows of table \"%s\"",
					RelationGetRelationName(trigger->tg_relation)),
			 errdetail("The log tells what was done, by whom and when, and stays as it is."),
			 errhint("Put right the setting itself; that is logged, too.")));
	return PointerGetDatum(NULL);
}

/*
 * trigger.c
 *		Trigger functions of the ledger: each serves tables of its own.
 *
 * CREATE TRIGGER asks for EXECUTE alone, which the ledger's owner has on all of
 * them.  On a table of its own they would read columns that are not there; as
 * in ri_triggers.c, what called them is looked at first.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "executor/spi.h"
#include "utils/rel.h"

#include "ledger/trigger.h"

static bool
is_served(Relation table, const LedgerTrigger *use)
{
	const char *name = RelationGetRelationName(table);

	if (table->rd_rel->relkind != (use->instead_of_row != 0 ? RELKIND_VIEW : RELKIND_RELATION) ||
		RelationGetNamespace(table) != get_namespace_oid("ledger", true))
		return false;
	if (use->tables[0] == NULL)
		return true;
	for (int i = 0; i < TRIGGER_TABLES && use->tables[i] != NULL; i++)
	{
		if (strcmp(use->tables[i], name) == 0)
			return true;
	}
	return false;
}

static bool
is_event_served(TriggerEvent event, const LedgerTrigger *use)
{
	uint32		events = 0;

	if (TRIGGER_FIRED_INSTEAD(event))
		events = use->instead_of_row;
	else if (TRIGGER_FIRED_FOR_ROW(event))
		events = TRIGGER_FIRED_AFTER(event) ? use->after_row : use->before_row;
	else if (TRIGGER_FIRED_BEFORE(event))
		events = use->before_statement;
	else if (TRIGGER_FIRED_AFTER(event))
		events = use->after_statement;
	return (events & (UINT32_C(1) << (event & TRIGGER_EVENT_OPMASK))) != 0;
}

TriggerData *
fl_trigger_check(FunctionCallInfo fcinfo, const LedgerTrigger *use)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"fund.%s\" was not called as a trigger", use->function)));
	if (!is_served(trigger->tg_relation, use) || !is_event_served(trigger->tg_event, use))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"fund.%s\" is not for trigger \"%s\" of table \"%s\"", use->function,
						trigger->tg_trigger->tgname, RelationGetRelationName(trigger->tg_relation)),
				 errdetail("It serves the triggers of schema ledger alone, as fund.create_ledger() makes them."),
				 errhint("Drop the trigger."),
				 errtable(trigger->tg_relation)));
	return trigger;
}

static bool
is_of_type(Form_pg_attribute column, Oid type)
{
	return OidIsValid(type) ? column->atttypid == type : column->attbyval;
}

Datum
fl_trigger_value(TriggerData *trigger, HeapTuple row, const char *column, Oid type)
{
	TupleDesc	columns = RelationGetDescr(trigger->tg_relation);
	int			number = SPI_fnumber(columns, column);
	Datum		value;
	bool		is_null;

	if (number <= 0 || !is_of_type(TupleDescAttr(columns, number - 1), type))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("table \"%s\" has no column \"%s\" of the type that fund.create_ledger() gave it",
						RelationGetRelationName(trigger->tg_relation), column),
				 errtable(trigger->tg_relation)));
	value = heap_getattr(row, number, columns, &is_null);
	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("column \"%s\" of a row of table \"%s\" is null", column,
						RelationGetRelationName(trigger->tg_relation)),
				 errtablecol(trigger->tg_relation, number)));
	return value;
}

/*
 * trigger.h
 *		Trigger functions of the ledger: each serves tables of its own.
 *
 * A trigger function reads columns by number and acts for the ledger, so each
 * says first which triggers it is made for:
 *
 *		static const LedgerTrigger use = {
 *			.function = "_duty_changed", .tables = {"duty"},
 *			.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
 *		};
 *		TriggerData *trigger = fl_trigger_check(fcinfo, &use);
 */
#ifndef FUNDLEDGER_TRIGGER_H
#define FUNDLEDGER_TRIGGER_H

#include "commands/trigger.h"
#include "fmgr.h"

#include "server/compat.h"

#define TRIGGER_ON(event)		(UINT32_C(1) << TRIGGER_EVENT_##event)
#define TRIGGER_TABLES			9

typedef struct LedgerTrigger
{
	const char *function;		/* in schema fund */
	const char *tables[TRIGGER_TABLES]; /* none: any table of the ledger */
	uint32		before_statement;	/* TRIGGER_ON what */
	uint32		after_statement;
	uint32		before_row;
	uint32		after_row;
	uint32		instead_of_row; /* of a view */
} LedgerTrigger;

/* 39P01 unless it is called for one of these. */
extern TriggerData *fl_trigger_check(FunctionCallInfo fcinfo, const LedgerTrigger *use);

/*
 * A column of a row that the trigger fired for: 39P01 where the table has none
 * of that type (InvalidOid: one of ours, by value), XX001 where it is null.
 */
extern Datum fl_trigger_value(TriggerData *trigger, HeapTuple row, const char *column, Oid type);

#endif							/* FUNDLEDGER_TRIGGER_H */

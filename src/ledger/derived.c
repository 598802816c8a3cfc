/*
 * derived.c
 *		Derived rows, which only the functions of fundledger write.
 */
#include "postgres.h"

#include "utils/rel.h"

#include "ledger/ledger.h"
#include "ledger/trigger.h"
#include "server/errors.h"

PG_FUNCTION_INFO_V1(fl_check_derived_write);
Datum
fl_check_derived_write(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_check_derived_write",
		.before_statement = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE) | TRIGGER_ON(TRUNCATE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	if (!fl_ledger_is_writing())
		ereport(ERROR,
				(errcode(ERRCODE_DERIVED_ROW),
				 errmsg("cannot change table \"%s\" directly",
						RelationGetRelationName(trigger->tg_relation)),
				 errdetail("Only the functions of fundledger write its rows."),
				 errhint("Use fund.close_period(), fund.reopen_period(), fund.reverse(), fund.restate(), fund.succeed(), fund.name_accounts() or fund.save_draft(); a data-only restore needs --disable-triggers.")));
	return PointerGetDatum(NULL);
}

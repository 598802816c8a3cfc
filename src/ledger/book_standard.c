/*
 * book_standard.c
 *		The triggers that a book and its standard meet in.
 *
 * A book is kept by a standard that is there, and by which a year can end.
 * Who makes a book holds standards as they are (fence.h) until it is there for
 * all to see; so whoever changes or drops one meanwhile finds the book.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "ledger/chart.h"
#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/trigger.h"
#include "server/errors.h"
#include "server/spi_plan.h"

static char *
standard_of(TriggerData *trigger)
{
	return TextDatumGetCString(fl_trigger_value(trigger, trigger->tg_trigtuple, "standard", TEXTOID));
}

PG_FUNCTION_INFO_V1(fl_book_begins);
Datum
fl_book_begins(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_book_begins", .tables = {"book"}, .before_row = TRIGGER_ON(INSERT)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);
	char	   *code = standard_of(trigger);
	Standard   *standard;
	LedgerCall	call;

	fl_ledger_enter(&call);
	fl_fence_post(NULL, 0);
	standard = fl_standard_find_newest(code);
	if (standard == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_STANDARD),
				 errmsg("standard \"%s\" does not exist", code),
				 errhint("The table ledger.standard lists the standards.")));
	fl_chart_check_closed(standard);
	fl_ledger_leave(&call);
	return PointerGetDatum(trigger->tg_trigtuple);
}

/* Before the foreign key says so without a word of which book. */
PG_FUNCTION_INFO_V1(fl_standard_ends);
Datum
fl_standard_ends(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_standard_ends", .tables = {"standard"}, .before_row = TRIGGER_ON(DELETE)
	};
	static SpiPlan plan = {
		"SELECT min(book COLLATE \"C\") FROM ledger.book WHERE standard = $1", "text"
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);
	char	   *code = standard_of(trigger);
	Datum		argument = CStringGetTextDatum(code);
	LedgerCall	call;
	char	   *book;

	fl_ledger_enter(&call);
	fl_spi_run(&plan, &argument, NULL, SPI_READ_NEWEST);
	book = fl_spi_text(0, 1);
	if (book != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_STANDARD_IMMUTABLE),
				 errmsg("standard \"%s\" cannot be dropped", code),
				 errdetail("Book \"%s\" is kept by it.", book),
				 errhint("Only a standard that no book is kept by can be dropped; fund.drop_book() deletes a book that was made by mistake.")));
	fl_ledger_leave(&call);
	return PointerGetDatum(trigger->tg_trigtuple);
}

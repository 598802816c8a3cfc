/*
 * log_link.c
 *		The chains of the log: links over the entries that none has yet.
 *
 * ledger.log_unlinked has a row for each entry without a link: so a link costs
 * what it lists, however long the chain is.  Whoever links holds the chain and
 * looks at the newest committed state, at any isolation level.
 * log.sql declares the tables.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "ledger/book.h"
#include "ledger/duty.h"
#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/restore.h"
#include "log/log_link.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* How many entries a link lists at the most, so that no value grows without bound. */
#define LINK_ENTRIES	1000

/* ---------- one link ---------- */

static void
check_unlinked(LogScope scope, const char *code)
{
	static SpiPlan plan = {
		"SELECT u.entry_id FROM ledger.log_unlinked AS u"
		" LEFT JOIN ledger.log AS l ON l.entry_id = u.entry_id AND l.scope = u.scope AND l.code = u.code"
		" WHERE u.scope = $1 AND u.code = $2 AND l.digest IS NULL ORDER BY u.entry_id LIMIT 1", "text, text"
	};
	Datum		chain[] = {CStringGetTextDatum(fl_log_scope_name[scope]), CStringGetTextDatum(code)};

	if (fl_spi_run(&plan, chain, NULL, SPI_READ_NEWEST) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("entry " INT64_FORMAT " of the log is not there", DatumGetInt64(fl_spi_required(0, 1))),
			 errdetail("The table ledger.log_unlinked says that it waits for its link."),
			 errhint("fund.verify() lists what does not agree; restore those rows from a backup.")));
}

static bool
has_unlinked(LogScope scope, const char *code)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.log_unlinked WHERE scope = $1 AND code = $2 LIMIT 1", "text, text"
	};
	Datum		chain[] = {CStringGetTextDatum(fl_log_scope_name[scope]), CStringGetTextDatum(code)};

	return fl_spi_run(&plan, chain, NULL, SPI_READ_NEWEST) > 0;
}

/* Row 0 of SPI_tuptable is the link then. */
static void
make_link(LogScope scope, const char *code, LinkCause cause)
{
	static SpiPlan plan = {
		"WITH taken AS ("
		"  DELETE FROM ledger.log_unlinked AS u"
		"  WHERE u.scope = $1 AND u.code = $2"
		"   AND u.entry_id = ANY (ARRAY(SELECT n.entry_id FROM ledger.log_unlinked AS n"
		"        WHERE n.scope = $1 AND n.code = $2 ORDER BY n.entry_id LIMIT " CppAsString2(LINK_ENTRIES) "))"
		"  RETURNING u.entry_id"
		" ), link AS ("
		"  SELECT coalesce(max(k.link_no), 0) + 1 AS link_no FROM ledger.log_link AS k"
		"  WHERE k.scope = $1 AND k.code = $2"
		" ), listed AS ("
		"  INSERT INTO ledger.log_linked (entry_id, scope, code, link_no, digest)"
		"  SELECT l.entry_id, $1, $2, k.link_no, l.digest"
		"  FROM taken AS t JOIN ledger.log AS l ON l.entry_id = t.entry_id CROSS JOIN link AS k"
		"  RETURNING entry_id, digest"
		" ), counted AS ("
		"  SELECT count(*)::integer AS entries, pg_catalog.string_agg(d.digest, '' ORDER BY d.entry_id) AS digests"
		"  FROM listed AS d"
		" )"
		" INSERT INTO ledger.log_link AS made"
		"  (scope, code, link_no, made_at, made_by, done_through, cause, period, generation, entries, digest)"
		" SELECT $1, $2, k.link_no, now(), $3, $4, $5, $6, $7, c.entries,"
		"  fund._link_digest($1, $2, k.link_no, now(), $3, $4, $5, $6::text, $7, c.entries, c.digests,"
		"   (SELECT p.digest FROM ledger.log_link AS p"
		"    WHERE p.scope = $1 AND p.code = $2 AND p.link_no = k.link_no - 1))"
		" FROM link AS k CROSS JOIN counted AS c"
		" RETURNING made.link_no, made.entries, pg_catalog.encode(made.digest, 'hex')",
		"text, text, text, text, text, fund.period, integer"
	};
	char	   *done_through = fl_done_through();
	Datum		values[] = {
		CStringGetTextDatum(fl_log_scope_name[scope]),
		CStringGetTextDatum(code),
		CStringGetTextDatum(fl_outer_user()),
		done_through == NULL ? (Datum) 0 : CStringGetTextDatum(done_through),
		CStringGetTextDatum(cause.word),
		PeriodGetDatum(cause.period),
		Int32GetDatum(cause.generation)
	};
	const char	nulls[] = {
		' ', ' ', ' ', done_through == NULL ? 'n' : ' ', ' ',
		cause.period == 0 ? 'n' : ' ', cause.period == 0 ? 'n' : ' ', '\0'
	};

	fl_spi_run(&plan, values, nulls, SPI_WRITE);
}

static void
report_link(Report *report)
{
	if (report == NULL)
		return;
	fl_report_begin_row(report);
	report_add(report, fl_spi_required(0, 1));
	report_add(report, fl_spi_required(0, 2));
	report_add_text(report, fl_spi_required_text(0, 3));
	fl_report_end_row(report);
}

void
fl_log_link(LogScope scope, const char *code, LinkCause cause, Report *report)
{
	bool		is_due = cause.period != 0;

	fl_fence_log(scope, code);
	check_unlinked(scope, code);
	for (; is_due || has_unlinked(scope, code); is_due = false)
	{
		CHECK_FOR_INTERRUPTS();
		make_link(scope, code, cause);
		report_link(report);
	}
}

/* ---------- fund.link_log ---------- */

static bool
is_logged(LogScope scope, const char *code)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.log WHERE scope = $1 AND code = $2 LIMIT 1", "text, text"
	};
	Datum		chain[] = {CStringGetTextDatum(fl_log_scope_name[scope]), CStringGetTextDatum(code)};

	return fl_spi_run(&plan, chain, NULL, SPI_READ_NEWEST) > 0;
}

/* The log of a book that has been deleted is for who audits all books. */
static void
check_book(const char *code, Oid caller)
{
	static SpiPlan plan = {"SELECT FROM ledger.book WHERE book = $1", "text"};
	Datum		argument = CStringGetTextDatum(code);
	const Book *book;

	if (fl_spi_run(&plan, &argument, NULL, SPI_READ_NEWEST) == 0 &&
		fl_has_duty(caller, NO_BOOK, DUTY_AUDIT) && is_logged(LOG_OF_BOOK, code))
		return;
	book = fl_book_by_code(code);
	if (!fl_has_duty(caller, book->book_id, DUTY_SUPERVISE))
		fl_require_duty_of(caller, book->book_id, book->code, DUTY_AUDIT);
}

static void
check_standard(const char *code, Oid caller)
{
	bool		is_shipped;
	bool		is_own;

	fl_require_auditor(caller, "the log of standards and of the ledger");
	if (is_logged(LOG_OF_STANDARD, code) || fl_standard_read_newest(code, &is_shipped, &is_own))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_UNKNOWN_STANDARD),
			 errmsg("standard \"%s\" does not exist", code),
			 errhint("The table ledger.standard lists the standards.")));
}

static LogScope
check_chain(FunctionCallInfo fcinfo, char **code, Oid caller)
{
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("fund.link_log links the log of a book or of a standard, not of both"),
				 errhint("Call it once for each.")));
	*code = "";
	if (!PG_ARGISNULL(0))
	{
		*code = TextDatumGetCString(PG_GETARG_DATUM(0));
		check_book(*code, caller);
		return LOG_OF_BOOK;
	}
	if (!PG_ARGISNULL(1))
	{
		*code = TextDatumGetCString(PG_GETARG_DATUM(1));
		check_standard(*code, caller);
		return LOG_OF_STANDARD;
	}
	fl_require_auditor(caller, "the log of standards and of the ledger");
	return LOG_OF_LEDGER;
}

PG_FUNCTION_INFO_V1(fl_link_log);
Datum
fl_link_log(PG_FUNCTION_ARGS)
{
	LinkCause	cause = {.word = "call"};
	Report		report;
	LedgerCall	call;
	LogScope	scope;
	char	   *code;

	fl_restore_check();
	fl_report_begin(&report, fcinfo, NULL);
	fl_ledger_enter_to_act(fcinfo, &call);
	scope = check_chain(fcinfo, &code, call.caller);
	fl_log_link(scope, code, cause, &report);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/*
 * verify.c
 *		稽核: what was derived from the vouchers, computed again.
 *
 * Each check returns the rows that do not agree, all of them by the snapshot
 * of the caller's query.  Most are SQL functions (verify.sql); the accounts of
 * vouchers, the seals (verify_seal.c) and the issued statements
 * (verify_issued.c) need C.  Nothing here trusts a trigger to have run.
 *
 * What is stored may be anything.  A check that fails on it is a row of the
 * report, too, and the others go on.
 */
#include "postgres.h"

#include "access/xact.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "closing/verify_month.h"
#include "closing/verify_report.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/spi_plan.h"

typedef struct Check Check;

struct Check
{
	const char *name;			/* as check_name of its rows */
	void		(*run) (const Check *check);
	SpiPlan    *plan;			/* of a check that is a query */
	const Book *book;
	const ClosedMonth *month;	/* of a check of one month */
	Report	   *report;
};

/* ---------- a check that fails ---------- */

/* What is no fault of what is stored: the caller's will, or the server's state. */
static bool
is_of_the_call(int sqlerrcode)
{
	switch (ERRCODE_TO_CATEGORY(sqlerrcode))
	{
		case ERRCODE_INSUFFICIENT_RESOURCES:
		case ERRCODE_OPERATOR_INTERVENTION:
		case ERRCODE_TRANSACTION_ROLLBACK:
		case ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE:
			return true;
		default:
			return sqlerrcode == ERRCODE_INSUFFICIENT_PRIVILEGE;
	}
}

static void
report_failure(const Check *check, const ErrorData *error)
{
	fl_verify_report(check->report, check->name, check->month == NULL ? 0 : check->month->period,
					 "check", "can be made",
					 psprintf("%s: %s%s%s", unpack_sql_state(error->sqlerrcode), error->message,
							  error->detail == NULL ? "" : ": ",
							  error->detail == NULL ? "" : error->detail));
}

/* In a subtransaction, as PL/pgSQL runs a block that catches exceptions. */
static void
run_check(const Check *check)
{
	MemoryContext caller = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;

	CHECK_FOR_INTERRUPTS();
	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(caller);
	PG_TRY();
	{
		check->run(check);
		ReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(caller);
		CurrentResourceOwner = owner;
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(caller);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(caller);
		CurrentResourceOwner = owner;
		if (is_of_the_call(error->sqlerrcode))
			ReThrowError(error);
		report_failure(check, error);
	}
	PG_END_TRY();
}

/* ---------- checks of the whole book ---------- */

static void
run_query(const Check *check)
{
	Datum		book_id = Int32GetDatum(check->book == NULL ? ANY_BOOK : check->book->book_id);

	fl_verify_report_rows(check->report, fl_spi_run(check->plan, &book_id, NULL, SPI_READ));
}

static SpiPlan rows_plan = {"SELECT * FROM fund._verify_rows($1)", "integer"};
static SpiPlan unowned_plan = {"SELECT * FROM fund._verify_unowned()", ""};
static SpiPlan tables_plan = {"SELECT * FROM fund._verify_tables()", ""};
static SpiPlan triggers_plan = {"SELECT * FROM fund._verify_triggers()", ""};
static SpiPlan parts_plan = {"SELECT * FROM fund._verify_parts()", ""};
static SpiPlan periods_plan = {"SELECT * FROM fund._verify_periods($1)", "integer"};
static SpiPlan events_plan = {"SELECT * FROM fund._verify_events($1)", "integer"};
static SpiPlan balances_plan = {"SELECT * FROM fund._verify_balances($1)", "integer"};
static SpiPlan number_runs_plan = {"SELECT * FROM fund._verify_number_runs($1)", "integer"};
static SpiPlan numbers_plan = {"SELECT * FROM fund._verify_numbers($1)", "integer"};
static SpiPlan vouchers_plan = {"SELECT * FROM fund._verify_vouchers($1)", "integer"};
static SpiPlan reversals_plan = {"SELECT * FROM fund._verify_reversals($1)", "integer"};
static SpiPlan restatements_plan = {"SELECT * FROM fund._verify_restatements($1)", "integer"};
static SpiPlan succession_plan = {"SELECT * FROM fund._verify_succession($1)", "integer"};
static SpiPlan brought_plan = {"SELECT * FROM fund._verify_brought_forward($1)", "integer"};
static SpiPlan drafts_plan = {"SELECT * FROM fund._verify_drafts($1)", "integer"};
static SpiPlan attachments_plan = {"SELECT * FROM fund._verify_attachments($1)", "integer"};
static SpiPlan logins_plan = {"SELECT * FROM fund._verify_logins($1)", "integer"};
static SpiPlan seal_rows_plan = {"SELECT * FROM fund._verify_seal_rows($1)", "integer"};
static SpiPlan settlements_plan = {"SELECT * FROM fund._verify_settlements($1)", "integer"};
static SpiPlan guards_plan = {"SELECT * FROM fund._verify_guards($1)", "integer"};
static SpiPlan log_plan = {"SELECT * FROM fund._verify_book_log($1)", "integer"};
static SpiPlan other_logs_plan = {"SELECT * FROM fund._verify_other_logs()", ""};
static SpiPlan generations_plan = {"SELECT * FROM fund._verify_generations($1)", "integer"};
static SpiPlan installation_plan = {"SELECT * FROM fund._verify_installation()", ""};
static SpiPlan standard_plan = {"SELECT * FROM fund._verify_standards($1)", "integer"};
static SpiPlan standards_plan = {"SELECT * FROM fund._verify_standards(NULL)", ""};
static SpiPlan parties_plan = {"SELECT * FROM fund._verify_parties($1)", "integer"};

/* Details below an open account are in no table: only the standard knows. */
static void
run_accounts(const Check *check)
{
	static SpiPlan plan = {"SELECT * FROM fund._accounts_of_vouchers($1)", "integer"};
	Standard   *standard = fl_book_standard(check->book);
	Datum		book_id = Int32GetDatum(check->book->book_id);
	uint64		count = fl_spi_run(&plan, &book_id, NULL, SPI_READ);

	for (uint64 row = 0; row < count; row++)
	{
		AccountCode code = DatumGetAccountCode(fl_spi_required(row, 1));

		if (fl_standard_account(standard, code) == NULL)
			fl_verify_report(check->report, check->name, 0,
							 psprintf("voucher " INT64_FORMAT,
									  DatumGetInt64(fl_spi_required(row, 2))),
							 psprintf("an account of standard %s", standard->code),
							 psprintf("account %s", fl_account_code_text(code)));
	}
}

static const Check book_checks[] = {
	{"table", run_query, &tables_plan},
	{"trigger", run_query, &triggers_plan},
	{"constraint", run_query, &parts_plan},
	{"book", run_query, &unowned_plan},
	{"row", run_query, &rows_plan},
	{"period", run_query, &periods_plan},
	{"event", run_query, &events_plan},
	{"balance", run_query, &balances_plan},
	{"number", run_query, &number_runs_plan},
	{"number", run_query, &numbers_plan},
	{"voucher", run_query, &vouchers_plan},
	{"reversal", run_query, &reversals_plan},
	{"restatement", run_query, &restatements_plan},
	{"succession", run_query, &succession_plan},
	{"brought forward", run_query, &brought_plan},
	{"settlement", run_query, &settlements_plan},
	{"guard", run_query, &guards_plan},
	{"draft", run_query, &drafts_plan},
	{"attachment", run_query, &attachments_plan},
	{"login", run_query, &logins_plan},
	{"seal", run_query, &seal_rows_plan},
	{"statement", run_query, &generations_plan},
	{"standard", run_query, &standard_plan},
	{"party", run_query, &parties_plan},
	{"account", run_accounts},
	{"log", run_query, &log_plan},
};

static void
run_checks(const Check *checks, int count, const Book *book, Report *report)
{
	for (int i = 0; i < count; i++)
	{
		Check		check = checks[i];

		check.book = book;
		check.report = report;
		run_check(&check);
	}
}

/* ---------- against seals kept outside ---------- */

static void
verify_noted(const Book *book, Datum seals, Report *report)
{
	static SpiPlan plan = {"SELECT * FROM fund._verify_noted($1, $2)", "integer, jsonb"};
	Datum		values[] = {Int32GetDatum(book->book_id), seals};

	fl_verify_report_rows(report, fl_spi_run(&plan, values, NULL, SPI_READ));
}

/* ---------- checks of its closed months ---------- */

static ClosedMonth *
take_month(uint64 row)
{
	ClosedMonth *month = palloc(sizeof(ClosedMonth));
	bool		is_null;
	Datum		generation = fl_spi_value(row, 2, &is_null);

	month->period = DatumGetPeriod(fl_spi_required(row, 1));
	month->generation = is_null ? 0 : DatumGetInt32(generation);
	return month;
}

static List *
read_closed_months(const Book *book)
{
	static SpiPlan plan = {
		"SELECT period, generation FROM ledger.book_period"
		" WHERE book_id = $1 AND state = 'closed' AND period IS NOT NULL ORDER BY period", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	uint64		count = fl_spi_run(&plan, &book_id, NULL, SPI_READ);
	List	   *months = NIL;

	for (uint64 row = 0; row < count; row++)
		months = lappend(months, take_month(row));
	return months;
}

static void
run_seal(const Check *check)
{
	fl_verify_seal(check->book, check->month, check->report);
}

static void
run_issued(const Check *check)
{
	fl_verify_issued(check->book, check->month, check->report);
}

static void
verify_months(const Book *book, Report *report)
{
	List	   *months = read_closed_months(book);
	MemoryContext per_month = AllocSetContextCreate(CurrentMemoryContext,
													"fundledger verify", ALLOCSET_DEFAULT_SIZES);
	ListCell   *lc;

	foreach(lc, months)
	{
		const ClosedMonth *month = lfirst(lc);
		Check		seal = {"seal", run_seal, NULL, book, month, report};
		Check		issued = {"statement", run_issued, NULL, book, month, report};
		MemoryContext caller = MemoryContextSwitchTo(per_month);

		run_check(&seal);
		run_check(&issued);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_month);
	}
}

PG_FUNCTION_INFO_V1(fl_verify);
Datum
fl_verify(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "seals"};
	const Book *book;
	Report		report;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, arguments);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	fl_ledger_enter(&call);
	if (PG_NARGS() > 1)
		verify_noted(book, PG_GETARG_DATUM(1), &report);
	run_checks(book_checks, lengthof(book_checks), book, &report);
	verify_months(book, &report);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/* ---------- what is of no one book ---------- */

static const Check ledger_checks[] = {
	{"table", run_query, &tables_plan},
	{"trigger", run_query, &triggers_plan},
	{"constraint", run_query, &parts_plan},
	{"book", run_query, &unowned_plan},
	{"row", run_query, &installation_plan},
	{"standard", run_query, &standards_plan},
	{"log", run_query, &other_logs_plan},
};

PG_FUNCTION_INFO_V1(fl_verify_ledger);
Datum
fl_verify_ledger(PG_FUNCTION_ARGS)
{
	Report		report;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, NULL);
	fl_require_auditor(GetUserId(), "the ledger");
	fl_ledger_enter(&call);
	run_checks(ledger_checks, lengthof(ledger_checks), NULL, &report);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

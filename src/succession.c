/*
 * succession.c
 *		承继: a book whose opening is the last closing of others.
 *
 * The opening vouchers of a successor bring in what its predecessors held when
 * the month before was closed, each under its own account or the one that
 * ledger.succession_account maps it to.  Whatever they bring in beyond that is
 * a restatement, voucher by voucher; the first month is not closed before the
 * restatements explain the whole difference of every account and basis, and
 * while it is closed the predecessors' last month is not reopened.
 * succession.sql declares the tables and fund.succeed().
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "closing.h"
#include "duty.h"
#include "errors.h"
#include "fence.h"
#include "journal.h"
#include "ledger.h"
#include "report.h"
#include "spi_plan.h"
#include "succession.h"

static char *
code_text(AccountCode code)
{
	char	   *text = palloc(ACCOUNT_CODE_TEXT_SIZE);

	text[fl_account_code_print(code, text)] = '\0';
	return text;
}

bool
fl_succession_is_successor(const Book *book)
{
	static SpiPlan plan = {"SELECT FROM ledger.succession WHERE book_id = $1", "integer"};
	Datum		book_id = Int32GetDatum(book->book_id);

	return fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST) > 0;
}

const Account *
fl_succession_account(const Book *book, int32 predecessor_id, AccountCode code)
{
	const Account *account = fl_standard_account(book_standard(book), code);

	if (account == NULL && predecessor_id != 0)
		account = fl_standard_account(book_standard(fl_book_by_id(predecessor_id)), code);
	if (account == NULL)
		elog(ERROR, "no standard has account \"%s\"", code_text(code));
	return account;
}

/* ---------- what a predecessor must be ---------- */

/* The caller holds the predecessor's last month. */
static void
check_predecessor(const Book *book, const Book *predecessor)
{
	Period		last = book->first_period - 1;
	Period		closed_through = fl_book_closed_through(predecessor);

	if (predecessor->first_period <= last && closed_through >= last)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PERIOD_ORDER),
			 errmsg("book \"%s\" is not closed through \"%s\", after which book \"%s\" succeeds it",
					predecessor->code, fl_period_text(last), book->code),
			 closed_through < predecessor->first_period ?
			 errdetail("No period has been closed, and the first one is \"%s\".",
					   fl_period_text(predecessor->first_period)) :
			 errdetail("The last closed period is \"%s\".", fl_period_text(closed_through)),
			 errhint("Its last closing is the successor's opening: close it first.")));
}

/* Whoever reopens the month waits, and whoever is doing so is waited for. */
static void
hold_last_month(const Book *book, int32 predecessor_id)
{
	BookMonth	month = {predecessor_id, book->first_period - 1};

	fl_fence_post(&month, 1);
}

/* ---------- fund.succeed ---------- */

typedef struct Succession
{
	const Book *book;
	const Book *predecessor;
	char	   *type;
	char	   *reason;
	NullableDatum account_map;
	NullableDatum authority;
} Succession;

static void
check_type(const char *type)
{
	if (strcmp(type, "merger") != 0 && strcmp(type, "scope_change") != 0 &&
		strcmp(type, "standard_change") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a book does not succeed another by a restatement of type \"%s\"", type),
				 errhint("It does by merger, scope_change or standard_change; the others restate vouchers (fund.restate()).")));
}

/* As a closer does: nobody posts or says otherwise meanwhile. */
static void
hold_first_month_open(const Book *book)
{
	fl_fence_close(book->book_id, book->first_period);
	if (fl_book_closed_through(book) >= book->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_CLOSED),
				 errmsg("first period of book \"%s\" is closed", book->code),
				 errdetail("The book begins with \"%s\" and is closed through \"%s\".",
						   fl_period_text(book->first_period),
						   fl_period_text(fl_book_closed_through(book))),
				 errhint("What it succeeds is said before its first period is closed.")));
}

/* What is said again replaces what was: nothing is built on it yet. */
static void
write_succession(const Succession *succession)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.succession (book_id, predecessor_id, type, reason, authority)"
		" VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (book_id, predecessor_id) DO UPDATE"
		"  SET type = excluded.type, reason = excluded.reason, authority = excluded.authority,"
		"    recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at",
		"integer, integer, text, text, text"
	};
	Datum		values[] = {
		Int32GetDatum(succession->book->book_id),
		Int32GetDatum(succession->predecessor->book_id),
		CStringGetTextDatum(succession->type), CStringGetTextDatum(succession->reason),
		succession->authority.value
	};

	fl_spi_run(&plan, values, succession->authority.isnull ? "    n" : NULL, SPI_WRITE);
}

static void
delete_map(const Succession *succession)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.succession_account WHERE book_id = $1 AND predecessor_id = $2",
		"integer, integer"
	};
	Datum		values[] = {
		Int32GetDatum(succession->book->book_id),
		Int32GetDatum(succession->predecessor->book_id)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static const Account *
mapped_account(const Book *book, AccountCode code)
{
	const Account *account = fl_standard_account(book_standard(book), code);

	if (account == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_ACCOUNT),
				 errmsg("account \"%s\" does not exist in standard \"%s\"",
						code_text(code), book->standard_code),
				 errdetail("The account map names it as one of book \"%s\".", book->code),
				 errhint("It maps accounts of the predecessor to accounts of the successor: {\"101\": \"1001\"}.")));
	return account;
}

static void
check_mapping(const Succession *succession, AccountCode from, AccountCode to)
{
	mapped_account(succession->predecessor, from);
	if (!mapped_account(succession->book, to)->postable)
		ereport(ERROR,
				(errcode(ERRCODE_ACCOUNT_NOT_POSTABLE),
				 errmsg("account \"%s\" cannot be posted to", code_text(to)),
				 errdetail("The account map maps account \"%s\" of book \"%s\" to it.",
						   code_text(from), succession->predecessor->code),
				 errhint("The column \"postable\" of ledger.account says which of the standard's accounts can be.")));
}

static void
write_map(const Succession *succession)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.succession_account (book_id, predecessor_id, from_account, to_account)"
		" SELECT $1, $2, key::fund.account_code, value::fund.account_code FROM jsonb_each_text($3)"
		" RETURNING from_account, to_account", "integer, integer, jsonb"
	};
	Datum		values[] = {
		Int32GetDatum(succession->book->book_id),
		Int32GetDatum(succession->predecessor->book_id),
		succession->account_map.value
	};
	uint64		count;

	delete_map(succession);
	if (succession->account_map.isnull)
		return;
	count = fl_spi_run(&plan, values, NULL, SPI_WRITE);
	for (uint64 row = 0; row < count; row++)
		check_mapping(succession, DatumGetAccountCode(fl_spi_required(row, 1)),
					  DatumGetAccountCode(fl_spi_required(row, 2)));
}

PG_FUNCTION_INFO_V1(fl_succeed);
Datum
fl_succeed(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "predecessor", "type", "reason", NULL, NULL};
	Succession	succession;
	LedgerCall	call;

	fl_report_require_arguments(fcinfo, arguments);
	succession.type = fl_restatement_type(PG_GETARG_DATUM(2));
	check_type(succession.type);
	succession.reason = fl_restatement_reason(PG_GETARG_DATUM(3));
	succession.account_map = fcinfo->args[4];
	succession.authority = fcinfo->args[5];
	succession.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_SUPERVISE);
	succession.predecessor = fl_book_argument(PG_GETARG_DATUM(1), DUTY_READ);

	fl_ledger_enter_to_write(&call);
	hold_first_month_open(succession.book);
	hold_last_month(succession.book, succession.predecessor->book_id);
	check_predecessor(succession.book, succession.predecessor);
	write_succession(&succession);
	write_map(&succession);
	fl_ledger_leave(&call);
	PG_RETURN_VOID();
}

static void
delete_succession(const Succession *succession)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.succession WHERE book_id = $1 AND predecessor_id = $2",
		"integer, integer"
	};
	Datum		values[] = {
		Int32GetDatum(succession->book->book_id),
		Int32GetDatum(succession->predecessor->book_id)
	};

	delete_map(succession);
	if (fl_spi_run(&plan, values, NULL, SPI_WRITE) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("book \"%s\" does not succeed book \"%s\"",
						succession->book->code, succession->predecessor->code),
				 errhint("The table ledger.succession has what fund.succeed() said.")));
}

PG_FUNCTION_INFO_V1(fl_withdraw_succession);
Datum
fl_withdraw_succession(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "predecessor"};
	Succession	succession = {0};
	LedgerCall	call;

	fl_report_require_arguments(fcinfo, arguments);
	succession.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_SUPERVISE);
	succession.predecessor = fl_book_argument(PG_GETARG_DATUM(1), DUTY_READ);

	fl_ledger_enter_to_write(&call);
	hold_first_month_open(succession.book);
	delete_succession(&succession);
	fl_ledger_leave(&call);
	PG_RETURN_VOID();
}

/* ---------- at the close ---------- */

#define FAULTS_SHOWN	5

/* Columns of the query, from 1. */
enum
{
	FAULT_ACCOUNT = 1,
	FAULT_BASIS,
	FAULT_LAST_CLOSING,
	FAULT_OPENING,
	FAULT_EXPLAINED,
	FAULT_PREDECESSOR,
};

static bool
is_in_chart(const Book *book, AccountCode code)
{
	return fl_standard_account(book_standard(book), code) != NULL;
}

/* A balance on the account's normal side. */
static char *
balance_text(const Account *account, Amount balance)
{
	return fl_total_text(account->credit_normal ? -(int128) balance : (int128) balance);
}

static void
describe_fault(const Book *book, uint64 row, StringInfo detail)
{
	AccountCode code = DatumGetAccountCode(fl_spi_required(row, FAULT_ACCOUNT));
	Amount		last_closing = DatumGetAmount(fl_spi_required(row, FAULT_LAST_CLOSING));
	Amount		opening = DatumGetAmount(fl_spi_required(row, FAULT_OPENING));
	Amount		explained = DatumGetAmount(fl_spi_required(row, FAULT_EXPLAINED));
	int32		predecessor_id = DatumGetInt32(fl_spi_required(row, FAULT_PREDECESSOR));
	const Account *account = fl_succession_account(book, predecessor_id, code);
	Amount		difference = fl_amount_subtract(opening, last_closing);

	appendStringInfo(detail, "%sAccount \"%s\" (%s)", row == 0 ? "" : "\n",
					 code_text(code), account->name);
	if (!is_in_chart(book, code))
		appendStringInfo(detail, " of book \"%s\"", fl_book_by_id(predecessor_id)->code);
	appendStringInfo(detail, ", %s: last closing %s, opening %s, explained %s, unexplained %s.",
					 fl_spi_text(row, FAULT_BASIS),
					 balance_text(account, last_closing), balance_text(account, opening),
					 balance_text(account, explained),
					 balance_text(account, fl_amount_subtract(difference, explained)));
}

/* Is there an account that the successor's chart does not have? */
static bool
is_any_unmapped(const Book *book, uint64 count)
{
	for (uint64 row = 0; row < count; row++)
	{
		if (!is_in_chart(book, DatumGetAccountCode(fl_spi_required(row, FAULT_ACCOUNT))))
			return true;
	}
	return false;
}

pg_noreturn static void
refuse_opening(const Book *book, uint64 count)
{
	StringInfoData detail;
	bool		unmapped = is_any_unmapped(book, count);

	initStringInfo(&detail);
	for (uint64 row = 0; row < Min(count, FAULTS_SHOWN); row++)
		describe_fault(book, row, &detail);
	if (count > FAULTS_SHOWN)
		appendStringInfo(&detail, "\nOther balances that differ: " UINT64_FORMAT ".",
						 count - FAULTS_SHOWN);
	ereport(ERROR,
			(errcode(ERRCODE_OPENING_UNEXPLAINED),
			 errmsg("opening of book \"%s\" is not the last closing, and restatements do not explain the difference",
					book->code),
			 errdetail_internal("%s", detail.data),
			 unmapped ?
			 errhint("Map the accounts that standard \"%s\" does not have with the account_map of fund.succeed().",
					 book->standard_code) :
			 errhint("Correct the opening vouchers, or say with fund.restate() what one of them restates.")));
}

static void
check_opening(const Book *book)
{
	static SpiPlan plan = {
		"WITH RECURSIVE " SUCCESSION_COMPARED
		" SELECT account, basis, last_closing::fund.amount, opening::fund.amount,"
		"   explained::fund.amount, coalesce(predecessor_id, 0)"
		" FROM compared WHERE opening - last_closing <> explained"
		" ORDER BY abs(opening - last_closing - explained) DESC, account, basis", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	uint64		count = fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST);

	if (count > 0)
		refuse_opening(book, count);
}

/* Ids of the predecessors, in the order in which months are held. */
static List *
read_predecessors(const Book *book)
{
	static SpiPlan plan = {
		"SELECT predecessor_id FROM ledger.succession WHERE book_id = $1 ORDER BY predecessor_id",
		"integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	uint64		count = fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST);
	List	   *predecessors = NIL;

	for (uint64 row = 0; row < count; row++)
		predecessors = lappend_int(predecessors, DatumGetInt32(fl_spi_required(row, 1)));
	return predecessors;
}

void
fl_succession_check(const Book *book, Period period)
{
	List	   *predecessors;
	ListCell   *lc;

	if (period != book->first_period)
		return;
	predecessors = read_predecessors(book);
	foreach(lc, predecessors)
	{
		hold_last_month(book, lfirst_int(lc));
		check_predecessor(book, fl_book_by_id(lfirst_int(lc)));
	}
	if (predecessors != NIL)
		check_opening(book);
}

void
fl_succession_check_reopen(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT b.book, p.period FROM ledger.succession AS s"
		" JOIN ledger.book AS b ON b.book_id = s.book_id"
		" JOIN ledger.book_period AS p ON p.book_id = s.book_id AND p.state = 'closed'"
		"  AND p.period OPERATOR(fund.=) b.first_period"
		" WHERE s.predecessor_id = $1 AND b.first_period OPERATOR(fund.>) $2"
		" ORDER BY b.book_id", "integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	if (fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_ORDER),
				 errmsg("cannot reopen period \"%s\" of book \"%s\" before those of its successor",
						fl_period_text(period), book->code),
				 errdetail("Book \"%s\" opened with its closing and has closed period \"%s\".",
						   fl_spi_text(0, 1), fl_period_text(DatumGetPeriod(fl_spi_required(0, 2)))),
				 errhint("Reopen the periods of the successor first.")));
}

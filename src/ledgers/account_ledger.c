/*
 * account_ledger.c
 *		明细账, 日记账, 往来明细账: the lines of an account or of a party day by
 *		day, with the balance after each.
 *
 * An account's ledger begins with what stood before it.  Closed months tell
 * that from ledger.balance, so nothing is read but the vouchers of the months
 * asked for and of open months before them.  What a party's lines come to is
 * kept nowhere: its ledger is summed from the beginning of the book, with an
 * index on fund.parties(journal) where the DBA has made one (doc/indexes.md).
 *
 * account_ledger_lines.c reads vouchers and sorts lines, account_ledger_rows.c
 * makes rows of them; account_ledger.sql declares the functions.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledgers/account_ledger_rows.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/turnover.h"

/* ---------- what stood before ---------- */

/* Before the month of the first day: the days before that one are read. */
static int128
opening_balance(const LedgerLines *lines)
{
	Period		month = fl_period_of_date(lines->first);
	PeriodWindow none = {month, month - 1};
	Turnover   *turnover = fl_turnover_load(lines->book, &none, 1, lines->layers,
											CurrentMemoryContext);
	int128		balance = 0;

	for (int i = 0; i < turnover->count; i++)
	{
		if (account_code_is_within(turnover->accounts[i].account, lines->account))
			balance += turnover->accounts[i].opening;
	}
	return balance;
}

/* ---------- arguments ---------- */

static const char *const account_arguments[] = {"book", "account", "first", "last", "basis"};
static const char *const party_arguments[] = {"book", "party", "first", "last", "basis"};

static AccountCode
account_argument(const Book *book, Datum value)
{
	char	   *code = TextDatumGetCString(value);
	const char *end;
	AccountCode account;

	if (!fl_account_code_scan(code, &end, &account) || *end != '\0' ||
		fl_standard_account(fl_book_standard(book), account) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_ACCOUNT),
				 errmsg("account \"%s\" does not exist in standard \"%s\"", code, book->standard_code),
				 errdetail("It is not listed, nor below an account that takes details freely."),
				 errhint("The table ledger.account lists the accounts of the standard.")));
	return account;
}

/* Called between fl_ledger_enter and fl_ledger_leave. */
static void
check_party_exists(text *party)
{
	static SpiPlan plan = {"SELECT FROM ledger.party WHERE party = $1", "text"};
	Datum		argument = PointerGetDatum(party);

	if (fl_spi_run(&plan, &argument, NULL, SPI_READ) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_PARTY),
				 errmsg("party \"%s\" does not exist", text_to_cstring(party)),
				 errhint("The table ledger.party lists the parties.")));
}

static void
read_arguments(LedgerLines *lines, FunctionCallInfo fcinfo)
{
	fl_report_days(fcinfo, 2, &lines->first, &lines->last);
	lines->layers = fl_report_layers(PG_GETARG_DATUM(4));
	lines->book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	if (lines->layout == LAYOUT_PARTY)
		lines->party = PG_GETARG_TEXT_PP(1);
	else
		lines->account = account_argument(lines->book, PG_GETARG_DATUM(1));
}

static Datum
make_ledger(FunctionCallInfo fcinfo, LedgerLayout layout)
{
	Report		report;
	LedgerLines lines = {.layout = layout};
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, layout == LAYOUT_PARTY ? party_arguments : account_arguments);
	read_arguments(&lines, fcinfo);

	fl_ledger_enter(&call);
	if (lines.party != NULL)
		check_party_exists(lines.party);
	fl_ledger_lines_read(&lines);
	fl_account_ledger_write(&lines, lines.party == NULL ? opening_balance(&lines) : 0, &report);
	fl_row_sort_end(&lines.sort);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/* ---------- SQL ---------- */

PG_FUNCTION_INFO_V1(fl_account_ledger);
Datum
fl_account_ledger(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_ACCOUNT);
}

PG_FUNCTION_INFO_V1(fl_journal_book);
Datum
fl_journal_book(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_JOURNAL);
}

PG_FUNCTION_INFO_V1(fl_party_ledger);
Datum
fl_party_ledger(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_PARTY);
}

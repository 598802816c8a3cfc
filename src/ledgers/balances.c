/*
 * balances.c
 *		余额 of all accounts at the end of a day, or over a range of days.
 *
 * balance_holdings.c reads and adds up; balances.sql declares the functions.
 */
#include "postgres.h"

#include "ledger/account_name.h"
#include "ledger/brought_forward.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledgers/balance_holdings.h"
#include "server/errors.h"
#include "types/amount.h"

/* ---------- rows ---------- */

/* Which of the columns are known: days may lie within what was brought forward. */
typedef struct KnownColumns
{
	bool		opening;
	bool		moved;
	bool		closing;
} KnownColumns;

static KnownColumns
known_columns(BalanceScope *scope)
{
	Period		through = fl_brought_through_seen(scope->book);
	DateADT		first = fl_period_first_day(scope->book->first_period);
	DateADT		last;

	if (through == 0)
		return (KnownColumns) {true, true, true};
	last = fl_period_last_day(through);
	if (scope->first <= last && (scope->first > first || scope->last < last))
	{
		fl_brought_notice(scope->book, through);
		scope->through = through;
	}
	return (KnownColumns) {
		.opening = scope->first <= first || scope->first > last,
		.moved = scope->first > last || (scope->first <= first && scope->last >= last),
		.closing = scope->last >= last
	};
}

static void
add_two(Report *report, bool is_known, int128 debit, int128 credit)
{
	report_add_nullable(report, fl_numeric_from_total(debit), !is_known);
	report_add_nullable(report, fl_numeric_from_total(credit), !is_known);
}

static void
add_sides(Report *report, bool is_known, int128 balance)
{
	add_two(report, is_known, Max(balance, 0), Max(-balance, 0));
}

/* What is of no party where the account demands one waits for it: 未分户. */
static const char *
holding_party(const Report *report, const Holding *holding, const Account *account, bool by_party)
{
	if (holding->key.party != NULL)
		return pnstrdup(holding->key.party, holding->key.party_length);
	return by_party && account->party_kind != NULL && fl_report_is_chinese(report) ? "未分户" : NULL;
}

static void
put_holding(Report *report, const BalanceScope *scope, KnownColumns known, const Holding *holding)
{
	const Account *account = fl_standard_account(fl_book_standard(scope->book), holding->key.account);
	char		code[ACCOUNT_CODE_TEXT_SIZE];

	fl_account_code_print(holding->key.account, code);
	fl_report_begin_row(report);
	report_add_text(report, code);
	report_add_text(report, fl_account_name_of(scope->book, account->code, fl_period_of_date(scope->last)));
	report_add_int32(report, account_code_level(holding->key.account));
	report_add_text(report, holding_party(report, holding, account, scope->by_party));
	add_sides(report, known.opening, holding->opening);
	add_two(report, known.moved, holding->debit, holding->credit);
	add_sides(report, known.closing, holding->opening + holding->debit - holding->credit);
	fl_report_end_row(report);
}

/* What is nothing has no row; what is not known is not nothing. */
static bool
is_anything(const Holding *holding)
{
	return holding->opening != 0 || holding->debit != 0 || holding->credit != 0 ||
		holding->brought_debit != 0 || holding->brought_credit != 0;
}

static void
put_holdings(Report *report, BalanceScope *scope)
{
	KnownColumns known = known_columns(scope);
	int			count;
	const Holding *holdings = fl_balance_holdings(scope, &count);

	for (int i = 0; i < count; i++)
	{
		if (is_anything(&holdings[i]))
			put_holding(report, scope, known, &holdings[i]);
	}
}

/* ---------- arguments ---------- */

/* Nothing stood on a day before the book began but what it was opened with. */
static void
begin_with_book(BalanceScope *scope)
{
	const Book *book = scope->book;
	DateADT		first = fl_period_first_day(book->first_period);

	if (scope->last < first)
		ereport(ERROR,
				(errcode(ERRCODE_BEFORE_FIRST_PERIOD),
				 errmsg("the last day is before the first period of book \"%s\"", book->code),
				 errdetail("The book begins with %s.", fl_period_text(book->first_period)),
				 errhint("What was before is in the opening vouchers of that month.")));
	scope->first = Max(scope->first, first);
}

static void
make_balances(Report *report, BalanceScope *scope)
{
	LedgerCall	call;

	begin_with_book(scope);
	fl_ledger_enter(&call);
	put_holdings(report, scope);
	fl_ledger_leave(&call);
}

/* ---------- SQL ---------- */

PG_FUNCTION_INFO_V1(fl_balances_at_day);
Datum
fl_balances_at_day(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "as_of", "by_party", "basis"};
	Report		report;
	BalanceScope scope = {0};

	fl_report_begin(&report, fcinfo, names);
	scope.last = fl_report_day(fcinfo, 1);
	scope.first = fl_period_first_day(period_january(fl_period_of_date(scope.last)));
	scope.by_party = PG_GETARG_BOOL(2);
	scope.layers = fl_report_layers(PG_GETARG_DATUM(3));
	scope.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	make_balances(&report, &scope);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(fl_balances_over_days);
Datum
fl_balances_over_days(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "first", "last", "by_party", "basis"};
	Report		report;
	BalanceScope scope = {0};

	fl_report_begin(&report, fcinfo, names);
	fl_report_days(fcinfo, 1, &scope.first, &scope.last);
	(void) fl_period_of_date(scope.last);
	scope.by_party = PG_GETARG_BOOL(3);
	scope.layers = fl_report_layers(PG_GETARG_DATUM(4));
	scope.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	make_balances(&report, &scope);
	return (Datum) 0;
}

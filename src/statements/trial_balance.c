/*
 * trial_balance.c
 *		科目余额表: what every account held, moved and holds.
 *
 * A row is an account with its descendants, so it is the sum of the rows
 * below it.  Unlike the turnover of the statements, that of a 科目余额表 counts
 * carry and closing vouchers: opening, turnover and closing of a row agree.
 * trial_balance.sql declares the functions.
 */
#include "postgres.h"

#include "ledger/account_name.h"
#include "ledger/brought_forward.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "statements/turnover.h"
#include "types/amount.h"

typedef struct TrialBalanceRow
{
	AccountCode code;
	int128		opening;		/* debit less credit */
	int128		closing;
	int128		period_debit;
	int128		period_credit;
	int128		year_debit;
	int128		year_credit;
	bool		moved_within;	/* months brought forward, of which not all is known */
} TrialBalanceRow;

typedef struct TrialBalance
{
	const Book *book;
	Period		period;
	Standard   *standard;
	int			count;
	int			capacity;
	TrialBalanceRow *rows;		/* ascending by code, so parents come first */
	bool		opening_known;
	bool		closing_known;
	bool		period_known;
	bool		year_known;
} TrialBalance;

/* ---------- collecting ---------- */

static void
add_row(TrialBalance *balance, AccountCode code)
{
	if (balance->count == balance->capacity)
	{
		balance->capacity = Max(64, balance->capacity * 2);
		balance->rows = balance->rows == NULL ?
			palloc(balance->capacity * sizeof(TrialBalanceRow)) :
			repalloc_huge(balance->rows, balance->capacity * sizeof(TrialBalanceRow));
	}
	balance->rows[balance->count++] = (TrialBalanceRow) {.code = code};
}

/*
 * The accounts met and those above them, which may repeat.  One that was closed
 * since is shown in those above it.
 */
static void
add_accounts(TrialBalance *balance, const Book *book, const Turnover *turnover)
{
	for (int i = 0; i < turnover->count; i++)
	{
		int			before = balance->count;

		for (AccountCode code = turnover->accounts[i].account; code != 0;
			 code = account_code_parent(code))
		{
			if (fl_standard_account(balance->standard, code) != NULL)
				add_row(balance, code);
		}
		if (balance->count == before)
			fl_turnover_report_strange_account(book, turnover->accounts[i].account);
	}
}

static int
compare_rows(const void *a, const void *b)
{
	AccountCode left = ((const TrialBalanceRow *) a)->code;
	AccountCode right = ((const TrialBalanceRow *) b)->code;

	return (left > right) - (left < right);
}

static void
sort_distinct(TrialBalance *balance)
{
	int			distinct = 0;

	qsort(balance->rows, balance->count, sizeof(TrialBalanceRow), compare_rows);
	for (int i = 0; i < balance->count; i++)
	{
		if (i == 0 || balance->rows[i].code != balance->rows[distinct - 1].code)
			balance->rows[distinct++] = balance->rows[i];
	}
	balance->count = distinct;
}

/* NULL where neither the account itself nor one below it was met. */
static TrialBalanceRow *
find_row(TrialBalance *balance, AccountCode code)
{
	TrialBalanceRow key = {.code = code};

	return bsearch(&key, balance->rows, balance->count, sizeof(TrialBalanceRow), compare_rows);
}

/* ---------- adding up ---------- */

static void
add_turnover(const AccountTurnover *account, int128 *debit, int128 *credit)
{
	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
	{
		if (kind == KIND_OPENING)
			continue;
		*debit += account->debit[kind];
		*credit += account->credit[kind];
	}
}

/* Into the rows of the account and of all above it. */
static void
add_month(TrialBalance *balance, const AccountTurnover *account)
{
	for (AccountCode code = account->account; code != 0; code = account_code_parent(code))
	{
		TrialBalanceRow *row = find_row(balance, code);

		if (row == NULL)
			continue;
		row->opening += account->opening;
		row->closing += account_turnover_closing(account);
		add_turnover(account, &row->period_debit, &row->period_credit);
	}
}

static void
add_year(TrialBalance *balance, const AccountTurnover *account)
{
	for (AccountCode code = account->account; code != 0; code = account_code_parent(code))
	{
		TrialBalanceRow *row = find_row(balance, code);

		if (row != NULL)
			add_turnover(account, &row->year_debit, &row->year_credit);
	}
}

static void
take_what_is_known(TrialBalance *balance, const Turnover *turnover)
{
	balance->opening_known = turnover[0].opening_known;
	balance->closing_known = turnover[0].closing_known;
	balance->period_known = turnover[0].movement_known;
	balance->year_known = turnover[1].movement_known;
}

static bool
has_moved(const AccountTurnover *account)
{
	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
	{
		if (kind != KIND_OPENING && (account->debit[kind] != 0 || account->credit[kind] != 0))
			return true;
	}
	return false;
}

/* What moved within them is not nothing in any one of them. */
static void
mark_moved_within(TrialBalance *balance, const Turnover *brought)
{
	for (int i = 0; i < brought->count; i++)
	{
		AccountCode code = has_moved(&brought->accounts[i]) ? brought->accounts[i].account : 0;

		for (; code != 0; code = account_code_parent(code))
		{
			TrialBalanceRow *row = find_row(balance, code);

			if (row != NULL)
				row->moved_within = true;
		}
	}
}

/* NULL where all of the month is known. */
static Turnover *
load_brought(const ReportScope *scope, const Turnover *month)
{
	PeriodWindow window = {scope->book->first_period, month->brought_through};

	if (turnover_is_known(month))
		return NULL;
	fl_brought_notice(scope->book, month->brought_through);
	return fl_turnover_load(scope->book, &window, 1, scope->layers, CurrentMemoryContext);
}

static TrialBalance *
make_trial_balance(const ReportScope *scope)
{
	Period		period = scope->period;
	PeriodWindow windows[] = {{period, period}, {period_january(period), period}};
	Turnover   *turnover = fl_turnover_load(scope->book, windows, lengthof(windows),
											scope->layers, CurrentMemoryContext);
	TrialBalance *balance = palloc0(sizeof(TrialBalance));
	Turnover   *brought;

	balance->book = scope->book;
	balance->period = period;
	balance->standard = fl_book_standard(scope->book);
	take_what_is_known(balance, turnover);
	brought = load_brought(scope, &turnover[0]);
	if (brought != NULL)
		add_accounts(balance, scope->book, brought);
	for (int w = 0; w < lengthof(windows); w++)
		add_accounts(balance, scope->book, &turnover[w]);
	if (balance->count > 0)
		sort_distinct(balance);
	for (int i = 0; i < turnover[0].count; i++)
		add_month(balance, &turnover[0].accounts[i]);
	for (int i = 0; i < turnover[1].count; i++)
		add_year(balance, &turnover[1].accounts[i]);
	if (brought != NULL)
		mark_moved_within(balance, brought);
	return balance;
}

/* ---------- fund.trial_balance ---------- */

static bool
has_figures(const TrialBalanceRow *row)
{
	return row->moved_within || row->opening != 0 || row->closing != 0 ||
		row->period_debit != 0 || row->period_credit != 0 ||
		row->year_debit != 0 || row->year_credit != 0;
}

static void
add_turnover_of(Report *report, bool is_known, int128 debit, int128 credit)
{
	report_add_nullable(report, fl_numeric_from_total(debit), !is_known);
	report_add_nullable(report, fl_numeric_from_total(credit), !is_known);
}

/* On the side on which it stands. */
static void
add_balance_of(Report *report, bool is_known, int128 balance)
{
	add_turnover_of(report, is_known, Max(balance, 0), Max(-balance, 0));
}

static void
put_account(Report *report, const TrialBalance *balance, const TrialBalanceRow *row)
{
	char		code[ACCOUNT_CODE_TEXT_SIZE];

	fl_account_code_print(row->code, code);
	fl_report_begin_row(report);
	report_add_text(report, code);
	report_add_text(report, fl_account_name_of(balance->book, row->code, balance->period));
	report_add_int32(report, account_code_level(row->code));
	add_balance_of(report, balance->opening_known, row->opening);
	add_turnover_of(report, balance->period_known, row->period_debit, row->period_credit);
	add_turnover_of(report, balance->year_known, row->year_debit, row->year_credit);
	add_balance_of(report, balance->closing_known, row->closing);
	fl_report_end_row(report);
}

PG_FUNCTION_INFO_V1(fl_trial_balance);

Datum
fl_trial_balance(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "period", "basis"};
	const TrialBalance *balance;
	Report		report;
	ReportScope scope;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, names);
	scope = fl_report_scope(fcinfo, 1, 2);

	fl_ledger_enter(&call);
	balance = make_trial_balance(&scope);
	for (int i = 0; i < balance->count; i++)
	{
		if (has_figures(&balance->rows[i]))
			put_account(&report, balance, &balance->rows[i]);
	}
	fl_ledger_leave(&call);
	return (Datum) 0;
}

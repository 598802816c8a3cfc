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

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "ledger/duty.h"
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
} TrialBalanceRow;

typedef struct TrialBalance
{
	Standard   *standard;
	int			count;
	int			capacity;
	TrialBalanceRow *rows;		/* ascending by code, so parents come first */
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

/* The accounts met and those above them, which may repeat. */
static void
add_accounts(TrialBalance *balance, const Turnover *turnover)
{
	for (int i = 0; i < turnover->count; i++)
	{
		for (AccountCode code = turnover->accounts[i].account; code != 0;
			 code = account_code_parent(code))
		{
			if (fl_standard_account(balance->standard, code) != NULL)
				add_row(balance, code);
		}
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

static TrialBalance *
make_trial_balance(const Book *book, Period period, int layers)
{
	PeriodWindow windows[] = {{period, period}, {period_january(period), period}};
	Turnover   *turnover = fl_turnover_load(book, windows, lengthof(windows), layers,
											CurrentMemoryContext);
	TrialBalance *balance = palloc0(sizeof(TrialBalance));

	balance->standard = book_standard(book);
	for (int w = 0; w < lengthof(windows); w++)
		add_accounts(balance, &turnover[w]);
	if (balance->count > 0)
		sort_distinct(balance);
	for (int i = 0; i < turnover[0].count; i++)
		add_month(balance, &turnover[0].accounts[i]);
	for (int i = 0; i < turnover[1].count; i++)
		add_year(balance, &turnover[1].accounts[i]);
	return balance;
}

/* ---------- fund.trial_balance ---------- */

static bool
has_figures(const TrialBalanceRow *row)
{
	return row->opening != 0 || row->closing != 0 ||
		row->period_debit != 0 || row->period_credit != 0 ||
		row->year_debit != 0 || row->year_credit != 0;
}

static Datum
debit_balance(int128 balance)
{
	return fl_numeric_from_total(balance > 0 ? balance : 0);
}

static Datum
credit_balance(int128 balance)
{
	return fl_numeric_from_total(balance < 0 ? -balance : 0);
}

#define TRIAL_BALANCE_COLUMNS	11

static void
put_row(ReturnSetInfo *rsinfo, const TrialBalance *balance, const TrialBalanceRow *row)
{
	Datum		values[TRIAL_BALANCE_COLUMNS];
	bool		nulls[TRIAL_BALANCE_COLUMNS] = {false};
	char		code[ACCOUNT_CODE_TEXT_SIZE];
	int			i = 0;

	fl_account_code_print(row->code, code);
	values[i++] = CStringGetTextDatum(code);
	values[i++] = CStringGetTextDatum(fl_standard_account(balance->standard, row->code)->name);
	values[i++] = Int32GetDatum(account_code_level(row->code));
	values[i++] = debit_balance(row->opening);
	values[i++] = credit_balance(row->opening);
	values[i++] = fl_numeric_from_total(row->period_debit);
	values[i++] = fl_numeric_from_total(row->period_credit);
	values[i++] = fl_numeric_from_total(row->year_debit);
	values[i++] = fl_numeric_from_total(row->year_credit);
	values[i++] = debit_balance(row->closing);
	values[i++] = credit_balance(row->closing);
	Assert(i == TRIAL_BALANCE_COLUMNS);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

static void
put_rows(ReturnSetInfo *rsinfo, const TrialBalance *balance)
{
	for (int i = 0; i < balance->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (has_figures(&balance->rows[i]))
			put_row(rsinfo, balance, &balance->rows[i]);
	}
}

PG_FUNCTION_INFO_V1(fl_trial_balance);

Datum
fl_trial_balance(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "period", "basis"};
	const Book *book;
	LedgerCall	call;
	Period		period;
	int			layers;

	fl_require_arguments(fcinfo, names);
	layers = fl_report_layers(PG_GETARG_DATUM(2));
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	period = fl_report_period_of(fcinfo, 1, book);
	InitMaterializedSRF(fcinfo, 0);

	fl_ledger_enter(&call);
	put_rows((ReturnSetInfo *) fcinfo->resultinfo, make_trial_balance(book, period, layers));
	fl_ledger_leave(&call);
	return (Datum) 0;
}

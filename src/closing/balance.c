/*
 * balance.c
 *		科目汇总: the turnover of a closed month, and what its accounts may hold.
 *
 * The rows are written once, when the month is closed, and deleted only when
 * it is reopened (balance.sql declares the table).  They are sums over the
 * month's journals and the rows of the month before, so fund.verify() can
 * compute them again.
 */
#include "postgres.h"

#include "closing/balance.h"
#include "closing/closing_step.h"
#include "ledger/account_name.h"
#include "ledger/book_account.h"
#include "ledger/chart.h"
#include "posting/stranded.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "types/amount.h"
#include "types/journal.h"

/* ---------- the month's turnover ---------- */

void
fl_balances_write(const Book *book, Period period)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.balance (book_id, period, basis, kind, account, opening, debit, credit)"
		" SELECT $1, $2, b.* FROM fund._balances($1, $2) AS b", "integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

void
fl_balances_delete(const Book *book, Period period)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.balance WHERE book_id = $1 AND period OPERATOR(fund.=) $2",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

bool
fl_book_has_accruals(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.balance"
		" WHERE book_id = $1 AND period OPERATOR(fund.<=) $2 AND basis OPERATOR(fund.=) 'accrual' LIMIT 1",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	return fl_spi_run(&plan, values, NULL, SPI_READ) > 0;
}

/* ---------- what an account may not hold at the end of a month ---------- */

/* Is the balance, debit less credit, on the wrong side of such an account? */
static bool
is_red(const Account *account, Amount balance)
{
	return (account->overdraft == OVERDRAFT_AT_CLOSE || account->overdraft == OVERDRAFT_GUARDED) &&
		(account->credit_normal ? balance > 0 : balance < 0);
}

static char *
describe_fault(const Account *account, const char *name, Amount balance, const char *fault)
{
	int128		normal = account->credit_normal ? -(int128) balance : (int128) balance;

	return psprintf("Account \"%s\" (%s) has a balance of %s, %s.",
					fl_account_code_text(account->code), name, fl_total_text(normal), fault);
}

static void
warn_of_balance(const Book *book, Period period, const char *detail)
{
	ereport(WARNING,
			(errcode(ERRCODE_WARNED_RULE),
			 errmsg("an account of book \"%s\" has a balance at the end of period \"%s\"",
					book->code, fl_period_text(period)),
			 errdetail_internal("%s", detail)));
}

/*
 * A standard by which years do not end is refused where it is changed or a book
 * begins (ledger/chart.h); this is for what came otherwise.
 */
static bool
outlives_year(const Account *account, Period period, Amount balance)
{
	return balance != 0 && period_month(period) == 12 && fl_chart_ends_with_year(account);
}

typedef struct BalanceFaults
{
	StringInfoData text;
	AccountCode stranded;		/* the first that takes no vouchers; 0: none */
} BalanceFaults;

static void
add_fault(BalanceFaults *faults, const Book *book, const Account *account, const char *fault)
{
	appendStringInfo(&faults->text, "%s%s", faults->text.len > 0 ? "\n" : "", fault);
	if (faults->stranded == 0 && fl_book_details_strand(book->details, account))
		faults->stranded = account->code;
}

/* Warns at once; adds what stops the close to the faults. */
static void
judge_account(const Book *book, Period period, AccountCode code, Amount balance, BalanceFaults *faults)
{
	const Account *account = fl_book_account(book, code);
	const char *name = fl_account_name_of(book, code, period);
	char	   *fault = NULL;

	if (is_red(account, balance))
		fault = describe_fault(account, name, balance, "which must not be negative");
	else if (outlives_year(account, period, balance))
		fault = describe_fault(account, name, balance,
							   psprintf("which ends with the year, and no carry rule of standard \"%s\" closes it",
										book->standard_code));
	else if (balance != 0 && account->month_end_zero == MONTH_END_ERROR)
		fault = describe_fault(account, name, balance, "which must be zero at the end of a month");
	else if (balance != 0 && account->month_end_zero == MONTH_END_WARN)
		warn_of_balance(book, period, describe_fault(account, name, balance,
											 "which should be zero at the end of a month"));
	if (fault != NULL)
		add_fault(faults, book, account, fault);
}

pg_noreturn static void
refuse_balances(const Book *book, Period period, const BalanceFaults *faults)
{
	ereport(ERROR,
			(errcode(ERRCODE_RULE_FAILED),
			 errmsg("cannot close period \"%s\" of book \"%s\" with these balances",
					fl_period_text(period), book->code),
			 errdetail_internal("%s", faults->text.data),
			 faults->stranded == 0 ?
			 errhint("Post what is missing, or correct what is wrong, in this period.") :
			 errhint("Account \"%s\" takes no vouchers. %s",
					 fl_account_code_text(faults->stranded), fl_split_hint(book, faults->stranded))));
}

/*
 * Each account by itself, detail accounts too: one bank's overdraft is not
 * made good by another bank's balance.  On the cash basis, which has the money.
 */
void
fl_balances_check(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT account, fund.sum(opening OPERATOR(fund.+) debit OPERATOR(fund.-) credit)"
		" FROM ledger.balance"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2 AND basis OPERATOR(fund.=) 'cash'"
		" GROUP BY account ORDER BY account USING OPERATOR(fund.<)",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};
	BalanceFaults faults = {0};
	uint64		count;

	initStringInfo(&faults.text);
	count = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	for (uint64 row = 0; row < count; row++)
		judge_account(book, period, DatumGetAccountCode(fl_spi_required(row, 1)),
					  DatumGetAmount(fl_spi_required(row, 2)), &faults);
	if (faults.text.len > 0)
		refuse_balances(book, period, &faults);
}

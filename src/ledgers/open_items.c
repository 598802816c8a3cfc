/*
 * open_items.c
 *		账龄: what is still open of what parties owe and are owed, and how old it is.
 *
 * A voucher does not say which one it settles, so what came first is taken to
 * be settled first.  Its day is that on which it arose: that of its voucher, or
 * of the open item that was brought forward.  open_items.sql computes, and
 * declares the functions.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "ledger/account_name.h"
#include "ledger/brought_forward.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/words.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"
#include "types/basis.h"

/* Columns of the query, from 1. */
enum
{
	ITEM_ACCOUNT = 1,
	ITEM_PARTY,
	ITEM_PARTY_NAME,
	ITEM_BASIS,
	ITEM_DATE,
	ITEM_AGE,
	ITEM_AMOUNT,
};

static void
check_begun(const Book *book, DateADT as_of)
{
	if (as_of >= fl_period_first_day(book->first_period))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_BEFORE_FIRST_PERIOD),
			 errmsg("the day is before the first period of book \"%s\"", book->code),
			 errdetail("The book begins with %s.", fl_period_text(book->first_period)),
			 errhint("What was open before stands in the opening vouchers of that month.")));
}

/* Nobody is not known to be nobody where the account demands a party. */
static const char *
item_party(const Report *report, uint64 row)
{
	const char *party = fl_spi_text(row, ITEM_PARTY);

	return party == NULL && fl_report_is_chinese(report) ? "未分户" : party;
}

static void
put_item(Report *report, const Book *book, DateADT as_of, uint64 row)
{
	AccountCode account = DatumGetAccountCode(fl_spi_required(row, ITEM_ACCOUNT));
	DateADT		day = DatumGetDateADT(fl_spi_required(row, ITEM_DATE));

	fl_report_begin_row(report);
	report_add_text(report, fl_account_code_text(account));
	report_add_text(report, fl_account_name_of(book, account, fl_period_of_date(as_of)));
	report_add_text(report, item_party(report, row));
	report_add_text(report, fl_spi_text(row, ITEM_PARTY_NAME));
	fl_report_add_word(report, "basis", fl_spi_required_text(row, ITEM_BASIS));
	report_add_date(report, day);
	report_add_int32(report, as_of - day);
	fl_report_add_word(report, "age", fl_spi_required_text(row, ITEM_AGE));
	report_add(report, fl_spi_required(row, ITEM_AMOUNT));
	fl_report_end_row(report);
}

static void
put_items(Report *report, const Book *book, DateADT as_of, int layers)
{
	static SpiPlan plan = {
		"SELECT i.account, i.party, p.name, i.basis::text, i.item_date,"
		"  CASE WHEN i.item_date >= ($2 - interval '1 year')::date THEN 'within 1 year'"
		"       WHEN i.item_date >= ($2 - interval '2 years')::date THEN '1 to 2 years'"
		"       WHEN i.item_date >= ($2 - interval '3 years')::date THEN '2 to 3 years'"
		"       ELSE 'over 3 years' END, pg_catalog.round(i.amount, 2)"
		" FROM fund._open_items($1, $2, $3) AS i LEFT JOIN ledger.party AS p USING (party)"
		" ORDER BY i.account, i.party COLLATE \"C\", i.basis, i.item_date", "integer, date, boolean"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), DateADTGetDatum(as_of), BoolGetDatum(layers & LAYER_ACCRUAL)
	};
	uint64		rows = fl_spi_run(&plan, values, NULL, SPI_READ);

	for (uint64 row = 0; row < rows; row++)
	{
		CHECK_FOR_INTERRUPTS();
		put_item(report, book, as_of, row);
	}
}

PG_FUNCTION_INFO_V1(fl_open_items);
Datum
fl_open_items(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "as_of", "basis"};
	Report		report;
	DateADT		as_of;
	int			layers;
	const Book *book;
	Period		through;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, names);
	as_of = fl_report_day(fcinfo, 1);
	layers = fl_report_layers(PG_GETARG_DATUM(2));
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	check_begun(book, as_of);
	fl_ledger_enter(&call);
	through = fl_brought_through_seen(book);
	if (through != 0 && as_of < fl_period_last_day(through))
		fl_brought_notice(book, through);
	else
		put_items(&report, book, as_of, layers);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/*
 * restatement_report.c
 *		重述: what made openings other than the last closings, line by line.
 *
 * A successor's first period begins with the books that it succeeds and with
 * what came under another code.  Then, in any period, the rows of an account
 * are a chain from its last closing to its restated opening: what a successor's
 * opening leaves unexplained, the opening vouchers that restate, the
 * adjustments.  The lines of a statement that was issued again after a
 * reopening follow.  All by the snapshot of the caller's query;
 * restatement.sql declares the functions.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "closing/restatement_type.h"
#include "closing/succession.h"
#include "ledger/account_name.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/turnover.h"

/* Columns of the result, from 0; those of the query are the same, from 1. */
enum
{
	COLUMN_PERIOD = 0,
	COLUMN_TYPE = 2,
	COLUMN_TYPE_NAME,
	COLUMN_NAME = 11,
	COLUMN_BEFORE,
	COLUMN_AFTER,
	COLUMN_DIFFERENCE,
	RESTATEMENT_COLUMNS,
	QUERY_ACCOUNT = RESTATEMENT_COLUMNS,	/* null for a book or the line of a statement */
	QUERY_PREDECESSOR,
	QUERY_FROM_ACCOUNT,			/* null but for what came under another code */
};

/* ---------- rows ---------- */

typedef struct RestatementRow
{
	Datum		values[RESTATEMENT_COLUMNS];
	bool		nulls[RESTATEMENT_COLUMNS];
} RestatementRow;

static void
set_text(RestatementRow *row, int column, const char *value)
{
	row->values[column] = CStringGetTextDatum(value);
	row->nulls[column] = false;
}

/* The query has debit less credit. */
static void
turn_to_normal_side(RestatementRow *row)
{
	for (int column = COLUMN_BEFORE; column <= COLUMN_DIFFERENCE; column++)
		row->values[column] = DirectFunctionCall1(numeric_uminus, row->values[column]);
}

/* In the book, or in the predecessor whose account it was. */
static const char *
name_of(const Book *book, int32 predecessor_id, AccountCode code, Period period)
{
	const char *name = fl_account_name_of(book, code, period);

	return name != NULL || predecessor_id == 0 ? name :
		fl_account_name_of(fl_book_by_id(predecessor_id), code, period);
}

/* That of the account, or of the predecessor's whose book and code it follows. */
static void
set_account_name(RestatementRow *row, const char *name, int32 predecessor_id,
				 NullableDatum from_account, Period period)
{
	const Book *predecessor;
	AccountCode code;

	if (from_account.isnull)
	{
		set_text(row, COLUMN_NAME, name);
		return;
	}
	predecessor = fl_book_by_id(predecessor_id);
	code = DatumGetAccountCode(from_account.value);
	(void) fl_succession_account(predecessor, 0, code);
	set_text(row, COLUMN_NAME,
			 psprintf("%s %s", TextDatumGetCString(row->values[COLUMN_NAME]),
					  fl_account_name_of(predecessor, code, period)));
}

static void
set_account(RestatementRow *row, const Book *book, uint64 number, AccountCode code)
{
	int32		predecessor_id = DatumGetInt32(fl_spi_required(number, QUERY_PREDECESSOR + 1));
	const Account *account = fl_succession_account(book, predecessor_id, code);
	Period		period = book->first_period;
	NullableDatum from_account;

	(void) fl_period_scan(TextDatumGetCString(row->values[COLUMN_PERIOD]), &period);
	from_account.value = fl_spi_value(number, QUERY_FROM_ACCOUNT + 1, &from_account.isnull);
	set_account_name(row, name_of(book, predecessor_id, code, period), predecessor_id, from_account, period);
	if (account->credit_normal)
		turn_to_normal_side(row);
}

static void
put_fact(Report *report, const Book *book, uint64 number)
{
	RestatementRow row;
	Datum		code;
	bool		has_no_account;

	for (int column = 0; column < RESTATEMENT_COLUMNS; column++)
		row.values[column] = fl_spi_value(number, column + 1, &row.nulls[column]);
	if (!row.nulls[COLUMN_TYPE])
		set_text(&row, COLUMN_TYPE_NAME,
				 fl_restatement_type_name(TextDatumGetCString(row.values[COLUMN_TYPE])));
	code = fl_spi_value(number, QUERY_ACCOUNT + 1, &has_no_account);
	if (!has_no_account)
		set_account(&row, book, number, DatumGetAccountCode(code));
	fl_report_put(report, RESTATEMENT_COLUMNS, row.values, row.nulls);
}

/* ---------- fund.restatements ---------- */

static void
check_order(Period first, Period last)
{
	if (first > last)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the last period is before the first"),
				 errdetail("The first is \"%s\" and the last \"%s\".",
						   fl_period_text(first), fl_period_text(last)),
				 errhint("Give the first period before the last.")));
}

static void
put_facts(Report *report, const Book *book, Period first, Period last, int layers)
{
	static SpiPlan plan = {
		"SELECT * FROM fund._restatement_facts($1, $2, $3, $4::fund.basis[], $5)",
		"integer, fund.period, fund.period, text[], fund.basis"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(Max(first, book->first_period)),
		PeriodGetDatum(last), fl_layer_names(layers),
		fl_voucher_basis_datum(layers_basis(layers))
	};
	uint64		count = fl_spi_run(&plan, values, NULL, SPI_READ);

	for (uint64 row = 0; row < count; row++)
		put_fact(report, book, row);
}

PG_FUNCTION_INFO_V1(fl_restatements);
Datum
fl_restatements(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "first_period", "last_period", "basis"};
	const Book *book;
	Period		first;
	Period		last;
	Report		report;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, arguments);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	first = fl_report_period(fcinfo, 1);
	last = fl_report_period(fcinfo, 2);
	check_order(first, last);

	fl_ledger_enter(&call);
	put_facts(&report, book, first, last, fl_report_layers(PG_GETARG_DATUM(3)));
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/*
 * settlement.c
 *		应收与收款: what is settled in the overlay has been received.
 *
 * Contributions may not be waived, yet a waiver and a settlement look alike:
 * both debit income and credit what was due.  So a close compares, payer by
 * payer, what was settled since the book began with what was received; receipts
 * that name no payer are one pool, out of which comes what payers settled beyond
 * their own.  What is received and stays due counts as income twice, which is
 * warned of.  What a court or the State Council ended is no settlement
 * (relief.c).
 *
 * The state of a payer is kept for the months in which it changed, so a close
 * reads the vouchers of its own month alone; a book without an overlay is left
 * alone.  Which accounts these are is the standard's to say
 * (ledger.account.settlement).  settlement.sql computes, and declares the tables.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "closing/settlement.h"
#include "ledger/brought_forward.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/words.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"

/* Columns of fund._settlement_states(), from 1. */
enum
{
	STATE_PARTY = 1,
	STATE_DUE,
	STATE_SETTLED,
	STATE_RELIEVED,
	STATE_RECEIVED,
	STATE_OPEN_SINCE,
	STATE_UNSETTLED,
	STATE_VERDICT,
	STATE_NAME,
};

/* So many payers are named; fund.settlements() has all. */
#define NAMED_PAYERS	5

/* ---------- the rows of a month ---------- */

static bool
has_claims(const Book *book, Period period)
{
	static SpiPlan plan = {"SELECT fund._has_claims($1, $2)", "integer, fund.period"};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	if (!fl_book_standard_newest(book)->has_claims)
		return false;
	fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	return DatumGetBool(fl_spi_required(0, 1));
}

static void
write_rows(const Book *book, Period period)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.settlement (book_id, period, party, due, settled, relieved, received,"
		"  open_since, settled_since, received_since)"
		" SELECT $1, $2, s.party, s.due::fund.amount, s.settled::fund.amount, s.relieved::fund.amount,"
		"  s.received::fund.amount, s.open_since, s.settled_since::fund.amount, s.received_since::fund.amount"
		" FROM fund._settlements($1, $2) AS s", "integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

void
fl_settlement_delete(const Book *book, Period period)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.settlement WHERE book_id = $1 AND period OPERATOR(fund.=) $2",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

/* ---------- judging ---------- */

static char *
figure_text(uint64 row, int column)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, fl_spi_required(row, column)));
}

/* Payers of the verdict; the pool, which comes first, where no payer has it. */
static uint64
find_states(const Book *book, Period period, const char *verdict)
{
	static SpiPlan plan = {
		"SELECT s.* FROM fund._settlement_states($1, $2) AS s WHERE s.verdict = $3"
		" ORDER BY s.party = '', s.party COLLATE \"C\"", "integer, fund.period, text"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(period), CStringGetTextDatum(verdict)
	};

	return fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
}

static const char *
payer_text(uint64 row)
{
	const char *party = fl_spi_required_text(row, STATE_PARTY);

	return party[0] == '\0' ? "Receipts that name no payer" : psprintf("Payer \"%s\"", party);
}

/* A sentence a payer: "%s: settled %s, received %s." */
static char *
describe_states(uint64 count, const char *format, int first_figure, int second_figure)
{
	StringInfoData detail;

	initStringInfo(&detail);
	for (uint64 row = 0; row < Min(count, NAMED_PAYERS); row++)
	{
		appendStringInfo(&detail, "%s%s: ", row == 0 ? "" : "\n", payer_text(row));
		appendStringInfo(&detail, format, figure_text(row, first_figure), figure_text(row, second_figure));
	}
	if (count > NAMED_PAYERS)
		appendStringInfo(&detail, "\n" UINT64_FORMAT " more.", count - NAMED_PAYERS);
	return detail.data;
}

static void
refuse_settled(const Book *book, Period period)
{
	uint64		count = find_states(book, period, "fail");

	if (count == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_SETTLED_UNRECEIVED),
			 errmsg("cannot close period \"%s\" of book \"%s\" with more settled than was received",
					fl_period_text(period), book->code),
			 errdetail_internal("%s", describe_states(count, "settled %s, received %s.",
													  STATE_SETTLED, STATE_RECEIVED)),
			 errhint("Contributions are not waived: reverse what was settled without a receipt, or post the receipt; what a court or the State Council ended is recorded with fund.relieve(). fund.settlements(%s, '%s') shows every payer.",
					 quote_literal_cstr(book->code), fl_period_text(period))));
}

static void
warn_of_unsettled(const Book *book, Period period)
{
	uint64		count = find_states(book, period, "warning");

	if (count == 0)
		return;
	ereport(WARNING,
			(errcode(ERRCODE_WARNED_UNSETTLED),
			 errmsg("what was received in book \"%s\" has not been settled by the end of period \"%s\"",
					book->code, fl_period_text(period)),
			 errdetail_internal("%s", describe_states(count, "%s is due, and %s was received since it was and is not settled.",
													  STATE_DUE, STATE_UNSETTLED)),
			 errhint("What is received and still due is income twice on the accrual basis: settle it in the overlay. fund.settlements(%s, '%s') shows every payer.",
					 quote_literal_cstr(book->code), fl_period_text(period))));
}

void
fl_settlement_close(const Book *book, Period period)
{
	if (!has_claims(book, period))
		return;
	write_rows(book, period);
	refuse_settled(book, period);
	warn_of_unsettled(book, period);
}

/* ---------- fund.settlements ---------- */

/* Of a month within what was brought forward as a whole nothing is known but who. */
static void
put_unknown(Report *report)
{
	for (int column = STATE_DUE; column <= STATE_UNSETTLED; column++)
		report_add_nullable(report, (Datum) 0, true);
	fl_report_add_word(report, "verdict", "not evaluable");
}

static void
put_figures(Report *report, uint64 row)
{
	bool		is_null;
	Datum		open_since = fl_spi_value(row, STATE_OPEN_SINCE, &is_null);

	for (int column = STATE_DUE; column <= STATE_RECEIVED; column++)
		report_add(report, fl_spi_required(row, column));
	report_add_nullable(report, open_since, is_null);
	report_add(report, fl_spi_required(row, STATE_UNSETTLED));
	fl_report_add_word(report, "verdict", fl_spi_text(row, STATE_VERDICT));
}

static void
put_state(Report *report, uint64 row, bool is_known)
{
	const char *party = fl_spi_required_text(row, STATE_PARTY);

	fl_report_begin_row(report);
	report_add_text(report, party[0] == '\0' ? NULL : party);
	report_add_text(report, fl_spi_text(row, STATE_NAME));
	if (is_known)
		put_figures(report, row);
	else
		put_unknown(report);
	fl_report_end_row(report);
}

PG_FUNCTION_INFO_V1(fl_settlements);
Datum
fl_settlements(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "period"};
	static SpiPlan plan = {
		"SELECT s.*, p.name FROM fund._settlement_states($1, $2) AS s LEFT JOIN ledger.party AS p USING (party)"
		" ORDER BY s.party COLLATE \"C\"", "integer, fund.period"
	};
	Report		report;
	const Book *book;
	Period		period;
	Period		through;
	Datum		values[2];
	uint64		count;
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, arguments);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	period = fl_report_period_of(fcinfo, 1, book);
	values[0] = Int32GetDatum(book->book_id);
	values[1] = PeriodGetDatum(period);

	fl_ledger_enter(&call);
	through = fl_brought_through_seen(book);
	if (period < through)
		fl_brought_notice(book, through);
	count = fl_spi_run(&plan, values, NULL, SPI_READ);
	for (uint64 row = 0; row < count; row++)
		put_state(&report, row, period >= through);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

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
 *
 * What a book held is taken over once: it has one successor, is retired with
 * the succession, and neither moves nor closes a month from then on.
 * succeed.c says and takes back that it does; succession.sql declares the tables.
 */
#include "postgres.h"

#include "closing/closing_step.h"
#include "closing/succession.h"
#include "ledger/fence.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "types/journal.h"

bool
fl_succession_is_successor(const Book *book)
{
	static SpiPlan plan = {"SELECT FROM ledger.succession WHERE book_id = $1", "integer"};
	Datum		book_id = Int32GetDatum(book->book_id);

	return fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST) > 0;
}

const Book *
fl_succession_successor_of(const Book *book)
{
	static SpiPlan plan = {
		"SELECT book_id FROM ledger.succession WHERE predecessor_id = $1", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);

	if (fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST) == 0)
		return NULL;
	return fl_book_by_id(DatumGetInt32(fl_spi_required(0, 1)));
}

const Account *
fl_succession_account(const Book *book, int32 predecessor_id, AccountCode code)
{
	const Account *account = fl_standard_account(fl_book_standard(book), code);

	if (account != NULL)
		return account;
	return fl_book_account(predecessor_id == 0 ? book : fl_book_by_id(predecessor_id), code);
}

/* ---------- what a predecessor must be ---------- */

pg_noreturn static void
refuse_open_predecessor(const Book *book, const Book *predecessor, Period closed_through)
{
	ereport(ERROR,
			(errcode(ERRCODE_PERIOD_ORDER),
			 errmsg("book \"%s\" is not closed through \"%s\", after which book \"%s\" succeeds it",
					predecessor->code, fl_period_text(book->first_period - 1), book->code),
			 closed_through < predecessor->first_period ?
			 errdetail("No period has been closed, and the first one is \"%s\".",
					   fl_period_text(predecessor->first_period)) :
			 errdetail("The last closed period is \"%s\".", fl_period_text(closed_through)),
			 errhint("Its last closing is the successor's opening: close it first.")));
}

/* Row 0 is the first account that has moved since. */
static bool
find_move(const Book *predecessor, Period since)
{
	static SpiPlan plan = {
		"SELECT * FROM fund._first_move_since($1, $2)", "integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(predecessor->book_id), PeriodGetDatum(since)};

	return fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) > 0;
}

/* What it holds would stand in both books. */
static void
check_ends(const Book *book, const Book *predecessor, Period closed_through)
{
	bool		is_closed = closed_through >= book->first_period;

	if (!is_closed && !find_move(predecessor, book->first_period))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PERIOD_ORDER),
			 errmsg("book \"%s\" goes on after \"%s\", after which book \"%s\" succeeds it",
					predecessor->code, fl_period_text(book->first_period - 1), book->code),
			 is_closed ?
			 errdetail("The last closed period is \"%s\".", fl_period_text(closed_through)) :
			 errdetail("Account \"%s\" has moved by %s since.", fl_spi_text(0, 1), fl_spi_text(0, 2)),
			 is_closed ?
			 errhint("Reopen its later periods with fund.reopen_period().") :
			 errhint("Reverse what was posted since and post it in the successor, or create a successor that begins later.")));
}

void
fl_succession_check_predecessor(const Book *book, const Book *predecessor)
{
	Period		closed_through = fl_book_closed_through(predecessor);

	if (closed_through < book->first_period - 1)
		refuse_open_predecessor(book, predecessor, closed_through);
	check_ends(book, predecessor, closed_through);
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
	FAULT_OVEREXPLAINED,
};

static bool
is_in_chart(const Book *book, AccountCode code)
{
	return fl_standard_account(fl_book_standard(book), code) != NULL;
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
					 fl_account_code_text(code), account->name);
	if (!is_in_chart(book, code))
		appendStringInfo(detail, " of book \"%s\"", fl_book_by_id(predecessor_id)->code);
	appendStringInfo(detail, ", %s: last closing %s, opening %s, explained %s, unexplained %s.",
					 fl_spi_text(row, FAULT_BASIS),
					 balance_text(account, last_closing), balance_text(account, opening),
					 balance_text(account, explained),
					 balance_text(account, fl_amount_subtract(difference, explained)));
}

/* Do restatements explain more of an account than there is to explain? */
static bool
is_any_overexplained(uint64 count)
{
	for (uint64 row = 0; row < count; row++)
	{
		if (DatumGetBool(fl_spi_required(row, FAULT_OVEREXPLAINED)))
			return true;
	}
	return false;
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

static const char *
opening_hint(const Book *book, uint64 count)
{
	if (is_any_unmapped(book, count))
		return psprintf("Map the accounts that standard \"%s\" does not have with the account_map of fund.succeed().",
						book->standard_code);
	if (is_any_overexplained(count))
		return "An opening voucher that only brings in last closings restates nothing: reverse one that has a restatement with fund.reverse(), and post it anew.";
	return "Correct the opening vouchers, or say with fund.restate() what one of them restates.";
}

pg_noreturn static void
refuse_opening(const Book *book, uint64 count)
{
	StringInfoData detail;
	const char *hint = opening_hint(book, count);

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
			 errhint("%s", hint)));
}

static void
check_opening(const Book *book)
{
	static SpiPlan plan = {
		"SELECT account, basis::text, last_closing::fund.amount, opening::fund.amount,"
		"   explained::fund.amount, coalesce(predecessor_id, 0),"
		"   abs(explained) > abs(opening - last_closing)"
		" FROM fund._succession_compared($1) WHERE opening - last_closing <> explained"
		" ORDER BY abs(opening - last_closing - explained) DESC, account, basis", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	uint64		count = fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST);

	if (count > 0)
		refuse_opening(book, count);
}

/* Whoever reopens the month waits, and whoever is doing so is waited for. */
static void
hold_last_month(const Book *book, int32 predecessor_id)
{
	fl_fence_keep((BookMonth) {predecessor_id, book->first_period - 1});
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

/* What the book held is its successor's: moved here, too, it would count twice. */
void
fl_succession_check_not_ended(const Book *book, Period period)
{
	const Book *successor = fl_succession_successor_of(book);

	if (successor == NULL || period < successor->first_period)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PERIOD_ORDER),
			 errmsg("period \"%s\" of book \"%s\" is after its last one",
					fl_period_text(period), book->code),
			 errdetail("Book \"%s\" succeeds it from \"%s\" on.",
					   successor->code, fl_period_text(successor->first_period)),
			 errhint("Close the periods of the successor.")));
}

void
fl_succession_check(const Book *book, Period period)
{
	List	   *predecessors;
	ListCell   *lc;

	fl_succession_check_not_ended(book, period);
	if (period != book->first_period)
		return;
	predecessors = read_predecessors(book);
	foreach(lc, predecessors)
	{
		hold_last_month(book, lfirst_int(lc));
		fl_succession_check_predecessor(book, fl_book_by_id(lfirst_int(lc)));
	}
	if (predecessors != NIL)
		check_opening(book);
}

void
fl_succession_check_reopen(const Book *book, Period period)
{
	const Book *successor = fl_succession_successor_of(book);

	if (successor != NULL && fl_book_closed_through(successor) >= successor->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_ORDER),
				 errmsg("cannot reopen period \"%s\" of book \"%s\" before those of its successor",
						fl_period_text(period), book->code),
				 errdetail("Book \"%s\" opened with its closing and has closed period \"%s\".",
						   successor->code, fl_period_text(successor->first_period)),
				 errhint("Reopen the periods of the successor first.")));
}

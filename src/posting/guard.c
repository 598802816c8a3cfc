/*
 * guard.c
 *		防透支: accounts whose overdraft is refused at posting.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "posting/guard.h"
#include "server/errors.h"
#include "server/spi_plan.h"

typedef struct GuardedChange
{
	const Book *book;
	const Account *account;		/* whose row is guarded, its details included */
	AccountCode code;
	int128		change;			/* on the normal side */

	/* where the changes before and with a voucher come to least, and which one that is */
	int128		lowest;
	char	   *source_key;		/* NULL: none */
	int64		row;			/* 0: the only one of its statement */
} GuardedChange;

struct GuardedChanges
{
	List	   *changes;		/* few: guarded accounts are rare */
};

static GuardedChange *
find_change(GuardedChanges *all, const Book *book, AccountCode code)
{
	ListCell   *lc;

	foreach(lc, all->changes)
	{
		GuardedChange *change = lfirst(lc);

		if (change->book->book_id == book->book_id && change->code == code)
			return change;
	}
	return NULL;
}

/* An overdraft has many causes; the one that is named left least on the account. */
static void
note_lowest(GuardedChange *change, const text *source_key, int64 row)
{
	if (change->change >= change->lowest)
		return;
	change->lowest = change->change;
	change->row = row;
	if (change->source_key != NULL)
		pfree(change->source_key);
	change->source_key = source_key == NULL ? NULL : text_to_cstring(source_key);
}

void
fl_guard_add(GuardedChanges **changes, MemoryContext context,
			 const Book *book, const Account *account, const JournalLine *line,
			 const text *source_key, int64 row)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	GuardedChange *change;

	if (*changes == NULL)
		*changes = palloc0(sizeof(GuardedChanges));
	change = find_change(*changes, book, account->listed);
	if (change == NULL)
	{
		change = palloc0(sizeof(GuardedChange));
		change->book = book;
		change->account = account;
		change->code = account->listed;
		(*changes)->changes = lappend((*changes)->changes, change);
	}
	change->change += line->credit == account->credit_normal ? line->amount : -line->amount;
	note_lowest(change, source_key, row);
	MemoryContextSwitchTo(caller);
}

static void
write_change(const GuardedChange *change, int128 amount, bool folded)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.guarded_change (book_id, account, change, folded) VALUES ($1, $2, $3, $4)",
		"integer, fund.account_code, fund.amount, boolean"
	};
	Datum		arguments[] = {
		Int32GetDatum(change->book->book_id), AccountCodeGetDatum(change->code),
		AmountGetDatum(fl_amount_from_total(amount)), BoolGetDatum(folded)
	};

	fl_spi_run(&plan, arguments, NULL, SPI_WRITE);
}

/*
 * Whoever is in flight brings a row of their own later: what is visible now
 * is folded, whole.  Where the guard is new, and no row has been folded yet,
 * the balance is that of the journals, but for accounts below that have a row
 * of their own; both are of one snapshot, lest a posting that commits between
 * two be in the journals and keep its row as well.
 */
static int128
fold(const GuardedChange *change)
{
	static SpiPlan plan = {
		"WITH folded AS (DELETE FROM ledger.guarded_change"
		"  WHERE book_id = $1 AND account OPERATOR(fund.=) $2 RETURNING change, folded)"
		" SELECT CASE WHEN pg_catalog.bool_or(folded) THEN fund.sum(change) ELSE"
		"  (SELECT fund.sum(CASE WHEN (line.side = 'credit') = $3 THEN line.amount"
		"    ELSE OPERATOR(fund.-) line.amount END)"
		"   FROM ledger.voucher AS v, fund.lines(v.journal) AS line"
		"   WHERE v.book_id = $1 AND v.basis OPERATOR(fund.=) 'cash' AND line.account OPERATOR(fund.<@) $2"
		"    AND NOT EXISTS (SELECT FROM ledger.account AS listed WHERE listed.standard = $4"
		"     AND listed.account OPERATOR(fund.<>) $2 AND listed.account OPERATOR(fund.<@) $2"
		"     AND line.account OPERATOR(fund.<@) listed.account))"
		"  END FROM folded",
		"integer, fund.account_code, boolean, text"
	};
	Datum		arguments[] = {
		Int32GetDatum(change->book->book_id), AccountCodeGetDatum(change->code),
		BoolGetDatum(change->account->credit_normal),
		CStringGetTextDatum(change->book->standard_code)
	};
	int128		balance;

	fl_spi_run(&plan, arguments, NULL, SPI_WRITE);
	balance = DatumGetAmount(fl_spi_required(0, 1));
	write_change(change, balance, true);
	return balance;
}

static int
lowest_context(const GuardedChange *change)
{
	if (change->source_key != NULL)
		return errcontext("the account is lowest after the voucher with source key \"%s\"", change->source_key);
	if (change->row > 0)
		return errcontext("the account is lowest after row " INT64_FORMAT " of the statement", change->row);
	return 0;
}

static void
record(const GuardedChange *change)
{
	write_change(change, change->change, false);
}

static void
enforce(const GuardedChange *change)
{
	int128		balance;

	record(change);
	if (change->change >= 0)
		return;

	fl_fence_guard(change->book->book_id, change->code);
	balance = fold(change);
	if (balance >= 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OVERDRAWN),
			 errmsg("account \"%s\" of book \"%s\" would be overdrawn",
					fl_account_code_text(change->code), change->book->code),
			 errdetail("The posting takes %s from \"%s\", which holds %s.",
					   fl_total_text(-change->change), change->account->name,
					   fl_total_text(balance - change->change)),
			 errhint("Bring money in first; the account is guarded against overdraft."),
			 lowest_context(change)));
}

static int
compare_changes(const ListCell *a, const ListCell *b)
{
	const GuardedChange *left = lfirst(a);
	const GuardedChange *right = lfirst(b);

	if (left->book->book_id != right->book->book_id)
		return left->book->book_id < right->book->book_id ? -1 : 1;
	return (left->code > right->code) - (left->code < right->code);
}

static void
for_each_change(GuardedChanges *changes, void (*act) (const GuardedChange *change))
{
	LedgerCall	call;
	ListCell   *lc;

	if (changes == NULL)
		return;
	/* In the order of their keys, so that reducers never wait in a circle. */
	list_sort(changes->changes, compare_changes);

	fl_ledger_enter_to_write(&call);
	foreach(lc, changes->changes)
	{
		CHECK_FOR_INTERRUPTS();
		act(lfirst(lc));
	}
	fl_ledger_leave(&call);
}

void
fl_guard_enforce(GuardedChanges *changes)
{
	for_each_change(changes, enforce);
}

void
fl_guard_record(GuardedChanges *changes)
{
	for_each_change(changes, record);
}

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
	const Account *account;		/* whose row is guarded, its details included, or of the group */
	AccountCode code;			/* of a group, of its first account */
	const char *group;			/* NULL: the account alone */
	bool		is_enforced;
	int128		change;			/* on the normal side */
	Period		period;			/* the last that it is of */

	/* where the changes before and with a voucher come to least, and which one that is */
	int128		lowest;
	char	   *source_key;		/* NULL: none */
	int64		row;			/* 0: the only one of its statement */
} GuardedChange;

struct GuardedChanges
{
	List	   *changes;		/* few: guarded accounts are rare */
};

/* ---------- what a statement changes ---------- */

static int
compare_groups(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static bool
is_of(const GuardedChange *change, const GuardedChange *key)
{
	return change->book->book_id == key->book->book_id && change->code == key->code &&
		compare_groups(change->group, key->group) == 0;
}

/* That of the same guard, which is added where there is none yet. */
static GuardedChange *
change_of(GuardedChanges *all, const GuardedChange *key)
{
	GuardedChange *change;
	ListCell   *lc;

	foreach(lc, all->changes)
	{
		if (is_of(lfirst(lc), key))
			return lfirst(lc);
	}
	change = palloc(sizeof(GuardedChange));
	*change = *key;
	all->changes = lappend(all->changes, change);
	return change;
}

/* An overdraft has many causes; the one that is named left least on the account. */
static void
note_lowest(GuardedChange *change, const GuardedLine *guarded)
{
	if (change->change >= change->lowest)
		return;
	change->lowest = change->change;
	change->row = guarded->row;
	if (change->source_key != NULL)
		pfree(change->source_key);
	change->source_key = guarded->source_key == NULL ? NULL : text_to_cstring(guarded->source_key);
}

static void
add(GuardedChanges *all, const GuardedLine *guarded, const GuardedChange *key)
{
	const JournalLine *line = guarded->line;
	GuardedChange *change = change_of(all, key);

	change->is_enforced |= key->is_enforced;
	change->period = Max(change->period, guarded->period);
	change->change += line->credit == guarded->account->credit_normal ? line->amount : -line->amount;
	note_lowest(change, guarded);
}

void
fl_guard_add(GuardedChanges **changes, MemoryContext context, const GuardedLine *guarded)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	const Account *account = guarded->account;
	GuardedChange alone = {
		.book = guarded->book, .account = account, .code = account->listed,
		.is_enforced = account->overdraft == OVERDRAFT_GUARDED || !guarded->at_close
	};
	GuardedChange together = {
		.book = guarded->book, .account = account, .code = account->guard_key,
		.group = account->guard_group, .is_enforced = true
	};

	if (*changes == NULL)
		*changes = palloc0(sizeof(GuardedChanges));
	if (account->overdraft >= OVERDRAFT_GUARDED)
		add(*changes, guarded, &alone);
	if (account->guard_group != NULL)
		add(*changes, guarded, &together);
	MemoryContextSwitchTo(caller);
}

/* ---------- writing it down ---------- */

static Datum
group_datum(const GuardedChange *change)
{
	return change->group == NULL ? (Datum) 0 : CStringGetTextDatum(change->group);
}

static void
write_change(const GuardedChange *change, int128 amount, bool folded)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.guarded_change (book_id, account, guard_group, change, folded)"
		" VALUES ($1, $2, $3, $4, $5)",
		"integer, fund.account_code, text, fund.amount, boolean"
	};
	Datum		arguments[] = {
		Int32GetDatum(change->book->book_id), AccountCodeGetDatum(change->code), group_datum(change),
		AmountGetDatum(fl_amount_from_total(amount)), BoolGetDatum(folded)
	};

	fl_spi_run(&plan, arguments, change->group == NULL ? "  n  " : NULL, SPI_WRITE);
}

/*
 * Whoever is in flight brings a row of their own later: what is visible now
 * is folded, whole.  Where the guard is new, and no row has been folded yet,
 * the balance is that of the journals, but for accounts below that have a row
 * of their own, or a group; both are of one snapshot, lest a posting that commits between
 * two be in the journals and keep its row as well.
 */
static int128
fold(const GuardedChange *change)
{
	static SpiPlan plan = {
		"WITH folded AS (DELETE FROM ledger.guarded_change"
		"  WHERE book_id = $1 AND account OPERATOR(fund.=) $2 AND guard_group IS NOT DISTINCT FROM $3"
		"  RETURNING change, folded)"
		" SELECT CASE WHEN pg_catalog.bool_or(folded) THEN fund.sum(change) ELSE"
		"  (SELECT fund.sum(CASE WHEN line.side = guarded.normal_side THEN line.amount"
		"    ELSE OPERATOR(fund.-) line.amount END)"
		"   FROM ledger.voucher AS v, fund.lines(v.journal) AS line, ledger.account AS guarded"
		"   WHERE v.book_id = $1 AND v.basis OPERATOR(fund.=) 'cash' AND guarded.standard = $4"
		"    AND CASE WHEN $3 IS NULL THEN guarded.account OPERATOR(fund.=) $2 ELSE guarded.guard_group = $3 END"
		"    AND line.account OPERATOR(fund.<@) guarded.account"
		"    AND NOT EXISTS (SELECT FROM ledger.account AS listed WHERE listed.standard = $4"
		"     AND ($3 IS NULL OR listed.guard_group IS NOT NULL)"
		"     AND listed.account OPERATOR(fund.<>) guarded.account AND listed.account OPERATOR(fund.<@) guarded.account"
		"     AND line.account OPERATOR(fund.<@) listed.account"
		"     AND ($3 IS NULL OR listed.guard_group IS NOT NULL)))"
		"  END FROM folded",
		"integer, fund.account_code, text, text",
		CURSOR_OPT_GENERIC_PLAN	/* to plan it takes longer than to run it */
	};
	Datum		arguments[] = {
		Int32GetDatum(change->book->book_id), AccountCodeGetDatum(change->code), group_datum(change),
		CStringGetTextDatum(change->book->standard_code)
	};
	int128		balance;

	fl_spi_run(&plan, arguments, change->group == NULL ? "  n " : NULL, SPI_WRITE);
	balance = DatumGetAmount(fl_spi_required(0, 1));
	write_change(change, balance, true);
	return balance;
}

/* ---------- refusing ---------- */

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
refuse_group(const GuardedChange *change, int128 held)
{
	ereport(ERROR,
			(errcode(ERRCODE_OVERDRAWN),
			 errmsg("accounts \"%s\" of book \"%s\" would be overdrawn together",
					change->group, change->book->code),
			 errdetail("The posting takes %s from them, which hold %s.",
					   fl_total_text(-change->change), fl_total_text(held)),
			 errhint("Take no more than they hold; the column \"guard_group\" of ledger.account says which they are."),
			 lowest_context(change)));
}

static void
refuse_account(const GuardedChange *change, int128 held)
{
	ereport(ERROR,
			(errcode(ERRCODE_OVERDRAWN),
			 errmsg("account \"%s\" of book \"%s\" would be overdrawn",
					fl_account_code_text(change->code), change->book->code),
			 errdetail("The posting takes %s from \"%s\", which holds %s.",
					   fl_total_text(-change->change), change->account->name, fl_total_text(held)),
			 change->account->overdraft == OVERDRAFT_GUARDED ?
			 errhint("Bring money in first; the account is guarded against overdraft.") :
			 errhint("Take no more than it holds; what month-end carries into it counts from then on."),
			 lowest_context(change)));
}

/* What the others of its group held at the end of the month before. */
static int128
read_to_be_carried(const GuardedChange *change)
{
	static SpiPlan plan = {
		"SELECT fund.sum(CASE WHEN line.side = guarded.normal_side THEN line.amount"
		"   ELSE OPERATOR(fund.-) line.amount END)"
		" FROM ledger.voucher AS v, fund.lines(v.journal) AS line, ledger.account AS guarded"
		" WHERE v.book_id = $1 AND v.voucher_date < $2 AND v.basis OPERATOR(fund.=) 'cash'"
		"  AND guarded.standard = $3 AND guarded.guard_group = $4 AND guarded.account OPERATOR(fund.<>) $5"
		"  AND line.account OPERATOR(fund.<@) guarded.account"
		"  AND NOT EXISTS (SELECT FROM ledger.account AS listed WHERE listed.standard = $3"
		"   AND listed.guard_group IS NOT NULL AND line.account OPERATOR(fund.<@) listed.account"
		"   AND listed.account OPERATOR(fund.<>) guarded.account AND listed.account OPERATOR(fund.<@) guarded.account)",
		"integer, date, text, text, fund.account_code"
	};
	Datum		arguments[] = {
		Int32GetDatum(change->book->book_id), DateADTGetDatum(fl_period_first_day(change->period)),
		CStringGetTextDatum(change->book->standard_code),
		CStringGetTextDatum(change->account->guard_group), AccountCodeGetDatum(change->code)
	};

	bool		is_null;
	Datum		sum;

	fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);
	sum = fl_spi_value(0, 1, &is_null);
	return is_null ? 0 : Max(DatumGetAmount(sum), 0);
}

/*
 * Months may be filled before those before them end, whose month-ends will
 * carry into the account what others of its group held then.
 */
static int128
still_to_be_carried(const GuardedChange *change)
{
	if (change->group != NULL || change->account->guard_group == NULL ||
		change->account->overdraft != OVERDRAFT_GUARDED_BY_HAND)
		return 0;
	return read_to_be_carried(change);
}

/* What moves within a group changes nothing. */
static void
record(const GuardedChange *change)
{
	if (change->change != 0)
		write_change(change, change->change, false);
}

static void
enforce(const GuardedChange *change)
{
	int128		balance;

	record(change);
	if (change->change >= 0 || !change->is_enforced)
		return;

	fl_fence_guard(change->book->book_id, change->code);
	balance = fold(change);
	if (balance >= 0 || balance + still_to_be_carried(change) >= 0)
		return;
	if (change->group != NULL)
		refuse_group(change, balance - change->change);
	else
		refuse_account(change, balance - change->change);
}

static int
compare_changes(const ListCell *a, const ListCell *b)
{
	const GuardedChange *left = lfirst(a);
	const GuardedChange *right = lfirst(b);

	if (left->book->book_id != right->book->book_id)
		return left->book->book_id < right->book->book_id ? -1 : 1;
	if (left->code != right->code)
		return left->code > right->code ? 1 : -1;
	return compare_groups(left->group, right->group);
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

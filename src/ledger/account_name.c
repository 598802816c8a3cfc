/*
 * account_name.c
 *		科目名称: what a book calls an account in a period.
 *
 * ledger.book_account_name has a row for each name that the book has given, and
 * for each that the owner of its standard gave after months were closed
 * (standard_change.c).  Books that have none are told by a bit.  Those of others
 * are read once a snapshot, as the figures beside which they stand.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "ledger/account_name.h"
#include "ledger/columns.h"
#include "ledger/ledger.h"
#include "server/snapshot_mark.h"
#include "server/spi_plan.h"

typedef struct AccountName
{
	AccountCode code;
	Period		from;
	char	   *name;
} AccountName;

/* Of one book; by code, and of a code the latest first. */
typedef struct AccountNames
{
	int32		book_id;
	SnapshotMark seen_by;
	int			count;
	AccountName *names;
} AccountNames;

static AccountNames *cached = NULL; /* in TopTransactionContext */

/* ---------- reading ---------- */

static void
forget_at_end(XactEvent event, void *arg)
{
	cached = NULL;
}

static void
register_callback(void)
{
	static bool registered = false;

	if (registered)
		return;
	RegisterXactCallback(forget_at_end, NULL);
	registered = true;
}

static AccountNames *
read_names(int32 book_id)
{
	static SpiPlan plan = {
		"SELECT book_id, account, from_period, name FROM ledger.book_account_name WHERE book_id = $1"
		" ORDER BY account USING OPERATOR(fund.<), from_period USING OPERATOR(fund.>)", "integer"
	};
	MemoryContext caller = MemoryContextSwitchTo(TopTransactionContext);
	Datum		argument = Int32GetDatum(book_id);
	AccountNames *names = palloc0(sizeof(AccountNames));
	LedgerCall	call;

	fl_ledger_enter(&call);
	names->count = fl_spi_run(&plan, &argument, NULL, SPI_READ);
	MemoryContextSwitchTo(TopTransactionContext);
	names->names = palloc(Max(names->count, 1) * sizeof(AccountName));
	for (int row = 0; row < names->count; row++)
		names->names[row] = (AccountName) {
			fl_spi_account_code(row, 2), fl_spi_period(row, 3), fl_spi_required_text(row, 4)
		};
	fl_ledger_leave(&call);
	MemoryContextSwitchTo(caller);
	return names;
}

static const AccountNames *
names_of(const Book *book)
{
	SnapshotMark mark = snapshot_mark_of(GetActiveSnapshot());
	AccountNames *names;

	if (cached != NULL && cached->book_id == book->book_id &&
		snapshot_marks_are_equal(cached->seen_by, mark))
		return cached;
	register_callback();
	names = read_names(book->book_id);
	names->book_id = book->book_id;
	names->seen_by = mark;
	cached = names;
	return names;
}

/* ---------- finding ---------- */

static int
first_of_code(const AccountNames *names, AccountCode code)
{
	int			low = 0;
	int			high = names->count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (names->names[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const char *
name_in(const AccountNames *names, AccountCode code, Period period)
{
	for (int i = first_of_code(names, code); i < names->count && names->names[i].code == code; i++)
	{
		if (names->names[i].from <= period)
			return names->names[i].name;
	}
	return NULL;
}

const char *
fl_account_own_name(const Book *book, AccountCode code, Period period)
{
	const Account *account = fl_standard_account(fl_book_standard(book), code);
	const char *name = account == NULL || !book->has_names ? NULL : name_in(names_of(book), code, period);

	if (name == NULL && account != NULL && account->listed == code)
		return account->name;
	return name;
}

const char *
fl_account_name_of(const Book *book, AccountCode code, Period period)
{
	const Account *account = fl_standard_account(fl_book_standard(book), code);
	const AccountNames *names;

	if (account == NULL || !book->has_names)
		return account == NULL ? NULL : account->name;
	names = names_of(book);
	for (; code >= account->listed; code = account_code_parent(code))
	{
		const char *name = name_in(names, code, period);

		if (name != NULL)
			return name;
	}
	return account->name;
}

void
fl_account_names_span(const Book *book, Period period, Period *first, Period *last)
{
	const AccountNames *names = book->has_names ? names_of(book) : NULL;

	*first = PERIOD_MIN;
	*last = PERIOD_MAX;
	for (int i = 0; names != NULL && i < names->count; i++)
	{
		Period		from = names->names[i].from;

		if (from <= period)
			*first = Max(*first, from);
		else
			*last = Min(*last, from - 1);
	}
}

/*
 * fence_notice.c
 *		Who waits at the fence between closing and posting is told for whom.
 *
 * The view ledger.fence (fence.sql) knows who holds what; it is read as the
 * ledger's owner here, who may read every book, so what the session's own role
 * may not read is left out here.  This runs when somebody has to wait anyway.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "ledger/book.h"
#include "ledger/duty.h"
#include "ledger/fence_notice.h"
#include "ledger/ledger.h"
#include "server/spi_plan.h"

#define HOLDERS_SHOWN	5

/* Columns of the queries, from 1. */
enum
{
	HOLDER_PERIOD = 1,
	HOLDER_ROLE,
	HOLDER_PID,
	HOLDER_GID,
	HOLDER_BOOK,
};

#define HOLDERS \
	"SELECT period, role, pid::text, gid, book FROM ledger.fence" \
	" WHERE pid IS DISTINCT FROM pg_backend_pid()"
#define IN_ORDER " ORDER BY pid, gid COLLATE \"C\", period COLLATE \"C\""

/* Whatever they hold of it: the month, the book or the ledger. */
static SpiPlan posters = {
	HOLDERS " AND mode = 'shared' AND NOT waiting AND (book IS NULL OR book = $1 AND coalesce(period, $2) = $2)"
	IN_ORDER, "text, text"
};

/* Who closes a month has shut its book and the ledger, too. */
static SpiPlan closers = {
	HOLDERS " AND mode = 'exclusive' AND ($1 IS NULL OR book = $1) AND ($2 IS NULL OR period = $2)"
	IN_ORDER, "text, text"
};

/* What is waited for. */
typedef struct Awaited
{
	const Book *book;			/* NULL: any */
	Period		period;
	FenceWait	wait;
	bool		readable;
} Awaited;

static uint64
find_holders(const Awaited *awaited)
{
	bool		any_book = awaited->book == NULL;
	bool		any_period = awaited->period == FENCE_ANY_PERIOD;
	Datum		values[] = {
		any_book ? (Datum) 0 : CStringGetTextDatum(awaited->book->code),
		any_period ? (Datum) 0 : CStringGetTextDatum(fl_period_text(awaited->period)),
	};
	char		nulls[] = {any_book ? 'n' : ' ', any_period ? 'n' : ' ', '\0'};

	return fl_spi_run(awaited->wait == FENCE_WAITS_FOR_POSTERS ? &posters : &closers,
					  values, nulls, SPI_READ_NEWEST);
}

static char *
holder_text(const Awaited *awaited, uint64 row)
{
	char	   *role = awaited->readable ? fl_spi_text(row, HOLDER_ROLE) : NULL;
	char	   *gid = fl_spi_text(row, HOLDER_GID);
	char	   *who = gid != NULL ? psprintf("Prepared transaction \"%s\"", gid) :
		psprintf("Process %s", fl_spi_text(row, HOLDER_PID));

	return role == NULL ? who : psprintf("%s of role \"%s\"", who, role);
}

static char *
held_text(const Awaited *awaited, uint64 row)
{
	char	   *period = fl_spi_text(row, HOLDER_PERIOD);
	const char *verb = awaited->wait == FENCE_WAITS_FOR_CLOSE ? "closes or reopens" : "posts to";

	if (!awaited->readable)
		return psprintf("%s it", verb);
	if (period != NULL)
		return psprintf("%s period \"%s\"", verb, period);
	if (fl_spi_text(row, HOLDER_BOOK) != NULL)
		return psprintf("%s many periods of the book", verb);
	return psprintf("%s many books", verb);
}

static char *
holders_text(const Awaited *awaited, uint64 count)
{
	StringInfoData text;

	initStringInfo(&text);
	for (uint64 row = 0; row < Min(count, HOLDERS_SHOWN); row++)
		appendStringInfo(&text, "%s%s %s.", row == 0 ? "" : "\n",
						 holder_text(awaited, row), held_text(awaited, row));
	if (count > HOLDERS_SHOWN)
		appendStringInfo(&text, "\nOthers: " UINT64_FORMAT ".", count - HOLDERS_SHOWN);
	return text.data;
}

static const char *
awaited_text(const Awaited *awaited)
{
	if (!awaited->readable)
		return "a book";
	if (awaited->period == FENCE_ANY_PERIOD)
		return psprintf("book \"%s\"", awaited->book->code);
	return psprintf("period \"%s\" of book \"%s\"",
					fl_period_text(awaited->period), awaited->book->code);
}

static void
tell(const Awaited *awaited)
{
	uint64		count = find_holders(awaited);

	if (count == 0)
		return;
	ereport(NOTICE,
			(errmsg("waiting for %s", awaited_text(awaited)),
			 errdetail_internal("%s", holders_text(awaited, count)),
			 errhint("The view ledger.fence shows who holds which period, and who waits.")));
}

void
fl_fence_tell(int32 book_id, Period period, FenceWait wait)
{
	Awaited		awaited = {NULL, period, wait, false};
	LedgerCall	call;

	fl_ledger_enter(&call);
	if (book_id != FENCE_ANY_BOOK)
	{
		awaited.book = fl_book_by_id(book_id);
		awaited.readable = fl_has_duty(GetOuterUserId(), book_id, DUTY_READ);
	}
	tell(&awaited);
	fl_ledger_leave(&call);
}

/*
 * succeed.c
 *		承继: saying that a book succeeds another, and taking it back.
 *
 * While the first month of the successor is open: nothing is built on it yet.
 * succession.c has what must hold then and at each close; succession.sql
 * declares the functions.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "closing/account_map.h"
#include "closing/restatement_type.h"
#include "closing/succession.h"
#include "ledger/duty.h"
#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/restore.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* ---------- what it needs ---------- */

typedef struct Succession
{
	const Book *book;
	const Book *predecessor;
	char	   *type;
	char	   *reason;
	NullableDatum account_map;
	NullableDatum authority;
} Succession;

static void
check_type(const char *type)
{
	if (strcmp(type, "merger") != 0 && strcmp(type, "scope_change") != 0 &&
		strcmp(type, "standard_change") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a book does not succeed another by a restatement of type \"%s\"", type),
				 errhint("It does by merger (并表), scope_change (口径调整) or standard_change (制度变更); the others restate vouchers (fund.restate()).")));
}

/* Neither changes: refused before anybody is waited for. */
static void
check_order(const Book *book, const Book *predecessor)
{
	if (predecessor->book_id == book->book_id)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("book \"%s\" cannot succeed itself", book->code),
				 errhint("Within a book an opening is the last closing; fund.restate() says what an adjustment restates.")));
	if (predecessor->first_period >= book->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("book \"%s\" begins no earlier than book \"%s\", which is to succeed it",
						predecessor->code, book->code),
				 errdetail("It begins with \"%s\", its successor with \"%s\".",
						   fl_period_text(predecessor->first_period),
						   fl_period_text(book->first_period)),
				 errhint("A successor opens with a closing: create it with a period after the last one of its predecessor.")));
}

/*
 * Whoever has changed the row goes on to post: so it is waited for before
 * posters are held off.
 */
static void
hold_row(const Book *book)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.book WHERE book_id = $1 FOR NO KEY UPDATE", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);

	fl_spi_run(&plan, &book_id, NULL, SPI_WRITE);
}

/* As a closer does: nobody posts or says otherwise meanwhile. */
static void
hold_first_month_open(const Book *book)
{
	fl_fence_close(book->book_id, book->first_period);
	if (fl_book_closed_through(book) >= book->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_CLOSED),
				 errmsg("first period of book \"%s\" is closed", book->code),
				 errdetail("The book begins with \"%s\" and is closed through \"%s\".",
						   fl_period_text(book->first_period),
						   fl_period_text(fl_book_closed_through(book))),
				 errhint("What it succeeds is said before its first period is closed.")));
}

/* Who ends a book is its 会计主管, too: still, after whoever was waited for. */
static void
require_duties(const Succession *succession, Oid role)
{
	fl_require_duty_of(role, succession->book->book_id, succession->book->code, DUTY_SUPERVISE);
	fl_require_duty_of(role, succession->predecessor->book_id, succession->predecessor->code,
					   DUTY_SUPERVISE);
}

static void
check_no_other_successor(const Book *book, const Book *predecessor)
{
	const Book *successor = fl_succession_successor_of(predecessor);

	if (successor == NULL || successor->book_id == book->book_id)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_UNIQUE_VIOLATION),
			 errmsg("book \"%s\" has a successor", predecessor->code),
			 errdetail("Book \"%s\" succeeds it from \"%s\" on.",
					   successor->code, fl_period_text(successor->first_period)),
			 errhint("What a book held is taken over once; fund.withdraw_succession() takes that back.")));
}

/* ---------- fund.succeed ---------- */

/* What is said again replaces what was: nothing is built on it yet. */
static void
write_succession(const Succession *succession)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.succession AS s"
		" (book_id, predecessor_id, type, reason, authority, retired)"
		" SELECT $1, $2, $3, $4, $5, NOT retired FROM ledger.book WHERE book_id = $2"
		" ON CONFLICT (predecessor_id) DO UPDATE"
		"  SET type = excluded.type, reason = excluded.reason, authority = excluded.authority,"
		"    recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at,"
		"    done_through = excluded.done_through,"
		"    retired = s.retired OR excluded.retired",
		"integer, integer, text, text, text"
	};
	Datum		values[] = {
		Int32GetDatum(succession->book->book_id),
		Int32GetDatum(succession->predecessor->book_id),
		CStringGetTextDatum(succession->type), CStringGetTextDatum(succession->reason),
		succession->authority.value
	};

	fl_spi_run(&plan, values, succession->authority.isnull ? "    n" : NULL, SPI_WRITE);
}

static void
set_retired(const Book *book, bool retired)
{
	static SpiPlan plan = {
		"UPDATE ledger.book SET retired = $2 WHERE book_id = $1", "integer, boolean"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), BoolGetDatum(retired)};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static void
read_books(Succession *succession, FunctionCallInfo fcinfo)
{
	succession->book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_SUPERVISE);
	succession->predecessor = fl_book_argument(PG_GETARG_DATUM(1), DUTY_SUPERVISE);
	fl_restore_check();
}

PG_FUNCTION_INFO_V1(fl_succeed);
Datum
fl_succeed(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "predecessor", "type", "reason", NULL, NULL};
	Succession	succession;
	LedgerCall	call;

	fl_require_arguments(fcinfo, arguments);
	succession.type = fl_restatement_type(PG_GETARG_DATUM(2));
	check_type(succession.type);
	succession.reason = fl_restatement_reason(PG_GETARG_DATUM(3));
	succession.account_map = fcinfo->args[4];
	succession.authority = fl_restatement_authority(fcinfo->args[5]);
	read_books(&succession, fcinfo);
	check_order(succession.book, succession.predecessor);

	fl_ledger_enter_to_act(fcinfo, &call);
	hold_row(succession.predecessor);
	/* Who posts to the predecessor may do so in any month. */
	fl_fence_all();
	hold_first_month_open(succession.book);
	/* Whoever was waited for may have listed details in it. */
	succession.book = fl_book_by_id(succession.book->book_id);
	require_duties(&succession, call.caller);
	check_no_other_successor(succession.book, succession.predecessor);
	fl_succession_check_predecessor(succession.book, succession.predecessor);
	write_succession(&succession);
	set_retired(succession.predecessor, true);
	fl_account_map_write(succession.book, succession.predecessor, succession.account_map);
	fl_ledger_leave(&call);
	PG_RETURN_VOID();
}

/* ---------- fund.withdraw_succession ---------- */

static void
delete_succession(const Succession *succession)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.succession WHERE book_id = $1 AND predecessor_id = $2"
		" RETURNING retired", "integer, integer"
	};
	Datum		values[] = {
		Int32GetDatum(succession->book->book_id),
		Int32GetDatum(succession->predecessor->book_id)
	};

	fl_account_map_delete(succession->predecessor);
	if (fl_spi_run(&plan, values, NULL, SPI_WRITE) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("book \"%s\" does not succeed book \"%s\"",
						succession->book->code, succession->predecessor->code),
				 errhint("The table ledger.succession has what fund.succeed() said.")));
	if (DatumGetBool(fl_spi_required(0, 1)))
		set_retired(succession->predecessor, false);
}

PG_FUNCTION_INFO_V1(fl_withdraw_succession);
Datum
fl_withdraw_succession(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "predecessor"};
	Succession	succession = {0};
	LedgerCall	call;

	fl_require_arguments(fcinfo, arguments);
	read_books(&succession, fcinfo);

	fl_ledger_enter_to_act(fcinfo, &call);
	hold_row(succession.predecessor);
	hold_first_month_open(succession.book);
	require_duties(&succession, call.caller);
	delete_succession(&succession);
	fl_ledger_leave(&call);
	PG_RETURN_VOID();
}

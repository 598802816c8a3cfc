/*
 * views.c
 *		What the reading views ask of C: the names of accounts.
 *
 * views.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "ledger/account_name.h"
#include "ledger/duty.h"

/* The reader that was last asked about, once a query as for a table: a view asks for every line. */
typedef struct LastReader
{
	Oid			role;
	int32		book_id;
} LastReader;

/* A view's functions run as the role that queries it. */
static void
require_reader(FmgrInfo *function, Oid role, const Book *book)
{
	LastReader *last = function->fn_extra;

	if (last == NULL)
		last = function->fn_extra = MemoryContextAllocZero(function->fn_mcxt, sizeof(LastReader));
	if (last->role == role && last->book_id == book->book_id)
		return;
	fl_require_duty_of(role, book->book_id, book->code, DUTY_READ);
	last->role = role;
	last->book_id = book->book_id;
}

/*
 * fund._account_name(book_id integer, account fund.account_code, period
 * fund.period): what the book calls the account in that period.
 */
PG_FUNCTION_INFO_V1(fl_account_name);
Datum
fl_account_name(PG_FUNCTION_ARGS)
{
	const Book *book = fl_book_by_id(PG_GETARG_INT32(0));
	const char *name;

	require_reader(fcinfo->flinfo, GetUserId(), book);
	name = fl_account_name_of(book, PG_GETARG_ACCOUNT_CODE(1), PG_GETARG_PERIOD(2));
	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(name));
}

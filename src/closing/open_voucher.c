/*
 * open_voucher.c
 *		A posted voucher of which something is to be said while its month is open:
 *		what it restates (restatement.c), what it relieves (relief.c).
 */
#include "postgres.h"

#include "utils/date.h"

#include "closing/open_voucher.h"
#include "ledger/fence.h"
#include "ledger/find_voucher.h"
#include "posting/signing.h"
#include "server/errors.h"

static void
read_voucher(const Book *book, int64 voucher_id, OpenVoucher *voucher)
{
	Voucher		found;

	if (!fl_find_voucher_newest(book, DATEVAL_NOEND, voucher_id, &found))
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_VOUCHER),
				 errmsg("voucher " INT64_FORMAT " does not exist in book \"%s\"",
						voucher_id, book->code),
				 errdetail("No voucher of the book has that id."),
				 errhint("fund.post() returns the id of what it posts.")));
	voucher->voucher_id = voucher_id;
	voucher->period = found.period;
	voucher->kind = found.kind;
	voucher->basis = found.basis;
}

/* A close has what is said, or refuses it. */
static void
hold_month_open(const Book *book, const OpenVoucher *voucher, Oid caller, const char *act)
{
	BookMonth	month = {book->book_id, voucher->period};

	fl_fence_post(&month, 1);
	fl_signing_require_duty(caller, book);
	if (voucher->period <= fl_book_closed_through(book))
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_CLOSED),
				 errmsg("cannot %s a voucher of closed period \"%s\" of book \"%s\"",
						act, fl_period_text(voucher->period), book->code),
				 errdetail("The book is closed through %s.",
						   fl_period_text(fl_book_closed_through(book))),
				 errhint("Post it in an open month and say so of that; fund.reopen_period() reopens the last closed period.")));
}

void
fl_open_voucher(const Book *book, int64 voucher_id, Oid caller, const char *act, OpenVoucher *voucher)
{
	read_voucher(book, voucher_id, voucher);
	hold_month_open(book, voucher, caller, act);
}

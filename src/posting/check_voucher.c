/*
 * check_voucher.c
 *		A voucher that is stored: its month is held, its book asked, itself judged.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "posting/check_voucher.h"
#include "posting/judging.h"
#include "posting/signing.h"
#include "server/attempt.h"
#include "server/errors.h"

/* The duty is asked again, for who posts may have waited for others. */
static void
check_duty(const Book *book, Door door)
{
	if (door == DOOR_TABLE)
		fl_signing_require_door(GetUserId(), book);
	else if (door == DOOR_REVIEW)
		fl_signing_require_review(GetUserId(), book);
	else
		fl_signing_require_duty(GetUserId(), book);
}

void
fl_check_book(const Book *book, const char *poster, Door door)
{
	/* Its last months are still to be closed. */
	if (book->retired && !door_is_own(door))
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_BOOK),
				 errmsg("book \"%s\" is retired", book->code),
				 errdetail("It takes no new vouchers."),
				 errhint("Post to the book that took its place.")));
	if (poster != NULL)
		check_duty(book, door);
	fl_signing_check_door(book, door, "fund.prepare()");
}

static void
check_book_of(const Voucher *voucher, const char *poster, Door door)
{
	const Book *book = fl_book_by_id(voucher->book_id);
	VoucherMark mark = fl_voucher_mark(voucher, book);
	ErrorContextCallback context = {error_context_stack, fl_voucher_context, &mark};

	error_context_stack = &context;
	fl_check_book(book, poster, door);
	error_context_stack = context.previous;
}

List *
fl_check_voucher(const Voucher *voucher, const char *poster, Door door)
{
	Posting		posting = {
		.context = CurrentMemoryContext,
		.pairs.context = CurrentMemoryContext,
		.warned.context = CurrentMemoryContext,
		.used.context = CurrentMemoryContext,
		.unassigned.context = CurrentMemoryContext,
		.poster = poster,
		.door = door
	};
	BookMonth	month = {voucher->book_id, voucher->period};

	fl_fence_post(&month, 1);
	check_book_of(voucher, poster, door);
	fl_judge_voucher(&posting, voucher);
	return fl_write_consequences(&posting);
}

static void
try_voucher(void *argument)
{
	(void) fl_check_voucher(argument, NULL, DOOR_REVIEW);
}

void
fl_try_voucher(Voucher *voucher)
{
	ErrorData  *error = fl_attempt_in_vain(try_voucher, voucher);

	if (error != NULL)
		ReThrowError(error);
}

/* Restores and migrations are the owner's.  Not so a function of the owner's that others call. */
const char *
fl_accountable_poster(void)
{
	return fl_signing_is_owner(GetUserId()) ? NULL : fl_outer_user();
}

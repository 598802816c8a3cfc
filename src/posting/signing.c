/*
 * signing.c
 *		制单, 审核: who posts a voucher, and whose names stand under it.
 *
 * Where the book demands review, it is the reviewer who posts, so that nobody
 * can write another's name under a voucher.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "posting/signing.h"
#include "server/errors.h"

void
fl_signing_require_duty(Oid acting, const Book *book)
{
	if (book->review_required && fl_has_duty(acting, book->book_id, DUTY_PREPARE) &&
		!fl_has_duty(acting, book->book_id, DUTY_REVIEW))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for book \"%s\"", book->code),
				 errdetail("The book demands that a reviewer posts, and role \"%s\" prepares.",
						   GetUserNameFromId(acting, false)),
				 errhint("Let a role with the duty \"review\" post it, with %s in prepared_by.",
						 quote_literal_cstr(GetUserNameFromId(acting, false)))));
	fl_require_duty_of(acting, book->book_id, book->code,
					   book->review_required ? DUTY_REVIEW : DUTY_PREPARE);
}

void
fl_signing_require_door(Oid acting, const Book *book)
{
	/* A function of the owner's that others call may be any door. */
	if (has_privs_of_role(acting, fl_ledger_owner()))
	{
		fl_signing_require_duty(acting, book);
		return;
	}
	fl_require_duty_of(acting, book->book_id, book->code, DUTY_FEED);
	if (book->review_required)
		fl_require_duty_of(acting, book->book_id, book->code, DUTY_REVIEW);
}

bool
fl_signing_is_owner(Oid acting)
{
	Oid			owner = fl_ledger_owner();

	return has_privs_of_role(acting, owner) && has_privs_of_role(GetOuterUserId(), owner);
}

void
fl_signing_check_preparer(const Book *book, const char *name)
{
	Oid			preparer = get_role_oid(name, true);

	if (!OidIsValid(preparer) || !fl_may_be_recorded(preparer, book->book_id, DUTY_PREPARE))
		ereport(ERROR,
				(errcode(ERRCODE_NOT_REVIEWED),
				 errmsg("\"%s\" does not prepare vouchers of book \"%s\"", name, book->code),
				 errdetail("The preparer of a reviewed voucher is a role with the duty \"prepare\" in the book."),
				 errhint("Name the role that prepared it in prepared_by.")));
}

/* ---------- the names under a voucher ---------- */

static bool
same_text(const text *a, const text *b)
{
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

static bool
is_name(const text *value, const char *name)
{
	return VARSIZE_ANY_EXHDR(value) == strlen(name) &&
		memcmp(VARDATA_ANY(value), name, strlen(name)) == 0;
}

/* The poster alone answers for it. */
static void
check_unreviewed(const Book *book, const Voucher *voucher, const char *poster)
{
	if (!is_name(voucher->prepared_by, poster))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher is prepared by \"%s\", but posted by \"%s\"",
						text_to_cstring(voucher->prepared_by), poster),
				 errhint("Leave prepared_by out: it is the role that posts.")));
	/* fund.post() in a book that demands review names the poster. */
	if (voucher->reviewed_by != NULL &&
		!(book->review_required && is_name(voucher->reviewed_by, poster)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher that needs no review is reviewed by \"%s\"",
						text_to_cstring(voucher->reviewed_by)),
				 errdetail("It is posted by \"%s\", who answers for it alone.", poster),
				 errhint("Leave reviewed_by out.")));
}

static void
check_reviewed(const Book *book, const Voucher *voucher, const char *poster)
{
	if (voucher->reviewed_by == NULL || same_text(voucher->reviewed_by, voucher->prepared_by))
		ereport(ERROR,
				(errcode(ERRCODE_NOT_REVIEWED),
				 errmsg("voucher has not been reviewed"),
				 errdetail("Book \"%s\" demands that another than the preparer \"%s\" reviews a voucher; the reviewer is %s.",
						   book->code, text_to_cstring(voucher->prepared_by),
						   voucher->reviewed_by == NULL ? "missing" : "the same"),
				 errhint("Let the reviewer post it, with the preparer's name in prepared_by.")));
	if (poster != NULL && !is_name(voucher->reviewed_by, poster))
		ereport(ERROR,
				(errcode(ERRCODE_NOT_REVIEWED),
				 errmsg("voucher is reviewed by \"%s\", but posted by \"%s\"",
						text_to_cstring(voucher->reviewed_by), poster),
				 errhint("Let the reviewer post it, with the preparer's name in prepared_by.")));
	if (poster != NULL)
		fl_signing_check_preparer(book, text_to_cstring(voucher->prepared_by));
}

/* Vouchers that month-end and the naming of accounts make need no review. */
void
fl_signing_check(const Book *book, const Voucher *voucher, const char *poster)
{
	bool		is_made = voucher->kind == KIND_CARRY || voucher->kind == KIND_CLOSING ||
		voucher->kind == KIND_SPLIT;

	if (book->review_required && !is_made)
		check_reviewed(book, voucher, poster);
	else if (poster != NULL)
		check_unreviewed(book, voucher, poster);
}

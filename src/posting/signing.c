/*
 * signing.c
 *		制单, 审核: who posts a voucher, and whose names stand under it.
 *
 * Where a book demands review, a voucher is a draft first, which another has
 * prepared in a transaction of his own: so nobody can write another's name
 * under a voucher (doc/adr/0017-drafts.md).
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
	bool		reviews = book->review_required && fl_has_duty(acting, book->book_id, DUTY_REVIEW);

	fl_require_duty_of(acting, book->book_id, book->code, reviews ? DUTY_REVIEW : DUTY_PREPARE);
}

void
fl_signing_require_door(Oid acting, const Book *book)
{
	/* A function of the owner's that others call may be any door. */
	if (has_privs_of_role(acting, fl_ledger_owner()))
		fl_signing_require_duty(acting, book);
	else
		fl_require_duty_of(acting, book->book_id, book->code, DUTY_FEED);
}

void
fl_signing_require_review(Oid acting, const Book *book)
{
	fl_require_duty_of(acting, book->book_id, book->code, DUTY_REVIEW);
}

void
fl_signing_check_door(const Book *book, Door door, const char *call)
{
	if (!book->review_required || door_is_reviewed(door))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NOT_REVIEWED),
			 errmsg("voucher has not been reviewed"),
			 errdetail("Book \"%s\" demands that another than the preparer reviews each voucher: it comes as a draft.",
					   book->code),
			 errhint("Make the draft with %s; a role with the duty \"review\" posts it with fund.approve_draft().",
					 call)));
}

bool
fl_signing_is_owner(Oid acting)
{
	Oid			owner = fl_ledger_owner();

	return has_privs_of_role(acting, owner) && has_privs_of_role(GetOuterUserId(), owner);
}

/* ---------- the names under a voucher ---------- */

static bool
is_name(const text *value, const char *name)
{
	return VARSIZE_ANY_EXHDR(value) == strlen(name) &&
		memcmp(VARDATA_ANY(value), name, strlen(name)) == 0;
}

/* The poster alone answers for it. */
static void
check_unreviewed(const Voucher *voucher, const char *poster)
{
	if (!is_name(voucher->prepared_by, poster))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher is prepared by \"%s\", but posted by \"%s\"",
						text_to_cstring(voucher->prepared_by), poster),
				 errhint("Leave prepared_by out: it is the role that posts.")));
	if (voucher->reviewed_by != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher that needs no review is reviewed by \"%s\"",
						text_to_cstring(voucher->reviewed_by)),
				 errdetail("It is posted by \"%s\", who answers for it alone.", poster),
				 errhint("Leave reviewed_by out.")));
}

void
fl_signing_check(const Book *book, const Voucher *voucher, const char *poster, Door door)
{
	if (poster != NULL && !book->review_required && !door_is_reviewed(door))
		check_unreviewed(voucher, poster);
}

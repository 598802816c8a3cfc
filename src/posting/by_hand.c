/*
 * by_hand.c
 *		Accounts that templates post to (by_template), posted to by hand.
 *
 * Such is 其他支出, where what is not the fund's would hide.  Which lines are by
 * hand judging.c says.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "posting/by_hand.h"
#include "server/errors.h"

pg_noreturn static void
refuse(const Book *book, const Account *account)
{
	ereport(ERROR,
			(errcode(ERRCODE_BY_HAND),
			 errmsg("account \"%s\" of book \"%s\" cannot be posted to by hand",
					fl_account_code_text(account->code), book->code),
			 errdetail("\"%s\" of standard \"%s\" is posted to by template, and the book refuses what is not.",
					   account->name, book->standard_code),
			 errhint("Post it by a template; a book that is to take it with a warning says so: UPDATE ledger.book SET by_hand = 'warn' WHERE book = %s.",
					 quote_literal_cstr(book->code))));
}

void
fl_by_hand_report(const Book *book, const Account *account, Warned *warned)
{
	if (book->refuses_by_hand)
		refuse(book, account);
	if (fl_warned_first(warned, ERRCODE_WARNED_BY_HAND, book->book_id, account->code, 0))
		fl_warn(ERRCODE_WARNED_BY_HAND,
				psprintf("account \"%s\" of book \"%s\" is posted to by hand",
						 fl_account_code_text(account->code), book->code),
				psprintf("\"%s\" of standard \"%s\" is posted to by template.",
						 account->name, book->standard_code),
				"Post it by a template where there is one; where there is none, check by what authority the fund bears it.");
}

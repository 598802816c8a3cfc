/*
 * closing_step.c
 *		What the steps of a month's end share.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "closing/closing_step.h"

void
fl_closing_report(Report *report, const char *action, int64 voucher_id, const char *detail)
{
	fl_report_begin_row(report);
	report_add_text(report, action);
	report_add_nullable(report, Int64GetDatum(voucher_id), voucher_id == 0);
	report_add_text(report, detail);
	fl_report_end_row(report);
}

/* Posting takes no such voucher, and an account that has been used stays. */
const Account *
fl_closing_account(const Book *book, AccountCode code)
{
	const Account *account = fl_standard_account(fl_book_standard(book), code);

	if (account == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("account \"%s\", which vouchers of book \"%s\" name, is not in standard \"%s\"",
						fl_account_code_text(code), book->code, book->standard_code),
				 errhint("fund.verify(%s) names a voucher; restore ledger.account, or the voucher, from a backup.",
						 quote_literal_cstr(book->code))));
	return account;
}

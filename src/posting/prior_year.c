/*
 * prior_year.c
 *		以前年度: what a year that is over took in or spent is not reversed into
 *		another.
 *
 * Income and expenditure of a year are closed into net assets.  Reversed in a
 * later one they would be red income and expenditure of that year, which it has
 * not had.  财会〔2017〕28号 gives what comes back of an earlier year's benefits to
 * 其他收入 and what is refunded of its contributions to 其他支出; an error is
 * adjusted on the balance sheet (restatement.c).  Which accounts take them is
 * the standard's to say (ledger.account.prior_year_account).
 *
 * The overlay passes, which is of no year: what was due is settled when it is
 * paid.  So does a voucher that touches only the balance sheet, of which 待转 is
 * a part, and what the standard itself reverses: that of 1999 splits 待转 in
 * December and takes the split back in January.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "posting/prior_year.h"
#include "server/errors.h"
#include "types/journal.h"

/* ---------- what is reversed ---------- */

/* What the lines of a journal say of it. */
typedef struct Touched
{
	const Account *closed;		/* the first that is closed into net assets, or NULL */
	Amount		amount;			/* of its line */
	bool		has_split;		/* an account whose split January reverses */
	bool		is_income_only;
	List	   *prior_year;		/* accounts that take such items in a later year */
} Touched;

static void
add_prior_year(Touched *touched, Standard *standard, const Account *account)
{
	const Account *later = account->prior_year == 0 ? NULL :
		fl_standard_account(standard, account->prior_year);

	if (later != NULL)
		touched->prior_year = list_append_unique_ptr(touched->prior_year,
													 unconstify(Account *, later));
}

static void
touch(Touched *touched, Standard *standard, const JournalLine *line)
{
	/* Judging the line has found it. */
	const Account *account = fl_standard_account(standard, line->account);

	touched->is_income_only &= account->element == ELEMENT_INCOME;
	touched->has_split |= account->reversed_in_january;
	if (!account->is_closed)
		return;
	if (touched->closed == NULL)
	{
		touched->closed = account;
		touched->amount = line->amount;
	}
	add_prior_year(touched, standard, account);
}

static Touched
read_journal(Standard *standard, struct varlena *journal)
{
	Touched		touched = {.is_income_only = true};
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		touch(&touched, standard, &line);
	return touched;
}

/* 年末按经验比例划分, 下年初转回. */
static bool
is_reversed_by_standard(const Touched *touched, const Voucher *reversal, const Voucher *original)
{
	return touched->has_split && touched->is_income_only &&
		period_month(original->period) == 12 && reversal->period == original->period + 1;
}

/* ---------- what to do instead ---------- */

/* "450101" (统筹基金), "450102" (个人账户基金) */
static char *
account_names(List *accounts)
{
	StringInfoData names;
	ListCell   *lc;

	initStringInfo(&names);
	foreach(lc, accounts)
	{
		const Account *account = lfirst(lc);

		appendStringInfo(&names, "%s\"%s\" (%s)", names.len > 0 ? ", " : "",
						 fl_account_code_text(account->code), account->name);
	}
	return names.data;
}

/* The first open month of the original's year, or 0. */
static Period
open_month(const Book *book, const Voucher *original)
{
	Period		month = Max(original->period, fl_book_closed_through(book) + 1);

	return period_year(month) == period_year(original->period) ? month : 0;
}

static int
errhint_instead(const Book *book, const Voucher *original, const Touched *touched)
{
	Period		month = open_month(book, original);

	if (month != 0)
		return errhint("Period \"%s\" is open: date the reversal in it.", fl_period_text(month));
	if (touched->prior_year != NIL && !touched->is_income_only)
		return errhint("Where money comes back or is paid back, post it to account %s; where none moves, post an adjustment of the balance sheet and say with fund.restate() what it corrects.",
					   account_names(touched->prior_year));
	return errhint("Post an adjustment of the balance sheet and say with fund.restate() what it corrects.");
}

/* ---------- judging ---------- */

void
fl_prior_year_check(const Book *book, const Voucher *reversal, const Voucher *original)
{
	Touched		touched;

	if (original->basis != BASIS_CASH ||
		period_year(reversal->period) <= period_year(original->period))
		return;
	touched = read_journal(fl_book_standard_newest(book), original->journal);
	if (touched.closed == NULL || is_reversed_by_standard(&touched, reversal, original))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PRIOR_YEAR),
			 errmsg("voucher " INT64_FORMAT " of %d cannot be reversed in %d",
					original->voucher_id, period_year(original->period), period_year(reversal->period)),
			 errdetail("Its %s on account \"%s\" (%s) would be taken from the %s of %d, which has not had it.",
					   fl_total_text(touched.amount), fl_account_code_text(touched.closed->code),
					   touched.closed->name,
					   touched.closed->element == ELEMENT_INCOME ? "income" : "expenditure",
					   period_year(reversal->period)),
			 errhint_instead(book, original, &touched)));
}

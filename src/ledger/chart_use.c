/*
 * chart_use.c
 *		What the books of a standard still need of its chart.
 *
 * Which kinds and bases an account takes, and whether it takes any, are laws
 * that proofs are built on: a movement that they exclude makes a proof false
 * in every window that holds it, and so would its reversal.  So what has moved
 * may be excluded only once no rule looks at it and nothing can bring it back.
 * Who wants an account to take nothing new retires it, which is no law.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "ledger/book.h"
#include "ledger/chart_use.h"
#include "ledger/columns.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "types/amount.h"

/* That vouchers of a kind and a basis moved an account. */
typedef struct Use
{
	int32		book_id;
	AccountCode code;
	int			kind;
	int			basis;
	Period		last;			/* the last month of them */
} Use;

static List *
read_uses(const Standard *standard)
{
	static SpiPlan plan = {
		"SELECT b.book_id, u.account, u.kind, u.basis, u.last_date"
		" FROM ledger.book AS b CROSS JOIN LATERAL"
		"  (SELECT a.account, v.kind, v.basis, max(v.voucher_date) AS last_date"
		"   FROM ledger.voucher AS v, unnest(fund.accounts(v.journal, false)) AS a (account)"
		"   WHERE v.book_id = b.book_id GROUP BY a.account, v.kind, v.basis) AS u"
		" WHERE b.standard = $1"
		" ORDER BY b.book COLLATE \"C\", u.account USING OPERATOR(fund.<),"
		"  u.kind::text COLLATE \"C\", u.basis::text COLLATE \"C\"", "text"
	};
	Datum		code = CStringGetTextDatum(standard->code);
	uint64		rows = fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST);
	List	   *uses = NIL;

	for (uint64 row = 0; row < rows; row++)
	{
		Use		   *use = palloc(sizeof(Use));

		use->book_id = DatumGetInt32(fl_spi_required(row, 1));
		use->code = fl_spi_account_code(row, 2);
		use->kind = fl_voucher_kind_from_datum(fl_spi_required(row, 3));
		use->basis = fl_voucher_basis_from_datum(fl_spi_required(row, 4));
		if (use->kind < 0 || use->basis < 0)
			fl_spi_refuse(row, use->kind < 0 ? 3 : 4);
		use->last = fl_period_of_date(DatumGetDateADT(fl_spi_required(row, 5)));
		uses = lappend(uses, use);
	}
	return uses;
}

/* ---------- is it needed? ---------- */

static bool
is_taken(const Account *account, const Use *use)
{
	return account != NULL && account->postable &&
		(account->kinds & (1 << use->kind)) != 0 && (account->bases & (1 << use->basis)) != 0;
}

static bool
has_balance(const Use *use, Period closed_through)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.balance"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2 AND account OPERATOR(fund.=) $3"
		"  AND basis OPERATOR(fund.=) $4"
		" HAVING sum(opening::numeric + debit::numeric - credit::numeric) <> 0",
		"integer, fund.period, fund.account_code, fund.basis"
	};
	Datum		values[] = {
		Int32GetDatum(use->book_id), PeriodGetDatum(closed_through),
		AccountCodeGetDatum(use->code), fl_voucher_basis_datum(use->basis)
	};

	return fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) > 0;
}

/* Why it is, as the end of a sentence; NULL: it is not.  The last closed month may be reopened. */
static const char *
need_of(const Account *account, const Use *use, const Book *book)
{
	Period		closed_through = fl_book_closed_through(book);

	if (use->last > closed_through)
		return "in a month that is open";
	if (account == NULL)
		return "which reports show";
	if (use->last >= period_january(closed_through))
		return "in the year whose months are being closed";
	if (has_balance(use, closed_through))
		return "and a balance of it";
	/* What an earlier year took in or spent is not reversed in a later one (prior_year.c). */
	if (!account->is_closed || use->basis != BASIS_CASH)
		return "which can still be reversed";
	return NULL;
}

/* ---------- refusing ---------- */

static const char *
what_is_missing(const Account *account, const Use *use)
{
	if (account == NULL)
		return "be there";
	if (!account->postable)
		return "take vouchers";
	if ((account->kinds & (1 << use->kind)) == 0)
		return psprintf("take vouchers of kind \"%s\"", fl_voucher_kind_name[use->kind]);
	return psprintf("be kept on the basis \"%s\"", fl_voucher_basis_name[use->basis]);
}

static void
check_use(Standard *standard, const Use *use)
{
	const Account *account = fl_standard_account(standard, use->code);
	const Book *book;
	const char *need;

	if (is_taken(account, use))
		return;
	book = fl_book_by_id(use->book_id);
	need = need_of(account, use, book);
	if (need == NULL)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_STANDARD_IMMUTABLE),
			 errmsg("account \"%s\" of standard \"%s\" must still %s", fl_account_code_text(use->code),
					standard->code, what_is_missing(account, use)),
			 errdetail("Book \"%s\" has vouchers of kind \"%s\" on it, the last of %s, %s.", book->code,
					   fl_voucher_kind_name[use->kind], fl_period_text(use->last), need),
			 errhint("Retire the account instead: it takes no new vouchers then, but what was posted to it is still reversed, carried and closed.")));
}

/* ---------- what books list below it ---------- */

static char *
what_shuts(uint64 row)
{
	char	   *above = fl_spi_text(row, 3);

	if (above == NULL)
		return "No account of the standard is above it.";
	return psprintf("Account \"%s\" (%s) of the standard, which is above it, takes no %s.", above,
					fl_spi_required_text(row, 4),
					DatumGetBool(fl_spi_required(row, 5)) ? "details" : "vouchers");
}

/* Used or not: a detail that no voucher can name shuts the account above it, too. */
static void
check_lists(const Standard *standard)
{
	static SpiPlan plan = {
		"SELECT b.book, d.account::text, a.account::text, a.name, a.postable"
		" FROM ledger.book AS b JOIN ledger.book_account AS d USING (book_id)"
		" LEFT JOIN LATERAL (SELECT l.account, l.name, l.postable, l.detail FROM ledger.account AS l"
		"                    WHERE l.standard = b.standard AND d.account OPERATOR(fund.<@) l.account"
		"                    ORDER BY l.account USING OPERATOR(fund.>) LIMIT 1) AS a ON true"
		" WHERE b.standard = $1"
		"   AND (a.account IS NULL OR NOT a.postable"
		"        OR (a.detail <> 'open' AND a.account OPERATOR(fund.<>) d.account))"
		" ORDER BY b.book COLLATE \"C\", d.account USING OPERATOR(fund.<) LIMIT 1", "text"
	};
	Datum		code = CStringGetTextDatum(standard->code);

	if (fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_STANDARD_IMMUTABLE),
				 errmsg("book \"%s\" lists account \"%s\", which standard \"%s\" no longer takes",
						fl_spi_required_text(0, 1), fl_spi_required_text(0, 2), standard->code),
				 errdetail_internal("%s", what_shuts(0)),
				 errhint("Where no voucher names it, fund.drop_account() takes it out of the book first.")));
}

void
fl_chart_use_check(Standard *standard)
{
	ListCell   *lc;

	check_lists(standard);
	foreach(lc, read_uses(standard))
	{
		CHECK_FOR_INTERRUPTS();
		check_use(standard, lfirst(lc));
	}
}

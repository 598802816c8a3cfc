/*
 * unassigned.c
 *		未分户: what stands on an account that is kept by party, and is no party's.
 *
 * Nobody keeps such a balance: few vouchers ask for it, so they read the
 * journals.  Two that give away the same amount wait for each other.
 */
#include "postgres.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "posting/unassigned.h"
#include "server/spi_plan.h"

typedef struct Left
{
	int32		book_id;
	VoucherBasis basis;
	AccountCode account;
	int			sign;
	char	   *amount;			/* debit less credit */
} Left;

static void
read_left(Left *left)
{
	static SpiPlan plan = {
		"SELECT pg_catalog.sign(s.amount)::integer, s.amount::text"
		" FROM (SELECT coalesce(pg_catalog.sum(fund._debit_less_credit(l.side, l.amount)), 0) AS amount"
		"  FROM ledger.voucher AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l"
		"  WHERE v.book_id = $1 AND v.basis OPERATOR(fund.=) $2"
		"   AND l.account OPERATOR(fund.=) $3 AND l.party IS NULL) AS s",
		"integer, fund.basis, fund.account_code"
	};
	Datum		arguments[] = {
		Int32GetDatum(left->book_id), fl_voucher_basis_datum(left->basis), AccountCodeGetDatum(left->account)
	};

	fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);
	left->sign = DatumGetInt32(fl_spi_required(0, 1));
	left->amount = fl_spi_required_text(0, 2);
}

/* All vouchers of a statement are there when the first is judged. */
static const Left *
left_of(Unassigned *unassigned, const Voucher *voucher, AccountCode account)
{
	MemoryContext caller;
	LedgerCall	call;
	Left	   *left;
	ListCell   *lc;

	foreach(lc, unassigned->of)
	{
		left = lfirst(lc);
		if (left->book_id == voucher->book_id && left->basis == voucher->basis && left->account == account)
			return left;
	}
	fl_fence_guard(voucher->book_id, account);
	fl_ledger_enter(&call);
	caller = MemoryContextSwitchTo(unassigned->context);
	left = palloc(sizeof(Left));
	left->book_id = voucher->book_id;
	left->basis = voucher->basis;
	left->account = account;
	read_left(left);
	unassigned->of = lappend(unassigned->of, left);
	MemoryContextSwitchTo(caller);
	fl_ledger_leave(&call);
	return left;
}

bool
fl_unassigned_covers(Unassigned *unassigned, const Voucher *voucher,
					 AccountCode account, int128 moved, const char **left)
{
	const Left *found = left_of(unassigned, voucher, account);

	*left = found->amount;
	return moved < 0 ? found->sign >= 0 : found->sign <= 0;
}

/*
 * relief.c
 *		减免: what ends a claim without a receipt, and by whose authority.
 *
 * The fund may not waive contributions.  What a court decided, or the State
 * Council for a time (阶段性减征), is written down beside the voucher, as a
 * restatement is, and settlement.c asks for no receipt then.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "closing/open_voucher.h"
#include "ledger/brought_forward.h"
#include "ledger/ledger.h"
#include "ledger/restore.h"
#include "posting/signing.h"
#include "server/blank.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"

static void
require_text(const text *value, const char *what)
{
	if (fl_is_blank(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s of a relief is empty", what),
				 errhint("Name the decision that ends what was due, and say why.")));
}

static void
check_is_overlay(const Book *book, const OpenVoucher *voucher)
{
	if (voucher->basis == BASIS_ACCRUAL)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NO_RESTATEMENT),
			 errmsg("voucher " INT64_FORMAT " of book \"%s\" relieves nobody",
					voucher->voucher_id, book->code),
			 errdetail("It is on the cash basis, which has nothing that is due."),
			 errhint("What is relieved is credited in the overlay, by a voucher of basis accrual.")));
}

/* It sums up what was paid, too, and only what was not is relieved. */
static void
check_is_not_brought(const Book *book, const OpenVoucher *voucher)
{
	if (!fl_is_brought_voucher(book, voucher->voucher_id))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_VOUCHER),
			 errmsg("voucher " INT64_FORMAT " of book \"%s\" was brought forward and is not relieved as a whole",
					voucher->voucher_id, book->code),
			 errdetail("It is the sum of what was settled, of which a part may have been received."),
			 errhint("Leave what was relieved out of the rows of fund.bring_forward(), post it as a voucher in the last month brought forward, and relieve that.")));
}

static void
write_relief(const Book *book, const OpenVoucher *voucher, Datum authority, Datum reason)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.relief (book_id, voucher_id, authority, reason) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT DO NOTHING", "integer, bigint, text, text"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), Int64GetDatum(voucher->voucher_id), authority, reason
	};

	if (fl_spi_run(&plan, values, NULL, SPI_WRITE) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_ALREADY_RESTATED),
				 errmsg("voucher " INT64_FORMAT " of book \"%s\" has a relief",
						voucher->voucher_id, book->code),
				 errhint("A wrong one goes with its voucher: reverse that with fund.reverse(), and post it anew.")));
}

PG_FUNCTION_INFO_V1(fl_relieve);
Datum
fl_relieve(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "voucher_id", "authority", "reason"};
	const Book *book;
	OpenVoucher voucher;
	LedgerCall	call;

	fl_require_arguments(fcinfo, arguments);
	require_text(PG_GETARG_TEXT_PP(2), "authority");
	require_text(PG_GETARG_TEXT_PP(3), "reason");
	book = fl_book_by_code(TextDatumGetCString(PG_GETARG_DATUM(0)));
	fl_signing_require_duty(GetUserId(), book);
	fl_restore_check();

	fl_ledger_enter_to_act(fcinfo, &call);
	fl_open_voucher(book, PG_GETARG_INT64(1), call.caller, "relieve", &voucher);
	check_is_overlay(book, &voucher);
	check_is_not_brought(book, &voucher);
	write_relief(book, &voucher, PG_GETARG_DATUM(2), PG_GETARG_DATUM(3));
	fl_ledger_leave(&call);
	PG_RETURN_INT64(voucher.voucher_id);
}

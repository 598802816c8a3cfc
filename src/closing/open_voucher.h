/*
 * open_voucher.h
 *		A posted voucher of which something is to be said while its month is open.
 */
#ifndef FUNDLEDGER_OPEN_VOUCHER_H
#define FUNDLEDGER_OPEN_VOUCHER_H

#include "ledger/book.h"
#include "types/basis.h"
#include "types/voucher_kind.h"

typedef struct OpenVoucher
{
	int64		voucher_id;
	Period		period;
	VoucherKind kind;
	VoucherBasis basis;
} OpenVoucher;

/*
 * Finds the voucher and holds its month open, as a poster would.  LG013 where
 * there is none; LG023 where the month is closed to whoever wants to "restate".
 * Called between fl_ledger_enter_to_write and fl_ledger_leave.
 */
extern void fl_open_voucher(const Book *book, int64 voucher_id, Oid caller, const char *act,
							OpenVoucher *voucher);

#endif							/* FUNDLEDGER_OPEN_VOUCHER_H */

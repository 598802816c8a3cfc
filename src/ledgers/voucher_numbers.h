/*
 * voucher_numbers.h
 *		凭证号: looking up those that vouchers have been given.
 */
#ifndef FUNDLEDGER_VOUCHER_NUMBERS_H
#define FUNDLEDGER_VOUCHER_NUMBERS_H

#include "ledger/book.h"

typedef struct VoucherNumber
{
	int64		voucher_id;
	int32		number;
} VoucherNumber;

/* Of one month at a time: who asks goes from month to month. */
typedef struct VoucherNumbers
{
	const Book *book;
	Period		month;			/* of the numbers below; 0: none yet */
	int			count;
	VoucherNumber *numbers;		/* ascending by voucher */
} VoucherNumbers;

/* In the current memory context, which must outlive them. */
extern void fl_voucher_numbers_init(VoucherNumbers *numbers, const Book *book);

/*
 * NULL while the voucher is unnumbered.  By the active snapshot; called between
 * fl_ledger_enter and fl_ledger_leave.
 */
extern const VoucherNumber *fl_voucher_number(VoucherNumbers *numbers, DateADT day,
											  int64 voucher_id);

#endif							/* FUNDLEDGER_VOUCHER_NUMBERS_H */

/*
 * check_vouchers.h
 *		The triggers on ledger.voucher, and what else refuses as they do.
 */
#ifndef FUNDLEDGER_CHECK_VOUCHERS_H
#define FUNDLEDGER_CHECK_VOUCHERS_H

/* Raises LG028: nobody changes or deletes a voucher. */
pg_noreturn extern void fl_refuse_voucher_change(void);

#endif							/* FUNDLEDGER_CHECK_VOUCHERS_H */

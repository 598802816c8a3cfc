/*
 * reversal.h
 *		红字冲销: a voucher that cancels another line by line, once.
 */
#ifndef FUNDLEDGER_REVERSAL_H
#define FUNDLEDGER_REVERSAL_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/*
 * Makes the voucher that reverses another, of a voucher that has a date, and a
 * summary or none.  LG013 where there is no voucher to reverse.
 */
extern void fl_reversal_make(const Book *book, int64 voucher_id, Voucher *voucher);

/*
 * Judges a voucher that says it reverses another, and writes that down:
 * LG013, LG031 where it does not do so line by line, or alone what was brought
 * forward with others, LG033 where it has been done before.
 */
extern void fl_reversal_check(const Book *book, const Voucher *voucher, bool is_withdrawal);

#endif							/* FUNDLEDGER_REVERSAL_H */

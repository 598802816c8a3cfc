/*
 * reversal.h
 *		红字冲销: a voucher that cancels another line by line, once.
 */
#ifndef FUNDLEDGER_REVERSAL_H
#define FUNDLEDGER_REVERSAL_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/*
 * The voucher of the book, dated up to the day, that is to be reversed: its
 * id, date, texts and journal.  LG013 where there is none.
 * Called between fl_ledger_enter and fl_ledger_leave, which is how long the
 * result lives.
 */
extern void fl_reversal_original(const Book *book, DateADT until, int64 voucher_id,
								 Voucher *original);

/*
 * Judges a voucher that says it reverses another, and writes that down:
 * LG013, LG031 where it does not do so line by line, or alone what was brought
 * forward with others, LG033 where it has been done before.
 */
extern void fl_reversal_check(const Book *book, const Voucher *voucher, bool is_withdrawal);

#endif							/* FUNDLEDGER_REVERSAL_H */

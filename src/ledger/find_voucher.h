/*
 * find_voucher.h
 *		A voucher of a book by its id, which is no key of its own.
 */
#ifndef FUNDLEDGER_FIND_VOUCHER_H
#define FUNDLEDGER_FIND_VOUCHER_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/*
 * Looks for it up to that day, by the newest snapshot.  Returns how many have
 * the id: COPY overrides generated ids, so that one could repeat on another
 * day.  What a VOUCHER_ROW has of the only one is in *found, which lives until
 * fl_ledger_leave.
 */
extern uint64 fl_find_voucher(const Book *book, DateADT until, int64 voucher_id, Voucher *found);

#endif							/* FUNDLEDGER_FIND_VOUCHER_H */

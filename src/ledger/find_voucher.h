/*
 * find_voucher.h
 *		A voucher of a book by its id, which is no key of its own.
 */
#ifndef FUNDLEDGER_FIND_VOUCHER_H
#define FUNDLEDGER_FIND_VOUCHER_H

#include "utils/snapshot.h"

#include "ledger/book.h"
#include "ledger/voucher.h"

/*
 * Looks for it up to that day, the last days first, and stops where it is:
 * COPY overrides generated ids, so that one could repeat on an earlier day,
 * which is fund.verify()'s to find.  False where no voucher has the id.  The
 * voucher is whole, in the current memory context.
 */
extern bool fl_find_voucher(const Book *book, DateADT until, int64 voucher_id,
							Snapshot snapshot, Voucher *found);

/* The same by the newest snapshot. */
extern bool fl_find_voucher_newest(const Book *book, DateADT until, int64 voucher_id, Voucher *found);

#endif							/* FUNDLEDGER_FIND_VOUCHER_H */

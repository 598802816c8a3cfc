/*
 * check_voucher.h
 *		A voucher that is stored: its month is held, its book asked, itself judged.
 */
#ifndef FUNDLEDGER_CHECK_VOUCHER_H
#define FUNDLEDGER_CHECK_VOUCHER_H

#include "ledger/book.h"
#include "ledger/voucher.h"
#include "nodes/pg_list.h"
#include "posting/door.h"

/*
 * Who is held to account for vouchers that the current user stores: their
 * preparer, or NULL for the owner of the ledger, who posts for others.
 */
extern const char *fl_accountable_poster(void);

/* May such a poster post to the book by this door?  Its month is held. */
extern void fl_check_book(const Book *book, const char *poster, Door door);

/*
 * Judges a voucher just stored, as the trigger would.  The poster is NULL
 * where nobody is held to account; a close still posts to a retired book.
 * Returns the vouchers that are to follow it (judging.h).
 */
extern List *fl_check_voucher(const Voucher *voucher, const char *poster, Door door);

/*
 * Judges one that is not stored, as if a draft of it were approved now, whoever
 * calls; what that would write is taken back.
 */
extern void fl_try_voucher(Voucher *voucher);

#endif							/* FUNDLEDGER_CHECK_VOUCHER_H */

/*
 * fence.h
 *		Where a close and a posting meet: transaction-level locks.
 *
 * Posters hold each book-month that they post to shared, a closer holds its
 * book-month exclusively.  Past FENCE_MONTHS book-months a transaction would
 * exhaust the shared lock table, so it holds whole books shared instead, and
 * past FENCE_BOOKS of those the whole ledger; a closer holds its book against
 * the former, and the ledger, in a mode that other closers do not mind, against
 * the latter.
 *
 * A close that has to wait tells for whom (fence_notice.h).  While it waits,
 * its month is not shut: posters go round by a second lock, which it waits for
 * in its turn.  So a transaction that is left open holds up the close, and
 * nobody else.
 *
 * Standards need no lock of their own: whoever inserts vouchers holds their
 * table in ROW EXCLUSIVE mode anyway, which costs next to nothing, and whoever
 * changes a standard or ends a book, which is rare, keeps all of them out.
 *
 * Each function returns with the locks held and the invalidations of those
 * who held them before accepted, so caches are right afterwards.  All is
 * released at the end of the transaction, never before.
 */
#ifndef FUNDLEDGER_FENCE_H
#define FUNDLEDGER_FENCE_H

#include "types/account_code.h"
#include "types/period.h"

#define FENCE_MONTHS	256
#define FENCE_BOOKS		768

typedef struct BookMonth
{
	int32		book_id;
	Period		period;
} BookMonth;

/* Holds the book-months, sorted by book and period, shared: to post or restate. */
extern void fl_fence_post(const BookMonth *months, int count);

/* Keeps a month as it is, closed or open; of another book than is closed. */
extern void fl_fence_keep(BookMonth month);

/*
 * Holds one book-month exclusively, to close or reopen it, and the order of
 * the book's months: closing one while another session reopens the one before
 * would leave a gap.
 */
extern void fl_fence_close(int32 book_id, Period period);

/*
 * Waits for all who post or close, and holds them off: to change a standard, or
 * to end a book, whatever month it is posted to.
 */
extern void fl_fence_all(void);

/* Holds the next number of a book-month and kind. */
extern void fl_fence_number(int32 book_id, Period period, int kind);

/* Holds the guarded account of a book, to reduce it. */
extern void fl_fence_guard(int32 book_id, AccountCode account);

/* Holds the chain of the log of a book, a standard or the ledger, to link it. */
extern void fl_fence_log(int scope, const char *code);

#endif							/* FUNDLEDGER_FENCE_H */

/*
 * succession.h
 *		承继: a book whose opening is the last closing of others.
 *
 * 并表, 口径调整 and a new 会计制度 end one or several books and begin another,
 * whose opening vouchers bring in what the others held.
 */
#ifndef FUNDLEDGER_SUCCESSION_H
#define FUNDLEDGER_SUCCESSION_H

#include "ledger/book.h"

/* Does the book succeed others?  By the newest committed state. */
extern bool fl_succession_is_successor(const Book *book);

/* The book that took its place, by the newest committed state; NULL where none did. */
extern const Book *fl_succession_successor_of(const Book *book);

/*
 * Refuses (LG040) a predecessor that does not end with the month before the
 * book.  The caller holds that month, or the order of the predecessor's months.
 */
extern void fl_succession_check_predecessor(const Book *book, const Book *predecessor);

/* Refuses (LG040) a month that comes after the last one of a book that ended. */
extern void fl_succession_check_not_ended(const Book *book, Period period);

/*
 * Refuses to close a month of a book that another has succeeded before it
 * (LG040), and a successor's first month where a predecessor does not end with
 * the month before (LG040), or where its opening vouchers are not the last
 * closings and what restatements explain (LG045).
 */
extern void fl_succession_check(const Book *book, Period period);

/* Refuses (LG040) to reopen a month on which a successor has been closed. */
extern void fl_succession_check_reopen(const Book *book, Period period);

/*
 * The account of a row of fund._succession_compared(), which the chart of the
 * book itself may lack: then it is the predecessor's, 0 for none.
 */
extern const Account *fl_succession_account(const Book *book, int32 predecessor_id,
											AccountCode code);

#endif							/* FUNDLEDGER_SUCCESSION_H */

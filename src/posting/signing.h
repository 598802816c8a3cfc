/*
 * signing.h
 *		制单, 审核: who posts a voucher, and whose names stand under it.
 */
#ifndef FUNDLEDGER_SIGNING_H
#define FUNDLEDGER_SIGNING_H

#include "ledger/book.h"
#include "ledger/voucher.h"
#include "posting/door.h"

/*
 * Which role may make vouchers of a book, and for which: who prepares, or in a
 * book that demands review who reviews; 42501 for others.
 */
extern void fl_signing_require_duty(Oid acting, const Book *book);

/* The same by the table's own door: who feeds it. */
extern void fl_signing_require_door(Oid acting, const Book *book);

/* The same for a draft's: who reviews. */
extern void fl_signing_require_review(Oid acting, const Book *book);

/*
 * LG032 where the book demands review and the voucher comes past it.  "call" is
 * that which makes a draft of it.
 */
extern void fl_signing_check_door(const Book *book, Door door, const char *call);

/* Is it the ledger's owner, for nobody else? */
extern bool fl_signing_is_owner(Oid acting);

/*
 * Who may stand as preparer and as reviewer: LG031.  The poster is NULL where
 * the ledger's owner posts, for others.  Who stands under a draft, or under
 * what the system makes, has been asked before.
 */
extern void fl_signing_check(const Book *book, const Voucher *voucher, const char *poster, Door door);

#endif							/* FUNDLEDGER_SIGNING_H */

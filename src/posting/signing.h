/*
 * signing.h
 *		制单, 审核: who posts a voucher, and whose names stand under it.
 */
#ifndef FUNDLEDGER_SIGNING_H
#define FUNDLEDGER_SIGNING_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/*
 * Which role may post to a book, and for which: who prepares, or in a book that
 * demands review who reviews; 42501 for others.
 */
extern void fl_signing_require_duty(Oid acting, const Book *book);

/*
 * The same by the table's own door: who feeds it, and in a book that demands
 * review reviews.
 */
extern void fl_signing_require_door(Oid acting, const Book *book);

/* Is it the ledger's owner, for nobody else? */
extern bool fl_signing_is_owner(Oid acting);

/*
 * In a book that demands review, a preparer is a role that could have
 * prepared the voucher: LG032 where it is not.
 */
extern void fl_signing_check_preparer(const Book *book, const char *name);

/*
 * Who may stand as preparer and as reviewer: LG031, LG032.  The poster is NULL
 * where the ledger's owner posts, for others.
 */
extern void fl_signing_check(const Book *book, const Voucher *voucher, const char *poster);

#endif							/* FUNDLEDGER_SIGNING_H */

/*
 * by_hand.h
 *		Accounts that templates post to (by_template), posted to by hand.
 *
 * Which accounts they are the standard says, and what happens then the book:
 * ledger.book.by_hand.
 */
#ifndef FUNDLEDGER_BY_HAND_H
#define FUNDLEDGER_BY_HAND_H

#include "ledger/book.h"
#include "posting/warned.h"

/* Refuses (LG060) or warns of (LGW09) a line by hand on an account that templates post to. */
extern void fl_by_hand_report(const Book *book, const Account *account, Warned *warned);

#endif							/* FUNDLEDGER_BY_HAND_H */

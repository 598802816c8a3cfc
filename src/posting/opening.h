/*
 * opening.h
 *		What a book opens with, and its standard wants to be nothing.
 */
#ifndef FUNDLEDGER_OPENING_H
#define FUNDLEDGER_OPENING_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/* Warns (LGW10) of an opening voucher. */
extern void fl_opening_warn(const Book *book, const Voucher *voucher);

#endif							/* FUNDLEDGER_OPENING_H */

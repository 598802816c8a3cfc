/*
 * brought_forward.h
 *		期初建账: what is known of a book that another system kept before.
 *
 * Its vouchers up to the last month brought forward are balances and sums, so
 * what those months moved and held one by one nobody knows.
 */
#ifndef FUNDLEDGER_BROUGHT_FORWARD_H
#define FUNDLEDGER_BROUGHT_FORWARD_H

#include "ledger/book.h"

/* The last month brought forward, by the newest committed state; 0: none is. */
extern Period fl_brought_through(const Book *book);

/* The same by the active snapshot, between fl_ledger_enter and fl_ledger_leave. */
extern Period fl_brought_through_seen(const Book *book);

/* Tells the reader of a report why figures of months through that one are missing. */
extern void fl_brought_notice(const Book *book, Period through);

/* Did fund.bring_forward() store the voucher, or reverse it?  The same state. */
extern bool fl_is_brought_voucher(const Book *book, int64 voucher_id);

/* What a query of the column "through" found, read with distrust; 0: none. */
extern Period fl_brought_through_value(const Book *book, Datum value, bool is_null);

#endif							/* FUNDLEDGER_BROUGHT_FORWARD_H */

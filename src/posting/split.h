/*
 * split.h
 *		分设: what stands on a heading goes to the detail that takes it.
 */
#ifndef FUNDLEDGER_SPLIT_H
#define FUNDLEDGER_SPLIT_H

#include "ledger/book.h"
#include "ledger/ledger.h"
#include "nodes/pg_list.h"

/*
 * Posts what moves the balances that stand on headings of the book at the end
 * of the last day, and returns the vouchers.  "new_codes" are those that have
 * just been listed, an array of account codes, or 0: LG057 where the balance of what
 * took vouchers before finds no detail.  Called between fl_ledger_enter_to_write
 * and fl_ledger_leave, by who keeps posters out.
 */
extern List *fl_split_headings(const Book *book, Datum new_codes, Period last, LedgerCall *call);

/*
 * The same at the end of a month, where something has come to stand on one.
 * Warns of what no detail takes.
 */
extern List *fl_split_remainders(const Book *book, Period last, LedgerCall *call);

#endif							/* FUNDLEDGER_SPLIT_H */

/*
 * brought_items.h
 *		What no voucher has: since when parties owe, and last year's figures.
 */
#ifndef FUNDLEDGER_BROUGHT_ITEMS_H
#define FUNDLEDGER_BROUGHT_ITEMS_H

#include "starting/brought_rows.h"

/* Reads them: lists, to be written once nothing is found wrong. */
extern List *fl_brought_items_read(BroughtForward *brought, Datum json);
extern List *fl_brought_figures_read(BroughtForward *brought, Datum json);

/*
 * Once the vouchers are stored: faults, where what was reported of the end of
 * the last year is not what the book opens with.
 */
extern void fl_brought_figures_check(BroughtForward *brought, List *figures);

extern void fl_brought_items_write(const Book *book, int call_no, List *items);
extern void fl_brought_figures_write(const Book *book, int call_no, List *figures);

#endif							/* FUNDLEDGER_BROUGHT_ITEMS_H */

/*
 * balance.h
 *		科目汇总: the turnover of a closed month, and what its accounts may hold.
 */
#ifndef FUNDLEDGER_BALANCE_H
#define FUNDLEDGER_BALANCE_H

#include "ledger/book.h"

extern void fl_balances_write(const Book *book, Period period);
extern void fl_balances_delete(const Book *book, Period period);

/* Refuses (LG041) a month whose accounts hold what their standard does not let them. */
extern void fl_balances_check(const Book *book, Period period);

/* Has the book accruals up to the month?  By the balances of closed months. */
extern bool fl_book_has_accruals(const Book *book, Period period);

#endif							/* FUNDLEDGER_BALANCE_H */

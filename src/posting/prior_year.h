/*
 * prior_year.h
 *		以前年度: what a year that is over took in or spent is not reversed into
 *		another.
 */
#ifndef FUNDLEDGER_PRIOR_YEAR_H
#define FUNDLEDGER_PRIOR_YEAR_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/*
 * LG037 where the reversal would make of the original, which is of an earlier
 * year, income or expenditure of its own year.
 */
extern void fl_prior_year_check(const Book *book, const Voucher *reversal, const Voucher *original);

#endif							/* FUNDLEDGER_PRIOR_YEAR_H */

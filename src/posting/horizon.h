/*
 * horizon.h
 *		How far ahead a voucher may be dated.
 *
 * A year typed wrongly would stand in every list of months for ever.  So a
 * book takes no date after the end of the year that comes horizon_years after
 * the later of today and its last closed month.
 */
#ifndef FUNDLEDGER_HORIZON_H
#define FUNDLEDGER_HORIZON_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/* LG038 where the voucher, whose month is held, is dated beyond it. */
extern void fl_horizon_check(const Book *book, const Voucher *voucher);

#endif							/* FUNDLEDGER_HORIZON_H */

/*
 * voucher_scan.h
 *		The vouchers of a book's months, one after the other.
 */
#ifndef FUNDLEDGER_VOUCHER_SCAN_H
#define FUNDLEDGER_VOUCHER_SCAN_H

#include "ledger/voucher.h"
#include "statements/turnover.h"

/*
 * Calls "visit" for each voucher of the layers, in the order of days and ids.
 * What the voucher points to, and what is allocated meanwhile, is gone soon
 * after.  By the active snapshot; called between fl_ledger_enter and
 * fl_ledger_leave.
 */
extern void fl_voucher_scan(const Book *book, PeriodWindow months, int layers,
							void (*visit) (void *argument, const Voucher *voucher),
							void *argument);

#endif							/* FUNDLEDGER_VOUCHER_SCAN_H */

/*
 * carry.h
 *		结转: what the end of a month moves from where to where.
 */
#ifndef FUNDLEDGER_CARRY_H
#define FUNDLEDGER_CARRY_H

#include "ledger/book.h"
#include "ledger/ledger.h"
#include "server/report.h"

/*
 * Posts what the standard's carry rules move at the end of the month, a voucher
 * a basis, kind and group, and reports each.  They are stored as the caller of
 * the function that is at work, and not as the owner.
 */
extern void fl_carry(const Book *book, Period period, Report *report, LedgerCall *call);

#endif							/* FUNDLEDGER_CARRY_H */

/*
 * restatement.h
 *		重述: why an opening is not the last closing, as a typed fact.
 *
 * A restatement is a fact about a voucher (ledger.restatement): an adjustment,
 * or an opening voucher of a book that succeeds others (succession.h).
 */
#ifndef FUNDLEDGER_RESTATEMENT_H
#define FUNDLEDGER_RESTATEMENT_H

#include "ledger/book.h"

/*
 * Refuses (LG044) the close of a month with an adjustment that nothing
 * explains.  The month's vouchers have been numbered.
 */
extern void fl_restatement_check(const Book *book, Period period);

#endif							/* FUNDLEDGER_RESTATEMENT_H */

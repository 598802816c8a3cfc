/*
 * settlement.h
 *		应收与收款: what is settled in the overlay has been received.
 */
#ifndef FUNDLEDGER_SETTLEMENT_H
#define FUNDLEDGER_SETTLEMENT_H

#include "ledger/book.h"

/*
 * Writes down what each payer owes, settled and paid by the end of the month,
 * whose balances have been written; raises LG046 where more was settled than
 * received, and warns (LGW06) of what was received and not settled.
 */
extern void fl_settlement_close(const Book *book, Period period);

/* For whoever reopens the month. */
extern void fl_settlement_delete(const Book *book, Period period);

#endif							/* FUNDLEDGER_SETTLEMENT_H */

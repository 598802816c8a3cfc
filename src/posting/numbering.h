/*
 * numbering.h
 *		凭证号: numbers given at posting, continuous per book, period and kind.
 *
 * Books numbered at their close get theirs in closing.c.
 */
#ifndef FUNDLEDGER_NUMBERING_H
#define FUNDLEDGER_NUMBERING_H

#include "ledger/voucher.h"

typedef struct NumberedVouchers NumberedVouchers;

/* Remembers a voucher of a book that numbers at posting. */
extern void fl_number_add(NumberedVouchers **numbered, MemoryContext context,
						  const Voucher *voucher);

/* Gives them the next numbers, in the order in which they were added. */
extern void fl_number_assign(NumberedVouchers *numbered);

#endif							/* FUNDLEDGER_NUMBERING_H */

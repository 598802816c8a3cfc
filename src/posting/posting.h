/*
 * posting.h
 *		Judging vouchers.
 */
#ifndef FUNDLEDGER_POSTING_H
#define FUNDLEDGER_POSTING_H

#include "executor/tuptable.h"

/*
 * Judges a voucher just stored, as the trigger would, for a caller that has
 * seen to the poster's duty.
 */
extern void fl_posting_judge(TupleTableSlot *slot);

#endif							/* FUNDLEDGER_POSTING_H */

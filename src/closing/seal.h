/*
 * seal.h
 *		What shows that a closed month is as it was closed.
 *
 * A seal has parts: the vouchers, and what a close has made of them.  The format
 * is in doc/adr/0012-parts-of-a-seal.md: seals of closed months depend on it.
 * The functions are called between fl_ledger_enter_to_write and fl_ledger_leave,
 * by whoever holds the month.
 */
#ifndef FUNDLEDGER_SEAL_H
#define FUNDLEDGER_SEAL_H

#include "closing/seal_chunk.h"

/*
 * Writes the digests of the month's vouchers and returns how many there are.
 * It reads every one of them: XX001 names the first that none can be.
 */
extern int64 fl_seal_vouchers(const Book *book, Period period);

/*
 * Writes the digests of the month's parts, once all of them are written, and
 * returns the seal over them, SEAL_SIZE bytes.
 */
extern bytea *fl_seal_month(const Book *book, Period period, int generation);

/* Takes both away: the month is open again. */
extern void fl_seal_delete(const Book *book, Period period);

#endif							/* FUNDLEDGER_SEAL_H */

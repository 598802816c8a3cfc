/*
 * seal.h
 *		What shows that a closed month's vouchers are those that were closed.
 *
 * The format is in doc/adr/0003-seal.md: seals of closed months depend on it.
 */
#ifndef FUNDLEDGER_SEAL_H
#define FUNDLEDGER_SEAL_H

#include "ledger/book.h"
#include "lib/stringinfo.h"

#define SEAL_SIZE			32	/* SHA-256 */

/* An entry of ledger.book_period.digests: the id, and the start of the digest. */
#define SEAL_ID_SIZE		8
#define SEAL_DIGEST_SIZE	8
#define SEAL_ENTRY_SIZE		(SEAL_ID_SIZE + SEAL_DIGEST_SIZE)

typedef struct MonthSeal
{
	uint8		seal[SEAL_SIZE];
	StringInfoData digests;		/* entries in the order of the ids */
	char	   *incomplete;		/* the first voucher that lacks a value; NULL: none does */
} MonthSeal;

/*
 * Computes the seal of a month from its vouchers, by the active snapshot.
 * "previous" is the seal of the month before, SEAL_SIZE bytes, or NULL.
 * Called between fl_ledger_enter and fl_ledger_leave.
 */
extern void fl_seal_month(const Book *book, Period period, int generation,
						  const uint8 *previous, MonthSeal *result);

#endif							/* FUNDLEDGER_SEAL_H */

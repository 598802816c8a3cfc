/*
 * unassigned.h
 *		未分户: what stands on an account that is kept by party, and is no party's.
 *
 * An opening, or what was brought forward, may leave it so; vouchers then give
 * it to those whose it turns out to be.
 */
#ifndef FUNDLEDGER_UNASSIGNED_H
#define FUNDLEDGER_UNASSIGNED_H

#include "ledger/voucher.h"
#include "nodes/pg_list.h"

/* What has been found out while vouchers that are stored together are judged. */
typedef struct Unassigned
{
	MemoryContext context;		/* of all of them */
	List	   *of;
} Unassigned;

/*
 * Of a voucher that is stored and moves the amount, debit less credit, from or
 * to nobody's on the account: does it bring what is nobody's nearer to nothing,
 * and not past it?  Holds the account until the transaction ends.  "left" is
 * what stands there after all that are stored, as text.
 */
extern bool fl_unassigned_covers(Unassigned *unassigned, const Voucher *voucher,
								 AccountCode account, int128 moved, const char **left);

#endif							/* FUNDLEDGER_UNASSIGNED_H */

/*
 * seal_chunk.h
 *		Some vouchers of a month, one after the other, under one digest.
 *
 * The vouchers' part of a seal is made of chunks, so that nothing of it grows
 * with the month, and each can be looked at alone: doc/adr/0012-parts-of-a-seal.md.
 */
#ifndef FUNDLEDGER_SEAL_CHUNK_H
#define FUNDLEDGER_SEAL_CHUNK_H

#include "ledger/book.h"
#include "lib/stringinfo.h"
#include "utils/date.h"
#include "utils/portal.h"

#define SEAL_SIZE			32	/* SHA-256 */

/*
 * An entry of a chunk: the id of a voucher, and the CRC-32C of what is hashed of
 * it.  It proves nothing; it says which voucher it is that the digest misses.
 */
#define SEAL_ID_SIZE		8
#define SEAL_CHECK_SIZE		4
#define SEAL_ENTRY_SIZE		(SEAL_ID_SIZE + SEAL_CHECK_SIZE)

/* The key of ledger.voucher within a book, whose order is that of the chunks. */
typedef struct VoucherKey
{
	DateADT		date;
	int64		voucher_id;
} VoucherKey;

typedef struct SealChunk
{
	uint8		digest[SEAL_SIZE];
	StringInfoData entries;
	int			count;
	VoucherKey	first;			/* of its vouchers, if there are any */
} SealChunk;

/* Before all vouchers of the month. */
extern VoucherKey fl_seal_month_start(Period period);

/*
 * The vouchers of the book from a key on, in that order, by the active snapshot.
 * SPI is connected; SPI_cursor_close() ends it.
 */
extern Portal fl_seal_vouchers_from(int32 book_id, VoucherKey from);

/*
 * The next of them before another key, but so many at the most, into the current
 * memory context.  XX001 names a voucher that none can be.
 */
extern void fl_seal_next_chunk(Portal vouchers, VoucherKey until, int limit, SealChunk *chunk);

#endif							/* FUNDLEDGER_SEAL_CHUNK_H */

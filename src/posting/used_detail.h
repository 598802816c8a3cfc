/*
 * used_detail.h
 *		末级科目: accounts that are posted to beside details of theirs.
 *
 * Neither shows what the fund holds, and a close may find the one red where
 * both together are not.  So posting to an account is warned of once the book
 * has used a detail below it, in the month of the voucher or before.
 *
 * Which details a book has used cannot be looked up in open months but by
 * reading all their journals.  So who is the first to use one writes that down
 * (used_detail.sql), and sessions keep what is written down: a voucher that
 * uses nothing new costs no query.
 *
 * What others have not committed yet is not seen.  Two may be the first, and
 * both write it down: neither waits for the other.
 */
#ifndef FUNDLEDGER_USED_DETAIL_H
#define FUNDLEDGER_USED_DETAIL_H

#include "ledger/book.h"
#include "posting/warned.h"

struct use_hash;

/* While vouchers that are stored together are judged. */
typedef struct UsedDetails
{
	MemoryContext context;		/* of all of them */
	bool		are_any;		/* of the book at hand */
	struct use_hash *first;		/* that they are the first to use; NULL: none */
} UsedDetails;

/* Turns to a book, of which a month is held (fence.h). */
extern void fl_used_details_begin(UsedDetails *used, const Book *book);

/* A line on a detail of an account that takes vouchers. */
extern void fl_used_details_add(UsedDetails *used, const Book *book, AccountCode detail, Period period);

/* Warns (LGW08) of a line on an account that has used details. */
extern void fl_used_details_warn(const UsedDetails *used, const Book *book, AccountCode account,
								 Period period, Warned *warned);

/* Writes down what has been used first. */
extern void fl_used_details_record(UsedDetails *used);

#endif							/* FUNDLEDGER_USED_DETAIL_H */

/*
 * posting.h
 *		Posting a voucher for the role that calls: fund.post and ledger.posting.
 */
#ifndef FUNDLEDGER_POSTING_H
#define FUNDLEDGER_POSTING_H

#include "ledger/book.h"
#include "ledger/voucher.h"

/*
 * Posts a voucher to the book of that code: it has what fund.post is given,
 * and is then as it is stored.  Where another with the same body has its
 * source key, it is that one, and the result is false; LG027 where the body is
 * another.
 */
extern bool fl_post_voucher(Datum book, Voucher *voucher);

/* Has a voucher of the same body its source key?  LG027 where that of another body has. */
extern bool fl_is_posted(const Voucher *voucher);

/* LG027 where any voucher has its source key. */
extern void fl_source_key_check_free(const Voucher *voucher);

/* Of a word; LG031 where it is none. */
extern VoucherKind fl_kind_to_post(const text *word);
extern VoucherBasis fl_basis_to_post(const text *word);

#endif							/* FUNDLEDGER_POSTING_H */

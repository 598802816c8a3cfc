/*
 * posting.h
 *		A voucher as the posting trigger and fund.post() see it.
 */
#ifndef FUNDLEDGER_POSTING_H
#define FUNDLEDGER_POSTING_H

#include "executor/tuptable.h"

#include "ledger/book.h"
#include "types/journal.h"
#include "types/period.h"
#include "types/voucher_kind.h"

/* The columns of ledger.voucher, in the order of voucher.sql. */
enum
{
	VOUCHER_ID = 1,
	VOUCHER_POSTED_AT,
	VOUCHER_BOOK_ID,
	VOUCHER_DATE,
	VOUCHER_SOURCE_KEY,
	VOUCHER_KIND,
	VOUCHER_BASIS,
	VOUCHER_JOURNAL,
	VOUCHER_SUMMARY,
	VOUCHER_PREPARED_BY,
	VOUCHER_ATTACHMENTS,
	VOUCHER_REVERSES,
	VOUCHER_REVIEWED_BY,
	VOUCHER_COLUMNS = VOUCHER_REVIEWED_BY
};

typedef struct Voucher
{
	int64		voucher_id;
	int32		book_id;
	Period		period;
	DateADT		date;
	int32		attachments;	/* 0: none, or not said */
	int64		reverses;		/* 0: none */
	int			kind;			/* a VoucherKind, or -1 */
	int			basis;			/* a VoucherBasis, or -1 */
	text	   *kind_text;
	text	   *basis_text;
	text	   *summary;
	struct varlena *journal;
	text	   *prepared_by;
	text	   *reviewed_by;	/* NULL: nobody */
	text	   *source_key;		/* NULL: none */
} Voucher;

/*
 * Judges a voucher just stored, as the trigger would, for a caller that has
 * seen to the poster's duty.
 */
extern void fl_posting_judge(TupleTableSlot *slot);

#endif							/* FUNDLEDGER_POSTING_H */

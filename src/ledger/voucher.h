/*
 * voucher.h
 *		凭证: a stored voucher, and the one reader of it.
 *
 * Whatever is stored is read here: rows may have come by a restore, by
 * replication or by a superuser's hand, so a value that no voucher may have is
 * data corruption, which names the voucher, and never a crash.
 */
#ifndef FUNDLEDGER_VOUCHER_H
#define FUNDLEDGER_VOUCHER_H

#include "executor/tuptable.h"
#include "utils/date.h"

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
	VOUCHER_DONE_THROUGH,
	VOUCHER_COLUMNS = VOUCHER_DONE_THROUGH
};

typedef struct Voucher
{
	int64		voucher_id;
	int32		book_id;
	Period		period;
	DateADT		date;
	int32		attachments;	/* 0: none, or not said */
	int64		reverses;		/* 0: none */
	VoucherKind kind;
	VoucherBasis basis;
	text	   *summary;
	struct varlena *journal;
	text	   *prepared_by;
	text	   *reviewed_by;	/* NULL: nobody */
	text	   *source_key;		/* NULL: none */
	text	   *done_through;	/* NULL: the poster acted itself */
} Voucher;

/*
 * Are the first columns those that the reader knows?  Others may follow them:
 * whoever owns the table may add some.
 */
extern bool fl_voucher_columns_are_ours(TupleDesc columns);

/* Of a row of ledger.voucher, which the voucher points into. */
extern void fl_voucher_from_slot(TupleTableSlot *slot, Voucher *voucher);

#endif							/* FUNDLEDGER_VOUCHER_H */

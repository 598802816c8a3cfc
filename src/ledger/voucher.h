/*
 * voucher.h
 *		凭证: a stored voucher, and the one reader of it.
 *
 * Whatever is stored is read here: rows may have come by a restore, by
 * replication or by a superuser's hand, so a value that no voucher may have is
 * data corruption (XX001), which names book and voucher, and never a crash.
 */
#ifndef FUNDLEDGER_VOUCHER_H
#define FUNDLEDGER_VOUCHER_H

#include "datatype/timestamp.h"
#include "executor/tuptable.h"
#include "utils/date.h"

#include "types/basis.h"
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
	VOUCHER_KIND,
	VOUCHER_BASIS,
	VOUCHER_SOURCE_KEY,
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
	TimestampTz posted_at;
	int32		book_id;
	Period		period;
	DateADT		date;
	int32		attachments;
	int64		reverses;
	bool		has_attachments;
	bool		is_reversal;
	VoucherKind kind;
	VoucherBasis basis;
	text	   *summary;
	struct varlena *journal;
	text	   *prepared_by;
	text	   *reviewed_by;	/* NULL: nobody */
	text	   *source_key;		/* NULL: none */
	text	   *done_through;	/* NULL: the poster acted itself */
} Voucher;

/* With what it points to, into the current memory context. */
extern void fl_voucher_copy(const Voucher *from, Voucher *to);

/*
 * Are the columns those of voucher.sql?  42804 names the first that is not:
 * whoever owns a table can change it, and no value is read as another type's.
 */
extern void fl_voucher_check_columns(TupleDesc columns);

/*
 * Of a row of ledger.voucher that is being posted, whose columns have been
 * checked: what no voucher may have is the poster's error (LG031), not the
 * ledger's.  The voucher points into the row.
 */
extern void fl_voucher_from_new_slot(TupleTableSlot *slot, Voucher *voucher);

/* Of a row of ledger.voucher as it is stored, whose columns have been checked, all of it. */
extern void fl_voucher_from_tuple(HeapTuple row, TupleDesc columns, Voucher *voucher);

/*
 * What reports want of a voucher.  A query that selects these columns first
 * returns rows that the functions below read; what else a Voucher has is not
 * set.
 */
#define VOUCHER_ROW	"voucher_id, book_id, voucher_date, kind, basis, journal, summary"

/* The same of a table that has an alias. */
#define VOUCHER_ROW_OF(v) \
	v ".voucher_id, " v ".book_id, " v ".voucher_date, " v ".kind, " v ".basis, " v ".journal, " v ".summary"

enum
{
	READ_VOUCHER_ID,
	READ_BOOK_ID,
	READ_DATE,
	READ_KIND,
	READ_BASIS,
	READ_JOURNAL,
	READ_SUMMARY,
	READ_COLUMNS
};

/* As the descriptor of a query's rows says, once a query. */
extern void fl_voucher_check_row(TupleDesc columns);

/* Of a row that a query's receiver is given, whose columns have been checked. */
extern void fl_voucher_from_row_slot(TupleTableSlot *slot, Voucher *voucher);

/* Of a row of SPI_tuptable, whose columns this checks. */
extern void fl_voucher_from_spi(uint64 row, Voucher *voucher);

/* All of a voucher, of a query that selects these columns. */
#define VOUCHER_WHOLE_ROW \
	VOUCHER_ROW ", posted_at, source_key, attachments, reverses, prepared_by, reviewed_by, done_through"

extern void fl_voucher_check_whole_row(TupleDesc columns);
extern void fl_voucher_whole_from_row_slot(TupleTableSlot *slot, Voucher *voucher);
extern void fl_voucher_whole_from_spi(uint64 row, Voucher *voucher);

/*
 * The first columns of such a row, without the summary: of the arguments of an
 * aggregate.
 */
extern void fl_voucher_from_arguments(const NullableDatum *row, Voucher *voucher);

#endif							/* FUNDLEDGER_VOUCHER_H */

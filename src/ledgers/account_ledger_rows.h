/*
 * account_ledger_rows.h
 *		明细账, 日记账, 往来明细账: the rows, of lines that have been sorted.
 */
#ifndef FUNDLEDGER_ACCOUNT_LEDGER_ROWS_H
#define FUNDLEDGER_ACCOUNT_LEDGER_ROWS_H

#include "executor/tuptable.h"
#include "utils/date.h"
#include "utils/resowner.h"
#include "utils/tuplesort.h"

#include "ledger/book.h"
#include "ledgers/voucher_numbers.h"
#include "server/report.h"

/* What stood before the ledger's first day comes before it in the order. */
#define BEFORE_FIRST_DAY	PG_INT32_MIN

typedef enum LedgerLayout
{
	LAYOUT_ACCOUNT,				/* 明细账 */
	LAYOUT_JOURNAL,				/* 日记账: with 对方科目 */
	LAYOUT_PARTY,				/* 往来明细账: a section an account */
} LedgerLayout;

/* A line as it is sorted: by the first four columns. */
enum
{
	LINE_SECTION,				/* account, its sign bit flipped: compared as int8 */
	LINE_DAY,
	LINE_VOUCHER,
	LINE_NO,
	LINE_ACCOUNT,
	LINE_KIND,
	LINE_CREDIT,
	LINE_AMOUNT,
	LINE_SUMMARY,
	LINE_PARTY,
	LINE_MEMO,
	LINE_CONTRA,
	LINE_CONTRA_NAME,
	LINE_COLUMNS
};

typedef struct AccountLedger
{
	LedgerLayout layout;
	const Book *book;
	Standard   *standard;
	DateADT		first;
	DateADT		last;
	int			layers;
	AccountCode account;		/* 0 in a party's ledger */
	text	   *party;			/* NULL in an account's */

	Tuplesortstate *lines;
	ResourceOwner owner;		/* of the sort's files */
	TupleTableSlot *slot;
	MemoryContext per_voucher;

	Report	   *report;
	const char *const *kind_names;
	AccountCode section;		/* the account whose lines are being written; 0: none yet */
	int128		balance;		/* debit less credit */
	bool		opening_written;
	VoucherNumbers numbers;
} AccountLedger;

/* The section of a line in the form in which it is sorted, and back. */
static inline Datum
section_to_datum(AccountCode account)
{
	return Int64GetDatum((int64) (account ^ UINT64CONST(0x8000000000000000)));
}

static inline AccountCode
section_from_datum(Datum section)
{
	return (AccountCode) DatumGetInt64(section) ^ UINT64CONST(0x8000000000000000);
}

/*
 * Writes the sorted lines as rows of the report, after the section of the
 * account with its opening balance where the ledger is of one.  "slot" is one
 * that the sort puts lines into.
 */
extern void fl_account_ledger_write(AccountLedger *ledger, int128 opening);

#endif							/* FUNDLEDGER_ACCOUNT_LEDGER_ROWS_H */

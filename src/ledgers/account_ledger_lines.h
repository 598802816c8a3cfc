/*
 * account_ledger_lines.h
 *		明细账, 日记账, 往来明细账: reading the lines of an account or of a party.
 */
#ifndef FUNDLEDGER_ACCOUNT_LEDGER_LINES_H
#define FUNDLEDGER_ACCOUNT_LEDGER_LINES_H

#include "ledger/book.h"
#include "server/row_sort.h"

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

/* What is asked for, and then the lines. */
typedef struct LedgerLines
{
	LedgerLayout layout;
	const Book *book;
	DateADT		first;
	DateADT		last;
	int			layers;
	AccountCode account;		/* 0 in a party's ledger */
	text	   *party;			/* NULL in an account's */
	RowSort		sort;
} LedgerLines;

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
 * Sorts the lines, for whoever takes them and ends the sort.  Called between
 * fl_ledger_enter and fl_ledger_leave.
 */
extern void fl_ledger_lines_read(LedgerLines *lines);

#endif							/* FUNDLEDGER_ACCOUNT_LEDGER_LINES_H */

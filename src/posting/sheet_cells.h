/*
 * sheet_cells.h
 *		The cells of a spreadsheet's row, as text, and what they say.
 *
 * What is not written as it should be is a fault of its cell, never guessed.
 */
#ifndef FUNDLEDGER_SHEET_CELLS_H
#define FUNDLEDGER_SHEET_CELLS_H

#include "utils/date.h"

#include "ledger/named_account.h"
#include "types/journal.h"

/* In the order of ledger.import_line. */
typedef enum Cell
{
	CELL_BOOK,
	CELL_KEY,
	CELL_DATE,
	CELL_KIND,
	CELL_BASIS,
	CELL_SUMMARY,
	CELL_ACCOUNT,
	CELL_PARTY,
	CELL_DEBIT,
	CELL_CREDIT,
	CELL_MEMO,
	CELL_ATTACHMENTS,
} Cell;

#define CELLS			12
#define NO_CELL			(-1)	/* of the row as a whole, or of its voucher */

/* What is wrong with a cell; no sqlstate: nothing. */
typedef struct CellFault
{
	int			sqlstate;
	const char *message;
	const char *hint;			/* or NULL */
} CellFault;

#define NO_FAULT		((CellFault) {0, NULL, NULL})

/* White space alone is nothing, too. */
extern bool fl_sheet_is_blank(const char *cell);

/* Each reads a cell that is not blank. */
extern CellFault fl_sheet_date(const char *cell, DateADT *date);
extern CellFault fl_sheet_amount(const char *cell, Amount *amount);
extern CellFault fl_sheet_count(const char *cell, int32 *count);

/* 0 where the cell is not written as a code: then it may be a name. */
extern CellFault fl_sheet_account_code(const char *cell, AccountCode *account);
extern CellFault fl_sheet_account_name(const NamedAccounts *accounts, const char *cell, AccountCode *account);

#endif							/* FUNDLEDGER_SHEET_CELLS_H */

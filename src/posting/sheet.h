/*
 * sheet.h
 *		Rows of entries, every cell text, and the vouchers that they make.
 *
 * Whoever brings rows wants to know of all that is wrong with them, by row and
 * cell, and not of the first: of the cells (sheet_cells.h), of the vouchers that
 * they make, and of what posting would refuse (fl_judge_draft).  Rows come from a
 * spreadsheet that is imported, or are those of drafts.
 */
#ifndef FUNDLEDGER_SHEET_H
#define FUNDLEDGER_SHEET_H

#include "ledger/book.h"
#include "ledger/voucher.h"
#include "posting/door.h"
#include "posting/sheet_cells.h"

/* A book that rows name, looked up once. */
typedef struct SheetBook
{
	const char *code;
	int32		book_id;
	bool		review_required;
	List	   *names;			/* of NamedAccounts, of the months that rows have */
	const ErrorData *error;		/* why the caller may make no voucher of it, or NULL */
} SheetBook;

typedef struct SheetRow
{
	int32		row_no;
	char	   *cells[CELLS];	/* NULL: blank */
	SheetBook  *book;
	bool		is_bare;		/* of a voucher without entries: it has the cells of the voucher alone */
	bool		is_wrong;
	DateADT		date;			/* and so on, where the cell says it */
	bool		has_date;
	int			kind;
	int			basis;
	int32		attachments;
	bool		has_amount;
	JournalLine line;
	struct SheetRow *next;		/* of its voucher; NULL: the last */
} SheetRow;

typedef struct SheetVoucher
{
	SheetRow   *first;
	SheetRow   *last;
	int			count;
	bool		is_wrong;
	Voucher		voucher;
} SheetVoucher;

typedef struct SheetFault
{
	int32		row_no;
	const SheetRow *row;
	int			cell;			/* or NO_CELL */
	int			sqlstate;
	const char *message;
	const char *detail;
	const char *hint;
} SheetFault;

typedef struct Sheet Sheet;

struct Sheet
{
	/* what is given */
	SheetRow   *rows;
	int			row_count;
	bool		is_keyed;		/* each row has a key, which says whose it is */
	Door		door;
	const char *poster;			/* as fl_accountable_poster says */
	const Book *(*open_book) (Datum code);	/* refuses who may make no voucher of it */
	void		(*post) (Sheet *sheet, SheetVoucher *voucher);	/* or whatever is to be done with a right one */

	/* what is made of it */
	SheetVoucher *vouchers;
	int			voucher_count;
	List	   *books;			/* of SheetBook */
	List	   *faults;			/* of SheetFault */
};

/* Room for so many rows, in the current memory context. */
extern void fl_sheet_init(Sheet *sheet, int row_count);

/* Reads the cells of a row. */
extern void fl_sheet_check_row(Sheet *sheet, SheetRow *row);

/* The rows of one key are a voucher, in the order of their first rows. */
extern void fl_sheet_collect_by_key(Sheet *sheet);

/* The next row is of the voucher that was begun last, or of another. */
extern void fl_sheet_add_row(Sheet *sheet, SheetRow *row, bool is_first);

/* Makes them, once their rows are known: without what it is that they reverse. */
extern void fl_sheet_make_vouchers(Sheet *sheet);

/*
 * Posts all, within one subtransaction.  Where that fails, each is attempted
 * alone, the others before it posted, and in the end all of it is undone: so
 * nothing is judged otherwise than posting does.  True where all are posted.
 */
extern bool fl_sheet_post(Sheet *sheet);

/* What a column is called. */
extern const char *fl_sheet_cell_name(int cell, bool is_chinese);

/* By row, and within a row by cell. */
extern void fl_sheet_sort_faults(Sheet *sheet);

#endif							/* FUNDLEDGER_SHEET_H */

/*
 * table_rows.h
 *		A table that somebody brings, as jsonb: an array of an object a row.
 *
 * Keys are the names of columns, English or Chinese.  A cell is text; null and
 * blank are nothing.
 */
#ifndef FUNDLEDGER_TABLE_ROWS_H
#define FUNDLEDGER_TABLE_ROWS_H

#include "nodes/pg_list.h"
#include "utils/date.h"

#include "starting/faults.h"
#include "types/amount.h"
#include "types/basis.h"

#define TABLE_COLUMNS_MAX	11

/* The names of one column; the first one is what faults call it. */
typedef struct TableColumn
{
	const char *names[8];
} TableColumn;

typedef struct TableRow
{
	char	   *where;			/* "row 3", for faults: by its own number, or its place */
	char	   *cells[TABLE_COLUMNS_MAX];	/* NULL: nothing */
} TableRow;

typedef struct Table
{
	const char *row_word;		/* "row" */
	const TableColumn *columns;
	int			column_count;
	int			number_column;	/* of rows that say which they are; 0: none does */
	List	   *rows;			/* of TableRow */
	List	   *unknown;		/* names of columns that are not its */
} Table;

/* What stands in columns that are not the table's is never read past: a fault. */
extern void fl_table_read(Table *table, Datum json, Faults *faults);

/* What a cell says; false, with a fault, where it says nothing of the kind. */
extern bool fl_cell_amount(const Table *table, const TableRow *row, int column, Amount *amount, Faults *faults);
extern bool fl_cell_date(const Table *table, const TableRow *row, int column, DateADT *date, Faults *faults);
extern bool fl_cell_basis(const Table *table, const TableRow *row, int column, VoucherBasis *basis, Faults *faults);

#endif							/* FUNDLEDGER_TABLE_ROWS_H */

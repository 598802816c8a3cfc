/*
 * keyed_row.h
 *		A row by its key, a text, as one looks into a catalog: without a query.
 *
 * The table has the key in its first column, and a unique index on it.
 */
#ifndef FUNDLEDGER_KEYED_ROW_H
#define FUNDLEDGER_KEYED_ROW_H

#include "utils/snapshot.h"

#define KEYED_COLUMNS	2

typedef struct KeyedTable
{
	/* of the columns that are wanted */
	const char *column_name[KEYED_COLUMNS];
	Oid			column_type[KEYED_COLUMNS];

	/* filled in by fl_keyed_table_open */
	Oid			table;
	Oid			key;			/* the index */
	int			column[KEYED_COLUMNS];
} KeyedTable;

typedef struct KeyedRow
{
	Datum		values[KEYED_COLUMNS];	/* copied into the current memory context */
	bool		nulls[KEYED_COLUMNS];
	bool		is_own;			/* this transaction has written it, and may yet take it back */
} KeyedRow;

/*
 * Finds the columns.  Raises 55000 where the table, the index or a column is
 * not what it is to be: their owner may have changed them.
 */
extern void fl_keyed_table_open(KeyedTable *keyed, Oid table, Oid key);

/* False where the snapshot has no such row. */
extern bool fl_keyed_row(const KeyedTable *keyed, const char *key, int length,
						 Snapshot snapshot, KeyedRow *row);

#endif							/* FUNDLEDGER_KEYED_ROW_H */

/*
 * row_sort.h
 *		Sorting rows of our own by their first columns, on disk where they do not
 *		fit into work_mem.
 *
 * Fill "slot"'s values and nulls and put it, as often as there are rows; then
 * finish, and take them: each is then in "slot".
 */
#ifndef FUNDLEDGER_ROW_SORT_H
#define FUNDLEDGER_ROW_SORT_H

#include "executor/tuptable.h"
#include "utils/resowner.h"
#include "utils/tuplesort.h"

typedef struct RowSort
{
	TupleDesc	row;
	Tuplesortstate *sorting;
	TupleTableSlot *slot;
	ResourceOwner owner;		/* of the files, which outlive the cursor that feeds them */
} RowSort;

#define ROW_SORT_KEYS_MAX	4

/* The types of the columns; the first "keys" are int4 or int8. */
extern void fl_row_sort_begin(RowSort *sort, const Oid *types, int count, int keys);
extern void fl_row_sort_put(RowSort *sort);
extern void fl_row_sort_finish(RowSort *sort);

/* False when there is no more. */
extern bool fl_row_sort_take(RowSort *sort);
extern void fl_row_sort_end(RowSort *sort);

/* No column of the next row is null. */
static inline Datum *
row_sort_values(RowSort *sort)
{
	ExecClearTuple(sort->slot);
	memset(sort->slot->tts_isnull, false, sort->row->natts * sizeof(bool));
	return sort->slot->tts_values;
}

#endif							/* FUNDLEDGER_ROW_SORT_H */

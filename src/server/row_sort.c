/*
 * row_sort.c
 *		Sorting rows of our own by their first columns, on disk where they do not
 *		fit into work_mem.
 */
#include "postgres.h"

#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"

#include "server/compat.h"
#include "server/row_sort.h"

static TupleDesc
describe_row(const Oid *types, int count)
{
	TupleDesc	row = CreateTemplateTupleDesc(count);

	for (int i = 0; i < count; i++)
		TupleDescInitEntry(row, i + 1, NULL, types[i], -1, 0);
	TupleDescFinalize(row);
	return row;
}

void
fl_row_sort_begin(RowSort *sort, const Oid *types, int count, int keys)
{
	AttrNumber	columns[ROW_SORT_KEYS_MAX];
	Oid			less[ROW_SORT_KEYS_MAX];
	Oid			collations[ROW_SORT_KEYS_MAX] = {InvalidOid};
	bool		nulls_first[ROW_SORT_KEYS_MAX] = {false};

	Assert(keys <= ROW_SORT_KEYS_MAX);
	for (int i = 0; i < keys; i++)
	{
		columns[i] = i + 1;
		less[i] = types[i] == INT8OID ? Int8LessOperator : Int4LessOperator;
	}
	sort->row = describe_row(types, count);
	sort->owner = CurrentResourceOwner;
	sort->slot = MakeSingleTupleTableSlot(sort->row, &TTSOpsVirtual);
	sort->sorting = tuplesort_begin_heap(sort->row, keys, columns, less, collations, nulls_first,
										 work_mem, NULL, TUPLESORT_NONE);
}

void
fl_row_sort_put(RowSort *sort)
{
	ResourceOwner cursor = CurrentResourceOwner;

	ExecStoreVirtualTuple(sort->slot);
	CurrentResourceOwner = sort->owner;
	tuplesort_puttupleslot(sort->sorting, sort->slot);
	CurrentResourceOwner = cursor;
}

void
fl_row_sort_finish(RowSort *sort)
{
	ExecDropSingleTupleTableSlot(sort->slot);
	tuplesort_performsort(sort->sorting);
	sort->slot = MakeSingleTupleTableSlot(sort->row, &TTSOpsMinimalTuple);
}

bool
fl_row_sort_take(RowSort *sort)
{
	if (!tuplesort_gettupleslot(sort->sorting, true, false, sort->slot, NULL))
		return false;
	slot_getallattrs(sort->slot);
	return true;
}

void
fl_row_sort_end(RowSort *sort)
{
	tuplesort_end(sort->sorting);
	ExecDropSingleTupleTableSlot(sort->slot);
}

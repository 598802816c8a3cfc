/*
 * keyed_row.c
 *		A row by its key, a text, as one looks into a catalog: without a query.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_opfamily.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"

#include "server/compat.h"
#include "server/keyed_row.h"

/* ---------- is it the table that we know? ---------- */

pg_noreturn static void
refuse(Relation table, const char *part, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("%s \"%s\" of table \"%s\" is not what fundledger made", part, name,
					RelationGetRelationName(table)),
			 errhint("Set it back to what fund.create_ledger() makes.")));
}

static int
find_column(Relation table, const char *name, Oid type)
{
	TupleDesc	columns = RelationGetDescr(table);

	for (int i = 0; i < columns->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(columns, i);

		if (!column->attisdropped && column->atttypid == type &&
			strcmp(NameStr(column->attname), name) == 0)
			return column->attnum;
	}
	refuse(table, "column", name);
}

static bool
is_key_of(Relation index, Relation table)
{
	return index->rd_rel->relam == BTREE_AM_OID &&
		index->rd_index->indrelid == RelationGetRelid(table) &&
		index->rd_index->indisunique && index->rd_index->indisvalid &&
		index->rd_index->indnkeyatts == 1 && index->rd_index->indkey.values[0] == 1 &&
		index->rd_opfamily[0] == TEXT_BTREE_FAM_OID &&
		RelationGetIndexPredicate(index) == NIL;
}

void
fl_keyed_table_open(KeyedTable *keyed, Oid table_id, Oid key)
{
	Relation	table = table_open(table_id, AccessShareLock);
	Relation	index = index_open(key, AccessShareLock);

	if (table->rd_rel->relkind != RELKIND_RELATION ||
		TupleDescAttr(RelationGetDescr(table), 0)->atttypid != TEXTOID)
		refuse(table, "key", "column 1");
	if (!is_key_of(index, table))
		refuse(table, "index", RelationGetRelationName(index));
	for (int i = 0; i < KEYED_COLUMNS; i++)
		keyed->column[i] = find_column(table, keyed->column_name[i], keyed->column_type[i]);
	keyed->table = table_id;
	keyed->key = key;
	index_close(index, NoLock);
	table_close(table, NoLock);
}

/* ---------- the row ---------- */

static void
copy_values(const KeyedTable *keyed, HeapTuple found, TupleDesc columns, KeyedRow *row)
{
	for (int i = 0; i < KEYED_COLUMNS; i++)
	{
		Form_pg_attribute column = TupleDescAttr(columns, keyed->column[i] - 1);
		Datum		value = heap_getattr(found, column->attnum, columns, &row->nulls[i]);

		row->values[i] = row->nulls[i] ? (Datum) 0 : column->attlen == -1 ?
			PointerGetDatum(PG_DETOAST_DATUM_COPY(value)) :
			datumCopy(value, column->attbyval, column->attlen);
	}
	row->is_own = TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetXmin(found->t_data));
}

bool
fl_keyed_row(const KeyedTable *keyed, const char *key, int length, Snapshot snapshot, KeyedRow *row)
{
	Relation	table = table_open(keyed->table, AccessShareLock);
	TupleDesc	columns = RelationGetDescr(table);
	ScanKeyData wanted;
	SysScanDesc scan;
	HeapTuple	found;
	bool		is_there;

	ScanKeyEntryInitialize(&wanted, 0, 1, BTEqualStrategyNumber, InvalidOid,
						   TupleDescAttr(columns, 0)->attcollation, F_TEXTEQ,
						   PointerGetDatum(cstring_to_text_with_len(key, length)));
	scan = systable_beginscan(table, keyed->key, true, snapshot, 1, &wanted);
	found = systable_getnext(scan);
	is_there = HeapTupleIsValid(found);
	if (is_there)
		copy_values(keyed, found, columns, row);
	systable_endscan(scan);
	table_close(table, NoLock);
	return is_there;
}

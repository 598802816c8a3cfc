/*
 * voucher.c
 *		凭证: a stored voucher, and the one reader of it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "ledger/voucher.h"
#include "server/errors.h"

/* ---------- the table ---------- */

/* By their numbers; InvalidOid is a type of ours, a varlena. */
static const Oid column_types[VOUCHER_COLUMNS] = {
	INT8OID, TIMESTAMPTZOID, INT4OID, DATEOID, TEXTOID, TEXTOID, TEXTOID, InvalidOid,
	TEXTOID, TEXTOID, INT4OID, INT8OID, TEXTOID
};

bool
fl_voucher_columns_are_ours(TupleDesc columns)
{
	if (columns->natts < VOUCHER_COLUMNS)
		return false;
	for (int i = 0; i < VOUCHER_COLUMNS; i++)
	{
		Form_pg_attribute column = TupleDescAttr(columns, i);

		if (column->attisdropped ||
			(OidIsValid(column_types[i]) ? column->atttypid != column_types[i] : column->attlen != -1))
			return false;
	}
	return true;
}

/* ---------- a row ---------- */

static int64
slot_int64(TupleTableSlot *slot, int column, int64 if_null)
{
	bool		is_null;
	Datum		value = slot_getattr(slot, column, &is_null);

	return is_null ? if_null : DatumGetInt64(value);
}

static struct varlena *
slot_varlena(TupleTableSlot *slot, int column)
{
	bool		is_null;
	Datum		value = slot_getattr(slot, column, &is_null);

	return is_null ? NULL : PG_DETOAST_DATUM_PACKED(value);
}

/* Only types of ours could keep these out of a column. */
static void
check_kind_and_basis(TupleTableSlot *slot, int kind, int basis)
{
	if (kind < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("\"%s\" is not a kind of voucher",
						text_to_cstring((text *) slot_varlena(slot, VOUCHER_KIND))),
				 errhint("The kinds are opening, normal, carry, closing and adjustment.")));
	if (basis < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("\"%s\" is not a basis of vouchers",
						text_to_cstring((text *) slot_varlena(slot, VOUCHER_BASIS))),
				 errhint("The bases are cash and accrual.")));
}

/* The table's NOT NULLs have been checked; what may be null is said. */
void
fl_voucher_from_slot(TupleTableSlot *slot, Voucher *voucher)
{
	bool		is_null;
	int			kind = fl_voucher_kind_from_datum(slot_getattr(slot, VOUCHER_KIND, &is_null));
	int			basis = fl_voucher_basis_from_datum(slot_getattr(slot, VOUCHER_BASIS, &is_null));

	check_kind_and_basis(slot, kind, basis);
	voucher->voucher_id = slot_int64(slot, VOUCHER_ID, 0);
	voucher->book_id = DatumGetInt32(slot_getattr(slot, VOUCHER_BOOK_ID, &is_null));
	voucher->date = DatumGetDateADT(slot_getattr(slot, VOUCHER_DATE, &is_null));
	voucher->period = fl_period_of_date(voucher->date);
	voucher->attachments = DatumGetInt32(slot_getattr(slot, VOUCHER_ATTACHMENTS, &is_null));
	if (is_null)
		voucher->attachments = 0;
	voucher->reverses = slot_int64(slot, VOUCHER_REVERSES, 0);
	voucher->kind = kind;
	voucher->basis = basis;
	voucher->summary = slot_varlena(slot, VOUCHER_SUMMARY);
	voucher->journal = slot_varlena(slot, VOUCHER_JOURNAL);
	voucher->prepared_by = slot_varlena(slot, VOUCHER_PREPARED_BY);
	voucher->reviewed_by = slot_varlena(slot, VOUCHER_REVIEWED_BY);
	voucher->source_key = slot_varlena(slot, VOUCHER_SOURCE_KEY);
	voucher->done_through = slot_varlena(slot, VOUCHER_DONE_THROUGH);
}

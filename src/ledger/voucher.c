/*
 * voucher.c
 *		凭证: a stored voucher, and the one reader of it.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/timestamp.h"

#include "ledger/voucher.h"
#include "server/compat.h"
#include "server/errors.h"
#include "server/stored.h"

/* ---------- the types of columns ---------- */

/*
 * A type of ours is known by how its values are passed: whatever else is
 * passed so is read as bytes, and checked as those.
 */
typedef struct ColumnType
{
	const char *name;
	Oid			type;			/* invalid: one of ours */
	int16		length;
	bool		by_value;
} ColumnType;

#define INT8_COLUMN(name)	{name, INT8OID, 8, true}
#define INT4_COLUMN(name)	{name, INT4OID, 4, true}
#define TEXT_COLUMN(name)	{name, TEXTOID, -1, false}
#define DATE_COLUMN(name)	{name, DATEOID, 4, true}
#define OUR_VARLENA(name)	{name, InvalidOid, -1, false}
#define OUR_BYTE(name)		{name, InvalidOid, 1, true}

static const ColumnType table_columns[VOUCHER_COLUMNS] = {
	INT8_COLUMN("voucher_id"),
	{"posted_at", TIMESTAMPTZOID, 8, true},
	INT4_COLUMN("book_id"),
	DATE_COLUMN("voucher_date"),
	OUR_BYTE("kind"),
	OUR_BYTE("basis"),
	TEXT_COLUMN("source_key"),
	OUR_VARLENA("journal"),
	TEXT_COLUMN("summary"),
	TEXT_COLUMN("prepared_by"),
	INT4_COLUMN("attachments"),
	INT8_COLUMN("reverses"),
	TEXT_COLUMN("reviewed_by"),
	TEXT_COLUMN("done_through"),
};

/* Columns of VOUCHER_WHOLE_ROW after those of VOUCHER_ROW. */
enum
{
	WHOLE_POSTED_AT = READ_COLUMNS,
	WHOLE_SOURCE_KEY,
	WHOLE_ATTACHMENTS,
	WHOLE_REVERSES,
	WHOLE_PREPARED_BY,
	WHOLE_REVIEWED_BY,
	WHOLE_DONE_THROUGH,
	WHOLE_COLUMNS
};

static const ColumnType row_columns[WHOLE_COLUMNS] = {
	INT8_COLUMN("voucher_id"),
	INT4_COLUMN("book_id"),
	DATE_COLUMN("voucher_date"),
	OUR_BYTE("kind"),
	OUR_BYTE("basis"),
	OUR_VARLENA("journal"),
	TEXT_COLUMN("summary"),
	{"posted_at", TIMESTAMPTZOID, 8, true},
	TEXT_COLUMN("source_key"),
	INT4_COLUMN("attachments"),
	INT8_COLUMN("reverses"),
	TEXT_COLUMN("prepared_by"),
	TEXT_COLUMN("reviewed_by"),
	TEXT_COLUMN("done_through"),
};

static bool
is_of_type(Form_pg_attribute column, const ColumnType *type)
{
	if (column->attisdropped || column->atttypmod != -1)
		return false;
	if (OidIsValid(type->type))
		return column->atttypid == type->type;
	return column->attlen == type->length && column->attbyval == type->by_value;
}

static void
check_columns(TupleDesc columns, const ColumnType *types, int count)
{
	for (int i = 0; i < count; i++)
	{
		if (i >= columns->natts || !is_of_type(TupleDescAttr(columns, i), &types[i]))
			ereport(ERROR,
					(errcode(ERRCODE_DATA_CORRUPTED),
					 errmsg("column \"%s\" of ledger.voucher is not as fund.create_ledger() made it",
							types[i].name),
					 errdetail("It has been dropped, or is of another type."),
					 errhint("Give it the type that it had; columns of your own can be added.")));
	}
}

void
fl_voucher_check_columns(TupleDesc columns)
{
	check_columns(columns, table_columns, VOUCHER_COLUMNS);
}

void
fl_voucher_check_row(TupleDesc columns)
{
	check_columns(columns, row_columns, READ_COLUMNS);
}

/* ---------- what no voucher may have ---------- */

/* The columns of a row as they are read, and whose fault they are. */
typedef struct Reading
{
	const NullableDatum *row;	/* in the order of VOUCHER_ROW */
	bool		is_new;
} Reading;

pg_noreturn static void
refuse(const Reading *reading, const char *detail)
{
	const NullableDatum *row = reading->row;
	int32		book_id = row[READ_BOOK_ID].isnull ? 0 : DatumGetInt32(row[READ_BOOK_ID].value);
	int64		voucher_id = row[READ_VOUCHER_ID].isnull ? 0 : DatumGetInt64(row[READ_VOUCHER_ID].value);

	if (reading->is_new)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher of book %d cannot be posted", book_id),
				 errdetail_internal("%s", detail),
				 errhint("fund.post() says what a voucher is made of.")));
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("stored voucher " INT64_FORMAT " of book %d cannot be read", voucher_id, book_id),
			 errdetail_internal("%s", detail),
			 errhint("It has come past the checks of posting; bring the row back from a backup.")));
}

static Datum
required(const Reading *reading, int column)
{
	if (reading->row[column].isnull)
		refuse(reading, psprintf("Its %s is null.", row_columns[column].name));
	return reading->row[column].value;
}

static VoucherKind
read_kind(const Reading *reading)
{
	int			kind = fl_voucher_kind_from_datum(required(reading, READ_KIND));

	if (kind < 0)
		refuse(reading, "Its kind is none that there is.");
	return kind;
}

static VoucherBasis
read_basis(const Reading *reading)
{
	int			basis = fl_voucher_basis_from_datum(required(reading, READ_BASIS));

	if (basis < 0)
		refuse(reading, "Its basis is none that there is.");
	return basis;
}

static DateADT
read_date(const Reading *reading)
{
	DateADT		date = DatumGetDateADT(required(reading, READ_DATE));

	if (!date_has_period(date) && !reading->is_new)
		refuse(reading, "Its date is in no month.");
	return date;
}

static struct varlena *
read_journal(const Reading *reading)
{
	struct varlena *journal = DatumGetJournal(required(reading, READ_JOURNAL));

	if (!journal_is_sound(journal))
		refuse(reading, "Its journal has no lines that can be read, or is of another format.");
	return journal;
}

static void
read_arguments(const Reading *reading, Voucher *voucher)
{
	voucher->voucher_id = DatumGetInt64(required(reading, READ_VOUCHER_ID));
	voucher->book_id = DatumGetInt32(required(reading, READ_BOOK_ID));
	voucher->date = read_date(reading);
	voucher->period = fl_period_of_date(voucher->date);
	voucher->kind = read_kind(reading);
	voucher->basis = read_basis(reading);
	voucher->journal = read_journal(reading);
}

static void
read_row(const Reading *reading, Voucher *voucher)
{
	read_arguments(reading, voucher);
	voucher->summary = DatumGetTextPP(required(reading, READ_SUMMARY));
}

/* ---------- rows of queries ---------- */

void
fl_voucher_from_arguments(const NullableDatum *row, Voucher *voucher)
{
	Reading		reading = {row, false};

	read_arguments(&reading, voucher);
}

static void
read_query_row(const NullableDatum *row, Voucher *voucher)
{
	Reading		reading = {row, false};

	read_row(&reading, voucher);
}

void
fl_voucher_from_row_slot(TupleTableSlot *slot, Voucher *voucher)
{
	NullableDatum row[READ_COLUMNS];

	for (int i = 0; i < READ_COLUMNS; i++)
		row[i].value = slot_getattr(slot, i + 1, &row[i].isnull);
	read_query_row(row, voucher);
}

static void
take_spi_row(uint64 number, NullableDatum *row, int count)
{
	HeapTuple	tuple = SPI_tuptable->vals[number];
	TupleDesc	columns = SPI_tuptable->tupdesc;

	check_columns(columns, row_columns, count);
	for (int i = 0; i < count; i++)
		row[i].value = heap_getattr(tuple, i + 1, columns, &row[i].isnull);
}

void
fl_voucher_from_spi(uint64 number, Voucher *voucher)
{
	NullableDatum row[READ_COLUMNS];

	take_spi_row(number, row, READ_COLUMNS);
	read_query_row(row, voucher);
}

/* ---------- whole vouchers ---------- */

void
fl_voucher_check_whole_row(TupleDesc columns)
{
	check_columns(columns, row_columns, WHOLE_COLUMNS);
}

static text *
whole_text(const NullableDatum *row, int column)
{
	return row[column].isnull ? NULL : DatumGetTextPP(row[column].value);
}

static void
read_whole_row(const NullableDatum *row, Voucher *voucher)
{
	Reading		reading = {row, false};

	read_row(&reading, voucher);
	voucher->posted_at = DatumGetTimestampTz(required(&reading, WHOLE_POSTED_AT));
	voucher->has_attachments = !row[WHOLE_ATTACHMENTS].isnull;
	voucher->attachments = voucher->has_attachments ? DatumGetInt32(row[WHOLE_ATTACHMENTS].value) : 0;
	voucher->is_reversal = !row[WHOLE_REVERSES].isnull;
	voucher->reverses = voucher->is_reversal ? DatumGetInt64(row[WHOLE_REVERSES].value) : 0;
	voucher->source_key = whole_text(row, WHOLE_SOURCE_KEY);
	voucher->prepared_by = DatumGetTextPP(required(&reading, WHOLE_PREPARED_BY));
	voucher->reviewed_by = whole_text(row, WHOLE_REVIEWED_BY);
	voucher->done_through = whole_text(row, WHOLE_DONE_THROUGH);
}

void
fl_voucher_whole_from_row_slot(TupleTableSlot *slot, Voucher *voucher)
{
	NullableDatum row[WHOLE_COLUMNS];

	for (int i = 0; i < WHOLE_COLUMNS; i++)
		row[i].value = slot_getattr(slot, i + 1, &row[i].isnull);
	read_whole_row(row, voucher);
}

void
fl_voucher_whole_from_spi(uint64 number, Voucher *voucher)
{
	NullableDatum row[WHOLE_COLUMNS];

	take_spi_row(number, row, WHOLE_COLUMNS);
	read_whole_row(row, voucher);
}

/* ---------- rows of the table ---------- */

static const AttrNumber table_column_of_row[READ_COLUMNS] = {
	[READ_VOUCHER_ID] = VOUCHER_ID,
	[READ_BOOK_ID] = VOUCHER_BOOK_ID,
	[READ_DATE] = VOUCHER_DATE,
	[READ_KIND] = VOUCHER_KIND,
	[READ_BASIS] = VOUCHER_BASIS,
	[READ_JOURNAL] = VOUCHER_JOURNAL,
	[READ_SUMMARY] = VOUCHER_SUMMARY,
};

static text *
optional_text(const NullableDatum *columns, int column)
{
	const NullableDatum *value = &columns[column - 1];

	return value->isnull ? NULL : DatumGetTextPP(value->value);
}

static void
read_table_row(const NullableDatum *columns, bool is_new, Voucher *voucher)
{
	NullableDatum row[READ_COLUMNS];
	Reading		reading = {row, is_new};

	for (int i = 0; i < READ_COLUMNS; i++)
		row[i] = columns[table_column_of_row[i] - 1];
	read_row(&reading, voucher);
	voucher->posted_at = DatumGetTimestampTz(columns[VOUCHER_POSTED_AT - 1].value);
	voucher->attachments = DatumGetInt32(columns[VOUCHER_ATTACHMENTS - 1].value);
	voucher->has_attachments = !columns[VOUCHER_ATTACHMENTS - 1].isnull;
	voucher->reverses = DatumGetInt64(columns[VOUCHER_REVERSES - 1].value);
	voucher->is_reversal = !columns[VOUCHER_REVERSES - 1].isnull;
	voucher->prepared_by = optional_text(columns, VOUCHER_PREPARED_BY);
	voucher->reviewed_by = optional_text(columns, VOUCHER_REVIEWED_BY);
	voucher->source_key = optional_text(columns, VOUCHER_SOURCE_KEY);
	voucher->done_through = optional_text(columns, VOUCHER_DONE_THROUGH);
	if (voucher->prepared_by == NULL)
		refuse(&reading, "Its prepared_by is null.");
	if (columns[VOUCHER_POSTED_AT - 1].isnull)
		refuse(&reading, "Its posted_at is null.");
}

void
fl_voucher_from_new_slot(TupleTableSlot *slot, Voucher *voucher)
{
	NullableDatum columns[VOUCHER_COLUMNS];

	slot_getallattrs(slot);
	for (int i = 0; i < VOUCHER_COLUMNS; i++)
		columns[i].value = slot_getattr(slot, i + 1, &columns[i].isnull);
	read_table_row(columns, true, voucher);
}

void
fl_voucher_from_tuple(HeapTuple row, TupleDesc descriptor, Voucher *voucher)
{
	NullableDatum columns[VOUCHER_COLUMNS];

	for (int i = 0; i < VOUCHER_COLUMNS; i++)
		columns[i].value = heap_getattr(row, i + 1, descriptor, &columns[i].isnull);
	read_table_row(columns, false, voucher);
}

/* ---------- a copy ---------- */

static void *
copied(const void *value)
{
	return value == NULL ? NULL :
		DatumGetPointer(datumCopy(PointerGetDatum(value), false, -1));
}

void
fl_voucher_copy(const Voucher *from, Voucher *to)
{
	*to = *from;
	to->summary = copied(from->summary);
	to->journal = copied(from->journal);
	to->prepared_by = copied(from->prepared_by);
	to->reviewed_by = copied(from->reviewed_by);
	to->source_key = copied(from->source_key);
	to->done_through = copied(from->done_through);
}

/* ---------- for queries, which would pass a byte by that is no word ---------- */

static char *
stored_byte(Datum value)
{
	return psprintf("the byte %d", (unsigned char) DatumGetChar(value));
}

static char *
row_of_key(const char *table, int64 key)
{
	return psprintf(strcmp(table, "voucher") == 0 ? "the row (voucher_id: " INT64_FORMAT ")" :
					"a row (book_id: " INT64_FORMAT ")", key);
}

PG_FUNCTION_INFO_V1(fl_sound_kind);
Datum
fl_sound_kind(PG_FUNCTION_ARGS)
{
	Datum		kind = PG_GETARG_DATUM(0);

	if (fl_voucher_kind_from_datum(kind) < 0)
	{
		char	   *table = TextDatumGetCString(PG_GETARG_DATUM(1));

		fl_stored_refuse(table, "kind", row_of_key(table, PG_GETARG_INT64(2)), stored_byte(kind));
	}
	return kind;
}

PG_FUNCTION_INFO_V1(fl_sound_basis);
Datum
fl_sound_basis(PG_FUNCTION_ARGS)
{
	Datum		basis = PG_GETARG_DATUM(0);

	if (fl_voucher_basis_from_datum(basis) < 0)
	{
		char	   *table = TextDatumGetCString(PG_GETARG_DATUM(1));

		fl_stored_refuse(table, "basis", row_of_key(table, PG_GETARG_INT64(2)), stored_byte(basis));
	}
	return basis;
}

/*
 * seal.c
 *		What shows that a closed month's vouchers are those that were closed.
 *
 * Each voucher has a digest, SHA-256 over all of its columns; the seal of a
 * month is SHA-256 over the seal before it and the digests of its vouchers.
 * The bytes that are hashed depend on nothing but the values: no setting of
 * the session, no byte order, no id that a restore could change.  They are
 * described in doc/adr/0003-seal.md so that anybody can recompute them.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "closing/seal.h"
#include "server/compat.h"
#include "server/spi_plan.h"

#define ROWS_AT_ONCE	1000

/* ---------- what is hashed ---------- */

static void
put_bytes(StringInfo message, const void *bytes, int length)
{
	pq_sendint32(message, (uint32) length);
	appendBinaryStringInfo(message, bytes, length);
}

static void
put_null(StringInfo message)
{
	pq_sendint32(message, PG_UINT32_MAX);
}

static void
put_int64(StringInfo message, int64 value)
{
	pq_sendint32(message, sizeof(int64));
	pq_sendint64(message, (uint64) value);
}

static void
put_int32(StringInfo message, int32 value)
{
	pq_sendint32(message, sizeof(int32));
	pq_sendint32(message, (uint32) value);
}

static void
put_text(StringInfo message, Datum value)
{
	text	   *string = DatumGetTextPP(value);

	put_bytes(message, VARDATA_ANY(string), VARSIZE_ANY_EXHDR(string));
}

static void
put_value(StringInfo message, Oid type, Datum value)
{
	switch (type)
	{
		case INT8OID:
			put_int64(message, DatumGetInt64(value));
			break;
		case INT4OID:
			put_int64(message, DatumGetInt32(value));
			break;
		case TIMESTAMPTZOID:
			put_int64(message, DatumGetTimestampTz(value));
			break;
		case DATEOID:
			put_int32(message, DatumGetDateADT(value));
			break;
		case TEXTOID:
			put_text(message, value);
			break;
		default:
			elog(ERROR, "a voucher has a column of unexpected type %u", type);
	}
}

/* The columns of open_vouchers that may be null. */
static bool
may_be_null(const char *column)
{
	return strcmp(column, "attachments") == 0 || strcmp(column, "reverses") == 0 ||
		strcmp(column, "reviewed_by") == 0 || strcmp(column, "source_key") == 0;
}

/* Not by a constraint: whoever owns the table can drop those. */
static void
note_null(MonthSeal *result, HeapTuple row, TupleDesc columns, int column)
{
	const char *name = NameStr(TupleDescAttr(columns, column - 1)->attname);

	if (result->incomplete == NULL && !may_be_null(name))
		result->incomplete = MemoryContextStrdup(GetMemoryChunkContext(result->digests.data),
												 psprintf("The column \"%s\" of voucher %s is null.",
														  name, SPI_getvalue(row, columns, 1)));
}

/*
 * The last column, done_through, has no field where it is null: nearly always,
 * and as seals were before there was one.
 */
static void
put_voucher(MonthSeal *result, StringInfo message, HeapTuple row, TupleDesc columns)
{
	for (int column = 1; column <= columns->natts; column++)
	{
		bool		is_null;
		Datum		value = SPI_getbinval(row, columns, column, &is_null);

		if (!is_null)
			put_value(message, SPI_gettypeid(columns, column), value);
		else if (column < columns->natts)
		{
			note_null(result, row, columns, column);
			put_null(message);
		}
	}
}

/* ---------- hashing ---------- */

static void
check_sha256(pg_cryptohash_ctx *hash, int result)
{
	if (result < 0)
		elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
}

static pg_cryptohash_ctx *
sha256_create(void)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (hash == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	check_sha256(hash, pg_cryptohash_init(hash));
	return hash;
}

static void
sha256_update(pg_cryptohash_ctx *hash, const void *bytes, size_t length)
{
	check_sha256(hash, pg_cryptohash_update(hash, bytes, length));
}

static void
sha256_final(pg_cryptohash_ctx *hash, uint8 *digest)
{
	check_sha256(hash, pg_cryptohash_final(hash, digest, SEAL_SIZE));
}

/* ---------- a voucher's digest ---------- */

typedef struct Sealer
{
	pg_cryptohash_ctx *voucher;
	pg_cryptohash_ctx *month;
	MonthSeal  *result;
} Sealer;

static void
add_voucher(Sealer *sealer, HeapTuple row, TupleDesc columns)
{
	StringInfoData message;
	uint8		digest[SEAL_SIZE];
	bool		is_null;
	int64		voucher_id = DatumGetInt64(SPI_getbinval(row, columns, 1, &is_null));

	initStringInfo(&message);
	put_voucher(sealer->result, &message, row, columns);
	check_sha256(sealer->voucher, pg_cryptohash_init(sealer->voucher));
	sha256_update(sealer->voucher, message.data, message.len);
	sha256_final(sealer->voucher, digest);

	sha256_update(sealer->month, digest, SEAL_SIZE);
	pq_sendint64(&sealer->result->digests, (uint64) voucher_id);
	appendBinaryStringInfo(&sealer->result->digests, (char *) digest, SEAL_DIGEST_SIZE);
}

static Portal
open_vouchers(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT voucher_id, posted_at, $3, voucher_date, attachments, reverses, kind::text, basis::text,"
		"  summary, journal::text, prepared_by, reviewed_by, source_key, done_through"
		" FROM ledger.voucher WHERE book_id = $1"
		"  AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)"
		" ORDER BY voucher_id", "integer, fund.period, text"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(period), CStringGetTextDatum(book->code)
	};

	return fl_spi_open(&plan, values, NULL);
}

/* What is made of a row is freed with the next. */
static void
add_vouchers(Sealer *sealer, const Book *book, Period period)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext row_context = AllocSetContextCreate(caller, "fundledger seal",
													  ALLOCSET_DEFAULT_SIZES);
	Portal		portal = open_vouchers(book, period);
	uint64		count;

	do
	{
		SPI_cursor_fetch(portal, true, ROWS_AT_ONCE);
		MemoryContextSwitchTo(caller);	/* SPI leaves its own the current one */
		count = SPI_processed;
		for (uint64 row = 0; row < count; row++)
		{
			CHECK_FOR_INTERRUPTS();
			MemoryContextSwitchTo(row_context);
			add_voucher(sealer, SPI_tuptable->vals[row], SPI_tuptable->tupdesc);
			MemoryContextSwitchTo(caller);
			MemoryContextReset(row_context);
		}
		SPI_freetuptable(SPI_tuptable);
	} while (count == ROWS_AT_ONCE);
	SPI_cursor_close(portal);
	MemoryContextDelete(row_context);
}

/* ---------- a month's seal ---------- */

static void
add_heading(Sealer *sealer, const Book *book, Period period, int generation,
			const uint8 *previous)
{
	static const uint8 none[SEAL_SIZE] = {0};
	StringInfoData heading;
	char		text[PERIOD_TEXT_SIZE];

	initStringInfo(&heading);
	appendBinaryStringInfo(&heading, (const char *) (previous != NULL ? previous : none), SEAL_SIZE);
	put_bytes(&heading, book->code, strlen(book->code));
	put_bytes(&heading, text, fl_period_print(period, text));
	put_int64(&heading, generation);
	sha256_update(sealer->month, heading.data, heading.len);
	pfree(heading.data);
}

void
fl_seal_month(const Book *book, Period period, int generation,
			  const uint8 *previous, MonthSeal *result)
{
	Sealer		sealer = {sha256_create(), sha256_create(), result};

	initStringInfo(&result->digests);
	result->incomplete = NULL;
	add_heading(&sealer, book, period, generation, previous);
	add_vouchers(&sealer, book, period);
	sha256_final(sealer.month, result->seal);
	pg_cryptohash_free(sealer.voucher);
	pg_cryptohash_free(sealer.month);
}

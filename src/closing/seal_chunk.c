/*
 * seal_chunk.c
 *		Some vouchers of a month, one after the other, under one digest.
 *
 * The bytes that are hashed depend on nothing but the values: no setting of the
 * session, no byte order, no id that a restore could change.  They are described
 * in doc/adr/0012-parts-of-a-seal.md so that anybody can recompute them.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_crc32c.h"
#include "tcop/dest.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "closing/seal_chunk.h"
#include "ledger/voucher.h"
#include "server/compat.h"
#include "server/spi_plan.h"

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
put_date(StringInfo message, DateADT value)
{
	pq_sendint32(message, sizeof(int32));
	pq_sendint32(message, (uint32) value);
}

static void
put_optional_int64(StringInfo message, bool is_given, int64 value)
{
	if (is_given)
		put_int64(message, value);
	else
		put_null(message);
}

static void
put_word(StringInfo message, const char *word)
{
	put_bytes(message, word, strlen(word));
}

static void
put_text(StringInfo message, const text *string)
{
	if (string == NULL)
		put_null(message);
	else
		put_bytes(message, VARDATA_ANY(string), VARSIZE_ANY_EXHDR(string));
}

static void
put_voucher(StringInfo message, const Voucher *voucher)
{
	put_int64(message, voucher->voucher_id);
	put_int64(message, voucher->posted_at);
	put_date(message, voucher->date);
	put_optional_int64(message, voucher->has_attachments, voucher->attachments);
	put_optional_int64(message, voucher->is_reversal, voucher->reverses);
	put_word(message, fl_voucher_kind_name[voucher->kind]);
	put_word(message, fl_voucher_basis_name[voucher->basis]);
	put_text(message, voucher->summary);
	put_word(message, fl_journal_to_cstring(voucher->journal));
	put_text(message, voucher->prepared_by);
	put_text(message, voucher->reviewed_by);
	put_text(message, voucher->source_key);
	put_text(message, voucher->done_through);
}

/* ---------- hashing ---------- */

static void
check_sha256(pg_cryptohash_ctx *hash, int result)
{
	if (result < 0)
		elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
}

static pg_cryptohash_ctx *
sha256_begin(void)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (hash == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	check_sha256(hash, pg_cryptohash_init(hash));
	return hash;
}

static void
sha256_end(pg_cryptohash_ctx *hash, uint8 *digest)
{
	check_sha256(hash, pg_cryptohash_final(hash, digest, SEAL_SIZE));
	pg_cryptohash_free(hash);
}

/* ---------- a chunk ---------- */

static pg_crc32c
check_of(const StringInfoData *message)
{
	pg_crc32c	check;

	INIT_CRC32C(check);
	COMP_CRC32C(check, message->data, message->len);
	FIN_CRC32C(check);
	return check;
}

static void
add_voucher(SealChunk *chunk, pg_cryptohash_ctx *hash, const Voucher *voucher)
{
	StringInfoData message;

	initStringInfo(&message);
	put_voucher(&message, voucher);
	check_sha256(hash, pg_cryptohash_update(hash, (uint8 *) message.data, message.len));
	pq_sendint64(&chunk->entries, (uint64) voucher->voucher_id);
	pq_sendint32(&chunk->entries, check_of(&message));
	if (chunk->count++ == 0)
		chunk->first = (VoucherKey) {voucher->date, voucher->voucher_id};
}

/* ---------- reading the vouchers ---------- */

typedef struct ChunkReader
{
	DestReceiver receiver;		/* first, as the executor knows no more */
	SealChunk  *chunk;
	VoucherKey	until;
	pg_cryptohash_ctx *hash;
	MemoryContext per_voucher;
} ChunkReader;

/* Asked before the row is read as a voucher: what comes after may be none. */
static bool
is_before(TupleTableSlot *slot, VoucherKey key)
{
	bool		has_no_id;
	bool		has_no_date;
	int64		voucher_id = DatumGetInt64(slot_getattr(slot, READ_VOUCHER_ID + 1, &has_no_id));
	DateADT		date = DatumGetDateADT(slot_getattr(slot, READ_DATE + 1, &has_no_date));

	return has_no_id || has_no_date || date < key.date ||
		(date == key.date && voucher_id < key.voucher_id);
}

static bool
receive_voucher(TupleTableSlot *slot, DestReceiver *receiver)
{
	ChunkReader *reader = (ChunkReader *) receiver;
	MemoryContext caller;
	Voucher		voucher;

	CHECK_FOR_INTERRUPTS();
	if (!is_before(slot, reader->until))
		return false;
	caller = MemoryContextSwitchTo(reader->per_voucher);
	fl_voucher_whole_from_row_slot(slot, &voucher);
	add_voucher(reader->chunk, reader->hash, &voucher);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(reader->per_voucher);
	return true;
}

static void
start_receiving(DestReceiver *receiver, int operation, TupleDesc row)
{
	fl_voucher_check_whole_row(row);
}

static void
stop_receiving(DestReceiver *receiver)
{
}

VoucherKey
fl_seal_month_start(Period period)
{
	return (VoucherKey) {fl_period_first_day(period), PG_INT64_MIN};
}

/*
 * No condition says where they end: the server stops at such a one only with the
 * next day, however many vouchers that is away.
 */
Portal
fl_seal_vouchers_from(int32 book_id, VoucherKey from)
{
	static SpiPlan plan = {
		"SELECT " VOUCHER_WHOLE_ROW " FROM ledger.voucher"
		" WHERE book_id = $1 AND (voucher_date, voucher_id) >= ($2, $3)"
		" ORDER BY voucher_date, voucher_id",
		"integer, date, bigint"
	};
	Datum		values[] = {
		Int32GetDatum(book_id), DateADTGetDatum(from.date), Int64GetDatum(from.voucher_id)
	};

	return fl_spi_open(&plan, values, NULL);
}

void
fl_seal_next_chunk(Portal vouchers, VoucherKey until, int limit, SealChunk *chunk)
{
	ChunkReader reader = {
		.receiver = {
			.receiveSlot = receive_voucher,
			.rStartup = start_receiving,
			.rShutdown = stop_receiving,
			.rDestroy = stop_receiving,
			.mydest = DestNone
		},
		.chunk = chunk,
		.until = until,
		.hash = sha256_begin(),
		.per_voucher = AllocSetContextCreate(CurrentMemoryContext, "fundledger seal", ALLOCSET_DEFAULT_SIZES)
	};

	initStringInfo(&chunk->entries);
	chunk->count = 0;
	(void) PortalRunFetch(vouchers, FETCH_FORWARD, limit, &reader.receiver);
	sha256_end(reader.hash, chunk->digest);
	MemoryContextDelete(reader.per_voucher);
}

/* ---------- for fund.verify() ---------- */

/*
 * fund._seal_chunk(book_id, from_date, from_id, until_date, until_id, limit):
 * the digest, and after it the entries.  Of no ledger's state but the vouchers,
 * so that parallel workers can share a month out.
 */
PG_FUNCTION_INFO_V1(fl_seal_chunk_now);
Datum
fl_seal_chunk_now(PG_FUNCTION_ARGS)
{
	VoucherKey	from = {PG_GETARG_DATEADT(1), PG_GETARG_INT64(2)};
	VoucherKey	until = {PG_GETARG_DATEADT(3), PG_GETARG_INT64(4)};
	MemoryContext caller = CurrentMemoryContext;
	Portal		vouchers;
	SealChunk	chunk;
	bytea	   *result;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	vouchers = fl_seal_vouchers_from(PG_GETARG_INT32(0), from);
	fl_seal_next_chunk(vouchers, until, PG_GETARG_INT32(5), &chunk);
	SPI_cursor_close(vouchers);
	result = MemoryContextAlloc(caller, VARHDRSZ + SEAL_SIZE + chunk.entries.len);
	SET_VARSIZE(result, VARHDRSZ + SEAL_SIZE + chunk.entries.len);
	memcpy(VARDATA(result), chunk.digest, SEAL_SIZE);
	memcpy(VARDATA(result) + SEAL_SIZE, chunk.entries.data, chunk.entries.len);
	SPI_finish();
	PG_RETURN_BYTEA_P(result);
}

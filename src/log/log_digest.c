/*
 * log_digest.c
 *		The digest of an entry of the log.
 *
 * SHA-256 over a JSON array of its columns, as the server prints jsonb, with the
 * time in microseconds since 1970-01-01 00:00 UTC: doc/adr/0016-log.md.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "datatype/timestamp.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"

#include "server/compat.h"

/* ---------- the array ---------- */

/* What fund._log_digest takes, in its order. */
static const enum ColumnType
{
	ID, TIME, TEXT, JSON
}			columns[] = {
	ID, TIME, TEXT, TEXT, TEXT, TEXT, JSON, JSON, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT
};

#define UNIX_EPOCH	((int64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY)

static void
put_time(StringInfo json, TimestampTz time)
{
	if (TIMESTAMP_NOT_FINITE(time))
		appendStringInfoString(json, "null");
	else
		appendStringInfo(json, INT64_FORMAT, time + UNIX_EPOCH);
}

static void
put_json(StringInfo json, Jsonb *value)
{
	(void) JsonbToCString(json, &value->root, VARSIZE(value));
}

static void
put_column(StringInfo json, enum ColumnType type, Datum value)
{
	switch (type)
	{
		case ID:
			appendStringInfo(json, INT64_FORMAT, DatumGetInt64(value));
			break;
		case TIME:
			put_time(json, DatumGetTimestampTz(value));
			break;
		case TEXT:
			escape_json(json, TextDatumGetCString(value));
			break;
		case JSON:
			put_json(json, DatumGetJsonbP(value));
			break;
	}
}

/* ---------- its digest ---------- */

static void
check_sha256(pg_cryptohash_ctx *hash, int result)
{
	if (result < 0)
		elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
}

static bytea *
sha256(const StringInfoData *text)
{
	bytea	   *digest = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (hash == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	SET_VARSIZE(digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	check_sha256(hash, pg_cryptohash_init(hash));
	check_sha256(hash, pg_cryptohash_update(hash, (const uint8 *) text->data, text->len));
	check_sha256(hash, pg_cryptohash_final(hash, (uint8 *) VARDATA(digest), PG_SHA256_DIGEST_LENGTH));
	pg_cryptohash_free(hash);
	return digest;
}

PG_FUNCTION_INFO_V1(fl_log_digest);
Datum
fl_log_digest(PG_FUNCTION_ARGS)
{
	StringInfoData json;

	initStringInfo(&json);
	for (int i = 0; i < lengthof(columns); i++)
	{
		appendStringInfoString(&json, i == 0 ? "[" : ", ");
		if (PG_ARGISNULL(i))
			appendStringInfoString(&json, "null");
		else
			put_column(&json, columns[i], PG_GETARG_DATUM(i));
	}
	appendStringInfoChar(&json, ']');
	PG_RETURN_BYTEA_P(sha256(&json));
}

/*
 * verify_seal.c
 *		稽核 of seals: is a closed month what was closed?
 *
 * Computed again from the rows; a chunk that is not as it was sealed is compared
 * voucher by voucher, to say which was altered, is missing or was added.
 */
#include "postgres.h"

#include "port/pg_bswap.h"
#include "utils/builtins.h"

#include "closing/seal_chunk.h"
#include "closing/verify_month.h"
#include "closing/verify_report.h"
#include "server/spi_plan.h"

static char *
hex_text(const void *bytes, int length)
{
	char	   *text = palloc(length * 2 + 1);

	text[hex_encode(bytes, length, text)] = '\0';
	return text;
}

/* "voucher 17 of 2026-01-05", or without the date where there is none. */
static char *
voucher_text(const Book *book, Period period, int64 voucher_id)
{
	static SpiPlan plan = {
		"SELECT format('voucher %s of %s', voucher_id, to_char(voucher_date, 'YYYY-MM-DD'))"
		" FROM ledger.voucher"
		" WHERE book_id = $1 AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)"
		"  AND voucher_id = $3", "integer, fund.period, bigint"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(period), Int64GetDatum(voucher_id)
	};

	if (fl_spi_run(&plan, values, NULL, SPI_READ) == 0)
		return psprintf("voucher " INT64_FORMAT, voucher_id);
	return fl_spi_text(0, 1);
}

static int64
entry_id(const char *entry)
{
	uint64		id;

	memcpy(&id, entry, SEAL_ID_SIZE);
	return (int64) pg_ntoh64(id);
}

static char *
entry_text(const char *entry)
{
	if (entry == NULL)
		return pstrdup("no voucher");
	return psprintf("check %s", hex_text(entry + SEAL_ID_SIZE, SEAL_CHECK_SIZE));
}

/* One of the two may be NULL: the voucher is missing, or was added. */
static void
report_voucher(const Book *book, Period period, const char *sealed, const char *found,
			   Report *report)
{
	int64		voucher_id = entry_id(sealed != NULL ? sealed : found);

	fl_verify_report(report, "seal", period, voucher_text(book, period, voucher_id),
					 entry_text(sealed), entry_text(found));
}

/* ---------- the entries of a chunk ---------- */

/* A digest, and after it entries, as fund._seal_chunk() returns them. */
typedef struct Entries
{
	const char *digest;
	const char *at;
	const char *end;
} Entries;

/* Whatever is stored there may be shorter. */
static Entries
entries_of(uint64 row, int column)
{
	bool		is_null;
	Datum		value = fl_spi_value(row, column, &is_null);
	bytea	   *bytes = is_null ? (bytea *) cstring_to_text("") : DatumGetByteaPCopy(value);
	int			length = VARSIZE_ANY_EXHDR(bytes);
	int			entries = Max(length - SEAL_SIZE, 0) / SEAL_ENTRY_SIZE * SEAL_ENTRY_SIZE;
	Entries		result = {VARDATA_ANY(bytes), VARDATA_ANY(bytes), VARDATA_ANY(bytes)};

	if (length < SEAL_SIZE)
		return (Entries) {NULL, result.at, result.at};
	result.at += SEAL_SIZE;
	result.end = result.at + entries;
	return result;
}

static const char *
find_entry(const Entries *entries, int64 voucher_id)
{
	for (const char *at = entries->at; at < entries->end; at += SEAL_ENTRY_SIZE)
	{
		if (entry_id(at) == voucher_id)
			return at;
	}
	return NULL;
}

/* Returns how many vouchers were altered, are missing or were added. */
static int
compare_entries(const Book *book, Period period, const Entries *sealed, const Entries *found,
				Report *report)
{
	int			differences = 0;

	for (const char *at = sealed->at; at < sealed->end; at += SEAL_ENTRY_SIZE)
	{
		const char *now = find_entry(found, entry_id(at));

		if (now != NULL && memcmp(at, now, SEAL_ENTRY_SIZE) == 0)
			continue;
		report_voucher(book, period, at, now, report);
		differences++;
	}
	for (const char *at = found->at; at < found->end; at += SEAL_ENTRY_SIZE)
	{
		if (find_entry(sealed, entry_id(at)) != NULL)
			continue;
		report_voucher(book, period, NULL, at, report);
		differences++;
	}
	return differences;
}

static char *
digest_text(const Entries *entries)
{
	return entries->digest == NULL ? pstrdup("no digest") :
		psprintf("digest %s", hex_text(entries->digest, SEAL_SIZE));
}

/* ---------- a month ---------- */

typedef struct AlteredChunk
{
	int			number;
	Entries		sealed;
	Entries		found;
} AlteredChunk;

static bool
has_same_digest(const AlteredChunk *chunk)
{
	return chunk->sealed.digest != NULL && chunk->found.digest != NULL &&
		memcmp(chunk->sealed.digest, chunk->found.digest, SEAL_SIZE) == 0;
}

/* The checks of two vouchers may be alike by chance or by intent, not their digests. */
static void
report_chunk(const Book *book, Period period, const AlteredChunk *chunk, Report *report)
{
	char	   *name = psprintf("chunk %d", chunk->number);

	if (has_same_digest(chunk))
		fl_verify_report(report, "seal", period, name, "the ids and checks of its vouchers", "others");
	else if (compare_entries(book, period, &chunk->sealed, &chunk->found, report) == 0)
		fl_verify_report(report, "seal", period, name,
						 digest_text(&chunk->sealed), digest_text(&chunk->found));
}

static void
verify_chunks(const Book *book, Period period, Report *report)
{
	static SpiPlan plan = {
		"SELECT chunk, sealed, found FROM fund._altered_chunks($1, $2) ORDER BY chunk",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};
	uint64		count = fl_spi_run(&plan, values, NULL, SPI_READ);
	AlteredChunk *chunks = palloc(Max(count, 1) * sizeof(AlteredChunk));

	for (uint64 row = 0; row < count; row++)
	{
		bool		is_null;

		chunks[row].number = DatumGetInt32(fl_spi_value(row, 1, &is_null));
		chunks[row].sealed = entries_of(row, 2);
		chunks[row].found = entries_of(row, 3);
	}
	SPI_freetuptable(SPI_tuptable);
	for (uint64 i = 0; i < count; i++)
		report_chunk(book, period, &chunks[i], report);
}

static void
verify_parts(const Book *book, const ClosedMonth *month, Report *report)
{
	static SpiPlan plan = {
		"SELECT * FROM fund._verify_seal_parts($1, $2, $3)", "integer, fund.period, integer"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(month->period), Int32GetDatum(month->generation)
	};

	fl_verify_report_rows(report, fl_spi_run(&plan, values, NULL, SPI_READ));
}

/*
 * The seal is over the stored digests and the stored seal before it, so a fault
 * is reported where it is and not for all months that follow.
 */
void
fl_verify_seal(const Book *book, const ClosedMonth *month, Report *report)
{
	verify_chunks(book, month->period, report);
	verify_parts(book, month, report);
}

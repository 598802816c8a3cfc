/*
 * verify_seal.c
 *		稽核 of seals: are the vouchers of a closed month those that were closed?
 *
 * Computed again from the bytes of the vouchers; the digests say which voucher
 * was altered, is missing or was added.
 */
#include "postgres.h"

#include "port/pg_bswap.h"
#include "utils/builtins.h"

#include "closing/seal.h"
#include "closing/verify_month.h"
#include "closing/verify_report.h"
#include "server/spi_plan.h"

/* They can be large, so they are read apart; none where they have been taken away. */
static bytea *
read_digests(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT digests::bytea FROM ledger.book_period"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2", "integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};
	bytea	   *digests;
	Datum		value;
	bool		is_null;

	fl_spi_run(&plan, values, NULL, SPI_READ);
	value = fl_spi_value(0, 1, &is_null);
	digests = is_null ? (bytea *) cstring_to_text("") : DatumGetByteaPCopy(value);
	SPI_freetuptable(SPI_tuptable);
	return digests;
}

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
	return psprintf("digest %s", hex_text(entry + SEAL_ID_SIZE, SEAL_DIGEST_SIZE));
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

/* Merges two lists of entries in the order of their ids. */
static void
compare_digests(const Book *book, Period period, const StringInfoData *now,
				Report *report)
{
	bytea	   *digests = read_digests(book, period);
	const char *sealed = VARDATA_ANY(digests);
	const char *sealed_end = sealed + VARSIZE_ANY_EXHDR(digests) / SEAL_ENTRY_SIZE * SEAL_ENTRY_SIZE;
	const char *found = now->data;
	const char *found_end = found + now->len;

	while (sealed < sealed_end || found < found_end)
	{
		bool		sealed_only = found == found_end ||
			(sealed < sealed_end && entry_id(sealed) < entry_id(found));
		bool		found_only = !sealed_only &&
			(sealed == sealed_end || entry_id(found) < entry_id(sealed));

		if (sealed_only || found_only || memcmp(sealed, found, SEAL_ENTRY_SIZE) != 0)
			report_voucher(book, period, found_only ? NULL : sealed,
						   sealed_only ? NULL : found, report);
		sealed += found_only ? 0 : SEAL_ENTRY_SIZE;
		found += sealed_only ? 0 : SEAL_ENTRY_SIZE;
	}
}

static bool
is_seal(const bytea *value)
{
	return value != NULL && VARSIZE_ANY_EXHDR(value) == SEAL_SIZE;
}

static char *
seal_text(const bytea *seal)
{
	if (seal == NULL)
		return pstrdup("no seal");
	return psprintf("seal %s", hex_text(VARDATA_ANY(seal), VARSIZE_ANY_EXHDR(seal)));
}

/*
 * The chain is that of the stored seals, so a fault is reported where it is
 * and not for all months that follow.
 */
void
fl_verify_seal(const Book *book, const ClosedMonth *month, const ClosedMonth *before,
			   Report *report)
{
	const uint8 *previous = NULL;
	MonthSeal	now;

	if (before != NULL && before->period == month->period - 1 && is_seal(before->seal))
		previous = (const uint8 *) VARDATA_ANY(before->seal);
	fl_seal_month(book, month->period, month->generation, previous, &now);

	compare_digests(book, month->period, &now.digests, report);
	if (!is_seal(month->seal) || memcmp(VARDATA_ANY(month->seal), now.seal, SEAL_SIZE) != 0)
		fl_verify_report(report, "seal", month->period, "period",
						 psprintf("seal %s", hex_text(now.seal, SEAL_SIZE)),
						 seal_text(month->seal));
}

/*
 * seal.c
 *		What shows that a closed month is as it was closed.
 *
 * The vouchers are hashed here, in chunks; what is made of them once a close is
 * hashed where it stands, by the queries of seal.sql.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "closing/closing_step.h"
#include "closing/seal.h"
#include "server/spi_plan.h"

/* As many vouchers as leave the row of a chunk where it is: within its page. */
#define CHUNK_VOUCHERS	100

/* ---------- the vouchers ---------- */

static bytea *
make_bytea(const void *bytes, int length)
{
	return (bytea *) cstring_to_text_with_len(bytes, length);
}

static void
write_chunk(const Book *book, Period period, int number, const SealChunk *chunk)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.seal_chunk (book_id, period, chunk, first_date, first_id, digest, vouchers)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)",
		"integer, fund.period, integer, date, bigint, bytea, bytea"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(period),
		Int32GetDatum(number),
		DateADTGetDatum(chunk->first.date),
		Int64GetDatum(chunk->first.voucher_id),
		PointerGetDatum(make_bytea(chunk->digest, SEAL_SIZE)),
		PointerGetDatum(make_bytea(chunk->entries.data, chunk->entries.len))
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

/* Returns how many vouchers the next chunk has. */
static int
seal_chunk(const Book *book, Period period, int number, Portal vouchers)
{
	SealChunk	chunk;

	fl_seal_next_chunk(vouchers, fl_seal_month_start(period + 1), CHUNK_VOUCHERS, &chunk);
	if (chunk.count > 0)
		write_chunk(book, period, number, &chunk);
	return chunk.count;
}

int64
fl_seal_vouchers(const Book *book, Period period)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext per_chunk = AllocSetContextCreate(caller, "fundledger chunk", ALLOCSET_DEFAULT_SIZES);
	int64		total = 0;
	Portal		vouchers;
	int			count;

	push_newest_snapshot();
	vouchers = fl_seal_vouchers_from(book->book_id, fl_seal_month_start(period));
	MemoryContextSwitchTo(per_chunk);
	for (int number = 1; (count = seal_chunk(book, period, number, vouchers)) > 0; number++)
	{
		total += count;
		MemoryContextReset(per_chunk);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(per_chunk);
	SPI_cursor_close(vouchers);
	PopActiveSnapshot();
	return total;
}

/* ---------- the month ---------- */

static void
write_parts(const Book *book, Period period, int generation)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.seal_part (book_id, period, part, digest)"
		" SELECT $1, $2, p.part, p.digest FROM fund._seal_parts($1, $2, $3) AS p",
		"integer, fund.period, integer"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(period), Int32GetDatum(generation)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

bytea *
fl_seal_month(const Book *book, Period period, int generation)
{
	static SpiPlan plan = {
		"SELECT fund._seal($1, $2, $3)", "integer, fund.period, integer"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(period), Int32GetDatum(generation)
	};

	write_parts(book, period, generation);
	fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	return DatumGetByteaPCopy(fl_spi_required(0, 1));
}

void
fl_seal_delete(const Book *book, Period period)
{
	static SpiPlan chunks = {
		"DELETE FROM ledger.seal_chunk WHERE book_id = $1 AND period OPERATOR(fund.=) $2",
		"integer, fund.period"
	};
	static SpiPlan parts = {
		"DELETE FROM ledger.seal_part WHERE book_id = $1 AND period OPERATOR(fund.=) $2",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};

	fl_spi_run(&chunks, values, NULL, SPI_WRITE);
	fl_spi_run(&parts, values, NULL, SPI_WRITE);
}

/*
 * open_turnover.c
 *		The turnover of open months, summed from their journals.
 *
 * The journals are the balances: every statement of an open month is a pass
 * over its vouchers, so what one costs here is the speed of reports.  It is an
 * aggregate of our own, so that the pass can be parallel; with
 * SELECT ... fund.sum(journal) ... GROUP BY period, kind it cost twice as
 * much.  open_turnover.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"

#include "ledger/voucher.h"
#include "server/spi_plan.h"
#include "statements/open_turnover.h"
#include "types/journal.h"

/* A code has its digits in the high bits and the table looks at the low ones. */
static inline uint32
hash_key(OpenTotalKey key)
{
	uint64		mixed = key.account ^ (key.account >> 32) ^
		((uint64) key.period << 24) ^ ((uint64) key.kind << 20);

	return (uint32) ((mixed * UINT64CONST(0x9E3779B97F4A7C15)) >> 32);
}

static inline bool
is_same_key(OpenTotalKey a, OpenTotalKey b)
{
	return a.account == b.account && a.period == b.period && a.kind == b.kind;
}

typedef struct TotalsEntry
{
	OpenTotalKey key;
	int128		debit;
	int128		credit;
	uint32		status;
} TotalsEntry;

#define SH_PREFIX			totals
#define SH_ELEMENT_TYPE		TotalsEntry
#define SH_KEY_TYPE			OpenTotalKey
#define SH_KEY				key
#define SH_HASH_KEY(tb, key)	hash_key(key)
#define SH_EQUAL(tb, a, b)	is_same_key(a, b)
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* More than the accounts of a fund's chart that move in a month. */
#define INITIAL_TOTALS		256

/* ---------- adding up ---------- */

static totals_hash *
make_state(MemoryContext context)
{
	return totals_create(context, INITIAL_TOTALS, NULL);
}

static inline void
add_total(totals_hash *state, OpenTotalKey key, int128 debit, int128 credit)
{
	bool		found;
	TotalsEntry *entry = totals_insert(state, key, &found);

	if (!found)
		entry->debit = entry->credit = 0;
	entry->debit += debit;
	entry->credit += credit;
}

static void
add_voucher(totals_hash *state, const Voucher *voucher)
{
	OpenTotalKey key = {.period = voucher->period, .kind = voucher->kind};
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		key.account = line.account;
		add_total(state, key, line.credit ? 0 : line.amount, line.credit ? line.amount : 0);
	}
}

static void
add_state(totals_hash *state, totals_hash *other)
{
	totals_iterator iterator;
	const TotalsEntry *entry;

	totals_start_iterate(other, &iterator);
	while ((entry = totals_iterate(other, &iterator)) != NULL)
		add_total(state, entry->key, entry->debit, entry->credit);
}

/* ---------- the aggregate ---------- */

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "called outside an aggregate");
	return context;
}

static totals_hash *
state_argument(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NULL : (totals_hash *) PG_GETARG_POINTER(n);
}

/*
 * (state, voucher_id, book_id, voucher_date, kind, basis, journal, layers): a
 * null is no voucher's, and there are no rows but vouchers.
 */
PG_FUNCTION_INFO_V1(fl_open_turnover_transition);
Datum
fl_open_turnover_transition(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	totals_hash *state = state_argument(fcinfo, 0);
	Voucher		voucher;

	if (state == NULL)
		state = make_state(context);
	fl_voucher_from_arguments(&fcinfo->args[1], &voucher);
	if (!PG_ARGISNULL(7) && (PG_GETARG_INT32(7) & (1 << voucher.basis)) != 0)
		add_voucher(state, &voucher);
	PG_FREE_IF_COPY(voucher.journal, 6);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(fl_open_turnover_combine);
Datum
fl_open_turnover_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	totals_hash *state = state_argument(fcinfo, 0);
	totals_hash *other = state_argument(fcinfo, 1);

	if (other == NULL && state == NULL)
		PG_RETURN_NULL();
	if (state == NULL)
		state = make_state(context);
	if (other != NULL)
		add_state(state, other);
	PG_RETURN_POINTER(state);
}

/*
 * The totals one after the other, as this server keeps them: what goes from a
 * worker to its leader, and what the query returns to fl_open_turnover.
 */
PG_FUNCTION_INFO_V1(fl_open_turnover_totals);
Datum
fl_open_turnover_totals(PG_FUNCTION_ARGS)
{
	totals_hash *state = state_argument(fcinfo, 0);
	int			count = state == NULL ? 0 : state->members;
	Size		size = VARHDRSZ + count * sizeof(OpenTotal);
	bytea	   *result = MemoryContextAllocHuge(CurrentMemoryContext, size);
	char	   *at = VARDATA(result);
	totals_iterator iterator;
	const TotalsEntry *entry;

	aggregate_context(fcinfo);
	SET_VARSIZE(result, size);
	if (state == NULL)
		PG_RETURN_BYTEA_P(result);
	totals_start_iterate(state, &iterator);
	while ((entry = totals_iterate(state, &iterator)) != NULL)
	{
		OpenTotal	total = {entry->key, entry->debit, entry->credit};

		memcpy(at, &total, sizeof(total));
		at += sizeof(total);
	}
	PG_RETURN_BYTEA_P(result);
}

static int
count_totals(const bytea *totals)
{
	return VARSIZE_ANY_EXHDR(totals) / sizeof(OpenTotal);
}

/* A varlena is not aligned for 128 bits. */
static OpenTotal
total_at(const bytea *totals, int i)
{
	OpenTotal	total;

	memcpy(&total, VARDATA_ANY(totals) + i * sizeof(total), sizeof(total));
	return total;
}

PG_FUNCTION_INFO_V1(fl_open_turnover_deserialize);
Datum
fl_open_turnover_deserialize(PG_FUNCTION_ARGS)
{
	bytea	   *totals = PG_GETARG_BYTEA_PP(0);
	totals_hash *state;

	aggregate_context(fcinfo);
	state = make_state(CurrentMemoryContext);
	for (int i = 0; i < count_totals(totals); i++)
	{
		OpenTotal	total = total_at(totals, i);

		add_total(state, total.key, total.debit, total.credit);
	}
	PG_RETURN_POINTER(state);
}

/* ---------- reading ---------- */

void
fl_open_turnover(const Book *book, PeriodWindow months, int layers,
				 void (*add) (void *argument, const OpenTotal *total), void *argument)
{
	static SpiPlan plan = {
		"SELECT fund._open_turnover(voucher_id, book_id, voucher_date, kind, basis, journal, $4)"
		" FROM ledger.voucher"
		" WHERE book_id = $1 AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($3)",
		"integer, fund.period, fund.period, integer",
		CURSOR_OPT_CUSTOM_PLAN	/* a day's vouchers, or a year's? */
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(months.from), PeriodGetDatum(months.to),
		Int32GetDatum(layers)
	};
	bytea	   *totals;

	fl_spi_run(&plan, arguments, NULL, SPI_READ);
	totals = DatumGetByteaPP(fl_spi_required(0, 1));
	for (int i = 0; i < count_totals(totals); i++)
	{
		OpenTotal	total = total_at(totals, i);

		add(argument, &total);
	}
	SPI_freetuptable(SPI_tuptable);
}

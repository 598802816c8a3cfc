/*
 * open_turnover.c
 *		The turnover of open months, summed from their journals.
 *
 * The journals are the balances: every statement of an open month is a pass
 * over its vouchers, so what one costs here is the speed of reports.  With
 * SELECT ... fund.sum(journal) ... GROUP BY period, kind it cost nearly twice
 * as much: here the executor hands each row over as it stands in its buffer,
 * and a line costs one look-up in a hash table.
 */
#include "postgres.h"

#include "executor/tuptable.h"
#include "miscadmin.h"
#include "tcop/dest.h"
#include "tcop/pquery.h"

#include "journal.h"
#include "open_turnover.h"
#include "spi_plan.h"

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

#define SH_PREFIX			totals
#define SH_ELEMENT_TYPE		OpenTotal
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

/* ---------- receiving vouchers ---------- */

/* Columns of the query, from 1 */
enum
{
	COLUMN_DATE = 1,
	COLUMN_KIND,
	COLUMN_BASIS,
	COLUMN_JOURNAL,
};

typedef struct VoucherReceiver
{
	DestReceiver receiver;
	int			layers;
	totals_hash *totals;
} VoucherReceiver;

static inline void
add_line(totals_hash *totals, OpenTotalKey key, const JournalLine *line)
{
	bool		found;
	OpenTotal  *total = totals_insert(totals, key, &found);

	if (!found)
		total->debit = total->credit = 0;
	if (line->credit)
		total->credit += line->amount;
	else
		total->debit += line->amount;
}

static void
add_journal(totals_hash *totals, Period period, VoucherKind kind, Datum value)
{
	struct varlena *journal = DatumGetJournal(value);
	OpenTotalKey key = {.period = period, .kind = kind};
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		key.account = line.account;
		add_line(totals, key, &line);
	}
	if (unlikely((Pointer) journal != DatumGetPointer(value)))
		pfree(journal);
}

/* The columns are NOT NULL. */
static bool
receive_voucher(TupleTableSlot *slot, DestReceiver *receiver)
{
	VoucherReceiver *vouchers = (VoucherReceiver *) receiver;
	Datum	   *values;
	text	   *basis;
	text	   *kind;

	slot_getallattrs(slot);
	values = slot->tts_values - 1;
	basis = DatumGetTextPP(values[COLUMN_BASIS]);
	if ((vouchers->layers &
		 (1 << fl_voucher_basis_from_name(VARDATA_ANY(basis), VARSIZE_ANY_EXHDR(basis)))) == 0)
		return true;
	kind = DatumGetTextPP(values[COLUMN_KIND]);
	add_journal(vouchers->totals, fl_period_of_date(DatumGetDateADT(values[COLUMN_DATE])),
				fl_voucher_kind_from_name(VARDATA_ANY(kind), VARSIZE_ANY_EXHDR(kind)),
				values[COLUMN_JOURNAL]);
	return true;
}

static void
start_receiving(DestReceiver *receiver, int operation, TupleDesc row)
{
}

static void
stop_receiving(DestReceiver *receiver)
{
}

/* ---------- reading ---------- */

static void
receive_vouchers(const Book *book, PeriodWindow months, VoucherReceiver *vouchers)
{
	static SpiPlan plan = {
		"SELECT voucher_date, kind, basis, journal FROM ledger.voucher"
		" WHERE book_id = $1 AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($3)",
		"integer, fund.period, fund.period"
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(months.from), PeriodGetDatum(months.to)
	};
	Portal		portal = fl_spi_open(&plan, arguments, NULL);

	/* As SPI_cursor_fetch does, but to a receiver of our own. */
	(void) PortalRunFetch(portal, FETCH_FORWARD, FETCH_ALL, &vouchers->receiver);
	SPI_cursor_close(portal);
}

void
fl_open_turnover(const Book *book, PeriodWindow months, int layers,
				 void (*add) (void *argument, const OpenTotal *total), void *argument)
{
	VoucherReceiver vouchers = {
		.receiver = {
			.receiveSlot = receive_voucher,
			.rStartup = start_receiving,
			.rShutdown = stop_receiving,
			.rDestroy = stop_receiving,
			.mydest = DestNone
		},
		.layers = layers,
		.totals = totals_create(CurrentMemoryContext, INITIAL_TOTALS, NULL)
	};
	totals_iterator iterator;
	const OpenTotal *total;

	receive_vouchers(book, months, &vouchers);
	totals_start_iterate(vouchers.totals, &iterator);
	while ((total = totals_iterate(vouchers.totals, &iterator)) != NULL)
		add(argument, total);
	totals_destroy(vouchers.totals);
}

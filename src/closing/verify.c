/*
 * verify.c
 *		稽核: what was derived from the vouchers, computed again.
 *
 * Each check returns the rows that do not agree, all of them by the snapshot
 * of the caller's query.  Balances are recomputed with plain numeric sums over
 * the journals' lines, not by the code that wrote them; seals from the bytes
 * of the vouchers.  Nothing here trusts a trigger to have run.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "closing/closing.h"
#include "closing/seal.h"
#include "closing/succession.h"
#include "closing/verify.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/spi_plan.h"

#define VERIFY_COLUMNS	5

void
fl_verify_report_rows(ReturnSetInfo *report, uint64 count)
{
	for (uint64 row = 0; row < count; row++)
	{
		Datum		values[VERIFY_COLUMNS];
		bool		nulls[VERIFY_COLUMNS];

		for (int i = 0; i < VERIFY_COLUMNS; i++)
			values[i] = fl_spi_value(row, i + 1, &nulls[i]);
		tuplestore_putvalues(report->setResult, report->setDesc, values, nulls);
	}
	SPI_freetuptable(SPI_tuptable);
}

/* Period 0 is none; it is shown as null. */
static void
report_row(ReturnSetInfo *report, const char *check, Period period, const char *object,
		   const char *expected, const char *found)
{
	Datum		values[VERIFY_COLUMNS] = {
		CStringGetTextDatum(check),
		period == 0 ? (Datum) 0 : CStringGetTextDatum(fl_period_text(period)),
		CStringGetTextDatum(object),
		CStringGetTextDatum(expected),
		CStringGetTextDatum(found)
	};
	bool		nulls[VERIFY_COLUMNS] = {false, period == 0, false, false, false};

	tuplestore_putvalues(report->setResult, report->setDesc, values, nulls);
}

/* ---------- checks that are queries; $1 is the book ---------- */

#define VOUCHERS \
	"(SELECT *, fund.period(voucher_date) AS period FROM ledger.voucher WHERE book_id = $1)"

static SpiPlan query_checks[] = {
	/* Closed months are an unbroken sequence from the first period on. */
	{
		"SELECT 'period', p.period::text, 'period before it', 'closed', 'open'"
		" FROM ledger.book_period AS p JOIN ledger.book AS b ON b.book_id = p.book_id"
		" WHERE p.book_id = $1 AND p.state = 'closed' AND p.period OPERATOR(fund.<>) b.first_period"
		"  AND NOT EXISTS (SELECT FROM ledger.book_period AS q"
		"   WHERE q.book_id = $1 AND q.state = 'closed'"
		"    AND q.period OPERATOR(fund.=) (p.period OPERATOR(fund.-) 1))"
		" ORDER BY p.period USING OPERATOR(fund.<)", "integer"
	},

	/* The log has the close that a month's state tells of, with its seal. */
	{
		"SELECT 'event', p.period::text, format('close of generation %s', p.generation),"
		"  coalesce('seal ' || encode(e.seal, 'hex'), 'no event'), 'seal ' || encode(p.seal, 'hex')"
		" FROM ledger.book_period AS p"
		" LEFT JOIN ledger.period_event AS e ON e.book_id = p.book_id"
		"  AND e.period OPERATOR(fund.=) p.period AND e.generation = p.generation"
		"  AND e.event = 'closed'"
		" WHERE p.book_id = $1 AND p.state = 'closed' AND e.seal IS DISTINCT FROM p.seal"
		" ORDER BY p.period USING OPERATOR(fund.<)", "integer"
	},

	/* Balances, as plain numeric sums over the lines of the journals. */
	{
		"WITH closed AS ("
		"  SELECT period FROM ledger.book_period WHERE book_id = $1 AND state = 'closed'"
		"), moved AS ("
		"  SELECT v.period, v.basis, v.kind, l.account,"
		"    sum(CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE 0.00 END) AS debit,"
		"    sum(CASE l.side WHEN 'credit' THEN l.amount::numeric ELSE 0.00 END) AS credit"
		"   FROM " VOUCHERS " AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l"
		"   WHERE v.book_id = $1"
		"    AND v.period OPERATOR(fund.<=) (SELECT fund.max(period) FROM closed)"
		"   GROUP BY v.period, v.basis, v.kind, l.account"
		"), computed AS ("
		"  SELECT c.period, k.basis, k.kind, k.account,"
		"    coalesce(sum(m.debit - m.credit) OVER (PARTITION BY k.basis, k.kind, k.account"
		"      ORDER BY c.period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0.00) AS opening,"
		"    coalesce(m.debit, 0.00) AS debit, coalesce(m.credit, 0.00) AS credit"
		"   FROM closed AS c"
		"   CROSS JOIN (SELECT DISTINCT basis, kind, account FROM moved) AS k"
		"   LEFT JOIN moved AS m ON m.period OPERATOR(fund.=) c.period AND m.basis = k.basis"
		"    AND m.kind = k.kind AND m.account OPERATOR(fund.=) k.account"
		"), computed_row AS ("
		"  SELECT period, basis, kind, account,"
		"    format('opening %s, debit %s, credit %s', opening, debit, credit) AS figures"
		"   FROM computed WHERE opening <> 0 OR debit <> 0 OR credit <> 0"
		"), stored_row AS ("
		"  SELECT period, basis, kind, account,"
		"    format('opening %s, debit %s, credit %s', opening, debit, credit) AS figures"
		"   FROM ledger.balance WHERE book_id = $1"
		")"
		" SELECT 'balance', coalesce(c.period, s.period)::text,"
		"  concat_ws(' ', 'account', coalesce(c.account, s.account),"
		"    coalesce(c.basis, s.basis), coalesce(c.kind, s.kind)),"
		"  coalesce(c.figures, 'no row'), coalesce(s.figures, 'no row')"
		" FROM computed_row AS c FULL JOIN stored_row AS s ON s.basis = c.basis AND s.kind = c.kind"
		"  AND s.period OPERATOR(fund.=) c.period AND s.account OPERATOR(fund.=) c.account"
		" WHERE c.figures IS DISTINCT FROM s.figures"
		" ORDER BY coalesce(c.period, s.period) USING OPERATOR(fund.<),"
		"  coalesce(c.account, s.account) USING OPERATOR(fund.<),"
		"  coalesce(c.basis, s.basis), coalesce(c.kind, s.kind)", "integer"
	},

	/* Numbers are continuous per period and kind. */
	{
		"SELECT 'number', period::text, kind,"
		"  format('next number %s', expected), format('next number %s', first_number)"
		" FROM (SELECT period, kind, first_number,"
		"   coalesce(lag(first_number + cardinality(vouchers))"
		"     OVER (PARTITION BY period, kind ORDER BY first_number), 1) AS expected"
		"   FROM ledger.voucher_number WHERE book_id = $1) AS run"
		" WHERE first_number <> expected"
		" ORDER BY run.period USING OPERATOR(fund.<), run.kind, run.first_number", "integer"
	},

	/* Every number is of one voucher of its kind, and in a closed month vice versa. */
	{
		"WITH numbered AS ("
		"  SELECT n.period, n.kind, u.voucher_id, n.first_number + u.position - 1 AS number,"
		"    count(*) OVER (PARTITION BY n.period, u.voucher_id) AS times"
		"   FROM ledger.voucher_number AS n"
		"   CROSS JOIN LATERAL unnest(n.vouchers) WITH ORDINALITY AS u (voucher_id, position)"
		"   WHERE n.book_id = $1"
		"), posted AS ("
		"  SELECT v.voucher_id, v.period, v.kind, p.period IS NOT NULL AS closed"
		"   FROM " VOUCHERS " AS v"
		"   LEFT JOIN ledger.book_period AS p ON p.book_id = v.book_id AND p.state = 'closed'"
		"    AND p.period OPERATOR(fund.=) v.period"
		"   WHERE v.book_id = $1"
		")"
		" SELECT 'number', coalesce(n.period, v.period)::text,"
		"  format('voucher %s', coalesce(n.voucher_id, v.voucher_id)),"
		"  CASE WHEN v.voucher_id IS NULL THEN format('a voucher numbered %s %s', n.kind, n.number)"
		"   ELSE format('one number of kind %s', v.kind) END,"
		"  CASE WHEN v.voucher_id IS NULL THEN 'no voucher'"
		"   WHEN n.voucher_id IS NULL THEN 'no number'"
		"   ELSE format('number %s %s', n.kind, n.number) END"
		" FROM numbered AS n FULL JOIN posted AS v ON v.voucher_id = n.voucher_id"
		"  AND v.period OPERATOR(fund.=) n.period"
		" WHERE v.voucher_id IS NULL OR (n.voucher_id IS NULL AND v.closed)"
		"  OR n.kind <> v.kind OR n.times > 1"
		" ORDER BY coalesce(n.period, v.period) USING OPERATOR(fund.<),"
		"  coalesce(n.voucher_id, v.voucher_id), n.number", "integer"
	},

	/* No voucher is from before the book. */
	{
		"SELECT 'voucher', v.period::text, format('voucher %s of %s', v.voucher_id, to_char(v.voucher_date, 'YYYY-MM-DD')),"
		"  format('not before %s', b.first_period), v.period::text"
		" FROM " VOUCHERS " AS v JOIN ledger.book AS b ON b.book_id = v.book_id"
		" WHERE v.book_id = $1 AND v.period OPERATOR(fund.<) b.first_period"
		" ORDER BY v.voucher_id", "integer"
	},

	/* What was reversed is there, and what reverses it does so line by line. */
	{
		"SELECT 'voucher', v.period::text, format('voucher %s of %s', v.voucher_id, to_char(v.voucher_date, 'YYYY-MM-DD')),"
		"  format('reversal of voucher %s', v.reverses),"
		"  CASE WHEN o.voucher_id IS NULL THEN 'no such voucher' ELSE 'another journal' END"
		" FROM " VOUCHERS " AS v"
		" LEFT JOIN ledger.voucher AS o ON o.book_id = v.book_id AND o.voucher_id = v.reverses"
		" WHERE v.book_id = $1 AND v.reverses IS NOT NULL AND (o.voucher_id IS NULL"
		"  OR v.journal OPERATOR(fund.<>) (OPERATOR(fund.-) o.journal))"
		" ORDER BY v.voucher_id", "integer"
	},

	/* Each reversal is written down, once. */
	{
		"SELECT 'reversal', v.period::text, format('voucher %s', coalesce(v.reverses, r.reversed)),"
		"  coalesce('reversed by ' || v.voucher_id, 'not reversed'),"
		"  coalesce('reversed by ' || r.voucher_id, 'not reversed')"
		" FROM (SELECT * FROM " VOUCHERS " AS v WHERE reverses IS NOT NULL) AS v"
		" FULL JOIN (SELECT * FROM ledger.reversal WHERE book_id = $1) AS r"
		"  ON r.reversed = v.reverses AND r.voucher_id = v.voucher_id"
		" WHERE v.voucher_id IS NULL OR r.voucher_id IS NULL"
		" ORDER BY coalesce(v.reverses, r.reversed), v.voucher_id", "integer"
	},

	/* A closed month has no adjustments that nothing explains, unless they come to nothing. */
	{
		"WITH RECURSIVE " RESTATEMENT_EXPLAINED ", unexplained AS ("
		"  SELECT v.* FROM " VOUCHERS " AS v JOIN ledger.book_period AS p"
		"   ON p.book_id = $1 AND p.state = 'closed' AND p.period OPERATOR(fund.=) v.period"
		"  WHERE v.kind = 'adjustment'"
		"   AND NOT EXISTS (SELECT FROM explained AS e WHERE e.voucher_id = v.voucher_id)"
		")"
		" SELECT 'restatement', u.period::text, format('voucher %s of %s', u.voucher_id, to_char(u.voucher_date, 'YYYY-MM-DD')),"
		"  'a restatement', 'none'"
		" FROM unexplained AS u WHERE EXISTS (SELECT FROM unexplained AS v"
		"  CROSS JOIN LATERAL fund.lines(v.journal) AS l"
		"  WHERE v.period OPERATOR(fund.=) u.period " RESTATEMENT_MOVES ")"
		" ORDER BY u.voucher_id", "integer"
	},

	/* A restatement is of a voucher that restates. */
	{
		"SELECT 'restatement', v.period::text, format('voucher %s', r.voucher_id),"
		"  'an adjustment or opening voucher', coalesce('a voucher of kind ' || v.kind, 'no voucher')"
		" FROM ledger.restatement AS r LEFT JOIN " VOUCHERS " AS v ON v.voucher_id = r.voucher_id"
		" WHERE r.book_id = $1 AND (v.kind IN ('adjustment', 'opening')) IS NOT TRUE"
		" ORDER BY r.voucher_id", "integer"
	},

	/* The opening of a closed successor is the last closing and its restatements. */
	{
		"WITH RECURSIVE " SUCCESSION_COMPARED
		" SELECT 'succession', f.period::text, format('account %s %s', c.account, c.basis),"
		"  format('opening %s', c.last_closing + c.explained), format('opening %s', c.opening)"
		" FROM compared AS c CROSS JOIN first AS f"
		" WHERE c.opening <> c.last_closing + c.explained"
		"  AND EXISTS (SELECT FROM ledger.book_period AS p WHERE p.book_id = $1 AND p.state = 'closed'"
		"   AND p.period OPERATOR(fund.=) f.period)"
		" ORDER BY c.account, c.basis", "integer"
	},

	/* No foreign key reaches into a journal. */
	{
		"SELECT 'party', NULL, format('voucher %s', min(v.voucher_id)), 'a party in ledger.party',"
		"  format('party %s', l.party)"
		" FROM " VOUCHERS " AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l"
		" WHERE v.book_id = $1 AND l.party IS NOT NULL"
		" GROUP BY l.party"
		" HAVING NOT EXISTS (SELECT FROM ledger.party AS p WHERE p.party = l.party)"
		" ORDER BY l.party COLLATE \"C\"", "integer"
	},
};

static void
run_query_checks(const Book *book, ReturnSetInfo *report)
{
	Datum		book_id = Int32GetDatum(book->book_id);

	for (int i = 0; i < lengthof(query_checks); i++)
	{
		CHECK_FOR_INTERRUPTS();
		fl_verify_report_rows(report, fl_spi_run(&query_checks[i], &book_id, NULL, SPI_READ));
	}
}

/* Details below an open account are in no table: only the standard knows. */
static void
check_account_codes(const Book *book, ReturnSetInfo *report)
{
	static SpiPlan plan = {
		"SELECT l.account, l.account::text, min(v.voucher_id)"
		" FROM " VOUCHERS " AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l"
		" WHERE v.book_id = $1 GROUP BY l.account ORDER BY l.account USING OPERATOR(fund.<)",
		"integer"
	};
	Standard   *standard = book_standard(book);
	Datum		book_id = Int32GetDatum(book->book_id);
	uint64		count = fl_spi_run(&plan, &book_id, NULL, SPI_READ);

	for (uint64 row = 0; row < count; row++)
	{
		if (fl_standard_account(standard, DatumGetAccountCode(fl_spi_required(row, 1))) == NULL)
			report_row(report, "account", 0,
					   psprintf("voucher " INT64_FORMAT, DatumGetInt64(fl_spi_required(row, 3))),
					   psprintf("an account of standard %s", standard->code),
					   psprintf("account %s", fl_spi_text(row, 2)));
	}
}

/* ---------- seals ---------- */

/* A closed month as it was sealed; its digests can be large and are read apart. */
typedef struct ClosedMonth
{
	Period		period;
	int			generation;
	bytea	   *seal;
} ClosedMonth;

static List *
read_closed_months(const Book *book)
{
	static SpiPlan plan = {
		"SELECT period, generation, seal FROM ledger.book_period"
		" WHERE book_id = $1 AND state = 'closed' ORDER BY period USING OPERATOR(fund.<)", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	uint64		count = fl_spi_run(&plan, &book_id, NULL, SPI_READ);
	List	   *months = NIL;

	for (uint64 row = 0; row < count; row++)
	{
		ClosedMonth *month = palloc(sizeof(ClosedMonth));

		month->period = DatumGetPeriod(fl_spi_required(row, 1));
		month->generation = DatumGetInt32(fl_spi_required(row, 2));
		month->seal = DatumGetByteaPCopy(fl_spi_required(row, 3));
		months = lappend(months, month);
	}
	return months;
}

static bytea *
read_digests(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT digests FROM ledger.book_period"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2", "integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};
	bytea	   *digests;

	fl_spi_run(&plan, values, NULL, SPI_READ);
	digests = DatumGetByteaPCopy(fl_spi_required(0, 1));
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
			   ReturnSetInfo *report)
{
	int64		voucher_id = entry_id(sealed != NULL ? sealed : found);

	report_row(report, "seal", period, voucher_text(book, period, voucher_id),
			   entry_text(sealed), entry_text(found));
}

/* Merges two lists of entries in the order of their ids. */
static void
compare_digests(const Book *book, Period period, const StringInfoData *now,
				ReturnSetInfo *report)
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

/*
 * The chain is that of the stored seals, so a fault is reported where it is
 * and not for all months that follow.
 */
static void
verify_month(const Book *book, const ClosedMonth *month, const ClosedMonth *before,
			 ReturnSetInfo *report)
{
	const uint8 *previous = NULL;
	MonthSeal	now;
	int			length = VARSIZE_ANY_EXHDR(month->seal);

	if (before != NULL && before->period == month->period - 1 &&
		VARSIZE_ANY_EXHDR(before->seal) == SEAL_SIZE)
		previous = (const uint8 *) VARDATA_ANY(before->seal);
	fl_seal_month(book, month->period, month->generation, previous, &now);

	compare_digests(book, month->period, &now.digests, report);
	if (length != SEAL_SIZE || memcmp(VARDATA_ANY(month->seal), now.seal, SEAL_SIZE) != 0)
		report_row(report, "seal", month->period, "period",
				   psprintf("seal %s", hex_text(now.seal, SEAL_SIZE)),
				   psprintf("seal %s", hex_text(VARDATA_ANY(month->seal), length)));
}

static void
verify_months(const Book *book, ReturnSetInfo *report)
{
	const ClosedMonth *before = NULL;
	List	   *months = read_closed_months(book);
	MemoryContext per_month = AllocSetContextCreate(CurrentMemoryContext,
													"fundledger verify", ALLOCSET_DEFAULT_SIZES);
	ListCell   *lc;

	foreach(lc, months)
	{
		const ClosedMonth *month = lfirst(lc);
		MemoryContext caller = MemoryContextSwitchTo(per_month);

		verify_month(book, month, before, report);
		fl_issue_verify(book, month->period, month->generation, report);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_month);
		before = month;
	}
}

PG_FUNCTION_INFO_V1(fl_verify);
Datum
fl_verify(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book"};
	ReturnSetInfo *report = (ReturnSetInfo *) fcinfo->resultinfo;
	const Book *book;
	LedgerCall	call;

	fl_require_arguments(fcinfo, arguments);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	InitMaterializedSRF(fcinfo, 0);
	fl_ledger_enter(&call);
	run_query_checks(book, report);
	check_account_codes(book, report);
	verify_months(book, report);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

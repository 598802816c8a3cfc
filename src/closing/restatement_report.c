/*
 * restatement_report.c
 *		重述: what made openings other than the last closings, line by line.
 *
 * A successor's first period begins with the books that it succeeds and with
 * what came under another code.  Then, in any period, the rows of an account
 * are a chain from its last closing to its restated opening: what a successor's
 * opening leaves unexplained, the opening vouchers that restate, the
 * adjustments.  The lines of a statement that was issued again after a
 * reopening follow.  All by the snapshot of the caller's query;
 * restatement.sql declares the functions.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "closing/succession.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/turnover.h"

/* Columns of the result, from 0; those of the query are the same, from 1. */
enum
{
	COLUMN_TYPE = 2,
	COLUMN_TYPE_NAME,
	COLUMN_NAME = 11,
	COLUMN_BEFORE,
	COLUMN_AFTER,
	COLUMN_DIFFERENCE,
	RESTATEMENT_COLUMNS,
	QUERY_ACCOUNT = RESTATEMENT_COLUMNS,	/* null for a book or the line of a statement */
	QUERY_PREDECESSOR,
	QUERY_FROM_ACCOUNT,			/* null but for what came under another code */
};

/*
 * $1 the book, $2 and $3 the months, $4 the bases that are added, $5 the basis
 * of statements.  Of closed months only those that number an adjustment are
 * read, and a successor's first.
 */
static SpiPlan facts_plan = {
	"WITH RECURSIVE " SUCCESSION_COMPARED ", closed AS ("
	"  SELECT coalesce((SELECT fund.max(period) FROM ledger.book_period"
	"    WHERE book_id = $1 AND state = 'closed'), f.period OPERATOR(fund.-) 1) AS through"
	"   FROM first AS f"
	"), month AS ("
	"  SELECT m.period FROM closed AS c, fund.months($2, least($3,"
	"    (SELECT fund.period(max(voucher_date)) FROM ledger.voucher WHERE book_id = $1))) AS m (period)"
	"   WHERE m.period OPERATOR(fund.>) c.through"
	"    OR EXISTS (SELECT FROM ledger.voucher_number AS n WHERE n.book_id = $1"
	"     AND n.period OPERATOR(fund.=) m.period AND n.kind = 'adjustment')"
	"    OR (m.period OPERATOR(fund.=) (SELECT period FROM first)"
	"     AND EXISTS (SELECT FROM ledger.succession WHERE book_id = $1))"
	"), fact AS ("
	"  SELECT m.period, v.kind AS source, CASE v.kind WHEN 'opening' THEN 3 ELSE 4 END AS place,"
	"    s.type, s.reason, s.authority, v.voucher_date, v.voucher_id, l.account,"
	"    NULL::integer AS predecessor_id, sum(" LINE_EFFECT ") AS difference"
	"   FROM month AS m"
	"   CROSS JOIN LATERAL (SELECT * FROM ledger.voucher AS v WHERE v.book_id = $1"
	"     AND v.voucher_date BETWEEN fund.first_day(m.period) AND fund.last_day(m.period)"
	"     AND v.kind IN ('opening', 'adjustment') AND v.basis = ANY ($4) OFFSET 0) AS v"
	"   LEFT JOIN explained AS e ON e.voucher_id = v.voucher_id"
	"   LEFT JOIN ledger.restatement AS s ON s.book_id = $1 AND s.voucher_id = e.restated_id"
	"   CROSS JOIN LATERAL fund.lines(v.journal) AS l"
	"   WHERE v.kind = 'adjustment' OR (s.voucher_id IS NOT NULL"
	"    AND EXISTS (SELECT FROM ledger.succession WHERE book_id = $1))"
	"   GROUP BY m.period, v.kind, s.type, s.reason, s.authority, v.voucher_date, v.voucher_id, l.account"
	"   HAVING sum(" LINE_EFFECT ") <> 0"
	"  UNION ALL"
	"  SELECT f.period, 'succession', 2, u.type, u.reason, u.authority, NULL, NULL, c.account,"
	"    min(c.predecessor_id), sum(c.opening - c.last_closing - c.explained)"
	"   FROM first AS f, compared AS c,"
	"    (SELECT CASE WHEN count(DISTINCT s.type) = 1 THEN min(s.type) ELSE 'merger' END AS type,"
	"       string_agg(format('%s: %s', b.book, s.reason), '; ' ORDER BY b.book COLLATE \"C\") AS reason,"
	"       string_agg(s.authority, '; ' ORDER BY b.book COLLATE \"C\") AS authority"
	"      FROM ledger.succession AS s JOIN ledger.book AS b ON b.book_id = s.predecessor_id"
	"      WHERE s.book_id = $1) AS u"
	"   WHERE c.basis = ANY ($4)"
	"    AND f.period OPERATOR(fund.>=) $2 AND f.period OPERATOR(fund.<=) $3"
	"   GROUP BY f.period, u.type, u.reason, u.authority, c.account"
	"   HAVING sum(c.opening) <> sum(c.last_closing)"
	"    OR sum(c.opening - c.last_closing - c.explained) <> 0"
	/* The books that the first period succeeds, and what came under another code. */
	"), predecessor AS ("
	"  SELECT f.period, 'succession' AS source, 0 AS place, s.type, s.reason, s.authority,"
	"    NULL::fund.account_code AS account, s.predecessor_id, NULL::fund.account_code AS from_account,"
	"    format('%s %s', b.book, b.name) AS name, NULL::numeric AS amount"
	"   FROM first AS f, ledger.succession AS s JOIN ledger.book AS b ON b.book_id = s.predecessor_id"
	"   WHERE s.book_id = $1"
	"    AND f.period OPERATOR(fund.>=) $2 AND f.period OPERATOR(fund.<=) $3"
	"  UNION ALL"
	"  SELECT f.period, 'account_map', 1, s.type, s.reason, s.authority,"
	"    c.account, c.predecessor_id, c.from_account,"
	"    format('%s %s', b.book, c.from_account), sum(c.amount)"
	"   FROM first AS f, brought AS c JOIN ledger.succession AS s ON s.predecessor_id = c.predecessor_id"
	"   JOIN ledger.book AS b ON b.book_id = c.predecessor_id"
	"   WHERE c.account OPERATOR(fund.<>) c.from_account AND c.basis = ANY ($4)"
	"    AND f.period OPERATOR(fund.>=) $2 AND f.period OPERATOR(fund.<=) $3"
	"   GROUP BY f.period, s.type, s.reason, s.authority, c.account, c.predecessor_id, c.from_account, b.book"
	"   HAVING sum(c.amount) <> 0"
	/* What the account held before the facts of the period. */
	"), held AS ("
	"  SELECT p.period, b.account, b.opening::numeric + b.debit - b.credit AS amount"
	"   FROM (SELECT DISTINCT period FROM fact) AS p CROSS JOIN closed AS c"
	"   JOIN ledger.balance AS b ON b.book_id = $1 AND b.basis = ANY ($4)"
	"    AND b.period OPERATOR(fund.=) least(p.period OPERATOR(fund.-) 1, c.through)"
	"  UNION ALL"
	"  SELECT p.period, l.account, " LINE_EFFECT
	"   FROM (SELECT DISTINCT period FROM fact) AS p CROSS JOIN closed AS c"
	"   CROSS JOIN LATERAL (SELECT v.journal FROM ledger.voucher AS v WHERE v.book_id = $1"
	"     AND v.voucher_date >= fund.first_day(c.through OPERATOR(fund.+) 1)"
	"     AND v.voucher_date < fund.first_day(p.period) AND v.basis = ANY ($4) OFFSET 0) AS v"
	"   CROSS JOIN LATERAL fund.lines(v.journal) AS l"
	"  UNION ALL"
	"  SELECT p.period, l.account, " LINE_EFFECT
	"   FROM (SELECT DISTINCT period FROM fact) AS p"
	"   JOIN first AS f ON f.period OPERATOR(fund.=) p.period"
	"   CROSS JOIN LATERAL (SELECT v.journal FROM ledger.voucher AS v WHERE v.book_id = $1"
	"     AND v.voucher_date BETWEEN fund.first_day(p.period) AND fund.last_day(p.period)"
	"     AND v.kind = 'opening' AND v.basis = ANY ($4) OFFSET 0) AS v"
	"   CROSS JOIN LATERAL fund.lines(v.journal) AS l"
	"   WHERE NOT EXISTS (SELECT FROM ledger.succession WHERE book_id = $1)"
	"  UNION ALL"
	"  SELECT f.period, c.account, c.last_closing FROM first AS f, compared AS c WHERE c.basis = ANY ($4)"
	"), reissue AS ("
	"  SELECT DISTINCT e.period, e.generation, e.type, e.reason, i.*"
	"   FROM ledger.period_event AS e CROSS JOIN LATERAL ("
	"    SELECT coalesce(a.statement, b.statement) AS statement, coalesce(a.line_no, b.line_no) AS line_no,"
	"      coalesce(a.item_id, b.item_id) AS item_id, coalesce(a.item, b.item) AS item,"
	"      coalesce(a.column_no, b.column_no) AS column_no,"
	"      coalesce(a.column_name, b.column_name) AS column_name, b.figure AS old, a.figure AS new"
	"     FROM (SELECT * FROM ledger.issued_statement WHERE book_id = $1 AND basis = $5"
	"       AND period OPERATOR(fund.=) e.period AND generation = e.generation) AS b"
	"     FULL JOIN (SELECT * FROM ledger.issued_statement WHERE book_id = $1 AND basis = $5"
	"       AND period OPERATOR(fund.=) e.period AND generation = e.generation + 1) AS a"
	"     ON a.form = b.form AND a.statement = b.statement AND a.item_id = b.item_id"
	"      AND a.column_no = b.column_no"
	"     WHERE a.figure IS DISTINCT FROM b.figure) AS i"
	"   WHERE e.book_id = $1 AND e.event = 'reopened'"
	"    AND e.period OPERATOR(fund.>=) $2 AND e.period OPERATOR(fund.<=) $3"
	"    AND EXISTS (SELECT FROM ledger.issued_statement AS n WHERE n.book_id = $1"
	"     AND n.period OPERATOR(fund.=) e.period AND n.generation = e.generation + 1)"
	")"
	" SELECT r.period::text, r.source, r.type, NULL, r.reason, r.authority, r.voucher_id, r.account::text,"
	"   r.statement, r.item_id, r.column_name, r.item, r.before, r.after, r.difference,"
	"   r.account, coalesce(r.predecessor_id, 0), r.from_account"
	"  FROM (SELECT f.period, f.place, f.voucher_date, 0 AS generation, 0 AS line_no, 0 AS column_no,"
	"     f.source, f.type, f.reason, f.authority, f.voucher_id, f.account, f.predecessor_id,"
	"     NULL::fund.account_code AS from_account,"
	"     NULL AS statement, NULL AS item_id, NULL AS column_name, NULL AS item,"
	"     coalesce(h.amount, 0.00) + sum(f.difference) OVER chain - f.difference AS before,"
	"     coalesce(h.amount, 0.00) + sum(f.difference) OVER chain AS after, f.difference"
	"    FROM fact AS f LEFT JOIN ("
	"     SELECT period, account, sum(amount) AS amount FROM held GROUP BY period, account) AS h"
	"     ON h.period OPERATOR(fund.=) f.period AND h.account OPERATOR(fund.=) f.account"
	"    WINDOW chain AS (PARTITION BY f.period, f.account ORDER BY f.place, f.voucher_date, f.voucher_id)"
	"   UNION ALL"
	"   SELECT p.period, p.place, NULL, 0, 0, 0,"
	"     p.source, p.type, p.reason, p.authority, NULL, p.account, p.predecessor_id,"
	"     p.from_account, NULL, NULL, NULL, p.name, p.amount, p.amount, p.amount - p.amount"
	"    FROM predecessor AS p"
	"   UNION ALL"
	"   SELECT i.period, 5, NULL, i.generation, i.line_no, i.column_no,"
	"     'reopening', i.type, i.reason, NULL, NULL, NULL, NULL, NULL,"
	"     i.statement, i.item_id, i.column_name, i.item,"
	"     i.old, i.new, coalesce(i.new, 0.00) - coalesce(i.old, 0.00)"
	"    FROM reissue AS i) AS r"
	" ORDER BY r.period, r.place, r.voucher_date, r.voucher_id, r.account,"
	"   r.generation, r.statement COLLATE \"C\", r.line_no, r.column_no, r.item COLLATE \"C\", r.difference",
	"integer, fund.period, fund.period, text[], text"
};

/* ---------- rows ---------- */

typedef struct RestatementRow
{
	Datum		values[RESTATEMENT_COLUMNS];
	bool		nulls[RESTATEMENT_COLUMNS];
} RestatementRow;

static void
set_text(RestatementRow *row, int column, const char *value)
{
	row->values[column] = CStringGetTextDatum(value);
	row->nulls[column] = false;
}

/* The query has debit less credit. */
static void
turn_to_normal_side(RestatementRow *row)
{
	for (int column = COLUMN_BEFORE; column <= COLUMN_DIFFERENCE; column++)
		row->values[column] = DirectFunctionCall1(numeric_uminus, row->values[column]);
}

/* That of the account, or of the predecessor's whose book and code it follows. */
static void
set_account_name(RestatementRow *row, const Account *account, int32 predecessor_id,
				 NullableDatum from_account)
{
	const Account *old_account;

	if (from_account.isnull)
	{
		set_text(row, COLUMN_NAME, account->name);
		return;
	}
	old_account = fl_succession_account(fl_book_by_id(predecessor_id), 0,
										DatumGetAccountCode(from_account.value));
	set_text(row, COLUMN_NAME,
			 psprintf("%s %s", TextDatumGetCString(row->values[COLUMN_NAME]), old_account->name));
}

static void
set_account(RestatementRow *row, const Book *book, uint64 number, AccountCode code)
{
	int32		predecessor_id = DatumGetInt32(fl_spi_required(number, QUERY_PREDECESSOR + 1));
	const Account *account = fl_succession_account(book, predecessor_id, code);
	NullableDatum from_account;

	from_account.value = fl_spi_value(number, QUERY_FROM_ACCOUNT + 1, &from_account.isnull);
	set_account_name(row, account, predecessor_id, from_account);
	if (account->credit_normal)
		turn_to_normal_side(row);
}

static void
put_row(ReturnSetInfo *rsinfo, const Book *book, uint64 number)
{
	RestatementRow row;
	Datum		code;
	bool		has_no_account;

	for (int column = 0; column < RESTATEMENT_COLUMNS; column++)
		row.values[column] = fl_spi_value(number, column + 1, &row.nulls[column]);
	if (!row.nulls[COLUMN_TYPE])
		set_text(&row, COLUMN_TYPE_NAME,
				 fl_restatement_type_name(TextDatumGetCString(row.values[COLUMN_TYPE])));
	code = fl_spi_value(number, QUERY_ACCOUNT + 1, &has_no_account);
	if (!has_no_account)
		set_account(&row, book, number, DatumGetAccountCode(code));
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row.values, row.nulls);
}

/* ---------- fund.restatements ---------- */

static void
check_order(Period first, Period last)
{
	if (first > last)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the last period is before the first"),
				 errdetail("The first is \"%s\" and the last \"%s\".",
						   fl_period_text(first), fl_period_text(last)),
				 errhint("Give the first period before the last.")));
}

static void
put_rows(ReturnSetInfo *rsinfo, const Book *book, Period first, Period last, Datum basis)
{
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(Max(first, book->first_period)),
		PeriodGetDatum(last), fl_layer_names(fl_report_layers(basis)), basis
	};
	uint64		count = fl_spi_run(&facts_plan, values, NULL, SPI_READ);

	for (uint64 row = 0; row < count; row++)
	{
		CHECK_FOR_INTERRUPTS();
		put_row(rsinfo, book, row);
	}
}

PG_FUNCTION_INFO_V1(fl_restatements);
Datum
fl_restatements(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "first_period", "last_period", "basis"};
	const Book *book;
	Period		first;
	Period		last;
	LedgerCall	call;

	fl_require_arguments(fcinfo, arguments);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	first = fl_report_period(fcinfo, 1);
	last = fl_report_period(fcinfo, 2);
	check_order(first, last);
	InitMaterializedSRF(fcinfo, 0);

	fl_ledger_enter(&call);
	put_rows((ReturnSetInfo *) fcinfo->resultinfo, book, first, last, PG_GETARG_DATUM(3));
	fl_ledger_leave(&call);
	return (Datum) 0;
}

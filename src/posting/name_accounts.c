/*
 * name_accounts.c
 *		明细科目: a book lists details of its own, and gives them names.
 *
 * Whoever lists details keeps posters out, as whoever changes a standard does
 * (fence.h): no voucher lands in a heading once the list has been committed.
 * What stands there then goes to the detail that takes it (split.c).
 *
 * The rules are queries of name_accounts.sql, by the newest committed state.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"

#include "ledger/columns.h"
#include "ledger/duty.h"
#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/restore.h"
#include "ledger/voucher.h"
#include "ledger/words.h"
#include "posting/split.h"
#include "server/errors.h"
#include "server/spi_plan.h"

typedef struct Naming
{
	const Book *book;
	Datum		details;		/* jsonb; once it has been understood, rows of _accounts_given */
	Period		from;
	Datum		new_codes;		/* of what has not been listed before */
	Report		report;
	LedgerCall	call;
} Naming;

/* ---------- rows of what was done ---------- */

/* Voucher 0 is none. */
static void
put_row(Naming *naming, const char *action, int64 voucher_id, const char *detail)
{
	fl_report_begin_row(&naming->report);
	fl_report_add_word(&naming->report, "action", action);
	report_add_nullable(&naming->report, Int64GetDatum(voucher_id), voucher_id == 0);
	report_add_text(&naming->report, detail);
	fl_report_end_row(&naming->report);
}

/* ---------- from which period on ---------- */

static Period
first_open(const Book *book)
{
	return fl_book_closed_through(book) + 1;
}

/* What has been printed of a month stays as it is. */
static void
check_from(const Naming *naming)
{
	if (naming->from < first_open(naming->book))
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_CLOSED),
				 errmsg("names cannot count from period \"%s\" of book \"%s\" on",
						fl_period_text(naming->from), naming->book->code),
				 errdetail("Its first open month is \"%s\", and what is printed of earlier ones stays as it is.",
						   fl_period_text(first_open(naming->book))),
				 errhint("Leave the period out.")));
}

/* ---------- writing ---------- */

/* Once: the list may be long, and whoever posts waits. */
static void
understand_details(Naming *naming)
{
	static SpiPlan plan = {
		"SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(g) ORDER BY g.ordinal), '[]')"
		" FROM fund._accounts_given($1) AS g", "jsonb"
	};

	fl_spi_run(&plan, &naming->details, NULL, SPI_READ_NEWEST);
	naming->details = datumCopy(fl_spi_required(0, 1), false, -1);
}

static void
check_details(Naming *naming)
{
	static SpiPlan plan = {
		"SELECT fund._check_named_accounts($1, $2, $3)", "integer, text, jsonb"
	};
	Datum		arguments[] = {
		Int32GetDatum(naming->book->book_id), CStringGetTextDatum(naming->book->standard_code),
		naming->details
	};

	fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);
	naming->new_codes = datumCopy(fl_spi_required(0, 1), false, -1);
}

static void
write_details(Naming *naming)
{
	static SpiPlan known = {
		"UPDATE ledger.book_account AS old SET"
		"  party_kind = CASE WHEN g.has_party_kind THEN g.party_kind ELSE old.party_kind END,"
		"  retired = coalesce(g.retired, old.retired),"
		"  takes_balance = coalesce(g.takes_balance, old.takes_balance)"
		" FROM fund._accounts_read($2) AS g"
		" WHERE old.book_id = $1 AND old.account OPERATOR(fund.=) g.account",
		"integer, jsonb", CURSOR_OPT_CUSTOM_PLAN
	};
	static SpiPlan new = {
		"INSERT INTO ledger.book_account (book_id, account, party_kind, retired, takes_balance)"
		" SELECT $1, g.account, g.party_kind, coalesce(g.retired, false), coalesce(g.takes_balance, false)"
		" FROM fund._accounts_read($2) AS g ON CONFLICT (book_id, account) DO NOTHING",
		"integer, jsonb", CURSOR_OPT_CUSTOM_PLAN
	};
	/* One of those beside each other; no call names two (_check_named_accounts). */
	static SpiPlan only_one = {
		"UPDATE ledger.book_account AS old SET takes_balance = false"
		" FROM fund._accounts_read($2) AS g"
		" WHERE old.book_id = $1 AND old.takes_balance AND g.takes_balance"
		"   AND fund.parent(old.account) OPERATOR(fund.=) fund.parent(g.account)"
		"   AND old.account OPERATOR(fund.<>) g.account",
		"integer, jsonb", CURSOR_OPT_CUSTOM_PLAN
	};
	Datum		arguments[] = {Int32GetDatum(naming->book->book_id), naming->details};

	fl_spi_run(&known, arguments, NULL, SPI_WRITE);
	fl_spi_run(&new, arguments, NULL, SPI_WRITE);
	fl_spi_run(&only_one, arguments, NULL, SPI_WRITE);
}

/* Only where it is another than counts there already. */
static void
write_names(Naming *naming)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.book_account_name (book_id, account, from_period, name)"
		" SELECT $1, g.account, $3, g.name FROM fund._accounts_read($2) AS g"
		" WHERE g.name IS NOT NULL"
		"   AND g.name IS DISTINCT FROM"
		"    (SELECT n.name FROM ledger.book_account_name AS n"
		"     WHERE n.book_id = $1 AND n.account OPERATOR(fund.=) g.account"
		"       AND n.from_period OPERATOR(fund.<=) $3"
		"     ORDER BY n.from_period USING OPERATOR(fund.>) LIMIT 1)"
		" ON CONFLICT (book_id, account, from_period) DO UPDATE SET name = excluded.name",
		"integer, jsonb, fund.period", CURSOR_OPT_CUSTOM_PLAN
	};
	Datum		arguments[] = {
		Int32GetDatum(naming->book->book_id), naming->details, PeriodGetDatum(naming->from)
	};

	fl_spi_run(&plan, arguments, NULL, SPI_WRITE);
}

/* Two banks may be called alike; more often one was named twice. */
static void
warn_of_same_names(const Naming *naming)
{
	static SpiPlan plan = {
		"SELECT account, other, name FROM fund._same_names($1, $2, $3)", "integer, jsonb, fund.period"
	};
	Datum		arguments[] = {
		Int32GetDatum(naming->book->book_id), naming->details, PeriodGetDatum(naming->from)
	};
	uint64		count = fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);

	if (count == 0)
		return;
	ereport(WARNING,
			(errmsg("details of book \"%s\" have the name of another beside them", naming->book->code),
			 errdetail("Detail \"%s\" is called \"%s\" as \"%s\" is, the first of " UINT64_FORMAT ".",
					   fl_account_code_text(fl_spi_account_code(0, 1)), fl_spi_required_text(0, 3),
					   fl_account_code_text(fl_spi_account_code(0, 2)), count),
			 errhint("Where both are one, fund.drop_account() deletes one that was never used; else give one another name.")));
}

static void
report_details(Naming *naming)
{
	static SpiPlan plan = {
		"SELECT CASE WHEN g.account OPERATOR(fund.=) ANY ($3) THEN 'listed' WHEN g.retired THEN 'retired' ELSE 'changed' END,"
		"  concat_ws(' ', g.account, coalesce(g.name,"
		"   (SELECT n.name FROM ledger.book_account_name AS n"
		"    WHERE n.book_id = $1 AND n.account OPERATOR(fund.=) g.account"
		"    ORDER BY n.from_period USING OPERATOR(fund.>) LIMIT 1)))"
		" FROM fund._accounts_read($2) AS g ORDER BY g.ordinal",
		"integer, jsonb, fund.account_code[]", CURSOR_OPT_CUSTOM_PLAN
	};
	Datum		arguments[] = {
		Int32GetDatum(naming->book->book_id), naming->details, naming->new_codes
	};
	uint64		count = fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);

	for (uint64 row = 0; row < count; row++)
		put_row(naming, fl_spi_required_text(row, 1), 0, fl_spi_required_text(row, 2));
}

/* ---------- moving what stands on headings ---------- */

static void
post_splits(Naming *naming)
{
	ListCell   *lc;

	foreach(lc, fl_split_headings(naming->book, naming->new_codes, PERIOD_MAX, &naming->call))
	{
		const Voucher *voucher = lfirst(lc);

		put_row(naming, "split", voucher->voucher_id, text_to_cstring(voucher->summary));
	}
}

static void
check_carried_to(const Naming *naming)
{
	static SpiPlan plan = {"SELECT fund._check_carried_to($1, $2)", "integer, text"};
	Datum		arguments[] = {
		Int32GetDatum(naming->book->book_id), CStringGetTextDatum(naming->book->standard_code)
	};

	fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);
}

/* ---------- the calls ---------- */

/* The duty may have been revoked while posters were waited for. */
static void
hold_off_posters(FunctionCallInfo fcinfo, const Book *book, LedgerCall *call)
{
	fl_fence_all();
	fl_ledger_enter_to_act(fcinfo, call);
	fl_require_duty_of(call->caller, book->book_id, book->code, DUTY_SUPERVISE);
}

PG_FUNCTION_INFO_V1(fl_name_accounts);
Datum
fl_name_accounts(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"book", "details", NULL};
	Naming		naming = {0};

	fl_report_begin(&naming.report, fcinfo, arguments);
	naming.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_SUPERVISE);
	naming.details = PG_GETARG_DATUM(1);
	fl_restore_check();
	hold_off_posters(fcinfo, naming.book, &naming.call);
	naming.from = PG_ARGISNULL(2) ? first_open(naming.book) : fl_report_period(fcinfo, 2);
	check_from(&naming);
	understand_details(&naming);
	check_details(&naming);
	write_details(&naming);
	write_names(&naming);
	check_carried_to(&naming);
	warn_of_same_names(&naming);
	report_details(&naming);
	post_splits(&naming);
	fl_ledger_leave(&naming.call);
	return (Datum) 0;
}

static AccountCode
account_argument(Datum value)
{
	char	   *code = TextDatumGetCString(value);
	const char *end;
	AccountCode account;

	if (!fl_account_code_scan(code, &end, &account) || *end != '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("\"%s\" is not an account code", code)));
	return account;
}

PG_FUNCTION_INFO_V1(fl_drop_account);
Datum
fl_drop_account(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "account"};
	static SpiPlan check = {"SELECT fund._check_never_used($1, $2)", "integer, fund.account_code"};
	static SpiPlan drop_names = {
		"DELETE FROM ledger.book_account_name WHERE book_id = $1 AND account OPERATOR(fund.=) $2",
		"integer, fund.account_code"
	};
	static SpiPlan drop = {
		"DELETE FROM ledger.book_account WHERE book_id = $1 AND account OPERATOR(fund.=) $2",
		"integer, fund.account_code"
	};
	const Book *book;
	Datum		key[2];
	LedgerCall	call;

	fl_require_arguments(fcinfo, names);
	book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_SUPERVISE);
	fl_restore_check();
	key[0] = Int32GetDatum(book->book_id);
	key[1] = AccountCodeGetDatum(account_argument(PG_GETARG_DATUM(1)));
	hold_off_posters(fcinfo, book, &call);
	fl_spi_run(&check, key, NULL, SPI_READ_NEWEST);
	fl_spi_run(&drop_names, key, NULL, SPI_WRITE);
	fl_spi_run(&drop, key, NULL, SPI_WRITE);
	fl_ledger_leave(&call);
	PG_RETURN_VOID();
}

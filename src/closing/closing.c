/*
 * closing.c
 *		结账: a month is closed for ever, in order, or not at all.
 *
 * A close carries what the standard's carry rules say (carry.c), numbers the
 * vouchers that have no number yet, writes the month's turnover, judges the
 * accounts, what is restated (restatement.c, succession.c) and every rule of
 * the standard, and seals (seal.c) and issues (issue.c) the month.  Whatever
 * fails refuses the whole of it.
 *
 * Months are closed forwards and reopened backwards (会计基础工作规范: the
 * months before must be closed; a change of what was closed is a logged,
 * privileged act).  Numbers and statements once issued stay: the next close
 * goes on from the last number and issues another generation.
 *
 * A closer holds its month exclusively and then looks at the newest committed
 * state whatever the isolation level: no posting can be in flight past it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "closing/balance.h"
#include "closing/carry.h"
#include "closing/closing_step.h"
#include "closing/issue.h"
#include "closing/month_state.h"
#include "closing/restatement.h"
#include "closing/restatement_type.h"
#include "closing/seal.h"
#include "closing/settlement.h"
#include "closing/succession.h"
#include "ledger/brought_forward.h"
#include "ledger/duty.h"
#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/report_arguments.h"
#include "ledger/restore.h"
#include "ledger/voucher.h"
#include "ledger/words.h"
#include "log/log_link.h"
#include "posting/split.h"
#include "server/blank.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/articulation.h"

/* What every function here works with. */
typedef struct PeriodCall
{
	const Book *book;
	Period		period;
	Report	   *report;
	LedgerCall	ledger;
} PeriodCall;

/* ---------- beginning and end of a call ---------- */

static const char *const month_arguments[] = {"book", "period"};
static const char *const year_arguments[] = {"book", "year"};
static const char *const reopen_arguments[] = {"book", "period", "reason", "type"};

/* The caller has checked the arguments and set the period. */
static void
begin_call(PeriodCall *call, FunctionCallInfo fcinfo)
{
	call->book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_SUPERVISE);
	fl_restore_check();
	call->report = palloc(sizeof(Report));
	fl_report_begin(call->report, fcinfo, NULL);
	fl_ledger_enter_to_act(fcinfo, &call->ledger);
}

static Datum
end_call(PeriodCall *call)
{
	fl_ledger_leave(&call->ledger);
	return (Datum) 0;
}

/* Whoever was waited for may have changed the book, or listed details in it. */
static void
hold_month(PeriodCall *call)
{
	fl_fence_close(call->book->book_id, call->period);
	call->book = fl_book_by_id(call->book->book_id);
	fl_require_duty_of(call->ledger.caller, call->book->book_id, call->book->code, DUTY_SUPERVISE);
}

/* ---------- the order of months ---------- */

/* What errors about the order of months say in detail. */
static int
errdetail_closed_through(const Book *book, Period closed_through)
{
	if (closed_through < book->first_period)
		return errdetail("No period has been closed, and the first one is \"%s\".",
						 fl_period_text(book->first_period));
	return errdetail("The last closed period is \"%s\".", fl_period_text(closed_through));
}

static void
check_not_before_first(const PeriodCall *call)
{
	const Book *book = call->book;

	if (call->period < book->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_BEFORE_FIRST_PERIOD),
				 errmsg("period \"%s\" is before the first period of book \"%s\"",
						fl_period_text(call->period), book->code),
				 errdetail("The book starts with \"%s\".", fl_period_text(book->first_period))));
}

static void
check_is_next(const PeriodCall *call)
{
	const Book *book = call->book;
	Period		closed_through = fl_book_closed_through(book);

	check_not_before_first(call);
	if (call->period <= closed_through)
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_ORDER),
				 errmsg("period \"%s\" of book \"%s\" is already closed",
						fl_period_text(call->period), book->code),
				 errdetail_closed_through(book, closed_through),
				 errhint("fund.reopen_period() reopens the last closed period.")));
	if (call->period > closed_through + 1)
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_ORDER),
				 errmsg("cannot close period \"%s\" of book \"%s\" before the periods that precede it",
						fl_period_text(call->period), book->code),
				 errdetail_closed_through(book, closed_through),
				 errhint("Close period \"%s\" first.", fl_period_text(closed_through + 1))));
}

static void
check_is_open(const PeriodCall *call)
{
	check_not_before_first(call);
	if (call->period <= fl_book_closed_through(call->book))
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_CLOSED),
				 errmsg("cannot post to closed period \"%s\" of book \"%s\"",
						fl_period_text(call->period), call->book->code),
				 errdetail_closed_through(call->book, fl_book_closed_through(call->book)),
				 errhint("fund.reopen_period() reopens the last closed period.")));
}

static void
check_is_last_closed(const PeriodCall *call)
{
	const Book *book = call->book;
	Period		closed_through = fl_book_closed_through(book);

	if (call->period == closed_through && closed_through >= book->first_period)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PERIOD_ORDER),
			 call->period > closed_through || call->period < book->first_period ?
			 errmsg("period \"%s\" of book \"%s\" is not closed",
					fl_period_text(call->period), book->code) :
			 errmsg("cannot reopen period \"%s\" of book \"%s\" before the periods that follow it",
					fl_period_text(call->period), book->code),
			 errdetail_closed_through(book, closed_through),
			 errhint("Periods are reopened one by one from the last closed one backwards.")));
}

/* ---------- numbers ---------- */

/* Of a kind: normal 1-3 */
static char *
numbers_text(const Report *report, uint64 row)
{
	int			kind = fl_voucher_kind_from_datum(fl_spi_required(row, 1));

	return psprintf("%s %s", fl_report_kind_names(report)[kind], fl_spi_required_text(row, 2));
}

/*
 * The vouchers without a number get those that follow the ones issued, in the
 * order of their dates and ids within a kind: on reopening, the later ones.
 */
static void
number_vouchers(const PeriodCall *call)
{
	static SpiPlan plan = {
		"WITH given AS ("
		"  INSERT INTO ledger.voucher_number (book_id, period, kind, first_number, vouchers)"
		"  SELECT $1, $2, n.* FROM fund._numbering($1, $2) AS n"
		"  RETURNING kind, first_number, first_number + cardinality(vouchers) - 1 AS last_number)"
		" SELECT kind, format('%s-%s', min(first_number), max(last_number)) FROM given"
		" GROUP BY kind ORDER BY kind",
		"integer, fund.period"
	};
	Datum		values[] = {
		Int32GetDatum(call->book->book_id), PeriodGetDatum(call->period)
	};
	uint64		count = fl_spi_run(&plan, values, NULL, SPI_WRITE);

	for (uint64 row = 0; row < count; row++)
		fl_closing_report(call->report, "numbered", 0, numbers_text(call->report, row));
}

/* A number whose voucher is gone, or a voucher with two. */
static void
check_numbers(const PeriodCall *call, int64 vouchers)
{
	static SpiPlan plan = {
		"SELECT coalesce(sum(cardinality(vouchers)), 0) FROM ledger.voucher_number"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2", "integer, fund.period"
	};
	Datum		values[] = {
		Int32GetDatum(call->book->book_id), PeriodGetDatum(call->period)
	};
	int64		numbers;

	fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	numbers = DatumGetInt64(fl_spi_required(0, 1));
	if (numbers != vouchers)
		fl_month_report_damage(call->book, call->period,
							   psprintf("The table ledger.voucher_number numbers " INT64_FORMAT
										" vouchers, and the month has " INT64_FORMAT ".",
										numbers, vouchers));
}

/* The key of the table lets an id stand twice, on two days. */
static void
check_ids(const PeriodCall *call)
{
	static SpiPlan plan = {
		"SELECT voucher_id FROM ledger.voucher WHERE book_id = $1"
		" AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)"
		" GROUP BY voucher_id HAVING count(*) > 1 ORDER BY voucher_id LIMIT 1", "integer, fund.period"
	};
	Datum		values[] = {
		Int32GetDatum(call->book->book_id), PeriodGetDatum(call->period)
	};

	if (fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) > 0)
		fl_month_report_damage(call->book, call->period,
							   psprintf("More than one voucher has the id " INT64_FORMAT ".",
										DatumGetInt64(fl_spi_required(0, 1))));
}

/* ---------- rules ---------- */

static void
enforce_rules(const PeriodCall *call)
{
	push_newest_snapshot();
	fl_articulation_enforce(call->book, call->period,
							fl_articulation_results(call->book, call->period, LAYER_CASH), NULL);
	if (fl_book_has_accruals(call->book, call->period))
		fl_articulation_enforce(call->book, call->period,
								fl_articulation_results(call->book, call->period,
														LAYER_CASH | LAYER_ACCRUAL), NULL);
	PopActiveSnapshot();
}

/* ---------- the log ---------- */

/* What closing or reopening the month has had to say of itself so far is in it. */
static void
link_log(const PeriodCall *call, const char *cause, int generation)
{
	LinkCause	link = {cause, call->period, generation};

	fl_log_link(LOG_OF_BOOK, call->book->code, link, NULL);
}

/* ---------- closing ---------- */

/* What reversals have put on headings of the book goes to their details. */
static void
split_remainders(PeriodCall *call)
{
	ListCell   *lc;

	foreach(lc, fl_split_remainders(call->book, call->period, &call->ledger))
	{
		const Voucher *voucher = lfirst(lc);

		fl_closing_report(call->report, "split", voucher->voucher_id, text_to_cstring(voucher->summary));
	}
}

static void
seal_month(const PeriodCall *call, int generation)
{
	bytea	   *seal = fl_seal_month(call->book, call->period, generation);
	char		text[SEAL_SIZE * 2 + 1];

	fl_month_write_seal(call->book, call->period, generation, seal);
	text[hex_encode(VARDATA_ANY(seal), SEAL_SIZE, text)] = '\0';
	fl_closing_report(call->report, "sealed", 0, text);
}

/*
 * Hashing the vouchers reads every one of them, so it comes before what is
 * derived from them.  Once the month counts as closed, statements read its
 * balances: both agree.  Of a month before the last one brought forward no balance
 * is known: there is nothing to carry, and none to judge.
 */
static void
close_month(PeriodCall *call)
{
	const Book *book = call->book;
	Period		period = call->period;
	bool		is_whole;
	int			generation;
	int64		vouchers;

	hold_month(call);
	check_is_next(call);
	is_whole = period >= fl_brought_through(book);
	generation = fl_month_state(book, period).generation + 1;
	fl_month_check(book, period, generation - 1);
	split_remainders(call);
	if (is_whole)
		fl_carry(book, period, call->report, &call->ledger);
	vouchers = fl_seal_vouchers(book, period);
	number_vouchers(call);
	check_numbers(call, vouchers);
	check_ids(call);
	fl_balances_write(book, period);
	if (is_whole)
		fl_balances_check(book, period);
	fl_settlement_close(book, period);
	fl_restatement_check(book, period);
	fl_succession_check(book, period);
	fl_month_write_closed(book, period, generation);
	enforce_rules(call);
	fl_issue_statements(book, period, generation, call->report);
	link_log(call, "close", generation);
	seal_month(call, generation);
}

/*
 * Months brought forward have nothing of their own: those before the one asked
 * for are closed with it.
 */
static void
close_months(PeriodCall *call)
{
	Period		last = call->period;

	if (last >= call->book->first_period && last <= fl_brought_through(call->book))
		call->period = Min(last, fl_book_closed_through(call->book) + 1);
	for (; call->period < last; call->period++)
		close_month(call);
	close_month(call);
}

PG_FUNCTION_INFO_V1(fl_month_end);
Datum
fl_month_end(PG_FUNCTION_ARGS)
{
	PeriodCall	call;

	fl_require_arguments(fcinfo, month_arguments);
	call.period = fl_report_period(fcinfo, 1);
	begin_call(&call, fcinfo);
	hold_month(&call);
	check_is_open(&call);
	fl_succession_check_not_ended(call.book, call.period);
	split_remainders(&call);
	fl_carry(call.book, call.period, call.report, &call.ledger);
	return end_call(&call);
}

PG_FUNCTION_INFO_V1(fl_close_period);
Datum
fl_close_period(PG_FUNCTION_ARGS)
{
	PeriodCall	call;

	fl_require_arguments(fcinfo, month_arguments);
	call.period = fl_report_period(fcinfo, 1);
	begin_call(&call, fcinfo);
	close_months(&call);
	return end_call(&call);
}

/* ---------- the end of a year ---------- */

static Period
december_of(int32 year)
{
	if (year < period_year(PERIOD_MIN) || year > period_year(PERIOD_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("year %d is out of range", year)));
	return period_make(year, 12);
}

/* What a year needs beyond its months happens in the close of December. */
PG_FUNCTION_INFO_V1(fl_year_end);
Datum
fl_year_end(PG_FUNCTION_ARGS)
{
	PeriodCall	call;

	fl_require_arguments(fcinfo, year_arguments);
	call.period = december_of(PG_GETARG_INT32(1));
	begin_call(&call, fcinfo);
	hold_month(&call);
	check_not_before_first(&call);
	if (call.period <= fl_book_closed_through(call.book))
		fl_closing_report(call.report, "closed before", 0, fl_period_text(call.period));
	else
		close_months(&call);
	return end_call(&call);
}

/* ---------- reopening ---------- */

static char *
reason_argument(FunctionCallInfo fcinfo)
{
	char	   *reason = TextDatumGetCString(PG_GETARG_DATUM(2));

	if (fl_is_blank(reason, strlen(reason)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("reason to reopen a period is empty"),
				 errhint("Say why, for whoever reads ledger.month_event.")));
	return reason;
}

PG_FUNCTION_INFO_V1(fl_reopen_period);
Datum
fl_reopen_period(PG_FUNCTION_ARGS)
{
	PeriodCall	call;
	MonthState	state;
	char	   *reason;
	char	   *type;

	fl_require_arguments(fcinfo, reopen_arguments);
	reason = reason_argument(fcinfo);
	type = fl_restatement_type(PG_GETARG_DATUM(3));
	call.period = fl_report_period(fcinfo, 1);
	begin_call(&call, fcinfo);
	hold_month(&call);
	check_is_last_closed(&call);
	fl_succession_check_reopen(call.book, call.period);
	state = fl_month_state(call.book, call.period);
	fl_balances_delete(call.book, call.period);
	fl_settlement_delete(call.book, call.period);
	fl_seal_delete(call.book, call.period);
	fl_month_write_reopened(call.book, call.period, &state, reason, type);
	link_log(&call, "reopen", state.generation);
	fl_closing_report(call.report, "reopened", 0,
					  psprintf("%s%s", fl_period_text(call.period),
							   fl_closing_generation(call.report, state.generation)));
	return end_call(&call);
}

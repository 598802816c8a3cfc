/*
 * month_state.c
 *		Whether a month is closed, since when, and what sealed it.
 *
 * Rows are read with distrust: a close that went on from what a restore or a
 * superuser's hand left half there would seal it.  month_state.sql declares the
 * tables.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "closing/month_state.h"
#include "ledger/ledger.h"
#include "server/spi_plan.h"

/* ---------- reading ---------- */

void
fl_month_report_damage(const Book *book, Period period, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("what is stored of period \"%s\" of book \"%s\" cannot be",
					fl_period_text(period), book->code),
			 errdetail_internal("%s", detail),
			 errhint("fund.verify(%s) lists what does not agree; restore those rows from a backup.",
					 quote_literal_cstr(book->code))));
}

static bool
is_seal(Datum value, bool is_null)
{
	return !is_null && VARSIZE_ANY_EXHDR(DatumGetByteaPP(value)) == SEAL_SIZE;
}

/* Row 0: the generation, whether the month is closed, the seal. */
static void
take_state(const Book *book, Period period, MonthState *state)
{
	bool		is_null;
	Datum		generation = fl_spi_value(0, 1, &is_null);
	bool		is_state_unknown;
	bool		is_closed = DatumGetBool(fl_spi_value(0, 2, &is_state_unknown));
	bool		has_no_seal;
	Datum		seal = fl_spi_value(0, 3, &has_no_seal);

	if (is_null || DatumGetInt32(generation) < 1 || DatumGetInt32(generation) == PG_INT32_MAX)
		fl_month_report_damage(book, period,
							   is_null ? "The generation in ledger.book_period is null." :
							   psprintf("The generation in ledger.book_period is %d.",
										DatumGetInt32(generation)));
	if (is_state_unknown)
		fl_month_report_damage(book, period, "The state in ledger.book_period is neither open nor closed.");
	if (is_closed && !is_seal(seal, has_no_seal))
		fl_month_report_damage(book, period, "The seal in ledger.book_period is none.");
	state->generation = DatumGetInt32(generation);
	state->seal = is_closed ? DatumGetByteaPCopy(seal) : NULL;
}

MonthState
fl_month_state(const Book *book, Period period)
{
	static SpiPlan plan = {
		"SELECT generation, CASE state WHEN 'closed' THEN true WHEN 'open' THEN false END, seal::bytea"
		" FROM ledger.book_period WHERE book_id = $1 AND period OPERATOR(fund.=) $2",
		"integer, fund.period"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PeriodGetDatum(period)};
	MonthState	state = {0, NULL};

	if (fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) > 0)
		take_state(book, period, &state);
	return state;
}

void
fl_month_check(const Book *book, Period period, int generation)
{
	static SpiPlan plan = {
		"SELECT fund._month_damage($1, $2, $3)", "integer, fund.period, integer"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(period), Int32GetDatum(generation)
	};
	char	   *damage;

	if (period > book->first_period)
		(void) fl_month_state(book, period - 1);
	fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	damage = fl_spi_text(0, 1);
	if (damage != NULL)
		fl_month_report_damage(book, period, damage);
}

/* ---------- writing ---------- */

static void
write_event(const Book *book, Period period, const char *event, int generation,
			const char *reason, const char *type, bytea *seal)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.period_event"
		"  (book_id, period, event, generation, done_by, done_at, reason, type, seal)"
		" VALUES ($1, $2, $3, $4, $5, now(), $6, $7, $8)",
		"integer, fund.period, text, integer, text, text, text, bytea"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(period),
		CStringGetTextDatum(event),
		Int32GetDatum(generation),
		CStringGetTextDatum(fl_outer_user()),
		reason == NULL ? (Datum) 0 : CStringGetTextDatum(reason),
		type == NULL ? (Datum) 0 : CStringGetTextDatum(type),
		PointerGetDatum(seal)
	};
	const char	nulls[] = {
		' ', ' ', ' ', ' ', ' ', reason == NULL ? 'n' : ' ', type == NULL ? 'n' : ' ',
		seal == NULL ? 'n' : ' ', '\0'
	};

	fl_spi_run(&plan, values, nulls, SPI_WRITE);
}

/* Its seal is written last, over what this makes readable. */
void
fl_month_write_closed(const Book *book, Period period, int generation)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.book_period AS p"
		"  (book_id, period, state, generation, changed_by, changed_at)"
		" VALUES ($1, $2, 'closed', $3, $4, now())"
		" ON CONFLICT (book_id, period) DO UPDATE"
		"  SET state = excluded.state, generation = excluded.generation,"
		"    changed_by = excluded.changed_by, changed_at = excluded.changed_at,"
		"    done_through = excluded.done_through",
		"integer, fund.period, integer, text"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(period),
		Int32GetDatum(generation),
		CStringGetTextDatum(fl_outer_user())
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
	fl_book_months_changed();
}

void
fl_month_write_seal(const Book *book, Period period, int generation, bytea *seal)
{
	static SpiPlan plan = {
		"UPDATE ledger.book_period SET seal = $3"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2", "integer, fund.period, bytea"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(period), PointerGetDatum(seal)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
	write_event(book, period, "closed", generation, NULL, NULL, seal);
}

void
fl_month_write_reopened(const Book *book, Period period, const MonthState *was,
						const char *reason, const char *type)
{
	static SpiPlan plan = {
		"UPDATE ledger.book_period"
		" SET state = 'open', changed_by = $3, changed_at = now(), seal = NULL,"
		"  done_through = fund.done_through()"
		" WHERE book_id = $1 AND period OPERATOR(fund.=) $2", "integer, fund.period, text"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id),
		PeriodGetDatum(period),
		CStringGetTextDatum(fl_outer_user())
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
	fl_book_months_changed();
	write_event(book, period, "reopened", was->generation, reason, type, was->seal);
}

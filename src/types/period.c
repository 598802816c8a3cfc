/*
 * period.c
 *		The type period: an accounting month such as 2026-01.
 *
 * A period is a calendar month of the years 0001 to 9999 (会计法: the
 * accounting year is the calendar year), kept as the months since January of
 * the year 0, so that the next period is one more and a year twelve more.
 * Comparison, hashing and sending are those of int4; what is here keeps every
 * value within range, so that its text has always seven characters.
 *
 * period.sql declares it.
 */
#include "postgres.h"

#include <ctype.h>

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "types/period.h"

/* ---------- text ---------- */

static int
put_digits(char *buffer, int value, int width)
{
	for (int i = width - 1; i >= 0; i--)
	{
		buffer[i] = '0' + value % 10;
		value /= 10;
	}
	return width;
}

int
fl_period_print(Period period, char *buffer)
{
	int			length = put_digits(buffer, period_year(period), 4);

	buffer[length++] = '-';
	length += put_digits(buffer + length, period_month(period), 2);
	buffer[length] = '\0';
	return length;
}

char *
fl_period_text(Period period)
{
	char	   *text = palloc(PERIOD_TEXT_SIZE);

	fl_period_print(period, text);
	return text;
}

static bool
take_digits(const char **at, int min, int max, int *value)
{
	int			count = 0;

	for (*value = 0; count < max && isdigit((unsigned char) **at); count++)
		*value = *value * 10 + (*(*at)++ - '0');
	return count >= min;
}

static bool
take_word(const char **at, const char *word)
{
	size_t		length = strlen(word);

	if (strncmp(*at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

static void
skip_space(const char **at)
{
	while (isspace((unsigned char) **at))
		(*at)++;
}

/*
 * Splits 2026-01, 202601, 2026年1月 or 2026年01月.  The hyphen asks for two
 * digits: 2026-1 may be a cut-off 2026-1x.
 */
static bool
scan_period(const char *at, int *year, int *month)
{
	skip_space(&at);
	if (!take_digits(&at, 4, 4, year))
		return false;
	if (take_word(&at, "年"))
	{
		if (!take_digits(&at, 1, 2, month) || !take_word(&at, "月"))
			return false;
	}
	else
	{
		take_word(&at, "-");
		if (!take_digits(&at, 2, 2, month))
			return false;
	}
	skip_space(&at);
	return *at == '\0';
}

bool
fl_period_scan(const char *text, Period *period)
{
	int			year;
	int			month;

	if (!scan_period(text, &year, &month) || year < 1 || month < 1 || month > 12)
		return false;
	*period = period_make(year, month);
	return true;
}

PG_FUNCTION_INFO_V1(fl_period_in);

Datum
fl_period_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	int			year;
	int			month;

	if (!scan_period(text, &year, &month))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "period", text),
				 errhint("A period reads 2026-01 or 202601.")));
	if (year < 1 || month < 1 || month > 12)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_DATETIME_FIELD_OVERFLOW),
				 errmsg("period out of range: \"%s\"", text),
				 errdetail("Periods are the months 01 to 12 of the years 0001 to 9999.")));
	PG_RETURN_PERIOD(period_make(year, month));
}

PG_FUNCTION_INFO_V1(fl_period_out);

Datum
fl_period_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(fl_period_text(PG_GETARG_PERIOD(0)));
}

/* ---------- binary ---------- */

/* To send a period is to send an int4: period.sql uses int4send. */
PG_FUNCTION_INFO_V1(fl_period_recv);

Datum
fl_period_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int32		period = pq_getmsgint(message, sizeof(int32));

	if (!period_is_valid(period))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "period"),
				 errdetail("%d is not a count of months between %d and %d.",
						   period, PERIOD_MIN, PERIOD_MAX)));
	PG_RETURN_PERIOD(period);
}

/* ---------- dates ---------- */

pg_noreturn static void
report_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_FIELD_OVERFLOW),
			 errmsg("period out of range"),
			 errdetail("Periods are the months of the years 0001 to 9999.")));
}

bool
fl_period_holding(DateADT date, Period *period)
{
	int			year;
	int			month;
	int			day;

	if (DATE_NOT_FINITE(date))
		return false;
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	if (year < 1 || year > 9999)
		return false;
	*period = period_make(year, month);
	return true;
}

Period
fl_period_of_date(DateADT date)
{
	/* Dates come in crowds of one month: the last one is remembered. */
	static Period month;
	static DateADT first_day = DATEVAL_NOEND;
	static DateADT last_day = DATEVAL_NOBEGIN;

	if (date >= first_day && date <= last_day)
		return month;
	if (DATE_NOT_FINITE(date))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_FIELD_OVERFLOW),
				 errmsg("an infinite date has no period")));
	if (!fl_period_holding(date, &month))
		report_out_of_range();
	first_day = fl_period_first_day(month);
	last_day = fl_period_last_day(month);
	return month;
}

DateADT
fl_period_first_day(Period period)
{
	return date2j(period_year(period), period_month(period), 1) - POSTGRES_EPOCH_JDATE;
}

/* The first day of the month after, less one: also after December of 9999. */
DateADT
fl_period_last_day(Period period)
{
	return fl_period_first_day(period + 1) - 1;
}

PG_FUNCTION_INFO_V1(fl_period_from_date);

Datum
fl_period_from_date(PG_FUNCTION_ARGS)
{
	PG_RETURN_PERIOD(fl_period_of_date(PG_GETARG_DATEADT(0)));
}

PG_FUNCTION_INFO_V1(fl_first_day);

Datum
fl_first_day(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(fl_period_first_day(PG_GETARG_PERIOD(0)));
}

PG_FUNCTION_INFO_V1(fl_last_day);

Datum
fl_last_day(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(fl_period_last_day(PG_GETARG_PERIOD(0)));
}

/* Never raises: a date that is in no period is in none of them. */
static bool
contains_date(Period period, DateADT date)
{
	return date >= fl_period_first_day(period) && date <= fl_period_last_day(period);
}

PG_FUNCTION_INFO_V1(fl_period_contains_date);

Datum
fl_period_contains_date(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(contains_date(PG_GETARG_PERIOD(0), PG_GETARG_DATEADT(1)));
}

PG_FUNCTION_INFO_V1(fl_date_within_period);

Datum
fl_date_within_period(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(contains_date(PG_GETARG_PERIOD(1), PG_GETARG_DATEADT(0)));
}

/* ---------- arithmetic ---------- */

static Period
checked_period(int64 months)
{
	if (!period_is_valid(months))
		report_out_of_range();
	return (Period) months;
}

PG_FUNCTION_INFO_V1(fl_period_plus_months);

Datum
fl_period_plus_months(PG_FUNCTION_ARGS)
{
	PG_RETURN_PERIOD(checked_period((int64) PG_GETARG_PERIOD(0) + PG_GETARG_INT32(1)));
}

PG_FUNCTION_INFO_V1(fl_months_plus_period);

Datum
fl_months_plus_period(PG_FUNCTION_ARGS)
{
	PG_RETURN_PERIOD(checked_period((int64) PG_GETARG_PERIOD(1) + PG_GETARG_INT32(0)));
}

PG_FUNCTION_INFO_V1(fl_period_minus_months);

Datum
fl_period_minus_months(PG_FUNCTION_ARGS)
{
	PG_RETURN_PERIOD(checked_period((int64) PG_GETARG_PERIOD(0) - PG_GETARG_INT32(1)));
}

PG_FUNCTION_INFO_V1(fl_period_difference);

Datum
fl_period_difference(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(PG_GETARG_PERIOD(0) - PG_GETARG_PERIOD(1));
}

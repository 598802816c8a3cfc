/*
 * period.h
 *		An accounting month, as months since January of the year 0.
 */
#ifndef FUNDLEDGER_PERIOD_H
#define FUNDLEDGER_PERIOD_H

#include "server/compat.h"
#include "utils/date.h"

typedef int32 Period;

#define DatumGetPeriod(d)		((Period) DatumGetInt32(d))
#define PeriodGetDatum(p)		Int32GetDatum(p)
#define PG_GETARG_PERIOD(n)		DatumGetPeriod(PG_GETARG_DATUM(n))
#define PG_RETURN_PERIOD(p)		return PeriodGetDatum(p)

#define PERIOD_TEXT_SIZE		12

#define PERIOD_MIN				(1 * 12)	/* 0001-01 */
#define PERIOD_MAX				(9999 * 12 + 11)	/* 9999-12 */

typedef struct PeriodWindow
{
	Period		from;
	Period		to;				/* inclusive */
} PeriodWindow;

static inline Period
period_make(int year, int month)
{
	return year * 12 + (month - 1);
}

static inline int
period_year(Period period)
{
	return period / 12;
}

static inline int
period_month(Period period)
{
	return period % 12 + 1;
}

static inline Period
period_january(Period period)
{
	return period - period % 12;
}

static inline bool
period_is_valid(int64 period)
{
	return period >= PERIOD_MIN && period <= PERIOD_MAX;
}

/* 0001-01-01 and 9999-12-31: infinite dates lie outside. */
#define DATE_FIRST_IN_PERIOD	(-730119)
#define DATE_LAST_IN_PERIOD		2921939

static inline bool
date_has_period(DateADT date)
{
	return date >= DATE_FIRST_IN_PERIOD && date <= DATE_LAST_IN_PERIOD;
}

/*
 * Writes the text of a period, e.g. "2026-01", ends it with a null byte, and
 * returns its length.
 */
extern int	fl_period_print(Period period, char *buffer);

/* The same, allocated. */
extern char *fl_period_text(Period period);

/* Reads the text of a period; false where it is none. */
extern bool fl_period_scan(const char *text, Period *period);

/* The month of a date; false where it is in none. */
extern bool fl_period_holding(DateADT date, Period *period);

/* The month of a date; raises 22008 where it has none. */
extern Period fl_period_of_date(DateADT date);

extern DateADT fl_period_first_day(Period period);
extern DateADT fl_period_last_day(Period period);

#endif							/* FUNDLEDGER_PERIOD_H */

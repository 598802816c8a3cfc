/*
 * rounding.h
 *		The named modes of rounding, and what each does.
 */
#ifndef FUNDLEDGER_ROUNDING_H
#define FUNDLEDGER_ROUNDING_H

#include "server/compat.h"

typedef enum RoundingMode
{
	ROUND_HALF_UP,				/* 四舍五入: a half goes away from zero */
	ROUND_HALF_EVEN,			/* 四舍六入五成双: a half goes to the even digit */
	ROUND_UP,					/* 进一法: away from zero */
	ROUND_DOWN,					/* 去尾法: towards zero */
} RoundingMode;

/* What is cut off, compared with half a unit of the last digit kept. */
typedef enum CutOff
{
	CUT_OFF_NOTHING,
	CUT_OFF_BELOW_HALF,
	CUT_OFF_HALF,
	CUT_OFF_ABOVE_HALF,
} CutOff;

/* Does the last digit kept grow by one, away from zero? */
static inline bool
rounds_away(RoundingMode mode, CutOff cut_off, bool last_digit_is_odd)
{
	switch (mode)
	{
		case ROUND_HALF_UP:
			return cut_off >= CUT_OFF_HALF;
		case ROUND_HALF_EVEN:
			return cut_off > CUT_OFF_HALF || (cut_off == CUT_OFF_HALF && last_digit_is_odd);
		case ROUND_UP:
			return cut_off > CUT_OFF_NOTHING;
		case ROUND_DOWN:
			return false;
	}
	return false;
}

#endif							/* FUNDLEDGER_ROUNDING_H */

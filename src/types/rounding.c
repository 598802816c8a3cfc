/*
 * rounding.c
 *		Rounding to an amount: only where it is asked for, in a named mode.
 *
 * What is rounded is always the exact value.  A quotient is therefore not
 * made by numeric's division, which rounds on its own at some digit: a third
 * of the largest amount has no third decimal there, and half a 分 less 10^-20
 * is half a 分.  It is cut off exactly, and the remainder decides.
 *
 * rounding.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "types/amount.h"
#include "types/rounding.h"

#define DECIMALS			2	/* of an amount */
#define LEAST_DECIMALS		(-16)	/* the last digit kept is the highest there is */

/* Named in English and as accountants say it; 银行家舍入 is half_even's other name. */
static const struct
{
	const char *name;
	RoundingMode mode;
}			modes[] =
{
	{"half_up", ROUND_HALF_UP},
	{"四舍五入", ROUND_HALF_UP},
	{"half_even", ROUND_HALF_EVEN},
	{"四舍六入五成双", ROUND_HALF_EVEN},
	{"银行家舍入", ROUND_HALF_EVEN},
	{"up", ROUND_UP},
	{"进一法", ROUND_UP},
	{"down", ROUND_DOWN},
	{"去尾法", ROUND_DOWN},
};

static RoundingMode
mode_from_text(text *mode)
{
	char	   *name = text_to_cstring(mode);

	for (int i = 0; i < lengthof(modes); i++)
	{
		if (strcmp(name, modes[i].name) == 0)
			return modes[i].mode;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized rounding mode \"%s\"", name),
			 errhint("Modes are half_up (四舍五入), half_even (四舍六入五成双), up (进一法) and down (去尾法).")));
}

/* The last digit kept, in 分: 1 with two decimals, 10 with one, 100 with none. */
static int64
unit_of_decimals(int32 decimals)
{
	int64		unit = 1;

	if (decimals > DECIMALS || decimals < LEAST_DECIMALS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot round an amount to %d decimals", decimals),
				 errdetail("Decimals are %d to %d; -4 rounds to 万元.", LEAST_DECIMALS, DECIMALS)));
	for (; decimals < DECIMALS; decimals++)
		unit *= 10;
	return unit;
}

static int
compare_numeric(Datum a, Datum b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, a, b));
}

static Datum
numeric_zero(void)
{
	return NumericGetDatum(int64_to_numeric(0));
}

/* Where "remainder" stands between zero and one unit, either sign of both. */
static CutOff
cut_off(Datum remainder, Datum unit)
{
	Datum		size = DirectFunctionCall1(numeric_abs, remainder);
	int			comparison;

	if (compare_numeric(size, numeric_zero()) == 0)
		return CUT_OFF_NOTHING;
	comparison = compare_numeric(DirectFunctionCall2(numeric_add, size, size),
								 DirectFunctionCall1(numeric_abs, unit));
	return comparison < 0 ? CUT_OFF_BELOW_HALF : comparison == 0 ? CUT_OFF_HALF : CUT_OFF_ABOVE_HALF;
}

static void
check_divisor(Datum divisor)
{
	Numeric		number = DatumGetNumeric(divisor);

	if (numeric_is_nan(number) || numeric_is_inf(number))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot divide an amount by %s",
						DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(number))))));
}

/*
 * dividend / divisor, both in 分, to a multiple of "unit" 分: the whole units
 * cut off, and one more if the mode says so.  Exact until then; NaN and
 * infinity are no amount of whole units and are refused as such.
 */
static Amount
round_quotient(Datum dividend, Datum divisor, int64 unit, RoundingMode mode)
{
	Datum		step = DirectFunctionCall2(numeric_mul, divisor, NumericGetDatum(int64_to_numeric(unit)));
	Datum		units = DirectFunctionCall2(numeric_div_trunc, dividend, step);
	Datum		remainder = DirectFunctionCall2(numeric_sub, dividend,
												DirectFunctionCall2(numeric_mul, units, step));
	Datum		fen = DirectFunctionCall2(numeric_mul, units, NumericGetDatum(int64_to_numeric(unit)));
	Amount		result = fl_amount_from_fen(fen);
	bool		negative = (compare_numeric(dividend, numeric_zero()) < 0) !=
		(compare_numeric(divisor, numeric_zero()) < 0);

	if (rounds_away(mode, cut_off(remainder, step), (result / unit) % 2 != 0))
		result = negative ? fl_amount_subtract(result, unit) : fl_amount_add(result, unit);
	return result;
}

PG_FUNCTION_INFO_V1(fl_round_amount);

Datum
fl_round_amount(PG_FUNCTION_ARGS)
{
	Datum		value = PG_GETARG_DATUM(0);
	RoundingMode mode = mode_from_text(PG_GETARG_TEXT_PP(1));
	int64		unit = unit_of_decimals(PG_GETARG_INT32(2));
	Datum		fen;

	fen = DirectFunctionCall2(numeric_mul, value, NumericGetDatum(int64_to_numeric(FEN_PER_YUAN)));
	PG_RETURN_AMOUNT(round_quotient(fen, NumericGetDatum(int64_to_numeric(1)), unit, mode));
}

PG_FUNCTION_INFO_V1(fl_divide_amount);

Datum
fl_divide_amount(PG_FUNCTION_ARGS)
{
	Amount		dividend = PG_GETARG_AMOUNT(0);
	Datum		divisor = PG_GETARG_DATUM(1);
	RoundingMode mode = mode_from_text(PG_GETARG_TEXT_PP(2));
	int64		unit = unit_of_decimals(PG_GETARG_INT32(3));

	check_divisor(divisor);
	PG_RETURN_AMOUNT(round_quotient(NumericGetDatum(int64_to_numeric(dividend)), divisor, unit, mode));
}

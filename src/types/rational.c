/*
 * rational.c
 *		Exact fractions of 分.
 *
 * Denominators come from the factors of formulas and are 1 nearly always;
 * numerators are sums of amounts, for which 128 bits are plenty.  Both are
 * checked all the same: a figure is exact or refused.
 */
#include "postgres.h"

#include "common/int.h"

#include "types/amount.h"
#include "types/rational.h"

#define TOTAL_MAX	((int128) (((uint128) 1 << 127) - 1))

static void
out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("value of a formula is out of range"),
			 errdetail("Exact arithmetic on its factors exceeds 128 bits."),
			 errhint("Give the lines that the formula is made of factors with smaller denominators.")));
}

static inline int128
magnitude(int128 a)
{
	return a < 0 ? -a : a;
}

static int128
checked_add(int128 a, int128 b)
{
	if (b > 0 ? a > TOTAL_MAX - b : a < -TOTAL_MAX - b)
		out_of_range();
	return a + b;
}

static int128
checked_multiply(int128 a, int64 b)
{
	if (b != 0 && magnitude(a) > TOTAL_MAX / magnitude(b))
		out_of_range();
	return a * b;
}

static int64
checked_multiply_denominator(int64 a, int64 b)
{
	int64		product;

	if (pg_mul_s64_overflow(a, b, &product))
		out_of_range();
	return product;
}

static Rational
reduce(Rational a)
{
	int64		divisor = a.denominator == 1 ? 1 :
		greatest_common_divisor(a.numerator, a.denominator);

	a.numerator /= divisor;
	a.denominator /= divisor;
	return a;
}

Rational
fl_rational_add(Rational a, Rational b)
{
	int64		common;
	Rational	sum;

	if (a.is_null || b.is_null)
		return rational_null();
	if (a.denominator == 1 && b.denominator == 1)
		return rational_from_total(checked_add(a.numerator, b.numerator));

	common = greatest_common_divisor(a.denominator, b.denominator);
	sum = (Rational) {
		.numerator = checked_add(checked_multiply(a.numerator, b.denominator / common),
								 checked_multiply(b.numerator, a.denominator / common)),
		.denominator = checked_multiply_denominator(a.denominator, b.denominator / common)
	};
	return reduce(sum);
}

/* Common divisors go first: what overflows then does not fit. */
Rational
fl_rational_scale(Rational a, int64 numerator, int64 denominator)
{
	int64		down;
	int64		up;

	if (a.is_null)
		return a;
	down = denominator == 1 ? 1 : greatest_common_divisor(a.numerator, denominator);
	up = a.denominator == 1 ? 1 : greatest_common_divisor(numerator, a.denominator);
	return (Rational) {
		.numerator = checked_multiply(a.numerator / down, numerator / up),
		.denominator = checked_multiply_denominator(a.denominator / up, denominator / down)
	};
}

int128
fl_rational_round(Rational a)
{
	int128		quotient = a.numerator / a.denominator;
	int128		remainder = magnitude(a.numerator % a.denominator);

	Assert(!a.is_null);
	if (remainder < a.denominator - remainder)
		return quotient;
	return a.numerator < 0 ? quotient - 1 : quotient + 1;
}

Datum
fl_rational_figure(Rational a, bool *is_null)
{
	*is_null = a.is_null;
	return a.is_null ? (Datum) 0 : fl_numeric_from_total(fl_rational_round(a));
}

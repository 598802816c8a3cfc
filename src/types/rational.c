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

static Rational
overflowed(void)
{
	return (Rational) {.denominator = 1, .is_null = true, .overflowed = true};
}

static inline int128
magnitude(int128 a)
{
	return a < 0 ? -a : a;
}

/* Those of 128 bits say whether the result fits. */
static bool
add(int128 a, int128 b, int128 *sum)
{
	if (b > 0 ? a > TOTAL_MAX - b : a < -TOTAL_MAX - b)
		return false;
	*sum = a + b;
	return true;
}

static bool
multiply(int128 a, int64 b, int128 *product)
{
	if (b != 0 && magnitude(a) > TOTAL_MAX / magnitude(b))
		return false;
	*product = a * b;
	return true;
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
fl_rational_try_add(Rational a, Rational b)
{
	int64		common;
	int128		left;
	int128		right;
	Rational	sum = rational_from_total(0);

	if (a.is_null || b.is_null)
		return a.overflowed || b.overflowed ? overflowed() : rational_null();
	if (a.denominator == 1 && b.denominator == 1)
		return add(a.numerator, b.numerator, &sum.numerator) ? sum : overflowed();

	common = greatest_common_divisor(a.denominator, b.denominator);
	if (!multiply(a.numerator, b.denominator / common, &left) ||
		!multiply(b.numerator, a.denominator / common, &right) ||
		!add(left, right, &sum.numerator) ||
		pg_mul_s64_overflow(a.denominator, b.denominator / common, &sum.denominator))
		return overflowed();
	return reduce(sum);
}

/* Common divisors go first: what overflows then does not fit. */
Rational
fl_rational_try_scale(Rational a, int64 numerator, int64 denominator)
{
	int64		down;
	int64		up;
	Rational	product = rational_from_total(0);

	if (a.is_null)
		return a;
	down = denominator == 1 ? 1 : greatest_common_divisor(a.numerator, denominator);
	up = a.denominator == 1 ? 1 : greatest_common_divisor(numerator, a.denominator);
	if (!multiply(a.numerator / down, numerator / up, &product.numerator) ||
		pg_mul_s64_overflow(a.denominator / up, denominator / down, &product.denominator))
		return overflowed();
	return product;
}

Rational
fl_rational_fitting(Rational a)
{
	if (a.overflowed)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("value of a formula is out of range"),
				 errdetail(RATIONAL_OVERFLOWED),
				 errhint("Give the lines that the formula is made of factors with smaller denominators.")));
	return a;
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

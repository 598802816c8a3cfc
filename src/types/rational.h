/*
 * rational.h
 *		An exact number of 分 while a formula is being computed: a fraction in
 *		lowest terms, or NULL where there is no figure.
 *
 * Only what is printed is rounded.  What does not fit raises 22003, or, where
 * one formula of many must not stop the rest, is a NULL that is known as that.
 */
#ifndef FUNDLEDGER_RATIONAL_H
#define FUNDLEDGER_RATIONAL_H

#include "server/compat.h"

/* Of magnitudes; of 0 and b it is b.  Where b is 0, a is of 64 bits. */
static inline int64
greatest_common_divisor(int128 a, int64 b)
{
	uint128		high = a < 0 ? -(uint128) a : (uint128) a;
	uint64		low = b < 0 ? -(uint64) b : (uint64) b;
	uint64		rest = (uint64) (low == 0 ? high : high % low);

	while (rest != 0)
	{
		uint64		next = low % rest;

		low = rest;
		rest = next;
	}
	return (int64) low;
}

typedef struct Rational
{
	int128		numerator;
	int64		denominator;	/* always positive */
	bool		is_null;
	bool		overflowed;		/* NULL because it does not fit */
} Rational;

static inline Rational
rational_from_total(int128 total)
{
	return (Rational) {.numerator = total, .denominator = 1};
}

static inline Rational
rational_null(void)
{
	return (Rational) {.denominator = 1, .is_null = true};
}

/* NULL if one of them is; what does not fit is NULL and "overflowed". */
extern Rational fl_rational_try_add(Rational a, Rational b);

/* a * numerator / denominator, given in lowest terms with a positive denominator. */
extern Rational fl_rational_try_scale(Rational a, int64 numerator, int64 denominator);

/* The value, unless it overflowed: that raises 22003. */
extern Rational fl_rational_fitting(Rational a);

/* Why a value that overflowed has no figure: a sentence. */
#define RATIONAL_OVERFLOWED	"Exact arithmetic on its factors exceeds 128 bits."

static inline Rational
fl_rational_add(Rational a, Rational b)
{
	return fl_rational_fitting(fl_rational_try_add(a, b));
}

static inline Rational
fl_rational_scale(Rational a, int64 numerator, int64 denominator)
{
	return fl_rational_fitting(fl_rational_try_scale(a, numerator, denominator));
}

static inline Rational
rational_subtract(Rational a, Rational b)
{
	return fl_rational_add(a, fl_rational_scale(b, -1, 1));
}

/* 四舍五入 to the 分: halves away from zero. Not of NULL. */
extern int128 fl_rational_round(Rational a);

/* Rounded, as numeric in 元 with two decimals; *is_null where it is NULL. */
extern Datum fl_rational_figure(Rational a, bool *is_null);

#endif							/* FUNDLEDGER_RATIONAL_H */

/*
 * figure_simplex.h
 *		Are there numbers within bounds whose sums are within bounds?
 */
#ifndef FUNDLEDGER_FIGURE_SIMPLEX_H
#define FUNDLEDGER_FIGURE_SIMPLEX_H

#include "server/compat.h"

/* Of a number or of a sum, ends included; numeric. */
typedef struct Bounds
{
	bool		has_low;
	bool		has_high;
	Datum		low;
	Datum		high;
} Bounds;

typedef struct Simplex Simplex;

/* In the current memory context; numbers and sums are counted from 0. */
extern Simplex *fl_simplex_begin(int number_count, int sum_count);

/* value: one within the bounds, to begin with. */
extern void fl_simplex_set_number(Simplex *simplex, int number, Bounds bounds, Datum value);

/* Factors are integers other than 0, the numbers in ascending order. */
extern void fl_simplex_set_sum(Simplex *simplex, int sum, Bounds bounds, int count,
							   const int *numbers, const int64 *factors);

/* Is a sum to be within its bounds?  At first none is. */
extern void fl_simplex_demand(Simplex *simplex, int sum, bool is_demanded);

/* False if there are no such numbers. */
extern bool fl_simplex_solve(Simplex *simplex);

/*
 * After false: an integer, numeric, that a sum is multiplied by, 0 if it plays
 * no part.  All sums so multiplied come to factors of the numbers by which
 * these add up to less than the sums so multiplied do at their least.
 */
extern Datum fl_simplex_multiplier(const Simplex *simplex, int sum);

#endif							/* FUNDLEDGER_FIGURE_SIMPLEX_H */

/*
 * allocate.c
 *		An amount shared out by weights, to the last 分.
 *
 * The method of the largest remainder (Hamilton): everyone gets the whole 分
 * of their exact share, and the 分 that are left, fewer than there are shares
 * with a remainder, go one each to the largest remainders, at equal ones to
 * whoever comes first.  So the shares add up to the amount, each is within a
 * 分 of exact, and a weight of 0 gets nothing.  A negative amount is shared as
 * the positive one is, with the sign turned: what reverses a distribution is
 * the distribution of the reversal.
 *
 * allocate.sql declares it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"

#include "types/amount.h"

typedef struct Share
{
	int			position;		/* of its weight */
	int64		fen;			/* so far */
	Datum		remainder;		/* exact share less fen, times all weights */
} Share;

/* ---------- weights ---------- */

static void
check_weight(Numeric weight, int position)
{
	if (numeric_is_nan(weight) || numeric_is_inf(weight) ||
		DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(weight),
										  NumericGetDatum(int64_to_numeric(0)))) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot allocate by weight %s",
						DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(weight)))),
				 errdetail("Weight %d is not a finite number from 0 on.", position)));
}

/* Every weight, checked; *total is their sum, which is not 0. */
static Datum *
read_weights(ArrayType *array, int *count, Datum *total)
{
	Datum	   *weights;
	bool	   *nulls;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("weights must be a one-dimensional array")));

	deconstruct_array(array, NUMERICOID, -1, false, TYPALIGN_INT, &weights, &nulls, count);
	*total = NumericGetDatum(int64_to_numeric(0));
	for (int i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("weights must not be NULL"),
					 errdetail("Weight %d is NULL.", i + 1)));
		check_weight(DatumGetNumeric(weights[i]), i + 1);
		*total = DirectFunctionCall2(numeric_add, *total, weights[i]);
	}
	if (DatumGetInt32(DirectFunctionCall2(numeric_cmp, *total, NumericGetDatum(int64_to_numeric(0)))) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot allocate where every weight is 0"),
				 errdetail("There are %d weights.", *count),
				 errhint("Give at least one weight above 0.")));
	return weights;
}

/* ---------- shares ---------- */

/* Largest remainder first; at equal ones the first weight. */
static int
compare_shares(const void *a, const void *b, void *unused)
{
	const Share *left = a;
	const Share *right = b;
	int			comparison = DatumGetInt32(DirectFunctionCall2(numeric_cmp,
															   right->remainder, left->remainder));

	return comparison != 0 ? comparison : left->position - right->position;
}

/* Exactly: amount * weight = fen * total + remainder. */
static void
cut_share(Share *share, Datum amount, Datum weight, Datum total)
{
	Datum		product = DirectFunctionCall2(numeric_mul, amount, weight);
	Datum		fen = DirectFunctionCall2(numeric_div_trunc, product, total);

	share->fen = fl_amount_from_fen(fen);
	share->remainder = DirectFunctionCall2(numeric_sub, product,
										   DirectFunctionCall2(numeric_mul, fen, total));
}

/* "amount" is not negative.  Leaves the shares in the order of the weights. */
static void
share_out(Share *shares, const Datum *weights, int count, Datum total, Amount amount)
{
	Datum		exact = NumericGetDatum(int64_to_numeric(amount));
	int64		left = amount;

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		shares[i].position = i;
		cut_share(&shares[i], exact, weights[i], total);
		left -= shares[i].fen;
	}
	Assert(left >= 0 && left < count);
	if (left > 0)
	{
		qsort_interruptible(shares, count, sizeof(Share), compare_shares, NULL);
		for (int i = 0; i < left; i++)
			shares[i].fen++;
	}
}

/* The element type is that of the first argument. */
PG_FUNCTION_INFO_V1(fl_allocate);

Datum
fl_allocate(PG_FUNCTION_ARGS)
{
	Amount		amount = PG_GETARG_AMOUNT(0);
	bool		negative = amount < 0;
	int			count;
	Datum		total;
	Datum	   *weights = read_weights(PG_GETARG_ARRAYTYPE_P(1), &count, &total);
	Share	   *shares = palloc(count * sizeof(Share));
	Datum	   *amounts = palloc(count * sizeof(Datum));

	share_out(shares, weights, count, total, negative ? fl_amount_negate(amount) : amount);
	for (int i = 0; i < count; i++)
		amounts[shares[i].position] = AmountGetDatum(negative ? -shares[i].fen : shares[i].fen);
	PG_RETURN_ARRAYTYPE_P(construct_array(amounts, count, get_fn_expr_argtype(fcinfo->flinfo, 0),
										  sizeof(Amount), true, TYPALIGN_DOUBLE));
}

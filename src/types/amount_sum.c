/*
 * amount_sum.c
 *		The aggregates sum and avg of amounts.
 *
 * Both keep the total of 分 in 128 bits and the count, so that only a result
 * can be out of range, never a step on the way to it.  The total of 2^64
 * amounts fits, more than a table has rows: it is added to without a check.
 * A moving frame takes its rows out again; workers hand their states over.
 *
 * amount_sum.sql declares them; min and max are those of int8.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "types/amount.h"

/* The count divides avg, and tells a sum of 0 from one of no rows. */
typedef struct AmountSum
{
	int128		total;
	int64		count;
} AmountSum;

/* Apart, for it runs once a group and would cost every row a stack frame. */
pg_noinline static AmountSum *
sum_create(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "aggregate function called in non-aggregate context");
	return MemoryContextAllocZero(context, sizeof(AmountSum));
}

PG_FUNCTION_INFO_V1(fl_amount_sum_accumulate);

Datum
fl_amount_sum_accumulate(PG_FUNCTION_ARGS)
{
	AmountSum  *sum = PG_ARGISNULL(0) ? sum_create(fcinfo) : (AmountSum *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1))
	{
		sum->total += PG_GETARG_AMOUNT(1);
		sum->count++;
	}
	PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(fl_amount_sum_remove);

Datum
fl_amount_sum_remove(PG_FUNCTION_ARGS)
{
	AmountSum  *sum;

	if (PG_ARGISNULL(0))
		elog(ERROR, "inverse transition function called without a state");
	sum = (AmountSum *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(1))
	{
		sum->total -= PG_GETARG_AMOUNT(1);
		sum->count--;
	}
	PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(fl_amount_sum_combine);

Datum
fl_amount_sum_combine(PG_FUNCTION_ARGS)
{
	AmountSum  *sum = PG_ARGISNULL(0) ? sum_create(fcinfo) : (AmountSum *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1))
	{
		AmountSum  *other = (AmountSum *) PG_GETARG_POINTER(1);

		sum->total += other->total;
		sum->count += other->count;
	}
	PG_RETURN_POINTER(sum);
}

/* Only a process of the same server reads this: the bytes as they are. */
PG_FUNCTION_INFO_V1(fl_amount_sum_serialize);

Datum
fl_amount_sum_serialize(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = palloc(VARHDRSZ + sizeof(AmountSum));

	if (!AggCheckCallContext(fcinfo, NULL))
		elog(ERROR, "aggregate function called in non-aggregate context");
	SET_VARSIZE(bytes, VARHDRSZ + sizeof(AmountSum));
	memcpy(VARDATA(bytes), PG_GETARG_POINTER(0), sizeof(AmountSum));
	PG_RETURN_BYTEA_P(bytes);
}

PG_FUNCTION_INFO_V1(fl_amount_sum_deserialize);

Datum
fl_amount_sum_deserialize(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = PG_GETARG_BYTEA_PP(0);
	AmountSum  *sum = palloc(sizeof(AmountSum));

	if (!AggCheckCallContext(fcinfo, NULL))
		elog(ERROR, "aggregate function called in non-aggregate context");
	if (VARSIZE_ANY_EXHDR(bytes) != sizeof(AmountSum))
		elog(ERROR, "serialized sum of amounts has a wrong size");
	memcpy(sum, VARDATA_ANY(bytes), sizeof(AmountSum));
	PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(fl_amount_sum_result);

Datum
fl_amount_sum_result(PG_FUNCTION_ARGS)
{
	AmountSum  *sum = PG_ARGISNULL(0) ? NULL : (AmountSum *) PG_GETARG_POINTER(0);

	if (sum == NULL || sum->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_AMOUNT(fl_amount_from_total(sum->total));
}

/* As avg of the same numerics: to at least 16 significant digits. */
PG_FUNCTION_INFO_V1(fl_amount_avg_result);

Datum
fl_amount_avg_result(PG_FUNCTION_ARGS)
{
	AmountSum  *sum = PG_ARGISNULL(0) ? NULL : (AmountSum *) PG_GETARG_POINTER(0);

	if (sum == NULL || sum->count == 0)
		PG_RETURN_NULL();
	return DirectFunctionCall2(numeric_div, fl_numeric_from_total(sum->total),
							   NumericGetDatum(int64_to_numeric(sum->count)));
}

/*
 * amount.c
 *		The type fund.amount: money in 元 with exactly two decimals.
 *
 * A value is its 分 in 64 bits, so it is exact or it is refused: a third
 * decimal, NaN, infinity, an exponent and any float are errors, and so is a
 * result that leaves the range, in every operator and aggregate.  Nothing
 * here rounds: rounding.c does, by name.
 *
 * Comparison and hashing are those of int8, which amount.sql names directly,
 * as contrib/isn does.
 */
#include "postgres.h"

#include "access/htup_details.h"	/* for varlena's macros, wherever they live */
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "types/amount.h"

#define DECIMALS			2

/* ---------- text ---------- */

/* Is there still an amount with one more digit at its end? */
static bool
append_digit(Amount *amount, int digit)
{
	return !pg_mul_s64_overflow(*amount, 10, amount) &&
		!pg_add_s64_overflow(*amount, digit, amount);
}

/*
 * As numeric does, this takes "5." and ".5", but not a point alone.  It reads
 * to the end of the digits whatever is wrong with them, so that the caller
 * knows what to blame.
 */
AmountFault
fl_amount_scan(const char *text, const char **end, Amount *result)
{
	const char *at = text;
	bool		negative = *at == '-';
	Amount		amount = 0;
	int			digits = 0;
	int			decimals = 0;
	bool		in_range = true;
	bool		too_precise = false;

	if (*at == '-' || *at == '+')
		at++;
	for (; isdigit((unsigned char) *at); at++, digits++)
		in_range = in_range && append_digit(&amount, *at - '0');
	if (*at == '.' && (digits > 0 || isdigit((unsigned char) at[1])))
	{
		at++;
		for (; isdigit((unsigned char) *at); at++, decimals++)
		{
			if (decimals < DECIMALS)
				in_range = in_range && append_digit(&amount, *at - '0');
			else if (*at != '0')
				too_precise = true;
		}
	}
	*end = at;
	if (digits + decimals == 0)
		return AMOUNT_SYNTAX;

	for (; decimals < DECIMALS; decimals++)
		in_range = in_range && append_digit(&amount, 0);
	if (!in_range)
		return AMOUNT_RANGE;
	if (too_precise)
		return AMOUNT_TOO_PRECISE;
	*result = negative ? -amount : amount;
	return AMOUNT_OK;
}

int
fl_amount_print(Amount amount, char *buffer)
{
	uint64		fen = amount < 0 ? -(uint64) amount : (uint64) amount;
	char	   *at = buffer;

	if (amount < 0)
		*at++ = '-';
	at += pg_ulltoa_n(fen / FEN_PER_YUAN, at);
	*at++ = '.';
	at = pg_ultostr_zeropad(at, (uint32) (fen % FEN_PER_YUAN), DECIMALS);
	*at = '\0';
	return at - buffer;
}

/*
 * Text, numeric and the lines of a journal are refused for the same reason with
 * the same words.  One decimal too many is 22003, not 22P02: "1.005" is a
 * number, well written, and the type cannot hold it, as a float8 cannot hold
 * '1e-400' (22003); and as a numeric, where no text is at fault, it must get the
 * same code.
 */
void
fl_amount_report(AmountFault fault, const char *text, const char *where, Node *escontext)
{
	switch (fault)
	{
		case AMOUNT_OK:
			break;
		case AMOUNT_SYNTAX:
			errsave(escontext,
					(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					 errmsg("invalid input syntax for type %s: \"%s\"", "amount", text),
					 where == NULL ? 0 : errdetail_internal("%s", where)));
			break;
		case AMOUNT_TOO_PRECISE:
			errsave(escontext,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("value \"%s\" has more than two decimals, which type %s cannot hold",
							text, "amount"),
					 where == NULL ? 0 : errdetail_internal("%s", where),
					 errhint("Round it first, for example with round(value, 2).")));
			break;
		case AMOUNT_RANGE:
			errsave(escontext,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("value \"%s\" is out of range for type %s", text, "amount"),
					 where == NULL ? 0 : errdetail_internal("%s", where)));
			break;
	}
}

static Amount
amount_from_cstring(const char *text, struct Node *escontext)
{
	const char *at = text;
	Amount		amount;
	AmountFault fault;

	while (isspace((unsigned char) *at))
		at++;
	fault = fl_amount_scan(at, &at, &amount);
	while (isspace((unsigned char) *at))
		at++;
	/* What follows the digits decides first: "1.005kg" is no number. */
	if (*at != '\0')
		fault = AMOUNT_SYNTAX;
	if (fault == AMOUNT_OK)
		return amount;
	fl_amount_report(fault, text, NULL, escontext);
	return 0;
}

/* ---------- checked arithmetic ---------- */

static void
report_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s out of range", "amount")));
}

static inline Amount
checked(bool overflow, int64 result)
{
	if (unlikely(overflow || result < AMOUNT_MIN))
		report_out_of_range();
	return result;
}

Amount
fl_amount_add(Amount a, Amount b)
{
	int64		result;
	bool		overflow = pg_add_s64_overflow(a, b, &result);

	return checked(overflow, result);
}

Amount
fl_amount_subtract(Amount a, Amount b)
{
	int64		result;
	bool		overflow = pg_sub_s64_overflow(a, b, &result);

	return checked(overflow, result);
}

/* Every amount has a negative; only a forged one has none. */
Amount
fl_amount_negate(Amount a)
{
	return fl_amount_subtract(0, a);
}

static Amount
amount_multiply(Amount amount, int64 factor)
{
	int64		result;
	bool		overflow = pg_mul_s64_overflow(amount, factor, &result);

	return checked(overflow, result);
}

/* ---------- totals and numeric ---------- */

Amount
fl_amount_from_total(int128 total)
{
	if (unlikely(total > AMOUNT_MAX || total < AMOUNT_MIN))
		report_out_of_range();
	return (Amount) total;
}

/*
 * The server makes numerics of 64 bits only, so a larger total is
 * high * 10^18 + low; the remainder has the sign of the total.
 */
Datum
fl_numeric_from_total(int128 total)
{
	const int64 shift = INT64CONST(1000000000000000000);
	Datum		high;
	Datum		low;

	if (total <= PG_INT64_MAX && total >= PG_INT64_MIN)
		return NumericGetDatum(int64_div_fast_to_numeric((int64) total, DECIMALS));

	high = DirectFunctionCall2(numeric_mul, fl_numeric_from_total(total / shift),
							   NumericGetDatum(int64_to_numeric(shift)));
	low = fl_numeric_from_total(total % shift);
	return DirectFunctionCall2(numeric_add, high, low);
}

/*
 * By way of the text, which numeric writes without an exponent: what is an
 * amount is then decided in one place only.  NaN and infinity get the code
 * that numeric(20,2) has for an infinity.
 */
Amount
fl_amount_from_numeric(Datum numeric)
{
	Numeric		number = DatumGetNumeric(numeric);
	char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(number)));
	Amount		amount;

	if (numeric_is_nan(number) || numeric_is_inf(number))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("cannot convert %s to %s", text, "amount")));
	amount = amount_from_cstring(text, NULL);
	pfree(text);
	return amount;
}

Amount
fl_amount_from_fen(Datum fen)
{
	const Numeric yuan = int64_div_fast_to_numeric(1, DECIMALS);

	return fl_amount_from_numeric(DirectFunctionCall2(numeric_mul, fen, NumericGetDatum(yuan)));
}

/* ---------- input and output ---------- */

PG_FUNCTION_INFO_V1(fl_amount_in);

Datum
fl_amount_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(amount_from_cstring(PG_GETARG_CSTRING(0), fcinfo->context));
}

PG_FUNCTION_INFO_V1(fl_amount_out);

Datum
fl_amount_out(PG_FUNCTION_ARGS)
{
	char	   *text = palloc(AMOUNT_TEXT_SIZE);

	fl_amount_print(PG_GETARG_AMOUNT(0), text);
	PG_RETURN_CSTRING(text);
}

/*
 * Too many bytes are the caller's to refuse, as for any type; too few would
 * be a protocol violation (08P01) if pq_getmsgint64 were to notice them.
 */
PG_FUNCTION_INFO_V1(fl_amount_recv);

Datum
fl_amount_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			length = message->len - message->cursor;
	Amount		amount;

	if (length < (int) sizeof(Amount))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "amount"),
				 errdetail("It has %d bytes instead of %d.", length, (int) sizeof(Amount))));
	amount = pq_getmsgint64(message);
	if (amount < AMOUNT_MIN)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "amount"),
				 errdetail("The lowest 64-bit number is no amount.")));
	PG_RETURN_AMOUNT(amount);
}

PG_FUNCTION_INFO_V1(fl_amount_send);

Datum
fl_amount_send(PG_FUNCTION_ARGS)
{
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint64(&message, PG_GETARG_AMOUNT(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---------- casts ---------- */

PG_FUNCTION_INFO_V1(fl_amount_to_numeric);

Datum
fl_amount_to_numeric(PG_FUNCTION_ARGS)
{
	return fl_numeric_from_total(PG_GETARG_AMOUNT(0));
}

PG_FUNCTION_INFO_V1(fl_amount_of_numeric);

Datum
fl_amount_of_numeric(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(fl_amount_from_numeric(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(fl_amount_of_int2);

Datum
fl_amount_of_int2(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(amount_multiply(FEN_PER_YUAN, PG_GETARG_INT16(0)));
}

PG_FUNCTION_INFO_V1(fl_amount_of_int4);

Datum
fl_amount_of_int4(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(amount_multiply(FEN_PER_YUAN, PG_GETARG_INT32(0)));
}

PG_FUNCTION_INFO_V1(fl_amount_of_int8);

Datum
fl_amount_of_int8(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(amount_multiply(FEN_PER_YUAN, PG_GETARG_INT64(0)));
}

/* ---------- operators and functions ---------- */

PG_FUNCTION_INFO_V1(fl_amount_plus);

Datum
fl_amount_plus(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(fl_amount_add(PG_GETARG_AMOUNT(0), PG_GETARG_AMOUNT(1)));
}

PG_FUNCTION_INFO_V1(fl_amount_minus);

Datum
fl_amount_minus(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(fl_amount_subtract(PG_GETARG_AMOUNT(0), PG_GETARG_AMOUNT(1)));
}

PG_FUNCTION_INFO_V1(fl_amount_negative);

Datum
fl_amount_negative(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(fl_amount_negate(PG_GETARG_AMOUNT(0)));
}

PG_FUNCTION_INFO_V1(fl_amount_times_int8);

Datum
fl_amount_times_int8(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(amount_multiply(PG_GETARG_AMOUNT(0), PG_GETARG_INT64(1)));
}

PG_FUNCTION_INFO_V1(fl_int8_times_amount);

Datum
fl_int8_times_amount(PG_FUNCTION_ARGS)
{
	PG_RETURN_AMOUNT(amount_multiply(PG_GETARG_AMOUNT(1), PG_GETARG_INT64(0)));
}

/* Both by way of numeric, so that the digits are those of numeric's division. */
PG_FUNCTION_INFO_V1(fl_amount_per_amount);

Datum
fl_amount_per_amount(PG_FUNCTION_ARGS)
{
	return DirectFunctionCall2(numeric_div, fl_numeric_from_total(PG_GETARG_AMOUNT(0)),
							   fl_numeric_from_total(PG_GETARG_AMOUNT(1)));
}

PG_FUNCTION_INFO_V1(fl_amount_abs);

Datum
fl_amount_abs(PG_FUNCTION_ARGS)
{
	Amount		amount = PG_GETARG_AMOUNT(0);

	PG_RETURN_AMOUNT(amount < 0 ? fl_amount_negate(amount) : amount);
}

PG_FUNCTION_INFO_V1(fl_amount_sign);

Datum
fl_amount_sign(PG_FUNCTION_ARGS)
{
	Amount		amount = PG_GETARG_AMOUNT(0);

	PG_RETURN_INT32((amount > 0) - (amount < 0));
}

/*
 * amount.h
 *		Money: a count of 分 (1/100 元) in 64 bits, exact or refused.
 */
#ifndef FUNDLEDGER_AMOUNT_H
#define FUNDLEDGER_AMOUNT_H

#include "common/int.h"
#include "nodes/nodes.h"
#include "server/compat.h"

typedef int64 Amount;

#define DatumGetAmount(d)		((Amount) DatumGetInt64(d))
#define AmountGetDatum(a)		Int64GetDatum(a)
#define PG_GETARG_AMOUNT(n)		DatumGetAmount(PG_GETARG_DATUM(n))
#define PG_RETURN_AMOUNT(a)		return AmountGetDatum(a)

#define FEN_PER_YUAN			100

/* The longest text: sign, 17 digits, point, 2 digits, terminator. */
#define AMOUNT_TEXT_SIZE		24

/*
 * Ranges are symmetric: the one value without a negative is no amount, so
 * that every amount can be reversed.
 */
#define AMOUNT_MAX				PG_INT64_MAX
#define AMOUNT_MIN				(-PG_INT64_MAX)

/* What can be wrong with text that should be an amount. */
typedef enum AmountFault
{
	AMOUNT_OK,
	AMOUNT_SYNTAX,
	AMOUNT_TOO_PRECISE,			/* more than two significant decimals */
	AMOUNT_RANGE,
} AmountFault;

/*
 * Reads the longest amount at *text, stopping at the first byte that cannot
 * belong to one; *end is then that byte.  Never raises.
 */
extern AmountFault fl_amount_scan(const char *text, const char **end, Amount *result);

/*
 * Raises (softly, if escontext allows) that the text is no amount, and why;
 * "where" it stands, or NULL, is a sentence for the detail.
 */
extern void fl_amount_report(AmountFault fault, const char *text, const char *where,
							 Node *escontext);

/* Writes the text of an amount and returns its length. */
extern int	fl_amount_print(Amount amount, char *buffer);

/* Checked arithmetic: raises 22003 where the result is no amount. */
extern Amount fl_amount_add(Amount a, Amount b);
extern Amount fl_amount_subtract(Amount a, Amount b);
extern Amount fl_amount_negate(Amount a);

/* 128-bit totals of 分, as an amount (or 22003) and as numeric in 元. */
extern Amount fl_amount_from_total(int128 total);
extern Datum fl_numeric_from_total(int128 total);

/* numeric in 元 to an amount: refuses a third decimal, NaN and infinity. */
extern Amount fl_amount_from_numeric(Datum numeric);

/* A whole number of 分 as numeric to an amount, or 22003. */
extern Amount fl_amount_from_fen(Datum fen);

#endif							/* FUNDLEDGER_AMOUNT_H */

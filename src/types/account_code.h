/*
 * account_code.h
 *		The code of an account: digits in levels of 4-2-2-2-... or 3-2-2-2-...
 *
 * Sixteen nibbles of "digit + 1", the first digit highest, 0 for "no more
 * digits".  Compared as unsigned numbers, descendants follow their ancestor
 * and come before its next sibling.  An odd count of digits says that the
 * first level has three of them (the 1999 chart), so 10030 is a child of 100
 * and no descendant of 1003.  See doc/adr/0001-binary-formats.md.
 */
#ifndef FUNDLEDGER_ACCOUNT_CODE_H
#define FUNDLEDGER_ACCOUNT_CODE_H

#include "server/compat.h"
#include "port/pg_bitutils.h"

typedef uint64 AccountCode;

#define DatumGetAccountCode(d)		((AccountCode) DatumGetInt64(d))
#define AccountCodeGetDatum(c)		Int64GetDatum((int64) (c))
#define PG_GETARG_ACCOUNT_CODE(n)	DatumGetAccountCode(PG_GETARG_DATUM(n))
#define PG_RETURN_ACCOUNT_CODE(c)	return AccountCodeGetDatum(c)

#define ACCOUNT_CODE_MAX_DIGITS		16
#define ACCOUNT_CODE_TEXT_SIZE		(ACCOUNT_CODE_MAX_DIGITS + 1)

/* The number of digits; an account code is never 0. */
static inline int
account_code_digits(AccountCode code)
{
	return ACCOUNT_CODE_MAX_DIGITS - pg_rightmost_one_pos64(code) / 4;
}

/* The first level is 1. */
static inline int
account_code_level(AccountCode code)
{
	return (account_code_digits(code) - 1) / 2;
}

/* The highest value that a descendant (of either parity) can have. */
static inline AccountCode
account_code_last(AccountCode code)
{
	int			digits = account_code_digits(code);

	return digits == ACCOUNT_CODE_MAX_DIGITS ? code :
		code | (PG_UINT64_MAX >> (digits * 4));
}

/* Is "code" the account "ancestor" itself or below it? */
static inline bool
account_code_is_within(AccountCode code, AccountCode ancestor)
{
	return code >= ancestor && code <= account_code_last(ancestor) &&
		((account_code_digits(code) ^ account_code_digits(ancestor)) & 1) == 0;
}

/* The account one level up, or 0 for one of the first level. */
static inline AccountCode
account_code_parent(AccountCode code)
{
	int			digits = account_code_digits(code) - 2;

	return digits < 3 ? 0 : code & ~(PG_UINT64_MAX >> (digits * 4));
}

/*
 * Reads the longest run of digits at *text as a code; *end is the first byte
 * after it.  False where the run is no code.  Never raises.
 */
extern bool fl_account_code_scan(const char *text, const char **end, AccountCode *result);

/* Are these bits, read from outside, an account code? */
extern bool fl_account_code_is_valid(AccountCode code);

/* Writes the digits, ends them with a null byte, and returns their number. */
extern int	fl_account_code_print(AccountCode code, char *buffer);

/* The same, allocated. */
extern char *fl_account_code_text(AccountCode code);

#endif							/* FUNDLEDGER_ACCOUNT_CODE_H */

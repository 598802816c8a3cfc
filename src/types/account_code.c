/*
 * account_code.c
 *		The type account_code: the code of an account, 会计科目编号.
 *
 * The level structure is in the count of digits alone (会计制度 number their
 * accounts 4-2-2-2-..., that of 1999 3-2-2-2-...), so that parent, level and
 * descent need no chart.  Whether an account exists is for the chart to say.
 * The packed form and the arithmetic on it are in account_code.h; equality and
 * sending are those of int8, but order is unsigned.
 *
 * account_code.sql declares it.
 */
#include "postgres.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/sortsupport.h"

#include "types/account_code.h"

/* The shortest code: a first level of three digits. */
#define ACCOUNT_CODE_MIN_DIGITS		3

/* ---------- text ---------- */

bool
fl_account_code_scan(const char *text, const char **end, AccountCode *result)
{
	AccountCode code = 0;
	int			digits = 0;

	for (; isdigit((unsigned char) text[digits]); digits++)
	{
		if (digits < ACCOUNT_CODE_MAX_DIGITS)
			code = code << 4 | (text[digits] - '0' + 1);
	}
	*end = text + digits;
	if (digits < ACCOUNT_CODE_MIN_DIGITS || digits > ACCOUNT_CODE_MAX_DIGITS)
		return false;
	*result = code << (ACCOUNT_CODE_MAX_DIGITS - digits) * 4;
	return true;
}

int
fl_account_code_print(AccountCode code, char *buffer)
{
	int			digits = 0;

	for (; code != 0; code <<= 4)
		buffer[digits++] = '0' + (int) (code >> 60) - 1;
	buffer[digits] = '\0';
	return digits;
}

char *
fl_account_code_text(AccountCode code)
{
	char	   *text = palloc(ACCOUNT_CODE_TEXT_SIZE);

	fl_account_code_print(code, text);
	return text;
}

PG_FUNCTION_INFO_V1(fl_account_code_in);

Datum
fl_account_code_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	const char *at = text;
	AccountCode code = 0;
	bool		valid;

	while (isspace((unsigned char) *at))
		at++;
	valid = fl_account_code_scan(at, &at, &code);
	while (isspace((unsigned char) *at))
		at++;
	if (!valid || *at != '\0')
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "account_code", text),
				 errdetail("An account code has %d to %d digits and nothing else.",
						   ACCOUNT_CODE_MIN_DIGITS, ACCOUNT_CODE_MAX_DIGITS)));
	PG_RETURN_ACCOUNT_CODE(code);
}

PG_FUNCTION_INFO_V1(fl_account_code_out);

Datum
fl_account_code_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(fl_account_code_text(PG_GETARG_ACCOUNT_CODE(0)));
}

/* ---------- binary ---------- */

/* Nibbles of 1 to 10, then only zeros. */
bool
fl_account_code_is_valid(AccountCode code)
{
	int			digits = 0;

	for (; code >> 60 != 0; code <<= 4)
	{
		if (code >> 60 > 10)
			return false;
		digits++;
	}
	return code == 0 && digits >= ACCOUNT_CODE_MIN_DIGITS;
}

/* To send an account code is to send an int8: account_code.sql uses int8send. */
PG_FUNCTION_INFO_V1(fl_account_code_recv);

Datum
fl_account_code_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	AccountCode code = (AccountCode) pq_getmsgint64(message);

	if (!fl_account_code_is_valid(code))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "account_code"),
				 errdetail("A digit is sent as its value plus one in four bits, the first digit highest.")));
	PG_RETURN_ACCOUNT_CODE(code);
}

/* ---------- order ---------- */

PG_FUNCTION_INFO_V1(fl_account_code_lt);

Datum
fl_account_code_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(PG_GETARG_ACCOUNT_CODE(0) < PG_GETARG_ACCOUNT_CODE(1));
}

PG_FUNCTION_INFO_V1(fl_account_code_le);

Datum
fl_account_code_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(PG_GETARG_ACCOUNT_CODE(0) <= PG_GETARG_ACCOUNT_CODE(1));
}

PG_FUNCTION_INFO_V1(fl_account_code_gt);

Datum
fl_account_code_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(PG_GETARG_ACCOUNT_CODE(0) > PG_GETARG_ACCOUNT_CODE(1));
}

PG_FUNCTION_INFO_V1(fl_account_code_ge);

Datum
fl_account_code_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(PG_GETARG_ACCOUNT_CODE(0) >= PG_GETARG_ACCOUNT_CODE(1));
}

static inline int
compare_codes(AccountCode a, AccountCode b)
{
	return (a > b) - (a < b);
}

PG_FUNCTION_INFO_V1(fl_account_code_cmp);

Datum
fl_account_code_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_codes(PG_GETARG_ACCOUNT_CODE(0), PG_GETARG_ACCOUNT_CODE(1)));
}

PG_FUNCTION_INFO_V1(fl_account_code_smaller);

Datum
fl_account_code_smaller(PG_FUNCTION_ARGS)
{
	PG_RETURN_ACCOUNT_CODE(Min(PG_GETARG_ACCOUNT_CODE(0), PG_GETARG_ACCOUNT_CODE(1)));
}

PG_FUNCTION_INFO_V1(fl_account_code_larger);

Datum
fl_account_code_larger(PG_FUNCTION_ARGS)
{
	PG_RETURN_ACCOUNT_CODE(Max(PG_GETARG_ACCOUNT_CODE(0), PG_GETARG_ACCOUNT_CODE(1)));
}

/* A code is a Datum, and the server's sort has a copy made for such keys. */
PG_FUNCTION_INFO_V1(fl_account_code_sortsupport);

Datum
fl_account_code_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

	ssup->comparator = ssup_datum_unsigned_cmp;
	PG_RETURN_VOID();
}

/*
 * Not hashint8, which folds the halves of its argument: details numbered alike
 * on several levels would collide.
 */
PG_FUNCTION_INFO_V1(fl_account_code_hash);

Datum
fl_account_code_hash(PG_FUNCTION_ARGS)
{
	AccountCode code = PG_GETARG_ACCOUNT_CODE(0);

	PG_RETURN_INT32((int32) hash_bytes((const unsigned char *) &code, sizeof(code)));
}

PG_FUNCTION_INFO_V1(fl_account_code_hash_extended);

Datum
fl_account_code_hash_extended(PG_FUNCTION_ARGS)
{
	AccountCode code = PG_GETARG_ACCOUNT_CODE(0);
	uint64		seed = (uint64) PG_GETARG_INT64(1);

	PG_RETURN_INT64((int64) hash_bytes_extended((const unsigned char *) &code, sizeof(code), seed));
}

/* For BRIN, which has the greater one second; int8's would be signed. */
PG_FUNCTION_INFO_V1(fl_account_code_distance);

Datum
fl_account_code_distance(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8((double) (PG_GETARG_ACCOUNT_CODE(1) - PG_GETARG_ACCOUNT_CODE(0)));
}

/* ---------- levels ---------- */

PG_FUNCTION_INFO_V1(fl_account_code_within);

Datum
fl_account_code_within(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(account_code_is_within(PG_GETARG_ACCOUNT_CODE(0), PG_GETARG_ACCOUNT_CODE(1)));
}

PG_FUNCTION_INFO_V1(fl_account_code_contains);

Datum
fl_account_code_contains(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(account_code_is_within(PG_GETARG_ACCOUNT_CODE(1), PG_GETARG_ACCOUNT_CODE(0)));
}

PG_FUNCTION_INFO_V1(fl_account_code_level);

Datum
fl_account_code_level(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(account_code_level(PG_GETARG_ACCOUNT_CODE(0)));
}

PG_FUNCTION_INFO_V1(fl_account_code_parent);

Datum
fl_account_code_parent(PG_FUNCTION_ARGS)
{
	AccountCode parent = account_code_parent(PG_GETARG_ACCOUNT_CODE(0));

	if (parent == 0)
		PG_RETURN_NULL();
	PG_RETURN_ACCOUNT_CODE(parent);
}

/* The first "level" levels of a code, or 0 where it has fewer. */
static AccountCode
ancestor_at(AccountCode code, int level)
{
	if (level < 1 || level > account_code_level(code))
		return 0;
	while (account_code_level(code) > level)
		code = account_code_parent(code);
	return code;
}

PG_FUNCTION_INFO_V1(fl_account_code_ancestor);

Datum
fl_account_code_ancestor(PG_FUNCTION_ARGS)
{
	AccountCode ancestor = ancestor_at(PG_GETARG_ACCOUNT_CODE(0), PG_GETARG_INT32(1));

	if (ancestor == 0)
		PG_RETURN_NULL();
	PG_RETURN_ACCOUNT_CODE(ancestor);
}

/* From the first level down; the element type is that of the argument. */
PG_FUNCTION_INFO_V1(fl_account_code_ancestors);

Datum
fl_account_code_ancestors(PG_FUNCTION_ARGS)
{
	AccountCode code = PG_GETARG_ACCOUNT_CODE(0);
	int			count = account_code_level(code) - 1;
	Datum		ancestors[ACCOUNT_CODE_MAX_DIGITS / 2];

	for (int level = 1; level <= count; level++)
		ancestors[level - 1] = AccountCodeGetDatum(ancestor_at(code, level));
	PG_RETURN_ARRAYTYPE_P(construct_array(ancestors, count, get_fn_expr_argtype(fcinfo->flinfo, 0),
										  sizeof(AccountCode), true, TYPALIGN_DOUBLE));
}

/*
 * All levels filled with nines: unlike account_code_last() a code itself, and
 * of the same way of numbering.
 */
static AccountCode
last_descendant(AccountCode code)
{
	const AccountCode nines = UINT64CONST(0xAAAAAAAAAAAAAAAA);
	int			digits = account_code_digits(code);

	if (digits % 2 != 0)
		return code | (nines >> (digits * 4) & ~UINT64CONST(0xF));
	return digits == ACCOUNT_CODE_MAX_DIGITS ? code : code | nines >> (digits * 4);
}

PG_FUNCTION_INFO_V1(fl_account_code_last_descendant);

Datum
fl_account_code_last_descendant(PG_FUNCTION_ARGS)
{
	PG_RETURN_ACCOUNT_CODE(last_descendant(PG_GETARG_ACCOUNT_CODE(0)));
}

/*
 * format_amount.c
 *		An amount for people to read: digits in groups of three.
 *
 * Not to_char: it takes its separator from the session's locale, cuts off
 * what the picture has no place for and shows # signs instead of an error.
 *
 * format_amount.sql declares it; 中文大写 is in chinese_amount.c.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "types/amount.h"

/* -¥1,234,567.89: the sign before the currency, as it belongs to the whole. */
static void
append_grouped(StringInfo to, Amount amount, text *separator, text *currency)
{
	char		digits[AMOUNT_TEXT_SIZE];
	int			point = fl_amount_print(amount, digits) - 3;
	int			first = amount < 0 ? 1 : 0;

	appendBinaryStringInfo(to, digits, first);
	appendBinaryStringInfo(to, VARDATA_ANY(currency), VARSIZE_ANY_EXHDR(currency));
	for (int i = first; i < point; i++)
	{
		if (i > first && (point - i) % 3 == 0)
			appendBinaryStringInfo(to, VARDATA_ANY(separator), VARSIZE_ANY_EXHDR(separator));
		appendStringInfoChar(to, digits[i]);
	}
	appendStringInfoString(to, digits + point);
}

PG_FUNCTION_INFO_V1(fl_format_amount);

Datum
fl_format_amount(PG_FUNCTION_ARGS)
{
	StringInfoData result;

	initStringInfo(&result);
	append_grouped(&result, PG_GETARG_AMOUNT(0), PG_GETARG_TEXT_PP(1), PG_GETARG_TEXT_PP(2));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(result.data, result.len));
}

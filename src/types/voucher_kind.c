/*
 * voucher_kind.c
 *		The type voucher_kind: what a voucher is for.
 *
 * One byte, passed by value, so that nothing compares text where vouchers are
 * judged and added up; a word in whatever goes in and out, so that clients
 * need not know of it (doc/adr/0009-kind-and-basis.md).  Comparison and hashing
 * are those of "char".  voucher_kind.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "server/compat.h"
#include "types/voucher_kind.h"

/* 日常 is what formulas have always called them. */
const Word fl_voucher_kind_words[] = {
	{"opening", KIND_OPENING}, {"期初", KIND_OPENING},
	{"normal", KIND_NORMAL}, {"普通", KIND_NORMAL}, {"日常", KIND_NORMAL},
	{"carry", KIND_CARRY}, {"结转", KIND_CARRY},
	{"closing", KIND_CLOSING}, {"账结", KIND_CLOSING},
	{"adjustment", KIND_ADJUSTMENT}, {"调整", KIND_ADJUSTMENT},
	{"transfer", KIND_TRANSFER}, {"基金间调整", KIND_TRANSFER},
	{"split", KIND_SPLIT}, {"分设", KIND_SPLIT},
	{NULL, -1}
};

const char *const fl_voucher_kind_name[VOUCHER_KIND_COUNT] = {
	[KIND_OPENING] = "opening",
	[KIND_NORMAL] = "normal",
	[KIND_CARRY] = "carry",
	[KIND_CLOSING] = "closing",
	[KIND_ADJUSTMENT] = "adjustment",
	[KIND_TRANSFER] = "transfer",
	[KIND_SPLIT] = "split",
};

const char *const fl_voucher_kind_chinese[VOUCHER_KIND_COUNT] = {
	[KIND_OPENING] = "期初",
	[KIND_NORMAL] = "普通",
	[KIND_CARRY] = "结转",
	[KIND_CLOSING] = "账结",
	[KIND_ADJUSTMENT] = "调整",
	[KIND_TRANSFER] = "基金间调整",
	[KIND_SPLIT] = "分设",
};

int
fl_voucher_kind_from_word(const char *word, int length)
{
	return fl_word_value(fl_voucher_kind_words, word, length);
}

/* ---------- text ---------- */

PG_FUNCTION_INFO_V1(fl_voucher_kind_in);
Datum
fl_voucher_kind_in(PG_FUNCTION_ARGS)
{
	const char *word = PG_GETARG_CSTRING(0);
	int			kind = fl_voucher_kind_from_word(word, strlen(word));

	if (kind < 0)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input value for type %s: \"%s\"", "voucher_kind", word),
				 errhint(VOUCHER_KIND_WORDS)));
	return fl_voucher_kind_datum(kind);
}

static const char *
word_of(Datum value)
{
	int			kind = fl_voucher_kind_from_datum(value);

	if (kind < 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("the stored byte %d is not a voucher kind",
						(unsigned char) DatumGetChar(value))));
	return fl_voucher_kind_name[kind];
}

PG_FUNCTION_INFO_V1(fl_voucher_kind_out);
Datum
fl_voucher_kind_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(pstrdup(word_of(PG_GETARG_DATUM(0))));
}

PG_FUNCTION_INFO_V1(fl_voucher_kind_text);
Datum
fl_voucher_kind_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(word_of(PG_GETARG_DATUM(0))));
}

/* ---------- binary: the word, as for the server's own enums ---------- */

PG_FUNCTION_INFO_V1(fl_voucher_kind_recv);
Datum
fl_voucher_kind_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			length;
	char	   *word = pq_getmsgtext(message, message->len - message->cursor, &length);
	int			kind = fl_voucher_kind_from_word(word, length);

	if (kind < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "voucher_kind"),
				 errhint(VOUCHER_KIND_WORDS)));
	return fl_voucher_kind_datum(kind);
}

PG_FUNCTION_INFO_V1(fl_voucher_kind_send);
Datum
fl_voucher_kind_send(PG_FUNCTION_ARGS)
{
	const char *word = word_of(PG_GETARG_DATUM(0));
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, word, strlen(word));	/* ASCII: none is converted */
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---------- comparison with text ---------- */

/* Never raises: text that is no kind is equal to none. */
static bool
is_word_of(Datum value, text *word)
{
	int			kind = fl_voucher_kind_from_word(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));

	return kind >= 0 && kind == fl_voucher_kind_from_datum(value);
}

PG_FUNCTION_INFO_V1(fl_voucher_kind_eq_text);
Datum
fl_voucher_kind_eq_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_word_of(PG_GETARG_DATUM(0), PG_GETARG_TEXT_PP(1)));
}

PG_FUNCTION_INFO_V1(fl_voucher_kind_ne_text);
Datum
fl_voucher_kind_ne_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!is_word_of(PG_GETARG_DATUM(0), PG_GETARG_TEXT_PP(1)));
}

PG_FUNCTION_INFO_V1(fl_text_eq_voucher_kind);
Datum
fl_text_eq_voucher_kind(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_word_of(PG_GETARG_DATUM(1), PG_GETARG_TEXT_PP(0)));
}

PG_FUNCTION_INFO_V1(fl_text_ne_voucher_kind);
Datum
fl_text_ne_voucher_kind(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!is_word_of(PG_GETARG_DATUM(1), PG_GETARG_TEXT_PP(0)));
}

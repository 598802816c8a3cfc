/*
 * basis.c
 *		The type basis: on which basis a voucher is kept.
 *
 * One byte, passed by value, made as voucher_kind.c is, and for its reasons.
 * basis.sql declares it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "server/compat.h"
#include "types/basis.h"

static const Word words[] = {
	{"cash", BASIS_CASH}, {"收付实现制", BASIS_CASH},
	{"accrual", BASIS_ACCRUAL}, {"权责发生制", BASIS_ACCRUAL},
	{NULL, -1}
};

const char *const fl_voucher_basis_chinese[VOUCHER_BASIS_COUNT] = {
	[BASIS_CASH] = "收付实现制",
	[BASIS_ACCRUAL] = "权责发生制",
};

const char *const fl_voucher_basis_name[VOUCHER_BASIS_COUNT] = {
	[BASIS_CASH] = "cash",
	[BASIS_ACCRUAL] = "accrual",
};

int
fl_voucher_basis_from_word(const char *word, int length)
{
	return fl_word_value(words, word, length);
}

Datum
fl_layer_names(int layers)
{
	Datum		names[VOUCHER_BASIS_COUNT];
	int			count = 0;

	for (int basis = 0; basis < VOUCHER_BASIS_COUNT; basis++)
	{
		if (layers & (1 << basis))
			names[count++] = CStringGetTextDatum(fl_voucher_basis_name[basis]);
	}
	return PointerGetDatum(construct_array(names, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* ---------- text ---------- */

PG_FUNCTION_INFO_V1(fl_basis_in);
Datum
fl_basis_in(PG_FUNCTION_ARGS)
{
	const char *word = PG_GETARG_CSTRING(0);
	int			basis = fl_voucher_basis_from_word(word, strlen(word));

	if (basis < 0)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input value for type %s: \"%s\"", "basis", word),
				 errhint(VOUCHER_BASIS_WORDS)));
	return fl_voucher_basis_datum(basis);
}

static const char *
word_of(Datum value)
{
	int			basis = fl_voucher_basis_from_datum(value);

	if (basis < 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("the stored byte %d is not a basis",
						(unsigned char) DatumGetChar(value))));
	return fl_voucher_basis_name[basis];
}

PG_FUNCTION_INFO_V1(fl_basis_out);
Datum
fl_basis_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(pstrdup(word_of(PG_GETARG_DATUM(0))));
}

PG_FUNCTION_INFO_V1(fl_basis_text);
Datum
fl_basis_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(word_of(PG_GETARG_DATUM(0))));
}

/* ---------- binary: the word, as for the server's own enums ---------- */

PG_FUNCTION_INFO_V1(fl_basis_recv);
Datum
fl_basis_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			length;
	char	   *word = pq_getmsgtext(message, message->len - message->cursor, &length);
	int			basis = fl_voucher_basis_from_word(word, length);

	if (basis < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "basis"),
				 errhint(VOUCHER_BASIS_WORDS)));
	return fl_voucher_basis_datum(basis);
}

PG_FUNCTION_INFO_V1(fl_basis_send);
Datum
fl_basis_send(PG_FUNCTION_ARGS)
{
	const char *word = word_of(PG_GETARG_DATUM(0));
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, word, strlen(word));	/* ASCII: none is converted */
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* ---------- comparison with text ---------- */

/* Never raises: text that is no basis is equal to none. */
static bool
is_word_of(Datum value, text *word)
{
	int			basis = fl_voucher_basis_from_word(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));

	return basis >= 0 && basis == fl_voucher_basis_from_datum(value);
}

PG_FUNCTION_INFO_V1(fl_basis_eq_text);
Datum
fl_basis_eq_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_word_of(PG_GETARG_DATUM(0), PG_GETARG_TEXT_PP(1)));
}

PG_FUNCTION_INFO_V1(fl_basis_ne_text);
Datum
fl_basis_ne_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!is_word_of(PG_GETARG_DATUM(0), PG_GETARG_TEXT_PP(1)));
}

PG_FUNCTION_INFO_V1(fl_text_eq_basis);
Datum
fl_text_eq_basis(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_word_of(PG_GETARG_DATUM(1), PG_GETARG_TEXT_PP(0)));
}

PG_FUNCTION_INFO_V1(fl_text_ne_basis);
Datum
fl_text_ne_basis(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!is_word_of(PG_GETARG_DATUM(1), PG_GETARG_TEXT_PP(0)));
}

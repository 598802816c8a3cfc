/*
 * voucher_kind.c
 *		The names of the kinds and bases of vouchers.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "types/voucher_kind.h"

const char *const fl_voucher_kind_name[VOUCHER_KIND_COUNT] = {
	[KIND_OPENING] = "opening",
	[KIND_NORMAL] = "normal",
	[KIND_CARRY] = "carry",
	[KIND_CLOSING] = "closing",
	[KIND_ADJUSTMENT] = "adjustment",
};

const char *const fl_voucher_basis_name[VOUCHER_BASIS_COUNT] = {
	[BASIS_CASH] = "cash",
	[BASIS_ACCRUAL] = "accrual",
};

static int
find_name(const char *const *names, int count, const char *name, int length)
{
	for (int i = 0; i < count; i++)
	{
		if (strlen(names[i]) == (size_t) length &&
			memcmp(names[i], name, length) == 0)
			return i;
	}
	return -1;
}

int
fl_voucher_kind_from_name(const char *name, int length)
{
	return find_name(fl_voucher_kind_name, VOUCHER_KIND_COUNT, name, length);
}

int
fl_voucher_basis_from_name(const char *name, int length)
{
	return find_name(fl_voucher_basis_name, VOUCHER_BASIS_COUNT, name, length);
}

int
fl_voucher_kind_from_datum(Datum value)
{
	text	   *name = DatumGetTextPP(value);

	return fl_voucher_kind_from_name(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
}

int
fl_voucher_basis_from_datum(Datum value)
{
	text	   *name = DatumGetTextPP(value);

	return fl_voucher_basis_from_name(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
}

Datum
fl_voucher_kind_datum(VoucherKind kind)
{
	return CStringGetTextDatum(fl_voucher_kind_name[kind]);
}

Datum
fl_voucher_basis_datum(VoucherBasis basis)
{
	return CStringGetTextDatum(fl_voucher_basis_name[basis]);
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

/*
 * basis.h
 *		核算基础: on which basis a voucher is kept.
 */
#ifndef FUNDLEDGER_BASIS_H
#define FUNDLEDGER_BASIS_H

#include "types/word.h"

typedef enum VoucherBasis
{
	BASIS_CASH,					/* the statutory books */
	BASIS_ACCRUAL,				/* the overlay: accrual = cash + overlay */
} VoucherBasis;

#define VOUCHER_BASIS_COUNT	2

/* Layers of vouchers, to be combined: accrual statements are of both. */
#define LAYER_CASH		(1 << BASIS_CASH)
#define LAYER_ACCRUAL	(1 << BASIS_ACCRUAL)

/* The basis of statements that are made of these layers. */
static inline VoucherBasis
layers_basis(int layers)
{
	return layers & LAYER_ACCRUAL ? BASIS_ACCRUAL : BASIS_CASH;
}

/* The bases of a set of layers, as an array of text. */
extern Datum fl_layer_names(int layers);

/* What a hint says of them. */
#define VOUCHER_BASIS_WORDS \
	"The bases are \"cash\" (收付实现制) and \"accrual\" (权责发生制)."

/* A stored byte is one more than the basis, so that a zeroed page has none. */
static inline Datum
fl_voucher_basis_datum(VoucherBasis basis)
{
	return CharGetDatum((char) (basis + 1));
}

/* What is stored may be damaged: -1 where it is no basis. */
static inline int
fl_voucher_basis_from_datum(Datum value)
{
	int			basis = (unsigned char) DatumGetChar(value) - 1;

	return basis < VOUCHER_BASIS_COUNT ? basis : -1;
}

/* The basis that a word of either language names, or -1. */
extern int	fl_voucher_basis_from_word(const char *word, int length);

extern const char *const fl_voucher_basis_name[VOUCHER_BASIS_COUNT];
extern const char *const fl_voucher_basis_chinese[VOUCHER_BASIS_COUNT];

#endif							/* FUNDLEDGER_BASIS_H */

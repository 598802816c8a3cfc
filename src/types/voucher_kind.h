/*
 * voucher_kind.h
 *		What a voucher is for, and on which basis it is kept.
 *
 * Which kinds an account admits is a law of its standard: the statements
 * articulate because of it.
 */
#ifndef FUNDLEDGER_VOUCHER_KIND_H
#define FUNDLEDGER_VOUCHER_KIND_H

typedef enum VoucherKind
{
	KIND_OPENING,				/* balances brought in when a book starts */
	KIND_NORMAL,
	KIND_CARRY,					/* 待转基金 and the like */
	KIND_CLOSING,				/* 账结: income and expenditure into net assets */
	KIND_ADJUSTMENT,			/* a typed restatement */
} VoucherKind;

#define VOUCHER_KIND_COUNT	5

typedef enum VoucherBasis
{
	BASIS_CASH,					/* the statutory books */
	BASIS_ACCRUAL,				/* the overlay: accrual = cash + overlay */
} VoucherBasis;

#define VOUCHER_BASIS_COUNT 2

/* Layers of vouchers, to be combined: accrual statements are of both. */
#define LAYER_CASH		(1 << BASIS_CASH)
#define LAYER_ACCRUAL	(1 << BASIS_ACCRUAL)

/* The bases of a set of layers, as an array of text. */
extern Datum fl_layer_names(int layers);

/* As columns and arguments of SQL have them; the value of what is none is -1. */
extern int	fl_voucher_kind_from_datum(Datum value);
extern int	fl_voucher_basis_from_datum(Datum value);
extern Datum fl_voucher_kind_datum(VoucherKind kind);
extern Datum fl_voucher_basis_datum(VoucherBasis basis);

/* The value of a name, or -1. */
extern int	fl_voucher_kind_from_name(const char *name, int length);
extern int	fl_voucher_basis_from_name(const char *name, int length);

extern const char *const fl_voucher_kind_name[VOUCHER_KIND_COUNT];
extern const char *const fl_voucher_basis_name[VOUCHER_BASIS_COUNT];

#endif							/* FUNDLEDGER_VOUCHER_KIND_H */

/*
 * voucher_kind.h
 *		凭证类别: what a voucher is for.
 *
 * Which kinds an account admits is a law of its standard: the statements
 * articulate because of it.
 */
#ifndef FUNDLEDGER_VOUCHER_KIND_H
#define FUNDLEDGER_VOUCHER_KIND_H

#include "types/word.h"

typedef enum VoucherKind
{
	KIND_OPENING,				/* balances brought in when a book starts */
	KIND_NORMAL,
	KIND_CARRY,					/* 待转基金 and the like */
	KIND_CLOSING,				/* 账结: income and expenditure into net assets */
	KIND_ADJUSTMENT,			/* a typed restatement */
	KIND_TRANSFER,				/* 基金间调整: between net assets, and no restatement */
	KIND_SPLIT,					/* 分设: a heading's balance into its details, by the system alone */
} VoucherKind;

#define VOUCHER_KIND_COUNT	7

/* Those that move what formulas tell apart: a split stays within one account of the standard. */
#define MOVING_KIND_COUNT	KIND_SPLIT

/* What a hint says of those that may be posted. */
#define VOUCHER_KIND_WORDS \
	"The kinds are \"opening\" (期初), \"normal\" (普通), \"carry\" (结转), \"closing\" (账结), \"adjustment\" (调整) and \"transfer\" (基金间调整); the system alone posts \"split\" (分设)."

/* A stored byte is one more than the kind, so that a zeroed page has none. */
static inline Datum
fl_voucher_kind_datum(VoucherKind kind)
{
	return CharGetDatum((char) (kind + 1));
}

/* What is stored may be damaged: -1 where it is no kind. */
static inline int
fl_voucher_kind_from_datum(Datum value)
{
	int			kind = (unsigned char) DatumGetChar(value) - 1;

	return kind < VOUCHER_KIND_COUNT ? kind : -1;
}

/* Do vouchers of the kind stay within a group of accounts that the standard names? */
static inline bool
voucher_kind_is_grouped(int kind)
{
	return kind == KIND_CARRY || kind == KIND_CLOSING || kind == KIND_TRANSFER;
}

/* The kind that a word of either language names, or -1. */
extern int	fl_voucher_kind_from_word(const char *word, int length);

extern const Word fl_voucher_kind_words[];
extern const char *const fl_voucher_kind_name[VOUCHER_KIND_COUNT];
extern const char *const fl_voucher_kind_chinese[VOUCHER_KIND_COUNT];

#endif							/* FUNDLEDGER_VOUCHER_KIND_H */

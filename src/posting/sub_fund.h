/*
 * sub_fund.h
 *		专款专用: whether one sub-fund of a fund pays for another.
 *
 * A sub-fund is what closing rules bring into one account (standard.h), with
 * that account itself.  Whether a voucher names two of them is seen while its
 * lines go by, so that nearly all vouchers cost nothing more.
 */
#ifndef FUNDLEDGER_SUB_FUND_H
#define FUNDLEDGER_SUB_FUND_H

#include "ledger/standard.h"
#include "ledger/voucher.h"
#include "posting/warned.h"

/* The sub-funds that the lines of a voucher have named so far. */
typedef struct SubFunds
{
	AccountCode first;			/* 0: none */
	bool		is_mixed;		/* and another one */
} SubFunds;

static inline void
sub_funds_add(SubFunds *named, const Account *account)
{
	if (account->sub_fund == 0 || account->sub_fund == named->first)
		return;
	if (named->first == 0)
		named->first = account->sub_fund;
	else
		named->is_mixed = true;
}

/* Warns (LGW07) of a voucher with a mixed journal where one gains what another loses. */
extern void fl_sub_funds_check(Standard *standard, const Voucher *voucher, Warned *warned);

#endif							/* FUNDLEDGER_SUB_FUND_H */

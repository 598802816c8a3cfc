/*
 * chart.h
 *		会计科目表: what the accounts of a standard are to one another and to the
 *		rules that name them.
 */
#ifndef FUNDLEDGER_CHART_H
#define FUNDLEDGER_CHART_H

#include "ledger/standard.h"

/*
 * Raises LG042 where a carry or a posting rule names an account that is not
 * there, LG056 where a detail is of another element or side than its account,
 * or a carry rule moves what its accounts do not take.
 */
extern void fl_chart_check(Standard *standard);

/*
 * Warns (LGW05) where an account, or one next below it, is held to less than
 * the account above it.
 */
extern void fl_chart_warn_of_weaker(Standard *standard, AccountCode code);

#endif							/* FUNDLEDGER_CHART_H */

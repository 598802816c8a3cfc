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

/* Does its balance end with the year: income or spending that no book opens with? */
extern bool fl_chart_ends_with_year(const Account *account);

/*
 * Raises LG056 where such an account is emptied by no carry rule.  Not asked of
 * a standard that no book is kept by: its rows may yet come.
 */
extern void fl_chart_check_closed(Standard *standard);

/* Is a book kept by it?  For who holds off posters, and so whoever makes a book. */
extern bool fl_chart_is_in_use(const Standard *standard);

/*
 * Warns (LGW05) where an account, or one next below it, is held to less than
 * the account above it.
 */
extern void fl_chart_warn_of_weaker(Standard *standard, AccountCode code);

#endif							/* FUNDLEDGER_CHART_H */

/*
 * chart_use.h
 *		What the books of a standard still need of its chart.
 */
#ifndef FUNDLEDGER_CHART_USE_H
#define FUNDLEDGER_CHART_USE_H

#include "ledger/standard.h"

/*
 * Raises LG050, naming the book, where the chart no longer takes a detail that
 * it lists, or what an open month, a balance or a voucher that can still be
 * reversed needs.  Reads every voucher of the standard's books, whose posters
 * are held off (fence.h).
 */
extern void fl_chart_use_check(Standard *standard);

#endif							/* FUNDLEDGER_CHART_USE_H */

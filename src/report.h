/*
 * report.h
 *		What the reports on one book and period have in common: arguments.
 */
#ifndef FUNDLEDGER_REPORT_H
#define FUNDLEDGER_REPORT_H

#include "book.h"
#include "fmgr.h"

/*
 * The functions are not STRICT, for a report without rows would look like a
 * book without figures: raises 22004 naming the first argument that is NULL.
 * "names" are those of all arguments.
 */
extern void fl_report_require_arguments(FunctionCallInfo fcinfo, const char *const *names);

/* LAYER_CASH alone or with LAYER_ACCRUAL; 22023 where there is no such basis. */
extern int	fl_report_layers(Datum basis);

#endif							/* FUNDLEDGER_REPORT_H */

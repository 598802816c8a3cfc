/*
 * verify_report.h
 *		The rows of fund.verify(): what does not agree.
 */
#ifndef FUNDLEDGER_VERIFY_REPORT_H
#define FUNDLEDGER_VERIFY_REPORT_H

#include "server/report.h"
#include "types/period.h"

/* Period 0 is none; it is shown as null. */
extern void fl_verify_report(Report *report, const char *check, Period period,
							 const char *object, const char *expected, const char *found);

/*
 * The rows of SPI_tuptable: five columns of text, check_name, period, object,
 * expected, found.
 */
extern void fl_verify_report_rows(Report *report, uint64 count);

#endif							/* FUNDLEDGER_VERIFY_REPORT_H */

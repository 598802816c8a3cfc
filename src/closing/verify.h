/*
 * verify.h
 *		Reporting what does not agree.
 */
#ifndef FUNDLEDGER_VERIFY_H
#define FUNDLEDGER_VERIFY_H

#include "server/compat.h"
#include "nodes/execnodes.h"

/*
 * Adds the rows of SPI_tuptable to what fund.verify() returns: five columns of
 * text, check_name, period, object, expected, found.
 */
extern void fl_verify_report_rows(ReturnSetInfo *report, uint64 count);

#endif							/* FUNDLEDGER_VERIFY_H */

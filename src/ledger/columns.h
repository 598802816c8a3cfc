/*
 * columns.h
 *		Columns of our types in the rows that a query found.
 *
 * As those of spi_plan.h: XX001, naming table, column and row, where one holds
 * what it cannot.
 */
#ifndef FUNDLEDGER_COLUMNS_H
#define FUNDLEDGER_COLUMNS_H

#include "types/account_code.h"
#include "types/period.h"

extern AccountCode fl_spi_account_code(uint64 row, int column);
extern Period fl_spi_period(uint64 row, int column);

/*
 * An array of kinds or bases, of one byte each, as a set: 1 << what from_datum
 * makes of each, which is -1 of none.
 */
extern uint32 fl_spi_bits(uint64 row, int column, int (*from_datum) (Datum value));

#endif							/* FUNDLEDGER_COLUMNS_H */

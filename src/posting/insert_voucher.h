/*
 * insert_voucher.h
 *		Stores a voucher without a query.
 *
 * An INSERT run by SPI costs three times what the row itself does, most of it
 * for an executor that is built and torn down again.  fund.post() knows the
 * table and its trigger, so it can do without.
 */
#ifndef FUNDLEDGER_INSERT_VOUCHER_H
#define FUNDLEDGER_INSERT_VOUCHER_H

#include "ledger/voucher.h"

/*
 * Stores and judges the voucher, whose values are in the order of its columns
 * from VOUCHER_BOOK_ID on, with nulls as SPI has them.  Whose duty it is has
 * been checked.  False, and nothing done, where a query must do it: another
 * voucher has its source key, the table has more to it than create_ledger()
 * gave it (triggers, columns, rules), or the session is a replica's.
 */
extern bool fl_insert_voucher(const Datum *values, const char *nulls, int64 *voucher_id);

#endif							/* FUNDLEDGER_INSERT_VOUCHER_H */

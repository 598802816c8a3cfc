/*
 * account_ledger_rows.h
 *		明细账, 日记账, 往来明细账: the rows, of lines that have been sorted.
 */
#ifndef FUNDLEDGER_ACCOUNT_LEDGER_ROWS_H
#define FUNDLEDGER_ACCOUNT_LEDGER_ROWS_H

#include "ledgers/account_ledger_lines.h"
#include "server/report.h"

/*
 * After the section of the account with its opening balance where the ledger
 * is of one.
 */
extern void fl_account_ledger_write(LedgerLines *lines, int128 opening, Report *report);

#endif							/* FUNDLEDGER_ACCOUNT_LEDGER_ROWS_H */

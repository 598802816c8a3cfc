/*
 * restore.h
 *		A restore of the data alone that has not been finished.
 */
#ifndef FUNDLEDGER_RESTORE_H
#define FUNDLEDGER_RESTORE_H

#include "server/compat.h"

/*
 * Warns (LGW04) the ledger's owner, who is about to write, of triggers that do
 * not fire as they were made to: once a statement.
 */
extern void fl_restore_check(void);

#endif							/* FUNDLEDGER_RESTORE_H */

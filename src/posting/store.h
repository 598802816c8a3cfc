/*
 * store.h
 *		The one way in which our functions store a voucher.
 *
 * An INSERT run by SPI costs three times what the row itself does, most of it
 * for an executor that is built and torn down again; and it wants privileges
 * on the table, which posters have not.  So the row is stored as logical
 * replication stores one: by the executor's functions, as the current user.
 * Nobody's rights are taken on: whatever others have put on the table, a CHECK,
 * an index expression, a default, a trigger, runs as it would for a plain
 * INSERT of that user's, with that user's search path.  Rules and row-level
 * security are passed by, as COPY and its like do (doc/adr/0004).
 */
#ifndef FUNDLEDGER_STORE_H
#define FUNDLEDGER_STORE_H

#include "posting/check_voucher.h"

/*
 * Stores and judges the voucher, which has all but an id and is then as
 * stored: triggers of others may have changed it.  False where another voucher
 * has its source key, committed or of this transaction, at whatever isolation
 * level.  At DOOR_POST the poster's duty has been checked.
 */
extern bool fl_store_voucher(Voucher *voucher, Door door);

/* Stores vouchers that follow from one that has been judged (judging.h). */
extern void fl_store_following(List *vouchers);

#endif							/* FUNDLEDGER_STORE_H */

/*
 * door.h
 *		By which way a voucher comes.
 */
#ifndef FUNDLEDGER_DOOR_H
#define FUNDLEDGER_DOOR_H

typedef enum Door
{
	DOOR_TABLE,					/* INSERT or COPY into ledger.voucher */
	DOOR_POST,					/* our functions */
	DOOR_CLOSE,					/* month-end, which is no poster's */
	DOOR_BRING_FORWARD,			/* fund.bring_forward(): balances and sums, no transactions */
	DOOR_NAMES,					/* the naming of accounts, likewise */
} Door;

/* Is it one at which only vouchers that we make come? */
static inline bool
door_is_own(Door door)
{
	return door == DOOR_CLOSE || door == DOOR_NAMES;
}

#endif							/* FUNDLEDGER_DOOR_H */

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
	DOOR_REVIEW,				/* a draft that is approved, or tried beforehand */
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

/*
 * Is it one at which a book that demands review takes vouchers?  What the system
 * makes needs no review, while the system posts it.
 */
static inline bool
door_is_reviewed(Door door)
{
	return door == DOOR_REVIEW || door == DOOR_BRING_FORWARD || door_is_own(door);
}

#endif							/* FUNDLEDGER_DOOR_H */

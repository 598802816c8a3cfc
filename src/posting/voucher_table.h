/*
 * voucher_table.h
 *		What has become of ledger.voucher since fund.create_ledger() made it.
 */
#ifndef FUNDLEDGER_VOUCHER_TABLE_H
#define FUNDLEDGER_VOUCHER_TABLE_H

#include "utils/reltrigger.h"
#include "utils/rel.h"

typedef struct VoucherTable
{
	Oid			table;
	bool		is_plain;		/* as it was made, but for indexes and constraints */
	bool		is_unconstrained;	/* nothing but what our functions see to themselves */
	Oid			sequence;		/* of ids, where the table is plain */
	Oid			source_key;		/* the unique index; invalid: none */
	Oid			judge;			/* the function of our trigger */
} VoucherTable;

/*
 * Remembered until the table changes.  Raises where it is no table, or its
 * columns are others.
 */
extern const VoucherTable *fl_voucher_table(Relation vouchers);

/* Raises LG055 where other tables are its children. */
extern void fl_voucher_table_check_children(Relation vouchers);

/* Is it our trigger, which judges what is inserted? */
extern bool fl_is_judging_trigger(const VoucherTable *table, const Trigger *trigger);

#endif							/* FUNDLEDGER_VOUCHER_TABLE_H */

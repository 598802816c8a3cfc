/*
 * start_order.h
 *		A draft of how a book begins: the arguments of a call.
 *
 * What fund.bring_forward() stores are vouchers that only it makes, with what
 * belongs to them; so it is the call that is prepared and reviewed.
 */
#ifndef FUNDLEDGER_START_ORDER_H
#define FUNDLEDGER_START_ORDER_H

#include "fmgr.h"

#include "ledger/book.h"
#include "nodes/pg_list.h"

/* Carries it out for its preparer, whom the caller has reviewed; returns the vouchers. */
extern List *fl_start_order_carry_out(FunctionCallInfo fcinfo, const Book *book, const char *order, const char *prepared_by);

/* Refuses what that would refuse, and leaves nothing behind. */
extern void fl_start_order_try(FunctionCallInfo fcinfo, const Book *book, const char *order);

#endif							/* FUNDLEDGER_START_ORDER_H */

/*
 * bring_forward.h
 *		期初建账: a book goes on from another system's 科目余额表.
 */
#ifndef FUNDLEDGER_BRING_FORWARD_H
#define FUNDLEDGER_BRING_FORWARD_H

#include "fmgr.h"

#include "ledger/book.h"
#include "nodes/pg_list.h"

/* What is brought forward, or what was is to be withdrawn. */
typedef struct StartOrder
{
	FunctionCallInfo fcinfo;	/* of the function that somebody calls */
	bool		is_withdrawal;
	text	   *reason;			/* of a withdrawal */
	Datum		rows;			/* jsonb; and so on, as fund.bring_forward() is given them */
	NullableDatum through;
	NullableDatum items;
	NullableDatum figures;
	NullableDatum source;
	const char *prepared_by;	/* of an order that another has prepared, and the caller reviewed; NULL: the caller's own */
} StartOrder;

/*
 * Carries it out, and returns the vouchers, in the current memory context.  The
 * caller's duty has been checked.
 */
extern List *fl_start_book(const Book *book, const StartOrder *order);

/* That is not blank: 22023. */
extern text *fl_withdrawal_reason(Datum value);

#endif							/* FUNDLEDGER_BRING_FORWARD_H */

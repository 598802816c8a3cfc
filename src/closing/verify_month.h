/*
 * verify_month.h
 *		What of a closed month is computed again in C.
 *
 * Both report as fund.verify() does what does not agree, by the active snapshot.
 */
#ifndef FUNDLEDGER_VERIFY_MONTH_H
#define FUNDLEDGER_VERIFY_MONTH_H

#include "ledger/book.h"
#include "server/report.h"

/* As it is stored, whatever that is. */
typedef struct ClosedMonth
{
	Period		period;
	int			generation;
} ClosedMonth;

/* The vouchers and what a close made of them are those that were sealed. */
extern void fl_verify_seal(const Book *book, const ClosedMonth *month, Report *report);

/* The issued figures that are not those of the month's statements now. */
extern void fl_verify_issued(const Book *book, const ClosedMonth *month, Report *report);

#endif							/* FUNDLEDGER_VERIFY_MONTH_H */

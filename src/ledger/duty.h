/*
 * duty.h
 *		What a role may do in a book: 制单, 审核, 会计主管, 稽核, 只读, 接口.
 */
#ifndef FUNDLEDGER_DUTY_H
#define FUNDLEDGER_DUTY_H

#include "ledger/book.h"

typedef enum Duty
{
	DUTY_READ,					/* 只读: any duty but the last includes it */
	DUTY_PREPARE,				/* 制单: post vouchers */
	DUTY_REVIEW,				/* 审核: review them */
	DUTY_SUPERVISE,				/* 会计主管: close, reopen */
	DUTY_AUDIT,					/* 稽核: verify */
	DUTY_FEED,					/* 接口: put vouchers into the table itself */
} Duty;

/* Asked about instead of a book: is there one in which the role has the duty? */
#define ANY_BOOK	0

/* Or this: is it one that the role has in every book? */
#define NO_BOOK		(-1)

/*
 * Does the role have the duty in the book, so that it may act by it: itself or
 * through a role whose member it is?  The ledger's owner and superusers have
 * all duties.
 */
extern bool fl_has_duty(Oid role, int32 book_id, Duty duty);

/*
 * May the role be recorded as one that did what needs the duty?  Who may act
 * may; so may who was granted it without doors, for whom another role acts: the
 * owner of a SECURITY DEFINER function.
 */
extern bool fl_may_be_recorded(Oid role, int32 book_id, Duty duty);

/*
 * Raises 42501 where the current user does not have the duty, or where it is
 * one under which somebody is recorded and the session's role, which is not the
 * current user within a SECURITY DEFINER function, may not be; names the book.
 */
extern void fl_require_duty(int32 book_id, const char *book, Duty duty);

/* The book of a text argument, in which the current user must have the duty. */
extern const Book *fl_book_argument(Datum code, Duty duty);

/*
 * The same of a role that the ledger's owner acts for.  Who waits for others
 * asks again after that: they may have revoked the duty.
 */
extern void fl_require_duty_of(Oid acting, int32 book_id, const char *book, Duty duty);

/* Raises 42501 where the role audits no book; "of" is what it may not see then. */
extern void fl_require_auditor(Oid acting, const char *of);

#endif							/* FUNDLEDGER_DUTY_H */

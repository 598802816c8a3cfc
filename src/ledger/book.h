/*
 * book.h
 *		账套: a fund's self-balancing set of books, cached for the session.
 *
 * What these functions return is valid until the end of the transaction.
 */
#ifndef FUNDLEDGER_BOOK_H
#define FUNDLEDGER_BOOK_H

#include "ledger/book_account.h"
#include "ledger/standard.h"
#include "types/period.h"

typedef struct Book
{
	int32		book_id;
	char	   *code;
	char	   *name;
	char	   *standard_code;
	Period		first_period;
	int32		parent_id;		/* 0: none */
	bool		numbered_at_posting;
	bool		review_required;
	bool		retired;
	bool		refuses_by_hand;	/* accounts that templates post to; else it warns */
	int			horizon_years;	/* -1: none, see posting/horizon.h */
	bool		has_names;		/* of accounts: account_name.h */
	BookDetails *details;		/* NULL: it lists none */
} Book;

/*
 * Raise LG010 where there is no such book; retired ones are found.  The
 * newest committed state, at any isolation level: codes, standards and first
 * periods of books never change.
 */
extern const Book *fl_book_by_id(int32 book_id);
extern const Book *fl_book_by_code(const char *code);

/*
 * The last closed month of a book by the newest committed state, or the month
 * before its first period.  Right for a month that the caller holds (fence.h).
 */
extern Period fl_book_closed_through(const Book *book);

/* For whoever closes or reopens a month: other sessions must look again. */
extern void fl_book_months_changed(void);

/* Its standard as the active snapshot sees it, and by the newest state. */
extern Standard *fl_book_standard(const Book *book);
extern Standard *fl_book_standard_newest(const Book *book);

/* An account that its vouchers name, by fl_book_standard: XX001 where that has none such. */
extern const Account *fl_book_account(const Book *book, AccountCode code);

#endif							/* FUNDLEDGER_BOOK_H */

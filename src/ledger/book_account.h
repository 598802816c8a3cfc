/*
 * book_account.h
 *		明细科目: the details that a book lists below accounts of its standard.
 *
 * They come with their book (book.h), by the newest committed state.
 */
#ifndef FUNDLEDGER_BOOK_ACCOUNT_H
#define FUNDLEDGER_BOOK_ACCOUNT_H

#include "ledger/standard.h"

/* What a book says of a code. */
typedef struct BookDetail
{
	AccountCode code;
	bool		is_listed;		/* it is one of its details */
	bool		is_heading;		/* details are listed right below it */
	bool		retired;
	char	   *party_kind;		/* that its lines must name, or of the detail above; NULL: as the standard says */
	AccountCode kind_of;		/* the detail whose row says it */
	char	   *name;			/* the last that it was given; NULL: none */
	uint32		status;
} BookDetail;

/* All of a book; NULL where it lists none. */
typedef struct BookDetails BookDetails;

/* Into the current memory context, between fl_ledger_enter and fl_ledger_leave. */
extern BookDetails *fl_book_details_read(int32 book_id);

/* NULL where the book says nothing of the code; details may be NULL. */
extern const BookDetail *fl_book_detail(const BookDetails *details, AccountCode code);

/* The codes of all, ascending. */
extern const AccountCode *fl_book_details_codes(const BookDetails *details, int *count);

/* Does the account take vouchers, as far as the book's list goes? */
extern bool fl_book_details_take(const BookDetails *details, const Account *account);

/* Does money that comes to stand there belong to a detail?  No voucher by hand reaches it. */
extern bool fl_book_details_strand(const BookDetails *details, const Account *account);

/* What a hint says of those right below a code that take vouchers. */
extern char *fl_book_details_text(const BookDetails *details, AccountCode below);

#endif							/* FUNDLEDGER_BOOK_ACCOUNT_H */

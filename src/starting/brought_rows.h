/*
 * brought_rows.h
 *		科目余额表: what accounts held and moved in another system.
 */
#ifndef FUNDLEDGER_BROUGHT_ROWS_H
#define FUNDLEDGER_BROUGHT_ROWS_H

#include "ledger/named_account.h"
#include "ledger/voucher.h"
#include "starting/faults.h"

/* What is brought forward into a book. */
typedef struct BroughtForward
{
	const Book *book;
	Period		through;		/* the last month of it; 0: balances alone */
	const NamedAccounts *names; /* of its last month; NULL: none was asked for yet */
	Faults		faults;
	List	   *rows;			/* of BroughtRow */
	List	   *by_key;			/* those with an account, by it, party, basis and kind */
} BroughtForward;

typedef struct BroughtRow
{
	int			row_no;
	char	   *where;			/* "row 3" */
	const Account *account;		/* NULL where the row says none */
	char	   *party;			/* NULL: none */
	VoucherBasis basis;
	int			kind;			/* of what it moved; -1: the row says none such */
	bool		is_left_out;	/* what it moved, since month-end makes it anew */
	bool		is_unread;		/* a cell of it says no amount, or no basis */
	Amount		opened_debit;
	Amount		opened_credit;
	Amount		moved_debit;
	Amount		moved_credit;
} BroughtRow;

/* The account of the cell, a code or a name; NULL, with a fault, where it is none. */
extern const Account *fl_brought_account(BroughtForward *brought, const char *where, const char *cell);

/* Reads the rows, whatever is wrong with them. */
extern void fl_brought_rows_read(BroughtForward *brought, Datum json);

/*
 * The vouchers that they make, a list of Voucher in the order in which they
 * are to be stored: an opening a basis, then what moved, one a kind and basis,
 * and carry group.  What does not balance is a fault.
 */
extern List *fl_brought_vouchers(BroughtForward *brought);

/*
 * What a party and account hold at the end of it, debit less credit; false where
 * a row of theirs cannot be read.
 */
extern bool fl_brought_balance(const BroughtForward *brought, const Account *account,
							   char *party, VoucherBasis basis, int128 *balance);

#endif							/* FUNDLEDGER_BROUGHT_ROWS_H */

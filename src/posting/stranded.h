/*
 * stranded.h
 *		What stands on accounts that take no vouchers, since a book lists details.
 */
#ifndef FUNDLEDGER_STRANDED_H
#define FUNDLEDGER_STRANDED_H

#include "ledger/book.h"
#include "ledger/voucher.h"
#include "nodes/pg_list.h"
#include "posting/warned.h"

/* A voucher of kind split, not stored, with a copy of the journal. */
extern Voucher *fl_split_voucher(const Book *book, VoucherBasis basis, DateADT date,
								 Datum journal, const char *summary);

/* Does a reversal put anything on such accounts of its book? */
extern bool fl_reversal_strands(const Book *book, Standard *standard, const Voucher *reversal);

/*
 * What moves it on to the details that take it, to be stored at DOOR_NAMES
 * after the reversal; warns where none does.  Called in no ledger call.
 */
extern List *fl_splits_of_reversal(const Book *book, const Voucher *reversal, Warned *warned);

/* LGW08: money on an account that takes no vouchers; detail is told as it is. */
extern void fl_warn_of_stranded(const Book *book, AccountCode account, const char *detail, const char *hint);

/* What a hint says of such money. */
extern char *fl_split_hint(const Book *book, AccountCode account);

#endif							/* FUNDLEDGER_STRANDED_H */

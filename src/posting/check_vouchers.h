/*
 * check_vouchers.h
 *		Every path into ledger.voucher is judged: by a trigger, or as here.
 */
#ifndef FUNDLEDGER_CHECK_VOUCHERS_H
#define FUNDLEDGER_CHECK_VOUCHERS_H

#include "ledger/voucher.h"
#include "posting/door.h"

/*
 * Who is held to account for vouchers that the current user stores: their
 * preparer, or NULL for the owner of the ledger, who posts for others.
 */
extern const char *fl_accountable_poster(void);

/*
 * Judges a voucher just stored, as the trigger would.  The poster is NULL
 * where nobody is held to account; a close still posts to a retired book.
 */
extern void fl_check_voucher(const Voucher *voucher, const char *poster, Door door);

/* Raises LG028: nobody changes or deletes a voucher. */
pg_noreturn extern void fl_refuse_voucher_change(void);

#endif							/* FUNDLEDGER_CHECK_VOUCHERS_H */

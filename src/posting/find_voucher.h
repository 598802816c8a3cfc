/*
 * find_voucher.h
 *		A voucher of a book by its id, which is no key of its own.
 */
#ifndef FUNDLEDGER_FIND_VOUCHER_H
#define FUNDLEDGER_FIND_VOUCHER_H

#include "utils/date.h"

#include "ledger/book.h"

/* The columns of what fl_find_voucher leaves in SPI_tuptable. */
enum
{
	FOUND_DATE = 1,
	FOUND_KIND,
	FOUND_BASIS,
	FOUND_SUMMARY,
	FOUND_JOURNAL
};

/*
 * Looks for it up to that day, by the newest snapshot.  Returns how many have
 * the id: COPY overrides generated ids, so that one could repeat on another day.
 */
extern uint64 fl_find_voucher(const Book *book, DateADT until, int64 voucher_id);

#endif							/* FUNDLEDGER_FIND_VOUCHER_H */

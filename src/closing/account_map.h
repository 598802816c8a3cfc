/*
 * account_map.h
 *		新旧科目对照: the accounts that a successor has under another code.
 */
#ifndef FUNDLEDGER_ACCOUNT_MAP_H
#define FUNDLEDGER_ACCOUNT_MAP_H

#include "ledger/book.h"

/*
 * Writes the map that an argument gives, in place of the one that there is; a
 * null maps nothing.  22023 for what is no map, or maps an account to one of
 * another element; LG011, LG020 for its accounts.
 */
extern void fl_account_map_write(const Book *book, const Book *predecessor,
								 NullableDatum argument);

extern void fl_account_map_delete(const Book *predecessor);

#endif							/* FUNDLEDGER_ACCOUNT_MAP_H */

/*
 * prepare.h
 *		制单: drafts come to be.
 */
#ifndef FUNDLEDGER_PREPARE_H
#define FUNDLEDGER_PREPARE_H

#include "drafts/draft.h"

/* The book of that code, in which the caller prepares: LG010, 42501. */
extern const Book *fl_preparing_book(Datum code);

/* What a voucher says, its entries as its journal has them. */
extern DraftContent *fl_draft_of_voucher(const Voucher *voucher);

/*
 * Is there a draft of the same content with its key, that has not been
 * discarded?  LG027 where that has another; 0 where there is none.
 */
extern int64 fl_draft_with_key(const DraftContent *content);

/* Stores a draft as the caller's, whose key no other has: saved, or submitted once it has been tried. */
extern int64 fl_draft_write(const DraftContent *content, DraftState state);

#endif							/* FUNDLEDGER_PREPARE_H */

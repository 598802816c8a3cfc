/*
 * draft_state.h
 *		What may be done with a draft, by whom, and when.
 */
#ifndef FUNDLEDGER_DRAFT_STATE_H
#define FUNDLEDGER_DRAFT_STATE_H

#include "drafts/draft.h"

/* LG061 where a draft that is as it is cannot come to that state. */
extern void fl_draft_require_state(const Book *book, const StoredDraft *draft, DraftState next);

/* 42501 for others than who prepares it. */
extern void fl_draft_require_own(const Book *book, const StoredDraft *draft);

#endif							/* FUNDLEDGER_DRAFT_STATE_H */

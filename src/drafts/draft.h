/*
 * draft.h
 *		草稿: a voucher being made, as it is stored.
 */
#ifndef FUNDLEDGER_DRAFT_H
#define FUNDLEDGER_DRAFT_H

#include "nodes/pg_list.h"
#include "utils/array.h"
#include "utils/date.h"

#include "ledger/book.h"
#include "ledger/voucher.h"
#include "posting/sheet.h"

/* As ledger.draft keeps them, and ledger.draft_step. */
typedef enum DraftState
{
	DRAFT_SAVED,
	DRAFT_SUBMITTED,
	DRAFT_RETURNED,
	DRAFT_WITHDRAWN,
	DRAFT_APPROVED,
	DRAFT_DISCARDED,
} DraftState;

extern const char *const fl_draft_state_name[];

/* An entry, as it was typed; what is NULL is blank. */
typedef enum DraftCell
{
	ENTRY_ACCOUNT,
	ENTRY_PARTY,
	ENTRY_DEBIT,
	ENTRY_CREDIT,
	ENTRY_MEMO,
	ENTRY_CELLS
} DraftCell;

typedef struct DraftEntry
{
	char	   *cells[ENTRY_CELLS];
} DraftEntry;

typedef struct DraftAttachment
{
	char	   *document_no;
	char	   *name;
	char	   *sha256;			/* in hex, lower case */
	char	   *kept_at;
} DraftAttachment;

/* What its preparer says; the rest of it is what was done with it. */
typedef struct DraftContent
{
	int32		book_id;
	bool		has_date;
	DateADT		date;
	VoucherKind kind;
	VoucherBasis basis;
	char	   *summary;
	char	   *source_key;
	bool		is_reversal;
	int64		reverses;
	bool		has_attachments;
	int32		attachments;
	char	   *order;			/* jsonb: how the book is to begin (start_order.h); NULL: it is a voucher */
	List	   *entries;		/* of DraftEntry */
	List	   *documents;		/* of DraftAttachment */
} DraftContent;

#define DRAFT_DIGEST_SIZE	32	/* SHA-256 */

/* Two drafts of one book have the same content where these are the same. */
extern bytea *fl_draft_digest(const DraftContent *content);

typedef struct StoredDraft
{
	int64		draft_id;
	DraftState	state;
	int			revision;
	char	   *prepared_by;
	bytea	   *digest;
	int64		voucher_id;		/* 0: none */
	char	   *approved_by;	/* or NULL */
	bool		is_own_work;	/* this transaction has saved or submitted it */
	List	   *hands;			/* of Hand (four_eyes.h): who has saved or submitted it */
	DraftContent content;
} StoredDraft;

/*
 * Of the drafts of a book with these ids, those that there are, in the order of
 * their ids and each once, locked until the transaction ends, as they are then.
 * Between fl_ledger_enter_to_write and fl_ledger_leave; into "context".
 */
extern StoredDraft *fl_drafts_lock(const Book *book, ArrayType *ids, MemoryContext context, int *count);

/* Their content and their hands, once they are locked; XX001 where that is not what was saved. */
extern void fl_drafts_read(StoredDraft *drafts, int count, MemoryContext context);

/* One as the active snapshot has it, with all that it says; false where there is none. */
extern bool fl_draft_find(int64 draft_id, StoredDraft *draft);

/* LG016 where there is no such draft of the book. */
pg_noreturn extern void fl_draft_refuse_unknown(const Book *book, int64 draft_id);

/* Writes a step for each of these drafts. */
extern void fl_drafts_note_step(ArrayType *ids, DraftState step, const text *remark);

/* In the current memory context. */
extern ArrayType *fl_bigint_array(const int64 *values, int count);

#endif							/* FUNDLEDGER_DRAFT_H */

/*
 * draft.c
 *		草稿: a voucher being made, as it is stored.
 *
 * Whatever is done with a draft locks its row first, and reads the rest of it
 * then: so what is approved is what stands there, and what was done before is
 * known.  The digest of its content was stored with it; content that has
 * another was written past our functions, and is nobody's who is named.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "drafts/draft.h"
#include "drafts/four_eyes.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "server/stored.h"

const char *const fl_draft_state_name[] = {
	[DRAFT_SAVED] = "saved",
	[DRAFT_SUBMITTED] = "submitted",
	[DRAFT_RETURNED] = "returned",
	[DRAFT_WITHDRAWN] = "withdrawn",
	[DRAFT_APPROVED] = "approved",
	[DRAFT_DISCARDED] = "discarded",
	NULL
};

ArrayType *
fl_bigint_array(const int64 *values, int count)
{
	Datum	   *datums = palloc(Max(count, 1) * sizeof(Datum));

	for (int i = 0; i < count; i++)
		datums[i] = Int64GetDatum(values[i]);
	return construct_array(datums, count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
}

/* ---------- the digest of a content ---------- */

/* Of what follows, so that nothing can pass for something else. */
static void
put_text(StringInfo message, const char *text)
{
	int			length = text == NULL ? 0 : strlen(text);

	pq_sendint32(message, text == NULL ? PG_UINT32_MAX : length);
	if (text != NULL)
		appendBinaryStringInfo(message, text, length);
}

static void
put_number(StringInfo message, bool is_given, int64 number)
{
	pq_sendbyte(message, is_given);
	pq_sendint64(message, is_given ? number : 0);
}

static void
put_entries(StringInfo message, const List *entries)
{
	ListCell   *lc;

	pq_sendint32(message, list_length(entries));
	foreach(lc, entries)
	{
		const DraftEntry *entry = lfirst(lc);

		for (int cell = 0; cell < ENTRY_CELLS; cell++)
			put_text(message, entry->cells[cell]);
	}
}

static void
put_documents(StringInfo message, const List *documents)
{
	ListCell   *lc;

	pq_sendint32(message, list_length(documents));
	foreach(lc, documents)
	{
		const DraftAttachment *document = lfirst(lc);

		put_text(message, document->document_no);
		put_text(message, document->name);
		put_text(message, document->sha256);
		put_text(message, document->kept_at);
	}
}

static bytea *
sha256_of(const StringInfoData *message)
{
	bytea	   *result = palloc(VARHDRSZ + DRAFT_DIGEST_SIZE);
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	SET_VARSIZE(result, VARHDRSZ + DRAFT_DIGEST_SIZE);
	if (hash == NULL || pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, (uint8 *) message->data, message->len) < 0 ||
		pg_cryptohash_final(hash, (uint8 *) VARDATA(result), DRAFT_DIGEST_SIZE) < 0)
		elog(ERROR, "could not compute SHA-256: %s", pg_cryptohash_error(hash));
	pg_cryptohash_free(hash);
	return result;
}

bytea *
fl_draft_digest(const DraftContent *content)
{
	StringInfoData message;
	bytea	   *digest;

	initStringInfo(&message);
	put_number(&message, content->has_date, content->date);
	put_text(&message, fl_voucher_kind_name[content->kind]);
	put_text(&message, fl_voucher_basis_name[content->basis]);
	put_text(&message, content->summary);
	put_text(&message, content->source_key);
	put_number(&message, content->is_reversal, content->reverses);
	put_number(&message, content->has_attachments, content->attachments);
	put_text(&message, content->order);
	put_entries(&message, content->entries);
	put_documents(&message, content->documents);
	digest = sha256_of(&message);
	pfree(message.data);
	return digest;
}

/* ---------- reading drafts ---------- */

/* Columns of the query below, from 1. */
enum
{
	HEAD_DRAFT_ID = 1,
	HEAD_STATE,
	HEAD_REVISION,
	HEAD_PREPARED_BY,
	HEAD_DIGEST,
	HEAD_VOUCHER_ID,
	HEAD_BOOK_ID,
	HEAD_DATE,
	HEAD_KIND,
	HEAD_BASIS,
	HEAD_SUMMARY,
	HEAD_SOURCE_KEY,
	HEAD_REVERSES,
	HEAD_ATTACHMENTS,
	HEAD_ORDER
};

static char *
draft_row(const StoredDraft *draft)
{
	return psprintf("the row of draft " INT64_FORMAT, draft->draft_id);
}

static void
read_content(uint64 row, StoredDraft *draft)
{
	DraftContent *content = &draft->content;
	bool		is_null;
	int			kind = fl_voucher_kind_from_datum(fl_spi_required(row, HEAD_KIND));
	int			basis = fl_voucher_basis_from_datum(fl_spi_required(row, HEAD_BASIS));

	if (kind < 0 || basis < 0)
		fl_stored_refuse("draft", kind < 0 ? "kind" : "basis", draft_row(draft), "damaged");
	content->book_id = DatumGetInt32(fl_spi_required(row, HEAD_BOOK_ID));
	content->date = DatumGetDateADT(fl_spi_value(row, HEAD_DATE, &is_null));
	content->has_date = !is_null;
	content->kind = kind;
	content->basis = basis;
	content->summary = fl_spi_text(row, HEAD_SUMMARY);
	content->source_key = fl_spi_text(row, HEAD_SOURCE_KEY);
	content->reverses = DatumGetInt64(fl_spi_value(row, HEAD_REVERSES, &is_null));
	content->is_reversal = !is_null;
	content->order = fl_spi_text(row, HEAD_ORDER);
	content->attachments = DatumGetInt32(fl_spi_value(row, HEAD_ATTACHMENTS, &is_null));
	content->has_attachments = !is_null;
}

static void
read_head(uint64 row, StoredDraft *draft)
{
	bool		is_null;

	draft->draft_id = DatumGetInt64(fl_spi_required(row, HEAD_DRAFT_ID));
	draft->state = fl_spi_word(row, HEAD_STATE, fl_draft_state_name);
	draft->revision = DatumGetInt32(fl_spi_required(row, HEAD_REVISION));
	draft->prepared_by = fl_spi_required_text(row, HEAD_PREPARED_BY);
	draft->digest = DatumGetByteaPCopy(fl_spi_required(row, HEAD_DIGEST));
	draft->voucher_id = DatumGetInt64(fl_spi_value(row, HEAD_VOUCHER_ID, &is_null));
	read_content(row, draft);
}

#define HEAD_QUERY \
	"SELECT d.draft_id, d.state, d.revision, d.prepared_by, d.digest, d.voucher_id, d.book_id, d.voucher_date," \
	"  d.kind, d.basis, d.summary, d.source_key, d.reverses, d.attachments, d.start_order::pg_catalog.text" \
	" FROM ledger.draft AS d"

StoredDraft *
fl_drafts_lock(const Book *book, ArrayType *ids, MemoryContext context, int *count)
{
	static SpiPlan plan = {
		HEAD_QUERY " WHERE d.book_id = $1 AND d.draft_id = ANY ($2)"
		" ORDER BY d.draft_id FOR UPDATE OF d", "integer, bigint[]"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), PointerGetDatum(ids)};
	MemoryContext caller = MemoryContextSwitchTo(context);
	StoredDraft *drafts;

	*count = fl_spi_run(&plan, values, NULL, SPI_WRITE);
	drafts = MemoryContextAllocExtended(context, Max(*count, 1) * sizeof(StoredDraft),
										MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		read_head(i, &drafts[i]);
	}
	MemoryContextSwitchTo(caller);
	return drafts;
}

/* Both are in the order of the ids. */
static StoredDraft *
draft_of_row(StoredDraft *drafts, int count, int *at, uint64 row)
{
	int64		draft_id = DatumGetInt64(fl_spi_required(row, 1));

	while (*at < count && drafts[*at].draft_id < draft_id)
		(*at)++;
	if (*at == count || drafts[*at].draft_id != draft_id)
		elog(ERROR, "rows of draft " INT64_FORMAT " come out of order", draft_id);
	return &drafts[*at];
}

static ArrayType *
ids_of(const StoredDraft *drafts, int count)
{
	int64	   *ids = palloc(Max(count, 1) * sizeof(int64));

	for (int i = 0; i < count; i++)
		ids[i] = drafts[i].draft_id;
	return fl_bigint_array(ids, count);
}

static void
read_entries(StoredDraft *drafts, int count, Datum ids, SpiMode mode)
{
	static SpiPlan plan = {
		"SELECT draft_id, account, party, debit, credit, memo FROM ledger.draft_line"
		" WHERE draft_id = ANY ($1) ORDER BY draft_id, line_no", "bigint[]"
	};
	uint64		rows = fl_spi_run(&plan, &ids, NULL, mode);
	int			at = 0;

	for (uint64 row = 0; row < rows; row++)
	{
		StoredDraft *draft = draft_of_row(drafts, count, &at, row);
		DraftEntry *entry = palloc(sizeof(DraftEntry));

		CHECK_FOR_INTERRUPTS();
		for (int cell = 0; cell < ENTRY_CELLS; cell++)
			entry->cells[cell] = fl_spi_text(row, 2 + cell);
		draft->content.entries = lappend(draft->content.entries, entry);
	}
	SPI_freetuptable(SPI_tuptable);
}

static void
read_documents(StoredDraft *drafts, int count, Datum ids, SpiMode mode)
{
	static SpiPlan plan = {
		"SELECT draft_id, document_no, name, pg_catalog.encode(sha256, 'hex'), kept_at FROM ledger.draft_attachment"
		" WHERE draft_id = ANY ($1) ORDER BY draft_id, attachment_no", "bigint[]"
	};
	uint64		rows = fl_spi_run(&plan, &ids, NULL, mode);
	int			at = 0;

	for (uint64 row = 0; row < rows; row++)
	{
		StoredDraft *draft = draft_of_row(drafts, count, &at, row);
		DraftAttachment *document = palloc(sizeof(DraftAttachment));

		CHECK_FOR_INTERRUPTS();
		*document = (DraftAttachment) {
			fl_spi_text(row, 2), fl_spi_text(row, 3), fl_spi_text(row, 4), fl_spi_text(row, 5)
		};
		draft->content.documents = lappend(draft->content.documents, document);
	}
	SPI_freetuptable(SPI_tuptable);
}

static void
add_hand(StoredDraft *draft, char *role, char *login)
{
	ListCell   *lc;
	Hand	   *hand;

	foreach(lc, draft->hands)
	{
		hand = lfirst(lc);
		if (strcmp(hand->role, role) == 0 && strcmp(hand->login, login) == 0)
			return;
	}
	hand = palloc(sizeof(Hand));
	*hand = (Hand) {role, login};
	draft->hands = lappend(draft->hands, hand);
}

/* A savepoint is of the same transaction. */
static void
read_hands(StoredDraft *drafts, int count, Datum ids)
{
	static SpiPlan plan = {
		"SELECT draft_id, done_by, login, xmin, step = 'approved' FROM ledger.draft_step"
		" WHERE draft_id = ANY ($1) AND step IN ('saved', 'submitted', 'approved') ORDER BY draft_id, step_no", "bigint[]"
	};
	uint64		rows = fl_spi_run(&plan, &ids, NULL, SPI_READ_NEWEST);
	int			at = 0;

	for (uint64 row = 0; row < rows; row++)
	{
		StoredDraft *draft = draft_of_row(drafts, count, &at, row);

		CHECK_FOR_INTERRUPTS();
		if (DatumGetBool(fl_spi_required(row, 5)))
		{
			draft->approved_by = fl_spi_required_text(row, 2);
			continue;
		}
		add_hand(draft, fl_spi_required_text(row, 2), fl_spi_required_text(row, 3));
		draft->is_own_work |=
			TransactionIdIsCurrentTransactionId(DatumGetTransactionId(fl_spi_required(row, 4)));
	}
	SPI_freetuptable(SPI_tuptable);
}

static void
check_content(const StoredDraft *draft)
{
	bytea	   *found = fl_draft_digest(&draft->content);

	if (VARSIZE_ANY_EXHDR(draft->digest) == DRAFT_DIGEST_SIZE &&
		memcmp(VARDATA_ANY(draft->digest), VARDATA_ANY(found), DRAFT_DIGEST_SIZE) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("draft " INT64_FORMAT " is not as it was saved", draft->draft_id),
			 errdetail("Its content does not have the digest that was stored with it."),
			 errhint("Somebody has written past the functions of fundledger. Let its preparer save it again.")));
}

void
fl_drafts_read(StoredDraft *drafts, int count, MemoryContext context)
{
	MemoryContext caller = MemoryContextSwitchTo(context);
	Datum		ids = PointerGetDatum(ids_of(drafts, count));

	read_entries(drafts, count, ids, SPI_READ_NEWEST);
	read_documents(drafts, count, ids, SPI_READ_NEWEST);
	read_hands(drafts, count, ids);
	for (int i = 0; i < count; i++)
		check_content(&drafts[i]);
	MemoryContextSwitchTo(caller);
}

bool
fl_draft_find(int64 draft_id, StoredDraft *draft)
{
	static SpiPlan plan = {HEAD_QUERY " WHERE d.draft_id = $1", "bigint"};
	Datum		id = Int64GetDatum(draft_id);
	Datum		ids = PointerGetDatum(fl_bigint_array(&draft_id, 1));

	*draft = (StoredDraft) {0};
	if (fl_spi_run(&plan, &id, NULL, SPI_READ) == 0)
		return false;
	read_head(0, draft);
	read_entries(draft, 1, ids, SPI_READ);
	read_documents(draft, 1, ids, SPI_READ);
	return true;
}

void
fl_draft_refuse_unknown(const Book *book, int64 draft_id)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNKNOWN_DRAFT),
			 errmsg("draft " INT64_FORMAT " does not exist in book \"%s\"", draft_id, book->code),
			 errhint("The view ledger.draft_list lists the drafts.")));
}

/* ---------- what is done with them ---------- */

void
fl_drafts_note_step(ArrayType *ids, DraftState step, const text *remark)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.draft_step (draft_id, step_no, step, revision, remark)"
		" SELECT d.draft_id, 1 + coalesce((SELECT max(s.step_no) FROM ledger.draft_step AS s"
		"                                  WHERE s.draft_id = d.draft_id), 0), $2, d.revision, $3"
		" FROM ledger.draft AS d WHERE d.draft_id = ANY ($1)", "bigint[], text, text"
	};
	Datum		values[] = {
		PointerGetDatum(ids), CStringGetTextDatum(fl_draft_state_name[step]), PointerGetDatum(remark)
	};

	fl_spi_run(&plan, values, remark == NULL ? "  n" : NULL, SPI_WRITE);
}

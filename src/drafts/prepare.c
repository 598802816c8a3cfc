/*
 * prepare.c
 *		制单: drafts come to be, and are changed by who prepares them.
 *
 * fund.save_draft() takes whatever is typed: it is judged when it is submitted.
 * fund.prepare() is fund.post() in a book that demands review: it takes what
 * posting would take, and submits it.  The source key makes either one that may
 * be called again.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "drafts/draft_state.h"
#include "drafts/prepare.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/named_account.h"
#include "ledger/restore.h"
#include "posting/check_voucher.h"
#include "posting/posting.h"
#include "posting/reversal.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"
#include "starting/table_rows.h"

const Book *
fl_preparing_book(Datum code)
{
	const Book *book = fl_book_by_code(TextDatumGetCString(code));

	fl_require_duty(book->book_id, book->code, DUTY_PREPARE);
	fl_restore_check();
	return book;
}

/* ---------- what a voucher says ---------- */

static char *
amount_text(Amount amount)
{
	char		buffer[AMOUNT_TEXT_SIZE];

	fl_amount_print(amount, buffer);
	return pstrdup(buffer);
}

static char *
piece(const char *bytes, int length)
{
	return bytes == NULL ? NULL : pnstrdup(bytes, length);
}

static List *
entries_of(struct varlena *journal)
{
	List	   *entries = NIL;
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		DraftEntry *entry;

		/* An entry says something. */
		if (line.amount == 0)
			continue;
		entry = palloc0(sizeof(DraftEntry));
		entry->cells[ENTRY_ACCOUNT] = fl_account_code_text(line.account);
		entry->cells[ENTRY_PARTY] = piece(line.party, line.party_length);
		entry->cells[line.credit ? ENTRY_CREDIT : ENTRY_DEBIT] = amount_text(line.amount);
		entry->cells[ENTRY_MEMO] = piece(line.memo, line.memo_length);
		entries = lappend(entries, entry);
	}
	return entries;
}

DraftContent *
fl_draft_of_voucher(const Voucher *voucher)
{
	DraftContent *content = palloc0(sizeof(DraftContent));

	content->book_id = voucher->book_id;
	content->has_date = true;
	content->date = voucher->date;
	content->kind = voucher->kind;
	content->basis = voucher->basis;
	content->summary = text_to_cstring(voucher->summary);
	content->source_key = voucher->source_key == NULL ? NULL : text_to_cstring(voucher->source_key);
	content->is_reversal = voucher->is_reversal;
	content->reverses = voucher->reverses;
	content->has_attachments = voucher->has_attachments;
	content->attachments = voucher->attachments;
	content->entries = entries_of(voucher->journal);
	return content;
}

/* ---------- the same source key twice ---------- */

static bool
has_digest(Datum stored, const DraftContent *content)
{
	bytea	   *first = DatumGetByteaPP(stored);
	bytea	   *own = fl_draft_digest(content);

	return VARSIZE_ANY_EXHDR(first) == VARSIZE_ANY_EXHDR(own) &&
		memcmp(VARDATA_ANY(first), VARDATA_ANY(own), VARSIZE_ANY_EXHDR(own)) == 0;
}

pg_noreturn static void
refuse_key(const DraftContent *content, int64 draft_id, const char *state)
{
	ereport(ERROR,
			(errcode(ERRCODE_SOURCE_KEY_REUSED),
			 errmsg("source key \"%s\" of book \"%s\" has been used for another draft",
					content->source_key, fl_book_by_id(content->book_id)->code),
			 errdetail("Draft " INT64_FORMAT ", which is %s, has it, and differs.", draft_id, state),
			 strcmp(state, "approved") == 0 ?
			 errhint("Give each voucher of the source a key of its own.") :
			 errhint("To change that draft, name it: fund.save_draft(…, draft_id => " INT64_FORMAT ").", draft_id)));
}

pg_noreturn static void
refuse_same(const DraftContent *content, int64 draft_id, int64 other)
{
	ereport(ERROR,
			(errcode(ERRCODE_SOURCE_KEY_REUSED),
			 errmsg("source key \"%s\" of book \"%s\" has been used for another draft",
					content->source_key, fl_book_by_id(content->book_id)->code),
			 errdetail("Draft " INT64_FORMAT " has it, and says the same.", other),
			 errhint("Discard draft " INT64_FORMAT " with fund.discard_draft(), or give it a key of its own.", draft_id)));
}

/* As the ledger's owner; another than one that is changed, or 0. */
static int64
find_with_key(const DraftContent *content, int64 changed)
{
	static SpiPlan plan = {
		"SELECT draft_id, digest, state FROM ledger.draft"
		" WHERE book_id = $1 AND source_key = $2 AND state <> 'discarded' AND draft_id <> $3", "integer, text, bigint"
	};
	Datum		values[] = {Int32GetDatum(content->book_id), (Datum) 0, Int64GetDatum(changed)};

	if (content->source_key == NULL)
		return 0;
	values[1] = CStringGetTextDatum(content->source_key);
	if (fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST) == 0)
		return 0;
	if (!has_digest(fl_spi_required(0, 2), content))
		refuse_key(content, DatumGetInt64(fl_spi_required(0, 1)), fl_spi_required_text(0, 3));
	return DatumGetInt64(fl_spi_required(0, 1));
}

int64
fl_draft_with_key(const DraftContent *content)
{
	LedgerCall	call;
	int64		draft_id;

	fl_ledger_enter(&call);
	draft_id = find_with_key(content, 0);
	fl_ledger_leave(&call);
	return draft_id;
}

/* ---------- writing ---------- */

static ArrayType *
text_array(Datum *values, bool *nulls, int count)
{
	int			lower = 1;

	return construct_md_array(values, nulls, 1, &count, &lower, TEXTOID, -1, false, TYPALIGN_INT);
}

/* One cell of all entries. */
static Datum
column_of_entries(const List *entries, DraftCell cell)
{
	int			count = list_length(entries);
	Datum	   *values = palloc(count * sizeof(Datum));
	bool	   *nulls = palloc(count * sizeof(bool));
	ListCell   *lc;

	foreach(lc, entries)
	{
		const char *text = ((const DraftEntry *) lfirst(lc))->cells[cell];
		int			i = foreach_current_index(lc);

		nulls[i] = text == NULL;
		values[i] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
	}
	return PointerGetDatum(text_array(values, nulls, count));
}

static void
write_entries(int64 draft_id, const List *entries)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.draft_line (draft_id, line_no, account, party, debit, credit, memo)"
		" SELECT $1, e.n, e.account, e.party, e.debit, e.credit, e.memo"
		" FROM unnest($2, $3, $4, $5, $6) WITH ORDINALITY AS e (account, party, debit, credit, memo, n)",
		"bigint, text[], text[], text[], text[], text[]"
	};
	Datum		values[1 + ENTRY_CELLS] = {Int64GetDatum(draft_id)};

	if (entries == NIL)
		return;
	for (int cell = 0; cell < ENTRY_CELLS; cell++)
		values[1 + cell] = column_of_entries(entries, cell);
	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static void
write_documents(int64 draft_id, const List *documents)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.draft_attachment (draft_id, attachment_no, document_no, name, sha256, kept_at)"
		" VALUES ($1, $2, $3, $4, pg_catalog.decode($5, 'hex'), $6)", "bigint, integer, text, text, text, text"
	};
	ListCell   *lc;

	foreach(lc, documents)
	{
		const DraftAttachment *document = lfirst(lc);
		const char *cells[] = {document->document_no, document->name, document->sha256, document->kept_at};
		Datum		values[2 + lengthof(cells)] = {
			Int64GetDatum(draft_id), Int32GetDatum(foreach_current_index(lc) + 1)
		};
		char		nulls[2 + lengthof(cells) + 1] = "      ";

		for (int i = 0; i < lengthof(cells); i++)
		{
			nulls[2 + i] = cells[i] == NULL ? 'n' : ' ';
			values[2 + i] = cells[i] == NULL ? (Datum) 0 : CStringGetTextDatum(cells[i]);
		}
		fl_spi_run(&plan, values, nulls, SPI_WRITE);
	}
}

/* The columns of ledger.draft that are its content, as arguments of a query. */
#define HEAD_COLUMNS		"voucher_date, kind, basis, summary, source_key, reverses, attachments, digest, start_order"
#define HEAD_ARGUMENTS		"date, fund.voucher_kind, fund.basis, text, text, bigint, integer, bytea, text"
#define HEAD_COUNT			9

static Datum
text_datum(const char *text)
{
	return text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

static void
head_values(const DraftContent *content, Datum *values, char *nulls)
{
	Datum		head[HEAD_COUNT] = {
		DateADTGetDatum(content->date), fl_voucher_kind_datum(content->kind), fl_voucher_basis_datum(content->basis),
		text_datum(content->summary), text_datum(content->source_key), Int64GetDatum(content->reverses),
		Int32GetDatum(content->attachments), PointerGetDatum(fl_draft_digest(content)), text_datum(content->order)
	};
	bool		given[HEAD_COUNT] = {
		content->has_date, true, true, content->summary != NULL, content->source_key != NULL,
		content->is_reversal, content->has_attachments, true, content->order != NULL
	};

	for (int i = 0; i < HEAD_COUNT; i++)
	{
		values[i] = head[i];
		nulls[i] = given[i] ? ' ' : 'n';
	}
}

/* 0 where another draft has its key. */
static int64
insert_head(const DraftContent *content, DraftState state)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.draft (" HEAD_COLUMNS ", book_id, state)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::pg_catalog.jsonb, $10, $11)"
		" ON CONFLICT (book_id, source_key) WHERE source_key IS NOT NULL AND state <> 'discarded' DO NOTHING"
		" RETURNING draft_id", HEAD_ARGUMENTS ", integer, text"
	};
	Datum		values[HEAD_COUNT + 2];
	char		nulls[HEAD_COUNT + 3] = "           ";

	head_values(content, values, nulls);
	values[HEAD_COUNT] = Int32GetDatum(content->book_id);
	values[HEAD_COUNT + 1] = CStringGetTextDatum(fl_draft_state_name[state]);
	if (fl_spi_run(&plan, values, nulls, SPI_WRITE) == 0)
		return 0;
	return DatumGetInt64(fl_spi_required(0, 1));
}

static int64
insert_draft(const DraftContent *content, DraftState state)
{
	int64		draft_id = insert_head(content, state);
	ArrayType  *ids;

	/* Somebody else has been first. */
	if (draft_id == 0)
		return find_with_key(content, 0);
	write_entries(draft_id, content->entries);
	write_documents(draft_id, content->documents);
	ids = fl_bigint_array(&draft_id, 1);
	fl_drafts_note_step(ids, DRAFT_SAVED, NULL);
	if (state != DRAFT_SAVED)
		fl_drafts_note_step(ids, state, NULL);
	return draft_id;
}

int64
fl_draft_write(const DraftContent *content, DraftState state)
{
	LedgerCall	call;
	int64		draft_id;

	fl_ledger_enter_to_write(&call);
	draft_id = insert_draft(content, state);
	fl_ledger_leave(&call);
	return draft_id;
}

/* ---------- changing one ---------- */

static void
clear_draft(int64 draft_id)
{
	static SpiPlan lines = {"DELETE FROM ledger.draft_line WHERE draft_id = $1", "bigint"};
	static SpiPlan documents = {"DELETE FROM ledger.draft_attachment WHERE draft_id = $1", "bigint"};
	static SpiPlan faults = {"DELETE FROM ledger.draft_fault WHERE draft_id = $1", "bigint"};
	Datum		value = Int64GetDatum(draft_id);

	fl_spi_run(&lines, &value, NULL, SPI_WRITE);
	fl_spi_run(&documents, &value, NULL, SPI_WRITE);
	fl_spi_run(&faults, &value, NULL, SPI_WRITE);
}

static void
update_head(int64 draft_id, const DraftContent *content)
{
	static SpiPlan plan = {
		"UPDATE ledger.draft SET (" HEAD_COLUMNS ", state, revision)"
		" = ROW ($1, $2, $3, $4, $5, $6, $7, $8, $9::pg_catalog.jsonb, 'saved', revision + 1) WHERE draft_id = $10",
		HEAD_ARGUMENTS ", bigint"
	};
	Datum		values[HEAD_COUNT + 1];
	char		nulls[HEAD_COUNT + 2] = "          ";

	head_values(content, values, nulls);
	values[HEAD_COUNT] = Int64GetDatum(draft_id);
	fl_spi_run(&plan, values, nulls, SPI_WRITE);
}

static void
check_key_of_changed(int64 draft_id, const DraftContent *content)
{
	int64		other = find_with_key(content, draft_id);

	if (other != 0)
		refuse_same(content, draft_id, other);
}

static void
check_no_order(const StoredDraft *draft)
{
	if (draft->content.order != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("draft " INT64_FORMAT " begins the book, and has no lines to change", draft->draft_id),
				 errhint("Discard it with fund.discard_draft(), and prepare another.")));
}

static void
change_draft(const Book *book, int64 draft_id, const DraftContent *content)
{
	ArrayType  *ids = fl_bigint_array(&draft_id, 1);
	int			count;
	StoredDraft *draft;
	LedgerCall	call;

	fl_ledger_enter_to_write(&call);
	draft = fl_drafts_lock(book, ids, CurrentMemoryContext, &count);
	if (count == 0)
		fl_draft_refuse_unknown(book, draft_id);
	fl_draft_require_own(book, draft);
	fl_draft_require_state(book, draft, DRAFT_SAVED);
	check_no_order(draft);
	if (!has_digest(PointerGetDatum(draft->digest), content))
	{
		check_key_of_changed(draft_id, content);
		clear_draft(draft_id);
		update_head(draft_id, content);
		write_entries(draft_id, content->entries);
		write_documents(draft_id, content->documents);
		fl_drafts_note_step(ids, DRAFT_SAVED, NULL);
	}
	fl_ledger_leave(&call);
}

/* ---------- fund.save_draft: what it is given ---------- */

enum
{
	SAVE_BOOK,
	SAVE_DATE,
	SAVE_SUMMARY,
	SAVE_LINES,
	SAVE_KIND,
	SAVE_BASIS,
	SAVE_SOURCE_KEY,
	SAVE_REVERSES,
	SAVE_ATTACHMENTS,
	SAVE_DOCUMENTS,
	SAVE_DRAFT_ID
};

static const TableColumn entry_columns[] = {
	[ENTRY_ACCOUNT] = {{"account", "科目", "科目编码"}},
	[ENTRY_PARTY] = {{"party", "往来", "往来编码"}},
	[ENTRY_DEBIT] = {{"debit", "借方"}},
	[ENTRY_CREDIT] = {{"credit", "贷方"}},
	[ENTRY_MEMO] = {{"memo", "备注"}},
};

enum
{
	DOCUMENT_NO,
	DOCUMENT_NAME,
	DOCUMENT_SHA256,
	DOCUMENT_KEPT_AT
};

static const TableColumn document_columns[] = {
	[DOCUMENT_NO] = {{"document_no", "票据号"}},
	[DOCUMENT_NAME] = {{"name", "名称"}},
	[DOCUMENT_SHA256] = {{"sha256", "SHA-256"}},
	[DOCUMENT_KEPT_AT] = {{"kept_at", "存放"}},
};

/* Without a date nobody knows by which names, where the book has changed any. */
static NamedAccounts *
names_of(const Book *book, const DraftContent *content)
{
	if (!content->has_date && book->has_names)
		return NULL;
	return fl_named_accounts(book, content->has_date ? fl_period_of_date(content->date) : PERIOD_MAX);
}

/*
 * The code of an account that is named, for another may have the name by and by;
 * what names none stays as it was typed.
 */
static char *
account_cell(const NamedAccounts *names, char *cell)
{
	AccountCode code;

	if (cell == NULL || names == NULL ||
		fl_sheet_account_code(cell, &code).sqlstate != 0 ||
		(code == 0 && fl_sheet_account_name(names, cell, &code).sqlstate != 0))
		return cell;
	return fl_account_code_text(code);
}

static List *
read_lines(const NamedAccounts *names, Datum json, Faults *faults)
{
	Table		table = {.row_word = "line",.columns = entry_columns,.column_count = lengthof(entry_columns)};
	List	   *entries = NIL;
	ListCell   *lc;

	fl_table_read(&table, json, faults);
	foreach(lc, table.rows)
	{
		DraftEntry *entry = palloc(sizeof(DraftEntry));

		memcpy(entry->cells, ((const TableRow *) lfirst(lc))->cells, sizeof(entry->cells));
		entry->cells[ENTRY_ACCOUNT] = account_cell(names, entry->cells[ENTRY_ACCOUNT]);
		entries = lappend(entries, entry);
	}
	return entries;
}

static char *
read_sha256(const TableRow *row, Faults *faults)
{
	char	   *hex = row->cells[DOCUMENT_SHA256];

	if (hex == NULL)
		return NULL;
	if (strlen(hex) != 2 * DRAFT_DIGEST_SIZE || strspn(hex, "0123456789abcdefABCDEF") != strlen(hex))
		fl_fault_add(faults, row->where, "sha256 is \"%s\", which is not 64 hexadecimal digits", hex);
	for (char *at = hex; *at != '\0'; at++)
		*at = pg_ascii_tolower((unsigned char) *at);
	return hex;
}

static List *
read_attached(Datum json, Faults *faults)
{
	Table		table = {.row_word = "document",.columns = document_columns,.column_count = lengthof(document_columns)};
	List	   *documents = NIL;
	ListCell   *lc;

	fl_table_read(&table, json, faults);
	foreach(lc, table.rows)
	{
		const TableRow *row = lfirst(lc);
		DraftAttachment *document = palloc(sizeof(DraftAttachment));

		if (row->cells[DOCUMENT_NAME] == NULL)
			fl_fault_add(faults, row->where, "it has no name");
		*document = (DraftAttachment) {
			row->cells[DOCUMENT_NO], row->cells[DOCUMENT_NAME], read_sha256(row, faults), row->cells[DOCUMENT_KEPT_AT]
		};
		documents = lappend(documents, document);
	}
	return documents;
}

static void
refuse_faults(const Faults *faults)
{
	if (faults->count == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg_plural("draft cannot be saved: %d fault", "draft cannot be saved: %d faults",
						   faults->count, faults->count),
			 errdetail_internal("%s", faults->text.data),
			 errhint("A draft may be wrong, but every line has to be readable as one.")));
}

static char *
optional_text(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(n));
}

/* A number of documents that is not given is that of those that are listed. */
static void
count_attachments(FunctionCallInfo fcinfo, DraftContent *content)
{
	content->has_attachments = !PG_ARGISNULL(SAVE_ATTACHMENTS) || content->documents != NIL;
	content->attachments = PG_ARGISNULL(SAVE_ATTACHMENTS) ? list_length(content->documents) :
		PG_GETARG_INT32(SAVE_ATTACHMENTS);
}

static DraftContent *
content_from_arguments(FunctionCallInfo fcinfo, const Book *book)
{
	DraftContent *content = palloc0(sizeof(DraftContent));
	Faults		faults;

	content->book_id = book->book_id;
	content->has_date = !PG_ARGISNULL(SAVE_DATE);
	content->date = content->has_date ? PG_GETARG_DATEADT(SAVE_DATE) : 0;
	content->summary = optional_text(fcinfo, SAVE_SUMMARY);
	content->kind = fl_kind_to_post(PG_GETARG_TEXT_PP(SAVE_KIND));
	content->basis = fl_basis_to_post(PG_GETARG_TEXT_PP(SAVE_BASIS));
	content->source_key = optional_text(fcinfo, SAVE_SOURCE_KEY);
	content->is_reversal = !PG_ARGISNULL(SAVE_REVERSES);
	content->reverses = content->is_reversal ? PG_GETARG_INT64(SAVE_REVERSES) : 0;
	fl_faults_init(&faults);
	if (!PG_ARGISNULL(SAVE_LINES))
		content->entries = read_lines(names_of(book, content), PG_GETARG_DATUM(SAVE_LINES), &faults);
	if (!PG_ARGISNULL(SAVE_DOCUMENTS))
		content->documents = read_attached(PG_GETARG_DATUM(SAVE_DOCUMENTS), &faults);
	refuse_faults(&faults);
	count_attachments(fcinfo, content);
	return content;
}

PG_FUNCTION_INFO_V1(fl_save_draft);
Datum
fl_save_draft(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"book", NULL, NULL, NULL, "kind", "basis", NULL, NULL, NULL, NULL, NULL
	};
	const Book *book;
	DraftContent *content;
	int64		draft_id;

	fl_require_arguments(fcinfo, names);
	book = fl_preparing_book(PG_GETARG_DATUM(SAVE_BOOK));
	content = content_from_arguments(fcinfo, book);
	if (!PG_ARGISNULL(SAVE_DRAFT_ID))
	{
		change_draft(book, PG_GETARG_INT64(SAVE_DRAFT_ID), content);
		PG_RETURN_INT64(PG_GETARG_INT64(SAVE_DRAFT_ID));
	}
	draft_id = fl_draft_with_key(content);
	PG_RETURN_INT64(draft_id != 0 ? draft_id : fl_draft_write(content, DRAFT_SAVED));
}

/* ---------- fund.prepare ---------- */

/* Refuses what posting would, and stores nothing then. */
static int64
submit_voucher(Voucher *voucher)
{
	DraftContent *content = fl_draft_of_voucher(voucher);
	int64		draft_id = fl_draft_with_key(content);

	if (draft_id != 0)
		return draft_id;
	fl_source_key_check_free(voucher);
	fl_try_voucher(voucher);
	return fl_draft_write(content, DRAFT_SUBMITTED);
}

static void
set_date(Voucher *voucher, DateADT date)
{
	voucher->date = date;
	voucher->period = fl_period_of_date(date);
}

static text *
own_name(void)
{
	return cstring_to_text(fl_outer_user());
}

enum
{
	PREPARE_BOOK,
	PREPARE_DATE,
	PREPARE_SUMMARY,
	PREPARE_JOURNAL,
	PREPARE_KIND,
	PREPARE_BASIS,
	PREPARE_SOURCE_KEY,
	PREPARE_REVERSES,
	PREPARE_ATTACHMENTS
};

PG_FUNCTION_INFO_V1(fl_prepare);
Datum
fl_prepare(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {
		"book", "voucher_date", "summary", "journal", "kind", "basis", NULL, NULL, NULL
	};
	Voucher		voucher = {0};

	fl_require_arguments(fcinfo, names);
	voucher.book_id = fl_preparing_book(PG_GETARG_DATUM(PREPARE_BOOK))->book_id;
	set_date(&voucher, PG_GETARG_DATEADT(PREPARE_DATE));
	voucher.summary = PG_GETARG_TEXT_PP(PREPARE_SUMMARY);
	voucher.journal = fl_journal_from_cstring(text_to_cstring(PG_GETARG_TEXT_PP(PREPARE_JOURNAL)));
	voucher.kind = fl_kind_to_post(PG_GETARG_TEXT_PP(PREPARE_KIND));
	voucher.basis = fl_basis_to_post(PG_GETARG_TEXT_PP(PREPARE_BASIS));
	if (!PG_ARGISNULL(PREPARE_SOURCE_KEY))
		voucher.source_key = PG_GETARG_TEXT_PP(PREPARE_SOURCE_KEY);
	voucher.is_reversal = !PG_ARGISNULL(PREPARE_REVERSES);
	voucher.reverses = voucher.is_reversal ? PG_GETARG_INT64(PREPARE_REVERSES) : 0;
	voucher.has_attachments = !PG_ARGISNULL(PREPARE_ATTACHMENTS);
	voucher.attachments = voucher.has_attachments ? PG_GETARG_INT32(PREPARE_ATTACHMENTS) : 0;
	voucher.prepared_by = own_name();
	PG_RETURN_INT64(submit_voucher(&voucher));
}

enum
{
	REVERSAL_BOOK,
	REVERSAL_VOUCHER,
	REVERSAL_DATE,
	REVERSAL_SUMMARY
};

PG_FUNCTION_INFO_V1(fl_prepare_reversal);
Datum
fl_prepare_reversal(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "voucher_id", "voucher_date", NULL};
	const Book *book;
	Voucher		voucher = {0};

	fl_require_arguments(fcinfo, names);
	book = fl_preparing_book(PG_GETARG_DATUM(REVERSAL_BOOK));
	voucher.book_id = book->book_id;
	set_date(&voucher, PG_GETARG_DATEADT(REVERSAL_DATE));
	if (!PG_ARGISNULL(REVERSAL_SUMMARY))
		voucher.summary = PG_GETARG_TEXT_PP(REVERSAL_SUMMARY);
	fl_reversal_make(book, PG_GETARG_INT64(REVERSAL_VOUCHER), &voucher);
	voucher.prepared_by = own_name();
	PG_RETURN_INT64(submit_voucher(&voucher));
}

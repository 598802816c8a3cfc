/*
 * review.c
 *		提交, 退回, 弃审, 审核: what becomes of drafts, one or many in a call.
 *
 * A call locks the drafts that it is about, reads them, and judges them as rows
 * of a sheet (posting/sheet.h), which is how posting judges; nothing is done
 * with any of them while one is wrong.  Who approves says which revision has
 * been seen: another is not approved.  The voucher is posted by who approves, in
 * that transaction, and bears both names.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/memutils.h"

#include "drafts/draft.h"
#include "drafts/draft_state.h"
#include "drafts/four_eyes.h"
#include "drafts/prepare.h"
#include "drafts/start_order.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/restore.h"
#include "posting/check_voucher.h"
#include "posting/posting.h"
#include "posting/store.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"

/* A call on drafts of a book. */
typedef struct Review
{
	Sheet		sheet;			/* first, as the sheet calls with it */
	FunctionCallInfo fcinfo;	/* of the function that somebody calls */
	const Book *book;
	DraftState	next;			/* what they are to be */
	StoredDraft *drafts;		/* in the order of their ids */
	int			count;
	const int32 *seen;			/* of each, the revision that is approved; NULL: whichever */
	int		   *of_voucher;		/* which draft each voucher of the sheet is */
	const text *remark;
} Review;

/* ---------- the drafts that a call names ---------- */

typedef struct Named
{
	int64		draft_id;
	int32		revision;
} Named;

static int
compare_named(const void *a, const void *b)
{
	const Named *left = a;
	const Named *right = b;

	if (left->draft_id != right->draft_id)
		return left->draft_id < right->draft_id ? -1 : 1;
	return 0;
}

static Datum *
elements_of(FunctionCallInfo fcinfo, int n, const char *name, Oid type, int *count)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(n);
	Datum	   *elements;

	if (array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("argument \"%s\" must not contain nulls", name)));
	deconstruct_array(array, type, type == INT8OID ? sizeof(int64) : sizeof(int32),
					  type == INT8OID ? FLOAT8PASSBYVAL : true,
					  type == INT8OID ? TYPALIGN_DOUBLE : TYPALIGN_INT, &elements, NULL, count);
	return elements;
}

static void
check_named_once(const Named *named, int count)
{
	for (int i = 1; i < count; i++)
	{
		if (named[i].draft_id == named[i - 1].draft_id)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("draft " INT64_FORMAT " is named twice", named[i].draft_id)));
	}
}

/* In the order of their ids, which is that in which they are locked. */
static Named *
sort_named(Named *named, int count)
{
	qsort(named, count, sizeof(Named), compare_named);
	check_named_once(named, count);
	return named;
}

static Named *
drafts_argument(FunctionCallInfo fcinfo, int n, int *count)
{
	Datum	   *ids = elements_of(fcinfo, n, "drafts", INT8OID, count);
	Named	   *named = palloc0(Max(*count, 1) * sizeof(Named));

	for (int i = 0; i < *count; i++)
		named[i].draft_id = DatumGetInt64(ids[i]);
	return named;
}

static void
add_revisions(FunctionCallInfo fcinfo, int n, Named *named, int count)
{
	int			revisions;
	Datum	   *elements = elements_of(fcinfo, n, "revisions", INT4OID, &revisions);

	if (revisions != count)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d drafts are named with %d revisions", count, revisions),
				 errhint("Give the revision of each draft as it was seen: ledger.draft_list has it.")));
	for (int i = 0; i < count; i++)
		named[i].revision = DatumGetInt32(elements[i]);
}

static ArrayType *
ids_of_named(const Named *named, int count)
{
	int64	   *ids = palloc(Max(count, 1) * sizeof(int64));

	for (int i = 0; i < count; i++)
		ids[i] = named[i].draft_id;
	return fl_bigint_array(ids, count);
}

static void
check_all_found(const Review *review, const Named *named, int count)
{
	for (int i = 0; i < count; i++)
	{
		if (i >= review->count || review->drafts[i].draft_id != named[i].draft_id)
			fl_draft_refuse_unknown(review->book, named[i].draft_id);
	}
}

static const int32 *
seen_revisions(const Named *named, int count)
{
	int32	   *seen = palloc(Max(count, 1) * sizeof(int32));

	for (int i = 0; i < count; i++)
		seen[i] = named[i].revision;
	return seen;
}

/* Locks and reads them. */
static void
open_drafts(Review *review, Named *named, int count)
{
	MemoryContext caller = CurrentMemoryContext;
	LedgerCall	call;

	sort_named(named, count);
	fl_ledger_enter_to_write(&call);
	review->drafts = fl_drafts_lock(review->book, ids_of_named(named, count), caller, &review->count);
	check_all_found(review, named, count);
	fl_drafts_read(review->drafts, review->count, caller);
	fl_ledger_leave(&call);
}

/* ---------- the drafts as rows of a sheet ---------- */

static char *
date_cell(const DraftContent *content)
{
	char		text[MAXDATELEN + 1];
	struct pg_tm day;

	if (!content->has_date)
		return NULL;
	if (DATE_NOT_FINITE(content->date))
		return pstrdup(DATE_IS_NOBEGIN(content->date) ? "-infinity" : "infinity");
	j2date(content->date + POSTGRES_EPOCH_JDATE, &day.tm_year, &day.tm_mon, &day.tm_mday);
	EncodeDateOnly(&day, USE_ISO_DATES, text);
	return pstrdup(text);
}

static void
set_cell(SheetRow *row, int cell, char *text)
{
	row->cells[cell] = fl_sheet_is_blank(text) ? NULL : text;
}

/* What all rows of it have. */
static void
fill_row(const Review *review, const DraftContent *content, SheetRow *row)
{
	set_cell(row, CELL_BOOK, review->book->code);
	row->cells[CELL_KEY] = content->source_key;
	set_cell(row, CELL_DATE, date_cell(content));
	set_cell(row, CELL_KIND, pstrdup(fl_voucher_kind_name[content->kind]));
	set_cell(row, CELL_BASIS, pstrdup(fl_voucher_basis_name[content->basis]));
	set_cell(row, CELL_SUMMARY, content->summary);
	if (content->has_attachments)
		set_cell(row, CELL_ATTACHMENTS, psprintf("%d", content->attachments));
}

static void
fill_entry(const DraftEntry *entry, SheetRow *row)
{
	set_cell(row, CELL_ACCOUNT, entry->cells[ENTRY_ACCOUNT]);
	set_cell(row, CELL_PARTY, entry->cells[ENTRY_PARTY]);
	set_cell(row, CELL_DEBIT, entry->cells[ENTRY_DEBIT]);
	set_cell(row, CELL_CREDIT, entry->cells[ENTRY_CREDIT]);
	set_cell(row, CELL_MEMO, entry->cells[ENTRY_MEMO]);
}

static SheetRow *
add_row(Review *review, const DraftContent *content, int row_no)
{
	SheetRow   *row = &review->sheet.rows[review->sheet.row_count++];

	row->row_no = row_no;
	fill_row(review, content, row);
	return row;
}

static void
add_draft(Review *review, int number)
{
	const DraftContent *content = &review->drafts[number].content;
	Sheet	   *sheet = &review->sheet;
	ListCell   *lc;

	if (content->entries == NIL)
	{
		SheetRow   *row = add_row(review, content, 0);

		row->is_bare = true;
		fl_sheet_check_row(sheet, row);
		fl_sheet_add_row(sheet, row, true);
	}
	foreach(lc, content->entries)
	{
		SheetRow   *row = add_row(review, content, foreach_current_index(lc) + 1);

		CHECK_FOR_INTERRUPTS();
		fill_entry(lfirst(lc), row);
		fl_sheet_check_row(sheet, row);
		fl_sheet_add_row(sheet, row, row->row_no == 1);
	}
	review->of_voucher[sheet->voucher_count - 1] = number;
}

/* What was approved is not judged again. */
static bool
is_done(const Review *review, const StoredDraft *draft)
{
	return draft->state == DRAFT_APPROVED && review->next == DRAFT_APPROVED;
}

static int
count_rows(const Review *review)
{
	int			rows = 0;

	for (int i = 0; i < review->count; i++)
		rows += Max(list_length(review->drafts[i].content.entries), 1);
	return rows;
}

/* Who calls has been found to have a duty in it. */
static const Book *
book_of_sheet(Datum code)
{
	return fl_book_by_code(TextDatumGetCString(code));
}

static void
begin_sheet(Review *review, void (*post) (Sheet *sheet, SheetVoucher *voucher))
{
	Sheet	   *sheet = &review->sheet;

	fl_sheet_init(sheet, count_rows(review));
	sheet->row_count = 0;
	sheet->door = DOOR_REVIEW;
	sheet->open_book = book_of_sheet;
	sheet->post = post;
	review->of_voucher = palloc(Max(review->count, 1) * sizeof(int));
}

static StoredDraft *
draft_of(Review *review, const SheetVoucher *voucher)
{
	return &review->drafts[review->of_voucher[voucher - review->sheet.vouchers]];
}

/* True where all of them are right, and have been done with as the call wants. */
static bool
judge_drafts(Review *review, void (*post) (Sheet *sheet, SheetVoucher *voucher))
{
	Sheet	   *sheet = &review->sheet;

	begin_sheet(review, post);
	for (int i = 0; i < review->count; i++)
	{
		if (!is_done(review, &review->drafts[i]))
			add_draft(review, i);
	}
	fl_sheet_make_vouchers(sheet);
	for (int i = 0; i < sheet->voucher_count; i++)
	{
		const StoredDraft *draft = draft_of(review, &sheet->vouchers[i]);
		Voucher    *voucher = &sheet->vouchers[i].voucher;

		voucher->is_reversal = draft->content.is_reversal;
		voucher->reverses = draft->content.reverses;
		voucher->prepared_by = cstring_to_text(draft->prepared_by);
	}
	return fl_sheet_post(sheet);
}

/* ---------- what is wrong ---------- */

/* The columns of a fault but for that of the draft. */
#define FAULT_COLUMNS	7

static bool
is_of_entry(int cell)
{
	switch (cell)
	{
		case CELL_ACCOUNT:
		case CELL_PARTY:
		case CELL_DEBIT:
		case CELL_CREDIT:
		case CELL_MEMO:
			return true;
		default:
			return false;
	}
}

/* What all rows of a draft share is said once. */
static bool
is_repeated(const SheetFault *fault)
{
	return !is_of_entry(fault->cell) && fault->row->row_no > 1;
}

static void
fault_values(const SheetFault *fault, bool is_chinese, Datum *values, bool *nulls)
{
	const char *texts[FAULT_COLUMNS] = {
		NULL, fl_sheet_cell_name(fault->cell, is_chinese),
		fault->cell == NO_CELL ? NULL : fault->row->cells[fault->cell],
		unpack_sql_state(fault->sqlstate), fault->message, fault->detail, fault->hint
	};

	for (int i = 0; i < FAULT_COLUMNS; i++)
	{
		nulls[i] = texts[i] == NULL;
		values[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(texts[i]);
	}
	nulls[0] = !is_of_entry(fault->cell);
	values[0] = Int32GetDatum(fault->row->row_no);
}

static int64
draft_of_fault(Review *review, const SheetFault *fault)
{
	Sheet	   *sheet = &review->sheet;

	/* Rows of a draft follow each other, and so do the drafts. */
	for (int i = sheet->voucher_count - 1; i >= 0; i--)
	{
		if (sheet->vouchers[i].first <= fault->row)
			return draft_of(review, &sheet->vouchers[i])->draft_id;
	}
	pg_unreachable();
}

static void
write_fault(int64 draft_id, int fault_no, const SheetFault *fault)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.draft_fault (draft_id, fault_no, line_no, column_name, value, sqlstate, message, detail, hint)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		"bigint, integer, integer, text, text, text, text, text, text"
	};
	Datum		values[2 + FAULT_COLUMNS] = {Int64GetDatum(draft_id), Int32GetDatum(fault_no)};
	bool		is_null[FAULT_COLUMNS];
	char		nulls[2 + FAULT_COLUMNS + 1] = "         ";

	fault_values(fault, false, values + 2, is_null);
	for (int i = 0; i < FAULT_COLUMNS; i++)
		nulls[2 + i] = is_null[i] ? 'n' : ' ';
	fl_spi_run(&plan, values, nulls, SPI_WRITE);
}

static ArrayType *
ids_of(const Review *review)
{
	int64	   *ids = palloc(Max(review->count, 1) * sizeof(int64));
	int			count = 0;

	for (int i = 0; i < review->count; i++)
	{
		if (!is_done(review, &review->drafts[i]))
			ids[count++] = review->drafts[i].draft_id;
	}
	return fl_bigint_array(ids, count);
}

static void
forget_faults(const Review *review)
{
	static SpiPlan plan = {"DELETE FROM ledger.draft_fault WHERE draft_id = ANY ($1)", "bigint[]"};
	Datum		ids = PointerGetDatum(ids_of(review));

	fl_spi_run(&plan, &ids, NULL, SPI_WRITE);
}

static void
write_faults(Review *review)
{
	int64		draft_id = 0;
	int			fault_no = 0;
	ListCell   *lc;

	foreach(lc, review->sheet.faults)
	{
		const SheetFault *fault = lfirst(lc);
		int64		of_fault = draft_of_fault(review, fault);

		CHECK_FOR_INTERRUPTS();
		if (is_repeated(fault))
			continue;
		fault_no = of_fault == draft_id ? fault_no + 1 : 1;
		draft_id = of_fault;
		write_fault(draft_id, fault_no, fault);
	}
}

/* They are kept for the screens, and returned. */
static void
tell_faults(Review *review, Report *report, bool has_voucher)
{
	LedgerCall	call;
	ListCell   *lc;

	fl_sheet_sort_faults(&review->sheet);
	fl_ledger_enter_to_write(&call);
	forget_faults(review);
	write_faults(review);
	fl_ledger_leave(&call);
	foreach(lc, review->sheet.faults)
	{
		const SheetFault *fault = lfirst(lc);
		Datum		values[FAULT_COLUMNS];
		bool		nulls[FAULT_COLUMNS];

		if (is_repeated(fault))
			continue;
		fl_report_begin_row(report);
		report_add_int64(report, draft_of_fault(review, fault));
		if (has_voucher)
			report_add_nulls(report, 1);
		fault_values(fault, fl_report_is_chinese(report), values, nulls);
		for (int i = 0; i < FAULT_COLUMNS; i++)
			report_add_nullable(report, values[i], nulls[i]);
		fl_report_end_row(report);
	}
}

/* ---------- what they come to be ---------- */

static void
write_state(const Review *review)
{
	static SpiPlan plan = {
		"UPDATE ledger.draft SET state = $2 WHERE draft_id = ANY ($1) AND state <> $2", "bigint[], text"
	};
	Datum		values[] = {
		PointerGetDatum(ids_of(review)), CStringGetTextDatum(fl_draft_state_name[review->next])
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static void
move_drafts(const Review *review)
{
	LedgerCall	call;

	fl_ledger_enter_to_write(&call);
	write_state(review);
	fl_drafts_note_step(ids_of(review), review->next, review->remark);
	forget_faults(review);
	fl_ledger_leave(&call);
}

/* ---------- how a book begins ---------- */

/* Is the draft, the only one then, an order? */
static bool
is_order(const Review *review)
{
	for (int i = 0; i < review->count; i++)
	{
		if (review->drafts[i].content.order != NULL && review->count > 1)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("draft " INT64_FORMAT " begins the book, and is dealt with alone", review->drafts[i].draft_id),
					 errhint("Leave it out, and submit or approve it by itself.")));
	}
	return review->count == 1 && review->drafts[0].content.order != NULL;
}

/* ---------- submitting ---------- */

static void
try_draft(Sheet *sheet, SheetVoucher *voucher)
{
	fl_source_key_check_free(&voucher->voucher);
	fl_try_voucher(&voucher->voucher);
}

static void
require_preparer(Review *review)
{
	for (int i = 0; i < review->count; i++)
	{
		fl_draft_require_own(review->book, &review->drafts[i]);
		fl_draft_require_state(review->book, &review->drafts[i], review->next);
	}
}

/* What has been submitted stays as it is. */
static void
leave_submitted_out(Review *review)
{
	int			count = 0;

	for (int i = 0; i < review->count; i++)
	{
		if (review->drafts[i].state != DRAFT_SUBMITTED)
			review->drafts[count++] = review->drafts[i];
	}
	review->count = count;
}

static void
submit(FunctionCallInfo fcinfo, const Book *book, Named *named, int count, Report *report)
{
	Review		review = {.book = book,.next = DRAFT_SUBMITTED};

	open_drafts(&review, named, count);
	require_preparer(&review);
	leave_submitted_out(&review);
	if (is_order(&review))
	{
		fl_start_order_try(fcinfo, book, review.drafts[0].content.order);
		move_drafts(&review);
	}
	else if (judge_drafts(&review, try_draft))
		move_drafts(&review);
	else
		tell_faults(&review, report, false);
}

PG_FUNCTION_INFO_V1(fl_submit_draft);
Datum
fl_submit_draft(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "draft_id"};
	Report		report;
	Named	   *named = palloc0(sizeof(Named));

	fl_report_begin(&report, fcinfo, names);
	named->draft_id = PG_GETARG_INT64(1);
	submit(fcinfo, fl_preparing_book(PG_GETARG_DATUM(0)), named, 1, &report);
	return (Datum) 0;
}

/* Those of the caller that wait to be submitted. */
static Named *
waiting_drafts(const Book *book, int *count)
{
	static SpiPlan plan = {
		"SELECT draft_id FROM ledger.draft WHERE book_id = $1 AND prepared_by = $2"
		" AND state IN ('saved', 'returned', 'withdrawn')", "integer, text"
	};
	Datum		values[] = {Int32GetDatum(book->book_id), CStringGetTextDatum(fl_outer_user())};
	MemoryContext caller = CurrentMemoryContext;
	LedgerCall	call;
	Named	   *named;

	fl_ledger_enter(&call);
	*count = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	named = MemoryContextAllocZero(caller, Max(*count, 1) * sizeof(Named));
	for (int i = 0; i < *count; i++)
		named[i].draft_id = DatumGetInt64(fl_spi_required(i, 1));
	fl_ledger_leave(&call);
	return named;
}

PG_FUNCTION_INFO_V1(fl_submit_drafts);
Datum
fl_submit_drafts(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", NULL};
	const Book *book;
	Report		report;
	Named	   *named;
	int			count;

	fl_report_begin(&report, fcinfo, names);
	book = fl_preparing_book(PG_GETARG_DATUM(0));
	named = PG_ARGISNULL(1) ? waiting_drafts(book, &count) : drafts_argument(fcinfo, 1, &count);
	submit(fcinfo, book, named, count, &report);
	return (Datum) 0;
}

/* ---------- approving ---------- */

static void
check_seen(const Review *review, const StoredDraft *draft)
{
	int32		seen = review->seen[draft - review->drafts];

	if (draft->revision == seen)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DRAFT_CHANGED),
			 errmsg("draft " INT64_FORMAT " of book \"%s\" is not as it was seen", draft->draft_id, review->book->code),
			 errdetail("Revision %d was seen, and it is %d now.", seen, draft->revision),
			 errhint("Look at it again, and approve what it says now.")));
}

/* Not so that one call both prepares and reviews. */
static void
check_transaction(const StoredDraft *draft)
{
	if (!draft->is_own_work)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NOT_REVIEWED),
			 errmsg("draft " INT64_FORMAT " is reviewed in the transaction that prepared it", draft->draft_id),
			 errdetail("It is prepared and reviewed in transactions of their own."),
			 errhint("Commit, and let another approve it.")));
}

pg_noreturn static void
refuse_key(const Voucher *voucher)
{
	fl_source_key_check_free(voucher);
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("the voucher with source key \"%s\" has just been taken away",
					text_to_cstring(voucher->source_key)),
			 errhint("Approve it again.")));
}

static void
check_approvable(const Review *review, const StoredDraft *draft)
{
	fl_draft_require_state(review->book, draft, DRAFT_APPROVED);
	check_seen(review, draft);
	check_transaction(draft);
	fl_four_eyes_check(draft->draft_id, draft->hands);
}

static void
approve_draft(Sheet *sheet, SheetVoucher *approved)
{
	Review	   *review = (Review *) sheet;
	StoredDraft *draft = draft_of(review, approved);
	Voucher		voucher = approved->voucher;
	char	   *done_through = fl_done_through();

	check_approvable(review, draft);
	voucher.reviewed_by = cstring_to_text(fl_outer_user());
	voucher.done_through = done_through == NULL ? NULL : cstring_to_text(done_through);
	if (!fl_store_voucher(&voucher, DOOR_REVIEW))
		refuse_key(&voucher);
	draft->voucher_id = voucher.voucher_id;
}

/* Asked again, where the answer was lost: by the same reviewer. */
static void
check_done(const Review *review)
{
	for (int i = 0; i < review->count; i++)
	{
		const StoredDraft *draft = &review->drafts[i];

		if (!is_done(review, draft))
			continue;
		if (draft->approved_by == NULL || strcmp(draft->approved_by, fl_outer_user()) != 0)
			fl_draft_require_state(review->book, draft, DRAFT_APPROVED);
		check_seen(review, draft);
	}
}

static void
write_vouchers(const Review *review)
{
	static SpiPlan plan = {
		"UPDATE ledger.draft AS d SET state = 'approved', voucher_id = nullif(v.voucher_id, 0)"
		" FROM unnest($1, $2) AS v (draft_id, voucher_id) WHERE d.draft_id = v.draft_id", "bigint[], bigint[]"
	};
	ArrayType  *ids = ids_of(review);
	int64	   *vouchers = palloc(Max(review->count, 1) * sizeof(int64));
	int			count = 0;
	Datum		values[2];

	for (int i = 0; i < review->count; i++)
	{
		if (!is_done(review, &review->drafts[i]))
			vouchers[count++] = review->drafts[i].voucher_id;
	}
	values[0] = PointerGetDatum(ids);
	values[1] = PointerGetDatum(fl_bigint_array(vouchers, count));
	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

static void
write_attachments(const Review *review)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.voucher_attachment (book_id, voucher_date, voucher_id, attachment_no, document_no, name, sha256, kept_at)"
		" SELECT d.book_id, d.voucher_date, d.voucher_id, a.attachment_no, a.document_no, a.name, a.sha256, a.kept_at"
		" FROM ledger.draft AS d JOIN ledger.draft_attachment AS a ON a.draft_id = d.draft_id"
		" WHERE d.draft_id = ANY ($1)", "bigint[]"
	};
	Datum		ids = PointerGetDatum(ids_of(review));

	fl_spi_run(&plan, &ids, NULL, SPI_WRITE);
}

static void
write_approval(const Review *review)
{
	LedgerCall	call;

	fl_ledger_enter_to_write(&call);
	write_vouchers(review);
	write_attachments(review);
	fl_drafts_note_step(ids_of(review), DRAFT_APPROVED, review->remark);
	forget_faults(review);
	fl_ledger_leave(&call);
}

static const Book *
reviewing_book(Datum code)
{
	const Book *book = fl_book_argument(code, DUTY_REVIEW);

	fl_restore_check();
	return book;
}

static void
approve_order(Review *review)
{
	StoredDraft *draft = &review->drafts[0];
	const List *vouchers;

	if (is_done(review, draft))
		return;
	check_approvable(review, draft);
	vouchers = fl_start_order_carry_out(review->fcinfo, review->book, draft->content.order, draft->prepared_by);
	/* Figures of last year alone make none. */
	if (vouchers != NIL)
		draft->voucher_id = ((const Voucher *) linitial(vouchers))->voucher_id;
}

/* False where something is wrong, and nothing has been approved. */
static bool
approve(Review *review, Named *named, int count)
{
	review->next = DRAFT_APPROVED;
	open_drafts(review, named, count);
	review->seen = seen_revisions(named, count);
	check_done(review);
	if (is_order(review))
		approve_order(review);
	else if (!judge_drafts(review, approve_draft))
		return false;
	write_approval(review);
	return true;
}

/* Of a single draft, the first that is wrong. */
pg_noreturn static void
raise_fault(Review *review)
{
	const SheetFault *fault;

	fl_sheet_sort_faults(&review->sheet);
	fault = linitial(review->sheet.faults);
	ereport(ERROR,
			(errcode(fault->sqlstate),
			 errmsg_internal("%s", fault->message),
			 fault->detail == NULL ? 0 : errdetail_internal("%s", fault->detail),
			 fault->hint == NULL ? 0 : errhint("%s", fault->hint)));
}

PG_FUNCTION_INFO_V1(fl_approve_draft);
Datum
fl_approve_draft(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "draft_id", "revision", NULL};
	Review		review = {.fcinfo = fcinfo};
	Named	   *named = palloc0(sizeof(Named));

	fl_require_arguments(fcinfo, names);
	review.book = reviewing_book(PG_GETARG_DATUM(0));
	*named = (Named) {PG_GETARG_INT64(1), PG_GETARG_INT32(2)};
	review.remark = PG_ARGISNULL(3) ? NULL : PG_GETARG_TEXT_PP(3);
	if (!approve(&review, named, 1))
		raise_fault(&review);
	if (review.drafts[0].voucher_id == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT64(review.drafts[0].voucher_id);
}

static void
report_approved(const Review *review, Report *report)
{
	for (int i = 0; i < review->count; i++)
	{
		fl_report_begin_row(report);
		report_add_int64(report, review->drafts[i].draft_id);
		report_add_nullable(report, Int64GetDatum(review->drafts[i].voucher_id), review->drafts[i].voucher_id == 0);
		report_add_nulls(report, FAULT_COLUMNS);
		fl_report_end_row(report);
	}
}

PG_FUNCTION_INFO_V1(fl_approve_drafts);
Datum
fl_approve_drafts(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "drafts", "revisions", NULL};
	Review		review = {.fcinfo = fcinfo};
	Report		report;
	Named	   *named;
	int			count;

	fl_report_begin(&report, fcinfo, names);
	review.book = reviewing_book(PG_GETARG_DATUM(0));
	named = drafts_argument(fcinfo, 1, &count);
	add_revisions(fcinfo, 2, named, count);
	review.remark = PG_ARGISNULL(3) ? NULL : PG_GETARG_TEXT_PP(3);
	if (approve(&review, named, count))
		report_approved(&review, &report);
	else
		tell_faults(&review, &report, true);
	return (Datum) 0;
}

/* ---------- returning, withdrawing, discarding ---------- */

static int
move(Review *review, Named *named, int count)
{
	open_drafts(review, named, count);
	for (int i = 0; i < review->count; i++)
	{
		if (review->next != DRAFT_RETURNED)
			fl_draft_require_own(review->book, &review->drafts[i]);
		fl_draft_require_state(review->book, &review->drafts[i], review->next);
	}
	move_drafts(review);
	return review->count;
}

static const text *
required_remark(FunctionCallInfo fcinfo, int n)
{
	const text *remark = PG_GETARG_TEXT_PP(n);

	if (fl_sheet_is_blank(text_to_cstring(remark)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("remark is empty"),
				 errhint("Say what is to be corrected, for who prepares the draft.")));
	return remark;
}

PG_FUNCTION_INFO_V1(fl_return_draft);
Datum
fl_return_draft(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "draft_id", "remark"};
	Review		review = {.next = DRAFT_RETURNED};
	Named	   *named = palloc0(sizeof(Named));

	fl_require_arguments(fcinfo, names);
	review.book = reviewing_book(PG_GETARG_DATUM(0));
	named->draft_id = PG_GETARG_INT64(1);
	review.remark = required_remark(fcinfo, 2);
	(void) move(&review, named, 1);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(fl_return_drafts);
Datum
fl_return_drafts(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "drafts", "remark"};
	Review		review = {.next = DRAFT_RETURNED};
	Named	   *named;
	int			count;

	fl_require_arguments(fcinfo, names);
	review.book = reviewing_book(PG_GETARG_DATUM(0));
	named = drafts_argument(fcinfo, 1, &count);
	review.remark = required_remark(fcinfo, 2);
	PG_RETURN_INT32(move(&review, named, count));
}

static void
move_one(FunctionCallInfo fcinfo, DraftState next)
{
	static const char *const names[] = {"book", "draft_id", NULL};
	Review		review = {.next = next};
	Named	   *named = palloc0(sizeof(Named));

	fl_require_arguments(fcinfo, names);
	review.book = fl_preparing_book(PG_GETARG_DATUM(0));
	named->draft_id = PG_GETARG_INT64(1);
	review.remark = PG_ARGISNULL(2) ? NULL : PG_GETARG_TEXT_PP(2);
	(void) move(&review, named, 1);
}

PG_FUNCTION_INFO_V1(fl_withdraw_draft);
Datum
fl_withdraw_draft(PG_FUNCTION_ARGS)
{
	move_one(fcinfo, DRAFT_WITHDRAWN);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(fl_discard_draft);
Datum
fl_discard_draft(PG_FUNCTION_ARGS)
{
	move_one(fcinfo, DRAFT_DISCARDED);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(fl_withdraw_drafts);
Datum
fl_withdraw_drafts(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "drafts", NULL};
	Review		review = {.next = DRAFT_WITHDRAWN};
	Named	   *named;
	int			count;

	fl_require_arguments(fcinfo, names);
	review.book = fl_preparing_book(PG_GETARG_DATUM(0));
	named = drafts_argument(fcinfo, 1, &count);
	review.remark = PG_ARGISNULL(2) ? NULL : PG_GETARG_TEXT_PP(2);
	PG_RETURN_INT32(move(&review, named, count));
}

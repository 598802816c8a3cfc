/*
 * import.c
 *		fund.import(): vouchers from the rows of spreadsheets.
 *
 * A row is an entry, all of it text (import.sql).  Rows of one key are a
 * voucher.  Everything is checked first, and all that is wrong is returned, row
 * by row (posting/sheet.h).  Where nothing is, all vouchers are posted, by the
 * key as the source key: the same file twice is the same vouchers.  In a book
 * that demands review each becomes a draft, submitted, which a reviewer posts.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "drafts/prepare.h"
#include "ledger/ledger.h"
#include "ledger/restore.h"
#include "posting/check_voucher.h"
#include "posting/posting.h"
#include "posting/sheet.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"

typedef struct Import
{
	Sheet		sheet;			/* first, as the sheet calls with it */
	const char *batch;
	const char *loader;
	const char *default_book;
	int64	   *line_ids;		/* of its rows */
	int			known_count;	/* of its vouchers, posted or submitted before */
	int			draft_count;	/* of the others, that become drafts */
	bool		is_reviewed;	/* some are of a book that demands review */
} Import;

/* ---------- reading the rows ---------- */

static void
read_row(Import *import, uint64 number)
{
	SheetRow   *row = &import->sheet.rows[number];

	import->line_ids[number] = DatumGetInt64(fl_spi_required(number, 1));
	row->row_no = DatumGetInt32(fl_spi_required(number, 2));
	for (int cell = CELL_BOOK; cell < CELLS; cell++)
	{
		char	   *text = fl_spi_text(number, 3 + cell);

		row->cells[cell] = fl_sheet_is_blank(text) ? NULL : text;
	}
	if (row->cells[CELL_BOOK] == NULL)
		row->cells[CELL_BOOK] = unconstify(char *, import->default_book);
}

/*
 * Those that wait, or where none does those that were imported last: asking
 * twice is no harm.  In the order in which they were loaded.
 */
static void
read_rows(Import *import)
{
	static SpiPlan plan = {
		"SELECT line_id, coalesce(row_no, pg_catalog.row_number() OVER (ORDER BY line_id)::integer), book, voucher_key,"
		"  voucher_date, kind, basis, summary, account, party, debit, credit, memo, attachments"
		" FROM ledger.import_line WHERE loaded_by = $1 AND batch = $2 AND imported_at IS NOT DISTINCT FROM"
		"  (SELECT CASE WHEN pg_catalog.count(*) = pg_catalog.count(imported_at) THEN pg_catalog.max(imported_at) END"
		"   FROM ledger.import_line WHERE loaded_by = $1 AND batch = $2)"
		" ORDER BY line_id", "text, text"
	};
	Datum		values[] = {CStringGetTextDatum(import->loader), CStringGetTextDatum(import->batch)};
	MemoryContext caller = CurrentMemoryContext;
	LedgerCall	call;
	int			count;

	fl_ledger_enter(&call);
	count = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	MemoryContextSwitchTo(caller);
	fl_sheet_init(&import->sheet, count);
	import->line_ids = palloc(Max(count, 1) * sizeof(int64));
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		read_row(import, i);
	}
	fl_ledger_leave(&call);
	if (count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("batch \"%s\" has no rows that \"%s\" has loaded", import->batch, import->loader),
				 errhint("Load them into ledger.import_line or ledger.\"导入凭证\" first.")));
}

/* ---------- the vouchers ---------- */

/* In a book that demands review: false where it had been submitted, or posted, before. */
static bool
try_draft(Voucher *voucher)
{
	if (fl_draft_with_key(fl_draft_of_voucher(voucher)) != 0 || fl_is_posted(voucher))
		return false;
	fl_try_voucher(voucher);
	return true;
}

static void
post_voucher(Sheet *sheet, SheetVoucher *imported)
{
	Import	   *import = (Import *) sheet;
	Voucher		voucher = imported->voucher;
	bool		is_draft = imported->first->book->review_required;
	bool		is_new;

	voucher.prepared_by = cstring_to_text(fl_outer_user());
	is_new = is_draft ? try_draft(&voucher) :
		fl_post_voucher(CStringGetTextDatum(imported->first->book->code), &voucher);
	import->is_reviewed |= is_draft;
	if (!is_new)
		import->known_count++;
	else if (is_draft)
		import->draft_count++;
}

static void
submit_draft(const Voucher *voucher)
{
	DraftContent *content = fl_draft_of_voucher(voucher);

	if (fl_draft_with_key(content) == 0 && !fl_is_posted(voucher))
		(void) fl_draft_write(content, DRAFT_SUBMITTED);
}

/* Once all is right. */
static void
submit_drafts(const Sheet *sheet)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext per_draft = AllocSetContextCreate(caller, "fundledger draft", ALLOCSET_DEFAULT_SIZES);

	for (int i = 0; i < sheet->voucher_count; i++)
	{
		const SheetVoucher *voucher = &sheet->vouchers[i];

		CHECK_FOR_INTERRUPTS();
		if (!voucher->first->book->review_required)
			continue;
		MemoryContextSwitchTo(per_draft);
		submit_draft(&voucher->voucher);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_draft);
	}
	MemoryContextDelete(per_draft);
}

static void
make_vouchers(Sheet *sheet)
{
	sheet->is_keyed = true;
	sheet->door = DOOR_POST;
	sheet->poster = fl_accountable_poster();
	sheet->open_book = fl_preparing_book;
	sheet->post = post_voucher;
	for (int i = 0; i < sheet->row_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		fl_sheet_check_row(sheet, &sheet->rows[i]);
	}
	fl_sheet_collect_by_key(sheet);
	fl_sheet_make_vouchers(sheet);
}

/* ---------- the result ---------- */

static void
write_faults(Report *report, Import *import)
{
	ListCell   *lc;

	fl_sheet_sort_faults(&import->sheet);
	foreach(lc, import->sheet.faults)
	{
		const SheetFault *fault = lfirst(lc);

		fl_report_begin_row(report);
		report_add_int32(report, fault->row_no);
		report_add_text(report, fault->row->cells[CELL_KEY]);
		report_add_text(report, fl_sheet_cell_name(fault->cell, fl_report_is_chinese(report)));
		report_add_text(report, fault->cell == NO_CELL ? NULL : fault->row->cells[fault->cell]);
		report_add_text(report, unpack_sql_state(fault->sqlstate));
		report_add_text(report, fault->message);
		report_add_text(report, fault->detail);
		report_add_text(report, fault->hint);
		fl_report_end_row(report);
	}
}

/* ---------- SQL ---------- */

/* Those that were read: more may have been loaded meanwhile. */
static ArrayType *
line_ids(const Import *import)
{
	int			count = import->sheet.row_count;
	Datum	   *ids = palloc(count * sizeof(Datum));

	for (int i = 0; i < count; i++)
		ids[i] = Int64GetDatum(import->line_ids[i]);
	return construct_array(ids, count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
}

static void
mark_imported(const Import *import)
{
	static SpiPlan plan = {
		"UPDATE ledger.import_line SET imported_at = pg_catalog.now()"
		" WHERE loaded_by = $1 AND batch = $2 AND line_id = ANY ($3) AND imported_at IS NULL",
		"text, text, bigint[]"
	};
	Datum		values[] = {
		CStringGetTextDatum(import->loader), CStringGetTextDatum(import->batch),
		PointerGetDatum(line_ids(import))
	};
	LedgerCall	call;

	fl_ledger_enter(&call);
	fl_spi_run(&plan, values, NULL, SPI_WRITE);
	fl_ledger_leave(&call);
}

static char *
counted(int count, const char *one, const char *many)
{
	return psprintf("%d %s", count, count == 1 ? one : many);
}

/* The same file again is no second posting. */
static int
errdetail_known(const Import *import)
{
	if (import->known_count == 0)
		return 0;
	return errdetail("%s of the rows had been %s before, under the same key and in the same words.",
					 counted(import->known_count, "voucher", "vouchers"),
					 import->is_reviewed ? "submitted or posted" : "posted");
}

static void
notice_done(const Import *import)
{
	int			posted = import->sheet.voucher_count - import->known_count - import->draft_count;
	char	   *vouchers = counted(posted, "voucher", "vouchers");
	char	   *rows = counted(import->sheet.row_count, "row", "rows");

	if (import->draft_count == 0)
		ereport(NOTICE,
				(errmsg("batch \"%s\" is posted: %s of %s", import->batch, vouchers, rows),
				 errdetail_known(import)));
	else
		ereport(NOTICE,
				(errmsg("batch \"%s\" is submitted for review: %s and %s of %s", import->batch,
						counted(import->draft_count, "draft", "drafts"), vouchers, rows),
				 errdetail_known(import),
				 errhint("A reviewer posts the drafts with fund.approve_drafts().")));
}

static char *
optional_argument(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(n));
}

PG_FUNCTION_INFO_V1(fl_import);
Datum
fl_import(PG_FUNCTION_ARGS)
{
	static const char *const arguments[] = {"batch", NULL};
	Report		report;
	Import		import = {0};

	fl_report_begin(&report, fcinfo, arguments);
	fl_ledger_check();
	fl_restore_check();
	import.batch = text_to_cstring(PG_GETARG_TEXT_PP(0));
	import.default_book = optional_argument(fcinfo, 1);
	import.loader = fl_outer_user();
	read_rows(&import);
	make_vouchers(&import.sheet);
	if (fl_sheet_post(&import.sheet))
	{
		submit_drafts(&import.sheet);
		mark_imported(&import);
		notice_done(&import);
	}
	write_faults(&report, &import);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(fl_discard_import);
Datum
fl_discard_import(PG_FUNCTION_ARGS)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.import_line WHERE loaded_by = $1 AND batch = $2", "text, text"
	};
	Datum		values[] = {CStringGetTextDatum(fl_outer_user()), PG_GETARG_DATUM(0)};
	uint64		rows;
	LedgerCall	call;

	fl_ledger_enter(&call);
	rows = fl_spi_run(&plan, values, NULL, SPI_WRITE);
	fl_ledger_leave(&call);
	PG_RETURN_INT64((int64) rows);
}

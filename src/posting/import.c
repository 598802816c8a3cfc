/*
 * import.c
 *		fund.import(): vouchers from the rows of spreadsheets.
 *
 * A row is an entry, all of it text (import.sql).  Rows of one key are a
 * voucher.  Everything is checked first, and all that is wrong is returned, row
 * by row: the cells (import_cells.h), the vouchers that they make, and what
 * posting would refuse (fl_judge_draft).  Where nothing is, all vouchers are
 * posted, by the key as the source key: the same file twice is the same
 * vouchers.
 *
 * The first attempt is to post them all, within one subtransaction; only where
 * that fails is each attempted alone, the others before it posted, and in the
 * end all of it is undone.  So nothing is judged otherwise than posting does.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "ledger/ledger.h"
#include "ledger/restore.h"
#include "posting/check_voucher.h"
#include "posting/import_cells.h"
#include "posting/judging.h"
#include "posting/posting.h"
#include "posting/signing.h"
#include "posting/warned.h"
#include "server/attempt.h"
#include "server/errors.h"
#include "server/report.h"
#include "server/spi_plan.h"

/* ---------- what is imported ---------- */

/* A book that rows name, looked up once. */
typedef struct ImportBook
{
	const char *code;
	int32		book_id;
	bool		review_required;
	List	   *names;			/* of NamedAccounts, of the months that rows have */
	const ErrorData *error;		/* why the caller may not post to it, or NULL */
} ImportBook;

typedef struct ImportRow
{
	int64		line_id;
	int32		row_no;
	char	   *cells[CELLS];	/* NULL: blank */
	ImportBook *book;
	bool		is_wrong;
	DateADT		date;			/* and so on, where the cell says it */
	bool		has_date;
	int			kind;
	int			basis;
	int32		attachments;
	bool		has_amount;
	JournalLine line;
	struct ImportRow *next;		/* of its voucher; NULL: the last */
} ImportRow;

typedef struct ImportVoucher
{
	ImportRow  *first;
	ImportRow  *last;
	int			count;
	bool		is_wrong;
	Voucher		voucher;
} ImportVoucher;

typedef struct Fault
{
	int32		row_no;
	const ImportRow *row;
	int			cell;
	int			sqlstate;
	const char *message;
	const char *detail;
	const char *hint;
} Fault;

typedef struct Import
{
	const char *batch;
	const char *loader;
	bool		is_own;			/* the caller has loaded the rows */
	const char *default_book;
	const char *poster;			/* as fl_accountable_poster says */
	ImportRow  *rows;
	int			row_count;
	ImportVoucher *vouchers;	/* in the order of their first rows */
	int			voucher_count;
	int			known_count;	/* of them, posted before */
	List	   *books;			/* of ImportBook */
	List	   *faults;			/* of Fault */
} Import;

/* ---------- faults ---------- */

static void
add_fault(Import *import, ImportRow *row, int cell, int sqlstate,
		  const char *message, const char *detail, const char *hint)
{
	Fault	   *fault = palloc(sizeof(Fault));

	*fault = (Fault) {row->row_no, row, cell, sqlstate, message, detail, hint};
	row->is_wrong = true;
	import->faults = lappend(import->faults, fault);
}

static bool
note_cell(Import *import, ImportRow *row, int cell, CellFault fault)
{
	if (fault.sqlstate == 0)
		return true;
	add_fault(import, row, cell, fault.sqlstate, fault.message, NULL, fault.hint);
	return false;
}

static void
add_error(Import *import, ImportRow *row, int cell, const ErrorData *error)
{
	add_fault(import, row, cell, error->sqlerrcode, error->message, error->detail, error->hint);
}

/* The cell that an error of posting is about. */
static int
cell_of_error(int sqlstate)
{
	switch (sqlstate)
	{
		case ERRCODE_UNKNOWN_BOOK:
		case ERRCODE_INSUFFICIENT_PRIVILEGE:
			return CELL_BOOK;
		case ERRCODE_PERIOD_CLOSED:
		case ERRCODE_BEFORE_FIRST_PERIOD:
		case ERRCODE_OPENING_TOO_LATE:
		case ERRCODE_BEYOND_HORIZON:
			return CELL_DATE;
		case ERRCODE_UNKNOWN_ACCOUNT:
		case ERRCODE_ACCOUNT_NOT_POSTABLE:
		case ERRCODE_KIND_NOT_ADMITTED:
		case ERRCODE_FORBIDDEN_PAIR:
		case ERRCODE_OUTSIDE_GROUP:
		case ERRCODE_BY_HAND:
			return CELL_ACCOUNT;
		case ERRCODE_UNKNOWN_PARTY:
		case ERRCODE_PARTY_REQUIRED:
			return CELL_PARTY;
		case ERRCODE_SOURCE_KEY_REUSED:
			return CELL_KEY;
		default:
			return NO_CELL;
	}
}

/* ---------- reading the rows ---------- */

static void
read_row(Import *import, uint64 number)
{
	ImportRow  *row = &import->rows[number];

	row->line_id = DatumGetInt64(fl_spi_required(number, 1));
	row->row_no = DatumGetInt32(fl_spi_required(number, 2));
	for (int cell = CELL_BOOK; cell < CELLS; cell++)
	{
		char	   *text = fl_spi_text(number, 3 + cell);

		row->cells[cell] = fl_sheet_is_blank(text) ? NULL : text;
	}
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

	fl_ledger_enter(&call);
	import->row_count = fl_spi_run(&plan, values, NULL, SPI_READ_NEWEST);
	MemoryContextSwitchTo(caller);
	import->rows = MemoryContextAllocExtended(caller, Max(import->row_count, 1) * sizeof(ImportRow),
											  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < import->row_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		read_row(import, i);
	}
	fl_ledger_leave(&call);
	if (import->row_count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("batch \"%s\" has no rows that \"%s\" has loaded", import->batch, import->loader),
				 errhint("Load them into ledger.import_line or ledger.\"导入凭证\" first.")));
}

/* ---------- books ---------- */

static void
open_book(void *argument)
{
	ImportBook *opened = argument;
	const Book *book = fl_posting_book(CStringGetTextDatum(opened->code));

	opened->book_id = book->book_id;
	opened->review_required = book->review_required;
}

static ImportBook *
import_book(Import *import, const char *code)
{
	ImportBook *book;
	ListCell   *lc;

	foreach(lc, import->books)
	{
		book = lfirst(lc);
		if (strcmp(book->code, code) == 0)
			return book;
	}
	book = palloc0(sizeof(ImportBook));
	book->code = code;
	book->error = fl_attempt(open_book, book);
	import->books = lcons(book, import->books);
	return book;
}

static void
check_book(Import *import, ImportRow *row)
{
	const char *code = row->cells[CELL_BOOK];

	/* Whoever loaded rows for a book that they do not name meant one of its own. */
	if (code == NULL && import->is_own)
		code = import->default_book;

	if (code == NULL)
	{
		add_fault(import, row, CELL_BOOK, ERRCODE_NULL_VALUE_NOT_ALLOWED, "the row names no book", NULL,
				  "Fill the column, or name the book of all rows: fund.import(batch, book).");
		return;
	}
	row->book = import_book(import, code);
	if (row->book->error != NULL)
		add_error(import, row, CELL_BOOK, row->book->error);
}

static bool
may_post_to(const ImportBook *book)
{
	return book != NULL && book->error == NULL;
}

/* ---------- the cells of a row ---------- */

static bool
require_cell(Import *import, ImportRow *row, int cell)
{
	static const char *const what[CELLS] = {
		[CELL_KEY] = "voucher key", [CELL_DATE] = "date", [CELL_SUMMARY] = "summary", [CELL_ACCOUNT] = "account"
	};

	if (row->cells[cell] != NULL)
		return true;
	add_fault(import, row, cell, ERRCODE_NULL_VALUE_NOT_ALLOWED,
			  psprintf("the row has no %s", what[cell]), NULL,
			  "A merged cell belongs to its first row only: each row has all of its own.");
	return false;
}

static void
check_words(Import *import, ImportRow *row)
{
	const char *kind = row->cells[CELL_KIND];
	const char *basis = row->cells[CELL_BASIS];

	row->kind = kind == NULL ? KIND_NORMAL : fl_voucher_kind_from_word(kind, strlen(kind));
	if (row->kind < 0)
		add_fault(import, row, CELL_KIND, ERRCODE_INVALID_VOUCHER,
				  psprintf("\"%s\" is not a kind of voucher", kind), NULL, VOUCHER_KIND_WORDS);
	row->basis = basis == NULL ? BASIS_CASH : fl_voucher_basis_from_word(basis, strlen(basis));
	if (row->basis < 0)
		add_fault(import, row, CELL_BASIS, ERRCODE_INVALID_VOUCHER,
				  psprintf("\"%s\" is not a basis of vouchers", basis), NULL, VOUCHER_BASIS_WORDS);
}

static void
check_amounts(Import *import, ImportRow *row)
{
	const char *debit = row->cells[CELL_DEBIT];
	const char *credit = row->cells[CELL_CREDIT];
	Amount		debited = 0;
	Amount		credited = 0;
	bool		is_read = debit == NULL || note_cell(import, row, CELL_DEBIT, fl_sheet_amount(debit, &debited));

	is_read &= credit == NULL || note_cell(import, row, CELL_CREDIT, fl_sheet_amount(credit, &credited));
	if (!is_read)
		return;
	if ((debited != 0) == (credited != 0))
	{
		add_fault(import, row, debited != 0 ? CELL_CREDIT : CELL_DEBIT,
				  debited != 0 ? ERRCODE_INVALID_PARAMETER_VALUE : ERRCODE_NULL_VALUE_NOT_ALLOWED,
				  debited != 0 ? "the row has an amount in debit and in credit" : "the row has no amount",
				  NULL, "An entry stands on one side; the other is blank or zero.");
		return;
	}
	row->has_amount = true;
	row->line.credit = credited != 0;
	row->line.amount = row->line.credit ? credited : debited;
}

static void
check_length(Import *import, ImportRow *row, int cell, const char **bytes, int *length, int most)
{
	*bytes = row->cells[cell];
	*length = *bytes == NULL ? 0 : strlen(*bytes);
	if (*length <= most)
		return;
	add_fault(import, row, cell, ERRCODE_STRING_DATA_RIGHT_TRUNCATION, "the cell is too long",
			  psprintf("It has %d bytes; at most %d fit.", *length, most), NULL);
	*bytes = NULL;
	*length = 0;
}

/* Of what others have loaded, only the book's posters learn what it is. */
static void
hide_row(ImportRow *row)
{
	for (int cell = CELL_BOOK + 1; cell < CELLS; cell++)
		row->cells[cell] = NULL;
}

static const NamedAccounts *
names_in(ImportBook *book, Period period)
{
	ListCell   *lc;

	foreach(lc, book->names)
	{
		if (fl_named_accounts_are_of(lfirst(lc), period))
			return lfirst(lc);
	}
	book->names = lappend(book->names, fl_named_accounts(fl_book_by_id(book->book_id), period));
	return llast(book->names);
}

/* Without a date nobody knows by which names, where the book has changed any. */
static void
check_account(Import *import, ImportRow *row)
{
	const char *cell = row->cells[CELL_ACCOUNT];
	const Book *book = fl_book_by_id(row->book->book_id);
	AccountCode *account = &row->line.account;

	if (!note_cell(import, row, CELL_ACCOUNT, fl_sheet_account_code(cell, account)) || *account != 0 ||
		(!row->has_date && book->has_names))
		return;
	(void) note_cell(import, row, CELL_ACCOUNT,
					 fl_sheet_account_name(names_in(row->book, row->has_date ? fl_period_of_date(row->date) : PERIOD_MAX),
										   cell, account));
}

static void
check_row(Import *import, ImportRow *row)
{
	check_book(import, row);
	if (!may_post_to(row->book) && !import->is_own)
	{
		hide_row(row);
		return;
	}
	(void) require_cell(import, row, CELL_KEY);
	(void) require_cell(import, row, CELL_SUMMARY);
	if (require_cell(import, row, CELL_DATE))
		row->has_date = note_cell(import, row, CELL_DATE, fl_sheet_date(row->cells[CELL_DATE], &row->date));
	check_words(import, row);
	/* Without a book there are no names of accounts, and nothing is told of one that is not the caller's. */
	if (require_cell(import, row, CELL_ACCOUNT) && may_post_to(row->book))
		check_account(import, row);
	check_amounts(import, row);
	check_length(import, row, CELL_PARTY, &row->line.party, &row->line.party_length, JOURNAL_MAX_PARTY);
	check_length(import, row, CELL_MEMO, &row->line.memo, &row->line.memo_length, JOURNAL_MAX_MEMO);
	if (row->cells[CELL_ATTACHMENTS] != NULL)
		(void) note_cell(import, row, CELL_ATTACHMENTS,
						 fl_sheet_count(row->cells[CELL_ATTACHMENTS], &row->attachments));
}

/* ---------- the rows of a voucher ---------- */

/* The first row of the voucher that has this book and key. */
typedef struct VoucherKey
{
	const char *book;
	const char *key;
} VoucherKey;

typedef struct KeyEntry
{
	VoucherKey	key;
	int			voucher;
	char		status;
} KeyEntry;

static inline uint32
hash_key(VoucherKey key)
{
	return hash_combine(hash_bytes((const unsigned char *) key.book, strlen(key.book)),
						hash_bytes((const unsigned char *) key.key, strlen(key.key)));
}

static inline bool
equal_keys(VoucherKey a, VoucherKey b)
{
	return strcmp(a.book, b.book) == 0 && strcmp(a.key, b.key) == 0;
}

#define SH_PREFIX			keys
#define SH_ELEMENT_TYPE		KeyEntry
#define SH_KEY_TYPE			VoucherKey
#define SH_KEY				key
#define SH_HASH_KEY(tb, key)	hash_key(key)
#define SH_EQUAL(tb, a, b)	equal_keys(a, b)
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

static void
add_to_voucher(Import *import, keys_hash *keys, ImportRow *row)
{
	VoucherKey	key = {row->book->code, row->cells[CELL_KEY]};
	bool		found;
	KeyEntry   *entry = keys_insert(keys, key, &found);
	ImportVoucher *voucher;

	if (!found)
	{
		entry->voucher = import->voucher_count++;
		voucher = &import->vouchers[entry->voucher];
		voucher->first = voucher->last = row;
	}
	else
	{
		voucher = &import->vouchers[entry->voucher];
		voucher->last->next = row;
		voucher->last = row;
	}
	voucher->count++;
	voucher->is_wrong |= row->is_wrong;
}

/* A row without book or key is of no voucher. */
static void
collect_vouchers(Import *import)
{
	keys_hash  *keys = keys_create(CurrentMemoryContext, import->row_count, NULL);

	import->vouchers = MemoryContextAllocExtended(CurrentMemoryContext,
												  import->row_count * sizeof(ImportVoucher),
												  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (int i = 0; i < import->row_count; i++)
	{
		ImportRow  *row = &import->rows[i];

		CHECK_FOR_INTERRUPTS();
		if (may_post_to(row->book) && row->cells[CELL_KEY] != NULL)
			add_to_voucher(import, keys, row);
	}
	keys_destroy(keys);
}

/* ---------- what the rows of a voucher have in common ---------- */

static bool
is_same_cell(const ImportRow *a, const ImportRow *b, int cell)
{
	if (cell == CELL_DATE)
		return a->date == b->date || !a->has_date || !b->has_date;
	if (cell == CELL_KIND)
		return a->kind == b->kind || a->kind < 0 || b->kind < 0;
	if (cell == CELL_BASIS)
		return a->basis == b->basis || a->basis < 0 || b->basis < 0;
	if (cell == CELL_ATTACHMENTS)
		return a->attachments == b->attachments && (a->cells[cell] == NULL) == (b->cells[cell] == NULL);
	if (a->cells[cell] == NULL || b->cells[cell] == NULL)
		return true;
	return strcmp(a->cells[cell], b->cells[cell]) == 0;
}

static void
check_common_cells(Import *import, ImportVoucher *voucher)
{
	static const int common[] = {CELL_DATE, CELL_KIND, CELL_BASIS, CELL_SUMMARY, CELL_ATTACHMENTS};

	for (ImportRow *row = voucher->first->next; row != NULL; row = row->next)
	{
		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < lengthof(common); i++)
		{
			if (is_same_cell(voucher->first, row, common[i]))
				continue;
			add_fault(import, row, common[i], ERRCODE_INVALID_PARAMETER_VALUE,
					  psprintf("the row is of another voucher than row %d, which has the same key",
							   voucher->first->row_no),
					  psprintf("There it is \"%s\".", voucher->first->cells[common[i]] == NULL ? "" :
							   voucher->first->cells[common[i]]),
					  "Entries of one voucher have its date, kind, basis, summary and attachments; what is said of one of them is its memo.");
			voucher->is_wrong = true;
		}
	}
}

static int
compare_texts(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int
compare_entries(const void *a, const void *b)
{
	const ImportRow *left = *(ImportRow *const *) a;
	const ImportRow *right = *(ImportRow *const *) b;
	int			order = 0;

	if (left->line.account != right->line.account)
		return left->line.account > right->line.account ? 1 : -1;
	if (left->line.credit != right->line.credit)
		return left->line.credit ? 1 : -1;
	if (left->line.amount != right->line.amount)
		return left->line.amount > right->line.amount ? 1 : -1;
	order = compare_texts(left->cells[CELL_PARTY], right->cells[CELL_PARTY]);
	return order != 0 ? order : compare_texts(left->cells[CELL_MEMO], right->cells[CELL_MEMO]);
}

/* How often does every entry stand there?  1 where any is there once, or they differ. */
static int
repetitions(const ImportVoucher *voucher)
{
	ImportRow **rows = palloc(voucher->count * sizeof(ImportRow *));
	int			least = voucher->count;
	int			run = 1;
	int			i = 0;

	for (ImportRow *row = voucher->first; row != NULL; row = row->next)
		rows[i++] = row;
	qsort(rows, voucher->count, sizeof(ImportRow *), compare_entries);
	for (i = 1; i <= voucher->count; i++)
	{
		if (i < voucher->count && compare_entries(&rows[i - 1], &rows[i]) == 0)
			run++;
		else
		{
			least = Min(least, run);
			run = 1;
		}
	}
	pfree(rows);
	return least;
}

/* A voucher whose every entry stands there twice balances all the same. */
static void
check_loaded_once(Import *import, ImportVoucher *voucher)
{
	int			times = repetitions(voucher);

	if (times < 2)
		return;
	add_fault(import, voucher->first, CELL_KEY, ERRCODE_INVALID_PARAMETER_VALUE,
			  psprintf("every entry of the voucher stands there %d times", times),
			  psprintf("It has %d rows.", voucher->count),
			  "If the file was loaded twice: fund.discard_import(), and load it again. Entries that are meant to be there twice are told apart by their memo.");
	voucher->is_wrong = true;
}

/* ---------- the voucher ---------- */

static void
make_journal(ImportVoucher *voucher)
{
	JournalBuilder builder;

	fl_journal_builder_init(&builder);
	for (ImportRow *row = voucher->first; row != NULL; row = row->next)
		fl_journal_builder_add(&builder, &row->line);
	voucher->voucher.journal = fl_journal_builder_finish(&builder, NULL);
}

static bool
all_have_amounts(const ImportVoucher *voucher)
{
	for (ImportRow *row = voucher->first; row != NULL; row = row->next)
	{
		if (!row->has_amount)
			return false;
	}
	return true;
}

/* Whatever else is wrong with it, it is told that it does not balance. */
static void
check_balance(Import *import, ImportVoucher *voucher)
{
	int128		debits = 0;
	int128		credits = 0;

	if (!all_have_amounts(voucher))
		return;
	for (ImportRow *row = voucher->first; row != NULL; row = row->next)
	{
		if (row->line.credit)
			credits += row->line.amount;
		else
			debits += row->line.amount;
	}
	if (debits == credits)
		return;
	add_fault(import, voucher->first, NO_CELL, ERRCODE_UNBALANCED_JOURNAL, "voucher does not balance",
			  psprintf("Debits are %s and credits are %s: the difference is %s.",
					   fl_total_text(debits), fl_total_text(credits), fl_total_text(debits - credits)),
			  voucher->count == 1 ? "It has one row: do the others have its key?" :
			  "Add the missing row or correct an amount.");
	voucher->is_wrong = true;
}

static text *
optional_text(const char *cell)
{
	return cell == NULL ? NULL : cstring_to_text(cell);
}

static void
make_voucher(const Import *import, ImportVoucher *voucher)
{
	const ImportRow *row = voucher->first;
	Voucher    *made = &voucher->voucher;

	made->book_id = row->book->book_id;
	if (row->has_date)
	{
		made->date = row->date;
		made->period = fl_period_of_date(row->date);
	}
	made->kind = Max(row->kind, 0);
	made->basis = Max(row->basis, 0);
	made->summary = optional_text(row->cells[CELL_SUMMARY]);
	made->source_key = optional_text(row->cells[CELL_KEY]);
	made->attachments = row->attachments;
	made->has_attachments = row->cells[CELL_ATTACHMENTS] != NULL;
	if (!import->is_own || row->book->review_required)
		made->prepared_by = cstring_to_text(import->loader);
	if (!voucher->is_wrong)
		make_journal(voucher);
}

static void
make_vouchers(Import *import)
{
	collect_vouchers(import);
	for (int i = 0; i < import->voucher_count; i++)
	{
		ImportVoucher *voucher = &import->vouchers[i];

		CHECK_FOR_INTERRUPTS();
		check_common_cells(import, voucher);
		check_loaded_once(import, voucher);
		check_balance(import, voucher);
		make_voucher(import, voucher);
	}
}

/* ---------- what posting says of it ---------- */

/* A voucher that is being judged. */
typedef struct Judged
{
	Import	   *import;
	ImportVoucher *voucher;
	int			faults;
} Judged;

/* False where it had been posted before. */
static bool
post_voucher(const ImportVoucher *imported)
{
	Voucher		voucher = imported->voucher;

	return fl_post_voucher(CStringGetTextDatum(imported->first->book->code), &voucher);
}

static void
post_one(void *argument)
{
	Judged	   *judged = argument;

	(void) post_voucher(judged->voucher);
}

static ImportRow *
nth_row(const ImportVoucher *voucher, int line)
{
	ImportRow  *row = voucher->first;

	while (line-- > 0)
		row = row->next;
	return row;
}

static void
note_error(void *argument, const ErrorData *error, int line)
{
	Judged	   *judged = argument;

	judged->faults++;
	add_error(judged->import, nth_row(judged->voucher, line), cell_of_error(error->sqlerrcode), error);
}

/* Signed as it would be posted. */
static void
sign_draft(Draft *draft, const ImportBook *book)
{
	Voucher    *voucher = &draft->voucher;

	if (voucher->prepared_by == NULL)
		voucher->prepared_by = cstring_to_text(fl_outer_user());
	if (book->review_required)
		voucher->reviewed_by = cstring_to_text(fl_outer_user());
}

static void
judge_draft(Judged *judged)
{
	const ImportVoucher *voucher = judged->voucher;
	const ImportRow *first = voucher->first;
	Posting		posting = {
		.context = CurrentMemoryContext,
		.pairs.context = CurrentMemoryContext,
		.warned.context = CurrentMemoryContext,
		.used.context = CurrentMemoryContext,
		.unassigned.context = CurrentMemoryContext,
		.poster = judged->import->poster
	};
	Draft		draft = {
		.voucher = voucher->voucher,
		.lines = palloc(voucher->count * sizeof(JournalLine)),
		.has_date = first->has_date,
		.has_kind = first->kind >= 0 && first->basis >= 0
	};

	for (const ImportRow *row = first; row != NULL; row = row->next)
		draft.lines[draft.count++] = row->line;
	sign_draft(&draft, first->book);
	fl_judge_draft(&posting, &draft, note_error, judged);
}

/* Posts it where it can be; what is wrong with it is noted otherwise. */
static void
judge_voucher(Import *import, ImportVoucher *voucher)
{
	Judged		judged = {import, voucher, 0};
	ErrorData  *error = NULL;

	if (!voucher->is_wrong && (error = fl_attempt(post_one, &judged)) == NULL)
		return;
	judge_draft(&judged);
	/* What the draft does not know: a key that is taken, an account that is overdrawn. */
	if (judged.faults == 0 && error != NULL)
		note_error(&judged, error, 0);
}

static void
judge_vouchers(void *argument)
{
	Import	   *import = argument;

	/* What is undone in the end need not be warned of; and so is this. */
	(void) set_config_option("client_min_messages", "error", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	for (int i = 0; i < import->voucher_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		judge_voucher(import, &import->vouchers[i]);
	}
}

static void
post_vouchers(void *argument)
{
	Import	   *import = argument;

	import->known_count = 0;
	for (int i = 0; i < import->voucher_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!post_voucher(&import->vouchers[i]))
			import->known_count++;
	}
}

/* What a batch would warn of is said only where it stands. */
static bool
are_all_posted(Import *import)
{
	HeldWarnings warnings = {CurrentMemoryContext, NIL};
	volatile bool posted = false;

	fl_warnings_hold(&warnings);
	PG_TRY();
	{
		posted = fl_attempt(post_vouchers, import) == NULL;
	}
	PG_FINALLY();
	{
		fl_warnings_hold(NULL);
	}
	PG_END_TRY();
	if (posted)
		fl_warnings_give(&warnings);
	return posted;
}

/* Posts all, or returns with what is wrong. */
static void
post_or_judge(Import *import)
{
	ErrorData  *error;

	if (import->faults == NIL && are_all_posted(import))
		return;
	error = fl_attempt_in_vain(judge_vouchers, import);
	if (error != NULL)
		ReThrowError(error);
	if (import->faults == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not import batch \"%s\"", import->batch),
				 errdetail("What stood in the way has gone meanwhile."),
				 errhint("Import it again.")));
}

/* ---------- the result ---------- */

static int
compare_faults(const ListCell *a, const ListCell *b)
{
	const Fault *left = lfirst(a);
	const Fault *right = lfirst(b);

	if (left->row != right->row)
		return left->row > right->row ? 1 : -1;
	if (left->cell != right->cell)
		return left->cell - right->cell;
	return left->sqlstate - right->sqlstate;
}

static const char *
cell_name(const Report *report, int cell)
{
	static const char *const names[CELLS][2] = {
		[CELL_BOOK] = {"book", "账套"}, [CELL_KEY] = {"voucher_key", "凭证号"},
		[CELL_DATE] = {"voucher_date", "日期"}, [CELL_KIND] = {"kind", "种类"},
		[CELL_BASIS] = {"basis", "核算基础"}, [CELL_SUMMARY] = {"summary", "摘要"},
		[CELL_ACCOUNT] = {"account", "科目"}, [CELL_PARTY] = {"party", "往来"},
		[CELL_DEBIT] = {"debit", "借方"}, [CELL_CREDIT] = {"credit", "贷方"},
		[CELL_MEMO] = {"memo", "备注"}, [CELL_ATTACHMENTS] = {"attachments", "附件数"},
	};

	return cell == NO_CELL ? NULL : names[cell][fl_report_is_chinese(report)];
}

static void
write_faults(Report *report, Import *import)
{
	ListCell   *lc;

	list_sort(import->faults, compare_faults);
	foreach(lc, import->faults)
	{
		const Fault *fault = lfirst(lc);

		fl_report_begin_row(report);
		report_add_int32(report, fault->row_no);
		report_add_text(report, fault->row->cells[CELL_KEY]);
		report_add_text(report, cell_name(report, fault->cell));
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
	Datum	   *ids = palloc(import->row_count * sizeof(Datum));

	for (int i = 0; i < import->row_count; i++)
		ids[i] = Int64GetDatum(import->rows[i].line_id);
	return construct_array(ids, import->row_count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
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
static void
notice_posted(const Import *import)
{
	int			known = import->known_count;

	ereport(NOTICE,
			(errmsg("batch \"%s\" is posted: %s of %s", import->batch,
					counted(import->voucher_count - known, "voucher", "vouchers"),
					counted(import->row_count, "row", "rows")),
			 known == 0 ? 0 :
			 errdetail("%s of the rows had been posted before, under the same key and in the same words.",
					   counted(known, "voucher", "vouchers"))));
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
	static const char *const arguments[] = {"batch", NULL, NULL};
	Report		report;
	Import		import = {0};

	fl_report_begin(&report, fcinfo, arguments);
	fl_ledger_check();
	fl_restore_check();
	import.batch = text_to_cstring(PG_GETARG_TEXT_PP(0));
	import.default_book = optional_argument(fcinfo, 1);
	import.loader = PG_ARGISNULL(2) ? fl_outer_user() : optional_argument(fcinfo, 2);
	import.is_own = strcmp(import.loader, fl_outer_user()) == 0;
	import.poster = fl_accountable_poster();
	read_rows(&import);
	for (int i = 0; i < import.row_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		check_row(&import, &import.rows[i]);
	}
	make_vouchers(&import);
	post_or_judge(&import);
	if (import.faults == NIL)
	{
		mark_imported(&import);
		notice_posted(&import);
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

/*
 * sheet.c
 *		Rows of entries, every cell text, and the vouchers that they make.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "ledger/ledger.h"
#include "ledger/named_account.h"
#include "posting/judging.h"
#include "posting/sheet.h"
#include "posting/warned.h"
#include "server/attempt.h"
#include "server/errors.h"

void
fl_sheet_init(Sheet *sheet, int row_count)
{
	*sheet = (Sheet) {.row_count = row_count};
	sheet->rows = MemoryContextAllocExtended(CurrentMemoryContext, Max(row_count, 1) * sizeof(SheetRow),
											 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	sheet->vouchers = MemoryContextAllocExtended(CurrentMemoryContext, Max(row_count, 1) * sizeof(SheetVoucher),
												 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

/* ---------- faults ---------- */

static void
add_fault(Sheet *sheet, SheetRow *row, int cell, int sqlstate,
		  const char *message, const char *detail, const char *hint)
{
	SheetFault *fault = palloc(sizeof(SheetFault));

	*fault = (SheetFault) {row->row_no, row, cell, sqlstate, message, detail, hint};
	row->is_wrong = true;
	sheet->faults = lappend(sheet->faults, fault);
}

static bool
note_cell(Sheet *sheet, SheetRow *row, int cell, CellFault fault)
{
	if (fault.sqlstate == 0)
		return true;
	add_fault(sheet, row, cell, fault.sqlstate, fault.message, NULL, fault.hint);
	return false;
}

static void
add_error(Sheet *sheet, SheetRow *row, int cell, const ErrorData *error)
{
	add_fault(sheet, row, cell, error->sqlerrcode, error->message, error->detail, error->hint);
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

/* ---------- books ---------- */

/* A book, and how it is opened. */
typedef struct BookOpening
{
	const Sheet *sheet;
	SheetBook  *book;
} BookOpening;

static void
open_book(void *argument)
{
	BookOpening *opening = argument;
	SheetBook  *opened = opening->book;
	const Book *book = opening->sheet->open_book(CStringGetTextDatum(opened->code));

	opened->book_id = book->book_id;
	opened->review_required = book->review_required;
}

static SheetBook *
find_book(Sheet *sheet, const char *code)
{
	BookOpening opening = {sheet};
	SheetBook *book;
	ListCell   *lc;

	foreach(lc, sheet->books)
	{
		book = lfirst(lc);
		if (strcmp(book->code, code) == 0)
			return book;
	}
	book = palloc0(sizeof(SheetBook));
	book->code = code;
	opening.book = book;
	book->error = fl_attempt(open_book, &opening);
	sheet->books = lcons(book, sheet->books);
	return book;
}

static void
check_book(Sheet *sheet, SheetRow *row)
{
	const char *code = row->cells[CELL_BOOK];

	if (code == NULL)
	{
		add_fault(sheet, row, CELL_BOOK, ERRCODE_NULL_VALUE_NOT_ALLOWED, "the row names no book", NULL,
				  "Fill the column, or name the book of all rows: fund.import(batch, book).");
		return;
	}
	row->book = find_book(sheet, code);
	if (row->book->error != NULL)
		add_error(sheet, row, CELL_BOOK, row->book->error);
}

static bool
may_post_to(const SheetBook *book)
{
	return book != NULL && book->error == NULL;
}

/* ---------- the cells of a row ---------- */

static bool
require_cell(Sheet *sheet, SheetRow *row, int cell)
{
	static const char *const what[CELLS] = {
		[CELL_KEY] = "voucher key", [CELL_DATE] = "date", [CELL_SUMMARY] = "summary", [CELL_ACCOUNT] = "account"
	};

	if (row->cells[cell] != NULL)
		return true;
	add_fault(sheet, row, cell, ERRCODE_NULL_VALUE_NOT_ALLOWED,
			  psprintf("the %s has no %s", sheet->is_keyed || cell == CELL_ACCOUNT ? "row" : "voucher", what[cell]), NULL,
			  sheet->is_keyed ? "A merged cell belongs to its first row only: each row has all of its own." : NULL);
	return false;
}

static void
check_words(Sheet *sheet, SheetRow *row)
{
	const char *kind = row->cells[CELL_KIND];
	const char *basis = row->cells[CELL_BASIS];

	row->kind = kind == NULL ? KIND_NORMAL : fl_voucher_kind_from_word(kind, strlen(kind));
	if (row->kind < 0)
		add_fault(sheet, row, CELL_KIND, ERRCODE_INVALID_VOUCHER,
				  psprintf("\"%s\" is not a kind of voucher", kind), NULL, VOUCHER_KIND_WORDS);
	row->basis = basis == NULL ? BASIS_CASH : fl_voucher_basis_from_word(basis, strlen(basis));
	if (row->basis < 0)
		add_fault(sheet, row, CELL_BASIS, ERRCODE_INVALID_VOUCHER,
				  psprintf("\"%s\" is not a basis of vouchers", basis), NULL, VOUCHER_BASIS_WORDS);
}

static void
check_amounts(Sheet *sheet, SheetRow *row)
{
	const char *debit = row->cells[CELL_DEBIT];
	const char *credit = row->cells[CELL_CREDIT];
	Amount		debited = 0;
	Amount		credited = 0;
	bool		is_read = debit == NULL || note_cell(sheet, row, CELL_DEBIT, fl_sheet_amount(debit, &debited));

	is_read &= credit == NULL || note_cell(sheet, row, CELL_CREDIT, fl_sheet_amount(credit, &credited));
	if (!is_read)
		return;
	if ((debited != 0) == (credited != 0))
	{
		add_fault(sheet, row, debited != 0 ? CELL_CREDIT : CELL_DEBIT,
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
check_length(Sheet *sheet, SheetRow *row, int cell, const char **bytes, int *length, int most)
{
	*bytes = row->cells[cell];
	*length = *bytes == NULL ? 0 : strlen(*bytes);
	if (*length <= most)
		return;
	add_fault(sheet, row, cell, ERRCODE_STRING_DATA_RIGHT_TRUNCATION, "the cell is too long",
			  psprintf("It has %d bytes; at most %d fit.", *length, most), NULL);
	*bytes = NULL;
	*length = 0;
}

static const NamedAccounts *
names_in(SheetBook *book, Period period)
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

/* What is stored names accounts by their codes; a name is one that was none when it was saved. */
static void
refuse_name(Sheet *sheet, SheetRow *row)
{
	row->line.account = 0;
	add_fault(sheet, row, CELL_ACCOUNT, ERRCODE_UNKNOWN_ACCOUNT,
			  psprintf("\"%s\" is no account code", row->cells[CELL_ACCOUNT]), NULL,
			  "Save the draft again: the code of the account takes the place of its name.");
}

/* Without a date nobody knows by which names, where the book has changed any. */
static void
check_account(Sheet *sheet, SheetRow *row)
{
	const char *cell = row->cells[CELL_ACCOUNT];
	const Book *book = fl_book_by_id(row->book->book_id);
	AccountCode *account = &row->line.account;

	if (!note_cell(sheet, row, CELL_ACCOUNT, fl_sheet_account_code(cell, account)) || *account != 0 ||
		(!row->has_date && book->has_names))
		return;
	if (note_cell(sheet, row, CELL_ACCOUNT,
				  fl_sheet_account_name(names_in(row->book, row->has_date ? fl_period_of_date(row->date) : PERIOD_MAX),
										cell, account)) && sheet->door == DOOR_REVIEW)
		refuse_name(sheet, row);
}

/* What an entry says beside its voucher. */
static void
check_entry(Sheet *sheet, SheetRow *row)
{
	/* Without a book there are no names of accounts, and nothing is told of one that is not the caller's. */
	if (require_cell(sheet, row, CELL_ACCOUNT) && may_post_to(row->book))
		check_account(sheet, row);
	check_amounts(sheet, row);
	check_length(sheet, row, CELL_PARTY, &row->line.party, &row->line.party_length, JOURNAL_MAX_PARTY);
	check_length(sheet, row, CELL_MEMO, &row->line.memo, &row->line.memo_length, JOURNAL_MAX_MEMO);
}

void
fl_sheet_check_row(Sheet *sheet, SheetRow *row)
{
	check_book(sheet, row);
	if (sheet->is_keyed)
		(void) require_cell(sheet, row, CELL_KEY);
	(void) require_cell(sheet, row, CELL_SUMMARY);
	if (require_cell(sheet, row, CELL_DATE))
		row->has_date = note_cell(sheet, row, CELL_DATE, fl_sheet_date(row->cells[CELL_DATE], &row->date));
	check_words(sheet, row);
	if (row->is_bare)
		add_fault(sheet, row, NO_CELL, ERRCODE_EMPTY_JOURNAL, "the voucher has no entries", NULL,
				  "A voucher has at least one debit and one credit.");
	else
		check_entry(sheet, row);
	if (row->cells[CELL_ATTACHMENTS] != NULL)
		(void) note_cell(sheet, row, CELL_ATTACHMENTS,
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
add_to_voucher(SheetVoucher *voucher, SheetRow *row)
{
	if (voucher->count++ == 0)
		voucher->first = row;
	else
		voucher->last->next = row;
	voucher->last = row;
	voucher->is_wrong |= row->is_wrong;
}

static void
add_by_key(Sheet *sheet, keys_hash *keys, SheetRow *row)
{
	VoucherKey	key = {row->book->code, row->cells[CELL_KEY]};
	bool		found;
	KeyEntry   *entry = keys_insert(keys, key, &found);

	if (!found)
		entry->voucher = sheet->voucher_count++;
	add_to_voucher(&sheet->vouchers[entry->voucher], row);
}

/* A row without book or key is of no voucher. */
void
fl_sheet_collect_by_key(Sheet *sheet)
{
	keys_hash  *keys = keys_create(CurrentMemoryContext, sheet->row_count, NULL);

	for (int i = 0; i < sheet->row_count; i++)
	{
		SheetRow   *row = &sheet->rows[i];

		CHECK_FOR_INTERRUPTS();
		if (may_post_to(row->book) && row->cells[CELL_KEY] != NULL)
			add_by_key(sheet, keys, row);
	}
	keys_destroy(keys);
}

void
fl_sheet_add_row(Sheet *sheet, SheetRow *row, bool is_first)
{
	if (is_first)
		sheet->voucher_count++;
	add_to_voucher(&sheet->vouchers[sheet->voucher_count - 1], row);
}

/* ---------- what the rows of a voucher have in common ---------- */

static bool
is_same_cell(const SheetRow *a, const SheetRow *b, int cell)
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
check_common_cells(Sheet *sheet, SheetVoucher *voucher)
{
	static const int common[] = {CELL_DATE, CELL_KIND, CELL_BASIS, CELL_SUMMARY, CELL_ATTACHMENTS};

	for (SheetRow *row = voucher->first->next; row != NULL; row = row->next)
	{
		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < lengthof(common); i++)
		{
			if (is_same_cell(voucher->first, row, common[i]))
				continue;
			add_fault(sheet, row, common[i], ERRCODE_INVALID_PARAMETER_VALUE,
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
	const SheetRow *left = *(SheetRow *const *) a;
	const SheetRow *right = *(SheetRow *const *) b;
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
repetitions(const SheetVoucher *voucher)
{
	SheetRow **rows = palloc(voucher->count * sizeof(SheetRow *));
	int			least = voucher->count;
	int			run = 1;
	int			i = 0;

	for (SheetRow *row = voucher->first; row != NULL; row = row->next)
		rows[i++] = row;
	qsort(rows, voucher->count, sizeof(SheetRow *), compare_entries);
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
check_loaded_once(Sheet *sheet, SheetVoucher *voucher)
{
	int			times = repetitions(voucher);

	if (times < 2)
		return;
	add_fault(sheet, voucher->first, CELL_KEY, ERRCODE_INVALID_PARAMETER_VALUE,
			  psprintf("every entry of the voucher stands there %d times", times),
			  psprintf("It has %d rows.", voucher->count),
			  "If the file was loaded twice: fund.discard_import(), and load it again. Entries that are meant to be there twice are told apart by their memo.");
	voucher->is_wrong = true;
}

/* ---------- the voucher ---------- */

static void
make_journal(SheetVoucher *voucher)
{
	JournalBuilder builder;

	fl_journal_builder_init(&builder);
	for (SheetRow *row = voucher->first; row != NULL; row = row->next)
		fl_journal_builder_add(&builder, &row->line);
	voucher->voucher.journal = fl_journal_builder_finish(&builder, NULL);
}

static bool
all_have_amounts(const SheetVoucher *voucher)
{
	for (SheetRow *row = voucher->first; row != NULL; row = row->next)
	{
		if (!row->has_amount)
			return false;
	}
	return true;
}

/* Whatever else is wrong with it, it is told that it does not balance. */
static void
check_balance(Sheet *sheet, SheetVoucher *voucher)
{
	int128		debits = 0;
	int128		credits = 0;

	if (!all_have_amounts(voucher))
		return;
	for (SheetRow *row = voucher->first; row != NULL; row = row->next)
	{
		if (row->line.credit)
			credits += row->line.amount;
		else
			debits += row->line.amount;
	}
	if (debits == credits)
		return;
	add_fault(sheet, voucher->first, NO_CELL, ERRCODE_UNBALANCED_JOURNAL, "voucher does not balance",
			  psprintf("Debits are %s and credits are %s: the difference is %s.",
					   fl_total_text(debits), fl_total_text(credits), fl_total_text(debits - credits)),
			  voucher->count == 1 && sheet->is_keyed ? "It has one row: do the others have its key?" :
			  "Add the missing row or correct an amount.");
	voucher->is_wrong = true;
}

static text *
optional_text(const char *cell)
{
	return cell == NULL ? NULL : cstring_to_text(cell);
}

static void
make_voucher(SheetVoucher *voucher)
{
	const SheetRow *row = voucher->first;
	Voucher    *made = &voucher->voucher;

	if (may_post_to(row->book))
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
	if (!voucher->is_wrong)
		make_journal(voucher);
}

void
fl_sheet_make_vouchers(Sheet *sheet)
{
	for (int i = 0; i < sheet->voucher_count; i++)
	{
		SheetVoucher *voucher = &sheet->vouchers[i];

		CHECK_FOR_INTERRUPTS();
		check_common_cells(sheet, voucher);
		if (sheet->is_keyed)
			check_loaded_once(sheet, voucher);
		check_balance(sheet, voucher);
		make_voucher(voucher);
	}
}

/* ---------- what posting says of it ---------- */

/* A voucher that is being judged. */
typedef struct Judged
{
	Sheet	   *sheet;
	SheetVoucher *voucher;
	int			faults;
} Judged;

static void
post_one(void *argument)
{
	Judged	   *judged = argument;

	judged->sheet->post(judged->sheet, judged->voucher);
}

/* That of a line, from 0; what is said of the voucher is said of its first. */
static SheetRow *
nth_row(const SheetVoucher *voucher, int line)
{
	SheetRow   *row = voucher->first;

	while (line-- > 0)
		row = row->next;
	return row;
}

static void
note_error(void *argument, const ErrorData *error, int line)
{
	Judged	   *judged = argument;

	judged->faults++;
	add_error(judged->sheet, nth_row(judged->voucher, line), cell_of_error(error->sqlerrcode), error);
}

static void
judge_draft(Judged *judged)
{
	const SheetVoucher *voucher = judged->voucher;
	const SheetRow *first = voucher->first;
	Posting		posting = {
		.context = CurrentMemoryContext,
		.pairs.context = CurrentMemoryContext,
		.warned.context = CurrentMemoryContext,
		.used.context = CurrentMemoryContext,
		.unassigned.context = CurrentMemoryContext,
		.poster = judged->sheet->poster,
		.door = judged->sheet->door
	};
	Draft		draft = {
		.voucher = voucher->voucher,
		.lines = palloc(voucher->count * sizeof(JournalLine)),
		.has_date = first->has_date,
		.has_kind = first->kind >= 0 && first->basis >= 0
	};

	for (const SheetRow *row = first; row != NULL; row = row->next)
	{
		if (!row->is_bare)
			draft.lines[draft.count++] = row->line;
	}
	if (draft.voucher.prepared_by == NULL)
		draft.voucher.prepared_by = cstring_to_text(fl_outer_user());
	fl_judge_draft(&posting, &draft, note_error, judged);
}

/* Posts it where it can be; what is wrong with it is noted otherwise. */
static void
judge_voucher(Sheet *sheet, SheetVoucher *voucher)
{
	Judged		judged = {sheet, voucher, 0};
	ErrorData  *error = NULL;

	if (!may_post_to(voucher->first->book))
		return;
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
	Sheet	   *sheet = argument;

	/* What is undone in the end need not be warned of; and so is this. */
	(void) set_config_option("client_min_messages", "error", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	for (int i = 0; i < sheet->voucher_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		judge_voucher(sheet, &sheet->vouchers[i]);
	}
}

static void
post_vouchers(void *argument)
{
	Sheet	   *sheet = argument;

	for (int i = 0; i < sheet->voucher_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		sheet->post(sheet, &sheet->vouchers[i]);
	}
}

/* What a batch would warn of is said only where it stands. */
static bool
are_all_posted(Sheet *sheet)
{
	HeldWarnings warnings = {CurrentMemoryContext, NIL};
	volatile bool posted = false;

	fl_warnings_hold(&warnings);
	PG_TRY();
	{
		posted = fl_attempt(post_vouchers, sheet) == NULL;
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

bool
fl_sheet_post(Sheet *sheet)
{
	ErrorData  *error;

	if (sheet->faults == NIL && are_all_posted(sheet))
		return true;
	error = fl_attempt_in_vain(judge_vouchers, sheet);
	if (error != NULL)
		ReThrowError(error);
	if (sheet->faults == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not post what has been found right"),
				 errdetail("What stood in the way has gone meanwhile."),
				 errhint("Try again.")));
	return false;
}

/* ---------- for whoever shows the faults ---------- */

const char *
fl_sheet_cell_name(int cell, bool is_chinese)
{
	static const char *const names[CELLS][2] = {
		[CELL_BOOK] = {"book", "账套"}, [CELL_KEY] = {"voucher_key", "凭证号"},
		[CELL_DATE] = {"voucher_date", "日期"}, [CELL_KIND] = {"kind", "种类"},
		[CELL_BASIS] = {"basis", "核算基础"}, [CELL_SUMMARY] = {"summary", "摘要"},
		[CELL_ACCOUNT] = {"account", "科目"}, [CELL_PARTY] = {"party", "往来"},
		[CELL_DEBIT] = {"debit", "借方"}, [CELL_CREDIT] = {"credit", "贷方"},
		[CELL_MEMO] = {"memo", "备注"}, [CELL_ATTACHMENTS] = {"attachments", "附件数"},
	};

	return cell == NO_CELL ? NULL : names[cell][is_chinese];
}

static int
compare_faults(const ListCell *a, const ListCell *b)
{
	const SheetFault *left = lfirst(a);
	const SheetFault *right = lfirst(b);

	if (left->row != right->row)
		return left->row > right->row ? 1 : -1;
	if (left->cell != right->cell)
		return left->cell - right->cell;
	return left->sqlstate - right->sqlstate;
}

void
fl_sheet_sort_faults(Sheet *sheet)
{
	list_sort(sheet->faults, compare_faults);
}

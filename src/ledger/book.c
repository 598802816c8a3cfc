/*
 * book.c
 *		账套: books, and how far each is closed, cached for the session.
 *
 * What a book is never changes but for its name, its settings and its
 * retirement; how far it is closed does, so that is kept apart.  book.sql
 * declares the tables.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/typcache.h"

#include "ledger/book.h"
#include "ledger/columns.h"
#include "ledger/ledger.h"
#include "ledger/trigger.h"
#include "server/errors.h"
#include "server/invalidation.h"
#include "server/spi_plan.h"
#include "server/stored.h"

typedef struct BookEntry
{
	int32		book_id;
	Book	   *book;
	uint32		status;
} BookEntry;

#define SH_PREFIX book
#define SH_ELEMENT_TYPE BookEntry
#define SH_KEY_TYPE int32
#define SH_KEY book_id
#define SH_HASH_KEY(table, key) murmurhash32((uint32) (key))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

typedef struct CodeEntry
{
	const char *code;			/* the book's own */
	const Book *book;
	uint32		status;
} CodeEntry;

#define SH_PREFIX code
#define SH_ELEMENT_TYPE CodeEntry
#define SH_KEY_TYPE const char *
#define SH_KEY code
#define SH_HASH_KEY(table, key) hash_bytes((const unsigned char *) (key), strlen(key))
#define SH_EQUAL(table, a, b) (strcmp(a, b) == 0)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

typedef struct ClosedEntry
{
	int32		book_id;
	Period		closed_through;
	uint32		status;
} ClosedEntry;

#define SH_PREFIX closed
#define SH_ELEMENT_TYPE ClosedEntry
#define SH_KEY_TYPE int32
#define SH_KEY book_id
#define SH_HASH_KEY(table, key) murmurhash32((uint32) (key))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

static MemoryContext books_context = NULL;
static book_hash *books = NULL;
static code_hash *codes = NULL;		/* the same books */
static Watch books_watch;

static closed_hash *closed_months = NULL;
static Watch closed_months_watch;

/* ---------- the caches ---------- */

/* What somebody may still be looking at lives until the transaction ends. */
static void
refresh_books(void)
{
	if (likely(books_watch.is_fresh))
		return;
	fl_ledger_check();
	if (books_context != NULL)
		MemoryContextSetParent(books_context, TopTransactionContext);
	books_context = AllocSetContextCreate(CacheMemoryContext, "fundledger books",
										  ALLOCSET_DEFAULT_SIZES);
	books = book_create(books_context, 64, NULL);
	codes = code_create(books_context, 64, NULL);
	fl_watch(&books_watch, (Oid[]) {
		fl_ledger_relation("book"), fl_ledger_relation("book_account"),
		fl_ledger_relation("book_account_name")
	}, 3);
}

static void
refresh_closed_months(void)
{
	if (likely(closed_months_watch.is_fresh))
		return;
	if (closed_months == NULL)
		closed_months = closed_create(CacheMemoryContext, 64, NULL);
	closed_reset(closed_months);
	fl_watch(&closed_months_watch,
			 (Oid[]) {fl_ledger_relation("book"), fl_ledger_relation("book_period")}, 2);
}

/* ---------- books ---------- */

#define BOOK_COLUMNS \
	"SELECT book_id, book, name, standard, first_period, parent_id," \
	"  numbering, review_required, retired, horizon_years," \
	"  EXISTS (SELECT FROM ledger.book_account_name AS n WHERE n.book_id = book.book_id)," \
	"  by_hand" \
	" FROM ledger.book WHERE "

static const char *const by_hand_words[] = {"warn", "refuse", NULL};
static const char *const numbering_words[] = {"at_close", "at_posting", NULL};

static SpiPlan by_id = {BOOK_COLUMNS "book_id = $1", "integer"};
static SpiPlan by_code = {BOOK_COLUMNS "book = $1", "text"};

/* Row 0 of what SPI found, put into the cache. */
static const Book *
keep_book(void)
{
	MemoryContext caller = MemoryContextSwitchTo(books_context);
	Book	   *book = palloc0(sizeof(Book));
	Datum		parent;
	Datum		horizon_years;
	bool		is_null;
	bool		found;

	book->book_id = DatumGetInt32(fl_spi_required(0, 1));
	book->code = fl_spi_required_text(0, 2);
	book->name = fl_spi_required_text(0, 3);
	book->standard_code = fl_spi_required_text(0, 4);
	book->first_period = fl_spi_period(0, 5);
	parent = fl_spi_value(0, 6, &is_null);
	book->parent_id = is_null ? 0 : DatumGetInt32(parent);
	book->numbered_at_posting = fl_spi_word(0, 7, numbering_words) == 1;
	book->review_required = DatumGetBool(fl_spi_required(0, 8));
	book->retired = DatumGetBool(fl_spi_required(0, 9));
	horizon_years = fl_spi_value(0, 10, &is_null);
	book->horizon_years = is_null ? -1 : DatumGetInt32(horizon_years);
	if (book->horizon_years < -1 || (book->horizon_years == -1 && !is_null))
		fl_spi_refuse(0, 10);
	book->has_names = DatumGetBool(fl_spi_required(0, 11));
	book->refuses_by_hand = fl_spi_word(0, 12, by_hand_words) == 1;
	book->details = fl_book_details_read(book->book_id);
	book_insert(books, book->book_id, &found)->book = book;
	code_insert(codes, book->code, &found)->book = book;
	MemoryContextSwitchTo(caller);
	return book;
}

static const Book *
read_book(SpiPlan *plan, Datum key)
{
	const Book *book = NULL;
	uint64		count;
	LedgerCall	call;

	fl_ledger_enter(&call);
	count = fl_spi_run(plan, &key, NULL, SPI_READ_NEWEST);
	if (count > 1)
		fl_spi_refuse(1, plan == &by_id ? 1 : 2);
	if (count == 1)
		book = keep_book();
	fl_ledger_leave(&call);
	return book;
}

const Book *
fl_book_by_id(int32 book_id)
{
	const Book *book;
	BookEntry  *entry;

	refresh_books();
	entry = book_lookup(books, book_id);
	if (likely(entry != NULL))
		return entry->book;
	book = read_book(&by_id, Int32GetDatum(book_id));
	if (book == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_BOOK),
				 errmsg("book with id %d does not exist", book_id),
				 errhint("The view ledger.book_month lists the books and their ids.")));
	return book;
}

const Book *
fl_book_by_code(const char *code)
{
	const Book *book;
	CodeEntry  *entry;

	refresh_books();
	entry = code_lookup(codes, code);
	if (entry != NULL)
		return entry->book;
	book = read_book(&by_code, CStringGetTextDatum(code));
	if (book == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_BOOK),
				 errmsg("book \"%s\" does not exist", code),
				 errhint("The view ledger.book_month lists the books; fund.create_book() makes one.")));
	return book;
}

/* ---------- their standards ---------- */

Standard *
fl_book_standard_newest(const Book *book)
{
	Standard   *standard = book->standard_code == NULL ? NULL :
		fl_standard_find_newest(book->standard_code);

	if (standard == NULL)
		fl_stored_refuse("book", "standard", psprintf("the row of book \"%s\"", book->code),
						 book->standard_code);
	return standard;
}

Standard *
fl_book_standard(const Book *book)
{
	Standard   *standard = book->standard_code == NULL ? NULL :
		fl_standard_find(book->standard_code);

	if (standard == NULL)
		(void) fl_book_standard_newest(book);
	/* It is there, but not yet in the snapshot: LG014. */
	return standard == NULL ? fl_standard(book->standard_code) : standard;
}

/* Posting takes no such voucher, and an account that has been used stays. */
const Account *
fl_book_account(const Book *book, AccountCode code)
{
	const Account *account = fl_standard_account(fl_book_standard(book), code);

	if (account == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("account \"%s\", which vouchers of book \"%s\" name, is not in standard \"%s\"",
						fl_account_code_text(code), book->code, book->standard_code),
				 errhint("fund.verify(%s) names a voucher; restore ledger.account, or the voucher, from a backup.",
						 quote_literal_cstr(book->code))));
	return account;
}

/* ---------- closed months ---------- */

static const char *const closed_words[] = {"closed", NULL};

/* A state that is none comes first.  Closed months are all of those up to the last. */
static Period
read_closed_through(const Book *book)
{
	static SpiPlan plan = {
		"SELECT book_id, period, state, count(*) OVER () AS closed_months FROM ledger.book_period"
		" WHERE book_id = $1 AND (state IS DISTINCT FROM 'open')"
		" ORDER BY state IS NOT DISTINCT FROM 'closed', period USING OPERATOR(fund.>) LIMIT 1", "integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	Period		last = book->first_period - 1;
	LedgerCall	call;

	fl_ledger_enter(&call);
	if (fl_spi_run(&plan, &book_id, NULL, SPI_READ_NEWEST) > 0)
	{
		(void) fl_spi_word(0, 3, closed_words);
		last = fl_spi_period(0, 2);
		if (DatumGetInt64(fl_spi_required(0, 4)) != last - book->first_period + 1)
			fl_spi_refuse(0, 2);
	}
	fl_ledger_leave(&call);
	return last;
}

Period
fl_book_closed_through(const Book *book)
{
	ClosedEntry *entry;
	Period		closed_through;
	bool		found;

	refresh_closed_months();
	entry = closed_lookup(closed_months, book->book_id);
	if (likely(entry != NULL))
		return entry->closed_through;

	closed_through = read_closed_through(book);
	closed_insert(closed_months, book->book_id, &found)->closed_through = closed_through;
	return closed_through;
}

void
fl_book_months_changed(void)
{
	CacheInvalidateRelcacheByRelid(fl_ledger_relation("book_period"));
}

/* ---------- the trigger ---------- */

/* On what sessions keep of a book beside its row; a close says so itself, too. */
PG_FUNCTION_INFO_V1(fl_book_part_changed);
Datum
fl_book_part_changed(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_book_part_changed", .tables = {"book_account", "book_account_name", "book_period", "used_detail"},
		.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	CacheInvalidateRelcacheByRelid(RelationGetRelid(trigger->tg_relation));
	return PointerGetDatum(NULL);
}

/*
 * posting.c
 *		fund.post() and fund.reverse(): vouchers by function call.
 *
 * They make a voucher and store it (store.c), which judges it as the trigger
 * does any other.  What they add is convenience, and the source key: the same
 * body under the same key is the same voucher, so a poster may simply retry.
 * posting.sql declares them.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "ledger/book.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/restore.h"
#include "posting/judging.h"
#include "posting/posting.h"
#include "posting/reversal.h"
#include "posting/signing.h"
#include "posting/store.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* ---------- what is given as text ---------- */

VoucherKind
fl_kind_to_post(const text *word)
{
	int			kind = fl_voucher_kind_from_word(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));

	if (kind < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("\"%s\" is not a kind of voucher", text_to_cstring(word)),
				 errhint(VOUCHER_KIND_WORDS)));
	return kind;
}

VoucherBasis
fl_basis_to_post(const text *word)
{
	int			basis = fl_voucher_basis_from_word(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));

	if (basis < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("\"%s\" is not a basis of vouchers", text_to_cstring(word)),
				 errhint(VOUCHER_BASIS_WORDS)));
	return basis;
}

/* ---------- the same source key twice ---------- */

static bool
has_same_body(const Voucher *a, const Voucher *b)
{
	return a->date == b->date && a->kind == b->kind && a->basis == b->basis &&
		a->is_reversal == b->is_reversal && a->reverses == b->reverses &&
		a->has_attachments == b->has_attachments && a->attachments == b->attachments &&
		VARSIZE_ANY_EXHDR(a->summary) == VARSIZE_ANY_EXHDR(b->summary) &&
		memcmp(VARDATA_ANY(a->summary), VARDATA_ANY(b->summary), VARSIZE_ANY_EXHDR(a->summary)) == 0 &&
		fl_journal_is_same(a->journal, b->journal);
}

/* False where no voucher has the key of this one, in the book where a trigger may have moved it. */
static bool
read_by_source_key(const Voucher *voucher, Voucher *first)
{
	static SpiPlan plan = {
		"SELECT " VOUCHER_WHOLE_ROW " FROM ledger.voucher"
		" WHERE book_id = $1 AND source_key = $2", "integer, text"
	};
	Datum		arguments[] = {
		Int32GetDatum(voucher->book_id), PointerGetDatum(voucher->source_key)
	};

	if (fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST) != 1)
		return false;
	fl_voucher_whole_from_spi(0, first);
	return true;
}

pg_noreturn static void
refuse_source_key(const Voucher *voucher, const Voucher *first, bool differs)
{
	const char *date = DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(first->date)));

	ereport(ERROR,
			(errcode(ERRCODE_SOURCE_KEY_REUSED),
			 errmsg("source key \"%s\" of book \"%s\" has been used for another voucher",
					text_to_cstring(voucher->source_key), fl_book_by_id(first->book_id)->code),
			 differs ?
			 errdetail("Voucher " INT64_FORMAT " of %s has it, and differs in date, summary, journal (its memos, too), kind, basis, attachments or what it reverses.",
					   first->voucher_id, date) :
			 errdetail("Voucher " INT64_FORMAT " of %s has it, and did not come by this draft.", first->voucher_id, date),
			 errhint("Give each voucher of the source a key of its own.")));
}

/* Makes of the voucher the one that has its key, where that has the same body. */
static void
take_first_of_source_key(Voucher *voucher)
{
	MemoryContext caller = CurrentMemoryContext;
	Voucher		first;
	LedgerCall	call;

	fl_ledger_enter(&call);
	if (!read_by_source_key(voucher, &first))
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("the voucher with source key \"%s\" has just been taken away",
						text_to_cstring(voucher->source_key)),
				 errhint("Post again.")));
	if (!has_same_body(voucher, &first))
		refuse_source_key(voucher, &first, true);
	MemoryContextSwitchTo(caller);
	fl_voucher_copy(&first, voucher);
	fl_ledger_leave(&call);
}

bool
fl_is_posted(const Voucher *voucher)
{
	Voucher		first;
	LedgerCall	call;
	bool		found;

	if (voucher->source_key == NULL)
		return false;
	fl_ledger_enter(&call);
	found = read_by_source_key(voucher, &first);
	if (found && !has_same_body(voucher, &first))
		refuse_source_key(voucher, &first, true);
	fl_ledger_leave(&call);
	return found;
}

void
fl_source_key_check_free(const Voucher *voucher)
{
	Voucher		first;
	LedgerCall	call;

	if (voucher->source_key == NULL)
		return;
	fl_ledger_enter(&call);
	if (read_by_source_key(voucher, &first))
		refuse_source_key(voucher, &first, !has_same_body(voucher, &first));
	fl_ledger_leave(&call);
}

/*
 * Posts the voucher once the caller's duty has been checked, for which it is
 * asked again while the month is held: it may have waited for a closer.
 */
static bool
post_to_book(const Book *book, Voucher *voucher)
{
	voucher->book_id = book->book_id;
	if (fl_store_voucher(voucher, DOOR_POST))
		return true;
	take_first_of_source_key(voucher);
	return false;
}

/* ---------- fund.post ---------- */

/* Of fund.post, in SQL's order; those that may be null have no name. */
enum
{
	POST_BOOK,
	POST_DATE,
	POST_SUMMARY,
	POST_JOURNAL,
	POST_KIND,
	POST_BASIS,
	POST_SOURCE_KEY,
	POST_REVERSES,
	POST_ATTACHMENTS,
	POST_PREPARED_BY
};

static const char *const post_arguments[] = {
	"book", "voucher_date", "summary", "journal", "kind", "basis", NULL, NULL, NULL, NULL
};

static void
require_arguments(FunctionCallInfo fcinfo, const char *function, const char *const *names)
{
	for (int i = 0; i < fcinfo->nargs; i++)
	{
		if (names[i] != NULL && PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("argument \"%s\" of %s must not be null", names[i], function)));
	}
}

static text *
optional_text(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NULL : PG_GETARG_TEXT_PP(n);
}

static void
set_date(Voucher *voucher, DateADT date)
{
	voucher->date = date;
	voucher->period = fl_period_of_date(date);
}

static void
voucher_from_arguments(FunctionCallInfo fcinfo, Voucher *voucher)
{
	memset(voucher, 0, sizeof(*voucher));
	set_date(voucher, PG_GETARG_DATEADT(POST_DATE));
	voucher->summary = PG_GETARG_TEXT_PP(POST_SUMMARY);
	voucher->journal = PG_GETARG_JOURNAL(POST_JOURNAL);
	voucher->kind = fl_kind_to_post(PG_GETARG_TEXT_PP(POST_KIND));
	voucher->basis = fl_basis_to_post(PG_GETARG_TEXT_PP(POST_BASIS));
	voucher->source_key = optional_text(fcinfo, POST_SOURCE_KEY);
	voucher->is_reversal = !PG_ARGISNULL(POST_REVERSES);
	voucher->reverses = voucher->is_reversal ? PG_GETARG_INT64(POST_REVERSES) : 0;
	voucher->has_attachments = !PG_ARGISNULL(POST_ATTACHMENTS);
	voucher->attachments = voucher->has_attachments ? PG_GETARG_INT32(POST_ATTACHMENTS) : 0;
	voucher->prepared_by = optional_text(fcinfo, POST_PREPARED_BY);
}

/* The poster is the preparer. */
static void
sign(Voucher *voucher)
{
	char	   *poster = fl_outer_user();
	char	   *done_through = fl_done_through();

	if (done_through != NULL)
		voucher->done_through = cstring_to_text(done_through);
	if (voucher->prepared_by != NULL && strcmp(text_to_cstring(voucher->prepared_by), poster) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher is prepared by \"%s\", but posted by \"%s\"",
						text_to_cstring(voucher->prepared_by), poster),
				 errhint("Leave prepared_by out: it is the role that posts.")));
	if (voucher->prepared_by == NULL)
		voucher->prepared_by = cstring_to_text(poster);
}

/* The book of that code, to which the caller may post: LG010, 42501, LG032. */
static const Book *
posting_book(Datum code, const char *prepare)
{
	const Book *book = fl_book_by_code(TextDatumGetCString(code));

	fl_signing_require_duty(GetUserId(), book);
	fl_signing_check_door(book, DOOR_POST, prepare);
	fl_restore_check();
	return book;
}

bool
fl_post_voucher(Datum code, Voucher *voucher)
{
	const Book *book = posting_book(code, "fund.prepare()");

	sign(voucher);
	return post_to_book(book, voucher);
}

/* What the arguments say of it, while they are no voucher yet. */
static VoucherMark
mark_from_arguments(FunctionCallInfo fcinfo)
{
	return (VoucherMark) {
		.book = PG_ARGISNULL(POST_BOOK) ? NULL : TextDatumGetCString(PG_GETARG_DATUM(POST_BOOK)),
		.summary = optional_text(fcinfo, POST_SUMMARY),
		.source_key = optional_text(fcinfo, POST_SOURCE_KEY),
		.date = PG_ARGISNULL(POST_DATE) ? 0 : PG_GETARG_DATEADT(POST_DATE),
		.has_date = !PG_ARGISNULL(POST_DATE)
	};
}

/*
 * Called once a row of a query, it cannot know which: what is wrong with its
 * arguments is said of the voucher that they name, as judging says it.
 */
static Datum
post_arguments_given(FunctionCallInfo fcinfo, bool journal_is_text)
{
	VoucherMark mark = mark_from_arguments(fcinfo);
	ErrorContextCallback context = {error_context_stack, fl_voucher_context, &mark};
	NullableDatum journal = fcinfo->args[POST_JOURNAL];
	const Book *book;
	Voucher		voucher;

	error_context_stack = &context;
	require_arguments(fcinfo, "fund.post", post_arguments);
	if (journal_is_text)
		fcinfo->args[POST_JOURNAL].value =
			PointerGetDatum(fl_journal_from_cstring(TextDatumGetCString(journal.value)));
	voucher_from_arguments(fcinfo, &voucher);
	/* The executor puts a constant there once, for all rows of a query. */
	fcinfo->args[POST_JOURNAL] = journal;
	book = posting_book(PG_GETARG_DATUM(POST_BOOK), "fund.prepare()");
	sign(&voucher);
	error_context_stack = context.previous;
	post_to_book(book, &voucher);
	return Int64GetDatum(voucher.voucher_id);
}

PG_FUNCTION_INFO_V1(fl_post);
Datum
fl_post(PG_FUNCTION_ARGS)
{
	return post_arguments_given(fcinfo, false);
}

/*
 * The same with the journal as text: drivers bind strings as varchar, for
 * which a function with an argument of type journal is not found.
 */
PG_FUNCTION_INFO_V1(fl_post_text);
Datum
fl_post_text(PG_FUNCTION_ARGS)
{
	return post_arguments_given(fcinfo, true);
}

/* ---------- fund.reverse ---------- */

/* Of fund.reverse, in SQL's order. */
enum
{
	REVERSE_BOOK,
	REVERSE_VOUCHER,
	REVERSE_DATE,
	REVERSE_SUMMARY,
	REVERSE_PREPARED_BY
};

static const char *const reverse_arguments[] = {"book", "voucher_id", "voucher_date", NULL, NULL};

PG_FUNCTION_INFO_V1(fl_reverse);
Datum
fl_reverse(PG_FUNCTION_ARGS)
{
	const Book *book;
	Voucher		voucher = {0};

	require_arguments(fcinfo, "fund.reverse", reverse_arguments);
	book = posting_book(PG_GETARG_DATUM(REVERSE_BOOK), "fund.prepare_reversal()");
	set_date(&voucher, PG_GETARG_DATEADT(REVERSE_DATE));
	voucher.summary = optional_text(fcinfo, REVERSE_SUMMARY);
	voucher.prepared_by = optional_text(fcinfo, REVERSE_PREPARED_BY);
	sign(&voucher);
	fl_reversal_make(book, PG_GETARG_INT64(REVERSE_VOUCHER), &voucher);
	post_to_book(book, &voucher);
	PG_RETURN_INT64(voucher.voucher_id);
}

/*
 * post.c
 *		fund.post() and fund.reverse(): vouchers by function call.
 *
 * They make one row and insert it; the trigger in posting.c judges that as it
 * does any other.  What they add is convenience, and the source key: the same
 * body under the same key is the same voucher, so a poster may simply retry.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"

#include "ledger/book.h"
#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "posting/insert_voucher.h"
#include "posting/poster.h"
#include "posting/reversal.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* The columns that a poster gives: all but the id and the time. */
#define ROW_COLUMNS	(VOUCHER_COLUMNS - VOUCHER_BOOK_ID + 1)

/* A row to insert, from VOUCHER_BOOK_ID on, as SPI wants it. */
typedef struct Row
{
	Datum		values[ROW_COLUMNS];
	char		nulls[ROW_COLUMNS]; /* 'n' or ' ' */
} Row;

#define ROW_TYPES \
	"integer, date, text, text, text, fund.journal, text, text, integer, bigint, text, text"

static void
row_init(Row *row)
{
	memset(row->nulls, 'n', ROW_COLUMNS);
}

static void
row_set(Row *row, int column, Datum value)
{
	row->values[column - VOUCHER_BOOK_ID] = value;
	row->nulls[column - VOUCHER_BOOK_ID] = ' ';
}

static bool
row_has(const Row *row, int column)
{
	return row->nulls[column - VOUCHER_BOOK_ID] == ' ';
}

static char *
row_text(const Row *row, int column)
{
	return TextDatumGetCString(row->values[column - VOUCHER_BOOK_ID]);
}

/* ---------- inserting ---------- */

#define INSERT_VOUCHER \
	"INSERT INTO ledger.voucher (book_id, voucher_date, source_key, kind, basis, journal," \
	"  summary, prepared_by, attachments, reverses, reviewed_by, done_through)" \
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"

static int64
insert_row(const Row *row)
{
	static SpiPlan plan = {INSERT_VOUCHER " RETURNING voucher_id", ROW_TYPES};

	fl_spi_run(&plan, row->values, row->nulls, SPI_WRITE);
	return DatumGetInt64(fl_spi_required(0, 1));
}

/*
 * The arbiter is the index voucher_source_key.  False where the key is
 * another session's, committed since the caller looked.
 */
static bool
insert_row_with_key(const Row *row, int64 *voucher_id)
{
	static SpiPlan plan = {
		INSERT_VOUCHER
		" ON CONFLICT (book_id, source_key) WHERE source_key IS NOT NULL DO NOTHING"
		" RETURNING voucher_id", ROW_TYPES
	};

	if (fl_spi_run(&plan, row->values, row->nulls, SPI_WRITE) == 0)
		return false;
	*voucher_id = DatumGetInt64(fl_spi_required(0, 1));
	return true;
}

/* The voucher that the source key is already of, if any. */
static bool
find_by_source_key(const Book *book, const Row *row, int64 *voucher_id)
{
	static SpiPlan plan = {
		"SELECT voucher_id, voucher_date = $2 AND summary = $7 AND journal OPERATOR(fund.=) $6"
		"  AND kind = $4 AND basis = $5 AND reverses IS NOT DISTINCT FROM $10"
		"  AND attachments IS NOT DISTINCT FROM $9, voucher_date"
		" FROM ledger.voucher WHERE book_id = $1 AND source_key = $3", ROW_TYPES
	};

	if (fl_spi_run(&plan, row->values, row->nulls, SPI_READ_NEWEST) == 0)
		return false;
	*voucher_id = DatumGetInt64(fl_spi_required(0, 1));
	if (!DatumGetBool(fl_spi_required(0, 2)))
		ereport(ERROR,
				(errcode(ERRCODE_SOURCE_KEY_REUSED),
				 errmsg("source key \"%s\" of book \"%s\" has been used for another voucher",
						row_text(row, VOUCHER_SOURCE_KEY), book->code),
				 errdetail("Voucher " INT64_FORMAT " of %s has it, and differs in date, summary, journal, kind, basis, attachments or what it reverses.",
						   *voucher_id,
						   DatumGetCString(DirectFunctionCall1(date_out, fl_spi_required(0, 3)))),
				 errhint("Give each voucher of the source a key of its own.")));
	return true;
}

static int64
post_with_key(const Book *book, const Row *row)
{
	int64		voucher_id;
	LedgerCall	call;

	fl_ledger_enter(&call);
	if (!find_by_source_key(book, row, &voucher_id) &&
		!insert_row_with_key(row, &voucher_id) &&
		!find_by_source_key(book, row, &voucher_id))
		elog(ERROR, "source key of a voucher conflicts with no voucher");
	fl_ledger_leave(&call);
	return voucher_id;
}

static int64
post_without_key(const Row *row)
{
	int64		voucher_id;
	LedgerCall	call;

	fl_ledger_enter(&call);
	voucher_id = insert_row(row);
	fl_ledger_leave(&call);
	return voucher_id;
}

/*
 * Posts the row once the caller's duty has been checked.  Queries have the
 * owner's rights: a poster needs no right on the table to read a key back.
 */
static int64
post_row(const Book *book, Row *row)
{
	int64		voucher_id;

	row_set(row, VOUCHER_BOOK_ID, Int32GetDatum(book->book_id));
	if (!row_has(row, VOUCHER_PREPARED_BY))
		row_set(row, VOUCHER_PREPARED_BY, CStringGetTextDatum(fl_outer_user()));
	if (fl_insert_voucher(row->values, row->nulls, &voucher_id))
		return voucher_id;
	return row_has(row, VOUCHER_SOURCE_KEY) ? post_with_key(book, row) : post_without_key(row);
}

/* ---------- fund.post ---------- */

/* Arguments in SQL's order; those from "kind" on have defaults. */
static const struct PostArgument
{
	const char *name;
	int			column;			/* 0: the book, which is looked up */
	bool		required;
}			post_arguments[] = {
	{"book", 0, true},
	{"voucher_date", VOUCHER_DATE, true},
	{"summary", VOUCHER_SUMMARY, true},
	{"journal", VOUCHER_JOURNAL, true},
	{"kind", VOUCHER_KIND, true},
	{"basis", VOUCHER_BASIS, true},
	{"source_key", VOUCHER_SOURCE_KEY, false},
	{"reverses", VOUCHER_REVERSES, false},
	{"attachments", VOUCHER_ATTACHMENTS, false},
	{"prepared_by", VOUCHER_PREPARED_BY, false},
};

static void
row_from_arguments(FunctionCallInfo fcinfo, Row *row)
{
	row_init(row);
	for (int i = 0; i < lengthof(post_arguments); i++)
	{
		const struct PostArgument *argument = &post_arguments[i];

		if (!PG_ARGISNULL(i))
		{
			if (argument->column != 0)
				row_set(row, argument->column, PG_GETARG_DATUM(i));
		}
		else if (argument->required)
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("argument \"%s\" of fund.post must not be null", argument->name)));
	}
}

/*
 * Who may put whose name under the voucher.  In a book that demands review it
 * is the reviewer who posts and the preparer who is named; elsewhere the
 * poster is the preparer.
 */
static void
sign_row(const Book *book, Row *row)
{
	char	   *poster = fl_outer_user();
	char	   *done_through = fl_done_through();

	if (done_through != NULL)
		row_set(row, VOUCHER_DONE_THROUGH, CStringGetTextDatum(done_through));
	if (book->review_required)
	{
		row_set(row, VOUCHER_REVIEWED_BY, CStringGetTextDatum(poster));
		if (row_has(row, VOUCHER_PREPARED_BY) &&
			!fl_poster_is_owner(GetUserId()))
			fl_poster_check_preparer(book, row_text(row, VOUCHER_PREPARED_BY));
	}
	else if (row_has(row, VOUCHER_PREPARED_BY) &&
			 strcmp(row_text(row, VOUCHER_PREPARED_BY), poster) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("voucher is prepared by \"%s\", but posted by \"%s\"",
						row_text(row, VOUCHER_PREPARED_BY), poster),
				 errhint("Leave prepared_by out: it is the role that posts.")));
}

static const Book *
posting_book(Datum code)
{
	const Book *book = fl_book_by_code(TextDatumGetCString(code));

	fl_poster_require_duty(GetUserId(), book);
	return book;
}

PG_FUNCTION_INFO_V1(fl_post);
Datum
fl_post(PG_FUNCTION_ARGS)
{
	const Book *book;
	int64		voucher_id;
	Row			row;

	row_from_arguments(fcinfo, &row);
	book = posting_book(PG_GETARG_DATUM(0));
	sign_row(book, &row);
	voucher_id = post_row(book, &row);
	/* It may have waited for a closer: the duty is asked for again. */
	fl_poster_require_duty(GetUserId(), book);
	PG_RETURN_INT64(voucher_id);
}

/*
 * The same with the journal as text: drivers bind strings as varchar, for
 * which a function with an argument of type journal is not found.
 */
PG_FUNCTION_INFO_V1(fl_post_text);
Datum
fl_post_text(PG_FUNCTION_ARGS)
{
	NullableDatum journal = fcinfo->args[3];
	Datum		voucher_id;

	if (!journal.isnull)
		fcinfo->args[3].value =
			PointerGetDatum(fl_journal_from_cstring(text_to_cstring(PG_GETARG_TEXT_PP(3))));
	voucher_id = fl_post(fcinfo);
	/* The executor puts a constant there once, for all rows of a query. */
	fcinfo->args[3] = journal;
	return voucher_id;
}

/* ---------- fund.reverse ---------- */

/* 2026-01-05: it is stored and sealed, so no setting of the session may decide. */
static char *
iso_date(DateADT date)
{
	char		text[MAXDATELEN + 1];
	struct pg_tm day;

	j2date(date + POSTGRES_EPOCH_JDATE, &day.tm_year, &day.tm_mon, &day.tm_mday);
	EncodeDateOnly(&day, USE_ISO_DATES, text);
	return pstrdup(text);
}

/* Makes the row that reverses the voucher. */
static void
make_reversal(const Book *book, int64 voucher_id, DateADT date, Row *row)
{
	Voucher		original;

	fl_reversal_original(book, date, voucher_id, &original);
	row_set(row, VOUCHER_KIND, fl_voucher_kind_datum(original.kind));
	row_set(row, VOUCHER_BASIS, fl_voucher_basis_datum(original.basis));
	row_set(row, VOUCHER_JOURNAL, PointerGetDatum(fl_journal_negate(original.journal)));
	row_set(row, VOUCHER_REVERSES, Int64GetDatum(voucher_id));
	if (!row_has(row, VOUCHER_SUMMARY))
		row_set(row, VOUCHER_SUMMARY,
				CStringGetTextDatum(psprintf("注销%s凭证(" INT64_FORMAT "):%s",
											 iso_date(original.date), voucher_id,
											 text_to_cstring(original.summary))));
}

PG_FUNCTION_INFO_V1(fl_reverse);
Datum
fl_reverse(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"book", "voucher_id", "voucher_date"};
	const Book *book;
	int64		voucher_id;
	Row			row;
	LedgerCall	call;

	for (int i = 0; i < lengthof(names); i++)
	{
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("argument \"%s\" of fund.reverse must not be null", names[i])));
	}
	book = posting_book(PG_GETARG_DATUM(0));
	row_init(&row);
	row_set(&row, VOUCHER_DATE, PG_GETARG_DATUM(2));
	if (!PG_ARGISNULL(3))
		row_set(&row, VOUCHER_SUMMARY, PG_GETARG_DATUM(3));
	if (!PG_ARGISNULL(4))
		row_set(&row, VOUCHER_PREPARED_BY, PG_GETARG_DATUM(4));
	sign_row(book, &row);

	fl_ledger_enter(&call);
	make_reversal(book, PG_GETARG_INT64(1), PG_GETARG_DATEADT(2), &row);
	voucher_id = post_row(book, &row);
	fl_ledger_leave(&call);
	fl_poster_require_duty(GetUserId(), book);
	PG_RETURN_INT64(voucher_id);
}

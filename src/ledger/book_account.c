/*
 * book_account.c
 *		明细科目: the details that a book lists below accounts of its standard.
 *
 * Where an account has such details, it is a heading itself, and what stands
 * below it without being listed takes no vouchers either.  A detail is right
 * below an account of the standard or another detail (name_accounts.sql), so
 * the headings are the parents of the details.  book_account.sql declares the
 * tables.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "ledger/book_account.h"
#include "ledger/columns.h"
#include "ledger/ledger.h"
#include "server/spi_plan.h"

#define SH_PREFIX detail
#define SH_ELEMENT_TYPE BookDetail
#define SH_KEY_TYPE AccountCode
#define SH_KEY code
#define SH_HASH_KEY(table, key) murmurhash32((uint32) ((key) ^ ((key) >> 32)))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

struct BookDetails
{
	detail_hash *by_code;
	int			count;
	AccountCode *codes;			/* of the details, ascending */
};

/* ---------- reading ---------- */

static BookDetail *
find_or_add(BookDetails *details, AccountCode code)
{
	bool		found;
	BookDetail *detail = detail_insert(details->by_code, code, &found);

	if (!found)
	{
		uint32		status = detail->status;

		memset(detail, 0, sizeof(BookDetail));
		detail->code = code;
		detail->status = status;
	}
	return detail;
}

/* In the order of codes, so what is above has been added. */
static void
add_detail(BookDetails *details, uint64 row)
{
	AccountCode code = fl_spi_account_code(row, 2);
	AccountCode parent = account_code_parent(code);
	BookDetail *detail = find_or_add(details, code);
	BookDetail *above;

	if (detail->is_listed || parent == 0)
		fl_spi_refuse(row, 2);
	detail->is_listed = true;
	detail->retired = DatumGetBool(fl_spi_required(row, 3));
	detail->party_kind = fl_spi_text(row, 4);
	detail->kind_of = code;
	detail->name = fl_spi_text(row, 5);
	details->codes[details->count++] = code;
	above = find_or_add(details, parent);
	above->is_heading = true;
	/* Nothing is added from here on: both stay where they are. */
	detail = detail_lookup(details->by_code, code);
	if (detail->party_kind != NULL)
		return;
	detail->party_kind = above->party_kind;
	detail->kind_of = above->kind_of;
}

BookDetails *
fl_book_details_read(int32 book_id)
{
	static SpiPlan plan = {
		"SELECT a.book_id, a.account, a.retired, a.party_kind,"
		"  (SELECT n.name FROM ledger.book_account_name AS n"
		"   WHERE n.book_id = a.book_id AND n.account OPERATOR(fund.=) a.account"
		"   ORDER BY n.from_period USING OPERATOR(fund.>) LIMIT 1)"
		" FROM ledger.book_account AS a WHERE a.book_id = $1"
		" ORDER BY a.account USING OPERATOR(fund.<)", "integer"
	};
	Datum		argument = Int32GetDatum(book_id);
	uint64		count = fl_spi_run(&plan, &argument, NULL, SPI_READ_NEWEST);
	BookDetails *details;

	if (count == 0)
		return NULL;
	details = palloc0(sizeof(BookDetails));
	details->by_code = detail_create(CurrentMemoryContext, 2 * count, NULL);
	details->codes = palloc(count * sizeof(AccountCode));
	for (uint64 row = 0; row < count; row++)
		add_detail(details, row);
	return details;
}

/* ---------- asking ---------- */

const BookDetail *
fl_book_detail(const BookDetails *details, AccountCode code)
{
	return details == NULL ? NULL : detail_lookup(details->by_code, code);
}

const AccountCode *
fl_book_details_codes(const BookDetails *details, int *count)
{
	*count = details == NULL ? 0 : details->count;
	return details == NULL ? NULL : details->codes;
}

/*
 * A detail that is no heading does.  Another code does not where it or an
 * account above it, up to the standard's own row, is a heading; the standard's
 * own details stay as they are.
 */
bool
fl_book_details_take(const BookDetails *details, const Account *account)
{
	const BookDetail *detail = fl_book_detail(details, account->code);

	if (detail != NULL && detail->is_listed)
		return !detail->is_heading && !detail->retired;
	for (AccountCode code = account->code; code >= account->listed; code = account_code_parent(code))
	{
		detail = fl_book_detail(details, code);
		if (detail != NULL && (detail->is_heading || detail->is_listed))
			return false;
	}
	return true;
}

bool
fl_book_details_strand(const BookDetails *details, const Account *account)
{
	const BookDetail *detail = fl_book_detail(details, account->code);

	if (details == NULL || (detail != NULL && detail->is_listed && !detail->is_heading))
		return false;
	return !fl_book_details_take(details, account);
}

#define DETAILS_SHOWN	10

char *
fl_book_details_text(const BookDetails *details, AccountCode below)
{
	StringInfoData text;
	int			shown = 0;

	initStringInfo(&text);
	for (int i = 0; i < details->count && shown <= DETAILS_SHOWN; i++)
	{
		const BookDetail *detail = fl_book_detail(details, details->codes[i]);

		if (detail->retired || account_code_parent(detail->code) != below)
			continue;
		if (shown++ == DETAILS_SHOWN)
			appendStringInfoString(&text, ", …");
		else
			appendStringInfo(&text, "%s\"%s\" (%s)", shown == 1 ? "" : ", ",
							 fl_account_code_text(detail->code), detail->name == NULL ? "" : detail->name);
	}
	return shown == 0 ? pstrdup("none that takes vouchers") : text.data;
}

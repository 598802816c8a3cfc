/*
 * account_map.c
 *		新旧科目对照: the accounts that a successor has under another code.
 *
 * The argument of fund.succeed() is an object of codes, {"101": "1001"}: an
 * account of the predecessor, its details included, and the account of the
 * successor under which its balance is brought in.  That is one of the same
 * element, for otherwise a map would do what only a restated voucher may.
 * What keeps its code or changes it, the opening has to be posted to: so it is
 * refused here, and not there, where the successor is to take it on a heading.
 * succession.sql declares the table.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/jsonb.h"

#include "closing/account_map.h"
#include "server/errors.h"
#include "server/spi_plan.h"

void
fl_account_map_delete(const Book *predecessor)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.succession_account WHERE predecessor_id = $1", "integer"
	};
	Datum		predecessor_id = Int32GetDatum(predecessor->book_id);

	fl_spi_run(&plan, &predecessor_id, NULL, SPI_WRITE);
}

static const Account *
mapped_account(const Book *book, AccountCode code)
{
	const Account *account = fl_standard_account(fl_book_standard_newest(book), code);

	if (account == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_ACCOUNT),
				 errmsg("account \"%s\" does not exist in standard \"%s\"",
						fl_account_code_text(code), book->standard_code),
				 errdetail("The account map names it as one of book \"%s\".", book->code),
				 errhint("It maps accounts of the predecessor to accounts of the successor: {\"101\": \"1001\"}.")));
	return account;
}

/* In the order of Element. */
static const char *const element_names[] = {
	"asset (资产)", "liability (负债)", "net_assets (净资产)", "income (收入)", "expenditure (支出)"
};

static void
check_elements(const Book *book, const Book *predecessor, const Account *from, const Account *to)
{
	if (from->element == to->element)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("account \"%s\" cannot be brought in as account \"%s\" of another element",
					fl_account_code_text(from->code), fl_account_code_text(to->code)),
			 errdetail("In book \"%s\" it is of element %s, in book \"%s\" of %s.",
					   predecessor->code, element_names[from->element],
					   book->code, element_names[to->element]),
			 errhint("Bring it in within its element, and restate it with an opening voucher of the successor (fund.restate()).")));
}

/* ---------- what takes no vouchers ---------- */

/* 末级科目: where the successor lists details, they alone take vouchers. */
static void
check_details(const Book *book, const Book *predecessor, AccountCode from, const Account *to)
{
	const BookDetail *detail = fl_book_detail(book->details, to->code);
	bool		is_heading = detail != NULL && detail->is_heading;
	bool		is_retired = detail != NULL && !is_heading;
	AccountCode above = is_heading ? to->code : is_retired ? account_code_parent(to->code) : to->listed;
	char	   *code = fl_account_code_text(to->code);

	if (fl_book_details_take(book->details, to))
		return;
	ereport(ERROR,
			(errcode(is_heading ? ERRCODE_ACCOUNT_NOT_POSTABLE : ERRCODE_UNKNOWN_ACCOUNT),
			 is_heading ? errmsg("account \"%s\" of book \"%s\" cannot be posted to", code, book->code) :
			 is_retired ? errmsg("account \"%s\" is retired in book \"%s\"", code, book->code) :
			 errmsg("account \"%s\" is not listed in book \"%s\"", code, book->code),
			 errdetail("Account \"%s\" of book \"%s\" would be brought in under it, but below account \"%s\" only details that the book lists take vouchers (末级科目).",
					   fl_account_code_text(from), predecessor->code, fl_account_code_text(above)),
			 errhint("Map account \"%s\" to one of them with the account_map of fund.succeed(): %s.",
					 fl_account_code_text(from), fl_book_details_text(book->details, above))));
}

static void
check_takes_opening(const Book *book, const Book *predecessor, AccountCode from, const Account *to)
{
	if (!to->postable)
		ereport(ERROR,
				(errcode(ERRCODE_ACCOUNT_NOT_POSTABLE),
				 errmsg("account \"%s\" cannot be posted to", fl_account_code_text(to->code)),
				 errdetail("Account \"%s\" of book \"%s\" would be brought in under it.",
						   fl_account_code_text(from), predecessor->code),
				 errhint("The column \"postable\" of ledger.account says which of the standard's accounts can be.")));
	if (to->retired)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_ACCOUNT),
				 errmsg("account \"%s\" is retired in standard \"%s\"", fl_account_code_text(to->code), book->standard_code),
				 errdetail("Account \"%s\" of book \"%s\" would be brought in under it.",
						   fl_account_code_text(from), predecessor->code),
				 errhint("Map account \"%s\" to one that takes vouchers with the account_map of fund.succeed().",
						 fl_account_code_text(from))));
	check_details(book, predecessor, from, to);
}

static void
check_mapping(const Book *book, const Book *predecessor, AccountCode from, AccountCode to)
{
	const Account *old_account = mapped_account(predecessor, from);
	const Account *new_account = mapped_account(book, to);

	check_elements(book, predecessor, old_account, new_account);
	check_takes_opening(book, predecessor, from, new_account);
}

/* Those that keep their code.  What the chart lacks is told of at the close, for it may yet be listed. */
static void
check_brought(const Book *book, const Book *predecessor)
{
	static SpiPlan plan = {
		"SELECT b.account, b.from_account FROM fund._succession_brought($1) AS b"
		" WHERE b.predecessor_id = $2 AND b.amount <> 0 ORDER BY b.from_account", "integer, integer"
	};
	Datum		arguments[] = {Int32GetDatum(book->book_id), Int32GetDatum(predecessor->book_id)};
	uint64		rows = fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST);

	for (uint64 row = 0; row < rows; row++)
	{
		AccountCode to = DatumGetAccountCode(fl_spi_required(row, 1));
		AccountCode from = DatumGetAccountCode(fl_spi_required(row, 2));
		const Account *account = fl_standard_account(fl_book_standard_newest(book), to);

		CHECK_FOR_INTERRUPTS();
		if (account != NULL)
			check_takes_opening(book, predecessor, from, account);
	}
}

static void
write_mapping(const Book *predecessor, AccountCode from, AccountCode to)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.succession_account (predecessor_id, from_account, to_account)"
		" VALUES ($1, $2, $3)", "integer, fund.account_code, fund.account_code"
	};
	Datum		values[] = {
		Int32GetDatum(predecessor->book_id),
		AccountCodeGetDatum(from), AccountCodeGetDatum(to)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

pg_noreturn static void
refuse_map(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("account map is not an object of account codes"),
			 errdetail_internal("%s", detail),
			 errhint("It maps accounts of the predecessor to accounts of the successor, codes as strings: {\"101\": \"1001\"}.")));
}

static char *
json_text(Jsonb *json)
{
	return JsonbToCString(NULL, &json->root, VARSIZE(json));
}

static bool
read_code(const JsonbValue *value, AccountCode *code)
{
	const char *end;

	return value->type == jbvString &&
		fl_account_code_scan(pnstrdup(value->val.string.val, value->val.string.len), &end, code) &&
		*end == '\0';
}

static void
write_entry(const Book *book, const Book *predecessor, const JsonbValue *key, JsonbValue *value)
{
	AccountCode from;
	AccountCode to;

	if (!read_code(key, &from) || !read_code(value, &to))
		refuse_map(psprintf("It maps \"%s\" to %s.",
							pnstrdup(key->val.string.val, key->val.string.len),
							json_text(JsonbValueToJsonb(value))));
	check_mapping(book, predecessor, from, to);
	write_mapping(predecessor, from, to);
}

static void
write_map(const Book *book, const Book *predecessor, Datum argument)
{
	Jsonb	   *map = DatumGetJsonbP(argument);
	JsonbIterator *entries;
	JsonbIteratorToken token;
	JsonbValue	key = {0};
	JsonbValue	value;

	if (!JB_ROOT_IS_OBJECT(map))
		refuse_map(psprintf("It is %s.", json_text(map)));
	entries = JsonbIteratorInit(&map->root);
	while ((token = JsonbIteratorNext(&entries, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			key = value;
		else if (token == WJB_VALUE)
			write_entry(book, predecessor, &key, &value);
	}
}

void
fl_account_map_write(const Book *book, const Book *predecessor, NullableDatum argument)
{
	fl_account_map_delete(predecessor);
	if (!argument.isnull)
		write_map(book, predecessor, argument.value);
	check_brought(book, predecessor);
}

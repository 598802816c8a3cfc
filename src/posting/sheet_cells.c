/*
 * sheet_cells.c
 *		The cells of a spreadsheet's row, as text, and what they say.
 */
#include "postgres.h"

#include "common/int.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

#include "posting/sheet_cells.h"
#include "server/blank.h"
#include "server/errors.h"

bool
fl_sheet_is_blank(const char *cell)
{
	return cell == NULL || fl_is_blank(cell, strlen(cell));
}

/* Spaces around a number are none of it. */
static const char *
skip_spaces(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	return at;
}

static bool
has_wide_digit(const char *cell)
{
	static const char *const digits[] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};

	for (int i = 0; i < lengthof(digits); i++)
	{
		if (strstr(cell, digits[i]) != NULL)
			return true;
	}
	return false;
}

#define WIDE_DIGITS_HINT	"Digits are half-width, 0 to 9."

/* ---------- dates ---------- */

/* Up to so many digits, at least one; false where there is none. */
static bool
read_digits(const char **at, int most, int *number)
{
	const char *begin = *at;

	*number = 0;
	for (; isdigit((unsigned char) **at) && *at - begin < most; (*at)++)
		*number = *number * 10 + (**at - '0');
	return *at > begin;
}

static bool
read_word(const char **at, const char *word)
{
	size_t		length = strlen(word);

	if (strncmp(*at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

/* 2026-01-05, 2026/1/5, 2026年1月5日: the year has four digits and comes first. */
static bool
read_day(const char *at, int *year, int *month, int *day)
{
	static const char *const marks[][3] = {{"-", "-", ""}, {"/", "/", ""}, {"年", "月", "日"}};

	for (int i = 0; i < lengthof(marks); i++)
	{
		const char *look = skip_spaces(at);
		const char *begin = look;

		if (read_digits(&look, 4, year) && look - begin == 4 && read_word(&look, marks[i][0]) &&
			read_digits(&look, 2, month) && read_word(&look, marks[i][1]) &&
			read_digits(&look, 2, day) && read_word(&look, marks[i][2]) && *skip_spaces(look) == '\0')
			return true;
	}
	return false;
}

CellFault
fl_sheet_date(const char *cell, DateADT *date)
{
	int			year,
				month,
				day;

	if (!read_day(cell, &year, &month, &day))
		return (CellFault) {ERRCODE_INVALID_DATETIME_FORMAT,
			psprintf("\"%s\" is no date as it is read here", cell),
			has_wide_digit(cell) ? WIDE_DIGITS_HINT :
			"A date reads 2026-01-05, 2026/1/5 or 2026年1月5日: the year first, nothing that could be two days, and no day number of a spreadsheet."};
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > day_tab[isleap(year)][month - 1])
		return (CellFault) {ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
			psprintf("there is no day \"%s\"", cell), NULL};
	*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	return NO_FAULT;
}

/* ---------- numbers ---------- */

static CellFault
no_amount(const char *cell)
{
	const char *hint = "An amount reads 1200.00, a red one -1200.00.";

	if (strchr(cell, ',') != NULL || strstr(cell, "，") != NULL)
		hint = "An amount has no thousands separators: 1200.00.";
	else if (has_wide_digit(cell))
		hint = WIDE_DIGITS_HINT;
	return (CellFault) {ERRCODE_INVALID_TEXT_REPRESENTATION, psprintf("\"%s\" is no amount", cell), hint};
}

CellFault
fl_sheet_amount(const char *cell, Amount *amount)
{
	const char *end;
	AmountFault fault = fl_amount_scan(skip_spaces(cell), &end, amount);

	if (fault == AMOUNT_SYNTAX || *skip_spaces(end) != '\0')
		return no_amount(cell);
	if (fault == AMOUNT_TOO_PRECISE)
		return (CellFault) {ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			psprintf("value \"%s\" has more than two decimals, which type %s cannot hold", cell, "amount"),
			"Round it first: nothing here does."};
	if (fault == AMOUNT_RANGE)
		return (CellFault) {ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
			psprintf("value \"%s\" is out of range for type %s", cell, "amount"), NULL};
	return NO_FAULT;
}

CellFault
fl_sheet_count(const char *cell, int32 *count)
{
	const char *at = skip_spaces(cell);
	int			number;

	if (!read_digits(&at, 9, &number) || *skip_spaces(at) != '\0')
		return (CellFault) {ERRCODE_INVALID_TEXT_REPRESENTATION,
			psprintf("\"%s\" is no number of attachments", cell), NULL};
	*count = number;
	return NO_FAULT;
}

/* ---------- accounts ---------- */

CellFault
fl_sheet_account_code(const char *cell, AccountCode *account)
{
	const char *at = skip_spaces(cell);
	const char *end;

	if (fl_account_code_scan(at, &end, account) && *skip_spaces(end) == '\0')
		return NO_FAULT;
	*account = 0;
	if (isdigit((unsigned char) *at))
		return (CellFault) {ERRCODE_INVALID_TEXT_REPRESENTATION, psprintf("\"%s\" is no account code", cell),
			"A code has 3 to 16 digits, in levels of 4-2-2-2-2-2-2 or 3-2-2-2-2-2-2."};
	if (has_wide_digit(cell))
		return (CellFault) {ERRCODE_INVALID_TEXT_REPRESENTATION, psprintf("\"%s\" is no account code", cell),
			WIDE_DIGITS_HINT};
	return NO_FAULT;
}

CellFault
fl_sheet_account_name(const NamedAccounts *accounts, const char *cell, AccountCode *account)
{
	char	   *codes;
	int			count = fl_named_accounts_find(accounts, cell, account, &codes);

	if (count == 1)
		return NO_FAULT;
	*account = 0;
	return (CellFault) {ERRCODE_UNKNOWN_ACCOUNT,
		count == 0 ? psprintf("no account of the book is named \"%s\" in that month", cell) :
		psprintf("\"%s\" is the name of several accounts: %s", cell, codes),
		"Give the code, or the name with that of the account above it: 社会保险费收入-统筹基金."};
}

/*
 * named_account.c
 *		Which account a name means: in a book, in a period.
 *
 * Who types a sheet over has names, and a name need not be one account's: then
 * all of them are told, and none is guessed.  Names are looked up in an array
 * that is sorted by them, since a sheet has many rows and an office may list
 * thousands of details.
 */
#include "postgres.h"

#include "access/xact.h"
#include "lib/stringinfo.h"
#include "utils/snapmgr.h"

#include "ledger/account_name.h"
#include "ledger/book_account.h"
#include "ledger/named_account.h"

typedef struct NamedAccount
{
	AccountCode code;
	const char *name;
	bool		retired;
} NamedAccount;

struct NamedAccounts
{
	Period		first;			/* in which these are the names */
	Period		last;
	int			count;
	NamedAccount *by_code;
	NamedAccount *by_name;		/* the same; and those of a name by code */
};

/* ---------- collecting ---------- */

static void
add(NamedAccounts *accounts, const Book *book, AccountCode code, Period period, bool retired)
{
	const char *name = fl_account_own_name(book, code, period);

	if (name != NULL)
		accounts->by_code[accounts->count++] = (NamedAccount) {code, pstrdup(name), retired};
}

static int
compare_codes(const void *a, const void *b)
{
	AccountCode left = ((const NamedAccount *) a)->code;
	AccountCode right = ((const NamedAccount *) b)->code;

	return (left > right) - (left < right);
}

static int
compare_names(const void *a, const void *b)
{
	int			order = strcmp(((const NamedAccount *) a)->name, ((const NamedAccount *) b)->name);

	return order != 0 ? order : compare_codes(a, b);
}

static void
collect(NamedAccounts *accounts, const Book *book, Period period)
{
	List	   *listed = fl_standard_listed(fl_book_standard(book));
	int			details;
	const AccountCode *codes = fl_book_details_codes(book->details, &details);
	ListCell   *lc;

	accounts->by_code = palloc((list_length(listed) + details) * sizeof(NamedAccount));
	foreach(lc, listed)
	{
		const Account *account = lfirst(lc);

		add(accounts, book, account->code, period, account->retired);
	}
	for (int i = 0; i < details; i++)
		add(accounts, book, codes[i], period, fl_book_detail(book->details, codes[i])->retired);
}

NamedAccounts *
fl_named_accounts(const Book *book, Period period)
{
	NamedAccounts *accounts = palloc0(sizeof(NamedAccounts));

	CommandCounterIncrement();
	PushActiveSnapshot(GetLatestSnapshot());
	fl_account_names_span(book, period, &accounts->first, &accounts->last);
	collect(accounts, book, period);
	PopActiveSnapshot();
	accounts->by_name = palloc(accounts->count * sizeof(NamedAccount));
	memcpy(accounts->by_name, accounts->by_code, accounts->count * sizeof(NamedAccount));
	qsort(accounts->by_code, accounts->count, sizeof(NamedAccount), compare_codes);
	qsort(accounts->by_name, accounts->count, sizeof(NamedAccount), compare_names);
	return accounts;
}

bool
fl_named_accounts_are_of(const NamedAccounts *accounts, Period period)
{
	return accounts->first <= period && period <= accounts->last;
}

/* ---------- finding ---------- */

static const NamedAccount *
account_of_code(const NamedAccounts *accounts, AccountCode code)
{
	NamedAccount key = {code};

	return bsearch(&key, accounts->by_code, accounts->count, sizeof(NamedAccount), compare_codes);
}

/* Is the text up to there the name of the account, or ends with it after those above it? */
static bool
is_name_of(const NamedAccounts *accounts, AccountCode code, const char *text, size_t length)
{
	const NamedAccount *account = account_of_code(accounts, code);
	size_t		own = account == NULL ? 0 : strlen(account->name);

	if (account == NULL || length < own || memcmp(text + length - own, account->name, own) != 0)
		return false;
	if (length == own)
		return true;
	return text[length - own - 1] == '-' &&
		is_name_of(accounts, account_code_parent(code), text, length - own - 1);
}

/* The first that has the name, or comes after it. */
static int
first_of_name(const NamedAccounts *accounts, const char *name)
{
	int			low = 0;
	int			high = accounts->count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (strcmp(accounts->by_name[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The last part of a text may have a hyphen itself: each part of it is tried. */
int
fl_named_accounts_find(const NamedAccounts *accounts, const char *text,
					   AccountCode *code, char **codes)
{
	size_t		length = strlen(text);
	int			found = 0;
	StringInfoData list;

	initStringInfo(&list);
	for (const char *part = text; part != NULL; part = strchr(part, '-') == NULL ? NULL : strchr(part, '-') + 1)
	{
		for (int i = first_of_name(accounts, part);
			 i < accounts->count && strcmp(accounts->by_name[i].name, part) == 0; i++)
		{
			const NamedAccount *account = &accounts->by_name[i];

			if (account->retired || !is_name_of(accounts, account->code, text, length))
				continue;
			appendStringInfo(&list, "%s%s", found == 0 ? "" : ", ", fl_account_code_text(account->code));
			if (found++ == 0)
				*code = account->code;
		}
	}
	*codes = list.data;
	return found;
}

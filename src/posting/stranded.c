/*
 * stranded.c
 *		What stands on accounts that take no vouchers, since a book lists details.
 *
 * A reversal names accounts as they were when its original was posted, so it
 * may put something on a heading.  What it puts there, and no more, goes on to
 * the detail that takes it, in a voucher of kind split: two reversals at once
 * move nothing twice.  Whoever stores the reversal stores that after it.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datum.h"

#include "ledger/book_account.h"
#include "ledger/columns.h"
#include "ledger/ledger.h"
#include "posting/stranded.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "types/journal.h"

/* Of a book, by the system. */
Voucher *
fl_split_voucher(const Book *book, VoucherBasis basis, DateADT date, Datum journal, const char *summary)
{
	Voucher    *voucher = palloc0(sizeof(Voucher));
	char	   *done_through = fl_done_through();

	voucher->book_id = book->book_id;
	voucher->kind = KIND_SPLIT;
	voucher->basis = basis;
	voucher->date = date;
	voucher->period = fl_period_of_date(date);
	/* A copy: storing it uses SPI, too. */
	voucher->journal = DatumGetJournal(datumCopy(journal, false, -1));
	voucher->summary = cstring_to_text(summary);
	voucher->prepared_by = cstring_to_text(fl_outer_user());
	if (done_through != NULL)
		voucher->done_through = cstring_to_text(done_through);
	return voucher;
}

/* ---------- what no detail takes ---------- */

char *
fl_split_hint(const Book *book, AccountCode account)
{
	const BookDetail *detail = fl_book_detail(book->details, account);
	char	   *code = quote_literal_cstr(book->code);

	if (detail == NULL || !detail->is_heading)
		return psprintf("List the account, fund.name_account(%s, '%s', '…'), and move what stands there with a voucher.",
						code, fl_account_code_text(account));
	return psprintf("Say which detail takes it: fund.name_account(%s, '…', takes_balance => true). The details are %s.",
					code, fl_book_details_text(book->details, account));
}

void
fl_warn_of_stranded(const Book *book, AccountCode account, const char *detail, const char *hint)
{
	ereport(WARNING,
			(errcode(ERRCODE_WARNED_BESIDE),
			 errmsg("account \"%s\" of book \"%s\" holds what none of its details has",
					fl_account_code_text(account), book->code),
			 errdetail_internal("%s", detail),
			 errhint("%s", hint)));
}

/* ---------- after a reversal ---------- */

bool
fl_reversal_strands(const Book *book, Standard *standard, const Voucher *reversal)
{
	JournalReader reader;
	JournalLine line;

	if (!reversal->is_reversal || book->details == NULL)
		return false;
	journal_reader_init(&reader, reversal->journal);
	while (journal_reader_next(&reader, &line))
	{
		if (fl_book_details_strand(book->details, fl_standard_account(standard, line.account)))
			return true;
	}
	return false;
}

/* The columns of fund._split_of_reversal. */
enum
{
	REVERSAL_AMOUNT = 1,
	REVERSAL_TAKER,
	REVERSAL_CLAIMANTS,
	REVERSAL_PLACE,
	REVERSAL_JOURNAL,
	REVERSAL_SUMMARY
};

/* Month-end carries it away itself. */
static bool
is_carried(const Voucher *reversal)
{
	return reversal->kind == KIND_CARRY || reversal->kind == KIND_CLOSING;
}

static void
warn_of_reversal(const Book *book, const Voucher *reversal, AccountCode account)
{
	char	   *place = fl_spi_text(0, REVERSAL_PLACE);
	char	   *claimants = fl_spi_text(0, REVERSAL_CLAIMANTS);
	StringInfoData detail;

	initStringInfo(&detail);
	appendStringInfo(&detail, "The reversal of voucher " INT64_FORMAT " puts %s there, basis %s, debit less credit; details listed below take its vouchers.",
					 reversal->reverses, fl_spi_required_text(0, REVERSAL_AMOUNT),
					 fl_voucher_basis_name[reversal->basis]);
	if (claimants != NULL)
		appendStringInfo(&detail, " More than one was said to take what stands there: %s.", claimants);
	if (place != NULL)
		appendStringInfo(&detail, " \"%s\", which takes what stands there, is read without the account: %s.",
						 fl_account_code_text(fl_spi_account_code(0, REVERSAL_TAKER)), place);
	fl_warn_of_stranded(book, account, detail.data, fl_split_hint(book, account));
}

/* NULL where nothing moves. */
static Voucher *
split_of_account(const Book *book, const Voucher *reversal, AccountCode account, Warned *warned)
{
	static SpiPlan plan = {
		"SELECT s.amount, s.taker, s.claimants, s.place, s.journal, s.summary"
		" FROM fund._split_of_reversal($1, $2, $3, $4) AS s", "integer, text, fund.account_code, fund.journal"
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), CStringGetTextDatum(book->standard_code),
		AccountCodeGetDatum(account), PointerGetDatum(reversal->journal)
	};
	bool		is_null;
	Datum		journal;

	if (fl_spi_run(&plan, arguments, NULL, SPI_READ_NEWEST) == 0)
		return NULL;
	journal = fl_spi_value(0, REVERSAL_JOURNAL, &is_null);
	if (!is_null)
		return fl_split_voucher(book, reversal->basis, reversal->date, journal, fl_spi_required_text(0, REVERSAL_SUMMARY));
	if (!is_carried(reversal) &&
		fl_warned_first(warned, ERRCODE_WARNED_BESIDE, book->book_id, account, account))
		warn_of_reversal(book, reversal, account);
	return NULL;
}

static bool
is_among(const List *accounts, AccountCode account)
{
	ListCell   *lc;

	foreach(lc, accounts)
	{
		if (*(AccountCode *) lfirst(lc) == account)
			return true;
	}
	return false;
}

/* Each of its accounts that takes no vouchers, once. */
static List *
stranded_accounts(const Book *book, const Voucher *reversal)
{
	List	   *accounts = NIL;
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, reversal->journal);
	while (journal_reader_next(&reader, &line))
	{
		AccountCode *account = palloc(sizeof(AccountCode));

		*account = line.account;
		if (fl_book_details_strand(book->details, fl_book_account(book, line.account)) &&
			!is_among(accounts, line.account))
			accounts = lappend(accounts, account);
	}
	return accounts;
}

List *
fl_splits_of_reversal(const Book *book, const Voucher *reversal, Warned *warned)
{
	MemoryContext caller = CurrentMemoryContext;
	List	   *vouchers = NIL;
	LedgerCall	call;
	ListCell   *lc;

	fl_ledger_enter(&call);
	foreach(lc, stranded_accounts(book, reversal))
	{
		AccountCode account = *(AccountCode *) lfirst(lc);
		MemoryContext inner = MemoryContextSwitchTo(caller);
		Voucher    *voucher = split_of_account(book, reversal, account, warned);

		if (voucher != NULL)
			vouchers = lappend(vouchers, voucher);
		MemoryContextSwitchTo(inner);
	}
	fl_ledger_leave(&call);
	return vouchers;
}

/*
 * account_ledger_rows.c
 *		明细账, 日记账, 往来明细账: the rows, of lines that have been sorted.
 *
 * A ledger has sections, one an account, each of which begins with a balance
 * and shows the balance after every line.  An account's ledger has one
 * section, that of the account with its details.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "ledger/account_name.h"
#include "ledger/brought_forward.h"
#include "ledger/words.h"
#include "ledgers/account_ledger_rows.h"
#include "ledgers/voucher_numbers.h"
#include "types/amount.h"

typedef struct AccountLedger
{
	LedgerLines *lines;
	Report	   *report;
	const char *const *kind_names;
	AccountCode section;		/* the account whose lines are being written; 0: none yet */
	int128		balance;		/* debit less credit */
	bool		opening_written;
	VoucherNumbers numbers;
	DateADT		unknown_after;	/* of days between these no balance is known */
	DateADT		unknown_before;
} AccountLedger;

/* ---------- writing rows ---------- */

static void
add_code(Report *report, AccountCode account)
{
	char		code[ACCOUNT_CODE_TEXT_SIZE];

	fl_account_code_print(account, code);
	report_add_text(report, code);
}

static void
add_column(const AccountLedger *ledger, int column)
{
	report_add_nullable(ledger->report, ledger->lines->sort.slot->tts_values[column],
						ledger->lines->sort.slot->tts_isnull[column]);
}

/* A party's ledger says in each row whose section it belongs to. */
static void
begin_row(const AccountLedger *ledger)
{
	fl_report_begin_row(ledger->report);
	if (ledger->lines->layout == LAYOUT_PARTY)
	{
		add_code(ledger->report, ledger->section);
		report_add_text(ledger->report, fl_account_name_of(ledger->lines->book, ledger->section,
														   fl_period_of_date(ledger->lines->last)));
	}
}

/* 借或贷 and 余额; 平 where there is none. */
static void
end_row(const AccountLedger *ledger, bool is_known)
{
	int128		balance = ledger->balance;

	report_add_text(ledger->report, !is_known ? NULL : balance > 0 ? "借" : balance < 0 ? "贷" : "平");
	report_add_nullable(ledger->report, fl_numeric_from_total(balance < 0 ? -balance : balance), !is_known);
	fl_report_end_row(ledger->report);
}

/* Of months brought forward as a whole what was held within them is not known. */
static void
tell_what_is_unknown(AccountLedger *ledger)
{
	const Book *book = ledger->lines->book;
	Period		through = fl_brought_through_seen(book);

	ledger->unknown_after = fl_period_first_day(book->first_period);
	ledger->unknown_before = through == 0 ? ledger->unknown_after : fl_period_last_day(through);
	if (through != 0 && ledger->lines->first <= ledger->unknown_before)
		fl_brought_notice(book, through);
}

static void
write_opening(AccountLedger *ledger)
{
	Report	   *report = ledger->report;

	begin_row(ledger);
	report_add_date(report, ledger->lines->first);
	report_add_nulls(report, 4);
	report_add_text(report, "期初余额");
	if (ledger->lines->layout != LAYOUT_PARTY)
		add_code(report, ledger->lines->account);
	if (ledger->lines->layout == LAYOUT_JOURNAL)
		report_add_nulls(report, 2);
	report_add_nulls(report, ledger->lines->layout == LAYOUT_PARTY ? 3 : 4);
	end_row(ledger, ledger->lines->first <= ledger->unknown_after ||
			ledger->lines->first > ledger->unknown_before);
	ledger->opening_written = true;
}

/* Day, voucher, its kind, number, line and summary. */
static void
add_voucher(AccountLedger *ledger)
{
	Report	   *report = ledger->report;
	const Datum *values = ledger->lines->sort.slot->tts_values;
	const VoucherNumber *number = fl_voucher_number(&ledger->numbers, DatumGetDateADT(values[LINE_DAY]),
													DatumGetInt64(values[LINE_VOUCHER]));

	report_add(report, values[LINE_DAY]);
	report_add(report, values[LINE_VOUCHER]);
	report_add_text(report, ledger->kind_names[DatumGetInt32(values[LINE_KIND])]);
	report_add_nullable(report, Int32GetDatum(number == NULL ? 0 : number->number), number == NULL);
	report_add(report, values[LINE_NO]);
	report_add(report, values[LINE_SUMMARY]);
}

static void
write_line(AccountLedger *ledger)
{
	Report	   *report = ledger->report;
	const Datum *values = ledger->lines->sort.slot->tts_values;
	Amount		amount = DatumGetAmount(values[LINE_AMOUNT]);
	bool		credit = DatumGetBool(values[LINE_CREDIT]);

	begin_row(ledger);
	add_voucher(ledger);
	if (ledger->lines->layout != LAYOUT_PARTY)
		add_code(report, DatumGetAccountCode(values[LINE_ACCOUNT]));
	if (ledger->lines->layout == LAYOUT_JOURNAL)
	{
		add_column(ledger, LINE_CONTRA);
		add_column(ledger, LINE_CONTRA_NAME);
	}
	if (ledger->lines->layout != LAYOUT_PARTY)
		add_column(ledger, LINE_PARTY);
	add_column(ledger, LINE_MEMO);
	report_add(report, fl_numeric_from_total(credit ? 0 : amount));
	report_add(report, fl_numeric_from_total(credit ? amount : 0));
	end_row(ledger, DatumGetDateADT(values[LINE_DAY]) >= ledger->unknown_before);
}

static void
begin_section(AccountLedger *ledger, AccountCode account, int128 opening)
{
	ledger->section = account;
	ledger->balance = opening;
	ledger->opening_written = false;
}

/* A party need not hear of an account that was even before and did not move. */
static void
end_section(AccountLedger *ledger)
{
	if (ledger->section != 0 && !ledger->opening_written &&
		(ledger->lines->party == NULL || ledger->balance != 0))
		write_opening(ledger);
}

/* The next line, in the slot. */
static void
take_line(AccountLedger *ledger)
{
	const Datum *values = ledger->lines->sort.slot->tts_values;
	AccountCode section;
	Amount		amount;
	bool		before;

	section = section_from_datum(values[LINE_SECTION]);
	amount = DatumGetAmount(values[LINE_AMOUNT]);
	before = DatumGetInt32(values[LINE_DAY]) == BEFORE_FIRST_DAY;
	if (section != ledger->section)
	{
		end_section(ledger);
		begin_section(ledger, section, 0);
	}
	if (!before && !ledger->opening_written)
		write_opening(ledger);
	ledger->balance += DatumGetBool(values[LINE_CREDIT]) ? -amount : amount;
	if (!before)
		write_line(ledger);
}

void
fl_account_ledger_write(LedgerLines *lines, int128 opening, Report *report)
{
	AccountLedger ledger = {
		.lines = lines,
		.report = report,
		.kind_names = fl_report_kind_names(report)
	};

	fl_voucher_numbers_init(&ledger.numbers, lines->book);
	tell_what_is_unknown(&ledger);
	if (lines->party == NULL)
		begin_section(&ledger, lines->account, opening);
	while (fl_row_sort_take(&lines->sort))
	{
		CHECK_FOR_INTERRUPTS();
		take_line(&ledger);
	}
	end_section(&ledger);
}

/*
 * account_ledger_rows.c
 *		明细账, 日记账, 往来明细账: the rows, of lines that have been sorted.
 *
 * A ledger has sections, one an account, each of which begins with a balance
 * and shows the balance after every line.  An account's ledger has one
 * section, that of the account with its details.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "ledgers/account_ledger.h"
#include "types/amount.h"

/* ---------- writing rows ---------- */

#define MAX_COLUMNS			15

/* A row being made, column by column. */
typedef struct Row
{
	int			count;
	Datum		values[MAX_COLUMNS];
	bool		nulls[MAX_COLUMNS];
} Row;

static void
add_value(Row *row, Datum value)
{
	row->nulls[row->count] = false;
	row->values[row->count++] = value;
}

static void
add_nulls(Row *row, int count)
{
	while (count-- > 0)
		row->nulls[row->count++] = true;
}

static void
add_code(Row *row, AccountCode account)
{
	char		code[ACCOUNT_CODE_TEXT_SIZE];

	fl_account_code_print(account, code);
	add_value(row, CStringGetTextDatum(code));
}

static void
add_column(Row *row, const AccountLedger *ledger, int column)
{
	if (ledger->slot->tts_isnull[column])
		add_nulls(row, 1);
	else
		add_value(row, ledger->slot->tts_values[column]);
}

/* A party's ledger says in each row whose section it belongs to. */
static void
begin_row(Row *row, const AccountLedger *ledger)
{
	row->count = 0;
	if (ledger->layout == LAYOUT_PARTY)
	{
		const Account *account = fl_standard_account(ledger->standard, ledger->section);

		add_code(row, ledger->section);
		if (account == NULL)
			add_nulls(row, 1);
		else
			add_value(row, CStringGetTextDatum(account->name));
	}
}

/* 借或贷 and 余额; 平 where there is none. */
static void
end_row(Row *row, const AccountLedger *ledger)
{
	int128		balance = ledger->balance;

	add_value(row, CStringGetTextDatum(balance > 0 ? "借" : balance < 0 ? "贷" : "平"));
	add_value(row, fl_numeric_from_total(balance < 0 ? -balance : balance));
	Assert(row->count == ledger->result->setDesc->natts);
	tuplestore_putvalues(ledger->result->setResult, ledger->result->setDesc,
						 row->values, row->nulls);
}

static void
write_opening(AccountLedger *ledger)
{
	Row			row;

	begin_row(&row, ledger);
	add_value(&row, DateADTGetDatum(ledger->first));
	add_nulls(&row, 4);
	add_value(&row, CStringGetTextDatum("期初余额"));
	if (ledger->layout != LAYOUT_PARTY)
		add_code(&row, ledger->account);
	if (ledger->layout == LAYOUT_JOURNAL)
		add_nulls(&row, 2);
	add_nulls(&row, ledger->layout == LAYOUT_PARTY ? 3 : 4);
	end_row(&row, ledger);
	ledger->opening_written = true;
}

static void
write_line(AccountLedger *ledger)
{
	const Datum *values = ledger->slot->tts_values;
	const VoucherNumber *number = fl_voucher_number(&ledger->numbers, DatumGetDateADT(values[LINE_DAY]),
													DatumGetInt64(values[LINE_VOUCHER]));
	Datum		amount = fl_numeric_from_total(DatumGetAmount(values[LINE_AMOUNT]));
	Datum		zero = fl_numeric_from_total(0);
	bool		credit = DatumGetBool(values[LINE_CREDIT]);
	Row			row;

	begin_row(&row, ledger);
	add_value(&row, values[LINE_DAY]);
	add_value(&row, values[LINE_VOUCHER]);
	add_value(&row, CStringGetTextDatum(fl_voucher_kind_name[DatumGetInt32(values[LINE_KIND])]));
	if (number == NULL)
		add_nulls(&row, 1);
	else
		add_value(&row, Int32GetDatum(number->number));
	add_value(&row, values[LINE_NO]);
	add_value(&row, values[LINE_SUMMARY]);
	if (ledger->layout != LAYOUT_PARTY)
		add_code(&row, DatumGetAccountCode(values[LINE_ACCOUNT]));
	if (ledger->layout == LAYOUT_JOURNAL)
	{
		add_column(&row, ledger, LINE_CONTRA);
		add_column(&row, ledger, LINE_CONTRA_NAME);
	}
	if (ledger->layout != LAYOUT_PARTY)
		add_column(&row, ledger, LINE_PARTY);
	add_column(&row, ledger, LINE_MEMO);
	add_value(&row, credit ? zero : amount);
	add_value(&row, credit ? amount : zero);
	end_row(&row, ledger);
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
		(ledger->party == NULL || ledger->balance != 0))
		write_opening(ledger);
}

/* The next line, in the slot. */
static void
take_line(AccountLedger *ledger)
{
	const Datum *values = ledger->slot->tts_values;
	AccountCode section;
	Amount		amount;
	bool		before;

	slot_getallattrs(ledger->slot);
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
fl_account_ledger_write(AccountLedger *ledger, int128 opening)
{
	MemoryContext per_line = ledger->per_voucher;

	fl_voucher_numbers_init(&ledger->numbers, ledger->book);
	if (ledger->party == NULL)
		begin_section(ledger, ledger->account, opening);
	while (tuplesort_gettupleslot(ledger->lines, true, false, ledger->slot, NULL))
	{
		MemoryContext caller = MemoryContextSwitchTo(per_line);

		CHECK_FOR_INTERRUPTS();
		take_line(ledger);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_line);
	}
	end_section(ledger);
}

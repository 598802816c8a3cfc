/*
 * account_ledger.c
 *		明细账, 日记账, 往来明细账: the lines of an account or of a party day by
 *		day, with the balance after each.
 *
 * An account's ledger begins with what stood before it.  Closed months tell
 * that from ledger.balance, so nothing is read but the vouchers of the months
 * asked for and of open months before them.  What a party's lines come to is
 * kept nowhere: its ledger is summed from the beginning of the book, with an
 * index on fund.parties(journal) where the DBA has made one (doc/indexes.md).
 *
 * The executor hands over each voucher as it stands in its buffer, and only
 * the lines of the ledger are kept and sorted, on disk where they do not fit
 * into work_mem; account_ledger_rows.c makes rows of them.
 * account_ledger.sql declares the functions.
 */
#include "postgres.h"

#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "tcop/dest.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplesort.h"

#include "ledger/duty.h"
#include "ledger/ledger.h"
#include "ledger/voucher.h"
#include "ledger/report_arguments.h"
#include "ledgers/account_ledger_rows.h"
#include "server/compat.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/turnover.h"
#include "types/journal.h"

/* As many opposite accounts are named; of more, only that there are more. */
#define CONTRA_SHOWN		8

static const Oid line_types[LINE_COLUMNS] = {
	INT8OID, INT4OID, INT8OID, INT4OID, INT8OID, INT4OID, BOOLOID, INT8OID,
	TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID
};

/* ---------- the lines of a voucher ---------- */

/*
 * The sides of a line count by what it does: a red debit stands opposite to
 * debits.
 */
static inline bool
is_credit_in_effect(const JournalLine *line)
{
	return line->credit != (line->amount < 0);
}

static bool
is_of_ledger(const AccountLedger *ledger, const JournalLine *line)
{
	if (ledger->party == NULL)
		return account_code_is_within(line->account, ledger->account);
	return line->party != NULL &&
		line->party_length == VARSIZE_ANY_EXHDR(ledger->party) &&
		memcmp(line->party, VARDATA_ANY(ledger->party), line->party_length) == 0;
}

static bool
add_distinct(AccountCode *codes, int *count, AccountCode code)
{
	for (int i = 0; i < *count; i++)
	{
		if (codes[i] == code)
			return true;
	}
	if (*count == CONTRA_SHOWN)
		return false;
	codes[(*count)++] = code;
	return true;
}

/* 对方科目: codes and names of the accounts that stand opposite. */
static void
set_contra(const AccountLedger *ledger, const Voucher *voucher, bool credit, Datum *values)
{
	AccountCode codes[CONTRA_SHOWN];
	StringInfoData code_list;
	StringInfoData name_list;
	JournalReader reader;
	JournalLine line;
	int			count = 0;
	bool		complete = true;

	journal_reader_init(&reader, voucher->journal);
	while (complete && journal_reader_next(&reader, &line))
	{
		if (is_credit_in_effect(&line) != credit)
			complete = add_distinct(codes, &count, line.account);
	}

	initStringInfo(&code_list);
	initStringInfo(&name_list);
	for (int i = 0; i < count; i++)
	{
		const Account *account = fl_standard_account(ledger->standard, codes[i]);
		char		code[ACCOUNT_CODE_TEXT_SIZE];

		fl_account_code_print(codes[i], code);
		appendStringInfo(&code_list, "%s%s", i > 0 ? ", " : "", code);
		appendStringInfo(&name_list, "%s%s", i > 0 ? "、" : "", account == NULL ? code : account->name);
	}
	if (!complete)
	{
		appendStringInfoString(&code_list, ", …");
		appendStringInfoString(&name_list, "等");
	}
	values[LINE_CONTRA] = CStringGetTextDatum(code_list.data);
	values[LINE_CONTRA_NAME] = CStringGetTextDatum(name_list.data);
}

static void
set_text(Datum *value, bool *is_null, const char *bytes, int length)
{
	*is_null = bytes == NULL;
	if (bytes != NULL)
		*value = PointerGetDatum(cstring_to_text_with_len(bytes, length));
}

/* The files of the sort must outlive the cursor in whose name it is fed. */
static void
sort_line(AccountLedger *ledger)
{
	ResourceOwner cursor = CurrentResourceOwner;

	CurrentResourceOwner = ledger->owner;
	tuplesort_puttupleslot(ledger->lines, ledger->slot);
	CurrentResourceOwner = cursor;
}

static void
keep_line(AccountLedger *ledger, const Voucher *voucher, const JournalLine *line, int line_no)
{
	Datum	   *values = ledger->slot->tts_values;
	bool	   *nulls = ledger->slot->tts_isnull;
	AccountCode section = ledger->party == NULL ? ledger->account : line->account;
	bool		before = voucher->kind == KIND_OPENING || voucher->date < ledger->first;

	ExecClearTuple(ledger->slot);
	memset(nulls, false, LINE_COLUMNS * sizeof(bool));
	values[LINE_SECTION] = section_to_datum(section);
	values[LINE_DAY] = Int32GetDatum(before ? BEFORE_FIRST_DAY : voucher->date);
	values[LINE_VOUCHER] = Int64GetDatum(voucher->voucher_id);
	values[LINE_NO] = Int32GetDatum(line_no);
	values[LINE_ACCOUNT] = AccountCodeGetDatum(line->account);
	values[LINE_KIND] = Int32GetDatum(voucher->kind);
	values[LINE_CREDIT] = BoolGetDatum(line->credit);
	values[LINE_AMOUNT] = AmountGetDatum(line->amount);
	values[LINE_SUMMARY] = PointerGetDatum(voucher->summary);
	set_text(&values[LINE_PARTY], &nulls[LINE_PARTY], line->party, line->party_length);
	set_text(&values[LINE_MEMO], &nulls[LINE_MEMO], line->memo, line->memo_length);
	nulls[LINE_CONTRA] = nulls[LINE_CONTRA_NAME] = ledger->layout != LAYOUT_JOURNAL || before;
	if (!nulls[LINE_CONTRA])
		set_contra(ledger, voucher, is_credit_in_effect(line), values);
	ExecStoreVirtualTuple(ledger->slot);
	sort_line(ledger);
}

static void
keep_lines(AccountLedger *ledger, const Voucher *voucher)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	for (int line_no = 1; journal_reader_next(&reader, &line); line_no++)
	{
		if (is_of_ledger(ledger, &line))
			keep_line(ledger, voucher, &line, line_no);
	}
}

/* ---------- reading vouchers ---------- */

#define VOUCHER_QUERY \
	"SELECT " VOUCHER_ROW " FROM ledger.voucher" \
	" WHERE book_id = $1 AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($3)"

typedef struct VoucherReceiver
{
	DestReceiver receiver;
	AccountLedger *ledger;
} VoucherReceiver;

static bool
is_wanted(const AccountLedger *ledger, const Voucher *voucher)
{
	if ((ledger->layers & (1 << voucher->basis)) == 0)
		return false;
	/* The balance that an account's ledger begins with has the opening ones. */
	if (voucher->kind == KIND_OPENING)
		return ledger->party != NULL;
	return voucher->date <= ledger->last;
}

static bool
receive_voucher(TupleTableSlot *slot, DestReceiver *receiver)
{
	AccountLedger *ledger = ((VoucherReceiver *) receiver)->ledger;
	MemoryContext caller = MemoryContextSwitchTo(ledger->per_voucher);
	Voucher		voucher;

	fl_voucher_from_row_slot(slot, &voucher);
	if (is_wanted(ledger, &voucher))
		keep_lines(ledger, &voucher);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(ledger->per_voucher);
	return true;
}

static void
start_receiving(DestReceiver *receiver, int operation, TupleDesc row)
{
	fl_voucher_check_row(row);
}

static void
stop_receiving(DestReceiver *receiver)
{
}

static Portal
open_vouchers(const AccountLedger *ledger)
{
	static SpiPlan of_account = {VOUCHER_QUERY, "integer, fund.period, fund.period"};
	static SpiPlan of_party = {
		VOUCHER_QUERY " AND fund.parties(journal) @> ARRAY[$4]",
		"integer, fund.period, fund.period, text"
	};
	Datum		arguments[] = {
		Int32GetDatum(ledger->book->book_id),
		PeriodGetDatum(ledger->party == NULL ?
					   fl_period_of_date(ledger->first) : ledger->book->first_period),
		PeriodGetDatum(fl_period_of_date(ledger->last)),
		PointerGetDatum(ledger->party)
	};

	return fl_spi_open(ledger->party == NULL ? &of_account : &of_party, arguments, NULL);
}

static void
receive_vouchers(AccountLedger *ledger)
{
	VoucherReceiver vouchers = {
		.receiver = {
			.receiveSlot = receive_voucher,
			.rStartup = start_receiving,
			.rShutdown = stop_receiving,
			.rDestroy = stop_receiving,
			.mydest = DestNone
		},
		.ledger = ledger
	};
	Portal		portal = open_vouchers(ledger);

	(void) PortalRunFetch(portal, FETCH_FORWARD, FETCH_ALL, &vouchers.receiver);
	SPI_cursor_close(portal);
}

/* ---------- what stood before ---------- */

/* Before the month of the first day: the days before that one are read. */
static int128
opening_balance(const AccountLedger *ledger)
{
	Period		month = fl_period_of_date(ledger->first);
	PeriodWindow none = {month, month - 1};
	Turnover   *turnover = fl_turnover_load(ledger->book, &none, 1, ledger->layers,
											CurrentMemoryContext);
	int128		balance = 0;

	for (int i = 0; i < turnover->count; i++)
	{
		if (account_code_is_within(turnover->accounts[i].account, ledger->account))
			balance += turnover->accounts[i].opening;
	}
	return balance;
}

/* ---------- a ledger ---------- */

static TupleDesc
describe_line(void)
{
	TupleDesc	line = CreateTemplateTupleDesc(LINE_COLUMNS);

	for (int i = 0; i < LINE_COLUMNS; i++)
		TupleDescInitEntry(line, i + 1, NULL, line_types[i], -1, 0);
	TupleDescFinalize(line);
	return line;
}

static Tuplesortstate *
begin_sort(TupleDesc line)
{
	AttrNumber	columns[] = {LINE_SECTION + 1, LINE_DAY + 1, LINE_VOUCHER + 1, LINE_NO + 1};
	Oid			less[] = {Int8LessOperator, Int4LessOperator, Int8LessOperator, Int4LessOperator};
	Oid			collations[lengthof(columns)] = {InvalidOid};
	bool		nulls_first[lengthof(columns)] = {false};

	return tuplesort_begin_heap(line, lengthof(columns), columns, less, collations, nulls_first,
								work_mem, NULL, TUPLESORT_NONE);
}

/* Called between fl_ledger_enter and fl_ledger_leave. */
static void
write_ledger(AccountLedger *ledger)
{
	TupleDesc	line = describe_line();

	ledger->standard = fl_book_standard(ledger->book);
	ledger->per_voucher = AllocSetContextCreate(CurrentMemoryContext, "fundledger ledger line",
												ALLOCSET_DEFAULT_SIZES);
	ledger->slot = MakeSingleTupleTableSlot(line, &TTSOpsVirtual);
	ledger->owner = CurrentResourceOwner;
	ledger->lines = begin_sort(line);
	receive_vouchers(ledger);
	ExecDropSingleTupleTableSlot(ledger->slot);
	tuplesort_performsort(ledger->lines);
	ledger->slot = MakeSingleTupleTableSlot(line, &TTSOpsMinimalTuple);
	fl_account_ledger_write(ledger, ledger->party == NULL ? opening_balance(ledger) : 0);
	tuplesort_end(ledger->lines);
	ExecDropSingleTupleTableSlot(ledger->slot);
}

/* ---------- arguments ---------- */

static const char *const account_arguments[] = {"book", "account", "first", "last", "basis"};
static const char *const party_arguments[] = {"book", "party", "first", "last", "basis"};

static AccountCode
account_argument(const Book *book, Datum value)
{
	char	   *code = TextDatumGetCString(value);
	const char *end;
	AccountCode account;

	if (!fl_account_code_scan(code, &end, &account) || *end != '\0' ||
		fl_standard_account(fl_book_standard(book), account) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_ACCOUNT),
				 errmsg("account \"%s\" does not exist in standard \"%s\"", code, book->standard_code),
				 errdetail("It is not listed, nor below an account that takes details freely."),
				 errhint("The table ledger.account lists the accounts of the standard.")));
	return account;
}

/* Called between fl_ledger_enter and fl_ledger_leave. */
static void
check_party_exists(text *party)
{
	static SpiPlan plan = {"SELECT FROM ledger.party WHERE party = $1", "text"};
	Datum		argument = PointerGetDatum(party);

	if (fl_spi_run(&plan, &argument, NULL, SPI_READ) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_PARTY),
				 errmsg("party \"%s\" does not exist", text_to_cstring(party)),
				 errhint("The table ledger.party lists the parties.")));
}

/* A month, of which the ledger has the whole, or a day. */
static DateADT
day_from_text(Datum value, DateADT (*day_of_month) (Period period))
{
	char	   *day = TextDatumGetCString(value);
	Period		period;

	if (fl_period_scan(day, &period))
		return day_of_month(period);
	return DatumGetDateADT(DirectFunctionCall1(date_in, CStringGetDatum(day)));
}

static void
check_days(const AccountLedger *ledger)
{
	Datum		first = DateADTGetDatum(ledger->first);
	Datum		last = DateADTGetDatum(ledger->last);

	if (ledger->first > ledger->last)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the ledger would end before it begins"),
				 errdetail("Its first day is %s and its last %s.",
						   DatumGetCString(DirectFunctionCall1(date_out, first)),
						   DatumGetCString(DirectFunctionCall1(date_out, last))),
				 errhint("Give the first day or month before the last.")));
}

static Datum
make_ledger(FunctionCallInfo fcinfo, LedgerLayout layout, bool days_as_text)
{
	Report		report;
	AccountLedger ledger = {.layout = layout, .report = &report};
	LedgerCall	call;

	fl_report_begin(&report, fcinfo, layout == LAYOUT_PARTY ? party_arguments : account_arguments);
	ledger.kind_names = fl_report_is_chinese(&report) ? fl_voucher_kind_chinese : fl_voucher_kind_name;
	ledger.first = days_as_text ? day_from_text(PG_GETARG_DATUM(2), fl_period_first_day) : PG_GETARG_DATEADT(2);
	ledger.last = days_as_text ? day_from_text(PG_GETARG_DATUM(3), fl_period_last_day) : PG_GETARG_DATEADT(3);
	check_days(&ledger);
	ledger.layers = fl_report_layers(PG_GETARG_DATUM(4));
	ledger.book = fl_book_argument(PG_GETARG_DATUM(0), DUTY_READ);
	if (layout == LAYOUT_PARTY)
		ledger.party = PG_GETARG_TEXT_PP(1);
	else
		ledger.account = account_argument(ledger.book, PG_GETARG_DATUM(1));

	fl_ledger_enter(&call);
	if (ledger.party != NULL)
		check_party_exists(ledger.party);
	write_ledger(&ledger);
	fl_ledger_leave(&call);
	return (Datum) 0;
}

/* ---------- SQL ---------- */

PG_FUNCTION_INFO_V1(fl_account_ledger);
Datum
fl_account_ledger(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_ACCOUNT, false);
}

PG_FUNCTION_INFO_V1(fl_account_ledger_text);
Datum
fl_account_ledger_text(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_ACCOUNT, true);
}

PG_FUNCTION_INFO_V1(fl_journal_book);
Datum
fl_journal_book(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_JOURNAL, false);
}

PG_FUNCTION_INFO_V1(fl_journal_book_text);
Datum
fl_journal_book_text(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_JOURNAL, true);
}

PG_FUNCTION_INFO_V1(fl_party_ledger);
Datum
fl_party_ledger(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_PARTY, false);
}

PG_FUNCTION_INFO_V1(fl_party_ledger_text);
Datum
fl_party_ledger_text(PG_FUNCTION_ARGS)
{
	return make_ledger(fcinfo, LAYOUT_PARTY, true);
}

/*
 * account_ledger_lines.c
 *		明细账, 日记账, 往来明细账: reading the lines of an account or of a party.
 *
 * The executor hands over each voucher as it stands in its buffer, and only
 * the lines of the ledger are kept and sorted.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "tcop/dest.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "ledger/account_name.h"
#include "ledger/voucher.h"
#include "ledgers/account_ledger_lines.h"
#include "server/spi_plan.h"
#include "types/journal.h"

/* As many opposite accounts are named; of more, only that there are more. */
#define CONTRA_SHOWN		8

static const Oid line_types[LINE_COLUMNS] = {
	INT8OID, INT4OID, INT8OID, INT4OID, INT8OID, INT4OID, BOOLOID, INT8OID,
	TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID
};

/* 对方科目: codes and names of the accounts opposite to one side of a voucher. */
typedef struct Contra
{
	bool		is_known;
	Datum		codes;
	Datum		names;
} Contra;

typedef struct LinesReader
{
	DestReceiver receiver;		/* first, as the executor knows no more */
	LedgerLines *lines;
	MemoryContext per_voucher;
	Contra		contra[2];		/* of debits and of credits */
} LinesReader;

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
is_of_ledger(const LedgerLines *lines, const JournalLine *line)
{
	if (lines->party == NULL)
		return account_code_is_within(line->account, lines->account);
	return line->party != NULL &&
		line->party_length == VARSIZE_ANY_EXHDR(lines->party) &&
		memcmp(line->party, VARDATA_ANY(lines->party), line->party_length) == 0;
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

/* The accounts that stand opposite; false if there are more. */
static bool
find_opposite(const Voucher *voucher, bool credit, AccountCode *codes, int *count)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		if (is_credit_in_effect(&line) != credit && !add_distinct(codes, count, line.account))
			return false;
	}
	return true;
}

static void
find_contra(const Book *book, const Voucher *voucher, bool credit, Contra *contra)
{
	AccountCode codes[CONTRA_SHOWN];
	int			count = 0;
	bool		complete = find_opposite(voucher, credit, codes, &count);
	StringInfoData code_list;
	StringInfoData name_list;

	initStringInfo(&code_list);
	initStringInfo(&name_list);
	for (int i = 0; i < count; i++)
	{
		const char *name = fl_account_name_of(book, codes[i], voucher->period);
		char		code[ACCOUNT_CODE_TEXT_SIZE];

		fl_account_code_print(codes[i], code);
		appendStringInfo(&code_list, "%s%s", i > 0 ? ", " : "", code);
		appendStringInfo(&name_list, "%s%s", i > 0 ? "、" : "", name == NULL ? code : name);
	}
	if (!complete)
	{
		appendStringInfoString(&code_list, ", …");
		appendStringInfoString(&name_list, "等");
	}
	*contra = (Contra) {
		true, CStringGetTextDatum(code_list.data), CStringGetTextDatum(name_list.data)
	};
}

static void
set_text(Datum *value, bool *is_null, const char *bytes, int length)
{
	*is_null = bytes == NULL;
	if (bytes != NULL)
		*value = PointerGetDatum(cstring_to_text_with_len(bytes, length));
}

/* The same for all lines of the side, of which a voucher may have many. */
static void
set_contra(LinesReader *reader, const Voucher *voucher, bool credit, Datum *values)
{
	Contra	   *contra = &reader->contra[credit];

	if (!contra->is_known)
		find_contra(reader->lines->book, voucher, credit, contra);
	values[LINE_CONTRA] = contra->codes;
	values[LINE_CONTRA_NAME] = contra->names;
}

static void
keep_line(LinesReader *reader, const Voucher *voucher, const JournalLine *line, int line_no)
{
	LedgerLines *lines = reader->lines;
	Datum	   *values = row_sort_values(&lines->sort);
	bool	   *nulls = lines->sort.slot->tts_isnull;
	AccountCode section = lines->party == NULL ? lines->account : line->account;
	bool		before = voucher->kind == KIND_OPENING || voucher->date < lines->first;

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
	nulls[LINE_CONTRA] = nulls[LINE_CONTRA_NAME] = lines->layout != LAYOUT_JOURNAL || before;
	if (!nulls[LINE_CONTRA])
		set_contra(reader, voucher, is_credit_in_effect(line), values);
	fl_row_sort_put(&lines->sort);
}

static void
keep_lines(LinesReader *reader, const Voucher *voucher)
{
	JournalReader journal;
	JournalLine line;

	reader->contra[0].is_known = reader->contra[1].is_known = false;
	journal_reader_init(&journal, voucher->journal);
	for (int line_no = 1; journal_reader_next(&journal, &line); line_no++)
	{
		if (is_of_ledger(reader->lines, &line))
			keep_line(reader, voucher, &line, line_no);
	}
}

/* ---------- reading vouchers ---------- */

#define VOUCHER_QUERY \
	"SELECT " VOUCHER_ROW " FROM ledger.voucher" \
	" WHERE book_id = $1 AND voucher_date BETWEEN fund.first_day($2) AND fund.last_day($3)"

static bool
is_wanted(const LedgerLines *lines, const Voucher *voucher)
{
	if ((lines->layers & (1 << voucher->basis)) == 0)
		return false;
	/* The balance that an account's ledger begins with has the opening ones. */
	if (voucher->kind == KIND_OPENING)
		return lines->party != NULL;
	return voucher->date <= lines->last;
}

static bool
receive_voucher(TupleTableSlot *slot, DestReceiver *receiver)
{
	LinesReader *reader = (LinesReader *) receiver;
	MemoryContext caller = MemoryContextSwitchTo(reader->per_voucher);
	Voucher		voucher;

	fl_voucher_from_row_slot(slot, &voucher);
	if (is_wanted(reader->lines, &voucher))
		keep_lines(reader, &voucher);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(reader->per_voucher);
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
open_vouchers(const LedgerLines *lines)
{
	static SpiPlan of_account = {VOUCHER_QUERY, "integer, fund.period, fund.period"};
	static SpiPlan of_party = {
		VOUCHER_QUERY " AND fund.parties(journal) @> ARRAY[$4]",
		"integer, fund.period, fund.period, text"
	};
	Datum		arguments[] = {
		Int32GetDatum(lines->book->book_id),
		PeriodGetDatum(lines->party == NULL ?
					   fl_period_of_date(lines->first) : lines->book->first_period),
		PeriodGetDatum(fl_period_of_date(lines->last)),
		PointerGetDatum(lines->party)
	};

	return fl_spi_open(lines->party == NULL ? &of_account : &of_party, arguments, NULL);
}

void
fl_ledger_lines_read(LedgerLines *lines)
{
	LinesReader reader = {
		.receiver = {
			.receiveSlot = receive_voucher,
			.rStartup = start_receiving,
			.rShutdown = stop_receiving,
			.rDestroy = stop_receiving,
			.mydest = DestNone
		},
		.lines = lines,
		.per_voucher = AllocSetContextCreate(CurrentMemoryContext, "fundledger ledger line",
											 ALLOCSET_DEFAULT_SIZES)
	};
	Portal		portal;

	fl_row_sort_begin(&lines->sort, line_types, LINE_COLUMNS, LINE_NO + 1);
	portal = open_vouchers(lines);
	(void) PortalRunFetch(portal, FETCH_FORWARD, FETCH_ALL, &reader.receiver);
	SPI_cursor_close(portal);
	MemoryContextDelete(reader.per_voucher);
	fl_row_sort_finish(&lines->sort);
}

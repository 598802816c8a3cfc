/*
 * journal_lines.c
 *		The lines of a journal as rows, and a journal of lines.
 *
 * journal.sql declares the composite type journal_line.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/typcache.h"

#include "server/errors.h"
#include "server/report.h"
#include "types/journal.h"

/* account_code.c */
extern Datum fl_account_code_in(PG_FUNCTION_ARGS);

/*
 * The columns of the composite type journal_line, which is also the tail of
 * the rows of lines(journal).
 */
#define LINE_COLUMNS 5

static void
add_text(Report *report, const char *bytes, int length)
{
	report_add_nullable(report, bytes == NULL ? (Datum) 0 :
						PointerGetDatum(cstring_to_text_with_len(bytes, length)), bytes == NULL);
}

PG_FUNCTION_INFO_V1(fl_journal_lines);

Datum
fl_journal_lines(PG_FUNCTION_ARGS)
{
	struct varlena *journal = PG_GETARG_JOURNAL(0);
	Report		report;
	JournalReader reader;
	JournalLine line;

	fl_report_begin(&report, fcinfo, NULL);
	journal_reader_init(&reader, journal);
	for (int line_no = 1; journal_reader_next(&reader, &line); line_no++)
	{
		fl_report_begin_row(&report);
		report_add_int32(&report, line_no);
		report_add_text(&report, line.credit ? "credit" : "debit");
		report_add(&report, AccountCodeGetDatum(line.account));
		report_add(&report, AmountGetDatum(line.amount));
		add_text(&report, line.party, line.party_length);
		add_text(&report, line.memo, line.memo_length);
		fl_report_end_row(&report);
	}
	return (Datum) 0;
}

pg_noreturn static void
report_null_line(int line_no, const char *column)
{
	ereport(ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 column == NULL ? errmsg("journal line %d is null", line_no) :
			 errmsg("%s of journal line %d is null", column, line_no),
			 errhint("Make lines with fund.debit(account, amount) and fund.credit(account, amount).")));
}

const Word fl_side_words[] = {
	{"debit", 0}, {"借", 0}, {"借方", 0},
	{"credit", 1}, {"贷", 1}, {"贷方", 1},
	{NULL, -1}
};

static bool
is_credit(Datum side, int line_no)
{
	char	   *name = TextDatumGetCString(side);
	int			credit = fl_word_value(fl_side_words, name, strlen(name));

	if (credit >= 0)
		return credit == 1;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("side \"%s\" of journal line %d is neither \"debit\" (借) nor \"credit\" (贷)",
					name, line_no)));
	return false;				/* keep compiler quiet */
}

static const char *
optional_text(Datum value, bool isnull, int *length)
{
	text	   *string;

	*length = 0;
	if (isnull)
		return NULL;
	string = DatumGetTextPP(value);
	*length = VARSIZE_ANY_EXHDR(string);
	return VARDATA_ANY(string);
}

/* An empty party is no party: so do drivers send what was left blank. */
static void
line_from_values(JournalLine *line, Datum *values, bool *nulls, int line_no)
{
	static const char *const required[] = {"side", "account", "amount"};

	for (int i = 0; i < lengthof(required); i++)
	{
		if (nulls[i])
			report_null_line(line_no, required[i]);
	}
	line->credit = is_credit(values[0], line_no);
	line->account = DatumGetAccountCode(values[1]);
	line->amount = DatumGetAmount(values[2]);
	line->party = optional_text(values[3], nulls[3], &line->party_length);
	line->memo = optional_text(values[4], nulls[4], &line->memo_length);
	if (line->party_length == 0)
		line->party = NULL;
}

static void
line_from_tuple(JournalLine *line, HeapTupleHeader header, TupleDesc descriptor, int line_no)
{
	HeapTupleData tuple;
	Datum		values[LINE_COLUMNS];
	bool		nulls[LINE_COLUMNS];

	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = header;
	heap_deform_tuple(&tuple, descriptor, values, nulls);
	line_from_values(line, values, nulls, line_no);
}

PG_FUNCTION_INFO_V1(fl_journal_from_lines);

Datum
fl_journal_from_lines(PG_FUNCTION_ARGS)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	TupleDesc	descriptor = lookup_rowtype_tupdesc(ARR_ELEMTYPE(array), -1);
	ArrayIterator iterator = array_create_iterator(array, 0, NULL);
	JournalBuilder builder;
	Datum		element;
	bool		isnull;

	if (descriptor->natts != LINE_COLUMNS)
		elog(ERROR, "type journal_line has %d columns", descriptor->natts);
	fl_journal_builder_init(&builder);
	for (int line_no = 1; array_iterate(iterator, &element, &isnull); line_no++)
	{
		JournalLine line;

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			report_null_line(line_no, NULL);
		line_from_tuple(&line, DatumGetHeapTupleHeader(element), descriptor, line_no);
		fl_journal_builder_add(&builder, &line);
	}
	ReleaseTupleDesc(descriptor);
	PG_RETURN_POINTER(fl_journal_builder_finish(&builder, NULL));
}

/* ---------- the aggregate journal(...) ---------- */

/* One that is being collected; the count names the line in messages. */
typedef struct Collected
{
	JournalBuilder builder;
	int			lines;
} Collected;

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "aggregate function called in non-aggregate context");
	return context;
}

/* With room for another line, which the builder's memory must outlive. */
static Collected *
collected_argument(FunctionCallInfo fcinfo)
{
	MemoryContext caller;
	Collected  *collected;

	if (!PG_ARGISNULL(0))
		return (Collected *) PG_GETARG_POINTER(0);
	caller = MemoryContextSwitchTo(aggregate_context(fcinfo));
	collected = palloc0(sizeof(Collected));
	fl_journal_builder_init(&collected->builder);
	MemoryContextSwitchTo(caller);
	return collected;
}

static Datum
collect(FunctionCallInfo fcinfo, Collected *collected, const JournalLine *line)
{
	MemoryContext caller = MemoryContextSwitchTo(aggregate_context(fcinfo));

	fl_journal_builder_add(&collected->builder, line);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(collected);
}

PG_FUNCTION_INFO_V1(fl_journal_collect_line);

Datum
fl_journal_collect_line(PG_FUNCTION_ARGS)
{
	Collected  *collected = collected_argument(fcinfo);
	HeapTupleHeader row;
	TupleDesc	descriptor;
	JournalLine line;

	collected->lines++;
	if (PG_ARGISNULL(1))
		report_null_line(collected->lines, NULL);
	row = PG_GETARG_HEAPTUPLEHEADER(1);
	descriptor = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(row), HeapTupleHeaderGetTypMod(row));
	if (descriptor->natts != LINE_COLUMNS)
		elog(ERROR, "type journal_line has %d columns", descriptor->natts);
	line_from_tuple(&line, row, descriptor, collected->lines);
	ReleaseTupleDesc(descriptor);
	return collect(fcinfo, collected, &line);
}

/* Of journal(account, debit, credit, party, memo), in SQL's order. */
enum
{
	ROW_ACCOUNT = 1,
	ROW_DEBIT,
	ROW_CREDIT,
	ROW_PARTY,
	ROW_MEMO
};

static Amount
side_amount(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? 0 : fl_amount_from_numeric(PG_GETARG_DATUM(n));
}

/* A sheet has a zero or nothing on the side that a row is not of. */
static void
set_side(FunctionCallInfo fcinfo, JournalLine *line, int line_no)
{
	Amount		debit = side_amount(fcinfo, ROW_DEBIT);
	Amount		credit = side_amount(fcinfo, ROW_CREDIT);

	if ((debit != 0) == (credit != 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(debit != 0 ? "journal line %d is both debit and credit" :
						"journal line %d is neither debit nor credit", line_no),
				 errhint("Give each row an amount on one side, and nothing or a zero on the other.")));
	line->credit = credit != 0;
	line->amount = line->credit ? credit : debit;
}

PG_FUNCTION_INFO_V1(fl_journal_collect_row);

Datum
fl_journal_collect_row(PG_FUNCTION_ARGS)
{
	Collected  *collected = collected_argument(fcinfo);
	JournalLine line = {0};

	collected->lines++;
	if (PG_ARGISNULL(ROW_ACCOUNT))
		report_null_line(collected->lines, "account");
	line.account = DatumGetAccountCode(DirectFunctionCall1(fl_account_code_in,
														   CStringGetDatum(TextDatumGetCString(PG_GETARG_DATUM(ROW_ACCOUNT)))));
	set_side(fcinfo, &line, collected->lines);
	line.party = optional_text(PG_GETARG_DATUM(ROW_PARTY), PG_ARGISNULL(ROW_PARTY), &line.party_length);
	if (line.party_length == 0)
		line.party = NULL;
	line.memo = optional_text(PG_GETARG_DATUM(ROW_MEMO), PG_ARGISNULL(ROW_MEMO), &line.memo_length);
	if (line.memo_length == 0)	/* a blank cell */
		line.memo = NULL;
	return collect(fcinfo, collected, &line);
}

/* A copy: a window's next frame goes on where this one ended. */
PG_FUNCTION_INFO_V1(fl_journal_collected);

Datum
fl_journal_collected(PG_FUNCTION_ARGS)
{
	Collected  *collected = (Collected *) PG_GETARG_POINTER(0);

	aggregate_context(fcinfo);
	return datumCopy(PointerGetDatum(fl_journal_builder_finish(&collected->builder, NULL)), false, -1);
}

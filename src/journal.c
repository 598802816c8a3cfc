/*
 * journal.c
 *		The type journal: a voucher's lines, debits equal to credits.
 *
 * An unbalanced journal cannot be represented: input, receive and the
 * constructors all go through a JournalBuilder, which refuses it.  Journals
 * form a group: "+" merges lines by (side, account, party), "-" negates the
 * amounts on the same sides (红字), and the empty journal is the zero.  A
 * journal keeps its lines as they were written, so equality is that of the
 * merged ("canonical") forms.
 *
 * Text and binary forms are in journal_io.c, the aggregate sum(journal) is in
 * journal_sum.c; journal.sql declares the SQL.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

#include "errors.h"
#include "journal.h"

char *
fl_total_text(int128 total)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out,
											   fl_numeric_from_total(total)));
}

/* ---------- building ---------- */

void
fl_journal_builder_init(JournalBuilder *builder)
{
	static const char header[VARHDRSZ] = {0};

	initStringInfo(&builder->packed);
	appendBinaryStringInfo(&builder->packed, header, VARHDRSZ);
	appendStringInfoChar(&builder->packed, JOURNAL_VERSION);
	builder->debits = 0;
	builder->credits = 0;
}

static void
check_length(const char *what, int length, int max)
{
	if (length > max)
		ereport(ERROR,
				(errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
				 errmsg("%s of a journal line is too long", what),
				 errdetail("It has %d bytes; at most %d fit.", length, max)));
}

void
fl_journal_builder_add(JournalBuilder *builder, const JournalLine *line)
{
	StringInfo	packed = &builder->packed;
	uint8		flags = 0;

	check_length("party", line->party_length, JOURNAL_MAX_PARTY);
	check_length("memo", line->memo_length, JOURNAL_MAX_MEMO);

	if (line->credit)
	{
		flags |= JOURNAL_LINE_CREDIT;
		builder->credits += line->amount;
	}
	else
		builder->debits += line->amount;
	if (line->party != NULL)
		flags |= JOURNAL_LINE_PARTY;
	if (line->memo != NULL)
		flags |= JOURNAL_LINE_MEMO;

	appendStringInfoCharMacro(packed, flags);
	appendBinaryStringInfo(packed, (const char *) &line->account, sizeof(AccountCode));
	appendBinaryStringInfo(packed, (const char *) &line->amount, sizeof(Amount));
	if (line->party != NULL)
	{
		appendStringInfoCharMacro(packed, line->party_length);
		appendBinaryStringInfo(packed, line->party, line->party_length);
	}
	if (line->memo != NULL)
	{
		uint16		length = line->memo_length;

		appendBinaryStringInfo(packed, (const char *) &length, sizeof(length));
		appendBinaryStringInfo(packed, line->memo, length);
	}
}

struct varlena *
fl_journal_builder_finish(JournalBuilder *builder, struct Node *escontext)
{
	struct varlena *journal = (struct varlena *) builder->packed.data;

	if (builder->debits != builder->credits)
		ereturn(escontext, NULL,
				(errcode(ERRCODE_UNBALANCED_JOURNAL),
				 errmsg("journal does not balance"),
				 errdetail("Debits are %s and credits are %s: the difference is %s.",
						   fl_total_text(builder->debits),
						   fl_total_text(builder->credits),
						   fl_total_text(builder->debits - builder->credits)),
				 errhint("Add the missing line or correct an amount: a voucher is posted whole or not at all.")));
	SET_VARSIZE(journal, builder->packed.len);
	return journal;
}

struct varlena *
fl_journal_negate(struct varlena *journal)
{
	JournalBuilder builder;
	JournalReader reader;
	JournalLine line;

	fl_journal_builder_init(&builder);
	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		line.amount = fl_amount_negate(line.amount);
		fl_journal_builder_add(&builder, &line);
	}
	return fl_journal_builder_finish(&builder, NULL);
}

/* ---------- the canonical form ---------- */

/*
 * All lines of one key.  Their total may leave the range of an amount, which
 * "=" and hashing must bear: any journal can be compared.
 */
typedef struct MergedLine
{
	JournalLine key;			/* its amount is that of one line */
	int128		total;
} MergedLine;

static int
compare_bytes(const char *a, int a_length, const char *b, int b_length)
{
	int			order = memcmp(a, b, Min(a_length, b_length));

	return order != 0 ? order : a_length - b_length;
}

/* By side, account, party; a line without party comes before those with one. */
static int
compare_keys(const JournalLine *a, const JournalLine *b)
{
	if (a->credit != b->credit)
		return a->credit ? 1 : -1;
	if (a->account != b->account)
		return a->account > b->account ? 1 : -1;
	if (a->party == NULL || b->party == NULL)
		return (a->party != NULL) - (b->party != NULL);
	return compare_bytes(a->party, a->party_length, b->party, b->party_length);
}

static int
compare_merged(const void *a, const void *b)
{
	return compare_keys(&((const MergedLine *) a)->key, &((const MergedLine *) b)->key);
}

static int
count_lines(struct varlena *journal)
{
	JournalReader reader;
	JournalLine line;
	int			count = 0;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		count++;
	return count;
}

static int
append_lines(MergedLine *lines, int count, struct varlena *journal)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		line.memo = NULL;
		line.memo_length = 0;
		lines[count].key = line;
		lines[count++].total = line.amount;
	}
	return count;
}

/* Sorts the lines, merges those with equal keys and drops those that come to zero. */
static int
merge_lines(MergedLine *lines, int count)
{
	int			merged = 0;

	qsort(lines, count, sizeof(MergedLine), compare_merged);
	for (int i = 0; i < count;)
	{
		MergedLine	sum = lines[i++];

		for (; i < count && compare_merged(&sum, &lines[i]) == 0; i++)
			sum.total += lines[i].total;
		if (sum.total != 0)
			lines[merged++] = sum;
	}
	return merged;
}

static MergedLine *
alloc_lines(int64 count)
{
	return MemoryContextAllocHuge(CurrentMemoryContext, count * sizeof(MergedLine));
}

static MergedLine *
canonical_lines(struct varlena *journal, int *count)
{
	MergedLine *lines = alloc_lines(count_lines(journal));

	*count = merge_lines(lines, append_lines(lines, 0, journal));
	return lines;
}

/*
 * Lines can cancel only where signs are mixed, which is rare: else nothing is
 * merged.
 */
bool
fl_journal_is_empty(struct varlena *journal)
{
	JournalReader reader;
	JournalLine line;
	bool		black = false;
	bool		red = false;
	int			count;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		black |= line.amount > 0;
		red |= line.amount < 0;
	}
	if (!black || !red)
		return !black && !red;
	pfree(canonical_lines(journal, &count));
	return count == 0;
}

static int
compare_journals(struct varlena *a, struct varlena *b)
{
	int			a_count,
				b_count;
	MergedLine *a_lines = canonical_lines(a, &a_count);
	MergedLine *b_lines = canonical_lines(b, &b_count);
	int			order = 0;

	for (int i = 0; i < Min(a_count, b_count) && order == 0; i++)
	{
		order = compare_merged(&a_lines[i], &b_lines[i]);
		if (order == 0 && a_lines[i].total != b_lines[i].total)
			order = a_lines[i].total > b_lines[i].total ? 1 : -1;
	}
	pfree(a_lines);
	pfree(b_lines);
	return order != 0 ? order : a_count - b_count;
}

static uint64
hash_line(const MergedLine *line, uint64 seed)
{
	const JournalLine *key = &line->key;
	uint64		hash = hash_bytes_extended((const unsigned char *) &key->account,
										   sizeof(AccountCode), seed);

	hash = hash_combine64(hash, hash_bytes_extended((const unsigned char *) &line->total,
													sizeof(int128), seed));
	if (key->party != NULL)
		hash = hash_combine64(hash, hash_bytes_extended((const unsigned char *) key->party,
														key->party_length, seed));
	return hash_combine64(hash, (uint64) key->credit);
}

bool
fl_journal_is_equal(struct varlena *a, struct varlena *b)
{
	return compare_journals(a, b) == 0;
}

static uint64
hash_journal(struct varlena *journal, uint64 seed)
{
	int			count;
	MergedLine *lines = canonical_lines(journal, &count);
	uint64		hash = seed;

	for (int i = 0; i < count; i++)
		hash = hash_combine64(hash, hash_line(&lines[i], seed));
	pfree(lines);
	return hash;
}

/* Where a merged line is no amount the sum is none: 22003. */
static struct varlena *
add_journals(struct varlena *a, struct varlena *b)
{
	MergedLine *lines = alloc_lines((int64) count_lines(a) + count_lines(b));
	int			count = append_lines(lines, 0, a);
	JournalBuilder builder;

	count = merge_lines(lines, append_lines(lines, count, b));
	fl_journal_builder_init(&builder);
	for (int i = 0; i < count; i++)
	{
		lines[i].key.amount = fl_amount_from_total(lines[i].total);
		fl_journal_builder_add(&builder, &lines[i].key);
	}
	pfree(lines);
	return fl_journal_builder_finish(&builder, NULL);
}

/* ---------- operators ---------- */

PG_FUNCTION_INFO_V1(fl_journal_add);

Datum
fl_journal_add(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_journals(PG_GETARG_JOURNAL(0), PG_GETARG_JOURNAL(1)));
}

PG_FUNCTION_INFO_V1(fl_journal_minus);

Datum
fl_journal_minus(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(fl_journal_negate(PG_GETARG_JOURNAL(0)));
}

static int
compare_arguments(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_GETARG_JOURNAL(0);
	struct varlena *b = PG_GETARG_JOURNAL(1);
	int			order = compare_journals(a, b);

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return order;
}

PG_FUNCTION_INFO_V1(fl_journal_eq);

Datum
fl_journal_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_arguments(fcinfo) == 0);
}

PG_FUNCTION_INFO_V1(fl_journal_ne);

Datum
fl_journal_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_arguments(fcinfo) != 0);
}

PG_FUNCTION_INFO_V1(fl_journal_lt);

Datum
fl_journal_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_arguments(fcinfo) < 0);
}

PG_FUNCTION_INFO_V1(fl_journal_le);

Datum
fl_journal_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_arguments(fcinfo) <= 0);
}

PG_FUNCTION_INFO_V1(fl_journal_gt);

Datum
fl_journal_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_arguments(fcinfo) > 0);
}

PG_FUNCTION_INFO_V1(fl_journal_ge);

Datum
fl_journal_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_arguments(fcinfo) >= 0);
}

PG_FUNCTION_INFO_V1(fl_journal_cmp);

Datum
fl_journal_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_arguments(fcinfo));
}

PG_FUNCTION_INFO_V1(fl_journal_hash);

Datum
fl_journal_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32((int32) hash_journal(PG_GETARG_JOURNAL(0), 0));
}

PG_FUNCTION_INFO_V1(fl_journal_hash_extended);

Datum
fl_journal_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) hash_journal(PG_GETARG_JOURNAL(0), PG_GETARG_INT64(1)));
}

/* ---------- lines in and out ---------- */

/*
 * The columns of the composite type journal_line, which is also the tail of
 * the rows of lines(journal).
 */
#define LINE_COLUMNS 5

static void
line_values(const JournalLine *line, Datum *values, bool *nulls)
{
	values[0] = CStringGetTextDatum(line->credit ? "credit" : "debit");
	values[1] = AccountCodeGetDatum(line->account);
	values[2] = AmountGetDatum(line->amount);
	nulls[3] = line->party == NULL;
	if (line->party != NULL)
		values[3] = PointerGetDatum(cstring_to_text_with_len(line->party, line->party_length));
	nulls[4] = line->memo == NULL;
	if (line->memo != NULL)
		values[4] = PointerGetDatum(cstring_to_text_with_len(line->memo, line->memo_length));
}

PG_FUNCTION_INFO_V1(fl_journal_lines);

Datum
fl_journal_lines(PG_FUNCTION_ARGS)
{
	struct varlena *journal = PG_GETARG_JOURNAL(0);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	JournalReader reader;
	JournalLine line;

	InitMaterializedSRF(fcinfo, 0);
	journal_reader_init(&reader, journal);
	for (int line_no = 1; journal_reader_next(&reader, &line); line_no++)
	{
		Datum		values[1 + LINE_COLUMNS];
		bool		nulls[1 + LINE_COLUMNS] = {false};

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum(line_no);
		line_values(&line, &values[1], &nulls[1]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
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

static bool
is_credit(Datum side, int line_no)
{
	char	   *name = TextDatumGetCString(side);

	if (strcmp(name, "debit") == 0)
		return false;
	if (strcmp(name, "credit") == 0)
		return true;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("side \"%s\" of journal line %d is neither \"debit\" nor \"credit\"",
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

/*
 * journal.c
 *		The type journal: a voucher's lines, debits equal to credits.
 *
 * An unbalanced journal cannot be represented: input, receive and the
 * constructors all go through a JournalBuilder, which refuses it.  Journals
 * form a group: "+" merges lines by (side, account, party), "-" negates the
 * amounts on the same sides (红字), and the empty journal is the zero.  A
 * journal keeps its lines as they were written, so equality is that of the
 * merged ("canonical") forms.  Memos are no part of the group; only whether
 * two journals are the same body (fl_journal_is_same) depends on them.
 *
 * Text and binary forms are in journal_io.c, jsonb in journal_json.c; lines in
 * and out are in journal_lines.c, what a journal does to an account in
 * journal_access.c, the aggregate sum(journal) in journal_sum.c.  journal.sql
 * declares the SQL, journal_access.sql and journal_json.sql theirs.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "server/errors.h"
#include "types/journal.h"

char *
fl_total_text(int128 total)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out,
											   fl_numeric_from_total(total)));
}

/*
 * Refused, not misread: a later release may write another format, and reads
 * this one.
 */
void
fl_journal_report_version(struct varlena *journal)
{
	if (VARSIZE_ANY_EXHDR(journal) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("stored journal has no bytes"),
				 errdetail("A journal has at least the byte of its format version.")));
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("stored journal has format version %d, which cannot be read",
					(uint8) *VARDATA_ANY(journal)),
			 errdetail("The installed library reads version %d.", JOURNAL_VERSION),
			 errhint("Install the release of fundledger that wrote it, or a later one.")));
}

void
fl_journal_report_end(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("stored journal cannot be read"),
			 errdetail("Its last line has flags that none has, or ends too soon.")));
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
	char		fixed[sizeof(uint8) + sizeof(AccountCode) + sizeof(Amount)];
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

	fixed[0] = flags;
	memcpy(fixed + sizeof(uint8), &line->account, sizeof(AccountCode));
	memcpy(fixed + sizeof(uint8) + sizeof(AccountCode), &line->amount, sizeof(Amount));
	appendBinaryStringInfo(packed, fixed, sizeof(fixed));
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

	SET_VARSIZE(journal, builder->packed.len);
	if (builder->debits != builder->credits)
		ereturn(escontext, NULL,
				(errcode(ERRCODE_UNBALANCED_JOURNAL),
				 errmsg("journal does not balance"),
				 errdetail("Debits are %s and credits are %s: the difference is %s.",
						   fl_total_text(builder->debits),
						   fl_total_text(builder->credits),
						   fl_total_text(builder->debits - builder->credits)),
				 errhint("Add the missing line or correct an amount: a voucher is posted whole or not at all."),
				 errcontext("journal %s", fl_journal_beginning(journal))));
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

/* What a line may lack; one that lacks it comes before those that have it. */
static int
compare_optional(const char *a, int a_length, const char *b, int b_length)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return compare_bytes(a, a_length, b, b_length);
}

/* By side, account, party, and memo where memos were kept. */
static int
compare_keys(const JournalLine *a, const JournalLine *b)
{
	int			order;

	if (a->credit != b->credit)
		return a->credit ? 1 : -1;
	if (a->account != b->account)
		return a->account > b->account ? 1 : -1;
	order = compare_optional(a->party, a->party_length, b->party, b->party_length);
	if (order != 0)
		return order;
	return compare_optional(a->memo, a->memo_length, b->memo, b->memo_length);
}

static int
compare_merged(const void *a, const void *b, void *unused)
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

/* Are memos part of what lines are merged by? */
typedef enum Memos
{
	MEMOS_DROPPED,
	MEMOS_KEPT,
} Memos;

/* "sign" is 1, or -1 for the lines of what is subtracted. */
static int
append_lines(MergedLine *lines, int count, struct varlena *journal, int sign, Memos memos)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		if (memos == MEMOS_DROPPED)
		{
			line.memo = NULL;
			line.memo_length = 0;
		}
		lines[count].key = line;
		lines[count++].total = (int128) sign * line.amount;
	}
	return count;
}

/* Sorts the lines, merges those with equal keys and drops those that come to zero. */
static int
merge_lines(MergedLine *lines, int count)
{
	int			merged = 0;

	qsort_interruptible(lines, count, sizeof(MergedLine), compare_merged, NULL);
	for (int i = 0; i < count;)
	{
		MergedLine	sum = lines[i++];

		CHECK_FOR_INTERRUPTS();
		for (; i < count && compare_keys(&sum.key, &lines[i].key) == 0; i++)
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
canonical_lines(struct varlena *journal, Memos memos, int *count)
{
	MergedLine *lines = alloc_lines(count_lines(journal));

	*count = merge_lines(lines, append_lines(lines, 0, journal, 1, memos));
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
	pfree(canonical_lines(journal, MEMOS_DROPPED, &count));
	return count == 0;
}

static int
compare_journals(struct varlena *a, struct varlena *b, Memos memos)
{
	int			a_count,
				b_count;
	MergedLine *a_lines = canonical_lines(a, memos, &a_count);
	MergedLine *b_lines = canonical_lines(b, memos, &b_count);
	int			order = 0;

	for (int i = 0; i < Min(a_count, b_count) && order == 0; i++)
	{
		CHECK_FOR_INTERRUPTS();
		order = compare_keys(&a_lines[i].key, &b_lines[i].key);
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
	return compare_journals(a, b, MEMOS_DROPPED) == 0;
}

bool
fl_journal_is_same(struct varlena *a, struct varlena *b)
{
	return compare_journals(a, b, MEMOS_KEPT) == 0;
}

static uint64
hash_journal(struct varlena *journal, uint64 seed)
{
	int			count;
	MergedLine *lines = canonical_lines(journal, MEMOS_DROPPED, &count);
	uint64		hash = seed;

	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		hash = hash_combine64(hash, hash_line(&lines[i], seed));
	}
	pfree(lines);
	return hash;
}

/* a + sign * b.  Where a merged line is no amount the sum is none: 22003. */
static struct varlena *
add_journals(struct varlena *a, struct varlena *b, int sign)
{
	MergedLine *lines = alloc_lines((int64) count_lines(a) + count_lines(b));
	int			count = append_lines(lines, 0, a, 1, MEMOS_DROPPED);
	JournalBuilder builder;

	count = merge_lines(lines, append_lines(lines, count, b, sign, MEMOS_DROPPED));
	fl_journal_builder_init(&builder);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
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
	PG_RETURN_POINTER(add_journals(PG_GETARG_JOURNAL(0), PG_GETARG_JOURNAL(1), 1));
}

PG_FUNCTION_INFO_V1(fl_journal_subtract);

Datum
fl_journal_subtract(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(add_journals(PG_GETARG_JOURNAL(0), PG_GETARG_JOURNAL(1), -1));
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
	int			order = compare_journals(a, b, MEMOS_DROPPED);

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

/*
 * journal_sum.c
 *		The aggregate sum(journal): the 科目汇总表.
 *
 * All lines merged by side and account; parties and memos are dropped, for a
 * sum over millions of parties would be no summary.  Every statement of an
 * open month is a pass of it over the month's journals, so a row costs two
 * look-ups in a hash table and no allocation: totals are of 128 bits, and only
 * the result is asked whether its totals are amounts.
 *
 * Each journal balances, so the sum does.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"

#include "types/journal.h"

typedef struct AccountTotal
{
	AccountCode account;
	int128		totals[2];		/* debit and credit, in 分 */
	char		status;			/* of simplehash.h */
} AccountTotal;

/*
 * A code has its digits in the high bits and the table looks at the low ones.
 */
static inline uint32
hash_account(AccountCode account)
{
	return (uint32) (((account ^ (account >> 32)) * UINT64CONST(0x9E3779B97F4A7C15)) >> 32);
}

#define SH_PREFIX			summary
#define SH_ELEMENT_TYPE		AccountTotal
#define SH_KEY_TYPE			AccountCode
#define SH_KEY				account
#define SH_HASH_KEY(tb, key)	hash_account(key)
#define SH_EQUAL(tb, a, b)	((a) == (b))
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* More than the accounts of a fund's chart that move in a month. */
#define INITIAL_ACCOUNTS	128

static inline void
add_total(summary_hash *summary, AccountCode account, bool credit, int128 total)
{
	bool		found;
	AccountTotal *entry = summary_insert(summary, account, &found);

	if (!found)
		entry->totals[0] = entry->totals[1] = 0;
	entry->totals[credit] += total;
}

/* "sign" is 1, or -1 for a journal that leaves a moving frame. */
static inline void
add_journal(summary_hash *summary, struct varlena *journal, int sign)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		add_total(summary, line.account, line.credit, (int128) sign * line.amount);
}

static void
add_summary(summary_hash *summary, summary_hash *other)
{
	summary_iterator iterator;
	AccountTotal *entry;

	summary_start_iterate(other, &iterator);
	while ((entry = summary_iterate(other, &iterator)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		add_total(summary, entry->account, false, entry->totals[0]);
		add_total(summary, entry->account, true, entry->totals[1]);
	}
}

/* ---------- the result ---------- */

static int
compare_accounts(const void *a, const void *b, void *unused)
{
	AccountCode left = (*(AccountTotal *const *) a)->account;
	AccountCode right = (*(AccountTotal *const *) b)->account;

	return (left > right) - (left < right);
}

static AccountTotal **
sorted_entries(summary_hash *summary)
{
	AccountTotal **entries = palloc(summary->members * sizeof(AccountTotal *));
	summary_iterator iterator;
	AccountTotal *entry;
	int			count = 0;

	summary_start_iterate(summary, &iterator);
	while ((entry = summary_iterate(summary, &iterator)) != NULL)
		entries[count++] = entry;
	Assert(count == summary->members);
	qsort_interruptible(entries, count, sizeof(AccountTotal *), compare_accounts, NULL);
	return entries;
}

/* In the canonical order: all debits, then all credits, by account. */
static struct varlena *
summary_journal(summary_hash *summary)
{
	AccountTotal **entries = sorted_entries(summary);
	JournalBuilder builder;

	fl_journal_builder_init(&builder);
	for (int credit = 0; credit < 2; credit++)
	{
		for (uint32 i = 0; i < summary->members; i++)
		{
			int128		total = entries[i]->totals[credit];
			JournalLine line = {0};

			CHECK_FOR_INTERRUPTS();
			if (total == 0)
				continue;
			line.credit = credit;
			line.account = entries[i]->account;
			line.amount = fl_amount_from_total(total);
			fl_journal_builder_add(&builder, &line);
		}
	}
	return fl_journal_builder_finish(&builder, NULL);
}

/* ---------- aggregate support ---------- */

static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "aggregate function called in non-aggregate context");
	return context;
}

/*
 * The running state.  The count tells the sum of no journals, which is NULL,
 * from one that comes to zero, when a moving frame has taken its rows out
 * again.
 */
typedef struct JournalSum
{
	summary_hash *summary;
	int64		count;
} JournalSum;

static JournalSum *
sum_create(MemoryContext context, uint32 accounts)
{
	JournalSum *sum = MemoryContextAlloc(context, sizeof(JournalSum));

	sum->summary = summary_create(context, accounts, NULL);
	sum->count = 0;
	return sum;
}

/* NULL until there was a journal. */
static JournalSum *
sum_argument(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NULL : (JournalSum *) PG_GETARG_POINTER(n);
}

static Datum
sum_result(FunctionCallInfo fcinfo, JournalSum *sum)
{
	if (sum == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(fl_journal_sum_transition);

Datum
fl_journal_sum_transition(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	JournalSum *sum = sum_argument(fcinfo, 0);

	if (!PG_ARGISNULL(1))
	{
		if (sum == NULL)
			sum = sum_create(context, INITIAL_ACCOUNTS);
		add_journal(sum->summary, PG_GETARG_JOURNAL(1), 1);
		sum->count++;
	}
	return sum_result(fcinfo, sum);
}

/* Accounts stay in the table when their totals have come to zero. */
PG_FUNCTION_INFO_V1(fl_journal_sum_remove);

Datum
fl_journal_sum_remove(PG_FUNCTION_ARGS)
{
	JournalSum *sum = sum_argument(fcinfo, 0);

	aggregate_context(fcinfo);
	if (!PG_ARGISNULL(1))
	{
		if (sum == NULL)
			elog(ERROR, "inverse transition function called without a state");
		add_journal(sum->summary, PG_GETARG_JOURNAL(1), -1);
		sum->count--;
	}
	return sum_result(fcinfo, sum);
}

PG_FUNCTION_INFO_V1(fl_journal_sum_combine);

Datum
fl_journal_sum_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	JournalSum *sum = sum_argument(fcinfo, 0);
	JournalSum *other = sum_argument(fcinfo, 1);

	if (other != NULL)
	{
		if (sum == NULL)
			sum = sum_create(context, other->summary->members);
		add_summary(sum->summary, other->summary);
		sum->count += other->count;
	}
	return sum_result(fcinfo, sum);
}

/* The form between processes of one server: the count, the entries as they are. */
typedef struct SentTotal
{
	AccountCode account;
	int128		totals[2];
} SentTotal;

PG_FUNCTION_INFO_V1(fl_journal_sum_serialize);

Datum
fl_journal_sum_serialize(PG_FUNCTION_ARGS)
{
	JournalSum *sum = (JournalSum *) PG_GETARG_POINTER(0);
	summary_iterator iterator;
	AccountTotal *entry;
	StringInfoData out;

	aggregate_context(fcinfo);
	initStringInfo(&out);
	appendStringInfoSpaces(&out, VARHDRSZ);
	appendBinaryStringInfo(&out, (const char *) &sum->count, sizeof(sum->count));
	summary_start_iterate(sum->summary, &iterator);
	while ((entry = summary_iterate(sum->summary, &iterator)) != NULL)
	{
		SentTotal	sent = {entry->account, {entry->totals[0], entry->totals[1]}};

		appendBinaryStringInfo(&out, (const char *) &sent, sizeof(sent));
	}
	SET_VARSIZE(out.data, out.len);
	PG_RETURN_BYTEA_P((bytea *) out.data);
}

PG_FUNCTION_INFO_V1(fl_journal_sum_deserialize);

Datum
fl_journal_sum_deserialize(PG_FUNCTION_ARGS)
{
	bytea	   *in = PG_GETARG_BYTEA_PP(0);
	const char *at = VARDATA_ANY(in);
	int			accounts = (VARSIZE_ANY_EXHDR(in) - sizeof(int64)) / sizeof(SentTotal);
	JournalSum *sum;

	aggregate_context(fcinfo);
	sum = sum_create(CurrentMemoryContext, Max(accounts, 1));
	memcpy(&sum->count, at, sizeof(sum->count));
	at += sizeof(sum->count);
	for (int i = 0; i < accounts; i++)
	{
		SentTotal	sent;

		memcpy(&sent, at + i * sizeof(sent), sizeof(sent));
		add_total(sum->summary, sent.account, false, sent.totals[0]);
		add_total(sum->summary, sent.account, true, sent.totals[1]);
	}
	PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(fl_journal_sum_result);

Datum
fl_journal_sum_result(PG_FUNCTION_ARGS)
{
	JournalSum *sum = (JournalSum *) PG_GETARG_POINTER(0);

	if (sum->count == 0)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(summary_journal(sum->summary));
}

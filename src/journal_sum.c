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

#include "journal.h"

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

static void
add_journal(summary_hash *summary, struct varlena *journal)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		add_total(summary, line.account, line.credit, line.amount);
}

static void
add_summary(summary_hash *summary, summary_hash *other)
{
	summary_iterator iterator;
	AccountTotal *entry;

	summary_start_iterate(other, &iterator);
	while ((entry = summary_iterate(other, &iterator)) != NULL)
	{
		add_total(summary, entry->account, false, entry->totals[0]);
		add_total(summary, entry->account, true, entry->totals[1]);
	}
}

/* ---------- the result ---------- */

static int
compare_accounts(const void *a, const void *b)
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
	qsort(entries, count, sizeof(AccountTotal *), compare_accounts);
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

/* The running state, NULL until there was a journal. */
static summary_hash *
summary_argument(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NULL : (summary_hash *) PG_GETARG_POINTER(n);
}

static Datum
summary_result(FunctionCallInfo fcinfo, summary_hash *summary)
{
	if (summary == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(summary);
}

PG_FUNCTION_INFO_V1(fl_journal_sum_transition);

Datum
fl_journal_sum_transition(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	summary_hash *summary = summary_argument(fcinfo, 0);

	if (!PG_ARGISNULL(1))
	{
		if (summary == NULL)
			summary = summary_create(context, INITIAL_ACCOUNTS, NULL);
		add_journal(summary, PG_GETARG_JOURNAL(1));
	}
	return summary_result(fcinfo, summary);
}

PG_FUNCTION_INFO_V1(fl_journal_sum_combine);

Datum
fl_journal_sum_combine(PG_FUNCTION_ARGS)
{
	MemoryContext context = aggregate_context(fcinfo);
	summary_hash *summary = summary_argument(fcinfo, 0);
	summary_hash *other = summary_argument(fcinfo, 1);

	if (other != NULL)
	{
		if (summary == NULL)
			summary = summary_create(context, other->members, NULL);
		add_summary(summary, other);
	}
	return summary_result(fcinfo, summary);
}

/* The form between processes of one server: the entries as they are. */
typedef struct SentTotal
{
	AccountCode account;
	int128		totals[2];
} SentTotal;

PG_FUNCTION_INFO_V1(fl_journal_sum_serialize);

Datum
fl_journal_sum_serialize(PG_FUNCTION_ARGS)
{
	summary_hash *summary = (summary_hash *) PG_GETARG_POINTER(0);
	summary_iterator iterator;
	AccountTotal *entry;
	StringInfoData out;

	aggregate_context(fcinfo);
	initStringInfo(&out);
	appendStringInfoSpaces(&out, VARHDRSZ);
	summary_start_iterate(summary, &iterator);
	while ((entry = summary_iterate(summary, &iterator)) != NULL)
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
	int			count = VARSIZE_ANY_EXHDR(in) / sizeof(SentTotal);
	const char *at = VARDATA_ANY(in);
	summary_hash *summary;

	aggregate_context(fcinfo);
	summary = summary_create(CurrentMemoryContext, Max(count, 1), NULL);
	for (int i = 0; i < count; i++)
	{
		SentTotal	sent;

		memcpy(&sent, at + i * sizeof(sent), sizeof(sent));
		add_total(summary, sent.account, false, sent.totals[0]);
		add_total(summary, sent.account, true, sent.totals[1]);
	}
	PG_RETURN_POINTER(summary);
}

PG_FUNCTION_INFO_V1(fl_journal_sum_result);

Datum
fl_journal_sum_result(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(summary_journal((summary_hash *) PG_GETARG_POINTER(0)));
}

/*
 * journal_access.c
 *		What a journal does to an account, and whom it touches.
 *
 * debit, credit and net of an account take its details with it, as a line of a
 * statement does.  accounts and parties name what a journal touches, each once
 * and in order: an index of either finds vouchers (GIN, of the server's
 * array_ops), and costs those nothing who do not make one.
 *
 * journal_access.sql declares them.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "types/journal.h"

/* ---------- turnover ---------- */

typedef struct Totals
{
	int128		sides[2];		/* debit and credit, in 分 */
} Totals;

static Totals
account_totals(struct varlena *journal, AccountCode account)
{
	Totals		totals = {{0, 0}};
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		if (account_code_is_within(line.account, account))
			totals.sides[line.credit] += line.amount;
	}
	return totals;
}

PG_FUNCTION_INFO_V1(fl_journal_debit);

Datum
fl_journal_debit(PG_FUNCTION_ARGS)
{
	Totals		totals = account_totals(PG_GETARG_JOURNAL(0), PG_GETARG_ACCOUNT_CODE(1));

	PG_RETURN_AMOUNT(fl_amount_from_total(totals.sides[0]));
}

PG_FUNCTION_INFO_V1(fl_journal_credit);

Datum
fl_journal_credit(PG_FUNCTION_ARGS)
{
	Totals		totals = account_totals(PG_GETARG_JOURNAL(0), PG_GETARG_ACCOUNT_CODE(1));

	PG_RETURN_AMOUNT(fl_amount_from_total(totals.sides[1]));
}

PG_FUNCTION_INFO_V1(fl_journal_net);

Datum
fl_journal_net(PG_FUNCTION_ARGS)
{
	Totals		totals = account_totals(PG_GETARG_JOURNAL(0), PG_GETARG_ACCOUNT_CODE(1));

	PG_RETURN_AMOUNT(fl_amount_from_total(totals.sides[0] - totals.sides[1]));
}

/* ---------- what it touches ---------- */

/* The most entries that the lines of a journal can give. */
static int64
count_entries(struct varlena *journal, bool with_headings)
{
	JournalReader reader;
	JournalLine line;
	int64		count = 0;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		count += with_headings ? account_code_level(line.account) : 1;
	return count;
}

/* Sorts the values and drops all but one of those that are equal. */
static int
sort_unique(Datum *values, int count, qsort_arg_comparator compare)
{
	int			kept = 0;

	qsort_interruptible(values, count, sizeof(Datum), compare, NULL);
	for (int i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (kept == 0 || compare(&values[kept - 1], &values[i], NULL) != 0)
			values[kept++] = values[i];
	}
	return kept;
}

static int
compare_codes(const void *a, const void *b, void *unused)
{
	AccountCode left = DatumGetAccountCode(*(const Datum *) a);
	AccountCode right = DatumGetAccountCode(*(const Datum *) b);

	return (left > right) - (left < right);
}

/* By bytes: an order for an index must not depend on a collation. */
static int
compare_texts(const void *a, const void *b, void *unused)
{
	text	   *left = DatumGetTextPP(*(const Datum *) a);
	text	   *right = DatumGetTextPP(*(const Datum *) b);
	int			left_length = VARSIZE_ANY_EXHDR(left);
	int			right_length = VARSIZE_ANY_EXHDR(right);
	int			order = memcmp(VARDATA_ANY(left), VARDATA_ANY(right), Min(left_length, right_length));

	return order != 0 ? order : left_length - right_length;
}

static Datum *
account_datums(struct varlena *journal, bool with_headings, int *count)
{
	int64		limit = count_entries(journal, with_headings);
	Datum	   *values = MemoryContextAllocHuge(CurrentMemoryContext, Max(limit, 1) * sizeof(Datum));
	JournalReader reader;
	JournalLine line;

	*count = 0;
	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		AccountCode account = line.account;

		values[(*count)++] = AccountCodeGetDatum(account);
		while (with_headings && (account = account_code_parent(account)) != 0)
			values[(*count)++] = AccountCodeGetDatum(account);
	}
	return values;
}

/* account_code[] by the function's declaration, which knows our type's oid. */
static Oid
element_type(FunctionCallInfo fcinfo)
{
	return get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));
}

PG_FUNCTION_INFO_V1(fl_journal_accounts);

Datum
fl_journal_accounts(PG_FUNCTION_ARGS)
{
	int			count;
	Datum	   *values = account_datums(PG_GETARG_JOURNAL(0), PG_GETARG_BOOL(1), &count);

	count = sort_unique(values, count, compare_codes);
	PG_RETURN_ARRAYTYPE_P(construct_array(values, count, element_type(fcinfo), sizeof(AccountCode),
										  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

PG_FUNCTION_INFO_V1(fl_journal_parties);

Datum
fl_journal_parties(PG_FUNCTION_ARGS)
{
	struct varlena *journal = PG_GETARG_JOURNAL(0);
	Datum	   *values = MemoryContextAllocHuge(CurrentMemoryContext,
												(count_entries(journal, false) + 1) * sizeof(Datum));
	int			count = 0;
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		if (line.party != NULL)
			values[count++] = PointerGetDatum(cstring_to_text_with_len(line.party, line.party_length));
	}
	count = sort_unique(values, count, compare_texts);
	PG_RETURN_ARRAYTYPE_P(construct_array(values, count, TEXTOID, -1, false, TYPALIGN_INT));
}

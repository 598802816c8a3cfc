/*
 * backend.c
 *		What only a whole server can read, under libFuzzer: "make fuzz".
 *
 * Each target is a query of one text, run in a server in single-user mode whose
 * fundledger is instrumented.  Refused is well; what is taken must make the
 * query true.  An error that says "internal error" is a finding.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "server/compat.h"

extern int	LLVMFuzzerRunDriver(int *argc, char ***argv,
								int (*one_input) (const uint8_t *data, size_t size));

/*
 * What must hold of the verdicts, however wild the figures: there are at least
 * so many repairs, and none is looked for where figures are too long.
 */
#define VERDICTS_HOLD(least) \
	"SELECT count(*) > 0 AND bool_and(CASE verdict" \
	" WHEN 'pass' THEN difference = 0 OR rule !~ '^\\['" \
	" WHEN 'rounding' THEN abs(difference) BETWEEN 0 AND allowed" \
	" WHEN 'contradiction' THEN reason IS NOT NULL AND jsonb_array_length(contradictions) > 0" \
	" WHEN 'violation' THEN abs(difference) > allowed AND jsonb_array_length(repair) >= " least \
	" ELSE lhs IS NULL AND reason IS NOT NULL END) "

static const struct
{
	const char *name;
	const char *query;
}			targets[] =
{
	{"amount_numeric", "SELECT n::fund.amount::numeric = n FROM (VALUES ($1::numeric)) AS given (n)"},
	{"journal_jsonb",
		"WITH taken (journal) AS MATERIALIZED (SELECT $1::jsonb::fund.journal)"
		" SELECT journal::jsonb::fund.journal::text = journal::text FROM taken"},
	{"figures_jsonb", VERDICTS_HOLD("0") "FROM fund.check_figures('2017', '收支表', $1::jsonb)"},

	/* "T1 0.03 T2 0.04 ...": few texts are none, so this gets to what repairs a figure */
	{"figures",
		"WITH given AS ("
		" SELECT DISTINCT ON (item_id) item_id, found[2]::numeric AS figure"
		" FROM regexp_matches($1, '(\\w+) (-?\\d{1,18}(\\.\\d{1,4})?)', 'g') WITH ORDINALITY AS m (found, n)"
		" JOIN ledger.statement_line ON standard = '2017' AND statement = '收支表' AND item_id = found[1]"
		" ORDER BY item_id, n"
		"), figures AS ("
		" SELECT array_agg(item_id) AS items, array_agg('本月数'::text) AS columns, array_agg(figure) AS figures FROM given"
		") "
		VERDICTS_HOLD("1") "FROM figures, fund.check_figures('2017', '收支表', items, columns, figures, '万元')"},
};

static SPIPlanPtr plan;
static MemoryContext input_context;

/* Unlike Assert, in every build. */
pg_noreturn static void
stop(const char *what)
{
	fprintf(stderr, "not so: %s\n", what);
	abort();
}

static void
run_query(char *input)
{
	Datum		argument = CStringGetTextDatum(input);
	bool		is_null;

	if (SPI_execute_plan(plan, &argument, NULL, true, 0) != SPI_OK_SELECT || SPI_processed != 1)
		stop("the query returns a row");
	if (!DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &is_null)) ||
		is_null)
		stop("the query is true");
}

static int
one_input(const uint8_t *data, size_t size)
{
	MemoryContext caller = CurrentMemoryContext;

	/* The server has made sure that a text is UTF-8 and without zero bytes. */
	if (memchr(data, '\0', size) != NULL || !pg_verify_mbstr(PG_UTF8, (const char *) data, size, true))
		return 0;
	BeginInternalSubTransaction(NULL);
	PG_TRY();
	{
		MemoryContextSwitchTo(input_context);
		run_query(pnstrdup((const char *) data, size));
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(input_context);
		if (geterrcode() == ERRCODE_INTERNAL_ERROR)
		{
			EmitErrorReport();
			stop("the error has a SQLSTATE");
		}
		FlushErrorState();
	}
	PG_END_TRY();
	RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(caller);
	MemoryContextReset(input_context);
	return 0;
}

static const char *
query_of(const char *target)
{
	for (int i = 0; i < lengthof(targets); i++)
	{
		if (strcmp(targets[i].name, target) == 0)
			return targets[i].query;
	}
	elog(ERROR, "no target \"%s\"", target);
}

PG_FUNCTION_INFO_V1(fuzz);

/* fuzz(target text, options text[]): ends the process, as libFuzzer does. */
Datum
fuzz(PG_FUNCTION_ARGS)
{
	Oid			types[] = {TEXTOID};
	Datum	   *options;
	int			count;
	char	  **argv;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT,
					  &options, NULL, &count);
	argv = palloc0((count + 2) * sizeof(char *));
	argv[0] = "fuzz";
	for (int i = 0; i < count; i++)
		argv[i + 1] = TextDatumGetCString(options[i]);
	count++;

	SPI_connect();
	plan = SPI_prepare(query_of(TextDatumGetCString(PG_GETARG_DATUM(0))), lengthof(types), types);
	input_context = AllocSetContextCreate(TopMemoryContext, "fuzzed input", ALLOCSET_DEFAULT_SIZES);
	LLVMFuzzerRunDriver(&count, &argv, one_input);
	PG_RETURN_VOID();
}

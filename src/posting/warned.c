/*
 * warned.c
 *		What posting warns of: once a statement, and once a batch that stands.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "posting/warned.h"

typedef struct Warning
{
	int			sqlstate;
	int32		book_id;
	AccountCode account;
	AccountCode other;
} Warning;

static bool
is_same(const Warning *a, const Warning *b)
{
	return a->sqlstate == b->sqlstate && a->book_id == b->book_id &&
		a->account == b->account && a->other == b->other;
}

bool
fl_warned_first(Warned *warned, int sqlstate, int32 book_id, AccountCode account, AccountCode other)
{
	Warning		warning = {sqlstate, book_id, account, other};
	MemoryContext caller;
	Warning    *kept;
	ListCell   *lc;

	foreach(lc, warned->of)
	{
		if (is_same(lfirst(lc), &warning))
			return false;
	}
	caller = MemoryContextSwitchTo(warned->context);
	kept = palloc(sizeof(Warning));
	*kept = warning;
	warned->of = lappend(warned->of, kept);
	MemoryContextSwitchTo(caller);
	return true;
}

/* ---------- warnings of a batch ---------- */

static HeldWarnings *held = NULL;

void
fl_warnings_hold(HeldWarnings *warnings)
{
	held = warnings;
}

static void
give(const ErrorData *warning)
{
	ereport(WARNING,
			(errcode(warning->sqlerrcode),
			 errmsg_internal("%s", warning->message),
			 errdetail_internal("%s", warning->detail),
			 errhint("%s", warning->hint),
			 warning->context == NULL ? 0 : errcontext_msg("%s", warning->context)));
}

static bool
is_held(const ErrorData *warning)
{
	ListCell   *lc;

	foreach(lc, held->warnings)
	{
		const ErrorData *other = lfirst(lc);

		if (other->sqlerrcode == warning->sqlerrcode && strcmp(other->message, warning->message) == 0)
			return true;
	}
	return false;
}

/* With the context that it has now, which names the voucher. */
static void
hold(const ErrorData *warning)
{
	MemoryContext caller = MemoryContextSwitchTo(held->context);
	ErrorData  *copy = palloc0(sizeof(ErrorData));

	copy->sqlerrcode = warning->sqlerrcode;
	copy->message = pstrdup(warning->message);
	copy->detail = pstrdup(warning->detail);
	copy->hint = pstrdup(warning->hint);
	copy->context = GetErrorContextStack();
	held->warnings = lappend(held->warnings, copy);
	MemoryContextSwitchTo(caller);
}

void
fl_warn(int sqlstate, const char *message, const char *detail, const char *hint)
{
	ErrorData	warning = {
		.sqlerrcode = sqlstate, .message = unconstify(char *, message),
		.detail = unconstify(char *, detail), .hint = unconstify(char *, hint)
	};

	if (held == NULL)
		give(&warning);
	else if (!is_held(&warning))
		hold(&warning);
}

void
fl_warnings_give(const HeldWarnings *warnings)
{
	ErrorContextCallback *now = error_context_stack;
	ListCell   *lc;

	/* Each has a context of its own. */
	error_context_stack = NULL;
	foreach(lc, warnings->warnings)
		give(lfirst(lc));
	error_context_stack = now;
}

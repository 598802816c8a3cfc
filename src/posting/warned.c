/*
 * warned.c
 *		What a statement has been warned of: once each.
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

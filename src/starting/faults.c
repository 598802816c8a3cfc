/*
 * faults.c
 *		All that is wrong with what somebody brings, by row.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "server/errors.h"
#include "starting/faults.h"

void
fl_faults_init(Faults *faults)
{
	faults->count = 0;
	initStringInfo(&faults->text);
}

void
fl_fault_add(Faults *faults, const char *where, const char *format,...)
{
	StringInfo	text = &faults->text;
	int			needed;

	faults->count++;
	appendStringInfo(text, "%s%s: ", text->len > 0 ? "\n" : "", where);
	do
	{
		va_list		arguments;

		va_start(arguments, format);
		needed = appendStringInfoVA(text, format, arguments);
		va_end(arguments);
		if (needed > 0)
			enlargeStringInfo(text, needed);
	} while (needed > 0);
}

/* Of what is given, and of nothing else. */
static bool
is_refusal(int sqlerrcode)
{
	int			class = ERRCODE_TO_CATEGORY(sqlerrcode);

	return class == ERRCODE_DATA_EXCEPTION || class == MAKE_LEDGER_STATE('0', '0', '0');
}

static void
add_error(Faults *faults, const char *where, const ErrorData *error)
{
	if (error->detail == NULL)
		fl_fault_add(faults, where, "%s", error->message);
	else
		fl_fault_add(faults, where, "%s: %s", error->message, error->detail);
}

/* In a subtransaction, as PL/pgSQL runs a block that catches exceptions. */
bool
fl_fault_try(Faults *faults, const char *where, void (*act) (void *arg), void *arg)
{
	MemoryContext caller = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	volatile bool passed = false;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(caller);
	PG_TRY();
	{
		act(arg);
		ReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(caller);
		CurrentResourceOwner = owner;
		passed = true;
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(caller);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(caller);
		CurrentResourceOwner = owner;
		if (!is_refusal(error->sqlerrcode))
			ReThrowError(error);
		add_error(faults, where, error);
	}
	PG_END_TRY();
	return passed;
}

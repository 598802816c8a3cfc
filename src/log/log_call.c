/*
 * log_call.c
 *		Which call and which statement is at work, as the server itself knows it.
 *
 * Nothing that a client says of itself is taken for it: a setting, or an
 * argument, could be anything.  Our functions in C tell ledger.c.  Those in
 * PL/pgSQL stand on the stack of error contexts, each a frame that the server
 * describes; frames are asked one by one, so that the text of a statement in
 * one, which is the client's, cannot pass for another frame.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/plannodes.h"
#include "storage/proc.h"
#include "tcop/pquery.h"
#include "tcop/tcopprot.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#include "ledger/ledger.h"
#include "log/log_call.h"

#define STATEMENT_BYTES	1000

/* ---------- which function ---------- */

/* As an error would show it: in the session's language, unless that is set. */
static char *
frame_text(const ErrorContextCallback *frame)
{
	ErrorContextCallback *stack = error_context_stack;
	ErrorContextCallback alone = *frame;
	char	   *text;

	alone.previous = NULL;
	error_context_stack = &alone;
	text = GetErrorContextStack();
	error_context_stack = stack;
	return text;
}

/*
 * PL/pgSQL function fund.grant_duty(name,text,text,boolean) line 28 at SQL
 * statement: those of schema fund are compiled on a path without it, so that
 * the schema is written out.
 */
static char *
frame_function(const ErrorContextCallback *frame)
{
	static const char beginning[] = "PL/pgSQL function fund.";
	char	   *text = frame_text(frame);
	char	   *name = text + strlen("PL/pgSQL function ");

	if (strncmp(text, beginning, strlen(beginning)) != 0 || name[strlen("fund.")] == '_')
		return NULL;
	name[strcspn(name, "(")] = '\0';
	return name;
}

static char *
outermost_frame(void)
{
	int			level = NewGUCNestLevel();
	char	   *outermost = NULL;

	(void) set_config_option("lc_messages", "C", PGC_SUSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	for (const ErrorContextCallback *frame = error_context_stack; frame != NULL; frame = frame->previous)
	{
		char	   *name = frame_function(frame);

		if (name != NULL)
			outermost = name;
	}
	AtEOXact_GUC(false, level);
	return outermost;
}

char *
fl_log_call(void)
{
	char	   *frame = error_context_stack == NULL ? NULL : outermost_frame();
	Oid			function = fl_ledger_acting_function();

	if (frame != NULL || !OidIsValid(function))
		return frame;
	return quote_qualified_identifier("fund", get_func_name(function));
}

/* ---------- which statement ---------- */

/* Of several that came together, the one that is running. */
static void
narrow(const char **text, int *length)
{
	PlannedStmt *statement;

	if (ActivePortal == NULL || ActivePortal->sourceText != debug_query_string ||
		list_length(ActivePortal->stmts) != 1)
		return;
	statement = linitial_node(PlannedStmt, ActivePortal->stmts);
	if (statement->stmt_location < 0 || statement->stmt_location > *length)
		return;
	*text += statement->stmt_location;
	*length -= statement->stmt_location;
	if (statement->stmt_len > 0)
		*length = Min(*length, statement->stmt_len);
}

char *
fl_log_statement(void)
{
	const char *text = debug_query_string;
	int			length;

	if (text == NULL)
		return NULL;
	length = strlen(text);
	narrow(&text, &length);
	while (length > 0 && strchr(" \t\r\n", *text) != NULL)
	{
		text++;
		length--;
	}
	return pnstrdup(text, pg_mbcliplen(text, length, STATEMENT_BYTES));
}

/* ---------- whose ---------- */

char *
fl_log_login(void)
{
	Oid			login = OidIsValid(MyProc->roleId) ? MyProc->roleId : GetSessionUserId();
	char	   *name = GetUserNameFromId(login, true);

	return name != NULL ? name : psprintf("%u", login);
}

char *
fl_log_session(void)
{
	return psprintf("%lx.%x", (unsigned long) MyStartTime, (unsigned int) MyProcPid);
}

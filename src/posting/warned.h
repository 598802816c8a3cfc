/*
 * warned.h
 *		What posting warns of: once a statement, or a feed would drown in the same
 *		warning; and once a batch that stands.
 */
#ifndef FUNDLEDGER_WARNED_H
#define FUNDLEDGER_WARNED_H

#include "nodes/pg_list.h"

#include "types/account_code.h"

typedef struct Warned
{
	MemoryContext context;		/* of the statement */
	List	   *of;
} Warned;

/*
 * Is it the first warning with this SQLSTATE of the book that is about these
 * accounts?  The second one is 0 where there is none.
 */
extern bool fl_warned_first(Warned *warned, int sqlstate, int32 book_id,
							AccountCode account, AccountCode other);

/* Warns, or keeps it for whoever holds warnings. */
extern void fl_warn(int sqlstate, const char *message, const char *detail, const char *hint);

/* What the statements of a batch warn of, kept until it is known to stand: each once. */
typedef struct HeldWarnings
{
	MemoryContext context;
	List	   *warnings;		/* of ErrorData */
} HeldWarnings;

/* From now on; NULL: no longer.  The caller sees to that on an error, too. */
extern void fl_warnings_hold(HeldWarnings *warnings);

extern void fl_warnings_give(const HeldWarnings *warnings);

#endif							/* FUNDLEDGER_WARNED_H */

/*
 * warned.h
 *		What a statement has been warned of: once each, or a feed would drown in
 *		the same warning.
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

#endif							/* FUNDLEDGER_WARNED_H */

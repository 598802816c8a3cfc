/*
 * log_entry.h
 *		操作日志: an entry for each row of a setting that changes.
 */
#ifndef FUNDLEDGER_LOG_ENTRY_H
#define FUNDLEDGER_LOG_ENTRY_H

#include "server/compat.h"

/* Whose chain an entry is in. */
typedef enum LogScope
{
	LOG_OF_LEDGER,
	LOG_OF_STANDARD,
	LOG_OF_BOOK,
} LogScope;

/* As ledger.log.scope has it; NULL ends them. */
extern const char *const fl_log_scope_name[];

typedef struct LogEntry
{
	LogScope	scope;
	const char *code;			/* of the book or the standard; "" */
	const char *table;
	const char *operation;		/* insert, update, delete; found, missing */
	const char *key;			/* JSON */
	const char *row;			/* JSON; NULL: there is none now */
} LogEntry;

/*
 * Writes it, with who, whence and by which call, between fl_ledger_enter_to_write
 * and fl_ledger_leave.  Waits for nobody.
 */
extern void fl_log_write(const LogEntry *entry);

#endif							/* FUNDLEDGER_LOG_ENTRY_H */

/*
 * log_row.h
 *		A row of a table as the log keeps it: a JSON object of its columns.
 *
 * The same for the same row, whatever the session's settings are, and by
 * whatever server: doc/adr/0016-log.md has the format.
 */
#ifndef FUNDLEDGER_LOG_ROW_H
#define FUNDLEDGER_LOG_ROW_H

#include "access/htup.h"
#include "access/tupdesc.h"

#include "server/compat.h"

/* All columns, as text of JSON. */
extern char *fl_log_row(Oid table, TupleDesc columns, HeapTuple row);

/* Some of them, by name; a name that the table does not have is left out. */
extern char *fl_log_key(TupleDesc columns, HeapTuple row, char **names, int count);

#endif							/* FUNDLEDGER_LOG_ROW_H */

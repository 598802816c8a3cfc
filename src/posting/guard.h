/*
 * guard.h
 *		防透支: accounts whose overdraft is refused at posting.
 *
 * An open month has no balance to look at, so such accounts, and only they,
 * keep a row of what each posting did to them.  Who reduces one holds it
 * alone, folds its rows into one and refuses a balance on the wrong side.
 */
#ifndef FUNDLEDGER_GUARD_H
#define FUNDLEDGER_GUARD_H

#include "ledger/book.h"
#include "types/journal.h"

typedef struct GuardedChanges GuardedChanges;

/*
 * Remembers what a line does to a guarded account.  Its voucher is known by its
 * source key, or NULL, and by its row in the statement, or 0.
 */
extern void fl_guard_add(GuardedChanges **changes, MemoryContext context,
						 const Book *book, const Account *account, const JournalLine *line,
						 const text *source_key, int64 row);

/* Writes the changes down; raises LG026 where a reduction overdraws. */
extern void fl_guard_enforce(GuardedChanges *changes);

/* Writes them down, whatever they leave. */
extern void fl_guard_record(GuardedChanges *changes);

#endif							/* FUNDLEDGER_GUARD_H */

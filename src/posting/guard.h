/*
 * guard.h
 *		防透支: accounts whose overdraft is refused at posting.
 *
 * An open month has no balance to look at, so such accounts, and only they,
 * keep a row of what each posting did to them.  Who reduces one holds it
 * alone, folds its rows into one and refuses a balance on the wrong side.
 *
 * Accounts may be guarded together, by the sum of their balances: what moves
 * between them is no change.  So 待转 is: what 4601 and 4602 hold is carried into
 * 待转基金, and back when it is determined, but never more than there is.
 */
#ifndef FUNDLEDGER_GUARD_H
#define FUNDLEDGER_GUARD_H

#include "ledger/book.h"
#include "types/journal.h"

typedef struct GuardedChanges GuardedChanges;

/* A line of a guarded account, and its voucher. */
typedef struct GuardedLine
{
	const Book *book;
	const Account *account;
	const JournalLine *line;
	const text *source_key;		/* NULL: none */
	int64		row;			/* of the statement; 0: its only one */
	bool		at_close;		/* which goes by no guard of what is done by hand */
	Period		period;			/* of the voucher */
} GuardedLine;

/* Remembers what the line does to the account, and to its group. */
extern void fl_guard_add(GuardedChanges **changes, MemoryContext context, const GuardedLine *line);

/* Writes the changes down; raises LG026 where a reduction overdraws. */
extern void fl_guard_enforce(GuardedChanges *changes);

/* Writes them down, whatever they leave. */
extern void fl_guard_record(GuardedChanges *changes);

#endif							/* FUNDLEDGER_GUARD_H */

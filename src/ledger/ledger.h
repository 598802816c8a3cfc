/*
 * ledger.h
 *		The schema "ledger": that it is there, whose it is, and acting for it.
 *
 * Books belong to the role that called fund.create_ledger().  Our functions
 * run with the caller's rights; one that reads or writes books first checks
 * the caller's duty (duty.h) and then works between fl_ledger_enter and
 * fl_ledger_leave with the owner's rights, as foreign-key triggers do.
 */
#ifndef FUNDLEDGER_LEDGER_H
#define FUNDLEDGER_LEDGER_H

#include "fmgr.h"

#include "server/compat.h"

typedef struct LedgerCall
{
	Oid			caller;
	Oid			owner;
	int			security_context;
	int			guc_level;
	int			outer_writers;
	bool		writes;
	Oid			function;		/* that users called; else invalid */
} LedgerCall;

/*
 * Raises LG052 where there is no ledger and LG053 where it is of another
 * version.  Cheap once it has been asked.
 */
extern void fl_ledger_check(void);

extern Oid	fl_ledger_owner(void);

/*
 * Does it own the table of vouchers?  Asks nothing else of the ledger, which a
 * restore may have filled half.
 */
extern bool fl_ledger_is_table_owner(Oid role);

/* A table or an index of the schema; 42P01 where there is none of that name. */
extern Oid	fl_ledger_relation(const char *name);

/* The same; invalid where there is none. */
extern Oid	fl_ledger_find_relation(const char *name);

/*
 * Connects SPI and takes on the owner's rights, with only pg_catalog on the
 * search path, as a security-restricted operation: no deferred trigger may
 * be fired in between.  An error needs no fl_ledger_leave: the end of the
 * (sub)transaction restores everything.
 */
extern void fl_ledger_enter(LedgerCall *call);

/*
 * The same for one of the functions that write derived rows (balances,
 * numbers, seals, issued statements), which nobody else may write: LG051.
 */
extern void fl_ledger_enter_to_write(LedgerCall *call);

/* The same for a function that users call, which the log names (log/log.h). */
extern void fl_ledger_enter_to_act(FunctionCallInfo fcinfo, LedgerCall *call);

/* The same as any role, ledger or no ledger; the caller has its privileges. */
extern void fl_ledger_enter_as(Oid role, LedgerCall *call);

extern void fl_ledger_leave(LedgerCall *call);

/*
 * In between, for what has to happen as the caller's own act: its rights and
 * its search path, and nobody is at work writing.  SPI stays connected.
 */
extern void fl_ledger_step_out(LedgerCall *call);
extern void fl_ledger_step_in(LedgerCall *call);

/* Is one of them at work? */
extern bool fl_ledger_is_writing(void);

/* The function that users called, if the outermost of them is one; else invalid. */
extern Oid	fl_ledger_acting_function(void);

/* The role that the session acts for: who did it, in the records. */
extern char *fl_outer_user(void);

/*
 * And which role acted for it, also in the records: the owner of a SECURITY
 * DEFINER function; NULL where it was the recorded one itself.
 */
extern char *fl_done_through(void);

#endif							/* FUNDLEDGER_LEDGER_H */

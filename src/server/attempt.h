/*
 * attempt.h
 *		A call that may fail, and what it says then.
 */
#ifndef FUNDLEDGER_ATTEMPT_H
#define FUNDLEDGER_ATTEMPT_H

/*
 * Makes the call within a subtransaction.  NULL where it succeeded; else all
 * that it did is undone, and the error is returned, in the current memory
 * context.  What is no fault of the call's is raised: a cancel, a conflict
 * between transactions, a lack of resources, damage.
 */
extern ErrorData *fl_attempt(void (*call) (void *argument), void *argument);

/* The same, but what it did is undone in any case. */
extern ErrorData *fl_attempt_in_vain(void (*call) (void *argument), void *argument);

#endif							/* FUNDLEDGER_ATTEMPT_H */

/*
 * articulation.h
 *		勾稽: the rules that hold within and between the statements of a book,
 *		shown and enforced.
 */
#ifndef FUNDLEDGER_ARTICULATION_H
#define FUNDLEDGER_ARTICULATION_H

#include "server/report.h"
#include "statements/judge.h"

/*
 * Every rule of the book's standard for the period, in the order of their
 * codes; a list of RuleResult in the current memory context.  By the active
 * snapshot; called between fl_ledger_enter and fl_ledger_leave.
 */
extern List *fl_articulation_results(const Book *book, Period period, int layers);

/*
 * Raises LG041 for the first failed error rule among the results, of one
 * statement or of all (NULL), and LG042 or 22003 for one that its standard has
 * spoiled.  All are enforced by a close, which reports warnings as WARNING LGW02.
 */
extern void fl_articulation_enforce(const Book *book, Period period, List *results,
									const char *statement);

/* Eight columns: rule, name, lhs, rhs, difference, severity, verdict, reason. */
extern void fl_rule_result_add(Report *report, const RuleResult *result);

#endif							/* FUNDLEDGER_ARTICULATION_H */

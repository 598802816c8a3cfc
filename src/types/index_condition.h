/*
 * index_condition.h
 *		What support functions share that turn a condition into one of an index.
 */
#ifndef FUNDLEDGER_INDEX_CONDITION_H
#define FUNDLEDGER_INDEX_CONDITION_H

#include "server/compat.h"
#include "fmgr.h"
#include "nodes/supportnodes.h"

/* The arguments of the condition, or NIL where it is not of two. */
extern List *fl_condition_arguments(const SupportRequestIndexCondition *request);

/* A call of the function "name" of the schema that the condition's is in. */
extern Node *fl_call_sibling(const SupportRequestIndexCondition *request, const char *name, List *arguments);

/*
 * column >= low AND column <= high, where the index has operators with these
 * functions; else NIL.  What is constant is worked out.
 */
extern List *fl_range_condition(const SupportRequestIndexCondition *request, Node *column,
								PGFunction ge, Node *low, PGFunction le, Node *high);

#endif							/* FUNDLEDGER_INDEX_CONDITION_H */

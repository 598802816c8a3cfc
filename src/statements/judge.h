/*
 * judge.h
 *		勾稽: judging the rules of a standard in an evaluation of a book.
 */
#ifndef FUNDLEDGER_JUDGE_H
#define FUNDLEDGER_JUDGE_H

#include "statements/evaluate.h"

/* The outcome of one articulation rule. */
typedef enum RuleOutcome
{
	RULE_PASS,
	RULE_FAIL,
	RULE_NOT_DUE,				/* judged later: at the close, in December */
	RULE_NOT_EVALUABLE,
} RuleOutcome;

typedef struct RuleResult
{
	const FormRule *rule;
	int			layers;			/* on which basis it was judged */
	bool		evaluated;		/* have the sides values? */
	Rational	lhs;			/* exact */
	Rational	rhs;
	Rational	difference;
	RuleOutcome outcome;
	char	   *reason;			/* why not due or not evaluable, else NULL */
	bool		is_of_brought;	/* the right side is what was brought forward */
	int			defect;			/* SQLSTATE of what is wrong with a formula of it, or 0 */
} RuleResult;

/*
 * Which rules: those of one form, or of all (NULL); those whose failure is an
 * error, or all; one alone, or all (NULL).
 */
typedef struct RuleChoice
{
	const Form *form;
	bool		errors_only;
	const FormRule *rule;
} RuleChoice;

/* Before fl_evaluation_load. */
extern void fl_rules_want(Evaluation *evaluation, RuleChoice choice);

/* After it: a list of RuleResult, in the order of the rules. */
extern List *fl_rules_judge(Evaluation *evaluation, RuleChoice choice);

#endif							/* FUNDLEDGER_JUDGE_H */

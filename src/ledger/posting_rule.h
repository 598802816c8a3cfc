/*
 * posting_rule.h
 *		收支两条线, 专款专用: which accounts a standard lets stand against which.
 *
 * A pair of accounts is judged by the longest pair of rule codes above it.
 * That depends only on the deepest rule code above each of the two, which is
 * its class: 0 where there is none.
 */
#ifndef FUNDLEDGER_POSTING_RULE_H
#define FUNDLEDGER_POSTING_RULE_H

#include "nodes/pg_list.h"

#include "types/account_code.h"

typedef enum RuleVerdict
{
	RULE_ALLOW,
	RULE_WARN,
	RULE_FORBID,
} RuleVerdict;

typedef struct PostingRule
{
	AccountCode debit;
	AccountCode credit;
	RuleVerdict verdict;
	char	   *reason;
	char	   *authority;
} PostingRule;

typedef struct PostingRules
{
	List	   *rules;			/* of PostingRule, by their codes */
	AccountCode *debit_class;	/* their codes, ascending; [0] is no code */
	AccountCode *credit_class;
	int			debit_classes;
	int			credit_classes;
	const PostingRule **pair_rule;	/* by class pair; NULL where allowed */
} PostingRules;

/* Those of a standard, by the active snapshot, into the current memory context. */
extern void fl_posting_rules_load(PostingRules *rules, const char *standard);

/* The class of an account as it is debited and as it is credited. */
extern int	fl_posting_debit_class(const PostingRules *rules, AccountCode account);
extern int	fl_posting_credit_class(const PostingRules *rules, AccountCode account);

static inline const PostingRule *
posting_pair_rule(const PostingRules *rules, int debit_class, int credit_class)
{
	return rules->pair_rule[(size_t) debit_class * rules->credit_classes + credit_class];
}

#endif							/* FUNDLEDGER_POSTING_RULE_H */

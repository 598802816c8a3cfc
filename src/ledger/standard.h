/*
 * standard.h
 *		What posting and reports know of an accounting standard: its chart, its
 *		posting rules and its carry groups, cached for the session.
 *
 * A change of a standard's rows invalidates the cache of every session.  What
 * these functions return is valid until the end of the transaction even so.
 */
#ifndef FUNDLEDGER_STANDARD_H
#define FUNDLEDGER_STANDARD_H

#include "types/account_code.h"
#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"
#include "types/voucher_kind.h"

typedef enum Element
{
	ELEMENT_ASSET,
	ELEMENT_LIABILITY,
	ELEMENT_NET_ASSETS,
	ELEMENT_INCOME,
	ELEMENT_EXPENDITURE,
} Element;

typedef enum Overdraft
{
	OVERDRAFT_FREE,
	OVERDRAFT_AT_CLOSE,			/* a red balance stops the close */
	OVERDRAFT_GUARDED,			/* it is refused at posting */
} Overdraft;

typedef enum MonthEndZero
{
	MONTH_END_ANY,
	MONTH_END_WARN,
	MONTH_END_ERROR,
} MonthEndZero;

/*
 * An account: a row of ledger.account, or a detail account below an "open"
 * one, which inherits that row.
 */
typedef struct Account
{
	AccountCode code;
	AccountCode listed;			/* the row: the code itself, or the open ancestor's */
	char	   *name;
	Element		element;
	bool		credit_normal;	/* else its balance is a debit */
	bool		postable;
	bool		open;			/* takes details that are not listed */
	bool		retired;
	uint32		kinds;			/* 1 << VoucherKind for those that it admits */
	uint32		bases;			/* 1 << VoucherBasis */
	char	   *party_kind;		/* NULL: no party needed; "any": any kind */
	Overdraft	overdraft;
	MonthEndZero month_end_zero;
	int			debit_class;	/* of posting rules, see Standard */
	int			credit_class;
	Bitmapset  *carry_groups[VOUCHER_KIND_COUNT];	/* of KIND_CARRY and KIND_CLOSING */
} Account;

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

typedef struct CarryRule
{
	char	   *group;
	int			group_no;		/* member of Account.carry_groups */
	AccountCode from;
	AccountCode to;
	int			kind;			/* KIND_CARRY or KIND_CLOSING */
	bool		at_year_end;	/* else at month-end */
} CarryRule;

struct account_hash;

/*
 * A pair of accounts is judged by the longest pair of rule codes above it.
 * That depends only on the deepest rule code above each of the two, which is
 * its class: 0 where there is none.
 */
typedef struct Standard
{
	MemoryContext context;		/* that of all below */
	char	   *code;
	struct account_hash *accounts;	/* its rows */
	struct account_hash *details;	/* below open ones, met lately; NULL: none */
	AccountCode *debit_class;	/* their codes, ascending; [0] is no code */
	AccountCode *credit_class;
	int			debit_classes;
	int			credit_classes;
	const PostingRule **pair_rule;	/* by class pair; NULL where allowed */
	List	   *carry_rules;	/* of CarryRule, in the order of their codes */
	bool		proved;			/* as it is, and recorded: see reprove.c */
} Standard;

/* The place of a word that a standard's table has among those that it may have. */
extern int	fl_standard_word(const char *const *words, const char *word);

/* Raises LG014 where there is no such standard. */
extern Standard *fl_standard(const char *code);

/* Its rows of ledger.account, a list of const Account, in no order. */
extern List *fl_standard_listed(const Standard *standard);

/* NULL where the standard has no such account. */
extern const Account *fl_standard_account(Standard *standard, AccountCode code);

static inline const PostingRule *
standard_pair_rule(const Standard *standard, int debit_class, int credit_class)
{
	return standard->pair_rule[(size_t) debit_class * standard->credit_classes + credit_class];
}

#endif							/* FUNDLEDGER_STANDARD_H */

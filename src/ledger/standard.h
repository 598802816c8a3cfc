/*
 * standard.h
 *		What posting and reports know of an accounting standard: its chart, its
 *		posting rules and its groups, cached for the session.
 *
 * A change of a standard's rows invalidates the cache of every session.  What
 * these functions return is valid until the end of the transaction even so.
 */
#ifndef FUNDLEDGER_STANDARD_H
#define FUNDLEDGER_STANDARD_H

#include "nodes/bitmapset.h"
#include "nodes/pg_list.h"
#include "utils/uuid.h"

#include "ledger/posting_rule.h"
#include "server/snapshot_mark.h"
#include "types/basis.h"
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
	OVERDRAFT_GUARDED_BY_HAND,	/* so it is, but to month-end */
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
	char	   *guard_group;	/* guarded together; NULL: of none */
	AccountCode guard_key;		/* the first account of the group */
	bool		is_guarded;		/* alone, or in a group */
	bool		is_detail;		/* of an account that takes vouchers, too */
	bool		by_template;	/* by hand is reported: posting/by_hand.h */
	MonthEndZero month_end_zero;
	int			debit_class;	/* of posting rules, see Standard */
	int			credit_class;
	Bitmapset  *groups[VOUCHER_KIND_COUNT];	/* of kinds that stay within one */
	bool		is_closed;		/* 账结: a closing rule empties it */
	AccountCode sub_fund;		/* the account that 账结 leads to from it, or it itself; 0: none */
	AccountCode prior_year;		/* takes what moves of it in a later year; 0: none */
	bool		reversed_in_january;	/* what December splits from it */
} Account;

typedef struct CarryRule
{
	char	   *group;
	int			group_no;		/* member of Account.groups */
	AccountCode from;
	AccountCode to;
	int			kind;			/* KIND_CARRY or KIND_CLOSING */
	bool		at_year_end;	/* else at month-end */
} CarryRule;

/* 基金间调整: an account that its group may move to, and take from, others of it. */
typedef struct TransferMember
{
	int			group_no;		/* member of Account.groups */
	AccountCode account;
} TransferMember;

struct account_hash;

/* Which state of a standard's rows. */
typedef struct StandardState
{
	pg_uuid_t	revision;		/* of its row in ledger.standard */
	bool		is_own;			/* made by this very transaction, which may go on */
	CommandId	own_command;	/* then what it had done before this one, */
	bool		has_all_own;	/* which was all */
} StandardState;

typedef struct Standard
{
	MemoryContext context;		/* that of all below */
	char	   *code;
	StandardState state;
	bool		is_newest;		/* or older, and a report's */
	SnapshotMark seen_by;		/* the last one that did */
	struct account_hash *accounts;	/* its rows */
	struct account_hash *details;	/* below open ones, met lately; NULL: none */
	PostingRules posting_rules;
	List	   *carry_rules;	/* of CarryRule, in the order of their codes */
	List	   *transfer_members;	/* of TransferMember */
	List	   *group_names;	/* of char *: the first is of the group with number 1 */
	bool		has_claims;		/* accounts that a close settles against receipts */
	bool		proved;			/* as it is, and recorded: see reprove.c */
	bool		use_checked;	/* likewise: its books need nothing else (chart_use.h) */
} Standard;

/*
 * The standard as the active snapshot sees it: a report is of one moment, its
 * form included.  Raises LG014 where there is none such.
 */
extern Standard *fl_standard(const char *code);

/* The same; NULL where there is none such. */
extern Standard *fl_standard_find(const char *code);

/* By the newest committed state: right for who holds it off from changing. */
extern Standard *fl_standard_find_newest(const char *code);

/*
 * What the newest state of its row in ledger.standard says, and whether this
 * transaction has written it.  False where there is none.
 */
extern bool fl_standard_read_newest(const char *code, bool *is_shipped, bool *is_own);

/* Its rows of ledger.account, a list of const Account, by code. */
extern List *fl_standard_listed(const Standard *standard);

/* The listed account next above a code, whether that is listed or not; NULL: none. */
extern const Account *fl_standard_listed_above(const Standard *standard, AccountCode code);

/* The rule that carries what stands on an account: that of the deepest code above it. */
extern const CarryRule *fl_standard_carry_rule(const Standard *standard, AccountCode account);

/* Does the same or a later step of a month-end than that of the rule move something into it? */
extern bool fl_standard_is_filled_again(const Standard *standard, AccountCode account,
										const CarryRule *by);

/* NULL where the standard has no such account. */
extern const Account *fl_standard_account(Standard *standard, AccountCode code);

#endif							/* FUNDLEDGER_STANDARD_H */

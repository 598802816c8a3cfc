/*
 * errors.h
 *		The SQLSTATEs of fundledger, class LG (doc/adr/0002-sqlstates.md).
 *
 * A code, once released, keeps its meaning for ever: clients branch on it.
 * Where the server has a fitting code of its own (22P02 for text that is no
 * value, 22P03 for bytes that are none, 22003 for overflow, 42501 for a
 * missing right) that one is used instead.
 */
#ifndef FUNDLEDGER_ERRORS_H
#define FUNDLEDGER_ERRORS_H

#define MAKE_LEDGER_STATE(a, b, c)	MAKE_SQLSTATE('L', 'G', a, b, c)

/* The journal itself */
#define ERRCODE_UNBALANCED_JOURNAL	MAKE_LEDGER_STATE('0', '0', '1')	/* debits are not credits */
#define ERRCODE_EMPTY_JOURNAL		MAKE_LEDGER_STATE('0', '0', '2')	/* nothing to post */

/* What a voucher refers to */
#define ERRCODE_UNKNOWN_BOOK		MAKE_LEDGER_STATE('0', '1', '0')	/* no such book */
#define ERRCODE_UNKNOWN_ACCOUNT		MAKE_LEDGER_STATE('0', '1', '1')	/* not in the book's standard, or retired */
#define ERRCODE_UNKNOWN_PARTY		MAKE_LEDGER_STATE('0', '1', '2')	/* no such party, or retired */
#define ERRCODE_UNKNOWN_VOUCHER		MAKE_LEDGER_STATE('0', '1', '3')	/* nothing to show, reverse or restate */
#define ERRCODE_UNKNOWN_STANDARD	MAKE_LEDGER_STATE('0', '1', '4')	/* no such standard */
#define ERRCODE_UNKNOWN_STATEMENT	MAKE_LEDGER_STATE('0', '1', '5')	/* not a form of the standard */
#define ERRCODE_UNKNOWN_DRAFT		MAKE_LEDGER_STATE('0', '1', '6')	/* no such draft */

/* What a posting may not do */
#define ERRCODE_ACCOUNT_NOT_POSTABLE	MAKE_LEDGER_STATE('0', '2', '0')	/* a heading, or not used by this fund */
#define ERRCODE_KIND_NOT_ADMITTED	MAKE_LEDGER_STATE('0', '2', '1')	/* the account does not take such vouchers */
#define ERRCODE_PARTY_REQUIRED		MAKE_LEDGER_STATE('0', '2', '2')	/* missing, or of another kind */
#define ERRCODE_PERIOD_CLOSED		MAKE_LEDGER_STATE('0', '2', '3')	/* the month is closed */
#define ERRCODE_BEFORE_FIRST_PERIOD	MAKE_LEDGER_STATE('0', '2', '4')	/* the book starts later */
#define ERRCODE_FORBIDDEN_PAIR		MAKE_LEDGER_STATE('0', '2', '5')	/* a posting rule forbids the pair */
#define ERRCODE_OVERDRAWN			MAKE_LEDGER_STATE('0', '2', '6')	/* a guarded account, or group of them, would go red */
#define ERRCODE_SOURCE_KEY_REUSED	MAKE_LEDGER_STATE('0', '2', '7')	/* same key, another body */
#define ERRCODE_VOUCHER_IMMUTABLE	MAKE_LEDGER_STATE('0', '2', '8')	/* UPDATE, DELETE, TRUNCATE */
#define ERRCODE_OUTSIDE_GROUP		MAKE_LEDGER_STATE('0', '2', '9')	/* carry, closing or transfer beyond one group */
#define ERRCODE_OPENING_TOO_LATE	MAKE_LEDGER_STATE('0', '3', '0')	/* opening voucher after the first period */
#define ERRCODE_INVALID_VOUCHER		MAKE_LEDGER_STATE('0', '3', '1')	/* a field that no voucher may have */
#define ERRCODE_NOT_REVIEWED		MAKE_LEDGER_STATE('0', '3', '2')	/* review missing, or by the preparer */
#define ERRCODE_ALREADY_REVERSED	MAKE_LEDGER_STATE('0', '3', '3')	/* a voucher is reversed once */
#define ERRCODE_NO_RESTATEMENT		MAKE_LEDGER_STATE('0', '3', '4')	/* the voucher restates nothing */
#define ERRCODE_ALREADY_RESTATED	MAKE_LEDGER_STATE('0', '3', '5')	/* a voucher has one restatement */
#define ERRCODE_VOUCHER_WITHHELD	MAKE_LEDGER_STATE('0', '3', '6')	/* a trigger of somebody's swallowed it */
#define ERRCODE_PRIOR_YEAR			MAKE_LEDGER_STATE('0', '3', '7')	/* an earlier year's income or spending reversed */
#define ERRCODE_BEYOND_HORIZON		MAKE_LEDGER_STATE('0', '3', '8')	/* dated further ahead than the book takes */
#define ERRCODE_BROUGHT_FORWARD		MAKE_LEDGER_STATE('0', '3', '9')	/* rows that no book can begin with */

/* Periods and statements */
#define ERRCODE_PERIOD_ORDER		MAKE_LEDGER_STATE('0', '4', '0')	/* close forwards, reopen backwards */
#define ERRCODE_RULE_FAILED			MAKE_LEDGER_STATE('0', '4', '1')	/* an error rule does not hold */
#define ERRCODE_FORMULA				MAKE_LEDGER_STATE('0', '4', '2')	/* a formula or a rule refers to what is not there, or reads a given line where it cannot */
#define ERRCODE_RULE_NOT_PROVED		MAKE_LEDGER_STATE('0', '4', '3')	/* a rule that cannot fail, or a shipped one that can */
#define ERRCODE_ADJUSTMENT_UNEXPLAINED	MAKE_LEDGER_STATE('0', '4', '4')	/* an adjustment without restatement */
#define ERRCODE_OPENING_UNEXPLAINED	MAKE_LEDGER_STATE('0', '4', '5')	/* opening is not last closing and restatements */
#define ERRCODE_SETTLED_UNRECEIVED	MAKE_LEDGER_STATE('0', '4', '6')	/* more settled in the overlay than received */

/* The ledger as a whole */
#define ERRCODE_STANDARD_IMMUTABLE	MAKE_LEDGER_STATE('0', '5', '0')	/* shipped, or in use */
#define ERRCODE_DERIVED_ROW			MAKE_LEDGER_STATE('0', '5', '1')	/* written by the period functions only */
#define ERRCODE_LEDGER_MISSING		MAKE_LEDGER_STATE('0', '5', '2')	/* fund.create_ledger() not called */
#define ERRCODE_LEDGER_VERSION		MAKE_LEDGER_STATE('0', '5', '3')	/* fund.upgrade_ledger() not called */
#define ERRCODE_CODE_IMMUTABLE		MAKE_LEDGER_STATE('0', '5', '4')	/* codes are retired, never changed or deleted */
#define ERRCODE_TABLE_HAS_CHILDREN	MAKE_LEDGER_STATE('0', '5', '5')	/* ledger.voucher has child tables */
#define ERRCODE_STANDARD_CONTRADICTS	MAKE_LEDGER_STATE('0', '5', '6')	/* rows of a standard that do not fit each other */
#define ERRCODE_BALANCE_LEFT		MAKE_LEDGER_STATE('0', '5', '7')	/* on an account that is to take no more vouchers */

/* What a posting may not do, further */
#define ERRCODE_BY_HAND				MAKE_LEDGER_STATE('0', '6', '0')	/* an account that only templates post to */

/* Drafts */
#define ERRCODE_DRAFT_STATE			MAKE_LEDGER_STATE('0', '6', '1')	/* as it is, that cannot be done with it */
#define ERRCODE_DRAFT_CHANGED		MAKE_LEDGER_STATE('0', '6', '2')	/* not as it was seen */

/* Warnings */
#define ERRCODE_WARNED_PAIR			MAKE_LEDGER_STATE('W', '0', '1')	/* a posting rule warns of the pair */
#define ERRCODE_WARNED_RULE			MAKE_LEDGER_STATE('W', '0', '2')	/* a warning rule does not hold */
#define ERRCODE_WARNED_PROOF		MAKE_LEDGER_STATE('W', '0', '3')	/* a rule can fail that could not */
#define ERRCODE_WARNED_RESTORE		MAKE_LEDGER_STATE('W', '0', '4')	/* fund.finish_restore() not called */
#define ERRCODE_WARNED_DETAIL		MAKE_LEDGER_STATE('W', '0', '5')	/* a detail is held to less than its account */
#define ERRCODE_WARNED_UNSETTLED	MAKE_LEDGER_STATE('W', '0', '6')	/* received, and still due in the overlay */
#define ERRCODE_WARNED_SUB_FUND		MAKE_LEDGER_STATE('W', '0', '7')	/* one sub-fund pays for another */
#define ERRCODE_WARNED_BESIDE		MAKE_LEDGER_STATE('W', '0', '8')	/* an account is posted to beside its details */
#define ERRCODE_WARNED_BY_HAND		MAKE_LEDGER_STATE('W', '0', '9')	/* an account that templates post to, by hand */
#define ERRCODE_WARNED_BEGINNING	MAKE_LEDGER_STATE('W', '1', '0')	/* a book begins with what its rules do not allow, or its rows do not tell */

#endif							/* FUNDLEDGER_ERRORS_H */

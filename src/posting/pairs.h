/*
 * pairs.h
 *		收支两条线, 专款专用: which accounts may stand in debit and credit of one
 *		voucher.
 *
 * The verdict on a pair depends on the classes of its two accounts only
 * (standard.h), so it is sets of classes that are collected while the lines
 * of a voucher go by: a journal of 100 000 lines costs no more pairs than one
 * of two.
 */
#ifndef FUNDLEDGER_PAIRS_H
#define FUNDLEDGER_PAIRS_H

#include "nodes/nodes.h"

#include "ledger/standard.h"
#include "types/journal.h"

/* Debit and credit, positive and red (negative). */
typedef enum PairSide
{
	DEBIT_BLACK,
	DEBIT_RED,
	CREDIT_BLACK,
	CREDIT_RED,
} PairSide;

#define PAIR_SIDES	4

typedef struct Pairs
{
	MemoryContext context;		/* of the statement */
	Standard   *standard;
	int			words;			/* of a set */
	uint64	   *sets;			/* for each side, that of debit classes and that of credit classes */
	bool		is_any;
	List	   *warned;			/* PostingRules that this statement has been warned of */
} Pairs;

/* Turns to the vouchers of a standard; what has been added is forgotten. */
extern void fl_pairs_begin(Pairs *pairs, Standard *standard);

/* Judges what has been added, and forgets it: LG025, or a warning LGW01. */
extern void fl_pairs_check(Pairs *pairs, struct varlena *journal);

/* Forgets it unjudged. */
extern void fl_pairs_clear(Pairs *pairs);

static inline PairSide
pair_side(const JournalLine *line)
{
	if (line->credit)
		return line->amount > 0 ? CREDIT_BLACK : CREDIT_RED;
	return line->amount > 0 ? DEBIT_BLACK : DEBIT_RED;
}

static inline uint64 *
pair_set(const Pairs *pairs, PairSide side, bool of_credit)
{
	return pairs->sets + (side * 2 + of_credit) * pairs->words;
}

static inline void
pairs_add(Pairs *pairs, const JournalLine *line, const Account *account)
{
	PairSide	side = pair_side(line);

	if (line->amount == 0 || (account->debit_class == 0 && account->credit_class == 0))
		return;
	pair_set(pairs, side, false)[account->debit_class / 64] |=
		UINT64CONST(1) << account->debit_class % 64;
	pair_set(pairs, side, true)[account->credit_class / 64] |=
		UINT64CONST(1) << account->credit_class % 64;
	pairs->is_any = true;
}

#endif							/* FUNDLEDGER_PAIRS_H */

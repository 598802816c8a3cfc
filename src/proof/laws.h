/*
 * laws.h
 *		The laws of double entry: linear forms that are zero in every book.
 */
#ifndef FUNDLEDGER_LAWS_H
#define FUNDLEDGER_LAWS_H

#include "proof/rule_vector.h"

/* debit(normal) */
extern const char *fl_place_name(int place);

/* Of a movement. */
static inline int
place_kind(int place)
{
	return (place - 1) / 2;
}

/* Some voucher touches it. */
static inline bool
place_is_carried(const Atom *atom, int place)
{
	return (place == PLACE_OPENING ? atom->standing : atom->link[place_kind(place)]) >= 0;
}

/* A law, as far as it names an atom: what its vector is follows from these. */
typedef enum LawType
{
	LAW_OPENINGS,				/* openings of connected atoms sum to zero */
	LAW_MOVEMENTS,				/* so do movements of a kind */
	LAW_NOT_CARRIED,			/* a place that no voucher touches is zero */
	LAW_CLOSED,					/* after a close the closing is zero */
	LAW_OPENED_EMPTY,			/* and was after the close before the window */
} LawType;

typedef struct Law
{
	LawType		type;
	int			number;			/* of a standing or a link */
	int			kind;			/* of LAW_MOVEMENTS */
	int			atom;			/* of the others */
	int			place;			/* of LAW_NOT_CARRIED */
} Law;

extern char *fl_law_name(const AtomSet *set, const Law *law);

/* Every law of the standard, a list of Law. */
extern List *fl_laws(const AtomSet *set);

/* The coefficient of a law at a place. */
extern int	fl_law_coefficient(const AtomSet *set, const Law *law, int atom, int place);

#endif							/* FUNDLEDGER_LAWS_H */

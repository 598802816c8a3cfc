/*
 * atoms.h
 *		The accounts of a standard as its formulas can tell them apart.
 *
 * An atom is a code that the chart, a formula, a carry rule or a transfer
 * group names, with those of its details that none of them names.  Every code
 * of the standard is in one atom, so what is proved of atoms holds for details
 * that an open account may yet get.
 */
#ifndef FUNDLEDGER_ATOMS_H
#define FUNDLEDGER_ATOMS_H

#include "statements/form.h"

/* A month-end empties an atom into another, maybe by way of a third. */
typedef struct Emptying
{
	const CarryRule *rule;		/* NULL: nothing does, or not for certain */
	int			into;			/* the atom of rule->to */
} Emptying;

typedef struct Atom
{
	AccountCode code;
	int			parent;			/* the atom that it is taken out of, or -1 */
	const Account *account;		/* NULL: the standard has no such account */
	int			link[MOVING_KIND_COUNT];	/* vouchers of a kind connect it with the atoms
											 * of the same number; -1: none touches it */
	int			standing;		/* likewise, vouchers of whatever kind */
	Emptying	emptying;
} Atom;

typedef struct AtomSet
{
	Standard   *standard;
	const FormSet *forms;
	int			count;
	Atom	   *atoms;			/* by code, so that a parent comes first */
	int			link_count;		/* all numbers in "link" are below */
	int			standing_count;
} AtomSet;

/* In the current memory context. */
extern AtomSet *fl_atoms(Standard *standard);

/* The atom of a code that was named; never missing. */
extern int	fl_atom_find(const AtomSet *set, AccountCode code);

/* Is the atom emptied by that month-end? */
static inline bool
atom_is_emptied(const Atom *atom, bool december)
{
	return atom->emptying.rule != NULL && (december || !atom->emptying.rule->at_year_end);
}

#endif							/* FUNDLEDGER_ATOMS_H */

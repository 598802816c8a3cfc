/*
 * figure_contradiction.h
 *		Rules that printed figures keep one by one, and no true figures together.
 */
#ifndef FUNDLEDGER_FIGURE_CONTRADICTION_H
#define FUNDLEDGER_FIGURE_CONTRADICTION_H

#include "figures/figure_equations.h"

/*
 * Rules that cannot all hold, while all but any one of them can.  Each times
 * its factor they add up to a sum of cells that is at most 0, and by what is
 * printed more.
 */
typedef struct Contradiction
{
	int			count;
	Equation  **equations;
	Datum	   *times;			/* numeric, an integer a rule */
	Equation   *sum;			/* what they add up to, or NULL where its factors are too large */
	bool		has_columns;	/* its cells are of different columns */
	const char *reason;			/* what they say, in a line (figure_bounds.c) */
	Datum		shown;			/* and as jsonb */
} Contradiction;

/* Once all equations are judged. */
extern void fl_figures_find_contradictions(Figures *figures);

#endif							/* FUNDLEDGER_FIGURE_CONTRADICTION_H */

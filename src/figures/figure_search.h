/*
 * figure_search.h
 *		Which printed figures are wrong: the smallest sets of cells that mend rules.
 */
#ifndef FUNDLEDGER_FIGURE_SEARCH_H
#define FUNDLEDGER_FIGURE_SEARCH_H

#include "figures/figure_equations.h"
#include "figures/figure_slips.h"

typedef struct Change
{
	Cell	   *cell;
	int128		change;			/* in its last place */
	Edit		edit;
} Change;

typedef struct Repair
{
	int			count;
	Change		changes[SYSTEM_CELLS_MAX];
	int			cost;			/* of the edits together */
} Repair;

static inline bool
cell_can_change(const Cell *cell)
{
	return cell->is_given && !cell->is_fixed;
}

/* Once before searching. */
extern void fl_figures_begin_search(Figures *figures);

/*
 * The smallest sets of cells, of all that there are, whose change makes the
 * equations hold and every other that those cells are in; a list of Repair,
 * each with the likeliest values.  NIL where there is none.
 */
extern List *fl_search_repairs(Figures *figures, List *equations);

/* A change of the cell that mends this equation, whatever it breaks. */
extern bool fl_search_change(Figures *figures, Equation *equation, Cell *cell, Repair *repair);

#endif							/* FUNDLEDGER_FIGURE_SEARCH_H */

/*
 * figure_repair.h
 *		Changes of printed figures that mend rules.
 */
#ifndef FUNDLEDGER_FIGURE_REPAIR_H
#define FUNDLEDGER_FIGURE_REPAIR_H

#include "figures/check_figures.h"

/* How a figure was got wrong, likeliest first: the number is what it costs. */
typedef enum Edit
{
	EDIT_SWAPPED,				/* with that of another cell */
	EDIT_TRANSPOSITION,
	EDIT_DIGIT,
	EDIT_SIGN,
	EDIT_SHIFTED,
	EDIT_OTHER,
} Edit;

typedef struct Slip
{
	int128		change;			/* in the last place of the figure */
	Edit		edit;
} Slip;

/* What a printed figure is a slip of the pen away from. */
typedef struct FigureSlips
{
	bool		is_known;		/* not of blank cells and of endless figures */
	int128		units;			/* the figure, in its last place */
	int			count;
	Slip	   *slips;
} FigureSlips;

extern const FigureSlips *fl_cell_slips(Cell *cell);

/* So many digits after the point; false where they are too many for a change. */
extern bool fl_figure_to_units(Datum figure, int decimals, int128 *units);

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

#endif							/* FUNDLEDGER_FIGURE_REPAIR_H */

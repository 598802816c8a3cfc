/*
 * figure_slips.h
 *		What a printed figure is a slip of the pen away from.
 */
#ifndef FUNDLEDGER_FIGURE_SLIPS_H
#define FUNDLEDGER_FIGURE_SLIPS_H

#include "figures/figure_cells.h"
#include "figures/figure_system.h"

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

#endif							/* FUNDLEDGER_FIGURE_SLIPS_H */

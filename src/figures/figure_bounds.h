/*
 * figure_bounds.h
 *		What each rule of a contradiction says of the figures it shares, as it is shown.
 */
#ifndef FUNDLEDGER_FIGURE_BOUNDS_H
#define FUNDLEDGER_FIGURE_BOUNDS_H

#include "figures/figure_contradiction.h"

/* Once all are found. */
extern void fl_figures_show_contradictions(Figures *figures);

/* The one that an equation brings about, or its first, in a line. */
extern const char *fl_equation_contradicted(const Equation *equation);

/* All that it is in, as jsonb, with the figures that say so. */
extern Datum fl_equation_contradictions(const Equation *equation);

#endif							/* FUNDLEDGER_FIGURE_BOUNDS_H */

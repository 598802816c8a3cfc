/*
 * figure_repair.h
 *		What would mend the violated rules of printed figures, as it is shown.
 */
#ifndef FUNDLEDGER_FIGURE_REPAIR_H
#define FUNDLEDGER_FIGURE_REPAIR_H

#include "figures/figure_equations.h"

/*
 * The smallest sets of cells whose change would mend violated equations, once
 * all are judged; those of one as jsonb, nearest digits first.
 */
extern void fl_figures_find_repairs(Figures *figures);
extern Datum fl_equation_repairs(const Figures *figures, const Equation *equation);

#endif							/* FUNDLEDGER_FIGURE_REPAIR_H */

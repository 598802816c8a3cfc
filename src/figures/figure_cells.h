/*
 * figure_cells.h
 *		Published figures: which cell each is of, and what it stands for.
 */
#ifndef FUNDLEDGER_FIGURE_CELLS_H
#define FUNDLEDGER_FIGURE_CELLS_H

#include "statements/form.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

typedef enum CellState
{
	CELL_ABSENT,				/* not given */
	CELL_BLANK,					/* printed empty: exactly nothing */
	CELL_PRINTED,
} CellState;

/* A figure of a form, in the unit of its statement. */
typedef struct Cell
{
	const FormLine *line;
	const FormColumn *column;
	CellState	state;
	bool		is_given;
	Datum		value;			/* numeric, 0 where nothing is printed */
	int			decimals;
	Datum		half_width;		/* numeric: what its rounding may have taken or added */

	/* In the search of contradictions (figure_contradiction.c), where it is not exact */
	int			sharers;		/* equations that it is in */
	int			number;			/* if it is in several */
	Datum		left;			/* numeric: of it in their sum, while that is split among rules */

	/* In the search of repairs (figure_search.c) */
	List	   *uses;			/* of CellUse (figure_equations.h): the evaluable equations that it is in */
	bool		is_fixed;		/* in one that cannot be searched */
	bool		is_passed;		/* a set with it has been tried, or is being */
	struct FigureSlips *slips;	/* NULL until asked for */
} Cell;

typedef struct Figures
{
	const FormSet *forms;
	const Form *form;			/* of the statement that is checked */
	bool		annual;
	int			unit_decimals;	/* of a 分 in the unit */
	int			least_decimals;	/* of a table */
	Cell	  **cells;			/* by FormLine.index, then position of the column */
	List	   *equations;		/* of Equation (figure_equations.h) */
	List	   *contradictions; /* of Contradiction (figure_contradiction.h) */
	List	   *searched;		/* of Equation: the evaluable ones, and the sums of contradictions */
	int			tests_left;		/* of sets of cells, in the search of repairs */
} Figures;

extern Datum fl_figure(int64 value);
extern Datum fl_figure_add(Datum a, Datum b);
extern Datum fl_figure_subtract(Datum a, Datum b);
extern Datum fl_figure_multiply(Datum a, Datum b);
extern int	fl_figure_compare(Datum a, Datum b);

static inline bool
figure_is_zero(Datum a)
{
	return fl_figure_compare(a, fl_figure(0)) == 0;
}

/* Is it known what true figure it stands for? */
static inline bool
cell_is_exact(const Cell *cell)
{
	return cell->state != CELL_ABSENT && figure_is_zero(cell->half_width);
}

/* Numeric has room for one more. */
#define DECIMALS_MAX	16000

/* Does the form have the line in this guise? */
static inline bool
figures_print_line(const Figures *figures, const FormLine *line)
{
	return is_shown(line->shown, figures->annual) && !line->accrual_only;
}

extern void fl_figures_make_cells(Figures *figures);
extern Cell *fl_figures_cell(const Figures *figures, const FormLine *line,
							 const FormColumn *column);

/* Raise 22023 for a figure of no line or column. */
extern void fl_figures_set_json(Figures *figures, Jsonb *json);
extern void fl_figures_set_arrays(Figures *figures, Datum item_ids, Datum column_names,
								  Datum numbers);

/* Once all are set. */
extern void fl_figures_find_half_widths(Figures *figures);

/* 22023 */
pg_noreturn extern void fl_figures_refuse(const char *message, const char *hint);

#endif							/* FUNDLEDGER_FIGURE_CELLS_H */

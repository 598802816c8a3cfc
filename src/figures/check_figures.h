/*
 * check_figures.h
 *		Published figures, and the rules that can be checked on them alone.
 */
#ifndef FUNDLEDGER_CHECK_FIGURES_H
#define FUNDLEDGER_CHECK_FIGURES_H

#include "figures/figure_system.h"
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

	/* In the search of repairs (figure_search.c) */
	List	   *uses;			/* of CellUse: the evaluable equations that it is in */
	bool		is_fixed;		/* in one that cannot be searched */
	bool		is_passed;		/* a set with it has been tried, or is being */
	struct FigureSlips *slips;	/* NULL until asked for */
} Cell;

typedef struct EquationTerm
{
	Cell	   *cell;
	int64		factor;
} EquationTerm;

/* The sides of a rule over cells: what is said of them is "times" the rule. */
typedef struct Equation
{
	const char *rule;
	const char *name;
	const char *column_name;	/* NULL: none has it */
	const char *relation;
	int64		times;			/* makes the factors whole */
	int			term_count;
	int			rhs_from;		/* terms from here on are of the right side, negated */
	EquationTerm *terms;
	int			net_count;
	EquationTerm *net;			/* left less right side, a term a cell */
	Datum		allowed;		/* numeric: by how much rounding can part the sides */
	const char *reason;			/* why it is not evaluable, or NULL */
	bool		is_violated;

	/* In the search of repairs, in units one place below its most precise figure */
	Range		range;			/* of what changes may add to the difference */
	bool		is_clustered;
	int			row;			/* in the system being solved, or -1 */
	List	   *repairs;		/* of Repair */
} Equation;

/* What one more in the last place of a cell adds to the difference. */
typedef struct CellUse
{
	Equation   *equation;
	int64		factor;
} CellUse;

typedef struct Figures
{
	const FormSet *forms;
	const Form *form;			/* of the statement that is checked */
	bool		annual;
	int			unit_decimals;	/* of a 分 in the unit */
	Cell	  **cells;			/* by FormLine.index, then position of the column */
	List	   *equations;		/* of Equation */
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

/* Once all are set; all have at least so many decimals. */
extern void fl_figures_find_half_widths(Figures *figures, int decimals);

/* 22023 */
pg_noreturn extern void fl_figures_refuse(const char *message, const char *hint);

/* Left less right side of an evaluable equation, "times" what the rule says. */
extern Datum fl_equation_difference(const Equation *equation);

/*
 * The smallest sets of cells whose change would mend violated equations, once
 * all are judged; those of one as jsonb, nearest digits first.
 */
extern void fl_figures_find_repairs(Figures *figures);
extern Datum fl_equation_repairs(const Figures *figures, const Equation *equation);

#endif							/* FUNDLEDGER_CHECK_FIGURES_H */

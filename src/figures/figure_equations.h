/*
 * figure_equations.h
 *		The rules that can be checked on published figures alone, over cells.
 */
#ifndef FUNDLEDGER_FIGURE_EQUATIONS_H
#define FUNDLEDGER_FIGURE_EQUATIONS_H

#include "figures/figure_cells.h"
#include "figures/figure_system.h"

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
	bool		is_partial;		/* has terms that are no cells */
	bool		is_open;		/* all are cells, some without a figure */
	List	   *contradictions; /* of Contradiction (figure_contradiction.h) */

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

/* An empty one, with room for so many terms; and judging it by its net terms. */
extern Equation *fl_equation_begin(const char *rule, const char *name, const char *relation,
								   int terms);
extern void fl_equation_judge(Equation *equation);

/*
 * Once all cells are set and their half-widths found: the lines that are sums
 * of lines, and the rules of the form, judged.
 */
extern void fl_figures_make_equations(Figures *figures);

/* Of an evaluable equation, as the rule has them. */
extern Datum fl_equation_left(const Equation *equation);
extern Datum fl_equation_right(const Equation *equation);
extern Datum fl_equation_over(const Equation *equation, Datum figure);

/* Left less right side of an evaluable equation, "times" what the rule says. */
extern Datum fl_equation_difference(const Equation *equation);

/* pass, rounding, violation or contradiction; not evaluable */
extern const char *fl_equation_verdict(const Equation *equation);

#endif							/* FUNDLEDGER_FIGURE_EQUATIONS_H */

/*
 * evaluate.h
 *		The value of lines and formulas of a book over windows of periods.
 *
 * Begin, say what will be wanted, load once, then ask.  A line or a measure
 * is computed once a window, however many lines and rules refer to it.
 */
#ifndef FUNDLEDGER_EVALUATE_H
#define FUNDLEDGER_EVALUATE_H

#include "ledger/book.h"
#include "statements/form.h"
#include "statements/predecessor_figures.h"
#include "statements/turnover.h"
#include "types/rational.h"

typedef struct KnownValue
{
	bool		is_known;
	Rational	value;
} KnownValue;

typedef struct Evaluation
{
	const Book *book;
	const FormSet *forms;
	Period		period;
	int			layers;
	bool		wanted[WINDOW_KIND_COUNT];
	bool		wanted_whole[WINDOW_KIND_COUNT];	/* not only what stands at its end */
	const Turnover *turnover[WINDOW_KIND_COUNT];	/* NULL until loaded */
	KnownValue *values[WINDOW_KIND_COUNT];	/* by FormLine.index */
	KnownValue *openings[WINDOW_KIND_COUNT];	/* of lines read as openings */
	KnownValue *measures[WINDOW_KIND_COUNT];	/* by FormTerm.measure, from 1 */
	FiguresBefore before[WINDOW_KIND_COUNT];	/* what others know of windows before the book */
} Evaluation;

extern Evaluation *fl_evaluation_begin(const Book *book, Period period, int layers);

/* Everything is in the current memory context, which must be the same for all. */
extern void fl_evaluation_want(Evaluation *evaluation, const FormFormula *formula,
							   WindowKind window);
extern void fl_evaluation_want_whole(Evaluation *evaluation, WindowKind window);

/* Between fl_ledger_enter and fl_ledger_leave, by the active snapshot. */
extern void fl_evaluation_load(Evaluation *evaluation);

/*
 * NULL where the window ends before the book begins and turnover is asked for.
 * LG042: a formula has a fault; 22003: a value does not fit.
 */
extern Rational fl_evaluate(Evaluation *evaluation, const FormFormula *formula,
							WindowKind window);

/* Of one that is not broken; a value that does not fit is NULL and overflowed. */
extern Rational fl_try_evaluate(Evaluation *evaluation, const FormFormula *formula,
								WindowKind window);
/* The same of a line, which may have a figure that was brought forward. */
extern Rational fl_evaluate_line(Evaluation *evaluation, const FormLine *line, WindowKind window);

/*
 * What stands at the end of the window: is it a balance of the book, or what
 * it was opened with?
 */
extern bool fl_evaluation_holds_end(const Evaluation *evaluation, WindowKind window);

/* The first and the last month of a window for a period. */
extern PeriodWindow fl_window_periods(WindowKind window, Period period);

/*
 * Are vouchers of the kind part of turnover?  Of the wanted kind, or of any: a
 * split moves what stands within one account, and so nothing.
 */
static inline bool
is_turnover_kind(int kind, int wanted)
{
	return wanted == KIND_ANY ? kind != KIND_OPENING && kind != KIND_CLOSING && kind != KIND_SPLIT : kind == wanted;
}

/* Is every month up to the evaluation's own one closed? */
extern bool fl_evaluation_month_is_closed(const Evaluation *evaluation);

#endif							/* FUNDLEDGER_EVALUATE_H */

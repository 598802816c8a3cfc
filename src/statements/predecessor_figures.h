/*
 * predecessor_figures.h
 *		上年数 of a book that succeeds others: what they issued, by line.
 */
#ifndef FUNDLEDGER_PREDECESSOR_FIGURES_H
#define FUNDLEDGER_PREDECESSOR_FIGURES_H

#include "statements/brought_figures.h"

/* Of a window before a book. */
typedef struct FiguresBefore
{
	List	   *figures;		/* of BroughtFigure, in the order of form and line */
	Period		from;			/* where one of the books begins within it; else 0 */
} FiguresBefore;

/*
 * What is known of a window of the year before: what the book was brought
 * forward with, else the sum of a line that all books which it succeeds have
 * issued.  By the active snapshot, between fl_ledger_enter and fl_ledger_leave.
 */
extern FiguresBefore fl_figures_before(const Book *book, VoucherBasis basis,
									   WindowKind window, PeriodWindow months);

#endif							/* FUNDLEDGER_PREDECESSOR_FIGURES_H */

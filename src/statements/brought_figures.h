/*
 * brought_figures.h
 *		上年数: the figures of the year before a book, as brought forward by line.
 */
#ifndef FUNDLEDGER_BROUGHT_FIGURES_H
#define FUNDLEDGER_BROUGHT_FIGURES_H

#include "ledger/book.h"
#include "server/spi_plan.h"
#include "statements/form.h"
#include "types/amount.h"

typedef struct BroughtFigure
{
	char	   *statement;
	char	   *item_id;
	Amount		figure;
} BroughtFigure;

/* By the active snapshot, between fl_ledger_enter and fl_ledger_leave; in the order of form and line. */
extern List *fl_brought_figures(const Book *book, VoucherBasis basis);

/* The same of a query's columns from the second on: statement, item_id, figure. */
extern List *fl_brought_figure_rows(SpiPlan *plan, Datum *arguments);

/* NULL where none was brought forward for the line. */
extern const BroughtFigure *fl_brought_figure(List *figures, const FormLine *line);

#endif							/* FUNDLEDGER_BROUGHT_FIGURES_H */

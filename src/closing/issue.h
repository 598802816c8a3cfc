/*
 * issue.h
 *		已出具报表: the figures of a closed month as they were issued.
 */
#ifndef FUNDLEDGER_ISSUE_H
#define FUNDLEDGER_ISSUE_H

#include "ledger/book.h"
#include "server/report.h"
#include "types/voucher_kind.h"

/* One form as it is issued. */
typedef struct IssuedForm
{
	const char *statement;
	const char *guise;			/* "monthly" or "annual" */
	VoucherBasis basis;
} IssuedForm;

/* What a month issues, in order: a list of IssuedForm, by the active snapshot. */
extern List *fl_issued_forms(const Book *book, Period period);

/* The columns of the figures of a form, as ledger.issued_statement has them. */
enum
{
	ISSUED_LINE_NO,
	ISSUED_COLUMN_NO,
	ISSUED_ITEM_ID,
	ISSUED_ITEM,
	ISSUED_LEVEL,
	ISSUED_COLUMN_NAME,
	ISSUED_FIGURE,
	ISSUED_COLUMNS
};

/* Each of them an array with an element a figure. */
typedef struct IssuedFigures
{
	Datum		column[ISSUED_COLUMNS];
	Datum		changed_at;		/* since when the form says so, of its line and its column the later */
} IssuedFigures;

/* What the form says now, by the active snapshot. */
extern IssuedFigures fl_issued_figures(const Book *book, Period period, const IssuedForm *form);

/*
 * Keeps the figures of all forms as those of this generation of the month, and
 * reports each form.
 */
extern void fl_issue_statements(const Book *book, Period period, int generation,
								Report *report);

#endif							/* FUNDLEDGER_ISSUE_H */

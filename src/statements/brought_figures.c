/*
 * brought_figures.c
 *		上年数: the figures of the year before a book, by line.
 *
 * No voucher of the book says what that year took in and spent, so its annual
 * figures are those that the old system reported (ledger.brought_figure), or
 * that the books which it succeeds issued.
 */
#include "postgres.h"

#include "server/spi_plan.h"
#include "statements/brought_figures.h"

static List *
add_figures(List *figures, SpiPlan *plan, Datum *arguments)
{
	uint64		rows = fl_spi_run(plan, arguments, NULL, SPI_READ);

	for (uint64 row = 0; row < rows; row++)
	{
		BroughtFigure *figure = palloc(sizeof(BroughtFigure));

		figure->statement = fl_spi_required_text(row, 2);
		figure->item_id = fl_spi_required_text(row, 3);
		figure->figure = DatumGetAmount(fl_spi_required(row, 4));
		figures = lappend(figures, figure);
	}
	return figures;
}

/*
 * What the books that it succeeds issued for their last year, where the year is
 * theirs: the sum of a line that all of them have.  On the accrual basis, of
 * one that keeps no accruals, what it issued on the cash basis.
 */
static List *
add_of_predecessors(List *figures, const Book *book, VoucherBasis basis)
{
	static SpiPlan plan = {
		"SELECT s.book_id, i.statement, i.item_id, pg_catalog.sum(i.figure)::fund.amount"
		" FROM ledger.succession AS s JOIN ledger.book AS p ON p.book_id = s.predecessor_id"
		" JOIN ledger.book_period AS m ON m.book_id = p.book_id AND m.period OPERATOR(fund.=) $3 AND m.state = 'closed'"
		" JOIN ledger.issued_statement AS i ON i.book_id = p.book_id AND i.period OPERATOR(fund.=) $3"
		"  AND i.generation = m.generation AND i.form = 'annual'"
		" JOIN ledger.statement_column AS c ON c.standard = p.standard AND c.statement = i.statement"
		"  AND c.column_no = i.column_no AND c.period_window = 'year'"
		" WHERE s.book_id = $1 AND i.basis OPERATOR(fund.=) CASE WHEN EXISTS ("
		"   SELECT FROM ledger.issued_statement AS a WHERE a.book_id = p.book_id AND a.period OPERATOR(fund.=) $3"
		"    AND a.generation = m.generation AND a.form = 'annual' AND a.basis OPERATOR(fund.=) $2)"
		"  THEN $2 ELSE 'cash'::fund.basis END"
		" GROUP BY s.book_id, i.statement, i.item_id"
		" HAVING pg_catalog.count(i.figure) = (SELECT pg_catalog.count(*) FROM ledger.succession AS n WHERE n.book_id = $1)",
		"integer, fund.basis, fund.period"
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), fl_voucher_basis_datum(basis), PeriodGetDatum(book->first_period - 1)
	};

	if (period_month(book->first_period) != 1)
		return figures;
	return add_figures(figures, &plan, arguments);
}

/* What the book itself was given comes before what its predecessors issued. */
List *
fl_brought_figures(const Book *book, VoucherBasis basis)
{
	static SpiPlan plan = {
		"SELECT f.book_id, f.statement, f.item_id, f.figure FROM ledger.brought_figure AS f"
		" JOIN ledger.brought_forward AS b USING (book_id, call_no)"
		" WHERE f.book_id = $1 AND f.basis OPERATOR(fund.=) $2 AND b.withdrawn_at IS NULL",
		"integer, fund.basis"
	};
	Datum		arguments[] = {Int32GetDatum(book->book_id), fl_voucher_basis_datum(basis)};

	return add_of_predecessors(add_figures(NIL, &plan, arguments), book, basis);
}

const BroughtFigure *
fl_brought_figure(List *figures, const FormLine *line)
{
	ListCell   *lc;

	foreach(lc, figures)
	{
		const BroughtFigure *figure = lfirst(lc);

		if (strcmp(figure->item_id, line->item_id) == 0 &&
			strcmp(figure->statement, line->form->statement) == 0)
			return figure;
	}
	return NULL;
}

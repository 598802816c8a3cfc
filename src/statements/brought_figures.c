/*
 * brought_figures.c
 *		上年数: the figures of the year before a book, by line.
 *
 * No voucher of the book says what that year took in and spent, so its annual
 * figures are those that the old system reported (ledger.brought_figure).
 */
#include "postgres.h"

#include "statements/brought_figures.h"

List *
fl_brought_figure_rows(SpiPlan *plan, Datum *arguments)
{
	uint64		rows = fl_spi_run(plan, arguments, NULL, SPI_READ);
	List	   *figures = NIL;

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

List *
fl_brought_figures(const Book *book, VoucherBasis basis)
{
	static SpiPlan plan = {
		"SELECT f.book_id, f.statement, f.item_id, f.figure FROM ledger.brought_figure AS f"
		" JOIN ledger.brought_forward AS b USING (book_id, call_no)"
		" WHERE f.book_id = $1 AND f.basis OPERATOR(fund.=) $2 AND b.withdrawn_at IS NULL"
		" ORDER BY f.statement, f.item_id",
		"integer, fund.basis"
	};
	Datum		arguments[] = {Int32GetDatum(book->book_id), fl_voucher_basis_datum(basis)};

	return fl_brought_figure_rows(&plan, arguments);
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

/*
 * predecessor_figures.c
 *		上年数 of a book that succeeds others: what they issued, by line.
 *
 * The books end when it begins, in January or within a year.  What they took
 * in and spent before then is in no voucher of their successor, but they have
 * issued it: for the year, and for each month and the year up to it.  One that
 * began later than that passes on what is known of its own predecessors.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "server/spi_plan.h"
#include "server/stored.h"
#include "statements/predecessor_figures.h"

/* Where the figures of a window are issued. */
typedef struct IssuedColumn
{
	VoucherBasis basis;
	Period		period;
	const char *guise;
	const char *window;			/* of the column */
	PeriodWindow months;
	Period		from;			/* as in FiguresBefore */
} IssuedColumn;

/* ---------- lists in the order of form and line ---------- */

static int
compare_lines(const BroughtFigure *a, const BroughtFigure *b)
{
	int			order = strcmp(a->statement, b->statement);

	return order != 0 ? order : strcmp(a->item_id, b->item_id);
}

/* Sums of the lines that both have. */
static List *
add_up(List *left, List *right)
{
	List	   *sums = NIL;
	int			l = 0;
	int			r = 0;

	while (l < list_length(left) && r < list_length(right))
	{
		BroughtFigure *sum = list_nth(left, l);
		const BroughtFigure *other = list_nth(right, r);
		int			order = compare_lines(sum, other);

		if (order == 0)
		{
			sum->figure = fl_amount_add(sum->figure, other->figure);
			sums = lappend(sums, sum);
		}
		l += order <= 0;
		r += order >= 0;
	}
	return sums;
}

/* The lines of the first, and those that only the second has. */
static List *
complete(List *first, List *second)
{
	List	   *all = NIL;
	int			f = 0;
	int			s = 0;

	while (f < list_length(first) || s < list_length(second))
	{
		int			order = f == list_length(first) ? 1 : s == list_length(second) ? -1 :
			compare_lines(list_nth(first, f), list_nth(second, s));

		all = lappend(all, order <= 0 ? list_nth(first, f) : list_nth(second, s));
		f += order <= 0;
		s += order >= 0;
	}
	return all;
}

/* ---------- what one book issued ---------- */

/* On the accrual basis, of one that keeps no accruals, what it issued on the cash basis. */
static List *
issued_figures(const Book *book, IssuedColumn *column)
{
	static SpiPlan plan = {
		"SELECT DISTINCT ON (i.statement, i.item_id) i.book_id, i.statement, i.item_id, i.figure::fund.amount"
		" FROM ledger.book AS b"
		" JOIN ledger.book_period AS m ON m.book_id = b.book_id AND m.period OPERATOR(fund.=) $2 AND m.state = 'closed'"
		" JOIN ledger.issued_statement AS i ON i.book_id = b.book_id AND i.period OPERATOR(fund.=) $2"
		"  AND i.generation = m.generation AND i.form = $3"
		" JOIN ledger.statement_column AS c ON c.standard = b.standard AND c.statement = i.statement"
		"  AND c.column_no = i.column_no AND c.period_window = $4"
		" WHERE b.book_id = $1 AND i.figure IS NOT NULL AND i.basis OPERATOR(fund.=) CASE WHEN EXISTS ("
		"   SELECT FROM ledger.issued_statement AS a WHERE a.book_id = b.book_id AND a.period OPERATOR(fund.=) $2"
		"    AND a.generation = m.generation AND a.form = $3 AND a.basis OPERATOR(fund.=) $5)"
		"  THEN $5 ELSE 'cash'::fund.basis END"
		" ORDER BY i.statement, i.item_id, i.column_no",
		"integer, fund.period, text, text, fund.basis"
	};
	Datum		arguments[] = {
		Int32GetDatum(book->book_id), PeriodGetDatum(column->period), CStringGetTextDatum(column->guise),
		CStringGetTextDatum(column->window), fl_voucher_basis_datum(column->basis)
	};

	if (book->first_period > column->months.from)
		column->from = Max(column->from, book->first_period);
	return fl_brought_figure_rows(&plan, arguments);
}

/* ---------- what is known before a book ---------- */

static List *figures_before(const Book *book, IssuedColumn *column);

static List *
figures_of(const Book *book, IssuedColumn *column)
{
	return book->first_period <= column->period ? issued_figures(book, column) :
		figures_before(book, column);
}

/* None succeeds one that begins with it or later, whatever is stored. */
static List *
read_predecessors(const Book *book)
{
	static SpiPlan plan = {
		"SELECT book_id, predecessor_id FROM ledger.succession WHERE book_id = $1 ORDER BY predecessor_id",
		"integer"
	};
	Datum		book_id = Int32GetDatum(book->book_id);
	uint64		rows = fl_spi_run(&plan, &book_id, NULL, SPI_READ);
	List	   *ids = NIL;
	List	   *predecessors = NIL;
	ListCell   *lc;

	for (uint64 row = 0; row < rows; row++)
		ids = lappend_int(ids, DatumGetInt32(fl_spi_required(row, 2)));
	foreach(lc, ids)
	{
		const Book *predecessor = fl_book_by_id(lfirst_int(lc));

		if (predecessor->first_period >= book->first_period)
			fl_stored_refuse("succession", "predecessor_id",
							 psprintf("the succession of book \"%s\"", book->code), predecessor->code);
		predecessors = lappend(predecessors, (void *) predecessor);
	}
	return predecessors;
}

static List *
sum_of_predecessors(const Book *book, IssuedColumn *column)
{
	List	   *predecessors = read_predecessors(book);
	List	   *sum = NIL;
	ListCell   *lc;

	foreach(lc, predecessors)
	{
		List	   *figures = figures_of(lfirst(lc), column);

		CHECK_FOR_INTERRUPTS();
		sum = lc == list_head(predecessors) ? figures : add_up(sum, figures);
	}
	return sum;
}

/* What was brought forward is of the year before the one in which a book begins. */
static List *
figures_before(const Book *book, IssuedColumn *column)
{
	List	   *brought = NIL;

	check_stack_depth();
	if (strcmp(column->guise, "annual") == 0 && period_january(book->first_period) == column->months.to + 1)
		brought = fl_brought_figures(book, column->basis);
	return complete(brought, sum_of_predecessors(book, column));
}

FiguresBefore
fl_figures_before(const Book *book, VoucherBasis basis, WindowKind window, PeriodWindow months)
{
	IssuedColumn column = {.basis = basis, .period = months.to, .months = months, .guise = "monthly"};
	FiguresBefore before = {0};

	switch (window)
	{
		case WINDOW_PRIOR_YEAR:
			column.guise = "annual";
			column.window = "year";
			break;
		case WINDOW_PRIOR_YEAR_MONTH:
			column.window = "month";
			break;
		case WINDOW_PRIOR_YEAR_QUARTER:
			column.window = "quarter";
			break;
		case WINDOW_PRIOR_YEAR_TO_DATE:
			column.window = "year_to_date";
			break;
		default:
			return before;
	}
	before.figures = figures_before(book, &column);
	before.from = column.from;
	return before;
}

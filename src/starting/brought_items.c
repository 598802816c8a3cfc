/*
 * brought_items.c
 *		What no voucher has: since when parties owe, and last year's figures.
 *
 * An open item is an amount on the day on which it arose, so that its age is
 * known; those of an account and party add up to what that holds.  A figure of
 * the last year is that of a line of a statement, as it was reported then.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "server/spi_plan.h"
#include "starting/brought_items.h"
#include "starting/table_rows.h"
#include "statements/evaluate.h"
#include "types/journal.h"

/* ---------- open items ---------- */

enum
{
	ITEM_ACCOUNT,
	ITEM_PARTY,
	ITEM_BASIS,
	ITEM_DATE,
	ITEM_AMOUNT,
};

static const TableColumn item_columns[] = {
	[ITEM_ACCOUNT] = {{"account", "科目编码", "科目", "科目代码"}},
	[ITEM_PARTY] = {{"party", "往来编码", "往来单位", "往来"}},
	[ITEM_BASIS] = {{"basis", "核算基础"}},
	[ITEM_DATE] = {{"date", "发生日期", "日期"}},
	[ITEM_AMOUNT] = {{"amount", "金额", "余额"}},
};

typedef struct BroughtItem
{
	const char *where;
	const Account *account;
	char	   *party;
	VoucherBasis basis;
	DateADT		date;
	Amount		amount;			/* on the normal side */
	bool		is_faulty;
	bool		has_basis;
} BroughtItem;

static DateADT
end_of(const BroughtForward *brought)
{
	if (brought->through == 0)
		return fl_period_first_day(brought->book->first_period) - 1;
	return fl_period_last_day(brought->through);
}

static BroughtItem *
read_item(BroughtForward *brought, const Table *table, const TableRow *cells)
{
	BroughtItem *item = palloc0(sizeof(BroughtItem));
	Faults	   *faults = &brought->faults;
	int			before = faults->count;

	item->where = cells->where;
	item->party = cells->cells[ITEM_PARTY];
	item->account = fl_brought_account(brought, item->where, cells->cells[ITEM_ACCOUNT]);
	if (item->party == NULL)
		fl_fault_add(faults, item->where, "party is missing");
	item->has_basis = fl_cell_basis(table, cells, ITEM_BASIS, &item->basis, faults);
	if (fl_cell_date(table, cells, ITEM_DATE, &item->date, faults) && item->date > end_of(brought))
		fl_fault_add(faults, item->where, "date %s is after what is brought forward", cells->cells[ITEM_DATE]);
	if (fl_cell_amount(table, cells, ITEM_AMOUNT, &item->amount, faults) && item->amount == 0)
		fl_fault_add(faults, item->where, "amount is zero");
	item->is_faulty = faults->count > before;
	return item;
}

/* What is wrong with it may be that it is not of this account and party. */
static bool
is_possibly_of(const BroughtItem *item, const BroughtItem *key)
{
	return (item->account == NULL || item->account == key->account) &&
		(item->party == NULL || strcmp(item->party, key->party) == 0) &&
		(!item->has_basis || item->basis == key->basis);
}

/* Where one of them is wrong the sum is, too. */
static bool
is_sum_spoiled(List *faulty, const BroughtItem *key)
{
	ListCell   *lc;

	foreach(lc, faulty)
	{
		if (is_possibly_of(lfirst(lc), key))
			return true;
	}
	return false;
}

static int
compare_items(const ListCell *left, const ListCell *right)
{
	const BroughtItem *a = lfirst(left);
	const BroughtItem *b = lfirst(right);
	int			order = strcmp(a->party, b->party);

	if (order == 0)
		order = (a->account->code > b->account->code) - (a->account->code < b->account->code);
	return order != 0 ? order : (int) a->basis - (int) b->basis;
}

static void
check_total(BroughtForward *brought, const BroughtItem *item, int128 total)
{
	int128		held;

	if (!fl_brought_balance(brought, item->account, item->party, item->basis, &held))
		return;
	if (item->account->credit_normal)
		held = -held;
	if (held != total)
		fl_fault_add(&brought->faults,
					 psprintf("items of party %s, account %s", item->party, fl_account_code_text(item->account->code)),
					 "they add up to %s and the party holds %s: the difference is %s",
					 fl_total_text(total), fl_total_text(held), fl_total_text(total - held));
}

static List *
items_that_are(List *items, bool is_faulty)
{
	List	   *found = NIL;
	ListCell   *lc;

	foreach(lc, items)
	{
		BroughtItem *item = lfirst(lc);

		if (item->is_faulty == is_faulty)
			found = lappend(found, item);
	}
	return found;
}

static void
check_totals(BroughtForward *brought, List *items)
{
	List	   *sorted = items_that_are(items, false);
	List	   *faulty = items_that_are(items, true);
	int128		total = 0;

	list_sort(sorted, compare_items);
	for (int i = 0; i < list_length(sorted); i++)
	{
		const BroughtItem *item = list_nth(sorted, i);

		total += item->amount;
		if (i + 1 < list_length(sorted) &&
			compare_items(list_nth_cell(sorted, i), list_nth_cell(sorted, i + 1)) == 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		if (!is_sum_spoiled(faulty, item))
			check_total(brought, item, total);
		total = 0;
	}
	list_free(sorted);
}

List *
fl_brought_items_read(BroughtForward *brought, Datum json)
{
	Table		table = {.row_word = "item", .columns = item_columns, .column_count = lengthof(item_columns)};
	List	   *items = NIL;
	ListCell   *lc;

	fl_table_read(&table, json, &brought->faults);
	foreach(lc, table.rows)
	{
		CHECK_FOR_INTERRUPTS();
		items = lappend(items, read_item(brought, &table, lfirst(lc)));
	}
	check_totals(brought, items);
	return items;
}

static void
write_item(const Book *book, int call_no, int item_no, const BroughtItem *item)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.brought_item (book_id, call_no, item_no, basis, account, party, item_date, amount)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		"integer, integer, integer, fund.basis, fund.account_code, text, date, fund.amount"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), Int32GetDatum(call_no), Int32GetDatum(item_no),
		fl_voucher_basis_datum(item->basis), AccountCodeGetDatum(item->account->code),
		CStringGetTextDatum(item->party), DateADTGetDatum(item->date), AmountGetDatum(item->amount)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

void
fl_brought_items_write(const Book *book, int call_no, List *items)
{
	int			item_no = 0;
	ListCell   *lc;

	foreach(lc, items)
		write_item(book, call_no, ++item_no, lfirst(lc));
}

/* ---------- last year's figures ---------- */

enum
{
	FIGURE_STATEMENT,
	FIGURE_ITEM,
	FIGURE_BASIS,
	FIGURE_FIGURE,
	FIGURE_NAME,				/* for whoever reads the table */
};

static const TableColumn figure_columns[] = {
	[FIGURE_STATEMENT] = {{"statement", "报表"}},
	[FIGURE_ITEM] = {{"item_id", "项目编号"}},
	[FIGURE_BASIS] = {{"basis", "核算基础"}},
	[FIGURE_FIGURE] = {{"figure", "上年数", "上年末余额", "金额"}},
	[FIGURE_NAME] = {{"item", "项目"}},
};

typedef struct ReportedFigure
{
	const char *where;
	const FormLine *line;
	VoucherBasis basis;
	Amount		figure;
} ReportedFigure;

static const FormLine *
line_of_form(const Form *form, const char *item_id)
{
	ListCell   *lc;

	foreach(lc, form->lines)
	{
		const FormLine *line = lfirst(lc);

		if (strcmp(line->item_id, item_id) == 0)
			return line;
	}
	return NULL;
}

static const FormLine *
find_line(const Book *book, const char *statement, const char *item_id)
{
	const Form *form = statement == NULL ? NULL : fl_form_find(fl_form_set(fl_book_standard(book)), statement);

	return form == NULL || item_id == NULL ? NULL : line_of_form(form, item_id);
}

static bool
is_given(List *figures, const ReportedFigure *figure)
{
	ListCell   *lc;

	foreach(lc, figures)
	{
		const ReportedFigure *other = lfirst(lc);

		if (other->line == figure->line && other->basis == figure->basis)
			return true;
	}
	return false;
}

static ReportedFigure *
read_figure(BroughtForward *brought, const Table *table, const TableRow *cells, List *before)
{
	ReportedFigure *figure = palloc0(sizeof(ReportedFigure));
	Faults	   *faults = &brought->faults;
	const char *statement = cells->cells[FIGURE_STATEMENT];
	const char *item_id = cells->cells[FIGURE_ITEM];

	figure->where = cells->where;
	figure->line = find_line(brought->book, statement, item_id);
	(void) fl_cell_basis(table, cells, FIGURE_BASIS, &figure->basis, faults);
	(void) fl_cell_amount(table, cells, FIGURE_FIGURE, &figure->figure, faults);
	if (figure->line == NULL || figure->line->is_heading)
		fl_fault_add(faults, cells->where, "standard \"%s\" has no line \"%s\" with figures in statement \"%s\"",
					 brought->book->standard_code, item_id == NULL ? "" : item_id,
					 statement == NULL ? "" : statement);
	else if (cells->cells[FIGURE_FIGURE] == NULL)
		fl_fault_add(faults, cells->where, "figure is missing");
	else if (is_given(before, figure))
		fl_fault_add(faults, cells->where, "the figure of line \"%s\" is given twice", item_id);
	return figure;
}

List *
fl_brought_figures_read(BroughtForward *brought, Datum json)
{
	Table		table = {.row_word = "figure", .columns = figure_columns, .column_count = lengthof(figure_columns)};
	List	   *figures = NIL;
	ListCell   *lc;

	fl_table_read(&table, json, &brought->faults);
	foreach(lc, table.rows)
		figures = lappend(figures, read_figure(brought, &table, lfirst(lc), figures));
	return figures;
}

/* ---------- what stood at the end of the year is what the book opens with ---------- */

/* Turnover of that year is in no voucher of the book. */
static bool
is_balance(const ReportedFigure *figure, VoucherBasis basis)
{
	return figure->basis == basis && formula_is_stock(&figure->line->formula);
}

/* The same of the forms that are evaluated, which the session may have read anew. */
static const FormLine *
line_of_forms(const Evaluation *evaluation, const ReportedFigure *figure)
{
	const Form *form = fl_form_find(evaluation->forms, figure->line->form->statement);

	return form == NULL ? NULL : line_of_form(form, figure->line->item_id);
}

static void
compare_with_opening(BroughtForward *brought, Evaluation *evaluation, const ReportedFigure *figure)
{
	const FormLine *line = line_of_forms(evaluation, figure);
	Rational	opened;

	if (line == NULL)
		return;
	opened = fl_evaluate_line(evaluation, line, WINDOW_PRIOR_YEAR);
	if (!opened.is_null && fl_rational_round(opened) != figure->figure)
		fl_fault_add(&brought->faults, figure->where,
					 "line \"%s\" of statement \"%s\" is given as %s at the end of the last year, and the book opens with %s",
					 line->item_id, line->form->statement, fl_total_text(figure->figure),
					 fl_total_text(fl_rational_round(opened)));
}

static void
compare_basis(BroughtForward *brought, List *figures, VoucherBasis basis)
{
	Evaluation *evaluation = fl_evaluation_begin(brought->book, brought->book->first_period,
												 basis == BASIS_CASH ? LAYER_CASH : LAYER_CASH | LAYER_ACCRUAL);
	ListCell   *lc;

	foreach(lc, figures)
	{
		const ReportedFigure *figure = lfirst(lc);
		const FormLine *line = is_balance(figure, basis) ? line_of_forms(evaluation, figure) : NULL;

		if (line != NULL)
			fl_evaluation_want(evaluation, &line->formula, WINDOW_PRIOR_YEAR);
	}
	fl_evaluation_load(evaluation);
	foreach(lc, figures)
	{
		CHECK_FOR_INTERRUPTS();
		if (is_balance(lfirst(lc), basis))
			compare_with_opening(brought, evaluation, lfirst(lc));
	}
}

static bool
has_balances(List *figures, VoucherBasis basis)
{
	ListCell   *lc;

	foreach(lc, figures)
	{
		if (is_balance(lfirst(lc), basis))
			return true;
	}
	return false;
}

void
fl_brought_figures_check(BroughtForward *brought, List *figures)
{
	/* A book that begins within a year opens with what no year ended with. */
	if (period_month(brought->book->first_period) != 1)
		return;
	PushActiveSnapshot(GetLatestSnapshot());
	for (int basis = 0; basis < VOUCHER_BASIS_COUNT; basis++)
	{
		if (has_balances(figures, basis))
			compare_basis(brought, figures, basis);
	}
	PopActiveSnapshot();
}

static void
write_figure(const Book *book, int call_no, const ReportedFigure *figure)
{
	static SpiPlan plan = {
		"INSERT INTO ledger.brought_figure (book_id, call_no, basis, statement, item_id, figure)"
		" VALUES ($1, $2, $3, $4, $5, $6)", "integer, integer, fund.basis, text, text, fund.amount"
	};
	Datum		values[] = {
		Int32GetDatum(book->book_id), Int32GetDatum(call_no), fl_voucher_basis_datum(figure->basis),
		CStringGetTextDatum(figure->line->form->statement), CStringGetTextDatum(figure->line->item_id),
		AmountGetDatum(figure->figure)
	};

	fl_spi_run(&plan, values, NULL, SPI_WRITE);
}

void
fl_brought_figures_write(const Book *book, int call_no, List *figures)
{
	ListCell   *lc;

	foreach(lc, figures)
		write_figure(book, call_no, lfirst(lc));
}

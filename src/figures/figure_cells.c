/*
 * figure_cells.c
 *		Published figures: which cell each is of, and what it stands for.
 *
 * A printed figure stands for the interval that rounds to it, half a unit of
 * its last place to both sides, ends included, for who rounded a tie which way
 * is not known.  Books are kept in 分, so a figure printed to the 分 is exact
 * unless its line takes fractions of accounts.  What is printed empty is
 * nothing, and exactly so.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "figures/figure_cells.h"

/* ---------- numbers ---------- */

Datum
fl_figure(int64 value)
{
	return DirectFunctionCall1(int8_numeric, Int64GetDatum(value));
}

Datum
fl_figure_add(Datum a, Datum b)
{
	return DirectFunctionCall2(numeric_add, a, b);
}

Datum
fl_figure_subtract(Datum a, Datum b)
{
	return DirectFunctionCall2(numeric_sub, a, b);
}

Datum
fl_figure_multiply(Datum a, Datum b)
{
	return DirectFunctionCall2(numeric_mul, a, b);
}

int
fl_figure_compare(Datum a, Datum b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, a, b));
}

/* Of a figure with more decimals than that a wider interval is sound too. */
static Datum
half_unit(int decimals)
{
	return DirectFunctionCall3(numeric_in,
							   CStringGetDatum(psprintf("5e-%d", Min(decimals, DECIMALS_MAX) + 1)),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/* ---------- cells ---------- */

static int
column_position(const Form *form, const FormColumn *column)
{
	int			position = 0;

	while (list_nth(form->columns, position) != column)
		position++;
	return position;
}

Cell *
fl_figures_cell(const Figures *figures, const FormLine *line, const FormColumn *column)
{
	return &figures->cells[line->index][column_position(line->form, column)];
}

/*
 * What the form does not print in this guise is nothing; of what stands below
 * it, and is not given, nothing is known.
 */
void
fl_figures_make_cells(Figures *figures)
{
	ListCell   *lc;
	ListCell   *lc2;
	ListCell   *lc3;

	figures->cells = palloc0(Max(figures->forms->line_count, 1) * sizeof(Cell *));
	foreach(lc, figures->forms->forms)
	{
		const Form *form = lfirst(lc);

		foreach(lc2, form->lines)
		{
			const FormLine *line = lfirst(lc2);
			Cell	   *cell = palloc0(Max(list_length(form->columns), 1) * sizeof(Cell));

			figures->cells[line->index] = cell;
			foreach(lc3, form->columns)
			{
				*cell++ = (Cell) {
					.line = line, .column = lfirst(lc3),
					.state = figures_print_line(figures, line) || line->is_supplementary ? CELL_ABSENT : CELL_BLANK,
					.value = fl_figure(0), .half_width = fl_figure(0)
				};
			}
		}
	}
}

/* ---------- whose figure is given ---------- */

pg_noreturn void
fl_figures_refuse(const char *message, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg_internal("%s", message),
			 errhint("%s", hint)));
	pg_unreachable();
}

static const FormLine *
line_of_form(const Figures *figures, const Form *form, const char *item_id)
{
	ListCell   *lc;

	foreach(lc, form->lines)
	{
		const FormLine *line = lfirst(lc);

		if (strcmp(line->item_id, item_id) == 0)
			return line;
	}
	fl_figures_refuse(psprintf("statement \"%s\" of standard \"%s\" has no line \"%s\"",
							form->statement, figures->forms->standard->code, item_id),
				   "Figures are keyed by the item_id of their line; those of another statement by STATEMENT[ITEM].");
}

/* ITEM, or STATEMENT[ITEM] for a line of another statement. */
static const FormLine *
find_line(const Figures *figures, const char *key)
{
	const char *bracket = strchr(key, '[');
	const char *end = key + strlen(key);

	if (bracket == NULL || end[-1] != ']')
		return line_of_form(figures, figures->form, key);
	return line_of_form(figures,
						fl_form_required(figures->forms, pnstrdup(key, bracket - key)),
						pnstrdup(bracket + 1, end - bracket - 2));
}

static const FormColumn *
find_column(const Figures *figures, const Form *form, const char *name)
{
	StringInfoData names;
	ListCell   *lc;

	initStringInfo(&names);
	foreach(lc, form->columns)
	{
		const FormColumn *column = lfirst(lc);

		if (!is_shown(column->shown, figures->annual))
			continue;
		if (fl_column_is_named(column, name))
			return column;
		appendStringInfo(&names, "%s\"%s\"", names.len == 0 ? "" : ", ", column->name);
	}
	fl_figures_refuse(psprintf("statement \"%s\" has no column \"%s\"", form->statement, name),
				   psprintf("The columns of its %s form are %s.",
							figures->annual ? "annual" : "monthly", names.data));
}

static const FormColumn *
nth_column(const Figures *figures, const Form *form, int n)
{
	int			count = 0;
	ListCell   *lc;

	foreach(lc, form->columns)
	{
		const FormColumn *column = lfirst(lc);

		if (is_shown(column->shown, figures->annual) && count++ == n)
			return column;
	}
	fl_figures_refuse(psprintf("statement \"%s\" has no column %d", form->statement, n + 1),
				   psprintf("Its %s form has %d columns.",
							figures->annual ? "annual" : "monthly", count));
}

/* figure: NULL where nothing is printed. */
static void
set_cell(Figures *figures, const FormLine *line, const FormColumn *column, const Datum *figure)
{
	Cell	   *cell = fl_figures_cell(figures, line, column);

	if (cell->is_given)
		fl_figures_refuse(psprintf("line \"%s\" has two figures in column \"%s\"",
								line->item_id, column->name),
					   "Give each line one figure a column.");
	cell->is_given = true;
	if (figure == NULL)
	{
		cell->state = CELL_BLANK;
		return;
	}
	if (line->is_heading)
		fl_figures_refuse(psprintf("line \"%s\" of statement \"%s\" is a heading",
								line->item_id, line->form->statement),
					   "Leave it out, or give it null.");
	if (numeric_is_nan(DatumGetNumeric(*figure)) || numeric_is_inf(DatumGetNumeric(*figure)))
		fl_figures_refuse(psprintf("figure of line \"%s\" is not a finite number", line->item_id),
					   "Where nothing is printed, give null.");
	cell->state = CELL_PRINTED;
	cell->value = *figure;
	cell->decimals = DatumGetInt32(DirectFunctionCall1(numeric_scale, *figure));
}

/* ---------- figures as jsonb ---------- */

static void
set_json_cell(Figures *figures, const FormLine *line, const FormColumn *column,
			  const JsonbValue *value)
{
	if (value->type == jbvNumeric)
	{
		Datum		figure = NumericGetDatum(value->val.numeric);

		set_cell(figures, line, column, &figure);
	}
	else if (value->type == jbvNull)
		set_cell(figures, line, column, NULL);
	else
		fl_figures_refuse(psprintf("figure of line \"%s\" is neither a number nor null", line->item_id),
					   "Give figures without quotes and without separators of thousands.");
}

/* [1.00, 2.00] by the order of the columns, or {"本月数": 1.00, …} */
static void
set_json_line(Figures *figures, const FormLine *line, const JsonbValue *value)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	item;
	const FormColumn *column = NULL;
	int			n = 0;

	if (value->type != jbvBinary)
		fl_figures_refuse(psprintf("figures of line \"%s\" are neither an array nor an object", line->item_id),
					   "Give [figure, …] in the order of the columns, or {\"column\": figure, …}.");
	iterator = JsonbIteratorInit(value->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			column = find_column(figures, line->form,
								 pnstrdup(item.val.string.val, item.val.string.len));
		else if (token == WJB_ELEM)
			column = nth_column(figures, line->form, n++);
		if (token == WJB_VALUE || token == WJB_ELEM)
			set_json_cell(figures, line, column, &item);
	}
}

void
fl_figures_set_json(Figures *figures, Jsonb *json)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	item;
	const FormLine *line = NULL;

	if (!JB_ROOT_IS_OBJECT(json))
		fl_figures_refuse("figures are not a JSON object",
					   "Give {\"ITEM\": [figure, …], …} or {\"ITEM\": {\"column\": figure, …}, …}.");
	iterator = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		if (token == WJB_KEY)
			line = find_line(figures, pnstrdup(item.val.string.val, item.val.string.len));
		else if (token == WJB_VALUE)
			set_json_line(figures, line, &item);
	}
}

/* ---------- figures as arrays ---------- */

typedef struct Elements
{
	Datum	   *values;
	bool	   *is_null;
	int			count;
} Elements;

static Elements
array_elements(Datum array, Oid type)
{
	Elements	elements;
	int16		length;
	bool		by_value;
	char		align;

	get_typlenbyvalalign(type, &length, &by_value, &align);
	deconstruct_array(DatumGetArrayTypeP(array), type, length, by_value, align,
					  &elements.values, &elements.is_null, &elements.count);
	return elements;
}

void
fl_figures_set_arrays(Figures *figures, Datum item_ids, Datum column_names, Datum numbers)
{
	Elements	items = array_elements(item_ids, TEXTOID);
	Elements	columns = array_elements(column_names, TEXTOID);
	Elements	values = array_elements(numbers, NUMERICOID);

	if (items.count != columns.count || items.count != values.count)
		fl_figures_refuse(psprintf("there are %d lines, %d columns and %d figures",
								items.count, columns.count, values.count),
					   "Give each figure its line and its column, at the same place of the three arrays.");
	for (int i = 0; i < items.count; i++)
	{
		const FormLine *line;
		const FormColumn *column;

		CHECK_FOR_INTERRUPTS();
		if (items.is_null[i] || columns.is_null[i])
			fl_figures_refuse(psprintf("line or column of figure %d is null", i + 1),
						   "Give each figure its line and its column.");
		line = find_line(figures, TextDatumGetCString(items.values[i]));
		column = find_column(figures, line->form, TextDatumGetCString(columns.values[i]));
		set_cell(figures, line, column, values.is_null[i] ? NULL : &values.values[i]);
	}
}

/* ---------- what a printed figure stands for ---------- */

/*
 * Is a line's value whole in 分, whatever the books say?  whole: 0 where that
 * is not known yet, else 1 for yes and -1 for no, by FormLine.index.
 */
static bool
line_is_whole(const FormLine *line, signed char *whole)
{
	signed char *known = &whole[line->index];

	if (*known != 0)
		return *known > 0;
	check_stack_depth();
	*known = 1;
	for (int i = 0; i < line->formula.term_count && *known > 0; i++)
	{
		const FormTerm *term = &line->formula.terms[i];

		if (term->denominator != 1 || (term->line != NULL && !line_is_whole(term->line, whole)))
			*known = -1;
	}
	return *known > 0;
}

/*
 * A table has the decimals of its most exact figure: the others have lost
 * trailing zeros, as a spreadsheet or a JSON number does.
 */
static int
table_decimals(const Figures *figures, const Form *form)
{
	int			most = figures->least_decimals;
	ListCell   *lc;

	foreach(lc, form->lines)
	{
		const Cell *cells = figures->cells[((const FormLine *) lfirst(lc))->index];

		for (int position = 0; position < list_length(form->columns); position++)
		{
			if (cells[position].state == CELL_PRINTED)
				most = Max(most, cells[position].decimals);
		}
	}
	return most;
}

static void
set_half_width(const Figures *figures, Cell *cell, int decimals, bool is_whole)
{
	if (cell->state != CELL_PRINTED)
		return;
	cell->decimals = decimals;
	if (decimals < figures->unit_decimals || !is_whole)
		cell->half_width = half_unit(decimals);
}

void
fl_figures_find_half_widths(Figures *figures)
{
	signed char *whole = palloc0(Max(figures->forms->line_count, 1));
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, figures->forms->forms)
	{
		const Form *form = lfirst(lc);
		int			decimals = table_decimals(figures, form);

		foreach(lc2, form->lines)
		{
			const FormLine *line = lfirst(lc2);
			bool		is_whole = line_is_whole(line, whole);

			for (int position = 0; position < list_length(form->columns); position++)
				set_half_width(figures, &figures->cells[line->index][position], decimals, is_whole);
		}
	}
}

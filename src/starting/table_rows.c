/*
 * table_rows.c
 *		A table that somebody brings, as jsonb: an array of an object a row.
 *
 * A spreadsheet loaded by COPY into a table of one's own is
 * (SELECT jsonb_agg(t) FROM t), in Chinese columns or in English ones.  A column
 * whose name is not known may be one that was misspelt, and a cell that is no
 * figure is not guessed at.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/jsonb.h"

#include "server/blank.h"
#include "server/errors.h"
#include "starting/table_rows.h"

/* ---------- columns ---------- */

static int
find_column(const Table *table, const char *name)
{
	for (int column = 0; column < table->column_count; column++)
	{
		const char *const *names = table->columns[column].names;

		for (int i = 0; i < lengthof(table->columns[column].names) && names[i] != NULL; i++)
		{
			if (strcmp(names[i], name) == 0)
				return column;
		}
	}
	return -1;
}

static char *
column_names(const Table *table)
{
	StringInfoData names;

	initStringInfo(&names);
	for (int column = 0; column < table->column_count; column++)
	{
		const char *const *name = table->columns[column].names;

		appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "", name[0]);
		if (name[1] != NULL)
			appendStringInfo(&names, " (%s)", name[1]);
	}
	return names.data;
}

/* ---------- reading ---------- */

/* As psql's \copy leaves a column of fixed width. */
static char *
trimmed(const char *cell, int length)
{
	while (length > 0 && *cell == ' ')
	{
		cell++;
		length--;
	}
	while (length > 0 && cell[length - 1] == ' ')
		length--;
	return pnstrdup(cell, length);
}

/* NULL for nothing. */
static char *
cell_text(const JsonbValue *value)
{
	if (value->type == jbvNumeric)
		return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
	if (value->type != jbvString || fl_is_blank(value->val.string.val, value->val.string.len))
		return NULL;
	return trimmed(value->val.string.val, value->val.string.len);
}

/* Once a table: every row has it. */
static void
refuse_column(Table *table, const TableRow *row, char *name, Faults *faults)
{
	ListCell   *lc;

	foreach(lc, table->unknown)
	{
		if (strcmp(lfirst(lc), name) == 0)
			return;
	}
	table->unknown = lappend(table->unknown, name);
	fl_fault_add(faults, row->where, "column \"%s\" is unknown; the columns are %s", name, column_names(table));
}

static void
read_cell(Table *table, TableRow *row, char *name, const JsonbValue *value, Faults *faults)
{
	int			column = find_column(table, name);

	if (column < 0)
		refuse_column(table, row, name, faults);
	else if (value->type == jbvBool || value->type == jbvBinary)
		fl_fault_add(faults, row->where, "%s is neither text nor a number", table->columns[column].names[0]);
	else if (row->cells[column] != NULL)
		fl_fault_add(faults, row->where, "%s is given twice", table->columns[column].names[0]);
	else
		row->cells[column] = cell_text(value);
}

static void
read_object(Table *table, TableRow *row, JsonbIterator **iterator, Faults *faults)
{
	JsonbValue	value;
	JsonbIteratorToken token;
	char	   *name = NULL;

	while ((token = JsonbIteratorNext(iterator, &value, true)) != WJB_END_OBJECT)
	{
		if (token == WJB_KEY)
			name = pnstrdup(value.val.string.val, value.val.string.len);
		else
			read_cell(table, row, name, &value, faults);
	}
}

pg_noreturn static void
refuse_json(const Table *table)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the table of %ss is not a jsonb array of objects", table->row_word),
			 errhint("Make one of a table of your own: (SELECT jsonb_agg(t) FROM t). Its columns are %s.",
					 column_names(table))));
}

void
fl_table_read(Table *table, Datum json, Faults *faults)
{
	Jsonb	   *array = DatumGetJsonbP(json);
	JsonbIterator *iterator = JsonbIteratorInit(&array->root);
	JsonbValue	value;
	JsonbIteratorToken token;

	if (!JB_ROOT_IS_ARRAY(array) || JB_ROOT_IS_SCALAR(array))
		refuse_json(table);
	(void) JsonbIteratorNext(&iterator, &value, false);
	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_END_ARRAY)
	{
		TableRow   *row = palloc0(sizeof(TableRow));

		CHECK_FOR_INTERRUPTS();
		if (token != WJB_BEGIN_OBJECT)
			refuse_json(table);
		table->rows = lappend(table->rows, row);
		row->where = psprintf("%s %d", table->row_word, list_length(table->rows));
		read_object(table, row, &iterator, faults);
		if (table->number_column > 0 && row->cells[table->number_column] != NULL)
			row->where = psprintf("%s %s", table->row_word, row->cells[table->number_column]);
	}
}

/* ---------- cells ---------- */

static bool
refuse_cell(const Table *table, const TableRow *row, int column, const char *wanted, Faults *faults)
{
	fl_fault_add(faults, row->where, "%s is \"%s\", which is not %s", table->columns[column].names[0],
				 row->cells[column], wanted);
	return false;
}

bool
fl_cell_amount(const Table *table, const TableRow *row, int column, Amount *amount, Faults *faults)
{
	const char *end = row->cells[column];
	Amount		scanned;

	*amount = 0;
	if (end == NULL)
		return true;
	switch (fl_amount_scan(end, &end, &scanned))
	{
		case AMOUNT_OK:
			if (*end != '\0')
				return refuse_cell(table, row, column, "an amount: digits, two decimals, no separators", faults);
			*amount = scanned;
			return true;
		case AMOUNT_SYNTAX:
			return refuse_cell(table, row, column, "an amount: digits, two decimals, no separators", faults);
		case AMOUNT_TOO_PRECISE:
			return refuse_cell(table, row, column, "an amount: it has more than two decimals", faults);
		case AMOUNT_RANGE:
			return refuse_cell(table, row, column, "an amount that fits", faults);
	}
	pg_unreachable();
}

/* 2025-07-31, whatever the session's style of dates: no other is guessed at. */
bool
fl_cell_date(const Table *table, const TableRow *row, int column, DateADT *date, Faults *faults)
{
	const char *text = row->cells[column];
	int			year;
	int			month;
	int			day;
	int			length = 0;

	if (text == NULL)
	{
		fl_fault_add(faults, row->where, "%s is missing", table->columns[column].names[0]);
		return false;
	}
	if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 ||
		sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 || length != 10 ||
		year < 1 || month < 1 || month > 12 || day < 1 || day > day_tab[isleap(year)][month - 1])
		return refuse_cell(table, row, column, "a day, as 2025-07-31", faults);
	*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	return true;
}

bool
fl_cell_basis(const Table *table, const TableRow *row, int column, VoucherBasis *basis, Faults *faults)
{
	const char *word = row->cells[column];
	int			found = word == NULL ? BASIS_CASH : fl_voucher_basis_from_word(word, strlen(word));

	if (found < 0)
		return refuse_cell(table, row, column, "cash (收付实现制) or accrual (权责发生制)", faults);
	*basis = found;
	return true;
}

/*
 * form.c
 *		The forms and the rules of an accounting standard, ready to evaluate.
 *
 * A form is rows of ledger.statement, its columns and lines; a rule is a row
 * of ledger.articulation (standard.sql).  Compiling finds the account and the
 * line behind each term, and follows lines into lines: that tells cycles, and
 * which lines hold turnover and so have no opening.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "ledger/ledger.h"
#include "server/errors.h"
#include "server/spi_plan.h"
#include "statements/form.h"

/* ---------- finding ---------- */

const Form *
fl_form_find(const FormSet *set, const char *statement)
{
	ListCell   *lc;

	foreach(lc, set->forms)
	{
		const Form *form = lfirst(lc);

		if (strcmp(form->statement, statement) == 0 ||
			strcmp(form->english_name, statement) == 0)
			return form;
	}
	return NULL;
}

static char *
form_names(const FormSet *set)
{
	StringInfoData names;
	ListCell   *lc;

	initStringInfo(&names);
	foreach(lc, set->forms)
	{
		const Form *form = lfirst(lc);

		appendStringInfo(&names, "%s\"%s\" (%s)", names.len == 0 ? "" : ", ",
						 form->statement, form->english_name);
	}
	return names.data;
}

const Form *
fl_form_required(const FormSet *set, const char *statement)
{
	const Form *form = fl_form_find(set, statement);

	if (form == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_STATEMENT),
				 errmsg("standard \"%s\" has no statement \"%s\"",
						set->standard->code, statement),
				 set->forms == NIL ? 0 :
				 errhint("Its statements are %s.", form_names(set))));
	return form;
}

static FormLine *
find_line(const Form *form, const char *item_id)
{
	ListCell   *lc;

	foreach(lc, form->lines)
	{
		FormLine   *line = lfirst(lc);

		if (strcmp(line->item_id, item_id) == 0)
			return line;
	}
	return NULL;
}

/* ---------- compiling ---------- */

static void compile_line(const FormSet *set, FormLine *line);

static char *
line_owner(const FormLine *line)
{
	return psprintf("line \"%s\" of statement \"%s\"", line->item_id, line->form->statement);
}

/* A measure of an account, on its normal side.  The result is a fault or NULL. */
static char *
compile_measure(const FormSet *set, const FormulaTerm *parsed, FormFormula *formula,
				FormTerm *term)
{
	const Account *account = fl_standard_account(set->standard, parsed->code);

	if (account == NULL)
		return psprintf("Standard \"%s\" has no account \"%s\".", set->standard->code,
						fl_account_code_text(parsed->code));
	if (account->credit_normal && parsed->type != TERM_DEBIT && parsed->type != TERM_CREDIT)
		term->numerator = -term->numerator;
	if (parsed->type == TERM_OPENING)
		formula->holds_opening = true;
	else if (parsed->type != TERM_CLOSING)
		formula->holds_turnover = true;
	return NULL;
}

/* Whether a figure from outside stood or moved, nobody has said. */
static char *
given_fault(const FormLine *line, TermType type)
{
	return psprintf("L%s %s given, of which there is no %s.", line_owner(line) + 1,
					line->is_given ? "is" : "is made of lines that are",
					type == TERM_OPENING_LINE ? "opening" : "closing");
}

static char *
compile_reference(const FormSet *set, const Form *same, const FormulaTerm *parsed,
				  FormFormula *formula, FormTerm *term)
{
	const Form *form = parsed->statement == NULL ? same : fl_form_find(set, parsed->statement);
	FormLine   *line = form == NULL ? NULL : find_line(form, parsed->item);

	if (form == NULL)
		return psprintf("Standard \"%s\" has no statement \"%s\".", set->standard->code,
						parsed->statement == NULL ? "" : parsed->statement);
	if (line == NULL)
		return psprintf("Statement \"%s\" of standard \"%s\" has no line \"%s\".",
						form->statement, set->standard->code, parsed->item);
	if (line->is_heading)
		return psprintf("L%s is a heading.", line_owner(line) + 1);
	if (line->state == LINE_OPEN)
		return psprintf("L%s refers back to it.", line_owner(line) + 1);

	compile_line(set, line);
	if (parsed->type != TERM_LINE && line->formula.given != NULL)
		return given_fault(line, parsed->type);
	if (parsed->type != TERM_LINE && line->formula.holds_turnover)
		return psprintf("L%s holds turnover, which has no %s.", line_owner(line) + 1,
						parsed->type == TERM_OPENING_LINE ? "opening" : "closing");
	term->line = line;
	if (formula->broken == NULL)
		formula->broken = line->formula.broken;
	if (formula->given == NULL)
		formula->given = line->formula.given;
	formula->changed_at = Max(formula->changed_at, line->formula.changed_at);
	formula->holds_turnover |= line->formula.holds_turnover;
	formula->holds_opening |= line->formula.holds_opening || parsed->type == TERM_OPENING_LINE;
	return NULL;
}

static char *
term_text(TermType type, AccountCode code, int kind, const char *statement, const char *item)
{
	static const char *const word[] = {
		[TERM_OPENING] = "opening", [TERM_CLOSING] = "closing", [TERM_DEBIT] = "debit",
		[TERM_CREDIT] = "credit", [TERM_NET] = "net", [TERM_LINE] = "",
		[TERM_OPENING_LINE] = "opening", [TERM_CLOSING_LINE] = "closing"
	};

	if (item != NULL)
		return psprintf(type == TERM_LINE ? "%s%s[%s]" : "%s(%s[%s])", word[type],
						statement == NULL ? "" : statement, item);
	if (kind != KIND_ANY)
		return psprintf("%s(%s, %s)", word[type], fl_account_code_text(code), fl_voucher_kind_name[kind]);
	return psprintf("%s(%s)", word[type], fl_account_code_text(code));
}

char *
fl_form_term_text(const FormTerm *term)
{
	return term_text(term->type, term->code, term->kind,
					 term->line == NULL ? NULL : term->line->form->statement,
					 term->line == NULL ? NULL : term->line->item_id);
}

char *
fl_form_line_text(const FormLine *line)
{
	return term_text(TERM_LINE, 0, KIND_ANY, line->form->statement, line->item_id);
}

static void
compile(const FormSet *set, const Form *same, List *parsed, FormFormula *formula)
{
	ListCell   *lc;

	formula->terms = palloc0(Max(list_length(parsed), 1) * sizeof(FormTerm));
	foreach(lc, parsed)
	{
		const FormulaTerm *from = lfirst(lc);
		FormTerm   *term = &formula->terms[formula->term_count++];

		CHECK_FOR_INTERRUPTS();
		term->type = from->type;
		term->numerator = from->numerator;
		term->denominator = from->denominator;
		term->code = from->code;
		term->kind = from->kind;
		formula->fault = from->item == NULL ?
			compile_measure(set, from, formula, term) :
			compile_reference(set, same, from, formula, term);
		if (formula->fault != NULL)
		{
			formula->broken = formula;
			formula->faulty_term = term_text(from->type, from->code, from->kind,
												 from->statement, from->item);
			return;
		}
	}
}

/* What is no part of the form is part of no line of it. */
static void
find_supplementary_fault(const FormLine *line, FormFormula *formula)
{
	for (int i = 0; i < formula->term_count && !line->is_supplementary; i++)
	{
		const FormLine *of = formula->terms[i].line;

		if (of == NULL || !of->is_supplementary || of->form != line->form)
			continue;
		formula->fault = psprintf("L%s is supplementary, and so part of no line of the form.",
								  line_owner(of) + 1);
		formula->broken = formula;
		formula->faulty_term = fl_form_term_text(&formula->terms[i]);
		return;
	}
}

static void
compile_line(const FormSet *set, FormLine *line)
{
	if (line->state != LINE_UNSEEN)
		return;
	check_stack_depth();
	line->state = LINE_OPEN;
	line->formula.owner = line_owner(line);
	compile(set, line->form, line->parsed, &line->formula);
	if (line->is_given)
		line->formula.given = line;
	if (line->formula.fault == NULL)
		find_supplementary_fault(line, &line->formula);
	line->state = LINE_COMPILED;
}

static List *
parse(const char *text)
{
	char	   *error;
	List	   *terms = fl_formula_parse(text, &error);

	if (error != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("a stored formula is none"),
				 errdetail("%s", error)));
	return terms;
}

/* Nothing of what was parsed is kept: it would lie between the terms of rules. */
void
fl_form_compile(const FormSet *set, const Form *form, const char *text, FormFormula *formula)
{
	MemoryContext parsing = AllocSetContextCreate(CurrentMemoryContext, "fundledger parsing",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(parsing);
	List	   *parsed = parse(text);

	MemoryContextSwitchTo(caller);
	memset(formula, 0, sizeof(FormFormula));
	compile(set, form, parsed, formula);
	MemoryContextDelete(parsing);
}

static void
compile_rule(const FormSet *set, FormRule *rule, const char *lhs)
{
	fl_form_compile(set, rule->form, lhs, &rule->lhs);
	if (rule->rhs_of != RHS_OF_CHILDREN)
		fl_form_compile(set, rule->form, rule->rhs_text, &rule->rhs);
	rule->lhs.owner = psprintf("the left side of rule \"%s\"", rule->rule);
	rule->rhs.owner = psprintf("the right side of rule \"%s\"", rule->rule);
}

/* ---------- loading ---------- */

static const char *const window_words[] = {
	"month", "year_to_date", "year", "prior_year", "quarter", "last_twelve_months",
	"prior_year_month", "prior_year_quarter", "prior_year_to_date", NULL
};
static const char *const shown_words[] = {"monthly", "annual", "both", NULL};
static const char *const rule_type_words[] = {"articulation", "control", "definition", NULL};
static const char *const relation_words[] = {"=", "<=", ">=", NULL};
static const char *const judged_words[] = {"always", "at_close", NULL};
static const char *const severity_words[] = {"warning", "error", NULL};
static const char *const rhs_of_words[] = {"book", "children", "issued", NULL};

bool
fl_column_is_named(const FormColumn *column, const char *name)
{
	return strcmp(column->name, name) == 0 || strcmp(window_words[column->window], name) == 0;
}

static uint64
run(SpiPlan *plan, const Standard *standard)
{
	Datum		code = CStringGetTextDatum(standard->code);

	return fl_spi_run(plan, &code, NULL, SPI_READ);
}

static void
load_forms(FormSet *set)
{
	static SpiPlan plan = {
		"SELECT standard, statement, english_name FROM ledger.statement"
		" WHERE standard = $1 ORDER BY position, statement", "text"
	};
	uint64		rows = run(&plan, set->standard);

	for (uint64 row = 0; row < rows; row++)
	{
		Form	   *form = palloc0(sizeof(Form));

		form->statement = fl_spi_required_text(row, 2);
		form->english_name = fl_spi_required_text(row, 3);
		set->forms = lappend(set->forms, form);
	}
}

/* The form that a row is of; a foreign key says that there is one. */
static Form *
form_of_row(const FormSet *set, uint64 row, int column)
{
	const char *statement = fl_spi_required_text(row, column);
	ListCell   *lc;

	foreach(lc, set->forms)
	{
		Form	   *form = lfirst(lc);

		if (strcmp(form->statement, statement) == 0)
			return form;
	}
	fl_spi_refuse(row, column);
}

static void
load_columns(FormSet *set)
{
	static SpiPlan plan = {
		"SELECT standard, statement, column_no, name, period_window, shown, changed_at"
		" FROM ledger.statement_column WHERE standard = $1 ORDER BY column_no", "text"
	};
	uint64		rows = run(&plan, set->standard);

	for (uint64 row = 0; row < rows; row++)
	{
		Form	   *form = form_of_row(set, row, 2);
		FormColumn *column = palloc(sizeof(FormColumn));

		column->column_no = DatumGetInt32(fl_spi_required(row, 3));
		column->name = fl_spi_required_text(row, 4);
		column->window = fl_spi_word(row, 5, window_words);
		column->shown = fl_spi_word(row, 6, shown_words);
		column->changed_at = DatumGetTimestampTz(fl_spi_required(row, 7));
		form->columns = lappend(form->columns, column);
	}
}

static void
load_lines(FormSet *set)
{
	static SpiPlan plan = {
		"SELECT standard, statement, item_id, line_no, item, level, shown, accrual_only, formula::text,"
		"  supplementary, given, changed_at"
		" FROM ledger.statement_line WHERE standard = $1 ORDER BY supplementary, line_no", "text"
	};
	uint64		rows = run(&plan, set->standard);

	for (uint64 row = 0; row < rows; row++)
	{
		Form	   *form = form_of_row(set, row, 2);
		FormLine   *line = palloc0(sizeof(FormLine));
		char	   *formula = fl_spi_text(row, 9);

		line->form = form;
		line->index = set->line_count++;
		line->item_id = fl_spi_required_text(row, 3);
		line->line_no = DatumGetInt32(fl_spi_required(row, 4));
		line->item = fl_spi_required_text(row, 5);
		line->level = DatumGetInt32(fl_spi_required(row, 6));
		line->shown = fl_spi_word(row, 7, shown_words);
		line->accrual_only = DatumGetBool(fl_spi_required(row, 8));
		line->is_supplementary = DatumGetBool(fl_spi_required(row, 10));
		line->is_given = DatumGetBool(fl_spi_required(row, 11));
		line->formula.changed_at = DatumGetTimestampTz(fl_spi_required(row, 12));
		if (line->is_given && formula != NULL)
			fl_spi_refuse(row, 11);
		line->is_heading = formula == NULL && !line->is_given;
		line->parsed = formula == NULL ? NIL : parse(formula);
		form->lines = lappend(form->lines, line);
	}
}

static void
load_rules(FormSet *set)
{
	static SpiPlan plan = {
		"SELECT standard, rule, name, statement, lhs::text, relation, rhs::text, rhs_of,"
		"  period_window, judged, severity, rule_type"
		" FROM ledger.articulation WHERE standard = $1 ORDER BY rule COLLATE \"C\"", "text"
	};
	uint64		rows = run(&plan, set->standard);

	for (uint64 row = 0; row < rows; row++)
	{
		FormRule   *rule = palloc0(sizeof(FormRule));

		rule->rule = fl_spi_required_text(row, 2);
		rule->name = fl_spi_required_text(row, 3);
		rule->form = form_of_row(set, row, 4);
		(void) fl_spi_word(row, 6, relation_words);
		rule->relation = fl_spi_text(row, 6);
		rule->rhs_text = fl_spi_required_text(row, 7);
		rule->rhs_of = fl_spi_word(row, 8, rhs_of_words);
		rule->window = fl_spi_word(row, 9, window_words);
		rule->at_close = fl_spi_word(row, 10, judged_words) == 1;
		rule->is_error = fl_spi_word(row, 11, severity_words) == 1;
		rule->type = fl_spi_word(row, 12, rule_type_words);
		compile_rule(set, rule, fl_spi_required_text(row, 5));
		set->rules = lappend(set->rules, rule);
	}
}

/* ---------- measures ---------- */

static List *
add_measures(List *measures, const FormFormula *formula)
{
	for (int i = 0; i < formula->term_count; i++)
	{
		if (formula->terms[i].line == NULL)
			measures = lappend(measures, &formula->terms[i]);
	}
	return measures;
}

static int
compare_measures(const ListCell *a, const ListCell *b)
{
	const FormTerm *left = lfirst(a);
	const FormTerm *right = lfirst(b);

	if (left->code != right->code)
		return left->code < right->code ? -1 : 1;
	if (left->type != right->type)
		return (int) left->type - (int) right->type;
	return left->kind - right->kind;
}

/* Equal ones get the same number: many rules ask for few. */
static void
number_measures(FormSet *set)
{
	List	   *measures = NIL;
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, set->forms)
	{
		foreach(lc2, ((const Form *) lfirst(lc))->lines)
			measures = add_measures(measures, &((const FormLine *) lfirst(lc2))->formula);
	}
	foreach(lc, set->rules)
	{
		measures = add_measures(measures, &((const FormRule *) lfirst(lc))->lhs);
		measures = add_measures(measures, &((const FormRule *) lfirst(lc))->rhs);
	}
	list_sort(measures, compare_measures);
	for (int i = 0; i < list_length(measures); i++)
	{
		const ListCell *cell = list_nth_cell(measures, i);

		if (i == 0 || compare_measures(cell, list_nth_cell(measures, i - 1)) != 0)
			set->measure_count++;
		((FormTerm *) lfirst(cell))->measure = set->measure_count;
	}
	list_free(measures);
}

static void
load(FormSet *set)
{
	ListCell   *lc;
	ListCell   *lc2;

	load_forms(set);
	load_columns(set);
	load_lines(set);
	foreach(lc, set->forms)
	{
		foreach(lc2, ((Form *) lfirst(lc))->lines)
			compile_line(set, lfirst(lc2));
	}
	load_rules(set);
	number_measures(set);
}

/* ---------- the cache ---------- */

static List *cached_sets = NIL;

static void
forget_set(void *set)
{
	cached_sets = list_delete_ptr(cached_sets, set);
}

/*
 * A set is part of its standard: it goes when the standard, found stale, does.
 */
static FormSet *
load_set(Standard *standard)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "fundledger forms", ALLOCSET_DEFAULT_SIZES);
	FormSet    *set = MemoryContextAllocZero(context, sizeof(FormSet));
	MemoryContextCallback *callback = MemoryContextAllocZero(context, sizeof(*callback));
	MemoryContext caller;
	LedgerCall	call;

	set->standard = standard;
	fl_ledger_enter(&call);
	caller = MemoryContextSwitchTo(context);
	load(set);
	MemoryContextSwitchTo(caller);
	fl_ledger_leave(&call);

	/* Whole now: until here an error freed it with the caller's context. */
	callback->func = forget_set;
	callback->arg = set;
	MemoryContextRegisterResetCallback(context, callback);
	MemoryContextSetParent(context, standard->context);
	return set;
}

const FormSet *
fl_form_set(Standard *standard)
{
	ListCell   *lc;
	FormSet    *set;
	MemoryContext caller;

	foreach(lc, cached_sets)
	{
		set = lfirst(lc);
		if (set->standard == standard)
			return set;
	}

	set = load_set(standard);
	caller = MemoryContextSwitchTo(CacheMemoryContext);
	cached_sets = lappend(cached_sets, set);
	MemoryContextSwitchTo(caller);
	return set;
}

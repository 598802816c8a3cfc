/*
 * evaluate.c
 *		The value of lines and formulas of a book over windows of periods.
 *
 * A column is a window, a line is one linear formula over it.  An account
 * stands for itself and its descendants.  Turnover leaves opening and closing
 * vouchers out, unless a formula names a kind; balances leave nothing out.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "server/errors.h"
#include "statements/evaluate.h"

/* ---------- windows ---------- */

PeriodWindow
fl_window_periods(WindowKind window, Period period)
{
	Period		january = period_january(period);
	Period		quarter = period - period % 3;

	switch (window)
	{
		case WINDOW_MONTH:
			return (PeriodWindow) {period, period};
		case WINDOW_YEAR_TO_DATE:
			return (PeriodWindow) {january, period};
		case WINDOW_YEAR:
			return (PeriodWindow) {january, january + 11};
		case WINDOW_PRIOR_YEAR:
			return (PeriodWindow) {january - 12, january - 1};
		case WINDOW_QUARTER:
			return (PeriodWindow) {quarter, period};
		case WINDOW_LAST_TWELVE_MONTHS:
			return (PeriodWindow) {period - 11, period};
		case WINDOW_PRIOR_YEAR_MONTH:
			return (PeriodWindow) {period - 12, period - 12};
		case WINDOW_PRIOR_YEAR_QUARTER:
			return (PeriodWindow) {quarter - 12, period - 12};
		case WINDOW_PRIOR_YEAR_TO_DATE:
			return (PeriodWindow) {january - 12, period - 12};
	}
	pg_unreachable();
}

Evaluation *
fl_evaluation_begin(const Book *book, Period period, int layers)
{
	Evaluation *evaluation = palloc0(sizeof(Evaluation));

	evaluation->book = book;
	evaluation->forms = fl_form_set(fl_book_standard(book));
	evaluation->period = period;
	evaluation->layers = layers;
	evaluation->wanted[WINDOW_MONTH] = true;
	return evaluation;
}

void
fl_evaluation_want(Evaluation *evaluation, const FormFormula *formula, WindowKind window)
{
	evaluation->wanted[window] = true;
	/* Of a line that is given nothing is known but what was brought forward. */
	if (formula->holds_turnover || formula->holds_opening ||
		(formula->given != NULL && window == WINDOW_PRIOR_YEAR))
		evaluation->wanted_whole[window] = true;
}

void
fl_evaluation_want_whole(Evaluation *evaluation, WindowKind window)
{
	evaluation->wanted[window] = true;
	evaluation->wanted_whole[window] = true;
}

/*
 * What stands at the end of a window is the same for its last month, so 年初余额
 * needs one month of the last year and not twelve.
 */
static PeriodWindow
window_to_load(const Evaluation *evaluation, WindowKind window)
{
	PeriodWindow periods = fl_window_periods(window, evaluation->period);

	if (!evaluation->wanted_whole[window])
		periods.from = periods.to;
	return periods;
}

/*
 * 年初余额 is the book's own, and so nothing is asked of others.  What stood at
 * the end of last year's month stood at the end of all windows that end there.
 */
static bool
asks_before_book(const Evaluation *evaluation, WindowKind window)
{
	const bool *wanted = evaluation->wanted;
	Period		first = evaluation->book->first_period;

	if (evaluation->period < first || fl_window_periods(window, evaluation->period).to >= first)
		return false;
	if (window == WINDOW_PRIOR_YEAR)
		return evaluation->wanted_whole[window];
	return wanted[window] || (window == WINDOW_PRIOR_YEAR_MONTH &&
							  (wanted[WINDOW_PRIOR_YEAR_QUARTER] || wanted[WINDOW_PRIOR_YEAR_TO_DATE]));
}

static void
load_figures_before(Evaluation *evaluation)
{
	for (int w = 0; w < WINDOW_KIND_COUNT; w++)
	{
		if (asks_before_book(evaluation, w))
			evaluation->before[w] = fl_figures_before(evaluation->book, layers_basis(evaluation->layers), w,
													  fl_window_periods(w, evaluation->period));
	}
}

void
fl_evaluation_load(Evaluation *evaluation)
{
	Size		size = Max(evaluation->forms->line_count, 1) * sizeof(KnownValue);
	PeriodWindow windows[WINDOW_KIND_COUNT];
	Turnover   *turnover;
	int			count = 0;

	for (int w = 0; w < WINDOW_KIND_COUNT; w++)
	{
		if (evaluation->wanted[w])
			windows[count++] = window_to_load(evaluation, w);
	}
	turnover = fl_turnover_load(evaluation->book, windows, count, evaluation->layers,
								CurrentMemoryContext);
	for (int w = 0; w < WINDOW_KIND_COUNT; w++)
	{
		if (!evaluation->wanted[w])
			continue;
		evaluation->turnover[w] = turnover++;
		evaluation->values[w] = palloc0(size);
		evaluation->openings[w] = palloc0(size);
		evaluation->measures[w] = palloc0((evaluation->forms->measure_count + 1) * sizeof(KnownValue));
	}
	load_figures_before(evaluation);
}

bool
fl_evaluation_month_is_closed(const Evaluation *evaluation)
{
	return evaluation->turnover[WINDOW_MONTH]->closed;
}

/* ---------- measures of accounts ---------- */

static int128
account_measure(const AccountTurnover *account, TermType type, int wanted_kind)
{
	int128		total = 0;

	if (type == TERM_OPENING)
		return account->opening;
	if (type == TERM_CLOSING)
		return account_turnover_closing(account);
	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
	{
		if (!is_turnover_kind(kind, wanted_kind))
			continue;
		if (type != TERM_CREDIT)
			total += account->debit[kind];
		if (type != TERM_DEBIT)
			total += type == TERM_NET ? -account->credit[kind] : account->credit[kind];
	}
	return total;
}

/* The position of the first account at or after the code. */
static int
find_account(const Turnover *turnover, AccountCode code)
{
	int			low = 0;
	int			high = turnover->count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (turnover->accounts[middle].account < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Of months brought forward as a whole not everything is known. */
static bool
is_within_brought(const Turnover *turnover, TermType type)
{
	if (type == TERM_OPENING)
		return !turnover->opening_known;
	if (type == TERM_CLOSING)
		return !turnover->closing_known;
	return !turnover->movement_known;
}

static Rational
compute_measure(const Turnover *turnover, const FormTerm *term, TermType type)
{
	AccountCode last = account_code_last(term->code);
	int128		total = 0;

	for (int i = find_account(turnover, term->code);
		 i < turnover->count && turnover->accounts[i].account <= last; i++)
	{
		const AccountTurnover *account = &turnover->accounts[i];

		if (account_code_is_within(account->account, term->code))
			total += account_measure(account, type, term->kind);
	}
	return rational_from_total(total);
}

/*
 * Before the book nothing is known but how it was opened, which is what stood
 * when the month before ended.  年初余额 is that, too, of a book that begins
 * within a year, and then says since when (statement.c).
 */
bool
fl_evaluation_holds_end(const Evaluation *evaluation, WindowKind window)
{
	return window == WINDOW_PRIOR_YEAR ||
		evaluation->turnover[window]->window.to >= evaluation->book->first_period - 1;
}

static bool
is_unknown(const Evaluation *evaluation, WindowKind window, TermType type)
{
	const Turnover *turnover = evaluation->turnover[window];

	if (!turnover->before_first)
		return is_within_brought(turnover, type);
	return type != TERM_CLOSING || !fl_evaluation_holds_end(evaluation, window);
}

/*
 * A term that is none of the set's has number 0 and is computed anew each time,
 * and so is a closing read as an opening: its line is what is kept.
 */
static const Rational *
measure_value(Evaluation *evaluation, const FormTerm *term, WindowKind window, bool as_opening)
{
	int			number = as_opening ? 0 : term->measure;
	TermType	type = as_opening ? TERM_OPENING : term->type;
	KnownValue *known = &evaluation->measures[window][number];

	if (!known->is_known || number == 0)
	{
		known->value = is_unknown(evaluation, window, type) ? rational_null() :
			compute_measure(evaluation->turnover[window], term, type);
		known->is_known = true;
	}
	return &known->value;
}

/* ---------- formulas and lines ---------- */

static Rational formula_value(Evaluation *evaluation, const FormFormula *formula,
							  WindowKind window, bool as_opening);

static const BroughtFigure *
figure_before(const Evaluation *evaluation, const FormLine *line, WindowKind window)
{
	const BroughtFigure *figure = fl_brought_figure(evaluation->before[window].figures, line);

	if (figure == NULL && formula_is_stock(&line->formula))
		return fl_brought_figure(evaluation->before[WINDOW_PRIOR_YEAR_MONTH].figures, line);
	return figure;
}

/* No voucher says what was before the book: what was brought forward does, or was issued. */
static Rational
evaluate_line(Evaluation *evaluation, const FormLine *line, WindowKind window, bool as_opening)
{
	const BroughtFigure *before = NULL;
	bool		is_own = formula_is_stock(&line->formula) && fl_evaluation_holds_end(evaluation, window);

	if (!is_own && !as_opening)
		before = figure_before(evaluation, line, window);
	if (before != NULL)
		return rational_from_total(before->figure);
	if (line->is_given)
		return rational_null();
	return formula_value(evaluation, &line->formula, window, as_opening);
}

static const Rational *
line_value(Evaluation *evaluation, const FormLine *line, WindowKind window, bool as_opening)
{
	KnownValue *known = as_opening ? &evaluation->openings[window][line->index] :
		&evaluation->values[window][line->index];

	if (!known->is_known)
	{
		known->value = evaluate_line(evaluation, line, window, as_opening);
		known->is_known = true;
	}
	return &known->value;
}

static const Rational *
term_value(Evaluation *evaluation, const FormTerm *term, WindowKind window, bool as_opening)
{
	if (term->line != NULL)
		return line_value(evaluation, term->line, window,
						  as_opening || term->type == TERM_OPENING_LINE);
	return measure_value(evaluation, term, window, as_opening);
}

static void
report_fault(const Evaluation *evaluation, const FormFormula *formula)
{
	ereport(ERROR,
			(errcode(ERRCODE_FORMULA),
			 errmsg("formula of %s cannot be evaluated", formula->owner),
			 errdetail_internal("%s", formula->fault),
			 errhint("Correct the formula in standard \"%s\".",
					 evaluation->forms->standard->code)));
}

static inline bool
is_of_64_bits(int128 a)
{
	return a >= PG_INT64_MIN && a <= PG_INT64_MAX;
}

/*
 * as_opening: with every closing balance read as the opening one.  Nearly all
 * terms are whole and of 64 bits: such are summed apart, for they are many and
 * 128 bits hold their products.
 */
static Rational
formula_value(Evaluation *evaluation, const FormFormula *formula, WindowKind window,
			  bool as_opening)
{
	Rational	sum = rational_from_total(0);
	int128		whole = 0;

	check_stack_depth();
	if (formula->fault != NULL)
		report_fault(evaluation, formula);
	for (int i = 0; i < formula->term_count; i++)
	{
		const FormTerm *term = &formula->terms[i];
		const Rational *value = term_value(evaluation, term, window, as_opening);

		if (!value->is_null && value->denominator == 1 && term->denominator == 1 &&
			is_of_64_bits(value->numerator) && is_of_64_bits(whole))
			whole += value->numerator * term->numerator;
		else
			sum = fl_rational_try_add(sum, fl_rational_try_scale(*value, term->numerator,
																 term->denominator));
	}
	return fl_rational_try_add(sum, rational_from_total(whole));
}

Rational
fl_evaluate_line(Evaluation *evaluation, const FormLine *line, WindowKind window)
{
	return fl_rational_fitting(*line_value(evaluation, line, window, false));
}

Rational
fl_evaluate(Evaluation *evaluation, const FormFormula *formula, WindowKind window)
{
	return fl_rational_fitting(formula_value(evaluation, formula, window, false));
}

Rational
fl_try_evaluate(Evaluation *evaluation, const FormFormula *formula, WindowKind window)
{
	Assert(formula->broken == NULL);
	return formula_value(evaluation, formula, window, false);
}

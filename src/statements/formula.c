/*
 * formula.c
 *		The type fund.formula: the text of a linear expression.
 *
 * A statement line or a rule is a sum of balances, turnover and other lines,
 * each with a rational factor, and nothing else: so two of them can be
 * compared, explained and proved.  The value is the text as its author wrote
 * it, Chinese or English; input only makes sure that it is a formula.  Whether
 * its accounts and lines exist is for the statement that uses it to say.
 *
 * formula_gram.y and formula_scan.l read it; formula.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "server/compat.h"
#include "server/report.h"
#include "statements/formula.h"
#include "statements/formula_gram.h"

List *
fl_formula_parse(const char *text, char **error)
{
	FormulaParser parser = {NIL, NULL};
	void	   *scanner = fl_formula_scan_begin(text);

	fl_formula_yyparse(scanner, &parser);
	fl_formula_scan_end(scanner);

	*error = parser.error;
	return parser.error == NULL ? parser.terms : NIL;
}

/* Why the text is no formula, as errdetail wants it; NULL where it is one. */
static char *
formula_fault(const char *text)
{
	char	   *error;

	fl_formula_parse(text, &error);
	if (error == NULL)
		return NULL;
	return psprintf("%c%s.", pg_ascii_toupper((unsigned char) error[0]), error + 1);
}

PG_FUNCTION_INFO_V1(fl_formula_in);

Datum
fl_formula_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	char	   *fault = formula_fault(text);

	if (fault != NULL)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "formula", text),
				 errdetail_internal("%s", fault)));
	PG_RETURN_TEXT_P(cstring_to_text(text));
}

PG_FUNCTION_INFO_V1(fl_formula_out);

Datum
fl_formula_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(TextDatumGetCString(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(fl_formula_recv);

Datum
fl_formula_recv(PG_FUNCTION_ARGS)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	int			length;
	char	   *text = pq_getmsgtext(message, message->len - message->cursor, &length);
	char	   *fault = formula_fault(text);

	if (fault != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s: \"%s\"", "formula", text),
				 errdetail_internal("%s", fault)));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(text, length));
}

PG_FUNCTION_INFO_V1(fl_formula_send);

Datum
fl_formula_send(PG_FUNCTION_ARGS)
{
	return textsend(fcinfo);
}

/*
 * fund.formula_terms(fund.formula)
 */
static const char *const term_type_name[] = {
	[TERM_OPENING] = "opening",
	[TERM_CLOSING] = "closing",
	[TERM_DEBIT] = "debit",
	[TERM_CREDIT] = "credit",
	[TERM_NET] = "net",
	[TERM_LINE] = "line",
	[TERM_OPENING_LINE] = "opening line",
	[TERM_CLOSING_LINE] = "closing line",
};

/* 1/4 is 0.25; 1/3 is what numeric makes of it. */
static Datum
factor_numeric(const FormulaTerm *term)
{
	Datum		quotient =
		DirectFunctionCall2(numeric_div,
							NumericGetDatum(int64_to_numeric(term->numerator)),
							NumericGetDatum(int64_to_numeric(term->denominator)));

	return DirectFunctionCall1(numeric_trim_scale, quotient);
}

static void
put_term(Report *report, int number, const FormulaTerm *term)
{
	bool		is_line = term->item != NULL;
	char		code[ACCOUNT_CODE_TEXT_SIZE];

	if (!is_line)
		fl_account_code_print(term->code, code);
	fl_report_begin_row(report);
	report_add_int32(report, number);
	report_add(report, factor_numeric(term));
	report_add_text(report, term_type_name[term->type]);
	report_add_text(report, is_line ? NULL : code);
	report_add_text(report, term->kind == KIND_ANY ? NULL : fl_voucher_kind_name[term->kind]);
	report_add_text(report, term->statement);
	report_add_text(report, term->item);
	fl_report_end_row(report);
}

PG_FUNCTION_INFO_V1(fl_formula_terms);

Datum
fl_formula_terms(PG_FUNCTION_ARGS)
{
	char	   *error;
	List	   *terms = fl_formula_parse(TextDatumGetCString(PG_GETARG_DATUM(0)), &error);
	Report		report;
	int			number = 0;
	ListCell   *lc;

	if (error != NULL)
		elog(ERROR, "stored formula does not parse: %s", error);
	fl_report_begin(&report, fcinfo, NULL);
	foreach(lc, terms)
		put_term(&report, ++number, lfirst(lc));
	return (Datum) 0;
}

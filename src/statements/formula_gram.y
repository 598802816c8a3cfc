%code top
{
/*
 * formula_gram.y
 *		The grammar of formulas, and the list of terms that it makes of one.
 *
 * A formula is linear by construction: the only thing that multiplies or
 * divides is a rational constant.  A constant and a linear expression are one
 * nonterminal all the same, because "product of two terms" tells the writer
 * more than "syntax error" does.
 *
 * There are no reserved words: what follows a word says what it is, so a
 * statement or an item may be called "net" or 期末.
 */
#include "postgres.h"

#include "common/int.h"
#include "miscadmin.h"

#include "statements/formula.h"
#include "types/rational.h"

/* The server's allocator, so that an error elsewhere leaks nothing. */
#define YYMALLOC palloc
#define YYFREE   pfree
}

%code requires
{
#include "statements/formula.h"

/*
 * factor * (terms), or the factor alone.  The factor is multiplied into the
 * terms only where they join a sum: that keeps a long chain of factors after
 * a long sum from taking quadratic time.
 */
typedef struct FormulaValue
{
	bool		is_constant;
	int64		numerator;		/* in lowest terms, never PG_INT64_MIN */
	int64		denominator;	/* always positive */
	List	   *terms;			/* of FormulaTerm */
} FormulaValue;

typedef struct FormulaParser
{
	List	   *terms;			/* the result */
	char	   *error;			/* why there is none, or NULL */
} FormulaParser;
}

%code provides
{
/* formula_scan.l */
extern void *fl_formula_scan_begin(const char *text);
extern const char *fl_formula_scan_token(void *scanner);
extern void fl_formula_scan_end(void *scanner);
extern int	fl_formula_yylex(FL_FORMULA_YYSTYPE *value, void *scanner);
}

%code
{
static void yyerror(void *scanner, FormulaParser *parser, const char *message);
static bool number_value(FormulaParser *parser, const char *text, FormulaValue *result);
static bool scale(FormulaParser *parser, FormulaValue *value, int64 numerator, int64 denominator);
static bool add(FormulaParser *parser, FormulaValue *left, FormulaValue *right);
static bool subtract(FormulaParser *parser, FormulaValue *left, FormulaValue *right);
static bool multiply(FormulaParser *parser, FormulaValue *left, FormulaValue *right);
static bool divide(FormulaParser *parser, FormulaValue *left, const FormulaValue *right);
static bool flatten(FormulaParser *parser, FormulaValue *value);
static FormulaValue term_value(const FormulaTerm *term);
static bool measure_term(FormulaParser *parser, const char *word, const char *code,
						 const char *kind, FormulaTerm *result);
static bool line_term(FormulaParser *parser, const char *word, FormulaTerm *line);

/* A semantic error has set parser->error already. */
#define REQUIRE(condition) \
	do { if (!(condition)) YYABORT; } while (0)
}

%define api.pure full
%define api.prefix {fl_formula_yy}
%define api.token.prefix {FORMULA_}
/* "2 [A1]" is a syntax error before the 2 is a bare number. */
%define lr.default-reduction accepting
%param {void *scanner}
%parse-param {FormulaParser *parser}
%expect 0

%union
{
	char	   *text;
	FormulaValue value;
	FormulaTerm term;
}

%token <text> WORD NUMBER
%token UNKNOWN					/* a character that begins no token */
%type <value> expr
%type <term> line measure

%left '+' '-'
%left '*' '/'
%precedence SIGN

%%

formula:
	expr
		{
			REQUIRE(flatten(parser, &$1));
			parser->terms = $1.terms;
			(void) yynerrs;		/* newer compilers warn of a counter unread */
		}
	;

expr:
	expr '+' expr				{ $$ = $1; REQUIRE(add(parser, &$$, &$3)); }
	| expr '-' expr				{ $$ = $1; REQUIRE(subtract(parser, &$$, &$3)); }
	| expr '*' expr				{ $$ = $1; REQUIRE(multiply(parser, &$$, &$3)); }
	| expr '/' expr				{ $$ = $1; REQUIRE(divide(parser, &$$, &$3)); }
	| '-' expr %prec SIGN		{ $$ = $2; REQUIRE(scale(parser, &$$, -1, 1)); }
	| '+' expr %prec SIGN		{ $$ = $2; }
	| '(' expr ')'				{ $$ = $2; }
	| NUMBER					{ REQUIRE(number_value(parser, $1, &$$)); }
	| measure					{ $$ = term_value(&$1); }
	| line						{ $$ = term_value(&$1); }
	;

measure:
	WORD '(' NUMBER ')'
		{ REQUIRE(measure_term(parser, $1, $3, NULL, &$$)); }
	| WORD '(' NUMBER ',' WORD ')'
		{ REQUIRE(measure_term(parser, $1, $3, $5, &$$)); }
	| WORD '(' line ')'
		{ $$ = $3; REQUIRE(line_term(parser, $1, &$$)); }
	;

line:
	'[' WORD ']'
		{ $$ = (FormulaTerm) {.type = TERM_LINE, .kind = KIND_ANY, .item = $2}; }
	| WORD '[' WORD ']'
		{ $$ = (FormulaTerm) {.type = TERM_LINE, .kind = KIND_ANY, .statement = $1, .item = $3}; }
	;

%%

static const Word measures[] = {
	{"opening", TERM_OPENING}, {"期初", TERM_OPENING},
	{"closing", TERM_CLOSING}, {"期末", TERM_CLOSING},
	{"debit", TERM_DEBIT}, {"借方", TERM_DEBIT},
	{"credit", TERM_CREDIT}, {"贷方", TERM_CREDIT},
	{"net", TERM_NET}, {"净额", TERM_NET},
	{NULL, -1}
};

/* The value of a word, or -1. */
static int
find_word(const Word *words, const char *word)
{
	while (words->word != NULL && pg_strcasecmp(words->word, word) != 0)
		words++;
	return words->value;
}

/* For the caller to return: there is an error, and this is it. */
static bool
fail(FormulaParser *parser, char *sentence)
{
	parser->error = sentence;
	return false;
}

/* Bison itself knows two errors: of syntax, and of a stack that is full. */
static void
yyerror(void *scanner, FormulaParser *parser, const char *message)
{
	const char *token = fl_formula_scan_token(scanner);

	if (strcmp(message, "syntax error") != 0)
		parser->error = pstrdup("formula is too deeply nested");
	else if (token[0] == '\0')
		parser->error = pstrdup("syntax error at end of formula");
	else
		parser->error = psprintf("syntax error at or near \"%s\"", token);
}

/*
 * Multiplies *numerator / *denominator by by_numerator / by_denominator, both
 * in lowest terms.  Common divisors go first: what overflows then does not fit.
 */
static bool
multiply_rational(int64 *numerator, int64 *denominator,
				  int64 by_numerator, int64 by_denominator)
{
	int64		down = greatest_common_divisor(*numerator, by_denominator);
	int64		up = greatest_common_divisor(by_numerator, *denominator);

	return !pg_mul_s64_overflow(*numerator / down, by_numerator / up, numerator) &&
		!pg_mul_s64_overflow(*denominator / up, by_denominator / down, denominator) &&
		*numerator != PG_INT64_MIN;
}

static bool
scale(FormulaParser *parser, FormulaValue *value, int64 numerator, int64 denominator)
{
	if (multiply_rational(&value->numerator, &value->denominator, numerator, denominator))
		return true;
	return fail(parser, pstrdup("factor is out of range"));
}

/* The scanner's [0-9]+(\.[0-9]+)? as a fraction: 0.25 is 1/4. */
static bool
number_value(FormulaParser *parser, const char *text, FormulaValue *result)
{
	int64		numerator = 0;
	int64		denominator = 1;
	int64		divisor;
	const char *point = strchr(text, '.');
	const char *end = text + strlen(text);

	while (point != NULL && end[-1] == '0')
		end--;					/* zeros that need no power of ten */
	for (const char *p = text; p < end; p++)
	{
		if (p == point)
			continue;
		if (pg_mul_s64_overflow(numerator, 10, &numerator) ||
			pg_add_s64_overflow(numerator, *p - '0', &numerator) ||
			(point != NULL && p > point &&
			 pg_mul_s64_overflow(denominator, 10, &denominator)))
			return fail(parser, psprintf("number \"%s\" is out of range", text));
	}

	divisor = greatest_common_divisor(numerator, denominator);
	*result = (FormulaValue) {
		.is_constant = true,
		.numerator = numerator / divisor,
		.denominator = denominator / divisor
	};
	return true;
}

/*
 * Makes the value one that can stand in a sum: terms alone.  The only number
 * that can is 0, for a formula adds amounts, and an amount is an account's.
 */
static bool
flatten(FormulaParser *parser, FormulaValue *value)
{
	ListCell   *lc;

	if (value->is_constant && value->numerator != 0)
		return fail(parser, pstrdup("a bare number must be 0"));

	if (value->numerator != 1 || value->denominator != 1)
	{
		foreach(lc, value->terms)
		{
			FormulaTerm *term = lfirst(lc);

			if (!multiply_rational(&term->numerator, &term->denominator,
								   value->numerator, value->denominator))
				return fail(parser, pstrdup("factor is out of range"));
		}
	}

	value->is_constant = false;
	value->numerator = 1;
	value->denominator = 1;
	return true;
}

static bool
add(FormulaParser *parser, FormulaValue *left, FormulaValue *right)
{
	if (!flatten(parser, left) || !flatten(parser, right))
		return false;

	left->terms = list_concat(left->terms, right->terms);
	/* list_concat(NIL, x) copies too, so the right list is always ours. */
	list_free(right->terms);
	return true;
}

static bool
subtract(FormulaParser *parser, FormulaValue *left, FormulaValue *right)
{
	return scale(parser, right, -1, 1) && add(parser, left, right);
}

static bool
multiply(FormulaParser *parser, FormulaValue *left, FormulaValue *right)
{
	if (!left->is_constant && !right->is_constant)
		return fail(parser, pstrdup("a formula is linear: a product of two terms is not"));

	if (!scale(parser, left, right->numerator, right->denominator))
		return false;
	if (!right->is_constant)
	{
		left->is_constant = false;
		left->terms = right->terms;
	}
	return true;
}

static bool
divide(FormulaParser *parser, FormulaValue *left, const FormulaValue *right)
{
	if (!right->is_constant)
		return fail(parser, pstrdup("a formula is linear: a division by a term is not"));
	if (right->numerator == 0)
		return fail(parser, pstrdup("a formula cannot divide by zero"));

	/* The denominator is the one that is positive. */
	return right->numerator > 0 ?
		scale(parser, left, right->denominator, right->numerator) :
		scale(parser, left, -right->denominator, -right->numerator);
}

static FormulaValue
term_value(const FormulaTerm *term)
{
	FormulaTerm *copy = palloc(sizeof(FormulaTerm));

	CHECK_FOR_INTERRUPTS();
	*copy = *term;
	copy->numerator = 1;
	copy->denominator = 1;
	return (FormulaValue) {
		.numerator = 1, .denominator = 1, .terms = list_make1(copy)
	};
}

/* word(code) or word(code, kind); kind is NULL where none is written. */
static bool
measure_term(FormulaParser *parser, const char *word, const char *code,
			 const char *kind, FormulaTerm *result)
{
	int			type = find_word(measures, word);
	const char *end;

	*result = (FormulaTerm) {.kind = KIND_ANY};
	if (type < 0)
		return fail(parser, psprintf("\"%s\" is none of opening, closing, debit, credit and net", word));
	result->type = type;

	if (!fl_account_code_scan(code, &end, &result->code) || *end != '\0')
		return fail(parser, psprintf("account code \"%s\" is not valid", code));

	if (kind == NULL)
		return true;
	/* A balance is what vouchers of every kind have left. */
	if (type == TERM_OPENING || type == TERM_CLOSING)
		return fail(parser, psprintf("\"%s\" takes no voucher kind", word));
	result->kind = find_word(fl_voucher_kind_words, kind);
	return (result->kind >= 0 && result->kind != KIND_SPLIT) ||
		fail(parser, psprintf("\"%s\" is not a voucher kind", kind));
}

/* word([item]) or word(statement[item]): makes the line one of a moment. */
static bool
line_term(FormulaParser *parser, const char *word, FormulaTerm *line)
{
	int			type = find_word(measures, word);

	if (type != TERM_OPENING && type != TERM_CLOSING)
		return fail(parser, psprintf("\"%s\" cannot be taken of a line: only opening and closing can", word));

	line->type = type == TERM_OPENING ? TERM_OPENING_LINE : TERM_CLOSING_LINE;
	return true;
}

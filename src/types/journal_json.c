/*
 * journal_json.c
 *		A journal as jsonb, and back.
 *
 * [{"side": "debit", "account": "1003", "amount": "1200.00"},
 *  {"side": "credit", "account": "400101", "amount": "1200.00",
 *   "party": "P01", "memo": "a memo"}]
 *
 * An amount is written as a string, because most readers of JSON make a float
 * of a number.  It is read as either: jsonb keeps a number as numeric, exactly
 * as it was written.  A key that no line has is refused, for it may be one
 * that the writer has misspelt.
 *
 * journal_json.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"

#include "types/journal.h"

/* The input functions of what a line is made of. */
extern Datum fl_amount_in(PG_FUNCTION_ARGS);
extern Datum fl_account_code_in(PG_FUNCTION_ARGS);

/* ---------- in ---------- */

static const char *
value_type_name(const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvNull:
			return "null";
		case jbvString:
			return "a string";
		case jbvNumeric:
			return "a number";
		case jbvBool:
			return "a boolean";
		default:
			return JsonContainerIsArray(value->val.binary.data) ? "an array" : "an object";
	}
}

/* The wrong structure is 22023; the wrong text in the right place is 22P02. */
pg_noreturn static void
report_structure(char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid jsonb for type journal"),
			 errdetail_internal("%s", detail),
			 errhint("A journal is an array of objects such as {\"side\": \"debit\", \"account\": \"1003\", \"amount\": \"1200.00\"}; party and memo are optional.")));
}

pg_noreturn static void
report_type(int line_no, const char *key, const char *wanted, const JsonbValue *value)
{
	report_structure(psprintf("The %s of line %d is %s and not %s.",
							  key, line_no, value_type_name(value), wanted));
}

static const char *
string_value(int line_no, const char *key, const JsonbValue *value, int *length)
{
	if (value->type != jbvString)
		report_type(line_no, key, "a string", value);
	*length = value->val.string.len;
	return value->val.string.val;
}

/* null is what is not there, and so is an empty party, as in a row. */
static const char *
optional_value(int line_no, const char *key, const JsonbValue *value, int *length)
{
	*length = 0;
	return value->type == jbvNull ? NULL : string_value(line_no, key, value, length);
}

static bool
side_value(int line_no, const JsonbValue *value)
{
	int			length;
	const char *side = string_value(line_no, "side", value, &length);
	int			credit = fl_word_value(fl_side_words, side, length);

	if (credit >= 0)
		return credit == 1;
	report_structure(psprintf("The side of line %d is \"%.*s\" and neither \"debit\" (借) nor \"credit\" (贷).",
							  line_no, pg_mbcliplen(side, length, 40), side));
}

/* The type's own input function says what is wrong with the text. */
static Datum
text_value(int line_no, const char *key, const JsonbValue *value, PGFunction in)
{
	int			length;
	const char *text = string_value(line_no, key, value, &length);

	return DirectFunctionCall1(in, CStringGetDatum(pnstrdup(text, length)));
}

static Amount
amount_value(int line_no, const JsonbValue *value)
{
	if (value->type == jbvNumeric)
		return fl_amount_from_numeric(NumericGetDatum(value->val.numeric));
	if (value->type != jbvString)
		report_type(line_no, "amount", "a string or a number", value);
	return DatumGetAmount(text_value(line_no, "amount", value, fl_amount_in));
}

/* The keys of a line: those from the party on may be missing. */
typedef enum LineKey
{
	KEY_SIDE,
	KEY_ACCOUNT,
	KEY_AMOUNT,
	KEY_PARTY,
	KEY_MEMO,
} LineKey;

static const char *const line_keys[] = {"side", "account", "amount", "party", "memo"};

static LineKey
find_key(int line_no, const JsonbValue *key)
{
	for (int i = 0; i < lengthof(line_keys); i++)
	{
		if (key->val.string.len == strlen(line_keys[i]) &&
			memcmp(key->val.string.val, line_keys[i], key->val.string.len) == 0)
			return i;
	}
	report_structure(psprintf("Line %d has the key \"%.*s\", which no line has.", line_no,
							  pg_mbcliplen(key->val.string.val, key->val.string.len, 40),
							  key->val.string.val));
}

static void
set_value(JournalLine *line, int line_no, LineKey key, const JsonbValue *value)
{
	switch (key)
	{
		case KEY_SIDE:
			line->credit = side_value(line_no, value);
			break;
		case KEY_ACCOUNT:
			line->account = DatumGetAccountCode(text_value(line_no, "account", value,
														   fl_account_code_in));
			break;
		case KEY_AMOUNT:
			line->amount = amount_value(line_no, value);
			break;
		case KEY_PARTY:
			line->party = optional_value(line_no, "party", value, &line->party_length);
			if (line->party_length == 0)
				line->party = NULL;
			break;
		case KEY_MEMO:
			line->memo = optional_value(line_no, "memo", value, &line->memo_length);
			break;
	}
}

static void
read_line(JournalLine *line, int line_no, const JsonbValue *element)
{
	bool		found[lengthof(line_keys)] = {false};
	JsonbIterator *iterator;
	JsonbValue	item;
	JsonbIteratorToken token;

	if (element->type != jbvBinary || !JsonContainerIsObject(element->val.binary.data))
		report_structure(psprintf("Line %d is %s and not an object.",
								  line_no, value_type_name(element)));

	memset(line, 0, sizeof(*line));
	iterator = JsonbIteratorInit(element->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &item, true)) != WJB_DONE)
	{
		LineKey		key;

		if (token != WJB_KEY)
			continue;
		key = find_key(line_no, &item);
		found[key] = true;
		(void) JsonbIteratorNext(&iterator, &item, true);
		set_value(line, line_no, key, &item);
	}
	for (int i = 0; i < KEY_PARTY; i++)
	{
		if (!found[i])
			report_structure(psprintf("Line %d has no %s.", line_no, line_keys[i]));
	}
}

/* For errors of the input functions and of the builder, which know no lines. */
static void
line_context(void *line_no)
{
	if (*(int *) line_no > 0)
		errcontext("line %d of a journal in jsonb", *(int *) line_no);
}

PG_FUNCTION_INFO_V1(fl_journal_of_jsonb);

Datum
fl_journal_of_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb	   *json = PG_GETARG_JSONB_P(0);
	JournalBuilder builder;
	JsonbIterator *iterator;
	JsonbValue	element;
	JsonbIteratorToken token;
	int			line_no = 0;
	ErrorContextCallback context = {error_context_stack, line_context, &line_no};

	if (!JB_ROOT_IS_ARRAY(json) || JB_ROOT_IS_SCALAR(json))
		report_structure(psprintf("It is %s and not an array.",
								  JB_ROOT_IS_OBJECT(json) ? "an object" : "a scalar"));

	fl_journal_builder_init(&builder);
	error_context_stack = &context;
	iterator = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&iterator, &element, true)) != WJB_DONE)
	{
		JournalLine line;

		if (token != WJB_ELEM)
			continue;
		CHECK_FOR_INTERRUPTS();
		read_line(&line, ++line_no, &element);
		fl_journal_builder_add(&builder, &line);
	}
	error_context_stack = context.previous;
	PG_RETURN_POINTER(fl_journal_builder_finish(&builder, NULL));
}

/* ---------- out ---------- */

static void
append_member(StringInfo out, const char *key, const char *value, int length)
{
	char	   *text = pnstrdup(value, length);

	appendStringInfo(out, ", \"%s\": ", key);
	escape_json(out, text);
	pfree(text);
}

/*
 * By way of its text: jsonb_in is the one way of making a jsonb that has not
 * changed from server to server.
 */
PG_FUNCTION_INFO_V1(fl_journal_to_jsonb);

Datum
fl_journal_to_jsonb(PG_FUNCTION_ARGS)
{
	struct varlena *journal = PG_GETARG_JOURNAL(0);
	JournalReader reader;
	JournalLine line;
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoChar(&out, '[');
	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		char		code[ACCOUNT_CODE_TEXT_SIZE];
		char		amount[AMOUNT_TEXT_SIZE];

		fl_account_code_print(line.account, code);
		fl_amount_print(line.amount, amount);
		appendStringInfo(&out, "%s{\"side\": \"%s\", \"account\": \"%s\", \"amount\": \"%s\"",
						 out.len > 1 ? ", " : "", line.credit ? "credit" : "debit", code, amount);
		if (line.party != NULL)
			append_member(&out, "party", line.party, line.party_length);
		if (line.memo != NULL)
			append_member(&out, "memo", line.memo, line.memo_length);
		appendStringInfoChar(&out, '}');
	}
	appendStringInfoChar(&out, ']');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(out.data));
}

/*
 * journal_io.c
 *		Text and binary forms of the type journal.
 *
 * Text: "Dr 1003 1200.00, Cr 400101 1200.00 @P01 'a memo'".  Input also takes
 * 借 and 贷 and full-width punctuation, as a Chinese keyboard gives it; output
 * is ASCII but for parties and memos.  journal_text() writes it in Chinese:
 * "借 1003 1200.00，贷 400101 1200.00 @P01 ‘a memo’".
 *
 * Binary (send, recv): version byte, int32 number of lines, then per line the
 * flags byte, int64 account, int64 amount and, where the flags say so, the
 * party and the memo as int32 length and text.
 */
#include "postgres.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "server/errors.h"
#include "types/journal.h"

/* ---------- text in ---------- */

/* What follows "word" if the text begins with it, else NULL. */
static inline const char *
after_word(const char *text, const char *word)
{
	for (; *word != '\0'; text++, word++)
	{
		if (*text != *word)
			return NULL;
	}
	return text;
}

/* If *at begins with one of the words, steps over it. */
static bool
accept(const char **at, const char *const *words)
{
	for (; *words != NULL; words++)
	{
		const char *after = after_word(*at, *words);

		if (after != NULL)
		{
			*at = after;
			return true;
		}
	}
	return false;
}

static const char *const space_words[] = {" ", "\t", "\n", "\r", "\v", "\f", "　", NULL};
static const char *const debit_words[] = {"Dr", "借", "dr", "DR", NULL};
static const char *const credit_words[] = {"Cr", "贷", "cr", "CR", NULL};
static const char *const colon_words[] = {":", "：", NULL};
static const char *const comma_words[] = {",", "，", ";", "；", NULL};
static const char *const at_words[] = {"@", "＠", NULL};
static const char *const ascii_quote[] = {"'", NULL};
static const char *const double_quote[] = {"\"", NULL};
static const char *const opening_quote[] = {"‘", NULL};
static const char *const closing_quote[] = {"’", NULL};
static const char *const wide_digits[] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９", NULL};

/* Mostly it is one space, or none: what a byte can tell is not looked up. */
static bool
skip_space(const char **at)
{
	const char *begin = *at;

	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		if (**at == ' ')
			(*at)++;
		else if ((**at > ' ' && **at < '\x7f') || !accept(at, space_words))
			return *at != begin;
	}
}

/*
 * Reads up to the closing quote, which stands for itself where it is doubled.
 * The text is palloc'd; NULL if the quote is never closed.
 */
static const char *
read_quoted(const char **at, const char *const *quote, int *length)
{
	StringInfoData text;

	initStringInfo(&text);
	while (**at != '\0')
	{
		const char *before = *at;

		CHECK_FOR_INTERRUPTS();
		if (!accept(at, quote))
			appendStringInfoCharMacro(&text, *(*at)++);
		else if (accept(at, quote))
			appendBinaryStringInfo(&text, before, (*at - before) / 2);
		else
		{
			*length = text.len;
			return text.data;
		}
	}
	return NULL;
}

/* A party code without quotes ends where anything else could begin. */
static const char *
read_bare_party(const char **at, int *length)
{
	const char *begin = *at;

	while (**at != '\0')
	{
		const char *look = *at;

		CHECK_FOR_INTERRUPTS();
		if (accept(&look, space_words) || accept(&look, comma_words) ||
			accept(&look, ascii_quote) || accept(&look, opening_quote) ||
			accept(&look, double_quote) || accept(&look, at_words))
			break;
		*at += pg_mblen(*at);
	}
	*length = *at - begin;
	return *length > 0 ? begin : NULL;
}

/* What an input method for Chinese makes of the digits; they are there to see. */
static const char *
missing(const char *at, const char *fault)
{
	return accept(&at, wide_digits) ? "digits are half-width, 0 to 9" : fault;
}

/* The amount of a line as it was written: whether it is one is said once the line has been read. */
typedef struct AmountText
{
	const char *begin;
	const char *end;
	AmountFault fault;
} AmountText;

/* What is wrong with how a line is written, or NULL; *at is then where it is wrong. */
static const char *
read_line(const char **at, JournalLine *line, AmountText *amount)
{
	const char *end;

	line->party = line->memo = NULL;
	line->party_length = line->memo_length = 0;

	if (accept(at, credit_words))
		line->credit = true;
	else if (accept(at, debit_words))
		line->credit = false;
	else
		return "a line begins with Dr or Cr";
	skip_space(at);
	if (accept(at, colon_words))
		skip_space(at);

	if (!fl_account_code_scan(*at, &end, &line->account))
		return missing(*at, "an account code of 3 to 16 digits is missing");
	*at = end;
	if (!skip_space(at))
		return "a space and an amount must follow the account code";

	amount->begin = *at;
	amount->fault = fl_amount_scan(*at, &amount->end, &line->amount);
	if (amount->fault == AMOUNT_SYNTAX)
		return missing(*at, "an amount is missing");
	*at = amount->end;
	skip_space(at);

	if (accept(at, at_words))
	{
		line->party = accept(at, double_quote) ?
			read_quoted(at, double_quote, &line->party_length) :
			read_bare_party(at, &line->party_length);
		if (line->party == NULL || line->party_length == 0)
			return "a party code must follow the @ sign";
		if (line->party_length > JOURNAL_MAX_PARTY)
			return "a party code has at most 255 bytes";
		skip_space(at);
	}

	if (accept(at, ascii_quote))
		line->memo = read_quoted(at, ascii_quote, &line->memo_length);
	else if (accept(at, opening_quote))
		line->memo = read_quoted(at, closing_quote, &line->memo_length);
	else
		return NULL;
	if (line->memo == NULL)
		return "the quote of a memo is not closed";
	if (line->memo_length > JOURNAL_MAX_MEMO)
		return "a memo has at most 65535 bytes";
	skip_space(at);
	return NULL;
}

/* Reports what is wrong, and where, without repeating a text of megabytes. */
static struct varlena *
report_bad_line(struct Node *escontext, int line_no, const char *fault, const char *at)
{
	int			length = pg_mbcliplen(at, strlen(at), 40);

	if (length == 0)
		ereturn(escontext, NULL,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type journal"),
				 errdetail("In line %d, at the end of the text: %s.", line_no, fault),
				 errhint("A journal reads: Dr 1003 1200.00, Cr 400101 1200.00")));
	ereturn(escontext, NULL,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type journal"),
			 errdetail("In line %d, at \"%.*s\": %s.", line_no, length, at, fault),
			 errhint("A journal reads: Dr 1003 1200.00, Cr 400101 1200.00")));
}

/* What is well written and no amount is refused as everywhere else. */
static struct varlena *
report_bad_amount(struct Node *escontext, int line_no, const AmountText *amount)
{
	int			length = Min(amount->end - amount->begin, 40);

	fl_amount_report(amount->fault, pnstrdup(amount->begin, length),
					 psprintf("It stands in line %d of the journal.", line_no), escontext);
	return NULL;
}

static struct varlena *
journal_from_text(const char *at, struct Node *escontext)
{
	JournalBuilder builder;

	fl_journal_builder_init(&builder);
	skip_space(&at);
	for (int line_no = 1; *at != '\0'; line_no++)
	{
		JournalLine line;
		AmountText	amount;
		const char *begin = at;
		const char *fault;
		bool		more;

		CHECK_FOR_INTERRUPTS();
		fault = read_line(&at, &line, &amount);
		if (fault != NULL)
			return report_bad_line(escontext, line_no, fault, *at != '\0' ? at : begin);
		more = accept(&at, comma_words);
		if (!more && *at != '\0')
			return report_bad_line(escontext, line_no, "a comma must stand between two lines", at);
		if (more && isdigit((unsigned char) *at))
			return report_bad_line(escontext, line_no, "an amount has no thousands separators", at);
		if (amount.fault != AMOUNT_OK)
			return report_bad_amount(escontext, line_no, &amount);
		fl_journal_builder_add(&builder, &line);

		if (!more)
			break;
		skip_space(&at);
		if (*at == '\0')
			return report_bad_line(escontext, line_no + 1, "a line must follow the comma", at);
	}
	return fl_journal_builder_finish(&builder, escontext);
}

struct varlena *
fl_journal_from_cstring(const char *text)
{
	return journal_from_text(text, NULL);
}

PG_FUNCTION_INFO_V1(fl_journal_in);

Datum
fl_journal_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(journal_from_text(PG_GETARG_CSTRING(0), fcinfo->context));
}

/* ---------- text out ---------- */

/* What a journal is written with in a language; input reads all of them. */
typedef struct JournalWords
{
	const char *language;
	const char *chinese;
	const char *side[2];		/* debit, credit */
	const char *comma;
	const char *opening_quote;
	const char *closing_quote;
} JournalWords;

static const JournalWords english = {"en", "英文", {"Dr", "Cr"}, ", ", "'", "'"};
static const JournalWords chinese = {"zh", "中文", {"借", "贷"}, "，", "‘", "’"};

/* A quote within the text is doubled; only that which closes would end it. */
static void
append_quoted(StringInfo out, const char *opening, const char *closing,
			  const char *text, int length)
{
	int			quote_length = strlen(closing);

	appendStringInfoString(out, opening);
	for (int i = 0; i < length; i++)
	{
		if (length - i >= quote_length && memcmp(text + i, closing, quote_length) == 0)
		{
			appendStringInfoString(out, closing);
			appendStringInfoString(out, closing);
			i += quote_length - 1;
		}
		else
			appendStringInfoCharMacro(out, text[i]);
	}
	appendStringInfoString(out, closing);
}

/* Letters, digits, a few marks, and Chinese but for its punctuation. */
static bool
party_needs_quotes(const char *party, int length)
{
	for (int i = 0; i < length; i++)
	{
		unsigned char c = (unsigned char) party[i];

		if (c < 0x80 && !isalnum(c) && strchr("-_./:", c) == NULL)
			return true;
		if (c == 0xE2 || c == 0xEF ||
			(c == 0xE3 && i + 1 < length && (unsigned char) party[i + 1] == 0x80))
			return true;
	}
	return false;
}

static void
append_line(StringInfo out, const JournalLine *line, const JournalWords *words)
{
	char		code[ACCOUNT_CODE_TEXT_SIZE];
	char		amount[AMOUNT_TEXT_SIZE];

	fl_account_code_print(line->account, code);
	fl_amount_print(line->amount, amount);
	appendStringInfo(out, "%s %s %s", words->side[line->credit], code, amount);
	if (line->party != NULL)
	{
		appendStringInfoString(out, " @");
		if (party_needs_quotes(line->party, line->party_length))
			append_quoted(out, "\"", "\"", line->party, line->party_length);
		else
			appendBinaryStringInfo(out, line->party, line->party_length);
	}
	if (line->memo != NULL)
	{
		appendStringInfoChar(out, ' ');
		append_quoted(out, words->opening_quote, words->closing_quote,
					  line->memo, line->memo_length);
	}
}

static char *
journal_to_text(struct varlena *journal, const JournalWords *words)
{
	JournalReader reader;
	JournalLine line;
	StringInfoData out;

	initStringInfo(&out);
	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		if (out.len > 0)
			appendStringInfoString(&out, words->comma);
		append_line(&out, &line, words);
	}
	return out.data;
}

char *
fl_journal_to_cstring(struct varlena *journal)
{
	return journal_to_text(journal, &english);
}

/* Whoever loads many journals has to find one among them; it may have millions of lines. */
#define SHOWN_LINES	4
#define SHOWN_BYTES	200

char *
fl_journal_beginning(struct varlena *journal)
{
	JournalReader reader;
	JournalLine line;
	StringInfoData out;
	int			count = 0;
	bool		more;

	initStringInfo(&out);
	journal_reader_init(&reader, journal);
	while ((more = journal_reader_next(&reader, &line)) && count++ < SHOWN_LINES)
	{
		if (out.len > 0)
			appendStringInfoString(&out, english.comma);
		append_line(&out, &line, &english);
	}
	if (out.len > SHOWN_BYTES)
	{
		out.len = pg_mbcliplen(out.data, out.len, SHOWN_BYTES);
		more = true;
	}
	out.data[out.len] = '\0';
	if (more)
		appendStringInfoString(&out, " …");
	return out.data;
}

char *
fl_journal_to_chinese(struct varlena *journal)
{
	return journal_to_text(journal, &chinese);
}

PG_FUNCTION_INFO_V1(fl_journal_out);

Datum
fl_journal_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(fl_journal_to_cstring(PG_GETARG_JOURNAL(0)));
}

static const JournalWords *
words_of_language(const char *language)
{
	if (strcmp(language, english.language) == 0 || strcmp(language, english.chinese) == 0)
		return &english;
	if (strcmp(language, chinese.language) == 0 || strcmp(language, chinese.chinese) == 0)
		return &chinese;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a journal cannot be written in language \"%s\"", language),
			 errhint("The languages are \"%s\" (%s) and \"%s\" (%s).", english.language, english.chinese,
					 chinese.language, chinese.chinese)));
	return NULL;				/* keep compiler quiet */
}

PG_FUNCTION_INFO_V1(fl_journal_text);

Datum
fl_journal_text(PG_FUNCTION_ARGS)
{
	const JournalWords *words = words_of_language(TextDatumGetCString(PG_GETARG_DATUM(1)));

	PG_RETURN_TEXT_P(cstring_to_text(journal_to_text(PG_GETARG_JOURNAL(0), words)));
}

/* ---------- binary ---------- */

static int
line_flags(const JournalLine *line)
{
	return (line->credit ? JOURNAL_LINE_CREDIT : 0) |
		(line->party != NULL ? JOURNAL_LINE_PARTY : 0) |
		(line->memo != NULL ? JOURNAL_LINE_MEMO : 0);
}

/* pq_sendcountedtext, whose arguments depend on the server's version. */
static void
send_text(StringInfo out, const char *text, int length)
{
	char	   *converted = pg_server_to_client(text, length);

	if (converted != text)
		length = strlen(converted);
	pq_sendint32(out, length);
	pq_sendbytes(out, converted, length);
	if (converted != text)
		pfree(converted);
}

PG_FUNCTION_INFO_V1(fl_journal_send);

Datum
fl_journal_send(PG_FUNCTION_ARGS)
{
	struct varlena *journal = PG_GETARG_JOURNAL(0);
	JournalReader reader;
	JournalLine line;
	StringInfoData out;
	int			count = 0;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		count++;

	pq_begintypsend(&out);
	pq_sendbyte(&out, JOURNAL_VERSION);
	pq_sendint32(&out, count);
	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
	{
		pq_sendbyte(&out, line_flags(&line));
		pq_sendint64(&out, line.account);
		pq_sendint64(&out, line.amount);
		if (line.party != NULL)
			send_text(&out, line.party, line.party_length);
		if (line.memo != NULL)
			send_text(&out, line.memo, line.memo_length);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

pg_noreturn static void
report_bad_bytes(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid binary representation of type journal"),
			 errdetail_internal("%s", detail)));
}

/*
 * pq_getmsgtext refuses lengths beyond the message and what is no text; what
 * is too long in our encoding, whatever it was in the client's, the builder
 * refuses.
 */
static const char *
recv_text(StringInfo in, int *length)
{
	int			bytes = pq_getmsgint(in, 4);

	return pq_getmsgtext(in, bytes, length);
}

static void
recv_line(StringInfo in, JournalLine *line)
{
	int			flags = pq_getmsgbyte(in);

	if (flags & ~JOURNAL_LINE_FLAGS)
		report_bad_bytes("A line has unknown flags.");
	memset(line, 0, sizeof(*line));
	line->credit = (flags & JOURNAL_LINE_CREDIT) != 0;
	line->account = pq_getmsgint64(in);
	if (!fl_account_code_is_valid(line->account))
		report_bad_bytes("A line has an impossible account code.");
	line->amount = pq_getmsgint64(in);
	if (line->amount < AMOUNT_MIN)
		report_bad_bytes("A line has an impossible amount.");
	if (flags & JOURNAL_LINE_PARTY)
	{
		line->party = recv_text(in, &line->party_length);
		if (line->party_length == 0)
			report_bad_bytes("A line has an empty party code.");
	}
	if (flags & JOURNAL_LINE_MEMO)
		line->memo = recv_text(in, &line->memo_length);
}

PG_FUNCTION_INFO_V1(fl_journal_recv);

Datum
fl_journal_recv(PG_FUNCTION_ARGS)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);
	JournalBuilder builder;
	int32		count;

	if (pq_getmsgbyte(in) != JOURNAL_VERSION)
		report_bad_bytes("The format version is unknown.");
	count = pq_getmsgint(in, 4);
	if (count < 0)
		report_bad_bytes("The number of lines is negative.");

	/* A false count ends at the end of the message, not in a large palloc. */
	fl_journal_builder_init(&builder);
	for (int32 i = 0; i < count; i++)
	{
		JournalLine line;

		CHECK_FOR_INTERRUPTS();
		recv_line(in, &line);
		fl_journal_builder_add(&builder, &line);
	}
	PG_RETURN_POINTER(fl_journal_builder_finish(&builder, NULL));
}

/*
 * server.c
 *		As much of the server as the parsers and receive functions call, for
 *		the fuzzer.
 *
 * The rest comes from the server's own libpgcommon and libpgport.  Each palloc
 * is a malloc of just that size, so the address sanitizer sees a write past
 * it, which it cannot inside a server; what a run has allocated is freed after
 * it, as a memory context would be.  An ereport ends the run; one without a
 * SQLSTATE is an elog, "cannot happen", and stops the fuzzer.
 */
#include "postgres.h"

#include <setjmp.h>

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "server.h"

/* ---------- errors ---------- */

jmp_buf		fuzz_error;
bool		fuzz_error_expected;
static int	sqlstate;

bool
errstart(int elevel, const char *domain)
{
	sqlstate = 0;
	return elevel >= ERROR;
}

bool
errstart_cold(int elevel, const char *domain)
{
	return errstart(elevel, domain);
}

void
errfinish(const char *filename, int lineno, const char *funcname)
{
	if (sqlstate == 0 || !fuzz_error_expected)
	{
		fprintf(stderr, "error at %s:%d\n", filename, lineno);
		abort();
	}
	longjmp(fuzz_error, 1);
}

int
errcode(int code)
{
	sqlstate = code;
	return 0;
}

/* Formats the message: its arguments are ours to get right. */
static void
format_message(const char *format, va_list arguments)
{
	char		message[1024];

	vsnprintf(message, sizeof(message), format, arguments);
}

#define MESSAGE_FUNCTION(name) \
int \
name(const char *format,...) \
{ \
	va_list		arguments; \
\
	va_start(arguments, format); \
	format_message(format, arguments); \
	va_end(arguments); \
	return 0; \
}

MESSAGE_FUNCTION(errmsg)
MESSAGE_FUNCTION(errmsg_internal)
MESSAGE_FUNCTION(errdetail)
MESSAGE_FUNCTION(errdetail_internal)
MESSAGE_FUNCTION(errhint)

/* ---------- memory ---------- */

typedef struct Chunk
{
	struct Chunk *previous;
	struct Chunk *next;
} Chunk;

static Chunk chunks = {&chunks, &chunks};
MemoryContext CurrentMemoryContext = NULL;

void *
palloc(Size size)
{
	Chunk	   *chunk = malloc(sizeof(Chunk) + size);

	chunk->previous = &chunks;
	chunk->next = chunks.next;
	chunks.next->previous = chunk;
	chunks.next = chunk;
	return chunk + 1;
}

void
pfree(void *pointer)
{
	Chunk	   *chunk = (Chunk *) pointer - 1;

	chunk->previous->next = chunk->next;
	chunk->next->previous = chunk->previous;
	free(chunk);
}

void
fuzz_free_all(void)
{
	while (chunks.next != &chunks)
		pfree(chunks.next + 1);
}

void *
palloc0(Size size)
{
	return memset(palloc(size), 0, size);
}

void *
repalloc(void *pointer, Size size)
{
	Chunk	   *chunk = realloc((Chunk *) pointer - 1, sizeof(Chunk) + size);

	chunk->previous->next = chunk;
	chunk->next->previous = chunk;
	return chunk + 1;
}

void *
MemoryContextAllocHuge(MemoryContext context, Size size)
{
	return palloc(size);
}

char *
pnstrdup(const char *string, Size length)
{
	Size		n = strnlen(string, length);
	char	   *copy = memcpy(palloc(n + 1), string, n);

	copy[n] = '\0';
	return copy;
}

char *
pstrdup(const char *string)
{
	return pnstrdup(string, strlen(string));
}

/* ---------- values ---------- */

struct varlena *
pg_detoast_datum_packed(struct varlena *datum)
{
	return datum;
}

struct varlena *
pg_detoast_datum(struct varlena *datum)
{
	return datum;
}

text *
cstring_to_text_with_len(const char *string, int length)
{
	text	   *result = palloc(length + VARHDRSZ);

	SET_VARSIZE(result, length + VARHDRSZ);
	memcpy(VARDATA(result), string, length);
	return result;
}

text *
cstring_to_text(const char *string)
{
	return cstring_to_text_with_len(string, strlen(string));
}

char *
text_to_cstring(const text *value)
{
	return pnstrdup(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

Datum
textsend(PG_FUNCTION_ARGS)
{
	return PG_GETARG_DATUM(0);
}

int
pg_ulltoa_n(uint64 value, char *buffer)
{
	char		digits[24];
	int			length = snprintf(digits, sizeof(digits), UINT64_FORMAT, value);

	memcpy(buffer, digits, length);
	return length;
}

char *
pg_ultostr_zeropad(char *buffer, uint32 value, int32 width)
{
	char		digits[16];
	int			length = snprintf(digits, sizeof(digits), "%0*u", width, value);

	memcpy(buffer, digits, length);
	return buffer + length;
}

/* numeric occurs in messages only: the totals of a journal off balance. */
Numeric
int64_div_fast_to_numeric(int64 value, int scale)
{
	return NULL;
}

Numeric
int64_to_numeric(int64 value)
{
	return NULL;
}

Datum
DirectFunctionCall1Coll(PGFunction function, Oid collation, Datum argument)
{
	return CStringGetDatum(pstrdup("0"));
}

Datum
DirectFunctionCall2Coll(PGFunction function, Oid collation, Datum a, Datum b)
{
	return (Datum) 0;
}

/* ---------- encoding: UTF-8, as the database has it ---------- */

int
pg_mblen(const char *character)
{
	return pg_encoding_mblen(PG_UTF8, character);
}

int
pg_mbcliplen(const char *string, int length, int limit)
{
	int			clipped = 0;

	while (clipped < length && clipped + pg_mblen(string + clipped) <= limit)
		clipped += pg_mblen(string + clipped);
	return clipped;
}

char *
pg_server_to_client(const char *string, int length)
{
	return unconstify(char *, string);
}

/* ---------- messages: pqformat.h differs between versions ---------- */

static const char *
take(StringInfo message, int length)
{
	const char *at = message->data + message->cursor;

	if (length < 0 || length > message->len - message->cursor)
		ereport(ERROR,
				(errcode(ERRCODE_PROTOCOL_VIOLATION),
				 errmsg("insufficient data left in message")));
	message->cursor += length;
	return at;
}

int
pq_getmsgbyte(StringInfo message)
{
	return (unsigned char) *take(message, 1);
}

unsigned int
pq_getmsgint(StringInfo message, int length)
{
	uint32		value;

	Assert(length == sizeof(value));
	memcpy(&value, take(message, length), length);
	return pg_ntoh32(value);
}

int64
pq_getmsgint64(StringInfo message)
{
	uint64		value;

	memcpy(&value, take(message, sizeof(value)), sizeof(value));
	return pg_ntoh64(value);
}

/* The server refuses a zero byte and what is not of the encoding. */
char *
pq_getmsgtext(StringInfo message, int length, int *bytes)
{
	char	   *text = pnstrdup(take(message, length), length);

	if (strlen(text) != length || pg_encoding_verifymbstr(PG_UTF8, text, length) != length)
		ereport(ERROR,
				(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
				 errmsg("invalid byte sequence")));
	*bytes = length;
	return text;
}

void
pq_begintypsend(StringInfo message)
{
	initStringInfo(message);
	appendStringInfoSpaces(message, VARHDRSZ);
}

bytea *
pq_endtypsend(StringInfo message)
{
	SET_VARSIZE(message->data, message->len);
	return (bytea *) message->data;
}

void
pq_sendbytes(StringInfo message, const void *data, int length)
{
	appendBinaryStringInfo(message, data, length);
}

/* ---------- lists and interrupts ---------- */

void
qsort_interruptible(void *base, size_t count, size_t size, qsort_arg_comparator compare, void *argument)
{
	qsort_arg(base, count, size, compare, argument);
}

volatile sig_atomic_t InterruptPending = false;

void
ProcessInterrupts(void)
{
}

List *
list_make1_impl(NodeTag type, ListCell cell)
{
	List	   *list = palloc(sizeof(List));

	list->type = type;
	list->length = list->max_length = 1;
	list->elements = palloc(sizeof(ListCell));
	list->elements[0] = cell;
	return list;
}

List *
list_concat(List *a, const List *b)
{
	List	   *list = palloc(sizeof(List));
	int			length = list_length(a);

	if (b == NIL)
		return a;
	list->type = b->type;
	list->length = list->max_length = length + b->length;
	list->elements = palloc(list->length * sizeof(ListCell));
	if (a != NIL)
		memcpy(list->elements, a->elements, length * sizeof(ListCell));
	memcpy(list->elements + length, b->elements, b->length * sizeof(ListCell));
	return list;
}

void
list_free(List *list)
{
}

/*
 * fuzz.c
 *		The parsers and receive functions under libFuzzer: "make fuzz".
 *
 * FUZZ_TARGET names the input: the text of a type, or with "_recv" its
 * message.  Refused is well; what is taken must survive every round trip:
 * text and message come back as the same bytes.  server.c stands for the
 * server.
 */
#include "postgres.h"

#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"

#include "statements/formula.h"
#include "types/account_code.h"
#include "types/journal.h"
#include "server.h"

typedef struct FuzzType
{
	const char *name;
	PGFunction	in;
	PGFunction	out;
	PGFunction	recv;
	PGFunction	send;			/* NULL: that of int8 or int4 */
	int			length;			/* of a value; -1: a varlena */
	void		(*laws) (Datum value);	/* what else must hold, or NULL */
} FuzzType;

#define FUNCTIONS(type) \
	extern Datum fl_##type##_in(PG_FUNCTION_ARGS); \
	extern Datum fl_##type##_out(PG_FUNCTION_ARGS); \
	extern Datum fl_##type##_recv(PG_FUNCTION_ARGS)

FUNCTIONS(amount);
FUNCTIONS(account_code);
FUNCTIONS(period);
FUNCTIONS(voucher_kind);
FUNCTIONS(basis);
FUNCTIONS(journal);
FUNCTIONS(formula);
extern Datum fl_voucher_kind_send(PG_FUNCTION_ARGS);
extern Datum fl_basis_send(PG_FUNCTION_ARGS);
extern Datum fl_journal_send(PG_FUNCTION_ARGS);
extern Datum fl_journal_add(PG_FUNCTION_ARGS);
extern Datum fl_formula_send(PG_FUNCTION_ARGS);
extern Datum fl_from_chinese(PG_FUNCTION_ARGS);
extern Datum fl_to_chinese(PG_FUNCTION_ARGS);

/* Unlike Assert, in every build. */
#define REQUIRE(condition) \
	do { if (!(condition)) { fprintf(stderr, "not so: %s\n", #condition); abort(); } } while (0)

static Datum
call(PGFunction function, Datum a, Datum b)
{
	LOCAL_FCINFO(fcinfo, 2);

	InitFunctionCallInfoData(*fcinfo, NULL, 2, InvalidOid, NULL, NULL);
	fcinfo->args[0] = (NullableDatum) {a, false};
	fcinfo->args[1] = (NullableDatum) {b, false};
	return function(fcinfo);
}

/* ---------- laws ---------- */

static void
check_account_code(Datum value)
{
	AccountCode code = DatumGetAccountCode(value);

	REQUIRE(fl_account_code_is_valid(code));
	for (AccountCode parent = account_code_parent(code); parent != 0; parent = account_code_parent(parent))
	{
		REQUIRE(fl_account_code_is_valid(parent));
		REQUIRE(parent < code && account_code_is_within(code, parent));
		REQUIRE(account_code_level(parent) < account_code_level(code));
	}
}

/* The laws of the group; a sum that is out of range raises, and is none. */
static void
check_journal(Datum value)
{
	struct varlena *journal = DatumGetJournal(value);
	struct varlena *opposite = fl_journal_negate(journal);
	Datum		sum;

	REQUIRE(fl_journal_is_equal(journal, journal));
	REQUIRE(fl_journal_is_equal(fl_journal_negate(opposite), journal));
	REQUIRE(fl_journal_is_empty(journal) == fl_journal_is_empty(opposite));
	fuzz_error_expected = true;
	if (setjmp(fuzz_error) == 0)
	{
		sum = call(fl_journal_add, value, PointerGetDatum(opposite));
		REQUIRE(fl_journal_is_empty(DatumGetJournal(sum)));
		sum = call(fl_journal_add, value, PointerGetDatum(fl_journal_from_cstring("")));
		REQUIRE(fl_journal_is_equal(DatumGetJournal(sum), journal));
	}
	fuzz_error_expected = false;
}

static void
check_formula(Datum value)
{
	char	   *error;
	List	   *terms = fl_formula_parse(text_to_cstring(DatumGetTextPP(value)), &error);
	ListCell   *lc;

	REQUIRE(error == NULL);
	foreach(lc, terms)
	{
		FormulaTerm *term = lfirst(lc);

		REQUIRE(term->denominator > 0);
		REQUIRE(term->item != NULL || fl_account_code_is_valid(term->code));
	}
}

/* 中文大写 as if it were the text of a type; its message is that of amount. */
static Datum
fl_chinese_amount_in(PG_FUNCTION_ARGS)
{
	return call(fl_from_chinese, PointerGetDatum(cstring_to_text(PG_GETARG_CSTRING(0))), 0);
}

static Datum
fl_chinese_amount_out(PG_FUNCTION_ARGS)
{
	return CStringGetDatum(TextDatumGetCString(call(fl_to_chinese, PG_GETARG_DATUM(0), 0)));
}

static const FuzzType types[] = {
	{"chinese_amount", fl_chinese_amount_in, fl_chinese_amount_out, fl_amount_recv, NULL, 8, NULL},
	{"amount", fl_amount_in, fl_amount_out, fl_amount_recv, NULL, 8, NULL},
	{"account_code", fl_account_code_in, fl_account_code_out, fl_account_code_recv, NULL, 8, check_account_code},
	{"period", fl_period_in, fl_period_out, fl_period_recv, NULL, 4, NULL},
	{"voucher_kind", fl_voucher_kind_in, fl_voucher_kind_out, fl_voucher_kind_recv, fl_voucher_kind_send, 1, NULL},
	{"basis", fl_basis_in, fl_basis_out, fl_basis_recv, fl_basis_send, 1, NULL},
	{"journal", fl_journal_in, fl_journal_out, fl_journal_recv, fl_journal_send, -1, check_journal},
	{"formula", fl_formula_in, fl_formula_out, fl_formula_recv, fl_formula_send, -1, check_formula},
};

/* ---------- round trips ---------- */

static bool
is_same(const FuzzType *type, Datum a, Datum b)
{
	if (type->length > 0)
		return a == b;
	return VARSIZE_ANY(a) == VARSIZE_ANY(b) &&
		memcmp(DatumGetPointer(a), DatumGetPointer(b), VARSIZE_ANY(a)) == 0;
}

static Datum
receive(const FuzzType *type, const char *bytes, size_t length)
{
	StringInfoData message = {
		.data = unconstify(char *, bytes), .len = length, .maxlen = length
	};
	Datum		value = call(type->recv, PointerGetDatum(&message), 0);

	/* Bytes left over are an error of the caller, not of the function. */
	if (message.cursor != length)
		ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION));
	return value;
}

static bytea *
send_value(const FuzzType *type, Datum value)
{
	uint64		bytes = type->length == 8 ? pg_hton64(value) : pg_hton32((uint32) value);

	if (type->send != NULL)
		return DatumGetByteaPP(call(type->send, value, 0));
	return cstring_to_text_with_len((const char *) &bytes, type->length);
}

static void
check_value(const FuzzType *type, Datum value)
{
	Datum		text = call(type->out, value, 0);
	bytea	   *sent = send_value(type, value);

	REQUIRE(is_same(type, call(type->in, text, 0), value));
	REQUIRE(is_same(type, receive(type, VARDATA_ANY(sent), VARSIZE_ANY_EXHDR(sent)), value));
	if (type->laws != NULL)
		type->laws(value);
}

/* The server has made sure that a text is UTF-8 and without zero bytes. */
static bool
is_text(const char *data, size_t size)
{
	return memchr(data, '\0', size) == NULL &&
		pg_encoding_verifymbstr(PG_UTF8, data, size) == size;
}

static const FuzzType *target;
static bool target_receives;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_TARGET");

	for (int i = 0; name != NULL && i < lengthof(types); i++)
	{
		size_t		length = strlen(types[i].name);

		target_receives = strcmp(name + Min(length, strlen(name)), "_recv") == 0;
		if (strncmp(name, types[i].name, length) == 0 && (name[length] == '\0' || target_receives))
		{
			target = &types[i];
			return 0;
		}
	}
	fprintf(stderr, "FUZZ_TARGET names no target\n");
	exit(1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *input = pnstrdup("", 0);
	volatile Datum value = 0;
	volatile bool taken = false;

	if (target_receives || is_text((const char *) data, size))
	{
		/* Its very size, so that a read past the end is seen. */
		input = palloc(size + (target_receives ? 0 : 1));
		memcpy(input, data, size);
		if (!target_receives)
			input[size] = '\0';
		fuzz_error_expected = true;
		if (setjmp(fuzz_error) == 0)
		{
			value = target_receives ? receive(target, input, size) :
				call(target->in, CStringGetDatum(input), 0);
			taken = true;
		}
		fuzz_error_expected = false;
	}
	if (taken)
		check_value(target, value);
	fuzz_free_all();
	return 0;
}

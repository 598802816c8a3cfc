/*
 * posting.c
 *		Judges vouchers: the trigger on ledger.voucher, for every path.
 *
 * The trigger is one a statement, with a transition table, so that COPY keeps
 * its multi-insert and a statement of any size costs one set of locks.  It
 * writes nothing, except for books that number at posting and accounts that
 * are guarded against overdraft: the journals are the balances.
 *
 * It goes over the new rows twice: first for the book-months, which it holds
 * shared (fence.h) before it looks whether they are open, then for the
 * vouchers themselves.  posting.sql declares it; post.c has fund.post().
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_inherits.h"
#include "executor/tuptable.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/tuplestore.h"

#include "ledger/book.h"
#include "ledger/duty.h"
#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/party.h"
#include "ledger/trigger.h"
#include "ledger/voucher.h"
#include "posting/guard.h"
#include "posting/numbering.h"
#include "posting/pairs.h"
#include "posting/poster.h"
#include "posting/posting.h"
#include "posting/reversal.h"
#include "server/blank.h"
#include "server/errors.h"
#include "types/journal.h"

/* What the trigger knows while it judges one statement's vouchers. */
typedef struct Posting
{
	MemoryContext context;		/* of the statement */
	const char *poster;			/* who must have prepared the vouchers; NULL: anybody may */
	BookMonth  *months;
	int			month_count;
	int			month_room;

	/* the book of the voucher at hand, and what was found out about it */
	const Book *book;
	Standard   *standard;
	Period		open_period;	/* 0: none yet */

	Pairs		pairs;
	GuardedChanges *guarded;
	NumberedVouchers *numbered;
} Posting;

/* ---------- errors say which voucher ---------- */

typedef struct JudgedVoucher
{
	const Posting *posting;
	const Voucher *voucher;
} JudgedVoucher;

static void
voucher_context(void *arg)
{
	const JudgedVoucher *judged = arg;

	errcontext("voucher \"%s\" of %s in book \"%s\"",
			   text_to_cstring(judged->voucher->summary),
			   DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(judged->voucher->date))),
			   judged->posting->book->code);
}

/* ---------- fields ---------- */

static bool
is_blank(const text *value)
{
	return fl_is_blank(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

static void
check_fields(const Posting *posting, const Voucher *voucher)
{
	if (is_blank(voucher->summary))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("summary of a voucher is empty"),
				 errhint("Say in a few words what the voucher is for (摘要).")));
	if (voucher->source_key != NULL && is_blank(voucher->source_key))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("source key of a voucher is empty"),
				 errhint("Leave it null where the source has no key.")));
	if (voucher->attachments < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("number of attachments cannot be negative: %d", voucher->attachments),
				 errhint("Leave it null where nothing is attached.")));
	if (voucher->kind == KIND_OPENING && voucher->period != posting->book->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_OPENING_TOO_LATE),
				 errmsg("opening voucher is not in the first period of book \"%s\"",
						posting->book->code),
				 errdetail("The voucher is of %s and the book begins with %s.",
						   fl_period_text(voucher->period), fl_period_text(posting->book->first_period)),
				 errhint("Restate balances with a voucher of kind adjustment.")));
}

/* Right once the month is held. */
static void
check_month_open(Posting *posting, Period period)
{
	const Book *book = posting->book;
	Period		closed_through;

	if (period == posting->open_period)
		return;
	closed_through = fl_book_closed_through(book);
	if (period < book->first_period)
		ereport(ERROR,
				(errcode(ERRCODE_BEFORE_FIRST_PERIOD),
				 errmsg("cannot post to period \"%s\" of book \"%s\"", fl_period_text(period), book->code),
				 errdetail("The book begins with %s.", fl_period_text(book->first_period)),
				 errhint("Bring earlier balances in with an opening voucher.")));
	if (period <= closed_through)
		ereport(ERROR,
				(errcode(ERRCODE_PERIOD_CLOSED),
				 errmsg("cannot post to closed period \"%s\" of book \"%s\"", fl_period_text(period), book->code),
				 errdetail("The book is closed through %s.", fl_period_text(closed_through)),
				 errhint("Date the voucher in an open month; what a closed month got wrong is reversed there, and what a closed year did is adjusted (fund.restate()).")));
	posting->open_period = period;
}

/* ---------- lines ---------- */

static void
check_account_takes(const Posting *posting, const Voucher *voucher, const Account *account)
{
	if (!account->postable)
		ereport(ERROR,
				(errcode(ERRCODE_ACCOUNT_NOT_POSTABLE),
				 errmsg("account \"%s\" cannot be posted to", fl_account_code_text(account->code)),
				 errdetail("\"%s\" of standard \"%s\" is a heading, or one that this fund does not use.",
						   account->name, posting->standard->code),
				 errhint("The column \"postable\" of ledger.account says which of the standard's accounts can be.")));
	if ((account->kinds & (1 << voucher->kind)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_KIND_NOT_ADMITTED),
				 errmsg("account \"%s\" does not take vouchers of kind \"%s\"",
						fl_account_code_text(account->code), fl_voucher_kind_name[voucher->kind]),
				 errdetail("The statements of standard \"%s\" articulate because \"%s\" takes other kinds only.",
						   posting->standard->code, account->name),
				 errhint("The column \"kinds\" of ledger.account lists them.")));
	if ((account->bases & (1 << voucher->basis)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_KIND_NOT_ADMITTED),
				 errmsg("account \"%s\" is not kept on the basis \"%s\"",
						fl_account_code_text(account->code), fl_voucher_basis_name[voucher->basis]),
				 voucher->basis == BASIS_CASH ?
				 errdetail("\"%s\" of standard \"%s\" shows what is due, not what was received or paid.",
						   account->name, posting->standard->code) :
				 errdetail("\"%s\" of standard \"%s\" shows what was received or paid, not what is due.",
						   account->name, posting->standard->code),
				 errhint("The column \"bases\" of ledger.account lists what each account takes.")));
}

static const Account *
line_account(const Posting *posting, const Voucher *voucher, const JournalLine *line)
{
	const Account *account = fl_standard_account(posting->standard, line->account);

	/* A reversal corrects what was posted before the account was retired. */
	if (unlikely(account == NULL || (account->retired && voucher->reverses == 0)))
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_ACCOUNT),
				 errmsg("account \"%s\" %s in standard \"%s\"", fl_account_code_text(line->account),
						account == NULL ? "does not exist" : "is retired", posting->standard->code),
				 account == NULL ?
				 errdetail("It is not listed, nor below an account that takes details freely.") :
				 errdetail("\"%s\" takes no new vouchers.", account->name),
				 errhint("The table ledger.account lists the accounts of the standard.")));
	check_account_takes(posting, voucher, account);
	return account;
}

static char *
party_text(const JournalLine *line)
{
	return pnstrdup(line->party, line->party_length);
}

static void
check_party(const Voucher *voucher, const JournalLine *line, const Account *account)
{
	const char *kind;

	if (line->party == NULL)
	{
		if (account->party_kind != NULL && voucher->kind == KIND_NORMAL)
			ereport(ERROR,
					(errcode(ERRCODE_PARTY_REQUIRED),
					 errmsg("a line of account \"%s\" names no party", fl_account_code_text(account->code)),
					 errdetail("\"%s\" is kept by party of kind \"%s\".", account->name, account->party_kind),
					 errhint("Name one after the amount: @CODE.")));
		return;
	}

	kind = fl_party_kind(line->party, line->party_length);
	if (kind == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_PARTY),
				 errmsg("party \"%s\" does not exist, or is retired", party_text(line)),
				 errdetail("A line of account \"%s\" names it.", fl_account_code_text(account->code)),
				 errhint("The table ledger.party lists the parties.")));
	if (account->party_kind != NULL && strcmp(account->party_kind, "any") != 0 &&
		strcmp(account->party_kind, kind) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_PARTY_REQUIRED),
				 errmsg("party \"%s\" is of kind \"%s\"", party_text(line), kind),
				 errdetail("Account \"%s\" is kept by party of kind \"%s\".",
						   fl_account_code_text(account->code), account->party_kind),
				 errhint("Name a party of that kind.")));
}

/* ---------- carry and closing vouchers ---------- */

/*
 * They stay within one group of the standard's carry rules.  A journal
 * balances, so they come to zero within it.
 */
static void
check_carry_group(const Posting *posting, const Voucher *voucher)
{
	Bitmapset  *groups = NULL;
	JournalReader reader;
	JournalLine line;
	bool		first = true;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		const Account *account = fl_standard_account(posting->standard, line.account);
		Bitmapset  *of_account = account->carry_groups[voucher->kind];

		groups = first ? bms_copy(of_account) : bms_int_members(groups, of_account);
		first = false;
		if (bms_is_empty(groups))
			ereport(ERROR,
					(errcode(ERRCODE_OUTSIDE_CARRY_GROUP),
					 errmsg("voucher of kind \"%s\" leaves its carry group with account \"%s\"",
							fl_voucher_kind_name[voucher->kind], fl_account_code_text(line.account)),
					 errdetail("Its accounts must all belong to one group of the carry rules of standard \"%s\".",
							   posting->standard->code),
					 errhint("The table ledger.carry_rule lists the groups; split the voucher by them.")));
	}
}

/* ---------- one voucher ---------- */

/* Everything that depends on the book only, when the book is another one. */
static void
change_book(Posting *posting, int32 book_id)
{
	const Book *book = fl_book_by_id(book_id);
	Standard   *standard = fl_book_standard_newest(book);

	posting->book = book;
	posting->standard = standard;
	posting->open_period = 0;
	fl_pairs_begin(&posting->pairs, standard);
}

static void
judge_lines(Posting *posting, const Voucher *voucher)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		const Account *account = line_account(posting, voucher, &line);

		/* A reversal names those of its original, retired or not. */
		if (voucher->reverses == 0)
			check_party(voucher, &line, account);
		pairs_add(&posting->pairs, &line, account);
		if (unlikely(account->overdraft == OVERDRAFT_GUARDED) && voucher->basis == BASIS_CASH)
			fl_guard_add(&posting->guarded, posting->context, posting->book, account, &line);
	}
}

static void
judge_voucher(Posting *posting, const Voucher *voucher)
{
	check_month_open(posting, voucher->period);
	check_fields(posting, voucher);
	fl_poster_check(posting->book, voucher, posting->poster);
	if (fl_journal_is_empty(voucher->journal))
		ereport(ERROR,
				(errcode(ERRCODE_EMPTY_JOURNAL),
				 errmsg("voucher moves nothing"),
				 errdetail("Its journal has no line, or its red lines cancel the others."),
				 errhint("A voucher has at least one debit and one credit.")));
	judge_lines(posting, voucher);
	/* A reversal undoes what was allowed once. */
	if (voucher->reverses != 0)
		fl_pairs_clear(&posting->pairs);
	fl_pairs_check(&posting->pairs, voucher->journal);
	if (voucher->kind == KIND_CARRY || voucher->kind == KIND_CLOSING)
		check_carry_group(posting, voucher);
	if (voucher->reverses != 0)
		fl_reversal_check(posting->book, voucher);
	if (posting->book->numbered_at_posting)
		fl_number_add(&posting->numbered, posting->context, voucher);
}

/* ---------- the months ---------- */

static void
add_month(Posting *posting, BookMonth month)
{
	if (posting->month_count > 0)
	{
		const BookMonth *last = &posting->months[posting->month_count - 1];

		if (last->book_id == month.book_id && last->period == month.period)
			return;
	}
	if (posting->month_count == posting->month_room)
	{
		posting->month_room *= 2;
		posting->months = repalloc_huge(posting->months, posting->month_room * sizeof(BookMonth));
	}
	posting->months[posting->month_count++] = month;
}

static int
compare_months(const void *a, const void *b)
{
	const BookMonth *left = a;
	const BookMonth *right = b;

	if (left->book_id != right->book_id)
		return left->book_id < right->book_id ? -1 : 1;
	return left->period - right->period;
}

static void
sort_months(Posting *posting)
{
	int			distinct = 0;

	qsort(posting->months, posting->month_count, sizeof(BookMonth), compare_months);
	for (int i = 0; i < posting->month_count; i++)
	{
		if (distinct == 0 || compare_months(&posting->months[i], &posting->months[distinct - 1]) != 0)
			posting->months[distinct++] = posting->months[i];
	}
	posting->month_count = distinct;
}

static BookMonth
slot_month(TupleTableSlot *slot)
{
	bool		is_null;
	BookMonth	month;

	month.book_id = DatumGetInt32(slot_getattr(slot, VOUCHER_BOOK_ID, &is_null));
	month.period = fl_period_of_date(DatumGetDateADT(slot_getattr(slot, VOUCHER_DATE, &is_null)));
	return month;
}

static void
collect_months(Posting *posting, Tuplestorestate *vouchers, TupleTableSlot *slot)
{
	posting->month_room = 16;
	posting->months = palloc(posting->month_room * sizeof(BookMonth));
	while (tuplestore_gettupleslot(vouchers, true, false, slot))
	{
		CHECK_FOR_INTERRUPTS();
		add_month(posting, slot_month(slot));
	}
	sort_months(posting);
}

static void
check_book(Posting *posting, const Book *book)
{
	/* Its last months are still to be closed. */
	if (book->retired && !fl_ledger_is_writing())
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_BOOK),
				 errmsg("book \"%s\" is retired", book->code),
				 errdetail("It takes no new vouchers."),
				 errhint("Post to the book that took its place.")));
	if (posting->poster != NULL)
		fl_poster_require_duty(GetUserId(), book);
}

/* The books, sorted with the months, are looked at once those are held. */
static void
hold_months(Posting *posting)
{
	const Book *book = NULL;

	fl_fence_post(posting->months, posting->month_count);
	for (int i = 0; i < posting->month_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (book != NULL && book->book_id == posting->months[i].book_id)
			continue;
		book = fl_book_by_id(posting->months[i].book_id);
		check_book(posting, book);
	}
}

/* ---------- the trigger ---------- */

static void
judge_row(Posting *posting, TupleTableSlot *slot)
{
	Voucher		voucher;
	JudgedVoucher judged = {posting, &voucher};
	ErrorContextCallback context = {error_context_stack, voucher_context, &judged};

	fl_voucher_from_slot(slot, &voucher);
	if (posting->book == NULL || posting->book->book_id != voucher.book_id)
		change_book(posting, voucher.book_id);

	error_context_stack = &context;
	judge_voucher(posting, &voucher);
	error_context_stack = context.previous;
}

/*
 * What is made for a voucher is gone after it; its row, which may have been
 * read back from disk, belongs to the slot and so to the caller's context.
 */
static void
judge_rows(Posting *posting, Tuplestorestate *vouchers, TupleTableSlot *slot)
{
	MemoryContext per_voucher = AllocSetContextCreate(posting->context, "fundledger voucher",
													  ALLOCSET_DEFAULT_SIZES);

	while (tuplestore_gettupleslot(vouchers, true, false, slot))
	{
		MemoryContext caller = MemoryContextSwitchTo(per_voucher);

		CHECK_FOR_INTERRUPTS();
		judge_row(posting, slot);
		MemoryContextSwitchTo(caller);
		MemoryContextReset(per_voucher);
	}
	MemoryContextDelete(per_voucher);
}

/* Nearly every statement posts one voucher: what two passes need is spared. */
static void
judge_one(Posting *posting, TupleTableSlot *slot)
{
	BookMonth	month = slot_month(slot);

	posting->months = &month;
	posting->month_count = 1;
	hold_months(posting);
	judge_row(posting, slot);
}

static void
judge_many(Posting *posting, Tuplestorestate *vouchers, TupleTableSlot *slot)
{
	collect_months(posting, vouchers, slot);
	hold_months(posting);
	tuplestore_rescan(vouchers);
	judge_rows(posting, vouchers, slot);
}

/* Once every voucher has been found right. */
static void
write_consequences(Posting *posting)
{
	fl_guard_enforce(posting->guarded);
	fl_number_assign(posting->numbered);
}

/*
 * The owner of the ledger posts for others: restores, migrations; and so do
 * our own functions.  Not so a function of the owner's that others call.
 */
static const char *
accountable_poster(void)
{
	if (fl_ledger_is_writing() || fl_poster_is_owner(GetUserId()))
		return NULL;
	return fl_outer_user();
}

/* Columns are read by their numbers. */
static void
check_transition_table(TriggerData *trigger)
{
	if (trigger->tg_newtable == NULL || !fl_voucher_columns_are_ours(RelationGetDescr(trigger->tg_relation)))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("trigger \"%s\" of table \"%s\" cannot read its rows",
						trigger->tg_trigger->tgname, RelationGetRelationName(trigger->tg_relation)),
				 errdetail("The trigger has no transition table, or the table's columns are not those that fund.create_ledger() made."),
				 errtable(trigger->tg_relation)));
}

/* What a child holds every report would read, and nothing has judged it. */
static void
check_no_children(Relation vouchers)
{
	List	   *children;

	if (likely(!vouchers->rd_rel->relhassubclass))
		return;
	children = find_inheritance_children(RelationGetRelid(vouchers), NoLock);
	if (children != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_TABLE_HAS_CHILDREN),
				 errmsg("table \"%s\" has child tables", RelationGetRelationName(vouchers)),
				 errdetail("Reports would read what table \"%s\" holds, and nothing judges it.",
						   get_rel_name(linitial_oid(children))),
				 errhint("ALTER TABLE … NO INHERIT ledger.voucher makes it a table of its own."),
				 errtable(vouchers)));
}

PG_FUNCTION_INFO_V1(fl_check_vouchers);
Datum
fl_check_vouchers(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_check_vouchers", .tables = {"voucher"}, .after_statement = TRIGGER_ON(INSERT)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);
	Posting		posting = {
		.context = CurrentMemoryContext,
		.pairs.context = CurrentMemoryContext
	};
	TupleTableSlot *slot;

	fl_ledger_check();
	check_transition_table(trigger);
	check_no_children(trigger->tg_relation);
	/* A trigger of somebody's own that ran before has left it at its end. */
	tuplestore_rescan(trigger->tg_newtable);
	posting.poster = accountable_poster();
	slot = MakeSingleTupleTableSlot(RelationGetDescr(trigger->tg_relation), &TTSOpsMinimalTuple);
	if (tuplestore_tuple_count(trigger->tg_newtable) == 1)
	{
		if (!tuplestore_gettupleslot(trigger->tg_newtable, true, false, slot))
			elog(ERROR, "the transition table has lost its row");
		judge_one(&posting, slot);
	}
	else
		judge_many(&posting, trigger->tg_newtable, slot);
	ExecDropSingleTupleTableSlot(slot);

	write_consequences(&posting);
	return PointerGetDatum(NULL);
}

void
fl_posting_judge(TupleTableSlot *slot)
{
	Posting		posting = {
		.context = CurrentMemoryContext,
		.pairs.context = CurrentMemoryContext
	};

	judge_one(&posting, slot);
	write_consequences(&posting);
}

PG_FUNCTION_INFO_V1(fl_voucher_is_immutable);
Datum
fl_voucher_is_immutable(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_voucher_is_immutable", .tables = {"voucher"},
		.before_statement = TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE) | TRIGGER_ON(TRUNCATE)
	};

	(void) fl_trigger_check(fcinfo, &use);
	ereport(ERROR,
			(errcode(ERRCODE_VOUCHER_IMMUTABLE),
			 errmsg("a posted voucher cannot be changed or deleted"),
			 errdetail("Vouchers are only ever added (会计基础工作规范: 红字更正)."),
			 errhint("Cancel it with fund.reverse() and post the right one.")));
}

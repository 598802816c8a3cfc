/*
 * judging.c
 *		Judges a voucher: fields, hands, lines, pairs.
 *
 * It writes nothing, except for books that number at posting and accounts that
 * are guarded against overdraft: the journals are the balances.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/date.h"

#include "ledger/book_account.h"
#include "ledger/fence.h"
#include "ledger/party.h"
#include "ledger/party_kind.h"
#include "posting/by_hand.h"
#include "posting/guard.h"
#include "posting/judging.h"
#include "posting/horizon.h"
#include "posting/numbering.h"
#include "posting/opening.h"
#include "posting/pairs.h"
#include "posting/reversal.h"
#include "posting/signing.h"
#include "posting/stranded.h"
#include "posting/sub_fund.h"
#include "server/attempt.h"
#include "server/blank.h"
#include "server/errors.h"
#include "server/stored.h"
#include "types/journal.h"

/* ---------- errors say which voucher ---------- */

void
fl_voucher_context(void *arg)
{
	const VoucherMark *mark = arg;

	errcontext("voucher%s%s%s%s",
			   mark->summary == NULL ? "" : psprintf(" \"%s\"", text_to_cstring(mark->summary)),
			   !mark->has_date ? "" :
			   psprintf(" of %s", DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(mark->date)))),
			   mark->book == NULL ? "" : psprintf(" in book \"%s\"", mark->book),
			   mark->source_key == NULL ? "" :
			   psprintf(", source key \"%s\"", text_to_cstring(mark->source_key)));
}

VoucherMark
fl_voucher_mark(const Voucher *voucher, const Book *book)
{
	return (VoucherMark) {book->code, voucher->summary, voucher->source_key, voucher->date, true};
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
	if (voucher->has_attachments && voucher->attachments < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("number of attachments cannot be negative: %d", voucher->attachments),
				 errhint("Leave it null where nothing is attached.")));
	if (voucher->kind == KIND_SPLIT && posting->door != DOOR_NAMES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_VOUCHER),
				 errmsg("vouchers of kind \"%s\" are posted by fund.name_accounts() alone",
						fl_voucher_kind_name[KIND_SPLIT]),
				 errdetail("They move what an account holds into the details that a book lists below it, and are neither posted nor reversed by hand."),
				 errhint("Move an amount from detail to detail with a voucher of kind normal.")));
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
check_month_open(Posting *posting, const Voucher *voucher)
{
	const Book *book = posting->book;
	Period		period = voucher->period;
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
				 errhint("Date the voucher in an open month: there fund.reverse() cancels what is wrong in a closed month of the same year, and an adjustment with fund.restate() corrects an earlier year.")));
	/* A wrong date is reversed on that date: reversal.c knows it. */
	if (voucher->is_reversal)
		return;
	fl_horizon_check(book, voucher);
	posting->open_period = period;
}

/* ---------- lines ---------- */

#define NAMED_BELOW	8

/* "400101" (统筹基金), "400102" (个人账户基金); empty: none takes vouchers. */
static char *
postable_below(const Standard *standard, AccountCode heading)
{
	StringInfoData text;
	int			named = 0;
	ListCell   *lc;

	initStringInfo(&text);
	foreach(lc, fl_standard_listed(standard))
	{
		const Account *account = lfirst(lc);

		if (!account->postable || account->retired || !account_code_is_within(account->code, heading))
			continue;
		if (named == NAMED_BELOW)
			appendStringInfoString(&text, ", …");
		else if (named < NAMED_BELOW)
			appendStringInfo(&text, "%s\"%s\" (%s)", named == 0 ? "" : ", ",
							 fl_account_code_text(account->code), account->name);
		named++;
	}
	return text.data;
}

static int
errhint_postable(const Standard *standard, AccountCode heading)
{
	char	   *below = postable_below(standard, heading);

	if (*below != '\0')
		return errhint("Below it these take vouchers: %s.", below);
	return errhint("The column \"postable\" of ledger.account says which of the standard's accounts can be.");
}

static void
check_account_takes(const Posting *posting, const Voucher *voucher, const Account *account)
{
	if (!account->postable)
		ereport(ERROR,
				(errcode(ERRCODE_ACCOUNT_NOT_POSTABLE),
				 errmsg("account \"%s\" cannot be posted to", fl_account_code_text(account->code)),
				 errdetail("\"%s\" of standard \"%s\" is a heading, or one that this fund does not use.",
						   account->name, posting->standard->code),
				 errhint_postable(posting->standard, account->code)));
	if ((account->kinds & (1 << voucher->kind)) == 0 && voucher->kind != KIND_SPLIT)
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

/* What we make ourselves, and reversals, name accounts as they were. */
static bool
is_emptying(const Posting *posting, const Voucher *voucher)
{
	return voucher->is_reversal || door_is_own(posting->door);
}

/* What was posted before an account was retired is reversed, carried and closed even so. */
static bool
empties_retired(const Posting *posting, const Voucher *voucher)
{
	return is_emptying(posting, voucher) ||
		voucher->kind == KIND_CARRY || voucher->kind == KIND_CLOSING;
}

static const Account *
line_account(const Posting *posting, const Voucher *voucher, const JournalLine *line)
{
	const Account *account = fl_standard_account(posting->standard, line->account);

	if (unlikely(account == NULL || (account->retired && !empties_retired(posting, voucher))))
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

/* ---------- details that the book lists ---------- */

pg_noreturn static void
refuse_detail(const Posting *posting, const Account *account, const BookDetail *detail)
{
	const Book *book = posting->book;
	char	   *code = fl_account_code_text(account->code);

	if (detail != NULL && detail->is_heading)
		ereport(ERROR,
				(errcode(ERRCODE_ACCOUNT_NOT_POSTABLE),
				 errmsg("account \"%s\" of book \"%s\" cannot be posted to", code, book->code),
				 errdetail("The book lists details below it, which take its vouchers (末级科目)."),
				 errhint("The details are %s.", fl_book_details_text(book->details, account->code))));
	if (detail != NULL && detail->is_listed)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_ACCOUNT),
				 errmsg("account \"%s\" is retired in book \"%s\"", code, book->code),
				 errdetail("It takes no new vouchers."),
				 errhint("The details beside it are %s; fund.name_account() makes it take vouchers again.",
						 fl_book_details_text(book->details, account_code_parent(account->code)))));
	ereport(ERROR,
			(errcode(ERRCODE_UNKNOWN_ACCOUNT),
			 errmsg("account \"%s\" is not listed in book \"%s\"", code, book->code),
			 errdetail("The book lists the details below account \"%s\", and no other takes vouchers.",
					   fl_account_code_text(account->listed)),
			 errhint("The details are %s; fund.name_account() lists another.",
					 fl_book_details_text(book->details, account->listed))));
}

/*
 * 末级科目: where the book lists details below an account, they alone take
 * vouchers.  Returns what the book says of the account, or NULL.
 */
static const BookDetail *
line_detail(const Posting *posting, const Voucher *voucher, const Account *account)
{
	const BookDetail *detail = fl_book_detail(posting->book->details, account->code);

	bool		is_retired = detail != NULL && detail->is_listed && !detail->is_heading;

	if (!fl_book_details_take(posting->book->details, account) &&
		!(is_retired ? empties_retired(posting, voucher) : is_emptying(posting, voucher)))
		refuse_detail(posting, account, detail);
	return detail;
}

static char *
party_text(const JournalLine *line)
{
	return pnstrdup(line->party, line->party_length);
}

/*
 * What the voucher moves, debit less credit, from or to nobody's on an account
 * that it leaves as it is but for whose it is; 0 where it does not.  So what an
 * opening left 未分户 is given to those whose it turns out to be.
 */
static int128
moved_to_parties(const Voucher *voucher, AccountCode account)
{
	JournalReader reader;
	JournalLine line;
	int128		net = 0;
	int128		nobodys = 0;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		int128		amount = line.credit ? -(int128) line.amount : line.amount;

		if (line.account != account)
			continue;
		net += amount;
		if (line.party == NULL)
			nobodys += amount;
	}
	return net == 0 ? nobodys : 0;
}

pg_noreturn static void
refuse_beyond_unassigned(AccountCode account, int128 moved, const char *left)
{
	ereport(ERROR,
			(errcode(ERRCODE_PARTY_REQUIRED),
			 errmsg("a line of account \"%s\" names no party", fl_account_code_text(account)),
			 errdetail("What no party has (未分户) can be given to parties as far as it goes; the voucher moves %s of it and leaves %s, debit less credit.",
					   fl_total_text(moved), left),
			 errhint("Name one after the amount: @CODE.")));
}

/* Of a draft nothing is stored that could be looked at. */
static bool
assigns_parties(Posting *posting, const Voucher *voucher, AccountCode account)
{
	int128		moved = voucher->journal == NULL ? 0 : moved_to_parties(voucher, account);
	const char *left;

	if (moved == 0)
		return false;
	if (!posting->is_draft && !fl_unassigned_covers(&posting->unassigned, voucher, account, moved, &left))
		refuse_beyond_unassigned(account, moved, left);
	return true;
}

/*
 * The kind that a line of the account must name; NULL: none.  A detail says more
 * than the standard, and never less, whichever of the two said so first.
 */
static const char *
wanted_party_kind(const Account *account, const BookDetail *detail)
{
	const char *kind = detail == NULL ? NULL : detail->party_kind;

	if (kind == NULL)
		return account->party_kind;
	if (!fl_party_kind_is_known(kind))
		fl_stored_refuse("book_account", "party_kind",
						 psprintf("the row of account \"%s\"", fl_account_code_text(detail->kind_of)), kind);
	if (account->party_kind != NULL && !fl_party_kind_meets(kind, account->party_kind))
		return account->party_kind;
	return strcmp(kind, PARTY_KIND_NONE) == 0 ? NULL : kind;
}

/* What another system kept without parties is brought forward without them. */
static bool
is_party_demanded(Posting *posting, const Voucher *voucher, const Account *account,
				  const char *wanted)
{
	return wanted != NULL && voucher->kind == KIND_NORMAL &&
		posting->door != DOOR_BRING_FORWARD && !assigns_parties(posting, voucher, account->code);
}

/* The kind of the party that the line names, whatever its account, which may be 0 where it is unknown. */
static const char *
line_party_kind(const JournalLine *line)
{
	const char *kind = fl_party_kind(line->party, line->party_length);

	if (kind == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNKNOWN_PARTY),
				 errmsg("party \"%s\" does not exist, or is retired", party_text(line)),
				 line->account == 0 ? 0 :
				 errdetail("A line of account \"%s\" names it.", fl_account_code_text(line->account)),
				 errhint("The table ledger.party lists the parties.")));
	return kind;
}

static void
check_party(Posting *posting, const Voucher *voucher, const JournalLine *line,
			const Account *account, const BookDetail *detail)
{
	const char *wanted = wanted_party_kind(account, detail);
	const char *kind;

	if (line->party == NULL)
	{
		if (is_party_demanded(posting, voucher, account, wanted))
			ereport(ERROR,
					(errcode(ERRCODE_PARTY_REQUIRED),
					 errmsg("a line of account \"%s\" names no party", fl_account_code_text(account->code)),
					 errdetail("\"%s\" is kept by party of kind \"%s\".",
							   detail != NULL && detail->name != NULL ? detail->name : account->name, wanted),
					 errhint("Name one after the amount: @CODE.")));
		return;
	}

	kind = line_party_kind(line);
	if (wanted != NULL && !fl_party_kind_meets(kind, wanted))
		ereport(ERROR,
				(errcode(ERRCODE_PARTY_REQUIRED),
				 errmsg("party \"%s\" is of kind \"%s\"", party_text(line), kind),
				 errdetail("Account \"%s\" is kept by party of kind \"%s\".",
						   fl_account_code_text(account->code), wanted),
				 errhint("Name a party of that kind.")));
}

/* ---------- vouchers that stay within a group ---------- */

pg_noreturn static void
refuse_outside_group(const Posting *posting, const Voucher *voucher, AccountCode account)
{
	bool		is_transfer = voucher->kind == KIND_TRANSFER;

	ereport(ERROR,
			(errcode(ERRCODE_OUTSIDE_GROUP),
			 errmsg("voucher of kind \"%s\" leaves its group with account \"%s\"",
					fl_voucher_kind_name[voucher->kind], fl_account_code_text(account)),
			 is_transfer ?
			 errdetail("Its accounts must all belong to one transfer group of standard \"%s\".",
					   posting->standard->code) :
			 errdetail("Its accounts must all belong to one group of the carry rules of standard \"%s\".",
					   posting->standard->code),
			 is_transfer ?
			 errhint("The table ledger.transfer_group lists the groups; split the voucher by them.") :
			 errhint("The table ledger.carry_rule lists the groups; split the voucher by them.")));
	pg_unreachable();
}

/* A journal balances, so it comes to zero within the group. */
static void
check_group(const Posting *posting, const Voucher *voucher)
{
	Bitmapset  *groups = NULL;
	JournalReader reader;
	JournalLine line;
	bool		first = true;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		const Account *account = fl_standard_account(posting->standard, line.account);
		Bitmapset  *of_account = account->groups[voucher->kind];

		groups = first ? bms_copy(of_account) : bms_int_members(groups, of_account);
		first = false;
		if (bms_is_empty(groups))
			refuse_outside_group(posting, voucher, line.account);
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
	fl_used_details_begin(&posting->used, book);
}

/* Of cash: the overlay has no money to give away. */
static void
guard(Posting *posting, const Voucher *voucher, const Account *account, const JournalLine *line)
{
	GuardedLine guarded = {
		posting->book, account, line, voucher->source_key, posting->row, door_is_own(posting->door),
		voucher->period
	};

	fl_guard_add(&posting->guarded, posting->context, &guarded);
}

static const Account *
judge_line(Posting *posting, const Voucher *voucher, const JournalLine *line)
{
	const Account *account = line_account(posting, voucher, line);
	const BookDetail *detail = NULL;

	if (unlikely(posting->book->details != NULL))
		detail = line_detail(posting, voucher, account);
	/* What empties an account names the parties that it has, retired or not. */
	if (!is_emptying(posting, voucher))
		check_party(posting, voucher, line, account, detail);
	return account;
}

/* Also what a standard does by vouchers of its kinds, whoever posts them. */
static bool
is_of_standard(const Posting *posting, const Voucher *voucher)
{
	return empties_retired(posting, voucher) || voucher->kind == KIND_OPENING ||
		posting->door == DOOR_BRING_FORWARD;
}

/*
 * Balances that a book begins with are no transactions: each on its account's
 * own side, so that none passes for an opening.
 */
static bool
brings_balances(const Posting *posting, const Voucher *voucher)
{
	JournalReader reader;
	JournalLine line;

	if (voucher->kind != KIND_OPENING)
		return false;
	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		if (line.amount < 0 ||
			line.credit != fl_standard_account(posting->standard, line.account)->credit_normal)
			return false;
	}
	return true;
}

/* What we make ourselves, and what undoes, is none; nor are balances and sums. */
static bool
is_transaction(const Posting *posting, const Voucher *voucher)
{
	return !is_emptying(posting, voucher) && posting->door != DOOR_BRING_FORWARD &&
		!brings_balances(posting, voucher);
}

/* ---------- lines ---------- */

/* What lines tell that is reported of the voucher once nothing refuses it. */
typedef struct LineSigns
{
	SubFunds	sub_funds;
	bool		by_template;	/* an account that templates post to */
} LineSigns;

static LineSigns
judge_lines(Posting *posting, const Voucher *voucher)
{
	LineSigns	signs = {0};
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		const Account *account = judge_line(posting, voucher, &line);

		pairs_add(&posting->pairs, &line, account);
		sub_funds_add(&signs.sub_funds, account);
		signs.by_template |= account->by_template;
		if (unlikely(account->is_guarded) && voucher->basis == BASIS_CASH)
			guard(posting, voucher, account, &line);
		if (unlikely(account->is_detail))
			fl_used_details_add(&posting->used, posting->book, account->code, voucher->period);
	}
	return signs;
}

static void
report_by_hand(Posting *posting, const Voucher *voucher)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
	{
		const Account *account = fl_standard_account(posting->standard, line.account);

		if (account->by_template)
			fl_by_hand_report(posting->book, account, &posting->warned);
	}
}

static void
warn_beside_details(Posting *posting, const Voucher *voucher)
{
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, voucher->journal);
	while (journal_reader_next(&reader, &line))
		fl_used_details_warn(&posting->used, posting->book, line.account, voucher->period, &posting->warned);
}

static void
report_signs(Posting *posting, const Voucher *voucher, const LineSigns *signs)
{
	if (unlikely(signs->by_template) && is_transaction(posting, voucher))
		report_by_hand(posting, voucher);
	if (is_of_standard(posting, voucher))
		return;
	if (unlikely(posting->used.are_any))
		warn_beside_details(posting, voucher);
	if (unlikely(signs->sub_funds.is_mixed) && voucher->kind != KIND_TRANSFER)
		fl_sub_funds_check(posting->standard, voucher, &posting->warned);
}

/* ---------- what a reversal puts on headings ---------- */

static void
note_stranding(Posting *posting, const Voucher *voucher)
{
	MemoryContext caller;
	Voucher    *kept;

	if (!fl_reversal_strands(posting->book, posting->standard, voucher))
		return;
	caller = MemoryContextSwitchTo(posting->context);
	kept = palloc(sizeof(Voucher));
	fl_voucher_copy(voucher, kept);
	posting->stranding = lappend(posting->stranding, kept);
	MemoryContextSwitchTo(caller);
}

static List *
splits_of_reversals(Posting *posting)
{
	List	   *splits = NIL;
	ListCell   *lc;

	foreach(lc, posting->stranding)
	{
		const Voucher *voucher = lfirst(lc);

		CHECK_FOR_INTERRUPTS();
		splits = list_concat(splits, fl_splits_of_reversal(fl_book_by_id(voucher->book_id), voucher, &posting->warned));
	}
	return splits;
}

/* ---------- the whole of a voucher ---------- */

static void
judge_voucher(Posting *posting, const Voucher *voucher)
{
	LineSigns	signs;

	check_month_open(posting, voucher);
	check_fields(posting, voucher);
	fl_signing_check(posting->book, voucher, posting->poster, posting->door);
	if (fl_journal_is_empty(voucher->journal))
		ereport(ERROR,
				(errcode(ERRCODE_EMPTY_JOURNAL),
				 errmsg("voucher moves nothing"),
				 errdetail("Its journal has no line, or its red lines cancel the others."),
				 errhint("A voucher has at least one debit and one credit.")));
	signs = judge_lines(posting, voucher);
	/* A reversal undoes what was allowed once. */
	if (!is_transaction(posting, voucher))
		fl_pairs_clear(&posting->pairs);
	fl_pairs_check(&posting->pairs, voucher->journal);
	if (voucher_kind_is_grouped(voucher->kind))
		check_group(posting, voucher);
	if (voucher->is_reversal)
	{
		fl_reversal_check(posting->book, voucher, posting->door == DOOR_BRING_FORWARD);
		note_stranding(posting, voucher);
	}
	report_signs(posting, voucher, &signs);
	fl_opening_warn(posting->book, voucher);
	if (posting->book->numbered_at_posting)
		fl_number_add(&posting->numbered, posting->context, voucher);
}

void
fl_judge_voucher(Posting *posting, const Voucher *voucher)
{
	VoucherMark mark;
	ErrorContextCallback context = {error_context_stack, fl_voucher_context, &mark};

	if (posting->book == NULL || posting->book->book_id != voucher->book_id)
		change_book(posting, voucher->book_id);

	mark = fl_voucher_mark(voucher, posting->book);
	error_context_stack = &context;
	judge_voucher(posting, voucher);
	error_context_stack = context.previous;
}

void
fl_judge_line(Posting *posting, const Voucher *voucher, const JournalLine *line)
{
	if (posting->book == NULL || posting->book->book_id != voucher->book_id)
		change_book(posting, voucher->book_id);
	(void) judge_line(posting, voucher, line);
}

/* ---------- all that is wrong with a draft ---------- */

typedef struct DraftCheck
{
	Posting    *posting;
	const Draft *draft;
	const JournalLine *line;
} DraftCheck;

static void
check_draft_month(void *argument)
{
	DraftCheck *check = argument;
	BookMonth	month = {check->draft->voucher.book_id, check->draft->voucher.period};

	fl_fence_post(&month, 1);
	check->posting->open_period = 0;
	check_month_open(check->posting, &check->draft->voucher);
}

static void
check_draft_fields(void *argument)
{
	DraftCheck *check = argument;

	check_fields(check->posting, &check->draft->voucher);
}

static void
check_draft_hands(void *argument)
{
	DraftCheck *check = argument;

	fl_signing_check(check->posting->book, &check->draft->voucher, check->posting->poster, check->posting->door);
}

static void
check_draft_account(void *argument)
{
	DraftCheck *check = argument;

	const Account *account = line_account(check->posting, &check->draft->voucher, check->line);

	if (check->posting->book->details != NULL)
		(void) line_detail(check->posting, &check->draft->voucher, account);
	if (account->by_template && check->draft->voucher.kind != KIND_OPENING)
		fl_by_hand_report(check->posting->book, account, &check->posting->warned);
}

/* Of an account that may itself be wrong, or none at all. */
static void
check_draft_party(void *argument)
{
	DraftCheck *check = argument;
	const Account *account = check->line->account == 0 ? NULL :
		fl_standard_account(check->posting->standard, check->line->account);

	if (is_emptying(check->posting, &check->draft->voucher))
		return;
	if (account == NULL && check->line->party != NULL)
		(void) line_party_kind(check->line);
	else if (account != NULL)
		check_party(check->posting, &check->draft->voucher, check->line, account,
					fl_book_detail(check->posting->book->details, account->code));
}

static void
check_draft_pairs(void *argument)
{
	DraftCheck *check = argument;
	Posting    *posting = check->posting;

	for (int i = 0; i < check->draft->count; i++)
	{
		const JournalLine *line = &check->draft->lines[i];

		pairs_add(&posting->pairs, line, fl_standard_account(posting->standard, line->account));
	}
	fl_pairs_check(&posting->pairs, check->draft->voucher.journal);
}

static void
check_draft_group(void *argument)
{
	DraftCheck *check = argument;

	check_group(check->posting, &check->draft->voucher);
}

typedef struct DraftFaults
{
	void		(*found) (void *argument, const ErrorData *error, int line);
	void	   *argument;
	int			count;
} DraftFaults;

static void
attempt_check(DraftFaults *faults, void (*call) (void *argument), DraftCheck *check, int line)
{
	ErrorData  *error = fl_attempt(call, check);

	if (error == NULL)
		return;
	faults->count++;
	faults->found(faults->argument, error, line);
}

static void
judge_draft_lines(DraftFaults *faults, DraftCheck *check)
{
	for (int i = 0; i < check->draft->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		check->line = &check->draft->lines[i];
		if (!check->draft->has_kind)
			continue;
		if (check->line->account != 0)
			attempt_check(faults, check_draft_account, check, i);
		attempt_check(faults, check_draft_party, check, i);
	}
}

void
fl_judge_draft(Posting *posting, const Draft *draft,
			   void (*found) (void *argument, const ErrorData *error, int line),
			   void *argument)
{
	DraftFaults faults = {found, argument, 0};
	DraftCheck	check = {posting, draft, NULL};
	const Voucher *voucher = &draft->voucher;

	posting->is_draft = true;
	change_book(posting, voucher->book_id);
	if (draft->has_date)
		attempt_check(&faults, check_draft_month, &check, -1);
	if (draft->has_date && draft->has_kind && voucher->summary != NULL)
		attempt_check(&faults, check_draft_fields, &check, -1);
	if (draft->has_kind)
		attempt_check(&faults, check_draft_hands, &check, -1);
	judge_draft_lines(&faults, &check);
	if (voucher->journal == NULL || faults.count > 0)
		return;
	attempt_check(&faults, check_draft_pairs, &check, -1);
	fl_pairs_clear(&posting->pairs);
	if (voucher_kind_is_grouped(voucher->kind))
		attempt_check(&faults, check_draft_group, &check, -1);
}

List *
fl_write_consequences(Posting *posting)
{
	fl_used_details_record(&posting->used);
	/* What another system let go red is for the close to judge, as a whole. */
	if (posting->door == DOOR_BRING_FORWARD)
		fl_guard_record(posting->guarded);
	else
		fl_guard_enforce(posting->guarded);
	fl_number_assign(posting->numbered);
	return splits_of_reversals(posting);
}

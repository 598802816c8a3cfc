/*
 * brought_rows.c
 *		科目余额表: what accounts held and moved in another system.
 *
 * A row says of an account, and of a party where the old system kept them
 * apart, what it held at the beginning (年初余额) and what it has moved since
 * (累计发生额), of one voucher kind.  The rows become an opening voucher and one
 * voucher of sums for each kind: a red sum is one, as the old system prints it,
 * a red balance stands on the other side.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "posting/sheet_cells.h"
#include "posting/judging.h"
#include "starting/brought_rows.h"
#include "starting/table_rows.h"
#include "types/journal.h"

enum
{
	ROW_ACCOUNT,
	ROW_PARTY,
	ROW_BASIS,
	ROW_KIND,
	ROW_OPENED_DEBIT,
	ROW_OPENED_CREDIT,
	ROW_MOVED_DEBIT,
	ROW_MOVED_CREDIT,
	ROW_ACCOUNT_NAME,			/* for whoever reads the table */
	ROW_PARTY_NAME,
	ROW_NUMBER,
};

static const TableColumn row_columns[] = {
	[ROW_ACCOUNT] = {{"account", "科目编码", "科目", "科目代码"}},
	[ROW_PARTY] = {{"party", "往来编码", "往来单位", "往来"}},
	[ROW_BASIS] = {{"basis", "核算基础"}},
	[ROW_KIND] = {{"kind", "种类", "凭证类别"}},
	[ROW_OPENED_DEBIT] = {{"opening_debit", "年初借方", "年初借方余额"}},
	[ROW_OPENED_CREDIT] = {{"opening_credit", "年初贷方", "年初贷方余额"}},
	[ROW_MOVED_DEBIT] = {{"debit", "累计借方", "本年累计借方", "本年累计借方发生额"}},
	[ROW_MOVED_CREDIT] = {{"credit", "累计贷方", "本年累计贷方", "本年累计贷方发生额"}},
	[ROW_ACCOUNT_NAME] = {{"account_name", "科目名称"}},
	[ROW_PARTY_NAME] = {{"party_name", "往来名称"}},
	[ROW_NUMBER] = {{"row_no", "行号", "序号"}},
};

/* ---------- cells of a row ---------- */

static void
read_kind(BroughtForward *brought, BroughtRow *row, const char *word)
{
	row->kind = KIND_NORMAL;
	if (word == NULL)
		return;
	row->is_left_out = strcmp(word, "left_out") == 0 || strcmp(word, "不计") == 0;
	if (row->is_left_out)
		return;
	row->kind = fl_voucher_kind_from_word(word, strlen(word));
	if (row->kind == KIND_OPENING || row->kind == KIND_SPLIT)
		row->kind = -1;
	if (row->kind < 0)
		fl_fault_add(&brought->faults, row->where,
					 "\"%s\" is no kind of what an account has moved: leave it blank for normal (普通), or say carry (结转), closing (账结), adjustment (调整), transfer (基金间调整), or left_out (不计) for what month-end makes anew",
					 word);
}

/* The table was printed at the end of what is brought forward. */
static CellFault
find_account(BroughtForward *brought, const char *cell, AccountCode *code)
{
	CellFault	fault = fl_sheet_account_code(cell, code);

	if (fault.sqlstate != 0 || *code != 0)
		return fault;
	if (brought->names == NULL)
		brought->names = fl_named_accounts(brought->book, brought->through == 0 ? brought->book->first_period : brought->through);
	return fl_sheet_account_name(brought->names, cell, code);
}

/* Any code: whether it may be posted to, is judged by kind and basis. */
const Account *
fl_brought_account(BroughtForward *brought, const char *where, const char *cell)
{
	Standard   *standard = fl_book_standard_newest(brought->book);
	const Account *account = NULL;
	CellFault	fault = NO_FAULT;
	AccountCode code;

	if (cell == NULL)
		fl_fault_add(&brought->faults, where, "account is missing");
	else if ((fault = find_account(brought, cell, &code)).sqlstate != 0)
		fl_fault_add(&brought->faults, where, "%s", fault.message);
	else if ((account = fl_standard_account(standard, code)) == NULL)
		fl_fault_add(&brought->faults, where, "account \"%s\" does not exist in standard \"%s\"",
					 fl_account_code_text(code), standard->code);
	return account;
}

static void
check_opening(BroughtForward *brought, const BroughtRow *row)
{
	if (row->opened_debit < 0 || row->opened_credit < 0)
		fl_fault_add(&brought->faults, row->where,
					 "the balance is negative: a red balance stands on the other side");
	if (row->opened_debit != 0 && row->opened_credit != 0)
		fl_fault_add(&brought->faults, row->where, "the balance stands on both sides");
}

static bool
has_opened(const BroughtRow *row)
{
	return row->opened_debit != 0 || row->opened_credit != 0;
}

static bool
has_moved(const BroughtRow *row)
{
	return !row->is_left_out && (row->moved_debit != 0 || row->moved_credit != 0);
}

/* ---------- what posting would say of it ---------- */

typedef struct JudgedLine
{
	Posting    *posting;
	Voucher		voucher;
	JournalLine line;
} JudgedLine;

static void
judge_line(void *arg)
{
	JudgedLine *judged = arg;

	fl_judge_line(judged->posting, &judged->voucher, &judged->line);
}

static JournalLine
line_of(const BroughtRow *row, bool credit, Amount amount)
{
	return (JournalLine) {
		.credit = credit,
		.account = row->account == NULL ? 0 : row->account->code,
		.amount = amount,
		.party = row->party,
		.party_length = row->party == NULL ? 0 : strlen(row->party)
	};
}

/* closing (账结), adjustment (调整) */
static char *
kinds_moved_by(const Account *account)
{
	StringInfoData kinds;

	initStringInfo(&kinds);
	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
	{
		if (kind != KIND_OPENING && (account->kinds & (1 << kind)) != 0)
			appendStringInfo(&kinds, "%s%s (%s)", kinds.len > 0 ? ", " : "",
							 fl_voucher_kind_name[kind], fl_voucher_kind_chinese[kind]);
	}
	return kinds.data;
}

/*
 * The commonest mistake: what month-end closed into an account stands in the
 * table unmarked.
 */
static bool
refuse_kind(BroughtForward *brought, const BroughtRow *row, int kind)
{
	const char *code = fl_account_code_text(row->account->code);
	char	   *kinds = kinds_moved_by(row->account);

	if (kind == KIND_OPENING)
		fl_fault_add(&brought->faults, row->where,
					 "account \"%s\" opens with no balance (年初余额): what it has moved stands in debit (累计借方) and credit (累计贷方)",
					 code);
	else if (kinds[0] == '\0')
		fl_fault_add(&brought->faults, row->where, "account \"%s\" takes no vouchers that move it", code);
	else
		fl_fault_add(&brought->faults, row->where,
					 "account \"%s\" is not moved by vouchers of kind %s (%s), but of %s: say so in column kind (种类), or left_out (不计) of what month-end makes anew",
					 code, fl_voucher_kind_name[kind], fl_voucher_kind_chinese[kind], kinds);
	return false;
}

static bool
judge_as(BroughtForward *brought, const BroughtRow *row, Posting *posting, int kind)
{
	JudgedLine	judged = {
		.posting = posting,
		.voucher = {.book_id = brought->book->book_id, .kind = kind, .basis = row->basis},
		.line = line_of(row, false, 1)
	};

	if (row->account->postable && (row->account->kinds & (1 << kind)) == 0)
		return refuse_kind(brought, row, kind);
	if (voucher_kind_is_grouped(kind) && bms_is_empty(row->account->groups[kind]))
	{
		fl_fault_add(&brought->faults, row->where, "account \"%s\" is in no group for vouchers of kind \"%s\"",
					 fl_account_code_text(row->account->code), fl_voucher_kind_name[kind]);
		return false;
	}
	return fl_fault_try(&brought->faults, row->where, judge_line, &judged);
}

/* What an account, or a party, may not be is said once. */
static void
judge_row(BroughtForward *brought, const BroughtRow *row, Posting *posting)
{
	bool		passed = true;

	if (row->account == NULL)
		return;
	if (has_opened(row))
		passed = judge_as(brought, row, posting, KIND_OPENING);
	if (passed && has_moved(row) && row->kind >= 0)
		(void) judge_as(brought, row, posting, row->kind);
	if (has_moved(row) && brought->through == 0)
		fl_fault_add(&brought->faults, row->where,
					 "it says what has moved, but no last month is brought forward");
}

/* ---------- reading ---------- */

static BroughtRow *
read_row(BroughtForward *brought, const Table *table, const TableRow *cells)
{
	BroughtRow *row = palloc0(sizeof(BroughtRow));
	Faults	   *faults = &brought->faults;

	row->row_no = list_length(brought->rows) + 1;
	row->where = cells->where;
	row->party = cells->cells[ROW_PARTY];
	row->account = fl_brought_account(brought, row->where, cells->cells[ROW_ACCOUNT]);
	read_kind(brought, row, cells->cells[ROW_KIND]);
	row->is_unread |= !fl_cell_basis(table, cells, ROW_BASIS, &row->basis, faults);
	row->is_unread |= !fl_cell_amount(table, cells, ROW_OPENED_DEBIT, &row->opened_debit, faults);
	row->is_unread |= !fl_cell_amount(table, cells, ROW_OPENED_CREDIT, &row->opened_credit, faults);
	row->is_unread |= !fl_cell_amount(table, cells, ROW_MOVED_DEBIT, &row->moved_debit, faults);
	row->is_unread |= !fl_cell_amount(table, cells, ROW_MOVED_CREDIT, &row->moved_credit, faults);
	check_opening(brought, row);
	return row;
}

static int
compare_keys(const BroughtRow *a, const BroughtRow *b)
{
	int			order = 0;

	if (a->account->code != b->account->code)
		return a->account->code < b->account->code ? -1 : 1;
	if (a->party == NULL || b->party == NULL)
		order = (a->party != NULL) - (b->party != NULL);
	else
		order = strcmp(a->party, b->party);
	return order != 0 ? order : (int) a->basis - (int) b->basis;
}

/* By kind within a key, and then as they were given. */
static int
compare_rows(const ListCell *left, const ListCell *right)
{
	const BroughtRow *a = lfirst(left);
	const BroughtRow *b = lfirst(right);
	int			order = compare_keys(a, b);

	if (order == 0)
		order = a->kind - b->kind;
	return order != 0 ? order : a->row_no - b->row_no;
}

/* Is it the first row of its account, party and basis that says so, and of its kind? */
static void
check_row_repeats(BroughtForward *brought, const BroughtRow *row, const BroughtRow **opened,
				  const BroughtRow **moved)
{
	if (*opened != NULL && has_opened(row))
		fl_fault_add(&brought->faults, row->where, "%s gives the balance of the same account, party and basis",
					 (*opened)->where);
	if (*moved != NULL && (*moved)->kind == row->kind && has_moved(row))
		fl_fault_add(&brought->faults, row->where, "%s says what the same account, party, basis and kind have moved",
					 (*moved)->where);
	if (has_opened(row))
		*opened = row;
	if (has_moved(row))
		*moved = row;
}

static List *
sorted_rows(const BroughtForward *brought)
{
	List	   *sorted = NIL;
	ListCell   *lc;

	foreach(lc, brought->rows)
	{
		if (((BroughtRow *) lfirst(lc))->account != NULL)
			sorted = lappend(sorted, lfirst(lc));
	}
	list_sort(sorted, compare_rows);
	return sorted;
}

/* A table pasted twice would double the book. */
static void
check_repeated(BroughtForward *brought)
{
	const BroughtRow *last = NULL;
	const BroughtRow *opened = NULL;
	const BroughtRow *moved = NULL;
	ListCell   *lc;

	foreach(lc, brought->by_key)
	{
		const BroughtRow *row = lfirst(lc);

		if (last == NULL || compare_keys(last, row) != 0)
			opened = moved = NULL;
		check_row_repeats(brought, row, &opened, &moved);
		last = row;
	}
}

void
fl_brought_rows_read(BroughtForward *brought, Datum json)
{
	Table		table = {
		.row_word = "row", .columns = row_columns, .column_count = lengthof(row_columns),
		.number_column = ROW_NUMBER
	};
	Posting		posting = {
		.context = CurrentMemoryContext,
		.pairs.context = CurrentMemoryContext,
		.door = DOOR_BRING_FORWARD
	};
	ListCell   *lc;

	fl_table_read(&table, json, &brought->faults);
	foreach(lc, table.rows)
	{
		BroughtRow *row = read_row(brought, &table, lfirst(lc));

		CHECK_FOR_INTERRUPTS();
		brought->rows = lappend(brought->rows, row);
		judge_row(brought, row, &posting);
	}
	brought->by_key = sorted_rows(brought);
	check_repeated(brought);
}

/* ---------- the vouchers ---------- */

/* One in the making. */
typedef struct Sums
{
	int			kind;
	VoucherBasis basis;
	Bitmapset  *groups;			/* that the voucher may still be of */
	JournalBuilder builder;
} Sums;

/* Of a kind that stays within one group: those that the row's account is in. */
static Bitmapset *
groups_of(const BroughtRow *row, int kind)
{
	return voucher_kind_is_grouped(kind) && row->account != NULL ? row->account->groups[kind] : NULL;
}

static bool
may_hold(const Sums *sums, const BroughtRow *row, int kind)
{
	return sums->kind == kind && sums->basis == row->basis &&
		(!voucher_kind_is_grouped(kind) || bms_overlap(sums->groups, groups_of(row, kind)));
}

/* Where the row goes. */
static Sums *
sums_for(List **all, const BroughtRow *row, int kind)
{
	Sums	   *sums;
	ListCell   *lc;

	foreach(lc, *all)
	{
		sums = lfirst(lc);
		if (!may_hold(sums, row, kind))
			continue;
		sums->groups = bms_int_members(sums->groups, groups_of(row, kind));
		return sums;
	}
	sums = palloc0(sizeof(Sums));
	sums->kind = kind;
	sums->basis = row->basis;
	sums->groups = bms_copy(groups_of(row, kind));
	fl_journal_builder_init(&sums->builder);
	*all = lappend(*all, sums);
	return sums;
}

static void
add_line(Sums *sums, const BroughtRow *row, bool credit, Amount amount)
{
	JournalLine line = line_of(row, credit, amount);

	if (amount != 0)
		fl_journal_builder_add(&sums->builder, &line);
}

/* How much more the other side has. */
static int128
lacking(const Sums *sums, bool credit)
{
	int128		more = sums->builder.debits - sums->builder.credits;

	return credit ? more : -more;
}

/*
 * An account in several groups gives each what the others of it lack; returns
 * what is left.
 */
static Amount
spread(const List *all, const BroughtRow *row, int kind, bool credit, Amount amount)
{
	ListCell   *lc;

	foreach(lc, all)
	{
		Sums	   *sums = lfirst(lc);
		int128		part = Min(amount, lacking(sums, credit));

		if (part <= 0 || !may_hold(sums, row, kind))
			continue;
		add_line(sums, row, credit, (Amount) part);
		amount -= (Amount) part;
	}
	return amount;
}

static bool
is_shared(const BroughtRow *row)
{
	return bms_membership(groups_of(row, row->kind)) == BMS_MULTIPLE;
}

static void
add_lines(List **all, const BroughtRow *row, int kind, Amount debit, Amount credit)
{
	Sums	   *sums;

	if (kind == row->kind && is_shared(row))
	{
		debit = spread(*all, row, kind, false, debit);
		credit = spread(*all, row, kind, true, credit);
		if (debit == 0 && credit == 0)
			return;
	}
	sums = sums_for(all, row, kind);
	add_line(sums, row, false, debit);
	add_line(sums, row, true, credit);
}

static void
add_moved(List **all, const BroughtForward *brought, bool shared)
{
	ListCell   *lc;

	foreach(lc, brought->rows)
	{
		const BroughtRow *row = lfirst(lc);

		CHECK_FOR_INTERRUPTS();
		if (has_moved(row) && row->kind >= 0 && is_shared(row) == shared)
			add_lines(all, row, row->kind, row->moved_debit, row->moved_credit);
	}
}

/*
 * Rows with an account that is none count, too, for what they are worth.  Those
 * of accounts in several groups come last, when it shows what each group lacks.
 */
static List *
add_up(const BroughtForward *brought)
{
	List	   *all = NIL;
	ListCell   *lc;

	foreach(lc, brought->rows)
	{
		const BroughtRow *row = lfirst(lc);

		CHECK_FOR_INTERRUPTS();
		if (has_opened(row))
			add_lines(&all, row, KIND_OPENING, row->opened_debit, row->opened_credit);
	}
	add_moved(&all, brought, false);
	add_moved(&all, brought, true);
	return all;
}

static int
compare_sums(const ListCell *left, const ListCell *right)
{
	const Sums *a = lfirst(left);
	const Sums *b = lfirst(right);

	return a->kind != b->kind ? a->kind - b->kind : (int) a->basis - (int) b->basis;
}

static void
check_balance(BroughtForward *brought, const Sums *sums)
{
	const JournalBuilder *builder = &sums->builder;
	char	   *where;

	if (builder->debits == builder->credits)
		return;
	where = psprintf("%s, %s", sums->kind == KIND_OPENING ? "opening balances (年初余额)" :
					 psprintf("turnover (累计发生额) of kind %s", fl_voucher_kind_name[sums->kind]),
					 fl_voucher_basis_name[sums->basis]);
	fl_fault_add(&brought->faults, where, "debits are %s and credits are %s: the difference is %s",
				 fl_total_text(builder->debits), fl_total_text(builder->credits),
				 fl_total_text(builder->debits - builder->credits));
}

static Voucher *
make_voucher(const BroughtForward *brought, Sums *sums)
{
	const Book *book = brought->book;
	Voucher    *voucher = palloc0(sizeof(Voucher));
	bool		is_opening = sums->kind == KIND_OPENING;

	voucher->book_id = book->book_id;
	voucher->period = is_opening ? book->first_period : brought->through;
	voucher->date = is_opening ? fl_period_first_day(voucher->period) : fl_period_last_day(voucher->period);
	voucher->kind = sums->kind;
	voucher->basis = sums->basis;
	voucher->journal = fl_journal_builder_finish(&sums->builder, NULL);
	voucher->summary = cstring_to_text(is_opening ? "期初余额" :
									   psprintf("%s至%s累计发生额:%s", fl_period_text(book->first_period),
												fl_period_text(brought->through),
												fl_voucher_kind_chinese[sums->kind]));
	return voucher;
}

List *
fl_brought_vouchers(BroughtForward *brought)
{
	List	   *all = add_up(brought);
	List	   *vouchers = NIL;
	ListCell   *lc;

	list_sort(all, compare_sums);
	foreach(lc, all)
		check_balance(brought, lfirst(lc));
	if (brought->faults.count > 0)
		return NIL;
	foreach(lc, all)
		vouchers = lappend(vouchers, make_voucher(brought, lfirst(lc)));
	return vouchers;
}

/* ---------- what is held at the end ---------- */

/* The place of the first row that does not come before the key. */
static int
first_of_key(const BroughtForward *brought, const BroughtRow *key)
{
	int			low = 0;
	int			high = list_length(brought->by_key);

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (compare_keys(list_nth(brought->by_key, middle), key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What is left out goes from account to account, and names no party. */
bool
fl_brought_balance(const BroughtForward *brought, const Account *account, char *party, VoucherBasis basis,
				   int128 *balance)
{
	const BroughtRow key = {.account = account, .party = party, .basis = basis};

	*balance = 0;

	for (int i = first_of_key(brought, &key); i < list_length(brought->by_key); i++)
	{
		const BroughtRow *row = list_nth(brought->by_key, i);

		if (compare_keys(row, &key) != 0)
			break;
		if (row->is_unread)
			return false;
		*balance += (int128) row->opened_debit - row->opened_credit;
		if (!row->is_left_out)
			*balance += (int128) row->moved_debit - row->moved_credit;
	}
	return true;
}

/*
 * carry.c
 *		结转: what the end of a month moves from where to where.
 *
 * A carry rule empties an account with its details into another: the 待转
 * accounts into 待转基金, income and expenditure into 净资产 (账结).  The
 * balance that stands at the end of the month is moved, whichever month it is
 * of, so a second run moves what was posted since the first, or nothing.
 *
 * An account is emptied on the side opposite its normal side, and a red
 * balance by a red line there: 借 is where income goes when it is closed, and
 * the ledger page shows it so.  Parties and memos stay behind.
 *
 * The vouchers are stored and judged like everybody's.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "closing/carry.h"
#include "closing/closing_step.h"
#include "ledger/ledger.h"
#include "posting/store.h"
#include "statements/turnover.h"
#include "types/journal.h"

/* The end of one month. */
typedef struct CarryRun
{
	const Book *book;
	Period		period;
	Report	   *report;
	LedgerCall *call;
} CarryRun;

/* An account to be emptied. */
typedef struct Move
{
	const CarryRule *rule;
	AccountCode group;			/* the lowest account that the group carries from */
	AccountCode from;
	bool		credit_normal;
	int128		balance;		/* on the normal side */
} Move;

/* ---------- what is to be moved ---------- */

/* Groups go in the order of their accounts, not of their names' collation. */
static AccountCode
group_of(const Standard *standard, const CarryRule *of)
{
	AccountCode lowest = of->from;
	ListCell   *lc;

	foreach(lc, standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);

		if (rule->group_no == of->group_no && rule->from < lowest)
			lowest = rule->from;
	}
	return lowest;
}

static bool
rule_is_due(const CarryRule *rule, int kind, Period period)
{
	return rule->kind == kind && (!rule->at_year_end || period_month(period) == 12);
}

/* Fills moves, which has room for every account, and returns their number. */
static int
collect_moves(const Book *book, const Turnover *turnover, int kind, Period period, Move *moves)
{
	const Standard *standard = fl_book_standard(book);
	int			count = 0;

	for (int i = 0; i < turnover->count; i++)
	{
		AccountCode code = turnover->accounts[i].account;
		int128		closing = account_turnover_closing(&turnover->accounts[i]);
		const CarryRule *rule = fl_standard_carry_rule(standard, code);
		const Account *account;

		if (closing == 0 || rule == NULL || !rule_is_due(rule, kind, period) || code == rule->to)
			continue;
		account = fl_book_account(book, code);
		moves[count].rule = rule;
		moves[count].group = group_of(standard, rule);
		moves[count].from = code;
		moves[count].credit_normal = account->credit_normal;
		moves[count++].balance = account->credit_normal ? -closing : closing;
	}
	return count;
}

#define COMPARE(a, b)	(((a) > (b)) - ((a) < (b)))

/* By group, then what stands in credit, then by where it goes. */
static int
compare_moves(const void *left, const void *right)
{
	const Move *a = left;
	const Move *b = right;
	int			order = COMPARE(a->group, b->group);

	if (order == 0)
		order = COMPARE(b->credit_normal, a->credit_normal);
	if (order == 0)
		order = COMPARE(a->rule->to, b->rule->to);
	return order != 0 ? order : COMPARE(a->from, b->from);
}

/* ---------- the voucher ---------- */

static void
add_line(JournalBuilder *builder, bool credit, AccountCode account, int128 amount)
{
	JournalLine line = {.credit = credit, .account = account};

	if (amount == 0)
		return;
	line.amount = fl_amount_from_total(amount);
	fl_journal_builder_add(builder, &line);
}

/* How many moves from the first on are of its group, side and destination. */
static int
count_run(const Move *moves, int count)
{
	int			run = 1;

	while (run < count && moves[run].group == moves->group &&
		   moves[run].credit_normal == moves->credit_normal &&
		   moves[run].rule->to == moves->rule->to)
		run++;
	return run;
}

/* Debits first: they are the emptied accounts where those stand in credit. */
static void
add_run(JournalBuilder *builder, const Move *moves, int count)
{
	bool		credit_normal = moves->credit_normal;
	int128		total = 0;

	for (int i = 0; i < count; i++)
		total += moves[i].balance;

	if (!credit_normal)
		add_line(builder, false, moves->rule->to, total);
	for (int i = 0; i < count; i++)
		add_line(builder, !credit_normal, moves[i].from, moves[i].balance);
	if (credit_normal)
		add_line(builder, true, moves->rule->to, total);
}

static struct varlena *
carry_journal(const Move *moves, int count)
{
	JournalBuilder builder;

	fl_journal_builder_init(&builder);
	for (int first = 0, run; first < count; first += run)
	{
		run = count_run(&moves[first], count - first);
		add_run(&builder, &moves[first], run);
	}
	return fl_journal_builder_finish(&builder, NULL);
}

/* As the closer, who has no need of a poster's duty. */
static void
post_carry(CarryRun *run, int basis, const Move *moves, int count)
{
	const CarryRule *rule = moves->rule;
	char	   *summary = psprintf("%s%s", rule->kind == KIND_CARRY ? "结转" : "账结:", rule->group);
	Voucher		voucher = {
		.book_id = run->book->book_id,
		.date = fl_period_last_day(run->period),
		.period = run->period,
		.kind = rule->kind,
		.basis = basis,
		.summary = cstring_to_text(summary),
		.journal = carry_journal(moves, count),
		.prepared_by = cstring_to_text(fl_outer_user())
	};
	char	   *done_through = fl_done_through();

	if (done_through != NULL)
		voucher.done_through = cstring_to_text(done_through);
	fl_ledger_step_out(run->call);
	(void) fl_store_voucher(&voucher, DOOR_CLOSE);
	fl_ledger_step_in(run->call);
	fl_closing_report(run->report, "posted", voucher.voucher_id, summary);
}

/* ---------- the end of a month ---------- */

static Turnover *
load_turnover(const Book *book, Period period, int basis)
{
	PeriodWindow month = {period, period};
	Turnover   *turnover;

	push_newest_snapshot();
	turnover = fl_turnover_load(book, &month, 1, 1 << basis, CurrentMemoryContext);
	PopActiveSnapshot();
	return turnover;
}

static int
count_group(const Move *moves, int count)
{
	int			run = 1;

	while (run < count && moves[run].group == moves->group)
		run++;
	return run;
}

static void
carry_kind(CarryRun *run, int basis, int kind)
{
	Turnover   *turnover = load_turnover(run->book, run->period, basis);
	Move	   *moves = palloc((turnover->count + 1) * sizeof(Move));
	int			count = collect_moves(run->book, turnover, kind, run->period, moves);

	qsort(moves, count, sizeof(Move), compare_moves);
	for (int first = 0, group; first < count; first += group)
	{
		CHECK_FOR_INTERRUPTS();
		group = count_group(&moves[first], count - first);
		post_carry(run, basis, &moves[first], group);
	}
	pfree(moves);
}

/*
 * Carries before closings, and each by what the ones before it left: a
 * standard may carry into an account that it closes.
 */
void
fl_carry(const Book *book, Period period, Report *report, LedgerCall *call)
{
	CarryRun	run = {book, period, report, call};

	for (int basis = 0; basis < VOUCHER_BASIS_COUNT; basis++)
	{
		carry_kind(&run, basis, KIND_CARRY);
		carry_kind(&run, basis, KIND_CLOSING);
	}
}

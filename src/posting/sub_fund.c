/*
 * sub_fund.c
 *		专款专用: whether one sub-fund of a fund pays for another.
 *
 * 统筹基金 and 个人账户基金 are kept apart (分别核算,不得互相挤占).  In a voucher one
 * has gained and the other lost, by their income, expenditure and net assets;
 * the other lines, money above all, must have brought as much as the one
 * gained and taken as much as the other lost.  Where they have not, it is the
 * other that paid.  By double entry what they brought falls short of the gain
 * by just what they took falls short of the loss.
 */
#include "postgres.h"

#include "posting/sub_fund.h"
#include "server/errors.h"
#include "types/journal.h"

typedef struct SubFundChange
{
	AccountCode sub_fund;
	int128		gain;			/* less than 0: it lost */
} SubFundChange;

typedef struct Changes
{
	SubFundChange *items;		/* few: a fund has two */
	int			count;
	int128		brought;		/* by the other lines, black debits and red credits */
	int128		taken;
} Changes;

/* ---------- what a voucher did ---------- */

static SubFundChange *
change_of(Changes *changes, AccountCode sub_fund)
{
	for (int i = 0; i < changes->count; i++)
	{
		if (changes->items[i].sub_fund == sub_fund)
			return &changes->items[i];
	}
	changes->items = changes->items == NULL ? palloc(sizeof(SubFundChange)) :
		repalloc(changes->items, (changes->count + 1) * sizeof(SubFundChange));
	changes->items[changes->count] = (SubFundChange) {sub_fund, 0};
	return &changes->items[changes->count++];
}

static void
add_line(Changes *changes, const Account *account, const JournalLine *line)
{
	int128		credit = line->credit ? line->amount : -(int128) line->amount;

	if (account->sub_fund != 0)
		change_of(changes, account->sub_fund)->gain += credit;
	else if (credit > 0)
		changes->taken += credit;
	else
		changes->brought -= credit;
}

static Changes
changes_by(Standard *standard, struct varlena *journal)
{
	Changes		changes = {NULL};
	JournalReader reader;
	JournalLine line;

	journal_reader_init(&reader, journal);
	while (journal_reader_next(&reader, &line))
		add_line(&changes, fl_standard_account(standard, line.account), &line);
	return changes;
}

/* ---------- what is to be said of it ---------- */

static char *
sub_fund_text(Standard *standard, AccountCode sub_fund)
{
	return psprintf("\"%s\" (%s)", fl_account_code_text(sub_fund),
					fl_standard_account(standard, sub_fund)->name);
}

static void
warn(Standard *standard, const Changes *changes,
	 const SubFundChange *most, const SubFundChange *least)
{
	fl_warn(ERRCODE_WARNED_SUB_FUND,
			psprintf("sub-fund %s is paid for by sub-fund %s", sub_fund_text(standard, most->sub_fund),
					 sub_fund_text(standard, least->sub_fund)),
			psprintf("The one gains %s and the other loses %s; the accounts of neither take in %s and give %s.",
					 fl_total_text(most->gain), fl_total_text(-least->gain),
					 fl_total_text(changes->brought), fl_total_text(changes->taken)),
			"Post for each the money that it received or paid; what net assets owe each other moves by a voucher of kind transfer (基金间调整).");
}

void
fl_sub_funds_check(Standard *standard, const Voucher *voucher, Warned *warned)
{
	Changes		changes = changes_by(standard, voucher->journal);
	const SubFundChange *most = &changes.items[0];
	const SubFundChange *least = &changes.items[0];
	int128		gains = 0;

	for (int i = 0; i < changes.count; i++)
	{
		const SubFundChange *change = &changes.items[i];

		if (change->gain > most->gain)
			most = change;
		if (change->gain < least->gain)
			least = change;
		gains += Max(change->gain, 0);
	}
	if (most->gain <= 0 || least->gain >= 0 || changes.brought >= gains)
		return;
	if (fl_warned_first(warned, ERRCODE_WARNED_SUB_FUND, voucher->book_id, most->sub_fund, least->sub_fund))
		warn(standard, &changes, most, least);
}

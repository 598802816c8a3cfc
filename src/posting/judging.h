/*
 * judging.h
 *		Judging vouchers, one after the other.
 */
#ifndef FUNDLEDGER_JUDGING_H
#define FUNDLEDGER_JUDGING_H

#include "ledger/book.h"
#include "ledger/voucher.h"
#include "posting/door.h"
#include "posting/guard.h"
#include "posting/numbering.h"
#include "posting/pairs.h"
#include "posting/unassigned.h"
#include "posting/used_detail.h"
#include "posting/warned.h"

/* What tells a voucher from others, as far as it is known: texts may be NULL. */
typedef struct VoucherMark
{
	const char *book;
	const text *summary;
	const text *source_key;
	DateADT		date;
	bool		has_date;
} VoucherMark;

extern VoucherMark fl_voucher_mark(const Voucher *voucher, const Book *book);

/* An error context that says so. */
extern void fl_voucher_context(void *mark);

/* What is known while vouchers that are stored together are judged. */
typedef struct Posting
{
	MemoryContext context;		/* of all of them */
	const char *poster;			/* who must have prepared the vouchers; NULL: anybody may */
	Door		door;
	bool		is_draft;		/* the vouchers are not stored */
	int64		row;			/* of the statement, from 1, that the voucher at hand is; 0: its only one */

	/* the book of the voucher at hand, and what was found out about it */
	const Book *book;
	Standard   *standard;
	Period		open_period;	/* 0: none yet */

	Pairs		pairs;
	Warned		warned;
	UsedDetails used;
	Unassigned	unassigned;
	GuardedChanges *guarded;
	NumberedVouchers *numbered;
	List	   *stranding;		/* reversals that put something on a heading of the book: Voucher */
} Posting;

/* Refuses (classes LG00 to LG03) a voucher whose month is held (fence.h). */
extern void fl_judge_voucher(Posting *posting, const Voucher *voucher);

/* Refuses a line that no voucher of this kind and basis in the book may have. */
extern void fl_judge_line(Posting *posting, const Voucher *voucher, const JournalLine *line);

/*
 * What is to be judged before there is a voucher: its lines may not balance,
 * so that there is no journal, and what else of it is missing is not judged.
 */
typedef struct Draft
{
	Voucher		voucher;		/* journal: NULL where there is none */
	JournalLine *lines;			/* account: 0 where it has none */
	int			count;
	bool		has_date;
	bool		has_kind;		/* and a basis */
} Draft;

/*
 * Finds all that is wrong with it, and not the first fault only: each check is
 * an attempt (attempt.h) of its own.  "found" is told the line, from 0, or -1
 * for the voucher.  Nothing is written, so what depends on what is stored, a
 * guarded account, a source key, is not judged.
 */
extern void fl_judge_draft(Posting *posting, const Draft *draft,
						   void (*found) (void *argument, const ErrorData *error, int line),
						   void *argument);

/*
 * What they change beside themselves, once every one has been found right.
 * Returns the vouchers that are to follow, at DOOR_NAMES: what reversals among
 * them have put on headings (stranded.h).
 */
extern List *fl_write_consequences(Posting *posting);

#endif							/* FUNDLEDGER_JUDGING_H */

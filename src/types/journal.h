/*
 * journal.h
 *		A balanced sequence of lines, packed into one varlena.
 *
 * Packed form (doc/adr/0001-binary-formats.md): one version byte, then per
 * line a flags byte, the account (8 bytes), the amount (8 bytes), and where
 * the flags say so a party (1 length byte and the code) and a memo (2 length
 * bytes and the text).  Nothing is aligned: 17 bytes a plain line.
 */
#ifndef FUNDLEDGER_JOURNAL_H
#define FUNDLEDGER_JOURNAL_H

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "types/account_code.h"
#include "types/amount.h"
#include "types/word.h"

#define JOURNAL_VERSION			1

#define JOURNAL_LINE_CREDIT		0x01
#define JOURNAL_LINE_PARTY		0x02
#define JOURNAL_LINE_MEMO		0x04
#define JOURNAL_LINE_FLAGS		0x07

#define JOURNAL_MAX_PARTY		UINT8_MAX
#define JOURNAL_MAX_MEMO		UINT16_MAX

#define DatumGetJournal(d)		((struct varlena *) PG_DETOAST_DATUM_PACKED(d))
#define PG_GETARG_JOURNAL(n)	DatumGetJournal(PG_GETARG_DATUM(n))

typedef struct JournalLine
{
	bool		credit;			/* else debit */
	AccountCode account;
	Amount		amount;			/* negative in a red (红字) line */
	const char *party;			/* not terminated; NULL if none */
	const char *memo;
	int			party_length;
	int			memo_length;
} JournalLine;

/* Reads the lines of a packed journal in order. */
typedef struct JournalReader
{
	const char *at;
	const char *end;
} JournalReader;

/* Raises that the stored journal is of no format that we read. */
pg_noreturn extern void fl_journal_report_version(struct varlena *journal);

static inline void
journal_reader_init(JournalReader *reader, struct varlena *journal)
{
	reader->at = VARDATA_ANY(journal);
	reader->end = reader->at + VARSIZE_ANY_EXHDR(journal);
	if (unlikely(reader->at == reader->end || *reader->at != JOURNAL_VERSION))
		fl_journal_report_version(journal);
	reader->at++;
}

/* What a line has before its party and memo. */
#define JOURNAL_LINE_SIZE	(1 + sizeof(AccountCode) + sizeof(Amount))

/* The end of the line, or NULL where it is none, or does not end before "end". */
static inline const char *
journal_line_end(const char *at, const char *end)
{
	uint8		flags = (uint8) *at;

	if (end - at < (ptrdiff_t) JOURNAL_LINE_SIZE || (flags & ~JOURNAL_LINE_FLAGS) != 0)
		return NULL;
	at += JOURNAL_LINE_SIZE;
	if (flags & JOURNAL_LINE_PARTY)
	{
		if (at >= end)
			return NULL;
		at += 1 + (uint8) *at;
	}
	if (flags & JOURNAL_LINE_MEMO)
	{
		uint16		length;

		if (end - at < (ptrdiff_t) sizeof(length))
			return NULL;
		memcpy(&length, at, sizeof(length));
		at += sizeof(length) + length;
	}
	return at <= end ? at : NULL;
}

/* Raises that the journal's last line is none. */
pg_noreturn extern void fl_journal_report_end(void);

/* A journal may have millions of lines: every pass over one answers a cancel. */
static inline bool
journal_reader_next(JournalReader *reader, JournalLine *line)
{
	const char *at = reader->at;
	uint8		flags;

	CHECK_FOR_INTERRUPTS();
	if (at >= reader->end)
		return false;
	reader->at = journal_line_end(at, reader->end);
	if (unlikely(reader->at == NULL))
		fl_journal_report_end();

	flags = (uint8) *at++;
	line->credit = (flags & JOURNAL_LINE_CREDIT) != 0;
	memcpy(&line->account, at, sizeof(AccountCode));
	at += sizeof(AccountCode);
	memcpy(&line->amount, at, sizeof(Amount));
	at += sizeof(Amount);

	line->party = line->memo = NULL;
	line->party_length = line->memo_length = 0;
	if (flags & JOURNAL_LINE_PARTY)
	{
		line->party_length = (uint8) *at++;
		line->party = at;
		at += line->party_length;
	}
	if (flags & JOURNAL_LINE_MEMO)
	{
		uint16		length;

		memcpy(&length, at, sizeof(length));
		line->memo_length = length;
		line->memo = at + sizeof(length);
	}
	return true;
}

/*
 * Can all its lines be read?  A superuser can make a journal of any bytes: who
 * reads a voucher asks first, to say which one it is.
 */
static inline bool
journal_is_sound(struct varlena *journal)
{
	const char *at = VARDATA_ANY(journal);
	const char *end = at + VARSIZE_ANY_EXHDR(journal);

	if (at == end || *at++ != JOURNAL_VERSION)
		return false;
	while (at != NULL && at < end)
		at = journal_line_end(at, end);
	return at != NULL;
}

/* Collects lines and makes a journal of them if they balance. */
typedef struct JournalBuilder
{
	StringInfoData packed;		/* room for the varlena header, then the rest */
	int128		debits;
	int128		credits;
} JournalBuilder;

/* The side of a line in words: 0 is debit, 1 credit. */
extern const Word fl_side_words[];

extern void fl_journal_builder_init(JournalBuilder *builder);
extern void fl_journal_builder_add(JournalBuilder *builder, const JournalLine *line);

/*
 * The journal, or an error LG001 where debits are not credits (a soft one,
 * with NULL returned, if escontext allows).
 */
extern struct varlena *fl_journal_builder_finish(JournalBuilder *builder,
												 struct Node *escontext);

/* Reads the text of a journal; raises where it is none. */
extern struct varlena *fl_journal_from_cstring(const char *text);

/* The text that fl_journal_from_cstring reads. */
extern char *fl_journal_to_cstring(struct varlena *journal);

/* Its first lines, by which a message makes it known. */
extern char *fl_journal_beginning(struct varlena *journal);

/* The same in Chinese: 借1003 1200.00，贷400101 1200.00 */
extern char *fl_journal_to_chinese(struct varlena *journal);

/* The same lines, in the same order, with negated amounts: the 红字 reversal. */
extern struct varlena *fl_journal_negate(struct varlena *journal);

/* Is it the zero of the group: are there no lines, once merged? */
extern bool fl_journal_is_empty(struct varlena *journal);

/* Do they come to the same, once merged?  That is "=". */
extern bool fl_journal_is_equal(struct varlena *a, struct varlena *b);

/* The same with their memos: the same lines, in whatever order they were written. */
extern bool fl_journal_is_same(struct varlena *a, struct varlena *b);

/* A total of 分 as text in 元, for messages. */
extern char *fl_total_text(int128 total);

#endif							/* FUNDLEDGER_JOURNAL_H */

/*
 * verify_drafts.c
 *		稽核 of drafts: are they as they were saved, and their vouchers what they say?
 *
 * For fund.verify(), which compares the rest in SQL (verify_drafts.sql).
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "drafts/draft.h"
#include "ledger/fence.h"
#include "server/attempt.h"
#include "server/spi_plan.h"
#include "types/journal.h"

PG_FUNCTION_INFO_V1(fl_hold_posters);
Datum
fl_hold_posters(PG_FUNCTION_ARGS)
{
	fl_fence_all();
	PG_RETURN_VOID();
}

/* fund._draft_digest(draft_id): of its content as it is stored; NULL where there is no such draft. */
PG_FUNCTION_INFO_V1(fl_draft_digest_now);
Datum
fl_draft_digest_now(PG_FUNCTION_ARGS)
{
	MemoryContext caller = CurrentMemoryContext;
	StoredDraft draft;
	bytea	   *digest = NULL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (fl_draft_find(PG_GETARG_INT64(0), &draft))
	{
		MemoryContextSwitchTo(caller);
		digest = fl_draft_digest(&draft.content);
	}
	SPI_finish();
	if (digest == NULL)
		PG_RETURN_NULL();
	PG_RETURN_BYTEA_P(digest);
}

/* ---------- the journal that a draft says ---------- */

typedef struct DraftJournal
{
	const List *entries;
	struct varlena *journal;
} DraftJournal;

static bool
read_entry(const DraftEntry *entry, JournalLine *line)
{
	const char *debit = entry->cells[ENTRY_DEBIT];
	const char *credit = entry->cells[ENTRY_CREDIT];
	Amount		amounts[2] = {0, 0};

	*line = (JournalLine) {0};
	if (entry->cells[ENTRY_ACCOUNT] == NULL ||
		fl_sheet_account_code(entry->cells[ENTRY_ACCOUNT], &line->account).sqlstate != 0 || line->account == 0 ||
		(debit != NULL && fl_sheet_amount(debit, &amounts[0]).sqlstate != 0) ||
		(credit != NULL && fl_sheet_amount(credit, &amounts[1]).sqlstate != 0))
		return false;
	line->credit = amounts[1] != 0;
	line->amount = amounts[0] + amounts[1];
	line->party = entry->cells[ENTRY_PARTY];
	line->party_length = line->party == NULL ? 0 : strlen(line->party);
	line->memo = entry->cells[ENTRY_MEMO];
	line->memo_length = line->memo == NULL ? 0 : strlen(line->memo);
	return line->party_length <= JOURNAL_MAX_PARTY && line->memo_length <= JOURNAL_MAX_MEMO;
}

static void
build_journal(void *argument)
{
	DraftJournal *made = argument;
	JournalBuilder builder;
	ListCell   *lc;

	fl_journal_builder_init(&builder);
	foreach(lc, made->entries)
	{
		JournalLine line;

		if (!read_entry(lfirst(lc), &line))
			return;
		fl_journal_builder_add(&builder, &line);
	}
	made->journal = fl_journal_builder_finish(&builder, NULL);
}

/* fund._draft_says(draft_id, journal): is that the journal of its entries? */
PG_FUNCTION_INFO_V1(fl_draft_says);
Datum
fl_draft_says(PG_FUNCTION_ARGS)
{
	StoredDraft draft;
	DraftJournal made = {0};
	bool		result = false;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (fl_draft_find(PG_GETARG_INT64(0), &draft))
	{
		made.entries = draft.content.entries;
		/* What is stored may not balance. */
		result = fl_attempt(build_journal, &made) == NULL && made.journal != NULL &&
			fl_journal_is_same(made.journal, PG_GETARG_JOURNAL(1));
	}
	SPI_finish();
	PG_RETURN_BOOL(result);
}

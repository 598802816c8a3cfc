/*
 * draft_state.c
 *		What may be done with a draft, by whom, and when.
 *
 * Who prepares a draft may change it until it is submitted, and takes it back
 * (弃审) until it is approved; who reviews returns it, or approves it.  An
 * approved draft is a voucher, and a discarded one is nothing any more.
 */
#include "postgres.h"

#include "drafts/draft_state.h"
#include "ledger/ledger.h"
#include "server/errors.h"

#define FROM(state)		(1 << DRAFT_##state)
#define PREPARED		(FROM(SAVED) | FROM(RETURNED) | FROM(WITHDRAWN))

static const struct
{
	int			from;			/* states in which it may come to this one */
	const char *done;
}			transitions[] = {
	[DRAFT_SAVED] = {PREPARED, "changed"},
	[DRAFT_SUBMITTED] = {PREPARED | FROM(SUBMITTED), "submitted"},
	[DRAFT_RETURNED] = {FROM(SUBMITTED), "returned"},
	[DRAFT_WITHDRAWN] = {FROM(SUBMITTED), "withdrawn"},
	[DRAFT_APPROVED] = {FROM(SUBMITTED), "approved"},
	[DRAFT_DISCARDED] = {PREPARED, "discarded"},
};

/* What to do with one that is as it is. */
static const char *const hints[] = {
	[DRAFT_SAVED] = "Its preparer submits it with fund.submit_draft().",
	[DRAFT_SUBMITTED] = "Its preparer takes it back with fund.withdraw_draft(), or a reviewer returns it with fund.return_draft().",
	[DRAFT_RETURNED] = "Its preparer corrects it with fund.save_draft() and submits it with fund.submit_draft().",
	[DRAFT_WITHDRAWN] = "Its preparer submits it again with fund.submit_draft().",
	[DRAFT_APPROVED] = "It is a voucher now, which fund.prepare_reversal() cancels.",
	[DRAFT_DISCARDED] = "Save another: fund.save_draft().",
};

void
fl_draft_require_state(const Book *book, const StoredDraft *draft, DraftState next)
{
	if ((transitions[next].from & (1 << draft->state)) != 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DRAFT_STATE),
			 errmsg("draft " INT64_FORMAT " of book \"%s\" cannot be %s",
					draft->draft_id, book->code, transitions[next].done),
			 draft->voucher_id != 0 ?
			 errdetail("It is %s, as voucher " INT64_FORMAT ".", fl_draft_state_name[draft->state], draft->voucher_id) :
			 errdetail("It is %s.", fl_draft_state_name[draft->state]),
			 errhint("%s", hints[draft->state])));
}

void
fl_draft_require_own(const Book *book, const StoredDraft *draft)
{
	if (strcmp(draft->prepared_by, fl_outer_user()) == 0)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for draft " INT64_FORMAT " of book \"%s\"", draft->draft_id, book->code),
			 errdetail("Role \"%s\" prepares it, and role \"%s\" is another.", draft->prepared_by, fl_outer_user()),
			 errhint("Let its preparer do it; a reviewer returns a draft with fund.return_draft().")));
}

/*
 * restatement.h
 *		重述: why an opening is not the last closing, as a typed fact.
 *
 * A restatement is a fact about a voucher (ledger.restatement): an adjustment,
 * or an opening voucher of a book that succeeds others (succession.h).
 */
#ifndef FUNDLEDGER_RESTATEMENT_H
#define FUNDLEDGER_RESTATEMENT_H

#include "ledger/book.h"

/*
 * A common table expression for WITH RECURSIVE, of book $1: which vouchers are
 * explained, and by the restatement of which.  Whatever reverses a voucher is
 * explained with it, unless it has a restatement of its own.
 */
#define RESTATEMENT_EXPLAINED \
	"explained (voucher_id, restated_id) AS (" \
	"  SELECT voucher_id, voucher_id FROM ledger.restatement WHERE book_id = $1" \
	"  UNION" \
	"  SELECT r.voucher_id, e.restated_id FROM explained AS e" \
	"   JOIN ledger.reversal AS r ON r.book_id = $1 AND r.reversed = e.voucher_id" \
	"   WHERE NOT EXISTS (SELECT FROM ledger.restatement AS own" \
	"    WHERE own.book_id = $1 AND own.voucher_id = r.voucher_id)" \
	")"

/* What a line adds to its account, debit less credit; of fund.lines() AS l. */
#define LINE_EFFECT \
	"CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE -l.amount::numeric END"

/* The places in which vouchers AS v, with their lines AS l, come to something. */
#define RESTATEMENT_MOVES \
	"GROUP BY v.basis, l.account, l.party HAVING sum(" LINE_EFFECT ") <> 0"

/* The type that an argument names, in English or Chinese; 22023 for none such. */
extern char *fl_restatement_type(Datum argument);

/* Its Chinese name. */
extern const char *fl_restatement_type_name(const char *type);

/* The reason that an argument gives for the act; 22023 where it is empty. */
extern char *fl_restatement_reason(Datum argument);

/* The authority that an argument gives: null where it is blank. */
extern NullableDatum fl_restatement_authority(NullableDatum argument);

/*
 * Refuses (LG044) the close of a month with an adjustment that nothing
 * explains.  The month's vouchers have been numbered.
 */
extern void fl_restatement_check(const Book *book, Period period);

#endif							/* FUNDLEDGER_RESTATEMENT_H */

/*
 * succession.h
 *		承继: a book whose opening is the last closing of others.
 *
 * 并表, 口径调整 and a new 会计制度 end one or several books and begin another,
 * whose opening vouchers bring in what the others held.
 */
#ifndef FUNDLEDGER_SUCCESSION_H
#define FUNDLEDGER_SUCCESSION_H

#include "closing/restatement.h"

/*
 * Common table expressions for WITH RECURSIVE, of book $1.  "first" is its
 * first period.  "compared" has per basis and account, debit less credit:
 *
 *		last_closing	what the predecessors held at the end of the month
 *						before, under the accounts of this book
 *		opening			what the opening vouchers bring in
 *		explained		of which by vouchers that a restatement explains
 *		predecessor_id	one that held it; null where none did
 *
 * and no row where the book succeeds no other.  "brought" is its last_closing
 * by predecessor and the predecessor's account, from_account.
 */
#define SUCCESSION_COMPARED \
	RESTATEMENT_EXPLAINED ", first (period) AS (" \
	"  SELECT first_period FROM ledger.book WHERE book_id = $1" \
	"), brought AS (" \
	"  SELECT b.basis, s.predecessor_id," \
	"    coalesce((SELECT m.to_account FROM ledger.succession_account AS m" \
	"     WHERE m.predecessor_id = s.predecessor_id" \
	"      AND b.account OPERATOR(fund.<@) m.from_account" \
	"     ORDER BY m.from_account DESC LIMIT 1), b.account) AS account, b.account AS from_account," \
	"    b.opening::numeric + b.debit - b.credit AS amount" \
	"   FROM ledger.succession AS s CROSS JOIN first AS f" \
	"   JOIN ledger.balance AS b ON b.book_id = s.predecessor_id" \
	"    AND b.period OPERATOR(fund.=) (f.period OPERATOR(fund.-) 1)" \
	"   WHERE s.book_id = $1" \
	"), opened AS (" \
	"  SELECT v.basis, l.account, " LINE_EFFECT " AS amount," \
	"    EXISTS (SELECT FROM explained AS e WHERE e.voucher_id = v.voucher_id) AS explained" \
	"   FROM first AS f JOIN ledger.voucher AS v ON v.book_id = $1 AND v.kind = 'opening'" \
	"    AND v.voucher_date BETWEEN fund.first_day(f.period) AND fund.last_day(f.period)" \
	"   CROSS JOIN LATERAL fund.lines(v.journal) AS l" \
	"   WHERE EXISTS (SELECT FROM ledger.succession AS s WHERE s.book_id = $1)" \
	"), compared AS (" \
	"  SELECT basis, account, sum(last_closing) AS last_closing, sum(opening) AS opening," \
	"    sum(explained) AS explained, min(predecessor_id) AS predecessor_id" \
	"   FROM (SELECT basis, account, amount AS last_closing, 0 AS opening, 0 AS explained," \
	"           predecessor_id FROM brought WHERE amount <> 0" \
	"         UNION ALL SELECT basis, account, 0, amount," \
	"           CASE WHEN explained THEN amount ELSE 0 END, NULL FROM opened) AS part" \
	"   GROUP BY basis, account" \
	")"

/* Does the book succeed others?  By the newest committed state. */
extern bool fl_succession_is_successor(const Book *book);

/* Refuses (LG040) a month that comes after the last one of a book that ended. */
extern void fl_succession_check_not_ended(const Book *book, Period period);

/*
 * Refuses to close a month of a book that another has succeeded before it
 * (LG040), and a successor's first month where a predecessor does not end with
 * the month before (LG040), or where its opening vouchers are not the last
 * closings and what restatements explain (LG045).
 */
extern void fl_succession_check(const Book *book, Period period);

/* Refuses (LG040) to reopen a month on which a successor has been closed. */
extern void fl_succession_check_reopen(const Book *book, Period period);

/*
 * The account of a row of "compared", which the chart of the book itself may
 * lack: then it is the predecessor's, 0 for none.
 */
extern const Account *fl_succession_account(const Book *book, int32 predecessor_id,
											AccountCode code);

#endif							/* FUNDLEDGER_SUCCESSION_H */

-- 期初建账: a book goes on from another system's 科目余额表.

CREATE FUNCTION fund.bring_forward(
    book text,
    rows jsonb,
    through text DEFAULT NULL,
    open_items jsonb DEFAULT NULL,
    last_year jsonb DEFAULT NULL,
    source text DEFAULT NULL,
    prepared_by text DEFAULT NULL
) RETURNS TABLE (
    voucher_id bigint,
    voucher_date date,
    kind text,
    basis text,
    summary text,
    amount numeric
)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 5
    AS 'MODULE_PATHNAME', 'fl_bring_forward';

COMMENT ON FUNCTION fund.bring_forward(text, jsonb, text, jsonb, jsonb, text, text) IS
'期初建账: begins a book with another system''s 科目余额表 and returns the vouchers that this makes: balances of January (or of whichever month the book begins with), and, through a last month, what has moved since, a voucher for each kind. A row of rows is an object with account, party, basis, kind, opening_debit, opening_credit, debit, credit (科目编码, 往来编码, 核算基础, 种类, 年初借方, 年初贷方, 累计借方, 累计贷方), in 元; account is a code or a name, as in fund.import(); kind is of what has moved: blank is normal. open_items: account, party, basis, date, amount on the normal side; last_year: statement, item_id, basis, figure. LG039: rows that no book can begin with, all of them told; LG024: through a month before the book; 22023: through another year, or a book that does not begin in January; 55000: the book has vouchers; LG023: its first month is closed; LG032: the book demands review, and fund.prepare_bring_forward() makes a draft of the same arguments; 42501: not 会计主管 of the book, or none who may post there.';

CREATE FUNCTION fund.withdraw_brought_forward(
    book text,
    reason text,
    prepared_by text DEFAULT NULL
) RETURNS TABLE (
    voucher_id bigint,
    voucher_date date,
    kind text,
    basis text,
    summary text,
    amount numeric
)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 5
    AS 'MODULE_PATHNAME', 'fl_withdraw_brought_forward';

COMMENT ON FUNCTION fund.withdraw_brought_forward(text, text, text) IS
'Reverses all that fund.bring_forward() stored, each voucher on its own day, and returns the red vouchers; then it may be called again. 55000: nothing stands; LG023: the first month of the book is closed; 22023: no reason given; LG032: the book demands review, and fund.prepare_withdrawal() makes a draft; 42501: not 会计主管 of the book, or none who may post there.';

-- A reversal takes its original out of the way, and what month-end moved it
-- moves again. Openings are what is brought forward, unless they restate it.
CREATE FUNCTION fund._vouchers_in_the_way(book_id integer, through fund.period)
    RETURNS TABLE (voucher_id bigint, voucher_date text, vouchers bigint)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        SELECT v.voucher_id, v.voucher_date::text, count(*) OVER ()
        FROM ledger.voucher AS v
        WHERE v.book_id = $1
          AND CASE WHEN v.kind OPERATOR(fund.=) 'opening'
                   THEN NOT EXISTS (SELECT FROM ledger.restatement AS r
                                    WHERE r.book_id = $1 AND r.voucher_id = v.voucher_id)
                   ELSE v.voucher_date <= fund.last_day($2)
                    AND v.kind OPERATOR(fund.<>) ALL ('{carry,closing,split}') END
          AND v.reverses IS NULL
          AND NOT EXISTS (SELECT FROM ledger.reversal AS r
                          WHERE r.book_id = $1 AND r.reversed = v.voucher_id)
        ORDER BY v.voucher_date, v.voucher_id LIMIT 1
    $$;

COMMENT ON FUNCTION fund._vouchers_in_the_way(integer, fund.period) IS
'The first voucher, and how many there are, that would be counted twice if a book were brought forward through that month (NULL: its opening alone); no row where none would.';

-- What a predecessor held by party stands in its vouchers alone.
CREATE FUNCTION fund._succession_rows(book_id integer)
    RETURNS TABLE (account text, party text, basis text, opening_debit numeric, opening_credit numeric)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT h.account::text, h.party, h.basis::text, greatest(h.amount, 0), greatest(-h.amount, 0)
        FROM (SELECT coalesce((SELECT m.to_account FROM ledger.succession_account AS m
                               WHERE m.predecessor_id = s.predecessor_id
                                 AND l.account OPERATOR(fund.<@) m.from_account
                               ORDER BY m.from_account DESC LIMIT 1), l.account) AS account,
                     l.party, v.basis, sum(fund._debit_less_credit(l.side, l.amount)) AS amount
              FROM ledger.succession AS s
              JOIN ledger.book AS own ON own.book_id = s.book_id
              JOIN ledger.voucher AS v ON v.book_id = s.predecessor_id
               AND v.voucher_date < fund.first_day(own.first_period)
              CROSS JOIN LATERAL fund.lines(v.journal) AS l
              WHERE s.book_id = $1
              GROUP BY 1, l.party, v.basis) AS h
        WHERE h.amount <> 0
        ORDER BY h.basis, h.account, h.party COLLATE "C" NULLS FIRST
    $$;

COMMENT ON FUNCTION fund._succession_rows(integer) IS
'What the predecessors of a book held when it begins, by account of the book, party and basis.';

CREATE FUNCTION fund.succession_rows(book text)
    RETURNS TABLE (account text, party text, basis text, opening_debit numeric, opening_credit numeric)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_succession_rows';

COMMENT ON FUNCTION fund.succession_rows(text) IS
'承继: what the predecessors that fund.succeed() has named held at the end, by account of the book (with the account map), party and basis: rows for fund.bring_forward(). LG010: no such book; 42501: not 会计主管 of the book.';

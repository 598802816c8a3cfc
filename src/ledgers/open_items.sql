-- 账龄: what is still open of what parties owe and are owed, by the day on which
-- it arose.

-- What reverses a reversal is of the voucher that both go back to.
CREATE FUNCTION fund._reversal_root(book_id integer, voucher_id bigint) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH RECURSIVE undone AS (
            SELECT r.reversed, 1 AS depth FROM ledger.reversal AS r WHERE r.book_id = $1 AND r.voucher_id = $2
            UNION ALL
            SELECT r.reversed, u.depth + 1
            FROM undone AS u JOIN ledger.reversal AS r ON r.book_id = $1 AND r.voucher_id = u.reversed
        )
        SELECT coalesce((SELECT u.reversed FROM undone AS u ORDER BY u.depth DESC LIMIT 1), $2)
    $$;

COMMENT ON FUNCTION fund._reversal_root(integer, bigint) IS
'The voucher that a chain of reversals begins with.';

-- By account of the standard, so that what its details take over keeps its age.
-- Items that were brought forward stand for the vouchers that sum them up.
CREATE FUNCTION fund._open_items(book_id integer, as_of date, with_accrual boolean)
    RETURNS TABLE (account fund.account_code, party text, basis fund.basis, item_date date, amount numeric)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 1000
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
BEGIN
    RETURN QUERY
    WITH kept AS MATERIALIZED (
        SELECT a.account, a.element, a.party_kind, a.normal_side
        FROM ledger.book AS b JOIN ledger.account AS a USING (standard)
        WHERE b.book_id = $1
    ), item AS MATERIALIZED (
        SELECT i.basis, i.account, i.party, i.item_date, i.amount::numeric
        FROM ledger.brought_forward AS f JOIN ledger.brought_item AS i USING (book_id, call_no)
        WHERE f.book_id = $1 AND f.withdrawn_at IS NULL
          AND (i.basis OPERATOR(fund.=) 'cash' OR $3)
    ), line AS MATERIALIZED (
        SELECT v.voucher_id, v.voucher_date, v.reverses, v.basis, l.account, l.party, l.side,
               fund._debit_less_credit(l.side, l.amount) AS debit, b.voucher_id IS NOT NULL AS is_sum
        FROM ledger.voucher AS v
        CROSS JOIN LATERAL fund.lines(v.journal) AS l
        LEFT JOIN (ledger.brought_voucher AS b JOIN ledger.brought_forward AS f USING (book_id, call_no))
            ON b.book_id = $1 AND b.voucher_id = v.voucher_id
        WHERE v.book_id = $1 AND v.voucher_date <= $2 AND (v.basis OPERATOR(fund.=) 'cash' OR $3)
          AND f.withdrawn_at IS NULL
    ), place AS MATERIALIZED (
        -- of each account that comes up: the one of the standard that it is of, and whether it is kept by party
        SELECT u.account, s.account AS of_account, s.normal_side = 'credit' AS is_credit,
               coalesce(k.party_kind, 'none') <> 'none' AS wants_party
        FROM (SELECT n.account FROM line AS n UNION SELECT i.account FROM item AS i) AS u
        CROSS JOIN LATERAL (SELECT c.* FROM kept AS c WHERE u.account OPERATOR(fund.<@) c.account
                            ORDER BY c.account USING OPERATOR(fund.>) LIMIT 1) AS s
        LEFT JOIN LATERAL (SELECT c.party_kind FROM kept AS c
                           WHERE u.account OPERATOR(fund.<@) c.account AND c.party_kind IS NOT NULL
                           ORDER BY c.account USING OPERATOR(fund.>) LIMIT 1) AS k ON true
        WHERE s.element IN ('asset', 'liability')
    ), moved AS (
        -- What a voucher moves within an account is nothing; of a sum one side was before the other.
        SELECT p.of_account AS account, p.is_credit, n.party, n.basis, min(n.voucher_date) AS day, sum(n.debit) AS debit
        FROM line AS n JOIN place AS p ON p.account OPERATOR(fund.=) n.account
        WHERE (n.party IS NOT NULL OR p.wants_party)
          AND NOT (n.is_sum AND EXISTS (SELECT FROM item AS i
                                        WHERE i.party = n.party AND i.basis OPERATOR(fund.=) n.basis
                                          AND i.account OPERATOR(fund.=) n.account))
        GROUP BY 1, 2, 3, 4, CASE WHEN n.reverses IS NULL THEN n.voucher_id ELSE fund._reversal_root($1, n.voucher_id) END,
                 CASE WHEN n.is_sum THEN n.side END
        UNION ALL
        SELECT p.of_account, p.is_credit, i.party, i.basis, i.item_date, CASE WHEN p.is_credit THEN -i.amount ELSE i.amount END
        FROM item AS i JOIN place AS p ON p.account OPERATOR(fund.=) i.account
    ), held AS (
        SELECT m.*, sign(sum(m.debit) OVER one) AS direction
        FROM moved AS m
        WINDOW one AS (PARTITION BY m.account, m.party, m.basis)
    ), aged AS (
        -- First in, first out: what came last is what is open.
        SELECT h.account, h.is_credit, h.party, h.basis, h.day, h.direction, sum(h.debit * h.direction) AS amount,
               sum(sum(h.debit * h.direction)) OVER (PARTITION BY h.account, h.party, h.basis ORDER BY h.day) AS through_day
        FROM held AS h
        WHERE h.debit * h.direction > 0
        GROUP BY 1, 2, 3, 4, 5, 6
    ), paid AS (
        SELECT h.account, h.party, h.basis, sum(-h.debit * h.direction) AS amount
        FROM held AS h
        WHERE h.debit * h.direction < 0
        GROUP BY 1, 2, 3
    )
    SELECT a.account, a.party, a.basis, a.day,
           least(a.amount, a.through_day - coalesce(p.amount, 0)) * a.direction * CASE WHEN a.is_credit THEN -1 ELSE 1 END
    FROM aged AS a
    LEFT JOIN paid AS p ON p.account OPERATOR(fund.=) a.account AND p.basis OPERATOR(fund.=) a.basis
                       AND p.party IS NOT DISTINCT FROM a.party
    WHERE a.through_day > coalesce(p.amount, 0);
END
$function$;

COMMENT ON FUNCTION fund._open_items(integer, date, boolean) IS
'What is open at the end of a day by account of the standard, party, basis and day, 元 on the normal side of the account; first in, first out.';

CREATE FUNCTION fund.open_items(book text, as_of text, basis text DEFAULT 'cash')
    RETURNS TABLE (account text, name text, party text, party_name text, basis text, item_date date,
                   days integer, age text, amount numeric)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_open_items';

COMMENT ON FUNCTION fund.open_items(text, text, text) IS
'账龄: what parties owe and are owed at the end of a day (or month), by the day on which it arose, first in, first out: account of the standard, party (NULL: 未分户, of an account that demands one), basis of the vouchers, days since, age (within 1 year, 1 to 2 years, 2 to 3 years, over 3 years) and amount, 元 on the normal side of the account. Open items that were brought forward have their own days; what was brought forward without them is of the day of its voucher. The sum by account and party is its balance. No row, and a NOTICE, within months brought forward. LG010: no such book; LG024: the book begins later; 42501: may not read it.';

CREATE FUNCTION fund.open_items(book text, as_of date, basis text DEFAULT 'cash')
    RETURNS TABLE (account text, name text, party text, party_name text, basis text, item_date date,
                   days integer, age text, amount numeric)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_open_items';

COMMENT ON FUNCTION fund.open_items(text, date, text) IS
'账龄 at the end of a day: the same';

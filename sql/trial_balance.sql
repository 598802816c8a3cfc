-- 科目余额表: against the lines of the vouchers, open and closed.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
RESET client_min_messages;
\pset null '-'
\getenv abs_srcdir PG_ABS_SRCDIR

CREATE FUNCTION pg_temp.refusal(query text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        EXECUTE query;
        RETURN 'no error';
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;

CREATE TEMP TABLE example (
    line         integer GENERATED ALWAYS AS IDENTITY,
    voucher_date date,
    kind         text,
    summary      text,
    journal      fund.journal
);
\set vouchers :abs_srcdir '/demo/vouchers.csv'
COPY example (voucher_date, kind, summary, journal) FROM :'vouchers' CSV HEADER;

SELECT fund.create_book('example', 'the worked example', 'reform', '2026-01') > 0 AS created;
INSERT INTO ledger.voucher (book_id, voucher_date, kind, summary, journal)
SELECT b.book_id, e.voucher_date, e.kind, e.summary, e.journal
FROM example AS e, ledger.book AS b WHERE b.book = 'example' ORDER BY e.line;

-- Details below an open account, a balance on the other side, an overlay
INSERT INTO ledger.voucher (book_id, voucher_date, basis, summary, journal)
SELECT b.book_id, v.voucher_date::date, v.basis, v.summary, v.journal::fund.journal
FROM ledger.book AS b,
(VALUES
    ('2026-01-06', 'cash',    '定期存款', 'Dr 10030201 500.05, Cr 1003 500.05'),
    ('2026-02-06', 'cash',    '定期存款', 'Dr 10030202 70, Cr 10030201 70'),
    ('2026-02-07', 'cash',    '多付',     'Dr 2001 8, Cr 1003 8'),
    ('2026-02-08', 'cash',    '多付冲回', 'Dr 2001 -3, Cr 1003 -3'),
    ('2026-02-28', 'accrual', '应收利息', 'Dr 1132 5, Cr 420101 5')
) AS v (voucher_date, basis, summary, journal)
WHERE b.book = 'example';

SELECT account, name, level, opening_debit, opening_credit, period_debit, period_credit
FROM fund.trial_balance('example', '2026-02');
SELECT account, year_debit, year_credit, closing_debit, closing_credit
FROM fund.trial_balance('example', '2026-02');
SELECT * FROM fund."科目余额表"('example', '2026-02') WHERE "科目编码" ~ '^(1003|2001)';
SELECT account, period_debit, period_credit, closing_debit, closing_credit
FROM fund.trial_balance('example', '2026-02', 'accrual') WHERE account ~ '^(1132|4201)';

-- Every row against the lines of the vouchers of its account and those below
CREATE FUNCTION pg_temp.disagreements(month text, layers text) RETURNS bigint
    LANGUAGE sql
    AS $$
        WITH line AS (
            SELECT to_char(v.voucher_date, 'YYYY-MM') AS month, v.kind, l.account::text AS account,
                   CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE 0 END AS debit,
                   CASE l.side WHEN 'credit' THEN l.amount::numeric ELSE 0 END AS credit
            FROM ledger.voucher AS v
            JOIN ledger.book AS b USING (book_id)
            CROSS JOIN LATERAL fund.lines(v.journal) AS l
            WHERE b.book = 'example' AND (v.basis = 'cash' OR layers = 'accrual')
        ), account AS (
            SELECT DISTINCT left(l.account, n) AS account
            FROM line AS l, unnest('{4,6,8}'::int[]) AS n
            WHERE length(l.account) >= n
        ), computed AS (
            SELECT a.account,
                   sum(l.debit - l.credit) FILTER (WHERE l.kind = 'opening' OR l.month < $1) AS opening,
                   sum(l.debit) FILTER (WHERE l.kind <> 'opening' AND l.month = $1) AS period_debit,
                   sum(l.credit) FILTER (WHERE l.kind <> 'opening' AND l.month = $1) AS period_credit,
                   sum(l.debit) FILTER (WHERE l.kind <> 'opening' AND l.month BETWEEN left($1, 4) AND $1) AS year_debit,
                   sum(l.credit) FILTER (WHERE l.kind <> 'opening' AND l.month BETWEEN left($1, 4) AND $1) AS year_credit,
                   sum(l.debit - l.credit) FILTER (WHERE l.kind = 'opening' OR l.month <= $1) AS closing
            FROM account AS a
            JOIN line AS l ON l.account ^@ a.account
            GROUP BY a.account
        )
        SELECT count(*)
        FROM (SELECT * FROM computed AS c
              WHERE c.opening <> 0 OR c.closing <> 0 OR c.period_debit <> 0 OR c.period_credit <> 0
                    OR c.year_debit <> 0 OR c.year_credit <> 0) AS c
        FULL JOIN fund.trial_balance('example', $1::fund.period, layers) AS t USING (account)
        WHERE (t.opening_debit, t.opening_credit, t.period_debit, t.period_credit, t.year_debit, t.year_credit,
               t.closing_debit, t.closing_credit)
              IS DISTINCT FROM
              (greatest(coalesce(c.opening, 0), 0), greatest(-coalesce(c.opening, 0), 0),
               coalesce(c.period_debit, 0), coalesce(c.period_credit, 0),
               coalesce(c.year_debit, 0), coalesce(c.year_credit, 0),
               greatest(coalesce(c.closing, 0), 0), greatest(-coalesce(c.closing, 0), 0))
    $$;

-- What must hold of the rows themselves
CREATE FUNCTION pg_temp.contradictions(month text, layers text) RETURNS bigint
    LANGUAGE sql
    AS $$
        WITH row AS (
            SELECT t.*, opening_debit - opening_credit AS opening, closing_debit - closing_credit AS closing
            FROM fund.trial_balance('example', $1::fund.period, layers) AS t
        )
        SELECT
            (SELECT count(*) FROM row WHERE opening + period_debit - period_credit <> closing)
            + (SELECT count(*) FROM row WHERE least(opening_debit, opening_credit) <> 0
                                           OR least(closing_debit, closing_credit) <> 0)
            -- 借贷平衡, over the accounts of the first level
            + (SELECT count(*) FROM (
                   SELECT sum(opening) AS o, sum(closing) AS c, sum(period_debit - period_credit) AS p,
                          sum(year_debit - year_credit) AS y
                   FROM row WHERE level = 1) AS total
               WHERE o <> 0 OR c <> 0 OR p <> 0 OR y <> 0)
            -- a heading is the sum of its children
            + (SELECT count(*) FROM row AS parent
               CROSS JOIN LATERAL (
                   SELECT sum(closing) AS closing, sum(year_debit) AS year_debit
                   FROM row AS child WHERE child.account ^@ parent.account AND child.level = parent.level + 1) AS c
               WHERE parent.account IN ('3001', '4001', '5001')
                 AND (parent.closing, parent.year_debit) IS DISTINCT FROM (c.closing, c.year_debit))
    $$;

SELECT month, layers, pg_temp.disagreements(month, layers), pg_temp.contradictions(month, layers)
FROM unnest('{2026-01,2026-02,2026-03,2026-04,2027-01}'::text[]) AS month, unnest('{cash,accrual}'::text[]) AS layers;

-- The same where workers sum the open months and the leader only adds
CREATE TEMP TABLE serial AS
SELECT month, layers, t.* FROM unnest('{2026-01,2026-02,2026-03}'::text[]) AS month, unnest('{cash,accrual}'::text[]) AS layers
CROSS JOIN LATERAL fund.trial_balance('example', month::fund.period, layers) AS t;
ALTER TABLE ledger.voucher SET (parallel_workers = 2);
ANALYZE ledger.voucher;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET parallel_leader_participation = off;
EXPLAIN (COSTS OFF) SELECT fund._open_turnover(voucher_id, book_id, voucher_date, kind, basis, journal, 1) FROM ledger.voucher
WHERE book_id = 1 AND voucher_date BETWEEN '2026-01-01' AND '2026-03-31';
SELECT month, layers, count(*) > 0 AS has_rows,
       count(*) FILTER (WHERE to_jsonb(s) - 'month' - 'layers' IS DISTINCT FROM to_jsonb(t)) AS differ
FROM unnest('{2026-01,2026-02,2026-03}'::text[]) AS month CROSS JOIN unnest('{cash,accrual}'::text[]) AS layers
CROSS JOIN LATERAL fund.trial_balance('example', month::fund.period, layers) AS t
FULL JOIN serial AS s USING (month, layers, account)
GROUP BY month, layers ORDER BY month, layers;
ALTER TABLE ledger.voucher RESET (parallel_workers);
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET parallel_leader_participation;

-- Closing and carry vouchers are turnover here.
SELECT count(*) > 0 AS closed FROM fund.close_period('example', '2026-01');
SELECT count(*) > 0 AS closed FROM fund.close_period('example', '2026-02');
SELECT account, period_debit, period_credit, closing_debit, closing_credit
FROM fund.trial_balance('example', '2026-02') WHERE account ~ '^(3001|4001|4601)';
SELECT month, layers, pg_temp.disagreements(month, layers), pg_temp.contradictions(month, layers)
FROM unnest('{2026-01,2026-02,2026-03,2026-04,2027-01}'::text[]) AS month, unnest('{cash,accrual}'::text[]) AS layers;

-- Before the book begins; a book without vouchers; no such thing
SELECT account, opening_debit, opening_credit, year_debit, closing_debit, closing_credit
FROM fund.trial_balance('example', '2025-12');
SELECT fund.create_book('empty', 'empty', '2017-居民', '2026-01') > 0 AS created;
SELECT count(*) FROM fund.trial_balance('empty', '2026-01');
SELECT pg_temp.refusal($$SELECT * FROM fund.trial_balance('nowhere', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.trial_balance('empty', '2026-01', 'modified cash')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.trial_balance(NULL, '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.trial_balance('empty', NULL)$$);
SELECT pg_temp.refusal($$SELECT * FROM fund."科目余额表"('empty', '2026-01', NULL)$$);

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;

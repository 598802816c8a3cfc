-- A standard like 2017 with :accounts more detail accounts, a book of it, and
-- 1024 journals on accounts of its whole chart. Needs :accounts and :book.

SET client_min_messages = warning;
SELECT fund._copy_standard('2017', 'chart-' || :accounts, '扩充的会计科目', '2017', '2026-01-01');

-- Details of 1101 (暂付款), down to the fourth level.
CREATE OR REPLACE FUNCTION bench.detail(n integer) RETURNS text
    LANGUAGE sql IMMUTABLE
AS $$
    SELECT format('1101%s%s%s', 10 + n / 2500, 10 + n / 50 % 50, 10 + n % 50)
$$;

INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
SELECT 'chart-' || :accounts, bench.detail(n)::fund.account_code, '明细' || n,
       'asset', 'debit', '{opening, normal, adjustment}'
FROM generate_series(0, :accounts - 1) AS n;

SELECT fund.create_book(:book::text, '账套', 'chart-' || :accounts, '2026-01');

DROP TABLE IF EXISTS bench.chart_journal;
CREATE TABLE bench.chart_journal AS
SELECT n, format('Dr %s 128.00, Cr 400101 128.00',
                 bench.detail((n * 7919::bigint % :accounts)::integer))::fund.journal AS journal
FROM generate_series(1, 1024) AS n;
ALTER TABLE bench.chart_journal ADD PRIMARY KEY (n);

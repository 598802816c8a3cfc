-- A standard like 2017 with :rules rules instead of its own, over its accounts
-- and the lines of its 收支表, and a book of it. Needs :rules.
-- The rules hold by how they are written, so that they can be enforced.

SET client_min_messages = warning;
SELECT fund._copy_standard('2017', 'rules-' || :rules, '勾稽若干', '2017', '2026-01-01');
DELETE FROM ledger.articulation WHERE standard = 'rules-' || :rules;

WITH account AS (
    SELECT array_agg(account::text ORDER BY account) AS codes
    FROM ledger.account WHERE standard = '2017'
), line AS (
    SELECT array_agg(item_id ORDER BY line_no) AS ids
    FROM ledger.statement_line
    WHERE standard = '2017' AND statement = '收支表' AND formula IS NOT NULL
), term AS (
    SELECT n, codes[1 + n % cardinality(codes)] AS account, codes[1 + n * 7 % cardinality(codes)] AS other,
           ids[1 + n % cardinality(ids)] AS line, ids[1 + n * 5 % cardinality(ids)] AS last
    FROM generate_series(1, :rules) AS n, account, line
)
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, rhs, period_window, severity, rule_type, authority)
SELECT 'rules-' || :rules, format('规则-%s', lpad(n::text, 4, '0')), format('第%s条', n), '收支表',
       format('net(%s) + net(%s) - [%s] + 2 * [%s]', account, other, line, last)::fund.formula,
       format('2 * [%s] - [%s] + net(%s) + net(%s)', last, line, other, account)::fund.formula,
       CASE n % 2 WHEN 0 THEN 'month' ELSE 'year_to_date' END, 'error', 'definition', '-'
FROM term;

SELECT fund.create_book('rules-' || :rules, '账套', 'rules-' || :rules, '2026-01');

-- The least of so many runs, for so short a one is often disturbed; in a
-- session that has run it before, without sending rows.
CREATE OR REPLACE FUNCTION bench.milliseconds(query text, runs integer) RETURNS numeric
    LANGUAGE plpgsql
AS $$
DECLARE
    v_started   timestamptz;
    v_least     interval;
BEGIN
    FOR run IN 1..runs LOOP
        v_started := clock_timestamp();
        EXECUTE query;
        v_least := least(v_least, clock_timestamp() - v_started);
    END LOOP;
    RETURN extract(epoch FROM v_least) * 1000;
END
$$;

-- The floor of a thousand rows like those of fund.articulation: kept, and returned.
CREATE TABLE IF NOT EXISTS bench.rule_row AS
SELECT format('规则-%s', lpad(n::text, 4, '0')) AS rule, format('第%s条', n) AS name,
       n * 1234.56 AS lhs, n * 1234.56 AS rhs, 0.00 AS difference,
       'error'::text AS severity, 'pass'::text AS verdict, NULL::text AS reason
FROM generate_series(1, 1000) AS n;

CREATE OR REPLACE FUNCTION bench.rule_rows() RETURNS SETOF bench.rule_row
    LANGUAGE sql VOLATILE
AS 'SELECT * FROM bench.rule_row';

-- The windows of a form's columns: quarters, the last twelve months, and the
-- same of the year before.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
SET search_path = public, fund;
RESET client_min_messages;
\pset null '-'

SELECT fund.derive_standard('reform', '各期', '各期比较');
INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window, shown)
SELECT '各期', statement, 10 + n, name, period_window, 'both'
FROM unnest('{资产负债表,收支表}'::text[]) AS statement,
     unnest('{上年同月,本季,上年同季,上年同期,最近十二个月}'::text[],
            '{prior_year_month,quarter,prior_year_quarter,prior_year_to_date,last_twelve_months}'::text[])
     WITH ORDINALITY AS w (name, period_window, n);
-- A line of opening and closing balances, one of a part, and one of both statements
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula) VALUES
    ('各期', '收支表', 90, 'W1', '存款的变动', 1, 'closing(1003) + closing(1004) - opening(1003) - opening(1004)'),
    ('各期', '收支表', 91, 'W2', '统筹支出的三分之一', 1, '1/3 * [X0]'),
    ('各期', '收支表', 92, 'W3', '收入与期末结余', 1, '[T0] + 资产负债表[N11]');

-- 18 months: closed through the 16th. The first is within a year and a quarter.
SELECT fund.create_book('市', '某市', '各期', '2024-11');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer');
DO $$
DECLARE
    m integer;
    v_month period;
BEGIN
    PERFORM fund.post('市', '2024-11-01', '期初', 'Dr 1003 1000.00, Dr 1004 300.00, Cr 300101 900.00, Cr 300102 400.00', kind => 'opening');
    FOR m IN 0..17 LOOP
        v_month := '2024-11'::period + m;
        PERFORM fund.post('市', fund.first_day(v_month), '收入', format('Dr 1003 %s.17, Cr 400101 %1$s.17', 100 + m * m));
        PERFORM fund.post('市', fund.last_day(v_month), '支出', format('Dr 50010101 %s.05, Cr 1004 %1$s.05', 1 + m));
        PERFORM fund.post('市', fund.last_day(v_month), '待定', format('Dr 1003 %s.00, Cr 4601 %1$s.00', 1 + m % 4));
        PERFORM fund.post('市', fund.first_day(v_month) + 9, '计提', format('Dr 1131 %s.00 @P1, Cr 400102 %1$s.00', 2 + m), basis => 'accrual');
        IF m < 16 THEN
            PERFORM fund.close_period('市', v_month);
        END IF;
    END LOOP;
END
$$;

-- The figures of each month alone are what all others are made of.
SET client_min_messages = warning;
CREATE TABLE month_figure AS
SELECT month::text AS month, basis, s.statement, f.item_id, f.column_name, f.figure
FROM fund.months('2024-11', '2026-04') AS m (month), unnest('{cash,accrual}'::text[]) AS basis,
     unnest('{资产负债表,收支表}'::text[]) AS s (statement),
     LATERAL fund.statement('市', s.statement, month::text, basis, false) AS f
WHERE f.column_name IN ('期末余额', '本月数');
CREATE INDEX ON month_figure (basis, statement, item_id, column_name, month);
ANALYZE month_figure;
CREATE TABLE figure AS
SELECT month::text AS month, basis, s.statement, f.item_id, f.column_name, f.figure
FROM fund.months('2024-11', '2026-04') AS m (month), unnest('{cash,accrual}'::text[]) AS basis,
     unnest('{资产负债表,收支表}'::text[]) AS s (statement),
     LATERAL fund.statement('市', s.statement, month::text, basis, false) AS f
WHERE f.column_no > 10;

CREATE FUNCTION pg_temp.months_of(name text, month period) RETURNS period[]
    LANGUAGE sql
    AS $$
        SELECT CASE name
            WHEN '上年同月' THEN ARRAY[month - 12, month - 12]
            WHEN '本季' THEN ARRAY[month - (extract(month FROM fund.first_day(month))::integer - 1) % 3, month]
            WHEN '上年同季' THEN ARRAY[month - 12 - (extract(month FROM fund.first_day(month))::integer - 1) % 3, month - 12]
            WHEN '上年同期' THEN ARRAY[(extract(year FROM fund.first_day(month))::integer - 1 || '-01')::period, month - 12]
            WHEN '最近十二个月' THEN ARRAY[month - 11, month] END
    $$;
-- Turnover is the sum of the months that the book has, NULL where it has none;
-- a balance is that of the last month, NULL before the book, but what it was
-- opened with in the month before it. W2 is rounded once; W3 has both.
WITH expected AS (
    SELECT f.basis, f.statement, f.item_id, f.column_name, f.month, f.figure, w[2] AS last,
           sum(m.figure) AS moved, sum(m.figure) FILTER (WHERE m.month::period = w[2]) AS stood
    FROM figure AS f
    CROSS JOIN pg_temp.months_of(f.column_name, f.month::period) AS w
    LEFT JOIN month_figure AS m
           ON (m.basis, m.statement, m.item_id) = (f.basis, f.statement, f.item_id)
          AND m.month BETWEEN w[1]::text AND w[2]::text
    WHERE f.item_id NOT IN ('W2', 'W3')
    GROUP BY 1, 2, 3, 4, 5, 6, 7
)
SELECT statement, column_name, count(*) AS figures, count(figure) AS known,
       count(*) FILTER (WHERE figure IS DISTINCT FROM CASE statement WHEN '收支表' THEN moved ELSE stood END
                          AND NOT (statement = '资产负债表' AND last = '2024-10'::period)) AS different
FROM expected
GROUP BY statement, column_name ORDER BY statement COLLATE "C", column_name COLLATE "C";
SELECT item_id, column_name, figure FROM figure
WHERE month = '2025-10' AND basis = 'cash' AND statement = '资产负债表' AND item_id IN ('A0', 'N11') AND column_name ~ '上年' ORDER BY item_id COLLATE "C", column_name COLLATE "C";
SELECT count(*) AS figures,
       count(*) FILTER (WHERE w2.figure IS DISTINCT FROM round(x0.figure / 3, 2)) AS third_differs,
       count(*) FILTER (WHERE w3.figure IS DISTINCT FROM t0.figure + n11.figure) AS both_differ
FROM figure AS w2
JOIN figure AS x0 USING (month, basis, statement, column_name)
JOIN figure AS w3 USING (month, basis, statement, column_name)
JOIN figure AS t0 USING (month, basis, statement, column_name)
JOIN figure AS n11 ON (n11.month, n11.basis, n11.column_name) = (t0.month, t0.basis, t0.column_name)
WHERE w2.item_id = 'W2' AND x0.item_id = 'X0' AND w3.item_id = 'W3' AND t0.item_id = 'T0' AND n11.item_id = 'N11';
RESET client_min_messages;

-- Which columns say less than their names
SELECT count(*) FROM fund.statement('市', '收支表', '2025-01', enforce => false);
SELECT count(*) FROM fund.statement('市', '收支表', '2025-12', enforce => false);
SELECT count(*) FROM fund.statement('市', '收支表', '2026-04', enforce => false);
SELECT count(*) FROM fund.statement('市', '资产负债表', '2025-01', enforce => false);

-- Issued, verified and explained as every column
SELECT column_name, count(*) AS issued, count(figure) AS known FROM ledger.issued_statement
WHERE column_no > 10 AND statement = '收支表' AND form = 'monthly' AND basis = 'cash' AND period >= '2026-01'::period AND item_id ~ '^T'
GROUP BY column_name ORDER BY column_name COLLATE "C";
SELECT count(*) AS issued, count(*) FILTER (WHERE i.figure IS DISTINCT FROM f.figure) AS different
FROM ledger.issued_statement AS i
JOIN figure AS f ON (f.month, f.basis, f.statement, f.item_id, f.column_name) = (i.period::text, i.basis::text, i.statement, i.item_id, i.column_name)
WHERE i.form = 'monthly';
SELECT * FROM fund.verify('市');
SELECT f.column_name, f.figure, sum(e.contribution) FILTER (WHERE e.level = 0) AS explained, sum(e.contribution) FILTER (WHERE e.voucher_id IS NOT NULL) AS vouchers
FROM figure AS f, fund.explain('市', '收支表', 'T1', '2026-04', column_name => f.column_name) AS e
WHERE f.month = '2026-04' AND f.basis = 'cash' AND f.item_id = 'T1'
GROUP BY f.column_name, f.figure ORDER BY f.column_name COLLATE "C";

-- Printed figures: sums in such columns, and what stands at their end
SELECT rule, column_name, lhs, rhs, verdict
FROM fund.check_figures('各期', '收支表', '{"Z0": {"本季": 3.00, "上年同期": 5.00}, "Z1": {"本季": 1.00, "上年同期": 5.00},
    "Z2": {"本季": 1.00, "上年同期": 0.00}, "Z3": {"本季": 1.00, "上年同期": 1.00}, "T0": {"本季": 4.00, "上年同期": 1.00},
    "W3": {"本季": 6.00, "上年同期": 1.00}, "资产负债表[N11]": {"期末余额": 2.00}}')
WHERE verdict <> 'not evaluable';

-- No other window
INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window) VALUES ('各期', '收支表', 20, '去年', 'last_year');
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;

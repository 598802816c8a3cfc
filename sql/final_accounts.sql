-- 决算: 社决06 of 职工, 社决07 of 居民 and the 总表 社决02, as books make them and as
-- they are published.
SET client_encoding = 'UTF8';
SET client_min_messages = error;
SELECT fund.create_ledger();
SET search_path = public, fund;
\pset null '-'

SELECT standard, statement, english_name, form FROM ledger.statement WHERE form ~ '社决' ORDER BY standard COLLATE "C", position;

-- Every rule that stops a close follows from double entry.
SELECT s.standard, count(*) > 0 AS some, count(*) FILTER (WHERE p.verdict <> 'IDENTITY') AS not_proved
FROM ledger.standard AS s, fund.prove(s.standard) AS p
JOIN ledger.articulation AS a ON a.rule = p.rule
WHERE a.standard = s.standard AND a.statement ~ '^决算' AND a.severity = 'error'
GROUP BY s.standard ORDER BY s.standard COLLATE "C";

-- Two years of three funds: the first with every line, a refund, an adjustment
-- and what is 待转 at its end, the second short.
CREATE TABLE entry (book text, day date, journal text, kind text DEFAULT 'normal');
INSERT INTO entry SELECT b, '2025-01-01', 'Dr 1003 1000.00, Dr 1004 500.00, Cr 300101 900.00, Cr 300102 600.00', 'opening' FROM unnest('{2017,reform}'::text[]) AS b;
INSERT INTO entry (book, day, journal)
SELECT b, '2025-02-10', journal
FROM unnest('{2017,reform}'::text[]) AS b,
     unnest(ARRAY['Dr 1003 700.00, Cr 400101 490.00, Cr 400102 210.00', 'Dr 1003 55.00, Cr 4101 55.00',
                  'Dr 1003 11.50, Cr 420101 8.00, Cr 420102 3.50', 'Dr 1003 20.00, Cr 4301 20.00',
                  'Dr 1003 31.00, Cr 440101 30.00, Cr 440102 1.00', 'Dr 1003 9.00, Cr 440201 9.00',
                  'Dr 1003 4.20, Cr 450101 4.20', 'Dr 50010101 100.00, Dr 50010102 20.00, Dr 50010103 30.00, Cr 1004 150.00',
                  'Dr 50010104 5.00, Dr 50010105 6.00, Cr 1004 11.00', 'Dr 50010201 7.00, Dr 50010202 8.00, Dr 50010203 9.00, Cr 1004 24.00',
                  'Dr 5101 40.00, Cr 1003 40.00', 'Dr 1003 2.50, Cr 5101 2.50', 'Dr 5201 3.00, Cr 1004 3.00',
                  'Dr 530101 12.00, Cr 1003 12.00', 'Dr 530201 13.00, Cr 1003 13.00', 'Dr 540101 1.10, Cr 1004 1.10',
                  'Dr 1003 80.00, Cr 4601 80.00', 'Dr 1003 6.00, Cr 4602 6.00']) AS journal;
INSERT INTO entry (book, day, journal) VALUES ('2017', '2025-12-30', 'Dr 4601 80.00, Dr 4602 6.00, Cr 400101 60.00, Cr 400102 20.00, Cr 420101 6.00');
INSERT INTO entry
SELECT b, '2026-03-01', 'Dr 1003 100.00, Cr 400101 70.00, Cr 400102 30.00', 'normal' FROM unnest('{2017,reform}'::text[]) AS b;
INSERT INTO entry VALUES
    ('居民', '2025-01-01', 'Dr 1003 800.00, Cr 3001 700.00, Cr 3101 100.00', 'opening'),
    ('居民', '2025-02-10', 'Dr 1003 100.00, Cr 4001 40.00, Cr 400101 30.00, Cr 400102 20.00, Cr 400103 4.00, Cr 400104 6.00', 'normal'),
    ('居民', '2025-02-10', 'Dr 1003 300.00, Cr 4101 300.00', 'normal'),
    ('居民', '2025-02-11', 'Dr 1004 250.00, Cr 1003 250.00', 'normal'),
    ('居民', '2025-02-12', 'Dr 500101 120.00, Dr 500102 30.00, Dr 500103 2.00, Cr 1004 152.00', 'normal'),
    ('居民', '2025-02-12', 'Dr 5101 25.00, Cr 1004 25.00', 'normal'),
    ('居民', '2025-06-30', 'Dr 3001 10.00, Cr 3101 10.00', 'transfer'),
    ('居民', '2026-03-01', 'Dr 1003 50.00, Cr 400101 50.00', 'normal');
SELECT fund.create_book('2017', '职工', '2017', '2025-01'), fund.create_book('reform', '职工', 'reform', '2025-01'),
       fund.create_book('居民', '居民', '2017-居民', '2025-01');
SELECT count(fund.post(book, day, '分录', journal::fund.journal, kind)) FROM (SELECT * FROM entry ORDER BY day) AS e;
-- what moves the funds beside the year's income and expenditure
SELECT count(fund.restate(book, fund.post(book, '2025-11-11', '更正', journal::fund.journal, 'adjustment'), 'error_correction', '漏记', '审计'))
FROM (VALUES ('2017', 'Dr 1003 2.00, Cr 300101 2.00'), ('reform', 'Dr 1003 2.00, Cr 300102 2.00'), ('居民', 'Dr 1003 3.00, Cr 3001 3.00')) AS a (book, journal);
SELECT count(*) > 0 AS closed
FROM unnest('{2017,reform,居民}'::text[]) AS book, fund.months('2025-01', '2025-11') AS month, fund.close_period(book, month);
SET client_min_messages = warning;
SELECT count(*) > 0 AS closed FROM unnest('{2017,reform,居民}'::text[]) AS book, fund.close_period(book, '2025-12');

CREATE FUNCTION pg_temp.printed(statement text, year text) RETURNS TABLE (item_id text, item text, "2017" numeric, reform numeric, "居民" numeric)
    LANGUAGE sql
    AS $$
        SELECT f.item_id, min(f.item), sum(figure) FILTER (WHERE b = '2017'), sum(figure) FILTER (WHERE b = 'reform'), sum(figure) FILTER (WHERE b = '居民')
        FROM unnest('{2017,reform,居民}'::text[]) AS b, fund.statement(b, statement, year || '-12', annual => true) AS f
        WHERE f.column_name = '本年数'
        GROUP BY f.item_id ORDER BY min(f.line_no), f.item_id COLLATE "C"
    $$;
SELECT * FROM pg_temp.printed('决算收支表', '2025');
SELECT * FROM pg_temp.printed('final_summary', '2025');
-- 上年数 is what the last year's form printed
SELECT b AS book, s AS statement, count(*) AS lines, count(*) FILTER (WHERE this.figure IS DISTINCT FROM last.figure) AS different
FROM unnest('{2017,reform,居民}'::text[]) AS b, unnest('{决算收支表,决算总表}'::text[]) AS s,
     LATERAL fund.statement(b, s, '2026-12', annual => true) AS this
JOIN LATERAL fund.statement(b, s, '2025-12', annual => true) AS last USING (item_id)
WHERE this.column_name = '上年数' AND last.column_name = '本年数'
GROUP BY b, s ORDER BY b COLLATE "C", s COLLATE "C";
-- Issued with the year, and nothing with a month
SELECT form, statement, count(*) > 0 AS issued FROM ledger.issued_statement WHERE statement ~ '^决算' GROUP BY 1, 2 ORDER BY statement COLLATE "C";
SELECT count(*) AS figures FROM fund.statement('2017', '决算收支表', '2025-03');
SELECT v.* FROM unnest('{2017,reform,居民}'::text[]) AS b, fund.verify(b) AS v;
-- explained down to the vouchers
SELECT item_id, sum(contribution) FILTER (WHERE level = 0) AS figure
FROM unnest('{JI0,JE0,JQ0,JP0,JF0,JIT,JET}'::text[]) AS item, fund.explain('reform', '决算收支表', item, '2025-12', '本年数') AS e (level, kind, statement, item_id, account, name, factor, measure, voucher_id, voucher_date, voucher_kind, number, line_no, summary, contribution)
GROUP BY item, item_id HAVING item_id = item ORDER BY item COLLATE "C";

-- As published, in 万元: a table that is right but for rounding, one with two
-- digits exchanged in 年末滚存结余, and a 总表.
SELECT rule, column_name, lhs, rhs, verdict, repair #>> '{0,edit}' AS edit, repair #>> '{0,cells,0,item_id}' AS item_id
FROM fund.check_figures('2017', '决算收支表', '{
    "JI1": [780.1], "JI2": [55.0], "JI3": [17.5], "JI4": [20.0], "JI5": [4.2], "JI6": [876.7], "JI7": [31.0], "JI8": [9.0], "JI0": [916.7], "JI01": [662.2], "JI02": [254.5],
    "JP0": [1500.0], "JP01": [900.0], "JP02": [600.0], "JIT": [2416.7],
    "JE6": [226.5], "JE7": [13.0], "JE8": [12.0], "JE0": [251.6], "JE01": [224.6], "JE02": [27.0], "JQ0": [665.1], "JQ01": [437.6], "JQ02": [227.5],
    "JF0": [2156.1], "JET": [2416.7]}', '万元', annual => true)
WHERE verdict <> 'not evaluable' ORDER BY rule COLLATE "C";
SELECT rule, lhs, rhs, verdict FROM fund.check_figures('2017-居民', '决算总表', '{
    "JI1": [10.00], "JI2": [30.00], "JI3": [null], "JI5": [null], "JI7": [null], "JI8": [null], "JI0": [40.00], "JE1": [15.20], "JE2": [2.50], "JE4": [null], "JE7": [null], "JE8": [null], "JE0": [17.70],
    "JQ0": [22.30], "JP0": [80.00], "JF0": [102.60]}', '亿元', annual => true)
WHERE verdict <> 'not evaluable' ORDER BY rule COLLATE "C";
DROP SCHEMA ledger CASCADE;

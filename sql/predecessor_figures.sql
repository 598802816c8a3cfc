-- 上年数 of a book that succeeds others: what they issued, added up by line.
SET client_encoding = 'UTF8';
SET client_min_messages = error;
SELECT fund.create_ledger();
SET search_path = public, fund;
\pset null '-'
SELECT fund.create_book('甲', '甲县', '2017', '2025-01'), fund.create_book('乙', '乙县', '2017', '2025-01'), fund.create_book('市', '市级', 'reform', '2026-01');
SELECT count(fund.post(b, d::date, 's', j::fund.journal, k)) FROM (VALUES
 ('甲','2025-01-01','Dr 1003 100.00, Dr 1004 50.00, Cr 300101 100.00, Cr 300102 50.00','opening'),
 ('乙','2025-01-01','Dr 1003 10.00, Dr 1004 5.00, Cr 300101 10.00, Cr 300102 5.00','opening'),
 ('甲','2025-03-01','Dr 1003 70.00, Cr 400101 50.00, Cr 400102 20.00','normal'),
 ('甲','2025-03-02','Dr 50010101 7.00, Cr 1004 7.00','normal'),
 ('乙','2025-05-01','Dr 1003 7.00, Cr 400101 5.00, Cr 400102 2.00','normal')) AS v (b, d, j, k);
SELECT count(*) FROM unnest('{甲,乙}'::text[]) b, fund.months('2025-01','2025-12') m, fund.close_period(b, m);
SELECT fund.succeed('市', '甲', 'merger', '并表'), fund.succeed('市', '乙', 'merger', '并表');
SELECT fund.post('市', '2026-01-01', '承继', 'Dr 1003 187.00, Dr 1004 48.00, Cr 300101 158.00, Cr 300102 77.00', kind => 'opening') > 0;
SELECT fund.post('市', '2026-02-01', '收入', 'Dr 1003 9.00, Cr 400101 9.00') > 0;
SELECT item_id, column_name, figure FROM fund.statement('市', '收支表', '2026-12', annual => true) WHERE item_id IN ('T1','T0','X1','Z1','Z3') AND column_name IN ('本年数', '上年数');
SELECT item_id, column_name, figure FROM fund.statement('市', '决算收支表', '2026-12', annual => true) WHERE item_id IN ('JI1','JI0','JE0','JQ0','JP0','JF0','JI9','JIT') AND column_name = '上年数';
SELECT count(*) FROM fund.months('2026-01','2026-12') m, fund.close_period('市', m);
SELECT * FROM fund.verify('市');
SELECT kind, item_id, account, contribution FROM fund.explain('市', '收支表', 'T0', '2026-12', '上年数');
SELECT item_id, figure FROM fund.statement('市', '收支表', '2027-12', annual => true) WHERE item_id IN ('T1','X1') AND column_name IN ('上年数');
-- issued so with its year
SELECT count(*) AS issued, count(figure) AS known FROM ledger.issued_statement WHERE book_id = 3 AND form = 'annual' AND column_name = '上年数' AND statement = '收支表';
-- a book without predecessors
SELECT fund.create_book('后', '后', '2017-居民', '2027-01');
SELECT count(*) > 0 AS closed FROM fund.months('2027-01', '2027-02') AS m, fund.close_period('市', m);
SELECT count(figure) AS known FROM fund.statement('后', '收支表', '2027-12', annual => true) WHERE column_name = '上年数';

-- Within a year, from several: one that kept all of last year; one that began
-- within it; one that began this year and succeeded another; one that began this
-- year with what an old system had reported.
SELECT fund.derive_standard('2017', '比', '附上年同期');
INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window, shown) VALUES
    ('比', '收支表', 5, '上年同月', '上年同月', 'monthly'), ('比', '收支表', 6, '上年同期', '上年累计', 'monthly'), ('比', '资产负债表', 5, '上年同月', '上年同月', 'monthly'), ('比', '资产负债表', 6, '上年累计', '上年累计', 'monthly');
SELECT count(fund.create_book(b, b, '比', m::period)) FROM (VALUES ('整', '2025-01'), ('半', '2025-07'), ('前', '2025-01'), ('后继', '2026-02'), ('旧', '2026-01'), ('并', '2026-06')) AS v (b, m);
SELECT count(fund.post(b, d::date, 's', j::fund.journal, k)) FROM (VALUES
    ('整','2025-01-01','Dr 1003 1000.00, Cr 300101 1000.00','opening'), ('半','2025-07-01','Dr 1003 300.00, Cr 300101 300.00','opening'),
    ('前','2025-01-01','Dr 1003 50.00, Cr 300101 50.00','opening'),
    ('整','2025-03-05','Dr 1003 30.00, Cr 400101 30.00','normal'), ('整','2025-08-05','Dr 1003 7.00, Cr 400101 7.00','normal'), ('整','2026-04-05','Dr 1003 900.00, Cr 400101 900.00','normal'),
    ('半','2025-08-09','Dr 1003 4.00, Cr 400101 4.00','normal'), ('半','2025-11-09','Dr 50010101 1.00, Cr 1003 1.00','normal'),
    ('前','2025-08-09','Dr 1003 0.50, Cr 400101 0.50','normal'), ('前','2025-09-09','Dr 1003 0.25, Cr 400101 0.25','normal')) AS v (b, d, j, k);
SELECT count(*) > 0 FROM fund.months('2025-01', '2026-01') AS m, fund.close_period('前', m);
SELECT fund.succeed('后继', '前', 'merger', '并表');
SELECT count(*) FROM fund.bring_forward('后继', (SELECT jsonb_agg(r) FROM fund.succession_rows('后继') AS r));
SELECT count(*) FROM fund.bring_forward('旧', '[{"account": "1003", "opening_debit": 20}, {"account": "300101", "opening_credit": 20}]',
    last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 100}, {"statement": "收支表", "item_id": "T0", "figure": 100}, {"statement": "收支表", "item_id": "X1", "figure": 60}]');
SELECT count(*) > 0 FROM (VALUES ('整', '2025-01'), ('半', '2025-07'), ('后继', '2026-02'), ('旧', '2026-01')) AS v (b, first), fund.months(first::period, '2026-05') AS m, fund.close_period(b, m);
SELECT count(fund.succeed('并', b, 'merger', '市级统筹')) FROM unnest('{整,半,后继,旧}'::text[]) AS b;
SELECT count(*) FROM fund.bring_forward('并', (SELECT jsonb_agg(r) FROM fund.succession_rows('并') AS r));
SELECT fund.post('并', '2026-06-09', '收入', 'Dr 1003 11.00, Cr 400101 11.00') > 0, fund.post('并', '2026-08-09', '收入', 'Dr 1003 2.00, Cr 400101 2.00') > 0;
SET client_min_messages = notice;
-- 上年数: 37 of 整, 4 of 半 since July, 0.75 of 前, 100 of the old system; a line that not all have is null
SELECT item_id, column_name, figure FROM fund.statement('并', '收支表', '2026-12', annual => true) WHERE item_id IN ('T1', 'T0', 'T2', 'X1', 'Z1') AND column_name IN ('本年数', '上年数');
-- 本年累计 is since the book began, and says so; last year's August is what was issued of it, where all had it
SELECT item_id, column_name, figure FROM fund.statement('并', '收支表', '2026-08') WHERE item_id IN ('T1');
SELECT kind, item_id, account, contribution FROM fund.explain('并', '收支表', 'T1', '2026-12', '上年数');
SELECT kind, account, contribution FROM fund.explain('并', '收支表', 'T1', '2026-08', '本年累计数');
-- 年初余额 is what it was opened with
SELECT item_id, opening, closing FROM fund.balance_sheet('并', '2026-08') WHERE item_id IN ('A3', 'N11');
-- rules over the year are of the book's own year, and hold
SELECT verdict, count(*) FROM fund.articulation('并', '2026-08') GROUP BY verdict ORDER BY verdict;
SET client_min_messages = error;
SELECT rule, verdict, reason FROM fund.articulation('并', '2026-06') WHERE rule ~ '^年初余额' ORDER BY rule COLLATE "C" LIMIT 1;

-- Of two that issued all months: the same month and the same months of last year, until the book has its own.
SELECT count(fund.create_book(b, b, '比', m::period)) FROM (VALUES ('东', '2025-01'), ('西', '2025-01'), ('东西', '2026-03')) AS v (b, m);
SELECT count(fund.post(b, d::date, 's', j::fund.journal, k)) FROM (VALUES
    ('东','2025-01-01','Dr 1003 10.00, Cr 300101 10.00','opening'), ('西','2025-01-01','Dr 1003 20.00, Cr 300101 20.00','opening'),
    ('东','2025-02-05','Dr 1003 1.00, Cr 400101 1.00','normal'), ('西','2025-04-05','Dr 1003 2.00, Cr 400101 2.00','normal'), ('西','2025-04-06','Dr 50010101 0.40, Cr 1003 0.40','normal'),
    ('东','2025-06-05','Dr 1003 4.00, Cr 400101 4.00','normal'), ('西','2026-01-05','Dr 1003 8.00, Cr 400101 8.00','normal')) AS v (b, d, j, k);
SELECT count(*) > 0 FROM unnest('{东,西}'::text[]) AS b, fund.months('2025-01', '2026-02') AS m, fund.close_period(b, m);
SELECT count(fund.succeed('东西', b, 'merger', '市级统筹')) FROM unnest('{东,西}'::text[]) AS b;
SELECT count(*) FROM fund.bring_forward('东西', (SELECT jsonb_agg(r) FROM fund.succession_rows('东西') AS r));
SELECT fund.post('东西', '2026-04-09', '收入', 'Dr 1003 16.00, Cr 400101 16.00') > 0;
SELECT period, item_id, month, year_to_date, same_month, same_months, taken
FROM unnest('{2026-03,2026-04,2026-06,2027-01,2027-02,2027-04}'::text[]) AS period,
     LATERAL (SELECT s.item_id, max(figure) FILTER (WHERE column_no = 1), max(figure) FILTER (WHERE column_no = 2), max(figure) FILTER (WHERE column_no = 5), max(figure) FILTER (WHERE column_no = 6)
              FROM fund.statement('东西', '收支表', period::period) AS s WHERE s.item_id IN ('T1', 'X1', 'Z1') GROUP BY 1) AS s (item_id, month, year_to_date, same_month, same_months),
     -- what the vouchers of all three took in last year through that month
     LATERAL (SELECT sum(l.amount::numeric) FROM ledger.voucher AS v, fund.lines(v.journal) AS l
              WHERE l.account = '400101' AND l.side = 'credit' AND v.kind = 'normal' AND v.book_id IN (SELECT book_id FROM ledger.book WHERE book IN ('东', '西', '东西'))
                AND v.voucher_date >= (left(period, 4)::integer - 1 || '-01-01')::date AND v.voucher_date < (period || '-01')::date - interval '11 months') AS t (taken)
ORDER BY 1, 2;
-- balances of last year's month, too, of lines and sums; the month before the book is what it was opened with
SELECT period, item_id, max(figure) FILTER (WHERE column_no = 5) AS same_month, max(figure) FILTER (WHERE column_no = 6) AS its_end, max(figure) FILTER (WHERE column_no = 2) AS now
FROM unnest('{2026-03,2026-06,2027-02}'::text[]) AS period, LATERAL fund.statement('东西', '资产负债表', period::period) WHERE item_id IN ('A3', 'A0', 'N11') GROUP BY 1, 2 ORDER BY 1, 2;
SELECT kind, item_id, contribution FROM fund.explain('东西', '资产负债表', 'A0', '2026-06', '上年同月');
SELECT kind, account, contribution FROM fund.explain('东西', '资产负债表', 'A3', '2027-02', '上年同月');
-- closed and issued so, and verified against the same
SELECT count(*) > 0 FROM fund.months('2026-03', '2027-01') AS m, fund.close_period('东西', m);
SELECT column_no, figure FROM ledger.issued_statement WHERE book_id = (SELECT book_id FROM ledger.book WHERE book = '东西') AND period = '2026-04' AND item_id = 'T1' ORDER BY column_no;
SELECT * FROM fund.verify('东西');

-- What cannot be stored: a book that succeeds one that begins with it
BEGIN;
ALTER TABLE ledger.succession DISABLE TRIGGER USER;
UPDATE ledger.succession SET book_id = (SELECT book_id FROM ledger.book WHERE book = '前') WHERE predecessor_id = (SELECT book_id FROM ledger.book WHERE book = '整');
UPDATE ledger.succession SET book_id = (SELECT book_id FROM ledger.book WHERE book = '整') WHERE predecessor_id = (SELECT book_id FROM ledger.book WHERE book = '前');
SELECT count(*) FROM fund.statement('整', '收支表', '2025-12', annual => true);
ROLLBACK;
DROP SCHEMA ledger CASCADE;

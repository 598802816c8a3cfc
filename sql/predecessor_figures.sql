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
DROP SCHEMA ledger CASCADE;

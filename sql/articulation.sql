-- 勾稽: how rules are judged, shown and enforced.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
RESET client_min_messages;
\pset null '-'

-- The SQLSTATE, message, detail and hint of a statement that must fail.
CREATE FUNCTION pg_temp.refusal(query text) RETURNS TABLE (said text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_hint   text;
    BEGIN
        EXECUTE query;
        said := 'no error';
        RETURN NEXT;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN QUERY
            SELECT s FROM unnest(ARRAY[SQLSTATE || ' ' || SQLERRM, v_detail, v_hint]) AS s
            WHERE s <> '';
    END
    $$;

-- Rules of a standard of one's own, instead of those that it was copied with
SELECT fund._copy_standard('reform', 'own', '自定', '自定', '2026-01-01');
DELETE FROM ledger.articulation WHERE standard = 'own';
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, relation, rhs, rhs_of, period_window, judged, severity, rule_type, authority)
VALUES
    ('own', 'equal',         'income is receipts',        '收支表',     '[T1]', '=', 'debit(1003)', 'book', 'month', 'always', 'error', 'articulation', '-'),
    ('own', 'exact',         'a third and the rest',      '收支表',     '1/3 * [T1] + 2/3 * [T1]', '=', '[T1]', 'book', 'month', 'always', 'error', 'definition', '-'),
    ('own', 'less than a 分', 'a difference not printed', '收支表',     '1/3 * net(4101)', '=', '0', 'book', 'month', 'always', 'warning', 'articulation', '-'),
    ('own', 'at least',      'cash stays',                '资产负债表', '[A3]', '>=', '0', 'book', 'month', 'always', 'error', 'control', '-'),
    ('own', 'at most',       'not too much cash',         '资产负债表', '[A3]', '<=', '1/2 * [S0] + 1/2 * [S0]', 'book', 'year_to_date', 'always', 'warning', 'control', '-'),
    ('own', 'at close',      '支出户 is swept',           '资产负债表', '[A4]', '=', '0', 'book', 'month', 'at_close', 'error', 'control', '-'),
    ('own', 'year',          'no loan over the year end', '资产负债表', '[L2]', '=', '0', 'book', 'year', 'always', 'error', 'control', '-'),
    ('own', 'issued',        '年初余额 as issued',        '资产负债表', 'opening([A3])', '=', '[A3]', 'issued', 'year_to_date', 'always', 'error', 'articulation', '-'),
    ('own', 'issued twice',  'two lines of it',           '资产负债表', 'opening([A0]) - opening([A3])', '=', 'balance_sheet[A0] - closing([A3])', 'issued', 'year_to_date', 'always', 'error', 'articulation', '-'),
    ('own', 'lower books',   '上解',                      '收支表',     '[T5] + [G5]', '=', '[X3] + [Y3]', 'children', 'year_to_date', 'at_close', 'warning', 'control', '-');

INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer'), ('B1', '某银行', 'bank');
SELECT fund.create_book('city', 'upper', 'own', '2026-01') > 0 AS created;
SELECT fund.post('city', '2026-01-01', '期初余额', 'Dr 1003 100, Cr 300101 100', kind => 'opening') > 0 AS posted;
SELECT fund.post('city', '2026-01-05', '收到保险费', 'Dr 1003 10, Cr 400101 10') > 0 AS posted;
SELECT * FROM fund.articulation('city', '2026-01');

-- A third of a 分 is a difference all the same; so is money that does not move.
SELECT fund.post('city', '2026-01-06', '财政补贴', 'Dr 1003 0.01, Cr 4101 0.01') > 0 AS posted;
SELECT fund.post('city', '2026-01-07', '拨付支出户', 'Dr 1004 7, Cr 1003 7') > 0 AS posted;
SELECT fund.post('city', '2026-01-08', '红字', 'Dr 1003 -200, Cr 400101 -200') > 0 AS posted;
\set VERBOSITY sqlstate
SELECT fund.post('city', '2026-01-09', '借入', 'Dr 1004 30, Cr 2101 30 @B1') > 0 AS posted;
\set VERBOSITY default
SELECT rule, lhs, rhs, difference, severity, verdict, reason FROM fund.articulation('city', '2026-01');

-- Each statement minds its own error rules, and those "at close" when closed.
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('city', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('city', '2026-01')$$);
SELECT fund.reverse('city', voucher_id, '2026-01-10') > 0 AS reversed
FROM ledger.voucher JOIN ledger.book USING (book_id) WHERE book = 'city' AND summary IN ('红字', '财政补贴');
SELECT count(*) > 0 AS shown FROM fund.balance_sheet('city', '2026-01');
SELECT count(*) > 0 AS shown FROM fund.income_expenditure('city', '2026-01');
SELECT pg_temp.refusal($$SELECT * FROM fund.close_period('city', '2026-01')$$);
SELECT fund.post('city', '2026-01-31', '退回财政专户', 'Dr 1003 7, Cr 1004 7') > 0 AS posted;
SELECT fund.post('city', '2026-01-31', '还款', 'Dr 2101 30 @B1, Cr 1004 30') > 0 AS posted;
SELECT pg_temp.refusal($$SELECT * FROM fund.close_period('city', '2026-01')$$);
UPDATE ledger.articulation SET severity = 'warning' WHERE standard = 'own' AND rule = 'equal';
SELECT count(*) > 0 AS closed FROM fund.close_period('city', '2026-01');
UPDATE ledger.articulation SET rhs = 'credit(400101)' WHERE standard = 'own' AND rule = 'equal';

-- A rule that is changed after the close is judged as it is now.
SELECT count(*) > 0 AS shown FROM fund.balance_sheet('city', '2026-01');
UPDATE ledger.articulation SET rhs = 'net(400101)' WHERE standard = 'own' AND rule = 'at close';
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('city', '2026-01')$$);
SELECT count(*) > 0 AS shown FROM fund.balance_sheet('city', '2026-02');
UPDATE ledger.articulation SET rhs = '0' WHERE standard = 'own' AND rule = 'at close';

-- A rule over the year is judged when the year is over; at the same time the
-- next one gets 年初余额 that have been issued.
SELECT fund.post('city', '2026-11-09', '借入', 'Dr 1003 30, Cr 2101 30 @B1') > 0 AS posted;
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2026-11') WHERE rule = 'year';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2026-12') WHERE rule = 'year';
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('city', '2026-12')$$);
SELECT fund.post('city', '2026-12-09', '还款', 'Dr 2101 30 @B1, Cr 1003 30') > 0 AS posted;
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-01') WHERE rule LIKE 'issued%';
SELECT count(*) FROM generate_series(2, 12) AS month,
    LATERAL (SELECT count(*) FROM fund.close_period('city', format('2026-%s', to_char(month, 'FM00'))::fund.period)) AS closed;
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-01') WHERE rule LIKE 'issued%';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-01', 'accrual') WHERE rule LIKE 'issued%';
UPDATE ledger.articulation SET rhs = '[A4]' WHERE standard = 'own' AND rule = 'issued';
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('city', '2027-01')$$);
UPDATE ledger.articulation SET rhs = '收支表[T1]' WHERE standard = 'own' AND rule = 'issued';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-01') WHERE rule = 'issued';
UPDATE ledger.articulation SET rhs = '[A8]' WHERE standard = 'own' AND rule = 'issued';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-01') WHERE rule = 'issued';
-- as a restore may leave it: a commit refuses what cannot be evaluated
SET session_replication_role = replica;
UPDATE ledger.articulation SET rhs = 'closing(1003)' WHERE standard = 'own' AND rule = 'issued';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-01') WHERE rule = 'issued';
SELECT verdict, count(*) FROM fund.articulation('city', '2027-01') GROUP BY verdict ORDER BY verdict COLLATE "C";
UPDATE ledger.articulation SET rhs = '[A3]' WHERE standard = 'own' AND rule = 'issued';
RESET session_replication_role;

-- A year before the book began
SELECT rule, verdict, reason FROM fund.articulation('city', '2025-12') WHERE verdict <> 'pass';

-- 上下级: the upper book against the sum of the lower ones
SELECT fund.create_book('district 1', 'lower', 'reform', '2027-01', parent => 'city') > 0 AS created;
SELECT fund.create_book('district 2', 'lower', '2017', '2027-02', parent => 'city') > 0 AS created;
SELECT fund.post('city', '2027-02-05', '下级上解', 'Dr 1003 9, Cr 440201 6, Cr 440202 3') > 0 AS posted;
SELECT fund.post('district 1', '2027-01-05', '上解', 'Dr 530101 5, Cr 1003 5') > 0 AS posted;
SELECT fund.post('district 2', '2027-02-05', '上解', 'Dr 530101 1, Dr 530102 2, Cr 1003 3') > 0 AS posted;
SELECT period, lhs, rhs, difference, verdict, reason
FROM unnest('{2026-12,2027-01,2027-02}'::fund.period[]) AS period, fund.articulation('city', period)
WHERE rule = 'lower books';
SELECT fund.post('district 2', '2027-02-06', '上解', 'Dr 530102 1, Cr 1003 1') > 0 AS posted;
SELECT lhs, rhs, difference, verdict, reason FROM fund.articulation('city', '2027-02') WHERE rule = 'lower books';
-- not of the month's window, nor of another year
UPDATE ledger.articulation SET period_window = 'month' WHERE standard = 'own' AND rule = 'lower books';
SELECT lhs, rhs, difference, verdict, reason FROM fund.articulation('city', '2027-02') WHERE rule = 'lower books';
-- One whose standard has no such line: 居民 has one fund.
SELECT fund.create_book('residents', 'lower', '2017-居民', '2027-01', parent => 'city') > 0 AS created;
SELECT lhs, rhs, difference, verdict, reason FROM fund.articulation('city', '2027-02') WHERE rule = 'lower books';
-- One whose standard has no such statement, and a form of one's own
INSERT INTO ledger.statement (standard, statement, english_name, form, position) VALUES ('own', '上解表', 'remittances', '自01', 3);
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
VALUES ('own', '上解表', 1, 'R1', '上解', 1, 'debit(5301)');
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, rhs_of, period_window, severity, rule_type, authority)
VALUES ('own', 'remitted', '上解', '上解表', 'net(4402)', '[R1]', 'children', 'month', 'warning', 'control', '-');
SELECT lhs, rhs, difference, verdict, reason FROM fund.articulation('city', '2027-02') WHERE rule = 'remitted';
DELETE FROM ledger.articulation WHERE standard = 'own' AND rule = 'remitted';

-- Rules that refer to what is not there: each is reported as that, and stops no other
SET session_replication_role = replica;
UPDATE ledger.articulation SET rhs = '[T99]' WHERE standard = 'own' AND rule = 'issued';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-01') WHERE rule = 'issued';
SELECT verdict, count(*) FROM fund.articulation('city', '2027-01') GROUP BY verdict ORDER BY verdict COLLATE "C";
UPDATE ledger.articulation SET rhs = '[A3]' WHERE standard = 'own' AND rule = 'issued';
UPDATE ledger.articulation SET lhs = '[T99]' WHERE standard = 'own' AND rule = 'exact';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-02') WHERE rule = 'exact';
SELECT verdict, count(*) FROM fund.articulation('city', '2027-02') GROUP BY verdict ORDER BY verdict COLLATE "C";
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('city', '2027-02')$$);
SELECT count(*) > 0 AS shown FROM fund.income_expenditure('city', '2027-02', enforce => false);
SELECT count(*) > 0 AS shown FROM fund.balance_sheet('city', '2027-02');
UPDATE ledger.articulation SET lhs = '[T1]', rhs = 'net(9999)' WHERE standard = 'own' AND rule = 'exact';
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-02') WHERE rule = 'exact';
SELECT verdict, count(*) FROM fund.articulation('city', '2027-02') GROUP BY verdict ORDER BY verdict COLLATE "C";
UPDATE ledger.articulation SET lhs = '[T1]', rhs = 'net(400101)' WHERE standard = 'own' AND rule = 'exact';
-- what a line of theirs refers to, round in a circle, and to figures of no size
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
VALUES ('own', '上解表', 2, 'C1', '循环', 1, '[C2]'), ('own', '上解表', 3, 'C2', '循环', 1, '[C1]'),
       ('own', '上解表', 4, 'H1', '巨', 1, '9223372036854775807 * closing(1003)');
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, rhs_of, period_window, severity, rule_type, authority)
VALUES ('own', 'broken 1', 'circle',   '上解表', '[C1]', '0', 'book', 'month', 'error', 'control', '-'),
       ('own', 'broken 2', 'of line',  '收支表', '[T1] + 上解表[C2]', '0', 'book', 'month', 'warning', 'control', '-'),
       ('own', 'broken 3', 'too large', '上解表', '9223372036854775807 * [H1]', '0', 'book', 'month', 'error', 'control', '-'),
       ('own', 'broken 4', 'two sides', '上解表', '9223372036854775807 * closing(1003)', '1/9223372036854775783 * closing(1003)', 'book', 'month', 'error', 'control', '-'),
       ('own', 'broken 5', 'of lower books', '收支表', '[T1]', '1/9223372036854775783 * [T1] + 9223372036854775807 * [T1]', 'children', 'month', 'warning', 'control', '-');
SELECT rule, lhs, rhs, verdict, reason FROM fund.articulation('city', '2027-02') WHERE rule LIKE 'broken%';
SELECT count(*) FROM fund.articulation('city', '2027-02') WHERE rule NOT LIKE 'broken%' AND verdict IN ('pass', 'not due');
SELECT verdict, count(*) FROM fund.statement_pack('city', '2027-02') WHERE row_type = 'rule' AND rule LIKE 'broken%' GROUP BY verdict;
SELECT rule, verdict, note FROM fund.prove('own') WHERE rule LIKE 'broken%' AND moment = 'any';
SELECT count(*) FROM fund.attribute('city', 'broken 1', '2027-02');
SELECT count(*) > 0 AS shown FROM fund.income_expenditure('city', '2027-02');
SELECT pg_temp.refusal($$SELECT * FROM fund.statement('city', '上解表', '2027-02')$$);
-- and a close does not take them for kept
SELECT pg_temp.refusal($$SELECT * FROM fund.close_period('city', '2027-01')$$);
DELETE FROM ledger.articulation WHERE standard = 'own' AND rule IN ('broken 1', 'broken 2', 'broken 4', 'broken 5');
SELECT pg_temp.refusal($$SELECT * FROM fund.close_period('city', '2027-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.statement('city', '上解表', '2027-02')$$);
UPDATE ledger.articulation SET severity = 'warning', name = 'said, not refused' WHERE standard = 'own' AND rule = 'broken 3';
DELETE FROM ledger.statement_line WHERE standard = 'own' AND item_id IN ('C1', 'C2');
BEGIN;
SELECT count(*) > 0 AS closed FROM fund.close_period('city', '2027-01');
ROLLBACK;
DELETE FROM ledger.articulation WHERE standard = 'own' AND rule = 'broken 3';
DELETE FROM ledger.statement_line WHERE standard = 'own' AND item_id = 'H1';
RESET session_replication_role;

-- What fails on one basis only says so.
UPDATE ledger.articulation SET lhs = 'closing(1131)', rhs = '0' WHERE standard = 'own' AND rule = 'equal';
UPDATE ledger.articulation SET severity = 'error' WHERE standard = 'own' AND rule = 'equal';
SELECT fund.post('city', '2027-03-31', '核定', 'Dr 1131 380 @P1, Cr 400101 380', basis => 'accrual') > 0 AS posted;
SELECT count(*) > 0 AS shown FROM fund.income_expenditure('city', '2027-03');
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('city', '2027-03', 'accrual')$$);

-- Arguments
SELECT pg_temp.refusal($$SELECT * FROM fund.articulation('nowhere', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.articulation('city', '2026-01', 'both')$$);
SELECT count(*) AS differences FROM (
    (SELECT * FROM fund.articulation('city', '2026-01', '权责发生制') EXCEPT SELECT * FROM fund.articulation('city', '2026-01', 'accrual'))
    UNION ALL
    (SELECT * FROM fund.articulation('city', '2026-01', '收付实现制') EXCEPT SELECT * FROM fund.articulation('city', '2026-01'))) AS d;
SELECT pg_temp.refusal($$SELECT * FROM fund.articulation(NULL, '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.articulation('city', NULL)$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.articulation('city', '2026-01', NULL)$$);

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;

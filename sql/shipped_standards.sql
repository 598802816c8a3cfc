-- What the shipped standards say of pairs, parties, details and lines.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
RESET client_min_messages;

-- The SQLSTATE of what is refused, of what is warned of, or neither
CREATE FUNCTION pg_temp.outcome(book text, journal text, kind text DEFAULT 'normal', basis text DEFAULT 'cash') RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        PERFORM fund.post(book, '2026-01-05', '-', journal, kind => kind, basis => basis);
        RETURN 'posted';
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE;
    END
    $$;
INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('P', '单位', 'payer'), ('N', '灵活就业人员', 'person'), ('H', '医院', 'institution'), ('L', '出借方', 'lender'),
    ('B', '银行', 'bank'), ('F', '财政局', 'finance'), ('I', '保险公司', 'insurer'), ('A', '外省', 'area');
SELECT fund.create_book(s, s, s, '2026-01') FROM unnest('{2017,2017-as-printed,reform,2017-居民,2017-单一基金}'::text[]) AS s \g /dev/null

-- 收支两条线: every pair of the standards, and who has which
CREATE TEMP VIEW pair AS
SELECT debit, credit, verdict, array_agg(standard ORDER BY standard) AS standards
FROM ledger.posting_rule GROUP BY debit, credit, verdict;
SELECT debit, credit, verdict, CASE WHEN standards <> '{2017,2017-as-printed,2017-单一基金,2017-居民,reform}' THEN standards END AS but
FROM pair ORDER BY debit, credit;

-- Each is what a voucher of it meets, black or red, in the account or a detail of
-- it; the 支出户 may draw cash, and what 收入户 and 国库 are for stays allowed.
CREATE TEMP TABLE leaf AS
SELECT a.standard, a.account::text AS account, min(d.account::text) AS posted
FROM ledger.account AS a
JOIN ledger.account AS d ON d.standard = a.standard AND d.account <@ a.account AND d.postable AND d.bases IS DISTINCT FROM '{accrual}'
GROUP BY 1, 2;
SET client_min_messages = error;
SELECT r.verdict, count(*) AS pairs, count(*) FILTER (WHERE said = 'LG025') AS refused, count(*) FILTER (WHERE said = 'posted') AS posted,
       string_agg(DISTINCT said, ' ') FILTER (WHERE said NOT IN ('LG025', 'posted')) AS otherwise
FROM ledger.posting_rule AS r
JOIN leaf AS d ON d.standard = r.standard AND d.account = r.debit::text
JOIN leaf AS c ON c.standard = r.standard AND c.account = r.credit::text,
     LATERAL (SELECT pg_temp.outcome(r.standard, replace(format(form, d.posted, c.posted), '@', CASE WHEN '2101' IN (d.posted, c.posted) THEN '@B' ELSE '' END)) AS said
              FROM unnest('{"Dr %s 1.00 @, Cr %s 1.00 @","Dr %s 1.00 @, Dr %s -1.00 @"}'::text[]) AS form) AS p
GROUP BY r.verdict ORDER BY r.verdict;
RESET client_min_messages;
SELECT journal, pg_temp.outcome('reform', journal) AS outcome
FROM unnest(ARRAY[
    'Dr 1001 1.00, Cr 1004 1.00', 'Dr 1003 1.00, Cr 1002 1.00', 'Dr 1003 1.00, Cr 1005 1.00', 'Dr 1201 1.00, Cr 1003 1.00',
    'Dr 2101 1.00 @B, Cr 1002 1.00', 'Dr 2101 1.00 @B, Cr 1003 1.00', 'Dr 530101 1.00, Cr 1002 1.00', 'Dr 1004 1.00, Cr 1001 1.00',
    'Dr 1005 1.00, Cr 400101 1.00', 'Dr 400101 1.00, Cr 1002 1.00', 'Dr 50010101 1.00, Cr 110109 1.00'
]) WITH ORDINALITY AS j (journal, n) ORDER BY n;
SELECT pg_temp.outcome('reform', 'Dr 50010101 1.00, Cr 420101 1.00');

-- Balances that a book opens with are no transactions; a transaction is no opening
SELECT journal, pg_temp.outcome('reform', journal, 'opening') AS outcome
FROM unnest(ARRAY[
    'Dr 1003 9.00, Dr 1004 1.00, Dr 1002 1.00, Dr 1005 1.00, Dr 1201 1.00, Cr 4601 3.00, Cr 2101 4.00, Cr 300101 6.00',
    'Dr 1004 1.00, Cr 4601 1.00', 'Dr 1004 1.00, Cr 2101 1.00', 'Dr 1004 1.00, Cr 1002 1.00', 'Dr 1201 1.00, Cr 1005 1.00',
    'Dr 1004 1.00, Dr 1002 -1.00', 'Cr 4601 1.00, Cr 1004 -1.00'
]) WITH ORDINALITY AS j (journal, n) ORDER BY n;

-- Whose it is, of vouchers: an opening may lack it, and a person pays, a bank lends
SELECT journal, basis, kind, pg_temp.outcome('reform', journal, kind, basis) AS outcome
FROM (VALUES
    (1, 'Dr 1131 1.00, Cr 400101 1.00', 'normal', 'accrual'), (2, 'Dr 1131 1.00 @P, Cr 400101 1.00', 'normal', 'accrual'),
    (3, 'Dr 1131 1.00 @N, Cr 400101 1.00', 'normal', 'accrual'), (4, 'Dr 1131 1.00 @H, Cr 400101 1.00', 'normal', 'accrual'),
    (5, 'Dr 113101 1.00, Cr 400101 1.00', 'normal', 'accrual'), (6, 'Dr 1131 1.00, Cr 300101 1.00', 'opening', 'accrual'),
    (11, 'Dr 110102 1.00, Cr 1003 1.00', 'normal', 'cash'), (12, 'Dr 110102 1.00 @H, Cr 1003 1.00', 'normal', 'cash'),
    (13, 'Dr 11010201 1.00 @P, Cr 1003 1.00', 'normal', 'cash'), (14, 'Dr 110102 1.00, Cr 300101 1.00', 'opening', 'cash'),
    (15, 'Dr 110109 1.00, Cr 1003 1.00', 'normal', 'cash'),
    (21, 'Dr 1003 1.00, Cr 2101 1.00', 'normal', 'cash'), (22, 'Dr 1003 1.00, Cr 2101 1.00 @L', 'normal', 'cash'),
    (23, 'Dr 1003 1.00, Cr 2101 1.00 @B', 'normal', 'cash'), (24, 'Dr 1003 1.00, Cr 2101 1.00 @F', 'normal', 'cash'),
    (25, 'Dr 1003 1.00, Cr 2101 1.00 @I', 'normal', 'cash'), (26, 'Dr 1003 1.00, Cr 2101 1.00 @H', 'normal', 'cash'),
    (27, 'Dr 1003 1.00, Cr 2101 1.00', 'opening', 'cash')
) AS v (n, journal, kind, basis) ORDER BY n;
SELECT standard, array_agg(account || ' ' || party_kind ORDER BY account) AS demands
FROM ledger.account WHERE party_kind IS NOT NULL GROUP BY 1 ORDER BY standard COLLATE "C";
-- what an opening left without a party is settled by one who names it, and reversed by nobody who must
SELECT fund.reverse('reform', max(voucher_id), '2026-01-20') > 0 AS reversed
FROM ledger.voucher JOIN ledger.book USING (book_id) WHERE book = 'reform' AND journal::text = 'Dr 1003 1.00, Cr 2101 1.00';
-- until then it is 未分户, and given to whose it is by a voucher that leaves the account as it is
SELECT "科目编码", "往来编码", "期末借方余额", "期末贷方余额" FROM fund."余额表"('reform', '2026-01', true, '权责发生制')
WHERE "科目编码" IN ('1101', '110102', '1131', '2101') ORDER BY 1, 2;
SELECT journal, pg_temp.outcome('reform', journal) AS outcome
FROM unnest(ARRAY[
    'Dr 110102 1.00 @H, Cr 110102 1.00', 'Dr 110102 1.00 @P, Cr 110102 1.00', 'Dr 110102 2.00, Cr 110102 1.00 @H, Cr 1003 1.00',
    'Dr 110102 2.00, Cr 110102 2.00', 'Dr 110102 1.00, Cr 2101 1.00 @L', 'Dr 110102 1.00 @H, Cr 11010201 1.00'
]) WITH ORDINALITY AS j (journal, n) ORDER BY n;
SELECT "往来编码", "期末借方余额" FROM fund."余额表"('reform', '2026-01', true) WHERE "科目编码" = '110102' ORDER BY 1;
SELECT party, closing_debit FROM fund.balances('reform', '2026-01', true) WHERE account = '110102' ORDER BY 1;
SELECT party_kind, name, counts_as FROM ledger.party_kind WHERE counts_as IS NOT NULL ORDER BY position;
INSERT INTO ledger.party_kind (party_kind, name, counts_as) VALUES ('trust', '信托', 'lender');
UPDATE ledger.party SET party_kind = '信托' WHERE party = 'I';
SELECT pg_temp.outcome('reform', 'Dr 1003 1.00, Cr 2101 1.00 @I');

-- Details of benefits: 本地, 异地
SELECT journal, pg_temp.outcome(book, journal) AS outcome
FROM (VALUES (1, 'reform', 'Dr 5001010101 1.00, Dr 5001010102 2.00, Dr 5001020301 3.00, Cr 1004 6.00'),
             (2, '2017', 'Dr 5001010501 1.00, Cr 1004 1.00'), (3, '2017-居民', 'Dr 50010301 1.00, Cr 1004 1.00'),
             (4, 'reform', 'Dr 50010106 1.00, Cr 1004 1.00')) AS v (n, book, journal) ORDER BY n;
SELECT item_id, item, month FROM fund.income_expenditure('reform', '2026-01', enforce => false) WHERE item_id ~ '^(X|Y)' AND month <> 0;

-- 未列入报表: below the form and no part of it, but stored, and read by rules
SELECT standard, statement, item_id, ordinal, item FROM ledger.statement_line WHERE supplementary ORDER BY standard COLLATE "C", line_no;
SELECT s.standard, array_agg(DISTINCT s.item_id COLLATE "C") AS below, count(r.rule) > 0 AS read_by_rules
FROM ledger.statement_line AS s
LEFT JOIN ledger.articulation AS r ON r.standard = s.standard AND r.rhs::text LIKE '%[' || s.item_id || ']%'
WHERE s.supplementary GROUP BY 1 ORDER BY s.standard COLLATE "C";
-- a published form without them says nothing of what they may be
SELECT rule, verdict, reason FROM fund.check_figures('2017', '收支表', '{"Z0": [3.00, 3.00], "Z1": [1.00, 1.00], "Z2": [2.00, 2.00], "Z3": [0.00, 0.00], "资产负债表[N0]": [5.00, 8.00]}')
WHERE rule ~ '^净资产变动|Z0';
SELECT rule, verdict, difference FROM fund.check_figures('2017', '收支表',
    '{"Z0": [3.00, 3.00], "Z1": [1.00, 1.00], "Z2": [2.00, 2.00], "Z3": [0.00, 0.00], "Z4": [0, 0], "Z5": [0, 0], "资产负债表[N0]": [5.00, 8.00]}')
WHERE rule ~ '^净资产变动|Z0' AND verdict <> 'not evaluable';
-- one of one's own
SELECT fund.derive_standard('reform', 'own', '自定'), fund.create_book('own', '自定', 'own', '2026-01') > 0 AS created;
SELECT fund.post('own', '2026-01-01', '期初', 'Dr 1003 9.00, Cr 300103 9.00', kind => 'opening') > 0 AS opened;
SELECT fund.post('own', '2026-01-10', '差额', 'Dr 300103 4.00, Cr 300102 4.00', kind => 'transfer') > 0 AS posted;
UPDATE ledger.statement_line SET formula = '[Z1] + [Z2] + [Z3] + [Z5]' WHERE standard = 'own' AND item_id = 'Z0';
UPDATE ledger.statement_line SET supplementary = true, line_no = -5 WHERE standard = 'own' AND item_id = 'Z33';
SELECT item_id, month FROM fund.income_expenditure('own', '2026-01') WHERE month <> 0 OR item_id ~ '^Z[45]';

-- 待转基金 is what moved it, and its parts are in no total
SELECT item_id, ordinal, item, level, formula::text, shown FROM ledger.statement_line
WHERE standard = 'reform' AND statement = '收支表' AND item_id ~ '^Z[03]' ORDER BY line_no;
SELECT rule, moment, verdict FROM fund.prove('reform') WHERE rule ~ '^待转收入' ORDER BY rule COLLATE "C", moment;
SELECT standard, count(*) AS rules, count(*) FILTER (WHERE verdict <> 'IDENTITY') AS otherwise
FROM (SELECT DISTINCT s.standard FROM ledger.standard AS s WHERE s.shipped) AS s,
     LATERAL (SELECT p.verdict FROM fund.prove(s.standard) AS p JOIN ledger.articulation AS r ON r.standard = s.standard AND r.rule = p.rule
              WHERE r.severity = 'error' AND r.rule_type = 'articulation' AND r.rhs_of = 'book' AND p.moment = 'after close') AS p
GROUP BY 1 ORDER BY standard COLLATE "C";

-- A line that a form is given later is not missed in what was issued before
SELECT fund.close_period('own', '2026-01') \g /dev/null
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
VALUES ('own', '收支表', 100, 'Z9', '后增项目', 1, 'net(300102)');
SELECT * FROM fund.verify('own');
SELECT fund.close_period('own', '2026-02') \g /dev/null
ALTER TABLE ledger.issued_statement DISABLE TRIGGER USER;
DELETE FROM ledger.issued_statement WHERE item_id = 'Z9' OR (item_id = 'Z4' AND period = '2026-01' AND column_no = 1);
ALTER TABLE ledger.issued_statement ENABLE TRIGGER USER;
SELECT * FROM fund.verify('own') WHERE check_name = 'statement';

-- What is shipped is what fund.verify() holds it against: where a standard has
-- changed, its digest here belongs into src/standard/shipped.sql.
SELECT s.standard, fund._standard_digest(s.standard) AS digest
FROM ledger.standard AS s LEFT JOIN fund._shipped_standards() AS d USING (standard)
WHERE s.shipped AND d.digest IS DISTINCT FROM fund._standard_digest(s.standard);
SELECT fund.create_book('shipped', '按制度', '2017', '2026-01') > 0 AS created;
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE ledger.account SET normal_side = 'credit' WHERE standard = '2017' AND account = '1003';
SELECT check_name, object, left(expected, 7) AS expected, left(found, 7) AS found FROM fund.verify('shipped') WHERE check_name = 'standard';
SELECT "检查", "对象" FROM fund."稽核"('shipped') WHERE "检查" = '会计制度';
ROLLBACK;
BEGIN;
SET LOCAL session_replication_role = replica;
DELETE FROM ledger.posting_rule WHERE standard = '2017' AND ctid = (SELECT min(ctid) FROM ledger.posting_rule WHERE standard = '2017');
SELECT check_name, object FROM fund.verify('shipped');
ROLLBACK;

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;

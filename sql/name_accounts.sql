-- 明细科目: details that a book lists, their names by period, 末级科目.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
SELECT fund.create_ledger();
SET search_path = public, fund;

INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('P1', '某公司', '缴费单位'), ('H1', '一院', '医药机构'), ('H2', '二院', '医药机构'), ('H3', '三院', '医药机构'), ('L1', '出借人', '出借方');
SELECT fund.create_book('市', '市职工', '2017', '2026-01') > 0 AS created;
SELECT fund.create_book('县', '县职工', '2017', '2026-01') > 0 AS created;
SELECT fund.post('市', '2026-01-01', '期初', 'Dr 1003 1000.00, Dr 1004 50.00, Dr 110102 30.00 @H1, Dr 110102 20.00, Dr 110102 -4.00 @H2, Dr 110102 4.00 @H3, Cr 300101 1100.00', kind => 'opening') > 0 AS posted;
SELECT fund.post('市', '2026-01-05', '收到', 'Dr 1003 300.00, Cr 400101 300.00 @P1') AS received \gset
SELECT fund.post('市', '2026-01-06', '明细未列', 'Dr 10030205 7.00, Cr 1003 7.00') > 0 AS posted;
SELECT fund.post('市', '2026-01-06', '计提', 'Dr 1131 8.00, Cr 400101 8.00', basis => 'accrual') > 0 AS posted
FROM ledger.account WHERE standard = '2017' AND account = '1131';
SELECT count(*) FROM fund.close_period('市', '2026-01');
SELECT fund.post('市', '2026-02-05', '收到', 'Dr 1003 200.00, Cr 400101 200.00 @P1') > 0 AS posted;
CREATE TABLE before AS SELECT 'statement' AS of, line_no, item, to_jsonb(s) AS row FROM fund.balance_sheet('市', '2026-02', enforce => false) AS s
UNION ALL SELECT 'income', line_no, item, to_jsonb(s) FROM fund.income_expenditure('市', '2026-02', enforce => false) AS s;
CREATE TABLE january AS SELECT to_jsonb(t) AS row FROM fund.trial_balance('市', '2026-01') AS t;

-- what cannot be listed
\set VERBOSITY default
SELECT * FROM fund.name_account('市', '100301', '工行基本户');                         -- a balance that nobody takes
SELECT * FROM fund.name_account('市', '100301', '工行基本户', takes_balance => true); -- an unlisted code with one
SELECT * FROM fund.name_account('市', '10030205', '内户', takes_balance => true);     -- its parent is not listed
SELECT * FROM fund.name_account('市', '100101', '现金一');                            -- takes no details
SELECT * FROM fund.name_account('市', '990101', '无');
SELECT * FROM fund.name_account('市', '1003', '专户');
SELECT * FROM fund.name_account('市', '300103', '待转');
SELECT * FROM fund.name_account('市', '100301', '  ');
SELECT * FROM fund.name_account('市', '100301');
SELECT * FROM fund.name_account('市', '100301', '工行', '亲戚');
SELECT * FROM fund.name_account('市', '100301', '工行', from_period => '2026-01');
SELECT * FROM fund.name_account('无', '100301', '工行');
\set VERBOSITY sqlstate
SELECT * FROM fund.name_account('市', 'x', '工行');
SELECT * FROM fund.name_account('市', NULL, '工行');
SELECT * FROM fund.name_accounts('市', NULL);
SELECT * FROM fund.name_accounts('市', '{"account": "100301"}');
SELECT * FROM fund.name_accounts('市', '[1]');
SELECT * FROM fund.name_accounts('市', '[{"name": "x"}]');
SELECT * FROM fund.name_accounts('市', '[{"account": "100301", "nmae": "x"}]');
SELECT * FROM fund.name_accounts('市', '[{"account": "100401", "name": "x"}, {"account": "100401", "name": "y"}]');
SELECT * FROM fund.name_accounts('市', '[{"account": "100401", "name": "x", "retired": true, "takes_balance": true}]');
\set VERBOSITY default
SELECT count(*) AS nothing FROM ledger.book_account;

-- a set at once; the unlisted code with its parent
SELECT action, detail FROM fund.name_accounts('市', '[
    {"account": "100301", "name": "工行基本户", "takes_balance": true},
    {"account": "100302", "name": "建行"},
    {"科目": "10030205", "名称": "建行定期"}]');
SELECT action, detail FROM fund.name_accounts('市', '[
    {"account": "11010201", "name": "住院预付", "party_kind": "医药机构", "承接余额": true},
    {"account": "11010202", "name": "门诊预付", "party_kind": "institution"}]');
SELECT "科目编码", "上级科目", "科目名称", "启用期间", "往来种类", "承接余额", "有明细", "停用" FROM ledger."明细科目" ORDER BY 1;

-- one voucher by party, in no line of a statement, red from the heading
SELECT e.kind, e.voucher_date, e.summary, e.account, e.debit, e.credit, e.party
FROM ledger.entry AS e WHERE e.kind = 'split' ORDER BY e.voucher_id, e.line_no;
SELECT "种类" FROM ledger."凭证分录" WHERE "期间" = '2026-02' GROUP BY 1 ORDER BY 1;
SELECT count(*) AS changed FROM before AS b
FULL JOIN (SELECT 'statement' AS of, line_no, item, to_jsonb(s) AS row FROM fund.balance_sheet('市', '2026-02', enforce => false) AS s
           UNION ALL SELECT 'income', line_no, item, to_jsonb(s) FROM fund.income_expenditure('市', '2026-02', enforce => false) AS s) AS a
    ON (a.of, a.line_no) = (b.of, b.line_no)
WHERE a.row IS DISTINCT FROM b.row;
SELECT account, name, opening_debit, period_debit, period_credit, closing_debit FROM fund.trial_balance('市', '2026-02')
WHERE account LIKE '1003%' OR account LIKE '1101%';

-- what is printed of January stays
SELECT count(*) AS changed FROM january AS b
FULL JOIN (SELECT to_jsonb(t) AS row FROM fund.trial_balance('市', '2026-01') AS t) AS a ON a.row = b.row
WHERE a.row IS NULL OR b.row IS NULL;

-- 末级科目
SELECT fund.post('市', '2026-02-06', '一级', 'Dr 1003 1.00, Cr 400101 1.00');
SELECT fund.post('市', '2026-02-06', '二级', 'Dr 100302 1.00, Cr 400101 1.00');
SELECT fund.post('市', '2026-02-06', '未列', 'Dr 100309 1.00, Cr 400101 1.00');
SELECT fund.post('市', '2026-02-06', '未列的下级', 'Dr 10030101 1.00, Cr 400101 1.00');
SELECT fund.post('市', '2026-02-06', '未列的下级', 'Dr 10030206 1.00, Cr 400101 1.00');
SELECT fund.post('市', '2026-02-06', '种类', 'Dr 11010201 1.00, Cr 1004 1.00');
SELECT fund.post('市', '2026-02-06', '种类', 'Dr 11010202 1.00 @P1, Cr 1004 1.00');
SELECT fund.post('市', '2026-02-06', '工行', 'Dr 100301 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT fund.post('市', '2026-02-06', '建行', 'Dr 10030205 1.00, Cr 400101 1.00') > 0 AS posted;
SELECT fund.post('市', '2026-02-06', '预付', 'Dr 11010202 1.00 @H1, Cr 1004 1.00') > 0 AS posted;
-- the standard's own details and other accounts are as they were, and other books
SELECT fund.post('市', '2026-02-06', '标准的明细', 'Dr 110109 1.00, Dr 11010901 1.00, Cr 1004 2.00') > 0 AS posted;
SELECT fund.post('县', '2026-02-06', '一级', 'Dr 1003 1.00, Dr 100309 1.00, Cr 400101 2.00') > 0 AS posted;
-- by INSERT and COPY as well
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) SELECT book_id, '2026-02-06', '一级', 'Dr 1003 1.00, Cr 400101 1.00' FROM ledger.book WHERE book = '市';
-- nobody else splits, nor takes a split back
SELECT fund.post('市', '2026-02-06', '分设', 'Dr 100301 1.00, Dr 10030205 -1.00', kind => 'split');
SELECT fund.post('市', '2026-02-06', '分设', 'Dr 100301 1.00, Dr 10030205 -1.00', kind => '分设');
SELECT fund.reverse('市', (SELECT min(voucher_id) FROM ledger.entry WHERE kind = 'split'), '2026-02-28');

-- ledgers, explanations and balances say the names
SELECT account, account_name, debit, credit FROM fund.party_ledger('市', 'H1', '2026-01', '2026-02') ORDER BY account, voucher_date;
SELECT "对方科目" FROM fund."日记账"('市', '100301', '2026-02', '2026-02') WHERE "对方科目" IS NOT NULL LIMIT 1;
SELECT contra_name FROM fund.journal_book('市', '400101', '2026-02', '2026-02') WHERE contra_name IS NOT NULL GROUP BY contra_name ORDER BY contra_name COLLATE "C";
SELECT DISTINCT account, name FROM fund.explain('市', '资产负债表', (SELECT item_id FROM ledger.statement_line WHERE standard = '2017' AND statement = '资产负债表' AND item = '财政专户存款'), '2026-02')
WHERE account LIKE '1003%' ORDER BY 1;

-- a reversal of what was posted to the heading passes; month-end moves it on
SELECT fund.reverse('市', :received, '2026-02-10') > 0 AS reversed;
SELECT account, name, closing_debit, closing_credit FROM fund.trial_balance('市', '2026-02') WHERE account LIKE '1003%';
SELECT action, detail FROM fund.close_period('市', '2026-02') WHERE action <> 'sealed';
SELECT account, name, closing_debit, closing_credit FROM fund.trial_balance('市', '2026-02') WHERE account LIKE '1003%';
SELECT * FROM fund.verify('市');

-- names count from a period on
SELECT action, detail FROM fund.name_account('市', '100301', '工行一户');
SELECT action, detail FROM fund.name_account('市', '100301', '工行二户', from_period => '2026-05');
SELECT action, detail FROM fund.name_account('市', '100301', '工行二户', from_period => '2026-05');
SELECT m.period, t.name FROM (VALUES ('2026-01'), ('2026-02'), ('2026-03'), ('2026-04'), ('2026-05'), ('2027-01')) AS m (period)
LEFT JOIN LATERAL fund.trial_balance('市', m.period) AS t ON t.account = '100301' ORDER BY 1;
SELECT account_name FROM ledger.entry WHERE account = '100301' AND book = '市' GROUP BY 1;
SELECT count(*) FROM fund.close_period('市', '2026-03');
SELECT * FROM fund.name_account('市', '100301', '改旧', from_period => '2026-03');

-- retiring
SELECT * FROM fund.name_account('市', '100301', retired => true);
SELECT fund.post('市', '2026-04-01', '调户', 'Dr 10030205 5.00, Cr 100301 5.00') AS moved \gset
SELECT action, detail FROM fund.name_account('市', '100303', '农行');
SELECT action, detail FROM fund.name_account('市', '100303', retired => true);
SELECT fund.post('市', '2026-04-01', '停用', 'Dr 100303 5.00, Cr 100301 5.00');
SELECT action, detail FROM fund.name_account('市', '100303', retired => false);
SELECT fund.post('市', '2026-04-01', '又用', 'Dr 100303 5.00, Cr 100301 5.00') AS again \gset
SELECT fund.post('市', '2026-04-02', '转回', 'Dr 100301 5.00, Cr 100303 5.00') > 0 AS posted;
SELECT action, detail FROM fund.name_account('市', '100303', retired => true);
SELECT fund.reverse('市', :again, '2026-04-03') > 0 AS reversed;
-- retired income is emptied by year-end
SELECT action, detail FROM fund.name_accounts('市', '[{"account": "45010101", "name": "滞纳金"}, {"account": "45010102", "name": "违约金"}]');
SELECT fund.post('市', '2026-04-05', '违约金', 'Dr 100301 2.00, Cr 45010102 2.00') > 0 AS posted;
SELECT action, detail FROM fund.name_account('市', '45010102', retired => true);
SELECT fund.post('市', '2026-04-05', '违约金', 'Dr 100301 2.00, Cr 45010102 2.00');
SELECT fund.post('市', '2026-04-05', '借记', 'Dr 45010102 2.00, Cr 100301 2.00', kind => 'closing');
-- a retired detail that a reversal left red takes vouchers again, or nothing could mend it
SELECT action, detail FROM fund.name_account('市', '100303', retired => false);
SELECT fund.post('市', '2026-04-05', '补', 'Dr 100303 5.00, Cr 100301 5.00') > 0 AS posted;
SELECT action, detail FROM fund.name_account('市', '100303', retired => true);
SELECT action, detail FROM fund.close_period('市', '2026-04') WHERE action = 'posted';
SELECT account, name, closing_debit, closing_credit FROM fund.trial_balance('市', '2026-04') WHERE account LIKE '4501%' OR account = '100303';

-- the unused can be deleted
SELECT action, detail FROM fund.name_accounts('县', '[{"account": "100301", "name": "误设", "takes_balance": true}, {"account": "100309", "name": "尾"}]');
SELECT fund.drop_account('县', '100301');
SELECT action, detail FROM fund.name_accounts('县', '[{"account": "100401", "name": "误设"}, {"account": "10040101", "name": "误设"}]');
SELECT fund.post('县', '2026-02-06', '一级', 'Dr 1004 1.00, Cr 100309 1.00');
SELECT fund.drop_account('县', '100401');
SELECT fund.drop_account('县', '10040101');
SELECT fund.drop_account('县', '100401');
SELECT fund.drop_account('县', '100401');
SELECT fund.post('县', '2026-02-06', '一级', 'Dr 1004 1.00, Cr 100309 1.00') > 0 AS posted;

-- what month-end carries into has no details; what a line reads apart takes no balance
SELECT fund.derive_standard('2017', '自定', '自定');
UPDATE ledger.account SET detail = 'open' WHERE standard = '自定' AND account IN ('300101', '1005');
SELECT fund.create_book('自', '自定账套', '自定', '2026-01') > 0 AS created;
SELECT * FROM fund.name_account('自', '30010101', '住院');
SELECT action, detail FROM fund.name_account('自', '100501', '国库');
SELECT fund.post('自', '2026-01-05', '期初', 'Dr 1004 5.00, Cr 300101 5.00', kind => 'opening') > 0 AS posted;
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, relation, rhs, period_window, rule_type, severity, authority)
VALUES ('自定', '分户', '二户不多于全部', '资产负债表', 'closing(100402)', '<=', 'closing(1004)', 'month', 'control', 'warning', '-');
SELECT * FROM fund.name_account('自', '100402', '二户', takes_balance => true);
SELECT action, detail FROM fund.name_accounts('自', '[{"account": "100401", "name": "一户", "takes_balance": true}, {"account": "100402", "name": "二户"}]');

-- an account of a standard that is renamed after months were closed: D16
SELECT fund.post('自', '2026-01-05', '收到', 'Dr 1003 300.00, Cr 400101 300.00') > 0 AS posted;
SELECT count(*) FROM fund.close_period('自', '2026-01');
UPDATE ledger.account SET name = '专户存款' WHERE standard = '自定' AND account = '1003';
UPDATE ledger.account SET name = '财政存款' WHERE standard = '自定' AND account = '1003';
SELECT m.period, t.name FROM (VALUES ('2026-01'), ('2026-02')) AS m (period), fund.trial_balance('自', m.period) AS t WHERE t.account = '1003' ORDER BY 1;
SELECT account_name FROM ledger.entry WHERE book = '自' AND account = '1003';
SELECT count(*) FROM fund.close_period('自', '2026-02');
UPDATE ledger.account SET name = '财政专户' WHERE standard = '自定' AND account = '1003';
SELECT m.period, t.name FROM (VALUES ('2026-01'), ('2026-02'), ('2026-03')) AS m (period), fund.trial_balance('自', m.period) AS t WHERE t.account = '1003' ORDER BY 1;

-- and a line and a column of its forms: closed months keep the words they were issued with
UPDATE ledger.statement_line SET item = '财政专户' WHERE standard = '自定' AND statement = '资产负债表' AND item_id = 'A0';
UPDATE ledger.statement_column SET name = '期末' WHERE standard = '自定' AND statement = '资产负债表' AND name = '期末余额';
SELECT m.period, t.item FROM (VALUES ('2026-01'), ('2026-02'), ('2026-03')) AS m (period), fund.balance_sheet('自', m.period) AS t WHERE t.item_id = 'A0' ORDER BY 1;
SELECT m.period, t.item, t.column_name FROM (VALUES ('2026-02'), ('2026-03')) AS m (period), fund.statement('自', '资产负债表', m.period) AS t
WHERE t.item_id = 'A0' ORDER BY 1, t.column_no;
SELECT DISTINCT m.period, t.item, t.column_name FROM (VALUES ('2026-02'), ('2026-03')) AS m (period), fund.statement_pack('自', m.period) AS t
WHERE t.item_id = 'A0' ORDER BY 1, 3;
SELECT count(*) FROM fund.reopen_period('自', '2026-02', '更名');
SELECT t.item FROM fund.balance_sheet('自', '2026-02') AS t WHERE t.item_id = 'A0';
SELECT count(*) FROM fund.close_period('自', '2026-02');
SELECT i.generation, i.item FROM ledger.issued_statement AS i JOIN ledger.book AS b USING (book_id)
WHERE b.book = '自' AND i.period OPERATOR(fund.=) '2026-02' AND i.item_id = 'A0' AND i.column_no = 1 ORDER BY 1;
SELECT * FROM fund.verify('自');

-- who may
CREATE ROLE regress_naming;
SELECT fund.grant_duty('regress_naming', 'prepare', '市');
GRANT USAGE ON SCHEMA fund TO regress_naming;
SET ROLE regress_naming;
\set VERBOSITY sqlstate
SELECT * FROM fund.name_account('市', '100304', '中行');
SELECT fund.drop_account('市', '100303');
INSERT INTO ledger.book_account (book_id, account) VALUES (1, '100305');
SELECT count(*) FROM ledger.book_account;
\set VERBOSITY default
SELECT book, count(*) FROM ledger.book_detail GROUP BY book;
RESET ROLE;
INSERT INTO ledger.book_account (book_id, account) VALUES (1, '100305');
SELECT fund.revoke_duty('regress_naming', 'prepare', '市');
REVOKE USAGE ON SCHEMA fund FROM regress_naming;
DROP ROLE regress_naming;

-- what is stored and cannot be
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE ledger.book_account SET party_kind = 'ghost' WHERE account = '11010201';
DELETE FROM ledger.book_account_name WHERE account = '11010202';
SET LOCAL session_replication_role = origin;
SELECT check_name, object, found FROM fund.verify('市');
SAVEPOINT s;
SELECT fund.post('市', '2026-05-06', '工行', 'Dr 100301 1.00, Cr 400101 1.00');
ROLLBACK;
SELECT * FROM fund.verify('市');
SELECT rule, verdict FROM fund.articulation('市', '2026-03') WHERE verdict NOT IN ('pass', 'not due', 'not evaluable');

DROP TABLE before, january;
SET client_min_messages = error;
DROP SCHEMA ledger CASCADE;

-- 账龄: since when what parties owe and are owed is open.
SET search_path = fund, public;
SET client_min_messages = warning;
SELECT fund.create_ledger();
INSERT INTO ledger.party (party, name, party_kind)
VALUES ('P1', '甲单位', 'payer'), ('P2', '乙单位', 'payer'), ('H1', '一院', 'institution'), ('H2', '二院', 'institution');

SELECT fund.create_book('市', '某市职工', 'reform', '2026-01') > 0 AS created;
SELECT kind, basis, amount FROM fund.bring_forward('市',
    '[{"account": "1003", "opening_debit": 9000, "debit": 60}, {"account": "1004", "opening_debit": 700, "credit": 100},
      {"account": "110102", "party": "H1", "opening_debit": 300, "debit": 100},
      {"account": "110102", "party": "H2", "opening_debit": 50}, {"account": "110102", "opening_debit": 20},
      {"account": "2001", "party": "P2", "opening_credit": 70}, {"account": "300101", "opening_credit": 10000},
      {"account": "400101", "party": "P1", "credit": 60},
      {"account": "1131", "party": "P1", "basis": "accrual", "opening_debit": 500, "debit": 100, "credit": 60},
      {"account": "300101", "basis": "accrual", "opening_credit": 500}, {"account": "400101", "basis": "accrual", "debit": 60, "credit": 100}]',
    '2026-05', open_items => '[{"account": "1131", "party": "P1", "basis": "accrual", "date": "2023-05-30", "amount": 140},
      {"account": "1131", "party": "P1", "basis": "accrual", "date": "2025-05-31", "amount": 300}, {"account": "1131", "party": "P1", "basis": "accrual", "date": "2026-04-02", "amount": 100},
      {"account": "110102", "party": "H1", "basis": "cash", "date": "2024-06-30", "amount": 250}, {"account": "110102", "party": "H1", "date": "2026-02-01", "amount": 150}]', source => '旧系统');
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-05');

-- As it was brought forward: with days of its own, or of the vouchers
SELECT * FROM fund.open_items('市', '2026-05', 'accrual');
SELECT party, open_since FROM fund.settlements('市', '2026-05');

-- First in, first out; a payment that is reversed was none; what turns round is the other way
SELECT fund.post('市', '2026-06-03', '补缴', 'Dr 1003 200, Cr 400101 200 @P1') > 0 AS posted;
SELECT fund.post('市', '2026-06-03', '冲应收', 'Dr 400101 200, Cr 1131 200 @P1', basis => 'accrual') > 0 AS posted;
SELECT fund.post('市', '2026-06-10', '核定', 'Dr 1131 30 @P1, Cr 400101 30', basis => 'accrual') > 0 AS posted;
SELECT fund.post('市', '2026-06-11', '拨付', 'Dr 110102 10 @H1, Cr 1004 10') > 0 AS posted;
SELECT fund.post('市', '2026-06-12', '清算', 'Dr 50010101 400, Cr 110102 400 @H1') AS paid \gset
SELECT fund.post('市', '2026-06-12', '清算', 'Dr 50010101 80, Cr 110102 80 @H2') > 0 AS posted;
SELECT account, name, party, item_date, days, age, amount FROM fund.open_items('市', '2026-06-30'::date, 'accrual');
SELECT fund.reverse('市', :paid, '2026-07-02') AS reversed \gset
SELECT account, party, item_date, amount FROM fund.open_items('市', '2026-07') WHERE party = 'H1';
SELECT account, party, item_date, amount FROM fund.open_items('市', '2026-07-01') WHERE party = 'H1';
SELECT fund.reverse('市', :reversed, '2026-07-03') > 0 AS reversed;
SELECT account, party, item_date, amount FROM fund.open_items('市', '2026-07-03') WHERE party = 'H1';
SELECT * FROM fund."账龄"('市', '2026-06', '权责发生制');

-- By age, and as what a successor begins with
SELECT party, sum(amount) FILTER (WHERE age = 'within 1 year') AS "1年以内", sum(amount) FILTER (WHERE age <> 'within 1 year') AS "1年以上", sum(amount)
FROM fund.open_items('市', '2026-12', 'accrual') WHERE account = '1131' GROUP BY party;

-- The details of a book take over what is open, with its age.
SELECT action, detail FROM fund.name_accounts('市', '[{"account": "11010201", "name": "住院周转金", "takes_balance": true}, {"account": "11010202", "name": "门诊周转金"}]');
SELECT account, party, closing_debit FROM fund.balances('市', '2026-07-31'::date, true) WHERE account = '11010201';
SELECT account, party, item_date, amount FROM fund.open_items('市', '2026-07-31') WHERE account LIKE '1101%';

-- All of it is the balance, and nothing is known of months brought forward as a whole.
SELECT account, party, basis, sum(amount) FROM fund.open_items('市', '2026-07-31', 'accrual') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SET client_min_messages = notice;
SELECT * FROM fund.open_items('市', '2026-03');
RESET client_min_messages;
\set VERBOSITY sqlstate
SELECT * FROM fund.open_items('市', '2025-12');
\set VERBOSITY default
SELECT * FROM fund.open_items('市', '2025-12');
SELECT * FROM fund.open_items('无', '2026-12');
SELECT * FROM fund.open_items(NULL, '2026-12');
SELECT * FROM fund.open_items('市', '2026-12', 'both');
SET client_min_messages = warning;

-- What was brought forward is read by whoever may read the book.
CREATE ROLE regress_auditor;
CREATE ROLE regress_chief;
CREATE ROLE regress_other;
SELECT fund.create_book('他', '他市', '2017', '2026-01') > 0 AS created;
SELECT fund.grant_duty('regress_auditor', 'audit', '市'), fund.grant_duty('regress_chief', 'supervise', '市'), fund.grant_duty('regress_other', 'read', '他');
SET ROLE regress_auditor;
SELECT book, call_no, stands, through, source, brought_at IS NOT NULL AS dated, withdrawn_why FROM ledger.book_beginning;
SELECT * FROM ledger.book_beginning_item;
SELECT * FROM ledger."期初未清项";
SELECT count(*) FROM fund.open_items('市', '2026-06');
RESET ROLE;
SET ROLE regress_chief;
SELECT "账套", "次数", "有效", "截至", "来源系统" FROM ledger."期初建账";
SELECT count(*) FROM ledger."期初未清项";
RESET ROLE;
SET ROLE regress_other;
SELECT count(*) FROM ledger.book_beginning;
SELECT count(*) FROM ledger.book_beginning_item;
SELECT count(*) FROM fund.open_items('市', '2026-06');
RESET ROLE;
DROP OWNED BY regress_auditor, regress_chief, regress_other;
DROP ROLE regress_auditor, regress_chief, regress_other;

-- Withdrawn, it counts no more.
SELECT fund.create_book('退', '退', '2017', '2026-01') > 0 AS created;
SELECT kind FROM fund.bring_forward('退', '[{"account": "110102", "party": "H1", "opening_debit": 5}, {"account": "300101", "opening_credit": 5}]',
    open_items => '[{"account": "110102", "party": "H1", "date": "2024-01-01", "amount": 5}]');
SELECT item_date, age, amount FROM fund.open_items('退', '2026-01');
SELECT count(*) FROM fund.withdraw_brought_forward('退', '有误');
SELECT item_date, amount FROM fund.open_items('退', '2026-01');
SELECT kind FROM fund.bring_forward('退', '[{"account": "110102", "party": "H1", "opening_debit": 6}, {"account": "300101", "opening_credit": 6}]');
SELECT item_date, amount FROM fund.open_items('退', '2026-01');
SELECT call_no, stands FROM ledger.book_beginning WHERE book = '退' ORDER BY call_no;
DROP SCHEMA ledger CASCADE;

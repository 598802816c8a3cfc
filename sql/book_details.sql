-- 明细科目: what reversals put on headings, kinds of party that details are kept by,
-- what is 未分户, and what is refused of a list.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
SELECT fund.create_ledger();
SET search_path = public, fund;
INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('P1', '甲', 'payer'), ('P2', '乙', 'payer'), ('H1', '一院', 'institution'), ('H2', '二院', 'institution');
\set VERBOSITY default

-- ---------- a reversal on a heading goes on to the detail that takes it ----------
SELECT fund.create_book('市', '市职工', '2017', '2026-01') > 0 AS created;
SELECT fund.post('市', '2026-01-05', '收到', 'Dr 1003 100.00, Cr 400101 100.00') AS received \gset
SELECT fund.post('市', '2026-01-06', '预付', 'Dr 110102 8.00 @H1, Dr 110102 3.00 @H2, Cr 1003 11.00') AS prepaid \gset
SELECT fund.post('市', '2026-01-07', '收付', 'Dr 1003 5.00, Cr 400101 5.00') AS both \gset
SELECT count(*) FROM fund.name_accounts('市', '[
    {"account": "100301", "name": "工行", "takes_balance": true}, {"account": "100302", "name": "建行"},
    {"account": "11010201", "name": "住院", "takes_balance": true}]');
CREATE VIEW standing AS
SELECT l.account, l.party, sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS balance
FROM ledger.voucher AS v, fund.lines(v.journal) AS l
WHERE v.book_id = (SELECT book_id FROM ledger.book WHERE book = '市') AND (l.account <@ '1003' OR l.account <@ '1101')
GROUP BY 1, 2 ORDER BY 1, 2;
SELECT fund.reverse('市', :prepaid, '2026-01-20') AS red \gset
SELECT kind, voucher_date, summary, journal FROM ledger.voucher WHERE voucher_id >= :red ORDER BY voucher_id;
TABLE standing;
-- to undo a reversal, it is reversed
SELECT fund.reverse('市', :red, '2026-01-21') > 0 AS reversed;
TABLE standing;
-- many by INSERT
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal, reverses)
SELECT book_id, '2026-01-22', '冲', OPERATOR(fund.-) journal, voucher_id FROM ledger.voucher WHERE voucher_id IN (:received, :both);
TABLE standing;
SELECT account, closing_debit, closing_credit FROM fund.trial_balance('市', '2026-01') WHERE account LIKE '1003%';
SELECT fund.post('市', '2026-01-23', '收到', 'Dr 100301 20.00, Cr 400101 20.00') > 0 AS posted;
SELECT action, detail FROM fund.close_period('市', '2026-01') WHERE action = 'split';
SELECT * FROM fund.verify('市');

-- ---------- no detail takes it: said at the reversal and at month-end ----------
SELECT fund.create_book('县', '县职工', '2017', '2026-01') > 0 AS created;
SELECT fund.post('县', '2026-01-05', '收到', 'Dr 1003 100.00, Cr 400101 100.00') AS received \gset
SELECT fund.post('县', '2026-01-05', '付出', 'Dr 50010101 100.00, Cr 1003 100.00') AS paid \gset
SELECT fund.post('县', '2026-01-05', '他行', 'Dr 100309 2.00, Cr 400101 2.00') AS other \gset
SELECT fund.post('县', '2026-01-05', '他行', 'Dr 1004 2.00, Cr 100309 2.00') > 0 AS posted;
SELECT action, detail FROM fund.name_accounts('县', '[{"account": "100301", "name": "工行"}, {"account": "100302", "name": "建行"}]');
SELECT fund.reverse('县', :paid, '2026-01-06') > 0 AS reversed;
SELECT action, detail FROM fund.close_period('县', '2026-01') WHERE action = 'split';
SELECT account, closing_debit, closing_credit FROM fund.trial_balance('县', '2026-01') WHERE account LIKE '1003%';
SELECT action, detail FROM fund.name_account('县', '100302', takes_balance => true);
SELECT account, closing_debit, closing_credit FROM fund.trial_balance('县', '2026-02') WHERE account LIKE '1003%';
-- the taker is retired, and what is left would be red
SELECT fund.post('县', '2026-02-05', '转存', 'Dr 100301 100.00, Cr 100302 100.00') > 0 AS posted;
SELECT action, detail FROM fund.name_account('县', '100302', retired => true);
SELECT fund.reverse('县', :received, '2026-02-06') > 0 AS reversed;
SELECT fund.reverse('县', :other, '2026-02-06') > 0 AS reversed;
SELECT action, detail FROM fund.close_period('县', '2026-02') WHERE action = 'split';
-- a detail is retired whose heading has the other half
SELECT * FROM fund.name_account('县', '100301', retired => true);
SELECT action, detail FROM fund.name_accounts('县', '[{"account": "100301", "takes_balance": true}, {"account": "100309", "name": "他行"}]');
SELECT fund.post('县', '2026-02-07', '收到', 'Dr 100301 2.00, Cr 400101 2.00') > 0 AS posted;
SELECT fund.post('县', '2026-02-07', '转存', 'Dr 100309 2.00, Cr 100301 2.00') > 0 AS posted;
SELECT action, detail FROM fund.name_account('县', '100301', retired => true);
-- as an older version left it: month-end moves it
SELECT fund.post('县', '2026-02-08', '收到', 'Dr 110102 9.00 @H1, Cr 400101 9.00') > 0 AS posted;
SELECT action, detail FROM fund.name_account('县', '11010201', '住院', takes_balance => true);
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, kind, basis, journal, prepared_by)
SELECT book_id, '2026-02-09', '冲', 'normal', 'cash', 'Dr 110102 -9.00 @H1, Cr 400101 -9.00', 'x' FROM ledger.book WHERE book = '县';
SET LOCAL session_replication_role = origin;
SELECT * FROM fund.name_account('县', '11010201', retired => true);
ROLLBACK;

-- ---------- which detail takes it ----------
SELECT fund.create_book('区', '区职工', '2017', '2026-01') > 0 AS created;
SELECT fund.post('区', '2026-01-05', '收到', 'Dr 1003 100.00, Cr 400101 100.00') AS received \gset
SELECT * FROM fund.name_accounts('区', '[{"account": "100301", "name": "a", "takes_balance": true}, {"account": "100302", "name": "b", "承接余额": "是"}]');
SELECT * FROM fund.name_accounts('区', '[{"account": "100301", "name": "a"}, {"account": "100302", "name": "b"},
    {"account": "10030101", "name": "a", "takes_balance": true}, {"account": "10030201", "name": "b", "takes_balance": true}]');
SELECT action, detail FROM fund.name_accounts('区', '[{"account": "100301", "name": "a"}, {"account": "100302", "name": "b"},
    {"account": "10030101", "name": "a", "takes_balance": "是"}, {"account": "10030201", "name": "b", "承接余额": "否"}]');
SELECT action, detail FROM fund.name_account('区', '10030201', takes_balance => true);
SELECT fund.reverse('区', :received, '2026-01-06') > 0 AS reversed;
SELECT action, detail FROM fund.name_account('区', '10030101', takes_balance => false);
SELECT account, takes_balance FROM ledger.book_account WHERE account <@ '1003' AND book_id = (SELECT book_id FROM ledger.book WHERE book = '区') ORDER BY 1;

-- ---------- what is refused, and warned of ----------
SELECT * FROM fund.name_accounts('区', '[{"account": "100301", "停用": "也许"}]');
SELECT * FROM fund.name_accounts('区', '[{"account": "100301", "科目": "100302"}]');
SELECT * FROM fund.name_accounts('区', '[{"科目": "100301", "retired": false, "停用": "否"}]');
SELECT * FROM fund.name_accounts('区', '[{"科目": "100301", "备注": "x"}]');
SELECT action, detail FROM fund.name_accounts('区', '[{"科目": "100401", "名称": "农行"}, {"科目": "100402", "名称": "农行"}, {"科目": "100403", "名称": "中行"}]');
SELECT action, detail FROM fund.name_account('区', '100403', '农行');
SELECT action, detail FROM fund.name_accounts('区', '[{"科目": "100402", "停用": "是"}]');
SELECT action, detail FROM fund.name_accounts('区', '[{"科目": "100401", "名称": "农行"}, {"科目": "100403", "名称": "中行"}]');
SELECT fund.post('区', '2026-01-06', '分设', 'Dr 100401 1, Cr 100403 1', kind => 'split');
SELECT 'nothing'::fund.voucher_kind;

-- ---------- a detail is kept by no less than its account ----------
SELECT fund.derive_standard('2017', '己', '己');
UPDATE ledger.account SET party_kind = 'institution' WHERE standard = '己' AND account = '1101';
UPDATE ledger.account SET party_kind = NULL WHERE standard = '己' AND account IN ('110102', '110109');
SELECT fund.create_book('乡', '乡', '己', '2026-01') > 0 AS created;
SELECT * FROM fund.name_account('乡', '11010901', '其他', 'none');
SELECT * FROM fund.name_account('乡', '11010901', '其他', 'payer');
SELECT action, detail FROM fund.name_accounts('乡', '[{"account": "11010901", "name": "其他", "party_kind": "institution"}, {"account": "11010902", "name": "又"},
    {"account": "120101", "name": "国债", "party_kind": "none"}, {"account": "120102", "name": "存单", "party_kind": "institution"}, {"account": "12010201", "name": "定期"}]');
SELECT fund.post('乡', '2026-01-05', '预付', 'Dr 11010902 1, Cr 1003 1');
SELECT fund.post('乡', '2026-01-05', '预付', 'Dr 11010902 1 @P1, Cr 1003 1');
SELECT fund.post('乡', '2026-01-05', '预付', 'Dr 11010902 1 @H1, Cr 1003 1') > 0 AS posted;
-- of a detail of the book that is a heading
SELECT fund.post('乡', '2026-01-05', '存单', 'Dr 12010201 1, Cr 1003 1');
SELECT fund.post('乡', '2026-01-05', '存单', 'Dr 12010201 1 @H1, Cr 1003 1') > 0 AS posted;
SELECT fund.post('乡', '2026-01-05', '国债', 'Dr 120101 1, Cr 1003 1') > 0 AS posted;
-- the standard says so later
UPDATE ledger.account SET party_kind = 'payer' WHERE standard = '己' AND account = '1201';
SELECT fund.post('乡', '2026-01-05', '国债', 'Dr 120101 1, Cr 1003 1');
SELECT fund.post('乡', '2026-01-05', '国债', 'Dr 120101 1 @P1, Cr 1003 1') > 0 AS posted;
SELECT fund.post('乡', '2026-01-05', '存单', 'Dr 12010201 1 @H1, Cr 1003 1');

-- ---------- 未分户 goes to parties, and nothing comes back ----------
SELECT fund.create_book('镇', '镇', '2017', '2026-01') > 0 AS created;
SELECT fund.post('镇', '2026-01-01', '期初', 'Dr 110102 30.00, Dr 110102 5.00 @H1, Cr 300101 35.00', kind => 'opening') > 0 AS posted;
SELECT fund.post('镇', '2026-01-05', '取走', 'Dr 110102 5.00, Cr 110102 5.00 @H1');
SELECT fund.post('镇', '2026-01-05', '认领', 'Dr 110102 10.00 @H1, Cr 110102 10.00') > 0 AS posted;
SELECT fund.post('镇', '2026-01-05', '认领', 'Dr 110102 20.01 @H2, Cr 110102 20.01');
SELECT fund.post('镇', '2026-01-05', '绕', 'Dr 110102 1.00, Cr 110102 1.00, Dr 110102 1.00 @H2, Cr 110102 1.00 @H1');
SELECT fund.post('镇', '2026-01-05', '认领', 'Dr 110102 20.00 @H2, Cr 110102 20.00') > 0 AS posted;
SELECT fund.post('镇', '2026-01-05', '认领', 'Dr 110102 0.01 @H2, Cr 110102 0.01');
-- of a statement as a whole
INSERT INTO ledger.voucher (book_id, voucher_date, summary, kind, journal)
SELECT b.book_id, '2026-01-01', v.summary, v.kind::fund.voucher_kind, v.journal::fund.journal
FROM ledger.book AS b, (VALUES ('期初', 'opening', 'Dr 110102 7, Cr 300101 7'), ('认领', 'normal', 'Dr 110102 3 @H1, Cr 110102 3'),
                               ('认领', 'normal', 'Dr 110102 5 @H1, Cr 110102 5')) AS v (summary, kind, journal)
WHERE b.book = '镇';
INSERT INTO ledger.voucher (book_id, voucher_date, summary, kind, journal)
SELECT b.book_id, '2026-01-01', v.summary, v.kind::fund.voucher_kind, v.journal::fund.journal
FROM ledger.book AS b, (VALUES ('期初', 'opening', 'Dr 110102 8, Cr 300101 8'), ('认领', 'normal', 'Dr 110102 3 @H1, Cr 110102 3'),
                               ('认领', 'normal', 'Dr 110102 5 @H1, Cr 110102 5')) AS v (summary, kind, journal)
WHERE b.book = '镇';
-- on the other side
SELECT fund.post('镇', '2026-01-01', '期初', 'Dr 110102 -4.00, Cr 300101 -4.00', kind => 'opening') > 0 AS posted;
SELECT fund.post('镇', '2026-01-05', '认领', 'Cr 110102 5.00 @H2, Dr 110102 5.00');
SELECT fund.post('镇', '2026-01-05', '认领', 'Cr 110102 4.00 @H2, Dr 110102 4.00') > 0 AS posted;
-- of the overlay, which the cash that stands there does not cover
SELECT fund.create_book('新', '新', 'reform', '2026-01') > 0 AS created;
SELECT fund.post('新', '2026-01-05', '应收', 'Dr 1131 5.00 @P1, Cr 400101 5.00', basis => 'accrual') > 0 AS posted;
SELECT fund.post('新', '2026-01-05', '取走', 'Dr 1131 5.00, Cr 1131 5.00 @P1', basis => 'accrual');

DROP VIEW standing;
SET client_min_messages = error;
DROP SCHEMA ledger CASCADE;

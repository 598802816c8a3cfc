-- Accounts that are posted to by template, posted to by hand.
SET search_path = fund, public;
SET client_min_messages = warning;
SELECT fund.create_ledger();
SELECT fund.create_book('市', '某市职工', 'reform', '2026-01') AS book_id \gset
SELECT fund.create_book('民', '某市居民', '2017-居民', '2026-01') > 0 AS created;
SELECT fund.post('市', '2026-01-01', '期初', 'Dr 1004 100.00, Cr 300101 100.00', kind => 'opening') > 0 AS opened;

-- What the shipped standards say: of 5401, and so of its details.
SELECT standard, account, by_template FROM ledger.account WHERE by_template IS NOT NULL ORDER BY 1, 2;

SELECT fund.post('市', '2026-01-05', '办公费', 'Dr 540101 1.00 ''办公费'', Cr 1004 1.00') AS warned \gset
SELECT fund.post('市', '2026-01-05', '红字', 'Dr 540101 -0.50, Dr 54010101 0.50, Cr 1004 0.00', basis => 'cash') > 0 AS posted;
SELECT fund.post('市', '2026-01-05', '权责', 'Dr 540102 1.00, Cr 2202 1.00', basis => 'accrual') > 0 AS posted;
SELECT fund.post('民', '2026-01-05', '居民', 'Dr 5401 1.00, Cr 1003 1.00') > 0 AS posted;

-- What undoes, and what month-end makes, is not by hand.
SELECT fund.reverse('市', :warned, '2026-01-06') > 0 AS reversed;
SELECT action, detail FROM fund.month_end('市', '2026-01');

-- The book says what happens, in either language.
UPDATE ledger.book SET by_hand = '拒绝' WHERE book IN ('市', '民') RETURNING book, by_hand;
SELECT fund.post('市', '2026-01-07', '办公费', 'Dr 1101 1.00, Dr 540101 1.00, Cr 1004 2.00');
SELECT fund.post('市', '2026-01-07', '手工账结', 'Dr 300101 1.00, Cr 540101 1.00', kind => 'closing');
\set VERBOSITY sqlstate
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('市', '2026-01-22', '视图', 'Dr 540101 1.00, Cr 1004 1.00');
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES
    (:book_id, '2026-01-22', '甲', 'Dr 1101 1.00, Cr 1004 1.00'), (:book_id, '2026-01-22', '乙', 'Dr 540101 2.00, Cr 1004 2.00');
COPY ledger.posting (book, voucher_date, summary, journal) FROM stdin;
市	2026-01-22	文件	Dr 540101 1.00, Cr 1004 1.00
\.
\set VERBOSITY default
INSERT INTO ledger.import_line (voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('k', '2026-01-23', '表格', '1004', NULL, '3'), ('k', '2026-01-23', '表格', '540101', '1', NULL), ('k', '2026-01-23', '表格', '540102', '2', NULL);
SELECT row_no, voucher_key, column_name, value, sqlstate, message FROM fund.import('', '市');
UPDATE ledger.book SET by_hand = 'warn' WHERE book = '市';
\set VERBOSITY terse
SELECT * FROM fund.import('', '市');
\set VERBOSITY default
UPDATE ledger.book SET by_hand = '拒绝' WHERE book = '市';
SELECT fund.reverse('市', voucher_id, '2026-01-08') > 0 AS reversed FROM ledger.voucher WHERE summary = '权责';
SELECT action, detail FROM fund.close_period('市', '2026-01') WHERE action = 'posted';
UPDATE ledger.book SET by_hand = '提示' WHERE book = '市' RETURNING book, by_hand;
UPDATE ledger.book SET by_hand = 'never' WHERE book = '市';
UPDATE ledger.book SET by_hand = NULL WHERE book = '市';

-- Once a statement for an account.
\set VERBOSITY terse
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
SELECT :book_id, '2026-02-22', '批', 'Dr 540101 1.00, Cr 1004 1.00' FROM generate_series(1, 100);
\set VERBOSITY default

-- Standards of one's own say it of any account; a detail takes it from its account, and weakening is warned of.
SELECT fund.derive_standard('reform', '自', '自定');
UPDATE ledger.account SET by_template = true WHERE standard = '自' AND account IN ('1101', '300103');
SELECT fund.create_book('自', '自定', '自', '2026-01') > 0 AS created;
SELECT fund.post('自', '2026-01-01', '期初', 'Dr 110101 5.00, Dr 1003 5.00, Cr 300103 10.00', kind => 'opening') > 0 AS opened;
SELECT fund.post('自', '2026-01-05', '预付', 'Dr 110101 1.00, Cr 1004 1.00') > 0 AS posted;
SELECT fund.post('自', '2026-01-05', '调整', 'Dr 300103 1.00, Cr 300102 1.00', kind => 'transfer') > 0 AS posted;
UPDATE ledger.account SET by_template = false WHERE standard = '自' AND account = '110101';
UPDATE ledger.account SET by_template = false WHERE standard = '自' AND account = '5401';
SELECT fund.post('自', '2026-01-05', '预付', 'Dr 110101 1.00, Cr 1004 1.00') > 0 AS posted;
SELECT fund.post('自', '2026-01-05', '其他', 'Dr 540101 1.00, Cr 1004 1.00') > 0 AS posted;
UPDATE ledger.account SET by_template = true WHERE standard = 'reform' AND account = '1101';

-- Stored past the constraint.
ALTER TABLE ledger.book DROP CONSTRAINT book_by_hand_known;
ALTER TABLE ledger.book DISABLE TRIGGER book_worded;
UPDATE ledger.book SET by_hand = 'ask' WHERE book = '自';
SELECT fund.post('自', '2026-01-05', '其他', 'Dr 1101 1.00, Cr 1004 1.00') > 0 AS posted;

DROP SCHEMA ledger CASCADE;

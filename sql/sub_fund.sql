-- 专款专用: one sub-fund pays for another, which is warned of.
SET search_path = fund, public;
SET client_min_messages = warning;
SELECT fund.create_ledger();
SELECT fund.create_book('市', '某市职工', 'reform', '2026-01') AS book_id \gset
SELECT fund.create_book('民', '某市居民', '2017-居民', '2026-01') > 0 AS created;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '甲单位', 'payer');
SELECT fund.post('市', '2026-01-01', '期初', 'Dr 1003 900.00, Dr 1004 100.00, Cr 300101 500.00, Cr 300102 400.00, Cr 300103 100.00', kind => 'opening') > 0 AS posted;

CREATE FUNCTION pg_temp.try(journal text, kind text DEFAULT 'normal', basis text DEFAULT 'cash', date date DEFAULT '2026-01-20') RETURNS text
    LANGUAGE sql
    AS $$ SELECT 'posted' FROM fund.post('市', date, '试', journal, kind => kind, basis => basis) $$;

-- What one gains and nobody but the other gives.
SELECT pg_temp.try('Dr 420101 1000.00, Cr 420102 1000.00');
SELECT pg_temp.try('Dr 50010203 1.00, Cr 450101 1.00') AS "spending of one, income of the other";
SELECT pg_temp.try('Dr 530102 1.00, Cr 50010101 1.00') AS "spending of both";
SELECT pg_temp.try('Dr 300101 1.00, Cr 300102 1.00', 'adjustment') AS "net assets";

-- Its other lines carry a part of it, or all.
SELECT pg_temp.try('Dr 1003 9.00, Dr 50010201 1.00, Cr 400101 10.00') AS "all of the loss is missing";
SELECT pg_temp.try('Dr 1003 9.99, Dr 50010201 1.00, Cr 400101 10.00, Cr 1004 0.99') AS "0.01 is missing";
SELECT pg_temp.try('Dr 1003 10.00, Dr 50010201 1.00, Cr 400101 10.00, Cr 1004 1.00') AS "nothing is";
SELECT pg_temp.try('Dr 4601 10.00, Cr 400101 7.00, Cr 400102 3.00') AS "both gain";
SELECT pg_temp.try('Dr 50010101 7.00, Dr 50010201 3.00, Cr 1004 10.00') AS "both lose";
SELECT pg_temp.try('Dr 4601 10.00, Cr 400101 11.00, Cr 400102 -1.00') AS "more than there is to determine";
SELECT pg_temp.try('Dr 420101 5.00, Cr 440101 5.00, Dr 1003 1.00, Cr 420102 1.00') AS "one of them comes to nothing";

-- Red lines are of the other side.
SELECT pg_temp.try('Cr 420101 -2.00, Cr 420102 2.00') AS "red income";
SELECT pg_temp.try('Dr 1003 -1.00, Cr 420102 -1.00, Dr 1003 9.00, Cr 420101 9.00') AS "a red receipt of the one, a receipt of the other";
SELECT pg_temp.try('Cr 1003 -9.00, Dr 420102 1.00, Dr 1003 -1.00, Cr 420101 9.00') AS "the same, the other way round";
SELECT pg_temp.try('Dr 50010101 -2.00, Dr 50010201 2.00') AS "red spending";

-- Many lines, details of both, and other accounts that come to nothing.
SELECT pg_temp.try((SELECT string_agg(format('Dr 500101010%s 1.00, Cr 4201020%s 1.00', n, n), ', ') FROM generate_series(1, 9) AS n)) AS "18 lines";

-- The overlay likewise.
SELECT pg_temp.try('Dr 400101 1.00, Cr 400102 1.00', basis => 'accrual') AS overlay;
SELECT pg_temp.try('Dr 1131 1.00 @P1, Cr 400101 2.00, Dr 400102 1.00', basis => 'accrual') AS overlay;
SELECT pg_temp.try('Dr 1131 2.00 @P1, Cr 400101 2.00', basis => 'accrual') AS overlay;

-- 待转基金 is no sub-fund yet.
SELECT pg_temp.try('Dr 300103 1.00, Cr 300102 1.00', 'transfer') AS "list of differences";

-- Silent: what moves between them by its kind, what undoes, begins, carries, closes.
SELECT pg_temp.try('Dr 300101 1.00, Cr 300102 1.00', 'transfer') AS transfer;
SELECT pg_temp.try('Dr 300102 2.00, Dr 1003 1.00, Cr 300101 3.00', 'opening', date => '2026-01-01') AS opening;
SELECT count(*) AS reversed FROM (SELECT voucher_id FROM ledger.voucher WHERE journal::text LIKE '%420101 1000.00%' AND reverses IS NULL) AS v, fund.reverse('市', v.voucher_id, '2026-01-21') AS r;
SELECT action, detail FROM fund.month_end('市', '2026-01');

-- A fund of one sub-fund.
SELECT fund.post('民', '2026-01-20', '试', 'Dr 5401 1.00, Cr 1003 0.50, Cr 4501 0.50') > 0 AS posted;

-- On every path, once a statement for the same two.
\set VERBOSITY terse
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('市', '2026-01-22', '视图', 'Dr 420101 1.00, Cr 420102 1.00');
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES
    (:book_id, '2026-01-22', '甲', 'Dr 420101 1.00, Cr 420102 1.00'), (:book_id, '2026-01-22', '乙', 'Dr 420101 2.00, Cr 420102 2.00'),
    (:book_id, '2026-01-22', '丙', 'Dr 420102 1.00, Cr 420101 1.00'), (:book_id, '2026-01-22', '丁', 'Dr 1003 1.00, Cr 420101 1.00');
COPY ledger.posting (book, voucher_date, summary, journal) FROM stdin;
市	2026-01-22	文件	Dr 420101 1.00, Cr 420102 1.00
市	2026-01-22	文件	Dr 420101 2.00, Cr 420102 2.00
\.
INSERT INTO ledger.import_line (voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('k', '2026-01-23', '表格', '420101', '1', NULL), ('k', '2026-01-23', '表格', '420102', NULL, '1');
SELECT * FROM fund.import('', '市');
\set VERBOSITY default

-- A voucher that is refused is not warned of, too.
SELECT pg_temp.try('Dr 420101 1.00, Cr 420102 1.00, Dr 1001 1.00, Cr 1003 1.00');

-- Standards of one's own: where 账结 leads to says it, not what groups are called.
SELECT fund.derive_standard('reform', '自', '自定');
UPDATE ledger.carry_rule SET carry_group = '一起' WHERE standard = '自' AND carry_group IN ('统筹基金', '个人账户基金');
SELECT fund.create_book('自', '自定', '自', '2026-01') > 0 AS created;
SELECT fund.post('自', '2026-01-20', '试', 'Dr 420101 1.00, Cr 420102 1.00') > 0 AS posted;
UPDATE ledger.carry_rule SET to_account = '300101' WHERE standard = '自' AND to_account = '300102';
SELECT fund.post('自', '2026-01-20', '试', 'Dr 420101 1.00, Cr 420102 1.00') > 0 AS posted;

DROP SCHEMA ledger CASCADE;

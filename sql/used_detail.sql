-- 末级科目: an account that is posted to beside its details, which is warned of.
SET search_path = fund, public;
SET client_min_messages = warning;
SELECT fund.create_ledger();
SELECT fund.create_book('市', '某市职工', '2017', '2026-01') AS book_id \gset
SELECT fund.create_book('县', '某县职工', '2017', '2026-01') > 0 AS created;

CREATE FUNCTION pg_temp.try(journal text, date date DEFAULT '2026-02-20', book text DEFAULT '市', kind text DEFAULT 'normal') RETURNS text
    LANGUAGE sql
    AS $$ SELECT 'posted' FROM fund.post(book, date, '试', journal, kind => kind) $$;
CREATE VIEW pg_temp.used AS
SELECT b.book, u.account, u.first_period FROM ledger.used_detail AS u JOIN ledger.book AS b USING (book_id) ORDER BY 1, 2, 3;

-- Nothing is used: nothing is said, and nothing written down of what is no detail.
SELECT pg_temp.try('Dr 1003 10.00, Cr 400101 10.00');
SELECT * FROM pg_temp.used;

-- A detail is used from its month on, in its book, by all accounts above it that take vouchers.
SELECT pg_temp.try('Dr 10030102 5.00, Cr 400101 5.00');
SELECT * FROM pg_temp.used;
SELECT pg_temp.try('Dr 1003 1.00, Cr 400101 1.00');
SELECT pg_temp.try('Dr 100301 1.00, Cr 400101 1.00') AS "between them";
SELECT pg_temp.try('Dr 100302 1.00, Cr 400101 1.00') AS "beside the detail";
SELECT pg_temp.try('Dr 10030102 1.00, Cr 400101 1.00') AS "the detail";
SELECT pg_temp.try('Dr 1003 1.00, Cr 400101 1.00', '2026-01-20') AS "the month before";
SELECT pg_temp.try('Dr 1003 1.00, Cr 400101 1.00', '2026-03-20') AS "the month after";
SELECT pg_temp.try('Dr 1003 1.00, Cr 400101 1.00', book => '县') AS "another book";
SELECT pg_temp.try('Dr 10030102 1.00, Cr 400101 1.00', '2026-01-31') AS "used before that";
SELECT pg_temp.try('Dr 1003 1.00, Cr 400101 1.00', '2026-01-20') AS "the month before";
SELECT * FROM pg_temp.used;

-- In one voucher, in either order; red lines, too; listed details of the standard.
SELECT pg_temp.try('Dr 1004 1.00, Dr 100401 1.00, Cr 1003 2.00', book => '县');
SELECT pg_temp.try('Dr 120101 2.00, Cr 1201 -2.00, Cr 10030101 4.00', book => '县');
SELECT pg_temp.try('Dr 110102 1.00 @H1, Cr 100401 1.00', book => '县');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '甲医院', 'institution');
SELECT pg_temp.try('Dr 110102 1.00 @H1, Cr 100401 1.00', book => '县');
SELECT pg_temp.try('Dr 1101 1.00, Cr 100401 1.00', book => '县');
-- A refused voucher uses nothing.
SELECT * FROM pg_temp.used WHERE book = '县';
BEGIN;
SELECT pg_temp.try('Dr 20010101 1.00, Cr 100401 1.00', book => '县');
SELECT pg_temp.try('Dr 200101 1.00, Cr 100401 1.00', book => '县');
ROLLBACK;
SELECT pg_temp.try('Dr 200101 1.00, Cr 100401 1.00', book => '县') AS "used by what was rolled back";
BEGIN;
SAVEPOINT s;
SELECT pg_temp.try('Dr 20010201 1.00, Cr 100401 1.00', book => '县');
ROLLBACK TO s;
SELECT pg_temp.try('Dr 200102 1.00, Cr 100401 1.00', book => '县') AS "in a subtransaction";
COMMIT;

-- Silent: what begins, closes, undoes; what is used by it is used.
SELECT fund.create_book('初', '期初', '2017', '2026-01') > 0 AS created;
SELECT pg_temp.try('Dr 1003 10.00, Dr 100301 5.00, Cr 300101 15.00', '2026-01-01', '初', 'opening');
SELECT * FROM pg_temp.used WHERE book = '初';
\set VERBOSITY terse
SELECT fund.post('初', '2026-01-05', '收到', 'Dr 1003 1.00, Cr 400101 1.00') AS warned \gset
\set VERBOSITY default
SELECT fund.reverse('初', :warned, '2026-01-06') > 0 AS reversed;
SELECT pg_temp.try('Dr 100301 1.00, Cr 400101 0.50, Cr 40010101 0.50', '2026-01-05', '初');
SELECT action, detail FROM fund.month_end('初', '2026-01');

-- Once the book lists details, they alone take vouchers.
SELECT * FROM fund.name_accounts('初', '[{"account": "100301", "name": "工行", "takes_balance": true}]');
SELECT pg_temp.try('Dr 1003 1.00, Cr 4101 1.00', '2026-02-05', '初');
SELECT pg_temp.try('Dr 100302 1.00, Cr 4101 1.00', '2026-02-05', '初');
SELECT pg_temp.try('Dr 100301 1.00, Cr 4101 1.00', '2026-02-05', '初');

-- On every path, once a statement for an account; a row uses for those after it.
SELECT fund.create_book('列', '各路', '2017', '2026-01') AS book_id \gset
\set VERBOSITY terse
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
SELECT :book_id, '2026-01-05', '批', CASE n WHEN 50 THEN 'Dr 100301 1.00, Cr 4101 1.00' ELSE 'Dr 1003 1.00, Cr 4101 1.00' END FROM generate_series(1, 100) AS n;
INSERT INTO ledger.posting (book, voucher_date, summary, journal) VALUES ('列', '2026-01-22', '视图', 'Dr 1003 1.00, Cr 4101 1.00');
COPY ledger.posting (book, voucher_date, summary, journal) FROM stdin;
列	2026-01-22	文件	Dr 1003 1.00, Cr 4101 1.00
\.
INSERT INTO ledger.import_line (voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('k', '2026-01-23', '表格', '1003', '1', NULL), ('k', '2026-01-23', '表格', '4101', NULL, '1');
SELECT * FROM fund.import('', '列');
\set VERBOSITY default

-- What is written down is what the vouchers say; nobody else writes it; a table that was changed is not read.
SELECT * FROM fund._details_used() EXCEPT SELECT book_id, account, min(first_period) FROM ledger.used_detail GROUP BY 1, 2;
SELECT book_id, account, min(first_period) FROM ledger.used_detail GROUP BY 1, 2 EXCEPT SELECT * FROM fund._details_used();
INSERT INTO ledger.used_detail VALUES (1, '1003', '2026-01');
TRUNCATE ledger.used_detail;
ALTER TABLE ledger.used_detail RENAME COLUMN account TO code;
SELECT pg_temp.try('Dr 1003 1.00, Cr 4101 1.00', '2026-01-05', '列');
ALTER TABLE ledger.used_detail RENAME COLUMN code TO account;
ALTER TABLE ledger.used_detail ALTER COLUMN first_period DROP NOT NULL;
SET session_replication_role = replica;
INSERT INTO ledger.used_detail VALUES (:book_id, '100303', NULL), (:book_id + 100, '100303', '2026-01');
RESET session_replication_role;
SELECT pg_temp.try('Dr 1003 1.00, Cr 4101 1.00', '2026-01-05', '列');
SELECT object, expected, found FROM fund.verify('列') WHERE object ~ 'used';
SELECT object, expected, found FROM fund.verify('市') WHERE object ~ 'used';

DROP SCHEMA ledger CASCADE;

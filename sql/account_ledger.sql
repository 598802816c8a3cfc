-- 明细账, 日记账, 往来明细账.
SET client_encoding = 'UTF8';
SET client_min_messages = error;
SELECT fund.create_ledger();
SET search_path = public, fund;

INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('P01', '某某公司', 'payer'), ('H01', '第一医院', 'institution'), ('H02', '第二医院', 'institution'),
    ('H03', '第三医院', 'institution');
SELECT fund.create_book('市', '某市职工基本医疗保险基金', 'reform', '2026-01');
DO $$
BEGIN
    PERFORM fund.post('市', '2026-01-01', '期初余额', 'Dr 1003 1000.00, Dr 110102 50.00 @H01, Cr 300101 600.00, Cr 300102 450.00', kind => 'opening');
    PERFORM fund.post('市', '2026-01-05', '收到保险费', 'Dr 1003 300.00, Cr 4601 300.00 @P01');
    PERFORM fund.post('市', '2026-01-12', '预付住院费', 'Dr 110102 80.00 @H01 ''一月'', Cr 1003 80.00');
    PERFORM fund.post('市', '2026-01-12', '预付住院费', 'Dr 110102 30.00 @H01, Dr 110102 20.00 @H02, Cr 1003 50.00');
    PERFORM fund.post('市', '2026-01-20', '结算住院费', 'Dr 50010101 130.00, Cr 110102 160.00 @H01, Dr 1003 30.00');
    PERFORM fund.reverse('市', 2, '2026-01-21', '冲销');
    PERFORM fund.post('市', '2026-01-31', '计提', 'Dr 1131 8.00 @P01, Cr 400101 8.00', basis => 'accrual');
    PERFORM fund.close_period('市', '2026-01');
    PERFORM fund.post('市', '2026-02-02', '收到保险费', 'Dr 1003 40.00, Cr 400101 30.00 @P01, Cr 400102 10.00 @P01');
    PERFORM fund.post('市', '2026-02-28', '预付住院费', 'Dr 110102 20.00 @H02, Cr 1003 20.00');
    PERFORM fund.post('市', '2026-03-31', '收到保险费', 'Dr 1003 7.00, Cr 4601 7.00 @P01');
END
$$;

-- Closed and open months, a month and some days of one
SELECT voucher_date, number, summary, account, party, debit, credit, direction, balance
FROM fund.account_ledger('市', '1003', '2026-01', '2026-03');
SELECT voucher_date, number, summary, debit, credit, direction, balance
FROM fund.account_ledger('市', '1003', '2026-02', '2026-02');
SELECT voucher_date, number, summary, debit, credit, direction, balance
FROM fund.account_ledger('市', '1003', '2026-01-12', '2026-01-20');
SELECT count(*) FROM (
    SELECT * FROM fund.account_ledger('市', '1003', '2026-01', '2026-02')
    EXCEPT ALL
    SELECT * FROM fund.account_ledger('市', '1003', date '2026-01-01', date '2026-02-28')) AS difference;
-- Before the book, and after all that it has: the first balance alone
SELECT voucher_date, summary, debit, credit, direction, balance FROM fund.account_ledger('市', '1003', '2025-01', '2025-12');
SELECT voucher_date, summary, debit, credit, direction, balance FROM fund.account_ledger('市', '1003', '2030-06', '2030-06');
SELECT voucher_date, summary, debit, credit, direction, balance FROM fund.account_ledger('市', '1001', '2026-01', '2026-03');
-- A heading with its details, an account that was carried away
SELECT voucher_id, line_no, account, summary, party, memo, debit, credit, direction, balance
FROM fund.account_ledger('市', '1101', '2026-01', '2026-02');
SELECT voucher_date, kind, number, debit, credit, direction, balance FROM fund.account_ledger('市', '400101', '2026-01', '2026-02');
SELECT voucher_date, kind, summary, debit, credit, direction, balance FROM fund.account_ledger('市', '400101', '2026-01', '2026-02', 'accrual');

-- The opposite accounts; a red line stands opposite to its own side
SELECT voucher_date, summary, contra, contra_name, debit, credit, direction, balance
FROM fund.journal_book('市', '1003', '2026-01-12', '2026-01-21');
SELECT fund.post('市', '2026-04-05', '多借多贷',
                 (SELECT string_agg(format('Dr 1101%s 1.00 @H03', lpad(n::text, 2, '0')), ', ') FROM generate_series(1, 9) AS n)
                 || ', Cr 1003 10.00, Cr 110101 -1.00') > 0 AS posted;
SELECT summary, contra, contra_name, credit FROM fund.journal_book('市', '1003', '2026-04', '2026-04');
SELECT summary, account, contra, debit, credit FROM fund.journal_book('市', '110101', '2026-04', '2026-04');

-- The last balance is that of the 科目余额表, in every month
SELECT t.account, m.period, t.closing_debit - t.closing_credit AS balance
FROM fund.months('2026-01', '2026-04') AS m (period), fund.trial_balance('市', m.period) AS t,
     LATERAL (SELECT CASE direction WHEN '贷' THEN -balance ELSE balance END AS balance
              FROM fund.account_ledger('市', t.account, m.period::text, m.period::text) WITH ORDINALITY
              ORDER BY ordinality DESC LIMIT 1) AS l
WHERE l.balance <> t.closing_debit - t.closing_credit;
SELECT sum(debit) AS debits, sum(credit) AS credits FROM fund.account_ledger('市', '1003', '2026-01', '2026-01');

-- A party: a section an account
SELECT account, account_name, voucher_date, number, summary, memo, debit, credit, direction, balance
FROM fund.party_ledger('市', 'H01', '2026-01', '2026-03');
SELECT account, voucher_date, summary, debit, credit, direction, balance FROM fund.party_ledger('市', 'P01', '2026-02', '2026-03');
SELECT account, voucher_date, summary, debit, credit, direction, balance FROM fund.party_ledger('市', 'H01', '2027-01', '2027-12');
SELECT account, voucher_date, summary, debit, credit, direction, balance FROM fund.party_ledger('市', 'H02', '2026-02-28'::date, '2026-02-28'::date);

-- Chinese names
SELECT * FROM fund."明细账"('市', '110102', '2026年2月', '2026-02');
SELECT * FROM fund."日记账"('市', '1003', '2026-02-02', '2026-02-02');

-- Drivers bind strings as varchar
PREPARE ledger_of (varchar, varchar, varchar, varchar) AS SELECT count(*) FROM fund.account_ledger($1, $2, $3, $4);
EXECUTE ledger_of ('市', '1003', '2026-01', '2026-01-31');

-- What is refused
\set VERBOSITY terse
SELECT * FROM fund.account_ledger('省', '1003', '2026-01', '2026-01');
SELECT * FROM fund.account_ledger('市', '9999', '2026-01', '2026-01');
SELECT * FROM fund.account_ledger('市', '现金', '2026-01', '2026-01');
SELECT * FROM fund.account_ledger('市', '1003', '2026-02', '2026-01');
SELECT * FROM fund.account_ledger('市', '1003', '2026-13', '2026-13');
SELECT * FROM fund.account_ledger('市', '1003', '2026-01', NULL);
SELECT * FROM fund.account_ledger('市', '1003', '2026-01', '2026-01', 'tax');
SELECT * FROM fund.party_ledger('市', 'X01', '2026-01', '2026-01');
SELECT * FROM fund.journal_book('市', '1003', date 'infinity', date 'infinity');
CREATE ROLE regress_stranger;
SET ROLE regress_stranger;
SELECT * FROM fund.account_ledger('市', '1003', '2026-01', '2026-01');
SELECT * FROM fund.party_ledger('市', 'H01', '2026-01', '2026-01');
RESET ROLE;
SELECT fund.grant_duty('regress_stranger', 'read', '市');
SET ROLE regress_stranger;
SELECT count(*) FROM fund.journal_book('市', '1003', '2026-01', '2026-01');
RESET ROLE;
SELECT fund.revoke_duty('regress_stranger', 'read', '市');
DROP ROLE regress_stranger;
\set VERBOSITY default

-- One month's ledger reads that month's vouchers, whatever else the book has,
-- and one party's through an index only its own
SELECT fund.create_book('大', '大账套', 'reform', '2024-01') AS book_id \gset
INSERT INTO ledger.party (party, name, party_kind) SELECT 'N' || n, '个人' || n, 'person' FROM generate_series(1, 1000) AS n;
INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
SELECT :book_id, (date '2024-01-15' + make_interval(months => n % 24))::date, '批量',
       format('Dr 1003 1.00, Cr 4601 1.00 @N%s', n % 1000 + 1)::journal
FROM generate_series(0, 23999) AS n;
SELECT count(*) AS closed
FROM fund.months('2024-01', '2025-11') AS m, LATERAL (SELECT count(*) FROM fund.close_period('大', m)) AS c;
CREATE INDEX voucher_parties ON ledger.voucher USING gin (fund.parties(journal));
VACUUM ANALYZE ledger.voucher;

CREATE FUNCTION vouchers_read() RETURNS bigint LANGUAGE sql AS $$
    SELECT pg_stat_get_xact_tuples_returned('ledger.voucher'::regclass)
           + pg_stat_get_xact_tuples_fetched('ledger.voucher'::regclass)
$$;
BEGIN;
SELECT vouchers_read() AS before \gset
SELECT count(*) AS rows, max(balance) AS balance FROM fund.account_ledger('大', '1003', '2025-06', '2025-06');
SELECT vouchers_read() - :before < 1100 AS of_one_month;
COMMIT;
BEGIN;
SELECT vouchers_read() AS before \gset
SELECT count(*) AS rows, max(balance) AS balance FROM fund.account_ledger('大', '1003', '2025-12-10', '2025-12-20');
SELECT vouchers_read() - :before < 1100 AS of_the_open_month;
COMMIT;
-- more lines than fit into memory
SET work_mem = '64kB';
SELECT count(*) AS rows, max(balance) AS balance FROM fund.account_ledger('大', '1003', '2024-01', '2025-12');
RESET work_mem;
BEGIN;
SELECT vouchers_read() AS before \gset
SELECT count(*) AS rows, max(balance) AS balance FROM fund.party_ledger('大', 'N7', '2024-01', '2025-12');
SELECT vouchers_read() - :before < 100 AS of_the_party;
COMMIT;
DROP INDEX ledger.voucher_parties;
BEGIN;
SELECT vouchers_read() AS before \gset
SELECT count(*) AS rows, max(balance) AS balance FROM fund.party_ledger('大', 'N7', '2024-01', '2025-12');
SELECT vouchers_read() - :before >= 24000 AS without_the_index_of_the_book;
COMMIT;

DROP FUNCTION vouchers_read();
DROP SCHEMA ledger CASCADE;

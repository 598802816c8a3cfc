-- 余额 of all accounts at a day and over a range of days.
SET client_encoding = 'UTF8';
SET client_min_messages = error;
SELECT fund.create_ledger();
SET search_path = public, fund;
\pset null '-'

INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('P01', '某某公司', 'payer'), ('H01', '第一医院', 'institution'), ('H02', '第二医院', 'institution');
SELECT fund.create_book('市', '某市职工基本医疗保险基金', 'reform', '2025-11');
DO $$
BEGIN
    PERFORM fund.post('市', '2025-11-03', '期初余额', 'Dr 1003 1000.00, Dr 1004 500.00, Dr 110102 50.00 @H01, Cr 300101 900.00, Cr 300102 450.00, Cr 300103 200.00', kind => 'opening');
    PERFORM fund.post('市', '2025-11-05', '收到保险费', 'Dr 1003 300.00, Cr 4601 300.00 @P01');
    PERFORM fund.post('市', '2025-11-28', '预付住院费', 'Dr 110102 80.00 @H01 ''一月'', Cr 1004 80.00');
    PERFORM fund.close_period('市', '2025-11');
    PERFORM fund.post('市', '2025-12-12', '预付住院费', 'Dr 110102 30.00 @H01, Dr 110102 20.00 @H02, Cr 1004 50.00');
    PERFORM fund.post('市', '2025-12-20', '结算住院费', 'Dr 50010101 130.00, Cr 110102 160.00 @H01, Dr 1004 30.00');
    PERFORM fund.post('市', '2025-12-31', '计提', 'Dr 1131 8.00 @P01, Cr 400101 8.00', basis => 'accrual');
    PERFORM fund.close_period('市', '2025-12');
    PERFORM fund.post('市', '2026-01-01', '归属', 'Dr 4601 300.00, Cr 400101 200.00, Cr 400102 100.00');
    PERFORM fund.post('市', '2026-01-15', '红字', 'Dr 110102 -20.00 @H02, Cr 1004 -20.00');
    PERFORM fund.close_period('市', '2026-01');
    PERFORM fund.post('市', '2026-02-02', '收到保险费', 'Dr 1003 40.00, Cr 400101 30.00 @P01, Cr 400102 10.00 @P01');
    PERFORM fund.post('市', '2026-02-28', '预付住院费', 'Dr 110102 20.00 @H02, Cr 1004 20.00');
    PERFORM fund.post('市', '2026-03-15', '冲应收', 'Dr 400101 8.00, Cr 1131 8.00 @P01', basis => 'accrual');
    PERFORM fund.post('市', '2026-03-31', '收到保险费', 'Dr 1003 7.00, Cr 4601 7.00 @P01');
END
$$;

-- At a day: since 1 January of its year, or since the book began
SELECT * FROM fund.balances('市', '2026-02-10');
SELECT * FROM fund."余额表"('市', '2025-12-15') WHERE "级次" = 1;
-- Of a range, by party
SELECT account, party, opening_debit, opening_credit, debit, credit, closing_debit, closing_credit
FROM fund.balances('市', '2025-12-13', '2026-02-28', by_party => true) WHERE account IN ('1101', '110102', '1131', '400101');
SELECT "科目编码", "往来编码", "期末借方余额" FROM fund."余额表"('市', date '2026-03-31', true, '权责发生制') WHERE "科目编码" = '1131';

-- The same from the journals: every day, every range of days, both bases, with
-- parties and without, months closed and open, against plain SQL.
CREATE TABLE line AS
SELECT v.voucher_date, v.kind::text AS kind, v.basis::text AS basis, l.account::text AS account, l.party,
       CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE 0 END AS debit,
       CASE l.side WHEN 'credit' THEN l.amount::numeric ELSE 0 END AS credit
FROM ledger.voucher AS v, fund.lines(v.journal) AS l;
CREATE TABLE listed AS SELECT account::text AS account, name FROM ledger.account WHERE standard = 'reform';

CREATE FUNCTION pg_temp.expected(first date, last date, by_party boolean, bases text[])
    RETURNS TABLE (account text, name text, level integer, party text, opening_debit numeric, opening_credit numeric,
                   debit numeric, credit numeric, closing_debit numeric, closing_credit numeric)
    LANGUAGE sql
    AS $$
        SELECT account, name, length(account) / 2 - 1, who, greatest(opening, 0), greatest(-opening, 0), moved_debit, moved_credit,
               greatest(opening + moved_debit - moved_credit, 0), greatest(moved_credit - moved_debit - opening, 0)
        FROM (SELECT a.account, a.name, CASE WHEN by_party THEN l.party END AS who,
                     coalesce(sum(l.debit - l.credit) FILTER (WHERE l.kind = 'opening' OR l.voucher_date < first), 0) AS opening,
                     coalesce(sum(l.debit) FILTER (WHERE l.kind <> 'opening' AND l.voucher_date BETWEEN first AND last), 0) AS moved_debit,
                     coalesce(sum(l.credit) FILTER (WHERE l.kind <> 'opening' AND l.voucher_date BETWEEN first AND last), 0) AS moved_credit
              FROM listed AS a JOIN line AS l ON l.account LIKE a.account || '%'
              WHERE l.basis = ANY (bases)
              GROUP BY 1, 2, 3) AS s
        WHERE (opening, moved_debit, moved_credit) <> (0, 0, 0)
    $$;

CREATE TABLE asked AS
SELECT first::date, last::date, by_party, basis, CASE basis WHEN 'cash' THEN '{cash}' ELSE '{cash,accrual}' END::text[] AS bases
FROM unnest('{2025-11-01,2025-11-03,2025-11-28,2025-11-30,2025-12-01,2025-12-20,2025-12-31,2026-01-01,2026-01-15,2026-02-01,2026-02-28,2026-03-15,2026-04-01}'::date[]) AS first,
     unnest('{2025-11-01,2025-11-03,2025-11-28,2025-11-30,2025-12-01,2025-12-20,2025-12-31,2026-01-01,2026-01-31,2026-02-01,2026-02-28,2026-03-15,2026-03-31,2027-01-01}'::date[]) AS last,
     (VALUES (false), (true)) AS b (by_party), unnest('{cash,accrual}'::text[]) AS basis
WHERE first <= last;

CREATE VIEW difference AS
SELECT a.*, d.*
FROM asked AS a,
     LATERAL (WITH said AS MATERIALIZED (SELECT * FROM fund.balances('市', first, last, by_party, basis)),
                   wanted AS MATERIALIZED (SELECT * FROM pg_temp.expected(first, last, by_party, bases))
              (TABLE said EXCEPT ALL TABLE wanted) UNION ALL (TABLE wanted EXCEPT ALL TABLE said)) AS d;
SELECT (SELECT count(*) FROM asked) AS ranges, (SELECT count(*) FROM difference) AS differences;
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-02');
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2026-03');
TRUNCATE line;
INSERT INTO line
SELECT v.voucher_date, v.kind::text, v.basis::text, l.account::text, l.party,
       CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE 0 END, CASE l.side WHEN 'credit' THEN l.amount::numeric ELSE 0 END
FROM ledger.voucher AS v, fund.lines(v.journal) AS l;
SELECT (SELECT count(*) FROM asked) AS ranges, (SELECT count(*) FROM difference) AS differences;

-- At a day it is the range from 1 January; of months the 科目余额表 without its year.
SELECT count(*) AS different FROM (
    (SELECT * FROM fund.balances('市', date '2026-03-15', true, 'accrual')
     EXCEPT ALL SELECT * FROM fund.balances('市', date '2026-01-01', date '2026-03-15', true, 'accrual'))
    UNION ALL
    (SELECT * FROM fund.balances('市', '2026-01', '2026-03-15', true, 'accrual')
     EXCEPT ALL SELECT * FROM fund."余额表"('市', '2026-03-15', true, 'accrual'))
) AS d;
SELECT count(*) AS rows, count(*) FILTER (WHERE balances IS NULL OR trial_balance IS NULL) AS other_rows
FROM unnest('{2025-11,2025-12,2026-01,2026-02,2026-03}'::text[]) AS month,
     LATERAL (SELECT b.account, t.account
              FROM fund.balances('市', month, month) AS b
              FULL JOIN (SELECT * FROM fund.trial_balance('市', month)
                         WHERE (opening_debit, opening_credit, period_debit, period_credit) <> (0, 0, 0, 0)) AS t
                   ON (b.account, b.opening_debit, b.opening_credit, b.debit, b.credit, b.closing_debit, b.closing_credit)
                      = (t.account, t.opening_debit, t.opening_credit, t.period_debit, t.period_credit, t.closing_debit, t.closing_credit)
             ) AS m (balances, trial_balance);
SELECT count(*) AS different FROM (
    (SELECT * FROM fund.balances('市', '2026-02') EXCEPT ALL SELECT * FROM fund.balances('市', '2026-02-28'))
    UNION ALL (SELECT * FROM fund.balances('市', '2025-12', '2026-02') EXCEPT ALL SELECT * FROM fund.balances('市', '2025-12-01', '2026-02-28'))
) AS d;

-- Wrong arguments; before the book; who may not read
\set VERBOSITY terse
SELECT * FROM fund.balances('省', '2026-01-01');
SELECT * FROM fund.balances('市', '2025-10-31');
SELECT * FROM fund.balances('市', '2025-01-01', '2025-10');
SELECT count(*) > 0 AS some FROM fund.balances('市', '2024-01-01', '2026-01-01');
SELECT * FROM fund.balances('市', '2026-02', '2026-01');
SELECT * FROM fund.balances('市', 'infinity');
SELECT * FROM fund.balances('市', NULL::date);
SELECT * FROM fund.balances('市', '2026-02-01', '2026-02-03', basis => 'tax');
CREATE ROLE regress_balances_nobody;
GRANT USAGE ON SCHEMA ledger TO regress_balances_nobody;
SET ROLE regress_balances_nobody;
SELECT * FROM fund.balances('市', '2026-02-01');
RESET ROLE;
REVOKE ALL ON SCHEMA ledger FROM regress_balances_nobody;
DROP ROLE regress_balances_nobody;

-- A line on an account that is not listed, stored by a hand that switched triggers off
SET session_replication_role = replica;
UPDATE ledger.voucher SET journal = 'Dr 1003 7.00, Cr 7777 7.00' WHERE summary = '收到保险费' AND voucher_date = '2026-03-31';
RESET session_replication_role;
SELECT * FROM fund.balances('市', '2026-03-01', '2026-03-31', by_party => true);
SELECT count(*) > 0 AS some FROM fund.balances('市', '2026-03-01', '2026-03-30', by_party => true);
SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;

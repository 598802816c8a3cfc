-- 基金间调整: what moves between net assets as a matter of course. It stays within
-- a group that the standard names, goes both ways, and restates nothing.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
RESET client_min_messages;

SELECT standard, transfer_group, array_agg(account::text ORDER BY account) AS accounts
FROM ledger.transfer_group GROUP BY 1, 2 ORDER BY standard COLLATE "C", 3;
SELECT standard, array_agg(account::text ORDER BY account) AS admit
FROM ledger.account WHERE 'transfer' = ANY (kinds) AND postable GROUP BY 1 ORDER BY standard COLLATE "C";

CREATE FUNCTION pg_temp.try(book text, journal text, kind text DEFAULT 'transfer', basis text DEFAULT 'cash') RETURNS text
    LANGUAGE plpgsql
    AS $$
    BEGIN
        PERFORM fund.post(book, '2026-02-10', '基金间调整', journal, kind => kind, basis => basis);
        RETURN 'posted';
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;

SELECT fund.create_book(s, s, s, '2026-01') FROM unnest('{2017,reform,2017-居民}'::text[]) AS s \g /dev/null
SELECT fund.post('2017', '2026-01-01', '期初', 'Dr 1003 1000.00, Cr 300101 600.00, Cr 300102 400.00', kind => 'opening'),
       fund.post('reform', '2026-01-01', '期初', 'Dr 1003 1000.00, Cr 300101 500.00, Cr 300102 400.00, Cr 300103 100.00', kind => 'opening'),
       fund.post('2017-居民', '2026-01-01', '期初', 'Dr 1003 1000.00, Cr 3001 900.00, Cr 3101 100.00', kind => 'opening') \g /dev/null
SELECT fund.close_period(b, '2026-01') FROM unnest('{2017,reform,2017-居民}'::text[]) AS b \g /dev/null

-- Each group both ways, black and red; nothing else, nor any other kind
SELECT book, journal, kind, pg_temp.try(book, journal, kind) AS outcome
FROM (VALUES
    (1, '2017', 'Dr 300101 50.00, Cr 300102 50.00', 'transfer'),
    (2, '2017', 'Dr 300102 10.00, Cr 300101 10.00', '基金间调整'),
    (3, '2017', 'Dr 300101 -1.00, Dr 300102 1.00', 'transfer'),
    (4, '2017', 'Dr 300101 50.00, Cr 300102 50.00', 'normal'),
    (5, '2017', 'Dr 4601 1.00, Cr 300102 1.00', 'transfer'),
    (6, '2017', 'Dr 4602 1.00, Cr 300102 1.00', 'transfer'),
    (7, '2017', 'Dr 1003 1.00, Cr 300102 1.00', 'transfer'),
    (8, '2017', 'Dr 400101 1.00, Cr 300101 1.00', 'transfer'),
    (11, 'reform', 'Dr 300101 20.00, Cr 300102 20.00', 'transfer'),
    (12, 'reform', 'Dr 300103 30.00, Cr 300102 30.00', 'transfer'),
    (13, 'reform', 'Dr 300102 5.00, Cr 300103 5.00', 'transfer'),
    (14, 'reform', 'Dr 300103 1.00, Cr 300101 1.00', 'transfer'),
    (15, 'reform', 'Dr 300101 1.00, Cr 300103 1.00', 'transfer'),
    (16, 'reform', 'Dr 300101 1.00, Dr 300103 1.00, Cr 300102 2.00', 'transfer'),
    (17, 'reform', 'Dr 300103 1.00, Cr 4601 1.00', 'transfer'),
    (18, 'reform', 'Dr 4602 1.00, Cr 300103 1.00', 'transfer'),
    (19, 'reform', 'Dr 300103 1.00, Cr 300102 1.00', 'carry'),
    (21, '2017-居民', 'Dr 3001 70.00, Cr 3101 70.00', 'transfer'),
    (22, '2017-居民', 'Dr 3101 20.00, Cr 3001 20.00', 'transfer'),
    (23, '2017-居民', 'Dr 3001 70.00, Cr 3101 70.00', 'closing')
) AS v (n, book, journal, kind) ORDER BY n;
SELECT pg_temp.try('reform', 'Dr 300101 3.00, Cr 300102 3.00', basis => 'accrual');
SELECT fund.post('reform', '2026-02-10', '越组', 'Dr 300103 1.00, Cr 300101 1.00', kind => 'transfer');

-- It needs review where vouchers do, and restates nothing
SELECT fund.create_book('审', '复核', '2017', '2026-01', review_required => true) > 0 AS created;
SELECT fund.post('审', '2026-01-10', '调整', 'Dr 300101 1.00, Cr 300102 1.00', kind => 'transfer');
SELECT fund.restate('2017', min(voucher_id), 'reconciliation', '实际比例')
FROM ledger.voucher JOIN ledger.book USING (book_id) WHERE book = '2017' AND kind = 'transfer';

-- It is undone by one of its kind, in its group
SELECT fund.reverse('reform', max(voucher_id), '2026-02-20') > 0 AS reversed
FROM ledger.voucher JOIN ledger.book USING (book_id) WHERE book = 'reform' AND kind = 'transfer' AND basis = 'cash';
SELECT kind, journal::text FROM ledger.voucher ORDER BY voucher_id DESC LIMIT 1;

-- What it shows, before the month's close and after; month-end makes none
CREATE VIEW shown AS
SELECT b.book, s.item_id, s.month, s.year_to_date
FROM unnest('{2017,reform,2017-居民}'::text[]) AS b (book), fund.income_expenditure(b.book, '2026-02', 'accrual') AS s
WHERE s.item_id ~ '^[ZR]' AND s.year_to_date <> 0;
SELECT * INTO TEMP before_close FROM shown;
SELECT * FROM shown ORDER BY book COLLATE "C", item_id;
SELECT b AS book, m.action, m.detail
FROM unnest('{2017,reform,2017-居民}'::text[]) AS b, fund.close_period(b, '2026-02') AS m
WHERE m.action <> 'sealed' ORDER BY b COLLATE "C", m.detail COLLATE "C";
SELECT count(*) AS differ FROM (TABLE shown EXCEPT TABLE before_close) AS d;
SELECT b.book, r.rule, r.verdict, r.difference
FROM unnest('{2017,reform,2017-居民}'::text[]) AS b (book), unnest('{cash,accrual}'::text[]) AS basis,
     fund.articulation(b.book, '2026-02', basis) AS r WHERE r.verdict NOT IN ('pass', 'not evaluable', 'not due');
SELECT b, v.* FROM unnest('{2017,reform,2017-居民}'::text[]) AS b, fund.verify(b) AS v;
SELECT b, r.source FROM unnest('{2017,reform,2017-居民}'::text[]) AS b, fund.restatements(b, '2026-01', '2026-02') AS r;

-- Numbered as a kind, and a word of either language wherever kinds are read
SELECT DISTINCT e.kind, e.number FROM ledger.entry AS e WHERE e.book = 'reform' AND e.kind = 'transfer' ORDER BY 2;
SELECT "种类", "凭证号", "科目编码", "借方金额", "贷方金额" FROM ledger."凭证分录"
WHERE "账套" = '2017-居民' AND "种类" = '基金间调整' ORDER BY "凭证号", "借方金额";
SELECT kind, debit, credit, balance FROM fund.account_ledger('2017', '300102', '2026-02-01', '2026-02-28') ORDER BY debit, credit;
SELECT "种类", "借方", "贷方" FROM fund."明细账"('2017', '300102', '2026-02-01', '2026-02-28') ORDER BY "借方" NULLS FIRST, "贷方";
SELECT account, period_debit, period_credit, closing_credit FROM fund.trial_balance('reform', '2026-02') WHERE account LIKE '3001%' ORDER BY account;
SELECT f.formula, t.measure, t.account, t.kind
FROM unnest('{"net(300103, transfer)","净额(300103, 基金间调整)"}'::text[]) AS f (formula), fund.formula_terms(f.formula::formula) AS t;

-- A closed month stays as it is when it is opened again and closed
SELECT fund.reopen_period('reform', '2026-02', '核对') \g /dev/null
SELECT fund.close_period('reform', '2026-02') \g /dev/null
SELECT count(*) AS differ FROM (TABLE shown EXCEPT TABLE before_close) AS d;

-- Shipped groups stay; one's own are changed, proved again and count at once
\set VERBOSITY sqlstate
DELETE FROM ledger.transfer_group WHERE standard = 'reform';
INSERT INTO ledger.transfer_group VALUES ('2017', 'x', '4601');
TRUNCATE ledger.transfer_group;
\set VERBOSITY default
SELECT fund.derive_standard('reform', 'own', '自定'), fund.create_book('own', '自定', 'own', '2026-01') > 0 AS created;
SELECT pg_temp.try('own', 'Dr 300103 1.00, Cr 300101 1.00');
INSERT INTO ledger.transfer_group VALUES ('own', '统筹基金与待转基金', '300101'), ('own', '统筹基金与待转基金', '300103');
SELECT pg_temp.try('own', 'Dr 300101 1.00, Cr 300103 1.00');
SELECT law FROM fund.proof_laws('own') WHERE law ~ 'transfer. of' GROUP BY 1;
DELETE FROM ledger.transfer_group WHERE standard = 'own' AND transfer_group <> '统筹基金与待转基金';
SELECT law FROM fund.proof_laws('own') WHERE law ~ 'transfer. of' GROUP BY 1;
SELECT pg_temp.try('own', 'Dr 300101 1.00, Cr 300102 1.00');

-- With 4601 in a group and transfers admitted there, the third identity is one no longer
UPDATE ledger.account SET kinds = kinds || '{transfer}' WHERE standard = 'own' AND account = '4601';
INSERT INTO ledger.transfer_group VALUES ('own', '统筹基金与待转基金', '4601');
SELECT rule, verdict, counterexample -> 0 ->> 'kind' AS kind, counterexample -> 0 ->> 'journal' AS journal
FROM fund.prove('own') WHERE moment = 'any' AND counterexample -> 0 ->> 'kind' = 'transfer' ORDER BY rule COLLATE "C";

SET client_min_messages = warning;
DROP SCHEMA ledger CASCADE;

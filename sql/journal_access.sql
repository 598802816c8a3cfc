-- fund.journal: what it does to an account, and whom it touches.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\pset null '-'
\set SHOW_CONTEXT never

-- An account with its details
SELECT account, debit(journal, account) AS debit, credit(journal, account) AS credit, net(journal, account) AS net
FROM (SELECT 'Dr 1003 10, Dr 100301 5.50, Dr 100 2, Dr 10030 1, Cr 4001 1, Cr 400101 20, Cr 100301 -2.50'::journal AS journal) AS j,
     unnest('{1003,100301,10030101,100,10030,4001,40,400101,9999}'::text[]) WITH ORDINALITY AS t (account, n)
WHERE length(account) > 2 ORDER BY n;
SELECT debit('', '1003'::text::account_code), net(''::journal, '1003'), credit(NULL::journal, '1003') AS of_null, debit(''::journal, NULL::text) AS of_none;
SELECT pg_typeof(debit(''::journal, '1003')), pg_typeof(debit(''::journal, '1003'::varchar)), pg_typeof(debit('1003', '1')), pg_typeof(debit(''::journal, account => '1003'));
SELECT net(''::journal, '12');
SELECT debit('Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'::journal, '1003');
SELECT debit('Dr 100301 92233720368547758.07, Dr 100302 0.01, Cr 400101 92233720368547758.07, Cr 400102 0.01'::journal, '1003');
SELECT net('Dr 100301 92233720368547758.07, Dr 100302 0.01, Cr 100303 92233720368547758.07, Cr 100304 0.01'::journal, '1003');

-- Lines of two texts, of two literals and of two parameters without a type
SELECT fund.debit('1003', '12.50', 'P01'), fund.credit('1003'::varchar, '12.50'::varchar, memo => 'm'), fund.debit('1003'::text, '12.50'::text);
SELECT fund.debit('1003', '1.005');
SELECT fund.credit('1003', 'a');
\set VERBOSITY sqlstate
SELECT fund.debit('1003', 1::float8);
\set VERBOSITY default
PREPARE untyped AS SELECT fund.debit($1, $2), fund.credit($1, $2, $3);
EXECUTE untyped ('1003', '12.34', 'P01');

-- Accounts and parties: each once, in order
SELECT accounts(j::journal), accounts(j::journal, true) AS with_headings, parties(j::journal)
FROM unnest(ARRAY[
    '', 'Dr 1003 1, Cr 4001 1', 'Dr 1003 0, Dr 1003 1 @P02, Cr 1003 1 @P01, Dr 1002 0 @P02',
    'Dr 10030101 1 @甲, Cr 400101 1 @"b c", Dr 10030 0 @B, Dr 100301 0'
]) WITH ORDINALITY AS t (j, n) ORDER BY n;
SELECT accounts(NULL), accounts('', NULL) AS of_null, parties(NULL), pg_typeof(accounts('')), pg_typeof(parties(''));

-- Against the lines, on random journals
\echo seed 0.4004
SELECT setseed(0.4004);
CREATE TABLE voucher AS
SELECT n, fund.journal(VARIADIC array_agg(line)) AS journal
FROM (SELECT n, unnest(ARRAY[fund.debit(account, amount, party), fund.credit(other, amount)]) AS line
      FROM (SELECT n, i, (1001 + floor(random() * 300))::integer || (ARRAY['', '01', '0102'])[1 + floor(random() * 3)::integer] AS account,
                   (4001 + floor(random() * 300))::integer::text AS other, floor(random() * 1000 - 200)::numeric / 4 AS amount,
                   CASE WHEN random() < 0.5 THEN 'P' || floor(random() * 500) END AS party
            FROM generate_series(1, 3000) AS n, generate_series(1, 2) AS i) AS t) AS l
GROUP BY n;
SELECT count(*),
       count(*) FILTER (WHERE debit(journal, code) <> (SELECT coalesce(sum(amount), 0::amount) FROM lines(journal) WHERE side = 'debit' AND account <@ code)) AS wrong_debit,
       count(*) FILTER (WHERE credit(journal, code) <> (SELECT coalesce(sum(amount), 0::amount) FROM lines(journal) WHERE side = 'credit' AND account <@ code)) AS wrong_credit,
       count(*) FILTER (WHERE net(journal, code) <> debit(journal, code) - credit(journal, code)) AS wrong_net,
       count(*) FILTER (WHERE debit(journal, code) <> 0) > 0 AS some
FROM voucher, unnest('{1003,400101,4100}'::account_code[]) AS code;
SELECT count(*),
       count(*) FILTER (WHERE accounts(journal) <> (SELECT array_agg(DISTINCT account ORDER BY account) FROM lines(journal))) AS wrong_accounts,
       count(*) FILTER (WHERE parties(journal) <> (SELECT coalesce(array_agg(DISTINCT party COLLATE "C" ORDER BY party COLLATE "C"), '{}')
                                                    FROM lines(journal) WHERE party IS NOT NULL)) AS wrong_parties,
       count(*) FILTER (WHERE NOT accounts(journal) <@ accounts(journal, true)) AS wrong_headings
FROM voucher;

-- An index finds vouchers by account, by heading and by party
CREATE INDEX voucher_account ON voucher USING gin (fund.accounts(journal));
CREATE INDEX voucher_heading ON voucher USING gin (fund.accounts(journal, true));
CREATE INDEX voucher_party ON voucher USING gin (fund.parties(journal));
ANALYZE voucher;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM voucher WHERE accounts(journal) @> '{4003}';
EXPLAIN (COSTS OFF) SELECT * FROM voucher WHERE accounts(journal, true) && '{1003,1004}';
EXPLAIN (COSTS OFF) SELECT * FROM voucher WHERE parties(journal) @> '{P7}';
SELECT count(*) > 0 AS some, count(*) = (SELECT count(DISTINCT n) FROM voucher AS v, lines(v.journal) WHERE account = '4003') AS all
FROM voucher WHERE accounts(journal) @> '{4003}';
SELECT count(*) > 0 AS some, count(*) = (SELECT count(DISTINCT n) FROM voucher AS v, lines(v.journal) WHERE account <@ '1003' OR account <@ '1004') AS all
FROM voucher WHERE accounts(journal, true) && '{1003,1004}';
SELECT count(*) > 0 AS some, count(*) = (SELECT count(DISTINCT n) FROM voucher AS v, lines(v.journal) WHERE party = 'P7') AS all
FROM voucher WHERE parties(journal) @> '{P7}';
-- and a btree of one account's turnover is possible as well
CREATE INDEX voucher_net ON voucher (net(journal, '1003'::account_code));
EXPLAIN (COSTS OFF) SELECT n FROM voucher WHERE net(journal, '1003'::account_code) > '100.00'::amount;
RESET enable_seqscan;
DROP TABLE voucher;

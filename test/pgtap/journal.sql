-- What a journal promises to whoever posts, reads or keeps one.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = public, fund;
SELECT fund.create_ledger() \g /dev/null
SELECT fund.create_book('b', '账套', '2017', '2026-01') \g /dev/null
SELECT plan(21);

-- No path leads to a journal that does not balance.
SELECT throws_ok($$ SELECT 'Dr 1003 1, Cr 4001 2'::journal $$, 'LG001', NULL, 'text off balance is no journal');
SELECT throws_ok($$ SELECT fund.journal(fund.debit('1003', 1), fund.credit('4001', 2)) $$, 'LG001', NULL, 'lines off balance make no journal');
SELECT throws_ok($$ SELECT '[{"side": "debit", "account": "1003", "amount": "1"}]'::jsonb::journal $$, 'LG001', NULL, 'jsonb off balance is no journal');

-- As a group: what is added can be taken away, and nothing is lost.
SELECT is(x + y, y + x, 'journals add in either order')
FROM (VALUES ('Dr 1003 5, Cr 4001 5'::journal, 'Dr 1003 2 @P01, Cr 4001 2'::journal)) AS t (x, y);
SELECT is(x + y - y, x, 'a journal added and subtracted leaves no trace')
FROM (VALUES ('Dr 1003 5, Cr 4001 5'::journal, 'Dr 1002 2 @P01, Cr 400101 2'::journal)) AS t (x, y);
SELECT is(x - x, '', 'a journal less itself is empty') FROM (VALUES ('Dr 1003 5 ''memo'', Cr 4001 5'::journal)) AS t (x);
SELECT is(sum(x), 'Dr 1003 7, Cr 4001 7', 'the sum over vouchers drops parties')
FROM (VALUES ('Dr 1003 5 @P01, Cr 4001 5'::journal), ('Dr 1003 2 @P02, Cr 4001 2')) AS t (x);

-- Every form of a journal is the whole of it.
SELECT is(form::text, x::text, name || ' loses nothing')
FROM (VALUES ('Dr 1003 5.00 @甲公司 ''it''''s'', Dr 1003 0.00, Cr 400101 5.00 @"P 02"'::journal)) AS t (x),
     LATERAL (VALUES ('text', x::text::journal), ('Chinese text', journal_text(x)::journal), ('jsonb', x::jsonb::journal),
                     ('rows', (SELECT fund.journal(VARIADIC array_agg((side, account, amount, party, memo)::journal_line ORDER BY line_no)) FROM lines(x))))
         AS f (name, form);
SELECT is(x::jsonb -> 0 ->> 'amount', '92233720368547758.07', 'amounts of jsonb are strings, which no reader rounds')
FROM (VALUES ('Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07'::journal)) AS t (x);
SELECT is('[{"side": "debit", "account": "1003", "amount": 92233720368547758.07}, {"side": "credit", "account": "4001", "amount": 92233720368547758.07}]'::jsonb::journal,
          'Dr 1003 92233720368547758.07, Cr 4001 92233720368547758.07', 'a number of jsonb is read to the last 分');
SELECT throws_ok($$ SELECT '[{"side": "debit", "account": "1003", "amount": 0.005}]'::jsonb::journal $$, '22003', NULL, 'and never rounded');

-- A journal tells what it does to an account, its details included.
CREATE TEMPORARY TABLE sample AS SELECT 'Dr 100301 5, Dr 1003 2, Cr 4001 7'::journal AS x;
SELECT is(debit(x, '1003'), 7::amount, 'debit takes the details with it') FROM sample;
SELECT is(credit(x, '1003'), 0::amount, 'credit of a side not touched is zero') FROM sample;
SELECT is(net(x, '4001'), (-7)::amount, 'net is debits less credits') FROM sample;
SELECT is(accounts(x), '{1003,100301,4001}'::account_code[], 'accounts come once and in order') FROM sample;

-- In the ledger: posted in any form, and found by an index that is optional.
SELECT fund.post('b', '2026-01-05', '保费',
    '[{"side": "debit", "account": "1003", "amount": 5}, {"side": "credit", "account": "400101", "amount": 5}]'::jsonb::journal) AS by_jsonb \gset
SELECT fund.post('b', '2026-01-06', '保费', '借 1002 8.00，贷 400101 8.00') AS by_text \gset
CREATE INDEX voucher_heading ON ledger.voucher USING gin (fund.accounts(journal, true));
SET LOCAL enable_seqscan = off;
PREPARE by_account AS SELECT voucher_id FROM ledger.voucher WHERE accounts(journal, true) @> '{1003}';
PREPARE by_heading AS SELECT voucher_id FROM ledger.voucher WHERE accounts(journal, true) @> '{4001}' ORDER BY voucher_id;
SELECT results_eq('by_account', ARRAY[:by_jsonb]::bigint[], 'an index finds the vouchers of an account');
SELECT results_eq('by_heading', ARRAY[:by_jsonb, :by_text]::bigint[], 'and those of the details of a heading');
SELECT is((SELECT net(sum(journal), '4001') FROM ledger.voucher), (-13)::amount, 'sum and net together are the turnover of an account');
SELECT * FROM finish();
ROLLBACK;

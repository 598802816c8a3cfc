-- Journals against numeric: whatever is added, summed, moved through a window
-- or split over workers comes to what plain SQL makes of the lines.
--   psql -v rows=1000000 -v seed=0.5 runs more, or others.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = public, fund;
\if :{?seed}
\else
    \set seed 0.20260104
\endif
\if :{?rows}
\else
    \set rows 10000
\endif
SELECT plan(15);
SELECT diag('seed ' || :'seed' || ', ' || :'rows' || ' journals');
SELECT setseed(:seed) \g /dev/null

-- Amounts of every size, red ones and zeros among them; each journal as its
-- lines, in numeric, and as the type makes it of its text.
CREATE TABLE line AS
SELECT n, l.line_no, l.side, l.account, amount, l.party, l.memo
FROM (SELECT n, i, (1001 + floor(random() * 40))::integer || (ARRAY['', '01', '0102'])[1 + floor(random() * 3)::integer] AS debited,
             (4001 + floor(random() * 40))::integer::text AS credited,
             round((random() - 0.3)::numeric * (10 ^ floor(random() * 13))::numeric, 2) AS amount,
             (ARRAY[NULL, NULL, 'P01', '甲公司', 'a "b"'])[1 + floor(random() * 5)::integer] AS party,
             (ARRAY[NULL, NULL, '摘要', '''', '', '’'])[1 + floor(random() * 6)::integer] AS memo
      FROM generate_series(1, :rows) AS n, generate_series(1, 3) AS i) AS t,
     LATERAL (VALUES (2 * i - 1, 'debit', debited, party, memo), (2 * i, 'credit', credited, NULL, party)) AS l (line_no, side, account, party, memo);
CREATE TABLE voucher AS
SELECT n, fund.journal(VARIADIC array_agg((side, account, amount, party, memo)::journal_line ORDER BY line_no)) AS journal
FROM line GROUP BY n;
ALTER TABLE voucher SET (parallel_workers = 2);
ANALYZE voucher;

-- The oracle: totals of numeric by side and account.
CREATE TABLE total AS
SELECT side, account, sum(amount) AS amount FROM line GROUP BY side, account HAVING sum(amount) <> 0;
CREATE FUNCTION pg_temp.totals(journal) RETURNS TABLE (side text, account text, amount numeric)
    LANGUAGE sql AS $$ SELECT side, account::text, amount::numeric FROM fund.lines($1) $$;
CREATE FUNCTION pg_temp.differences(journal) RETURNS bigint
    LANGUAGE sql AS $$
    SELECT count(*) FROM pg_temp.totals($1) AS t FULL JOIN total AS o USING (side, account) WHERE t.amount IS DISTINCT FROM o.amount
    $$;

SET LOCAL max_parallel_workers_per_gather = 0;
SELECT is(pg_temp.differences((SELECT sum(journal) FROM voucher)), 0::bigint, 'sum is that of numeric');
SELECT is(pg_temp.differences((SELECT sum(s) FROM (SELECT sum(journal) AS s FROM voucher GROUP BY n % 97) AS t)), 0::bigint, 'so is a sum of sums');
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
SELECT is(pg_temp.differences((SELECT sum(journal) FROM voucher)), 0::bigint, 'so is one by workers');
SET LOCAL max_parallel_workers_per_gather = 0;
-- "+" keeps parties, which sum drops: both are compared without.
SELECT is(count(*), 0::bigint, 'a moving sum is the sum of its frame')
FROM (SELECT sum(journal) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS moving,
             lag(journal) OVER (ORDER BY n) + journal + lead(journal) OVER (ORDER BY n) AS added
      FROM voucher) AS t
WHERE added IS NOT NULL AND moving IS DISTINCT FROM (SELECT sum(x) FROM (VALUES (added)) AS v (x));

SELECT is(count(*), 0::bigint, 'text comes back') FROM voucher WHERE journal::text::journal::text <> journal::text;
SELECT is(count(*), 0::bigint, 'Chinese text comes back') FROM voucher WHERE journal_text(journal)::journal::text <> journal::text;
SELECT is(count(*), 0::bigint, 'jsonb comes back') FROM voucher WHERE journal::jsonb::journal::text <> journal::text;
SELECT is(count(*), 0::bigint, 'lines are those that went in')
FROM (SELECT n, l.line_no, l.side, l.account::text, l.amount::numeric, l.party, l.memo FROM voucher, lines(journal) AS l) AS t
FULL JOIN line AS o USING (n, line_no)
WHERE (t.side, t.account, t.amount, t.party, t.memo) IS DISTINCT FROM (o.side, o.account, o.amount, o.party, o.memo);
SELECT is(count(*), 0::bigint, 'a journal less itself is empty') FROM voucher WHERE journal - journal <> '' OR journal + -journal <> '';
SELECT is(count(*), 0::bigint, 'the next added and subtracted leaves no trace')
FROM (SELECT journal, lead(journal) OVER (ORDER BY n) AS next FROM voucher) AS t WHERE journal + next - next <> journal;
SELECT is(count(*), 0::bigint, 'equal journals have equal hashes')
FROM voucher WHERE journal <> journal + '' OR journal_hash(journal) <> journal_hash(journal + '') OR journal_hash_extended(journal, 7) <> journal_hash_extended(journal + '', 7);
SELECT is(count(*), 0::bigint, 'debit, credit and net are those of numeric')
FROM voucher AS v JOIN (SELECT n, coalesce(sum(amount) FILTER (WHERE side = 'debit' AND account LIKE '1003%'), 0) AS debit,
                               coalesce(sum(amount) FILTER (WHERE side = 'credit' AND account LIKE '4001%'), 0) AS credit
                        FROM line GROUP BY n) AS o USING (n)
WHERE (debit(journal, '1003')::numeric, credit(journal, '4001')::numeric) <> (o.debit, o.credit)
   OR net(journal, '1003')::numeric <> o.debit OR net(journal, '4001')::numeric <> -o.credit;
SELECT is(count(*), 0::bigint, 'accounts are those of the lines')
FROM voucher JOIN (SELECT n, array_agg(DISTINCT account::account_code ORDER BY account::account_code) AS accounts FROM line GROUP BY n) AS o USING (n)
WHERE accounts(journal) <> o.accounts;
SELECT is(count(*), 0::bigint, 'parties are those of the lines')
FROM voucher JOIN (SELECT n, coalesce(array_agg(DISTINCT party COLLATE "C" ORDER BY party COLLATE "C") FILTER (WHERE party IS NOT NULL), '{}') AS parties
                   FROM line GROUP BY n) AS o USING (n)
WHERE parties(journal) <> o.parties;
SELECT isnt(count(*), 0::bigint, 'there was something to compare') FROM total;
SELECT * FROM finish();
ROLLBACK;

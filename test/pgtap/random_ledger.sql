-- The shipped standards articulate at any moment: random vouchers of every
-- kind, on both bases, in open months and across closed ones, never make an
-- error rule fail, and both statements are what plain SQL makes of the lines.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = public, fund;
SELECT fund.create_ledger() \g /dev/null

\if :{?seed}
\else
    \set seed 0.20260101
\endif
SELECT plan(12);
SELECT diag('seed ' || :'seed' || ' (psql -v seed=… runs another)');
SELECT setseed(:seed) \g /dev/null

-- Parties whose codes are their kinds, for the accounts that demand one
INSERT INTO ledger.party (party, name, party_kind)
SELECT party_kind, name, party_kind FROM ledger.party_kind WHERE party_kind IN ('institution', 'payer', 'lender') \g /dev/null
CREATE FUNCTION pg_temp.party_of(account text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN account LIKE '110102%' THEN 'institution' WHEN account LIKE '1131%' THEN 'payer'
                WHEN account LIKE '2101%' THEN 'lender' END;

-- Which accounts a voucher of a kind may have together
CREATE TEMP VIEW grouped AS
SELECT DISTINCT standard, kind::text, carry_group AS of_group, account
FROM ledger.carry_rule, unnest(ARRAY[from_account, to_account]) AS account
UNION ALL
SELECT standard, 'transfer', transfer_group, account FROM ledger.transfer_group;

-- A journal of two to five lines on random accounts that take such vouchers;
-- lines may be red. Details of open accounts come up, too.
CREATE FUNCTION pg_temp.random_journal(v_standard text, v_kind text, v_basis text) RETURNS fund.journal
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    v_lines     fund.journal_line[] := '{}';
    v_total     numeric := 0;
    v_amount    numeric;
    v_account   text;
    v_group     text;
    v_count     int := 1 + floor(random() * 4);
BEGIN
    SELECT of_group INTO v_group FROM grouped AS r
    WHERE r.standard = v_standard AND r.kind = v_kind ORDER BY random() LIMIT 1;

    FOR n IN 0 .. v_count LOOP
        SELECT a.account::text || CASE WHEN a.detail = 'open' AND random() < 0.3 THEN '0' || ceil(random() * 3) ELSE '' END
        INTO v_account
        FROM ledger.account AS a
        WHERE a.standard = v_standard AND a.postable AND v_kind = ANY (a.kinds)
          AND v_basis = ANY (coalesce(a.bases, '{cash}'))
          AND (v_kind NOT IN ('carry', 'closing', 'transfer')
               OR EXISTS (SELECT FROM grouped AS r
                          WHERE r.standard = v_standard AND r.kind = v_kind AND r.of_group = v_group
                            AND a.account <@ r.account))
        ORDER BY random() LIMIT 1;
        IF n < v_count THEN
            v_amount := round((random() * 1000 - 100)::numeric, 2);
            v_lines := v_lines || fund.debit(v_account, v_amount, pg_temp.party_of(v_account));
            v_total := v_total + v_amount;
        ELSE
            v_lines := v_lines || fund.credit(v_account, v_total, pg_temp.party_of(v_account));
        END IF;
    END LOOP;
    RETURN fund.journal(VARIADIC v_lines);
END
$$;

-- What is wrong with the book now, or nothing.
CREATE FUNCTION pg_temp.faults(v_book text, v_period fund.period) RETURNS SETOF text
    LANGUAGE sql AS $$
    SELECT format('%s: %s fails in %s (%s): %s <> %s', v_book, rule, v_period, layer, lhs, rhs)
    FROM unnest(ARRAY['cash', 'accrual']) AS layer, fund.articulation(v_book, v_period, layer)
    WHERE severity = 'error' AND verdict = 'fail' AND reason IS DISTINCT FROM 'judged at the close'
    UNION ALL
    -- 资产总计 by plain SQL
    SELECT format('%s: 资产总计 %s <> %s in %s (%s)', v_book, s.closing, e.total, v_period, layer)
    FROM unnest(ARRAY['cash', 'accrual']) AS layer,
         LATERAL (SELECT closing FROM fund.balance_sheet(v_book, v_period, layer) WHERE item_id = 'A0') AS s,
         LATERAL (SELECT coalesce(sum(CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE -l.amount::numeric END), 0) AS total
                  FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id), fund.lines(v.journal) AS l
                  WHERE b.book = v_book AND fund.period(v.voucher_date) <= v_period AND l.account::text LIKE '1%'
                    AND (layer = 'accrual' OR v.basis = 'cash')) AS e
    WHERE s.closing <> e.total
$$;

-- Posts so many random vouchers, looks after every tenth; returns what is wrong.
CREATE FUNCTION pg_temp.storm(v_book text, v_standard text, v_count int) RETURNS SETOF text
    LANGUAGE plpgsql AS $$
DECLARE
    v_posted    int := 0;
    v_kind      text;
    v_basis     text;
    v_date      date;
BEGIN
    WHILE v_posted < v_count LOOP
        SELECT k INTO v_kind FROM unnest(ARRAY['normal', 'normal', 'normal', 'opening', 'adjustment', 'transfer', 'closing', 'carry']) AS k
        ORDER BY random() LIMIT 1;
        CONTINUE WHEN v_kind IN ('carry', 'transfer') AND NOT EXISTS (
            SELECT FROM grouped AS r WHERE r.standard = v_standard AND r.kind = v_kind);
        v_basis := CASE WHEN v_standard = 'reform' AND random() < 0.3 THEN 'accrual' ELSE 'cash' END;
        v_date := CASE v_kind WHEN 'opening' THEN date '2025-11-01' ELSE date '2025-11-01' + floor(random() * 120)::int END;
        BEGIN
            PERFORM fund.post(v_book, v_date, '随机', pg_temp.random_journal(v_standard, v_kind, v_basis),
                              kind => v_kind, basis => v_basis);
            v_posted := v_posted + 1;
        EXCEPTION WHEN SQLSTATE 'LG025' OR SQLSTATE 'LG002' OR SQLSTATE 'LG026' THEN
            NULL;   -- a forbidden pair, amounts that cancel each other, 待转 that is not there
        END;
        IF v_posted % 10 = 0 THEN
            RETURN QUERY SELECT pg_temp.faults(v_book, m.period::fund.period)
                         FROM unnest(ARRAY['2025-11', '2025-12', '2026-01', '2026-02']) AS m (period);
        END IF;
    END LOOP;
END
$$;

SET LOCAL client_min_messages = error;     -- of unusual pairs, and columns that begin within a year
SELECT fund.create_book('职工', '职工', '2017', '2025-11'),
       fund.create_book('改进', '改进', 'reform', '2025-11'),
       fund.create_book('居民', '居民', '2017-居民', '2025-11') \g /dev/null

SELECT is_empty($$SELECT * FROM pg_temp.storm('职工', '2017', 150)$$, '2017 articulates at every step of a random ledger');
SELECT is_empty($$SELECT * FROM pg_temp.storm('改进', 'reform', 150)$$, 'reform does, on both bases');
SELECT is_empty($$SELECT * FROM pg_temp.storm('居民', '2017-居民', 150)$$, '2017-居民 does');

-- Income and expenditure are emptied by a month-end, and nothing moves on the
-- statements by it.
CREATE TEMP TABLE before AS
SELECT b.book, s.* FROM ledger.book AS b, fund.income_expenditure(b.book, '2026-02') AS s;
SELECT lives_ok(format('SELECT fund.month_end(%L, %L)', b.book, m.period),
                format('month-end of %s posts in %s', m.period, b.book))
FROM ledger.book AS b, unnest(ARRAY['2026-02']) AS m (period) ORDER BY b.book_id;
SELECT is_empty($$SELECT b.* FROM before AS b EXCEPT
                  SELECT k.book, s.* FROM ledger.book AS k, fund.income_expenditure(k.book, '2026-02') AS s$$,
                'the 收支表 is the same after month-end as before');
SELECT is_empty($$SELECT pg_temp.faults(b.book, '2026-02') FROM ledger.book AS b$$,
                'and every rule holds');
SELECT is_empty($$SELECT b.book, t.account FROM ledger.book AS b,
                         fund.trial_balance(b.book, '2026-02', 'accrual') AS t
                  WHERE t.account ~ '^[45]' AND t.account !~ '^46' AND t.closing_debit + t.closing_credit <> 0$$,
                'no income or expenditure account has a balance after month-end');
SELECT is_empty($$SELECT b.book FROM ledger.book AS b, fund.trial_balance(b.book, '2026-02', 'accrual') AS t
                  WHERE t.level = 1 GROUP BY b.book
                  HAVING sum(t.closing_debit) <> sum(t.closing_credit) OR sum(t.period_debit) <> sum(t.period_credit)
                      OR sum(t.opening_debit) <> sum(t.opening_credit) OR sum(t.year_debit) <> sum(t.year_credit)$$,
                'every trial balance balances');
SELECT is_empty($$SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v$$,
                'fund.verify finds nothing in open months');
SELECT is((SELECT count(*)::int FROM fund.month_end('改进', '2026-02')), 0, 'a second month-end has nothing to do');

SELECT * FROM finish();
ROLLBACK;

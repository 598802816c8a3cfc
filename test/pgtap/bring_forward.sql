-- A book that another system kept until May, brought forward, shows from June on
-- in every report what the book with all its vouchers shows: from a source that
-- closes income and expenditure monthly (账结) and from one that does not (表结),
-- and after what was brought forward first has been replaced.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = public, fund;
SELECT fund.create_ledger() \g /dev/null
SET LOCAL client_min_messages = error;     -- of unusual pairs and months that are not provided

\if :{?seed}
\else
    \set seed 0.20260601
\endif
SELECT plan(29);
SELECT diag('seed ' || :'seed' || ' (psql -v seed=… runs another)');
SELECT setseed(:seed) \g /dev/null

INSERT INTO ledger.party (party, name, party_kind)
VALUES ('H1', '第一医院', 'institution'), ('H2', '第二医院', 'institution'), ('P1', '单位', 'payer'), ('P2', '乙单位', 'payer');

-- What a fund does in a month. A detail of an open account comes up, a party, a
-- refund on the other side; what is red is drawn when posting.
CREATE TEMP TABLE entry (standards text[], basis text, debit text, credit text);
INSERT INTO entry VALUES
    ('{2017,reform}', 'cash', '1003', '400101'), ('{2017,reform}', 'cash', '1003', '400102'),
    ('{2017,reform}', 'cash', '1002', '4601'),   ('{2017,reform}', 'cash', '1003', '4601'),
    ('{2017,reform}', 'cash', '4601', '400101'), ('{2017,reform}', 'cash', '4601', '400102'),
    ('{2017,reform}', 'cash', '1003', '4602'),   ('{2017,reform}', 'cash', '4602', '420101'),
    ('{2017,reform}', 'cash', '1003', '420102'), ('{2017,reform}', 'cash', '50010101', '1004'),
    ('{2017,reform}', 'cash', '50010203', '1004'), ('{2017,reform}', 'cash', '50010103', '110102@H1'),
    ('{2017,reform}', 'cash', '1003', '450101'), ('{2017,reform}', 'cash', '540102', '1004'),
    ('{2017-居民}', 'cash', '1003', '4001'), ('{2017-居民}', 'cash', '100301', '4201'),
    ('{2017-居民}', 'cash', '500101', '1004'), ('{2017-居民}', 'cash', '500102', '110102@H1'),
    ('{2017-居民}', 'cash', '1003', '4501'),
    ('{2017,2017-居民,reform}', 'cash', '1003', '4101'), ('{2017,2017-居民,reform}', 'cash', '100302', '4101'),
    ('{2017,2017-居民,reform}', 'cash', '5101', '1003'), ('{2017,2017-居民,reform}', 'cash', '1003', '5101'),
    ('{2017,2017-居民,reform}', 'cash', '1004', '1003'), ('{2017,2017-居民,reform}', 'cash', '1003', '1002'),
    ('{2017,2017-居民,reform}', 'cash', '110102@H1', '1004'), ('{2017,2017-居民,reform}', 'cash', '110102@H2', '1004'),
    ('{2017,2017-居民,reform}', 'cash', '1003', '200101'),
    ('{reform}', 'cash', '1003', '400101@P1'), ('{reform}', 'cash', '1003', '400102@P2'),
    ('{reform}', 'accrual', '1131@P2', '400101'), ('{reform}', 'accrual', '400102', '1131@P2'),
    ('{reform}', 'accrual', '400101', '2203@P2'),
    ('{reform}', 'accrual', '1131@P1', '400101'), ('{reform}', 'accrual', '1131@P1', '400102'),
    ('{reform}', 'accrual', '400101', '1131@P1'), ('{reform}', 'accrual', '50010101', '2201@H2'),
    ('{reform}', 'accrual', '2201@H2', '50010101'), ('{reform}', 'accrual', '1132', '420101');

CREATE FUNCTION pg_temp.line(v_side text, v_place text, v_amount numeric) RETURNS fund.journal_line
    LANGUAGE sql AS $$
    SELECT CASE v_side WHEN 'debit' THEN fund.debit(split_part($2, '@', 1), $3, nullif(split_part($2, '@', 2), ''))
                       ELSE fund.credit(split_part($2, '@', 1), $3, nullif(split_part($2, '@', 2), '')) END
$$;

-- The same vouchers in every one of these books.
CREATE FUNCTION pg_temp.post_month(v_books text[], v_standard text, v_month fund.period) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    v_entry   entry;
    v_amount  numeric;
    v_journal fund.journal;
    v_date    date;
    v_book    text;
    v_back    boolean;
    v_id      bigint;
BEGIN
    FOR v_entry IN SELECT e.* FROM entry AS e, generate_series(1, 2) WHERE v_standard = ANY (e.standards) ORDER BY random() LOOP
        CONTINUE WHEN random() < 0.4;
        v_amount := round((random() * 90 + 1)::numeric, 2) * CASE WHEN random() < 0.15 THEN -0.5 ELSE 1 END;
        v_amount := round(v_amount, 2);
        v_date := fund.first_day(v_month) + floor(random() * 28)::int;
        v_journal := fund.journal(pg_temp.line('debit', v_entry.debit, v_amount), pg_temp.line('credit', v_entry.credit, v_amount));
        -- What is due is taken back by a reversal: by hand it would be a waiver, which sums do not tell.
        v_back := v_amount < 0 AND v_entry.debit || v_entry.credit ~ '1131|2203';
        FOREACH v_book IN ARRAY v_books LOOP
            v_id := fund.post(v_book, v_date, '随机', CASE WHEN v_back THEN -v_journal ELSE v_journal END, basis => v_entry.basis);
            IF v_back THEN
                PERFORM fund.reverse(v_book, v_id, v_date);
            END IF;
        END LOOP;
    END LOOP;
    IF v_standard = 'reform' THEN       -- so much that whatever is settled has been received
        PERFORM fund.post(b, fund.first_day(v_month), '收缴', 'Dr 1003 900.00, Cr 400101 900.00') FROM unnest(v_books) AS b;
    END IF;
    IF random() < 0.5 THEN
        v_amount := round((random() * 9)::numeric, 2) + 0.01;
        FOREACH v_book IN ARRAY v_books LOOP
            PERFORM fund.restate(v_book, fund.post(v_book, fund.last_day(v_month), '更正',
                fund.journal(fund.debit('1003', v_amount), fund.credit(CASE v_standard WHEN '2017-居民' THEN '3001' ELSE '300101' END, v_amount)),
                kind => 'adjustment'), 'error_correction', '漏记');
        END LOOP;
    END IF;
END
$$;

-- The 科目余额表 that another system would print of the months until May. A source
-- that does not close has none of what month-end made.
CREATE FUNCTION pg_temp.balance_table(v_book text, closes boolean) RETURNS jsonb
    LANGUAGE sql AS $$
    WITH line AS (
        SELECT l.account::text, l.party, v.basis::text, v.kind::text, l.side, l.amount::numeric
        FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id), fund.lines(v.journal) AS l
        WHERE b.book = v_book AND v.voucher_date < date '2026-06-01'
          AND (closes OR v.kind NOT IN ('carry', 'closing') OR v.summary = '转回')
    ), opened AS (
        SELECT account, party, basis, sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS amount
        FROM line WHERE kind = 'opening' GROUP BY 1, 2, 3
    ), moved AS (
        SELECT account, party, basis, kind, coalesce(sum(amount) FILTER (WHERE side = 'debit'), 0) AS debit,
               coalesce(sum(amount) FILTER (WHERE side = 'credit'), 0) AS credit
        FROM line WHERE kind <> 'opening' GROUP BY 1, 2, 3, 4
    )
    SELECT jsonb_agg(r)
    FROM (SELECT account AS "科目编码", party AS "往来编码", basis AS "核算基础", NULL AS "种类",
                 greatest(amount, 0)::text AS "年初借方", greatest(-amount, 0)::text AS "年初贷方", NULL AS "累计借方", NULL AS "累计贷方"
          FROM opened
          UNION ALL
          -- blank is 普通, which has the balances in its row in most systems; here they stand apart
          SELECT account, party, basis, kind, NULL, NULL, debit::text, credit::text FROM moved WHERE kind <> 'normal'
          UNION ALL
          SELECT account, party, basis, '日常', NULL, NULL, debit::text, credit::text FROM moved WHERE kind = 'normal') AS r
$$;

-- Since when payers owe, which the sums do not say.
CREATE FUNCTION pg_temp.items(v_book text, v_month text) RETURNS jsonb
    LANGUAGE sql AS $$
    SELECT jsonb_agg(jsonb_build_object('account', '1131', 'party', s.party, 'basis', 'accrual',
                                        'date', s.open_since, 'amount', s.due))
    FROM fund.settlements(v_book, v_month::fund.period) AS s WHERE s.party IS NOT NULL AND s.due > 0
$$;

-- Everything that a book shows of a month, but ids of vouchers.
CREATE FUNCTION pg_temp.shown(v_book text, v_month text) RETURNS SETOF text
    LANGUAGE sql AS $$
    SELECT format('%s %s', layer, s) FROM unnest(ARRAY['cash', 'accrual']) AS layer,
        LATERAL (SELECT 'balance sheet ' || x::text FROM fund.balance_sheet(v_book, v_month, layer) AS x
                 UNION ALL SELECT 'income ' || x::text FROM fund.income_expenditure(v_book, v_month, layer) AS x
                 UNION ALL SELECT f.name || x::text FROM (SELECT st.statement FROM ledger.statement AS st JOIN ledger.book AS bk USING (standard) WHERE bk.book = v_book) AS f (name),
                               fund.statement(v_book, f.name, v_month, layer, annual => true, enforce => false) AS x
                 UNION ALL SELECT 'trial balance ' || x::text FROM fund.trial_balance(v_book, v_month, layer) AS x
                 UNION ALL SELECT 'rule ' || x::text FROM fund.articulation(v_book, v_month, layer) AS x
                 -- Of who owed nothing in January the sums do not say what he paid since he does.
                 UNION ALL SELECT 'payer ' || concat_ws(' ', coalesce(x.party, '-'), x.due, x.settled, x.relieved, x.received, x.open_since,
                                                        CASE WHEN x.party IS DISTINCT FROM 'P2' THEN x.unsettled || x.verdict END)
                               FROM fund.settlements(v_book, v_month::fund.period) AS x
                 UNION ALL SELECT 'balances ' || x::text FROM fund.balances(v_book, (v_month || '-15')::date, true, layer) AS x
                 UNION ALL
                 SELECT format('ledger %s: %s', a, (SELECT string_agg(concat_ws(' ', x.voucher_date, x.summary, x.account, x.party, x.debit,
                                                                               x.credit, x.direction, x.balance), '; ' ORDER BY x.ord)
                                                   FROM (SELECT l.*, row_number() OVER () AS ord
                                                         FROM fund.account_ledger(v_book, a, v_month, v_month, layer) AS l) AS x))
                 FROM unnest(ARRAY['1003', '1004', '1101', '4101', '5101']) AS a
                 UNION ALL
                 SELECT format('party %s: %s', p, (SELECT string_agg(concat_ws(' ', x.voucher_date, x.account, x.debit, x.credit, x.balance), '; ' ORDER BY x.ord)
                                                  FROM (SELECT l.*, row_number() OVER () AS ord
                                                        FROM fund.party_ledger(v_book, p, v_month, v_month, layer) AS l) AS x))
                 FROM unnest(ARRAY['H1', 'H2', 'P1', 'P2']) AS p) AS s (s)
$$;

CREATE FUNCTION pg_temp.differing(v_full text, v_books text[], v_month text) RETURNS SETOF text
    LANGUAGE sql AS $$
    WITH full_book AS MATERIALIZED (SELECT s FROM pg_temp.shown(v_full, v_month) AS s)
    SELECT format('%s %s: %s', v_month, b, d)
    FROM unnest(v_books) AS b,
         LATERAL (WITH book AS MATERIALIZED (SELECT s FROM pg_temp.shown(b, v_month) AS s)
                  SELECT 'lacks ' || s FROM (SELECT s FROM full_book EXCEPT ALL SELECT s FROM book) AS x
                  UNION ALL
                  SELECT 'adds ' || s FROM (SELECT s FROM book EXCEPT ALL SELECT s FROM full_book) AS x) AS r (d)
$$;

-- What differs, in whichever month, while it is open and once it is closed.
CREATE FUNCTION pg_temp.year(v_standard text) RETURNS SETOF text
    LANGUAGE plpgsql AS $$
DECLARE
    v_full    text := v_standard || ' 全';
    v_books   text[] := ARRAY[v_standard || ' 账结', v_standard || ' 表结', v_standard || ' 重来'];
    v_book    text;
    v_opening text;
    v_waiting numeric;
    m         fund.period;
BEGIN
    v_opening := CASE v_standard WHEN '2017-居民' THEN 'Dr 1003 89000.00, Dr 100301 500.00, Dr 100302 500.00, Dr 1002 9000.00, Dr 1004 50000.00, Dr 110102 500.00 @H1, Cr 3001 149500.00'
                 WHEN '2017' THEN 'Dr 1003 89000.00, Dr 100301 500.00, Dr 100302 500.00, Dr 1002 9000.00, Dr 1004 50000.00, Dr 110102 500.00 @H1, Cr 4601 20000.00, Cr 4602 10000.00, Cr 300101 69500.00, Cr 300102 50000.00'
                 ELSE 'Dr 1003 89000.00, Dr 100301 500.00, Dr 100302 500.00, Dr 1002 9000.00, Dr 1004 50000.00, Dr 110102 500.00 @H1, Cr 300103 30000.00, Cr 300101 69500.00, Cr 300102 50000.00' END;
    PERFORM fund.create_book(b, b, v_standard, '2026-01') FROM unnest(v_full || v_books) AS b;
    PERFORM fund.bring_forward(v_full, (
        SELECT jsonb_agg(jsonb_build_object('account', l.account, 'party', l.party, 'basis', j.basis, 'opening_' || l.side, l.amount::numeric))
        FROM (VALUES ('cash', v_opening::fund.journal), ('accrual', 'Dr 1131 800.00 @P1, Cr 300101 800.00')) AS j (basis, journal),
             fund.lines(j.journal) AS l
        WHERE j.basis = 'cash' OR v_standard = 'reform'));
    FOR m IN SELECT * FROM fund.months('2026-01', '2026-05') LOOP
        PERFORM pg_temp.post_month(ARRAY[v_full], v_standard, m);
        IF v_standard = 'reform' AND m > '2026-01' THEN     -- determined by hand, of what was carried
            PERFORM fund.post(v_full, fund.first_day(m), '转回', 'Dr 300103 40.00, Cr 4601 40.00', kind => 'carry');
            PERFORM fund.post(v_full, fund.first_day(m), '归属', 'Dr 4601 40.00, Cr 400101 40.00');
        END IF;
        PERFORM fund.close_period(v_full, m);
    END LOOP;

    FOREACH v_book IN ARRAY v_books LOOP
        IF v_book LIKE '%重来' THEN
            PERFORM fund.bring_forward(v_book, pg_temp.balance_table(v_full, false), '2026-04');
            PERFORM fund.restate(v_book, v.voucher_id, 'error_correction', '移植')
            FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id) WHERE b.book = v_book AND v.kind = 'adjustment';
            PERFORM fund.close_period(v_book, '2026-04');
            PERFORM fund.reopen_period(v_book, r, '错') FROM unnest('{2026-04,2026-03,2026-02,2026-01}'::text[]) AS r;
            PERFORM fund.withdraw_brought_forward(v_book, '止于四月有误');
        END IF;
        PERFORM fund.bring_forward(v_book, pg_temp.balance_table(v_full, v_book LIKE '%账结'), '2026-05',
                                   open_items => pg_temp.items(v_full, '2026-05'));
        PERFORM fund.restate(v_book, v.voucher_id, 'error_correction', '移植')
        FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id)
        WHERE b.book = v_book AND v.kind = 'adjustment'
          AND NOT EXISTS (SELECT FROM ledger.restatement AS r WHERE r.book_id = v.book_id AND r.voucher_id = v.voucher_id)
          AND v.reverses IS NULL;
        PERFORM fund.close_period(v_book, '2026-05');
    END LOOP;

    FOR m IN SELECT * FROM fund.months('2026-06', '2027-02') LOOP
        PERFORM pg_temp.post_month(v_full || v_books, v_standard, m);
        IF m = '2026-12' AND v_standard = '2017' THEN       -- 年末划分
            FOREACH v_book IN ARRAY v_full || v_books LOOP
                PERFORM fund.post(v_book, '2026-12-31', '年末划分',
                    fund.journal(fund.debit(t.account, t.closing_credit - t.closing_debit),
                                 fund.credit(CASE t.account WHEN '4601' THEN '400101' ELSE '420101' END, t.closing_credit - t.closing_debit)))
                FROM fund.trial_balance(v_book, m) AS t
                WHERE t.account IN ('4601', '4602') AND t.closing_credit <> t.closing_debit;
            END LOOP;
        END IF;
        IF m IN ('2026-06', '2026-12', '2027-01') THEN
            RETURN QUERY SELECT * FROM pg_temp.differing(v_full, v_books, m::text);
        END IF;
        PERFORM fund.close_period(b, m) FROM unnest(v_full || v_books) AS b;
        RETURN QUERY SELECT * FROM pg_temp.differing(v_full, v_books, m::text);
    END LOOP;
END
$$;

SELECT is_empty(format('SELECT * FROM pg_temp.year(%L)', s), s || ': from June on every report shows what the book with all vouchers shows')
FROM unnest(ARRAY['2017', '2017-居民', 'reform']) AS s;

SELECT is_empty($$SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v$$, 'fund.verify finds nothing');

-- Of the months brought forward nothing is shown that is not known.
SELECT is_empty(format($$SELECT * FROM fund.income_expenditure(%L, %L) WHERE month IS NOT NULL OR (%L < '2026-05' AND year_to_date IS NOT NULL)$$,
                       b.book, m, m),
                format('%s, %s: the month is not provided', b.book, m))
FROM ledger.book AS b, unnest(ARRAY['2026-01', '2026-04', '2026-05']) AS m
WHERE b.book LIKE '%表结' ORDER BY b.book COLLATE "C", m;
SELECT is_empty(format($$SELECT account, opening_debit, period_debit, year_debit FROM fund.trial_balance(%1$L, '2026-03')
                         WHERE num_nonnulls(opening_debit, opening_credit, period_debit, period_credit, year_debit, year_credit, closing_debit, closing_credit) > 0$$, b.book),
                b.book || ': nor is it in the 科目余额表')
FROM ledger.book AS b WHERE b.book LIKE '%账结' ORDER BY b.book COLLATE "C";
SELECT results_eq(format($$SELECT item_id, closing FROM fund.balance_sheet(%L, '2026-05')$$, b.book),
                  format($$SELECT item_id, closing FROM fund.balance_sheet(%L, '2026-05')$$, split_part(b.book, ' ', 1) || ' 全'),
                  b.book || ': what the last of them held is')
FROM ledger.book AS b WHERE b.book LIKE '%账结' ORDER BY b.book COLLATE "C";
SELECT results_eq(format($$SELECT item_id, year_to_date FROM fund.income_expenditure(%L, '2026-05')$$, b.book),
                  format($$SELECT item_id, year_to_date FROM fund.income_expenditure(%L, '2026-05')$$, split_part(b.book, ' ', 1) || ' 全'),
                  b.book || ': and what the year had moved')
FROM ledger.book AS b WHERE b.book LIKE '%表结' ORDER BY b.book COLLATE "C";
SELECT results_eq(format($$SELECT DISTINCT i.figure IS NULL FROM ledger.issued_statement AS i JOIN ledger.book AS b USING (book_id)
                           WHERE b.book = %L AND i.period = '2026-02' AND i.statement = '收支表'$$, b.book),
                  'VALUES (true)', b.book || ': they are issued so')
FROM ledger.book AS b WHERE b.book LIKE '%重来' ORDER BY b.book COLLATE "C";

-- 账龄: what is open adds up to what is held, whatever it was brought forward with.
CREATE TEMP TABLE kept AS SELECT * FROM unnest('{110102,1131,2201,2203}'::text[], '{1,1,-1,-1}'::integer[]) AS k (account, sign);
SELECT is_empty($$
    SELECT b.book, m, x.* FROM ledger.book AS b, unnest(ARRAY['2026-06', '2026-12', '2027-02']) AS m,
        LATERAL (SELECT account, party, sum(i.amount) AS open, min(h.held) AS held
                 FROM (SELECT i.account, i.party, i.amount FROM fund.open_items(b.book, m, 'accrual') AS i WHERE i.party IS NOT NULL) AS i
                 FULL JOIN (SELECT a.account, a.party, (a.closing_debit - a.closing_credit) * k.sign AS held
                            FROM fund.balances(b.book, m, true, 'accrual') AS a JOIN kept AS k USING (account)
                            WHERE a.party IS NOT NULL AND a.closing_debit <> a.closing_credit) AS h USING (account, party)
                 GROUP BY account, party) AS x
    WHERE x.open IS DISTINCT FROM x.held$$, 'what is open by account and party is what it holds');

-- From the newest back, as much as is held: of the book with all its vouchers, reversed ones aside.
CREATE FUNCTION pg_temp.aged(v_book text, v_day date) RETURNS TABLE (account text, party text, item_date date, amount numeric)
    LANGUAGE plpgsql AS $$
DECLARE
    v_moved record;
    v_left  numeric;
    v_of    text := '';
BEGIN
    FOR v_moved IN
        WITH line AS (
            SELECT v.voucher_date, k.account, l.party, CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE -l.amount::numeric END * k.sign AS moved
            FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id), fund.lines(v.journal) AS l JOIN kept AS k ON k.account = l.account::text
            WHERE b.book = v_book AND v.voucher_date <= v_day AND l.party IS NOT NULL AND v.reverses IS NULL
              AND NOT EXISTS (SELECT FROM ledger.voucher AS r WHERE r.book_id = v.book_id AND r.reverses = v.voucher_id AND r.voucher_date <= v_day)
        )
        SELECT x.*, sum(x.moved) OVER (PARTITION BY x.account, x.party) AS held FROM line AS x ORDER BY x.account, x.party, x.voucher_date DESC
    LOOP
        IF v_of <> v_moved.account || v_moved.party THEN
            v_of := v_moved.account || v_moved.party;
            v_left := v_moved.held;
        END IF;
        IF v_moved.moved * sign(v_moved.held) > 0 AND v_left <> 0 THEN
            account := v_moved.account;
            party := v_moved.party;
            item_date := v_moved.voucher_date;
            amount := sign(v_moved.held) * least(abs(v_moved.moved), abs(v_left));
            v_left := v_left - amount;
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
SELECT results_eq(
    $$SELECT account, party, item_date, sum(amount) FROM fund.open_items('reform 全', $$ || quote_literal(d) || $$::date, 'accrual') WHERE party IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3$$,
    $$SELECT account, party, item_date, round(sum(amount), 2) FROM pg_temp.aged('reform 全', $$ || quote_literal(d) || $$) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3$$,
    d || ': and of the days on which it arose')
FROM unnest(ARRAY['2026-03-17', '2026-12-31', '2027-02-11']) AS d;

SELECT * FROM finish();
ROLLBACK;

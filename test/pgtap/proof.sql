-- Proofs are of every ledger: in random ones no identity has a residual, and
-- the vectors that were proved are what the statements compute.
--   psql -v ledgers=100000 -v seed=0.5 -f test/pgtap/proof.sql
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL client_min_messages = error;
SET LOCAL search_path = public, fund;
SELECT fund.create_ledger() \g /dev/null

\if :{?seed}
\else
    \set seed 0.20260201
\endif
\if :{?ledgers}
\else
    \set ledgers 200
\endif
SELECT plan(11);
SELECT diag('seed ' || :'seed' || ', ' || :'ledgers' || ' ledgers a standard');
SELECT setseed(:seed) \g /dev/null

CREATE TEMP TABLE identity AS
SELECT s.standard, p.rule, p.moment FROM ledger.standard AS s, fund.prove(s.standard) AS p WHERE p.verdict = 'IDENTITY';
CREATE TEMP TABLE vector AS
SELECT s.standard, v.* FROM ledger.standard AS s, fund.proof_vectors(s.standard) AS v;
ANALYZE identity, vector;

-- Random states, by the chart alone ---------------------------------------------

-- Which accounts a voucher of a kind, within a group, may have
CREATE TEMP TABLE admitted AS
SELECT a.standard, k.kind::text, coalesce(r.of_group, '') AS of_group, a.account::text,
       row_number() OVER (PARTITION BY a.standard, k.kind, r.of_group ORDER BY a.account) - 1 AS n,
       count(*) OVER (PARTITION BY a.standard, k.kind, r.of_group) AS many
FROM ledger.account AS a
CROSS JOIN LATERAL unnest(a.kinds) AS k (kind)
LEFT JOIN (SELECT DISTINCT standard, kind::text, carry_group AS of_group, account
           FROM ledger.carry_rule, unnest(ARRAY[from_account, to_account]) AS account
           UNION ALL
           SELECT standard, 'transfer', transfer_group, account FROM ledger.transfer_group) AS r
    ON r.standard = a.standard AND r.kind = k.kind::text AND a.account <@ r.account
WHERE a.postable AND (k.kind NOT IN ('carry', 'closing', 'transfer') OR r.of_group IS NOT NULL);

CREATE TEMP TABLE sort_of_voucher AS
SELECT standard, kind, of_group, many, row_number() OVER (PARTITION BY standard ORDER BY kind, of_group) - 1 AS n,
       count(*) OVER (PARTITION BY standard) AS sorts
FROM (SELECT DISTINCT standard, kind, of_group, many FROM admitted) AS s;

-- Six vouchers a ledger, of two to five lines, black or red, before the window
-- or within it; the last line balances.
CREATE TEMP TABLE state AS
WITH voucher AS MATERIALIZED (
    SELECT s.standard, ledger, no, floor(random() * s.sorts) AS n, random() < 0.3 AS before
    FROM (SELECT DISTINCT standard, sorts FROM sort_of_voucher) AS s,
         generate_series(1, :ledgers) AS ledger, generate_series(1, 6) AS no
), line AS MATERIALIZED (
    SELECT v.standard, v.ledger, v.no, v.before, s.kind, s.of_group, line, line = 1 AS is_last, random() < 0.5 AS is_debit,
           floor(random() * s.many) AS n, round((random() * 1000 - 200)::numeric, 2) AS amount
    FROM voucher AS v JOIN sort_of_voucher AS s USING (standard, n), generate_series(1, 2 + v.no % 4) AS line
), balanced AS (
    SELECT l.*, CASE WHEN is_last THEN -sum(CASE WHEN NOT is_last THEN amount END) OVER (PARTITION BY standard, ledger, no)
                     ELSE amount END AS debit_less_credit
    FROM line AS l
)
SELECT b.standard, b.ledger, a.account, p.place, sum(p.value) AS value
FROM balanced AS b JOIN admitted AS a USING (standard, kind, of_group, n),
     LATERAL (SELECT 'opening', debit_less_credit WHERE before OR kind = 'opening'
              UNION ALL
              SELECT format('debit(%s)', kind), debit_less_credit WHERE NOT before AND is_debit
              UNION ALL
              SELECT format('credit(%s)', kind), -debit_less_credit WHERE NOT before AND NOT is_debit) AS p (place, value)
GROUP BY 1, 2, 3, 4;
ANALYZE state;

SELECT cmp_ok((SELECT count(DISTINCT (standard, ledger)) FROM state), '=', (SELECT count(*) FROM ledger.standard) * :ledgers, 'there are random ledgers of every standard');
SELECT is_empty($$SELECT v.standard, v.rule, s.ledger, sum(v.coefficient * s.value)
                  FROM identity AS i JOIN vector AS v USING (standard, rule) JOIN state AS s USING (standard, account, place)
                  WHERE i.moment = 'any'
                  GROUP BY 1, 2, 3 HAVING sum(v.coefficient * s.value) <> 0$$,
                'no identity has a residual in any of them');
SELECT isnt_empty($$SELECT v.standard, v.rule, s.ledger
                    FROM vector AS v JOIN state AS s USING (standard, account, place)
                    WHERE NOT EXISTS (SELECT FROM identity AS i WHERE (i.standard, i.rule) = (v.standard, v.rule))
                    GROUP BY 1, 2, 3 HAVING sum(v.coefficient * s.value) <> 0$$,
                  'while contingent rules have');

-- Random books -------------------------------------------------------------------

-- Parties whose codes are their kinds, for the accounts that demand one
INSERT INTO ledger.party (party, name, party_kind)
SELECT party_kind, name, party_kind FROM ledger.party_kind WHERE party_kind IN ('institution', 'payer', 'lender') \g /dev/null
CREATE FUNCTION pg_temp.party_of(account text) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN account LIKE '110102%' THEN 'institution' WHEN account LIKE '1131%' THEN 'payer'
                WHEN account LIKE '2101%' THEN 'lender' END;

-- Accounts of a kind at random, details of open ones among them
CREATE FUNCTION pg_temp.random_journal(v_standard text, v_kind text, v_group text) RETURNS fund.journal
    LANGUAGE sql VOLATILE AS $$
    WITH line AS MATERIALIZED (
        SELECT n, random() < 0.5 AS is_debit, round((random() * 1000 - 200)::numeric, 2) AS amount,
               (SELECT d.account || CASE WHEN a.detail = 'open' AND random() < 0.3 THEN '0' || ceil(random() * 3) ELSE '' END
                FROM admitted AS d JOIN ledger.account AS a ON a.standard = d.standard AND a.account = d.account::account_code
                WHERE d.standard = $1 AND d.kind = $2 AND d.of_group = $3 AND 'cash' = ANY (coalesce(a.bases, '{cash}')) AND n.n > 0 ORDER BY random() LIMIT 1) AS account
        FROM generate_series(1, 4) AS n
    ), balanced AS (
        SELECT l.*, CASE WHEN n = 1 THEN -sum(CASE WHEN n > 1 THEN amount END) OVER () ELSE amount END AS signed FROM line AS l
    )
    SELECT fund.journal(VARIADIC array_agg(CASE WHEN is_debit THEN fund.debit(account, signed, pg_temp.party_of(account))
                                              ELSE fund.credit(account, -signed, pg_temp.party_of(account)) END))
    FROM balanced
    $$;

CREATE FUNCTION pg_temp.storm(v_book text, v_standard text, v_count int) RETURNS int
    LANGUAGE plpgsql AS $$
    DECLARE
        v_posted    int := 0;
        v_kind      text;
        v_group     text;
    BEGIN
        WHILE v_posted < v_count LOOP
            SELECT kind, of_group INTO v_kind, v_group FROM sort_of_voucher WHERE standard = v_standard ORDER BY random() LIMIT 1;
            BEGIN
                PERFORM fund.post(v_book, CASE v_kind WHEN 'opening' THEN date '2025-11-01' ELSE date '2025-11-01' + floor(random() * 120)::int END,
                                  '随机', pg_temp.random_journal(v_standard, v_kind, v_group), kind => v_kind);
                v_posted := v_posted + 1;
            EXCEPTION WHEN SQLSTATE 'LG025' OR SQLSTATE 'LG002' OR SQLSTATE 'LG026' THEN
                NULL;   -- a forbidden pair, amounts that cancel each other, 待转 that is not there
            END;
        END LOOP;
        RETURN v_posted;
    END
    $$;

SELECT fund.create_book(standard, standard, standard, '2025-11') FROM ledger.standard \g /dev/null
SELECT is(pg_temp.storm(standard, standard, 40), 40, 'a random book of ' || standard) FROM ledger.standard ORDER BY standard COLLATE "C";

-- The place of a line is that of the deepest row of the chart above its account
CREATE TEMP TABLE posted AS
SELECT b.standard, fund.period(v.voucher_date) AS period, v.kind, l.side, l.amount::numeric AS amount, a.account::text
FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id), fund.lines(v.journal) AS l,
     LATERAL (SELECT a.account FROM ledger.account AS a WHERE a.standard = b.standard AND l.account <@ a.account
              ORDER BY a.account DESC LIMIT 1) AS a;

SELECT is_empty($$
    WITH place AS (
        SELECT p.standard, m.period_window, p.account, 'opening' AS place, CASE p.side WHEN 'debit' THEN p.amount ELSE -p.amount END AS value
        FROM posted AS p, (VALUES ('month', '2026-02'::period), ('year_to_date', '2026-01')) AS m (period_window, from_period)
        WHERE p.kind = 'opening' OR p.period < m.from_period
        UNION ALL
        SELECT p.standard, m.period_window, p.account, format('%s(%s)', p.side, p.kind), p.amount
        FROM posted AS p, (VALUES ('month', '2026-02'::period), ('year_to_date', '2026-01')) AS m (period_window, from_period)
        WHERE p.period >= m.from_period
    )
    SELECT r.standard, a.rule, a.difference, sum(v.coefficient / v.times * p.value)
    FROM ledger.articulation AS r
    JOIN LATERAL fund.articulation(r.standard, '2026-02') AS a ON a.rule = r.rule
    LEFT JOIN vector AS v ON (v.standard, v.rule) = (r.standard, r.rule)
    LEFT JOIN place AS p ON (p.standard, p.period_window, p.account, p.place) = (r.standard, r.period_window, v.account, v.place)
    WHERE r.rhs_of = 'book' AND r.period_window <> 'year'
    GROUP BY 1, 2, 3 HAVING a.difference <> coalesce(sum(v.coefficient / v.times * p.value), 0)$$,
    'the vector of a rule, at what was posted, is the difference that fund.articulation shows');
SELECT fund.month_end(standard, m.period) FROM ledger.standard, unnest(ARRAY['2025-11', '2025-12', '2026-01', '2026-02']::period[]) AS m (period) \g /dev/null
SELECT is_empty($$
    SELECT i.standard, i.rule, a.difference
    FROM identity AS i JOIN ledger.articulation AS r USING (standard, rule)
    JOIN LATERAL fund.articulation(i.standard, '2026-02') AS a ON a.rule = i.rule
    WHERE i.moment = 'after close' AND r.period_window <> 'year' AND a.difference <> 0$$,
    'after month-ends, what is an identity after a close has no residual');
SELECT * FROM finish();
ROLLBACK;

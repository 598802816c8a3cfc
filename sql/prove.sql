-- 证明: which rules hold in every book, shown by multipliers that plain SQL adds
-- up, and which do not, shown by vouchers that are posted here.
SET client_encoding = 'UTF8';
SET search_path = "$user", public, fund;
SET client_min_messages = warning;
SELECT fund.create_ledger();
\pset null '-'

-- The SQLSTATE, message, detail and hint of a statement that must fail.
CREATE FUNCTION pg_temp.refusal(query text) RETURNS TABLE (said text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_hint   text;
    BEGIN
        EXECUTE query;
        SET CONSTRAINTS ALL IMMEDIATE;
        said := 'no error';
        RETURN NEXT;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN QUERY
            SELECT s FROM unnest(ARRAY[SQLSTATE || ' ' || SQLERRM, v_detail, v_hint]) AS s
            WHERE s <> '';
    END
    $$;

-- The shipped standards ------------------------------------------------------

CREATE TEMP TABLE proved AS
SELECT s.standard, p.* FROM ledger.standard AS s, fund.prove(s.standard) AS p;

SELECT standard, rule_type, severity, moment, verdict, count(*)
FROM proved JOIN ledger.articulation AS a USING (standard, rule)
GROUP BY 1, 2, 3, 4, 5 ORDER BY standard COLLATE "C", 2, 3, 4, 5;

-- Every error 勾稽 of one book is an identity, at any moment
SELECT standard, rule, moment, verdict FROM proved JOIN ledger.articulation AS a USING (standard, rule)
WHERE rule_type = 'articulation' AND severity = 'error' AND rhs_of = 'book' AND verdict <> 'IDENTITY';

-- 1999: the two 待转基金 are not one figure
SELECT rule, moment, verdict, counterexample -> 0 ->> 'kind' AS kind, counterexample -> 0 ->> 'journal' AS journal, difference
FROM proved WHERE standard = '1999' AND verdict = 'CONTINGENT' ORDER BY rule COLLATE "C", moment;

-- 2017-as-printed: 净资产合计 misses the 待转基金, a month's 本期基金结余 is wrong by
-- the opening 待转, and what is booked on the other side of a line is lost
SELECT rule, moment, verdict, counterexample -> 0 ->> 'kind' AS kind, counterexample -> 0 ->> 'journal' AS journal, difference
FROM proved WHERE standard = '2017-as-printed' AND verdict = 'CONTINGENT' AND rule ~ '-(期末|月)$|^年末'
ORDER BY rule COLLATE "C", moment;

-- reform: a control that the close itself sees to
SELECT rule, moment, verdict, proof, counterexample, difference, note
FROM proved WHERE standard = 'reform' AND rule = '月末待转收入为零-保险费';

-- an identity as it is printed
SELECT moment, proof FROM proved WHERE standard = 'reform' AND rule = '待转收入与待转基金-月';

-- what is no rule of one book
SELECT rule, moment, verdict, note FROM proved
WHERE standard = '2017' AND moment = 'any' AND verdict = 'NOT EVALUABLE' ORDER BY rule COLLATE "C";

-- Checked without the prover ---------------------------------------------------

-- Multipliers times laws are the rule, coefficient by coefficient. Laws of a
-- close serve "after close" alone, those of December a window that has one.
CREATE VIEW misproved AS
WITH claim AS (
    SELECT standard, rule, moment, m.law, m.factor::numeric AS factor
    FROM proved, jsonb_each_text(proof) AS m (law, factor)
    WHERE verdict = 'IDENTITY'
), law AS (
    SELECT s.standard, l.* FROM ledger.standard AS s, fund.proof_laws(s.standard) AS l
), summed AS (
    SELECT c.standard, c.rule, c.moment, l.account, l.place, sum(c.factor * l.coefficient) AS coefficient
    FROM claim AS c
    JOIN ledger.articulation AS a USING (standard, rule)
    LEFT JOIN law AS l
        ON l.standard = c.standard AND l.law = c.law
       AND (l.moment = 'any' OR c.moment = 'after close')
       AND (l.moment <> 'after close of December' OR a.period_window = 'year'
            OR (a.period_window = 'year_to_date' AND l.law ~ 'opening'))
    GROUP BY 1, 2, 3, 4, 5
    HAVING sum(c.factor * l.coefficient) IS DISTINCT FROM 0
), wanted AS (
    SELECT p.standard, p.rule, p.moment, v.account, v.place, v.coefficient
    FROM proved AS p
    JOIN LATERAL (SELECT * FROM fund.proof_vectors(p.standard)) AS v ON v.rule = p.rule
    WHERE p.verdict = 'IDENTITY'
)
(TABLE summed EXCEPT TABLE wanted) UNION ALL (TABLE wanted EXCEPT TABLE summed);

SELECT (SELECT count(*) FROM misproved) AS misproved,
       (SELECT count(*) FROM proved WHERE verdict = 'IDENTITY') AS identities;

-- The vectors again, from the formulas alone: lines replaced by theirs, an
-- account by all below it, closing by opening and movements.
CREATE VIEW kind AS SELECT * FROM unnest(ARRAY['opening', 'normal', 'carry', 'closing', 'adjustment', 'transfer']) AS kind;
CREATE VIEW own_vector AS
WITH RECURSIVE term AS (
    SELECT a.standard, a.rule, a.statement AS form, side.sign * t.factor AS factor, t.measure = 'opening line' AS as_opening,
           t.measure, t.account, t.kind, t.statement, t.item
    FROM ledger.articulation AS a, LATERAL (VALUES (1, a.lhs), (-1, a.rhs)) AS side (sign, formula),
         fund.formula_terms(side.formula) AS t
    WHERE a.rhs_of = 'book'
    UNION ALL
    SELECT m.standard, m.rule, l.statement, m.factor * t.factor, m.as_opening OR t.measure = 'opening line',
           t.measure, t.account, t.kind, t.statement, t.item
    FROM term AS m
    JOIN ledger.statement_line AS l
        ON l.standard = m.standard AND l.statement = coalesce(m.statement, m.form) AND l.item_id = m.item,
         fund.formula_terms(l.formula) AS t
), measure AS (
    SELECT m.standard, m.rule, m.account::account_code AS account, CASE WHEN as_opening THEN 'opening' ELSE measure END AS measure, kind,
           factor * CASE WHEN a.normal_side = 'credit' AND (as_opening OR measure NOT IN ('debit', 'credit')) THEN -1 ELSE 1 END AS factor
    FROM term AS m
    JOIN ledger.account AS a ON a.standard = m.standard AND a.account = m.account::account_code
    WHERE m.account IS NOT NULL
), place AS (
    SELECT standard, rule, account, 'opening' AS place, factor FROM measure WHERE measure IN ('opening', 'closing')
    UNION ALL
    SELECT standard, rule, account, format('%s(%s)', side, k.kind),
           CASE WHEN side = 'credit' AND measure <> 'credit' THEN -factor ELSE factor END
    FROM measure AS m, kind AS k, unnest(ARRAY['debit', 'credit']) AS side
    WHERE measure <> 'opening' AND measure <> CASE side WHEN 'debit' THEN 'credit' ELSE 'debit' END
      AND CASE WHEN measure = 'closing' THEN k.kind <> 'opening'
               WHEN m.kind IS NULL THEN k.kind NOT IN ('opening', 'closing')
               ELSE k.kind = m.kind END
)
SELECT p.standard, p.rule, a.account::text AS account, p.place, sum(p.factor) AS coefficient
FROM place AS p JOIN ledger.account AS a ON a.standard = p.standard AND a.account <@ p.account
GROUP BY 1, 2, 3, 4 HAVING sum(p.factor) <> 0;

CREATE TEMP TABLE vector AS
SELECT s.standard, v.rule, v.account, v.place, v.coefficient / v.times AS coefficient
FROM ledger.standard AS s, fund.proof_vectors(s.standard) AS v;
SELECT count(*) > 1000 AS many,
       count(*) FILTER (WHERE v.coefficient IS DISTINCT FROM o.coefficient) AS different
FROM vector AS v FULL JOIN own_vector AS o USING (standard, rule, account, place);

-- The laws again, from the chart, the carry rules and the transfer groups alone.
-- Groups of the shipped standards that share an account bear both names.
CREATE VIEW grouped AS
SELECT DISTINCT standard, kind::text, carry_group AS of_group, account
FROM ledger.carry_rule, unnest(ARRAY[from_account, to_account]) AS account
UNION
SELECT standard, 'transfer', string_agg(DISTINCT g.transfer_group, ', ' ORDER BY g.transfer_group), t.account
FROM ledger.transfer_group AS t JOIN ledger.transfer_group AS g USING (standard)
GROUP BY standard, t.account;

CREATE VIEW carried AS
SELECT a.standard, a.account, k.kind, r.of_group
FROM ledger.account AS a
JOIN kind AS k ON k.kind = ANY (a.kinds) AND a.postable
LEFT JOIN grouped AS r ON r.standard = a.standard AND r.kind = k.kind AND a.account <@ r.account
WHERE k.kind NOT IN ('carry', 'closing', 'transfer') OR r.of_group IS NOT NULL;

CREATE VIEW own_law AS
WITH movement (side, sign) AS (VALUES ('debit', 1), ('credit', -1))
SELECT DISTINCT standard, 'sum of opening = 0' AS law, account::text, 'opening' AS place, 1 AS coefficient
FROM carried
UNION ALL
SELECT DISTINCT standard, 'sum of net(' || kind || ')' || coalesce(' of ' || of_group, '') || ' = 0',
       account::text, format('%s(%s)', side, kind), sign
FROM carried, movement
UNION ALL
SELECT standard, account || ': ' || place || ' = 0', account::text, place, 1
FROM (SELECT a.standard, a.account, format('%s(%s)', side, kind) AS place
      FROM ledger.account AS a, kind, movement
      WHERE NOT EXISTS (SELECT FROM carried AS c
                        WHERE c.standard = a.standard AND c.account = a.account AND c.kind = kind.kind)
      UNION ALL
      SELECT a.standard, a.account, 'opening' FROM ledger.account AS a
      WHERE NOT EXISTS (SELECT FROM carried AS c WHERE c.standard = a.standard AND c.account = a.account)) AS n
UNION ALL
SELECT a.standard, a.account || law.name, a.account::text, law.place, law.coefficient
FROM ledger.account AS a
JOIN ledger.carry_rule AS r ON r.standard = a.standard AND a.account <@ r.from_account,
     LATERAL (SELECT ': closing = 0' AS name, 'opening' AS place, 1 AS coefficient
              UNION ALL
              SELECT ': closing = 0', format('%s(%s)', side, kind), sign FROM movement, kind WHERE kind <> 'opening'
              UNION ALL
              SELECT ': opening - net(opening) = 0', 'opening', 1
              UNION ALL
              SELECT ': opening - net(opening) = 0', format('%s(opening)', side), -sign FROM movement) AS law;

CREATE TEMP TABLE law AS
SELECT s.standard, l.* FROM ledger.standard AS s, fund.proof_laws(s.standard) AS l;
SELECT count(*) > 1000 AS many,
       count(*) FILTER (WHERE l.coefficient IS DISTINCT FROM o.coefficient) AS different
FROM law AS l FULL JOIN own_law AS o USING (standard, law, account, place);

-- Counterexamples, posted -----------------------------------------------------

-- In an empty book, judged in December 2026; what is before the window is of
-- December 2025, and then the book begins there.
CREATE SEQUENCE book_no;
CREATE FUNCTION pg_temp.posted(v_standard text, v_rule text, v_moment text, example jsonb) RETURNS numeric
    LANGUAGE plpgsql AS $$
    DECLARE
        v_book      text := 'book ' || nextval('book_no');
        v_first     date := CASE WHEN example @> '[{"when": "before"}]' THEN '2025-12-01' ELSE '2026-12-01' END;
        v_voucher   jsonb;
        v_result    numeric;
    BEGIN
        PERFORM fund.create_book(v_book, v_book, v_standard, to_char(v_first, 'YYYY-MM')::period);
        FOR v_voucher IN SELECT jsonb_array_elements(example) LOOP
            PERFORM fund.post(v_book, CASE WHEN v_voucher ->> 'kind' = 'opening' OR v_voucher ->> 'when' = 'before'
                                           THEN v_first ELSE '2026-12-31' END,
                              '反例', v_voucher ->> 'journal', kind => v_voucher ->> 'kind', basis => v_voucher ->> 'basis');
        END LOOP;
        IF v_moment = 'after close' THEN
            PERFORM fund.month_end(v_book, to_char(v_first, 'YYYY-MM')::period);
            PERFORM fund.month_end(v_book, '2026-12');
        END IF;
        SELECT difference INTO STRICT v_result
        FROM fund.articulation(v_book, '2026-12', example -> 0 ->> 'basis') AS a
        WHERE a.rule = v_rule AND a.verdict IN ('fail', 'not due');
        RETURN v_result;
    EXCEPTION WHEN SQLSTATE 'LG026' THEN
        RETURN NULL;    -- guarded: it needs a balance first
    END
    $$;

SET client_min_messages = error;
SELECT standard, count(*) AS contingent,
       count(*) FILTER (WHERE pg_temp.posted(standard, rule, moment, counterexample) = difference) AS fail_as_printed
FROM proved WHERE verdict = 'CONTINGENT' GROUP BY 1 ORDER BY standard COLLATE "C";

-- One account left out of a form ----------------------------------------------

SELECT fund.derive_standard(s, 'short ' || s, '少一个科目') FROM unnest(ARRAY['reform', '2017-居民']) AS s;

-- The formula without its nth term
CREATE FUNCTION pg_temp.without(formula fund.formula, n int) RETURNS fund.formula
    LANGUAGE sql AS $$
    SELECT coalesce(string_agg(CASE WHEN factor < 0 THEN ' - ' ELSE ' + ' END || abs(factor) || ' * '
                               || format('%s(%s)', measure, account), '' ORDER BY term_no), '0')::fund.formula
    FROM fund.formula_terms(formula) WHERE term_no <> n
    $$;

-- Each line without one of its accounts: which identities are lost, and do
-- their counterexamples name the account or one below it?
CREATE FUNCTION pg_temp.leave_out(v_standard text)
    RETURNS TABLE (statement text, item text, account text, lost bigint, named bigint, wrong_sum bigint)
    LANGUAGE plpgsql AS $$
    DECLARE
        v_line record;
    BEGIN
        FOR v_line IN
            SELECT l.statement, l.item_id, l.formula, t.term_no, t.account
            FROM ledger.statement_line AS l, fund.formula_terms(l.formula) AS t
            WHERE l.standard = v_standard AND t.account IS NOT NULL
            ORDER BY l.statement COLLATE "C", l.line_no, t.term_no
        LOOP
            UPDATE ledger.statement_line AS l SET formula = pg_temp.without(v_line.formula, v_line.term_no)
            WHERE l.standard = v_standard AND l.statement = v_line.statement AND l.item_id = v_line.item_id;

            SELECT v_line.statement, v_line.item_id, v_line.account, count(*),
                   count(*) FILTER (WHERE p.counterexample -> 0 ->> 'journal' ~ (' ' || v_line.account || '[0-9]* ')),
                   count(*) FILTER (WHERE CASE WHEN p.rule !~ '累计$' THEN pg_temp.posted(v_standard, p.rule, p.moment, p.counterexample) <> p.difference END)
            INTO statement, item, account, lost, named, wrong_sum
            FROM fund.prove(v_standard) AS p
            JOIN proved AS was ON was.standard = substr(v_standard, 7) AND (was.rule, was.moment) = (p.rule, p.moment)
            WHERE was.verdict = 'IDENTITY' AND p.verdict <> 'IDENTITY' AND p.moment = 'any';
            RETURN NEXT;

            UPDATE ledger.statement_line AS l SET formula = v_line.formula
            WHERE l.standard = v_standard AND l.statement = v_line.statement AND l.item_id = v_line.item_id;
        END LOOP;
    END
    $$;

CREATE TEMP TABLE left_out AS
SELECT s.standard, o.* FROM ledger.standard AS s, pg_temp.leave_out(s.standard) AS o WHERE s.standard LIKE 'short %';
SELECT standard, count(*) AS left_out, count(*) FILTER (WHERE lost > 0) AS noticed, sum(lost) AS lost, sum(named) AS named, sum(wrong_sum) AS wrong_sum
FROM left_out GROUP BY 1 ORDER BY standard COLLATE "C";

-- those that no 勾稽 holds: parts of a whole, which have a control
SELECT DISTINCT item, account FROM left_out WHERE lost = 0 ORDER BY 1;

-- A standard of one's own --------------------------------------------------------

CREATE FUNCTION pg_temp.show(v_standard text, rules text)
    RETURNS TABLE (rule text, moment text, verdict text, "when" text, kind text, basis text, journal text, difference numeric, posted numeric, note text)
    LANGUAGE sql AS $$
    SELECT rule, moment, verdict, counterexample -> 0 ->> 'when', counterexample -> 0 ->> 'kind', counterexample -> 0 ->> 'basis',
           counterexample -> 0 ->> 'journal', difference,
           CASE WHEN note ~ '^The voucher needs' THEN NULL
                WHEN verdict = 'CONTINGENT' AND counterexample IS NOT NULL THEN pg_temp.posted($1, rule, moment, counterexample) END, note
    FROM fund.prove($1) WHERE rule ~ $2 ORDER BY rule COLLATE "C", moment
    $$;

-- The article's third identity needs 300103 to be released by way of the 待转
-- accounts: it is lost when vouchers of everyday may touch it.
SELECT fund.derive_standard('reform', 'own', '自定');
SET client_min_messages = warning;
UPDATE ledger.account SET kinds = kinds || '{normal}' WHERE standard = 'own' AND account = '300103'::account_code;
SET client_min_messages = error;
SELECT * FROM pg_temp.show('own', '待转收入与');
SELECT rule, moment, verdict, before, changed_by = current_user AS by_me FROM ledger.proof WHERE standard = 'own' AND before <> verdict ORDER BY rule COLLATE "C", moment;
-- It is won back by who has not used it
SET client_min_messages = warning;
SELECT regexp_replace(said, 'book \d+', 'book …') AS refusal FROM pg_temp.refusal($$ UPDATE ledger.account SET kinds = '{opening, carry, adjustment, transfer}' WHERE standard = 'own' AND account = '300103'::account_code $$);
SET session_replication_role = replica;
UPDATE ledger.book SET standard = 'reform' WHERE standard = 'own';
RESET session_replication_role;
UPDATE ledger.account SET kinds = '{opening, carry, adjustment, transfer}' WHERE standard = 'own' AND account = '300103'::account_code;
SELECT rule, moment, verdict, before FROM ledger.proof WHERE standard = 'own' AND before <> verdict ORDER BY rule COLLATE "C", moment;

-- As printed, but for the one-sided lines: what is left is the opening 待转.
SELECT fund.derive_standard('2017-as-printed', 'net', '按净额');
UPDATE ledger.statement_line AS l SET formula = n.formula
FROM ledger.statement_line AS n
WHERE l.standard = 'net' AND n.standard = '2017' AND l.statement = '收支表' AND n.statement = '收支表'
  AND l.item_id = n.item_id AND l.item_id <> 'Z3';
SELECT * FROM pg_temp.show('net', '^(资产减负债变动|资产负债平衡|净资产变动)-');

-- Rules of all sorts
UPDATE ledger.account SET retired = true WHERE standard = 'own' AND account = '1201'::account_code;
UPDATE ledger.account SET party_kind = 'any' WHERE standard = 'own' AND account = '2101'::account_code;
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'own' AND account = '1004'::account_code;
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, relation, rhs, period_window, rule_type, authority)
VALUES
    ('own', 'x accrual',    'only by accruals',      '资产负债表', '[A8]', '=', '0', 'month', 'control', '-'),
    ('own', 'x at least',   'not red',               '资产负债表', '[A3]', '>=', '0', 'month', 'control', '-'),
    ('own', 'x at most',    'not black',             '资产负债表', '[A3]', '<=', '0', 'year_to_date', 'control', '-'),
    ('own', 'x before',     'income stood before',   '收支表',     'opening(400101)', '=', '0', 'month', 'control', '-'),
    ('own', 'x credit',     'nothing is credited',   '收支表',     'credit(5101)', '<=', '0', 'month', 'control', '-'),
    ('own', 'x definition', 'true as written',       '收支表',     '1/3 * [T1] + 2/3 * [T1]', '=', '[T1]', 'month', 'definition', '-'),
    ('own', 'x detail',     'only one detail',       '收支表',     'net(400101)', '=', 'net(40010101)', 'month', 'articulation', '-'),
    ('own', 'x forbidden',  'no cash in transit',    '资产负债表', 'closing(1201)', '=', '0', 'month', 'control', '-'),
    ('own', 'x guarded',    'never red',             '资产负债表', 'closing(1004)', '>=', '0', 'month', 'control', '-'),
    ('own', 'x opening',    'nothing was opened',    '资产负债表', 'net(1003, opening)', '=', '0', 'month', 'control', '-'),
    ('own', 'x party',      'no loans',              '资产负债表', 'closing(2101)', '<=', '0', 'month', 'control', '-'),
    ('own', 'x third',      'a third of a subsidy',  '收支表',     '1/3 * net(4101)', '=', '1/3 * credit(4101)', 'month', 'articulation', '-'),
    ('own', 'x twice',      'twice is not once',     '收支表',     '2 * 资产负债表[A0]', '=', '资产负债表[S0]', 'month', 'articulation', '-'),
    ('own', 'x year',       'the year ends with 0',  '资产负债表', 'closing(4601)', '=', '0', 'year', 'control', '-');
SELECT * FROM pg_temp.show('own', '^x ');

-- Thirds are whole after three times
SELECT account, place, coefficient, times FROM fund.proof_vectors('own') WHERE rule = 'x third';

-- A group that reaches into another: only both together come to zero
SET client_min_messages = warning;
UPDATE ledger.carry_rule SET to_account = '300101' WHERE standard = 'own' AND from_account = '4301'::account_code;
SET client_min_messages = error;
SELECT DISTINCT law FROM fund.proof_laws('own') WHERE law ~ 'net\(closing\)' ORDER BY 1;
SELECT * FROM pg_temp.show('own', '^(统筹基金变动|个人账户基金变动|净资产变动)-月');
UPDATE ledger.carry_rule SET to_account = '300102' WHERE standard = 'own' AND from_account = '4301'::account_code;

-- Carried to what is itself carried: 待转 into income, and so into the fund
SELECT fund.derive_standard('reform', 'chain', '两次结转');
SET client_min_messages = warning;
\set VERBOSITY sqlstate
UPDATE ledger.account SET kinds = kinds || '{carry}' WHERE standard = 'chain' AND account = '400101'::account_code;
UPDATE ledger.carry_rule SET to_account = '400101' WHERE standard = 'chain' AND from_account = '4601'::account_code;
\set VERBOSITY default
SET client_min_messages = error;
INSERT INTO ledger.articulation
    (standard, rule, name, statement, lhs, relation, rhs, period_window, rule_type, authority)
VALUES
    ('chain', 'x closed', 'income and 待转 are closed', '资产负债表', 'closing(4601) + closing(400101)', '=', '0', 'month', 'control', '-'),
    ('chain', 'x fund',   'the fund gets both',         '资产负债表', 'net(300101, closing)', '<=', 'net(400101, normal) + net(4601, normal)', 'month', 'control', '-');
SELECT rule, moment, verdict, proof FROM fund.prove('chain') WHERE rule = 'x closed' ORDER BY moment;
SELECT * FROM pg_temp.show('chain', '^x ');

-- Identities of these standards add up, too
INSERT INTO proved SELECT s.standard, p.* FROM (VALUES ('own'), ('net'), ('chain')) AS s (standard), fund.prove(s.standard) AS p;
SELECT (SELECT count(*) FROM misproved) AS misproved,
       (SELECT count(*) FROM proved WHERE verdict = 'IDENTITY') AS identities;

-- Proving on change ----------------------------------------------------------------

SET client_min_messages = warning;

-- a rule that cannot fail is none, unless it is a definition
SELECT pg_temp.refusal($$ INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, authority)
                          VALUES ('own', 'empty', 'says nothing', '收支表', '[T0]', '[T1] + [T2] + [T3] + [T4] + [T5] + [T6]', 'month', '-') $$);
SELECT pg_temp.refusal($$ UPDATE ledger.articulation SET rule_type = 'articulation' WHERE standard = 'own' AND rule = 'x definition' $$);

-- one that refers to what is not there, as a restore may leave it, holds in no book
SET session_replication_role = replica;
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, authority)
VALUES ('net', 'absent', 'no such account', '收支表', '[T1]', 'net(4999)', 'month', '-');
SELECT rule, moment, verdict, note FROM fund.prove('net') WHERE rule = 'absent' ORDER BY moment;
DELETE FROM ledger.articulation WHERE standard = 'net' AND rule = 'absent';
RESET session_replication_role;

-- factors that no common denominator of 64 bits, or no 90 bits, hold
SELECT pg_temp.refusal($$ INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, rule_type, authority)
                          VALUES ('own', 'fine', '-', '收支表', '1/9223372036854775783 * net(4001)', '1/4294967291 * net(4101)', 'month', 'control', '-') $$);
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
VALUES ('own', '收支表', 90, 'LARGE', '-', 1, '1000000000000000000 * net(4101)');
SELECT pg_temp.refusal($$ INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, rule_type, authority)
                          VALUES ('own', 'large', '-', '收支表', '10000000000 * [LARGE]', '0', 'month', 'control', '-') $$);
DELETE FROM ledger.statement_line WHERE standard = 'own' AND item_id = 'LARGE';

-- only the state at the end counts, whatever came between, unless it is asked for
BEGIN;
UPDATE ledger.statement_line SET formula = '0' WHERE standard = 'own' AND item_id = 'A3';
UPDATE ledger.statement_line SET formula = 'closing(1003)' WHERE standard = 'own' AND item_id = 'A3';
COMMIT;
BEGIN;
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE ledger.statement_line SET formula = '0' WHERE standard = 'own' AND item_id = 'A1';
ROLLBACK;
UPDATE ledger.statement_line SET formula = 'closing(1003)' WHERE standard = 'own' AND item_id = 'A3';
SELECT rule, moment, verdict FROM ledger.proof WHERE standard = 'own' AND rule = '资产负债平衡-期末' ORDER BY moment;

-- what is proved is proved again where the verdicts were taken back
BEGIN;
SELECT fund.derive_standard('reform', 'retried', 'retried');
SAVEPOINT proved;
SET CONSTRAINTS ALL IMMEDIATE;
ROLLBACK TO proved;
COMMIT;
SELECT count(*) = (SELECT count(*) FROM ledger.proof WHERE standard = 'reform') AS all_proved
FROM ledger.proof WHERE standard = 'retried';
BEGIN;
UPDATE ledger.statement_line SET formula = '0' WHERE standard = 'retried' AND item_id = 'A3';
SAVEPOINT proved;
SET CONSTRAINTS ALL IMMEDIATE;
ROLLBACK;
UPDATE ledger.statement_line SET formula = '0' WHERE standard = 'retried' AND item_id = 'A3';
SELECT verdict FROM ledger.proof
WHERE standard = 'retried' AND rule = '资产负债平衡-期末' AND moment = 'any';

-- shipped standards do not change, and do not come with a 勾稽 that can fail
SELECT pg_temp.refusal($$ UPDATE ledger.statement_line SET formula = '0' WHERE standard = '2017' AND item_id = 'A3' $$);
SELECT pg_temp.refusal($$ DELETE FROM ledger.articulation WHERE standard = '1999' $$);
SELECT pg_temp.refusal($$
    DO 'BEGIN
            PERFORM fund.derive_standard(''2017'', ''sold'', ''weak'');
            UPDATE ledger.statement_line SET formula = ''0'' WHERE standard = ''sold'' AND item_id = ''A3'';
            UPDATE ledger.standard SET shipped = true WHERE standard = ''sold'';
        END' $$);

-- a rule goes with its proofs
DELETE FROM ledger.articulation WHERE standard = 'net' AND rule = 'absent';
SELECT count(*) FROM ledger.proof WHERE standard = 'net' AND rule = 'absent';

-- Deriving
SELECT pg_temp.refusal($$ SELECT fund.derive_standard('2017', 'own', 'again') $$);
SELECT pg_temp.refusal($$ SELECT fund.derive_standard('1984', 'new', 'of nothing') $$);
SELECT standard, name, authority, note, shipped FROM ledger.standard WHERE standard = 'own';

-- Asking
SELECT pg_temp.refusal($$ SELECT * FROM fund.prove('1984') $$);
SELECT pg_temp.refusal($$ SELECT * FROM fund.prove(NULL) $$);
CREATE ROLE regress_prove_nobody;
SET ROLE regress_prove_nobody;
SELECT * FROM fund.prove('2017');
SELECT * FROM fund.proof_laws('2017');
SELECT * FROM fund.proof_vectors('2017');
SELECT fund.derive_standard('2017', 'mine', 'mine');
RESET ROLE;
DROP ROLE regress_prove_nobody;

DROP SCHEMA ledger CASCADE;
DROP VIEW kind;
DROP SEQUENCE book_no;

-- 给定: lines whose figures come from outside and are in no book.
SET client_encoding = 'UTF8';
SET search_path = "$user", public, fund;
SET client_min_messages = warning;
SELECT fund.create_ledger();
\pset null '-'
\set VERBOSITY default

-- A form of its own that only checks printed figures: no account, no book ----------

INSERT INTO ledger.standard (standard, name, insurance, authority, effective_from)
VALUES ('公开', '公开表', '职工基本医疗保险', '社会保险基金预算', '2024-01-01');
INSERT INTO ledger.statement (standard, statement, english_name, form, position) VALUES ('公开', '收支决算表', 'final', '-', 1);
INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window, shown) VALUES
    ('公开', '收支决算表', 1, '本年数', 'year', 'annual'), ('公开', '收支决算表', 2, '上年数', 'prior_year', 'annual');
BEGIN;
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, given, formula) VALUES
    ('公开', '收支决算表', 1, 'I1', '统筹收入', 2, true, NULL),
    ('公开', '收支决算表', 2, 'I2', '个人账户收入', 2, true, NULL),
    ('公开', '收支决算表', 3, 'I', '收入合计', 1, false, '[I1] + [I2]'),
    ('公开', '收支决算表', 4, 'E', '支出合计', 1, true, NULL),
    ('公开', '收支决算表', 5, 'E1', '其中:大病保险', 2, true, NULL),
    ('公开', '收支决算表', 6, 'B', '本年收支结余', 1, false, '[I] - [E]'),
    ('公开', '收支决算表', 7, 'P', '上年结余', 1, true, NULL),
    ('公开', '收支决算表', 8, 'R', '年末滚存结余', 1, true, NULL),
    ('公开', '收支决算表', 9, 'M', '可支付月数', 1, true, NULL);
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, relation, rhs, period_window, severity, rule_type, authority) VALUES
    ('公开', '滚存', '年末滚存结余 = 上年结余 + 本年收支结余', '收支决算表', '[R]', '=', '[P] + [B]', 'year', 'warning', 'articulation', '-'),
    ('公开', '其中', '大病保险支出不超过支出合计', '收支决算表', '[E1]', '<=', '[E]', 'year', 'warning', 'control', '-');
COMMIT;
SELECT rule, column_name, lhs, rhs, difference, allowed, verdict, reason
FROM fund.check_figures('公开', '收支决算表', '{"I1": [10.5, 9.5], "I2": [5.25, 5], "I": [15.8, 14.5], "E": [12, 11], "E1": [13, 1], "B": [3.7, 3.5],
    "P": [20, 16.5], "R": [23.75, 20.1]}', '亿元', annual => true);
-- what is not printed is not evaluable; no line stands for another
SELECT rule, column_name, verdict, reason FROM fund.check_figures('公开', 'final', '{"E": [12, null], "R": [20]}', '亿元', annual => true);
SELECT rule, moment, verdict, note FROM fund.prove('公开') ORDER BY rule COLLATE "C", moment;
SELECT count(*) AS vectors FROM fund.proof_vectors('公开');
SELECT * FROM fund.unread_lines('公开');
SELECT * FROM fund."证明"('公开') LIMIT 1;

-- In a standard that books are kept by ---------------------------------------------

SELECT fund.derive_standard('2017', 'mine', '自定');
INSERT INTO ledger.statement (standard, statement, english_name, form, position) VALUES ('mine', '公开表', 'published', '-', 9);
INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window) VALUES
    ('mine', '公开表', 1, '本月数', 'month'), ('mine', '公开表', 2, '本年数', 'year_to_date'), ('mine', '公开表', 3, '上年数', 'prior_year');
BEGIN;
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, given, formula) VALUES
    ('mine', '公开表', 1, 'H', '标题', 1, false, NULL),
    ('mine', '公开表', 2, 'G', '参保人数折算收入', 1, true, NULL),
    ('mine', '公开表', 3, 'K', '统筹收入', 1, false, '收支表[T0]'),
    ('mine', '公开表', 4, 'S', '合计', 1, false, '[G] + [K]');
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, severity, rule_type, authority) VALUES
    ('mine', '给定', '给定 = 统筹收入', '公开表', '[G]', '[K]', 'month', 'warning', 'articulation', '-'),
    ('mine', '消去', '资产 = 负债和净资产', '公开表', '资产负债表[A0] + [G]', '资产负债表[S0] + [G]', 'month', 'warning', 'articulation', '-');
COMMIT;
-- never an identity while the given line counts; one where it does not is what is left of it
SELECT rule, moment, verdict, note FROM fund.prove('mine') WHERE rule IN ('给定', '消去') ORDER BY rule COLLATE "C", moment;

-- refused when it commits
CREATE FUNCTION pg_temp.outcome(VARIADIC change text[]) RETURNS TABLE (said text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_change text;
        v_detail text;
        v_hint   text;
    BEGIN
        FOREACH v_change IN ARRAY change LOOP
            EXECUTE v_change;
        END LOOP;
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE division_by_zero;
    EXCEPTION WHEN division_by_zero THEN
        RETURN QUERY SELECT 'taken';
    WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN QUERY
            SELECT s FROM unnest(ARRAY[SQLSTATE || ' ' || SQLERRM, v_detail, v_hint]) AS s
            WHERE s <> '';
    END
    $$;
-- a formula and given; given and null
SELECT said FROM pg_temp.outcome($$UPDATE ledger.statement_line SET given = true WHERE standard = 'mine' AND item_id = 'T1'$$) LIMIT 1;
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET given = NULL WHERE standard = 'mine' AND item_id = 'G'$$);
-- what stood or ended, of the line itself and of one that is made of it
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = 'opening([G])' WHERE standard = 'mine' AND item_id = 'S'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET rhs = 'closing([S])' WHERE standard = 'mine' AND rule = '给定'$$);
-- beside an account, in a line and on either side of a rule
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = '[G] + net(4101)' WHERE standard = 'mine' AND item_id = 'S'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET lhs = '2 * closing(1001)' WHERE standard = 'mine' AND rule = '消去'$$,
                              $$UPDATE ledger.articulation SET rhs = '[S]' WHERE standard = 'mine' AND rule = '消去'$$);
-- an error rule, by itself and because its line is given from now on
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET severity = 'error' WHERE standard = 'mine' AND rule = '消去'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = NULL, given = true WHERE standard = 'mine' AND item_id = 'T2'$$);
-- a rule over issued figures, and over lower books
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET rhs_of = 'issued' WHERE standard = 'mine' AND rule = '给定'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET lhs = '[K]', rhs = '[S]', rhs_of = 'issued' WHERE standard = 'mine' AND rule = '给定'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET rhs_of = 'children' WHERE standard = 'mine' AND rule = '给定'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET lhs = '[K]', rhs = '[G]', rhs_of = 'children' WHERE standard = 'mine' AND rule = '给定'$$);
-- a rule that says nothing, a line that refers to itself
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET lhs = '[S]', rhs = '[G] + [K]' WHERE standard = 'mine' AND rule = '给定'$$);
-- a line becomes given, and what was proved is lost
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = NULL, given = true WHERE standard = 'mine' AND item_id = 'X11'$$,
                              $$UPDATE ledger.articulation SET severity = 'warning' WHERE standard = 'mine' AND rule ~ '^待遇明细-统筹'$$);

-- A book: not provided, never 0 ------------------------------------------------------

SELECT fund.derive_standard('mine', 'yours', '再派生');
SELECT statement, item_id, given FROM ledger.statement_line WHERE standard = 'yours' AND given;
SELECT fund.create_book('甲', '甲', 'yours', '2026-01');
SELECT fund.post('甲', '2026-01-05', '保险费', 'Dr 1003 100.00, Cr 400101 100.00');
SET client_min_messages = notice;
SELECT item_id, column_name, figure FROM fund.statement('甲', '公开表', '2026-01');
SET client_min_messages = warning;
SELECT item_id, figure, rule, verdict, reason FROM fund.statement_pack('甲', '2026-01') WHERE item_id IN ('G', 'S') OR rule IN ('给定', '消去');
SELECT rule, lhs, rhs, difference, verdict, reason FROM fund.articulation('甲', '2026-01') WHERE rule IN ('给定', '消去', '资产负债平衡-期末');
SELECT * FROM fund."勾稽"('甲', '2026-01') WHERE 规则 = '给定';
SELECT kind, item_id, contribution FROM fund.explain('甲', '公开表', 'S', '2026-01');
SELECT count(*) AS parts FROM fund.attribute('甲', '给定', '2026-01');
-- no rule of it stands in the way of a close, and what is issued is empty
SELECT count(*) AS steps FROM fund.close_period('甲', '2026-01') WHERE action = 'issued';
SELECT item_id, column_no, figure FROM ledger.issued_statement WHERE statement = '公开表' ORDER BY line_no, column_no;
SELECT * FROM fund.verify('甲');
-- beside figures that are printed the same rules are judged
SELECT rule, column_name, lhs, rhs, verdict, reason FROM fund.check_figures('yours', '公开表', '{"G": [3, 5, 1], "K": [4, 5, 1], "S": [7, 10, 3]}') WHERE rule <> '消去';

-- The last year's figure of a given line is what was brought forward, and so is what is made of it.
SELECT fund.create_book('乙', '乙', 'yours', '2026-01');
SELECT count(*) AS vouchers FROM fund.bring_forward('乙', '[{"account": "1003", "opening_debit": 10}, {"account": "300101", "opening_credit": 10}]',
    last_year => '[{"statement": "公开表", "item_id": "G", "figure": 7}, {"statement": "收支表", "item_id": "T0", "figure": 2}]');
SELECT item_id, column_name, figure FROM fund.statement('乙', '公开表', '2026-01') WHERE column_no = 3;
SELECT kind, item_id, contribution FROM fund.explain('乙', '公开表', 'S', '2026-01', '上年数');

-- A lower book whose standard gives what the upper one's computes is told apart from one that moved nothing.
SELECT fund.derive_standard('2017', 'upper', '上级');
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, rhs_of, period_window, severity, rule_type, authority)
VALUES ('upper', '汇总', '下级财政补贴合计', '收支表', '[T2]', '[T2]', 'children', 'month', 'error', 'control', '-');
SELECT fund.create_book('省', '省', 'upper', '2026-01');
BEGIN;
SELECT fund.derive_standard('2017', 'lower', '下级');
UPDATE ledger.articulation SET severity = 'warning' WHERE standard = 'lower';
DELETE FROM ledger.articulation WHERE standard = 'lower' AND rule = '印本口径-T2';
UPDATE ledger.statement_line SET formula = NULL, given = true WHERE standard = 'lower' AND statement = '收支表' AND item_id = 'T2';
COMMIT;
SELECT fund.create_book('市', '市', 'lower', '2026-01', parent => '省');
SELECT rule, verdict, reason FROM fund.articulation('省', '2026-01') WHERE rule = '汇总';

-- What cannot be stored, stored all the same
BEGIN;
ALTER TABLE ledger.statement_line DROP CONSTRAINT statement_line_given_has_no_formula;
SET LOCAL session_replication_role = replica;
UPDATE ledger.statement_line SET given = true WHERE standard = 'yours' AND item_id = 'K';
SET LOCAL session_replication_role = origin;
\set VERBOSITY verbose
SELECT count(*) FROM fund.statement('甲', '公开表', '2026-01');
\set VERBOSITY default
ROLLBACK;
DROP SCHEMA ledger CASCADE;

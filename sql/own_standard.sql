-- Standards of one's own: what a change may not leave behind.
SET client_encoding = 'UTF8';
SET search_path = "$user", public, fund;
SET client_min_messages = warning;
SELECT fund.create_ledger();
\pset null '-'

-- The SQLSTATE, message, detail and hint of statements that must fail together,
-- when their transaction would commit; or what they warn of, and nothing stays.
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
-- In short, for tables of changes
CREATE FUNCTION pg_temp.state(VARIADIC change text[]) RETURNS text
    LANGUAGE sql AS $$ SELECT left(said, 5) FROM pg_temp.outcome(VARIADIC change) AS said LIMIT 1 $$;

SELECT fund.derive_standard('reform', 'mine', '自定');

-- What refers to nothing -------------------------------------------------------

-- a line: an account, a line, a form that is not there, a heading, cycles
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = 'closing(1199)' WHERE standard = 'mine' AND item_id = 'A1'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = '[A2] + [XX]' WHERE standard = 'mine' AND item_id = 'A1'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = '2 * [A1]' WHERE standard = 'mine' AND item_id = 'A1'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = '[A0]' WHERE standard = 'mine' AND item_id = 'A1'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = 'net(50010199, normal)' WHERE standard = 'mine' AND item_id = 'X11'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = '现金流量表[T1]' WHERE standard = 'mine' AND item_id = 'T1'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = '[A]' WHERE standard = 'mine' AND item_id = 'A1'$$);
-- a line or its form renamed, or gone, that others name
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET item_id = 'A99' WHERE standard = 'mine' AND item_id = 'A4'$$);
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.statement_line WHERE standard = 'mine' AND item_id = 'X12'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = NULL WHERE standard = 'mine' AND item_id = 'A4'$$);
-- an account gone that a line names; while no book needs it, its rules go first
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.account WHERE standard = 'mine' AND account = '2101'::account_code$$);
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.posting_rule WHERE standard = 'mine' AND '2101' IN (debit::text, credit::text)$$,
                              $$DELETE FROM ledger.account WHERE standard = 'mine' AND account = '2101'::account_code$$);
-- one that becomes closed while a formula names its detail
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = 'closing(1003) + closing(100301)' WHERE standard = 'mine' AND item_id = 'A3'$$,
                              $$UPDATE ledger.account SET detail = 'closed' WHERE standard = 'mine' AND account = '1003'::account_code$$);
-- closing and turnover in one line, read as opening
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = 'closing(1001) + net(1002)' WHERE standard = 'mine' AND item_id = 'A1'$$);
-- a rule, either side
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET lhs = '[T99]' WHERE standard = 'mine' AND rule = '净资产变动-月'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET rhs = 'opening(资产负债表[T0])' WHERE standard = 'mine' AND rule = '净资产变动-月'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET statement = '收支表' WHERE standard = 'mine' AND rule = '资产负债平衡-期末'$$);
-- a rule read from what was issued: a measure, an opening, a line that is not issued
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET rhs = 'closing(1001)' WHERE standard = 'mine' AND rule = '年初余额-资产总计'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET rhs = 'opening([A0])' WHERE standard = 'mine' AND rule = '年初余额-资产总计'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET shown = 'annual' WHERE standard = 'mine' AND item_id = 'A0'$$);
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.statement_column WHERE standard = 'mine' AND statement = '资产负债表' AND period_window = 'month'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_column SET shown = 'annual' WHERE standard = 'mine' AND statement = '资产负债表' AND period_window = 'month'$$);
-- a rule over lower books: what no standard has; what only another one has is theirs
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET rhs = '[NOPE]' WHERE standard = 'mine' AND rule = '上下级往来-上解'$$);
SELECT * FROM pg_temp.outcome($$DELETE FROM ledger.articulation WHERE standard = 'mine' AND rule ~ '待遇明细-统筹'$$,
                              $$UPDATE ledger.articulation SET rhs = '[X11]' WHERE standard = 'mine' AND rule = '上下级往来-上解'$$,
                              $$DELETE FROM ledger.statement_line WHERE standard = 'mine' AND item_id = 'X11'$$);
-- carry rules, from and to
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET to_account = '3901' WHERE standard = 'mine' AND from_account = '4601'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET from_account = '40010199' WHERE standard = 'mine' AND from_account = '400101'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET from_account = '4099' WHERE standard = 'mine' AND from_account = '400101'::account_code$$);
-- where what comes back of an earlier year goes, groups of transfers
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET prior_year_account = '4599' WHERE standard = 'mine' AND account = '50010105'::account_code$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.transfer_group VALUES ('mine', '一组', '3999')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.transfer_group VALUES ('mine', '一组', '1003')$$);
-- pairs, debit and credit; a heading that is not listed stands for its details
SELECT * FROM pg_temp.outcome($$UPDATE ledger.posting_rule SET debit = '3901' WHERE standard = 'mine' AND debit = '1101'::account_code$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.posting_rule VALUES ('mine', '1001', '49', 'warn', '-', '-')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.posting_rule VALUES ('mine', '1001', '4901', 'warn', '-', '-')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.posting_rule VALUES ('mine', '1001', '3333', 'warn', '-', '-')$$,
                              $$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                VALUES ('mine', '333301', '-', 'net_assets', 'credit', '{closing}')$$,
                              $$UPDATE ledger.statement_line SET formula = '[L0] + [N0] + closing(333301)' WHERE standard = 'mine' AND item_id = 'S0'$$);
-- a rule of a form that is gone
SELECT pg_temp.state($$DELETE FROM ledger.statement WHERE standard = 'mine' AND statement = '收支表'$$);

-- in either order within one transaction
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET formula = 'closing(1001) + closing(1009)' WHERE standard = 'mine' AND item_id = 'A1'$$,
                              $$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                VALUES ('mine', '1009', '其他货币资金', 'asset', 'debit', '{opening, normal, adjustment}')$$);

-- Rows that do not fit each other -----------------------------------------------

-- a detail of another element or side, its account changed alone, and both
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                VALUES ('mine', '100199', '收入', 'income', 'credit', '{normal, closing}')$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET normal_side = 'credit' WHERE standard = 'mine' AND account = '110102'::account_code$$);
SELECT pg_temp.state($$UPDATE ledger.account SET element = 'liability', normal_side = 'credit' WHERE standard = 'mine' AND account = '1101'::account_code$$);
SELECT pg_temp.state($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                       VALUES ('mine', '10030199', '隔级', 'income', 'debit', '{normal}')$$);
SELECT pg_temp.state($$UPDATE ledger.account SET element = 'liability' WHERE standard = 'mine' AND account <@ '1101'$$);
-- what a close could not carry out
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET kinds = '{normal}' WHERE standard = 'mine' AND account = '400101'::account_code$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                VALUES ('mine', '40010101', '明细', 'income', 'credit', '{normal}')$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET kinds = '{opening, adjustment}' WHERE standard = 'mine' AND account = '300101'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET bases = '{cash}' WHERE standard = 'mine' AND account = '300101'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET postable = false WHERE standard = 'mine' AND account = '300101'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET retired = true WHERE standard = 'mine' AND account = '300101'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET kind = 'carry' WHERE standard = 'mine' AND from_account = '400101'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET to_account = '3001' WHERE standard = 'mine' AND from_account = '400101'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET to_account = '1003' WHERE standard = 'mine' AND from_account = '400101'::account_code$$);
-- two forms of one name
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement SET english_name = '收支表' WHERE standard = 'mine' AND statement = '资产负债表'$$);
SELECT pg_temp.state($$UPDATE ledger.statement SET english_name = 'balance_sheet' WHERE standard = 'mine'$$);
SELECT pg_temp.state($$UPDATE ledger.statement SET english_name = statement WHERE standard = 'mine'$$);

-- What is missing, or no choice ----------------------------------------------------

SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side) VALUES ('mine', '1009', '-', 'asset', 'debit')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds) VALUES ('mine', '1009', '-', 'assets', 'debit', '{normal}')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds) VALUES ('mine', '1009', '-', 'asset', 'left', '{normal}')$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET overdraft = 'never' WHERE standard = 'mine' AND account = '1001'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET name = NULL WHERE standard = 'mine' AND account = '1001'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET kind = 'normal' WHERE standard = 'mine' AND from_account = '4601'::account_code$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.carry_rule SET due = 'daily' WHERE standard = 'mine' AND from_account = '4601'::account_code$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.posting_rule VALUES ('mine', '1001', '1002', 'never', '-', '-')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.posting_rule (standard, debit, credit, verdict, reason) VALUES ('mine', '1001', '1002', 'warn', '-')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.statement VALUES ('mine', '现金流量表', NULL, '-', 3)$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_column SET period_window = 'day' WHERE standard = 'mine' AND column_no = 1 AND statement = '收支表'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.statement_line SET shown = 'never' WHERE standard = 'mine' AND item_id = 'T1'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET relation = '<>' WHERE standard = 'mine' AND rule = '净资产变动-月'$$);
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET period_window = 'quarter' WHERE standard = 'mine' AND rule = '净资产变动-月'$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.standard (standard, name) VALUES ('bare', '-')$$);
-- a limit that is no control, also by Chinese words; parts of a form that is not there
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET relation = '<=' WHERE standard = 'mine' AND rule = '净资产变动-月'$$);
SELECT pg_temp.state($$UPDATE ledger.articulation SET relation = '不大于' WHERE standard = 'mine' AND rule = '净资产变动-月'$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, authority)
                                VALUES ('mine', '无表', '无表', '收支', '[T0]', '0', 'month', '-')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window)
                                VALUES ('mine', 'income_expenditure', 9, '本季数', 'quarter')$$);
SELECT * FROM pg_temp.outcome($$INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level)
                                VALUES ('none', '收支表', 1, 'A', 'A', 1)$$);
-- the Chinese words are taken
SELECT * FROM pg_temp.outcome($$UPDATE ledger.articulation SET severity = '警告', relation = '等于', period_window = '本年累计' WHERE standard = 'mine' AND rule = '净资产变动-月'$$);

-- An error rule that can fail -------------------------------------------------------

SET client_min_messages = notice;
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, authority)
VALUES ('mine', '相等', '库存现金 = 支出户存款', '资产负债表', '[A1]', '[A4]', 'month', '-');
-- one that is at last an error, or says another thing
UPDATE ledger.articulation SET severity = 'warning' WHERE standard = 'mine' AND rule = '相等';
UPDATE ledger.articulation SET severity = 'error' WHERE standard = 'mine' AND rule = '相等';
UPDATE ledger.articulation SET rhs = '[A2]' WHERE standard = 'mine' AND rule = '相等';
UPDATE ledger.articulation SET name = '库存现金 = 收入户存款' WHERE standard = 'mine' AND rule = '相等';
-- at the close, which sees to the one and not to the other; a warning, an identity, a copy
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, judged, severity, rule_type, authority) VALUES
    ('mine', '结后为零', '收入已结转',       '收支表',     'closing(400101)', '0',   'month', 'at_close', 'error',   'control', '-'),
    ('mine', '结后仍有', '支出户无余额',     '资产负债表', '[A4]',            '0',   'month', 'at_close', 'error',   'control', '-'),
    ('mine', '提示',     '收入户无余额',     '资产负债表', '[A2]',            '0',   'month', 'always',   'warning', 'control', '-');
SELECT fund.derive_standard('mine', 'copied', '再派生');
SET client_min_messages = warning;

-- Lines that no rule reads ------------------------------------------------------------

SELECT s.standard, u.* FROM ledger.standard AS s, fund.unread_lines(s.standard) AS u WHERE s.shipped ORDER BY s.standard COLLATE "C", u.line_no;
INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, item, level, formula)
VALUES ('copied', '资产负债表', 90, 'Q1', '查询', 1, 'closing(1001)'), ('copied', '资产负债表', 91, 'Q2', '查询', 1, '2 * balance_sheet[Q1]'),
       ('copied', '资产负债表', 92, 'Q', '标题', 1, NULL);
SELECT * FROM fund.unread_lines('copied');
-- read through another line of it, whose form a rule names in English
INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, severity, authority)
VALUES ('copied', '查询', '-', '收支表', 'balance_sheet[Q2]', '资产负债表[A2]', 'month', 'warning', '-');
SELECT * FROM fund.unread_lines('copied');
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.unread_lines('nowhere')$$);

-- Dropping -----------------------------------------------------------------------------

SELECT fund.drop_standard('copied');
SELECT count(*) FROM ledger.account WHERE standard = 'copied';
SELECT * FROM pg_temp.outcome($$SELECT fund.drop_standard('copied')$$);
SELECT * FROM pg_temp.outcome($$SELECT fund.drop_standard(NULL)$$);
SELECT * FROM pg_temp.outcome($$SELECT fund.drop_standard('reform')$$);
SELECT * FROM pg_temp.outcome($$SELECT fund.create_book('x', 'x', 'mine', '2026-01')$$, $$SELECT fund.drop_standard('mine')$$);
DELETE FROM ledger.articulation WHERE standard = 'mine' AND rule IN ('相等', '结后为零', '结后仍有', '提示');

-- What a detail's row does not say ------------------------------------------------

-- it takes from its account, at whatever level; what says it, and is less, is warned of
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P01', '一单位', 'payer'), ('H01', '一医院', 'institution');
SELECT fund.derive_standard('reform', 'held', '承继');
UPDATE ledger.account SET overdraft = 'guarded', month_end_zero = 'error', party_kind = 'payer'
WHERE standard = 'held' AND account = '1004'::account_code;
UPDATE ledger.account SET bases = '{accrual}', party_kind = 'any' WHERE standard = 'held' AND account = '1131'::account_code;
INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds) VALUES
    ('held', '100401', '工行', 'asset', 'debit', '{opening, normal, adjustment}'),
    ('held', '10040101', '工行一', 'asset', 'debit', '{opening, normal, adjustment}'),
    ('held', '113101', '应收单位', 'asset', 'debit', '{opening, normal, adjustment}');
INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds, overdraft, month_end_zero, party_kind, bases) VALUES
    ('held', '100402', '农行', 'asset', 'debit', '{opening, normal, adjustment}', 'free', 'error', 'payer', '{cash}'),
    ('held', '100403', '建行', 'asset', 'debit', '{opening, normal, adjustment}', 'guarded', 'warn', 'payer', '{cash}'),
    ('held', '100404', '中行', 'asset', 'debit', '{opening, normal, adjustment}', 'guarded', 'error', 'none', '{cash}'),
    ('held', '100405', '交行', 'asset', 'debit', '{opening, normal, adjustment}', 'guarded', 'error', '不限', '{cash}'),
    ('held', '100406', '邮储', 'asset', 'debit', '{opening, normal, adjustment}', 'guarded', 'error', 'institution', '{cash}'),
    ('held', '113102', '应收个人', 'asset', 'debit', '{opening, normal, adjustment}', 'at_close', 'warn', 'payer', '{cash, accrual}');
-- the account above is held to more
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'held' AND account = '113102'::account_code;
UPDATE ledger.account SET overdraft = 'at_close' WHERE standard = 'held' AND account = '113101'::account_code;
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'held' AND account = '1131'::account_code;
-- what is not about it warns of nothing again
UPDATE ledger.account SET name = '农业银行' WHERE standard = 'held' AND account = '100402'::account_code;

SELECT fund.create_book('承', '承继', 'held', '2026-01') > 0 AS created;
CREATE FUNCTION pg_temp.spent(account text, party text) RETURNS text
    LANGUAGE sql AS $$
    SELECT pg_temp.state(format($call$SELECT fund.post('承', '2026-01-02', '支付', 'Dr 50010101 1.00, Cr %s 1.00%s')$call$,
                                account, ' @' || party))
    $$;
SELECT account, pg_temp.spent(account, NULL) AS no_party, pg_temp.spent(account, 'P01') AS payer,
       pg_temp.spent(account, 'H01') AS institution
FROM unnest('{1004, 100401, 10040101, 10040102, 100409, 100402, 100403, 100404, 100405, 100406, 10040201}'::text[]) AS account;
SELECT account, pg_temp.state(format($call$SELECT fund.post('承', '2026-01-02', '应收', 'Dr %s 1.00 @P01, Cr 400101 1.00', basis => 'accrual')$call$, account)) AS accrual,
       pg_temp.state(format($call$SELECT fund.post('承', '2026-01-02', '应收', 'Dr %s 1.00 @P01, Cr 400101 1.00')$call$, account)) AS cash
FROM unnest('{1131, 113101, 113102, 113109}'::text[]) AS account;
-- zero at the end of a month, and red
SELECT fund.post('承', '2026-01-02', '划拨', format('Dr %s 1.00 @P01, Cr 1003 1.00', account)) > 0 AS posted
FROM unnest('{10040101, 100402, 100403, 10040901}'::text[]) AS account;
SELECT fund.post('承', '2026-01-02', '收到', 'Dr 1003 9.00, Cr 400101 9.00') > 0 AS posted;
SELECT fund.post('承', '2026-01-02', '支付', 'Dr 50010101 3.00, Cr 100402 3.00 @P01') > 0 AS posted;
SELECT * FROM pg_temp.outcome($$SELECT fund.close_period('承', '2026-01')$$);

-- A detail with its line ---------------------------------------------------------------

SELECT fund.derive_standard('reform', 'longer', '加明细'), fund.derive_standard('2017-居民', '居', '加明细');
SELECT * FROM fund.add_detail('longer', '50010106', '门诊共济');
SELECT * FROM fund.add_detail('longer', '50010204', '健身费用', 'Y9', '健身');
SELECT * FROM fund.add_detail('居', '500109', '门诊慢特病');
-- below a line of its own, which takes it in: shown beneath it if that is wanted
SELECT * FROM fund.add_detail('longer', '5001010101', '本地住院');
SELECT * FROM fund.add_detail('longer', '5001010102', '异地住院', 'X111');
SELECT * FROM fund.add_detail('longer', '100301', '工行');
SELECT line_no, ordinal, item_id, item, level, formula FROM ledger.statement_line
WHERE standard = 'longer' AND item_id IN ('X1', 'X11', 'X111', 'X15', 'X16', 'X2', 'Y13', 'Y9', 'Y2') ORDER BY line_no;
-- proofs are as they were, and no line is one that no rule reads but what was asked for
SELECT p.rule, p.moment, p.verdict, was.verdict FROM fund.prove('longer') AS p
JOIN fund.prove('reform') AS was ON was.rule = p.rule AND was.moment = p.moment WHERE p.verdict <> was.verdict;
SELECT * FROM fund.unread_lines('longer');
SELECT * FROM fund.unread_lines('居');
-- it takes what its account takes, and the statements print with it
SELECT fund.create_book('长', '加明细', 'longer', '2026-01') > 0 AS created;
SELECT fund.post('长', '2026-01-02', '收到', 'Dr 100301 9.00, Cr 400101 9.00') > 0 AS posted;
SELECT fund.post('长', '2026-01-03', '门诊共济', 'Dr 50010106 3.00, Dr 5001010102 2.00, Cr 100301 5.00') > 0 AS posted;
SELECT item_id, month FROM fund.income_expenditure('长', '2026-01') WHERE item_id IN ('X0', 'X1', 'X11', 'X111', 'X16') ORDER BY line_no;
SELECT count(*) > 0 AS closed FROM fund.close_period('长', '2026-01');
-- once months are closed, too
SELECT * FROM fund.add_detail('longer', '50010107', '长期护理');
-- what its siblings do not tell, what is there, what is above nothing, shipped ones
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('longer', '400103', '待定')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('longer', '50010106', '再一次')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('longer', '4999', '无上级')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('longer', '110103', '没有行', 'A62')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('longer', '310101', '没有行', 'N9')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('longer', '50010108', '同号', 'X11')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('reform', '50010106', '门诊共济')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('nowhere', '50010106', '门诊共济')$$);
SELECT * FROM pg_temp.outcome($$SELECT * FROM fund.add_detail('longer', '50010109', NULL)$$);

-- What books need -----------------------------------------------------------------

SELECT fund.create_book('市', '本市', 'mine', '2026-01') > 0 AS created;
SELECT fund.post('市', '2026-01-02', '收到', 'Dr 10030201 30.00, Cr 400101 30.00') > 0 AS posted;
SELECT fund.post('市', '2026-01-03', '拨付', 'Dr 1004 20.00, Cr 10030201 20.00') > 0 AS posted;
SELECT fund.post('市', '2026-01-04', '生育津贴', 'Dr 50010105 4.00, Cr 1004 4.00') AS allowance \gset
SELECT fund.post('市', '2026-01-05', '应收', 'Dr 1131 6.00 @P01, Cr 400102 6.00', basis => 'accrual') > 0 AS posted;

CREATE TEMP TABLE narrowing (no int, what text, change text);
INSERT INTO narrowing VALUES
    ( 1, 'kinds',                 $$UPDATE ledger.account SET kinds = '{opening, adjustment}' WHERE standard = 'mine' AND account = '1004'::account_code$$),
    ( 2, 'kinds of the account above', $$UPDATE ledger.account SET kinds = '{opening}' WHERE standard = 'mine' AND account = '1003'::account_code$$),
    ( 3, 'bases',                 $$UPDATE ledger.account SET bases = '{accrual}' WHERE standard = 'mine' AND account = '1004'::account_code$$),
    ( 4, 'bases of the overlay',  $$UPDATE ledger.account SET bases = '{cash}' WHERE standard = 'mine' AND account <@ '400102'$$),
    ( 5, 'a heading',             $$UPDATE ledger.account SET postable = false WHERE standard = 'mine' AND account = '50010105'::account_code$$),
    ( 6, 'closed details',        $$UPDATE ledger.account SET detail = 'closed' WHERE standard = 'mine' AND account = '1003'::account_code$$),
    ( 7, 'a listed one between',  $$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                    VALUES ('mine', '100302', '工行', 'asset', 'debit', '{opening, normal, adjustment}')$$),
    ( 8, 'listed as less',        $$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                    VALUES ('mine', '10030201', '基本户', 'asset', 'debit', '{opening}')$$),
    ( 9, 'listed as it is',       $$INSERT INTO ledger.account (standard, account, name, element, normal_side, kinds)
                                    VALUES ('mine', '10030201', '基本户', 'asset', 'debit', '{opening, normal, adjustment}')$$),
    (10, 'of a kind unused',      $$UPDATE ledger.account SET kinds = '{normal}' WHERE standard = 'mine' AND account = '1004'::account_code$$),
    (11, 'of an account unused',  $$UPDATE ledger.account SET kinds = '{opening}' WHERE standard = 'mine' AND account = '1201'::account_code$$),
    (12, 'deleted',               $$DELETE FROM ledger.account WHERE standard = 'mine' AND account = '1004'::account_code$$);
SELECT no, what, said FROM narrowing, pg_temp.outcome(change) WITH ORDINALITY AS o (said, line) ORDER BY no, line;

-- what is retired takes nothing new, and is reversed, carried and closed even so
UPDATE ledger.account SET retired = true WHERE standard = 'mine' AND account::text IN ('50010105', '400101', '1131', '10030201');
SELECT * FROM pg_temp.outcome($$SELECT fund.post('市', '2026-01-06', '生育津贴', 'Dr 50010105 4.00, Cr 1004 4.00')$$);
SELECT fund.reverse('市', :allowance, '2026-01-07') > 0 AS reversed;
SELECT fund.post('市', '2026-01-31', '账结', 'Dr 400101 10.00, Cr 300101 10.00', kind => 'closing') > 0 AS closed_by_hand;
SELECT action, detail FROM fund.close_period('市', '2026-01') WHERE action IN ('posted', 'numbered');
SELECT account, closing_debit, closing_credit FROM fund.trial_balance('市', '2026-01', 'accrual') WHERE account IN ('400101', '50010105', '300101', '300102');

-- in closed months of the year, and after it: income and spending are over with
-- their year once the next one is being closed, what can be reversed is not
SELECT no, what, pg_temp.state(change) FROM narrowing WHERE no < 12 ORDER BY no;
SELECT count(*) FROM generate_series(2, 12) AS month, fund.close_period('市', format('2026-%s', to_char(month, 'FM00'))::period);
SELECT no, what, pg_temp.state(change) FROM narrowing WHERE no IN (1, 5, 6) ORDER BY no;
SELECT count(*) > 0 AS closed FROM fund.close_period('市', '2027-01');
SELECT no, what, pg_temp.state(change) FROM narrowing WHERE no IN (1, 4, 5, 6) ORDER BY no;

-- element and side stay once a month is closed, of accounts that books use or not
SELECT * FROM pg_temp.outcome($$UPDATE ledger.account SET element = 'liability' WHERE standard = 'mine' AND account = '1001'::account_code$$);
SELECT pg_temp.state($$UPDATE ledger.account SET normal_side = 'debit' WHERE standard = 'mine' AND account = '2101'::account_code$$);
SELECT pg_temp.state($$UPDATE ledger.account SET element = element, name = '现金' WHERE standard = 'mine' AND account = '1001'::account_code$$);

-- A forbidden pair is about transactions, which month-end makes none
INSERT INTO ledger.posting_rule VALUES ('mine', '4001', '3001', 'forbid', '收入不得直接转入结余', '-');
SELECT fund.post('市', '2027-02-02', '收到', 'Dr 1003 5.00, Cr 400102 5.00') > 0 AS posted;
SELECT * FROM pg_temp.outcome($$SELECT fund.post('市', '2027-02-28', '账结', 'Dr 400102 5.00, Cr 300102 5.00', kind => 'closing')$$);
SELECT action FROM fund.close_period('市', '2027-02') WHERE action = 'posted';

DROP SCHEMA ledger CASCADE;

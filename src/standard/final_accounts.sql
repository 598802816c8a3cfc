-- 决算: the yearly form of income, expenditure and 滚存结余 that the agencies file
-- and publish (社决06 of 职工, 社决07 of 居民), and the 总表 (社决02), whose items are
-- the same in every standard, so that a query puts those of all funds side by
-- side. Only their annual guises have columns, so no month is issued with them.

CREATE FUNCTION fund._add_final_accounts_forms(standard text, form text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.statement (standard, statement, english_name, form, position)
    VALUES
        (standard, '决算收支表', 'final_accounts', form,       3),
        (standard, '决算总表',   'final_summary',  '社决02表', 4);

    INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window, shown)
    SELECT _add_final_accounts_forms.standard, s.statement, c.column_no, c.name, c.period_window, 'annual'
    FROM (VALUES ('决算收支表'), ('决算总表')) AS s (statement),
         (VALUES (1, '本年数', 'year'), (2, '上年数', 'prior_year')) AS c (column_no, name, period_window);
END
$function$;

COMMENT ON FUNCTION fund._add_final_accounts_forms(text, text) IS
'Gives a standard the two forms of 决算, which are annual, with their columns: 社决06 or 社决07, and the 总表 社决02.';


CREATE FUNCTION fund._drop_final_accounts(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['articulation', 'statement_line', 'statement_column', 'statement'] LOOP
        EXECUTE format('DELETE FROM ledger.%I WHERE standard = $1 AND statement IN (''决算收支表'', ''决算总表'')', part)
        USING standard;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._drop_final_accounts(text) IS
'Takes the forms of 决算 out of a standard that was copied with them.';


-- The 总表 takes its lines from the 决算收支表; a line that this has not is none.
CREATE FUNCTION fund._add_final_summary(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT _add_final_summary.standard, '决算总表', l.line_no, l.item_id, summary.ordinal, l.item,
           CASE summary.ordinal WHEN '' THEN 2 ELSE 1 END, format('决算收支表[%s]', l.item_id)::fund.formula
    FROM (VALUES ('JI1', ''), ('JI2', ''), ('JI3', ''), ('JI4', ''), ('JI5', ''), ('JI7', ''), ('JI8', ''),
                 ('JI9', ''), ('JI0', '一、'),
                 ('JE1', ''), ('JE2', ''), ('JE3', ''), ('JE4', ''), ('JE7', ''), ('JE8', ''), ('JE0', '二、'),
                 ('JQ0', '三、'), ('JP0', '四、'), ('JF0', '五、')) AS summary (item_id, ordinal)
    JOIN ledger.statement_line AS l
        ON l.standard = _add_final_summary.standard AND l.statement = '决算收支表' AND l.item_id = summary.item_id;
END
$function$;

COMMENT ON FUNCTION fund._add_final_summary(text) IS
'Gives the 决算总表 (社决02) its lines: the totals of the 决算收支表 and what they are the sums of.';


-- What adjustments move is neither income nor expenditure: the roll-forward
-- reads it from the 收支表, and the two warnings, which read printed lines alone,
-- say when there was some.
CREATE FUNCTION fund._add_final_accounts_rules(standard text, beside text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, period_window, authority)
    VALUES
        (standard, '决算-滚存结余', '上年结余 + 本年收支结余 + 账实差额调整 = 年末滚存结余',
            '决算收支表', ('[JP0] + [JQ0] + ' || beside)::fund.formula, '[JF0]', 'year_to_date',
            '社会保险基金决算报表;由复式记账推得'),
        (standard, '决算-总计', '收入总计 + 账实差额调整 = 支出总计',
            '决算收支表', ('[JIT] + ' || beside)::fund.formula, '[JET]', 'year_to_date',
            '社会保险基金决算报表;由复式记账推得'),
        (standard, '决算总表-滚存结余', '总表:上年结余 + 本年收支结余 + 账实差额调整 = 年末滚存结余',
            '决算总表', ('[JP0] + [JQ0] + ' || beside)::fund.formula, '[JF0]', 'year_to_date',
            '社会保险基金决算报表;由复式记账推得');

    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, period_window, judged, severity, rule_type, authority)
    SELECT _add_final_accounts_rules.standard, printed.rule, printed.name, printed.statement,
           printed.lhs::fund.formula, printed.rhs::fund.formula, 'year', 'at_close', 'warning', printed.rule_type,
           '社会保险基金决算报表'
    FROM (VALUES
        ('决算-表内滚存结余',     '上年结余 + 本年收支结余 = 年末滚存结余',   '决算收支表', '[JP0] + [JQ0]', '[JF0]', 'control'),
        ('决算总表-表内滚存结余', '总表:上年结余 + 本年收支结余 = 年末滚存结余', '决算总表',   '[JP0] + [JQ0]', '[JF0]', 'control'),
        ('决算总表-收支结余',     '总表:收入合计 - 支出合计 = 本年收支结余',     '决算总表',   '[JI0] - [JE0]', '[JQ0]', 'definition')
    ) AS printed (rule, name, statement, lhs, rhs, rule_type);

    -- Totals are taken from the 收支表, and so hold of a derived standard with more
    -- lines, too; of what is printed, and of what it has, they are sums.
    INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, severity, rule_type, authority)
    SELECT l.standard, l.statement || '-' || total.name, total.name || ' = 各项之和', l.statement,
           ('[' || total.item_id || ']')::fund.formula,
           string_agg('[' || l.item_id || ']', ' + ' ORDER BY l.line_no)::fund.formula,
           'year', 'warning', 'definition', '社会保险基金决算报表'
    FROM (VALUES ('决算收支表', 'JI0', '收入合计', '^JI[6-9]$'), ('决算收支表', 'JE0', '支出合计', '^JE[6-9]$'),
                 ('决算总表',   'JI0', '收入合计', '^JI[1-9]$'), ('决算总表',   'JE0', '支出合计', '^JE[1-9]$'))
         AS total (statement, item_id, name, parts)
    JOIN ledger.statement_line AS l
        ON l.standard = _add_final_accounts_rules.standard AND l.statement = total.statement AND l.item_id ~ total.parts
    GROUP BY l.standard, l.statement, total.item_id, total.name;
END
$function$;

COMMENT ON FUNCTION fund._add_final_accounts_rules(text, text) IS
'Adds the 勾稽 of 决算 that all funds have: the roll-forward of 滚存结余 and the two totals, with what moves the fund beside income and expenditure.';


CREATE FUNCTION fund._add_employee_final_accounts(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._add_final_accounts_forms(standard, '社决06表');

    INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT _add_employee_final_accounts.standard, '决算收支表', line.line_no, line.item_id, line.ordinal, line.item,
           line.level, line.formula::fund.formula
    FROM (VALUES
        ( 1, 'JI1',  '',      '社会保险费收入',   2, 'net(4001)'),
        ( 2, 'JI2',  '',      '财政补贴收入',     2, 'net(4101)'),
        ( 3, 'JI3',  '',      '利息收入',         2, 'net(4201)'),
        ( 4, 'JI4',  '',      '转移收入',         2, 'net(4301)'),
        ( 5, 'JI5',  '',      '其他收入',         2, 'net(4501)'),
        ( 6, 'JI6',  '',      '小计',             2, '[JI1] + [JI2] + [JI3] + [JI4] + [JI5]'),
        ( 7, 'JI7',  '',      '上级补助收入',     2, 'net(4401)'),
        ( 8, 'JI8',  '',      '下级上解收入',     2, 'net(4402)'),
        (10, 'JI0',  '一、',  '收入合计',         1, '[JI01] + [JI02]'),
        (11, 'JI01', '其中:', '统筹基金',         3, '收支表[T0]'),
        (12, 'JI02', '',      '个人账户基金',     3, '收支表[G0]'),
        (13, 'JP0',  '',      '上年结余',         1, 'opening(资产负债表[N0])'),
        (14, 'JP01', '其中:', '统筹基金',         3, 'opening(资产负债表[N11])'),
        (15, 'JP02', '',      '个人账户基金',     3, 'opening(资产负债表[N12])'),
        (17, 'JIT',  '',      '收入总计',         1, '[JI0] + [JP0]'),

        (18, 'JE1',  '',      '社会保险待遇支出', 2, 'net(5001)'),
        (19, 'JE11', '其中:', '住院费用',         3, 'net(50010101) + net(50010201)'),
        (20, 'JE12', '',      '门诊费用',         3, 'net(50010102) + net(50010103) + net(50010202)'),
        (21, 'JE13', '',      '生育医疗费用',     3, 'net(50010104)'),
        (22, 'JE14', '',      '生育津贴',         3, 'net(50010105)'),
        (23, 'JE15', '',      '药店医药费用',     3, 'net(50010203)'),
        (24, 'JE2',  '',      '大病保险支出',     2, 'net(5101)'),
        (25, 'JE3',  '',      '转移支出',         2, 'net(5201)'),
        (26, 'JE4',  '',      '其他支出',         2, 'net(5401)'),
        (27, 'JE6',  '',      '小计',             2, '[JE1] + [JE2] + [JE3] + [JE4]'),
        (28, 'JE7',  '',      '补助下级支出',     2, 'net(5302)'),
        (29, 'JE8',  '',      '上解上级支出',     2, 'net(5301)'),
        (30, 'JE0',  '二、',  '支出合计',         1, '[JE01] + [JE02]'),
        (31, 'JE01', '其中:', '统筹基金',         3, '收支表[X0]'),
        (32, 'JE02', '',      '个人账户基金',     3, '收支表[Y0]'),
        (33, 'JQ0',  '三、',  '本年收支结余',     1, '[JI0] - [JE0]'),
        (34, 'JQ01', '其中:', '统筹基金',         3, '[JI01] - [JE01]'),
        (35, 'JQ02', '',      '个人账户基金',     3, '[JI02] - [JE02]'),
        (37, 'JF0',  '四、',  '年末滚存结余',     1, '资产负债表[N0]'),
        (38, 'JF01', '其中:', '统筹基金',         3, '资产负债表[N11]'),
        (39, 'JF02', '',      '个人账户基金',     3, '资产负债表[N12]'),
        (41, 'JET',  '',      '支出总计',         1, '[JE0] + [JF0]')
    ) AS line (line_no, item_id, ordinal, item, level, formula);
    PERFORM fund._add_final_summary(standard);

    -- 待转 is no income of the year that this form prints: the 2017 text has none
    -- of it at the year's end.
    PERFORM fund._add_final_accounts_rules(standard, '收支表[Z3] + 收支表[Z4] + 收支表[Z5]');
    INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, authority)
    SELECT _add_employee_final_accounts.standard, sum.rule, sum.name, '决算收支表', sum.lhs::fund.formula,
           sum.rhs::fund.formula, 'year_to_date', '社会保险基金决算报表;由复式记账推得'
    FROM (VALUES
        ('决算-滚存结余-统筹基金', '统筹基金:上年结余 + 本年收支结余 + 账实差额调整 = 年末滚存结余',
            '[JP01] + [JQ01] + 收支表[Z4]', '[JF01]'),
        ('决算-滚存结余-个人账户基金', '个人账户基金:上年结余 + 本年收支结余 + 账实差额调整 = 年末滚存结余',
            '[JP02] + [JQ02] + 收支表[Z5]', '[JF02]')
    ) AS sum (rule, name, lhs, rhs);
END
$function$;

COMMENT ON FUNCTION fund._add_employee_final_accounts(text) IS
'Gives a standard of 职工 the forms of 决算: 社决06 and the 总表, with their 勾稽.';


CREATE FUNCTION fund._add_resident_final_accounts(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._add_final_accounts_forms(standard, '社决07表');

    INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT _add_resident_final_accounts.standard, '决算收支表', line.line_no, line.item_id, line.ordinal, line.item,
           line.level, line.formula::fund.formula
    FROM (VALUES
        ( 1, 'JI1',  '',      '社会保险费收入',   2, 'net(4001)'),
        ( 2, 'JI11', '其中:', '集体扶持收入',     3, 'net(400103)'),
        ( 3, 'JI12', '',      '医疗救助资助收入', 3, 'net(400102)'),
        ( 4, 'JI13', '',      '财政代缴收入',     3, 'net(400104)'),
        ( 5, 'JI2',  '',      '财政补贴收入',     2, 'net(4101)'),
        ( 6, 'JI3',  '',      '利息收入',         2, 'net(4201)'),
        ( 7, 'JI5',  '',      '其他收入',         2, 'net(4501)'),
        ( 8, 'JI6',  '',      '小计',             2, '[JI1] + [JI2] + [JI3] + [JI5]'),
        ( 9, 'JI7',  '',      '上级补助收入',     2, 'net(4401)'),
        (10, 'JI8',  '',      '下级上解收入',     2, 'net(4402)'),
        (11, 'JI0',  '一、',  '收入合计',         1, '收支表[I0]'),
        (12, 'JP0',  '',      '上年结余',         1, 'opening(资产负债表[N0])'),
        (13, 'JIT',  '',      '收入总计',         1, '[JI0] + [JP0]'),

        (14, 'JE1',  '',      '社会保险待遇支出', 2, 'net(5001)'),
        (15, 'JE11', '其中:', '住院费用',         3, 'net(500101)'),
        (16, 'JE12', '',      '门诊费用',         3, 'net(500102)'),
        (17, 'JE2',  '',      '大病保险支出',     2, 'net(5101)'),
        (18, 'JE4',  '',      '其他支出',         2, 'net(5401)'),
        (19, 'JE6',  '',      '小计',             2, '[JE1] + [JE2] + [JE4]'),
        (20, 'JE7',  '',      '补助下级支出',     2, 'net(5302)'),
        (21, 'JE8',  '',      '上解上级支出',     2, 'net(5301)'),
        (22, 'JE0',  '二、',  '支出合计',         1, '收支表[E0]'),
        (23, 'JQ0',  '三、',  '本年收支结余',     1, '[JI0] - [JE0]'),
        (24, 'JF0',  '四、',  '年末滚存结余',     1, '资产负债表[N0]'),
        (25, 'JET',  '',      '支出总计',         1, '[JE0] + [JF0]')
    ) AS line (line_no, item_id, ordinal, item, level, formula);
    PERFORM fund._add_final_summary(standard);

    PERFORM fund._add_final_accounts_rules(standard, '收支表[R1]');
    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, relation, rhs, period_window, judged, severity, rule_type, authority)
    VALUES
        (standard, '决算-其中保险费', '其中:集体扶持、医疗救助资助、财政代缴 ≤ 社会保险费收入', '决算收支表',
            '[JI11] + [JI12] + [JI13]', '<=', '[JI1]', 'year', 'at_close', 'warning', 'control', '社会保险基金决算报表'),
        (standard, '决算-其中待遇', '其中:住院费用、门诊费用 ≤ 社会保险待遇支出', '决算收支表',
            '[JE11] + [JE12]', '<=', '[JE1]', 'year', 'at_close', 'warning', 'control', '社会保险基金决算报表');
END
$function$;

COMMENT ON FUNCTION fund._add_resident_final_accounts(text) IS
'Gives a standard of 居民 the forms of 决算: 社决07 and the 总表, with their 勾稽.';

-- 1999: 社会保险基金会计制度(财会字〔1999〕20号, with the 补充规定 财会〔2003〕19号)
-- for 基本医疗保险基金, repealed on 2018-01-01. A reconstruction: its full text
-- was not to be had. Names of accounts and how 待转基金 is filled are sourced;
-- most codes, the layout of the statements and all 行次 are not, and nobody
-- should take them for official. It is shipped to show what the founding
-- article says of it: the two statements fill 待转基金 differently.

CREATE FUNCTION fund._install_standard_1999() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.standard (standard, name, insurance, authority, effective_from, note)
    VALUES ('1999', '社会保险基金会计制度(财会字〔1999〕20号)——基本医疗保险基金(重构)', '职工基本医疗保险',
            '财会字〔1999〕20号;财会〔2003〕19号', '1999-07-01',
            '重构,非官方文本:科目名称和待转基金的填列方法有据,多数科目编号、报表格式和行次为重构;2018年1月1日废止');

    -- 会计科目 -----------------------------------------------------------------

    -- 一、资产类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, detail, overdraft, note)
    SELECT '1999', 'asset', 'debit', ARRAY['opening', 'normal', 'adjustment'],
           chart.account::fund.account_code, chart.name, chart.detail, chart.overdraft, chart.note
    FROM (VALUES
        ('101', '现金',         'closed', 'at_close', NULL),
        ('102', '收入户存款',   'open',   'at_close', NULL),
        ('103', '支出户存款',   'open',   'at_close', '编号为重构'),
        ('104', '财政专户存款', 'open',   'at_close', '编号为重构'),
        ('105', '国库存款',     'closed', 'at_close', '财会〔2003〕19号增设'),
        ('111', '暂付款',       'open',   'free',     '编号为重构'),
        ('121', '债券投资',     'open',   'free',     '编号为重构')
    ) AS chart (account, name, detail, overdraft, note);

    -- 二、负债类, 三、基金类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, detail, note)
    SELECT '1999', chart.element, 'credit', chart.kinds::text[],
           chart.account::fund.account_code, chart.name, chart.detail, '编号为重构'
    FROM (VALUES
        ('liability',  '{opening, normal, adjustment}',  '201', '临时借款',             'open'),
        ('liability',  '{opening, normal, adjustment}',  '202', '暂收款',               'open'),
        ('net_assets', '{opening, closing, adjustment}', '301', '基本医疗保险统筹基金', 'closed'),
        ('net_assets', '{opening, closing, adjustment}', '302', '医疗保险个人账户基金', 'closed')
    ) AS chart (element, kinds, account, name, detail);

    -- 四、收入类. The 待转 accounts are closed into nothing: they are split at
    -- the year's end, and the split is reversed in January.
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, detail, note)
    SELECT '1999', 'income', 'credit', chart.kinds::text[],
           chart.account::fund.account_code, chart.name, chart.detail, chart.note
    FROM (VALUES
        ('{normal, closing}', '401', '基本医疗保险统筹基金收入', 'open',   NULL),
        ('{normal, closing}', '402', '医疗保险个人账户基金收入', 'open',   NULL),
        ('{opening, normal}', '403', '待转保险费收入',           'closed',
            '归属未定的保险费,年末按经验比例划分后无余额,下年初作相反分录转回'),
        ('{opening, normal}', '404', '待转利息收入',             'closed',
            '归属未定的利息,年末先计个人账户应得利息,余额归统筹基金(或按经验比例划分),年末无余额')
    ) AS chart (kinds, account, name, detail, note);

    UPDATE ledger.account
    SET reversed_in_january = true
    WHERE standard = '1999' AND account::text IN ('403', '404');

    -- 五、支出类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail)
    SELECT '1999', 'expenditure', 'debit', ARRAY['normal', 'closing'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail
    FROM (VALUES
        ('501',   '基本医疗保险统筹基金支出', false, 'closed'),
        ('50101', '医疗保险待遇支出',         true,  'open'),
        ('50102', '上解上级支出',             true,  'open'),
        ('50103', '补助下级支出',             true,  'open'),
        ('50104', '其他支出',                 true,  'open'),
        ('502',   '医疗保险个人账户基金支出', false, 'closed'),
        ('50201', '医疗保险待遇支出',         true,  'open'),
        ('50202', '转移支出',                 true,  'open')
    ) AS chart (account, name, postable, detail);

    -- 账结 --------------------------------------------------------------------

    INSERT INTO ledger.carry_rule (standard, carry_group, from_account, to_account, kind)
    VALUES
        ('1999', '统筹基金',     '401', '301', 'closing'),
        ('1999', '统筹基金',     '501', '301', 'closing'),
        ('1999', '个人账户基金', '402', '302', 'closing'),
        ('1999', '个人账户基金', '502', '302', 'closing');

    -- 会计报表 -----------------------------------------------------------------

    INSERT INTO ledger.statement (standard, statement, english_name, form, position)
    VALUES
        ('1999', '资产负债表', 'balance_sheet',      '重构', 1),
        ('1999', '收支表',     'income_expenditure', '重构', 2);

    INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window)
    VALUES
        ('1999', '资产负债表', 1, '年初数',     'prior_year'),
        ('1999', '资产负债表', 2, '期末数',     'month'),
        ('1999', '收支表',     1, '本月数',     'month'),
        ('1999', '收支表',     2, '本年累计数', 'year_to_date');

    -- A 基金 line is its account and what of the income and the expenditure has
    -- not been closed into it yet.
    INSERT INTO ledger.statement_line
        (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT '1999', '资产负债表', line.line_no, line.item_id, line.ordinal, line.item,
           line.level, line.formula::fund.formula
    FROM (VALUES
        ( 1, 'A',   '一、', '资产',                 1, NULL),
        ( 2, 'A1',  '',     '现金',                 2, 'closing(101)'),
        ( 3, 'A2',  '',     '收入户存款',           2, 'closing(102)'),
        ( 4, 'A3',  '',     '支出户存款',           2, 'closing(103)'),
        ( 5, 'A4',  '',     '财政专户存款',         2, 'closing(104)'),
        ( 6, 'A5',  '',     '国库存款',             2, 'closing(105)'),
        ( 7, 'A6',  '',     '暂付款',               2, 'closing(111)'),
        ( 8, 'A7',  '',     '债券投资',             2, 'closing(121)'),
        ( 9, 'A0',  '',     '资产合计',             1, '[A1] + [A2] + [A3] + [A4] + [A5] + [A6] + [A7]'),

        (10, 'L',   '二、', '负债',                 1, NULL),
        (11, 'L1',  '',     '临时借款',             2, 'closing(201)'),
        (12, 'L2',  '',     '暂收款',               2, 'closing(202)'),
        (13, 'L0',  '',     '负债合计',             1, '[L1] + [L2]'),

        (14, 'N',   '三、', '基金',                 1, NULL),
        (15, 'N1',  '',     '基本医疗保险统筹基金', 2, 'closing(301) + closing(401) - closing(501)'),
        (16, 'N2',  '',     '医疗保险个人账户基金', 2, 'closing(302) + closing(402) - closing(502)'),
        (17, 'N3',  '',     '待转基金',             2, 'closing(403) + closing(404)'),
        (18, 'N0',  '',     '基金合计',             1, '[N1] + [N2] + [N3]'),

        (19, 'S0',  '',     '负债与基金合计',       1, '[L0] + [N0]')
    ) AS line (line_no, item_id, ordinal, item, level, formula);

    INSERT INTO ledger.statement_line
        (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT '1999', '收支表', line.line_no, line.item_id, line.ordinal, line.item,
           line.level, line.formula::fund.formula
    FROM (VALUES
        ( 1, 'T0', '一、', '基本医疗保险统筹基金收入', 1, 'net(401)'),
        ( 2, 'G0', '二、', '医疗保险个人账户基金收入', 1, 'net(402)'),
        ( 3, 'W1', '三、', '待转保险费收入',           1, 'credit(403)'),
        ( 4, 'W2', '四、', '待转利息收入',             1, 'credit(404)'),

        ( 5, 'X0', '五、', '基本医疗保险统筹基金支出', 1, 'net(501)'),
        ( 6, 'X1', '',     '医疗保险待遇支出',         2, 'net(50101)'),
        ( 7, 'X2', '',     '上解上级支出',             2, 'net(50102)'),
        ( 8, 'X3', '',     '补助下级支出',             2, 'net(50103)'),
        ( 9, 'X4', '',     '其他支出',                 2, 'net(50104)'),
        (10, 'Y0', '六、', '医疗保险个人账户基金支出', 1, 'net(502)'),
        (11, 'Y1', '',     '医疗保险待遇支出',         2, 'net(50201)'),
        (12, 'Y2', '',     '转移支出',                 2, 'net(50202)'),

        (13, 'Z0', '七、', '本期基金结余',             1, '[Z1] + [Z2] + [Z3]'),
        (14, 'Z1', '',     '统筹基金结余',             2, '[T0] - [X0]'),
        (15, 'Z2', '',     '个人账户基金结余',         2, '[G0] - [Y0]'),
        (16, 'Z3', '',     '待转基金',                 2, 'credit(403) + credit(404)')
    ) AS line (line_no, item_id, ordinal, item, level, formula);

    -- 指1到11月份
    UPDATE ledger.statement_line
    SET shown = 'monthly'
    WHERE standard = '1999' AND item_id IN ('N3', 'Z3');

    -- 勾稽关系 -----------------------------------------------------------------

    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, rhs_of, period_window, authority)
    VALUES
        ('1999', '资产负债平衡-期末', '期末:资产合计 = 负债与基金合计',
            '资产负债表', '[A0]', '[S0]', 'book', 'month',
            '会计基础工作规范第六十七条'),
        ('1999', '资产负债平衡-年初', '年初:资产合计 = 负债与基金合计',
            '资产负债表', 'opening(资产负债表[A0])', 'opening(资产负债表[S0])', 'book', 'year_to_date',
            '会计基础工作规范第六十七条'),
        ('1999', '年初余额-资产合计', '资产合计:年初数 = 上年末已出具报表的期末数',
            '资产负债表', 'opening(资产负债表[A0])', '[A0]', 'issued', 'year_to_date',
            '会计基础工作规范第六十七条'),
        ('1999', '年初余额-基金合计', '基金合计:年初数 = 上年末已出具报表的期末数',
            '资产负债表', 'opening(资产负债表[N0])', '[N0]', 'issued', 'year_to_date',
            '会计基础工作规范第六十七条');

    PERFORM fund._add_turnover_rule('1999', '统筹基金变动', '统筹基金的变动 = 统筹基金结余 + 账实差额调整',
        '资产负债表[N1] - opening(资产负债表[N1])'::fund.formula, '[Z1] + net(301)'::fund.formula,
        '会计基础工作规范第六十七条;由复式记账推得');
    PERFORM fund._add_turnover_rule('1999', '个人账户基金变动', '个人账户基金的变动 = 个人账户基金结余 + 账实差额调整',
        '资产负债表[N2] - opening(资产负债表[N2])'::fund.formula, '[Z2] + net(302)'::fund.formula,
        '会计基础工作规范第六十七条;由复式记账推得');
    PERFORM fund._add_turnover_rule('1999', '支出明细-统筹基金', '统筹基金支出 = 各明细之和',
        '[X0]'::fund.formula, '[X1] + [X2] + [X3] + [X4]'::fund.formula, '财会字〔1999〕20号');
    PERFORM fund._add_turnover_rule('1999', '支出明细-个人账户基金', '个人账户基金支出 = 各明细之和',
        '[Y0]'::fund.formula, '[Y1] + [Y2]'::fund.formula, '财会字〔1999〕20号');

    -- What a reader expects of the printed rules and does not get: they fill
    -- 待转基金 by a turnover here and by a balance there. Warnings, or no month
    -- with a 待转 receipt could ever be closed.
    PERFORM fund._add_turnover_rule('1999', '待转基金一致', '收支表待转基金 = 资产负债表待转基金',
        '[Z3]'::fund.formula, '资产负债表[N3]'::fund.formula, '财会字〔1999〕20号编制说明');
    PERFORM fund._add_turnover_rule('1999', '待转基金变动', '资产负债表待转基金的变动 = 收支表待转基金',
        '资产负债表[N3] - opening(资产负债表[N3])'::fund.formula, '[Z3]'::fund.formula, '财会字〔1999〕20号编制说明');
    PERFORM fund._add_turnover_rule('1999', '基金变动', '基金合计的变动 = 本期基金结余 + 账实差额调整',
        '资产负债表[N0] - opening(资产负债表[N0])'::fund.formula, '[Z0] + net(301) + net(302)'::fund.formula,
        '财会字〔1999〕20号编制说明');
    UPDATE ledger.articulation
    SET severity = 'warning'
    WHERE standard = '1999' AND rule ~ '^(待转基金一致|待转基金变动|基金变动)-';

    -- 控制 --------------------------------------------------------------------

    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, period_window, judged, rule_type, authority)
    VALUES
        ('1999', '年末待转为零', '年末待转保险费收入和待转利息收入无余额',
            '资产负债表', 'closing(403) + closing(404)', '0', 'year', 'at_close', 'control',
            '财会字〔1999〕20号');

    UPDATE ledger.standard SET shipped = true WHERE standard = '1999';
END
$function$;

COMMENT ON FUNCTION fund._install_standard_1999() IS
'Part of fund.create_ledger(): standard 1999, a reconstruction of 财会字〔1999〕20号 for 基本医疗保险基金, with what its two ways of filling 待转基金 contradict as warnings.';

-- 2017: 社会保险基金会计制度(财会〔2017〕28号) for 职工基本医疗保险基金, with every
-- line of the 收支表 net, so that the statements articulate at any moment.

CREATE FUNCTION fund._install_standard_2017() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.standard (standard, name, insurance, authority, effective_from, note)
    VALUES ('2017', '社会保险基金会计制度(财会〔2017〕28号)——职工基本医疗保险基金', '职工基本医疗保险',
            '财会〔2017〕28号', '2018-01-01',
            '收支表各项目一律按净发生额填列;印本按单方发生额填列的项目由“印本口径”各规则比对');

    -- 会计科目 -----------------------------------------------------------------

    -- 一、资产类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds,
         account, name, postable, detail, overdraft, month_end_zero, note)
    SELECT '2017', 'asset', 'debit', ARRAY['opening', 'normal', 'adjustment'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail,
           chart.overdraft, chart.month_end_zero, chart.note
    FROM (VALUES
        ('1001',   '库存现金',       true,  'closed', 'at_close', 'no',   NULL),
        ('1002',   '收入户存款',     true,  'open',   'at_close', 'warn', '原则上月末无余额'),
        ('1003',   '财政专户存款',   true,  'open',   'at_close', 'no',   NULL),
        ('1004',   '支出户存款',     true,  'open',   'at_close', 'no',   NULL),
        ('1005',   '国库存款',       true,  'closed', 'at_close', 'warn', '一般月末无余额'),
        ('1101',   '暂付款',         true,  'open',   'free',     'no',   '先行支付等,按种类和对方单位明细核算'),
        ('110101', '异地就医预付金', true,  'open',   NULL,       NULL,   '按地区明细核算'),
        ('110102', '预付金',         true,  'open',   NULL,       NULL,   '按医药机构明细核算'),
        ('110109', '其他暂付款',     true,  'open',   NULL,       NULL,   NULL),
        ('1201',   '债券投资',       true,  'open',   'free',     'no',   NULL),
        ('1202',   '委托投资',       false, 'closed', 'free',     'no',   '职工基本医疗保险基金不使用')
    ) AS chart (account, name, postable, detail, overdraft, month_end_zero, note);

    -- 二、负债类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail, note)
    SELECT '2017', 'liability', 'credit', ARRAY['opening', 'normal', 'adjustment'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail, chart.note
    FROM (VALUES
        ('2001',   '暂收款',           true, 'open', NULL),
        ('200101', '异地就医预付金',   true, 'open', NULL),
        ('200102', '异地就医清算资金', true, 'open', NULL),
        ('200103', '异地就医资金',     true, 'open', NULL),
        ('2101',   '借入款项',         true, 'open', '按债权人明细核算')
    ) AS chart (account, name, postable, detail, note);

    PERFORM fund._demand_parties('2017');

    -- 三、净资产类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail, note)
    SELECT '2017', 'net_assets', 'credit', ARRAY['opening', 'closing', 'adjustment', 'transfer'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail, chart.note
    FROM (VALUES
        ('3001',   '一般基金结余', false, 'closed', NULL),
        ('300101', '统筹基金',     true,  'closed', NULL),
        ('300102', '个人账户基金', true,  'closed', NULL),
        ('3101',   '风险基金结余', false, 'closed', '职工基本医疗保险基金不使用'),
        ('3201',   '储备金结余',   false, 'closed', '职工基本医疗保险基金不使用')
    ) AS chart (account, name, postable, detail, note);

    -- 四、收入类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail, note)
    SELECT '2017', 'income', 'credit', ARRAY['normal', 'closing'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail, chart.note
    FROM (VALUES
        ('4001',   '社会保险费收入', false, 'closed', NULL),
        ('400101', '统筹基金',       true,  'open',   NULL),
        ('400102', '个人账户基金',   true,  'open',   NULL),
        ('4101',   '财政补贴收入',   true,  'open',   '转入统筹基金'),
        ('4102',   '集体补助收入',   false, 'closed', '职工基本医疗保险基金不使用'),
        ('4201',   '利息收入',       false, 'closed', NULL),
        ('420101', '统筹基金',       true,  'open',   NULL),
        ('420102', '个人账户基金',   true,  'open',   NULL),
        ('4202',   '委托投资收益',   false, 'closed', '职工基本医疗保险基金不使用'),
        ('4301',   '转移收入',       true,  'open',   '转入个人账户基金'),
        ('4401',   '上级补助收入',   false, 'closed', NULL),
        ('440101', '统筹基金',       true,  'open',   NULL),
        ('440102', '个人账户基金',   true,  'open',   NULL),
        ('4402',   '下级上解收入',   false, 'closed', NULL),
        ('440201', '统筹基金',       true,  'open',   NULL),
        ('440202', '个人账户基金',   true,  'open',   NULL),
        ('4501',   '其他收入',       false, 'closed', NULL),
        ('450101', '统筹基金',       true,  'open',   NULL),
        ('450102', '个人账户基金',   true,  'open',   NULL)
    ) AS chart (account, name, postable, detail, note);

    -- Not closed into 净资产: what is undetermined stands here until the year's
    -- end at the latest.
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, note)
    SELECT '2017', 'income', 'credit', ARRAY['opening', 'normal'],
           chart.account::fund.account_code, chart.name, chart.note
    FROM (VALUES
        ('4601', '待转社会保险费收入', '归属未定的保险费,年末按经验比例划分后无余额'),
        ('4602', '待转利息收入',       '归属未定的利息,年末按经验比例划分后无余额')
    ) AS chart (account, name, note);

    -- 五、支出类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail, note)
    SELECT '2017', 'expenditure', 'debit', ARRAY['normal', 'closing'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail, chart.note
    FROM (VALUES
        ('5001',     '社会保险待遇支出', false, 'closed', NULL),
        ('500101',   '统筹基金',         false, 'closed', NULL),
        ('50010101', '住院费用支出',     true,  'open',   NULL),
        ('50010102', '门诊大病费用支出', true,  'open',   NULL),
        ('50010103', '门诊统筹费用支出', true,  'open',   NULL),
        ('50010104', '生育医疗费用支出', true,  'open',   '生育保险合并实施的统筹地区使用'),
        ('50010105', '生育津贴支出',     true,  'open',   '生育保险合并实施的统筹地区使用'),
        ('500102',   '个人账户基金',     false, 'closed', NULL),
        ('50010201', '住院费用支出',     true,  'open',   NULL),
        ('50010202', '门诊费用支出',     true,  'open',   NULL),
        ('50010203', '药店医药费用支出', true,  'open',   NULL),
        ('5101',     '大病保险支出',     true,  'open',   '转入统筹基金'),
        ('5102',     '劳动能力鉴定支出', false, 'closed', '职工基本医疗保险基金不使用'),
        ('5103',     '工伤预防费用支出', false, 'closed', '职工基本医疗保险基金不使用'),
        ('5104',     '稳定岗位补贴支出', false, 'closed', '职工基本医疗保险基金不使用'),
        ('5105',     '技能提升补贴支出', false, 'closed', '职工基本医疗保险基金不使用'),
        ('5201',     '转移支出',         true,  'open',   '转入个人账户基金'),
        ('5301',     '上解上级支出',     false, 'closed', NULL),
        ('530101',   '统筹基金',         true,  'open',   NULL),
        ('530102',   '个人账户基金',     true,  'open',   NULL),
        ('5302',     '补助下级支出',     false, 'closed', NULL),
        ('530201',   '统筹基金',         true,  'open',   NULL),
        ('530202',   '个人账户基金',     true,  'open',   NULL),
        ('5401',     '其他支出',         false, 'closed', NULL),
        ('540101',   '统筹基金',         true,  'open',   NULL),
        ('540102',   '个人账户基金',     true,  'open',   NULL)
    ) AS chart (account, name, postable, detail, note);

    PERFORM fund._expect_templates('2017');

    -- 收支两条线 ---------------------------------------------------------------

    PERFORM fund._add_bank_account_rules('2017');

    -- 账结 --------------------------------------------------------------------

    INSERT INTO ledger.carry_rule (standard, carry_group, from_account, to_account, kind)
    SELECT '2017', carry.carry_group, carry.from_account::fund.account_code,
           carry.to_account::fund.account_code, 'closing'
    FROM (VALUES
        ('统筹基金',     '400101', '300101'),
        ('统筹基金',     '4101',   '300101'),
        ('统筹基金',     '420101', '300101'),
        ('统筹基金',     '440101', '300101'),
        ('统筹基金',     '440201', '300101'),
        ('统筹基金',     '450101', '300101'),
        ('统筹基金',     '500101', '300101'),
        ('统筹基金',     '5101',   '300101'),
        ('统筹基金',     '530101', '300101'),
        ('统筹基金',     '530201', '300101'),
        ('统筹基金',     '540101', '300101'),

        ('个人账户基金', '400102', '300102'),
        ('个人账户基金', '420102', '300102'),
        ('个人账户基金', '4301',   '300102'),
        ('个人账户基金', '440102', '300102'),
        ('个人账户基金', '440202', '300102'),
        ('个人账户基金', '450102', '300102'),
        ('个人账户基金', '500102', '300102'),
        ('个人账户基金', '5201',   '300102'),
        ('个人账户基金', '530102', '300102'),
        ('个人账户基金', '530202', '300102'),
        ('个人账户基金', '540102', '300102')
    ) AS carry (carry_group, from_account, to_account);

    PERFORM fund._add_prior_year_accounts('2017', '4501', '5401');

    -- 基金间调整: the true ratio of what was split at the year's end by experience
    INSERT INTO ledger.transfer_group (standard, transfer_group, account)
    VALUES
        ('2017', '统筹基金与个人账户基金', '300101'),
        ('2017', '统筹基金与个人账户基金', '300102');

    -- 会计报表 -----------------------------------------------------------------

    PERFORM fund._add_statement_forms('2017');

    -- 资产负债表 会社保01表. A 净资产 line is its account and what of the income
    -- and the expenditure has not been closed into it yet.
    INSERT INTO ledger.statement_line
        (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT '2017', '资产负债表', line.line_no, line.item_id, line.ordinal, line.item,
           line.level, line.formula::fund.formula
    FROM (VALUES
        ( 1, 'A',   '一、',  '资产',             1, NULL),
        ( 2, 'A1',  '',      '库存现金',         2, 'closing(1001)'),
        ( 3, 'A2',  '',      '收入户存款',       2, 'closing(1002)'),
        ( 4, 'A3',  '',      '财政专户存款',     2, 'closing(1003)'),
        ( 5, 'A4',  '',      '支出户存款',       2, 'closing(1004)'),
        ( 6, 'A5',  '',      '国库存款',         2, 'closing(1005)'),
        ( 7, 'A6',  '',      '暂付款',           2, 'closing(1101)'),
        ( 8, 'A61', '其中:', '异地就医预付金',   3, 'closing(110101)'),
        ( 9, 'A7',  '',      '债券投资',         2, 'closing(1201)'),
        (10, 'A0',  '',      '资产总计',         1, '[A1] + [A2] + [A3] + [A4] + [A5] + [A6] + [A7]'),

        (11, 'L',   '二、',  '负债',             1, NULL),
        (12, 'L1',  '',      '暂收款',           2, 'closing(2001)'),
        (13, 'L11', '其中:', '异地就医资金',     3, 'closing(200103)'),
        (14, 'L2',  '',      '借入款项',         2, 'closing(2101)'),
        (15, 'L0',  '',      '负债合计',         1, '[L1] + [L2]'),

        (16, 'N',   '三、',  '净资产',           1, NULL),
        (17, 'N1',  '',      '一般基金结余',     2, '[N11] + [N12] + [N13]'),
        (18, 'N11', '(一)',  '统筹基金',         3,
            'closing(300101)'
            ' + closing(400101) + closing(4101) + closing(420101)'
            ' + closing(440101) + closing(440201) + closing(450101)'
            ' - closing(500101) - closing(5101)'
            ' - closing(530101) - closing(530201) - closing(540101)'),
        (19, 'N12', '(二)',  '个人账户基金',     3,
            'closing(300102)'
            ' + closing(400102) + closing(420102) + closing(4301)'
            ' + closing(440102) + closing(440202) + closing(450102)'
            ' - closing(500102) - closing(5201)'
            ' - closing(530102) - closing(530202) - closing(540102)'),
        (20, 'N13', '(三)',  '待转基金',         3, 'closing(4601) + closing(4602)'),
        (21, 'N0',  '',      '净资产合计',       1, '[N1]'),

        (22, 'S0',  '',      '负债与净资产总计', 1, '[L0] + [N0]')
    ) AS line (line_no, item_id, ordinal, item, level, formula);

    -- 收支表 会社保02表
    INSERT INTO ledger.statement_line
        (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT '2017', '收支表', line.line_no, line.item_id, line.ordinal, line.item,
           line.level, line.formula::fund.formula
    FROM (VALUES
        ( 1, 'T0',  '一、', '统筹基金收入',             1, '[T1] + [T2] + [T3] + [T4] + [T5] + [T6]'),
        ( 2, 'T1',  '',     '社会保险费收入',           2, 'net(400101)'),
        ( 3, 'T2',  '',     '财政补贴收入',             2, 'net(4101)'),
        ( 4, 'T3',  '',     '利息收入',                 2, 'net(420101)'),
        ( 5, 'T4',  '',     '上级补助收入',             2, 'net(440101)'),
        ( 6, 'T5',  '',     '下级上解收入',             2, 'net(440201)'),
        ( 7, 'T6',  '',     '其他收入',                 2, 'net(450101)'),

        ( 8, 'G0',  '二、', '个人账户基金收入',         1, '[G1] + [G2] + [G3] + [G4] + [G5] + [G6]'),
        ( 9, 'G1',  '',     '社会保险费收入',           2, 'net(400102)'),
        (10, 'G2',  '',     '利息收入',                 2, 'net(420102)'),
        (11, 'G3',  '',     '转移收入',                 2, 'net(4301)'),
        (12, 'G4',  '',     '上级补助收入',             2, 'net(440102)'),
        (13, 'G5',  '',     '下级上解收入',             2, 'net(440202)'),
        (14, 'G6',  '',     '其他收入',                 2, 'net(450102)'),

        (15, 'X0',  '三、', '统筹基金支出',             1, '[X1] + [X2] + [X3] + [X4] + [X5]'),
        (16, 'X1',  '',     '社会保险待遇支出',         2, 'net(500101)'),
        (17, 'X11', '(一)', '住院费用',                 3, 'net(50010101)'),
        (18, 'X12', '(二)', '门诊大病费用',             3, 'net(50010102)'),
        (19, 'X13', '(三)', '门诊统筹费用',             3, 'net(50010103)'),
        (20, 'X14', '(四)', '生育医疗费用',             3, 'net(50010104)'),
        (21, 'X15', '(五)', '生育津贴',                 3, 'net(50010105)'),
        (22, 'X2',  '',     '大病保险支出',             2, 'net(5101)'),
        (23, 'X3',  '',     '上解上级支出',             2, 'net(530101)'),
        (24, 'X4',  '',     '补助下级支出',             2, 'net(530201)'),
        (25, 'X5',  '',     '其他支出',                 2, 'net(540101)'),

        (26, 'Y0',  '四、', '个人账户基金支出',         1, '[Y1] + [Y2] + [Y3] + [Y4] + [Y5]'),
        (27, 'Y1',  '',     '社会保险待遇支出',         2, 'net(500102)'),
        (28, 'Y11', '(一)', '住院费用',                 3, 'net(50010201)'),
        (29, 'Y12', '(二)', '门诊费用',                 3, 'net(50010202)'),
        (30, 'Y13', '(三)', '药店医药费用',             3, 'net(50010203)'),
        (31, 'Y2',  '',     '转移支出',                 2, 'net(5201)'),
        (32, 'Y3',  '',     '上解上级支出',             2, 'net(530102)'),
        (33, 'Y4',  '',     '补助下级支出',             2, 'net(530202)'),
        (34, 'Y5',  '',     '其他支出',                 2, 'net(540102)'),

        (35, 'Z0',  '五、', '本期基金结余',             1, '[Z1] + [Z2] + [Z3]'),
        (36, 'Z1',  '',     '统筹基金结余',             2, '[T0] - [X0]'),
        (37, 'Z2',  '',     '个人账户基金结余',         2, '[G0] - [Y0]'),
        (38, 'Z3',  '',     '待转基金',                 2, 'net(4601) + net(4602)'),

        -- what moves the sub-funds without being income or expenditure: the
        -- printed form has no such lines
        (39, 'Z4',  '未列入报表:', '统筹基金账实差额调整', 1, 'net(300101)'),
        (40, 'Z5',  '',     '个人账户基金账实差额调整', 1, 'net(300102)')
    ) AS line (line_no, item_id, ordinal, item, level, formula);

    UPDATE ledger.statement_line
    SET supplementary = true
    WHERE standard = '2017' AND item_id IN ('Z4', 'Z5');

    -- The annual forms print no 待转基金.
    UPDATE ledger.statement_line
    SET shown = 'monthly'
    WHERE standard = '2017' AND item_id IN ('N13', 'Z3');

    -- 勾稽关系 -----------------------------------------------------------------

    PERFORM fund._add_balance_sheet_rules('2017');

    -- between the two statements
    PERFORM fund._add_turnover_rule('2017', '净资产变动', '净资产的变动 = 本期基金结余 + 账实差额调整',
        '资产负债表[N0] - opening(资产负债表[N0])'::fund.formula, '[Z0] + [Z4] + [Z5]'::fund.formula,
        '会计基础工作规范第六十七条;由复式记账推得');
    PERFORM fund._add_turnover_rule('2017', '统筹基金变动', '统筹基金的变动 = 统筹基金结余 + 账实差额调整',
        '资产负债表[N11] - opening(资产负债表[N11])'::fund.formula, '[Z1] + [Z4]'::fund.formula,
        '会计基础工作规范第六十七条;由复式记账推得');
    PERFORM fund._add_turnover_rule('2017', '个人账户基金变动', '个人账户基金的变动 = 个人账户基金结余 + 账实差额调整',
        '资产负债表[N12] - opening(资产负债表[N12])'::fund.formula, '[Z2] + [Z5]'::fund.formula,
        '会计基础工作规范第六十七条;由复式记账推得');
    PERFORM fund._add_turnover_rule('2017', '待转基金变动', '资产负债表待转基金的变动 = 收支表待转基金',
        '资产负债表[N13] - opening(资产负债表[N13])'::fund.formula, '[Z3]'::fund.formula,
        '会计基础工作规范第六十七条;由复式记账推得');

    -- details and their parent
    PERFORM fund._add_turnover_rule('2017', '待遇明细-统筹基金', '统筹基金社会保险待遇支出 = 各明细之和',
        '[X1]'::fund.formula, '[X11] + [X12] + [X13] + [X14] + [X15]'::fund.formula, '财会〔2017〕28号');
    PERFORM fund._add_turnover_rule('2017', '待遇明细-个人账户基金', '个人账户基金社会保险待遇支出 = 各明细之和',
        '[Y1]'::fund.formula, '[Y11] + [Y12] + [Y13]'::fund.formula, '财会〔2017〕28号');

    -- 控制 --------------------------------------------------------------------

    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, rhs_of, period_window,
         judged, severity, rule_type, authority)
    VALUES
        ('2017', '上下级往来-上解', '下级上解收入 = 各下级的上解上级支出',
            '收支表', '[T5] + [G5]', '[X3] + [Y3]', 'children', 'year_to_date',
            'at_close', 'warning', 'control', '会计基础工作规范第六十七条'),
        ('2017', '上下级往来-补助', '补助下级支出 = 各下级的上级补助收入',
            '收支表', '[X4] + [Y4]', '[T4] + [G4]', 'children', 'year_to_date',
            'at_close', 'warning', 'control', '会计基础工作规范第六十七条'),
        ('2017', '年末待转为零', '年末待转社会保险费收入和待转利息收入无余额',
            '资产负债表', 'closing(4601) + closing(4602)', '0', 'book', 'year',
            'at_close', 'error', 'control', '财会〔2017〕28号');

    -- 印本口径: income by credit turnover, expenditure by debit turnover
    PERFORM fund._add_printed_filling_control('2017', printed.item_id, printed.formula::fund.formula)
    FROM (VALUES
        ('T2', 'credit(4101)'),
        ('T3', 'credit(420101)'),
        ('T4', 'credit(440101)'),
        ('T5', 'credit(440201)'),
        ('T6', 'credit(450101)'),
        ('G2', 'credit(420102)'),
        ('G4', 'credit(440102)'),
        ('G5', 'credit(440202)'),
        ('G6', 'credit(450102)'),
        ('X2', 'debit(5101)'),
        ('X3', 'debit(530101)'),
        ('X4', 'debit(530201)'),
        ('X5', 'debit(540101)'),
        ('Y3', 'debit(530102)'),
        ('Y4', 'debit(530202)'),
        ('Y5', 'debit(540102)')
    ) AS printed (item_id, formula);

    PERFORM fund._add_employee_final_accounts('2017');

    UPDATE ledger.standard SET shipped = true WHERE standard = '2017';
END
$function$;

COMMENT ON FUNCTION fund._install_standard_2017() IS
'Part of fund.create_ledger(): standard 2017, 财会〔2017〕28号 for 职工基本医疗保险基金, with net lines.';

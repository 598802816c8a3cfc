-- 2017-居民: 社会保险基金会计制度(财会〔2017〕28号) for 城乡居民基本医疗保险基金. One
-- fund without 个人账户 or 待转; every line of the 收支表 is net.

CREATE FUNCTION fund._install_standard_2017_resident() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.standard (standard, name, insurance, authority, effective_from, note)
    VALUES ('2017-居民', '社会保险基金会计制度(财会〔2017〕28号)——城乡居民基本医疗保险基金', '城乡居民基本医疗保险',
            '财会〔2017〕28号', '2018-01-01',
            '收支表各项目一律按净发生额填列;印本按单方发生额填列的项目由“印本口径”各规则比对');

    -- 会计科目 -----------------------------------------------------------------

    -- 一、资产类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds,
         account, name, postable, detail, overdraft, month_end_zero, note)
    SELECT '2017-居民', 'asset', 'debit', ARRAY['opening', 'normal', 'adjustment'],
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
        ('1202',   '委托投资',       false, 'closed', 'free',     'no',   '城乡居民基本医疗保险基金不使用')
    ) AS chart (account, name, postable, detail, overdraft, month_end_zero, note);

    -- 二、负债类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail, note)
    SELECT '2017-居民', 'liability', 'credit', ARRAY['opening', 'normal', 'adjustment'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail, chart.note
    FROM (VALUES
        ('2001',   '暂收款',           true, 'open', NULL),
        ('200101', '异地就医预付金',   true, 'open', NULL),
        ('200102', '异地就医清算资金', true, 'open', NULL),
        ('200103', '异地就医资金',     true, 'open', NULL),
        ('2101',   '借入款项',         true, 'open', '按债权人明细核算')
    ) AS chart (account, name, postable, detail, note);

    PERFORM fund._demand_parties('2017-居民');

    -- 三、净资产类
    INSERT INTO ledger.account
        (standard, element, normal_side, account, name, postable, kinds, note)
    SELECT '2017-居民', 'net_assets', 'credit', chart.account::fund.account_code, chart.name,
           chart.postable, chart.kinds::text[], chart.note
    FROM (VALUES
        ('3001', '一般基金结余', true,  '{opening, closing, adjustment, transfer}', NULL),
        ('3101', '风险基金结余', true,  '{opening, adjustment, transfer}',          '由提取风险基金的新型农村合作医疗基金使用'),
        ('3201', '储备金结余',   false, '{opening, adjustment}',                    '城乡居民基本医疗保险基金不使用')
    ) AS chart (account, name, postable, kinds, note);

    -- 四、收入类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail, note)
    SELECT '2017-居民', 'income', 'credit', ARRAY['normal', 'closing'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail, chart.note
    FROM (VALUES
        ('4001',   '社会保险费收入',   true, 'open', NULL),
        ('400101', '个人缴费收入',     true, 'open', NULL),
        ('400102', '医疗救助资助收入', true, 'open', '医疗救助资助参保,视同缴费'),
        ('400103', '集体扶持收入',     true, 'open', NULL),
        ('400104', '财政代缴收入',     true, 'open', NULL),
        ('4101', '财政补贴收入',   true,  'open',   NULL),
        ('4102', '集体补助收入',   false, 'closed', '城乡居民基本医疗保险基金不使用'),
        ('4201', '利息收入',       true,  'open',   NULL),
        ('4202', '委托投资收益',   false, 'closed', '城乡居民基本医疗保险基金不使用'),
        ('4301', '转移收入',       false, 'closed', '城乡居民基本医疗保险基金的收支表不列此项'),
        ('4401', '上级补助收入',   true,  'open',   NULL),
        ('4402', '下级上解收入',   true,  'open',   NULL),
        ('4501', '其他收入',       true,  'open',   NULL)
    ) AS chart (account, name, postable, detail, note);

    -- 五、支出类
    INSERT INTO ledger.account
        (standard, element, normal_side, kinds, account, name, postable, detail, note)
    SELECT '2017-居民', 'expenditure', 'debit', ARRAY['normal', 'closing'],
           chart.account::fund.account_code, chart.name, chart.postable, chart.detail, chart.note
    FROM (VALUES
        ('5001',   '社会保险待遇支出', false, 'closed', NULL),
        ('500101', '住院费用支出',     true,  'open',   NULL),
        ('500102', '门诊费用支出',     true,  'open',   NULL),
        ('500103', '其他费用支出',     true,  'open',   NULL),
        ('5101',   '大病保险支出',     true,  'open',   NULL),
        ('5102',   '劳动能力鉴定支出', false, 'closed', '城乡居民基本医疗保险基金不使用'),
        ('5103',   '工伤预防费用支出', false, 'closed', '城乡居民基本医疗保险基金不使用'),
        ('5104',   '稳定岗位补贴支出', false, 'closed', '城乡居民基本医疗保险基金不使用'),
        ('5105',   '技能提升补贴支出', false, 'closed', '城乡居民基本医疗保险基金不使用'),
        ('5201',   '转移支出',         false, 'closed', '城乡居民基本医疗保险基金的收支表不列此项'),
        ('5301',   '上解上级支出',     true,  'open',   NULL),
        ('5302',   '补助下级支出',     true,  'open',   NULL),
        ('5401',   '其他支出',         true,  'open',   NULL)
    ) AS chart (account, name, postable, detail, note);

    PERFORM fund._expect_templates('2017-居民');

    -- 收支两条线 ---------------------------------------------------------------

    PERFORM fund._add_bank_account_rules('2017-居民');

    -- 账结 --------------------------------------------------------------------

    INSERT INTO ledger.carry_rule (standard, carry_group, from_account, to_account, kind)
    SELECT '2017-居民', '基金结余', carry.from_account::fund.account_code,
           carry.to_account::fund.account_code, 'closing'
    FROM (VALUES
        ('4001', '3001'),
        ('4101', '3001'),
        ('4201', '3001'),
        ('4401', '3001'),
        ('4402', '3001'),
        ('4501', '3001'),
        ('5001', '3001'),
        ('5101', '3001'),
        ('5301', '3001'),
        ('5302', '3001'),
        ('5401', '3001')
    ) AS carry (from_account, to_account);

    PERFORM fund._add_prior_year_accounts('2017-居民', '4501', '5401');

    -- 基金间调整: 风险基金 drawn from the fund, and released to it
    INSERT INTO ledger.transfer_group (standard, transfer_group, account)
    VALUES
        ('2017-居民', '一般基金与风险基金', '3001'),
        ('2017-居民', '一般基金与风险基金', '3101');

    -- 会计报表 -----------------------------------------------------------------

    PERFORM fund._add_statement_forms('2017-居民');

    -- 资产负债表 会社保01表. 一般基金结余 is its account and what of the income and
    -- the expenditure has not been closed into it yet.
    INSERT INTO ledger.statement_line
        (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT '2017-居民', '资产负债表', line.line_no, line.item_id, line.ordinal, line.item,
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
        (17, 'N1',  '',      '一般基金结余',     2,
            'closing(3001)'
            ' + closing(4001) + closing(4101) + closing(4201)'
            ' + closing(4401) + closing(4402) + closing(4501)'
            ' - closing(5001) - closing(5101)'
            ' - closing(5301) - closing(5302) - closing(5401)'),
        (18, 'N2',  '',      '风险基金结余',     2, 'closing(3101)'),
        (19, 'N0',  '',      '净资产合计',       1, '[N1] + [N2]'),

        (20, 'S0',  '',      '负债与净资产总计', 1, '[L0] + [N0]')
    ) AS line (line_no, item_id, ordinal, item, level, formula);

    -- 收支表 会社保02表
    INSERT INTO ledger.statement_line
        (standard, statement, line_no, item_id, ordinal, item, level, formula)
    SELECT '2017-居民', '收支表', line.line_no, line.item_id, line.ordinal, line.item,
           line.level, line.formula::fund.formula
    FROM (VALUES
        ( 1, 'I0',  '一、', '基金收入',         1, '[I1] + [I2] + [I3] + [I4] + [I5] + [I6]'),
        ( 2, 'I1',  '',     '社会保险费收入',   2, 'net(4001)'),
        ( 3, 'I2',  '',     '财政补贴收入',     2, 'net(4101)'),
        ( 4, 'I3',  '',     '利息收入',         2, 'net(4201)'),
        ( 5, 'I4',  '',     '上级补助收入',     2, 'net(4401)'),
        ( 6, 'I5',  '',     '下级上解收入',     2, 'net(4402)'),
        ( 7, 'I6',  '',     '其他收入',         2, 'net(4501)'),

        ( 8, 'E0',  '二、', '基金支出',         1, '[E1] + [E2] + [E3] + [E4] + [E5]'),
        ( 9, 'E1',  '',     '社会保险待遇支出', 2, 'net(5001)'),
        (10, 'E11', '(一)', '住院费用',         3, 'net(500101)'),
        (11, 'E12', '(二)', '门诊费用',         3, 'net(500102)'),
        (12, 'E13', '(三)', '其他费用',         3, 'net(500103)'),
        (13, 'E2',  '',     '大病保险支出',     2, 'net(5101)'),
        (14, 'E3',  '',     '上解上级支出',     2, 'net(5301)'),
        (15, 'E4',  '',     '补助下级支出',     2, 'net(5302)'),
        (16, 'E5',  '',     '其他支出',         2, 'net(5401)'),

        (17, 'R0',  '三、', '本期基金结余',     1, '[I0] - [E0]'),

        -- what moves the fund without being income or expenditure: the printed
        -- form has no such line
        (18, 'R1',  '未列入报表:', '账实差额调整', 1, 'net(3001) + net(3101)')
    ) AS line (line_no, item_id, ordinal, item, level, formula);

    UPDATE ledger.statement_line
    SET supplementary = true
    WHERE standard = '2017-居民' AND item_id = 'R1';

    -- 勾稽关系 -----------------------------------------------------------------

    PERFORM fund._add_balance_sheet_rules('2017-居民');

    -- between the two statements
    PERFORM fund._add_turnover_rule('2017-居民', '净资产变动', '净资产的变动 = 本期基金结余 + 账实差额调整',
        '资产负债表[N0] - opening(资产负债表[N0])'::fund.formula, '[R0] + [R1]'::fund.formula,
        '会计基础工作规范第六十七条;由复式记账推得');

    -- details and their parent
    PERFORM fund._add_turnover_rule('2017-居民', '待遇明细', '社会保险待遇支出 = 各明细之和',
        '[E1]'::fund.formula, '[E11] + [E12] + [E13]'::fund.formula, '财会〔2017〕28号');

    -- 控制 --------------------------------------------------------------------

    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, rhs_of, period_window,
         judged, severity, rule_type, authority)
    VALUES
        ('2017-居民', '上下级往来-上解', '下级上解收入 = 各下级的上解上级支出',
            '收支表', '[I5]', '[E3]', 'children', 'year_to_date',
            'at_close', 'warning', 'control', '会计基础工作规范第六十七条'),
        ('2017-居民', '上下级往来-补助', '补助下级支出 = 各下级的上级补助收入',
            '收支表', '[E4]', '[I4]', 'children', 'year_to_date',
            'at_close', 'warning', 'control', '会计基础工作规范第六十七条');

    -- 印本口径: income by credit turnover, expenditure by debit turnover
    PERFORM fund._add_printed_filling_control('2017-居民', printed.item_id, printed.formula::fund.formula)
    FROM (VALUES
        ('I2', 'credit(4101)'),
        ('I3', 'credit(4201)'),
        ('I4', 'credit(4401)'),
        ('I5', 'credit(4402)'),
        ('I6', 'credit(4501)'),
        ('E2', 'debit(5101)'),
        ('E3', 'debit(5301)'),
        ('E4', 'debit(5302)'),
        ('E5', 'debit(5401)')
    ) AS printed (item_id, formula);

    PERFORM fund._add_resident_final_accounts('2017-居民');

    UPDATE ledger.standard SET shipped = true WHERE standard = '2017-居民';
END
$function$;

COMMENT ON FUNCTION fund._install_standard_2017_resident() IS
'Part of fund.create_ledger(): standard 2017-居民, 财会〔2017〕28号 for 城乡居民基本医疗保险基金, with net lines.';

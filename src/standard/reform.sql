-- reform: the standard 2017 with what the founding article proposes under 建议办法:
-- an account 待转基金 that is carried over the year and from which differences of
-- the personal accounts are adjusted (二), the lines filled from it (三), and
-- accruals in an overlay (一). What follows is the list of differences.

CREATE FUNCTION fund._install_standard_reform() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._copy_standard('2017', 'reform',
        '社会保险基金会计制度(财会〔2017〕28号)改进方案——职工基本医疗保险基金',
        '财会〔2017〕28号;建议办法(一)至(三)', date '2018-01-01',
        '改进方案,非财政部发布:增设待转基金科目,收付实现制账簿之上叠加权责发生制');

    -- 待转基金 -----------------------------------------------------------------

    INSERT INTO ledger.account
        (standard, account, name, element, normal_side, kinds, note)
    VALUES
        ('reform', '300103', '待转基金', 'net_assets', 'credit', '{opening, carry, adjustment, transfer}',
            '月末仍未确定归属的保险费和利息,可跨年结转');

    -- 建议办法(四): no more is given away than there is; what month-end carries is
    -- no change of the sum.
    UPDATE ledger.account
    SET overdraft = CASE account::text WHEN '300103' THEN 'guarded_by_hand' ELSE overdraft END,
        guard_group = '待转基金'
    WHERE standard = 'reform' AND account::text IN ('300103', '4601', '4602');

    UPDATE ledger.account
    SET kinds = '{opening, normal, carry}',
        month_end_zero = 'error',
        note = '月末仍未确定归属的转入待转基金,月末和年末均无余额'
    WHERE standard = 'reform' AND account::text IN ('4601', '4602');

    INSERT INTO ledger.carry_rule (standard, carry_group, from_account, to_account, kind)
    VALUES
        ('reform', '待转基金', '4601', '300103', 'carry'),
        ('reform', '待转基金', '4602', '300103', 'carry');

    -- 账实差额: what the personal accounts are found to hold, by their list
    INSERT INTO ledger.transfer_group (standard, transfer_group, account)
    VALUES
        ('reform', '个人账户基金与待转基金', '300102'),
        ('reform', '个人账户基金与待转基金', '300103');

    UPDATE ledger.statement_line
    SET formula = 'closing(300103) + closing(4601) + closing(4602)',
        shown = 'both'
    WHERE standard = 'reform' AND statement = '资产负债表' AND item_id = 'N13';

    UPDATE ledger.statement_line
    SET formula = 'net(300103) + net(4601) + net(4602)',
        shown = 'both'
    WHERE standard = 'reform' AND statement = '收支表' AND item_id = 'Z3';

    -- What 待转基金 moved by. A carry voucher stays within 4601, 4602 and 300103,
    -- so the parts are the whole whatever month-end carries.
    PERFORM fund._insert_statement_line('reform', '收支表', part.after_item, part.item_id,
        part.item, 3, part.formula::fund.formula, part.ordinal, 'both', false)
    FROM (VALUES
        ('Z3',  'Z31', '其中:', '待转保险费收入', 'net(4601, normal)'),
        ('Z31', 'Z32', '',      '待转利息收入',   'net(4602, normal)'),
        ('Z32', 'Z33', '',      '差额调整',       'net(300103, transfer) + net(300103, adjustment)')
    ) AS part (after_item, item_id, ordinal, item, formula);

    PERFORM fund._add_turnover_rule('reform', '待转收入与待转基金',
        '待转保险费收入 + 待转利息收入 + 差额调整 = 待转基金',
        '[Z31] + [Z32] + [Z33]'::fund.formula, '[Z3]'::fund.formula,
        '建议办法(三);由复式记账推得');

    DELETE FROM ledger.articulation
    WHERE standard = 'reform' AND rule = '年末待转为零';

    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, relation, rhs, period_window,
         judged, severity, rule_type, authority)
    VALUES
        ('reform', '月末待转收入为零-保险费', '月末待转社会保险费收入无余额',
            '资产负债表', 'closing(4601)', '=', '0', 'month',
            'at_close', 'error', 'control', '建议办法(二)'),
        ('reform', '月末待转收入为零-利息', '月末待转利息收入无余额',
            '资产负债表', 'closing(4602)', '=', '0', 'month',
            'at_close', 'error', 'control', '建议办法(二)'),
        ('reform', '待转基金不为负', '待转基金余额不为负',
            '资产负债表', '[N13]', '>=', '0', 'month',
            'at_close', 'warning', 'control', '建议办法(二)');

    -- 决算: what is still 待转 is carried over the year, so it is of the year's income.
    INSERT INTO ledger.statement_line (standard, statement, line_no, item_id, ordinal, item, level, formula)
    VALUES
        ('reform', '决算收支表',  9, 'JI9',  '', '待转基金', 2, '收支表[Z3]'),
        ('reform', '决算收支表', 16, 'JP03', '', '待转基金', 3, 'opening(资产负债表[N13])'),
        ('reform', '决算收支表', 36, 'JQ03', '', '待转基金', 3, '[JI9]'),
        ('reform', '决算收支表', 40, 'JF03', '', '待转基金', 3, '资产负债表[N13]'),
        ('reform', '决算总表',    9, 'JI9',  '', '待转基金', 2, '决算收支表[JI9]');
    UPDATE ledger.statement_line SET formula = '[JI01] + [JI02] + [JI9]'
    WHERE standard = 'reform' AND statement = '决算收支表' AND item_id = 'JI0';
    DELETE FROM ledger.articulation
    WHERE standard = 'reform' AND statement IN ('决算收支表', '决算总表') AND rule !~ '-(统筹|个人账户)基金$';
    PERFORM fund._add_final_accounts_rules('reform', '收支表[Z4] + 收支表[Z5]');
    INSERT INTO ledger.articulation (standard, rule, name, statement, lhs, rhs, period_window, authority)
    VALUES
        ('reform', '决算-滚存结余-待转基金', '待转基金:上年结余 + 本年增加 = 年末滚存结余',
            '决算收支表', '[JP03] + [JQ03]', '[JF03]', 'year_to_date', '建议办法(二)(三);由复式记账推得');

    -- 权责发生制 ---------------------------------------------------------------

    -- The overlay is of what is due: money is what was received and paid.
    UPDATE ledger.account
    SET bases = '{cash, accrual}'
    WHERE standard = 'reform' AND account::text !~ '^100';

    INSERT INTO ledger.account
        (standard, account, name, element, normal_side, kinds, detail, bases, note)
    VALUES
        ('reform', '1131', '应收医保费',     'asset',     'debit',  '{opening, normal, adjustment}', 'open', '{accrual}', '按缴费单位和个人明细核算'),
        ('reform', '1132', '应收利息',       'asset',     'debit',  '{opening, normal, adjustment}', 'open', '{accrual}', NULL),
        ('reform', '2201', '应付医疗待遇款', 'liability', 'credit', '{opening, normal, adjustment}', 'open', '{accrual}', '按医药机构和个人明细核算'),
        ('reform', '2202', '应付利息',       'liability', 'credit', '{opening, normal, adjustment}', 'open', '{accrual}', NULL),
        ('reform', '2203', '预收医保费',     'liability', 'credit', '{opening, normal, adjustment}', 'open', '{accrual}', '按缴费单位和个人明细核算');

    PERFORM fund._demand_parties('reform');

    -- 建议办法(一): contributions are not waived, so what is settled was received.
    UPDATE ledger.account
    SET settlement = CASE WHEN account::text IN ('1131', '2203') THEN 'claim' ELSE 'receipt' END
    WHERE standard = 'reform' AND account::text IN ('1131', '2203', '400101', '400102', '4601');

    PERFORM fund._insert_statement_line('reform', '资产负债表', line.after_item, line.item_id,
        line.item, 2, line.formula::fund.formula, '', 'both', true)
    FROM (VALUES
        ('A7', 'A8', '应收医保费',     'closing(1131)'),
        ('A8', 'A9', '应收利息',       'closing(1132)'),
        ('L2', 'L3', '应付医疗待遇款', 'closing(2201)'),
        ('L3', 'L4', '应付利息',       'closing(2202)'),
        ('L4', 'L5', '预收医保费',     'closing(2203)')
    ) AS line (after_item, item_id, item, formula);

    UPDATE ledger.statement_line
    SET formula = '[A1] + [A2] + [A3] + [A4] + [A5] + [A6] + [A7] + [A8] + [A9]'
    WHERE standard = 'reform' AND statement = '资产负债表' AND item_id = 'A0';

    UPDATE ledger.statement_line
    SET formula = '[L1] + [L2] + [L3] + [L4] + [L5]'
    WHERE standard = 'reform' AND statement = '资产负债表' AND item_id = 'L0';

    UPDATE ledger.standard SET shipped = true WHERE standard = 'reform';
END
$function$;

COMMENT ON FUNCTION fund._install_standard_reform() IS
'Part of fund.create_ledger(), after fund._install_standard_2017(): standard reform, the 2017 standard as the article would amend it.';

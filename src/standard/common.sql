-- What several accounting standards have in common, written once. Each part
-- is called by the fund._install_standard_…() of a standard, or by whoever
-- derives a standard of their own from a shipped one.

CREATE FUNCTION fund._copy_standard(
    source text,
    target text,
    target_name text,
    target_authority text,
    target_effective_from date,
    target_note text DEFAULT NULL
) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    part    text;
    columns text;
BEGIN
    INSERT INTO ledger.standard (standard, name, insurance, authority, effective_from, note)
    SELECT target, target_name, s.insurance, target_authority, target_effective_from, target_note
    FROM ledger.standard AS s
    WHERE s.standard = source;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG014',
            MESSAGE = format('standard "%s" does not exist', source),
            HINT = 'The table ledger.standard lists the standards.';
    END IF;

    -- In the order of their foreign keys. A column that a later version adds
    -- is copied too.
    FOREACH part IN ARRAY ARRAY['account', 'posting_rule', 'carry_rule', 'transfer_group',
                                'statement', 'statement_column', 'statement_line', 'articulation']
    LOOP
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
        INTO STRICT columns
        FROM pg_attribute AS a
        WHERE a.attrelid = format('ledger.%I', part)::regclass
          AND a.attnum > 0
          AND NOT a.attisdropped
          AND a.attname <> 'standard';

        -- INSERT INTO ledger.account (standard, account, name, …)
        -- SELECT $2, account, name, … FROM ledger.account WHERE standard = $1
        EXECUTE format('INSERT INTO ledger.%1$I (standard, %2$s) '
                       'SELECT $2, %2$s FROM ledger.%1$I WHERE standard = $1',
                       part, columns)
        USING source, target;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._copy_standard(text, text, text, text, date, text) IS
'Copies every row of a standard to a new one, which is not shipped and so may be changed: how a standard is derived from another.';


CREATE FUNCTION fund._insert_statement_line(
    standard text,
    statement text,
    after_item text,
    item_id text,
    item text,
    level integer,
    formula fund.formula,
    ordinal text DEFAULT '',
    shown text DEFAULT 'both',
    accrual_only boolean DEFAULT false
) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    place integer;
BEGIN
    SELECT l.line_no + 1
    INTO place
    FROM ledger.statement_line AS l
    WHERE l.standard = _insert_statement_line.standard
      AND l.statement = _insert_statement_line.statement
      AND l.item_id = after_item;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG042',
            MESSAGE = format('statement "%s" of standard "%s" has no line "%s"',
                             statement, standard, after_item);
    END IF;

    -- By way of the negative numbers: line_no is unique row by row.
    UPDATE ledger.statement_line AS l
    SET line_no = -l.line_no - 1
    WHERE l.standard = _insert_statement_line.standard
      AND l.statement = _insert_statement_line.statement
      AND l.line_no >= place;

    UPDATE ledger.statement_line AS l
    SET line_no = -l.line_no
    WHERE l.standard = _insert_statement_line.standard
      AND l.statement = _insert_statement_line.statement
      AND l.line_no < 0;

    INSERT INTO ledger.statement_line
        (standard, statement, line_no, item_id, ordinal, item, level, formula, shown, accrual_only)
    VALUES
        (standard, statement, place, item_id, ordinal, item, level, formula, shown, accrual_only);
END
$function$;

COMMENT ON FUNCTION fund._insert_statement_line(text, text, text, text, text, integer, fund.formula, text, text, boolean) IS
'Inserts a line into a statement below another line and renumbers the 行次 that follow.';


CREATE FUNCTION fund._add_statement_forms(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.statement (standard, statement, english_name, form, position)
    VALUES
        (standard, '资产负债表', 'balance_sheet',      '会社保01表', 1),
        (standard, '收支表',     'income_expenditure', '会社保02表', 2);

    INSERT INTO ledger.statement_column (standard, statement, column_no, name, period_window, shown)
    VALUES
        (standard, '资产负债表', 1, '年初余额',   'prior_year',   'both'),
        (standard, '资产负债表', 2, '期末余额',   'month',        'both'),
        (standard, '收支表',     1, '本月数',     'month',        'monthly'),
        (standard, '收支表',     2, '本年累计数', 'year_to_date', 'monthly'),
        (standard, '收支表',     3, '本年数',     'year',         'annual'),
        (standard, '收支表',     4, '上年数',     'prior_year',   'annual');
END
$function$;

COMMENT ON FUNCTION fund._add_statement_forms(text) IS
'Gives a standard the two forms of 财会〔2017〕28号 with their columns: 会社保01表 and 会社保02表.';


-- 收支两条线. A pair whose account the standard's chart does not have is left
-- out: 居民 has no 4601.
CREATE FUNCTION fund._add_bank_account_rules(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.posting_rule (standard, debit, credit, verdict, reason, authority)
    SELECT _add_bank_account_rules.standard, d.account, c.account, pair.verdict, pair.reason,
           '社会保险基金财务制度(财社〔2017〕144号)' || pair.article
    FROM (VALUES
        -- 收入户存款 pays to the 财政专户, up and back, and nothing else
        ('1101', '1002', 'forbid', '收入户不得支付暂付款:应由支出户或财政专户支付',                    '第四十条'),
        ('1201', '1002', 'forbid', '收入户资金不得购买债券:应先划入财政专户',                          '第四十条'),
        ('5001', '1002', 'forbid', '收入户不得支付待遇:应由支出户支付',                                '第四十条'),
        ('5101', '1002', 'forbid', '收入户不得支付大病保险支出:应由支出户或财政专户支付',              '第四十条'),
        ('5201', '1002', 'forbid', '收入户不得支付转移支出:应由支出户支付',                            '第四十条'),
        ('5301', '1002', 'allow',  '收入户可以向上级上解基金',                                         '第四十条'),
        ('5302', '1002', 'forbid', '收入户不得补助下级:应由财政专户或支出户拨付',                      '第四十条'),
        ('5401', '1002', 'forbid', '收入户不得支付其他支出:应由支出户支付',                            '第四十条'),
        ('1001', '1002', 'forbid', '收入户不得提取现金:现金应由支出户提取',                            '第四十条'),
        ('2101', '1002', 'forbid', '收入户不得归还借款:应由财政专户归还',                              '第四十条'),

        -- 收入户存款 receives what the agency collects
        ('1002', '1003', 'warn',   '资金由收入户划入财政专户,一般不反向划转:请核对',                   '第四十条'),
        ('1002', '4101', 'warn',   '财政补贴一般直接拨入财政专户:请核对',                              '第四十二条'),

        ('1002', '1004', 'forbid', '支出户资金不得转入收入户:利息应缴入财政专户',                      '第四十一条'),
        ('1002', '1005', 'forbid', '国库存款不得转入收入户:应划入财政专户',                            '第四十条'),

        -- 国库存款 receives what tax collects, and goes to the 财政专户
        ('1005', '4101', 'forbid', '财政补贴不缴入国库:应拨入财政专户',                                '第四十二条'),
        ('1001', '1005', 'forbid', '国库存款不得提取现金:应划入财政专户',                              '第四十二条'),
        ('1101', '1005', 'forbid', '国库存款不得支付暂付款:应由支出户或财政专户支付',                  '第四十二条'),
        ('1201', '1005', 'forbid', '国库存款不得购买债券:应先划入财政专户',                            '第四十二条'),
        ('5001', '1005', 'forbid', '国库存款不得支付待遇:应由支出户支付',                              '第四十二条'),
        ('5101', '1005', 'forbid', '国库存款不得支付大病保险支出:应由支出户或财政专户支付',            '第四十二条'),
        ('5201', '1005', 'forbid', '国库存款不得支付转移支出:应由支出户支付',                          '第四十二条'),

        -- Cash is drawn from the 支出户, bonds are bought from the 财政专户
        ('1001', '1003', 'forbid', '财政专户不得提取现金:现金应由支出户提取',                          '第四十二条'),
        ('1201', '1004', 'forbid', '支出户不得购买债券:应由财政专户购买',                              '第四十一条'),

        -- 支出户存款 receives 财政专户 allocations, money from above, its own
        -- interest and what comes back of its payments
        ('1004', '1002', 'forbid', '收入户资金不得直接转入支出户:应先划入财政专户',                    '第四十一条'),
        ('1004', '1005', 'forbid', '国库存款不得直接转入支出户:应先划入财政专户',                      '第四十一条'),
        ('1004', '4001', 'forbid', '支出户不得收取保险费:应缴入收入户、国库或财政专户',                '第四十一条'),
        ('1004', '4101', 'forbid', '支出户不得收取财政补贴:应拨入财政专户',                            '第四十一条'),
        ('1004', '4301', 'forbid', '支出户不得收取转移收入:应缴入收入户或财政专户',                    '第四十一条'),
        ('1004', '4402', 'forbid', '支出户不得收取下级上解:应缴入收入户或财政专户',                    '第四十一条'),
        ('1004', '4601', 'forbid', '支出户不得收取归属待定的保险费:应缴入收入户、国库或财政专户',      '第四十一条'),
        ('1004', '1201', 'warn',   '债券本金一般收回财政专户:请核对',                                  '第四十一条'),
        ('1004', '2101', 'warn',   '借入款项一般存入财政专户:请核对',                                  '第四十一条'),
        ('1004', '4501', 'warn',   '支出户只收本户利息和按原渠道退回的款项,其他收入一般不存入:请核对', '第四十一条'),

        -- 收支两条线: income is not set off against expenditure
        ('5001', '4001', 'warn',   '保险费收入不直接抵付待遇,收支应分别核算:请核对',                   '第四十条至第四十二条'),
        ('5001', '4201', 'warn',   '利息收入不直接抵付待遇,收支应分别核算:请核对',                     '第四十条至第四十二条'),
        ('5201', '4001', 'warn',   '保险费收入不直接抵付转移支出,收支应分别核算:请核对',               '第四十条至第四十二条'),
        ('5401', '4501', 'warn',   '其他收入不直接抵付其他支出,收支应分别核算:请核对',                 '第四十条至第四十二条')
    ) AS pair (debit, credit, verdict, reason, article)
    JOIN ledger.account AS d
        ON d.standard = _add_bank_account_rules.standard
       AND d.account OPERATOR(fund.=) pair.debit::fund.account_code
    JOIN ledger.account AS c
        ON c.standard = _add_bank_account_rules.standard
       AND c.account OPERATOR(fund.=) pair.credit::fund.account_code;
END
$function$;

COMMENT ON FUNCTION fund._add_bank_account_rules(text) IS
'Gives a standard the posting rules on 收入户, 支出户 and 财政专户 that follow from arts. 40-42 of 财社〔2017〕144号.';


-- An opening may lack them, for an old system may not have kept them.
CREATE FUNCTION fund._demand_parties(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    UPDATE ledger.account AS a
    SET party_kind = demanded.party_kind
    FROM (VALUES
        ('110102', 'institution'),
        ('1131',   'payer'),
        ('2101',   'lender')
    ) AS demanded (account, party_kind)
    WHERE a.standard = _demand_parties.standard
      AND a.account OPERATOR(fund.=) demanded.account::fund.account_code;
END
$function$;

COMMENT ON FUNCTION fund._demand_parties(text) IS
'Has a standard keep 预付金, 应收医保费 and 借入款项, as far as it has them, by institution, payer and lender.';


CREATE FUNCTION fund._add_balance_sheet_rules(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, rhs_of, period_window, authority)
    VALUES
        (standard, '资产负债平衡-期末', '期末:资产总计 = 负债与净资产总计',
            '资产负债表', '[A0]', '[S0]', 'book', 'month',
            '会计基础工作规范第六十七条'),
        (standard, '资产负债平衡-年初', '年初:资产总计 = 负债与净资产总计',
            '资产负债表', 'opening(资产负债表[A0])', 'opening(资产负债表[S0])', 'book', 'year_to_date',
            '会计基础工作规范第六十七条'),
        (standard, '年初余额-资产总计', '资产总计:年初余额 = 上年末已出具报表的期末余额',
            '资产负债表', 'opening(资产负债表[A0])', '[A0]', 'issued', 'year_to_date',
            '财会〔2017〕28号;会计基础工作规范第六十七条'),
        (standard, '年初余额-净资产合计', '净资产合计:年初余额 = 上年末已出具报表的期末余额',
            '资产负债表', 'opening(资产负债表[N0])', '[N0]', 'issued', 'year_to_date',
            '财会〔2017〕28号;会计基础工作规范第六十七条'),
        (standard, '年初余额-负债与净资产总计', '负债与净资产总计:年初余额 = 上年末已出具报表的期末余额',
            '资产负债表', 'opening(资产负债表[S0])', '[S0]', 'issued', 'year_to_date',
            '财会〔2017〕28号;会计基础工作规范第六十七条');

    -- 其中: a part is not more than the whole
    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, relation, rhs, period_window, severity, rule_type, authority)
    VALUES
        (standard, '其中-异地就医预付金', '其中:异地就医预付金 ≤ 暂付款',
            '资产负债表', '[A61]', '<=', '[A6]', 'month', 'warning', 'control', '财会〔2017〕28号'),
        (standard, '其中-异地就医资金', '其中:异地就医资金 ≤ 暂收款',
            '资产负债表', '[L11]', '<=', '[L1]', 'month', 'warning', 'control', '财会〔2017〕28号');
END
$function$;

COMMENT ON FUNCTION fund._add_balance_sheet_rules(text) IS
'Gives a standard the articulation rules within the 资产负债表 and between it and the one issued for the last year.';


CREATE FUNCTION fund._add_turnover_rule(
    standard text,
    rule text,
    name text,
    lhs fund.formula,
    rhs fund.formula,
    authority text
) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, period_window, authority)
    VALUES
        (standard, rule || '-月',   '本月:' || name,     '收支表', lhs, rhs, 'month',        authority),
        (standard, rule || '-累计', '本年累计:' || name, '收支表', lhs, rhs, 'year_to_date', authority);
END
$function$;

COMMENT ON FUNCTION fund._add_turnover_rule(text, text, text, fund.formula, fund.formula, text) IS
'Adds an articulation of the 收支表 twice: over the month and over the year to date.';


-- 以前年度. What a year that is over has taken in or spent is income and
-- expenditure no more: what moves of it later is 其他支出 (退费) or 其他收入 (追回).
CREATE FUNCTION fund._add_prior_year_accounts(standard text, income text, expenditure text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    UPDATE ledger.account AS a
    SET prior_year_account = later.account
    FROM ledger.carry_rule AS c
    JOIN ledger.carry_rule AS o
        ON o.standard = c.standard AND o.carry_group = c.carry_group
    JOIN ledger.account AS later
        ON later.standard = o.standard AND later.account OPERATOR(fund.=) o.from_account
    WHERE a.standard = _add_prior_year_accounts.standard
      AND c.standard = a.standard
      AND c.kind OPERATOR(fund.=) 'closing'
      AND a.postable
      AND a.account OPERATOR(fund.<@) c.from_account
      AND later.account OPERATOR(fund.<@)
          CASE a.element WHEN 'income' THEN expenditure ELSE income END::fund.account_code;
END
$function$;

COMMENT ON FUNCTION fund._add_prior_year_accounts(text, text, text) IS
'Says of each account that is closed into net assets where what moves of it in a later year goes: of income to the expenditure account of its sub-fund, of expenditure to the income account.';


-- 其他支出: what an agency's office costs is never the fund's, and here it would hide.
CREATE FUNCTION fund._expect_templates(standard text) RETURNS void
    LANGUAGE sql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        UPDATE ledger.account AS a SET by_template = true
        WHERE a.standard = _expect_templates.standard AND a.account OPERATOR(fund.=) '5401'::fund.account_code
    $$;

COMMENT ON FUNCTION fund._expect_templates(text) IS
'Has a standard say of 5401 其他支出, and so of its details, that it is posted to by template.';


-- Credit (income) or debit (expenditure) turnover alone is how the printed
-- form fills these lines. A refund on the other side is lost from it.
CREATE FUNCTION fund._add_printed_filling_control(
    standard text,
    item_id text,
    printed fund.formula
) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    INSERT INTO ledger.articulation
        (standard, rule, name, statement, lhs, rhs, period_window, severity, rule_type, authority)
    SELECT l.standard, '印本口径-' || l.item_id, l.item || ':净发生额 = 印本填列的单方发生额',
           l.statement, ('[' || l.item_id || ']')::fund.formula, printed,
           'month', 'warning', 'control', '财会〔2017〕28号收支表编制说明'
    FROM ledger.statement_line AS l
    WHERE l.standard = _add_printed_filling_control.standard
      AND l.statement = '收支表'
      AND l.item_id = _add_printed_filling_control.item_id;
END
$function$;

COMMENT ON FUNCTION fund._add_printed_filling_control(text, text, fund.formula) IS
'Adds the warning that a 收支表 line, which is net turnover, differs from the one-sided turnover that the printed form is filled with.';

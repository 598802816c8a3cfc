-- 2017-as-printed: the standard 2017 with its statements filled as the 编制说明 of
-- 财会〔2017〕28号 say, word for word: income by credit turnover and expenditure by
-- debit turnover where they say 发生额, 一般基金结余 from account 3001 alone, and
-- 待转基金 of the 收支表 as what stands in 4601 and 4602. What contradicts itself
-- does so here. What follows is the list of differences.

CREATE FUNCTION fund._install_standard_2017_as_printed() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._copy_standard('2017', '2017-as-printed',
        '社会保险基金会计制度(财会〔2017〕28号)——职工基本医疗保险基金,按印本填列',
        '财会〔2017〕28号', date '2018-01-01',
        '各项目逐字按编制说明填列,互相矛盾之处照录;印本的勾稽不成立时只作提示');

    -- 资产负债表 ---------------------------------------------------------------

    -- 待转基金 is shown beneath 一般基金结余 and not part of it, nor of the total.
    UPDATE ledger.statement_line AS l
    SET formula = printed.formula::fund.formula
    FROM (VALUES
        ('N1',  'closing(3001)'),
        ('N11', 'closing(300101)'),
        ('N12', 'closing(300102)'),
        ('N13', 'closing(4601) + closing(4602)'),
        ('N0',  '[N1]')
    ) AS printed (item_id, formula)
    WHERE l.standard = '2017-as-printed' AND l.statement = '资产负债表'
      AND l.item_id = printed.item_id;

    -- 收支表 -------------------------------------------------------------------

    -- The one-sided lines are what 2017 warns of; here they are the lines.
    UPDATE ledger.statement_line AS l
    SET formula = a.rhs
    FROM ledger.articulation AS a
    WHERE l.standard = '2017-as-printed' AND l.statement = '收支表'
      AND a.standard = '2017-as-printed' AND a.rule = '印本口径-' || l.item_id;

    DELETE FROM ledger.articulation
    WHERE standard = '2017-as-printed' AND rule LIKE '印本口径-%';

    UPDATE ledger.statement_line
    SET formula = 'closing(4601) + closing(4602)'
    WHERE standard = '2017-as-printed' AND statement = '收支表' AND item_id = 'Z3';

    -- 勾稽关系 -----------------------------------------------------------------

    -- Without 待转基金 in the total, it takes assets and liabilities to see that
    -- 本期基金结余 of a month is over by what stood in 待转 before it.
    PERFORM fund._add_turnover_rule('2017-as-printed', '资产减负债变动', '资产减负债的变动 = 本期基金结余 + 账实差额调整',
        '资产负债表[A0] - 资产负债表[L0] - opening(资产负债表[A0]) + opening(资产负债表[L0])'::fund.formula,
        '[Z0] + [Z4] + [Z5]'::fund.formula, '会计基础工作规范第六十七条');

    -- What the printed rules do not keep must not stop a close.
    UPDATE ledger.articulation
    SET severity = 'warning'
    WHERE standard = '2017-as-printed'
      AND rule ~ '^(资产负债平衡|净资产变动|统筹基金变动|个人账户基金变动|待转基金变动|资产减负债变动)-';

    -- 决算 is of figures that articulate.
    PERFORM fund._drop_final_accounts('2017-as-printed');

    UPDATE ledger.standard SET shipped = true WHERE standard = '2017-as-printed';
END
$function$;

COMMENT ON FUNCTION fund._install_standard_2017_as_printed() IS
'Part of fund.create_ledger(), after fund._install_standard_2017(): standard 2017-as-printed, with the statements filled as 财会〔2017〕28号 says word for word, faults included.';

-- 2017-单一基金: 社会保险基金会计制度(财会〔2017〕28号) for a fund of one kind, without
-- 统筹基金, 个人账户 and 待转: what 医疗救助, 大额医疗救助, 公务员医疗补助, 长期护理, 工伤
-- and 失业 have in common, to be derived from (doc/funds.md). What follows is
-- the list of differences from 2017-居民.

CREATE FUNCTION fund._install_standard_2017_single() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._copy_standard('2017-居民', '2017-单一基金',
        '社会保险基金会计制度(财会〔2017〕28号)——单一基金',
        '财会〔2017〕28号', date '2018-01-01',
        '供医疗救助、大额(大病)医疗救助、公务员医疗补助、长期护理保险、工伤保险、失业保险等单一基金派生使用,'
        '非财政部对该基金发布的报表格式;收支表各项目一律按净发生额填列');
    UPDATE ledger.standard SET insurance = '单一基金' WHERE standard = '2017-单一基金';

    -- 决算 of these funds has forms of its own.
    PERFORM fund._drop_final_accounts('2017-单一基金');
    DELETE FROM ledger.account
    WHERE standard = '2017-单一基金' AND account::text ~ '^4001..';

    -- 待遇 has the details that the fund has. The numbers of the lines that go are
    -- left to those of derived forms: 10 to 13 of the 收支表, 18 of the 资产负债表.
    DELETE FROM ledger.articulation
    WHERE standard = '2017-单一基金' AND rule IN ('待遇明细-月', '待遇明细-累计', '印本口径-E2');
    DELETE FROM ledger.statement_line
    WHERE standard = '2017-单一基金' AND item_id IN ('E11', 'E12', 'E13', 'E2', 'N2');
    DELETE FROM ledger.account
    WHERE standard = '2017-单一基金' AND account::text ~ '^5001..';
    UPDATE ledger.account SET postable = true, detail = 'open'
    WHERE standard = '2017-单一基金' AND account::text = '5001';

    -- What one of these funds uses and the others do not takes no voucher until
    -- a derived standard says so, and is closed and counted from then on.
    UPDATE ledger.account SET postable = false, detail = 'closed', note = '由派生的制度按险种启用'
    WHERE standard = '2017-单一基金'
      AND account::text IN ('3101', '3201', '4301', '5101', '5102', '5103', '5104', '5105', '5201');
    INSERT INTO ledger.carry_rule (standard, carry_group, from_account, to_account, kind)
    SELECT '2017-单一基金', '基金结余', account.code::fund.account_code, '3001', 'closing'
    FROM (VALUES ('4301'), ('5102'), ('5103'), ('5104'), ('5105'), ('5201')) AS account (code);

    -- What is drawn from the fund is a 储备金 here.
    UPDATE ledger.account AS a SET kinds = given.kinds::fund.voucher_kind[]
    FROM (VALUES ('3101', '{opening, adjustment}'), ('3201', '{opening, adjustment, transfer}')) AS given (account, kinds)
    WHERE a.standard = '2017-单一基金' AND a.account::text = given.account;
    UPDATE ledger.transfer_group SET transfer_group = '一般基金与储备金' WHERE standard = '2017-单一基金';
    UPDATE ledger.transfer_group SET account = '3201' WHERE standard = '2017-单一基金' AND account::text = '3101';

    UPDATE ledger.statement_line AS l SET formula = line.formula::fund.formula
    FROM (VALUES
        ('N1', 'closing(3001)'
               ' + closing(4001) + closing(4101) + closing(4201) + closing(4301)'
               ' + closing(4401) + closing(4402) + closing(4501)'
               ' - closing(5001) - closing(5101) - closing(5102) - closing(5103)'
               ' - closing(5104) - closing(5105) - closing(5201)'
               ' - closing(5301) - closing(5302) - closing(5401)'),
        ('N0', '[N1]'),
        ('E0', '[E1] + [E3] + [E4] + [E5]'),
        ('R1', 'net(3001)')
    ) AS line (item_id, formula)
    WHERE l.standard = '2017-单一基金' AND l.item_id = line.item_id;

    UPDATE ledger.standard SET shipped = true WHERE standard = '2017-单一基金';
END
$function$;

COMMENT ON FUNCTION fund._install_standard_2017_single() IS
'Part of fund.create_ledger(), after fund._install_standard_2017_resident(): standard 2017-单一基金, 财会〔2017〕28号 for a fund of one kind without sub-funds, from which those of other kinds are derived.';

-- 中文名: what accountants call has a twin under a Chinese name, with Chinese
-- arguments and columns, all overloads of it. A function in C is the same one
-- again, for it sees by the names of its columns which language to answer in;
-- any other is called by its twin. Twins that leave columns out, or show them
-- otherwise, are written out beside what they are twins of.

CREATE FUNCTION fund._twins()
    RETURNS TABLE (original text, chinese text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        VALUES
            ('create_book', '建账'), ('derive_standard', '派生制度'), ('add_detail', '增设明细'),
            ('drop_standard', '删除制度'), ('unread_lines', '未勾稽项目'),
            ('bring_forward', '期初建账'), ('withdraw_brought_forward', '撤销期初'), ('succession_rows', '承继余额'),
            ('post', '凭证'), ('post', '记账'), ('reverse', '红字冲销'), ('restate', '登记重述'),
            ('relieve', '登记减免'), ('settlements', '应收与收款'), ('open_items', '账龄'),
            ('month_end', '月末结转'), ('close_period', '结账'), ('reopen_period', '反结账'), ('year_end', '年结'),
            ('succeed', '承继'), ('withdraw_succession', '撤销承继'), ('name_account', '设置明细'), ('name_accounts', '批量设置明细'), ('drop_account', '删除明细'),
            ('drop_book', '删除账套'), ('drop_party', '删除往来'),
            ('grant_duty', '授予职责'), ('revoke_duty', '收回职责'), ('has_duty', '有职责'),
            ('party_ledger', '往来明细账'), ('statement', '报表'), ('statement_pack', '全套报表'),
            ('articulation', '勾稽'), ('explain', '溯源'), ('attribute', '归因'),
            ('prove', '证明'), ('blind_spots', '盲区'),
            ('prepare', '制单'), ('prepare_reversal', '制作冲销'), ('prepare_bring_forward', '制作期初'), ('prepare_withdrawal', '制作撤销期初'), ('save_draft', '保存草稿'), ('submit_draft', '提交'),
            ('submit_drafts', '批量提交'), ('approve_draft', '审核'), ('approve_drafts', '批量审核'), ('return_draft', '退回'),
            ('return_drafts', '批量退回'), ('withdraw_draft', '弃审'), ('withdraw_drafts', '批量弃审'), ('discard_draft', '作废草稿'),
            ('register_login', '登记登录'), ('unregister_login', '注销登录'),
            ('discard_import', '弃置导入'), ('check_figures', '核对报表'), ('verify', '稽核'), ('seal_chain', '封印链'), ('link_log', '链接日志'),
            ('debit', '借'), ('credit', '贷'), ('journal', '分录'),
            ('to_chinese', '大写'), ('round_amount', '舍入'), ('divide_amount', '相除'), ('allocate', '分摊')
    $$;

COMMENT ON FUNCTION fund._twins() IS
'The functions that have a twin under a Chinese name, and that name.';

-- One word a name, but where a word of one function means something else.
CREATE FUNCTION fund._chinese_argument(original text, name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT coalesce(
            (SELECT n.chinese FROM (VALUES
                ('statement', 'line_no', '行次'), ('unread_lines', 'line_no', '行次'), ('add_detail', 'code', '代码'),
                ('statement_pack', 'line_no', '行次'),
                ('statement_pack', 'name', '规则名称'), ('articulation', 'name', '规则名称'),
                ('bring_forward', 'source', '来源系统'), ('prepare_bring_forward', 'source', '来源系统'), ('prove', 'name', '规则名称'), ('check_figures', 'name', '规则名称'),
                ('explain', 'level', '层次'), ('explain', 'kind', '类别'), ('attribute', 'kind', '类别'),
                ('submit_draft', 'detail', '详情'), ('submit_drafts', 'detail', '详情'), ('approve_drafts', 'detail', '详情'),
                ('submit_draft', 'value', '值'), ('submit_drafts', 'value', '值'), ('approve_drafts', 'value', '值'),
                ('verify', 'found', '实为'), ('restate', 'type', '类型')
             ) AS n (original, name, chinese)
             WHERE n.original = $1 AND n.name = $2),
            (SELECT n.chinese FROM (VALUES
                ('account', '科目编码'), ('account_map', '科目对照'), ('account_name', '科目名称'),
                ('accounts', '科目'), ('action', '事项'), ('age', '账龄'), ('allowed', '允许差额'), ('amount', '金额'), ('as_of', '截至日'),
                ('annual', '年报'), ('attachments', '附件数'), ('authority', '依据'), ('balance', '余额'),
                ('basis', '核算基础'), ('batch', '批次'), ('book', '账套'), ('check_name', '检查'),
                ('changed', '更改'), ('class', '类'), ('closed_at', '结账时间'), ('code', '编码'), ('column_name', '栏目'),
                ('column_names', '栏目'), ('column_no', '栏次'), ('contradictions', '矛盾'), ('contribution', '贡献'),
                ('counterexample', '反例'), ('credit', '贷方'), ('debit', '借方'), ('days', '天数'), ('decimals', '小数位'),
                ('digest', '摘要值'), ('entries', '条数'), ('link_no', '链节'),
                ('detail', '明细'), ('details', '明细科目'), ('difference', '差额'), ('direction', '借或贷'), ('dividend', '被除数'),
                ('divisor', '除数'), ('documents', '附件'), ('draft', '草稿'), ('draft_id', '草稿'), ('drafts', '草稿'), ('hint', '提示'), ('login', '登录'), ('message', '说明'), ('purpose', '用途'), ('remark', '意见'), ('revision', '版本'), ('revisions', '版本'), ('sqlstate', '错误代码'), ('doors', '可直接操作'), ('duty', '职责'), ('enforce', '强制勾稽'),
                ('expected', '应为'), ('factor', '系数'), ('figure', '金额'),
                ('figures', '数据'), ('first', '起'), ('formula', '公式'), ('generation', '版次'), ('first_period', '启用期间'), ('found', '实为'), ('from_period', '启用期间'),
                ('item', '项目'), ('item_date', '发生日期'), ('item_id', '项目编号'), ('item_ids', '项目编号'), ('journal', '分录'),
                ('kind', '种类'), ('last', '止'), ('last_year', '上年数'), ('level', '级次'), ('lhs', '左方'),
                ('line', '行次'), ('line_no', '行号'), ('lines', '分录行'), ('measure', '取数'), ('memo', '备注'),
                ('mode', '方式'), ('moment', '时点'), ('name', '名称'), ('names', '名称'), ('note', '说明'),
                ('number', '凭证号'), ('numbering', '编号方式'), ('object', '对象'), ('of_statement', '所属报表'), ('open_items', '未结项目'), ('opening_credit', '年初贷方'),
                ('opening_debit', '年初借方'), ('parent', '上级账套'),
                ('due', '应收余额'), ('open_since', '起欠日'), ('party', '往来编码'), ('party_kind', '往来种类'), ('party_name', '往来名称'), ('parts', '各部分'), ('period', '期间'),
                ('received', '已收'), ('relieved', '减免'), ('seal', '封印'), ('seals', '封印链'), ('settled', '已冲应收'), ('short_seal', '封印简式'), ('unsettled', '已收未冲'),
                ('predecessor', '原账套'), ('prepared_by', '制单'), ('proof', '证明'), ('reason', '原因'),
                ('repair', '修正'), ('retired', '停用'), ('reverses', '冲销凭证'),
                ('review_required', '须审核'), ('rhs', '右方'), ('role_name', '角色'), ('row_type', '行类'),
                ('rows', '余额表'), ('rule', '规则'), ('rules', '规则'), ('severity', '级别'),
                ('source', '来源制度'), ('source_key', '来源键'), ('standard', '制度'), ('statement', '报表'),
                ('summary', '摘要'), ('takes_balance', '承接余额'), ('through', '截至'), ('type', '类型'), ('unit', '单位'), ('value', '数值'),
                ('verdict', '结论'), ('voucher_date', '日期'), ('voucher_id', '凭证'),
                ('voucher_kind', '凭证类别'), ('weights', '权重'), ('year', '年度')
             ) AS n (name, chinese)
             WHERE n.name = $2))
    $$;

COMMENT ON FUNCTION fund._chinese_argument(text, text) IS
'What an argument or a column of a function is called in the function''s twin.';

-- No row where a name has no Chinese one.
CREATE FUNCTION fund._twin_definition(original regprocedure, chinese text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT format(E'CREATE OR REPLACE FUNCTION fund.%I(%s)\n RETURNS %s\n',
                      chinese, a.arguments, CASE WHEN a.columns = '' THEN pg_get_function_result(p.oid)
                                                 ELSE format('TABLE(%s)', a.columns) END)
               || CASE WHEN l.lanname = 'c' THEN substring(pg_get_functiondef(p.oid) FROM E'\\n (LANGUAGE c\\n.*)$')
                       ELSE format(E'LANGUAGE sql %s PARALLEL %s AS $twin$ SELECT %sfund.%I(%s) $twin$',
                                   CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END,
                                   CASE p.proparallel WHEN 's' THEN 'SAFE' ELSE 'UNSAFE' END,
                                   CASE WHEN p.proretset THEN format('%s FROM ', a.shown) ELSE '' END,
                                   p.proname, a.passed) END
        FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang,
             LATERAL (
                 SELECT coalesce(string_agg(format('%s%I %s%s', CASE n.mode WHEN 'v' THEN 'VARIADIC ' ELSE '' END,
                                                   n.name, format_type(n.type, NULL), ' DEFAULT ' || n.fallback), ', ' ORDER BY n.i)
                                     FILTER (WHERE n.mode IN ('i', 'v')), '') AS arguments,
                        coalesce(string_agg('$' || n.i, ', ' ORDER BY n.i) FILTER (WHERE n.mode IN ('i', 'v')), '') AS passed,
                        coalesce(string_agg(format('%I %s', n.name, format_type(n.type, NULL)), ', ' ORDER BY n.i)
                                     FILTER (WHERE n.mode = 't'), '') AS columns,
                        -- words that are a choice; those of functions in C are theirs to show
                        string_agg(format(CASE n.original WHEN 'changed' THEN 'fund._in_chinese(''part'', %I)' ELSE '%I' END, n.original),
                                   ', ' ORDER BY n.i) FILTER (WHERE n.mode = 't') AS shown,
                        bool_and(n.name <> '') AS named
                 FROM (SELECT t.i, t.type, coalesce(p.proargmodes[t.i], 'i') AS mode, p.proargnames[t.i] AS original,
                              coalesce(fund._chinese_argument(p.proname, p.proargnames[t.i]), '') AS name,
                              pg_get_function_arg_default(p.oid, t.i::integer) AS fallback
                       FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS t (type, i)) AS n
             ) AS a
        WHERE p.oid = original AND a.named
    $$;

COMMENT ON FUNCTION fund._twin_definition(regprocedure, text) IS
'The statement that makes a function''s twin under a Chinese name.';

DO $$
DECLARE
    twin record;
BEGIN
    FOR twin IN
        SELECT p.oid::regprocedure AS original, t.chinese, pg_get_function_identity_arguments(p.oid) AS arguments,
               fund._twin_definition(p.oid, t.chinese) AS definition
        FROM fund._twins() AS t
        JOIN pg_proc AS p ON p.pronamespace = 'fund'::regnamespace AND p.proname = t.original
        WHERE p.prokind = 'f' AND p.proargnames IS NOT NULL     -- what casts call is called by nobody
        ORDER BY p.oid
    LOOP
        IF twin.definition IS NULL THEN
            RAISE EXCEPTION 'function % has an argument or a column without a Chinese name', twin.original;
        END IF;
        EXECUTE twin.definition;
        EXECUTE format('COMMENT ON FUNCTION fund.%I(%s) IS %L', twin.chinese,
                       (SELECT string_agg(format_type(a, NULL), ', ' ORDER BY i)
                        FROM pg_proc AS p, unnest(p.proargtypes) WITH ORDINALITY AS t (a, i) WHERE p.oid = twin.original),
                       format('%s under a Chinese name: ', split_part(twin.original::text, '(', 1))
                       || obj_description(twin.original, 'pg_proc'));
    END LOOP;
END
$$;

-- Words that are a choice are taken in both languages; what has a Chinese name
-- shows Chinese ones.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
RESET client_min_messages;

-- columns_of_words: what a CHECK lists, and whether it is written in either language.
-- Those that are not are written by functions alone, or hold no word.
CREATE VIEW column_of_words AS
SELECT k.conrelid::regclass::text AS of_table, a.attname::text AS of_column,
       (SELECT array_agg(w[1] ORDER BY w[1] COLLATE "C")
        FROM regexp_matches(pg_get_constraintdef(k.oid), $$'([^']*)'::text$$, 'g') AS w) AS words
FROM pg_constraint AS k
JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
WHERE k.connamespace = 'ledger'::regnamespace AND k.contype = 'c'
  AND pg_get_constraintdef(k.oid) ~ '= ANY \(ARRAY\[''';

SELECT c.of_table, c.of_column, c.words
FROM column_of_words AS c
WHERE NOT EXISTS (SELECT FROM fund._choice_columns() AS w
                  WHERE c.of_table = 'ledger.' || w.of_table AND c.of_column = w.of_column)
ORDER BY of_table COLLATE "C", of_column COLLATE "C";

-- words_that_are_not_those_of_the_constraint: none; a rule has fewer windows than a column
SELECT w.of_table, w.of_column, words
FROM fund._choice_columns() AS w
LEFT JOIN column_of_words AS c ON c.of_table = 'ledger.' || w.of_table AND c.of_column = w.of_column
WHERE words IS DISTINCT FROM (SELECT array_agg(d.english ORDER BY d.english COLLATE "C")
                              FROM fund._words() AS d
                              WHERE d.choice = w.choice AND (w.of_table <> 'articulation' OR d.english = ANY (words)));

-- words_that_mean_two_things in one choice: none
SELECT choice, word
FROM fund._words() AS w, unnest(ARRAY[w.english, w.chinese, w.other]) AS word
WHERE word IS NOT NULL
GROUP BY choice, word HAVING count(*) > 1;

-- Each of them, in each of its words, is stored as the English one.
SELECT fund.derive_standard('reform', 'own', '自定');
SELECT fund.create_book('b', '市本级', 'own', '2026-01', numbering => '记账时') AS book;

CREATE FUNCTION pg_temp.stored(of_table text, of_column text, word text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_found text;
    BEGIN
        EXECUTE format('UPDATE ledger.%1$I SET %2$I = %3$L WHERE ctid = (SELECT ctid FROM ledger.%1$I WHERE %4$s LIMIT 1) RETURNING %2$I',
                       of_table, of_column, word,
                       CASE of_table WHEN 'book' THEN $c$book = 'b'$c$
                                     WHEN 'articulation' THEN $c$standard = 'own' AND relation = '='$c$
                                     ELSE $c$standard = 'own'$c$ END)
        INTO v_found;
        RAISE EXCEPTION USING ERRCODE = 'P0003', MESSAGE = coalesce(v_found, 'no row');
    EXCEPTION
        WHEN SQLSTATE 'P0003' THEN
            RETURN SQLERRM;
        WHEN OTHERS THEN
            RETURN SQLSTATE;
    END
    $$;

SELECT c.of_table, c.of_column,
       string_agg(word, ' ' ORDER BY w.english COLLATE "C", place) AS words,
       bool_and(pg_temp.stored(c.of_table, c.of_column, word) = w.english) AS stored,
       min(pg_temp.stored(c.of_table, c.of_column, 'bogus')) AS bogus
FROM fund._choice_columns() AS c JOIN fund._words() AS w USING (choice),
     unnest(ARRAY[w.english, w.chinese, w.other]) WITH ORDINALITY AS o (word, place)
WHERE word IS NOT NULL
  AND w.english = ANY ((SELECT k.words FROM column_of_words AS k
                        WHERE k.of_table = 'ledger.' || c.of_table AND k.of_column = c.of_column)::text[])
GROUP BY c.of_table, c.of_column
ORDER BY c.of_table COLLATE "C", c.of_column COLLATE "C";

-- On INSERT and COPY, too
BEGIN;
INSERT INTO ledger.account (standard, account, name, element, normal_side, detail, kinds, bases, overdraft, month_end_zero)
VALUES ('own', '1301', '其他资产', '资产', '借方', '封闭', '{期初,普通}', '{收付实现制}', '结账时', '否');
COPY ledger.posting_rule (standard, debit, credit, verdict, reason, authority) FROM stdin;
own	1301	400101	提示	示例	无
\.
SELECT element, normal_side, detail, kinds, bases, overdraft, month_end_zero, verdict
FROM ledger.account JOIN ledger.posting_rule USING (standard) WHERE account::text = '1301' AND debit::text = '1301';
ROLLBACK;

-- text_arguments of public functions, and which of them are a choice: one that is
-- not listed here would be seen.
SELECT CASE WHEN name IN ('kind', 'basis', 'duty', 'numbering', 'type', 'mode', 'unit', 'language',
                          'statement', 'column_name', 'column_names')
            THEN 'a choice' ELSE 'free' END AS is,
       string_agg(name, ' ' ORDER BY name COLLATE "C") AS arguments
FROM (SELECT DISTINCT a.name
      FROM pg_proc AS p, unnest(p.proargnames[:p.pronargs], p.proargtypes::oid[]) AS a (name, type)
      WHERE p.pronamespace = 'fund'::regnamespace AND p.proname !~ '^_' AND a.type IN ('text'::regtype, 'text[]'::regtype)
        AND a.name ~ '^[a-z_]+$') AS a
GROUP BY 1 ORDER BY 1;

CREATE FUNCTION pg_temp.same(english text, chinese text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_english text;
        v_chinese text;
    BEGIN
        EXECUTE format('SELECT md5(string_agg(x::text, %L ORDER BY x::text COLLATE "C")) FROM (SELECT %s) AS x', ' ', english) INTO v_english;
        EXECUTE format('SELECT md5(string_agg(x::text, %L ORDER BY x::text COLLATE "C")) FROM (SELECT %s) AS x', ' ', chinese) INTO v_chinese;
        RETURN CASE WHEN v_english IS NULL THEN 'nothing' WHEN v_english = v_chinese THEN 'same' ELSE 'different' END;
    END
    $$;

SELECT fund.post('b', '2026-01-01', '期初', 'Dr 1003 100, Cr 300101 100', kind => '期初') > 0 AS opened;
SELECT fund.post('b', '2026-01-05', '收到保险费', '借 1003 12.00, 贷 400101 12.00', kind => '普通', basis => '收付实现制') > 0 AS posted;
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer');
SELECT fund.post('b', '2026-01-06', '应收', 'Dr 1131 5 @P1, Cr 400101 5', basis => '权责发生制') > 0 AS accrued;

SELECT english, pg_temp.same(english, chinese)
FROM (VALUES
    ($$* FROM fund.trial_balance('b', '2026-01', 'accrual')$$, $$* FROM fund.trial_balance('b', '2026-01', '权责发生制')$$),
    ($$* FROM fund.account_ledger('b', '1003', '2026-01', '2026-01', 'cash')$$, $$* FROM fund.account_ledger('b', '1003', '2026-01', '2026-01', '收付实现制')$$),
    ($$* FROM fund.statement('b', 'balance_sheet', '2026-01')$$, $$* FROM fund.statement('b', '资产负债表', '2026-01')$$),
    ($$* FROM fund.explain('b', 'income_expenditure', 'T1', '2026-01', 'year_to_date')$$, $$* FROM fund.explain('b', '收支表', 'T1', '2026-01', '本年累计数')$$),
    ($$fund.round_amount(1.005, 'half_even')$$, $$fund.round_amount(1.005, '四舍六入五成双')$$),
    ($$fund.journal_text('Dr 1003 1, Cr 1004 1', 'en')$$, $$fund.journal_text('Dr 1003 1, Cr 1004 1', '英文')$$),
    ($$fund.journal_text('Dr 1003 1, Cr 1004 1', 'zh')$$, $$fund.journal_text('Dr 1003 1, Cr 1004 1', '中文')$$),
    ($$fund.journal(ROW('debit', '1003', '1.00', NULL, NULL)::fund.journal_line, fund.credit('1004', 1))$$,
     $$fund.journal(ROW('借', '1003', '1.00', NULL, NULL)::fund.journal_line, ROW('贷方', '1004', '1.00', NULL, NULL)::fund.journal_line)$$),
    ($$'[{"side": "debit", "account": "1003", "amount": "1.00"}, {"side": "credit", "account": "1004", "amount": "1.00"}]'::jsonb::fund.journal$$,
     $$'[{"side": "借", "account": "1003", "amount": "1.00"}, {"side": "贷", "account": "1004", "amount": "1.00"}]'::jsonb::fund.journal$$),
    ($$* FROM fund.check_figures('own', 'income_expenditure', '{"T0": {"month": 1.5}, "T1": {"month": 1.25}}', 'ten_thousand_yuan')$$,
     $$* FROM fund.check_figures('own', '收支表', '{"T0": {"本月数": 1.5}, "T1": {"本月数": 1.25}}', '万元')$$),
    ($$* FROM fund.check_figures('own', 'income_expenditure', '{T0,T1}', '{month,month}'::text[], '{1.5,1.25}', 'hundred_million_yuan')$$,
     $$* FROM fund.check_figures('own', '收支表', '{T0,T1}', '{本月数,本月数}'::text[], '{1.5,1.25}', '亿元')$$),
    ($$fund.has_duty('b', 'prepare')$$, $$fund.has_duty('b', '制单')$$)
) AS c (english, chinese);
SELECT fund.grant_duty('pg_monitor', '制单', 'b');
SELECT fund.revoke_duty('pg_monitor', 'prepare', 'b');

-- Twins ----------------------------------------------------------------------

-- without_a_twin: what developers and DBAs call; what an accountant calls has one.
CREATE VIEW public_function AS
SELECT DISTINCT p.proname::text AS name
FROM pg_proc AS p
WHERE p.pronamespace = 'fund'::regnamespace AND p.proname !~ '^_' AND p.prokind = 'f'
  AND p.proargnames IS NOT NULL AND p.prorettype NOT IN ('trigger'::regtype, 'cstring'::regtype);

SELECT name FROM public_function
WHERE name ~ '^[a-z]'
  AND NOT EXISTS (SELECT FROM pg_proc AS t
                  WHERE t.pronamespace = 'fund'::regnamespace AND t.proname !~ '^[a-z_]'
                    AND obj_description(t.oid, 'pg_proc') ~ format('^fund[.]%s (under a|with) Chinese ', name))
ORDER BY name COLLATE "C";

-- twins_that_are_not_there, and Chinese names that are nobody's: those that are written out
SELECT t.* FROM fund._twins() AS t
WHERE t.chinese NOT IN (SELECT name FROM public_function) OR t.original NOT IN (SELECT name FROM public_function);
SELECT name FROM public_function WHERE name !~ '^[a-z]' AND name NOT IN (SELECT chinese FROM fund._twins())
ORDER BY name COLLATE "C";

-- twins_under_another_promise: none; they share volatility, and who may run them
SELECT o.oid::regprocedure
FROM fund._twins() AS t
JOIN pg_proc AS o ON o.pronamespace = 'fund'::regnamespace AND o.proname = t.original AND o.prokind = 'f' AND o.proargnames IS NOT NULL
LEFT JOIN pg_proc AS c ON c.pronamespace = 'fund'::regnamespace AND c.proname = t.chinese AND c.proargtypes = o.proargtypes
WHERE c.oid IS NULL
   OR (c.provolatile, c.proparallel, c.proretset, c.prorettype) IS DISTINCT FROM (o.provolatile, o.proparallel, o.proretset, o.prorettype)
   OR has_function_privilege('public', c.oid, 'EXECUTE') <> has_function_privilege('public', o.oid, 'EXECUTE')
   OR obj_description(c.oid, 'pg_proc') IS NULL;

-- views_without_a_twin: none
SELECT c.relname FROM pg_class AS c
WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'v' AND c.relname ~ '^[a-z]'
  AND NOT EXISTS (SELECT FROM pg_class AS t
                  WHERE t.relnamespace = c.relnamespace AND t.relkind = 'v' AND t.relname !~ '^[a-z]'
                    AND obj_description(t.oid, 'pg_class') ~ format('^ledger.%s .*under Chinese names', c.relname))
ORDER BY c.relname COLLATE "C";

-- A month by Chinese names alone
SELECT fund."建账"('市', '市本级', 'reform', '2026-01', "编号方式" => '记账时') > 0 AS "已建";
SELECT fund."凭证"('市', '2026-01-05', '收到保险费', fund."分录"(fund."借"('1003', 80), fund."贷"('4601', 80)), "种类" => '普通') > 0 AS "已记账";
SELECT fund."凭证"('市', '2026-01-06', '误记', '借 1003 7, 贷 400101 7') AS "凭证" \gset
SELECT fund."红字冲销"('市', :凭证, '2026-01-07') > 0 AS "已冲销";
INSERT INTO ledger."凭证录入" ("账套", "日期", "摘要", "分录", "种类", "核算基础") VALUES ('市', '2026-01-08', '退费', '借 400101 1, 贷 1003 1', NULL, '收付实现制')
RETURNING "账套", "日期", "摘要", "分录", "种类", "核算基础", "凭证" IS NOT NULL AS "有号";
SELECT "摘要", "分录", "种类", "核算基础" FROM ledger."凭证录入" WHERE "账套" = '市' AND "日期" = '2026-01-08';
DELETE FROM ledger."凭证录入";
SELECT * FROM fund."往来明细账"('市', '无此单位', '2026-01', '2026-01');
SELECT "级别", "结论", "原因", count(*) FROM fund."勾稽"('市', '2026-01') GROUP BY 1, 2, 3 ORDER BY "级别" COLLATE "C", "结论" COLLATE "C", "原因" COLLATE "C";
SELECT "行类", "报表", count(*) FROM fund."全套报表"('市', '2026-01') GROUP BY 1, 2 ORDER BY 1, 2;
SELECT "层次", "类别", "报表", "项目编号", "科目编码", "名称", "系数", "取数", "日期", "凭证类别", "凭证号", "摘要", "贡献" FROM fund."溯源"('市', '收支表', 'T1', '2026-01');
SELECT "事项", regexp_replace("明细", '[0-9a-f]{64}', '…') AS "明细" FROM fund."结账"('市', '2026-01');
SELECT "结论", count(*) FROM fund."勾稽"('市', '2026-01') GROUP BY 1 ORDER BY 1;
SELECT "类别", "日期", "凭证类别", "凭证号", "摘要", "分录", "贡献" FROM fund."归因"('市', '月末待转收入为零-保险费', '2026-01');
SELECT "行次", "项目", "栏目", "金额" FROM fund."报表"('市', '收支表', '2026-01') WHERE "金额" <> 0 ORDER BY "行次", "栏次";
SELECT * FROM fund."稽核"('市');
-- what damage there is, is told in Chinese
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE ledger.issued_statement SET figure = 1 WHERE item_id = 'Z0';
SELECT "检查", count(*) > 0 AS "有" FROM fund."稽核"('市') GROUP BY 1 ORDER BY 1;
ROLLBACK;
SELECT "期间", "首日", "末日", "状态" FROM ledger."账套月份" WHERE "账套" = '市';
SELECT "事项", "明细" FROM fund."反结账"('市', '2026-01', '差错', '会计差错更正');
SELECT "事项", "重述类型" FROM ledger."结账记录" WHERE "账套" = '市' ORDER BY "时间", "事项" COLLATE "C" DESC;
SELECT "时点", "结论", "说明", count(*) FROM fund."证明"('2017') GROUP BY 1, 2, 3 ORDER BY "时点" COLLATE "C", "结论" COLLATE "C", "说明" COLLATE "C";
SELECT "结论", count(*) FROM fund."核对报表"('2017', '收支表', '{"T0": [530], "X0": [147], "Z1": [382], "Z2": [0], "Z3": [0], "Z0": [384]}') GROUP BY 1 ORDER BY 1;
SELECT fund."舍入"(1.005, '四舍五入'), fund."大写"(12.30::fund.amount), fund."分摊"(10.00::fund.amount, '{1,2}');


SET client_min_messages = warning;
DROP VIEW column_of_words, public_function;
DROP SCHEMA ledger CASCADE;

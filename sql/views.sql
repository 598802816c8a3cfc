-- The reading views: what they show, to whom, and what they read for it.
\set SHOW_CONTEXT never
SET datestyle = 'ISO, YMD';
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS ledger CASCADE;
SELECT fund.create_ledger();
SET search_path = public, fund;

SELECT fund.create_book('职工', '某市职工基本医疗保险基金', 'reform', '2025-12') AS employees \gset
SELECT fund.create_book('居民', '某市城乡居民基本医疗保险基金', '2017-居民', '2026-01') AS residents \gset
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P01', '某某公司', 'payer');

CREATE FUNCTION pg_temp.post(book text, voucher_date date, summary text, journal text, kind text DEFAULT 'normal')
RETURNS void LANGUAGE sql AS $$ SELECT fund.post($1, $2, $3, $4, kind => $5, source_key => $3) $$;
SELECT pg_temp.post('职工', '2025-12-01', '期初余额', 'Dr 1003 1000.00, Cr 300101 600.00, Cr 300102 400.00', 'opening');
SELECT pg_temp.post('职工', '2025-12-05', '收到保险费', 'Dr 1002 300.00, Cr 400101 200.00 @P01 ''12月份'', Cr 400102 100.00 @P01');
SELECT pg_temp.post('职工', '2025-12-06', '缴存财政专户', 'Dr 10030101 300.00, Cr 1002 300.00');
SELECT count(*) FROM fund.close_period('职工', '2025-12');
SELECT pg_temp.post('职工', '2026-02-07', '收到保险费,红字', 'Dr 1003 -50.00, Cr 400101 -50.00');
SELECT pg_temp.post('居民', '2026-01-08', '居民缴费', 'Dr 1002 70.00, Cr 4001 70.00');

-- months_of_a_book: from its first to the last that is closed or has a voucher
SELECT book_id = :employees AS is_first, book, book_name, standard, period, first_day, last_day, state
FROM ledger.book_month ORDER BY book COLLATE "C" DESC, period;

-- a_row_a_line: numbered once closed, named after the account it inherits from
SELECT book, period, number, voucher_date, kind, basis, summary, line_no, side, account, account_name,
       debit, credit, party, party_name, memo
FROM ledger.entry ORDER BY book COLLATE "C" DESC, period, kind COLLATE "C", voucher_date, voucher_id, line_no;
SELECT "账套", "期间", "凭证号", "日期", "种类", "核算基础", "摘要", "行号", "方向", "科目编码", "科目名称", "借方金额", "贷方金额"
FROM ledger."凭证分录" WHERE "期间" = '2026-02';
SELECT voucher_id > 0 AS has_id, attachments, prepared_by = current_user AS by_me, reviewed_by, posted_at <= now() AS posted,
       reverses, source_key
FROM ledger.entry WHERE period = '2026-02';
-- no other code has a name
SELECT fund._account_name(book_id, '10030101', '2026-01') AS inherited, fund._account_name(book_id, '9999', '2026-01') AS of_none
FROM ledger.book WHERE standard = 'reform' LIMIT 1;

-- the_views_are_the_reports: month by month
SELECT * FROM ledger.trial_balance WHERE book = '职工' AND period = '2025-12';
SELECT "科目编码", "科目名称", "本期借方发生额", "本期贷方发生额", "期末借方余额"
FROM ledger."科目余额表" WHERE "账套" = '居民' AND "科目编码" = '1002';
SELECT * FROM ledger."资产负债表" WHERE "账套" = '职工' AND "期间" >= '2026-01' AND "项目" IN ('资产总计', '净资产合计');
SELECT * FROM ledger."收支表" WHERE "账套" = '职工' AND "项目" = '本期基金结余';

-- no_custom_types: a BI tool need not know ours
SELECT a.attrelid::regclass AS view, a.attname, a.atttypid::regtype
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'v'
  AND a.atttypid <> ALL ('{text, integer, bigint, boolean, numeric, date, timestamptz}'::regtype[]::oid[]);

-- every_view_is_a_barrier, and described
SELECT c.relname FROM pg_class AS c
WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'v'
  AND (NOT 'security_barrier=true' = ANY (c.reloptions) OR obj_description(c.oid, 'pg_class') IS NULL);

-- readers_are_kept_to_their_books: by each view, whatever they ask it
CREATE ROLE regress_reader;
SELECT fund.grant_duty('regress_reader', 'read', '居民');
CREATE FUNCTION leak(value text) RETURNS boolean LANGUAGE plpgsql COST 0.000001 AS $$
BEGIN
    RAISE NOTICE 'leaked %', value;
    RETURN true;
END
$$;
SET ROLE regress_reader;
SET client_min_messages = notice;
SELECT book, summary FROM ledger.entry WHERE leak(summary) AND line_no = 1;
SELECT "账套" FROM ledger."凭证分录" WHERE leak("摘要") AND "行号" = 1;
SELECT book FROM ledger.book_month WHERE leak(book_name);
SELECT DISTINCT book FROM ledger.trial_balance;
SELECT DISTINCT "账套" FROM ledger."科目余额表";
SELECT DISTINCT "账套" FROM ledger."资产负债表";
SELECT DISTINCT "账套" FROM ledger."收支表";
SELECT count(*) FROM ledger.entry WHERE book = '职工';
RESET ROLE;
SET client_min_messages = warning;

-- book_and_period_are_looked_up: also by a reader, and by range
CREATE FUNCTION looked_up(query text) RETURNS TABLE (relation text, by_book_and_period boolean)
LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        IF line ~ 'Index Cond' AND relation IS NOT NULL THEN
            by_book_and_period := line ~ 'book_id = .*(period = |voucher_date >= .*voucher_date <= )';
            RETURN NEXT;
        END IF;
        relation := (regexp_match(line, ' on (voucher(?:_number)?) (?:month_voucher|run)'))[1];
    END LOOP;
END
$$;
SET enable_seqscan = off;
SET jit = off;
SET enable_bitmapscan = off;
SET ROLE regress_reader;
SELECT * FROM looked_up($$ SELECT * FROM ledger.entry WHERE book = '居民' AND period = '2026-01' $$) ORDER BY relation;
SELECT * FROM looked_up($$ SELECT "科目编码", sum("借方金额") FROM ledger."凭证分录"
                           WHERE "账套" IN ('居民', '职工') AND "期间" BETWEEN '2026-01' AND '2026-02' GROUP BY 1 $$) ORDER BY relation;
RESET ROLE;

-- what_was_done_and_issued: who closed and reopened what, and the figures of each closing
SELECT count(*) > 0 AS closed FROM fund.close_period('居民', '2026-01');
SELECT count(*) > 0 AS reopened FROM fund.reopen_period('居民', '2026-01', '漏记一笔');
SELECT count(*) > 0 AS closed FROM fund.close_period('居民', '2026-01');
SELECT book, period, event, generation, done_by = current_user AS by_me, done_at <= now() AS done, reason, type, length(seal) AS seal
FROM ledger.month_event ORDER BY book COLLATE "C" DESC, period, generation, event COLLATE "C" DESC;
SELECT "账套", "期间", "事项", "次数", "原因", "重述类型" FROM ledger."结账记录" WHERE "事项" = '反结账';
SELECT i.book, i.period, i.generation, i.form, i.basis, i.statement, count(*) AS figures,
       bool_and(i.figure IS NOT DISTINCT FROM b.closing) FILTER (WHERE i.column_name = '期末余额') AS as_now
FROM ledger.issued_figure AS i
LEFT JOIN LATERAL fund.balance_sheet(i.book, i.period) AS b ON b.item_id = i.item_id AND i.statement = '资产负债表'
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY i.book COLLATE "C" DESC, 2, 3, 4, 5, i.statement COLLATE "C";
SELECT "表式", "核算基础", "报表", "行次", "项目", "栏目", "金额" FROM ledger."已出报表"
WHERE "账套" = '居民' AND "次数" = 2 AND "项目编号" IN ('A0', 'I0') ORDER BY "报表" COLLATE "C", "行次", "栏次";
SET ROLE regress_reader;
SELECT DISTINCT book FROM ledger.month_event;
SELECT DISTINCT "账套" FROM ledger."已出报表";
RESET ROLE;

DROP FUNCTION looked_up(text);
DROP FUNCTION leak(text);
DROP SCHEMA ledger CASCADE;
DROP ROLE regress_reader;

-- The reading views: numeric, date and text columns with names, for readers and
-- BI tools. Each keeps a role to the books in which it has a duty.
--
-- Whoever restricts book and period, plain text both, reads that book-month and
-- no other, on any search path and without knowing our types: the months of a
-- book are listed first, and only those that remain are looked up. Text
-- comparisons (=, IN, BETWEEN, <, >=) are leakproof and so pass the barrier;
-- LIKE, functions and casts are not, and are judged afterwards.

CREATE FUNCTION fund._account_name(standard text, account fund.account_code) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_account_name';

COMMENT ON FUNCTION fund._account_name(text, fund.account_code) IS
'The name of an account of a standard, of a detail account that of the row it inherits from; for the reading views.';

-- A period is a count of months. ROWS, because generate_series() is taken to
-- have a thousand rows, with which plans would look a thousand times as dear.
CREATE FUNCTION fund.months(first fund.period, last fund.period) RETURNS SETOF fund.period
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE ROWS 24
    AS 'generate_series_int4';

COMMENT ON FUNCTION fund.months(fund.period, fund.period) IS
'the periods from the first to the last, both included';

CREATE FUNCTION fund._create_ledger_views() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, fund, pg_temp
AS $function$
BEGIN
    -- The one filter on duty: every other view is joined to this one.
    CREATE VIEW ledger.book_month WITH (security_barrier) AS
    SELECT b.book_id,
           b.book,
           b.name                           AS book_name,
           b.standard,
           m.period::text                   AS period,
           first_day(m.period)              AS first_day,
           last_day(m.period)               AS last_day,
           coalesce(s.state, 'open')        AS state,
           s.changed_by,
           s.changed_at
    FROM ledger.book AS b
    CROSS JOIN LATERAL months(b.first_period, greatest(
            b.first_period,
            (SELECT period(max(v.voucher_date)) FROM ledger.voucher AS v WHERE v.book_id = b.book_id),
            (SELECT max(c.period) FROM ledger.book_period AS c
             WHERE c.book_id = b.book_id AND c.state = 'closed')
        )) AS m (period)
    LEFT JOIN ledger.book_period AS s ON s.book_id = b.book_id AND s.period = m.period
    WHERE fund._may_read(b.book_id);
    COMMENT ON VIEW ledger.book_month IS
    '账套月份: a row a month of each book that the current role may read, from its first period to the last one that is closed or has a voucher';

    CREATE VIEW ledger.entry WITH (security_barrier) AS
    SELECT m.book,
           m.period,
           v.voucher_id,
           v.number,
           v.voucher_date,
           v.kind,
           v.basis,
           v.summary,
           l.line_no,
           l.side,
           l.account::text                  AS account,
           fund._account_name(m.standard, l.account) AS account_name,
           CASE WHEN l.side = 'debit' THEN l.amount::numeric ELSE 0.00 END AS debit,
           CASE WHEN l.side = 'credit' THEN l.amount::numeric ELSE 0.00 END AS credit,
           l.party,
           p.name                           AS party_name,
           l.memo,
           v.attachments,
           v.prepared_by,
           v.reviewed_by,
           v.posted_at,
           v.reverses,
           v.source_key
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL (
        SELECT month_voucher.*, numbered.number
        FROM ledger.voucher AS month_voucher
        LEFT JOIN (
            SELECT run.book_id, run.period, u.voucher_id,
                   (run.first_number + u.position - 1)::integer AS number
            FROM ledger.voucher_number AS run,
                 unnest(run.vouchers) WITH ORDINALITY AS u (voucher_id, position)
        ) AS numbered
            -- Not USING, for which a restored dump would find no = of periods.
            ON numbered.book_id = month_voucher.book_id
           AND numbered.period = period(m.first_day)
           AND numbered.voucher_id = month_voucher.voucher_id
        WHERE month_voucher.book_id = m.book_id
          AND month_voucher.voucher_date BETWEEN m.first_day AND m.last_day
        OFFSET 0    -- month by month: planned as one join, it would read every number
    ) AS v
    CROSS JOIN LATERAL lines(v.journal) AS l
    LEFT JOIN ledger.party AS p ON p.party = l.party;
    COMMENT ON VIEW ledger.entry IS
    '凭证分录: a row a journal line; number is NULL while the voucher is unnumbered';

    CREATE VIEW ledger.trial_balance WITH (security_barrier) AS
    SELECT m.book, m.period, t.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund.trial_balance(m.book, period(m.first_day)) AS t;
    COMMENT ON VIEW ledger.trial_balance IS
    '科目余额表: fund.trial_balance() of every month of every book';

    CREATE VIEW ledger."凭证分录" WITH (security_barrier) AS
    SELECT e.book                           AS "账套",
           e.period                         AS "期间",
           e.voucher_id                     AS "凭证",
           e.number                         AS "凭证号",
           e.voucher_date                   AS "日期",
           CASE e.kind WHEN 'opening' THEN '期初' WHEN 'normal' THEN '普通' WHEN 'carry' THEN '结转'
                       WHEN 'closing' THEN '账结' WHEN 'adjustment' THEN '调整' END AS "种类",
           CASE e.basis WHEN 'cash' THEN '收付实现制' ELSE '权责发生制' END AS "核算基础",
           e.summary                        AS "摘要",
           e.line_no                        AS "行号",
           CASE e.side WHEN 'debit' THEN '借' ELSE '贷' END AS "方向",
           e.account                        AS "科目编码",
           e.account_name                   AS "科目名称",
           e.debit                          AS "借方金额",
           e.credit                         AS "贷方金额",
           e.party                          AS "往来编码",
           e.party_name                     AS "往来名称",
           e.memo                           AS "备注",
           e.attachments                    AS "附件数",
           e.prepared_by                    AS "制单",
           e.reviewed_by                    AS "审核",
           e.posted_at                      AS "记账时间",
           e.reverses                       AS "冲销凭证",
           e.source_key                     AS "来源键"
    FROM ledger.entry AS e;
    COMMENT ON VIEW ledger."凭证分录" IS 'ledger.entry under Chinese names';

    CREATE VIEW ledger."科目余额表" WITH (security_barrier) AS
    SELECT m.book AS "账套", m.period AS "期间", t.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund."科目余额表"(m.book, period(m.first_day)) AS t;
    COMMENT ON VIEW ledger."科目余额表" IS 'ledger.trial_balance under Chinese names';

    -- Working papers: whether their rules hold, fund.articulation() says.
    CREATE VIEW ledger."资产负债表" WITH (security_barrier) AS
    SELECT m.book AS "账套", m.period AS "期间", s.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund."资产负债表"(m.book, period(m.first_day), enforce => false) AS s;
    COMMENT ON VIEW ledger."资产负债表" IS
    'fund."资产负债表"() of every month of every book, not enforced';

    CREATE VIEW ledger."收支表" WITH (security_barrier) AS
    SELECT m.book AS "账套", m.period AS "期间", s.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund."收支表"(m.book, period(m.first_day), enforce => false) AS s;
    COMMENT ON VIEW ledger."收支表" IS
    'fund."收支表"() of every month of every book, not enforced';

    CREATE VIEW ledger.restatement_line WITH (security_barrier) AS
    SELECT m.book, m.period,
           r.source, r.type, r.type_name, r.reason, r.authority, r.voucher_id, r.account,
           r.statement, r.item_id, r.column_name, r.name, r.before, r.after, r.difference
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund.restatements(m.book, period(m.first_day), period(m.first_day)) AS r;
    COMMENT ON VIEW ledger.restatement_line IS
    '重述: fund.restatements() of every month of every book';

    CREATE VIEW ledger."重述" WITH (security_barrier) AS
    SELECT m.book AS "账套", m.period AS "期间",
           r."来源", r."类型", r."原因", r."依据", r."凭证", r."科目编码", r."报表", r."项目编号",
           r."栏目", r."名称", r."重述前", r."重述后", r."差额"
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund."重述"(m.book, period(m.first_day), period(m.first_day)) AS r;
    COMMENT ON VIEW ledger."重述" IS 'ledger.restatement_line under Chinese names';
END
$function$;

COMMENT ON FUNCTION fund._create_ledger_views() IS
'Part of fund.create_ledger(), its last: the reading views.';

-- The reading views: numeric, date and text columns with names, for readers and
-- BI tools. Each keeps a role to the books in which it has a duty.
--
-- Whoever restricts book and period, plain text both, reads that book-month and
-- no other, on any search path and without knowing our types: the months of a
-- book are listed first, and only those that remain are looked up. Text
-- comparisons (=, IN, BETWEEN, <, >=) are leakproof and so pass the barrier;
-- LIKE, functions and casts are not, and are judged afterwards.

CREATE FUNCTION fund._account_name(book_id integer, account fund.account_code, period fund.period) RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_account_name';

COMMENT ON FUNCTION fund._account_name(integer, fund.account_code, fund.period) IS
'What a book calls an account in a period, of a detail without a name that of the account above it; for the reading views. 42501: no reader of the book.';

-- A period is a count of months. ROWS, because generate_series() is taken to
-- have a thousand rows, with which plans would look a thousand times as dear.
CREATE FUNCTION fund.months(first fund.period, last fund.period) RETURNS SETOF fund.period
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE ROWS 24
    AS 'generate_series_int4';

COMMENT ON FUNCTION fund.months(fund.period, fund.period) IS
'the periods from the first to the last, both included';

CREATE FUNCTION fund._create_ledger_views() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- The one filter on duty: every other view is joined to this one. A date that
    -- is wrong by centuries must not list every month up to it, so fifty years
    -- after its first period (18262 days) a book has the months that hold
    -- something; each is found from the one before it by the key.
    CREATE VIEW ledger.book_month WITH (security_barrier) AS
    SELECT b.book_id,
           b.book,
           b.name                           AS book_name,
           b.standard,
           m.period::text                   AS period,
           fund.first_day(m.period)         AS first_day,
           fund.last_day(m.period)          AS last_day,
           coalesce(s.state, 'open')        AS state,
           s.changed_by,
           s.changed_at
    FROM ledger.book AS b
    CROSS JOIN LATERAL (SELECT fund.period(least(fund.first_day(b.first_period) + 18262, date '9999-12-31')) AS period) AS h
    CROSS JOIN LATERAL (
        SELECT near.period
        FROM fund.months(b.first_period, greatest(
            b.first_period,
            (SELECT fund.period(max(v.voucher_date)) FROM ledger.voucher AS v
             WHERE v.book_id = b.book_id AND v.voucher_date >= date '0001-01-01'
               AND v.voucher_date <= fund.last_day(h.period)),
            (SELECT fund.max(c.period) FROM ledger.book_period AS c
             WHERE c.book_id = b.book_id AND c.period OPERATOR(fund.<=) h.period)
        )) AS near (period)
        UNION ALL (
            WITH RECURSIVE far (period) AS (
                SELECT fund.period((SELECT min(v.voucher_date) FROM ledger.voucher AS v
                                    WHERE v.book_id = b.book_id AND v.voucher_date > fund.last_day(h.period)
                                      AND v.voucher_date <= date '9999-12-31'))
                UNION ALL
                SELECT fund.period((SELECT min(v.voucher_date) FROM ledger.voucher AS v
                                    WHERE v.book_id = b.book_id AND v.voucher_date > fund.last_day(f.period)
                                      AND v.voucher_date <= date '9999-12-31'))
                FROM far AS f WHERE f.period IS NOT NULL
            )
            SELECT f.period FROM far AS f WHERE f.period IS NOT NULL
            UNION
            SELECT c.period FROM ledger.book_period AS c
            WHERE c.book_id = b.book_id AND c.period OPERATOR(fund.>) h.period
        )
    ) AS m
    LEFT JOIN ledger.book_period AS s ON s.book_id = b.book_id AND s.period OPERATOR(fund.=) m.period
    WHERE fund._may_read(b.book_id);
    COMMENT ON VIEW ledger.book_month IS
    '账套月份: a row a month of each book that the current role may read, from its first period to the last one that has been closed or has a voucher; of those fifty years later and beyond, the ones that have';
    COMMENT ON COLUMN ledger.book_month.book_id IS 'the id, by which an INSERT of vouchers names the book';
    COMMENT ON COLUMN ledger.book_month.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.book_month.book_name IS '账套名称';
    COMMENT ON COLUMN ledger.book_month.standard IS '会计制度: ledger.standard';
    COMMENT ON COLUMN ledger.book_month.period IS '会计期间, as text: 2026-01';
    COMMENT ON COLUMN ledger.book_month.first_day IS 'the first day of the month';
    COMMENT ON COLUMN ledger.book_month.last_day IS 'the last day of the month';
    COMMENT ON COLUMN ledger.book_month.state IS 'open or closed';
    COMMENT ON COLUMN ledger.book_month.changed_by IS 'the role that last closed or reopened it';
    COMMENT ON COLUMN ledger.book_month.changed_at IS 'when its transaction began, as in ledger.month_event';

    CREATE VIEW ledger."账套月份" WITH (security_barrier) AS
    SELECT m.book_id                        AS "账套号",
           m.book                           AS "账套",
           m.book_name                      AS "账套名称",
           m.standard                       AS "制度",
           m.period                         AS "期间",
           m.first_day                      AS "首日",
           m.last_day                       AS "末日",
           CASE m.state WHEN 'closed' THEN '已结账' ELSE '未结账' END AS "状态",
           m.changed_by                     AS "经办",
           m.changed_at                     AS "时间"
    FROM ledger.book_month AS m;
    COMMENT ON VIEW ledger."账套月份" IS 'ledger.book_month under Chinese names: the same columns in the same order, state in Chinese';

    CREATE VIEW ledger.entry WITH (security_barrier) AS
    SELECT m.book,
           m.period,
           v.voucher_id,
           v.number,
           v.voucher_date,
           v.kind::text                     AS kind,
           v.basis::text                    AS basis,
           v.summary,
           l.line_no,
           l.side,
           l.account::text                  AS account,
           fund._account_name(m.book_id, l.account, fund.period(m.first_day)) AS account_name,
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
           v.source_key,
           v.done_through
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
           AND numbered.period OPERATOR(fund.=) fund.period(m.first_day)
           AND numbered.voucher_id = month_voucher.voucher_id
        WHERE month_voucher.book_id = m.book_id
          AND month_voucher.voucher_date BETWEEN m.first_day AND m.last_day
        OFFSET 0    -- month by month: planned as one join, it would read every number
    ) AS v
    CROSS JOIN LATERAL fund.lines(v.journal) AS l
    LEFT JOIN ledger.party AS p ON p.party = l.party;
    COMMENT ON VIEW ledger.entry IS
    '凭证分录: a row a journal line; number is NULL while the voucher is unnumbered';
    COMMENT ON COLUMN ledger.entry.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.entry.period IS '会计期间, as text: 2026-01';
    COMMENT ON COLUMN ledger.entry.voucher_id IS 'id of the voucher, with gaps';
    COMMENT ON COLUMN ledger.entry.number IS '凭证号: without gaps within a month and kind';
    COMMENT ON COLUMN ledger.entry.voucher_date IS '凭证日期';
    COMMENT ON COLUMN ledger.entry.kind IS 'opening, normal, carry, closing, adjustment, transfer or split';
    COMMENT ON COLUMN ledger.entry.basis IS 'cash 收付实现制, or accrual: the overlay';
    COMMENT ON COLUMN ledger.entry.summary IS '摘要';
    COMMENT ON COLUMN ledger.entry.line_no IS 'the line of the voucher, from 1';
    COMMENT ON COLUMN ledger.entry.side IS 'debit 借 or credit 贷';
    COMMENT ON COLUMN ledger.entry.account IS '科目编码';
    COMMENT ON COLUMN ledger.entry.account_name IS '科目名称 in that month; of a detail without one, that of the account above it';
    COMMENT ON COLUMN ledger.entry.debit IS '借方金额, 元; 0.00 on a credit line';
    COMMENT ON COLUMN ledger.entry.credit IS '贷方金额, 元; 0.00 on a debit line';
    COMMENT ON COLUMN ledger.entry.party IS '往来编码: ledger.party';
    COMMENT ON COLUMN ledger.entry.party_name IS '往来名称';
    COMMENT ON COLUMN ledger.entry.memo IS '备注 of the line';
    COMMENT ON COLUMN ledger.entry.attachments IS '附件数';
    COMMENT ON COLUMN ledger.entry.prepared_by IS '制单';
    COMMENT ON COLUMN ledger.entry.reviewed_by IS '审核';
    COMMENT ON COLUMN ledger.entry.done_through IS 'the role that acted for who posted; NULL: nobody did';
    COMMENT ON COLUMN ledger.entry.posted_at IS '记账时间: when the posting transaction began';
    COMMENT ON COLUMN ledger.entry.reverses IS 'id of the voucher that this one cancels';
    COMMENT ON COLUMN ledger.entry.source_key IS 'the posters own key of what it posted';

    CREATE VIEW ledger.book_detail WITH (security_barrier) AS
    SELECT b.book,
           d.account::text                  AS account,
           fund.parent(d.account)::text     AS heading,
           fund._account_name(b.book_id, d.account, fund.period(n.last_day)) AS name,
           n.from_period::text              AS from_period,
           d.party_kind,
           d.takes_balance,
           EXISTS (SELECT FROM ledger.book_account AS c
                   WHERE c.book_id = d.book_id AND fund.parent(c.account) OPERATOR(fund.=) d.account) AS is_heading,
           d.retired,
           d.listed_by,
           d.listed_at,
           d.done_through
    FROM ledger.book AS b
    JOIN ledger.book_account AS d ON d.book_id = b.book_id
    LEFT JOIN LATERAL (SELECT fund.max(h.from_period) AS from_period, date '9999-12-31' AS last_day
                       FROM ledger.book_account_name AS h
                       WHERE h.book_id = d.book_id AND h.account OPERATOR(fund.=) d.account) AS n ON true
    WHERE fund._may_read(b.book_id);
    COMMENT ON VIEW ledger.book_detail IS
    '明细科目: what books list below accounts of their standards, by the last name of each';
    COMMENT ON COLUMN ledger.book_detail.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.book_detail.account IS '科目编码';
    COMMENT ON COLUMN ledger.book_detail.heading IS '上级科目: the account that it is listed below, which takes no vouchers';
    COMMENT ON COLUMN ledger.book_detail.name IS '科目名称';
    COMMENT ON COLUMN ledger.book_detail.from_period IS 'from which period on it has that name';
    COMMENT ON COLUMN ledger.book_detail.party_kind IS 'the kind of party that a normal line must name; NULL: what the standard says';
    COMMENT ON COLUMN ledger.book_detail.takes_balance IS 'whether it takes what stands on the heading';
    COMMENT ON COLUMN ledger.book_detail.is_heading IS 'whether details are listed below it';
    COMMENT ON COLUMN ledger.book_detail.retired IS 'takes no new vouchers';
    COMMENT ON COLUMN ledger.book_detail.listed_by IS 'the role that listed it';
    COMMENT ON COLUMN ledger.book_detail.listed_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.book_detail.done_through IS 'the role that acted for listed_by; NULL: itself';

    CREATE VIEW ledger."明细科目" WITH (security_barrier) AS
    SELECT d.book                           AS "账套",
           d.account                        AS "科目编码",
           d.heading                        AS "上级科目",
           d.name                           AS "科目名称",
           d.from_period                    AS "启用期间",
           k.name                           AS "往来种类",
           d.takes_balance                  AS "承接余额",
           d.is_heading                     AS "有明细",
           d.retired                        AS "停用",
           d.listed_by                      AS "设置人",
           d.listed_at                      AS "设置时间",
           d.done_through                   AS "经由"
    FROM ledger.book_detail AS d LEFT JOIN ledger.party_kind AS k ON k.party_kind = d.party_kind;
    COMMENT ON VIEW ledger."明细科目" IS 'ledger.book_detail under Chinese names: the same columns in the same order, kinds of parties in Chinese';

    CREATE VIEW ledger.book_beginning WITH (security_barrier) AS
    SELECT b.book,
           f.call_no,
           f.withdrawn_at IS NULL           AS stands,
           f.through::text                  AS through,
           f.source,
           f.brought_by,
           f.brought_at,
           f.withdrawn_by,
           f.withdrawn_at,
           f.withdrawn_why,
           f.done_through
    FROM ledger.book AS b
    JOIN ledger.brought_forward AS f ON f.book_id = b.book_id
    WHERE fund._may_read(b.book_id);
    COMMENT ON VIEW ledger.book_beginning IS
    '期初建账: what books were begun with by fund.bring_forward(), by whom, when, and what was withdrawn since';
    COMMENT ON COLUMN ledger.book_beginning.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.book_beginning.call_no IS 'which call of the book, from 1';
    COMMENT ON COLUMN ledger.book_beginning.stands IS 'whether the book goes on from it; false: it was withdrawn';
    COMMENT ON COLUMN ledger.book_beginning.through IS 'the last month brought forward, as text; NULL: balances alone';
    COMMENT ON COLUMN ledger.book_beginning.source IS '来源: where the figures are from';
    COMMENT ON COLUMN ledger.book_beginning.brought_by IS 'the role that brought them';
    COMMENT ON COLUMN ledger.book_beginning.brought_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.book_beginning.withdrawn_by IS 'the role that reversed all of it; NULL: nobody did';
    COMMENT ON COLUMN ledger.book_beginning.withdrawn_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.book_beginning.withdrawn_why IS '原因';
    COMMENT ON COLUMN ledger.book_beginning.done_through IS 'the role that acted for brought_by; NULL: itself';

    CREATE VIEW ledger."期初建账" WITH (security_barrier) AS
    SELECT f.book                           AS "账套",
           f.call_no                        AS "次数",
           f.stands                         AS "有效",
           f.through                        AS "截至",
           f.source                         AS "来源系统",
           f.brought_by                     AS "经办",
           f.brought_at                     AS "时间",
           f.withdrawn_by                   AS "撤销人",
           f.withdrawn_at                   AS "撤销时间",
           f.withdrawn_why                  AS "撤销原因",
           f.done_through                   AS "经由"
    FROM ledger.book_beginning AS f;
    COMMENT ON VIEW ledger."期初建账" IS 'ledger.book_beginning under Chinese names: the same columns in the same order';

    CREATE VIEW ledger.book_beginning_item WITH (security_barrier) AS
    SELECT b.book,
           i.call_no,
           i.item_no,
           i.account::text                  AS account,
           i.party,
           p.name                           AS party_name,
           i.basis::text                    AS basis,
           i.item_date,
           i.amount::numeric                AS amount
    FROM ledger.book_beginning AS b
    JOIN ledger.book AS k ON k.book = b.book
    JOIN ledger.brought_item AS i ON i.book_id = k.book_id AND i.call_no = b.call_no
    LEFT JOIN ledger.party AS p ON p.party = i.party;
    COMMENT ON VIEW ledger.book_beginning_item IS
    '期初未清项: the open items that were brought forward; what is open of them since, fund.open_items() says';
    COMMENT ON COLUMN ledger.book_beginning_item.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.book_beginning_item.call_no IS 'as in ledger.book_beginning, which says whether it stands';
    COMMENT ON COLUMN ledger.book_beginning_item.item_no IS 'in the order given, from 1';
    COMMENT ON COLUMN ledger.book_beginning_item.account IS '科目编码';
    COMMENT ON COLUMN ledger.book_beginning_item.party IS '往来编码: ledger.party';
    COMMENT ON COLUMN ledger.book_beginning_item.party_name IS '往来名称';
    COMMENT ON COLUMN ledger.book_beginning_item.basis IS 'cash 收付实现制, or accrual: the overlay';
    COMMENT ON COLUMN ledger.book_beginning_item.item_date IS '发生日期: the day on which it arose';
    COMMENT ON COLUMN ledger.book_beginning_item.amount IS '金额, 元, on the normal side of the account, at the end of what was brought forward';

    CREATE VIEW ledger."期初未清项" WITH (security_barrier) AS
    SELECT i.book                           AS "账套",
           i.call_no                        AS "次数",
           i.item_no                        AS "序号",
           i.account                        AS "科目编码",
           i.party                          AS "往来编码",
           i.party_name                     AS "往来名称",
           CASE i.basis WHEN 'cash' THEN '收付实现制' ELSE '权责发生制' END AS "核算基础",
           i.item_date                      AS "发生日期",
           i.amount                         AS "金额"
    FROM ledger.book_beginning_item AS i;
    COMMENT ON VIEW ledger."期初未清项" IS 'ledger.book_beginning_item under Chinese names: the same columns in the same order, basis in Chinese';

    CREATE VIEW ledger.trial_balance WITH (security_barrier) AS
    SELECT m.book, m.period, t.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund.trial_balance(m.book, fund.period(m.first_day), 'cash') AS t;
    COMMENT ON VIEW ledger.trial_balance IS
    '科目余额表: fund.trial_balance() of every month of every book';
    COMMENT ON COLUMN ledger.trial_balance.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.trial_balance.period IS '会计期间, as text: 2026-01';
    COMMENT ON COLUMN ledger.trial_balance.account IS '科目编码; the figures are with its details';
    COMMENT ON COLUMN ledger.trial_balance.name IS '科目名称';
    COMMENT ON COLUMN ledger.trial_balance.level IS '级次: 1 is 总账科目';
    COMMENT ON COLUMN ledger.trial_balance.opening_debit IS '期初借方余额, 元';
    COMMENT ON COLUMN ledger.trial_balance.opening_credit IS '期初贷方余额, 元';
    COMMENT ON COLUMN ledger.trial_balance.period_debit IS '本期借方发生额, 元, without opening vouchers';
    COMMENT ON COLUMN ledger.trial_balance.period_credit IS '本期贷方发生额, 元, without opening vouchers';
    COMMENT ON COLUMN ledger.trial_balance.year_debit IS '本年累计借方发生额, 元';
    COMMENT ON COLUMN ledger.trial_balance.year_credit IS '本年累计贷方发生额, 元';
    COMMENT ON COLUMN ledger.trial_balance.closing_debit IS '期末借方余额, 元';
    COMMENT ON COLUMN ledger.trial_balance.closing_credit IS '期末贷方余额, 元';

    CREATE VIEW ledger."凭证分录" WITH (security_barrier) AS
    SELECT e.book                           AS "账套",
           e.period                         AS "期间",
           e.voucher_id                     AS "凭证",
           e.number                         AS "凭证号",
           e.voucher_date                   AS "日期",
           CASE e.kind WHEN 'opening' THEN '期初' WHEN 'normal' THEN '普通' WHEN 'carry' THEN '结转'
                       WHEN 'closing' THEN '账结' WHEN 'adjustment' THEN '调整' WHEN 'transfer' THEN '基金间调整'
                       WHEN 'split' THEN '分设' END AS "种类",
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
           e.source_key                     AS "来源键",
           e.done_through                   AS "经由"
    FROM ledger.entry AS e;
    COMMENT ON VIEW ledger."凭证分录" IS 'ledger.entry under Chinese names: the same columns in the same order, kind, basis and side in Chinese';

    CREATE VIEW ledger."科目余额表" WITH (security_barrier) AS
    SELECT m.book AS "账套", m.period AS "期间", t.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund."科目余额表"(m.book, fund.period(m.first_day), 'cash') AS t;
    COMMENT ON VIEW ledger."科目余额表" IS 'ledger.trial_balance under Chinese names: the same columns in the same order';

    -- Working papers: whether their rules hold, fund.articulation() says.
    CREATE VIEW ledger."资产负债表" WITH (security_barrier) AS
    SELECT m.book AS "账套", m.period AS "期间", s.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund."资产负债表"(m.book, fund.period(m.first_day), 'cash', false) AS s;
    COMMENT ON VIEW ledger."资产负债表" IS
    'fund."资产负债表"() of every month of every book, not enforced';

    CREATE VIEW ledger."收支表" WITH (security_barrier) AS
    SELECT m.book AS "账套", m.period AS "期间", s.*
    FROM ledger.book_month AS m
    CROSS JOIN LATERAL fund."收支表"(m.book, fund.period(m.first_day), 'cash', false) AS s;
    COMMENT ON VIEW ledger."收支表" IS
    'fund."收支表"() of every month of every book, not enforced';

    CREATE VIEW ledger.restatement_line WITH (security_barrier) AS
    SELECT m.book, r.period,
           r.source, r.type, r.type_name, r.reason, r.authority, r.voucher_id, r.account,
           r.statement, r.item_id, r.column_name, r.name, r.before, r.after, r.difference
    FROM (SELECT b.book, min(b.first_day) AS first_day, max(b.first_day) AS last_day
          FROM ledger.book_month AS b GROUP BY b.book) AS m
    CROSS JOIN LATERAL fund.restatements(m.book, fund.period(m.first_day), fund.period(m.last_day), 'cash') AS r;
    COMMENT ON VIEW ledger.restatement_line IS
    '重述: fund.restatements() of every month of every book';
    COMMENT ON COLUMN ledger.restatement_line.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.restatement_line.period IS '会计期间, as text: 2026-01';
    COMMENT ON COLUMN ledger.restatement_line.source IS 'succession, account_map, opening, adjustment or reopening';
    COMMENT ON COLUMN ledger.restatement_line.type IS 'as in ledger.restatement; NULL: nothing explains it yet';
    COMMENT ON COLUMN ledger.restatement_line.type_name IS 'the type in Chinese';
    COMMENT ON COLUMN ledger.restatement_line.reason IS '原因';
    COMMENT ON COLUMN ledger.restatement_line.authority IS '依据';
    COMMENT ON COLUMN ledger.restatement_line.voucher_id IS 'the voucher that restates';
    COMMENT ON COLUMN ledger.restatement_line.account IS '科目编码';
    COMMENT ON COLUMN ledger.restatement_line.statement IS 'of a reopening: 报表';
    COMMENT ON COLUMN ledger.restatement_line.item_id IS 'of a reopening: 项目编号';
    COMMENT ON COLUMN ledger.restatement_line.column_name IS 'of a reopening: 栏目';
    COMMENT ON COLUMN ledger.restatement_line.name IS '名称 of the account, the item or the predecessor';
    COMMENT ON COLUMN ledger.restatement_line.before IS '重述前, 元, on the normal side of the account';
    COMMENT ON COLUMN ledger.restatement_line.after IS '重述后, 元';
    COMMENT ON COLUMN ledger.restatement_line.difference IS '差额: after less before, 元';

    CREATE VIEW ledger."重述" WITH (security_barrier) AS
    SELECT m.book AS "账套", r."期间",
           r."来源", r."类型", r."原因", r."依据", r."凭证", r."科目编码", r."报表", r."项目编号",
           r."栏目", r."名称", r."重述前", r."重述后", r."差额"
    FROM (SELECT b.book, min(b.first_day) AS first_day, max(b.first_day) AS last_day
          FROM ledger.book_month AS b GROUP BY b.book) AS m
    CROSS JOIN LATERAL fund."重述"(m.book, fund.period(m.first_day), fund.period(m.last_day), 'cash') AS r;
    COMMENT ON VIEW ledger."重述" IS 'ledger.restatement_line without type under Chinese names: the same columns in the same order, source in Chinese';

    -- What 稽核 reads beside the vouchers.
    CREATE VIEW ledger.month_event WITH (security_barrier) AS
    SELECT m.book, m.period,
           e.event, e.generation, e.done_by, e.done_at, e.reason, e.type,
           encode(e.seal, 'hex')            AS seal,
           e.done_through
    FROM ledger.book_month AS m
    JOIN ledger.period_event AS e ON e.book_id = m.book_id AND e.period OPERATOR(fund.=) fund.period(m.first_day);
    COMMENT ON VIEW ledger.month_event IS
    '结账记录: who closed or reopened which month, when and why; generation counts the closings of a month, seal is of the vouchers then, in hex';
    COMMENT ON COLUMN ledger.month_event.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.month_event.period IS '会计期间, as text: 2026-01';
    COMMENT ON COLUMN ledger.month_event.event IS 'closed or reopened';
    COMMENT ON COLUMN ledger.month_event.generation IS 'how often the month had been closed by then';
    COMMENT ON COLUMN ledger.month_event.done_by IS 'the role that did it';
    COMMENT ON COLUMN ledger.month_event.done_through IS 'the role that acted for it; NULL: itself';
    COMMENT ON COLUMN ledger.month_event.done_at IS 'when its transaction began: a close that waited may be earlier here than a voucher that it counts';
    COMMENT ON COLUMN ledger.month_event.reason IS 'of a reopening: why';
    COMMENT ON COLUMN ledger.month_event.type IS 'of a reopening: the type of restatement, as in ledger.restatement';
    COMMENT ON COLUMN ledger.month_event.seal IS 'of a closing: the seal it set; of a reopening: the seal it took away';

    CREATE VIEW ledger."结账记录" WITH (security_barrier) AS
    SELECT e.book                           AS "账套",
           e.period                         AS "期间",
           CASE e.event WHEN 'closed' THEN '结账' ELSE '反结账' END AS "事项",
           e.generation                     AS "次数",
           e.done_by                        AS "经办",
           e.done_at                        AS "时间",
           e.reason                         AS "原因",
           CASE e.type WHEN 'error_correction' THEN '会计差错更正' WHEN 'merger' THEN '并表'
                       WHEN 'scope_change' THEN '口径调整' WHEN 'standard_change' THEN '制度变更'
                       WHEN 'reconciliation' THEN '账实差额调整' END AS "重述类型",
           e.seal                           AS "封印",
           e.done_through                   AS "经由"
    FROM ledger.month_event AS e;
    COMMENT ON VIEW ledger."结账记录" IS 'ledger.month_event under Chinese names: the same columns in the same order, event in Chinese';

    CREATE VIEW ledger.issued_figure WITH (security_barrier) AS
    SELECT m.book, m.period,
           i.generation, i.form, i.basis::text AS basis, i.statement, i.line_no, i.item_id, i.item, i.level,
           i.column_no, i.column_name, i.figure
    FROM ledger.book_month AS m
    JOIN ledger.issued_statement AS i ON i.book_id = m.book_id AND i.period OPERATOR(fund.=) fund.period(m.first_day);
    COMMENT ON VIEW ledger.issued_figure IS
    '已出报表: a row a figure of a statement as it was issued when its month was closed; generation counts the closings of a month, and the figures of earlier ones stay';
    COMMENT ON COLUMN ledger.issued_figure.book IS '账套: the code of the book';
    COMMENT ON COLUMN ledger.issued_figure.period IS '会计期间, as text: 2026-01';
    COMMENT ON COLUMN ledger.issued_figure.generation IS 'at which closing of the month it was issued: 1 is the first';
    COMMENT ON COLUMN ledger.issued_figure.form IS 'monthly or annual';
    COMMENT ON COLUMN ledger.issued_figure.basis IS 'cash; or accrual: cash and overlay together';
    COMMENT ON COLUMN ledger.issued_figure.statement IS '报表';
    COMMENT ON COLUMN ledger.issued_figure.line_no IS '行次';
    COMMENT ON COLUMN ledger.issued_figure.item_id IS '项目编号';
    COMMENT ON COLUMN ledger.issued_figure.item IS '项目';
    COMMENT ON COLUMN ledger.issued_figure.level IS 'how deep the line is indented, from 1';
    COMMENT ON COLUMN ledger.issued_figure.column_no IS 'the column, from 1';
    COMMENT ON COLUMN ledger.issued_figure.column_name IS '栏目';
    COMMENT ON COLUMN ledger.issued_figure.figure IS '元; NULL: printed empty';

    CREATE VIEW ledger."已出报表" WITH (security_barrier) AS
    SELECT i.book                           AS "账套",
           i.period                         AS "期间",
           i.generation                     AS "次数",
           CASE i.form WHEN 'monthly' THEN '月报' ELSE '年报' END AS "表式",
           CASE i.basis WHEN 'cash' THEN '收付实现制' ELSE '权责发生制' END AS "核算基础",
           i.statement                      AS "报表",
           i.line_no                        AS "行次",
           i.item_id                        AS "项目编号",
           i.item                           AS "项目",
           i.column_no                      AS "栏次",
           i.column_name                    AS "栏目",
           i.figure                         AS "金额"
    FROM ledger.issued_figure AS i;
    COMMENT ON VIEW ledger."已出报表" IS 'ledger.issued_figure without level under Chinese names: the same columns in the same order, form and basis in Chinese';
END
$function$;

COMMENT ON FUNCTION fund._create_ledger_views() IS
'Part of fund.create_ledger(): the reading views.';

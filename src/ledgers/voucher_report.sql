-- 凭证: one voucher by its id, at once in a ledger of any size.

CREATE FUNCTION fund.voucher(book text, id bigint) RETURNS TABLE (
    voucher_id bigint,
    period text,
    voucher_date date,
    kind text,
    number integer,
    basis text,
    summary text,
    journal text,
    attachments integer,
    source_key text,
    reverses bigint,
    reversed_by bigint,
    prepared_by text,
    reviewed_by text,
    done_through text,
    posted_at timestamptz
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1 COST 1000
    AS 'MODULE_PATHNAME', 'fl_voucher_report';

COMMENT ON FUNCTION fund.voucher(text, bigint) IS
'凭证: the voucher of the book that has the id, in a row: number is NULL while it is unnumbered, journal its lines as text, reversed_by the voucher that cancels it. Found at once, however many there are. LG010: no such book; LG013: no such voucher in it.';

CREATE FUNCTION fund."凭证"("账套" text, "编号" bigint) RETURNS TABLE (
    "凭证" bigint,
    "期间" text,
    "日期" date,
    "种类" text,
    "凭证号" integer,
    "核算基础" text,
    "摘要" text,
    "分录" text,
    "附件数" integer,
    "来源键" text,
    "冲销凭证" bigint,
    "被冲销于" bigint,
    "制单" text,
    "审核" text,
    "经由" text,
    "记账时间" timestamptz
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1 COST 1000
    AS 'MODULE_PATHNAME', 'fl_voucher_report';

COMMENT ON FUNCTION fund."凭证"(text, bigint) IS
'fund.voucher with Chinese column names, words and journal: 凭证';

CREATE FUNCTION fund.voucher_lines(book text, id bigint) RETURNS TABLE (
    line_no integer,
    side text,
    account text,
    account_name text,
    debit numeric,
    credit numeric,
    party text,
    party_name text,
    memo text
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 10 COST 1000
    AS 'MODULE_PATHNAME', 'fl_voucher_lines';

COMMENT ON FUNCTION fund.voucher_lines(text, bigint) IS
'凭证分录: the lines of the voucher of the book that has the id, a row each, in 元. LG010: no such book; LG013: no such voucher in it.';

CREATE FUNCTION fund."凭证分录"("账套" text, "编号" bigint) RETURNS TABLE (
    "行号" integer,
    "方向" text,
    "科目编码" text,
    "科目名称" text,
    "借方金额" numeric,
    "贷方金额" numeric,
    "往来编码" text,
    "往来名称" text,
    "备注" text
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 10 COST 1000
    AS 'MODULE_PATHNAME', 'fl_voucher_lines';

COMMENT ON FUNCTION fund."凭证分录"(text, bigint) IS
'fund.voucher_lines with Chinese column names and sides: 凭证分录';

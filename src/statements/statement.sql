-- 会计报表. None is STRICT: a NULL argument raises 22004 instead of looking
-- like a book without figures. All are PARALLEL UNSAFE: what a book and its
-- standard are is read by a newer snapshot than the query's, which a parallel
-- query does not allow.

CREATE FUNCTION fund.balance_sheet(
    book text,
    period fund.period,
    basis text DEFAULT 'cash',
    enforce boolean DEFAULT true
) RETURNS TABLE (
    line_no integer,
    item_id text,
    item text,
    level integer,
    opening numeric,
    closing numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 50 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balance_sheet';

COMMENT ON FUNCTION fund.balance_sheet(text, fund.period, text, boolean) IS
'资产负债表: 年初余额 (opening) and 期末余额 (closing) of each line. basis is cash or accrual. LG041 while an error rule of the form fails; enforce => false shows the working paper. LG010: no such book; LG042: a formula refers to what is not there.';

CREATE FUNCTION fund.income_expenditure(
    book text,
    period fund.period,
    basis text DEFAULT 'cash',
    enforce boolean DEFAULT true
) RETURNS TABLE (
    line_no integer,
    item_id text,
    item text,
    level integer,
    month numeric,
    year_to_date numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 50 COST 10000
    AS 'MODULE_PATHNAME', 'fl_income_expenditure';

COMMENT ON FUNCTION fund.income_expenditure(text, fund.period, text, boolean) IS
'收支表: 本月数 (month) and 本年累计数 (year_to_date) of each line. basis is cash or accrual. LG041 while an error rule of the form fails; enforce => false shows the working paper. LG010: no such book; LG042: a formula refers to what is not there.';

CREATE FUNCTION fund."资产负债表"(
    book text,
    period fund.period,
    basis text DEFAULT 'cash',
    enforce boolean DEFAULT true
) RETURNS TABLE (
    "行次" integer,
    "项目" text,
    "年初余额" numeric,
    "期末余额" numeric
)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 50
    AS $$
        SELECT s.line_no, s.item, s.opening, s.closing
        FROM fund.balance_sheet($1, $2, $3, $4) AS s
    $$;

COMMENT ON FUNCTION fund."资产负债表"(text, fund.period, text, boolean) IS
'fund.balance_sheet with Chinese column names';

CREATE FUNCTION fund."收支表"(
    book text,
    period fund.period,
    basis text DEFAULT 'cash',
    enforce boolean DEFAULT true
) RETURNS TABLE (
    "行次" integer,
    "项目" text,
    "本月数" numeric,
    "本年累计数" numeric
)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 50
    AS $$
        SELECT s.line_no, s.item, s.month, s.year_to_date
        FROM fund.income_expenditure($1, $2, $3, $4) AS s
    $$;

COMMENT ON FUNCTION fund."收支表"(text, fund.period, text, boolean) IS
'fund.income_expenditure with Chinese column names';

CREATE FUNCTION fund.statement(
    book text,
    statement text,
    period fund.period,
    basis text DEFAULT 'cash',
    enforce boolean DEFAULT true,
    annual boolean DEFAULT false
) RETURNS TABLE (
    line_no integer,
    item_id text,
    item text,
    level integer,
    column_no integer,
    column_name text,
    figure numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_statement';

COMMENT ON FUNCTION fund.statement(text, text, fund.period, text, boolean, boolean) IS
'any form of the book''s standard, by its Chinese or English name, a row a line and column; annual => true is the form as printed for the year. LG015: no such form; LG041, LG010, LG042 as for fund.balance_sheet.';

CREATE FUNCTION fund.statement_pack(
    book text,
    period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    row_type text,
    statement text,
    line_no integer,
    item_id text,
    item text,
    level integer,
    column_no integer,
    column_name text,
    figure numeric,
    rule text,
    name text,
    lhs numeric,
    rhs numeric,
    difference numeric,
    severity text,
    verdict text,
    reason text
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 200 COST 20000
    AS 'MODULE_PATHNAME', 'fl_statement_pack';

COMMENT ON FUNCTION fund.statement_pack(text, fund.period, text) IS
'every form and every rule of the book''s standard from one snapshot: rows of type figure, as of fund.statement, then rows of type rule, as of fund.articulation. Nothing is enforced. LG010: no such book; LG042: a formula refers to what is not there.';

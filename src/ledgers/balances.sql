-- 余额 of all accounts by day. As text a day may also be a month, as in a 明细账:
-- unknown literals and what drivers bind pick text. PARALLEL UNSAFE as the
-- statements are.

CREATE FUNCTION fund.balances(
    book text,
    as_of text,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    account text,
    name text,
    level integer,
    party text,
    opening_debit numeric,
    opening_credit numeric,
    debit numeric,
    credit numeric,
    closing_debit numeric,
    closing_credit numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_at_day';

COMMENT ON FUNCTION fund.balances(text, text, boolean, text) IS
'余额 at the end of a day: every account with figures, its descendants with it, its balance at the beginning of the year, what it moved by since (by vouchers of every kind but opening) and its balance. by_party: a row for each party, and one without for what names none. As of a month: its last day. LG010: no such book; LG024: the book begins later.';

CREATE FUNCTION fund.balances(
    book text,
    first text,
    last text,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    account text,
    name text,
    level integer,
    party text,
    opening_debit numeric,
    opening_credit numeric,
    debit numeric,
    credit numeric,
    closing_debit numeric,
    closing_credit numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_over_days';

COMMENT ON FUNCTION fund.balances(text, text, text, boolean, text) IS
'余额 over a range of days or months: every account with figures, its descendants with it, its balance before the first day, what it moved by through the last, and its balance then; opening vouchers stood before every day. by_party: a row for each party, and one without for what names none. LG010: no such book; LG024: the book begins later.';

CREATE FUNCTION fund.balances(
    book text,
    as_of date,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    account text,
    name text,
    level integer,
    party text,
    opening_debit numeric,
    opening_credit numeric,
    debit numeric,
    credit numeric,
    closing_debit numeric,
    closing_credit numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_at_day';

COMMENT ON FUNCTION fund.balances(text, date, boolean, text) IS
'余额 at the end of a day: the same';

CREATE FUNCTION fund.balances(
    book text,
    first date,
    last date,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    account text,
    name text,
    level integer,
    party text,
    opening_debit numeric,
    opening_credit numeric,
    debit numeric,
    credit numeric,
    closing_debit numeric,
    closing_credit numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_over_days';

COMMENT ON FUNCTION fund.balances(text, date, date, boolean, text) IS
'余额 over a range of days: the same';

CREATE FUNCTION fund."余额表"(
    book text,
    as_of text,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "科目编码" text,
    "科目名称" text,
    "级次" integer,
    "往来编码" text,
    "期初借方余额" numeric,
    "期初贷方余额" numeric,
    "借方发生额" numeric,
    "贷方发生额" numeric,
    "期末借方余额" numeric,
    "期末贷方余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_at_day';

COMMENT ON FUNCTION fund."余额表"(text, text, boolean, text) IS
'fund.balances with Chinese column names: at the end of a day; 未分户 is what names no party on an account that demands one';

CREATE FUNCTION fund."余额表"(
    book text,
    first text,
    last text,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "科目编码" text,
    "科目名称" text,
    "级次" integer,
    "往来编码" text,
    "期初借方余额" numeric,
    "期初贷方余额" numeric,
    "借方发生额" numeric,
    "贷方发生额" numeric,
    "期末借方余额" numeric,
    "期末贷方余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_over_days';

COMMENT ON FUNCTION fund."余额表"(text, text, text, boolean, text) IS
'fund.balances with Chinese column names: over a range of days; 未分户 is what names no party on an account that demands one';

CREATE FUNCTION fund."余额表"(
    book text,
    as_of date,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "科目编码" text,
    "科目名称" text,
    "级次" integer,
    "往来编码" text,
    "期初借方余额" numeric,
    "期初贷方余额" numeric,
    "借方发生额" numeric,
    "贷方发生额" numeric,
    "期末借方余额" numeric,
    "期末贷方余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_at_day';

COMMENT ON FUNCTION fund."余额表"(text, date, boolean, text) IS
'fund.balances with Chinese column names: at the end of a day';

CREATE FUNCTION fund."余额表"(
    book text,
    first date,
    last date,
    by_party boolean DEFAULT false,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "科目编码" text,
    "科目名称" text,
    "级次" integer,
    "往来编码" text,
    "期初借方余额" numeric,
    "期初贷方余额" numeric,
    "借方发生额" numeric,
    "贷方发生额" numeric,
    "期末借方余额" numeric,
    "期末贷方余额" numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_balances_over_days';

COMMENT ON FUNCTION fund."余额表"(text, date, date, boolean, text) IS
'fund.balances with Chinese column names: over a range of days';

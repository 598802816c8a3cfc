-- 科目余额表. PARALLEL UNSAFE as the statements are.

CREATE FUNCTION fund.trial_balance(
    book text,
    period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    account text,
    name text,
    level integer,
    opening_debit numeric,
    opening_credit numeric,
    period_debit numeric,
    period_credit numeric,
    year_debit numeric,
    year_credit numeric,
    closing_debit numeric,
    closing_credit numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_trial_balance';

COMMENT ON FUNCTION fund.trial_balance(text, fund.period, text) IS
'科目余额表: every account with figures, each with its descendants: its balance before the period on the side where it lies, the turnover of the period and of the year to date by vouchers of every kind but opening, and its balance after the period. LG010: no such book.';

CREATE FUNCTION fund."科目余额表"(
    book text,
    period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "科目编码" text,
    "科目名称" text,
    "级次" integer,
    "期初借方余额" numeric,
    "期初贷方余额" numeric,
    "本期借方发生额" numeric,
    "本期贷方发生额" numeric,
    "本年累计借方发生额" numeric,
    "本年累计贷方发生额" numeric,
    "期末借方余额" numeric,
    "期末贷方余额" numeric
)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 100
    AS $$
        SELECT t.account, t.name, t.level, t.opening_debit, t.opening_credit,
               t.period_debit, t.period_credit, t.year_debit, t.year_credit,
               t.closing_debit, t.closing_credit
        FROM fund.trial_balance($1, $2, $3) AS t
    $$;

COMMENT ON FUNCTION fund."科目余额表"(text, fund.period, text) IS
'fund.trial_balance with Chinese column names';

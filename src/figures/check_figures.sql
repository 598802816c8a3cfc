-- 勾稽 of published figures. STABLE and PARALLEL UNSAFE as fund.prove() is:
-- they read a standard, and no book.

CREATE FUNCTION fund.check_figures(
    standard text,
    statement text,
    figures jsonb,
    unit text DEFAULT '元',
    annual boolean DEFAULT false,
    decimals integer DEFAULT NULL
) RETURNS TABLE (
    rule text,
    name text,
    column_name text,
    lhs numeric,
    rhs numeric,
    difference numeric,
    allowed numeric,
    verdict text,
    reason text,
    repair jsonb,
    contradictions jsonb
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 50 COST 10000
    AS 'MODULE_PATHNAME', 'fl_check_figures';

COMMENT ON FUNCTION fund.check_figures(text, text, jsonb, text, boolean, integer) IS
'勾稽 of a published statement: figures are {"T0": [本月数, 本年累计数], "T1": {"本年累计数": 1.25}}, in 元, 万元 or 亿元; null is a cell printed empty. For each line that is a sum of lines and each rule of the form: pass, rounding (the difference is within what the decimals of the figures summed allow), violation (with the cells whose change would mend it), contradiction (it holds or is rounding, but no true figures keep it and other rules together: which, and the bounds that contradict each other) or not evaluable, and why. decimals: that all figures have at least; else 2 in 元, and those of the most exact figure of the table in any case. LG014, LG015: no such standard or statement; 22023: a figure of no line or column.';

CREATE FUNCTION fund.check_figures(
    standard text,
    statement text,
    item_ids text[],
    column_names text[],
    figures numeric[],
    unit text DEFAULT '元',
    annual boolean DEFAULT false,
    decimals integer DEFAULT NULL
) RETURNS TABLE (
    rule text,
    name text,
    column_name text,
    lhs numeric,
    rhs numeric,
    difference numeric,
    allowed numeric,
    verdict text,
    reason text,
    repair jsonb,
    contradictions jsonb
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 50 COST 10000
    AS 'MODULE_PATHNAME', 'fl_check_figures_arrays';

COMMENT ON FUNCTION fund.check_figures(text, text, text[], text[], numeric[], text, boolean, integer) IS
'fund.check_figures() of figures from a table: item_id, column name and figure of each cell by array_agg()';

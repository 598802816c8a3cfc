-- Explanation of figures, and attribution of the difference of a rule: down to
-- the vouchers. PARALLEL UNSAFE as the statements are.

CREATE FUNCTION fund.explain(
    book text,
    statement text,
    item_id text,
    period fund.period,
    column_name text DEFAULT NULL,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    level integer,
    kind text,
    statement text,
    item_id text,
    account text,
    name text,
    factor text,
    measure text,
    voucher_id bigint,
    voucher_date date,
    voucher_kind text,
    number integer,
    line_no integer,
    summary text,
    contribution numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 1000 COST 10000
    AS 'MODULE_PATHNAME', 'fl_explain';

COMMENT ON FUNCTION fund.explain(text, text, text, fund.period, text, text) IS
'what makes a figure of a statement: lines, accounts, the lines of vouchers and what was brought forward. Rows are a tree, each before those below it, and each the sum of those a level below. column_name is that of the month by default. LG015: no such form; 22023: no such line or column; LG010: no such book; LG024: the book begins later; LG042: a formula refers to what is not there; 54000: lines that refer to each other many times over make more than 100000 parts; XX001: vouchers and balances do not agree.';

CREATE FUNCTION fund.attribute(
    book text,
    rule text,
    period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    kind text,
    voucher_id bigint,
    voucher_date date,
    voucher_kind text,
    number integer,
    summary text,
    journal text,
    contribution numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 100 COST 10000
    AS 'MODULE_PATHNAME', 'fl_attribute';

COMMENT ON FUNCTION fund.attribute(text, text, fund.period, text) IS
'which vouchers the difference of a rule comes from: their contributions, with that of what was brought forward or is of issued statements or lower books, add up to the difference that fund.articulation shows. No row of a rule that is not evaluable. 22023: no such rule; LG010: no such book; LG024: the book begins later; LG042: a formula refers to what is not there; 54000: lines that refer to each other many times over make more than 100000 parts; XX001: vouchers and balances do not agree.';

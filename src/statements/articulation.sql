-- 勾稽关系: the rules of a book's standard, judged. PARALLEL UNSAFE as the
-- statements are.

CREATE FUNCTION fund.articulation(
    book text,
    period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    rule text,
    name text,
    lhs numeric,
    rhs numeric,
    difference numeric,
    severity text,
    verdict text,
    reason text
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 50 COST 10000
    AS 'MODULE_PATHNAME', 'fl_articulation';

COMMENT ON FUNCTION fund.articulation(text, fund.period, text) IS
'勾稽: both sides of every rule of the book''s standard in the period, their difference, and the verdict: pass; fail; not due, of a rule that is judged at the close of an open month or at the end of a year; or not evaluable, and why. A rule whose formula refers to what is not there, or does not fit, is not evaluable and stops no other. LG010: no such book.';

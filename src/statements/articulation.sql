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

-- At the end of a month, or of a year where the book begins with one.
CREATE FUNCTION fund._openings_against_rules(book_id integer, journal fund.journal)
    RETURNS TABLE (rule text, name text, left_side numeric)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH term AS (
            SELECT r.rule, r.name, s.sign * t.factor AS factor, t.measure, t.kind, t.account::fund.account_code AS account,
                   b.standard
            FROM ledger.book AS b
            JOIN ledger.articulation AS r USING (standard)
            CROSS JOIN LATERAL (VALUES (1, r.lhs), (-1, r.rhs)) AS s (sign, formula)
            CROSS JOIN LATERAL fund.formula_terms(s.formula) AS t
            WHERE b.book_id = $1 AND r.relation = '=' AND r.rhs_of = 'book'
              AND (r.period_window <> 'year' OR extract(month FROM fund.first_day(b.first_period)) = 1)
        )
        SELECT t.rule, t.name,
               sum(t.factor * CASE a.normal_side WHEN l.side THEN l.amount::numeric ELSE -l.amount::numeric END)
        FROM term AS t
        JOIN ledger.account AS a ON a.standard = t.standard AND a.account OPERATOR(fund.=) t.account
        JOIN fund.lines($2) AS l ON l.account OPERATOR(fund.<@) t.account
        WHERE NOT EXISTS (SELECT FROM term AS o
                          WHERE o.rule = t.rule AND (o.measure IS DISTINCT FROM 'closing' OR o.kind IS NOT NULL))
        GROUP BY t.rule, t.name
        HAVING sum(t.factor * CASE a.normal_side WHEN l.side THEN l.amount::numeric ELSE -l.amount::numeric END) <> 0
        ORDER BY t.rule COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._openings_against_rules(integer, fund.journal) IS
'Rules of closing balances alone that what a book opens with would have broken at the end of the month before.';

-- What the rules of a standard cannot see, in a standard and in a book. PARALLEL UNSAFE as fund.prove() is.

CREATE FUNCTION fund.blind_spots(standard text) RETURNS TABLE (
    class integer,
    accounts text[],
    names text[],
    rules text[]
)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 20 COST 20000
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
#variable_conflict use_column
BEGIN
    -- A voucher on one account instead of another changes no rule if both have
    -- the same coefficients, and is not refused if both obey the same laws. A
    -- law of one account alone ("1001: debit(closing) = 0") counts by what it
    -- says, without the account.
    RETURN QUERY
    WITH law AS (
        SELECT p.account, p.place, p.coefficient,
               CASE WHEN starts_with(p.law, p.account || ': ')
                    THEN substr(p.law, length(p.account) + 3) ELSE p.law END AS law,
               p.moment
        FROM fund.proof_laws($1) AS p
    ),
    -- a rule judged at close that the closing itself makes true sees nothing
    identity AS MATERIALIZED (
        SELECT p.rule
        FROM fund.prove($1) AS p
        WHERE p.moment = 'after close' AND p.verdict = 'IDENTITY'
    ),
    vector AS (
        SELECT v.account, v.rule, v.place, v.coefficient / v.times AS coefficient
        FROM fund.proof_vectors($1) AS v
        JOIN ledger.articulation AS a ON a.standard = $1 AND a.rule = v.rule
        WHERE a.severity = 'error'
          AND NOT (a.judged = 'at_close' AND a.rule IN (SELECT i.rule FROM identity AS i))
    ),
    -- what says something of an account, in words that can be compared
    said AS (
        SELECT l.account, format('law %s %s %s %s', l.law, l.moment, l.place, l.coefficient) AS words,
               NULL AS rule
        FROM law AS l
        UNION ALL
        SELECT v.account, format('rule %s %s %s', v.rule, v.place, trim_scale(v.coefficient)), v.rule
        FROM vector AS v
        UNION ALL
        SELECT l.account::text, 'accrual only', NULL
        FROM ledger.account AS l
        WHERE l.standard = $1 AND 'cash' OPERATOR(fund.<>) ALL (fund._bases_of(l.standard, l.account))
    ),
    -- headings and accounts that this fund does not use carry nothing
    carrying AS (
        SELECT s.account,
               string_agg(s.words, E'\n' ORDER BY s.words COLLATE "C") AS signature,
               array_agg(DISTINCT s.rule COLLATE "C" ORDER BY s.rule COLLATE "C")
                   FILTER (WHERE s.rule IS NOT NULL) AS rules
        FROM said AS s
        WHERE NOT EXISTS (
            SELECT
            FROM ledger.account AS l
            WHERE l.standard = $1
              AND l.account::text = s.account
              AND (l.retired OR NOT l.postable))
        GROUP BY s.account
    )
    SELECT row_number() OVER (ORDER BY min(c.account COLLATE "C"))::integer,
           array_agg(c.account ORDER BY c.account COLLATE "C"),
           array_agg(l.name ORDER BY c.account COLLATE "C"),
           coalesce(c.rules, '{}')
    FROM carrying AS c
    LEFT JOIN ledger.account AS l ON l.standard = $1 AND l.account::text = c.account
    GROUP BY c.signature, c.rules
    HAVING count(*) > 1
    ORDER BY 1;
END
$function$;

COMMENT ON FUNCTION fund.blind_spots(text) IS
'the classes of accounts that no error rule of the standard tells apart: a voucher on one of a class instead of another leaves every rule as it was and is not refused for its kind. rules: those that see the class at all. LG014: no such standard.';

CREATE FUNCTION fund.unread_lines(standard text) RETURNS TABLE (
    statement text,
    line_no integer,
    item_id text,
    item text
)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 20 COST 10000
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
#variable_conflict use_column
BEGIN
    -- asks for the right to read it, and names one that is not there
    PERFORM FROM fund.prove($1);

    -- A form may be named in either language, or be the one that says so.
    RETURN QUERY
    WITH RECURSIVE term AS (
        SELECT r.statement AS form, t.statement AS named, t.item
        FROM ledger.articulation AS r, LATERAL (VALUES (r.lhs), (r.rhs)) AS side (formula),
             fund.formula_terms(side.formula) AS t
        WHERE r.standard = $1 AND t.item IS NOT NULL
    ),
    read AS (
        SELECT s.statement, term.item
        FROM term
        JOIN ledger.statement AS s
            ON s.standard = $1 AND coalesce(term.named, term.form) IN (s.statement, s.english_name)
        UNION
        SELECT s.statement, t.item
        FROM read
        JOIN ledger.statement_line AS l
            ON l.standard = $1 AND l.statement = read.statement AND l.item_id = read.item
        CROSS JOIN LATERAL fund.formula_terms(l.formula) AS t
        JOIN ledger.statement AS s
            ON s.standard = $1 AND coalesce(t.statement, l.statement) IN (s.statement, s.english_name)
        WHERE t.item IS NOT NULL
    )
    SELECT l.statement, l.line_no, l.item_id, l.item
    FROM ledger.statement_line AS l
    JOIN ledger.statement AS s ON s.standard = l.standard AND s.statement = l.statement
    WHERE l.standard = $1 AND (l.formula IS NOT NULL OR l.given)
      AND NOT EXISTS (SELECT FROM read AS r WHERE r.statement = l.statement AND r.item = l.item_id)
    ORDER BY s.position, l.statement COLLATE "C", l.line_no;
END
$function$;

COMMENT ON FUNCTION fund.unread_lines(text) IS
'the lines of a standard''s forms that no rule reads, itself or through other lines: whatever they show, no 勾稽 notices. LG014: no such standard.';

CREATE FUNCTION fund.mutation_report(
    book text,
    period fund.period,
    faults integer DEFAULT 1000,
    seed bigint DEFAULT 0
) RETURNS TABLE (
    fault text,
    planted bigint,
    refused bigint,
    caught bigint,
    share numeric
)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 5 COST 100000
    SET search_path = pg_catalog, pg_temp
    -- Compiling this query takes seconds in which no cancel is answered, and
    -- what is compiled runs for a tenth of one.
    SET jit = off
AS $function$
#variable_conflict use_column
DECLARE
    v_standard    text;
    v_is_january  boolean;
    v_is_december boolean;
BEGIN
    IF $3 IS NULL OR $4 IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = format('argument "%s" must not be null', CASE WHEN $3 IS NULL THEN 'faults' ELSE 'seed' END);
    END IF;

    -- asks for the duty, and names a book that is not there
    PERFORM FROM fund.articulation($1, $2, 'cash');
    SELECT m.standard, extract(month FROM m.first_day) = 1, extract(month FROM m.first_day) = 12
    INTO v_standard, v_is_january, v_is_december
    FROM ledger.book_month AS m
    WHERE m.book = $1 AND m.period = $2::text;

    -- Planted is what a fault adds to the places of accounts. It is refused if
    -- that breaks a law, and caught if it moves an error rule.
    RETURN QUERY
    WITH law AS MATERIALIZED (
        SELECT p.law, p.account, p.place, p.coefficient
        FROM fund.proof_laws(v_standard) AS p
        WHERE p.moment = 'any'
    ),
    -- a rule judged at close that the closing itself makes true sees nothing
    identity AS MATERIALIZED (
        SELECT p.rule
        FROM fund.prove(v_standard) AS p
        WHERE p.moment = 'after close' AND p.verdict = 'IDENTITY'
    ),
    rule AS MATERIALIZED (
        SELECT v.rule, v.account, v.place, v.coefficient, a.period_window = 'month' AS of_month
        FROM fund.proof_vectors(v_standard) AS v
        JOIN ledger.articulation AS a ON a.standard = v_standard AND a.rule = v.rule
        WHERE a.severity = 'error'
          AND NOT (a.judged = 'at_close' AND a.rule IN (SELECT i.rule FROM identity AS i))
          AND (a.period_window <> 'year' OR v_is_december)
    ),
    atom AS MATERIALIZED (
        SELECT DISTINCT l.account FROM law AS l
    ),
    line AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY e.voucher_id, e.line_no) - 1 AS n, e.voucher_id,
               e.account, e.side, e.debit + e.credit AS amount
        FROM ledger.entry AS e
        WHERE e.book = $1 AND e.period = $2::text AND e.kind = 'normal'
    ),
    other AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY a.account::text COLLATE "C") - 1 AS n, a.account::text AS account
        FROM ledger.account AS a
        WHERE a.standard = v_standard AND a.postable AND NOT a.retired AND 'cash' OPERATOR(fund.=) ANY (fund._bases_of(a.standard, a.account))
    ),
    -- an account counts as the atom that it is or is a detail of
    place AS MATERIALIZED (
        SELECT known.account, (SELECT a.account FROM atom AS a
                               WHERE starts_with(known.account, a.account)
                               ORDER BY length(a.account) DESC LIMIT 1) AS atom
        FROM (SELECT l.account FROM line AS l UNION SELECT o.account FROM other AS o) AS known
    ),
    dice AS (
        SELECT kind.fault, kind.position, i,
               abs(hashint8extended(i, $4 + 2 * kind.position) % 1000000007) AS first,
               abs(hashint8extended(i, $4 + 2 * kind.position + 1) % 1000000007) AS second
        FROM unnest(ARRAY['line dropped', 'account confused', 'digits transposed',
                          'digits transposed on both sides', 'month before', 'month after'])
             WITH ORDINALITY AS kind (fault, position),
             generate_series(1, $3) AS i
    ),
    chosen AS MATERIALIZED (
        SELECT d.fault, d.position, d.i, l.n, l.voucher_id, l.account, l.side, l.amount,
               o.account AS wrong_account,
               -- two neighbouring digits, counted in 分
               overlay(digits.text PLACING reverse(substr(digits.text, at.at, 2)) FROM at.at FOR 2)::numeric / 100
                   * sign(l.amount) - l.amount AS slip
        FROM dice AS d
        JOIN line AS l ON l.n = d.first % (SELECT count(*) FROM line)
        JOIN other AS o ON o.n = d.second % (SELECT count(*) FROM other)
        CROSS JOIN LATERAL (SELECT lpad(trunc(abs(l.amount) * 100)::text, 3, '0')) AS digits (text)
        CROSS JOIN LATERAL (SELECT 1 + (d.second % (length(digits.text) - 1))::integer) AS at (at)
    ),
    -- what each fault adds to the month and to the year up to it
    change AS (
        SELECT c.position, c.i, c.account, c.side, -c.amount AS month, -c.amount AS year
        FROM chosen AS c WHERE c.fault IN ('line dropped', 'account confused')
        UNION ALL
        SELECT c.position, c.i, c.wrong_account, c.side, c.amount, c.amount
        FROM chosen AS c WHERE c.fault = 'account confused'
        UNION ALL
        SELECT c.position, c.i, c.account, c.side, c.slip, c.slip
        FROM chosen AS c WHERE c.fault = 'digits transposed'
        UNION ALL
        SELECT c.position, c.i, l.account, l.side, c.slip, c.slip
        FROM chosen AS c JOIN line AS l ON l.voucher_id = c.voucher_id AND l.amount = c.amount
        WHERE c.fault = 'digits transposed on both sides'
        UNION ALL
        SELECT c.position, c.i, l.account, l.side, -l.amount,
               CASE WHEN c.fault = 'month after' OR v_is_january THEN -l.amount ELSE 0 END
        FROM chosen AS c JOIN line AS l ON l.voucher_id = c.voucher_id
        WHERE c.fault IN ('month before', 'month after')
        UNION ALL
        SELECT c.position, c.i, l.account, 'opening',
               CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END,
               CASE WHEN NOT v_is_january THEN 0
                    WHEN l.side = 'debit' THEN l.amount ELSE -l.amount END
        FROM chosen AS c JOIN line AS l ON l.voucher_id = c.voucher_id
        WHERE c.fault = 'month before'
    ),
    effect AS MATERIALIZED (
        SELECT x.position, x.i, p.atom AS account,
               CASE x.side WHEN 'opening' THEN 'opening' ELSE x.side || '(normal)' END AS place,
               sum(x.month) AS month, sum(x.year) AS year
        FROM change AS x
        JOIN place AS p ON p.account = x.account
        GROUP BY 1, 2, 3, 4
        HAVING sum(x.month) <> 0
    ),
    broken AS (
        SELECT DISTINCT e.position, e.i
        FROM (SELECT e.position, e.i
              FROM effect AS e
              JOIN law AS l ON l.account = e.account AND l.place = e.place
              GROUP BY e.position, e.i, l.law
              HAVING sum(l.coefficient * e.month) <> 0) AS e
    ),
    moved AS (
        SELECT DISTINCT e.position, e.i
        FROM (SELECT e.position, e.i
              FROM effect AS e
              JOIN rule AS r ON r.account = e.account AND r.place = e.place
              GROUP BY e.position, e.i, r.rule
              HAVING sum(r.coefficient * CASE WHEN r.of_month THEN e.month ELSE e.year END) <> 0) AS e
    ),
    outcome AS (
        SELECT DISTINCT e.position, e.i,
               EXISTS (SELECT FROM broken AS b WHERE b.position = e.position AND b.i = e.i) AS refused,
               EXISTS (SELECT FROM moved AS m WHERE m.position = e.position AND m.i = e.i) AS caught
        FROM effect AS e
    )
    SELECT kind.fault, count(o.i),
           count(*) FILTER (WHERE o.refused),
           count(*) FILTER (WHERE o.caught AND NOT o.refused),
           round(count(*) FILTER (WHERE o.refused OR o.caught)::numeric / nullif(count(o.i), 0), 4)
    FROM (SELECT DISTINCT d.fault, d.position FROM dice AS d) AS kind
    LEFT JOIN outcome AS o ON o.position = kind.position
    GROUP BY kind.fault, kind.position
    ORDER BY kind.position;
END
$function$;

COMMENT ON FUNCTION fund.mutation_report(text, fund.period, integer, bigint) IS
'plants faults in the normal vouchers of the month, on the linear forms of laws and error rules and not in the book, and counts: planted (those that change anything), refused (double entry or the chart would not let them be posted), caught (posted, and an error rule fails), and the share of both. The same seed plants the same faults. LG010: no such book.';

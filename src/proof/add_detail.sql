-- A detail with its line: what a chart, its forms and its rules need together. What
-- names every detail of an account names the new one, too, and what was proved stays so.

-- (五) → (六), and nothing of what has no number
CREATE FUNCTION fund._next_ordinal(ordinal text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT coalesce((SELECT replace($1, n.this, n.next)
                         FROM (SELECT word AS this, lead(word) OVER (ORDER BY place) AS next
                               FROM unnest('{一,二,三,四,五,六,七,八,九,十,十一,十二,十三,十四,十五,十六,十七,十八,十九,二十}'::text[])
                                    WITH ORDINALITY AS w (word, place)) AS n
                         WHERE n.this = substring($1 FROM '[一二三四五六七八九十]+')), $1)
    $$;

COMMENT ON FUNCTION fund._next_ordinal(text) IS 'Part of fund.add_detail(): the ordinal of a line after one of this ordinal.';

-- X15 → X16, or the first after it that no line has
CREATE FUNCTION fund._next_item_id(standard text, statement text, item_id text) RETURNS text
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT c.item_id
        FROM (SELECT substring($3 FROM '^(.*?)[0-9]*$') || (coalesce(substring($3 FROM '[0-9]{1,9}$'), '0')::bigint + n) AS item_id, n
              FROM generate_series(1, 1000) AS n) AS c
        WHERE NOT EXISTS (SELECT FROM ledger.statement_line AS l
                          WHERE l.standard = $1 AND l.statement = $2 AND l.item_id = c.item_id)
        ORDER BY c.n LIMIT 1
    $$;

COMMENT ON FUNCTION fund._next_item_id(text, text, text) IS 'Part of fund.add_detail(): the id of a line after one of this id.';

-- The formula with the new term where it has that of every sibling, all with one sign.
CREATE FUNCTION fund._with_detail(formula fund.formula, form text, of_form text, siblings text[], line text)
    RETURNS fund.formula
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT ($1::text || CASE WHEN min(t.factor) > 0 THEN ' + ' ELSE ' - ' END
                || coalesce(min(t.statement), '') || '[' || $5 || ']')::fund.formula
        FROM fund.formula_terms($1) AS t
        WHERE t.measure = 'line' AND coalesce(t.statement, $2) = $3 AND t.item = ANY ($4)
        HAVING count(DISTINCT t.item) = cardinality($4) AND min(t.factor) = max(t.factor) AND abs(min(t.factor)) = 1
    $$;

COMMENT ON FUNCTION fund._with_detail(fund.formula, text, text, text[], text) IS
'Part of fund.add_detail(): a formula of one form that sums the lines of all siblings on another, with one more; NULL: it does not.';

CREATE FUNCTION fund._lines_of_account(standard text, account text)
    RETURNS TABLE (statement text, item_id text, measure text, kind text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT l.statement, l.item_id, min(t.measure), min(t.kind)
        FROM ledger.statement_line AS l, fund.formula_terms(l.formula) AS t
        WHERE l.standard = $1
        GROUP BY l.statement, l.item_id
        HAVING count(*) = 1 AND min(t.account) = $2 AND min(t.factor) = 1
    $$;

COMMENT ON FUNCTION fund._lines_of_account(text, text) IS
'Part of fund.add_detail(): the lines that show an account and nothing else.';

-- Below the last line of the sibling's, and of what is indented under it.
CREATE FUNCTION fund._add_detail_line(
    standard text, of_statement text, like_item text, account text, item_id text, item text, below boolean
) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_like  ledger.statement_line;
    v_after text;
    v_term  record;
BEGIN
    SELECT l.* INTO STRICT v_like FROM ledger.statement_line AS l
    WHERE l.standard = $1 AND l.statement = $2 AND l.item_id = $3;
    SELECT t.* INTO STRICT v_term FROM fund.formula_terms(v_like.formula) AS t;
    SELECT l.item_id INTO STRICT v_after FROM ledger.statement_line AS l
    WHERE l.standard = $1 AND l.statement = $2 AND l.line_no >= v_like.line_no
      AND NOT EXISTS (SELECT FROM ledger.statement_line AS other
                      WHERE other.standard = $1 AND other.statement = $2
                        AND other.line_no > v_like.line_no AND other.line_no <= l.line_no
                        AND other.level <= v_like.level)
    ORDER BY l.line_no DESC LIMIT 1;
    PERFORM fund._insert_statement_line($1, $2, v_after, $5, $6, v_like.level + CASE WHEN below THEN 1 ELSE 0 END,
        format('%s(%s%s)', v_term.measure, $4, ', ' || v_term.kind)::fund.formula,
        CASE WHEN below THEN '其中:' ELSE fund._next_ordinal(v_like.ordinal) END, v_like.shown, v_like.accrual_only);
    UPDATE ledger.statement_line AS l SET supplementary = v_like.supplementary
    WHERE l.standard = $1 AND l.statement = $2 AND l.item_id = $5 AND v_like.supplementary;
END
$function$;

COMMENT ON FUNCTION fund._add_detail_line(text, text, text, text, text, text, boolean) IS
'Part of fund.add_detail(): a line for the account, after one for another or below it.';

CREATE FUNCTION fund.add_detail(
    standard text,
    account text,
    name text,
    line text DEFAULT NULL,
    item text DEFAULT NULL
) RETURNS TABLE (changed text, of_statement text, code text, formula text)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE ROWS 5
    SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    v_code      fund.account_code;
    v_above     ledger.account;
    v_like      ledger.account;
    v_siblings  text[];
    v_lines     text[];
    v_proved    text[];
    v_lost      text;
    v_line      text;
    v_place     record;
BEGIN
    PERFORM fund._check_ledger();
    IF $1 IS NULL OR $2 IS NULL OR $3 IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = format('argument "%s" must not be null',
                             CASE WHEN $1 IS NULL THEN 'standard' WHEN $2 IS NULL THEN 'account' ELSE 'name' END);
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.standard AS s WHERE s.standard = $1) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG014',
            MESSAGE = format('standard "%s" does not exist', $1),
            HINT = 'The table ledger.standard lists the standards.';
    END IF;
    v_code := $2::fund.account_code;
    IF EXISTS (SELECT FROM ledger.account AS a WHERE a.standard = $1 AND a.account OPERATOR(fund.=) v_code) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('account "%s" of standard "%s" already exists', v_code, $1),
            HINT = 'Choose another code.';
    END IF;
    SELECT array_agg(p.rule || ' ' || p.moment) INTO v_proved FROM fund.prove($1) AS p WHERE p.verdict = 'IDENTITY';
    SELECT a.* INTO v_above FROM ledger.account AS a
    WHERE a.standard = $1 AND v_code OPERATOR(fund.<@) a.account
    ORDER BY length(a.account::text) DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG011',
            MESSAGE = format('standard "%s" has no account above "%s"', $1, v_code),
            DETAIL = 'A detail is of a listed account.',
            HINT = 'An account of the first level is a row of ledger.account, with lines and formulas that show it.';
    END IF;

    -- its siblings, whose lines show what lines there are to be
    SELECT array_agg(a.account::text ORDER BY a.account::text COLLATE "C") INTO v_siblings FROM ledger.account AS a
    WHERE a.standard = $1 AND a.account OPERATOR(fund.<@) v_above.account AND NOT a.retired
      AND length(a.account::text) = length(v_code::text) AND left(a.account::text, -2) = left(v_code::text, -2);
    SELECT a.* INTO v_like FROM ledger.account AS a
    WHERE a.standard = $1 AND a.account::text = v_siblings[cardinality(v_siblings)];
    IF v_like.account IS NULL THEN
        v_like := v_above;
        v_like.detail := 'closed';
    END IF;

    INSERT INTO ledger.account (standard, account, name, element, normal_side, detail, kinds, prior_year_account, reversed_in_january)
    VALUES ($1, v_code, $3, v_above.element, v_above.normal_side, v_like.detail, v_like.kinds,
            v_like.prior_year_account, v_like.reversed_in_january);
    RETURN QUERY SELECT 'account', NULL::text, v_code::text, NULL::text;

    FOR v_place IN
        SELECT s.statement, s.item_id, s.measure, s.kind FROM fund._lines_of_account($1, v_like.account::text) AS s
        WHERE cardinality(v_siblings) = (SELECT count(*) FROM unnest(v_siblings) AS sibling (account),
                                         LATERAL (SELECT FROM fund._lines_of_account($1, sibling.account) AS o
                                                  WHERE o.statement = s.statement AND o.measure = s.measure AND o.kind IS NOT DISTINCT FROM s.kind LIMIT 1) AS o)
    LOOP
        v_line := coalesce(line, fund._next_item_id($1, v_place.statement, v_place.item_id));
        SELECT array_agg(DISTINCT o.item_id) INTO v_lines
        FROM unnest(v_siblings) AS sibling (account), fund._lines_of_account($1, sibling.account) AS o
        WHERE o.statement = v_place.statement AND o.measure = v_place.measure AND o.kind IS NOT DISTINCT FROM v_place.kind;
        PERFORM fund._add_detail_line($1, v_place.statement, v_place.item_id, v_code::text, v_line, coalesce(item, name), false);
        RETURN QUERY SELECT 'line', l.statement, l.item_id, l.formula::text FROM ledger.statement_line AS l
            WHERE l.standard = $1 AND l.statement = v_place.statement AND l.item_id = v_line;

        RETURN QUERY
        UPDATE ledger.statement_line AS l
        SET formula = fund._with_detail(l.formula, l.statement, v_place.statement, v_lines, v_line)
        WHERE l.standard = $1 AND fund._with_detail(l.formula, l.statement, v_place.statement, v_lines, v_line) IS NOT NULL
        RETURNING 'line', l.statement, l.item_id, l.formula::text;

        RETURN QUERY
        UPDATE ledger.articulation AS r
        SET lhs = coalesce(fund._with_detail(r.lhs, r.statement, v_place.statement, v_lines, v_line), r.lhs),
            rhs = coalesce(fund._with_detail(r.rhs, r.statement, v_place.statement, v_lines, v_line), r.rhs)
        WHERE r.standard = $1
          AND coalesce(fund._with_detail(r.lhs, r.statement, v_place.statement, v_lines, v_line),
                       fund._with_detail(r.rhs, r.statement, v_place.statement, v_lines, v_line)) IS NOT NULL
        RETURNING 'rule', r.statement, r.rule, concat_ws(' ', r.lhs, r.relation, r.rhs);
    END LOOP;

    -- where the details have no lines, that of the account takes it in, and it may be shown beneath
    IF v_line IS NULL AND line IS NOT NULL THEN
        FOR v_place IN SELECT s.statement, s.item_id FROM fund._lines_of_account($1, v_above.account::text) AS s LIMIT 1
        LOOP
            v_line := line;
            PERFORM fund._add_detail_line($1, v_place.statement, v_place.item_id, v_code::text, line, coalesce(item, name), true);
            RETURN QUERY SELECT 'line', l.statement, l.item_id, l.formula::text FROM ledger.statement_line AS l
                WHERE l.standard = $1 AND l.statement = v_place.statement AND l.item_id = line;
        END LOOP;
        IF v_line IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'LG042',
                MESSAGE = format('standard "%s" has no line to which line "%s" could be added', $1, line),
                DETAIL = format('Neither account "%s" nor a detail of it has a line of its own.', v_above.account),
                HINT = 'Add the line to ledger.statement_line, or leave it out.';
        END IF;
    END IF;

    SELECT string_agg(DISTINCT p.rule, ', ') INTO v_lost FROM fund.prove($1) AS p
    WHERE p.verdict <> 'IDENTITY' AND p.rule || ' ' || p.moment = ANY (v_proved);
    IF v_lost IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG043',
            MESSAGE = format('account "%s" cannot be added to standard "%s" by itself: rules would no longer follow from double entry',
                             v_code, $1),
            DETAIL = format('They are %s.', v_lost),
            HINT = 'Which formulas it belongs to cannot be told from those of its siblings: add account, lines, carry rules and formulas in one transaction.';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund.add_detail(text, text, text, text, text) IS
'Gives a standard of one''s own a detail of an account, with a line of its own where its siblings have them, in every formula that sums them all; says what it changed. line: the id of the line, or the next one; item: what it prints, or the name. What was proved stays so (LG043). LG014: no such standard; 23505: the code is taken; LG011: no account above it; LG042: no line to add one to; LG050: a shipped standard.';

-- Seals kept outside: whoever can disable triggers can recompute every digest
-- that the tables hold, and not what somebody else has noted.

-- The form in which a seal is printed and read out: 64 bits of it.
CREATE FUNCTION fund._short_seal(seal bytea) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$ SELECT regexp_replace(left(encode($1, 'hex'), 16), '(....)(?=.)', E'\\1-', 'g') $$;

COMMENT ON FUNCTION fund._short_seal(bytea) IS
'The short form of a seal: its first 16 hex digits, in four groups.';

CREATE FUNCTION fund._seal_chain(book_id integer)
    RETURNS TABLE (period text, generation integer, closed_at timestamptz, seal text, short_seal text, parts jsonb)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT p.period::text, p.generation, p.changed_at, encode(p.seal, 'hex'), fund._short_seal(p.seal),
               (SELECT jsonb_object_agg(s.part, encode(s.digest, 'hex')) FROM ledger.seal_part AS s
                WHERE s.book_id = $1 AND s.period OPERATOR(fund.=) p.period)
        FROM ledger.book_period AS p
        WHERE p.book_id = $1 AND p.state = 'closed'
        ORDER BY p.period
    $$;

COMMENT ON FUNCTION fund._seal_chain(integer) IS
'What fund.seal_chain() returns.';

CREATE FUNCTION fund.seal_chain(book text)
    RETURNS TABLE (period text, generation integer, closed_at timestamptz, seal text, short_seal text, parts jsonb)
    LANGUAGE c STABLE PARALLEL RESTRICTED ROWS 12
    AS 'MODULE_PATHNAME', 'fl_seal_chain';

COMMENT ON FUNCTION fund.seal_chain(text) IS
'封印链: the seal of each closed month, to be kept outside the database and compared later by fund.verify(book, seals). Seals and the digests of parts are in hex; short_seal is the first 16 digits, as it is printed. Each seal vouches for all months before it. LG010: no such book; 42501: no duty in it.';

-- ---------- comparison with what was noted ----------

-- jsonb keeps the last of two keys of an object, so each element has one seal.
CREATE FUNCTION fund._noted_seals(seals jsonb)
    RETURNS TABLE (period fund.period, seal text, parts jsonb)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_note   jsonb;
    v_number integer := 0;
    v_period text;
    v_seal   text;
    v_fault  text;
BEGIN
    IF jsonb_typeof($1) <> 'array' THEN
        v_fault := format('It is of type %s.', jsonb_typeof($1));
    ELSE
        FOR v_note IN SELECT e.value FROM jsonb_array_elements($1) AS e LOOP
            v_number := v_number + 1;
            v_period := coalesce(v_note ->> 'period', v_note ->> '期间');
            v_seal := coalesce(v_note ->> 'seal', v_note ->> 'short_seal', v_note ->> '封印', v_note ->> '封印简式');
            seal := lower(regexp_replace(v_seal, '[-[:space:]]', '', 'g'));
            parts := coalesce(v_note -> 'parts', v_note -> '各部分');
            v_fault := CASE
                WHEN v_period IS NULL OR seal IS NULL
                    THEN format('Element %s is %s.', v_number, v_note)
                WHEN v_period !~ '^[0-9]{4}-(0[1-9]|1[0-2])$'
                    THEN format('The period of element %s is "%s".', v_number, v_period)
                WHEN seal !~ '^[0-9a-f]{16}([0-9a-f]{48})?$'
                    THEN format('The seal of element %s is "%s".', v_number, v_seal)
                WHEN jsonb_typeof(parts) NOT IN ('object', 'null')
                    THEN format('The parts of element %s are of type %s.', v_number, jsonb_typeof(parts)) END;
            EXIT WHEN v_fault IS NOT NULL;
            period := v_period::fund.period;
            RETURN NEXT;
        END LOOP;
    END IF;
    IF v_fault IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'the seals to compare with are not a list of seals',
            DETAIL = v_fault,
            HINT = 'They are as fund.seal_chain() returns them: [{"period": "2026-01", "seal": "3f2a-91bc-07de-55a1"}, …], each seal of 64 hex digits, or its short form.';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund._noted_seals(jsonb) IS
'The seals that the caller of fund.verify() has noted, the columns of fund.seal_chain() or of its Chinese twin: hex digits, 64 or the first 16. 22023: it is no such list.';

-- A seal vouches for all months before it: the first month that differs says
-- where, its parts and those of later months say what.
CREATE FUNCTION fund._verify_noted(book_id integer, seals jsonb)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH noted AS MATERIALIZED (
            SELECT n.period, n.seal, n.parts, p.generation, encode(p.seal, 'hex') AS seal_now,
                   coalesce(starts_with(encode(p.seal, 'hex'), n.seal), false) AS agrees,
                   (SELECT max(e.generation) FROM ledger.period_event AS e
                    WHERE e.book_id = $1 AND e.period OPERATOR(fund.=) n.period AND e.event = 'closed'
                      AND starts_with(encode(e.seal, 'hex'), n.seal)) AS noted_generation
            FROM fund._noted_seals($2) AS n
            LEFT JOIN ledger.book_period AS p
              ON p.book_id = $1 AND p.period OPERATOR(fund.=) n.period AND p.state = 'closed'
        ), fault AS (
            (SELECT n.period, 0 AS place, 'seal' AS object,
                    concat('seal ', n.seal, ', generation ' || n.noted_generation) AS expected,
                    coalesce('seal ' || left(n.seal_now, length(n.seal)) || ', generation ' || n.generation,
                             'not closed') AS found
             FROM noted AS n WHERE NOT n.agrees ORDER BY n.period LIMIT 1)
            UNION ALL
            SELECT n.period, 1, d.key, 'digest ' || d.value, coalesce('digest ' || encode(s.digest, 'hex'), 'no part')
            FROM noted AS n CROSS JOIN LATERAL jsonb_each_text(n.parts) AS d
            LEFT JOIN ledger.seal_part AS s
              ON s.book_id = $1 AND s.period OPERATOR(fund.=) n.period AND s.part = d.key
            WHERE jsonb_typeof(n.parts) = 'object' AND encode(s.digest, 'hex') IS DISTINCT FROM lower(d.value)
        )
        SELECT 'witness', f.period::text, f.object, f.expected, f.found
        FROM fault AS f ORDER BY f.period, f.place, f.object COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_noted(integer, jsonb) IS
'Part of fund.verify(): the first closed month whose seal is not the one that was noted, and the parts that differ. A noted seal of an earlier generation is of a month that was reopened since.';

-- What the shipped standards are, so that verify can tell whether they are still.
-- sql/shipped_standards.sql says what a changed one comes to.

CREATE FUNCTION fund._shipped_standards()
    RETURNS TABLE (standard text, digest text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        VALUES
            ('1999', 'ab91739ca626f884297e5bb6bd7fdf10169107a65b232aece7becae8083c168f'),
            ('2017', '63d34a6a7c79e6cd9c88c726d845baf14e15f9a5e98511aaf69e740b51580882'),
            ('2017-as-printed', 'f1ab9477dce89f54d886ec56828cb3afbbf4071d910b11f5d036c637a3b8a6be'),
            ('2017-单一基金', '08d5eff1d23dd2fca0842a3c4c48e09a449e1c44eac87ce066a75f37ca16de4a'),
            ('2017-居民', '5508cf02750442783ed09674e42572dc9c10678d0afa1937b81f9715d106a0eb'),
            ('reform', '11b6a61f4df28c1db30e5b21376846621f17fcb7add2d790bdaffc0bde77121b')
    $$;

COMMENT ON FUNCTION fund._shipped_standards() IS
'The standards that this version ships, and what fund._standard_digest() gives for each.';

-- Of every table that has rows of a standard, but for its proofs, which are made
-- of them, and books. Moments, and the revision, are the ledger's own.
CREATE FUNCTION fund._standard_digest(standard text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table record;
    v_rows  bytea;
    v_all   bytea := '';
BEGIN
    FOR v_table IN
        SELECT c.oid::regclass AS name, c.relname,
               (SELECT array_agg(m.attname::text) FROM pg_attribute AS m
                WHERE m.attrelid = c.oid AND m.attnum > 0 AND m.atttypid IN ('timestamptz'::regtype, 'uuid'::regtype)) AS own
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'standard'
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r'
          AND c.relname NOT IN ('book', 'proof') AND c.relname !~ '^log'
        ORDER BY c.relname COLLATE "C"
    LOOP
        EXECUTE format('SELECT string_agg(r.digest, '''' ORDER BY r.digest) '
                       'FROM (SELECT fund._digest(to_jsonb(t) - $2) AS digest FROM %s AS t WHERE t.standard = $1) AS r',
                       v_table.name)
        INTO v_rows USING $1, coalesce(v_table.own, '{}');
        v_all := v_all || sha256(convert_to(v_table.relname, 'UTF8') || coalesce(v_rows, ''));
    END LOOP;
    RETURN encode(sha256(v_all), 'hex');
END
$function$;

COMMENT ON FUNCTION fund._standard_digest(text) IS
'SHA-256 over the rows of a standard, in hex.';

CREATE FUNCTION fund._verify_standards(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'standard', NULL::text, 'standard ' || f.standard, f.expected, f.found
        FROM (SELECT s.standard, 'digest ' || s.digest AS expected, 'digest ' || fund._standard_digest(s.standard) AS found
              FROM fund._shipped_standards() AS s
              WHERE $1 IS NULL OR s.standard = (SELECT b.standard FROM ledger.book AS b WHERE b.book_id = $1)
              UNION ALL
              SELECT s.standard, 'not shipped', 'shipped'
              FROM ledger.standard AS s
              WHERE $1 IS NULL AND s.shipped AND NOT EXISTS (SELECT FROM fund._shipped_standards() AS k
                                                             WHERE k.standard = s.standard)) AS f
        WHERE f.expected <> f.found
        ORDER BY f.standard COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_standards(integer) IS
'Part of fund.verify(): shipped standards are as they were shipped: that of a book, or all of them (NULL).';

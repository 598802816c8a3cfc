-- 稽核 of the log: its entries and links computed again, and the settings compared
-- with what the log says last of each.

-- However few rows the planner expects: a nested loop over many would not end.
-- A setting that is not what its last entry says, or that no entry tells of. Keys
-- that a row has not had when it was logged, or no longer has, are not compared.
CREATE FUNCTION fund._log_differences(scope text, code text)
    RETURNS TABLE (of_table text, entry_id bigint, row_key jsonb, logged jsonb, found jsonb)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    SET enable_nestloop = off
AS $function$
DECLARE
    v_table   record;
    v_is_of   text;
    v_shipped boolean := $1 = 'standard'
                         AND coalesce((SELECT s.shipped FROM ledger.standard AS s WHERE s.standard = $2), false);
    -- A subscriber's duties are its own, the entries those of its publisher.
    v_is_fed  boolean := EXISTS (SELECT FROM pg_subscription_rel AS s WHERE s.srrelid = 'ledger.log'::regclass);
BEGIN
    IF v_shipped AND NOT EXISTS (SELECT FROM ledger.log AS l WHERE l.scope = $1 AND l.code = $2) THEN
        RETURN;
    END IF;
    FOR v_table IN
        SELECT t.of_table, t.scope_column, t.key_columns FROM fund._logged_tables() AS t
        WHERE CASE $1 WHEN 'standard' THEN t.scope_column = 'standard'
                      WHEN 'book' THEN t.scope_column IN ('book_id', 'predecessor_id')
                      ELSE t.scope_column <> 'standard' END
          AND NOT (v_is_fed AND t.of_table = 'duty')
    LOOP
        v_is_of := CASE WHEN v_table.scope_column = '' THEN 'true'
                        WHEN $1 = 'standard' THEN 't.standard = $2'
                        WHEN $1 = 'book' THEN format('t.%I = (SELECT b.book_id FROM ledger.book AS b WHERE b.book = $2)',
                                                     v_table.scope_column)
                        ELSE format('t.%I IS NULL', v_table.scope_column) END;
        RETURN QUERY EXECUTE format(
            'WITH said AS ('
            '    SELECT DISTINCT ON (l.row_key) l.row_key, l.entry_id, l.row_now FROM ledger.log AS l'
            '    WHERE l.scope = $1 AND l.code = $2 AND l.of_table = $3'
            '    ORDER BY l.row_key, l.entry_id DESC'
            '), now AS ('
            '    SELECT (SELECT jsonb_object_agg(k, r.row_now -> k) FROM unnest($4) AS k) AS row_key, r.row_now'
            '    FROM (SELECT fund._logged_row(t) AS row_now FROM ledger.%I AS t WHERE %s) AS r'
            ')'
            ' SELECT $3, s.entry_id, coalesce(s.row_key, n.row_key), s.row_now, n.row_now'
            ' FROM said AS s FULL JOIN now AS n ON n.row_key = s.row_key'
            ' WHERE s.row_now IS DISTINCT FROM n.row_now AND NOT (s.entry_id IS NULL AND $5)'
            '   AND (s.row_now IS NULL OR n.row_now IS NULL'
            '        OR EXISTS (SELECT FROM jsonb_each(s.row_now) AS c'
            '                   WHERE n.row_now ? c.key AND n.row_now -> c.key <> c.value))',
            v_table.of_table, v_is_of)
            USING $1, $2, v_table.of_table, v_table.key_columns, v_shipped;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._log_differences(text, text) IS
'Part of fund.verify() and fund.log_found(): settings of a book, of a standard or of all that are not what the log says.';

CREATE FUNCTION fund._all_log_differences()
    RETURNS TABLE (scope text, code text, of_table text, row_key jsonb, found jsonb)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT c.scope, c.code, d.of_table, d.row_key, d.found
        FROM (SELECT 'ledger' AS scope, '' COLLATE "C" AS code
              UNION SELECT 'standard', s.standard FROM ledger.standard AS s
              UNION SELECT 'book', b.book FROM ledger.book AS b
              UNION SELECT l.scope, l.code FROM ledger.log AS l) AS c
        CROSS JOIN LATERAL fund._log_differences(c.scope, c.code) AS d
        ORDER BY c.scope COLLATE "C", c.code COLLATE "C", d.of_table COLLATE "C", d.row_key
    $$;

COMMENT ON FUNCTION fund._all_log_differences() IS
'Part of fund.log_found(): settings of the whole ledger that are not what the log says.';

CREATE FUNCTION fund._verify_logged_settings(scope text, code text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH difference AS MATERIALIZED (
            SELECT * FROM fund._log_differences($1, $2)
        )
        SELECT 'log', NULL, format('ledger.%s %s', d.of_table, d.row_key),
               CASE WHEN d.entry_id IS NULL THEN 'an entry of the log'
                    ELSE format('%s, as entry %s says', CASE WHEN d.logged IS NULL THEN 'no row' ELSE 'a row' END, d.entry_id) END,
               CASE WHEN d.found IS NULL THEN 'no row' WHEN d.entry_id IS NULL THEN 'none' ELSE 'a row' END
        FROM difference AS d
        WHERE d.logged IS NULL OR d.found IS NULL
        UNION ALL
        SELECT 'log', NULL, format('%s of ledger.%s %s', c.key, d.of_table, d.row_key),
               format('%s, as entry %s says', coalesce(d.logged ->> c.key, 'null'), d.entry_id),
               coalesce(d.found ->> c.key, 'null')
        FROM difference AS d CROSS JOIN LATERAL jsonb_each(d.logged) AS c
        WHERE d.found ? c.key AND d.found -> c.key <> c.value
        ORDER BY 3, 4
    $$;

COMMENT ON FUNCTION fund._verify_logged_settings(text, text) IS
'Part of fund.verify(): every setting is what the log says last of it.';

-- An entry is compared with the digest that a link lists, which its own column
-- may have been made to fit.
CREATE FUNCTION fund._verify_log_entries(scope text, code text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET enable_nestloop = off
    AS $$
        WITH entry AS (
            SELECT l.entry_id, l.digest,
                   fund._log_digest(l.entry_id, l.logged_at, l.scope, l.code, l.of_table, l.operation, l.row_key, l.row_now,
                                    l.login, l.role, l.done_through, l.client, l.application, l.session, l.call,
                                    l.statement) AS computed
            FROM ledger.log AS l WHERE l.scope = $1 AND l.code = $2
        ), linked AS (
            SELECT k.entry_id, k.link_no, k.digest FROM ledger.log_linked AS k WHERE k.scope = $1 AND k.code = $2
        ), fault AS (
            SELECT coalesce(e.entry_id, k.entry_id) AS entry_id, 'digest ' || encode(k.digest, 'hex') AS expected,
                   coalesce('digest ' || encode(e.computed, 'hex'), 'no entry') AS found
            FROM entry AS e RIGHT JOIN linked AS k ON k.entry_id = e.entry_id
            WHERE k.digest IS DISTINCT FROM e.computed
            UNION ALL
            SELECT e.entry_id, coalesce('digest ' || encode(e.digest, 'hex'), 'a digest'), 'digest ' || encode(e.computed, 'hex')
            FROM entry AS e LEFT JOIN linked AS k ON k.entry_id = e.entry_id
            WHERE e.digest IS DISTINCT FROM e.computed AND e.computed IS NOT DISTINCT FROM coalesce(k.digest, e.computed)
            UNION ALL
            SELECT e.entry_id, 'a link that lists it, or its place among those that wait for one',
                   CASE WHEN k.entry_id IS NULL THEN 'neither' ELSE 'both' END
            FROM entry AS e
            LEFT JOIN linked AS k ON k.entry_id = e.entry_id
            LEFT JOIN ledger.log_unlinked AS u ON u.scope = $1 AND u.code = $2 AND u.entry_id = e.entry_id
            WHERE (k.entry_id IS NULL) = (u.entry_id IS NULL)
            UNION ALL
            SELECT u.entry_id, 'an entry that waits for its link', 'no entry'
            FROM ledger.log_unlinked AS u
            WHERE u.scope = $1 AND u.code = $2 AND NOT EXISTS (SELECT FROM entry AS e WHERE e.entry_id = u.entry_id)
        )
        SELECT 'log', NULL, format('entry %s', f.entry_id), f.expected, f.found
        FROM fault AS f ORDER BY f.entry_id, f.expected COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_log_entries(text, text) IS
'Part of fund.verify(): the entries of a chain are those that were written, and each is in a link or waits for one.';

CREATE FUNCTION fund._verify_log_links(scope text, code text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET enable_nestloop = off
    AS $$
        WITH link AS (
            SELECT k.*, lag(k.digest) OVER w AS previous, row_number() OVER w AS place
            FROM ledger.log_link AS k
            WHERE k.scope = $1 AND k.code = $2 WINDOW w AS (ORDER BY k.link_no)
        ), listed AS (
            SELECT d.link_no, count(*) AS entries, string_agg(d.digest, '' ORDER BY d.entry_id) AS digests
            FROM ledger.log_linked AS d WHERE d.scope = $1 AND d.code = $2 GROUP BY d.link_no
        ), computed AS (
            SELECT k.link_no, k.place, k.period, k.entries, k.digest, coalesce(d.entries, 0) AS listed,
                   fund._link_digest(k.scope, k.code, k.link_no, k.made_at, k.made_by, k.done_through, k.cause,
                                     k.period::text, k.generation, k.entries, d.digests, k.previous) AS computed
            FROM link AS k LEFT JOIN listed AS d ON d.link_no = k.link_no
        ), fault AS (
            SELECT c.link_no, c.period, format('link %s', c.place) AS expected, format('link %s', c.link_no) AS found
            FROM computed AS c WHERE c.link_no IS DISTINCT FROM c.place
            UNION ALL
            SELECT c.link_no, c.period, format('%s entries', c.entries), format('%s entries', c.listed)
            FROM computed AS c WHERE c.entries IS DISTINCT FROM c.listed
            UNION ALL
            SELECT c.link_no, c.period, coalesce('digest ' || encode(c.digest, 'hex'), 'a digest'),
                   'digest ' || encode(c.computed, 'hex')
            FROM computed AS c WHERE c.digest IS DISTINCT FROM c.computed
            UNION ALL
            SELECT d.link_no, NULL, 'a link', format('none, and %s entries', d.entries)
            FROM listed AS d WHERE NOT EXISTS (SELECT FROM link AS k WHERE k.link_no = d.link_no)
        )
        SELECT 'log', f.period::text, format('link %s', f.link_no), f.expected, f.found
        FROM fault AS f ORDER BY f.link_no, f.expected COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_log_links(text, text) IS
'Part of fund.verify(): the links of a chain follow each other, and list what they listed.';

CREATE FUNCTION fund._verify_log(scope text, code text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT * FROM fund._verify_log_entries($1, $2)
        UNION ALL
        SELECT * FROM fund._verify_log_links($1, $2)
        UNION ALL
        SELECT * FROM fund._verify_logged_settings($1, $2)
    $$;

COMMENT ON FUNCTION fund._verify_log(text, text) IS
'Part of fund.verify(): the chain of a book, of a standard, or of what is ledger-wide, and the settings that it tells of.';

CREATE FUNCTION fund._verify_book_log(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT v.* FROM ledger.book AS b CROSS JOIN LATERAL fund._verify_log('book', b.book) AS v WHERE b.book_id = $1
    $$;

COMMENT ON FUNCTION fund._verify_book_log(integer) IS
'Part of fund.verify(): the log of a book.';

-- All but those of books that are there, which fund.verify(book) looks at.
CREATE FUNCTION fund._verify_other_logs()
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_chain record;
BEGIN
    FOR v_chain IN
        SELECT c.scope, c.code, CASE c.scope WHEN 'ledger' THEN '' ELSE format('%s %s, ', c.scope, c.code) END AS name
        FROM (SELECT 'ledger' AS scope, '' COLLATE "C" AS code
              UNION SELECT 'standard', s.standard FROM ledger.standard AS s
              UNION SELECT l.scope, l.code FROM ledger.log AS l
              UNION SELECT k.scope, k.code FROM ledger.log_link AS k
              UNION SELECT d.scope, d.code FROM ledger.log_linked AS d
              UNION SELECT u.scope, u.code FROM ledger.log_unlinked AS u) AS c
        WHERE NOT (c.scope = 'book' AND EXISTS (SELECT FROM ledger.book AS b WHERE b.book = c.code))
        ORDER BY c.scope COLLATE "C", c.code COLLATE "C"
    LOOP
        RETURN QUERY SELECT v.check_name, v.period, v_chain.name || v.object, v.expected, v.found
                     FROM fund._verify_log(v_chain.scope, v_chain.code) AS v;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._verify_other_logs() IS
'Part of fund.verify(): the log of standards and of what is ledger-wide, and of what is none of these.';

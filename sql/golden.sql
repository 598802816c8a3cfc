-- What is on disk outlives every release: test/golden/values.txt holds values
-- of every type as they are stored, sent, hashed and ordered. Rows are added to
-- it and never changed.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\getenv source PG_ABS_SRCDIR
\set file :source '/test/golden/values.txt'

BEGIN;
CREATE TEMPORARY TABLE golden (
    n integer GENERATED ALWAYS AS IDENTITY,
    type text,
    value text,             -- as output writes it
    sent bytea,
    stored bytea,           -- a number with its highest byte first; a journal as on a little-endian machine
    hash integer,           -- NULL: the type has no hash operators
    hash_extended bigint    -- with the seed 42
);
COPY golden (type, value, sent, stored, hash, hash_extended) FROM :'file';

-- A value and the bytes that it is made of, without a function of ours in
-- between: types of the server that are stored alike show them.
CREATE CAST (amount AS pg_lsn) WITHOUT FUNCTION;
CREATE CAST (pg_lsn AS amount) WITHOUT FUNCTION;
CREATE CAST (account_code AS pg_lsn) WITHOUT FUNCTION;
CREATE CAST (pg_lsn AS account_code) WITHOUT FUNCTION;
CREATE CAST (period AS oid) WITHOUT FUNCTION;
CREATE CAST (oid AS period) WITHOUT FUNCTION;
CREATE CAST (voucher_kind AS "char") WITHOUT FUNCTION;
CREATE CAST ("char" AS voucher_kind) WITHOUT FUNCTION;
CREATE CAST (basis AS "char") WITHOUT FUNCTION;
CREATE CAST ("char" AS basis) WITHOUT FUNCTION;
CREATE CAST (journal AS bytea) WITHOUT FUNCTION;
CREATE CAST (bytea AS journal) WITHOUT FUNCTION;
CREATE CAST (formula AS bytea) WITHOUT FUNCTION;
CREATE CAST (bytea AS formula) WITHOUT FUNCTION;

CREATE FUNCTION pg_temp.evaluate(expression text, type text, value text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_result text;
    BEGIN
        EXECUTE format('SELECT (' || expression || ')::text', format('%L::fund.%I', value, type)) INTO v_result;
        RETURN v_result;
    END
    $$;

CREATE FUNCTION pg_temp.stored(type text, value text) RETURNS bytea
    LANGUAGE sql
    AS $$
    SELECT pg_temp.evaluate(CASE type WHEN 'period' THEN 'oidsend(%s::oid)'
                                      WHEN 'voucher_kind' THEN 'charsend(%s::"char")'
                                      WHEN 'basis' THEN 'charsend(%s::"char")'
                                      WHEN 'journal' THEN '%s::bytea'
                                      WHEN 'formula' THEN '%s::bytea'
                                      ELSE 'pg_lsn_send(%s::pg_lsn)' END, type, value)::bytea
    $$;

CREATE FUNCTION pg_temp.read(type text, stored bytea) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_source text := CASE type
            WHEN 'period' THEN format('%L::oid', ('x' || encode(stored, 'hex'))::bit(32)::bigint)
            WHEN 'voucher_kind' THEN format('chr(%s)::"char"', get_byte(stored, 0))
            WHEN 'basis' THEN format('chr(%s)::"char"', get_byte(stored, 0))
            WHEN 'journal' THEN format('%L::bytea', stored)
            WHEN 'formula' THEN format('%L::bytea', stored)
            ELSE format('''%s/%s''::pg_lsn', encode(substr(stored, 1, 4), 'hex'), encode(substr(stored, 5), 'hex')) END;
        v_value text;
    BEGIN
        EXECUTE format('SELECT (%s::fund.%I)::text', v_source, type) INTO v_value;
        RETURN v_value;
    END
    $$;

CREATE FUNCTION pg_temp.sent(type text, value text) RETURNS bytea
    LANGUAGE sql
    AS $$
    SELECT pg_temp.evaluate((SELECT t.typsend::regproc::text || '(%s)' FROM pg_type AS t
                             WHERE t.typname = type AND t.typnamespace = 'fund'::regnamespace), type, value)::bytea
    $$;

CREATE FUNCTION pg_temp.receive(type text, sent bytea) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_file text := format('/tmp/fundledger_golden_%s', pg_backend_pid());
        v_object oid;
        v_value text;
    BEGIN
        EXECUTE format('CREATE TEMPORARY TABLE received (value fund.%I)', type);
        v_object := lo_from_bytea(0, '\x5047434f50590aff0d0a0000000000000000000001' || int4send(length(sent)) || sent || '\xffff');
        PERFORM lo_export(v_object, v_file), lo_unlink(v_object);
        EXECUTE format('COPY received FROM %L (FORMAT binary)', v_file);
        EXECUTE format('COPY received FROM PROGRAM %L', 'rm ' || v_file);
        EXECUTE 'SELECT value::text FROM received' INTO v_value;
        DROP TABLE received;
        RETURN v_value;
    END
    $$;

-- The support function 1 or 2 of the type's default hash operators
CREATE FUNCTION pg_temp.hash(type text, value text, support integer) RETURNS bigint
    LANGUAGE sql
    AS $$
    SELECT pg_temp.evaluate(p.amproc::regproc::text || CASE support WHEN 1 THEN '(%s)' ELSE '(%s, 42)' END, type, value)::bigint
    FROM pg_opclass AS c JOIN pg_amproc AS p ON p.amprocfamily = c.opcfamily AND p.amproclefttype = c.opcintype
    WHERE c.opcintype = format('fund.%I', type)::regtype AND c.opcdefault AND p.amprocnum = support
      AND c.opcmethod = (SELECT oid FROM pg_am WHERE amname = 'hash')
    $$;

CREATE FUNCTION pg_temp.is_ordered(type text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_is_ordered boolean;
    BEGIN
        EXECUTE format('SELECT array_agg(n ORDER BY value::fund.%I, n) = array_agg(n ORDER BY n) FROM golden WHERE type = %L', type, type)
        INTO v_is_ordered;
        RETURN v_is_ordered;
    END
    $$;

-- What differs from the file: nothing, ever
SELECT type, value,
       value IS DISTINCT FROM pg_temp.evaluate('%s', type, value) AS written,
       sent IS DISTINCT FROM pg_temp.sent(type, value) AS sent,
       value IS DISTINCT FROM pg_temp.receive(type, sent) AS received,
       stored IS DISTINCT FROM pg_temp.stored(type, value) AS stored,
       value IS DISTINCT FROM pg_temp.read(type, stored) AS read,
       hash IS DISTINCT FROM pg_temp.hash(type, value, 1) AS hash,
       hash_extended IS DISTINCT FROM pg_temp.hash(type, value, 2) AS hash_extended
FROM golden
WHERE value IS DISTINCT FROM pg_temp.evaluate('%s', type, value)
   OR sent IS DISTINCT FROM pg_temp.sent(type, value)
   OR value IS DISTINCT FROM pg_temp.receive(type, sent)
   OR stored IS DISTINCT FROM pg_temp.stored(type, value)
   OR value IS DISTINCT FROM pg_temp.read(type, stored)
   OR hash IS DISTINCT FROM pg_temp.hash(type, value, 1)
   OR hash_extended IS DISTINCT FROM pg_temp.hash(type, value, 2)
ORDER BY n;

-- Every base type is in the file, in its order where it has one
SELECT typname, count(n) AS values, count(hash) AS hashes
FROM pg_type LEFT JOIN golden ON type = typname
WHERE typnamespace = 'fund'::regnamespace AND typtype = 'b' AND typcategory <> 'A'
GROUP BY typname ORDER BY typname COLLATE "C";
SELECT type, pg_temp.is_ordered(type)
FROM unnest('{account_code,amount,basis,journal,period,voucher_kind}'::text[]) AS type;

-- A journal of another version is refused, not misread
\pset format unaligned
CREATE FUNCTION pg_temp.refuse(stored bytea) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_hint text;
    BEGIN
        RETURN pg_temp.read('journal', stored);
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN concat_ws(E'\n', SQLSTATE || ' ' || SQLERRM, v_detail, nullif(v_hint, ''));
    END
    $$;
SELECT pg_temp.refuse('\x02');
SELECT pg_temp.refuse(set_byte(pg_temp.stored('journal', 'Dr 1003 1, Cr 4001 1'), 0, 255));
SELECT pg_temp.refuse('\x');
SELECT pg_temp.refuse('\x01') = '' AS empty_journal;
ROLLBACK;

-- fund.voucher_kind: one byte that is text to whoever reads and writes it.
SET client_encoding = 'UTF8';
SET search_path = public, fund;
\set SHOW_CONTEXT never
\pset null '-'

-- The type and value of an expression, or its SQLSTATE and message.
CREATE FUNCTION pg_temp.outcome(expression text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_outcome text;
        v_hint text;
    BEGIN
        EXECUTE format('SELECT concat_ws('' '', pg_typeof(x)::text COLLATE "C", coalesce(x::text, ''NULL'')) FROM (SELECT %s) AS t (x)', expression)
        INTO v_outcome;
        RETURN v_outcome;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_hint = PG_EXCEPTION_HINT;
        RETURN concat_ws(E'\n', SQLSTATE || ' ' || SQLERRM, nullif(v_hint, ''));
    END
    $$;

-- As stored
SELECT typlen, typbyval, typalign, typstorage, typcategory, typispreferred
FROM pg_type WHERE oid = 'voucher_kind'::regtype;
SELECT pg_column_size('normal'::voucher_kind);

-- Words of either language are read, English ones written
SELECT word, word::voucher_kind AS kind
FROM unnest('{opening,normal,carry,closing,adjustment,transfer,split,期初,普通,日常,结转,账结,调整,基金间调整,分设}'::text[]) WITH ORDINALITY AS w (word, n)
ORDER BY n;
SELECT expression, pg_temp.outcome(expression) AS outcome
FROM unnest(ARRAY[
    $$'usual'::voucher_kind$$, $$''::voucher_kind$$, $$'Normal'::voucher_kind$$, $$' normal'::voucher_kind$$, $$'normalx'::voucher_kind$$,
    $$'norma'::voucher_kind$$, $$'普'::voucher_kind$$, $$'普通凭证'::voucher_kind$$, $$'1'::voucher_kind$$, $$1::voucher_kind$$,
    $$NULL::voucher_kind$$, $$'{normal,usual}'::voucher_kind[]$$, $$'usual'::text::voucher_kind$$, $$'usual'::varchar::voucher_kind$$,
    $$'普通'::varchar::voucher_kind$$, $$'carry     '::char(10)::voucher_kind$$
]) WITH ORDINALITY AS e (expression, n)
ORDER BY n;

-- On the wire too: what sends text in binary COPY may send it here
CREATE FUNCTION pg_temp.receive(sent bytea) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_file text := format('/tmp/fundledger_voucher_kind_%s', pg_backend_pid());
        v_object oid;
        v_value text;
    BEGIN
        CREATE TEMPORARY TABLE received (value fund.voucher_kind) ON COMMIT DROP;
        v_object := lo_from_bytea(0, '\x5047434f50590aff0d0a0000000000000000000001' || int4send(length(sent)) || sent || '\xffff');
        PERFORM lo_export(v_object, v_file), lo_unlink(v_object);
        BEGIN
            EXECUTE format('COPY received FROM %L (FORMAT binary)', v_file);
            SELECT value::text INTO v_value FROM received;
        EXCEPTION WHEN OTHERS THEN
            v_value := SQLSTATE || ' ' || SQLERRM;
        END;
        CREATE TEMPORARY TABLE removed (line text) ON COMMIT DROP;
        EXECUTE format('COPY removed FROM PROGRAM %L', 'rm ' || v_file);
        DROP TABLE received, removed;
        RETURN v_value;
    END
    $$;
SELECT encode(voucher_kind_send('结转'), 'escape') AS sent;
SELECT word, pg_temp.receive(convert_to(word, 'UTF8')) AS received
FROM unnest('{opening,调整,"",usual,Normal}'::text[]) WITH ORDINALITY AS w (word, n) ORDER BY n;
SELECT pg_temp.receive('\x01') AS a_byte;

-- Ordered, hashed and indexed as they come in a month
CREATE TABLE kinds (n integer, kind voucher_kind, word text, varying varchar, padded char(12));
INSERT INTO kinds
SELECT n, (ARRAY['opening', 'normal', 'carry', 'closing', 'adjustment'])[1 + n % 5],
       (ARRAY['期初', 'normal', '结转', 'closing', 'other'])[1 + n % 5],
       (ARRAY['期初', 'normal', '结转', 'closing', 'other'])[1 + n % 5],
       (ARRAY['opening', '普通', 'carry', '账结', 'other'])[1 + n % 5]
FROM generate_series(0, 999) AS n;
SELECT kind, count(*) FROM kinds GROUP BY kind ORDER BY kind;
SELECT kind < 'carry' AS lt, kind <= 'carry' AS le, kind = 'carry' AS eq, kind <> 'carry' AS ne, kind >= 'carry' AS ge, kind > 'carry' AS gt, kind
FROM unnest('{opening,normal,carry,closing,adjustment}'::voucher_kind[]) AS kind;
CREATE INDEX kinds_kind ON kinds (kind);
CREATE INDEX kinds_kind_hash ON kinds USING hash (kind);
ANALYZE kinds;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT FROM kinds WHERE kind = '普通' ORDER BY kind;
EXPLAIN (COSTS OFF) SELECT FROM kinds WHERE kind IN ('opening', '结转') ORDER BY kind;
EXPLAIN (COSTS OFF) SELECT FROM kinds WHERE kind > 'carry' ORDER BY kind;
RESET enable_seqscan;
RESET enable_bitmapscan;
SET enable_hashjoin = off;
SELECT count(*) AS merged FROM kinds AS a JOIN kinds AS b USING (kind) WHERE a.n < 10;
RESET enable_hashjoin;
SET enable_mergejoin = off;
SELECT count(*) AS hashed FROM kinds AS a JOIN kinds AS b USING (kind) WHERE a.n < 10;
RESET enable_mergejoin;
-- Against text of either language; text that is no kind is equal to none
SELECT count(*) FILTER (WHERE kind = word) AS text, count(*) FILTER (WHERE word = kind) AS text_first,
       count(*) FILTER (WHERE kind = varying) AS varchar, count(*) FILTER (WHERE padded = kind) AS bpchar,
       count(*) FILTER (WHERE kind <> word) AS not_text, count(*) FILTER (WHERE varying <> kind) AS not_varchar
FROM kinds;
SELECT a.kind, count(*) FROM kinds AS a JOIN kinds AS b ON a.kind = b.word AND a.n = b.n GROUP BY a.kind ORDER BY a.kind;

-- Stored from text
CREATE TABLE stored (kind voucher_kind DEFAULT '普通', kinds voucher_kind[]);
INSERT INTO stored SELECT word, ARRAY[word] FROM kinds WHERE word <> 'other' ORDER BY n LIMIT 2;
INSERT INTO stored SELECT varying, ARRAY[varying] FROM kinds WHERE n = 2;
INSERT INTO stored SELECT padded FROM kinds WHERE n = 1;
INSERT INTO stored VALUES (DEFAULT, '{结转,closing}');
UPDATE stored SET kind = CASE kind WHEN 'opening' THEN '账结' ELSE kind END;
SELECT * FROM stored;
INSERT INTO stored SELECT word FROM kinds WHERE word = 'other' LIMIT 1;
COPY stored (kind) FROM stdin;
调整
\.
COPY stored (kind) FROM stdin;
usual
\.
SELECT kind, kinds FROM stored WHERE '结转' = ANY (kinds) OR kind = 'adjustment';

-- What clients write, with fund on the search path and without it, where only
-- the English words are found, as text
CREATE FUNCTION pg_temp.found(condition text, path text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_found bigint;
    BEGIN
        PERFORM set_config('search_path', path, true);
        EXECUTE 'SELECT count(*) FROM public.kinds WHERE ' || condition INTO v_found;
        PERFORM set_config('search_path', 'public, fund', true);
        RETURN v_found;
    EXCEPTION WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM;
    END
    $$;
SELECT condition, pg_temp.found(condition, 'public, fund') AS fund_on_the_path, pg_temp.found(condition, 'public') AS off_it
FROM unnest(ARRAY[
    $$kind = 'normal'$$, $$kind = '普通'$$, $$kind <> '普通'$$, $$kind = 'usual'$$, $$'normal' = kind$$,
    $$kind IN ('normal', 'carry')$$, $$kind IN ('普通', '结转')$$, $$kind IN ('普通')$$, $$kind NOT IN ('normal', 'carry')$$,
    $$kind = ANY ('{normal,carry}')$$, $$kind = ANY ('{普通,结转}')$$,
    $$kind = ANY (ARRAY['normal', 'carry'])$$, $$kind = ANY (ARRAY['普通', 'carry'])$$,
    $$kind = ANY ('{normal,普通,usual}'::text[])$$, $$kind = ANY ('{normal,结转}'::varchar[])$$, $$kind <> ALL ('{normal,结转}'::text[])$$,
    $$'normal'::text = ANY (ARRAY[kind])$$, $$'普通'::text = ANY (ARRAY[kind])$$,
    $$kind = 'normal'::text$$, $$kind = '普通'::text$$, $$kind = 'normal'::varchar$$, $$kind = '普通'::varchar(10)$$, $$kind = 'normal'::char(10)$$,
    $$CASE kind WHEN 'normal' THEN true ELSE false END$$, $$CASE kind WHEN '普通' THEN true ELSE false END$$,
    $$CASE WHEN n > 500 THEN kind ELSE 'normal' END = 'normal'$$,
    $$coalesce(kind, 'normal') = 'normal'$$, $$coalesce(NULL, kind, 'carry'::text) = 'normal'$$, $$coalesce(nullif(kind, 'normal'), '普通') = 'normal'$$,
    $$kind || '' = 'normal'$$, $$'a ' || kind = 'a normal'$$, $$kind || '-' || n LIKE 'normal-%'$$,
    $$kind LIKE 'c%'$$, $$kind ILIKE 'C%'$$, $$kind NOT LIKE 'c%'$$, $$kind ~ '^c'$$, $$kind SIMILAR TO '(carry|closing)'$$,
    $$upper(kind) = 'NORMAL'$$, $$length(kind) = 6$$, $$concat(kind, 1) = 'normal1'$$, $$format('%s', kind) = 'normal'$$,
    $$kind < 'carry'$$, $$kind < 'carry'::text$$, $$kind > 'carry'::char(10)$$, $$'carry'::text <= kind$$,
    $$kind >= 'usual'::text$$, $$kind IS NOT DISTINCT FROM 'normal'$$, $$kind BETWEEN 'normal' AND 'normal'$$, $$to_jsonb(kind) = '"normal"'$$,
    $$kind = (SELECT 'normal')$$, $$kind IN (SELECT 'normal' UNION SELECT '结转')$$, $$kind IN (SELECT k.kind FROM public.kinds AS k WHERE n = 1)$$,
    $$EXISTS (SELECT kind UNION SELECT 'x' INTERSECT SELECT 'normal')$$
]) WITH ORDINALITY AS c (condition, n) ORDER BY c.n;
SELECT DISTINCT ON (kind) kind, n FROM kinds ORDER BY kind, n;
SELECT string_agg(DISTINCT kind, ' ') AS aggregated, min(kind), max(kind), mode() WITHIN GROUP (ORDER BY kind) FROM kinds WHERE kind LIKE 'c%';

-- Bound
PREPARE by_varchar (varchar) AS SELECT count(*) FROM kinds WHERE kind = $1;
PREPARE by_text (text) AS SELECT count(*) FROM kinds WHERE kind = $1;
PREPARE by_array (varchar[]) AS SELECT count(*) FROM kinds WHERE kind = ANY ($1);
PREPARE by_unknown AS SELECT count(*) FROM kinds WHERE kind = $1;
PREPARE stored_varchar (varchar) AS INSERT INTO stored (kind) VALUES ($1) RETURNING kind;
EXECUTE by_varchar ('普通');
EXECUTE by_text ('usual');
PREPARE before_varchar (varchar) AS SELECT count(*) FROM kinds WHERE kind < $1;
EXECUTE before_varchar ('carry');
EXECUTE before_varchar ('结转');
SELECT count(*) FILTER (WHERE kind <= '结转'::varchar) AS le, count(*) FILTER (WHERE '结转'::text > kind) AS gt FROM kinds;
EXECUTE by_array ('{普通,carry}');
EXECUTE by_unknown ('普通');
EXECUTE by_unknown ('usual');
EXECUTE stored_varchar ('账结');
EXECUTE stored_varchar ('usual');
SELECT parameter_types FROM pg_prepared_statements WHERE name = 'by_unknown';

-- What uses it is restored without fund on the path
ALTER TABLE kinds ADD CONSTRAINT some CHECK (kind <> '普通' OR kind IN ('normal', 'carry') OR kind = word);
SET search_path = public;
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'some';
SET search_path = public, fund;

-- A damaged byte is no kind, and does not stop a search
CREATE CAST ("char" AS voucher_kind) WITHOUT FUNCTION;
INSERT INTO stored SELECT chr(b)::"char"::voucher_kind, ARRAY[chr(b)::"char"::voucher_kind] FROM unnest('{8,127}'::integer[]) AS b;
INSERT INTO stored VALUES (''::"char"::voucher_kind);
SELECT count(*) FILTER (WHERE kind = 'normal') AS literal, count(*) FILTER (WHERE kind = 'normal'::text) AS text,
       count(*) FILTER (WHERE kind = 'usual'::text) AS none, count(*) FROM stored;
SELECT expression, pg_temp.outcome(expression) AS outcome
FROM unnest(ARRAY[
    $$(SELECT min(kind) FROM stored WHERE kind > 'split')$$, $$(SELECT kind FROM stored WHERE kind < 'opening')$$,
    $$(SELECT kind || '' FROM stored WHERE kind < 'opening')$$, $$(SELECT voucher_kind_send(kind) FROM stored WHERE kind < 'opening')$$
]) WITH ORDINALITY AS e (expression, n)
ORDER BY n;
DROP CAST ("char" AS voucher_kind);

DROP TABLE kinds, stored;

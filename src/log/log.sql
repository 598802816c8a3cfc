-- 操作日志: who changed which setting, when, whence and by which call, and what it
-- became. doc/adr/0016-log.md has the formats. Every table of schema ledger is
-- logged but those that fund._unlogged_tables() names: so one that is added is
-- logged by itself.

CREATE FUNCTION fund._log_change() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_log_change';

COMMENT ON FUNCTION fund._log_change() IS
'Row trigger on every table of settings: writes an entry of the log. Its arguments: the column that names the book or the standard, or nothing, and the columns of the key.';

CREATE FUNCTION fund._log_is_emptied() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_log_is_emptied';

COMMENT ON FUNCTION fund._log_is_emptied() IS
'Statement trigger on tables of settings: refuses TRUNCATE, which no entry of the log would tell of (LG051).';

CREATE FUNCTION fund._log_is_immutable() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_log_is_immutable';

COMMENT ON FUNCTION fund._log_is_immutable() IS
'Statement trigger on the tables of the log: refuses UPDATE, DELETE and TRUNCATE (LG051).';

CREATE FUNCTION fund._unlogged_tables()
    RETURNS TABLE (of_table text, reason text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        VALUES
            ('balance', 'computed from the vouchers by a close, which is logged, and sealed'),
            ('brought_figure', 'what a call brought forward, which is logged as a row of brought_forward; sealed'),
            ('brought_item', 'what a call brought forward, which is logged as a row of brought_forward; sealed'),
            ('brought_voucher', 'what a call brought forward, which is logged as a row of brought_forward; sealed'),
            ('guarded_change', 'computed from the vouchers by posting'),
            ('import_line', 'rows on their way to vouchers'),
            ('installation', 'of which version the tables are; each server has its own'),
            ('issued_statement', 'computed from the vouchers by a close, which is logged, and sealed'),
            ('log', 'the log itself'),
            ('log_link', 'the log itself'),
            ('log_linked', 'the log itself'),
            ('log_unlinked', 'the log itself'),
            ('proof', 'computed from the rows of a standard, which are logged'),
            ('reversal', 'which voucher reverses which, as the vouchers say themselves'),
            ('seal_chunk', 'computed from the vouchers by a close, which is logged'),
            ('seal_part', 'computed by a close, which is logged'),
            ('settlement', 'computed from the vouchers by a close, which is logged'),
            ('used_detail', 'computed from the vouchers by posting'),
            ('voucher', 'says itself who posted it and when, is never changed, and sealed'),
            ('voucher_number', 'given by posting or by a close, which is logged, and sealed')
    $$;

COMMENT ON FUNCTION fund._unlogged_tables() IS
'The tables of schema ledger whose changes the log does not tell of, and why not.';

-- What is of a book names it by book_id, or by predecessor_id; a party does so
-- for another reason. The key is the primary key, or the first unique one. Once the
-- table is logged, its trigger says both, whatever became of the key.
CREATE FUNCTION fund._logged_tables()
    RETURNS TABLE (of_table text, scope_column text, key_columns text[])
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    SET enable_nestloop = on
    AS $$
        SELECT c.relname::text,
               coalesce(g.arguments[1],
                        (SELECT a.attname::text FROM pg_attribute AS a
                         WHERE a.attrelid = c.oid AND NOT a.attisdropped
                           AND a.attname IN ('book_id', 'predecessor_id', 'standard') AND c.relname <> 'party'
                         ORDER BY a.attname LIMIT 1), ''),
               coalesce(g.arguments[2:cardinality(g.arguments) - 1], k.columns,
                        (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute AS a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
        FROM pg_class AS c
        LEFT JOIN LATERAL (
            -- Each ends with a zero, whose backslash no setting of the installer's reads.
            SELECT string_to_array(encode(t.tgargs, 'escape'), chr(92) || '000') AS arguments
            FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid
            WHERE t.tgrelid = c.oid AND t.tgname = c.relname || '_logged' AND p.proname = '_log_change' AND t.tgnargs >= 2
        ) AS g ON true
        LEFT JOIN LATERAL (
            SELECT (SELECT array_agg(a.attname::text ORDER BY n.place)
                    FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS n (attnum, place)
                    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = n.attnum) AS columns
            FROM pg_index AS i
            WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
            ORDER BY i.indisprimary DESC, i.indexrelid LIMIT 1
        ) AS k ON true
        WHERE c.relnamespace = (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname = 'ledger')
          AND c.relkind = 'r'
          AND c.relname NOT IN (SELECT u.of_table FROM fund._unlogged_tables() AS u)
        ORDER BY c.relname COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._logged_tables() IS
'The tables of schema ledger whose changes the log tells of, the column by which a row of each is of a book or of a standard (none: ledger-wide), and their keys.';

CREATE FUNCTION fund._create_log_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table text;
BEGIN
    CREATE TABLE ledger.log (
        entry_id        bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT log_pkey PRIMARY KEY,
        logged_at       timestamptz NOT NULL,
        scope           text COLLATE "C" NOT NULL,
        code            text COLLATE "C" NOT NULL,
        of_table        text COLLATE "C" NOT NULL,
        operation       text        NOT NULL,
        row_key         jsonb       NOT NULL,
        row_now         jsonb,
        login           text        NOT NULL,
        role            text        NOT NULL,
        done_through    text,
        client          text,
        application     text,
        session         text        NOT NULL,
        call            text,
        statement       text,
        digest          bytea       NOT NULL
    );
    CREATE INDEX log_by_chain ON ledger.log (scope, code, entry_id);
    COMMENT ON TABLE ledger.log IS '操作日志: an entry for each row of a setting that was changed; never updated, never deleted';
    COMMENT ON COLUMN ledger.log.entry_id IS 'given by the table, with gaps; entries about one row stand in the order of its changes';
    COMMENT ON COLUMN ledger.log.logged_at IS 'when it was written; it counts once its transaction has committed';
    COMMENT ON COLUMN ledger.log.scope IS 'book: of one book; standard: of one standard; ledger: of all';
    COMMENT ON COLUMN ledger.log.code IS 'the code of the book or the standard; empty: of all';
    COMMENT ON COLUMN ledger.log.of_table IS 'the table of schema ledger';
    COMMENT ON COLUMN ledger.log.operation IS 'insert, update or delete; found, missing: fund.log_found() met a row, or missed one, as no entry says';
    COMMENT ON COLUMN ledger.log.row_key IS 'the key of the row';
    COMMENT ON COLUMN ledger.log.row_now IS 'the row as it became; NULL: it is gone';
    COMMENT ON COLUMN ledger.log.login IS 'the role that had logged in';
    COMMENT ON COLUMN ledger.log.role IS 'the role that the session acted for: fund.outer_user()';
    COMMENT ON COLUMN ledger.log.done_through IS 'the role that acted for it: fund.done_through(); NULL: itself';
    COMMENT ON COLUMN ledger.log.client IS 'the address of the client; NULL: a socket of the server';
    COMMENT ON COLUMN ledger.log.application IS 'what the client calls itself, which may be anything: application_name';
    COMMENT ON COLUMN ledger.log.session IS 'the session, as %c in the server''s log_line_prefix';
    COMMENT ON COLUMN ledger.log.call IS 'the function of schema fund that was called; NULL: the table itself was written to';
    COMMENT ON COLUMN ledger.log.statement IS 'the statement of the client, its first 1000 bytes; NULL: there was no client';
    COMMENT ON COLUMN ledger.log.digest IS 'SHA-256 over the other columns';

    CREATE TABLE ledger.log_link (
        scope           text COLLATE "C" NOT NULL,
        code            text COLLATE "C" NOT NULL,
        link_no         integer     NOT NULL,
        made_at         timestamptz NOT NULL,
        made_by         text        NOT NULL,
        done_through    text,
        cause           text        NOT NULL,
        period          fund.period,
        generation      integer,
        entries         integer     NOT NULL,
        digest          bytea       NOT NULL,
        CONSTRAINT log_link_pkey PRIMARY KEY (scope, code, link_no),
        CONSTRAINT log_link_cause_known CHECK (cause IN ('close', 'reopen', 'call'))
    );
    COMMENT ON TABLE ledger.log_link IS '日志链: a link of the chain of a book, of a standard, or of what is ledger-wide';
    COMMENT ON COLUMN ledger.log_link.scope IS 'as in ledger.log';
    COMMENT ON COLUMN ledger.log_link.code IS 'as in ledger.log';
    COMMENT ON COLUMN ledger.log_link.link_no IS 'from 1';
    COMMENT ON COLUMN ledger.log_link.made_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.log_link.made_by IS 'the role that made it';
    COMMENT ON COLUMN ledger.log_link.done_through IS 'the role that acted for made_by; NULL: itself';
    COMMENT ON COLUMN ledger.log_link.cause IS 'close or reopen of a month, or call: fund.link_log()';
    COMMENT ON COLUMN ledger.log_link.period IS 'of a close or a reopening: the month';
    COMMENT ON COLUMN ledger.log_link.generation IS 'of a close or a reopening: how often the month has been closed';
    COMMENT ON COLUMN ledger.log_link.entries IS 'how many entries it lists, at most 1000';
    COMMENT ON COLUMN ledger.log_link.digest IS 'SHA-256 over the link before it, the other columns and the digests of its entries';

    CREATE TABLE ledger.log_linked (
        entry_id        bigint      CONSTRAINT log_linked_pkey PRIMARY KEY,
        scope           text COLLATE "C" NOT NULL,
        code            text COLLATE "C" NOT NULL,
        link_no         integer     NOT NULL,
        digest          bytea       NOT NULL
    );
    CREATE INDEX log_linked_by_link ON ledger.log_linked (scope, code, link_no, entry_id);
    COMMENT ON TABLE ledger.log_linked IS 'which entries a link lists, in the order of their ids';
    COMMENT ON COLUMN ledger.log_linked.entry_id IS 'ledger.log.entry_id';
    COMMENT ON COLUMN ledger.log_linked.scope IS 'of the link';
    COMMENT ON COLUMN ledger.log_linked.code IS 'of the link';
    COMMENT ON COLUMN ledger.log_linked.link_no IS 'of the link';
    COMMENT ON COLUMN ledger.log_linked.digest IS 'the digest of the entry';

    CREATE TABLE ledger.log_unlinked (
        scope           text COLLATE "C" NOT NULL,
        code            text COLLATE "C" NOT NULL,
        entry_id        bigint      NOT NULL,
        CONSTRAINT log_unlinked_pkey PRIMARY KEY (scope, code, entry_id)
    );
    COMMENT ON TABLE ledger.log_unlinked IS 'entries that no link lists yet, so that a link need not look for them';
    COMMENT ON COLUMN ledger.log_unlinked.scope IS 'of the entry';
    COMMENT ON COLUMN ledger.log_unlinked.code IS 'of the entry';
    COMMENT ON COLUMN ledger.log_unlinked.entry_id IS 'ledger.log.entry_id';

    FOREACH v_table IN ARRAY ARRAY['log', 'log_link', 'log_linked'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON ledger.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write()',
                       v_table || '_derived', v_table);
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION fund._log_is_immutable()',
                       v_table || '_immutable', v_table);
        -- Replication brings new rows and no change of old ones.
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', v_table, v_table || '_immutable');
    END LOOP;
    CREATE TRIGGER log_unlinked_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.log_unlinked
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_log_tables() IS
'Part of fund.create_ledger(): the tables of the log and its chains.';

CREATE FUNCTION fund._create_log_triggers() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table record;
BEGIN
    FOR v_table IN
        SELECT t.of_table,
               quote_literal(t.scope_column) || (SELECT string_agg(', ' || quote_literal(k), '' ORDER BY i)
                                                 FROM unnest(t.key_columns) WITH ORDINALITY AS u (k, i)) AS arguments,
               -- 32 is TRUNCATE
               EXISTS (SELECT FROM pg_trigger AS g JOIN pg_class AS c ON c.oid = g.tgrelid
                       WHERE c.relnamespace = 'ledger'::regnamespace AND c.relname = t.of_table
                         AND (g.tgtype & 32) <> 0) AS is_kept_whole
        FROM fund._logged_tables() AS t
    LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON ledger.%I '
                       'FOR EACH ROW EXECUTE FUNCTION fund._log_change(%s)',
                       v_table.of_table || '_logged', v_table.of_table, v_table.arguments);
        IF NOT v_table.is_kept_whole THEN
            EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON ledger.%I '
                           'FOR EACH STATEMENT EXECUTE FUNCTION fund._log_is_emptied()',
                           v_table.of_table || '_emptied', v_table.of_table);
        END IF;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._create_log_triggers() IS
'Part of fund.create_ledger(), after all tables and their other triggers: has every table of settings logged.';

-- The rows of a shipped standard came with the version, which says what they are.
CREATE FUNCTION fund._log_standards(logged boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN SELECT t.of_table FROM fund._logged_tables() AS t WHERE t.scope_column = 'standard' LOOP
        EXECUTE format('ALTER TABLE ledger.%I %s TRIGGER %I', v_table, CASE WHEN logged THEN 'ENABLE' ELSE 'DISABLE' END,
                       v_table || '_logged');
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._log_standards(boolean) IS
'Part of installing the shipped standards, whose rows are not logged one by one.';

-- ---------- digests ----------

-- Inlined, so they set no path: every name is written out. Times are microseconds
-- since 1970-01-01 00:00 UTC, for as text they would depend on settings.
CREATE FUNCTION fund._microseconds(moment timestamptz) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
        SELECT CASE WHEN pg_catalog.isfinite($1)
                    THEN (pg_catalog."extract"('epoch', $1) OPERATOR(pg_catalog.*) 1000000)::pg_catalog.int8 END
    $$;

COMMENT ON FUNCTION fund._microseconds(timestamptz) IS
'A time in microseconds since 1970-01-01 00:00 UTC; NULL: it is infinite.';

CREATE FUNCTION fund._log_digest(
    entry_id bigint, logged_at timestamptz, scope text, code text, of_table text, operation text,
    row_key jsonb, row_now jsonb, login text, role text, done_through text, client text, application text,
    session text, call text, statement text
) RETURNS bytea
    LANGUAGE c IMMUTABLE PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_log_digest';

COMMENT ON FUNCTION fund._log_digest(bigint, timestamptz, text, text, text, text, jsonb, jsonb, text, text, text, text, text, text, text, text) IS
'The digest of an entry of the log: SHA-256 over a JSON array of its columns.';

CREATE FUNCTION fund._link_digest(
    scope text, code text, link_no integer, made_at timestamptz, made_by text, done_through text, cause text,
    period text, generation integer, entries integer, digests bytea, previous bytea
) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
        SELECT fund._digest(pg_catalog.jsonb_build_array(
            $1, $2, $3, fund._microseconds($4), $5, $6, $7, $8, $9, $10,
            pg_catalog.encode(pg_catalog.sha256(coalesce($11, '')), 'hex'), pg_catalog.encode($12, 'hex')))
    $$;

COMMENT ON FUNCTION fund._link_digest(text, text, integer, timestamptz, text, text, text, text, integer, integer, bytea, bytea) IS
'The digest of a link: SHA-256 over a JSON array of its columns, SHA-256 over the digests of its entries, and the link before.';

CREATE FUNCTION fund._logged_row(row_now record) RETURNS jsonb
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_logged_row';

COMMENT ON FUNCTION fund._logged_row(record) IS
'A row of a table as the log keeps it, whatever the settings of the session are.';

-- ---------- making links ----------

CREATE FUNCTION fund.link_log(book text DEFAULT NULL, standard text DEFAULT NULL)
    RETURNS TABLE (link_no integer, entries integer, digest text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1
    AS 'MODULE_PATHNAME', 'fl_link_log';

COMMENT ON FUNCTION fund.link_log(text, text) IS
'链接日志: makes a link, or several, over the entries of the log that none has yet, of a book, of a standard, or without either of what is ledger-wide, and returns them; no row: there were none. digest, in hex, is to be kept elsewhere. A close and a reopening do it for their book. An entry in flight goes into the next link. For who closes or audits the book; of a standard and of the ledger, for who audits any book. LG010: unknown book; LG014: unknown standard; 22023: both; 42501: none of these duties; XX001: an entry that waits for its link is not there.';

-- Nobody changes a setting between what is read of it and what is written down.
CREATE FUNCTION fund._hold_settings() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN SELECT t.of_table FROM fund._logged_tables() AS t LOOP
        EXECUTE format('LOCK TABLE ledger.%I IN SHARE MODE', v_table);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._hold_settings() IS
'Part of fund.log_found(): waits for who is changing a setting, and keeps others from it.';

CREATE FUNCTION fund.log_found() RETURNS integer
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_log_found';

COMMENT ON FUNCTION fund.log_found() IS
'Where a setting is not what its last entry in the log says, writes an entry that says what was found, and returns how many: after an update of a ledger that was not logged before, or once a subscriber has taken over, whose duties are its own. For the owner of the ledger. 42501: somebody else.';

-- ---------- reading ----------

CREATE FUNCTION fund._create_log_views() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- 0: audits some book; -1: every book, those that are gone included.
    CREATE VIEW ledger.log_entry WITH (security_barrier) AS
    SELECT l.entry_id, l.logged_at,
           CASE l.scope WHEN 'book' THEN l.code END     AS book,
           CASE l.scope WHEN 'standard' THEN l.code END AS standard,
           l.of_table, l.operation, l.row_key::text AS row_key, l.row_now::text AS row_now,
           l.login, l.role, l.done_through, l.client, l.application, l.session, l.call, l.statement,
           encode(l.digest, 'hex')                      AS digest,
           k.link_no
    FROM ledger.log AS l
    LEFT JOIN ledger.book AS b ON l.scope = 'book' AND b.book = l.code
    LEFT JOIN ledger.log_linked AS k ON k.entry_id = l.entry_id
    WHERE fund._may_audit(CASE l.scope WHEN 'book' THEN coalesce(b.book_id, -1) ELSE 0 END);
    COMMENT ON VIEW ledger.log_entry IS
    '操作日志: who changed which setting, when, whence and by which call, and what it became; of the books that the current role audits, and for whom audits any, of standards and what is ledger-wide';
    COMMENT ON COLUMN ledger.log_entry.entry_id IS 'with gaps; entries about one row stand in the order of its changes';
    COMMENT ON COLUMN ledger.log_entry.logged_at IS 'when it was written';
    COMMENT ON COLUMN ledger.log_entry.book IS '账套: the code of the book; NULL: of a standard, or ledger-wide';
    COMMENT ON COLUMN ledger.log_entry.standard IS '会计制度: the code of the standard; NULL: of a book, or ledger-wide';
    COMMENT ON COLUMN ledger.log_entry.of_table IS 'the table of schema ledger';
    COMMENT ON COLUMN ledger.log_entry.operation IS 'insert, update or delete; found, missing: fund.log_found()';
    COMMENT ON COLUMN ledger.log_entry.row_key IS 'the key of the row, as text of JSON';
    COMMENT ON COLUMN ledger.log_entry.row_now IS 'the row as it became, as text of JSON; NULL: it is gone';
    COMMENT ON COLUMN ledger.log_entry.login IS 'the role that had logged in';
    COMMENT ON COLUMN ledger.log_entry.role IS 'the role that the session acted for';
    COMMENT ON COLUMN ledger.log_entry.done_through IS 'the role that acted for it; NULL: itself';
    COMMENT ON COLUMN ledger.log_entry.client IS 'the address of the client; NULL: a socket of the server';
    COMMENT ON COLUMN ledger.log_entry.application IS 'what the client calls itself, which may be anything';
    COMMENT ON COLUMN ledger.log_entry.session IS 'the session, as %c in the server''s log_line_prefix';
    COMMENT ON COLUMN ledger.log_entry.call IS 'the function of schema fund that was called; NULL: the table itself was written to';
    COMMENT ON COLUMN ledger.log_entry.statement IS 'the statement of the client, its first 1000 bytes';
    COMMENT ON COLUMN ledger.log_entry.digest IS 'SHA-256 over the entry, in hex';
    COMMENT ON COLUMN ledger.log_entry.link_no IS 'the link of its chain that lists it; NULL: none does yet, and what is done to it before is not found';

    CREATE VIEW ledger."操作日志" WITH (security_barrier) AS
    SELECT e.entry_id                       AS "序号",
           e.logged_at                      AS "时间",
           e.book                           AS "账套",
           e.standard                       AS "制度",
           e.of_table                       AS "表",
           fund._in_chinese('operation', e.operation) AS "操作",
           e.row_key                        AS "键",
           e.row_now                        AS "内容",
           e.login                          AS "登录",
           e.role                           AS "角色",
           e.done_through                   AS "经由",
           e.client                         AS "地址",
           e.application                    AS "程序",
           e.session                        AS "会话",
           e.call                           AS "调用",
           e.statement                      AS "语句",
           e.digest                         AS "摘要值",
           e.link_no                        AS "链节"
    FROM ledger.log_entry AS e;
    COMMENT ON VIEW ledger."操作日志" IS 'ledger.log_entry under Chinese names: the same columns in the same order, operation in Chinese';

    CREATE VIEW ledger.log_chain WITH (security_barrier) AS
    SELECT CASE k.scope WHEN 'book' THEN k.code END     AS book,
           CASE k.scope WHEN 'standard' THEN k.code END AS standard,
           k.link_no, k.made_at, k.made_by, k.done_through, k.cause,
           k.period::text                               AS period,
           k.generation, k.entries,
           encode(k.digest, 'hex')                      AS digest
    FROM ledger.log_link AS k
    LEFT JOIN ledger.book AS b ON k.scope = 'book' AND b.book = k.code
    WHERE fund._may_audit(CASE k.scope WHEN 'book' THEN coalesce(b.book_id, -1) ELSE 0 END);
    COMMENT ON VIEW ledger.log_chain IS
    '日志链: the links of the log, for who may read ledger.log_entry; the last digest of a chain, kept elsewhere, vouches for all of it up to there';
    COMMENT ON COLUMN ledger.log_chain.book IS '账套: the code of the book; NULL: of a standard, or ledger-wide';
    COMMENT ON COLUMN ledger.log_chain.standard IS '会计制度: the code of the standard; NULL: of a book, or ledger-wide';
    COMMENT ON COLUMN ledger.log_chain.link_no IS 'from 1';
    COMMENT ON COLUMN ledger.log_chain.made_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.log_chain.made_by IS 'the role that made it';
    COMMENT ON COLUMN ledger.log_chain.done_through IS 'the role that acted for it; NULL: itself';
    COMMENT ON COLUMN ledger.log_chain.cause IS 'close or reopen of a month, or call: fund.link_log()';
    COMMENT ON COLUMN ledger.log_chain.period IS 'of a close or a reopening: the month, as text: 2026-01';
    COMMENT ON COLUMN ledger.log_chain.generation IS 'of a close or a reopening: how often the month has been closed';
    COMMENT ON COLUMN ledger.log_chain.entries IS 'how many entries it lists';
    COMMENT ON COLUMN ledger.log_chain.digest IS 'SHA-256 over the link before and these entries, in hex';

    CREATE VIEW ledger."日志链" WITH (security_barrier) AS
    SELECT k.book                           AS "账套",
           k.standard                       AS "制度",
           k.link_no                        AS "链节",
           k.made_at                        AS "时间",
           k.made_by                        AS "经办",
           k.done_through                   AS "经由",
           fund._in_chinese('cause', k.cause) AS "缘由",
           k.period                         AS "期间",
           k.generation                     AS "次数",
           k.entries                        AS "条数",
           k.digest                         AS "摘要值"
    FROM ledger.log_chain AS k;
    COMMENT ON VIEW ledger."日志链" IS 'ledger.log_chain under Chinese names: the same columns in the same order, cause in Chinese';
END
$function$;

COMMENT ON FUNCTION fund._create_log_views() IS
'Part of fund.create_ledger(): the views of the log and its chains.';

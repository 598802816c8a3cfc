
-- What fund.upgrade_ledger() does with a ledger of 0.0.1, the name by which
-- test/tap/upgrade.pl calls the version of test/upgrade/older. Its kinds and
-- bases are text, and stand elsewhere in a row, so every row moves into a table
-- made as this version makes it. A released version would have to spare what a
-- DBA has added to a table; nobody has added anything here.
-- Seals have parts now (doc/adr/0012-parts-of-a-seal.md), so each is made again.
CREATE FUNCTION fund._seal_again_from_0_0_1() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_enable text;
    v_month  record;
BEGIN
    SELECT string_agg(format('ALTER TABLE %s ENABLE TRIGGER USER%s', c.oid::regclass,
                             (SELECT string_agg(format(', ENABLE ALWAYS TRIGGER %I', t.tgname), '')
                              FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A')), '; ')
    INTO v_enable
    FROM pg_class AS c
    WHERE c.oid IN ('ledger.seal_chunk'::regclass, 'ledger.seal_part'::regclass,
                    'ledger.book_period'::regclass, 'ledger.period_event'::regclass);
    ALTER TABLE ledger.seal_chunk DISABLE TRIGGER USER;
    ALTER TABLE ledger.seal_part DISABLE TRIGGER USER;
    ALTER TABLE ledger.book_period DISABLE TRIGGER USER;
    ALTER TABLE ledger.period_event DISABLE TRIGGER USER;
    FOR v_month IN
        SELECT p.book_id, p.period, p.generation FROM ledger.book_period AS p
        WHERE p.state = 'closed' ORDER BY p.book_id, p.period
    LOOP
        INSERT INTO ledger.seal_chunk (book_id, period, chunk, first_date, first_id, digest, vouchers)
        SELECT v_month.book_id, v_month.period, k.chunk, k.voucher_date, k.voucher_id,
               substr(d.bytes, 1, 32), substr(d.bytes, 33)
        FROM (SELECT v.voucher_date, v.voucher_id, (v.place - 1) / 100 + 1 AS chunk,
                     lead(v.voucher_date) OVER w AS next_date, lead(v.voucher_id) OVER w AS next_id
              FROM (SELECT v.voucher_date, v.voucher_id,
                           row_number() OVER (ORDER BY v.voucher_date, v.voucher_id) AS place
                    FROM ledger.voucher AS v
                    WHERE v.book_id = v_month.book_id
                      AND v.voucher_date BETWEEN fund.first_day(v_month.period) AND fund.last_day(v_month.period)) AS v
              WHERE v.place % 100 = 1
              WINDOW w AS (ORDER BY v.place)) AS k
        CROSS JOIN LATERAL fund._seal_chunk(
            v_month.book_id, k.voucher_date, k.voucher_id,
            coalesce(k.next_date, fund.last_day(v_month.period) + 1), coalesce(k.next_id, '-9223372036854775808'),
            100) AS d (bytes);
        INSERT INTO ledger.seal_part (book_id, period, part, digest)
        SELECT v_month.book_id, v_month.period, p.part, p.digest
        FROM fund._seal_parts(v_month.book_id, v_month.period, v_month.generation) AS p;
        UPDATE ledger.book_period AS p
        SET seal = fund._seal(v_month.book_id, v_month.period, v_month.generation)
        WHERE p.book_id = v_month.book_id AND p.period OPERATOR(fund.=) v_month.period;
        UPDATE ledger.period_event AS e
        SET seal = (SELECT p.seal FROM ledger.book_period AS p
                    WHERE p.book_id = v_month.book_id AND p.period OPERATOR(fund.=) v_month.period)
        WHERE e.book_id = v_month.book_id AND e.period OPERATOR(fund.=) v_month.period
          AND e.event = 'closed' AND e.generation = v_month.generation;
    END LOOP;
    EXECUTE v_enable;
END
$function$;

COMMENT ON FUNCTION fund._seal_again_from_0_0_1() IS
'Part of fund.upgrade_ledger(): seals of 0.1.0 for the months that 0.0.1 has closed.';
REVOKE EXECUTE ON FUNCTION fund._seal_again_from_0_0_1() FROM PUBLIC;

CREATE FUNCTION fund._upgrade_from_0_0_1() RETURNS text
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table record;
BEGIN
    ALTER SCHEMA ledger RENAME TO ledger_0_0_1;
    PERFORM fund._create_ledger_schema();
    -- Shipped standards are as this version ships them, whatever they were.
    PERFORM fund._install_shipped_standards();

    -- In the order in which they were made, which foreign keys follow.
    FOR v_table IN
        SELECT new.oid::regclass AS new, old.oid::regclass AS old,
               (SELECT string_agg(quote_ident(n.attname), ', ' ORDER BY n.attnum)
                FROM pg_attribute AS n
                JOIN pg_attribute AS o ON o.attrelid = old.oid AND o.attname = n.attname
                WHERE n.attrelid = new.oid AND n.attnum > 0 AND n.attgenerated = '') AS columns,
               (SELECT quote_ident(n.attname) FROM pg_attribute AS n
                WHERE n.attrelid = new.oid AND n.attidentity <> '') AS identity,
               (SELECT string_agg(format(', ENABLE ALWAYS TRIGGER %I', t.tgname), '')
                FROM pg_trigger AS t
                WHERE t.tgrelid = new.oid AND t.tgenabled = 'A') AS always,
               CASE WHEN old.relname IN ('standard', 'account', 'posting_rule', 'carry_rule', 'statement',
                                         'statement_column', 'statement_line', 'articulation', 'proof')
                    THEN ' WHERE standard NOT IN (SELECT standard FROM ledger_0_0_1.standard WHERE shipped)' END AS own
        FROM pg_class AS new
        JOIN pg_class AS old ON old.relname = new.relname
         AND old.relnamespace = 'ledger_0_0_1'::regnamespace AND old.relkind = 'r'
        WHERE new.relnamespace = 'ledger'::regnamespace
          AND new.relname <> 'installation'
        ORDER BY new.oid
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', v_table.new);
        EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$s%4$s',
                       v_table.new, v_table.columns, v_table.old, v_table.own);
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER%s', v_table.new, v_table.always);
        IF v_table.identity IS NOT NULL THEN
            EXECUTE format('SELECT setval(pg_get_serial_sequence(%1$L, %3$L), last_value, is_called) FROM %2$s',
                           v_table.new, pg_get_serial_sequence(v_table.old::text, v_table.identity), v_table.identity);
        END IF;
    END LOOP;

    -- Statements have been issued with the lines that the forms had.
    ALTER TABLE ledger.statement_line DISABLE TRIGGER USER;
    ALTER TABLE ledger.statement_column DISABLE TRIGGER USER;
    UPDATE ledger.statement_column AS n
    SET changed_at = '-infinity'
    FROM ledger_0_0_1.statement_column AS o
    WHERE (n.standard, n.statement, n.column_no) = (o.standard, o.statement, o.column_no);
    UPDATE ledger.statement_line AS n
    SET changed_at = '-infinity'
    FROM ledger_0_0_1.statement_line AS o
    WHERE (n.standard, n.statement, n.item_id) = (o.standard, o.statement, o.item_id);
    ALTER TABLE ledger.statement_line ENABLE TRIGGER USER;
    ALTER TABLE ledger.statement_line ENABLE ALWAYS TRIGGER statement_line_changed;
    ALTER TABLE ledger.statement_column ENABLE TRIGGER USER;
    ALTER TABLE ledger.statement_column ENABLE ALWAYS TRIGGER statement_column_changed;
    -- What was posted before came by no draft.
    ALTER TABLE ledger.book DISABLE TRIGGER USER;
    UPDATE ledger.book SET review_since = now() WHERE review_required;
    ALTER TABLE ledger.book ENABLE TRIGGER USER;
    ALTER TABLE ledger.book ENABLE ALWAYS TRIGGER book_changed;
    PERFORM fund._seal_again_from_0_0_1();
    -- 0.0.1 wrote down no details that its books had used.
    ALTER TABLE ledger.used_detail DISABLE TRIGGER USER;
    INSERT INTO ledger.used_detail SELECT * FROM fund._details_used();
    ALTER TABLE ledger.used_detail ENABLE TRIGGER USER;
    ALTER TABLE ledger.used_detail ENABLE ALWAYS TRIGGER used_detail_changed;
    -- It had no log: that of this version begins with what there is.
    PERFORM fund.log_found();

    SET LOCAL client_min_messages = warning;
    DROP SCHEMA ledger_0_0_1 CASCADE;
    RETURN '0.1.0';
END
$function$;

COMMENT ON FUNCTION fund._upgrade_from_0_0_1() IS
'Part of fund.upgrade_ledger(): moves the rows of a ledger of 0.0.1 into tables of 0.1.0.';
REVOKE EXECUTE ON FUNCTION fund._upgrade_from_0_0_1() FROM PUBLIC;

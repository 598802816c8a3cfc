-- 稽核: what was derived from the vouchers, computed again. Each check is a
-- function of a book that returns what does not agree: check_name, period,
-- object, expected, found. None trusts a constraint or a trigger to have kept
-- what is stored: a value that cannot be is a row of fund._verify_rows() and must
-- not keep any other check from its work.

-- Inlined, so it sets no path: every name is written out. A date that is in no
-- period, as infinity is, would be an error in each check.
CREATE FUNCTION fund._vouchers(book_id integer)
    RETURNS TABLE (voucher_id bigint, voucher_date date, period fund.period, kind fund.voucher_kind,
                   basis fund.basis, journal fund.journal, reverses bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
        SELECT v.voucher_id, v.voucher_date,
               CASE WHEN v.voucher_date OPERATOR(pg_catalog.>=) date '0001-01-01'
                     AND v.voucher_date OPERATOR(pg_catalog.<=) date '9999-12-31'
                    THEN fund.period(v.voucher_date) END,
               v.kind, v.basis, v.journal, v.reverses
        FROM ledger.voucher AS v WHERE v.book_id OPERATOR(pg_catalog.=) $1
    $$;

COMMENT ON FUNCTION fund._vouchers(integer) IS
'The vouchers of a book, the period of each, which is NULL where its date is in none.';

-- ---------- rows that nobody could have stored ----------

CREATE FUNCTION fund._verify_rows(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        WITH fault (period, object, expected, found) AS (
            SELECT NULL::fund.period, format('voucher %s of %s', v.voucher_id, v.voucher_date),
                   'a date in a period, a kind, a basis, no nulls',
                   concat_ws(', ', 'date ' || v.voucher_date,
                             CASE WHEN v.voucher_id IS NULL THEN 'no voucher_id' END,
                             CASE WHEN v.posted_at IS NULL THEN 'no posted_at' END,
                             CASE WHEN v.voucher_date IS NULL THEN 'no voucher_date' END,
                             CASE WHEN v.kind IS NULL THEN 'no kind'
                                  WHEN v.kind OPERATOR(fund.<) 'opening' OR v.kind OPERATOR(fund.>) 'split'
                                  THEN 'a damaged kind' END,
                             CASE WHEN v.basis IS NULL THEN 'no basis'
                                  WHEN v.basis OPERATOR(fund.<) 'cash' OR v.basis OPERATOR(fund.>) 'accrual'
                                  THEN 'a damaged basis' END,
                             CASE WHEN v.journal IS NULL THEN 'no journal' END,
                             CASE WHEN v.summary IS NULL THEN 'no summary' END,
                             CASE WHEN v.prepared_by IS NULL THEN 'no prepared_by' END)
            FROM ledger.voucher AS v
            WHERE v.book_id = $1
              AND (v.voucher_date < date '0001-01-01' OR v.voucher_date > date '9999-12-31'
                   OR num_nulls(v.voucher_id, v.posted_at, v.voucher_date, v.kind, v.basis, v.journal,
                                v.summary, v.prepared_by) > 0
                   OR v.kind OPERATOR(fund.<) 'opening' OR v.kind OPERATOR(fund.>) 'split'
                   OR v.basis OPERATOR(fund.<) 'cash' OR v.basis OPERATOR(fund.>) 'accrual')
            UNION ALL
            SELECT b.period, format('balance of account %s %s %s', b.account, b.basis, b.kind), 'no nulls', 'a null'
            FROM ledger.balance AS b
            WHERE b.book_id = $1
              AND num_nulls(b.period, b.basis, b.kind, b.account, b.opening, b.debit, b.credit) > 0
            UNION ALL
            SELECT p.period, 'state', 'open, or closed with generation and seal',
                   concat_ws(', ', coalesce(p.state, 'null'), 'generation ' || coalesce(p.generation::text, 'null'),
                             'seal of ' || coalesce(length(p.seal), 0) || ' bytes')
            FROM ledger.book_period AS p
            WHERE p.book_id = $1
              AND (num_nulls(p.period, p.state, p.generation, p.changed_by, p.changed_at) > 0
                   OR p.state NOT IN ('open', 'closed') OR p.generation < 1
                   OR (p.state = 'closed' AND (length(p.seal) = 32) IS NOT TRUE))
            UNION ALL
            SELECT e.period, format('event %s', e.event_id), 'closed, or reopened with a type',
                   concat_ws(', ', coalesce(e.event, 'null'), 'generation ' || coalesce(e.generation::text, 'null'),
                             'type ' || coalesce(e.type, 'null'))
            FROM ledger.period_event AS e
            WHERE e.book_id = $1
              AND (num_nulls(e.event_id, e.period, e.event, e.generation, e.done_by, e.done_at) > 0
                   OR e.event NOT IN ('closed', 'reopened') OR (e.event = 'reopened') <> (e.type IS NOT NULL)
                   OR e.type NOT IN ('error_correction', 'merger', 'scope_change', 'standard_change', 'reconciliation'))
            UNION ALL
            SELECT i.period, format('statement %s [%s], generation %s', i.statement, i.item_id, i.generation),
                   'no nulls, and a form', concat_ws(' ', 'form', coalesce(i.form, 'null'), i.basis, i.column_name)
            FROM ledger.issued_statement AS i
            WHERE i.book_id = $1
              AND (num_nulls(i.period, i.generation, i.form, i.basis, i.statement, i.line_no, i.column_no,
                             i.item_id, i.item, i.level, i.column_name) > 0
                   OR i.form NOT IN ('monthly', 'annual'))
            UNION ALL
            SELECT n.period, format('numbers of kind %s from %s', n.kind, n.first_number), 'ids of vouchers',
                   coalesce(n.vouchers::text, 'null')
            FROM ledger.voucher_number AS n
            WHERE n.book_id = $1
              AND (num_nulls(n.period, n.kind, n.first_number, n.vouchers) > 0 OR array_position(n.vouchers, NULL) > 0
                   OR array_ndims(n.vouchers) > 1)
            UNION ALL
            SELECT NULL, format('reversal of voucher %s', r.reversed), 'no nulls', 'a null'
            FROM ledger.reversal AS r
            WHERE r.book_id = $1 AND num_nulls(r.reversed, r.voucher_id) > 0
            UNION ALL
            SELECT NULL, format('restatement by voucher %s', s.voucher_id), 'a type and a reason',
                   concat_ws(', ', 'type ' || coalesce(s.type, 'null'), 'reason ' || coalesce(s.reason, 'null'))
            FROM ledger.restatement AS s
            WHERE s.book_id = $1
              AND (num_nulls(s.voucher_id, s.type, s.reason, s.recorded_by, s.recorded_at) > 0
                   OR s.type NOT IN ('error_correction', 'merger', 'scope_change', 'standard_change', 'reconciliation'))
            UNION ALL
            SELECT NULL, format('succession of book %s', s.predecessor_id), 'a book, a type and a reason',
                   concat_ws(', ', 'book ' || coalesce(b.book, 'unknown'), 'type ' || coalesce(s.type, 'null'),
                             'reason ' || coalesce(s.reason, 'null'))
            FROM ledger.succession AS s LEFT JOIN ledger.book AS b ON b.book_id = s.predecessor_id
            WHERE s.book_id = $1
              AND (b.book IS NULL OR num_nulls(s.type, s.reason, s.retired) > 0
                   OR s.type NOT IN ('merger', 'scope_change', 'standard_change'))
            UNION ALL
            SELECT NULL, format('account map of book %s from %s', m.predecessor_id, m.from_account), 'an account',
                   coalesce('account ' || m.to_account, 'null')
            FROM ledger.succession AS s JOIN ledger.succession_account AS m ON m.predecessor_id = s.predecessor_id
            WHERE s.book_id = $1 AND num_nulls(m.from_account, m.to_account) > 0
            UNION ALL
            SELECT NULL, format('detail %s', d.account), 'below an account of the standard or a detail, with a name and a kind of party that are',
                   concat_ws(', ', CASE WHEN d.retired IS NULL OR d.takes_balance IS NULL THEN 'a null' END,
                             CASE WHEN fund._listed_row(b.standard, fund.parent(d.account)) IS NULL THEN 'below nothing' END,
                             CASE WHEN d.party_kind IS NOT NULL AND k.party_kind IS NULL THEN 'kind ' || d.party_kind END,
                             CASE WHEN NOT EXISTS (SELECT FROM ledger.book_account_name AS n
                                                   WHERE n.book_id = d.book_id AND n.account OPERATOR(fund.=) d.account)
                                  THEN 'no name' END)
            FROM ledger.book_account AS d
            JOIN ledger.book AS b ON b.book_id = d.book_id
            LEFT JOIN ledger.party_kind AS k ON k.party_kind = d.party_kind
            WHERE d.book_id = $1
              AND (num_nulls(d.account, d.retired, d.takes_balance) > 0 OR (d.party_kind IS NOT NULL AND k.party_kind IS NULL)
                   OR fund._listed_row(b.standard, fund.parent(d.account)) IS NULL
                   OR NOT EXISTS (SELECT FROM ledger.book_account_name AS n
                                  WHERE n.book_id = d.book_id AND n.account OPERATOR(fund.=) d.account))
            UNION ALL
            SELECT NULL, format('name of account %s from %s', n.account, n.from_period), 'no nulls', 'a null'
            FROM ledger.book_account_name AS n
            WHERE n.book_id = $1 AND num_nulls(n.account, n.from_period, n.name) > 0
            UNION ALL
            SELECT NULL, format('change of guarded account %s', g.account), 'no nulls', 'a null'
            FROM ledger.guarded_change AS g
            WHERE g.book_id = $1 AND num_nulls(g.account, g.folded, g.change) > 0
            UNION ALL
            SELECT NULL, format('used detail %s', u.account), 'no nulls', 'a null'
            FROM ledger.used_detail AS u
            WHERE u.book_id = $1 AND num_nulls(u.account, u.first_period) > 0
        )
        SELECT 'row', f.period::text, f.object, f.expected, f.found
        FROM fault AS f ORDER BY f.period, f.object COLLATE "C", f.found COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_rows(integer) IS
'Part of fund.verify(): rows of a book with values that fundledger cannot have stored.';

-- An index gives the next book at once, however many rows each has.
CREATE FUNCTION fund._verify_unowned()
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table text;
    v_book  integer;
    v_null  boolean;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['voucher', 'balance', 'book_period', 'period_event', 'issued_statement',
                                   'voucher_number', 'reversal', 'restatement', 'settlement', 'relief', 'guarded_change', 'used_detail',
                                   'brought_forward', 'brought_voucher', 'brought_item', 'brought_figure',
                                   'seal_chunk', 'seal_part', 'draft', 'voucher_attachment',
                                   'book_account', 'book_account_name']
    LOOP
        EXECUTE format('SELECT min(t.book_id), EXISTS (SELECT FROM ledger.%1$I AS n WHERE n.book_id IS NULL) '
                       'FROM ledger.%1$I AS t', v_table)
            INTO v_book, v_null;
        IF v_null THEN
            RETURN QUERY SELECT 'book', NULL, format('rows of ledger.%s', v_table), 'a book', 'null';
        END IF;
        WHILE v_book IS NOT NULL LOOP
            IF NOT EXISTS (SELECT FROM ledger.book AS b WHERE b.book_id = v_book) THEN
                RETURN QUERY SELECT 'book', NULL, format('rows of ledger.%s', v_table), 'a book',
                                    format('no book with id %s', v_book);
            END IF;
            EXECUTE format('SELECT min(t.book_id) FROM ledger.%I AS t WHERE t.book_id > $1', v_table)
                INTO v_book USING v_book;
        END LOOP;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._verify_unowned() IS
'Part of fund.verify(): rows of all tables that are of no book, which nothing reads.';

-- No foreign key has kept what came with triggers off.
CREATE FUNCTION fund._verify_installation()
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name;
BEGIN
    RETURN QUERY
    SELECT 'row', NULL, 'ledger.installation', 'version ' || e.extversion,
           coalesce((SELECT string_agg('version ' || i.version, ', ') FROM ledger.installation AS i), 'no row')
    FROM pg_extension AS e
    WHERE e.extname = 'fundledger'
      AND e.extversion IS DISTINCT FROM (SELECT string_agg(i.version, ', ') FROM ledger.installation AS i);
    FOR v_table IN
        SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'standard'
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r' AND c.relname <> 'standard'
        ORDER BY c.relname COLLATE "C"
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT DISTINCT ''standard'', NULL::text, %L, ''a standard'', format(''no standard "%%s"'', t.standard) '
            'FROM ledger.%I AS t '
            'WHERE NOT EXISTS (SELECT FROM ledger.standard AS s WHERE s.standard = t.standard) ORDER BY 5',
            'rows of ledger.' || v_table, v_table);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._verify_installation() IS
'Part of fund.verify(): the ledger is of the installed version, and no table has rows of a standard that does not exist.';

CREATE FUNCTION fund._verify_tables()
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'table', NULL, format('ledger.%s', t.relname), 'a table of its own',
               CASE WHEN i.inhparent = t.oid THEN format('parent of %s', i.inhrelid::regclass)
                    ELSE format('child of %s', i.inhparent::regclass) END
        FROM pg_class AS t JOIN pg_inherits AS i ON t.oid IN (i.inhparent, i.inhrelid)
        WHERE t.relnamespace = 'ledger'::regnamespace AND t.relkind IN ('r', 'p')
        ORDER BY 3, 5
    $$;

COMMENT ON FUNCTION fund._verify_tables() IS
'Part of fund.verify(): tables of schema ledger that have children or parents, whose rows nothing judges.';

-- ---------- months ----------

CREATE FUNCTION fund._verify_periods(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'period', p.period::text, 'period before it', 'closed', 'open'
        FROM ledger.book_period AS p JOIN ledger.book AS b ON b.book_id = p.book_id
        WHERE p.book_id = $1 AND p.state = 'closed' AND p.period OPERATOR(fund.<>) b.first_period
          AND NOT EXISTS (SELECT FROM ledger.book_period AS q
                          WHERE q.book_id = $1 AND q.state = 'closed'
                            AND q.period OPERATOR(fund.=) fund._month_before(p.period))
        ORDER BY p.period
    $$;

COMMENT ON FUNCTION fund._verify_periods(integer) IS
'Part of fund.verify(): closed months are an unbroken sequence from the first period on.';

CREATE FUNCTION fund._verify_events(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET timezone = 'UTC'
    AS $$
        WITH last AS (
            SELECT DISTINCT ON (e.period) e.period, e.event, e.generation, e.done_by, e.done_at, e.done_through,
                   p.state, p.changed_by, p.changed_at, p.done_through AS changed_through
            FROM ledger.period_event AS e
            LEFT JOIN ledger.book_period AS p ON p.book_id = $1 AND p.period OPERATOR(fund.=) e.period
            WHERE e.book_id = $1
            ORDER BY e.period, e.event_id DESC
        )
        SELECT 'event', f.period::text, f.object, f.expected, f.found
        FROM (SELECT p.period, format('close of generation %s', p.generation) AS object,
                     coalesce('seal ' || encode(e.seal, 'hex'), 'no event') AS expected,
                     coalesce('seal ' || encode(p.seal, 'hex'), 'no seal') AS found
              FROM ledger.book_period AS p
              LEFT JOIN ledger.period_event AS e ON e.book_id = p.book_id
               AND e.period OPERATOR(fund.=) p.period AND e.generation = p.generation AND e.event = 'closed'
              WHERE p.book_id = $1 AND p.state = 'closed' AND e.seal IS DISTINCT FROM p.seal
              UNION ALL
              SELECT l.period, format('last event, of generation %s', l.generation), l.event, coalesce(l.state, 'no row')
              FROM last AS l WHERE (l.event = 'closed') IS DISTINCT FROM (l.state = 'closed')
              UNION ALL
              SELECT l.period, format('who %s it, in generation %s', l.event, l.generation),
                     concat_ws(' ', l.done_by, 'through ' || l.done_through, 'at', l.done_at),
                     concat_ws(' ', l.changed_by, 'through ' || l.changed_through, 'at', l.changed_at)
              FROM last AS l
              WHERE l.state IS NOT NULL
                AND (l.done_by, l.done_at, l.done_through) IS DISTINCT FROM (l.changed_by, l.changed_at, l.changed_through)) AS f
        ORDER BY f.period, f.object
    $$;

COMMENT ON FUNCTION fund._verify_events(integer) IS
'Part of fund.verify(): the log tells of the state of each month, of its seal, and of who made it so.';

-- ---------- balances ----------

-- As plain numeric sums over the lines of the journals, not by the code that
-- wrote them.
CREATE FUNCTION fund._verify_balances(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH closed AS (
            SELECT p.period FROM ledger.book_period AS p WHERE p.book_id = $1 AND p.state = 'closed'
        ), moved AS (
            SELECT v.period, v.basis, v.kind, l.account,
                   sum(CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE 0.00 END) AS debit,
                   sum(CASE l.side WHEN 'credit' THEN l.amount::numeric ELSE 0.00 END) AS credit
            FROM fund._vouchers($1) AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
            WHERE v.period OPERATOR(fund.<=) (SELECT fund.max(c.period) FROM closed AS c)
            GROUP BY v.period, v.basis, v.kind, l.account
        ), computed AS (
            SELECT c.period, k.basis, k.kind, k.account,
                   coalesce(sum(m.debit - m.credit) OVER (PARTITION BY k.basis, k.kind, k.account
                       ORDER BY c.period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0.00) AS opening,
                   coalesce(m.debit, 0.00) AS debit, coalesce(m.credit, 0.00) AS credit
            FROM closed AS c
            CROSS JOIN (SELECT DISTINCT m.basis, m.kind, m.account FROM moved AS m) AS k
            LEFT JOIN moved AS m ON m.period OPERATOR(fund.=) c.period AND m.basis OPERATOR(fund.=) k.basis
             AND m.kind OPERATOR(fund.=) k.kind AND m.account OPERATOR(fund.=) k.account
        ), computed_row AS (
            SELECT c.period, c.basis, c.kind, c.account,
                   format('opening %s, debit %s, credit %s', c.opening, c.debit, c.credit) AS figures
            FROM computed AS c WHERE c.opening <> 0 OR c.debit <> 0 OR c.credit <> 0
        ), stored_row AS (
            SELECT b.period, b.basis, b.kind, b.account,
                   format('opening %s, debit %s, credit %s', b.opening, b.debit, b.credit) AS figures
            FROM ledger.balance AS b WHERE b.book_id = $1
        )
        SELECT 'balance', coalesce(c.period, s.period)::text,
               concat_ws(' ', 'account', coalesce(c.account, s.account),
                         coalesce(c.basis, s.basis), coalesce(c.kind, s.kind)),
               coalesce(c.figures, 'no row'), coalesce(s.figures, 'no row')
        FROM computed_row AS c FULL JOIN stored_row AS s ON s.basis OPERATOR(fund.=) c.basis AND s.kind OPERATOR(fund.=) c.kind
         AND s.period OPERATOR(fund.=) c.period AND s.account OPERATOR(fund.=) c.account
        WHERE c.figures IS DISTINCT FROM s.figures
        ORDER BY coalesce(c.period, s.period), coalesce(c.account, s.account),
                 coalesce(c.basis, s.basis), coalesce(c.kind, s.kind)
    $$;

COMMENT ON FUNCTION fund._verify_balances(integer) IS
'Part of fund.verify(): balances of closed months are the sums of their vouchers.';

-- ---------- numbers ----------

CREATE FUNCTION fund._verify_number_runs(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'number', run.period::text, run.kind::text,
               format('next number %s', run.expected), format('next number %s', run.first_number)
        FROM (SELECT n.period, n.kind, n.first_number,
                     coalesce(lag(n.first_number::bigint + cardinality(n.vouchers))
                         OVER (PARTITION BY n.period, n.kind ORDER BY n.first_number), 1) AS expected
              FROM ledger.voucher_number AS n WHERE n.book_id = $1) AS run
        WHERE run.first_number <> run.expected
        ORDER BY run.period, run.kind, run.first_number
    $$;

COMMENT ON FUNCTION fund._verify_number_runs(integer) IS
'Part of fund.verify(): numbers are continuous within a period and kind.';

CREATE FUNCTION fund._verify_numbers(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH numbered AS (
            SELECT n.period, n.kind, u.voucher_id, n.first_number + u.position - 1 AS number,
                   count(*) OVER (PARTITION BY n.period, u.voucher_id) AS times
            FROM ledger.voucher_number AS n
            CROSS JOIN LATERAL unnest(n.vouchers) WITH ORDINALITY AS u (voucher_id, position)
            WHERE n.book_id = $1
        ), posted AS (
            SELECT v.voucher_id, v.period, v.kind, p.period IS NOT NULL AS closed
            FROM fund._vouchers($1) AS v
            LEFT JOIN ledger.book_period AS p ON p.book_id = $1 AND p.state = 'closed'
             AND p.period OPERATOR(fund.=) v.period
        )
        SELECT 'number', coalesce(n.period, v.period)::text,
               format('voucher %s', coalesce(n.voucher_id, v.voucher_id)),
               CASE WHEN v.voucher_id IS NULL THEN format('a voucher numbered %s %s', n.kind, n.number)
                    ELSE format('one number of kind %s', v.kind) END,
               CASE WHEN v.voucher_id IS NULL THEN 'no voucher'
                    WHEN n.voucher_id IS NULL THEN 'no number'
                    ELSE format('number %s %s', n.kind, n.number) END
        FROM numbered AS n FULL JOIN posted AS v ON v.voucher_id = n.voucher_id
         AND v.period OPERATOR(fund.=) n.period
        WHERE v.voucher_id IS NULL OR (n.voucher_id IS NULL AND v.closed)
           OR n.kind OPERATOR(fund.<>) v.kind OR n.times > 1
        ORDER BY coalesce(n.period, v.period), coalesce(n.voucher_id, v.voucher_id), n.number, n.kind
    $$;

COMMENT ON FUNCTION fund._verify_numbers(integer) IS
'Part of fund.verify(): every number is of one voucher of its kind, and in a closed month vice versa.';

-- ---------- vouchers ----------

CREATE FUNCTION fund._verify_vouchers(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        WITH voucher AS MATERIALIZED (
            SELECT v.* FROM fund._vouchers($1) AS v
            WHERE v.reverses IS NOT NULL
               OR v.period OPERATOR(fund.<) (SELECT b.first_period FROM ledger.book AS b WHERE b.book_id = $1)
        ), fault AS (
            SELECT 1 AS place, v.period, v.voucher_date, v.voucher_id,
                   format('not before %s', b.first_period) AS expected, v.period::text AS found
            FROM voucher AS v JOIN ledger.book AS b ON b.book_id = $1
            WHERE v.period OPERATOR(fund.<) b.first_period
            UNION ALL
            SELECT 2, v.period, v.voucher_date, v.voucher_id, format('reversal of voucher %s', v.reverses),
                   CASE WHEN o.voucher_id IS NULL THEN 'no such voucher' ELSE 'another journal' END
            FROM voucher AS v
            LEFT JOIN ledger.voucher AS o ON o.book_id = $1 AND o.voucher_id = v.reverses
            WHERE v.reverses IS NOT NULL
              AND (o.voucher_id IS NULL OR v.journal OPERATOR(fund.<>) (OPERATOR(fund.-) o.journal))
            UNION ALL
            -- The key has the date before the id; a sequence that was left behind by
            -- a replica or a restore gives ids again.
            SELECT 3, fund.min(v.period), min(v.voucher_date), v.voucher_id, 'one of its id', count(*)::text
            FROM fund._vouchers($1) AS v
            GROUP BY v.voucher_id HAVING count(*) > 1
        )
        SELECT 'voucher', f.period::text, format('voucher %s of %s', f.voucher_id, f.voucher_date),
               f.expected, f.found
        FROM fault AS f ORDER BY f.place, f.voucher_id
    $$;

COMMENT ON FUNCTION fund._verify_vouchers(integer) IS
'Part of fund.verify(): no voucher is from before the book, and none has the id of another; what was reversed is there, and what reverses it does so line by line.';

CREATE FUNCTION fund._verify_reversals(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'reversal', v.period::text, format('voucher %s', coalesce(v.reverses, r.reversed)),
               coalesce('reversed by ' || v.voucher_id, 'not reversed'),
               coalesce('reversed by ' || r.voucher_id, 'not reversed')
        FROM (SELECT * FROM fund._vouchers($1) AS v WHERE v.reverses IS NOT NULL) AS v
        FULL JOIN (SELECT * FROM ledger.reversal AS r WHERE r.book_id = $1) AS r
        ON r.reversed = v.reverses AND r.voucher_id = v.voucher_id
        WHERE v.voucher_id IS NULL OR r.voucher_id IS NULL
        ORDER BY coalesce(v.reverses, r.reversed), v.voucher_id
    $$;

COMMENT ON FUNCTION fund._verify_reversals(integer) IS
'Part of fund.verify(): each reversal is written down, once.';

-- No foreign key reaches into a journal.
CREATE FUNCTION fund._verify_parties(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        (SELECT 'party', NULL, format('voucher %s', min(v.voucher_id)), 'a party in ledger.party',
               format('party %s', l.party)
        FROM ledger.voucher AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
        WHERE v.book_id = $1 AND l.party IS NOT NULL
        GROUP BY l.party
        HAVING NOT EXISTS (SELECT FROM ledger.party AS p WHERE p.party = l.party)
        ORDER BY l.party COLLATE "C")
        UNION ALL
        (SELECT 'party', NULL, format('party %s', p.party), 'a kind in ledger.party_kind',
               coalesce('kind ' || p.party_kind, 'none')
        FROM ledger.party AS p
        WHERE NOT EXISTS (SELECT FROM ledger.party_kind AS k
                          WHERE k.party_kind = p.party_kind AND k.party_kind <> 'any')
          AND EXISTS (SELECT FROM ledger.voucher AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
                      WHERE v.book_id = $1 AND l.party = p.party)
        ORDER BY p.party COLLATE "C")
    $$;

COMMENT ON FUNCTION fund._verify_parties(integer) IS
'Part of fund.verify(): the parties of all lines are there, and of kinds that are.';

-- Details below an open account are in no table: C asks the standard.
CREATE FUNCTION fund._accounts_of_vouchers(book_id integer)
    RETURNS TABLE (account fund.account_code, voucher_id bigint)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT l.account, min(v.voucher_id)
        FROM ledger.voucher AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
        WHERE v.book_id = $1 GROUP BY l.account ORDER BY l.account
    $$;

COMMENT ON FUNCTION fund._accounts_of_vouchers(integer) IS
'Part of fund.verify(): the accounts that the vouchers of a book name, and a voucher that does.';

-- ---------- what was brought forward ----------

CREATE FUNCTION fund._verify_brought_forward(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        WITH book AS (
            SELECT b.first_period FROM ledger.book AS b WHERE b.book_id = $1
        ), call AS (
            SELECT * FROM ledger.brought_forward AS f WHERE f.book_id = $1
        ), brought AS (
            SELECT b.call_no, b.voucher_id, v.voucher_id IS NULL AS is_missing, v.voucher_date, v.kind, v.basis,
                   v.journal, v.reverses, EXISTS (SELECT FROM ledger.reversal AS r
                                                  WHERE r.book_id = $1 AND r.reversed = b.voucher_id) AS is_reversed
            FROM ledger.brought_voucher AS b
            LEFT JOIN fund._vouchers($1) AS v ON v.voucher_id = b.voucher_id
            WHERE b.book_id = $1
        ), held AS MATERIALIZED (
            -- On the normal side of the account, or of the listed one that it is a detail of.
            SELECT s.call_no, s.basis::text AS basis, s.account::text AS account, s.party,
                   s.amount * CASE (SELECT a.normal_side FROM ledger.account AS a JOIN ledger.book AS k USING (standard)
                                    WHERE k.book_id = $1 AND s.account OPERATOR(fund.<@) a.account
                                    ORDER BY a.account DESC LIMIT 1) WHEN 'credit' THEN -1 ELSE 1 END AS amount
            FROM (SELECT b.call_no, b.basis, l.account, l.party COLLATE "C" AS party,
                         sum(fund._debit_less_credit(l.side, l.amount)) AS amount
                  FROM brought AS b CROSS JOIN LATERAL fund.lines(b.journal) AS l
                  WHERE b.reverses IS NULL AND l.party IS NOT NULL
                    AND EXISTS (SELECT FROM ledger.brought_item AS i WHERE i.book_id = $1)
                  GROUP BY 1, 2, 3, 4) AS s
        ), fault AS (
            SELECT 1 AS place, c.call_no::bigint AS id, format('call %s', c.call_no) AS object,
                   'one that stands, through a month of the book''s first year' AS expected,
                   concat_ws(', ', 'through ' || coalesce(c.through::text, 'none'),
                             CASE WHEN c.withdrawn_at IS NULL THEN 'stands' END) AS found
            FROM call AS c CROSS JOIN book AS b
            WHERE c.through OPERATOR(fund.<) b.first_period OR c.through OPERATOR(fund.>) (b.first_period OPERATOR(fund.+) 11)
               OR (c.withdrawn_at IS NULL AND c.call_no <> (SELECT max(o.call_no) FROM call AS o))
            UNION ALL
            SELECT 2, b.voucher_id, format('voucher %s', b.voucher_id), 'there', 'missing'
            FROM brought AS b WHERE b.is_missing
            UNION ALL
            SELECT 3, b.voucher_id, format('voucher %s of %s', b.voucher_id, b.voucher_date),
                   CASE WHEN b.kind OPERATOR(fund.=) 'opening' THEN fund.first_day(k.first_period) ELSE fund.last_day(c.through) END::text,
                   b.voucher_date::text
            FROM brought AS b CROSS JOIN book AS k LEFT JOIN call AS c ON c.call_no = b.call_no
            WHERE NOT b.is_missing
              AND b.voucher_date IS DISTINCT FROM
                  CASE WHEN b.kind OPERATOR(fund.=) 'opening' THEN fund.first_day(k.first_period) ELSE fund.last_day(c.through) END
            UNION ALL
            SELECT 4, b.voucher_id, format('voucher %s of %s', b.voucher_id, b.voucher_date),
                   CASE WHEN c.withdrawn_at IS NULL THEN 'not reversed' ELSE 'reversed' END,
                   CASE WHEN b.is_reversed THEN 'reversed' ELSE 'not reversed' END
            FROM brought AS b JOIN call AS c ON c.call_no = b.call_no
            WHERE b.reverses IS NULL AND NOT b.is_missing AND (c.withdrawn_at IS NULL) = b.is_reversed
            UNION ALL
            SELECT 5, i.call_no, format('items of party %s, account %s %s', i.party, i.account, i.basis),
                   coalesce(h.amount, 0)::text, i.amount::text
            FROM (SELECT o.call_no, o.basis, o.account, o.party, sum(o.amount::numeric) AS amount
                  FROM ledger.brought_item AS o WHERE o.book_id = $1 GROUP BY 1, 2, 3, 4) AS i
            LEFT JOIN held AS h ON h.call_no = i.call_no AND h.basis = i.basis::text
             AND h.account = i.account::text AND h.party = i.party
            WHERE i.amount <> coalesce(h.amount, 0)
            UNION ALL
            SELECT DISTINCT 6, r.call_no, format('rows of ledger.%s', r.of_table), 'of a call', format('no call %s', r.call_no)
            FROM (SELECT v.call_no, 'brought_voucher' AS of_table FROM ledger.brought_voucher AS v WHERE v.book_id = $1
                  UNION ALL SELECT i.call_no, 'brought_item' FROM ledger.brought_item AS i WHERE i.book_id = $1
                  UNION ALL SELECT g.call_no, 'brought_figure' FROM ledger.brought_figure AS g WHERE g.book_id = $1) AS r
            WHERE NOT EXISTS (SELECT FROM call AS c WHERE c.call_no = r.call_no)
        )
        SELECT 'brought forward', NULL, f.object, f.expected, f.found
        FROM fault AS f ORDER BY f.place, f.id, f.object COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_brought_forward(integer) IS
'Part of fund.verify(): what was brought forward is there, on its days, reversed where it was withdrawn and nowhere else, and open items add up to what parties held.';

-- ---------- restatements ----------

CREATE FUNCTION fund._verify_restatements(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        WITH unexplained AS (
            SELECT v.* FROM fund._vouchers($1) AS v
            JOIN ledger.book_period AS p ON p.book_id = $1 AND p.state = 'closed'
             AND p.period OPERATOR(fund.=) v.period
            WHERE v.kind OPERATOR(fund.=) 'adjustment'
              AND NOT EXISTS (SELECT FROM fund._explained($1) AS e WHERE e.voucher_id = v.voucher_id)
        ), fault AS (
            -- a closed month has no adjustments that nothing explains, unless they come to nothing
            SELECT 1 AS place, u.period, u.voucher_id, format('voucher %s of %s', u.voucher_id, u.voucher_date) AS object,
                   'a restatement' AS expected, 'none' AS found
            FROM unexplained AS u
            WHERE EXISTS (SELECT FROM unexplained AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
                          WHERE v.period OPERATOR(fund.=) u.period
                          GROUP BY v.basis, l.account, l.party
                          HAVING sum(fund._debit_less_credit(l.side, l.amount)) <> 0)
            UNION ALL
            SELECT 2, v.period, r.voucher_id, format('voucher %s', r.voucher_id),
                   'an adjustment or opening voucher', coalesce('a voucher of kind ' || v.kind::text, 'no voucher')
            FROM ledger.restatement AS r
            LEFT JOIN fund._vouchers($1) AS v ON v.voucher_id = r.voucher_id
            WHERE r.book_id = $1 AND (v.kind OPERATOR(fund.=) ANY ('{adjustment,opening}')) IS NOT TRUE
        )
        SELECT 'restatement', f.period::text, f.object, f.expected, f.found
        FROM fault AS f ORDER BY f.place, f.voucher_id
    $$;

COMMENT ON FUNCTION fund._verify_restatements(integer) IS
'Part of fund.verify(): adjustments of closed months are explained, and a restatement is of a voucher that restates.';

CREATE FUNCTION fund._verify_succession(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'succession', b.first_period::text, format('account %s %s', c.account, c.basis),
               format('opening %s', c.last_closing + c.explained), format('opening %s', c.opening)
        FROM fund._succession_compared($1) AS c JOIN ledger.book AS b ON b.book_id = $1
        WHERE c.opening <> c.last_closing + c.explained
          AND EXISTS (SELECT FROM ledger.book_period AS p
                      WHERE p.book_id = $1 AND p.state = 'closed' AND p.period OPERATOR(fund.=) b.first_period)
        ORDER BY c.account, c.basis
    $$;

COMMENT ON FUNCTION fund._verify_succession(integer) IS
'Part of fund.verify(): the opening of a closed successor is the last closing and its restatements.';

-- ---------- settlements ----------

CREATE FUNCTION fund._settlement_text(
    due numeric, settled numeric, relieved numeric, received numeric,
    open_since date, settled_since numeric, received_since numeric
) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT format('due %s, settled %s, relieved %s, received %s', round($1, 2), round($2, 2), round($3, 2), round($4, 2))
            || coalesce(format('; since %s settled %s, received %s', $5, round($6, 2), round($7, 2)), '')
    $$;

COMMENT ON FUNCTION fund._settlement_text(numeric, numeric, numeric, numeric, date, numeric, numeric) IS
'Part of fund.verify(): a row of ledger.settlement in words.';

-- Each month goes on from the stored rows of the one before, so a wrong row is
-- named where it is. Months before the first that has rows were closed by a
-- version that wrote none.
CREATE FUNCTION fund._verify_settlements(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        WITH stored AS MATERIALIZED (
            SELECT s.period, s.party, s.open_since, s.due::numeric, s.settled::numeric, s.relieved::numeric,
                   s.received::numeric, s.settled_since::numeric, s.received_since::numeric
            FROM ledger.settlement AS s WHERE s.book_id = $1
        ), computed AS (
            SELECT m.period, c.*
            FROM (SELECT DISTINCT s.period FROM stored AS s) AS m
            CROSS JOIN LATERAL fund._settlements($1, m.period) AS c
        )
        SELECT 'settlement', coalesce(c.period, s.period)::text,
               coalesce('party ' || nullif(coalesce(c.party, s.party), ''), 'receipts of no party'),
               CASE WHEN c.party IS NULL THEN 'no row' ELSE fund._settlement_text(
                   c.due, c.settled, c.relieved, c.received, c.open_since, c.settled_since, c.received_since) END,
               CASE WHEN s.party IS NULL THEN 'no row' ELSE fund._settlement_text(
                   s.due, s.settled, s.relieved, s.received, s.open_since, s.settled_since, s.received_since) END
        FROM computed AS c FULL JOIN stored AS s ON s.period OPERATOR(fund.=) c.period AND s.party = c.party
        WHERE (c.due, c.settled, c.relieved, c.received, c.open_since, c.settled_since, c.received_since)
              IS DISTINCT FROM
              (s.due, s.settled, s.relieved, s.received, s.open_since, s.settled_since, s.received_since)
        UNION ALL
        SELECT DISTINCT 'settlement', s.period::text, 'ledger.settlement', 'none of an open month', 'rows'
        FROM stored AS s
        WHERE NOT EXISTS (SELECT FROM ledger.book_period AS p
                          WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) s.period AND p.state = 'closed')
        ORDER BY 2, 3
    $$;

COMMENT ON FUNCTION fund._verify_settlements(integer) IS
'Part of fund.verify(): what payers owed, settled and paid by the end of closed months is what their vouchers say.';

-- ---------- guards ----------

-- Of the balances of the last closed month and what has moved since. A sum that
-- is not folded yet, or is gone, the next reduction computes from the vouchers.
CREATE FUNCTION fund._verify_guards(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH guard AS MATERIALIZED (
            SELECT c.account, c.guard_group, sum(c.change::numeric) AS found
            FROM ledger.guarded_change AS c WHERE c.book_id = $1
            GROUP BY c.account, c.guard_group HAVING bool_or(c.folded)
        ), last AS (
            SELECT fund.max(p.period) AS period FROM ledger.book_period AS p WHERE p.book_id = $1 AND p.state = 'closed'
        ), held AS MATERIALIZED (
            SELECT m.account, sum(m.debit) AS debit
            FROM (SELECT b.account, b.opening::numeric + b.debit::numeric - b.credit::numeric AS debit
                  FROM ledger.balance AS b JOIN last ON b.period OPERATOR(fund.=) last.period
                  WHERE b.book_id = $1 AND b.basis OPERATOR(fund.=) 'cash'
                  UNION ALL
                  SELECT l.account, fund._debit_less_credit(l.side, l.amount)
                  FROM fund._vouchers($1) AS v CROSS JOIN last CROSS JOIN LATERAL fund.lines(v.journal) AS l
                  WHERE v.basis OPERATOR(fund.=) 'cash'
                    AND (last.period IS NULL OR v.period OPERATOR(fund.>) last.period)) AS m
            WHERE EXISTS (SELECT FROM guard)
            GROUP BY m.account
        ), listed AS (
            -- The deepest row that an account is of, and the deepest that is in a group.
            SELECT h.account, h.debit, k.in_group, a.account AS listed, a.normal_side,
                   CASE WHEN k.in_group THEN a.guard_group END AS guard_group
            FROM held AS h CROSS JOIN (VALUES (false), (true)) AS k (in_group)
            CROSS JOIN LATERAL (SELECT a.account, a.normal_side, a.guard_group
                                FROM ledger.book AS b JOIN ledger.account AS a ON a.standard = b.standard
                                WHERE b.book_id = $1 AND h.account OPERATOR(fund.<@) a.account
                                  AND (NOT k.in_group OR a.guard_group IS NOT NULL)
                                ORDER BY a.account USING OPERATOR(fund.>) LIMIT 1) AS a
        ), compared AS (
            SELECT g.account, g.guard_group, g.found,
                   coalesce((SELECT sum(CASE l.normal_side WHEN 'debit' THEN l.debit ELSE - l.debit END)
                             FROM listed AS l
                             WHERE CASE WHEN g.guard_group IS NULL THEN NOT l.in_group AND l.listed OPERATOR(fund.=) g.account
                                        ELSE l.guard_group = g.guard_group END), 0.00) AS expected
            FROM guard AS g
        )
        SELECT 'guard', NULL::text, coalesce('accounts ' || c.guard_group, 'account ' || c.account::text),
               c.expected::text, c.found::text
        FROM compared AS c WHERE c.found <> c.expected ORDER BY 3
    $$;

COMMENT ON FUNCTION fund._verify_guards(integer) IS
'Part of fund.verify(): what is held against overdrafts is what the vouchers leave on the account, or on those of the group.';

-- ---------- seals ----------

CREATE FUNCTION fund._verify_seal_rows(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        WITH chunk AS MATERIALIZED (
            SELECT c.period, c.chunk, c.first_date, c.first_id,
                   row_number() OVER (PARTITION BY c.period ORDER BY c.chunk) AS place,
                   CASE WHEN length(c.vouchers) >= 8
                        THEN ('x' || encode(substr(c.vouchers, 1, 8), 'hex'))::bit(64)::bigint END AS id
            FROM ledger.seal_chunk AS c WHERE c.book_id = $1
        ), fault AS (
            SELECT DISTINCT r.period, r.object, 'none of an open month' AS expected, 'rows' AS found
            FROM (SELECT c.period, 'ledger.seal_chunk' AS object FROM chunk AS c
                  UNION ALL
                  SELECT p.period, 'ledger.seal_part' FROM ledger.seal_part AS p WHERE p.book_id = $1) AS r
            WHERE NOT EXISTS (SELECT FROM ledger.book_period AS p
                              WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) r.period AND p.state = 'closed')
            UNION ALL
            SELECT c.period, format('chunk %s', c.chunk), format('chunk %s', c.place), format('chunk %s', c.chunk)
            FROM chunk AS c WHERE c.chunk <> c.place
            UNION ALL
            SELECT c.period, format('chunk %s', c.chunk), format('from voucher %s of %s', c.id, v.voucher_date),
                   format('from voucher %s of %s', c.first_id, c.first_date)
            FROM chunk AS c
            LEFT JOIN ledger.voucher AS v
              ON v.book_id = $1 AND v.voucher_id = c.id
             AND v.voucher_date BETWEEN fund.first_day(c.period) AND fund.last_day(c.period)
            WHERE c.first_id <> c.id OR c.first_date <> v.voucher_date
        )
        SELECT 'seal', f.period::text, f.object, f.expected, f.found
        FROM fault AS f ORDER BY f.period, f.object COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_seal_rows(integer) IS
'Part of fund.verify(): no open month has digests, and chunks are in order, each from the first of its vouchers on.';

-- The vouchers of a month from the key of a chunk to that of the next, the first
-- from the first day and the last to the last. Parallel, for this is where nearly
-- all the time of fund.verify() goes.
CREATE FUNCTION fund._altered_chunks(book_id integer, period fund.period)
    RETURNS TABLE (chunk integer, sealed bytea, found bytea)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    SET min_parallel_table_scan_size = 0
    SET min_parallel_index_scan_size = 0
AS $function$
BEGIN
    RETURN QUERY
    SELECT 0, sha256(''), n.found
    FROM (SELECT fund._seal_chunk($1, fund.first_day($2), '-9223372036854775808',
                                  fund.last_day($2) + 1, '-9223372036854775808', 1000) AS found) AS n
    WHERE n.found <> sha256('')
      AND NOT EXISTS (SELECT FROM ledger.seal_chunk AS c WHERE c.book_id = $1 AND c.period OPERATOR(fund.=) $2);
    RETURN QUERY
    SELECT c.chunk, c.digest || c.vouchers, n.found
    FROM ledger.seal_chunk AS c
    CROSS JOIN LATERAL (
        SELECT fund._seal_chunk(
                   $1,
                   CASE WHEN EXISTS (SELECT FROM ledger.seal_chunk AS p
                                     WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) $2 AND p.chunk < c.chunk)
                        THEN c.first_date ELSE fund.first_day($2) END,
                   CASE WHEN EXISTS (SELECT FROM ledger.seal_chunk AS p
                                     WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) $2 AND p.chunk < c.chunk)
                        THEN c.first_id ELSE '-9223372036854775808' END,
                   coalesce((SELECT x.first_date FROM ledger.seal_chunk AS x
                             WHERE x.book_id = $1 AND x.period OPERATOR(fund.=) $2 AND x.chunk > c.chunk
                             ORDER BY x.chunk LIMIT 1), fund.last_day($2) + 1),
                   coalesce((SELECT x.first_id FROM ledger.seal_chunk AS x
                             WHERE x.book_id = $1 AND x.period OPERATOR(fund.=) $2 AND x.chunk > c.chunk
                             ORDER BY x.chunk LIMIT 1), '-9223372036854775808'),
                   1000) AS found) AS n
    WHERE c.book_id = $1 AND c.period OPERATOR(fund.=) $2
      AND (c.digest || c.vouchers) IS DISTINCT FROM n.found;
END
$function$;

COMMENT ON FUNCTION fund._altered_chunks(integer, fund.period) IS
'Part of fund.verify(): the chunks of a closed month whose vouchers are not those that were sealed; both as fund._seal_chunk() returns it.';

CREATE FUNCTION fund._verify_seal_parts(book_id integer, period fund.period, generation integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'seal', $2::text, coalesce(now.part, sealed.part),
               coalesce('digest ' || encode(now.digest, 'hex'), 'no part'),
               coalesce('digest ' || encode(sealed.digest, 'hex'), 'no digest')
        FROM fund._seal_parts($1, $2, $3) AS now
        FULL JOIN (SELECT s.part, s.digest FROM ledger.seal_part AS s
                   WHERE s.book_id = $1 AND s.period OPERATOR(fund.=) $2) AS sealed ON sealed.part = now.part
        WHERE now.digest IS DISTINCT FROM sealed.digest
        UNION ALL
        SELECT 'seal', $2::text, 'period', 'seal ' || encode(fund._seal($1, $2, $3), 'hex'),
               coalesce('seal ' || encode(p.seal, 'hex'), 'no seal')
        FROM ledger.book_period AS p
        WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) $2 AND fund._seal($1, $2, $3) IS DISTINCT FROM p.seal
    $$;

COMMENT ON FUNCTION fund._verify_seal_parts(integer, fund.period, integer) IS
'Part of fund.verify(): the parts of a closed month are those that were sealed, and the seal is over them.';

-- ---------- issued statements ----------

-- $7 to $10 are the figures of the form now, $11 since when it says so. What it
-- did not say, or not so, when the month was closed cannot be told from them; nor
-- what was issued of lines and columns that are gone. All of it is under the seal.
CREATE FUNCTION fund._verify_issued(
    book_id integer, period fund.period, generation integer, form text, basis fund.basis, statement text,
    item_id text[], column_no integer[], column_name text[], figure numeric[], changed_at timestamptz[]
)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT 'statement', $2::text, format('%s [%s] %s, %s %s', $6, now.item_id, now.column_name, $4, $5),
               coalesce(now.figure::text, 'blank'),
               CASE WHEN issued.item_id IS NULL THEN 'no figure' ELSE coalesce(issued.figure::text, 'blank') END
        FROM unnest($7, $8, $9, $10, $11) AS now (item_id, column_no, column_name, figure, changed_at)
        LEFT JOIN (SELECT * FROM ledger.issued_statement AS i
                   WHERE i.book_id = $1 AND i.period OPERATOR(fund.=) $2 AND i.generation = $3
                     AND i.form = $4 AND i.basis OPERATOR(fund.=) $5 AND i.statement = $6) AS issued
        ON now.item_id = issued.item_id AND now.column_no = issued.column_no
        WHERE (issued.item_id IS NULL OR now.figure IS DISTINCT FROM issued.figure)
          AND now.changed_at <= (SELECT m.changed_at FROM ledger.book_period AS m
                                 WHERE m.book_id = $1 AND m.period OPERATOR(fund.=) $2)
        ORDER BY now.item_id COLLATE "C", now.column_no
    $$;

COMMENT ON FUNCTION fund._verify_issued(integer, fund.period, integer, text, fund.basis, text, text[], integer[], text[], numeric[], timestamptz[]) IS
'Part of fund.verify(): the figures of a form as they were issued are those of the form now, where it has said the same since.';

-- Issued figures are of a close that there was.
CREATE FUNCTION fund._verify_generations(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT DISTINCT 'statement', i.period::text, format('figures of generation %s', i.generation), 'a close', 'none'
        FROM ledger.issued_statement AS i
        WHERE i.book_id = $1
          AND NOT EXISTS (SELECT FROM ledger.period_event AS e
                          WHERE e.book_id = $1 AND e.period OPERATOR(fund.=) i.period
                            AND e.event = 'closed' AND e.generation = i.generation)
        ORDER BY 2, 3
    $$;

COMMENT ON FUNCTION fund._verify_generations(integer) IS
'Part of fund.verify(): issued figures are of a close that the log of closings tells of.';

-- ---------- fund.verify ----------

CREATE FUNCTION fund.verify(book text)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1
    AS 'MODULE_PATHNAME', 'fl_verify';

COMMENT ON FUNCTION fund.verify(text) IS
'Recomputes what closes and postings derived from the vouchers of a book (balances, numbers, settlements, guards, issued statements, seals), and whether restatements and successions explain what they must, and returns what does not agree, rows that cannot have been stored included: no row, normally. It reads every voucher of the book.';

CREATE FUNCTION fund.verify(book text, seals jsonb)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1
    AS 'MODULE_PATHNAME', 'fl_verify';

COMMENT ON FUNCTION fund.verify(text, jsonb) IS
'The same, and compares the book with seals noted earlier, as fund.seal_chain() returns them ([{"period": "2026-01", "seal": hex, "parts": {…}}, …]; a short form will do, and parts may be left out): names the first month whose seal is another, and the parts that are. 22023: seals are no such list.';

CREATE FUNCTION fund.verify()
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 1
    AS 'MODULE_PATHNAME', 'fl_verify_ledger';

COMMENT ON FUNCTION fund.verify() IS
'What is of no one book: parts that the ledger was made with, rows of no book, the log of standards and of what is ledger-wide, and whether those settings are what it says; returns what does not agree: no row, normally. For who audits any book. 42501: nobody who does.';

-- 重述: why an opening is not the last closing, as a typed fact about a voucher.

CREATE FUNCTION fund._create_restatement_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.restatement (
        book_id         integer     NOT NULL,
        voucher_id      bigint      NOT NULL,
        type            text        NOT NULL,
        reason          text        NOT NULL,
        authority       text,
        recorded_by     text        NOT NULL DEFAULT fund.outer_user(),
        recorded_at     timestamptz NOT NULL DEFAULT now(),
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT restatement_pkey PRIMARY KEY (book_id, voucher_id),
        CONSTRAINT restatement_type_known
            CHECK (type IN ('error_correction', 'merger', 'scope_change', 'standard_change', 'reconciliation')),
        CONSTRAINT restatement_reason_not_blank CHECK (btrim(reason) <> '')
    );
    COMMENT ON TABLE ledger.restatement IS '重述: what an adjustment, or an opening voucher of a book that succeeds others, restates and why; fund.restate() writes it';
    COMMENT ON COLUMN ledger.restatement.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.restatement.voucher_id IS 'the voucher that restates';
    COMMENT ON COLUMN ledger.restatement.reason IS '原因';
    COMMENT ON COLUMN ledger.restatement.recorded_by IS 'the role that said it';
    COMMENT ON COLUMN ledger.restatement.recorded_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.restatement.done_through IS 'the role that acted for recorded_by; NULL: itself';
    COMMENT ON COLUMN ledger.restatement.type IS 'error_correction: 会计差错更正; merger: 并表; scope_change: 口径调整; standard_change: 制度变更; reconciliation: 账实差额调整';
    COMMENT ON COLUMN ledger.restatement.authority IS '依据: the decision or rule that orders it';

    CREATE TRIGGER restatement_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.restatement
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_restatement_table() IS
'Part of fund.create_ledger(): the table of restatements.';

CREATE FUNCTION fund.restate(
    book text,
    voucher_id bigint,
    type text,
    reason text,
    authority text DEFAULT NULL
) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_restate';

COMMENT ON FUNCTION fund.restate(text, bigint, text, text, text) IS
'重述: says what a voucher restates (error_correction 会计差错更正, merger 并表, scope_change 口径调整, standard_change 制度变更 or reconciliation 账实差额调整, in either language), why and by what authority, and returns its id; for an adjustment, or an opening voucher of a book that succeeds others, once and while its month is open. LG013: no such voucher; LG023: the month is closed; LG034: the voucher restates nothing; LG035: it has a restatement; 22023: unknown type, or no reason; 42501: may not post in the book.';


-- Whatever reverses a voucher is explained with it, unless it has a restatement of its own.
CREATE FUNCTION fund._explained(book_id integer) RETURNS TABLE (voucher_id bigint, restated_id bigint)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 10
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH RECURSIVE explained AS (
            SELECT s.voucher_id, s.voucher_id AS restated_id FROM ledger.restatement AS s WHERE s.book_id = $1
            UNION
            SELECT r.voucher_id, e.restated_id
            FROM explained AS e JOIN ledger.reversal AS r ON r.book_id = $1 AND r.reversed = e.voucher_id
            WHERE NOT EXISTS (SELECT FROM ledger.restatement AS own
                              WHERE own.book_id = $1 AND own.voucher_id = r.voucher_id)
        )
        SELECT e.voucher_id, e.restated_id FROM explained AS e
    $$;

COMMENT ON FUNCTION fund._explained(integer) IS
'Which vouchers of a book are explained, and by the restatement of which.';

-- The numbers of a month list its adjustments: other vouchers need not be read.
-- Those that nothing explains restate nothing where they come to nothing, as an
-- adjustment and its reversal do.
CREATE FUNCTION fund._unexplained_adjustments(book_id integer, period fund.period)
    RETURNS TABLE (voucher_id bigint, voucher_date text, moved text, adjustments bigint)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN QUERY
    WITH unexplained AS (
        SELECT v.voucher_id, v.voucher_date, v.basis, v.journal
        FROM (SELECT unnest(n.vouchers) AS voucher_id
              FROM ledger.voucher_number AS n
              WHERE n.book_id = $1 AND n.period OPERATOR(fund.=) $2 AND n.kind OPERATOR(fund.=) 'adjustment') AS n
        JOIN ledger.voucher AS v ON v.book_id = $1 AND v.voucher_id = n.voucher_id
         AND v.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)
        WHERE NOT EXISTS (SELECT FROM fund._explained($1) AS e WHERE e.voucher_id = v.voucher_id)
    )
    SELECT u.voucher_id, to_char(u.voucher_date, 'YYYY-MM-DD'),
           (SELECT (sum(abs(fund._debit_less_credit(l.side, l.amount))) / 2)::numeric(20,2)::text
            FROM fund.lines(u.journal) AS l),
           (SELECT count(*) FROM unexplained)
    FROM unexplained AS u
    WHERE EXISTS (SELECT FROM unexplained AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
                  GROUP BY v.basis, l.account, l.party
                  HAVING sum(fund._debit_less_credit(l.side, l.amount)) <> 0)
    ORDER BY u.voucher_id LIMIT 1;
END
$function$;

COMMENT ON FUNCTION fund._unexplained_adjustments(integer, fund.period) IS
'The first adjustment of a numbered month that nothing explains, what it moves, and how many there are; no row where there is none.';

-- The facts of a month are a chain from its last closing to its restated opening.
-- $1 the book, $2 and $3 the months, $4 the bases that are added, $5 the basis of
-- statements. Of closed months only those that number an adjustment are read, and
-- a successor's first. Its rows are few: compiling it would take most of the time.
CREATE FUNCTION fund._restatement_facts(
    book_id integer,
    first_period fund.period,
    last_period fund.period,
    bases fund.basis[],
    basis fund.basis
) RETURNS TABLE (
    period text,
    source text,
    type text,
    type_name text,
    reason text,
    authority text,
    voucher_id bigint,
    account text,
    statement text,
    item_id text,
    column_name text,
    name text,
    before numeric,
    after numeric,
    difference numeric,
    account_code fund.account_code,
    predecessor_id integer,
    from_account fund.account_code
)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 20
    SET search_path = pg_catalog, pg_temp
    SET jit = off
    AS $$
        WITH first AS (
            SELECT b.first_period AS period,
                   b.first_period OPERATOR(fund.>=) $2 AND b.first_period OPERATOR(fund.<=) $3 AS asked,
                   EXISTS (SELECT FROM ledger.succession AS s WHERE s.book_id = $1) AS succeeds
            FROM ledger.book AS b WHERE b.book_id = $1
        ), compared AS (
            SELECT * FROM fund._succession_compared($1) AS c WHERE c.basis OPERATOR(fund.=) ANY ($4)
        ), closed AS (
            SELECT fund.last_day(fund.max(p.period)) AS through
            FROM ledger.book_period AS p WHERE p.book_id = $1 AND p.state = 'closed'
        ), read_month AS (
            SELECT fund.first_day(m.period) AS first_day, fund.last_day(m.period) AS last_day
            FROM (SELECT n.period FROM ledger.voucher_number AS n
                  WHERE n.book_id = $1 AND n.kind OPERATOR(fund.=) 'adjustment'
                    AND n.period OPERATOR(fund.>=) $2 AND n.period OPERATOR(fund.<=) $3
                  UNION SELECT f.period FROM first AS f WHERE f.asked AND f.succeeds) AS m
            CROSS JOIN closed AS c
            WHERE fund.first_day(m.period) <= c.through
            UNION ALL
            SELECT greatest(fund.first_day($2), c.through + 1), fund.last_day($3) FROM closed AS c
        ), restating AS (
            SELECT fund.period(v.voucher_date) AS period, v.*
            FROM read_month AS m
            CROSS JOIN LATERAL (
                SELECT v.voucher_date, v.voucher_id, v.kind::text AS kind, v.journal
                FROM ledger.voucher AS v
                WHERE v.book_id = $1 AND v.voucher_date BETWEEN m.first_day AND m.last_day
                  AND fund._sound_kind(v.kind, 'voucher', v.voucher_id) OPERATOR(fund.=) ANY ('{opening,adjustment}')
                  AND fund._sound_basis(v.basis, 'voucher', v.voucher_id) OPERATOR(fund.=) ANY ($4)
                OFFSET 0) AS v
        ), fact AS (
            SELECT v.period, v.kind AS source, CASE v.kind WHEN 'opening' THEN 3 ELSE 4 END AS place,
                   s.type, s.reason, s.authority, v.voucher_date, v.voucher_id, l.account,
                   NULL::integer AS predecessor_id,
                   sum(fund._debit_less_credit(l.side, l.amount)) AS difference
            FROM restating AS v
            LEFT JOIN fund._explained($1) AS e ON e.voucher_id = v.voucher_id
            LEFT JOIN ledger.restatement AS s ON s.book_id = $1 AND s.voucher_id = e.restated_id
            CROSS JOIN LATERAL fund.lines(v.journal) AS l
            WHERE v.kind = 'adjustment' OR (s.voucher_id IS NOT NULL AND (SELECT f.succeeds FROM first AS f))
            GROUP BY v.period, v.kind, s.type, s.reason, s.authority, v.voucher_date, v.voucher_id, l.account
            HAVING sum(fund._debit_less_credit(l.side, l.amount)) <> 0
            UNION ALL
            SELECT f.period, 'succession', 2, u.type, u.reason, u.authority, NULL, NULL, c.account,
                   min(c.predecessor_id), sum(c.opening - c.last_closing - c.explained)
            FROM first AS f CROSS JOIN compared AS c
            CROSS JOIN (SELECT CASE WHEN count(DISTINCT s.type) = 1 THEN min(s.type) ELSE 'merger' END AS type,
                               string_agg(format('%s: %s', b.book, s.reason), '; ' ORDER BY b.book COLLATE "C") AS reason,
                               string_agg(s.authority, '; ' ORDER BY b.book COLLATE "C") AS authority
                        FROM ledger.succession AS s JOIN ledger.book AS b ON b.book_id = s.predecessor_id
                        WHERE s.book_id = $1) AS u
            WHERE f.asked
            GROUP BY f.period, u.type, u.reason, u.authority, c.account
            HAVING sum(c.opening) <> sum(c.last_closing)
                OR sum(c.opening - c.last_closing - c.explained) <> 0
        ), predecessor AS (
            -- the books that the first period succeeds, and what came under another code
            SELECT f.period, 'succession' AS source, 0 AS place, s.type, s.reason, s.authority,
                   NULL::fund.account_code AS account, s.predecessor_id,
                   NULL::fund.account_code AS from_account,
                   format('%s %s', b.book, b.name) AS name, NULL::numeric AS amount
            FROM first AS f CROSS JOIN ledger.succession AS s
            JOIN ledger.book AS b ON b.book_id = s.predecessor_id
            WHERE f.asked AND s.book_id = $1
            UNION ALL
            SELECT f.period, 'account_map', 1, s.type, s.reason, s.authority,
                   c.account, c.predecessor_id, c.from_account,
                   format('%s %s', b.book, c.from_account), sum(c.amount)
            FROM first AS f CROSS JOIN fund._succession_brought($1) AS c
            JOIN ledger.succession AS s ON s.predecessor_id = c.predecessor_id
            JOIN ledger.book AS b ON b.book_id = c.predecessor_id
            WHERE f.asked AND c.account OPERATOR(fund.<>) c.from_account AND c.basis OPERATOR(fund.=) ANY ($4)
            GROUP BY f.period, s.type, s.reason, s.authority, c.account, c.predecessor_id, c.from_account, b.book
            HAVING sum(c.amount) <> 0
        ), fact_month AS (
            SELECT DISTINCT f.period FROM fact AS f
        ), held AS (
            -- what the account held before the facts of the period
            SELECT p.period, b.account, b.opening::numeric + b.debit - b.credit AS amount
            FROM fact_month AS p
            CROSS JOIN LATERAL (SELECT fund.max(q.period) AS period FROM ledger.book_period AS q
                                WHERE q.book_id = $1 AND q.state = 'closed'
                                  AND q.period OPERATOR(fund.<) p.period) AS q
            JOIN ledger.balance AS b ON b.book_id = $1
             AND fund._sound_basis(b.basis, 'balance', b.book_id) OPERATOR(fund.=) ANY ($4)
             AND b.period OPERATOR(fund.=) q.period
            UNION ALL
            SELECT p.period, l.account, fund._debit_less_credit(l.side, l.amount)
            FROM fact_month AS p CROSS JOIN closed AS c
            CROSS JOIN LATERAL (SELECT v.journal FROM ledger.voucher AS v
                                WHERE v.book_id = $1
                                  AND fund._sound_basis(v.basis, 'voucher', v.voucher_id) OPERATOR(fund.=) ANY ($4)
                                  AND v.voucher_date > coalesce(c.through, '-infinity')
                                  AND v.voucher_date < fund.first_day(p.period)
                                OFFSET 0) AS v
            CROSS JOIN LATERAL fund.lines(v.journal) AS l
            UNION ALL
            SELECT p.period, l.account, fund._debit_less_credit(l.side, l.amount)
            FROM fact_month AS p
            JOIN first AS f ON f.period OPERATOR(fund.=) p.period AND NOT f.succeeds
            CROSS JOIN LATERAL (SELECT v.journal FROM ledger.voucher AS v
                                WHERE v.book_id = $1
                                  AND fund._sound_kind(v.kind, 'voucher', v.voucher_id) OPERATOR(fund.=) 'opening'
                                  AND fund._sound_basis(v.basis, 'voucher', v.voucher_id) OPERATOR(fund.=) ANY ($4)
                                  AND v.voucher_date BETWEEN fund.first_day(p.period) AND fund.last_day(p.period)
                                OFFSET 0) AS v
            CROSS JOIN LATERAL fund.lines(v.journal) AS l
            UNION ALL
            SELECT f.period, c.account, c.last_closing FROM first AS f CROSS JOIN compared AS c
        ), reissue AS (
            SELECT DISTINCT e.period, e.generation, e.type, e.reason, i.*
            FROM ledger.period_event AS e
            CROSS JOIN LATERAL (
                SELECT coalesce(a.statement, b.statement) AS statement, coalesce(a.line_no, b.line_no) AS line_no,
                       coalesce(a.item_id, b.item_id) AS item_id, coalesce(a.item, b.item) AS item,
                       coalesce(a.column_no, b.column_no) AS column_no,
                       coalesce(a.column_name, b.column_name) AS column_name,
                       b.figure AS old, a.figure AS new
                FROM (SELECT * FROM ledger.issued_statement AS i
                      WHERE i.book_id = $1 AND i.basis OPERATOR(fund.=) $5 AND i.period OPERATOR(fund.=) e.period
                        AND i.generation = e.generation) AS b
                FULL JOIN (SELECT * FROM ledger.issued_statement AS i
                           WHERE i.book_id = $1 AND i.basis OPERATOR(fund.=) $5 AND i.period OPERATOR(fund.=) e.period
                             AND i.generation - 1 = e.generation) AS a
                ON a.form = b.form AND a.statement = b.statement AND a.item_id = b.item_id
                 AND a.column_no = b.column_no
                WHERE a.figure IS DISTINCT FROM b.figure) AS i
            WHERE e.book_id = $1 AND e.event = 'reopened'
              AND e.period OPERATOR(fund.>=) $2 AND e.period OPERATOR(fund.<=) $3
              AND EXISTS (SELECT FROM ledger.issued_statement AS n
                          WHERE n.book_id = $1 AND n.period OPERATOR(fund.=) e.period
                            AND n.generation - 1 = e.generation)
        ), listed AS (
            SELECT f.period, f.place, f.voucher_date, 0 AS generation, 0 AS line_no, 0 AS column_no,
                   f.source, f.type, f.reason, f.authority, f.voucher_id, f.account, f.predecessor_id,
                   NULL::fund.account_code AS from_account,
                   NULL AS statement, NULL AS item_id, NULL AS column_name, NULL AS item,
                   coalesce(h.amount, 0.00) + sum(f.difference) OVER chain - f.difference AS before,
                   coalesce(h.amount, 0.00) + sum(f.difference) OVER chain AS after, f.difference
            FROM fact AS f
            LEFT JOIN (SELECT h.period, h.account, sum(h.amount) AS amount FROM held AS h
                       GROUP BY h.period, h.account) AS h
            ON h.period OPERATOR(fund.=) f.period AND h.account OPERATOR(fund.=) f.account
            WINDOW chain AS (PARTITION BY f.period, f.account ORDER BY f.place, f.voucher_date, f.voucher_id)
            UNION ALL
            SELECT p.period, p.place, NULL, 0, 0, 0,
                   p.source, p.type, p.reason, p.authority, NULL, p.account, p.predecessor_id,
                   p.from_account, NULL, NULL, NULL, p.name, p.amount, p.amount, p.amount - p.amount
            FROM predecessor AS p
            UNION ALL
            SELECT i.period, 5, NULL, i.generation, i.line_no, i.column_no,
                   'reopening', i.type, i.reason, NULL, NULL, NULL, NULL, NULL,
                   i.statement, i.item_id, i.column_name, i.item,
                   i.old, i.new, coalesce(i.new, 0.00) - coalesce(i.old, 0.00)
            FROM reissue AS i
        )
        SELECT r.period::text, r.source, r.type, NULL, r.reason, r.authority, r.voucher_id, r.account::text,
               r.statement, r.item_id, r.column_name, r.item, r.before, r.after, r.difference,
               r.account, coalesce(r.predecessor_id, 0), r.from_account
        FROM listed AS r
        ORDER BY r.period, r.place, r.voucher_date, r.voucher_id, r.account,
                 r.generation, r.statement COLLATE "C", r.line_no, r.column_no, r.item COLLATE "C", r.difference
    $$;

COMMENT ON FUNCTION fund._restatement_facts(integer, fund.period, fund.period, fund.basis[], fund.basis) IS
'What fund.restatements() returns, with the codes and the predecessor by which it finds names, and debit less credit.';

-- What was restated. PARALLEL UNSAFE as the statements are.

CREATE FUNCTION fund.restatements(
    book text,
    first_period fund.period,
    last_period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    period text,
    source text,
    type text,
    type_name text,
    reason text,
    authority text,
    voucher_id bigint,
    account text,
    statement text,
    item_id text,
    column_name text,
    name text,
    before numeric,
    after numeric,
    difference numeric
)
    LANGUAGE c STABLE PARALLEL UNSAFE ROWS 20 COST 10000
    AS 'MODULE_PATHNAME', 'fl_restatements';

COMMENT ON FUNCTION fund.restatements(text, fund.period, fund.period, text) IS
'重述: what made openings of the periods other than the last closings, a row a fact and account. source: succession (a book that a new book succeeds, without account and figures; then an account whose opening is not the last closings), account_map (what a predecessor''s account, which name tells, brings into an account of another code), opening or adjustment (a voucher), reopening (a line of a statement issued again). before + difference = after, on the normal side of the account; the differences of an account and period add up to its opening, restated, less its last closing, that of a new book being what its predecessors held under the codes that the account map gives them. type is NULL for an adjustment that nothing explains yet. LG010: no such book; 22023: the last period is before the first, or no such basis.';

CREATE FUNCTION fund."重述"(
    book text,
    first_period fund.period,
    last_period fund.period,
    basis text DEFAULT 'cash'
) RETURNS TABLE (
    "期间" text,
    "来源" text,
    "类型" text,
    "原因" text,
    "依据" text,
    "凭证" bigint,
    "科目编码" text,
    "报表" text,
    "项目编号" text,
    "栏目" text,
    "名称" text,
    "重述前" numeric,
    "重述后" numeric,
    "差额" numeric
)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 20
    AS $$
        SELECT r.period,
               -- CASE r.source WHEN would find its = on the caller's path
               CASE WHEN r.source OPERATOR(pg_catalog.=) 'succession' THEN '承继'
                    WHEN r.source OPERATOR(pg_catalog.=) 'account_map' THEN '科目对照'
                    WHEN r.source OPERATOR(pg_catalog.=) 'opening' THEN '期初凭证'
                    WHEN r.source OPERATOR(pg_catalog.=) 'adjustment' THEN '调整凭证'
                    WHEN r.source OPERATOR(pg_catalog.=) 'reopening' THEN '反结账' END,
               r.type_name, r.reason, r.authority, r.voucher_id, r.account, r.statement, r.item_id,
               r.column_name, r.name, r.before, r.after, r.difference
        FROM fund.restatements($1, $2, $3, $4) AS r
    $$;

COMMENT ON FUNCTION fund."重述"(text, fund.period, fund.period, text) IS
'fund.restatements with Chinese column names';

-- 承继: a book whose opening is the last closing of others, by 并表, 口径调整 or
-- a new 会计制度.

CREATE FUNCTION fund._create_succession_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.succession (
        book_id         integer     NOT NULL CONSTRAINT succession_book_fkey REFERENCES ledger.book,
        predecessor_id  integer     NOT NULL CONSTRAINT succession_predecessor_fkey REFERENCES ledger.book,
        type            text        NOT NULL,
        reason          text        NOT NULL,
        authority       text,
        recorded_by     text        NOT NULL DEFAULT fund.outer_user(),
        recorded_at     timestamptz NOT NULL DEFAULT now(),
        retired         boolean     NOT NULL,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT succession_pkey PRIMARY KEY (predecessor_id),
        CONSTRAINT succession_type_known CHECK (type IN ('merger', 'scope_change', 'standard_change')),
        CONSTRAINT succession_reason_not_blank CHECK (btrim(reason) <> '')
    );
    COMMENT ON TABLE ledger.succession IS '承继: which books the opening of a book brings in, and why; fund.succeed() writes it, once for each predecessor';
    COMMENT ON COLUMN ledger.succession.book_id IS 'the successor';
    COMMENT ON COLUMN ledger.succession.predecessor_id IS 'the book that it succeeds';
    COMMENT ON COLUMN ledger.succession.reason IS '原因';
    COMMENT ON COLUMN ledger.succession.authority IS '依据: the decision or rule that orders it';
    COMMENT ON COLUMN ledger.succession.recorded_by IS 'the role that said it';
    COMMENT ON COLUMN ledger.succession.recorded_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.succession.done_through IS 'the role that acted for recorded_by; NULL: itself';
    COMMENT ON COLUMN ledger.succession.type IS 'merger: 并表; scope_change: 口径调整; standard_change: 制度变更';
    COMMENT ON COLUMN ledger.succession.retired IS 'whether fund.succeed() retired the predecessor, which fund.withdraw_succession() then takes back';

    CREATE TABLE ledger.succession_account (
        predecessor_id  integer     NOT NULL
            CONSTRAINT succession_account_succession_fkey REFERENCES ledger.succession,
        from_account    fund.account_code NOT NULL,
        to_account      fund.account_code NOT NULL,
        CONSTRAINT succession_account_pkey PRIMARY KEY (predecessor_id, from_account)
    );
    COMMENT ON TABLE ledger.succession_account IS '新旧科目对照: under which account the balance of a predecessor''s account, its details included, is brought in; the longest code that fits counts, and what none fits keeps its code';
    COMMENT ON COLUMN ledger.succession_account.predecessor_id IS 'the book that is succeeded';
    COMMENT ON COLUMN ledger.succession_account.from_account IS '科目编码 in the predecessor';
    COMMENT ON COLUMN ledger.succession_account.to_account IS '科目编码 in the successor';

    CREATE TRIGGER succession_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.succession
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER succession_account_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.succession_account
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_succession_tables() IS
'Part of fund.create_ledger(): the tables of successions, after that of books.';

CREATE FUNCTION fund.succeed(
    book text,
    predecessor text,
    type text,
    reason text,
    account_map jsonb DEFAULT NULL,
    authority text DEFAULT NULL
) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_succeed';

COMMENT ON FUNCTION fund.succeed(text, text, text, text, jsonb, text) IS
'承继: says that the opening of a book brings in the last closing of another (by merger, scope_change or standard_change), with the accounts that change their code, within their element, as {"from": "to"}; the predecessor, which has one successor, is retired. Said again while the first period is open, it replaces what was said. The first period is then closed only once restatements explain what differs (LG045). LG040: the predecessor is not closed through the month before, or has moved or been closed after it; 23505: it has another successor; LG023: the first period is closed; LG011: no such account, or one that is retired or not listed in the book; LG020: the account is a heading, in the chart or of the book''s own details; 22023: unknown type, no reason, a predecessor that is the book itself or begins no earlier, or a map that is none; 42501: not 会计主管 of both books.';

CREATE FUNCTION fund.withdraw_succession(book text, predecessor text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_withdraw_succession';

COMMENT ON FUNCTION fund.withdraw_succession(text, text) IS
'Takes back what fund.succeed() said of these two books, and that it retired the predecessor, while the first period of the successor is open. 22023: it said nothing; LG023: the first period is closed; 42501: not 会计主管 of both books.';

-- An account of a predecessor comes under the code of the longest mapping that
-- fits, or under its own.
CREATE FUNCTION fund._succession_brought(book_id integer)
    RETURNS TABLE (basis fund.basis, predecessor_id integer, account fund.account_code,
                   from_account fund.account_code, amount numeric)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT fund._sound_basis(b.basis, 'balance', b.book_id), s.predecessor_id,
               coalesce((SELECT m.to_account FROM ledger.succession_account AS m
                         WHERE m.predecessor_id = s.predecessor_id
                           AND b.account OPERATOR(fund.<@) m.from_account
                         ORDER BY m.from_account DESC LIMIT 1), b.account),
               b.account, b.opening::numeric + b.debit - b.credit
        FROM ledger.succession AS s
        JOIN ledger.book AS own ON own.book_id = s.book_id
        JOIN ledger.balance AS b ON b.book_id = s.predecessor_id
         AND b.period OPERATOR(fund.=) fund._month_before(own.first_period)
        WHERE s.book_id = $1
    $$;

COMMENT ON FUNCTION fund._succession_brought(integer) IS
'What the predecessors of a book held at the end of the month before it begins, debit less credit, under their accounts and those of the book.';

CREATE FUNCTION fund._succession_compared(book_id integer)
    RETURNS TABLE (basis fund.basis, account fund.account_code, last_closing numeric,
                   opening numeric, explained numeric, predecessor_id integer)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH explained AS (
            SELECT e.voucher_id FROM fund._explained($1) AS e
        ), opened AS (
            SELECT fund._sound_basis(v.basis, 'voucher', v.voucher_id) AS basis, l.account,
                   fund._debit_less_credit(l.side, l.amount) AS amount,
                   EXISTS (SELECT FROM explained AS e WHERE e.voucher_id = v.voucher_id) AS explained
            FROM ledger.book AS b
            JOIN ledger.voucher AS v ON v.book_id = b.book_id
             AND fund._sound_kind(v.kind, 'voucher', v.voucher_id) OPERATOR(fund.=) 'opening'
             AND v.voucher_date BETWEEN fund.first_day(b.first_period) AND fund.last_day(b.first_period)
            CROSS JOIN LATERAL fund.lines(v.journal) AS l
            WHERE b.book_id = $1 AND EXISTS (SELECT FROM ledger.succession AS s WHERE s.book_id = $1)
        )
        SELECT part.basis, part.account, sum(part.last_closing), sum(part.opening),
               sum(part.explained), min(part.predecessor_id)
        FROM (SELECT b.basis, b.account, b.amount AS last_closing, 0 AS opening, 0 AS explained, b.predecessor_id
              FROM fund._succession_brought($1) AS b WHERE b.amount <> 0
              UNION ALL
              SELECT o.basis, o.account, 0, o.amount, CASE WHEN o.explained THEN o.amount ELSE 0 END, NULL
              FROM opened AS o) AS part
        GROUP BY part.basis, part.account
    $$;

COMMENT ON FUNCTION fund._succession_compared(integer) IS
'By basis and account of a book that succeeds others, debit less credit: what its predecessors held, what its opening vouchers bring in, how much of that restatements explain, and a predecessor that held it. No row where it succeeds none.';

-- A reversal takes its move back.
CREATE FUNCTION fund._first_move_since(book_id integer, period fund.period)
    RETURNS TABLE (account text, moved text)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT l.account::text, abs(sum(fund._debit_less_credit(l.side, l.amount)))::text
        FROM ledger.voucher AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
        WHERE v.book_id = $1 AND v.voucher_date >= fund.first_day($2)
        GROUP BY l.account, v.basis HAVING sum(fund._debit_less_credit(l.side, l.amount)) <> 0
        ORDER BY l.account, v.basis LIMIT 1
    $$;

COMMENT ON FUNCTION fund._first_move_since(integer, fund.period) IS
'The first account of a book that has moved from a month on, and by how much; no row where none has.';

-- What a close derives from a month's vouchers and keeps: turnover, the state
-- and the seal of the month, the statements as issued. All of it can be
-- computed again, and fund.verify() does.

CREATE FUNCTION fund._check_derived_write() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_check_derived_write';

COMMENT ON FUNCTION fund._check_derived_write() IS
'Statement trigger on the derived tables: refuses every change that is not made by the functions of fundledger (LG051).';

CREATE FUNCTION fund._create_balance_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    derived text;
BEGIN
    CREATE TABLE ledger.balance (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        basis           fund.basis  NOT NULL,
        kind            fund.voucher_kind NOT NULL,
        account         fund.account_code NOT NULL,
        opening         fund.amount NOT NULL,
        debit           fund.amount NOT NULL,
        credit          fund.amount NOT NULL,
        CONSTRAINT balance_pkey PRIMARY KEY (book_id, period, basis, kind, account)
    );
    COMMENT ON TABLE ledger.balance IS '科目汇总: the turnover of a closed month by account, basis and voucher kind';
    COMMENT ON COLUMN ledger.balance.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.balance.period IS '会计期间: a closed month';
    COMMENT ON COLUMN ledger.balance.basis IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.balance.kind IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.balance.account IS 'the account that the vouchers name, without its details';
    COMMENT ON COLUMN ledger.balance.debit IS '借方发生额 of the month, 元';
    COMMENT ON COLUMN ledger.balance.credit IS '贷方发生额 of the month, 元';
    COMMENT ON COLUMN ledger.balance.opening IS 'debit less credit of the same basis and kind in all months before';

    CREATE TABLE ledger.book_period (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        state           text        NOT NULL,
        generation      integer     NOT NULL,
        changed_by      text        NOT NULL,
        changed_at      timestamptz NOT NULL,
        seal            bytea,
        digests         bytea,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT book_period_pkey PRIMARY KEY (book_id, period),
        CONSTRAINT book_period_state_known CHECK (state IN ('open', 'closed')),
        CONSTRAINT book_period_sealed CHECK (state = 'open' OR (seal IS NOT NULL AND digests IS NOT NULL))
    );
    COMMENT ON TABLE ledger.book_period IS 'the state of a month that has been closed at least once; months without a row are open';
    COMMENT ON COLUMN ledger.book_period.done_through IS 'the role that acted for changed_by; NULL: itself';
    COMMENT ON COLUMN ledger.book_period.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.book_period.period IS '会计期间: the month';
    COMMENT ON COLUMN ledger.book_period.state IS 'closed, or open: reopened';
    COMMENT ON COLUMN ledger.book_period.changed_by IS 'the role that last closed or reopened it';
    COMMENT ON COLUMN ledger.book_period.changed_at IS 'when it did';
    COMMENT ON COLUMN ledger.book_period.generation IS 'how often the month has been closed';
    COMMENT ON COLUMN ledger.book_period.seal IS 'SHA-256 over the seal before it and the digests of the month''s vouchers';
    COMMENT ON COLUMN ledger.book_period.digests IS 'id and the first 8 bytes of the SHA-256 of each voucher: shows which one was altered';

    CREATE TABLE ledger.period_event (
        event_id        bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT period_event_pkey PRIMARY KEY,
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        event           text        NOT NULL,
        generation      integer     NOT NULL,
        done_by         text        NOT NULL,
        done_at         timestamptz NOT NULL,
        reason          text,
        seal            bytea,
        type            text,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT period_event_known CHECK (event IN ('closed', 'reopened')),
        CONSTRAINT period_event_type_known
            CHECK (type IN ('error_correction', 'merger', 'scope_change', 'standard_change', 'reconciliation')),
        CONSTRAINT period_event_reopening_typed CHECK ((event = 'reopened') = (type IS NOT NULL))
    );
    COMMENT ON TABLE ledger.period_event IS '操作日志: who closed and reopened which month, when and why';
    COMMENT ON COLUMN ledger.period_event.event_id IS 'given by the table, in the order of events';
    COMMENT ON COLUMN ledger.period_event.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.period_event.period IS '会计期间: the month';
    COMMENT ON COLUMN ledger.period_event.event IS 'closed or reopened';
    COMMENT ON COLUMN ledger.period_event.generation IS 'how often the month had been closed by then';
    COMMENT ON COLUMN ledger.period_event.done_by IS 'the role that did it';
    COMMENT ON COLUMN ledger.period_event.done_through IS 'the role that acted for done_by; NULL: itself';
    COMMENT ON COLUMN ledger.period_event.done_at IS 'when it did';
    COMMENT ON COLUMN ledger.period_event.reason IS 'of a reopening: why';
    COMMENT ON COLUMN ledger.period_event.seal IS 'of a closing: the seal it set; of a reopening: the seal it took away';
    COMMENT ON COLUMN ledger.period_event.type IS 'of a reopening: what the figures that are issued next restate, as in ledger.restatement';

    CREATE TABLE ledger.issued_statement (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        generation      integer     NOT NULL,
        form            text COLLATE "C" NOT NULL,
        basis           fund.basis  NOT NULL,
        statement       text COLLATE "C" NOT NULL,
        line_no         integer     NOT NULL,
        column_no       integer     NOT NULL,
        item_id         text COLLATE "C" NOT NULL,
        item            text        NOT NULL,
        level           integer     NOT NULL,
        column_name     text        NOT NULL,
        figure          numeric(20,2),
        CONSTRAINT issued_statement_pkey
            PRIMARY KEY (book_id, period, generation, form, basis, statement, line_no, column_no),
        CONSTRAINT issued_statement_form_known CHECK (form IN ('monthly', 'annual'))
    );
    COMMENT ON TABLE ledger.issued_statement IS '已出具报表: the figures of a closed month as they were issued; reopening leaves them, the next close issues another generation';
    COMMENT ON COLUMN ledger.issued_statement.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.issued_statement.period IS '会计期间: the closed month';
    COMMENT ON COLUMN ledger.issued_statement.generation IS 'at which closing of the month it was issued: 1 is the first';
    COMMENT ON COLUMN ledger.issued_statement.form IS 'monthly or annual';
    COMMENT ON COLUMN ledger.issued_statement.basis IS 'cash; or accrual: cash and overlay together';
    COMMENT ON COLUMN ledger.issued_statement.statement IS '报表, as in ledger.statement';
    COMMENT ON COLUMN ledger.issued_statement.line_no IS '行次';
    COMMENT ON COLUMN ledger.issued_statement.column_no IS 'the column, from 1';
    COMMENT ON COLUMN ledger.issued_statement.item_id IS '项目编号: by which formulas name the line';
    COMMENT ON COLUMN ledger.issued_statement.item IS '项目';
    COMMENT ON COLUMN ledger.issued_statement.level IS 'how deep the line is indented, from 1';
    COMMENT ON COLUMN ledger.issued_statement.column_name IS '栏目';
    COMMENT ON COLUMN ledger.issued_statement.figure IS '元; NULL: printed empty';

    FOREACH derived IN ARRAY ARRAY['balance', 'book_period', 'period_event', 'issued_statement',
                                   'voucher_number', 'guarded_change', 'reversal']
    LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write()',
                       derived || '_derived', derived);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._create_balance_tables() IS
'Part of fund.create_ledger(): the tables that closing writes, after those of vouchers.';

-- Inlined, so it sets no path: every name is written out.
CREATE FUNCTION fund._debit_less_credit(side text, amount fund.amount) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 OPERATOR(pg_catalog.=) 'debit' THEN $2::numeric
                      ELSE OPERATOR(pg_catalog.-) $2::numeric END $$;

COMMENT ON FUNCTION fund._debit_less_credit(text, fund.amount) IS
'What a line of a journal adds to its account, debit less credit.';

-- Null before the first of all: a book could begin with it.
CREATE FUNCTION fund._month_before(period fund.period) RETURNS fund.period
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 OPERATOR(fund.>) '0001-01'::fund.period THEN $1 OPERATOR(fund.-) 1 END $$;

COMMENT ON FUNCTION fund._month_before(fund.period) IS
'The period before this one; NULL where none is before it.';

-- A key without turnover is carried on as long as its balance is not zero.
CREATE FUNCTION fund._balances(book_id integer, period fund.period)
    RETURNS TABLE (basis fund.basis, kind fund.voucher_kind, account fund.account_code,
                   opening fund.amount, debit fund.amount, credit fund.amount)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN QUERY
    SELECT part.basis, part.kind, part.account,
           sum(part.opening)::fund.amount, sum(part.debit)::fund.amount, sum(part.credit)::fund.amount
    FROM (SELECT b.basis, b.kind, b.account, b.opening::numeric + b.debit - b.credit AS opening,
                 0 AS debit, 0 AS credit
          FROM ledger.balance AS b
          WHERE b.book_id = $1 AND b.period OPERATOR(fund.=) fund._month_before($2)
          UNION ALL
          SELECT m.basis, m.kind, l.account, 0,
                 CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE 0 END,
                 CASE l.side WHEN 'credit' THEN l.amount::numeric ELSE 0 END
          FROM (SELECT v.basis, v.kind, fund.sum(v.journal) AS total
                FROM ledger.voucher AS v
                WHERE v.book_id = $1
                  AND v.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)
                GROUP BY v.basis, v.kind) AS m
          CROSS JOIN LATERAL fund.lines(m.total) AS l) AS part
    GROUP BY part.basis, part.kind, part.account
    HAVING sum(part.opening) <> 0 OR sum(part.debit) <> 0 OR sum(part.credit) <> 0;
END
$function$;

COMMENT ON FUNCTION fund._balances(integer, fund.period) IS
'The rows of ledger.balance of a month that is being closed: its turnover, and what came before it.';

-- Nothing that a close writes is there before it, unless by another's hand.
CREATE FUNCTION fund._month_damage(book_id integer, period fund.period, generation integer) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
BEGIN
    RETURN coalesce(
        (SELECT format('The table ledger.voucher has the child table %s, whose vouchers nothing has judged.',
                       i.inhrelid::regclass)
         FROM pg_inherits AS i
         WHERE i.inhparent = 'ledger.voucher'::regclass
         LIMIT 1),
        (SELECT format('The table ledger.balance has rows of period "%s", which is open.', b.period)
         FROM ledger.balance AS b
         WHERE b.book_id = $1 AND b.period OPERATOR(fund.>=) $2
         ORDER BY b.period LIMIT 1),
        (SELECT format('The table ledger.issued_statement has figures of generation %s, and the month has been closed %s times.',
                       i.generation, $3)
         FROM ledger.issued_statement AS i
         WHERE i.book_id = $1 AND i.period OPERATOR(fund.=) $2 AND i.generation > $3
         LIMIT 1),
        (SELECT format('The row of ledger.balance of account %s in period "%s" lacks a value.', b.account, b.period)
         FROM ledger.balance AS b
         WHERE b.book_id = $1 AND b.period OPERATOR(fund.=) fund._month_before($2)
           AND num_nulls(b.basis, b.kind, b.account, b.opening, b.debit, b.credit) > 0
         LIMIT 1),
        (SELECT format('The row of ledger.voucher_number of number %s lacks a value.', n.first_number)
         FROM ledger.voucher_number AS n
         WHERE n.book_id = $1 AND n.period OPERATOR(fund.=) $2
           AND num_nulls(n.kind, n.first_number, n.vouchers) > 0
         LIMIT 1),
        (SELECT format('Voucher %s has the date %s, before the book.', v.voucher_id, v.voucher_date)
         FROM ledger.voucher AS v
         WHERE v.book_id = $1
           AND v.voucher_date < (SELECT fund.first_day(b.first_period) FROM ledger.book AS b WHERE b.book_id = $1)
         ORDER BY v.voucher_date LIMIT 1),
        (SELECT format('Voucher %s has the date %s, in no period.', v.voucher_id, v.voucher_date)
         FROM ledger.voucher AS v
         WHERE v.book_id = $1 AND v.voucher_date > date '9999-12-31'
         ORDER BY v.voucher_date LIMIT 1));
END
$function$;

COMMENT ON FUNCTION fund._month_damage(integer, fund.period, integer) IS
'What stands in the way of closing an open month because it cannot have been stored by fundledger; NULL: nothing.';

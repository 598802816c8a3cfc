-- Whether a month is closed, since when, and what sealed it; and the log of that.

CREATE FUNCTION fund._create_month_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.book_period (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        state           text        NOT NULL,
        generation      integer     NOT NULL,
        changed_by      text        NOT NULL,
        changed_at      timestamptz NOT NULL,
        seal            bytea,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT book_period_pkey PRIMARY KEY (book_id, period),
        CONSTRAINT book_period_state_known CHECK (state IN ('open', 'closed'))
    );
    COMMENT ON TABLE ledger.book_period IS 'the state of a month that has been closed at least once; months without a row are open';
    COMMENT ON COLUMN ledger.book_period.done_through IS 'the role that acted for changed_by; NULL: itself';
    COMMENT ON COLUMN ledger.book_period.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.book_period.period IS '会计期间: the month';
    COMMENT ON COLUMN ledger.book_period.state IS 'closed, or open: reopened';
    COMMENT ON COLUMN ledger.book_period.changed_by IS 'the role that last closed or reopened it';
    COMMENT ON COLUMN ledger.book_period.changed_at IS 'when its transaction began, as in ledger.period_event';
    COMMENT ON COLUMN ledger.book_period.generation IS 'how often the month has been closed';
    COMMENT ON COLUMN ledger.book_period.seal IS 'SHA-256 over the seal before it and the digests in ledger.seal_part';

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
    COMMENT ON COLUMN ledger.period_event.done_at IS 'when its transaction began: a close that waited may be earlier here than a voucher that it counts';
    COMMENT ON COLUMN ledger.period_event.reason IS 'of a reopening: why';
    COMMENT ON COLUMN ledger.period_event.seal IS 'of a closing: the seal it set; of a reopening: the seal it took away';
    COMMENT ON COLUMN ledger.period_event.type IS 'of a reopening: what the figures that are issued next restate, as in ledger.restatement';

    CREATE TRIGGER book_period_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.book_period
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER book_period_changed
        AFTER INSERT OR UPDATE OR DELETE ON ledger.book_period
        FOR EACH ROW EXECUTE FUNCTION fund._book_part_changed();
    CREATE TRIGGER period_event_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.period_event
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    -- Caches must hear of months that replication closes, too.
    ALTER TABLE ledger.book_period ENABLE ALWAYS TRIGGER book_period_changed;
END
$function$;

COMMENT ON FUNCTION fund._create_month_tables() IS
'Part of fund.create_ledger(): the states of months, and the log of closings.';

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
        (SELECT format('The table ledger.seal_chunk has rows of period "%s", which is open.', c.period)
         FROM ledger.seal_chunk AS c
         WHERE c.book_id = $1 AND c.period OPERATOR(fund.>=) $2
         ORDER BY c.period LIMIT 1),
        (SELECT format('The table ledger.seal_part has rows of period "%s", which is open.', p.period)
         FROM ledger.seal_part AS p
         WHERE p.book_id = $1 AND p.period OPERATOR(fund.>=) $2
         ORDER BY p.period LIMIT 1),
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

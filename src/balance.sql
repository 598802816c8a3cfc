-- What a close derives from a month's vouchers and keeps: turnover, the state
-- and the seal of the month, the statements as issued. All of it can be
-- computed again, and fund.verify() does.

CREATE FUNCTION fund._check_derived_write() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_check_derived_write';

COMMENT ON FUNCTION fund._check_derived_write() IS
'Statement trigger on the derived tables: refuses every change that is not made by the functions of fundledger (LG051).';

CREATE FUNCTION fund._create_balance_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, fund, pg_temp
AS $function$
DECLARE
    derived text;
BEGIN
    CREATE TABLE ledger.balance (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        basis           text        NOT NULL,
        kind            text        NOT NULL,
        account         fund.account_code NOT NULL,
        opening         fund.amount NOT NULL,
        debit           fund.amount NOT NULL,
        credit          fund.amount NOT NULL,
        CONSTRAINT balance_pkey PRIMARY KEY (book_id, period, basis, kind, account)
    );
    COMMENT ON TABLE ledger.balance IS '科目汇总: the turnover of a closed month by account, basis and voucher kind';
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
        CONSTRAINT book_period_pkey PRIMARY KEY (book_id, period),
        CONSTRAINT book_period_state_known CHECK (state IN ('open', 'closed')),
        CONSTRAINT book_period_sealed CHECK (state = 'open' OR (seal IS NOT NULL AND digests IS NOT NULL))
    );
    COMMENT ON TABLE ledger.book_period IS 'the state of a month that has been closed at least once; months without a row are open';
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
        CONSTRAINT period_event_known CHECK (event IN ('closed', 'reopened')),
        CONSTRAINT period_event_type_known
            CHECK (type IN ('error_correction', 'merger', 'scope_change', 'standard_change', 'reconciliation')),
        CONSTRAINT period_event_reopening_typed CHECK ((event = 'reopened') = (type IS NOT NULL))
    );
    COMMENT ON TABLE ledger.period_event IS '操作日志: who closed and reopened which month, when and why';
    COMMENT ON COLUMN ledger.period_event.type IS 'of a reopening: what the figures that are issued next restate, as in ledger.restatement';

    CREATE TABLE ledger.issued_statement (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        generation      integer     NOT NULL,
        form            text        NOT NULL,
        basis           text        NOT NULL,
        statement       text        NOT NULL,
        line_no         integer     NOT NULL,
        column_no       integer     NOT NULL,
        item_id         text        NOT NULL,
        item            text        NOT NULL,
        level           integer     NOT NULL,
        column_name     text        NOT NULL,
        figure          numeric(20,2),
        CONSTRAINT issued_statement_pkey
            PRIMARY KEY (book_id, period, generation, form, basis, statement, line_no, column_no),
        CONSTRAINT issued_statement_form_known CHECK (form IN ('monthly', 'annual'))
    );
    COMMENT ON TABLE ledger.issued_statement IS '已出具报表: the figures of a closed month as they were issued; reopening leaves them, the next close issues another generation';

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

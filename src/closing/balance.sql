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
        basis           text        NOT NULL,
        kind            text        NOT NULL,
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
        CONSTRAINT book_period_pkey PRIMARY KEY (book_id, period),
        CONSTRAINT book_period_state_known CHECK (state IN ('open', 'closed')),
        CONSTRAINT book_period_sealed CHECK (state = 'open' OR (seal IS NOT NULL AND digests IS NOT NULL))
    );
    COMMENT ON TABLE ledger.book_period IS 'the state of a month that has been closed at least once; months without a row are open';
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
    COMMENT ON COLUMN ledger.period_event.done_at IS 'when it did';
    COMMENT ON COLUMN ledger.period_event.reason IS 'of a reopening: why';
    COMMENT ON COLUMN ledger.period_event.seal IS 'of a closing: the seal it set; of a reopening: the seal it took away';
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

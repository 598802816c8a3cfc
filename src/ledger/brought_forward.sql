-- 期初建账: what a book was started with. The vouchers hold the figures; the tables
-- here say which they are, and what no voucher has.

CREATE FUNCTION fund._create_brought_forward_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.brought_forward (
        book_id         integer     NOT NULL CONSTRAINT brought_forward_book_fkey REFERENCES ledger.book,
        call_no         integer     NOT NULL,
        through         fund.period,
        source          text,
        brought_by      text        NOT NULL DEFAULT fund.outer_user(),
        brought_at      timestamptz NOT NULL DEFAULT now(),
        withdrawn_by    text,
        withdrawn_at    timestamptz,
        withdrawn_why   text,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT brought_forward_pkey PRIMARY KEY (book_id, call_no),
        CONSTRAINT brought_forward_withdrawn_whole
            CHECK (num_nulls(withdrawn_by, withdrawn_at, withdrawn_why) IN (0, 3))
    );
    CREATE UNIQUE INDEX brought_forward_standing ON ledger.brought_forward (book_id) WHERE withdrawn_at IS NULL;
    COMMENT ON TABLE ledger.brought_forward IS '期初建账: each call of fund.bring_forward(); the one that is not withdrawn stands';
    COMMENT ON COLUMN ledger.brought_forward.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.brought_forward.call_no IS 'which call of the book, from 1';
    COMMENT ON COLUMN ledger.brought_forward.through IS 'the last month brought forward: what those up to it moved is known as a whole only; NULL: balances alone';
    COMMENT ON COLUMN ledger.brought_forward.source IS '来源: where the figures are from';
    COMMENT ON COLUMN ledger.brought_forward.brought_by IS 'the role that brought them';
    COMMENT ON COLUMN ledger.brought_forward.brought_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.brought_forward.withdrawn_by IS 'the role that reversed all of it; NULL: nobody did';
    COMMENT ON COLUMN ledger.brought_forward.withdrawn_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.brought_forward.withdrawn_why IS '原因';
    COMMENT ON COLUMN ledger.brought_forward.done_through IS 'the role that acted for brought_by; NULL: itself';

    CREATE TABLE ledger.brought_voucher (
        book_id         integer     NOT NULL,
        voucher_id      bigint      NOT NULL,
        call_no         integer     NOT NULL,
        CONSTRAINT brought_voucher_pkey PRIMARY KEY (book_id, voucher_id),
        CONSTRAINT brought_voucher_call_fkey FOREIGN KEY (book_id, call_no) REFERENCES ledger.brought_forward
    );
    COMMENT ON TABLE ledger.brought_voucher IS 'which vouchers fund.bring_forward() stored, and those that reverse them';
    COMMENT ON COLUMN ledger.brought_voucher.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.brought_voucher.voucher_id IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.brought_voucher.call_no IS 'the call that stored it, or whose voucher it reverses';

    CREATE TABLE ledger.brought_item (
        book_id         integer     NOT NULL,
        call_no         integer     NOT NULL,
        item_no         integer     NOT NULL,
        basis           fund.basis  NOT NULL,
        account         fund.account_code NOT NULL,
        party           text COLLATE "C" NOT NULL,
        item_date       date        NOT NULL,
        amount          fund.amount NOT NULL,
        CONSTRAINT brought_item_pkey PRIMARY KEY (book_id, call_no, item_no),
        CONSTRAINT brought_item_call_fkey FOREIGN KEY (book_id, call_no) REFERENCES ledger.brought_forward
    );
    COMMENT ON TABLE ledger.brought_item IS '往来明细: what parties owed or were owed at the end of what was brought forward, by the day on which it arose; those of an account and party add up to its balance';
    COMMENT ON COLUMN ledger.brought_item.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.brought_item.call_no IS 'as in ledger.brought_forward';
    COMMENT ON COLUMN ledger.brought_item.item_no IS 'in the order given, from 1';
    COMMENT ON COLUMN ledger.brought_item.basis IS 'as in ledger.voucher';
    COMMENT ON COLUMN ledger.brought_item.account IS '科目编码';
    COMMENT ON COLUMN ledger.brought_item.party IS 'ledger.party.party';
    COMMENT ON COLUMN ledger.brought_item.item_date IS '发生日期: the day on which it arose';
    COMMENT ON COLUMN ledger.brought_item.amount IS '元, on the normal side of the account';

    CREATE TABLE ledger.brought_figure (
        book_id         integer     NOT NULL,
        call_no         integer     NOT NULL,
        basis           fund.basis  NOT NULL,
        statement       text COLLATE "C" NOT NULL,
        item_id         text COLLATE "C" NOT NULL,
        figure          fund.amount NOT NULL,
        CONSTRAINT brought_figure_pkey PRIMARY KEY (book_id, call_no, basis, statement, item_id),
        CONSTRAINT brought_figure_call_fkey FOREIGN KEY (book_id, call_no) REFERENCES ledger.brought_forward
    );
    COMMENT ON TABLE ledger.brought_figure IS '上年数: the annual figures of the year before the book, by line, as its predecessor in another system reported them';
    COMMENT ON COLUMN ledger.brought_figure.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.brought_figure.call_no IS 'as in ledger.brought_forward';
    COMMENT ON COLUMN ledger.brought_figure.basis IS 'cash; or accrual: cash and overlay together';
    COMMENT ON COLUMN ledger.brought_figure.statement IS '报表, as in ledger.statement';
    COMMENT ON COLUMN ledger.brought_figure.item_id IS '项目编号, as in ledger.statement_line';
    COMMENT ON COLUMN ledger.brought_figure.figure IS '元: of a line of turnover that of the year, of a balance that of its end';

    CREATE TRIGGER brought_forward_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.brought_forward
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER brought_voucher_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.brought_voucher
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER brought_item_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.brought_item
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER brought_figure_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.brought_figure
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_brought_forward_tables() IS
'Part of fund.create_ledger(): the tables of what books were started with, after that of books.';

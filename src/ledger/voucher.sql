-- 凭证: a voucher is one row that holds one journal, so it is complete or
-- absent. posting.sql has the functions and triggers that judge it.

CREATE FUNCTION fund.outer_user() RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
    AS 'MODULE_PATHNAME', 'fl_outer_user_name';

COMMENT ON FUNCTION fund.outer_user() IS
'the role that the session acts for (SET ROLE changes it, SECURITY DEFINER does not): who did it, in the records';

CREATE FUNCTION fund.done_through() RETURNS text
    LANGUAGE c STABLE STRICT PARALLEL RESTRICTED
    AS 'MODULE_PATHNAME', 'fl_done_through_name';

COMMENT ON FUNCTION fund.done_through() IS
'the role that acts for fund.outer_user(): the owner of the SECURITY DEFINER function that is running, or NULL where nobody does; in the records beside it';

CREATE FUNCTION fund._sound_kind(kind fund.voucher_kind, of_table text, key bigint) RETURNS fund.voucher_kind
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_sound_kind';

COMMENT ON FUNCTION fund._sound_kind(fund.voucher_kind, text, bigint) IS
'The kind, of a row by its key (a voucher''s id, or a book''s); XX001 where the stored byte is none, which a comparison would pass by.';

CREATE FUNCTION fund._sound_basis(basis fund.basis, of_table text, key bigint) RETURNS fund.basis
    LANGUAGE c STABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'fl_sound_basis';

COMMENT ON FUNCTION fund._sound_basis(fund.basis, text, bigint) IS
'The basis, of a row by its key (a voucher''s id, or a book''s); XX001 where the stored byte is none, which a comparison would pass by.';

CREATE FUNCTION fund._create_voucher_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    -- No foreign keys, no CHECKs of values, no generated column for the period: the
    -- posting trigger judges a whole statement at once, for less than one of them
    -- costs. The one CHECK asks who puts the row there, before indexes are looked at.
    -- A month is a range of dates, and so of the key (doc/adr/0007-no-period-column.md).
    -- First stands what indexes and reading a balance need, what is of one byte
    -- before the first that is aligned to none; last what is mostly null.
    CREATE TABLE ledger.voucher (
        voucher_id      bigint      GENERATED ALWAYS AS IDENTITY (CACHE 32),
        posted_at       timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        book_id         integer     NOT NULL,
        voucher_date    date        NOT NULL,
        kind            fund.voucher_kind NOT NULL DEFAULT 'normal',
        basis           fund.basis  NOT NULL DEFAULT 'cash',
        source_key      text COLLATE "C",
        journal         fund.journal NOT NULL,
        summary         text        NOT NULL,
        prepared_by     text        NOT NULL DEFAULT fund.outer_user(),
        attachments     integer,
        reverses        bigint,
        reviewed_by     text,
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT voucher_pkey PRIMARY KEY (book_id, voucher_date, voucher_id),
        CONSTRAINT voucher_fed CHECK (fund._may_feed(book_id))
    );
    COMMENT ON TABLE ledger.voucher IS '凭证: posted vouchers; never updated, never deleted';
    COMMENT ON COLUMN ledger.voucher.voucher_id IS 'given by the table, unique in the ledger, with gaps, in blocks of 32 a session: no order in time; the 凭证号 is in ledger.voucher_number';
    COMMENT ON COLUMN ledger.voucher.posted_at IS '记账时间: when the posting transaction began; given by the table';
    COMMENT ON COLUMN ledger.voucher.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.voucher.voucher_date IS '凭证日期: its month is the 会计期间';
    COMMENT ON COLUMN ledger.voucher.attachments IS '附件数';
    COMMENT ON COLUMN ledger.voucher.reverses IS 'the voucher of the same book that this one cancels line by line';
    COMMENT ON COLUMN ledger.voucher.kind IS '凭证类别: opening, normal, carry, closing, adjustment, transfer or split';
    COMMENT ON COLUMN ledger.voucher.basis IS '核算基础, cash: 收付实现制, the statutory books; accrual: an overlay that 权责发生制 adds to them';
    COMMENT ON COLUMN ledger.voucher.summary IS '摘要';
    COMMENT ON COLUMN ledger.voucher.journal IS '分录';
    COMMENT ON COLUMN ledger.voucher.prepared_by IS '制单: the role that prepared it, by default the one that posts';
    COMMENT ON COLUMN ledger.voucher.reviewed_by IS '审核: in a book that demands review, the role that reviewed and posted it';
    COMMENT ON COLUMN ledger.voucher.done_through IS 'the role that acted for the one that posted: the owner of a SECURITY DEFINER function; NULL: nobody did';
    COMMENT ON COLUMN ledger.voucher.source_key IS 'the poster''s own key of what it posts: the same one twice is one voucher';

    CREATE UNIQUE INDEX voucher_source_key ON ledger.voucher (book_id, source_key)
        WHERE source_key IS NOT NULL;

    -- Reversals are rare: a table of their own costs other vouchers nothing.
    CREATE TABLE ledger.reversal (
        book_id         integer     NOT NULL,
        reversed        bigint      NOT NULL,
        voucher_id      bigint      NOT NULL,
        CONSTRAINT reversal_pkey PRIMARY KEY (book_id, reversed)
    );
    COMMENT ON TABLE ledger.reversal IS '红字冲销: which voucher has been reversed by which; once each';
    COMMENT ON COLUMN ledger.reversal.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.reversal.reversed IS 'id of the voucher that was cancelled';
    COMMENT ON COLUMN ledger.reversal.voucher_id IS 'id of the voucher that cancels it';

    -- Numbers lie beside the vouchers, which are never rewritten: a row is a
    -- run of consecutive numbers.
    CREATE TABLE ledger.voucher_number (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        kind            fund.voucher_kind NOT NULL,
        first_number    integer     NOT NULL,
        vouchers        bigint[]    NOT NULL,
        CONSTRAINT voucher_number_pkey PRIMARY KEY (book_id, period, kind, first_number)
    );
    COMMENT ON TABLE ledger.voucher_number IS '凭证号: vouchers in the order of their numbers, which are continuous per book, period and kind';
    COMMENT ON COLUMN ledger.voucher_number.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.voucher_number.period IS '会计期间: the month of the vouchers';
    COMMENT ON COLUMN ledger.voucher_number.kind IS 'as in ledger.voucher; vouchers of both bases are numbered together';
    COMMENT ON COLUMN ledger.voucher_number.first_number IS 'the number of the first of these vouchers; each month begins with 1';
    COMMENT ON COLUMN ledger.voucher_number.vouchers IS 'ids of the vouchers numbered first_number, first_number + 1, …';

    -- 防透支: only accounts that are guarded at posting have rows here.
    CREATE TABLE ledger.guarded_change (
        book_id         integer     NOT NULL,
        account         fund.account_code NOT NULL,
        guard_group     text COLLATE "C",
        folded          boolean     NOT NULL DEFAULT false,
        change          fund.amount NOT NULL
    );
    CREATE INDEX guarded_change_account ON ledger.guarded_change (book_id, account);
    -- Rows are deleted, and none is worth a key: a publication needs to tell them apart.
    ALTER TABLE ledger.guarded_change REPLICA IDENTITY FULL;
    COMMENT ON TABLE ledger.guarded_change IS 'what postings did to accounts guarded against overdraft, on their normal side; a reduction folds the rows into one';
    COMMENT ON COLUMN ledger.guarded_change.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.guarded_change.account IS 'the guarded row of ledger.account, whose details count with it; of a group the first of its accounts';
    COMMENT ON COLUMN ledger.guarded_change.guard_group IS 'ledger.account.guard_group, where it is the group that is guarded; NULL: the account alone';
    COMMENT ON COLUMN ledger.guarded_change.folded IS 'whether the row is the sum of earlier ones';
    COMMENT ON COLUMN ledger.guarded_change.change IS '元';
END
$function$;

COMMENT ON FUNCTION fund._create_voucher_tables() IS
'Part of fund.create_ledger(): the tables of vouchers, their numbers and the changes of guarded accounts.';

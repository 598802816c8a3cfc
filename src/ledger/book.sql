-- 账套: a book is a fund's self-balancing set of books, one 统筹地区 × 险种. A
-- party is whom a line names: a payer, a person, an institution, another book.

CREATE FUNCTION fund._code_changed() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_code_changed';

COMMENT ON FUNCTION fund._code_changed() IS
'Trigger on ledger.book and ledger.party: refuses to delete a code that is in use, to give one to another, or TRUNCATE (LG054), since no foreign key reaches into a packed journal, and makes every session read the table anew.';

CREATE FUNCTION fund._book_begins() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_book_begins';

COMMENT ON FUNCTION fund._book_begins() IS
'Row trigger on ledger.book: holds standards as they are, and refuses a book by one that is not there (LG014) or by which income or expenditure is never closed (LG056).';

CREATE FUNCTION fund._book_part_changed() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_book_part_changed';

COMMENT ON FUNCTION fund._book_part_changed() IS
'Row trigger on ledger.book_account, ledger.book_account_name, ledger.book_period and ledger.used_detail: makes every session read the book, how far it is closed and which details it has used anew.';

CREATE FUNCTION fund._create_book_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.book (
        book_id         integer     GENERATED ALWAYS AS IDENTITY CONSTRAINT book_pkey PRIMARY KEY,
        book            text COLLATE "C" NOT NULL CONSTRAINT book_code_key UNIQUE,
        name            text        NOT NULL,
        standard        text COLLATE "C" NOT NULL CONSTRAINT book_standard_fkey REFERENCES ledger.standard,
        first_period    fund.period NOT NULL,
        parent_id       integer     CONSTRAINT book_parent_fkey REFERENCES ledger.book,
        numbering       text        NOT NULL DEFAULT 'at_close',
        review_required boolean     NOT NULL DEFAULT false,
        retired         boolean     NOT NULL DEFAULT false,
        horizon_years   integer     DEFAULT 1,
        by_hand         text        NOT NULL DEFAULT 'warn',
        review_since    timestamptz,
        CONSTRAINT book_code_not_blank CHECK (book <> '' AND book COLLATE "default" !~ '^[[:space:]]|[[:space:]]$|[[:cntrl:]]'),
        CONSTRAINT book_name_not_blank CHECK (btrim(name) <> ''),
        CONSTRAINT book_numbering_known CHECK (numbering IN ('at_posting', 'at_close')),
        CONSTRAINT book_not_its_own_parent CHECK (parent_id <> book_id),
        CONSTRAINT book_horizon_not_negative CHECK (horizon_years >= 0),
        CONSTRAINT book_by_hand_known CHECK (by_hand IN ('warn', 'refuse'))
    );
    COMMENT ON TABLE ledger.book IS '账套: a fund''s self-balancing set of books';
    COMMENT ON COLUMN ledger.book.book_id IS 'given by the table; an INSERT of vouchers names the book by it';
    COMMENT ON COLUMN ledger.book.name IS '账套名称';
    COMMENT ON COLUMN ledger.book.standard IS '会计制度: ledger.standard, by which the book is kept';
    COMMENT ON COLUMN ledger.book.first_period IS 'its first month, in which opening vouchers bring earlier balances in';
    COMMENT ON COLUMN ledger.book.book IS 'the code by which functions and reports name the book';
    COMMENT ON COLUMN ledger.book.parent_id IS '上级: the book that this one''s funds are passed up to';
    COMMENT ON COLUMN ledger.book.numbering IS 'when vouchers get their numbers: at_posting (an office; its postings wait for one another) or at_close (a feed)';
    COMMENT ON COLUMN ledger.book.review_required IS 'whether each voucher made by hand comes by a draft that another than its preparer has reviewed';
    COMMENT ON COLUMN ledger.book.review_since IS 'since when it does: vouchers posted later have come by drafts';
    COMMENT ON COLUMN ledger.book.retired IS 'takes no new vouchers';
    COMMENT ON COLUMN ledger.book.horizon_years IS 'a voucher is dated at the latest in the year that comes so many years after the later of today and the last closed month (LG038); NULL: whenever';
    COMMENT ON COLUMN ledger.book.by_hand IS 'what happens where an account that is posted to by template (ledger.account.by_template) is posted to by hand: warn 警告 (LGW09) or refuse 拒绝 (LG060)';

    CREATE TABLE ledger.party (
        party           text COLLATE "C" CONSTRAINT party_pkey PRIMARY KEY,
        name            text        NOT NULL,
        party_kind      text COLLATE "C" NOT NULL CONSTRAINT party_kind_fkey REFERENCES ledger.party_kind,
        book_id         integer     CONSTRAINT party_book_fkey REFERENCES ledger.book,
        retired         boolean     NOT NULL DEFAULT false,
        CONSTRAINT party_code_not_blank CHECK (party <> '' AND party COLLATE "default" !~ '^[[:space:]]|[[:space:]]$|[[:cntrl:]]'),
        CONSTRAINT party_code_fits CHECK (octet_length(party) <= 255),
        CONSTRAINT party_kind_known CHECK (party_kind NOT IN ('any', 'none'))
    );
    COMMENT ON TABLE ledger.party IS '往来单位和个人: whom a journal line names by @CODE';
    COMMENT ON COLUMN ledger.party.party IS 'the code, given by the owner and never changed';
    COMMENT ON COLUMN ledger.party.name IS '名称 or 姓名';
    COMMENT ON COLUMN ledger.party.party_kind IS '往来种类: ledger.party_kind, by either of its words; payer, person, institution, the upper or lower fund of a book, and others';
    COMMENT ON COLUMN ledger.party.book_id IS 'the book of an upper or lower fund';
    COMMENT ON COLUMN ledger.party.retired IS 'takes no new vouchers';

    CREATE TRIGGER book_begins
        BEFORE INSERT ON ledger.book
        FOR EACH ROW EXECUTE FUNCTION fund._book_begins();
    CREATE TRIGGER book_changed
        AFTER INSERT OR UPDATE OR DELETE ON ledger.book
        FOR EACH ROW EXECUTE FUNCTION fund._code_changed();
    CREATE TRIGGER party_kind_given
        BEFORE INSERT OR UPDATE OF party_kind ON ledger.party
        FOR EACH ROW EXECUTE FUNCTION fund._party_kind_given();
    CREATE TRIGGER party_changed
        AFTER UPDATE OR DELETE ON ledger.party
        FOR EACH ROW EXECUTE FUNCTION fund._code_changed();
    CREATE TRIGGER book_truncated
        BEFORE TRUNCATE ON ledger.book
        FOR EACH STATEMENT EXECUTE FUNCTION fund._code_changed();
    CREATE TRIGGER party_truncated
        BEFORE TRUNCATE ON ledger.party
        FOR EACH STATEMENT EXECUTE FUNCTION fund._code_changed();

    -- Caches must hear of changes that replication applies, too.
    ALTER TABLE ledger.book ENABLE ALWAYS TRIGGER book_changed;
    ALTER TABLE ledger.party ENABLE ALWAYS TRIGGER party_changed;
END
$function$;

COMMENT ON FUNCTION fund._create_book_tables() IS
'Part of fund.create_ledger(): the tables of books and parties.';


CREATE FUNCTION fund.create_book(
    code text,
    name text,
    standard text,
    first_period fund.period,
    parent text DEFAULT NULL,
    numbering text DEFAULT 'at_close',
    review_required boolean DEFAULT false
) RETURNS integer
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_parent_id integer;
    v_book_id   integer;
BEGIN
    PERFORM fund._check_ledger();
    PERFORM fund._check_restored();
    IF NOT EXISTS (SELECT FROM ledger.standard AS s WHERE s.standard = create_book.standard) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG014',
            MESSAGE = format('standard "%s" does not exist', standard),
            DETAIL = format('The standards are %s.',
                            (SELECT string_agg(format('"%s"', s.standard), ', ' ORDER BY s.standard)
                             FROM ledger.standard AS s)),
            HINT = 'The table ledger.standard lists the standards.';
    END IF;

    IF parent IS NOT NULL THEN
        SELECT b.book_id INTO v_parent_id FROM ledger.book AS b WHERE b.book = parent;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'LG010',
                MESSAGE = format('book "%s" does not exist', parent),
                DETAIL = format('It was given as the parent of book "%s".', code),
                HINT = 'Create the upper book first.';
        END IF;
    END IF;

    numbering := fund._in_english('numbering', numbering);
    IF numbering NOT IN ('at_posting', 'at_close') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('unrecognized numbering "%s"', numbering),
            HINT = 'Numbering is at_close (结账时), for a feed, or at_posting (记账时), for an office.';
    END IF;
    IF EXISTS (SELECT FROM ledger.book AS b WHERE b.book = code) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('book "%s" exists', code),
            HINT = 'A code is given once; a retired book keeps its own.';
    END IF;
    IF code = '' OR code ~ '^[[:space:]]|[[:space:]]$|[[:cntrl:]]' OR btrim(name) = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = 'a book needs a code and a name',
            DETAIL = format('The code is "%s", the name "%s".', code, name),
            HINT = 'A code has no white space at its ends and no control characters.';
    END IF;

    INSERT INTO ledger.book (book, name, standard, first_period, parent_id, numbering, review_required)
    VALUES (code, name, standard, first_period, v_parent_id, numbering, review_required)
    RETURNING book_id INTO v_book_id;
    RETURN v_book_id;
END
$function$;

COMMENT ON FUNCTION fund.create_book(text, text, text, fund.period, text, text, boolean) IS
'建账: creates a book and returns its id. numbering is at_close 结账时 or at_posting 记账时. LG014: unknown standard; LG056: one by which an account of income or expenditure is never closed; LG010: unknown parent; 22023: unknown numbering; 23505: the code is taken; 23514: a code or a name that is blank.';

-- 往来种类: what a party may be. Rows, so that a fund may have others; an account
-- of a standard demands one of them, or any.

CREATE FUNCTION fund._party_kind_changed() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_party_kind_changed';

COMMENT ON FUNCTION fund._party_kind_changed() IS
'Row trigger on ledger.party_kind: makes every session read the table anew.';

CREATE FUNCTION fund._party_kind_given() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_party_kind_given';

COMMENT ON FUNCTION fund._party_kind_given() IS
'Row trigger on ledger.party and ledger.account: stores the code of a kind of party that was given by either word. 23503: there is none such.';

CREATE FUNCTION fund._party_kind_written() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NEW.party_kind !~ '^[A-Za-z][A-Za-z0-9_]*$' OR NEW.name ~ '^[A-Za-z0-9_]*$' OR btrim(NEW.name) = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('a kind of party cannot have the code "%s" and the name "%s"', NEW.party_kind, NEW.name),
            DETAIL = 'A code is a word of Latin letters, digits and _, and a name is no such word: either is taken for the kind.',
            HINT = 'For example: INSERT INTO ledger.party_kind (party_kind, name) VALUES (''insurer'', ''保险公司'').';
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION fund._party_kind_written() IS
'Row trigger on ledger.party_kind: refuses a code that is no word of Latin letters, and a name that is one (23514).';

CREATE FUNCTION fund._create_party_kind_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.party_kind (
        party_kind      text COLLATE "C" CONSTRAINT party_kind_pkey PRIMARY KEY,
        name            text COLLATE "C" NOT NULL CONSTRAINT party_kind_name_key UNIQUE,
        position        integer     NOT NULL DEFAULT 100,
        counts_as       text COLLATE "C" CONSTRAINT party_kind_counts_as_fkey REFERENCES ledger.party_kind,
        -- No word of the one column is one of the other.
        CONSTRAINT party_kind_code_is_word CHECK (party_kind ~ '^[A-Za-z][A-Za-z0-9_]*$'),
        CONSTRAINT party_kind_name_is_none CHECK (btrim(name) <> '' AND name !~ '^[A-Za-z0-9_]+$')
    );
    COMMENT ON TABLE ledger.party_kind IS '往来种类: what a party may be, and an account demand; others may be added';
    COMMENT ON COLUMN ledger.party_kind.party_kind IS 'the code, a word of Latin letters, which is stored; of an account alone any: whatever kind, and none: no party needed';
    COMMENT ON COLUMN ledger.party_kind.name IS '名称, which is taken wherever the code is';
    COMMENT ON COLUMN ledger.party_kind.position IS 'its place among the kinds';

    COMMENT ON COLUMN ledger.party_kind.counts_as IS 'a kind for which it is taken, too, where an account demands that one: a bank lends, a person pays contributions';

    CREATE TRIGGER party_kind_written
        BEFORE INSERT OR UPDATE ON ledger.party_kind
        FOR EACH ROW EXECUTE FUNCTION fund._party_kind_written();
    CREATE TRIGGER party_kind_changed
        AFTER INSERT OR UPDATE OR DELETE ON ledger.party_kind
        FOR EACH ROW EXECUTE FUNCTION fund._party_kind_changed();

    -- Caches must hear of changes that replication applies, too.
    ALTER TABLE ledger.party_kind ENABLE ALWAYS TRIGGER party_kind_changed;
END
$function$;

COMMENT ON FUNCTION fund._create_party_kind_table() IS
'Part of fund.create_ledger(): the table of kinds of parties, before those that refer to it.';

CREATE FUNCTION fund._install_party_kinds() RETURNS void
    LANGUAGE sql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        INSERT INTO ledger.party_kind (party_kind, name, position, counts_as) VALUES
            ('any', '不限', 0, NULL),
            ('none', '不需要', 0, NULL),
            ('payer', '缴费单位', 1, NULL),
            ('person', '个人', 2, 'payer'),
            ('institution', '医药机构', 3, NULL),
            ('upper', '上级', 4, NULL),
            ('lower', '下级', 5, NULL),
            ('insurer', '保险公司', 6, NULL),
            ('finance', '财政部门', 7, 'lender'),
            ('lender', '出借方', 8, NULL),
            ('bank', '银行', 9, 'lender'),
            ('area', '异地', 10, NULL)
    $$;

COMMENT ON FUNCTION fund._install_party_kinds() IS
'Part of fund.create_ledger(): the kinds of parties that every ledger begins with.';

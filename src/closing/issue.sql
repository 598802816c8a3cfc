-- 已出具报表: the statements of a closed month as they were issued.

CREATE FUNCTION fund._create_issued_table() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
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

    CREATE TRIGGER issued_statement_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.issued_statement
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_issued_table() IS
'Part of fund.create_ledger(): the table of issued statements.';

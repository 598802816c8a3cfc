-- 会计制度 (accounting standards) are data: a chart, posting rules, carry
-- rules, statements and articulation rules. Shipped ones cannot be changed;
-- a user adds a standard of their own.

CREATE FUNCTION fund._standard_changed() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_standard_changed';

COMMENT ON FUNCTION fund._standard_changed() IS
'Trigger on the tables of a standard: before a statement it waits for all who post and holds them off; of each row it refuses a change to a shipped standard (LG050), and makes every session read the standard anew.';

CREATE FUNCTION fund._standard_ends() RETURNS trigger
    LANGUAGE c AS 'MODULE_PATHNAME', 'fl_standard_ends';

COMMENT ON FUNCTION fund._standard_ends() IS
'Row trigger on ledger.standard: refuses to delete one that a book is kept by (LG050), which it names.';

-- Before constraints, which could not say what belongs there. What a line or a
-- column prints, and where it stands, changes no figure.
CREATE FUNCTION fund._form_part_written() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    beside CONSTANT text[] := '{changed_at,line_no,ordinal,item,level,supplementary,name}';
BEGIN
    IF NOT EXISTS (SELECT FROM ledger.statement AS s WHERE s.standard = NEW.standard AND s.statement = NEW.statement) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            MESSAGE = format('standard "%s" has no statement "%s"', NEW.standard, NEW.statement),
            DETAIL = format('It is the "statement" of a row of "ledger.%s".', TG_TABLE_NAME),
            HINT = coalesce('Its statements are '
                            || (SELECT string_agg(format('"%s"', s.statement), ', ' ORDER BY s.position, s.statement)
                                FROM ledger.statement AS s WHERE s.standard = NEW.standard) || '.',
                            'Insert the form into ledger.statement first.');
    END IF;
    IF TG_TABLE_NAME = 'articulation' THEN
        IF NEW.relation <> '=' AND NEW.rule_type <> 'control' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                MESSAGE = format('rule "%s" of standard "%s" is an inequality of type "%s"', NEW.rule, NEW.standard, NEW.rule_type),
                DETAIL = format('Its relation is %s; an articulation or a definition is an equality.', NEW.relation),
                HINT = 'A limit that books may break is a control: rule_type = ''control''.';
        END IF;
    ELSE
        NEW.changed_at := CASE WHEN TG_OP = 'UPDATE' AND to_jsonb(NEW) - beside = to_jsonb(OLD) - beside
                               THEN OLD.changed_at ELSE clock_timestamp() END;
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION fund._form_part_written() IS
'Row trigger on the lines, columns and rules of forms: refuses one of a form that is not there (23503) and a rule that is an inequality and no control (23514), and writes down since when lines and columns have the figures that they have.';

CREATE FUNCTION fund._create_standard_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    part text;
BEGIN
    CREATE TABLE ledger.standard (
        standard        text COLLATE "C" CONSTRAINT standard_pkey PRIMARY KEY,
        name            text        NOT NULL,
        insurance       text        NOT NULL,
        authority       text        NOT NULL,
        effective_from  date        NOT NULL,
        note            text,
        shipped         boolean     NOT NULL DEFAULT false,
        revision        uuid        NOT NULL DEFAULT gen_random_uuid(),
        CONSTRAINT standard_code_not_empty CHECK (standard <> '')
    );
    COMMENT ON TABLE ledger.standard IS '会计制度: an accounting standard for one 险种';
    COMMENT ON COLUMN ledger.standard.standard IS 'the code by which books and functions name it';
    COMMENT ON COLUMN ledger.standard.name IS '制度名称';
    COMMENT ON COLUMN ledger.standard.insurance IS '险种';
    COMMENT ON COLUMN ledger.standard.authority IS '依据: the document that issued it';
    COMMENT ON COLUMN ledger.standard.effective_from IS '施行日期';
    COMMENT ON COLUMN ledger.standard.note IS '说明';
    COMMENT ON COLUMN ledger.standard.shipped IS 'came with fundledger and cannot be changed';

    COMMENT ON COLUMN ledger.standard.revision IS 'another after each change of a row of the standard, by which a report knows what its snapshot sees';

    CREATE TABLE ledger.account (
        standard        text COLLATE "C" NOT NULL CONSTRAINT account_standard_fkey REFERENCES ledger.standard,
        account         fund.account_code NOT NULL,
        name            text        NOT NULL,
        element         text        NOT NULL,
        normal_side     text        NOT NULL,
        postable        boolean     NOT NULL DEFAULT true,
        detail          text        NOT NULL DEFAULT 'closed',
        kinds           fund.voucher_kind[] NOT NULL,
        bases           fund.basis[],
        party_kind      text COLLATE "C" CONSTRAINT account_party_kind_fkey REFERENCES ledger.party_kind,
        overdraft       text,
        guard_group     text COLLATE "C",
        settlement      text,
        month_end_zero  text,
        by_template     boolean,
        retired         boolean     NOT NULL DEFAULT false,
        prior_year_account fund.account_code,
        reversed_in_january boolean NOT NULL DEFAULT false,
        note            text,
        CONSTRAINT account_pkey PRIMARY KEY (standard, account),
        CONSTRAINT account_element_known
            CHECK (element IN ('asset', 'liability', 'net_assets', 'income', 'expenditure')),
        CONSTRAINT account_normal_side_known CHECK (normal_side IN ('debit', 'credit')),
        CONSTRAINT account_detail_known CHECK (detail IN ('open', 'closed')),
        CONSTRAINT account_kinds_known CHECK (array_position(kinds, NULL) IS NULL),
        CONSTRAINT account_bases_known CHECK (array_position(bases, NULL) IS NULL AND bases <> '{}'),
        CONSTRAINT account_overdraft_known CHECK (overdraft IN ('free', 'at_close', 'guarded', 'guarded_by_hand')),
        CONSTRAINT account_settlement_known CHECK (settlement IN ('claim', 'receipt')),
        CONSTRAINT account_month_end_zero_known CHECK (month_end_zero IN ('no', 'warn', 'error'))
    );
    COMMENT ON TABLE ledger.account IS '会计科目: an account of a standard';
    COMMENT ON COLUMN ledger.account.account IS '科目编码';
    COMMENT ON COLUMN ledger.account.name IS '科目名称';
    COMMENT ON COLUMN ledger.account.element IS 'asset 资产, liability 负债, net_assets 净资产, income 收入 or expenditure 支出';
    COMMENT ON COLUMN ledger.account.normal_side IS '余额方向: debit or credit';
    COMMENT ON COLUMN ledger.account.postable IS 'whether vouchers may name it; false: a heading, or not used by this fund';
    COMMENT ON COLUMN ledger.account.note IS '说明';
    COMMENT ON COLUMN ledger.account.detail IS 'open: any detail account below it may be posted to and inherits this row; closed: only the listed children exist';
    COMMENT ON COLUMN ledger.account.kinds IS 'the voucher kinds that the account admits: opening, normal, carry, closing, adjustment, transfer';
    COMMENT ON COLUMN ledger.account.bases IS 'the bases of the vouchers that the account admits: cash, the statutory books; accrual, the overlay; NULL: as the account above it, without one cash';
    COMMENT ON COLUMN ledger.account.party_kind IS 'the kind of party that a normal line must name: ledger.party_kind (any: whatever kind; none: it needs none); NULL: as the account above it, without one none';
    COMMENT ON COLUMN ledger.account.overdraft IS 'free; at_close: a balance on the wrong side stops the close; guarded: it is refused at posting; guarded_by_hand: so it is, but to what month-end carries; NULL: as the account above it, without one free';
    COMMENT ON COLUMN ledger.account.guard_group IS 'accounts of one group are guarded together: a posting that would make the sum of their balances red is refused; NULL: that of the account above it, without one none';
    COMMENT ON COLUMN ledger.account.month_end_zero IS 'whether a balance at the end of a month is warned of or stops the close: no, warn or error; NULL: as the account above it, without one no';
    COMMENT ON COLUMN ledger.account.settlement IS 'claim: what payers owe or have paid ahead, in the overlay; receipt: what their money is credited to; a close compares both payer by payer (fund.settlements); NULL: neither, but as the account above it';
    COMMENT ON COLUMN ledger.account.by_template IS 'whether it is posted to by template, so that by hand is warned of (LGW09) or refused (LG060), as ledger.book.by_hand says; NULL: as the account above it, without one not';
    COMMENT ON COLUMN ledger.account.prior_year_account IS '以前年度: the account that what is received or paid back of it in a later year goes to, which the refusal of a reversal names (LG037); NULL: none';
    COMMENT ON COLUMN ledger.account.reversed_in_january IS 'whether what December splits from it into income is reversed in January, as the standard 1999 has it';
    COMMENT ON COLUMN ledger.account.retired IS 'takes no new vouchers; codes are never deleted or given to another account';

    CREATE TABLE ledger.posting_rule (
        standard        text COLLATE "C" NOT NULL CONSTRAINT posting_rule_standard_fkey REFERENCES ledger.standard,
        debit           fund.account_code NOT NULL,
        credit          fund.account_code NOT NULL,
        verdict         text        NOT NULL,
        reason          text        NOT NULL,
        authority       text        NOT NULL,
        CONSTRAINT posting_rule_pkey PRIMARY KEY (standard, debit, credit),
        CONSTRAINT posting_rule_verdict_known CHECK (verdict IN ('forbid', 'warn', 'allow'))
    );
    COMMENT ON TABLE ledger.posting_rule IS '收支两条线, 专款专用: a pair of a debited and a credited account; the longest matching pair of codes decides';
    COMMENT ON COLUMN ledger.posting_rule.debit IS 'the debited account, with its details';
    COMMENT ON COLUMN ledger.posting_rule.credit IS 'the credited account, with its details';
    COMMENT ON COLUMN ledger.posting_rule.verdict IS 'forbid: refused (LG025); warn: warned of (LGW01); allow: an exception from a shorter pair';
    COMMENT ON COLUMN ledger.posting_rule.reason IS 'what the error or warning says';
    COMMENT ON COLUMN ledger.posting_rule.authority IS '依据, which the error or warning cites';

    CREATE TABLE ledger.carry_rule (
        standard        text COLLATE "C" NOT NULL CONSTRAINT carry_rule_standard_fkey REFERENCES ledger.standard,
        carry_group     text COLLATE "C" NOT NULL,
        from_account    fund.account_code NOT NULL,
        to_account      fund.account_code NOT NULL,
        kind            fund.voucher_kind NOT NULL,
        due             text        NOT NULL DEFAULT 'month_end',
        CONSTRAINT carry_rule_pkey PRIMARY KEY (standard, from_account),
        CONSTRAINT carry_rule_kind_known CHECK (kind OPERATOR(fund.=) ANY ('{carry,closing}')),
        CONSTRAINT carry_rule_due_known CHECK (due IN ('month_end', 'year_end'))
    );
    COMMENT ON TABLE ledger.carry_rule IS '结转: what month-end or year-end moves from where to where; a carry or closing voucher stays within one group';
    COMMENT ON COLUMN ledger.carry_rule.carry_group IS 'which rules make one voucher together';
    COMMENT ON COLUMN ledger.carry_rule.from_account IS 'what is emptied, with its details';
    COMMENT ON COLUMN ledger.carry_rule.to_account IS 'what takes it';
    COMMENT ON COLUMN ledger.carry_rule.kind IS 'of the voucher: carry 结转待转基金, or closing 账结';
    COMMENT ON COLUMN ledger.carry_rule.due IS 'month_end: every month; year_end: in December';

    CREATE TABLE ledger.transfer_group (
        standard        text COLLATE "C" NOT NULL CONSTRAINT transfer_group_standard_fkey REFERENCES ledger.standard,
        transfer_group  text COLLATE "C" NOT NULL,
        account         fund.account_code NOT NULL,
        CONSTRAINT transfer_group_pkey PRIMARY KEY (standard, transfer_group, account)
    );
    COMMENT ON TABLE ledger.transfer_group IS '基金间调整: net-asset accounts between which a transfer voucher may move, both ways; it stays within one group';
    COMMENT ON COLUMN ledger.transfer_group.transfer_group IS 'which accounts may move to each other';
    COMMENT ON COLUMN ledger.transfer_group.account IS 'one of them, with its details; its kinds must have transfer';

    CREATE TABLE ledger.statement (
        standard        text COLLATE "C" NOT NULL CONSTRAINT statement_standard_fkey REFERENCES ledger.standard,
        statement       text COLLATE "C" NOT NULL,
        english_name    text        NOT NULL,
        form            text        NOT NULL,
        position        integer     NOT NULL,
        CONSTRAINT statement_pkey PRIMARY KEY (standard, statement)
    );
    COMMENT ON TABLE ledger.statement IS '会计报表: a form of a standard';
    COMMENT ON COLUMN ledger.statement.statement IS '报表名称, by which functions and formulas name it';
    COMMENT ON COLUMN ledger.statement.english_name IS 'its name in English, which functions take as well';
    COMMENT ON COLUMN ledger.statement.form IS '表号';
    COMMENT ON COLUMN ledger.statement.position IS 'its place among the forms of the standard';

    CREATE TABLE ledger.statement_column (
        standard        text COLLATE "C" NOT NULL,
        statement       text COLLATE "C" NOT NULL,
        column_no       integer     NOT NULL,
        name            text        NOT NULL,
        period_window   text        NOT NULL,
        shown           text        NOT NULL DEFAULT 'both',
        changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT statement_column_pkey PRIMARY KEY (standard, statement, column_no),
        CONSTRAINT statement_column_statement_fkey
            FOREIGN KEY (standard, statement) REFERENCES ledger.statement,
        CONSTRAINT statement_column_window_known
            CHECK (period_window IN ('month', 'quarter', 'year_to_date', 'year', 'last_twelve_months', 'prior_year',
                                     'prior_year_month', 'prior_year_quarter', 'prior_year_to_date')),
        CONSTRAINT statement_column_shown_known CHECK (shown IN ('monthly', 'annual', 'both'))
    );
    COMMENT ON TABLE ledger.statement_column IS 'a column of a form: the window of periods over which its lines are computed';
    COMMENT ON COLUMN ledger.statement_column.statement IS '报表, as in ledger.statement';
    COMMENT ON COLUMN ledger.statement_column.column_no IS 'the column, from left to right';
    COMMENT ON COLUMN ledger.statement_column.name IS '栏目';
    COMMENT ON COLUMN ledger.statement_column.period_window IS 'month; quarter and year_to_date, from their beginning through the month; year: the whole year; last_twelve_months, the month being the last; prior_year: the whole year before; prior_year_month, prior_year_quarter, prior_year_to_date: the same months of the year before';
    COMMENT ON COLUMN ledger.statement_column.shown IS 'in the monthly form, the annual one, or both; one over the whole year is in the annual one alone';
    COMMENT ON COLUMN ledger.statement_column.changed_at IS 'since when it says what it says: what was issued before is not compared with it';

    CREATE TABLE ledger.statement_line (
        standard        text COLLATE "C" NOT NULL,
        statement       text COLLATE "C" NOT NULL,
        line_no         integer     NOT NULL,
        item_id         text COLLATE "C" NOT NULL,
        ordinal         text        NOT NULL DEFAULT '',
        item            text        NOT NULL,
        level           integer     NOT NULL,
        formula         fund.formula,
        shown           text        NOT NULL DEFAULT 'both',
        accrual_only    boolean     NOT NULL DEFAULT false,
        supplementary   boolean     NOT NULL DEFAULT false,
        given           boolean     NOT NULL DEFAULT false,
        changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT statement_line_pkey PRIMARY KEY (standard, statement, item_id),
        CONSTRAINT statement_line_no_key UNIQUE (standard, statement, line_no),
        CONSTRAINT statement_line_statement_fkey
            FOREIGN KEY (standard, statement) REFERENCES ledger.statement,
        CONSTRAINT statement_line_given_has_no_formula CHECK (NOT given OR formula IS NULL),
        CONSTRAINT statement_line_shown_known CHECK (shown IN ('monthly', 'annual', 'both'))
    );
    COMMENT ON TABLE ledger.statement_line IS '行次与项目: a line of a form; a line without a formula is given, or a heading';
    COMMENT ON COLUMN ledger.statement_line.statement IS '报表, as in ledger.statement';
    COMMENT ON COLUMN ledger.statement_line.line_no IS '行次: the order of lines';
    COMMENT ON COLUMN ledger.statement_line.item_id IS '项目编号: by which formulas name the line, [T0]';
    COMMENT ON COLUMN ledger.statement_line.item IS '项目';
    COMMENT ON COLUMN ledger.statement_line.level IS 'how deep the line is indented, from 1';
    COMMENT ON COLUMN ledger.statement_line.formula IS 'what the line shows, in each window; NULL: nothing, as a heading, or what is given';
    COMMENT ON COLUMN ledger.statement_line.given IS '给定: its figures come from outside, for fund.check_figures(), and no book has them: statements of books show NULL, 未提供';
    COMMENT ON COLUMN ledger.statement_line.shown IS 'in the monthly form, the annual one, or both';
    COMMENT ON COLUMN ledger.statement_line.accrual_only IS 'whether the statement on the cash basis leaves it out';
    COMMENT ON COLUMN ledger.statement_line.supplementary IS '未列入报表: printed below the form, no part of it; no other line of the form is made of it, rules and other forms may read it';
    COMMENT ON COLUMN ledger.statement_line.changed_at IS 'since when it says what it says: what was issued before is not compared with it';
    COMMENT ON COLUMN ledger.statement_line.ordinal IS 'what the printed form sets before the item: 一、 (一) 其中:';

    CREATE TABLE ledger.articulation (
        standard        text COLLATE "C" NOT NULL CONSTRAINT articulation_standard_fkey REFERENCES ledger.standard,
        rule            text COLLATE "C" NOT NULL,
        name            text        NOT NULL,
        statement       text COLLATE "C" NOT NULL,
        lhs             fund.formula NOT NULL,
        relation        text        NOT NULL DEFAULT '=',
        rhs             fund.formula NOT NULL,
        rhs_of          text        NOT NULL DEFAULT 'book',
        period_window   text        NOT NULL,
        judged          text        NOT NULL DEFAULT 'always',
        severity        text        NOT NULL DEFAULT 'error',
        rule_type       text        NOT NULL DEFAULT 'articulation',
        authority       text        NOT NULL,
        CONSTRAINT articulation_pkey PRIMARY KEY (standard, rule),
        CONSTRAINT articulation_statement_fkey
            FOREIGN KEY (standard, statement) REFERENCES ledger.statement,
        CONSTRAINT articulation_relation_known CHECK (relation IN ('=', '<=', '>=')),
        CONSTRAINT articulation_rhs_of_known CHECK (rhs_of IN ('book', 'children', 'issued')),
        CONSTRAINT articulation_window_known CHECK (period_window IN ('month', 'year_to_date', 'year')),
        CONSTRAINT articulation_judged_known CHECK (judged IN ('always', 'at_close')),
        CONSTRAINT articulation_severity_known CHECK (severity IN ('error', 'warning')),
        CONSTRAINT articulation_type_known CHECK (rule_type IN ('articulation', 'control', 'definition')),
        CONSTRAINT articulation_is_equality CHECK (rule_type = 'control' OR relation = '=')
    );
    COMMENT ON TABLE ledger.articulation IS '勾稽关系: two formulas and a relation between them';
    COMMENT ON COLUMN ledger.articulation.rule IS 'by which functions and messages name it';
    COMMENT ON COLUMN ledger.articulation.name IS 'what it says';
    COMMENT ON COLUMN ledger.articulation.lhs IS 'the left side';
    COMMENT ON COLUMN ledger.articulation.relation IS '=, <= or >=';
    COMMENT ON COLUMN ledger.articulation.rhs IS 'the right side';
    COMMENT ON COLUMN ledger.articulation.judged IS 'always; or at_close: only when the month is closed';
    COMMENT ON COLUMN ledger.articulation.severity IS 'error: stops the statement and the close; warning: is reported';
    COMMENT ON COLUMN ledger.articulation.authority IS '依据';
    COMMENT ON COLUMN ledger.articulation.statement IS 'the form whose lines [ITEM] alone means, and whose printing the rule guards';
    COMMENT ON COLUMN ledger.articulation.rhs_of IS 'book: the same book; children: the sum over its lower books; issued: the statement issued for the last December';
    COMMENT ON COLUMN ledger.articulation.rule_type IS 'articulation: a 勾稽, meant to be proved; control: a limit or a policy, which books may break; definition: true by how its lines are written, and so no check';
    COMMENT ON COLUMN ledger.articulation.period_window IS 'the window that the rule is judged over; a rule over the year is judged in December';

    CREATE TABLE ledger.proof (
        standard        text COLLATE "C" NOT NULL,
        rule            text COLLATE "C" NOT NULL,
        moment          text COLLATE "C" NOT NULL,
        verdict         text        NOT NULL,
        before          text,
        changed_at      timestamptz NOT NULL DEFAULT now(),
        changed_by      text        NOT NULL DEFAULT fund.outer_user(),
        CONSTRAINT proof_pkey PRIMARY KEY (standard, rule, moment),
        CONSTRAINT proof_rule_fkey FOREIGN KEY (standard, rule)
            REFERENCES ledger.articulation ON UPDATE CASCADE ON DELETE CASCADE
    );
    COMMENT ON TABLE ledger.proof IS 'what fund.prove() says of each rule, brought up to date whenever a standard is changed';
    COMMENT ON COLUMN ledger.proof.rule IS 'ledger.articulation.rule';
    COMMENT ON COLUMN ledger.proof.moment IS 'any, or after close';
    COMMENT ON COLUMN ledger.proof.verdict IS 'as of fund.prove()';
    COMMENT ON COLUMN ledger.proof.changed_at IS 'when the verdict was found or changed';
    COMMENT ON COLUMN ledger.proof.changed_by IS 'the role that changed the standard then';
    COMMENT ON COLUMN ledger.proof.before IS 'the verdict before the last change of it';

    -- Rows go with their rules; all of them at once would be a mistake.
    CREATE TRIGGER proof_truncated
        BEFORE TRUNCATE ON ledger.proof
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();

    CREATE TRIGGER standard_ends
        BEFORE DELETE ON ledger.standard
        FOR EACH ROW EXECUTE FUNCTION fund._standard_ends();

    -- After …_worded, which makes the English word of a Chinese one.
    FOREACH part IN ARRAY ARRAY['statement_column', 'statement_line', 'articulation'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE ON ledger.%I '
                       'FOR EACH ROW EXECUTE FUNCTION fund._form_part_written()',
                       part || '_written', part);
    END LOOP;

    CREATE TRIGGER account_party_kind
        BEFORE INSERT OR UPDATE OF party_kind ON ledger.account
        FOR EACH ROW EXECUTE FUNCTION fund._party_kind_given();

    -- Checked and proved once a transaction, when all of its changes are made.
    FOREACH part IN ARRAY ARRAY['account', 'posting_rule', 'carry_rule', 'transfer_group', 'statement',
                                'statement_column', 'statement_line', 'articulation']
    LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON ledger.%I '
                       'DEFERRABLE INITIALLY DEFERRED '
                       'FOR EACH ROW EXECUTE FUNCTION fund._prove_changed()',
                       part || '_proved', part);
    END LOOP;

    -- Caches must hear of changes that replication applies, too: ALWAYS.
    FOREACH part IN ARRAY ARRAY['standard', 'account', 'posting_rule', 'carry_rule', 'transfer_group',
                                'statement', 'statement_column', 'statement_line', 'articulation']
    LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON ledger.%I '
                       'FOR EACH ROW EXECUTE FUNCTION fund._standard_changed()',
                       part || '_changed', part);
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION fund._standard_changed()',
                       part || '_fenced', part);
        EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', part, part || '_changed');
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._create_standard_tables() IS
'Part of fund.create_ledger(): the tables of accounting standards.';


-- What posting reads of NULL, for queries.
CREATE FUNCTION fund._bases_of(standard text, account fund.account_code) RETURNS fund.basis[]
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT coalesce((SELECT a.bases FROM ledger.account AS a
                         WHERE a.standard = $1 AND $2 OPERATOR(fund.<@) a.account AND a.bases IS NOT NULL
                         ORDER BY length(a.account::text) DESC LIMIT 1), '{cash}')
    $$;

COMMENT ON FUNCTION fund._bases_of(text, fund.account_code) IS
'The bases that an account of a standard takes: its own, or those of the next account above it that says so.';

CREATE FUNCTION fund.derive_standard(source text, code text, name text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_source record;
BEGIN
    PERFORM fund._check_ledger();
    PERFORM fund._check_restored();
    SELECT * INTO v_source FROM ledger.standard AS s WHERE s.standard = source;
    IF EXISTS (SELECT FROM ledger.standard AS s WHERE s.standard = code) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            MESSAGE = format('standard "%s" already exists', code),
            HINT = 'Choose another code.';
    END IF;

    -- refuses a source that is not there
    PERFORM fund._copy_standard(source, code, name, v_source.authority, v_source.effective_from,
                                format('由“%s”派生', source));
    -- What is proved of the copy is no news.
    INSERT INTO ledger.proof (standard, rule, moment, verdict)
    SELECT code, p.rule, p.moment, p.verdict FROM ledger.proof AS p WHERE p.standard = source;
END
$function$;

COMMENT ON FUNCTION fund.derive_standard(text, text, text) IS
'Copies a standard to a new one of one''s own, whose accounts, lines and rules may then be changed by the owner of the ledger; shipped standards cannot. LG014: no such source; 23505: the code is taken.';


CREATE FUNCTION fund.drop_standard(standard text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_book text;
    part   text;
BEGIN
    PERFORM fund._check_ledger();
    IF standard IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'argument "standard" must not be null';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.standard AS s WHERE s.standard = $1) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG014',
            MESSAGE = format('standard "%s" does not exist', $1),
            HINT = 'The table ledger.standard lists the standards.';
    END IF;
    -- Whoever makes a book, or posts, is waited for, and held off.
    DELETE FROM ledger.articulation WHERE false;
    SELECT min(b.book COLLATE "C") INTO v_book FROM ledger.book AS b WHERE b.standard = $1;
    IF v_book IS NOT NULL AND NOT EXISTS (SELECT FROM ledger.standard AS s WHERE s.standard = $1 AND s.shipped) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG050',
            MESSAGE = format('standard "%s" cannot be dropped', $1),
            DETAIL = format('Book "%s" is kept by it.', v_book),
            HINT = 'Only a standard that no book is kept by can be dropped; fund.drop_book() deletes a book that was made by mistake.';
    END IF;

    -- in the order of their foreign keys; of a shipped one nothing may go (LG050)
    FOREACH part IN ARRAY ARRAY['articulation', 'statement_line', 'statement_column', 'statement', 'transfer_group',
                                'carry_rule', 'posting_rule', 'account', 'standard']
    LOOP
        EXECUTE format('DELETE FROM ledger.%I WHERE standard = $1', part) USING $1;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund.drop_standard(text) IS
'Deletes a standard of one''s own that no book is kept by, with all its rows. LG014: no such standard; LG050: it is shipped, or a book is kept by it.';

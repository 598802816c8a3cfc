-- 明细科目: a book lists details of its own below open accounts of its standard, at
-- any time, and gives them names.

-- What is given as jsonb, of either language. Strict: a key that is none of these
-- may be one that is misspelt.
CREATE FUNCTION fund._accounts_given(details jsonb)
    RETURNS TABLE (ordinal bigint, account fund.account_code, name text, has_party_kind boolean,
                   party_kind text, retired boolean, takes_balance boolean)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_detail record;
    v_key    text;
    v_kind   text;
BEGIN
    IF jsonb_typeof(details) <> 'array' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'the details of a book are a jsonb array',
            DETAIL = format('This is one of type %s.', jsonb_typeof(details)),
            HINT = '[{"account": "100301", "name": "工行基本户", "takes_balance": true}]';
    END IF;
    FOR v_detail IN SELECT e.value, e.ordinality FROM jsonb_array_elements(details) WITH ORDINALITY AS e LOOP
        IF jsonb_typeof(v_detail.value) <> 'object' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('detail %s is no object', v_detail.ordinality),
                HINT = '{"account": "100301", "name": "工行基本户"}';
        END IF;
        SELECT k.key INTO v_key FROM jsonb_object_keys(v_detail.value) AS k (key)
        WHERE k.key NOT IN ('account', 'name', 'party_kind', 'retired', 'takes_balance',
                            '科目', '名称', '往来种类', '停用', '承接余额')
        ORDER BY k.key COLLATE "C" LIMIT 1;
        IF v_key IS NOT NULL OR (v_detail.value ->> 'account') IS NULL AND (v_detail.value ->> '科目') IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = CASE WHEN v_key IS NULL THEN format('detail %s names no account', v_detail.ordinality)
                               ELSE format('detail %s has a key "%s", which is none', v_detail.ordinality, v_key) END,
                HINT = 'The keys are account 科目, name 名称, party_kind 往来种类, retired 停用 and takes_balance 承接余额.';
        END IF;
        ordinal := v_detail.ordinality;
        account := coalesce(v_detail.value ->> 'account', v_detail.value ->> '科目')::fund.account_code;
        name := coalesce(v_detail.value ->> 'name', v_detail.value ->> '名称');
        has_party_kind := v_detail.value ?| '{party_kind,往来种类}';
        v_kind := coalesce(v_detail.value ->> 'party_kind', v_detail.value ->> '往来种类');
        party_kind := coalesce((SELECT k.party_kind FROM ledger.party_kind AS k
                                WHERE v_kind IN (k.party_kind, k.name)), v_kind);
        retired := coalesce(v_detail.value ->> 'retired', v_detail.value ->> '停用')::boolean;
        takes_balance := coalesce(coalesce(v_detail.value ->> 'takes_balance', v_detail.value ->> '承接余额')::boolean, false);
        RETURN NEXT;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._accounts_given(jsonb) IS
'The details that fund.name_accounts() is given, as rows; a kind of party by its code. 22023: no array of objects with these keys.';

-- The row of the standard that an account is of: its own, or the deepest above it.
CREATE FUNCTION fund._listed_row(standard text, account fund.account_code) RETURNS fund.account_code
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT a.account FROM ledger.account AS a
        WHERE a.standard = $1 AND $2 OPERATOR(fund.<@) a.account
        ORDER BY a.account USING OPERATOR(fund.>) LIMIT 1
    $$;

COMMENT ON FUNCTION fund._listed_row(text, fund.account_code) IS
'The code of the standard''s row that decides on an account; NULL where there is none.';

-- What stands on accounts of a book, by basis, account and party, debit less credit.
CREATE FUNCTION fund._standing(book_id integer, below fund.account_code, until date)
    RETURNS TABLE (basis fund.basis, account fund.account_code, party text, amount numeric, last_day date)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT v.basis, l.account, l.party, sum(fund._debit_less_credit(l.side, l.amount)), max(v.voucher_date)
        FROM ledger.voucher AS v CROSS JOIN LATERAL fund.lines(v.journal) AS l
        WHERE v.book_id = $1 AND v.voucher_date <= $3 AND l.account OPERATOR(fund.<@) $2
        GROUP BY v.basis, l.account, l.party
        HAVING sum(fund._debit_less_credit(l.side, l.amount)) <> 0
    $$;

COMMENT ON FUNCTION fund._standing(integer, fund.account_code, date) IS
'What stands on an account of a book and on those below it at the end of a day, by basis, account and party; no row where that is nothing.';

-- A code that a formula, or a month-end, tells apart from the account above it.
CREATE FUNCTION fund._told_apart(standard text, heading fund.account_code, detail fund.account_code) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT t.place
        FROM (SELECT format('line [%s] of statement "%s"', l.item_id, l.statement) AS place, l.formula::text AS formula
              FROM ledger.statement_line AS l WHERE l.standard = $1 AND l.formula IS NOT NULL
              UNION ALL
              SELECT format('rule "%s"', r.rule), concat_ws(' ', r.lhs::text, r.rhs::text)
              FROM ledger.articulation AS r WHERE r.standard = $1
              UNION ALL
              SELECT format('carry rule "%s"', c.carry_group), format('(%s) (%s)', c.from_account, c.to_account)
              FROM ledger.carry_rule AS c WHERE c.standard = $1) AS t
        WHERE EXISTS (SELECT FROM regexp_matches(t.formula, '[(][[:space:]]*([0-9]{3,16})', 'g') AS m (code)
                      WHERE $3 OPERATOR(fund.<@) m.code[1]::fund.account_code
                        AND m.code[1]::fund.account_code OPERATOR(fund.<@) $2
                        AND m.code[1]::fund.account_code OPERATOR(fund.<>) $2)
        ORDER BY t.place COLLATE "C" LIMIT 1
    $$;

COMMENT ON FUNCTION fund._told_apart(text, fund.account_code, fund.account_code) IS
'A line or rule of the standard that reads an account, or what is below it, without the heading above; NULL where none does.';

-- What is refused before anything is written; returns the codes that are new.
CREATE FUNCTION fund._check_named_accounts(book_id integer, standard text, details jsonb)
    RETURNS fund.account_code[]
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_given  record;
    v_row    record;
    v_parent fund.account_code;
    v_left   record;
    v_new    fund.account_code[] := '{}';
    v_seen   text[] := '{}';
BEGIN
    FOR v_given IN
        SELECT g.*, fund._listed_row($2, g.account) AS listed, b.account IS NOT NULL AS is_known,
               EXISTS (SELECT FROM ledger.book_account AS d
                       WHERE d.book_id = $1 AND fund.parent(d.account) OPERATOR(fund.=) g.account) AS is_heading,
               coalesce(g.retired, b.retired, false) AS will_be_retired
        FROM fund._accounts_given($3) AS g
        LEFT JOIN ledger.book_account AS b ON b.book_id = $1 AND b.account OPERATOR(fund.=) g.account
        ORDER BY g.ordinal
    LOOP
        IF v_given.account::text = ANY (v_seen) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('detail %s names account "%s" again', v_given.ordinal, v_given.account),
                HINT = 'Name each account once.';
        END IF;
        v_seen := v_seen || v_given.account::text;

        SELECT a.* INTO v_row FROM ledger.account AS a
        WHERE a.standard = $2 AND a.account OPERATOR(fund.=) v_given.listed;
        IF NOT FOUND OR (v_row.detail <> 'open' AND v_row.account OPERATOR(fund.<>) v_given.account) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'LG011',
                MESSAGE = format('account "%s" cannot be listed', v_given.account),
                DETAIL = CASE WHEN v_row.account IS NULL
                              THEN format('No account of standard "%s" is above it.', $2)
                              ELSE format('Account "%s" (%s) of standard "%s", which is above it, takes no details.',
                                          v_row.account, v_row.name, $2) END,
                HINT = 'The column "detail" of ledger.account says which accounts of the standard take details.';
        END IF;
        IF NOT v_given.is_known AND v_row.account OPERATOR(fund.=) v_given.account THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('account "%s" is one of standard "%s"', v_given.account, $2),
                DETAIL = format('Its name there is "%s".', v_row.name),
                HINT = 'A book lists details below the accounts of its standard.';
        END IF;
        IF NOT v_row.postable OR (v_row.retired AND NOT v_given.is_known) THEN
            RAISE EXCEPTION USING
                ERRCODE = CASE WHEN v_row.postable THEN 'LG011' ELSE 'LG020' END,
                MESSAGE = format('account "%s" cannot be listed', v_given.account),
                DETAIL = format('Account "%s" (%s) of standard "%s" takes no vouchers.', v_row.account, v_row.name, $2),
                HINT = 'List details below an account that is posted to.';
        END IF;
        v_parent := fund.parent(v_given.account);
        IF NOT v_given.is_known AND v_parent OPERATOR(fund.<>) v_row.account
           AND NOT EXISTS (SELECT FROM ledger.book_account AS b
                           WHERE b.book_id = $1 AND b.account OPERATOR(fund.=) v_parent)
           AND NOT EXISTS (SELECT FROM fund._accounts_given($3) AS g WHERE g.account OPERATOR(fund.=) v_parent) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('account "%s" is below "%s", which is not listed', v_given.account, v_parent),
                DETAIL = format('The account of the standard above both is "%s" (%s).', v_row.account, v_row.name),
                HINT = format('List "%s" in the same call.', v_parent);
        END IF;
        IF NOT v_given.is_known AND v_given.name IS NULL OR btrim(v_given.name) = '' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                MESSAGE = format('detail "%s" has no name', v_given.account),
                HINT = 'Give it one: "name".';
        END IF;
        IF v_given.party_kind IS NOT NULL THEN
            IF NOT EXISTS (SELECT FROM ledger.party_kind AS k WHERE k.party_kind = v_given.party_kind) THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'foreign_key_violation',
                    MESSAGE = format('"%s" is not a kind of party', v_given.party_kind),
                    DETAIL = format('It was given for account "%s".', v_given.account),
                    HINT = format('The kinds are %s.',
                                  (SELECT string_agg(format('"%s" (%s)', k.party_kind, k.name), ', ' ORDER BY k.position, k.party_kind)
                                   FROM ledger.party_kind AS k));
            END IF;
            IF v_row.party_kind NOT IN ('none', v_given.party_kind) AND (v_row.party_kind <> 'any' OR v_given.party_kind = 'none') THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'LG022',
                    MESSAGE = format('detail "%s" cannot be kept by party of kind "%s"', v_given.account, v_given.party_kind),
                    DETAIL = format('Account "%s" (%s) of standard "%s" is kept by party of kind "%s".',
                                    v_row.account, v_row.name, $2, v_row.party_kind),
                    HINT = 'Leave party_kind out: a detail takes it from the account above.';
            END IF;
        END IF;
        IF v_given.takes_balance AND (v_given.will_be_retired OR v_given.is_heading) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('detail "%s" cannot take a balance', v_given.account),
                DETAIL = CASE WHEN v_given.is_heading THEN 'Details are listed below it.' ELSE 'It is retired.' END,
                HINT = 'Let a detail that takes vouchers take it.';
        END IF;
        IF v_given.retired THEN
            SELECT s.* INTO v_left FROM fund._standing($1, v_given.account, 'infinity') AS s
            WHERE NOT EXISTS (SELECT FROM ledger.carry_rule AS c
                              WHERE c.standard = $2 AND s.account OPERATOR(fund.<@) c.from_account)
            ORDER BY s.account USING OPERATOR(fund.<), s.basis, s.party COLLATE "C" LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'LG057',
                    MESSAGE = format('account "%s" has a balance and cannot be retired', v_given.account),
                    DETAIL = format('On account "%s"%s stand %s, basis %s, debit less credit.', v_left.account,
                                    CASE WHEN v_left.party IS NOT NULL THEN format(' with party "%s"', v_left.party) ELSE '' END,
                                    v_left.amount, v_left.basis),
                    HINT = 'Move it to another detail with a voucher first.';
            END IF;
        END IF;
        IF NOT v_given.is_known THEN
            v_new := v_new || v_given.account;
        END IF;
    END LOOP;
    RETURN v_new;
END
$function$;

COMMENT ON FUNCTION fund._check_named_accounts(integer, text, jsonb) IS
'Part of fund.name_accounts(): refuses what cannot be listed, and returns the codes that have not been before.';

-- The one right below it that was said to, or the only one further down.
CREATE FUNCTION fund._balance_taker(book_id integer, heading fund.account_code) RETURNS fund.account_code
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT CASE WHEN count(*) = 1 OR (array_agg(t.depth ORDER BY t.depth))[1] < (array_agg(t.depth ORDER BY t.depth))[2]
                    THEN (array_agg(t.account ORDER BY t.depth))[1] END
        FROM (SELECT b.account, fund.level(b.account) AS depth
              FROM ledger.book_account AS b
              WHERE b.book_id = $1 AND b.takes_balance AND NOT b.retired
                AND b.account OPERATOR(fund.<@) $2 AND b.account OPERATOR(fund.<>) $2
                AND NOT EXISTS (SELECT FROM ledger.book_account AS d
                                WHERE d.book_id = $1 AND fund.parent(d.account) OPERATOR(fund.=) b.account)) AS t
    $$;

COMMENT ON FUNCTION fund._balance_taker(integer, fund.account_code) IS
'The detail of a book that takes what stands on a heading; NULL where none, or more than one, was said to.';

-- Once the details are written: what has to move, a voucher each.
CREATE FUNCTION fund._splits(book_id integer, standard text, new_codes fund.account_code[], first_day date, last_day date)
    RETURNS TABLE (basis fund.basis, voucher_date date, journal fund.journal, summary text)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_row    record;
    v_left   record;
    v_taker  fund.account_code;
    v_place  text;
BEGIN
    -- The accounts of the standard below which details are listed.
    FOR v_row IN
        SELECT a.account, a.name, a.normal_side,
               -- was anything listed there before?
               EXISTS (SELECT FROM ledger.book_account AS b
                       WHERE b.book_id = $1 AND b.account OPERATOR(fund.<>) ALL ($3)
                         AND fund._listed_row($2, fund.parent(b.account)) OPERATOR(fund.=) a.account) AS was_listed
        FROM ledger.account AS a
        WHERE a.standard = $2
          AND a.account OPERATOR(fund.=) ANY (SELECT fund._listed_row($2, fund.parent(b.account))
                                              FROM ledger.book_account AS b WHERE b.book_id = $1)
        ORDER BY a.account USING OPERATOR(fund.<)
    LOOP
        FOR v_left IN
            SELECT s.basis, s.account, sum(s.amount) AS amount, min(s.party COLLATE "C") AS first_party, max(s.last_day) AS last_day,
                   bool_or(d.account IS NOT NULL) AS is_listed,
                   EXISTS (SELECT FROM ledger.book_account AS c
                           WHERE c.book_id = $1 AND fund.parent(c.account) OPERATOR(fund.=) s.account) AS is_heading,
                   -- took it vouchers before?
                   NOT v_row.was_listed
                       OR bool_or(d.account IS NOT NULL)
                          AND NOT EXISTS (SELECT FROM ledger.book_account AS c
                                          WHERE c.book_id = $1 AND fund.parent(c.account) OPERATOR(fund.=) s.account
                                            AND c.account OPERATOR(fund.<>) ALL ($3)) AS took,
                   array_agg(s.party ORDER BY s.party COLLATE "C" NULLS FIRST) AS parties,
                   array_agg(s.amount ORDER BY s.party COLLATE "C" NULLS FIRST) AS amounts
            FROM fund._standing($1, v_row.account, $5) AS s
            LEFT JOIN ledger.book_account AS d ON d.book_id = $1 AND d.account OPERATOR(fund.=) s.account
            WHERE fund._listed_row($2, s.account) OPERATOR(fund.=) v_row.account OR d.account IS NOT NULL
            GROUP BY s.account, s.basis
            ORDER BY s.account USING OPERATOR(fund.<), s.basis
        LOOP
            CONTINUE WHEN v_left.is_listed AND NOT v_left.is_heading;
            v_taker := CASE WHEN v_left.is_heading THEN fund._balance_taker($1, v_left.account) END;
            IF v_taker IS NULL THEN
                CONTINUE WHEN NOT v_left.took;
                RAISE EXCEPTION USING
                    ERRCODE = 'LG057',
                    MESSAGE = format('account "%s" has a balance that no detail takes', v_left.account),
                    DETAIL = format('On it stand %s, basis %s, debit less credit%s; and with details listed below "%s" (%s) it takes no vouchers.',
                                    v_left.amount, v_left.basis,
                                    CASE WHEN v_left.first_party IS NOT NULL THEN format(', of parties, "%s" the first', v_left.first_party) ELSE '' END,
                                    v_row.account, v_row.name),
                    HINT = CASE WHEN v_left.is_heading
                                THEN 'Say which detail takes it: "takes_balance": true, of one.'
                                ELSE 'List it, too, or move its balance first.' END;
            END IF;
            v_place := fund._told_apart($2, v_left.account, v_taker);
            IF v_place IS NOT NULL THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'LG057',
                    MESSAGE = format('the balance of account "%s" cannot be moved to "%s"', v_left.account, v_taker),
                    DETAIL = format('Standard "%s" reads that detail without the account above it: %s.', $2, v_place),
                    HINT = 'Let another detail take it; what belongs there is then moved by a voucher of kind normal.';
            END IF;
            basis := v_left.basis;
            voucher_date := greatest(v_left.last_day, $4);
            summary := format('明细科目分设:%s→%s', v_left.account, v_taker);
            -- On the normal side, red from the heading: no turnover on either side of it.
            SELECT fund.journal(VARIADIC array_agg(l.line ORDER BY p.ordinality, l.n)) INTO journal
            FROM unnest(v_left.parties, v_left.amounts) WITH ORDINALITY AS p (party, amount, ordinality)
            CROSS JOIN LATERAL (
                SELECT 1 AS n, CASE WHEN v_row.normal_side = 'debit' THEN fund.debit(v_taker, p.amount, p.party)
                                    ELSE fund.credit(v_taker, -p.amount, p.party) END AS line
                UNION ALL
                SELECT 2, CASE WHEN v_row.normal_side = 'debit' THEN fund.debit(v_left.account, -p.amount, p.party)
                               ELSE fund.credit(v_left.account, p.amount, p.party) END) AS l;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._splits(integer, text, fund.account_code[], date, date) IS
'The vouchers that move what stands on headings of a book to the details that take it; of what the new codes below it make a heading, LG057 where none does.';

-- Month-end would post to what takes no vouchers.
CREATE FUNCTION fund._check_carried_to(book_id integer, standard text) RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_rule record;
BEGIN
    SELECT c.carry_group, c.to_account INTO v_rule
    FROM ledger.carry_rule AS c
    WHERE c.standard = $2
      AND EXISTS (SELECT FROM ledger.book_account AS b
                  WHERE b.book_id = $1 AND fund.parent(b.account) OPERATOR(fund.=) c.to_account)
    ORDER BY c.to_account USING OPERATOR(fund.<) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG020',
            MESSAGE = format('no details can be listed below account "%s"', v_rule.to_account),
            DETAIL = format('Month-end carries into it (%s of standard "%s"), and knows no detail.', v_rule.carry_group, $2),
            HINT = 'Carry into a detail: a rule of a standard of your own may.';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund._check_carried_to(integer, text) IS
'Part of fund.name_accounts(): no heading is what month-end carries into.';

CREATE FUNCTION fund.name_accounts(book text, details jsonb, from_period text DEFAULT NULL)
    RETURNS TABLE (action text, voucher_id bigint, detail text)
    LANGUAGE c VOLATILE PARALLEL UNSAFE ROWS 10
    AS 'MODULE_PATHNAME', 'fl_name_accounts';

COMMENT ON FUNCTION fund.name_accounts(text, jsonb, text) IS
'明细科目: lists details of the book below open accounts of its standard, or renames or retires what it lists, from a period on (the first open month): [{"account", "name", "party_kind", "retired", "takes_balance"}], also 科目, 名称, 往来种类, 停用, 承接余额. Accounts above them take no vouchers from then on, nor do codes that are not listed; what stands there is moved to the detail that takes the balance. LG011, LG020: no such account, or none that takes details; LG022: another kind of party than the account wants; LG023: the period is closed; LG057: a balance that no detail takes, or of what is to be retired; 22023: a detail that cannot be; 23514: one without a name; 42501: not 会计主管 of the book.';

CREATE FUNCTION fund.name_account(
    book text,
    account text,
    name text DEFAULT NULL,
    party_kind text DEFAULT NULL,
    takes_balance boolean DEFAULT false,
    retired boolean DEFAULT NULL,
    from_period text DEFAULT NULL
) RETURNS TABLE (action text, voucher_id bigint, detail text)
    LANGUAGE sql VOLATILE PARALLEL UNSAFE ROWS 10
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT n.* FROM fund.name_accounts($1, jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
            'account', coalesce($2, ''), 'name', $3, 'party_kind', $4, 'takes_balance', $5, 'retired', $6))), $7) AS n
    $$;

COMMENT ON FUNCTION fund.name_account(text, text, text, text, boolean, boolean, text) IS
'明细科目: fund.name_accounts() of one account; what is NULL stays as it is.';

-- Nothing may name it, in no month.
CREATE FUNCTION fund._check_never_used(book_id integer, account fund.account_code) RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_used text;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger.book_account AS b WHERE b.book_id = $1 AND b.account OPERATOR(fund.=) $2) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG011',
            MESSAGE = format('account "%s" is not listed', $2),
            HINT = 'The view ledger.book_detail has what the book lists.';
    END IF;
    SELECT format('Account "%s" is listed below it.', min(b.account::text COLLATE "C")) INTO v_used
    FROM ledger.book_account AS b WHERE b.book_id = $1 AND fund.parent(b.account) OPERATOR(fund.=) $2
    HAVING count(*) > 0;
    IF v_used IS NULL THEN
        SELECT format('Voucher %s of %s names it.', v.voucher_id, v.voucher_date) INTO v_used
        FROM ledger.voucher AS v
        WHERE v.book_id = $1
          AND EXISTS (SELECT FROM fund.lines(v.journal) AS l WHERE l.account OPERATOR(fund.<@) $2)
        ORDER BY v.voucher_date, v.voucher_id LIMIT 1;
    END IF;
    IF v_used IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG054',
            MESSAGE = format('account "%s" has been used and stays', $2),
            DETAIL = v_used,
            HINT = 'Retire it: fund.name_account(…, retired => true).';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund._check_never_used(integer, fund.account_code) IS
'Part of fund.drop_account(): refuses (LG054) a detail that vouchers name, or that has details itself.';

CREATE FUNCTION fund.drop_account(book text, account text) RETURNS void
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_drop_account';

COMMENT ON FUNCTION fund.drop_account(text, text) IS
'Deletes a detail that a book lists and no voucher has ever named, its names included; after the last one, what is above takes vouchers again. LG011: the book does not list it; LG054: it has been used; 42501: not 会计主管 of the book.';

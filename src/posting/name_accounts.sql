-- 明细科目: a book lists details of its own below open accounts of its standard, at
-- any time, and gives them names.

-- A choice: a boolean, or a word of either language.
CREATE FUNCTION fund._choice_given(detail jsonb, key text, twin text) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_word text := lower(coalesce(detail ->> key, detail ->> twin));
BEGIN
    IF v_word IN ('true', 't', 'yes', 'y', 'on', '1', '是') THEN
        RETURN true;
    ELSIF v_word IN ('false', 'f', 'no', 'n', 'off', '0', '否') THEN
        RETURN false;
    ELSIF v_word IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('"%s" of detail "%s" is no choice: "%s"', CASE WHEN detail ? key THEN key ELSE twin END,
                             coalesce(detail ->> 'account', detail ->> '科目'), coalesce(detail ->> key, detail ->> twin)),
            HINT = 'It is true (是) or false (否).';
    END IF;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION fund._choice_given(jsonb, text, text) IS
'Part of fund.name_accounts(): what a detail says under one of two keys; NULL where it says nothing. 22023: no choice.';

-- What is given as jsonb, of either language. Strict: a key that is none of these
-- may be one that is misspelt.
CREATE FUNCTION fund._accounts_given(details jsonb)
    RETURNS TABLE (ordinal bigint, account fund.account_code, name text, has_party_kind boolean,
                   party_kind text, retired boolean, takes_balance boolean)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    c_keys constant text[] := '{account,name,party_kind,retired,takes_balance}';
    c_twins constant text[] := '{科目,名称,往来种类,停用,承接余额}';
    c_hint constant text := 'The keys are account 科目, name 名称, party_kind 往来种类, retired 停用 and takes_balance 承接余额, each in one language.';
    v_detail record;
    v_key    text;
    v_twice  text;
    v_code   text;
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
        SELECT min(k.key COLLATE "C") FILTER (WHERE k.key <> ALL (c_keys) AND k.key <> ALL (c_twins)),
               min(k.key COLLATE "C") FILTER (WHERE v_detail.value ? c_twins[array_position(c_keys, k.key)])
        INTO v_key, v_twice
        FROM jsonb_object_keys(v_detail.value) AS k (key);
        v_code := coalesce(v_detail.value ->> 'account', v_detail.value ->> '科目');
        IF v_key IS NOT NULL OR v_twice IS NOT NULL OR v_code IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = CASE WHEN v_key IS NOT NULL THEN format('detail %s has a key "%s", which is none', v_detail.ordinality, v_key)
                               WHEN v_twice IS NOT NULL THEN format('detail %s has both keys "%s" and "%s"', v_detail.ordinality, v_twice,
                                                                    c_twins[array_position(c_keys, v_twice)])
                               ELSE format('detail %s names no account', v_detail.ordinality) END,
                HINT = c_hint;
        END IF;
        ordinal := v_detail.ordinality;
        account := v_code::fund.account_code;
        name := coalesce(v_detail.value ->> 'name', v_detail.value ->> '名称');
        has_party_kind := v_detail.value ?| '{party_kind,往来种类}';
        v_kind := coalesce(v_detail.value ->> 'party_kind', v_detail.value ->> '往来种类');
        party_kind := CASE WHEN v_kind IS NOT NULL
                           THEN coalesce((SELECT k.party_kind FROM ledger.party_kind AS k
                                          WHERE v_kind IN (k.party_kind, k.name)), v_kind) END;
        retired := fund._choice_given(v_detail.value, 'retired', '停用');
        takes_balance := fund._choice_given(v_detail.value, 'takes_balance', '承接余额');
        RETURN NEXT;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._accounts_given(jsonb) IS
'The details that fund.name_accounts() is given, as rows; a kind of party by its code; what is not said is NULL. 22023: no array of objects with these keys.';

-- The list is long and posters wait: it is understood once.
CREATE FUNCTION fund._accounts_read(rows jsonb)
    RETURNS TABLE (ordinal bigint, account fund.account_code, name text, has_party_kind boolean,
                   party_kind text, retired boolean, takes_balance boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT g.* FROM jsonb_to_recordset($1)
            AS g (ordinal bigint, account fund.account_code, name text, has_party_kind boolean,
                  party_kind text, retired boolean, takes_balance boolean)
    $$;

COMMENT ON FUNCTION fund._accounts_read(jsonb) IS
'The rows of fund._accounts_given() from an array of them.';

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
        WHERE v.book_id = $1 AND v.voucher_date <= $3 AND ($2 IS NULL OR l.account OPERATOR(fund.<@) $2)
        GROUP BY v.basis, l.account, l.party
        HAVING sum(fund._debit_less_credit(l.side, l.amount)) <> 0
    $$;

COMMENT ON FUNCTION fund._standing(integer, fund.account_code, date) IS
'What stands on an account of a book and on those below it (NULL: on all) at the end of a day, by basis, account and party; no row where that is nothing.';

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

-- What a hint says where a heading above keeps money that a detail is to have.
CREATE FUNCTION fund._emptying_hint(book_id integer, account fund.account_code) RETURNS text
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT coalesce(
            (SELECT format('On account "%s" above it stand %s, basis %s: ', s.account, sum(s.amount), s.basis)
                    || CASE WHEN fund._balance_taker($1, s.account) IS NULL
                            THEN 'say first which detail takes that, with "takes_balance": true.'
                            ELSE format('fund.month_end() moves that to "%s"; then move what is left with a voucher.',
                                        fund._balance_taker($1, s.account)) END
             FROM fund._standing($1, fund.parent($2), 'infinity') AS s
             WHERE s.account OPERATOR(fund.=) fund.parent($2)
             GROUP BY s.account, s.basis ORDER BY s.basis LIMIT 1),
            'Move it to another detail with a voucher first.')
    $$;

COMMENT ON FUNCTION fund._emptying_hint(integer, fund.account_code) IS
'Part of fund.name_accounts(): how a detail that is to be retired is emptied.';

-- What is refused before anything is written; returns the codes that are new.
CREATE FUNCTION fund._check_named_accounts(book_id integer, standard text, details jsonb)
    RETURNS fund.account_code[]
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan
AS $function$
DECLARE
    v_given  record;
    v_left   record;
    v_new    fund.account_code[] := '{}';
BEGIN
    FOR v_given IN
        WITH given AS MATERIALIZED (SELECT * FROM fund._accounts_read($3)),
             headings AS MATERIALIZED (SELECT DISTINCT fund.parent(d.account) AS account
                                       FROM ledger.book_account AS d WHERE d.book_id = $1)
        SELECT g.*, fund.parent(g.account) AS parent, b.account IS NOT NULL AS is_known,
               g.account OPERATOR(fund.=) ANY (SELECT h.account FROM headings AS h) AS is_heading,
               coalesce(g.retired, b.retired, false) AS will_be_retired,
               row_number() OVER (PARTITION BY g.account ORDER BY g.ordinal) > 1 AS is_again,
               g.takes_balance AND count(*) FILTER (WHERE g.takes_balance) OVER (PARTITION BY fund.parent(g.account)) > 1 AS are_takers,
               fund.parent(g.account) OPERATOR(fund.=) ANY (SELECT d.account FROM ledger.book_account AS d WHERE d.book_id = $1)
                   OR fund.parent(g.account) OPERATOR(fund.=) ANY (SELECT q.account FROM given AS q) AS is_parent_listed,
               g.party_kind = ANY (SELECT k.party_kind FROM ledger.party_kind AS k) AS is_kind,
               l.account AS listed, l.name AS listed_name, l.detail AS listed_detail, l.postable, l.retired AS listed_retired,
               w.party_kind AS wanted, w.account AS wanted_by, w.name AS wanted_by_name
        FROM given AS g
        LEFT JOIN ledger.book_account AS b ON b.book_id = $1 AND b.account OPERATOR(fund.=) g.account
        -- The row of the standard that decides, and the nearest that says a kind.
        LEFT JOIN LATERAL (SELECT a.* FROM ledger.account AS a
                           WHERE a.standard = $2 AND g.account OPERATOR(fund.<@) a.account
                           ORDER BY a.account USING OPERATOR(fund.>) LIMIT 1) AS l ON true
        LEFT JOIN LATERAL (SELECT a.* FROM ledger.account AS a
                           WHERE g.party_kind IS NOT NULL AND a.standard = $2
                             AND g.account OPERATOR(fund.<@) a.account AND a.party_kind IS NOT NULL
                           ORDER BY a.account USING OPERATOR(fund.>) LIMIT 1) AS w ON true
        ORDER BY g.ordinal
    LOOP
        IF v_given.is_again THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('detail %s names account "%s" again', v_given.ordinal, v_given.account),
                HINT = 'Name each account once.';
        END IF;
        IF v_given.listed IS NULL OR (v_given.listed_detail <> 'open' AND v_given.listed OPERATOR(fund.<>) v_given.account) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'LG011',
                MESSAGE = format('account "%s" cannot be listed', v_given.account),
                DETAIL = CASE WHEN v_given.listed IS NULL
                              THEN format('No account of standard "%s" is above it.', $2)
                              ELSE format('Account "%s" (%s) of standard "%s", which is above it, takes no details.',
                                          v_given.listed, v_given.listed_name, $2) END,
                HINT = 'The column "detail" of ledger.account says which accounts of the standard take details.';
        END IF;
        IF NOT v_given.is_known AND v_given.listed OPERATOR(fund.=) v_given.account THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('account "%s" is one of standard "%s"', v_given.account, $2),
                DETAIL = format('Its name there is "%s".', v_given.listed_name),
                HINT = 'A book lists details below the accounts of its standard.';
        END IF;
        IF NOT v_given.postable OR (v_given.listed_retired AND NOT v_given.is_known) THEN
            RAISE EXCEPTION USING
                ERRCODE = CASE WHEN v_given.postable THEN 'LG011' ELSE 'LG020' END,
                MESSAGE = format('account "%s" cannot be listed', v_given.account),
                DETAIL = format('Account "%s" (%s) of standard "%s" takes no vouchers.', v_given.listed, v_given.listed_name, $2),
                HINT = 'List details below an account that is posted to.';
        END IF;
        IF NOT v_given.is_known AND v_given.parent OPERATOR(fund.<>) v_given.listed AND NOT v_given.is_parent_listed THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('account "%s" is below "%s", which is not listed', v_given.account, v_given.parent),
                DETAIL = format('The account of the standard above both is "%s" (%s).', v_given.listed, v_given.listed_name),
                HINT = format('List "%s" in the same call.', v_given.parent);
        END IF;
        IF NOT v_given.is_known AND v_given.name IS NULL OR btrim(v_given.name) = '' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                MESSAGE = format('detail "%s" has no name', v_given.account),
                HINT = 'Give it one: "name".';
        END IF;
        IF v_given.party_kind IS NOT NULL THEN
            IF NOT v_given.is_kind THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'foreign_key_violation',
                    MESSAGE = format('"%s" is not a kind of party', v_given.party_kind),
                    DETAIL = format('It was given for account "%s".', v_given.account),
                    HINT = format('The kinds are %s.',
                                  (SELECT string_agg(format('"%s" (%s)', k.party_kind, k.name), ', ' ORDER BY k.position, k.party_kind)
                                   FROM ledger.party_kind AS k));
            END IF;
            IF v_given.wanted NOT IN ('none', v_given.party_kind) AND (v_given.wanted <> 'any' OR v_given.party_kind = 'none') THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'LG022',
                    MESSAGE = format('detail "%s" cannot be kept by party of kind "%s"', v_given.account, v_given.party_kind),
                    DETAIL = format('Account "%s" (%s) of standard "%s" is kept by party of kind "%s".',
                                    v_given.wanted_by, v_given.wanted_by_name, $2, v_given.wanted),
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
        IF v_given.are_takers THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('more than one detail is to take the balance of account "%s"', v_given.parent),
                DETAIL = format('They are %s.', (SELECT string_agg(format('"%s"', g.account), ', ' ORDER BY g.ordinal)
                                                 FROM fund._accounts_read($3) AS g
                                                 WHERE g.takes_balance AND fund.parent(g.account) OPERATOR(fund.=) v_given.parent)),
                HINT = 'Say "takes_balance": true of one.';
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
                    HINT = fund._emptying_hint($1, v_given.account);
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

-- Those right below it that were said to, or else those nearest below: one, or
-- nobody knows which.
CREATE FUNCTION fund._balance_takers(book_id integer, heading fund.account_code) RETURNS fund.account_code[]
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT array_agg(t.account ORDER BY t.account USING OPERATOR(fund.<))
        FROM (SELECT b.account, rank() OVER (ORDER BY fund.level(b.account)) AS place
              FROM ledger.book_account AS b
              WHERE b.book_id = $1 AND b.takes_balance AND NOT b.retired
                AND b.account OPERATOR(fund.<@) $2 AND b.account OPERATOR(fund.<>) $2
                AND NOT EXISTS (SELECT FROM ledger.book_account AS d
                                WHERE d.book_id = $1 AND fund.parent(d.account) OPERATOR(fund.=) b.account)) AS t
        WHERE t.place = 1
    $$;

COMMENT ON FUNCTION fund._balance_takers(integer, fund.account_code) IS
'The details of a book that were said to take what stands on a heading, the nearest below it; NULL where none was.';

CREATE FUNCTION fund._balance_taker(book_id integer, heading fund.account_code) RETURNS fund.account_code
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT CASE WHEN cardinality(t.takers) = 1 THEN t.takers[1] END
        FROM fund._balance_takers($1, $2) AS t (takers)
    $$;

COMMENT ON FUNCTION fund._balance_taker(integer, fund.account_code) IS
'The detail of a book that takes what stands on a heading; NULL where none, or more than one, was said to.';

-- On the normal side, red from the heading: no turnover on either side of it.
CREATE FUNCTION fund._split_journal(heading fund.account_code, taker fund.account_code, normal_side text, parties text[], amounts numeric[])
    RETURNS fund.journal
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT fund.journal(VARIADIC array_agg(l.line ORDER BY p.ordinality, l.n))
        FROM unnest($4, $5) WITH ORDINALITY AS p (party, amount, ordinality)
        CROSS JOIN LATERAL (
            SELECT 1 AS n, CASE WHEN $3 = 'debit' THEN fund.debit($2, p.amount, p.party)
                                ELSE fund.credit($2, -p.amount, p.party) END AS line
            UNION ALL
            SELECT 2, CASE WHEN $3 = 'debit' THEN fund.debit($1, -p.amount, p.party)
                           ELSE fund.credit($1, p.amount, p.party) END) AS l
    $$;

COMMENT ON FUNCTION fund._split_journal(fund.account_code, fund.account_code, text, text[], numeric[]) IS
'The journal that moves amounts, debit less credit, from a heading to a detail, by party.';

-- What a reversal puts on an account that takes no vouchers, and what moves it on.
CREATE FUNCTION fund._split_of_reversal(book_id integer, standard text, heading fund.account_code, reversal fund.journal)
    RETURNS TABLE (amount text, taker fund.account_code, claimants text, place text, journal fund.journal, summary text)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT m.amount::text, t.taker, CASE WHEN cardinality(t.takers) > 1 THEN array_to_string(t.takers, ', ') END, p.place,
               CASE WHEN t.taker IS NOT NULL AND p.place IS NULL
                    THEN fund._split_journal($3, t.taker, a.normal_side, m.parties, m.amounts) END,
               format('明细科目分设:%s→%s', $3, t.taker)
        FROM (SELECT sum(s.amount) AS amount,
                     array_agg(s.party ORDER BY s.party COLLATE "C" NULLS FIRST) AS parties,
                     array_agg(s.amount ORDER BY s.party COLLATE "C" NULLS FIRST) AS amounts
              FROM (SELECT l.party, sum(fund._debit_less_credit(l.side, l.amount)) AS amount
                    FROM fund.lines($4) AS l WHERE l.account OPERATOR(fund.=) $3
                    GROUP BY l.party
                    HAVING sum(fund._debit_less_credit(l.side, l.amount)) <> 0) AS s
              HAVING count(*) > 0) AS m
        CROSS JOIN LATERAL (SELECT fund._balance_taker($1, $3) AS taker, fund._balance_takers($1, $3) AS takers) AS t
        CROSS JOIN LATERAL (SELECT CASE WHEN t.taker IS NOT NULL THEN fund._told_apart($2, $3, t.taker) END AS place) AS p
        JOIN ledger.account AS a ON a.standard = $2 AND a.account OPERATOR(fund.=) fund._listed_row($2, $3)
    $$;

COMMENT ON FUNCTION fund._split_of_reversal(integer, text, fund.account_code, fund.journal) IS
'The voucher that moves what a reversal puts on a heading to the detail that takes it; without a journal where none does, or the standard tells it apart; no row where the reversal leaves nothing there.';

-- Once the details are written: what has to move, a voucher each.
CREATE FUNCTION fund._splits(book_id integer, standard text, new_codes fund.account_code[], first_day date, last_day date)
    RETURNS TABLE (basis fund.basis, voucher_date date, journal fund.journal, summary text)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan
AS $function$
DECLARE
    v_left   record;
    v_takers fund.account_code[];
    v_taker  fund.account_code;
    v_place  text;
BEGIN
    FOR v_left IN
        -- The accounts of the standard below which details are listed, and whether any were before.
        WITH listed AS MATERIALIZED (
            SELECT r.account, bool_or(b.account OPERATOR(fund.<>) ALL ($3)) AS was_listed
            FROM ledger.book_account AS b
            CROSS JOIN LATERAL (SELECT a.account FROM ledger.account AS a
                                WHERE a.standard = $2 AND fund.parent(b.account) OPERATOR(fund.<@) a.account
                                ORDER BY a.account USING OPERATOR(fund.>) LIMIT 1) AS r
            WHERE b.book_id = $1 GROUP BY r.account)
        SELECT a.account AS listed, a.name AS listed_name, a.normal_side, s.basis, s.account, sum(s.amount) AS amount,
               min(s.party COLLATE "C") AS first_party, max(s.last_day) AS last_day,
               bool_or(d.account IS NOT NULL) AS is_listed,
               EXISTS (SELECT FROM ledger.book_account AS c
                       WHERE c.book_id = $1 AND fund.parent(c.account) OPERATOR(fund.=) s.account) AS is_heading,
               -- took it vouchers before?
               NOT l.was_listed
                   OR bool_or(d.account IS NOT NULL)
                      AND NOT EXISTS (SELECT FROM ledger.book_account AS c
                                      WHERE c.book_id = $1 AND fund.parent(c.account) OPERATOR(fund.=) s.account
                                        AND c.account OPERATOR(fund.<>) ALL ($3)) AS took,
               array_agg(s.party ORDER BY s.party COLLATE "C" NULLS FIRST) AS parties,
               array_agg(s.amount ORDER BY s.party COLLATE "C" NULLS FIRST) AS amounts
        FROM fund._standing($1, NULL, $5) AS s
        JOIN listed AS l ON s.account OPERATOR(fund.<@) l.account
        JOIN ledger.account AS a ON a.standard = $2 AND a.account OPERATOR(fund.=) l.account
        LEFT JOIN ledger.book_account AS d ON d.book_id = $1 AND d.account OPERATOR(fund.=) s.account
        WHERE l.account OPERATOR(fund.=) fund._listed_row($2, CASE WHEN d.account IS NULL THEN s.account
                                                                   ELSE fund.parent(s.account) END)
        GROUP BY a.account, a.name, a.normal_side, l.was_listed, s.account, s.basis
        ORDER BY a.account USING OPERATOR(fund.<), s.account USING OPERATOR(fund.<), s.basis
    LOOP
        CONTINUE WHEN v_left.is_listed AND NOT v_left.is_heading;
        v_takers := CASE WHEN v_left.is_heading THEN fund._balance_takers($1, v_left.account) END;
        v_taker := CASE WHEN cardinality(v_takers) = 1 THEN v_takers[1] END;
        IF v_taker IS NULL THEN
            CONTINUE WHEN NOT v_left.took;
            RAISE EXCEPTION USING
                ERRCODE = 'LG057',
                MESSAGE = format(CASE WHEN v_takers IS NULL THEN 'account "%s" has a balance that no detail takes'
                                      ELSE 'account "%s" has a balance that more than one detail is to take' END, v_left.account),
                DETAIL = format('On it stand %s, basis %s, debit less credit%s; and with details listed below "%s" (%s) it takes no vouchers.',
                                v_left.amount, v_left.basis,
                                CASE WHEN v_left.first_party IS NOT NULL THEN format(', of parties, "%s" the first', v_left.first_party) ELSE '' END,
                                v_left.listed, v_left.listed_name),
                HINT = CASE WHEN v_takers IS NOT NULL
                            THEN format('Say "takes_balance": true of one; it was said of "%s".', array_to_string(v_takers, '", "'))
                            WHEN v_left.is_heading
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
        journal := fund._split_journal(v_left.account, v_taker, v_left.normal_side, v_left.parties, v_left.amounts);
        RETURN NEXT;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION fund._splits(integer, text, fund.account_code[], date, date) IS
'The vouchers that move what stands on headings of a book to the details that take it; of what the new codes below it make a heading, LG057 where none does.';

-- The details of a call that are called as another beside them, from a period on.
CREATE FUNCTION fund._same_names(book_id integer, details jsonb, from_period fund.period)
    RETURNS TABLE (account fund.account_code, other fund.account_code, name text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT s.account, s.others[CASE WHEN s.others[1] OPERATOR(fund.=) s.account THEN 2 ELSE 1 END], s.name
        FROM (SELECT n.account, n.name,
                     array_agg(n.account) OVER (PARTITION BY n.parent, n.name ORDER BY n.account USING OPERATOR(fund.<)
                                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS others
              FROM (SELECT DISTINCT ON (b.account) b.account, fund.parent(b.account) AS parent, n.name
                    FROM ledger.book_account AS b
                    JOIN ledger.book_account_name AS n ON n.book_id = $1 AND n.account OPERATOR(fund.=) b.account
                    WHERE b.book_id = $1 AND NOT b.retired AND n.from_period OPERATOR(fund.<=) $3
                    ORDER BY b.account, n.from_period USING OPERATOR(fund.>)) AS n) AS s
        WHERE cardinality(s.others) > 1
          AND s.account OPERATOR(fund.=) ANY (SELECT g.account FROM fund._accounts_read($2) AS g WHERE g.name IS NOT NULL)
        ORDER BY s.account USING OPERATOR(fund.<)
    $$;

COMMENT ON FUNCTION fund._same_names(integer, jsonb, fund.period) IS
'Part of fund.name_accounts(): details of a call that have the name of another one below the same account.';

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
    takes_balance boolean DEFAULT NULL,
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

-- What was created by mistake and never used can be deleted; what was used is
-- retired. The trigger on the tables (code_change.c) asks, too, whoever deletes.

CREATE FUNCTION fund._book_use(book_id integer) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
DECLARE
    v_column record;
    v_is_any boolean;
    v_use    text;
BEGIN
    v_use := coalesce(
        (SELECT format('It has vouchers: the first is voucher %s of %s.', v.voucher_id, v.voucher_date)
         FROM ledger.voucher AS v WHERE v.book_id = $1 ORDER BY v.voucher_date, v.voucher_id LIMIT 1),
        (SELECT format('Its period "%s" has been closed.', e.period)
         FROM ledger.period_event AS e WHERE e.book_id = $1 ORDER BY e.event_id LIMIT 1),
        (SELECT 'Something was brought forward into it.' FROM ledger.brought_forward AS f WHERE f.book_id = $1 LIMIT 1),
        (SELECT format('It succeeds book "%s".', b.book)
         FROM ledger.succession AS s JOIN ledger.book AS b ON b.book_id = s.predecessor_id
         WHERE s.book_id = $1 ORDER BY b.book LIMIT 1),
        (SELECT format('Book "%s" succeeds it.', b.book)
         FROM ledger.succession AS s JOIN ledger.book AS b ON b.book_id = s.book_id
         WHERE s.predecessor_id = $1 ORDER BY b.book LIMIT 1),
        (SELECT format('It is the upper book of book "%s".', b.book)
         FROM ledger.book AS b WHERE b.parent_id = $1 ORDER BY b.book LIMIT 1),
        (SELECT format('It lists account "%s", which fund.drop_account() deletes.', a.account)
         FROM ledger.book_account AS a WHERE a.book_id = $1 ORDER BY a.account DESC LIMIT 1),
        (SELECT format('Party "%s" stands for it.', p.party)
         FROM ledger.party AS p WHERE p.book_id = $1 ORDER BY p.party LIMIT 1));
    IF v_use IS NOT NULL THEN
        RETURN v_use;
    END IF;
    -- Whatever else names a book, in tables of later versions, too; duties go with it.
    FOR v_column IN
        SELECT c.relname, a.attname
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('book', 'duty')
          AND a.attnum > 0 AND NOT a.attisdropped
          AND (a.attname = 'book_id'
               OR EXISTS (SELECT FROM pg_constraint AS k
                          WHERE k.conrelid = c.oid AND k.confrelid = 'ledger.book'::regclass AND a.attnum = ANY (k.conkey)))
        ORDER BY c.relname, a.attname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM ledger.%I WHERE %I = $1)', v_column.relname, v_column.attname)
            INTO v_is_any USING $1;
        IF v_is_any THEN
            RETURN format('The table ledger.%I has rows of it.', v_column.relname);
        END IF;
    END LOOP;
    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION fund._book_use(integer) IS
'What keeps a book from being deleted, in words; NULL: nothing.';

CREATE FUNCTION fund._party_use(party text) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
BEGIN
    RETURN coalesce(
        (SELECT format('Voucher %s of %s in book "%s" names it.', v.voucher_id, v.voucher_date,
                       (SELECT b.book FROM ledger.book AS b WHERE b.book_id = v.book_id))
         FROM ledger.voucher AS v WHERE fund.parties(v.journal) @> ARRAY[$1] LIMIT 1),
        (SELECT format('What book "%s" was begun with names it.', b.book)
         FROM ledger.brought_item AS i JOIN ledger.book AS b USING (book_id) WHERE i.party = $1 LIMIT 1));
END
$function$;

COMMENT ON FUNCTION fund._party_use(text) IS
'What keeps a party from being deleted, in words; NULL: nothing. It looks into every journal, or into an index on fund.parties(journal).';

-- Looked for in every book of the standard; a formula that names it is looked at
-- when the transaction commits, since lines may go later in it.
CREATE FUNCTION fund._account_use(standard text, account fund.account_code) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
AS $function$
BEGIN
    RETURN coalesce(
        (SELECT format('Book "%s" lists account "%s", which fund.drop_account() deletes.', b.book, d.account)
         FROM ledger.book AS b JOIN ledger.book_account AS d USING (book_id)
         WHERE b.standard = $1 AND d.account OPERATOR(fund.<@) $2
         ORDER BY b.book, d.account USING OPERATOR(fund.>) LIMIT 1),
        (SELECT format('What book "%s" brings into its successor is brought in from account "%s" to "%s".',
                       p.book, s.from_account, s.to_account)
         FROM ledger.succession_account AS s
         JOIN ledger.succession AS c USING (predecessor_id)
         JOIN ledger.book AS p ON p.book_id = s.predecessor_id
         JOIN ledger.book AS b ON b.book_id = c.book_id
         WHERE (p.standard = $1 AND s.from_account OPERATOR(fund.<@) $2)
            OR (b.standard = $1 AND s.to_account OPERATOR(fund.<@) $2)
         ORDER BY p.book, s.from_account USING OPERATOR(fund.<) LIMIT 1),
        (SELECT format('Book "%s" has closed %s with account "%s".', b.book, l.period, l.account)
         FROM ledger.book AS b JOIN ledger.balance AS l USING (book_id)
         WHERE b.standard = $1 AND l.account OPERATOR(fund.<@) $2
         ORDER BY b.book, l.period, l.account USING OPERATOR(fund.<) LIMIT 1),
        (SELECT format('Voucher %s of %s in book "%s" names account "%s".', v.voucher_id, v.voucher_date, b.book, a.account)
         FROM ledger.book AS b JOIN ledger.voucher AS v USING (book_id)
         CROSS JOIN LATERAL unnest(fund.accounts(v.journal, false)) AS a (account)
         WHERE b.standard = $1 AND a.account OPERATOR(fund.<@) $2
         ORDER BY b.book, v.voucher_date, v.voucher_id, a.account USING OPERATOR(fund.<) LIMIT 1));
END
$function$;

COMMENT ON FUNCTION fund._account_use(text, fund.account_code) IS
'What keeps an account of a standard, with what is below it, from being deleted, in words; NULL: nothing. It looks into every journal of the standard''s books.';

CREATE FUNCTION fund.drop_book(book text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_book_id integer;
    v_use     text;
    v_duty    record;
BEGIN
    PERFORM fund._check_ledger();
    PERFORM fund._check_owner();
    SELECT b.book_id INTO v_book_id FROM ledger.book AS b WHERE b.book = drop_book.book;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG010',
            MESSAGE = format('book "%s" does not exist', book),
            HINT = 'The view ledger.book_month lists the books.';
    END IF;
    v_use := fund._book_use(v_book_id);
    IF v_use IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG054',
            MESSAGE = format('book "%s" is in use and cannot be deleted', book),
            DETAIL = v_use,
            HINT = format('Retire it: UPDATE ledger.book SET retired = true WHERE book = %L.', book);
    END IF;
    FOR v_duty IN SELECT d.role_name, d.duty FROM ledger.duty AS d WHERE d.book_id = v_book_id LOOP
        PERFORM fund.revoke_duty(v_duty.role_name, v_duty.duty, book);
    END LOOP;
    DELETE FROM ledger.book AS b WHERE b.book_id = v_book_id;
END
$function$;

COMMENT ON FUNCTION fund.drop_book(text) IS
'Deletes a book that was created by mistake, with the duties granted in it. For the owner of the ledger. LG054: it is in use, by what the detail says; LG010: no such book; 42501: somebody else.';

CREATE FUNCTION fund.drop_party(party text) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM fund._check_ledger();
    DELETE FROM ledger.party AS p WHERE p.party = drop_party.party;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'LG012',
            MESSAGE = format('party "%s" does not exist', party),
            HINT = 'The table ledger.party lists the parties.';
    END IF;
END
$function$;

COMMENT ON FUNCTION fund.drop_party(text) IS
'Deletes a party that was created by mistake; posting waits while every voucher is looked at. For the owner of the ledger, or who may DELETE from ledger.party. LG054: it is in use, by what the detail says; LG012: no such party; 42501: somebody else.';

-- What shows that a closed month is as it was closed: a digest a part, and the
-- seal over them and the seal before (doc/adr/0012-parts-of-a-seal.md).

CREATE FUNCTION fund._create_seal_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.seal_chunk (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        chunk           integer     NOT NULL,
        first_date      date        NOT NULL,
        first_id        bigint      NOT NULL,
        digest          bytea       NOT NULL,
        vouchers        bytea       NOT NULL,
        CONSTRAINT seal_chunk_pkey PRIMARY KEY (book_id, period, chunk)
    );
    COMMENT ON TABLE ledger.seal_chunk IS '封印: the digests of the vouchers of a closed month, a row for up to 100 of them in the order of date and id';
    COMMENT ON COLUMN ledger.seal_chunk.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.seal_chunk.period IS '会计期间: a closed month';
    COMMENT ON COLUMN ledger.seal_chunk.chunk IS 'from 1, in the order of the vouchers';
    COMMENT ON COLUMN ledger.seal_chunk.first_date IS 'the date of its first voucher';
    COMMENT ON COLUMN ledger.seal_chunk.first_id IS 'the id of its first voucher; the chunk ends before the next one begins';
    COMMENT ON COLUMN ledger.seal_chunk.digest IS 'SHA-256 over its vouchers, all of their columns';
    COMMENT ON COLUMN ledger.seal_chunk.vouchers IS 'the id and the CRC-32C of each voucher, 12 bytes: says which one was altered';

    CREATE TABLE ledger.seal_part (
        book_id         integer     NOT NULL,
        period          fund.period NOT NULL,
        part            text COLLATE "C" NOT NULL,
        digest          bytea       NOT NULL,
        CONSTRAINT seal_part_pkey PRIMARY KEY (book_id, period, part)
    );
    COMMENT ON TABLE ledger.seal_part IS '封印: a digest for each part of a closed month, over which its seal is';
    COMMENT ON COLUMN ledger.seal_part.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.seal_part.period IS '会计期间: a closed month';
    COMMENT ON COLUMN ledger.seal_part.part IS 'attachments, balances, beginnings, close, events, log, numbers, reliefs, restatements, settlements, statements, successions or vouchers';
    COMMENT ON COLUMN ledger.seal_part.digest IS 'SHA-256 over the digests of the rows of the part; of vouchers, of their chunks';

    CREATE TRIGGER seal_chunk_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.seal_chunk
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER seal_part_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.seal_part
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_seal_tables() IS
'Part of fund.create_ledger(): the tables of the digests under a seal.';

-- Inlined, so it sets no path: every name is written out.
CREATE FUNCTION fund._digest(value jsonb) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_catalog.sha256(pg_catalog.convert_to($1::pg_catalog.text, 'UTF8')) $$;

COMMENT ON FUNCTION fund._digest(jsonb) IS
'SHA-256 of a row that is written as a JSON array, as the server prints it: it depends on no setting.';

-- What a close has made, or found, of a month by its end. The events are those
-- before the close of this generation.
CREATE FUNCTION fund._seal_parts(book_id integer, period fund.period, generation integer)
    RETURNS TABLE (part text, digest bytea)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 12
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET timezone = 'UTC'
AS $function$
BEGIN
    RETURN QUERY
    SELECT p.part, sha256(coalesce(p.digests, ''))
    FROM (VALUES
        ('attachments', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       a.voucher_id, a.attachment_no, a.document_no, a.name, encode(a.sha256, 'hex'), a.kept_at)), ''
                   ORDER BY a.voucher_date, a.voucher_id, a.attachment_no)
            FROM ledger.voucher_attachment AS a
            WHERE a.book_id = $1 AND a.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2))),
        ('balances', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       b.basis::text, b.kind::text, b.account::text,
                       b.opening::numeric, b.debit::numeric, b.credit::numeric)), ''
                   ORDER BY b.basis, b.kind, b.account)
            FROM ledger.balance AS b
            WHERE b.book_id = $1 AND b.period OPERATOR(fund.=) $2)),
        ('beginnings', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       f.call_no, f.through::text, f.source, f.brought_by, f.brought_at::text, f.done_through,
                       f.withdrawn_by, f.withdrawn_at::text, f.withdrawn_why,
                       (SELECT jsonb_agg(v.voucher_id ORDER BY v.voucher_id)
                        FROM ledger.brought_voucher AS v WHERE v.book_id = $1 AND v.call_no = f.call_no),
                       (SELECT jsonb_agg(jsonb_build_array(i.item_no, i.basis::text, i.account::text, i.party,
                                                           i.item_date::text, i.amount::numeric) ORDER BY i.item_no)
                        FROM ledger.brought_item AS i WHERE i.book_id = $1 AND i.call_no = f.call_no),
                       (SELECT jsonb_agg(jsonb_build_array(g.basis::text, g.statement, g.item_id, g.figure::numeric)
                                         ORDER BY g.basis, g.statement, g.item_id)
                        FROM ledger.brought_figure AS g WHERE g.book_id = $1 AND g.call_no = f.call_no))), ''
                   ORDER BY f.call_no)
            FROM ledger.book AS b
            JOIN ledger.brought_forward AS f ON f.book_id = b.book_id
            WHERE b.book_id = $1 AND b.first_period OPERATOR(fund.=) $2)),
        ('close', (
            SELECT fund._digest(jsonb_build_array(p.changed_by, p.changed_at::text, p.done_through))
            FROM ledger.book_period AS p
            WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) $2)),
        ('events', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       e.event, e.generation, e.done_by, e.done_at::text, e.reason, encode(e.seal, 'hex'),
                       e.type, e.done_through)), ''
                   ORDER BY e.event_id)
            FROM ledger.period_event AS e
            WHERE e.book_id = $1 AND e.period OPERATOR(fund.=) $2 AND e.generation < $3)),
        ('log', (
            SELECT fund._digest(jsonb_build_array(k.link_no, encode(k.digest, 'hex')))
            FROM ledger.book AS b
            JOIN ledger.log_link AS k ON k.scope = 'book' AND k.code = b.book
            WHERE b.book_id = $1 AND k.cause = 'close' AND k.period OPERATOR(fund.=) $2 AND k.generation = $3
            ORDER BY k.link_no DESC LIMIT 1)),
        ('numbers', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       n.kind::text, n.first_number, n.vouchers::text)), ''
                   ORDER BY n.kind, n.first_number)
            FROM ledger.voucher_number AS n
            WHERE n.book_id = $1 AND n.period OPERATOR(fund.=) $2)),
        ('reliefs', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       r.voucher_id, r.authority, r.reason, r.recorded_by, r.recorded_at::text, r.done_through)), ''
                   ORDER BY r.voucher_id)
            FROM ledger.relief AS r
            WHERE r.book_id = $1
              AND EXISTS (SELECT FROM ledger.voucher AS v
                          WHERE v.book_id = $1 AND v.voucher_id = r.voucher_id
                            AND v.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)))),
        ('restatements', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       r.voucher_id, r.type, r.reason, r.authority, r.recorded_by, r.recorded_at::text,
                       r.done_through)), ''
                   ORDER BY r.voucher_id)
            FROM ledger.restatement AS r
            WHERE r.book_id = $1
              AND EXISTS (SELECT FROM ledger.voucher AS v
                          WHERE v.book_id = $1 AND v.voucher_id = r.voucher_id
                            AND v.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)))),
        ('settlements', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       s.party, s.due::numeric, s.settled::numeric, s.relieved::numeric, s.received::numeric,
                       s.open_since::text, s.settled_since::numeric, s.received_since::numeric)), ''
                   ORDER BY s.party)
            FROM ledger.settlement AS s
            WHERE s.book_id = $1 AND s.period OPERATOR(fund.=) $2)),
        ('statements', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       i.generation, i.form, i.basis::text, i.statement, i.line_no, i.column_no,
                       i.item_id, i.item, i.level, i.column_name, i.figure)), ''
                   ORDER BY i.generation, i.form, i.basis, i.statement, i.line_no, i.column_no)
            FROM ledger.issued_statement AS i
            WHERE i.book_id = $1 AND i.period OPERATOR(fund.=) $2)),
        ('successions', (
            SELECT string_agg(fund._digest(jsonb_build_array(
                       o.book, s.type, s.reason, s.authority, s.recorded_by, s.recorded_at::text,
                       s.retired, s.done_through,
                       (SELECT jsonb_object_agg(m.from_account::text, m.to_account::text)
                        FROM ledger.succession_account AS m WHERE m.predecessor_id = s.predecessor_id))), ''
                   ORDER BY o.book)
            FROM ledger.book AS b
            JOIN ledger.succession AS s ON s.book_id = b.book_id
            JOIN ledger.book AS o ON o.book_id = s.predecessor_id
            WHERE b.book_id = $1 AND b.first_period OPERATOR(fund.=) $2)),
        ('vouchers', (
            SELECT string_agg(c.digest, '' ORDER BY c.chunk)
            FROM ledger.seal_chunk AS c
            WHERE c.book_id = $1 AND c.period OPERATOR(fund.=) $2))) AS p (part, digests);
END
$function$;

COMMENT ON FUNCTION fund._seal_parts(integer, fund.period, integer) IS
'The digests of the parts of a closed month, computed from its rows.';

CREATE FUNCTION fund._seal(book_id integer, period fund.period, generation integer) RETURNS bytea
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN (
        SELECT fund._digest(jsonb_build_array(
                   b.book, $2::text, $3,
                   (SELECT encode(p.seal, 'hex') FROM ledger.book_period AS p
                    WHERE p.book_id = $1 AND p.period OPERATOR(fund.=) fund._month_before($2)
                      AND p.state = 'closed'),
                   (SELECT coalesce(jsonb_agg(jsonb_build_array(s.part, encode(s.digest, 'hex')) ORDER BY s.part),
                                    '[]')
                    FROM ledger.seal_part AS s
                    WHERE s.book_id = $1 AND s.period OPERATOR(fund.=) $2)))
        FROM ledger.book AS b WHERE b.book_id = $1);
END
$function$;

COMMENT ON FUNCTION fund._seal(integer, fund.period, integer) IS
'The seal of a closed month, of the digests of its parts as they are stored and the seal of the month before.';

CREATE FUNCTION fund._seal_chunk(
    book_id integer, from_date date, from_id bigint, until_date date, until_id bigint, "limit" integer
) RETURNS bytea
    LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10000
    AS 'MODULE_PATHNAME', 'fl_seal_chunk_now';

COMMENT ON FUNCTION fund._seal_chunk(integer, date, bigint, date, bigint, integer) IS
'The digest of the vouchers of a book from a key on and before another, so many at the most, and after it the entries of ledger.seal_chunk.vouchers.';

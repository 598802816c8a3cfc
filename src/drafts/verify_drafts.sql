-- 稽核 of drafts. None of it trusts a constraint or a trigger to have kept what is
-- stored.

CREATE FUNCTION fund._draft_digest(draft_id bigint) RETURNS bytea
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE COST 1000
    AS 'MODULE_PATHNAME', 'fl_draft_digest_now';

COMMENT ON FUNCTION fund._draft_digest(bigint) IS
'The digest of a draft''s content as it is stored; NULL where there is no such draft.';

CREATE FUNCTION fund._draft_says(draft_id bigint, journal fund.journal) RETURNS boolean
    LANGUAGE c STABLE STRICT PARALLEL UNSAFE COST 1000
    AS 'MODULE_PATHNAME', 'fl_draft_says';

COMMENT ON FUNCTION fund._draft_says(bigint, fund.journal) IS
'Whether the entries of a draft make this journal, memos included.';

-- What the system makes itself has no reviewer.
CREATE FUNCTION fund._verify_drafts(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        WITH posted AS (
            SELECT d.draft_id, d.voucher_id AS named, v.voucher_id, v.voucher_date AS posted_on, d.voucher_date,
                   v.kind::text AS posted_kind, d.kind::text AS kind, v.basis::text AS posted_basis, d.basis::text AS basis,
                   v.summary AS posted_summary, d.summary, v.source_key AS posted_key, d.source_key,
                   v.reverses AS posted_reverses, d.reverses, v.attachments AS posted_attachments, d.attachments,
                   v.prepared_by AS posted_prepared_by, d.prepared_by, v.reviewed_by,
                   (SELECT s.done_by FROM ledger.draft_step AS s
                    WHERE s.draft_id = d.draft_id AND s.step = 'approved' LIMIT 1) AS approved_by,
                   fund._draft_says(d.draft_id, v.journal) AS says
            FROM ledger.draft AS d
            LEFT JOIN ledger.voucher AS v ON v.book_id = d.book_id AND v.voucher_id = d.voucher_id
             AND v.voucher_date = d.voucher_date
            WHERE d.book_id = $1 AND d.state = 'approved' AND d.start_order IS NULL
        ), fault (period, object, expected, found) AS (
            SELECT p.voucher_date, format('draft %s', p.draft_id), format('voucher %s of %s', p.named, p.voucher_date), 'no voucher'
            FROM posted AS p WHERE p.voucher_id IS NULL
            UNION ALL
            SELECT p.voucher_date, format('draft %s', p.draft_id), format('voucher %s as it was approved', p.named),
                   concat_ws(', ',
                             CASE WHEN p.says IS NOT TRUE THEN 'another journal' END,
                             CASE WHEN p.posted_kind IS DISTINCT FROM p.kind THEN 'kind ' || p.posted_kind END,
                             CASE WHEN p.posted_basis IS DISTINCT FROM p.basis THEN 'basis ' || p.posted_basis END,
                             CASE WHEN p.posted_summary IS DISTINCT FROM p.summary THEN 'another summary' END,
                             CASE WHEN p.posted_key IS DISTINCT FROM p.source_key THEN 'source key ' || coalesce(p.posted_key, 'null') END,
                             CASE WHEN p.posted_reverses IS DISTINCT FROM p.reverses THEN 'reverses ' || coalesce(p.posted_reverses::text, 'null') END,
                             CASE WHEN p.posted_attachments IS DISTINCT FROM p.attachments THEN 'attachments ' || coalesce(p.posted_attachments::text, 'null') END,
                             CASE WHEN p.posted_prepared_by IS DISTINCT FROM p.prepared_by THEN 'prepared by ' || p.posted_prepared_by END,
                             CASE WHEN p.reviewed_by IS DISTINCT FROM p.approved_by THEN 'reviewed by ' || coalesce(p.reviewed_by, 'nobody') END)
            FROM posted AS p
            WHERE p.voucher_id IS NOT NULL
              AND (p.says IS NOT TRUE
                   OR (p.posted_kind, p.posted_basis, p.posted_summary, p.posted_key, p.posted_reverses, p.posted_attachments,
                       p.posted_prepared_by, p.reviewed_by)
                   IS DISTINCT FROM (p.kind, p.basis, p.summary, p.source_key, p.reverses, p.attachments, p.prepared_by, p.approved_by))
            UNION ALL
            SELECT p.voucher_date, format('draft %s', p.draft_id), 'another reviewer than its preparer', coalesce(p.approved_by, 'none')
            FROM posted AS p
            WHERE p.approved_by IS NULL
               OR EXISTS (SELECT FROM ledger.draft_step AS s
                          WHERE s.draft_id = p.draft_id AND s.step IN ('saved', 'submitted') AND s.done_by = p.approved_by)
            UNION ALL
            SELECT d.voucher_date, format('draft %s', d.draft_id), 'content with digest ' || encode(d.digest, 'hex'),
                   coalesce('digest ' || encode(fund._draft_digest(d.draft_id), 'hex'), 'none')
            FROM ledger.draft AS d
            WHERE d.book_id = $1 AND fund._draft_digest(d.draft_id) IS DISTINCT FROM d.digest
            UNION ALL
            SELECT d.voucher_date, format('draft %s', d.draft_id), 'its last step, ' || coalesce(s.step, 'none'), 'state ' || d.state
            FROM ledger.draft AS d
            LEFT JOIN LATERAL (SELECT s.step FROM ledger.draft_step AS s WHERE s.draft_id = d.draft_id
                               ORDER BY s.step_no DESC LIMIT 1) AS s ON true
            WHERE d.book_id = $1 AND s.step IS DISTINCT FROM d.state
            UNION ALL
            SELECT NULL, 'book', 'since when review is demanded', 'null'
            FROM ledger.book AS b WHERE b.book_id = $1 AND b.review_required AND b.review_since IS NULL
            UNION ALL
            SELECT v.voucher_date, format('voucher %s of %s', v.voucher_id, v.voucher_date), 'an approved draft', 'no draft'
            FROM ledger.book AS b
            JOIN ledger.voucher AS v ON v.book_id = b.book_id
            WHERE b.book_id = $1 AND b.review_required AND v.posted_at >= b.review_since
              AND NOT (v.reviewed_by IS NULL AND v.kind::text IN ('carry', 'closing', 'split'))
              AND NOT EXISTS (SELECT FROM ledger.draft AS d
                              WHERE d.book_id = $1 AND d.state = 'approved' AND d.voucher_id = v.voucher_id)
              AND NOT EXISTS (SELECT FROM ledger.brought_voucher AS t
                              JOIN ledger.draft AS d ON d.book_id = t.book_id AND d.state = 'approved' AND d.start_order IS NOT NULL
                              JOIN ledger.draft_step AS s ON s.draft_id = d.draft_id AND s.step = 'approved'
                              WHERE t.book_id = $1 AND t.voucher_id = v.voucher_id
                                AND d.prepared_by = v.prepared_by AND s.done_by = v.reviewed_by)
        )
        SELECT 'draft', to_char(f.period, 'YYYY-MM'), f.object, f.expected, f.found
        FROM fault AS f ORDER BY f.period, f.object COLLATE "C", f.found COLLATE "C"
    $$;

COMMENT ON FUNCTION fund._verify_drafts(integer) IS
'Part of fund.verify(): drafts are as they were saved, approved ones are vouchers that say the same, and what a book that demands review holds by hand has come by one.';

CREATE FUNCTION fund._verify_attachments(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    AS $$
        SELECT 'attachment', to_char(coalesce(a.voucher_date, d.voucher_date), 'YYYY-MM'),
               format('attachment %s of voucher %s', coalesce(a.attachment_no, d.attachment_no), coalesce(a.voucher_id, d.voucher_id)),
               coalesce(d.shown, 'none of its draft'), coalesce(a.shown, 'none')
        FROM (SELECT d.voucher_id, d.voucher_date, t.attachment_no,
                     concat_ws(' ', t.document_no, t.name, encode(t.sha256, 'hex'), t.kept_at) AS shown,
                     jsonb_build_array(t.document_no, t.name, encode(t.sha256, 'hex'), t.kept_at) AS content
              FROM ledger.draft AS d JOIN ledger.draft_attachment AS t ON t.draft_id = d.draft_id
              WHERE d.book_id = $1 AND d.state = 'approved') AS d
        FULL JOIN (SELECT t.voucher_id, t.voucher_date, t.attachment_no,
                          concat_ws(' ', t.document_no, t.name, encode(t.sha256, 'hex'), t.kept_at) AS shown,
                          jsonb_build_array(t.document_no, t.name, encode(t.sha256, 'hex'), t.kept_at) AS content
                   FROM ledger.voucher_attachment AS t WHERE t.book_id = $1) AS a
        ON a.voucher_id = d.voucher_id AND a.voucher_date = d.voucher_date AND a.attachment_no = d.attachment_no
        WHERE a.content IS DISTINCT FROM d.content
        ORDER BY coalesce(a.voucher_id, d.voucher_id), coalesce(a.attachment_no, d.attachment_no)
    $$;

COMMENT ON FUNCTION fund._verify_attachments(integer) IS
'Part of fund.verify(): the documents of vouchers are those of their drafts.';

-- No fault, but what an auditor has to know: how far two logins are two persons.
CREATE FUNCTION fund._verify_logins(book_id integer)
    RETURNS TABLE (check_name text, period text, object text, expected text, found text)
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET datestyle = 'ISO, YMD'
    SET timezone = 'UTC'
    AS $$
        SELECT 'login', NULL::text, format('login %s', l.login), 'a person''s',
               format('an application''s: %s, registered by %s', l.purpose, l.registered_by)
        FROM ledger.registered_login AS l
        WHERE EXISTS (SELECT FROM ledger.book AS b WHERE b.book_id = $1 AND b.review_required)
        ORDER BY l.login
    $$;

COMMENT ON FUNCTION fund._verify_logins(integer) IS
'Part of fund.verify(): the logins that are registered as applications'', of a book that demands review.';

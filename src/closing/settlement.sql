-- 应收与收款: what is settled in the overlay has been received. 社会保险费 may not
-- be waived (建议办法(一), 社会保险费征缴暂行条例), and a waiver has the accounts of a
-- settlement, so only the payer's receipts tell them apart.

CREATE FUNCTION fund._create_settlement_tables() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    CREATE TABLE ledger.settlement (
        book_id         integer     NOT NULL,
        party           text COLLATE "C" NOT NULL,
        period          fund.period NOT NULL,
        due             fund.amount NOT NULL,
        settled         fund.amount NOT NULL,
        relieved        fund.amount NOT NULL,
        received        fund.amount NOT NULL,
        open_since      date,
        settled_since   fund.amount NOT NULL,
        received_since  fund.amount NOT NULL,
        CONSTRAINT settlement_pkey PRIMARY KEY (book_id, party, period)
    );
    COMMENT ON TABLE ledger.settlement IS '应收与收款: what each payer owed, settled and paid by the end of a closed month in which that changed, since the book began; a close writes it';
    COMMENT ON COLUMN ledger.settlement.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.settlement.party IS 'ledger.party.party; empty: the pool of receipts that name no payer, of which what payers settled beyond their own receipts is taken';
    COMMENT ON COLUMN ledger.settlement.period IS '会计期间: a closed month';
    COMMENT ON COLUMN ledger.settlement.due IS 'the balance of claims that are assets, 元; of the pool, that of all payers';
    COMMENT ON COLUMN ledger.settlement.settled IS 'what claims were credited against income; of the pool, what is to come out of it';
    COMMENT ON COLUMN ledger.settlement.relieved IS 'the same of vouchers in ledger.relief';
    COMMENT ON COLUMN ledger.settlement.received IS 'what was received on the cash basis';
    COMMENT ON COLUMN ledger.settlement.open_since IS 'the day of the first assessment since nothing was due; NULL: nothing is';
    COMMENT ON COLUMN ledger.settlement.settled_since IS 'settled from that day on';
    COMMENT ON COLUMN ledger.settlement.received_since IS 'received from that day on';

    CREATE TABLE ledger.relief (
        book_id         integer     NOT NULL,
        voucher_id      bigint      NOT NULL,
        authority       text        NOT NULL,
        reason          text        NOT NULL,
        recorded_by     text        NOT NULL DEFAULT fund.outer_user(),
        recorded_at     timestamptz NOT NULL DEFAULT now(),
        done_through    text        DEFAULT fund.done_through(),
        CONSTRAINT relief_pkey PRIMARY KEY (book_id, voucher_id),
        CONSTRAINT relief_authority_not_blank CHECK (btrim(authority) <> ''),
        CONSTRAINT relief_reason_not_blank CHECK (btrim(reason) <> '')
    );
    COMMENT ON TABLE ledger.relief IS '减免: vouchers that end what was due without a receipt, by whose decision; fund.relieve() writes it';
    COMMENT ON COLUMN ledger.relief.book_id IS '账套: ledger.book.book_id';
    COMMENT ON COLUMN ledger.relief.voucher_id IS 'the voucher';
    COMMENT ON COLUMN ledger.relief.authority IS '依据: the decision of the State Council or of a court';
    COMMENT ON COLUMN ledger.relief.reason IS '原因';
    COMMENT ON COLUMN ledger.relief.recorded_by IS 'the role that said it';
    COMMENT ON COLUMN ledger.relief.recorded_at IS 'when its transaction began';
    COMMENT ON COLUMN ledger.relief.done_through IS 'the role that acted for recorded_by; NULL: itself';

    CREATE TRIGGER settlement_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.settlement
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
    CREATE TRIGGER relief_derived
        BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger.relief
        FOR EACH STATEMENT EXECUTE FUNCTION fund._check_derived_write();
END
$function$;

COMMENT ON FUNCTION fund._create_settlement_tables() IS
'Part of fund.create_ledger(): the tables of settlements and reliefs.';


CREATE FUNCTION fund.relieve(book text, voucher_id bigint, authority text, reason text) RETURNS bigint
    LANGUAGE c VOLATILE PARALLEL UNSAFE
    AS 'MODULE_PATHNAME', 'fl_relieve';

COMMENT ON FUNCTION fund.relieve(text, bigint, text, text) IS
'减免: says by whose authority a voucher of the overlay ends what was due without a receipt (阶段性减征), and why, once and while its month is open; returns its id. The close does not ask for a receipt then, and fund.settlements() reports it apart. LG013: no such voucher; LG023: the month is closed; LG034: the voucher is not of the overlay; LG035: it is recorded already; 22023: no authority, or no reason; 42501: may not post in the book.';


-- +1, or -1 for a reversal; what reverses a reversal is as its original. UNION,
-- so that a circle that somebody's hand has made ends, too.
CREATE FUNCTION fund._reversal_sign(book_id integer, voucher_id bigint) RETURNS integer
    LANGUAGE sql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    AS $$
        WITH RECURSIVE undone AS (
            SELECT r.reversed FROM ledger.reversal AS r WHERE r.book_id = $1 AND r.voucher_id = $2
            UNION
            SELECT r.reversed
            FROM undone AS u JOIN ledger.reversal AS r ON r.book_id = $1 AND r.voucher_id = u.reversed
        )
        SELECT CASE WHEN count(*) % 2 = 0 THEN 1 ELSE -1 END FROM undone
    $$;

COMMENT ON FUNCTION fund._reversal_sign(integer, bigint) IS
'Whether a voucher stands for (1) or against (-1) the one that its chain of reversals begins with.';

-- Vouchers, then lines with what the standard has them for (that of the deepest
-- account), then what each voucher does to each payer. To compile such a query
-- (jit) takes longer than to run it over a month.
CREATE FUNCTION fund._settlement_moves(book_id integer, first_day date, last_day date)
    RETURNS TABLE (party text, day date, due numeric, settled numeric, relieved numeric, received numeric, given numeric)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 1000
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
BEGIN
    RETURN QUERY
    WITH role AS MATERIALIZED (
        -- and income and expenditure, of which details are of their account
        SELECT a.account, a.settlement, a.element
        FROM ledger.book AS b JOIN ledger.account AS a ON a.standard = b.standard
        WHERE b.book_id = $1
          AND (a.settlement IS NOT NULL OR (a.element IN ('income', 'expenditure') AND fund.level(a.account) = 1))
    ), posted AS MATERIALIZED (
        SELECT v.voucher_id, v.voucher_date AS day, v.kind, v.basis OPERATOR(fund.=) 'cash' AS is_cash, l.party,
               l.account, fund._debit_less_credit(l.side, l.amount) AS debit,
               CASE WHEN v.reverses IS NULL THEN 1 ELSE fund._reversal_sign($1, v.voucher_id) END AS sign,
               b.voucher_id IS NOT NULL AS is_sum,
               v.basis OPERATOR(fund.=) 'accrual'
                 AND (v.voucher_id IN (SELECT r.voucher_id FROM ledger.relief AS r WHERE r.book_id = $1)
                      OR coalesce(v.reverses, v.voucher_id)
                         IN (SELECT r.voucher_id FROM ledger.relief AS r WHERE r.book_id = $1)) AS is_relief
        FROM ledger.voucher AS v
        CROSS JOIN LATERAL fund.lines(v.journal) AS l
        LEFT JOIN ledger.brought_voucher AS b ON b.book_id = $1 AND b.voucher_id = v.voucher_id
        WHERE v.book_id = $1 AND v.voucher_date BETWEEN $2 AND $3
          AND (v.basis OPERATOR(fund.=) 'accrual' OR v.kind OPERATOR(fund.=) 'normal')
    ), account AS (
        SELECT u.account, r.settlement, r.element
        FROM (SELECT DISTINCT p.account FROM posted AS p) AS u
        CROSS JOIN LATERAL (SELECT r.settlement, r.element FROM role AS r
                            WHERE u.account OPERATOR(fund.<@) r.account
                            ORDER BY r.account USING OPERATOR(fund.>) LIMIT 1) AS r
    ), line AS MATERIALIZED (
        SELECT p.*, a.settlement, a.element
        FROM posted AS p LEFT JOIN account AS a ON a.account OPERATOR(fund.=) p.account
    ), claim AS (
        -- Of one voucher and payer, as the original has it. In one brought forward a
        -- line is the sum of many, and what was assessed is no part of what was settled.
        SELECT l.voucher_id, l.day, l.sign, l.is_relief, l.is_sum, coalesce(l.party, '') AS party,
               coalesce(sum(l.debit) FILTER (WHERE l.element = 'asset'), 0) AS due,
               CASE WHEN l.is_sum THEN sum(greatest(-l.debit * l.sign, 0))
                    ELSE greatest(sum(-l.debit * l.sign), 0) END AS credited
        FROM line AS l
        WHERE NOT l.is_cash AND l.settlement = 'claim'
        GROUP BY l.voucher_id, l.day, l.sign, l.is_relief, l.is_sum, coalesce(l.party, '')
    ), paid AS (
        SELECT l.party, greatest(sum(-l.debit), 0) AS amount
        FROM line AS l
        WHERE l.is_cash AND l.is_sum AND l.settlement = 'receipt' AND l.party IS NOT NULL
        GROUP BY l.party
    ), share AS (
        -- Where sums credit more than income they do not say whose claim moved to
        -- another payer: who paid has settled, before any other.
        SELECT c.voucher_id, c.day, c.sign, c.is_relief, c.party, c.due, 1 AS turn,
               CASE WHEN c.is_sum THEN least(c.credited, coalesce(p.amount, 0)) ELSE c.credited END AS credited
        FROM claim AS c LEFT JOIN paid AS p USING (party)
        UNION ALL
        SELECT c.voucher_id, c.day, c.sign, c.is_relief, c.party, 0, 2, c.credited - least(c.credited, coalesce(p.amount, 0))
        FROM claim AS c LEFT JOIN paid AS p USING (party)
        WHERE c.is_sum
    ), ended AS (
        -- What is taken off income, or off all claims together, by whatever account:
        -- what moves from payer to payer, or out of 预收, takes off neither.
        SELECT l.voucher_id,
               greatest(sum(greatest(l.debit * l.sign, 0)) FILTER (WHERE l.settlement = 'receipt'),
                        sum(-l.debit * l.sign) FILTER (WHERE l.settlement = 'claim' AND NOT l.is_sum
                                                         AND l.kind OPERATOR(fund.<>) 'opening'), 0) AS debited
        FROM line AS l
        WHERE NOT l.is_cash AND l.settlement IS NOT NULL
        GROUP BY l.voucher_id
    ), settled AS (
        SELECT c.party, c.day, c.due, c.is_relief,
               c.sign * least(c.credited, greatest(0, coalesce(i.debited, 0)
                   - coalesce(sum(c.credited) OVER (PARTITION BY c.voucher_id ORDER BY c.turn, c.party
                                                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS amount
        FROM share AS c LEFT JOIN ended AS i USING (voucher_id)
    ), receipt AS (
        -- A payer named beside the money alone has paid the whole of it; beside sums
        -- of many receipts nobody is.
        SELECT coalesce(l.party,
                        CASE WHEN NOT l.is_sum AND NOT bool_or(l.party IS NOT NULL AND l.settlement = 'receipt') OVER one
                              AND min(l.party) OVER one = max(l.party) OVER one
                             THEN min(l.party) OVER one END, '') AS party,
               l.voucher_id, l.day, l.sign, l.is_sum, -l.debit * l.sign AS amount, l.settlement, l.element
        FROM line AS l
        WHERE l.is_cash
        WINDOW one AS (PARTITION BY l.voucher_id)
    ), money AS (
        -- What the voucher brings in beside income and expenditure.
        SELECT r.voucher_id, greatest(sum(-r.amount), 0) AS amount
        FROM receipt AS r
        WHERE r.settlement IS DISTINCT FROM 'receipt' AND (r.element IN ('income', 'expenditure')) IS NOT TRUE
        GROUP BY r.voucher_id
    ), payer AS (
        SELECT r.voucher_id, r.day, r.sign, r.is_sum, r.party, sum(r.amount) AS amount
        FROM receipt AS r WHERE r.settlement = 'receipt'
        GROUP BY r.voucher_id, r.day, r.sign, r.is_sum, r.party
    ), paid_by AS (
        -- Of what payers gain in a voucher, what brings in no money another payer has
        -- given, or nobody.
        SELECT p.*, CASE WHEN p.is_sum THEN 0 ELSE greatest(p.gained - coalesce(m.amount, 0), 0) END AS unpaid
        FROM (SELECT y.*, sum(greatest(y.amount, 0)) OVER one AS gained, sum(greatest(-y.amount, 0)) OVER one AS lost,
                     sum(abs(y.amount)) OVER (PARTITION BY y.voucher_id, y.amount > 0 ORDER BY y.party
                                              ROWS UNBOUNDED PRECEDING) - abs(y.amount) AS before
              FROM payer AS y WINDOW one AS (PARTITION BY y.voucher_id)) AS p
        LEFT JOIN money AS m USING (voucher_id)
    ), received AS (
        SELECT p.party, p.day, p.sign,
               greatest(0, least(abs(p.amount),
                   CASE WHEN p.amount > 0 THEN p.unpaid - p.lost ELSE least(p.unpaid, p.lost) END - p.before)) AS set_aside,
               p.amount
        FROM paid_by AS p
    )
    SELECT s.party, s.day, s.due, CASE WHEN s.is_relief THEN 0 ELSE s.amount END,
           CASE WHEN s.is_relief THEN s.amount ELSE 0 END, 0::numeric, 0::numeric
    FROM settled AS s
    UNION ALL
    SELECT r.party, r.day, 0, 0, 0, r.sign * CASE WHEN r.amount > 0 THEN r.amount - r.set_aside ELSE r.amount END,
           r.sign * CASE WHEN r.amount < 0 THEN r.set_aside ELSE 0 END
    FROM received AS r;
END
$function$;

COMMENT ON FUNCTION fund._settlement_moves(integer, date, date) IS
'What the vouchers of these days do to what is due from each payer, settled, relieved and received, and what of the last was given to others.';

-- Of months after the last one and through this, where what was brought forward ends in one.
CREATE FUNCTION fund._brought_claims(book_id integer, last fund.period, period fund.period)
    RETURNS TABLE (party text, first_day date)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 10
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT i.party, min(i.item_date)
        FROM ledger.brought_forward AS f
        JOIN ledger.book AS b USING (book_id)
        JOIN ledger.brought_item AS i USING (book_id, call_no)
        CROSS JOIN LATERAL (SELECT a.settlement, a.element FROM ledger.account AS a
                            WHERE a.standard = b.standard AND a.settlement IS NOT NULL
                              AND i.account OPERATOR(fund.<@) a.account
                            ORDER BY a.account USING OPERATOR(fund.>) LIMIT 1) AS a
        WHERE f.book_id = $1 AND f.withdrawn_at IS NULL
          AND coalesce(f.through, b.first_period) OPERATOR(fund.<=) $3
          AND ($2 IS NULL OR coalesce(f.through, b.first_period) OPERATOR(fund.>) $2)
          AND i.basis OPERATOR(fund.=) 'accrual' AND i.amount > 0
          AND a.settlement = 'claim' AND a.element = 'asset'
        GROUP BY i.party
    $$;

COMMENT ON FUNCTION fund._brought_claims(integer, fund.period, fund.period) IS
'Since when payers owe of whom open items were brought forward, where they are as of a month after the second and not after the third argument.';

-- Of the vouchers of one call of fund.bring_forward() that sum up the overlay.
CREATE FUNCTION fund._untold_settlements(book_id integer, call_no integer)
    RETURNS TABLE (credited numeric, debited numeric)
    LANGUAGE sql STABLE PARALLEL UNSAFE ROWS 1
    SET search_path = pg_catalog, pg_temp
    AS $$
        SELECT s.credited, s.debited
        FROM (SELECT sum(greatest(-l.debit, 0)) FILTER (WHERE l.settlement = 'claim') AS credited,
                     coalesce(sum(greatest(l.debit, 0)) FILTER (WHERE l.settlement = 'receipt'), 0) AS debited,
                     count(DISTINCT coalesce(l.party, '')) FILTER (WHERE l.settlement = 'claim' AND l.debit < 0) AS payers
              FROM (SELECT fund._debit_less_credit(n.side, n.amount) AS debit, n.party, a.settlement
                    FROM ledger.brought_voucher AS c
                    JOIN ledger.book AS b USING (book_id)
                    JOIN ledger.voucher AS v USING (book_id, voucher_id)
                    CROSS JOIN LATERAL fund.lines(v.journal) AS n
                    CROSS JOIN LATERAL (SELECT r.settlement FROM ledger.account AS r
                                        WHERE r.standard = b.standard AND r.settlement IS NOT NULL
                                          AND n.account OPERATOR(fund.<@) r.account
                                        ORDER BY r.account USING OPERATOR(fund.>) LIMIT 1) AS a
                    WHERE c.book_id = $1 AND c.call_no = $2 AND v.reverses IS NULL
                      AND v.basis OPERATOR(fund.=) 'accrual' AND v.kind OPERATOR(fund.=) 'normal') AS l) AS s
        WHERE s.credited > s.debited AND s.payers > 1
    $$;

COMMENT ON FUNCTION fund._untold_settlements(integer, integer) IS
'What sums brought forward credit to claims of several payers, and debit to income, where the first is more: some of it was no settlement, and the sums do not say whose.';

-- From the last closed month that has rows on, or from the book's beginning.
CREATE FUNCTION fund._settlements(book_id integer, period fund.period)
    RETURNS TABLE (party text, due numeric, settled numeric, relieved numeric, received numeric,
                   open_since date, settled_since numeric, received_since numeric)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
DECLARE
    v_last fund.period := (SELECT s.period FROM ledger.settlement AS s
                           WHERE s.book_id = $1 AND s.party = '' AND s.period OPERATOR(fund.<) $2
                           ORDER BY s.period USING OPERATOR(fund.>) LIMIT 1);
BEGIN
    RETURN QUERY
    WITH item AS MATERIALIZED (
        SELECT i.party, i.first_day FROM fund._brought_claims($1, v_last, $2) AS i
    ), move AS MATERIALIZED (
        SELECT m.* FROM fund._settlement_moves($1, CASE WHEN v_last IS NULL THEN '-infinity'::date
                                                        ELSE fund.last_day(v_last) + 1 END,
                                               fund.last_day($2)) AS m
    ), moved AS (
        SELECT m.party, sum(m.due) AS due, sum(m.settled) AS settled, sum(m.relieved) AS relieved,
               sum(m.received) AS received, sum(m.given) AS given, min(m.day) FILTER (WHERE m.due > 0) AS first_day
        FROM move AS m GROUP BY m.party
    ), payer AS (
        SELECT m.party, m.due, m.settled + c.beyond AS settled, m.relieved, m.received + c.beyond AS received, o.due AS old_due,
               coalesce(o.settled::numeric, 0) AS old_settled, coalesce(o.relieved::numeric, 0) AS old_relieved,
               coalesce(o.received::numeric, 0) AS old_received,
               CASE WHEN i.party IS NOT NULL THEN i.first_day WHEN o.due > 0 THEN o.open_since ELSE m.first_day END AS since,
               CASE WHEN o.due > 0 THEN o.settled_since::numeric ELSE 0 END AS old_settled_since,
               CASE WHEN o.due > 0 THEN o.received_since::numeric ELSE 0 END AS old_received_since
        FROM (SELECT m.* FROM moved AS m
              UNION ALL
              SELECT i.party, 0, 0, 0, 0, 0, NULL FROM item AS i
              WHERE NOT EXISTS (SELECT FROM moved AS m WHERE m.party = i.party)) AS m
        LEFT JOIN item AS i ON i.party = m.party
        LEFT JOIN LATERAL (SELECT s.* FROM ledger.settlement AS s
                           WHERE s.book_id = $1 AND s.party = m.party AND s.period OPERATOR(fund.<) $2
                           ORDER BY s.period USING OPERATOR(fund.>) LIMIT 1) AS o ON true
        -- Who gives others more than was received has settled it: it is no refund.
        CROSS JOIN LATERAL (SELECT greatest(least(m.given, - coalesce(o.received::numeric, 0) - m.received), 0) AS beyond) AS c
    ), since AS (
        SELECT m.party, sum(m.settled) AS settled, sum(m.received) AS received
        FROM move AS m JOIN payer AS p USING (party)
        WHERE m.day >= p.since
        GROUP BY m.party
    ), now AS (
        SELECT p.party, coalesce(p.old_due::numeric, 0) + p.due AS due, p.old_settled + p.settled AS settled,
               p.old_relieved + p.relieved AS relieved, p.old_received + p.received AS received, p.since,
               p.old_settled_since + coalesce(s.settled, 0) AS settled_since,
               p.old_received_since + coalesce(s.received, 0) AS received_since,
               -- what the pool has to give more than before; refunds of what was received before
               -- the book began leave less than nothing, and settle nothing
               greatest(p.old_settled + p.settled - greatest(p.old_received + p.received, 0), 0)
                 - greatest(p.old_settled - greatest(p.old_received, 0), 0) AS short
        FROM payer AS p LEFT JOIN since AS s USING (party)
    ), pool AS (
        SELECT coalesce(max(o.due::numeric), 0) + coalesce((SELECT sum(m.due) FROM moved AS m), 0) AS due,
               coalesce(max(o.settled::numeric), 0) AS old_settled,
               coalesce((SELECT sum(CASE n.party WHEN '' THEN (SELECT p.settled FROM payer AS p WHERE p.party = '')
                                                 ELSE n.short END) FROM now AS n), 0) AS settled,
               coalesce(max(o.relieved::numeric), 0)
                 + coalesce((SELECT m.relieved FROM moved AS m WHERE m.party = ''), 0) AS relieved,
               coalesce(max(o.received::numeric), 0)
                 + coalesce((SELECT p.received FROM payer AS p WHERE p.party = ''), 0) AS received,
               least(CASE WHEN max(o.due::numeric) > 0 THEN max(o.open_since)
                          ELSE (SELECT min(m.first_day) FROM moved AS m) END,
                     (SELECT min(i.first_day) FROM item AS i)) AS since,
               CASE WHEN max(o.due::numeric) > 0 THEN max(o.settled_since::numeric) ELSE 0 END AS old_settled_since,
               CASE WHEN max(o.due::numeric) > 0 THEN max(o.received_since::numeric) ELSE 0 END AS old_received_since
        FROM (SELECT s.* FROM ledger.settlement AS s
              WHERE s.book_id = $1 AND s.party = '' AND s.period OPERATOR(fund.=) v_last) AS o
    )
    SELECT n.party, n.due, n.settled, n.relieved, n.received, CASE WHEN n.due > 0 THEN n.since END,
           CASE WHEN n.due > 0 THEN n.settled_since ELSE 0 END, CASE WHEN n.due > 0 THEN n.received_since ELSE 0 END
    FROM now AS n WHERE n.party <> ''
    UNION ALL
    SELECT '', p.due, p.old_settled + p.settled, p.relieved, p.received, CASE WHEN p.due > 0 THEN p.since END,
           CASE WHEN p.due > 0 THEN p.old_settled_since + p.settled ELSE 0 END,
           CASE WHEN p.due > 0 THEN p.old_received_since
                + coalesce((SELECT sum(m.received) FROM move AS m WHERE m.party = '' AND m.day >= p.since), 0) ELSE 0 END
    FROM pool AS p;
END
$function$;

COMMENT ON FUNCTION fund._settlements(integer, fund.period) IS
'The rows of ledger.settlement of a month that is being closed: the payers of whom something changed, and the pool.';

-- Not of the balances, which forget what was assessed and taken back in the month.
CREATE FUNCTION fund._has_claims(book_id integer, period fund.period) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN EXISTS (SELECT FROM ledger.settlement AS s
                   WHERE s.book_id = $1 AND s.party = '' AND s.period OPERATOR(fund.<) $2)
        OR EXISTS (SELECT FROM ledger.voucher AS v
                   WHERE v.book_id = $1 AND v.voucher_date BETWEEN fund.first_day($2) AND fund.last_day($2)
                     AND v.basis OPERATOR(fund.=) 'accrual');
END
$function$;

COMMENT ON FUNCTION fund._has_claims(integer, fund.period) IS
'Whether a month has an overlay whose claims are to be compared with receipts, or a month before it had.';

-- The last state of each payer by the end of the month, closed or not.
CREATE FUNCTION fund._settlement_states(book_id integer, period fund.period)
    RETURNS TABLE (party text, due numeric, settled numeric, relieved numeric, received numeric,
                   open_since date, unsettled numeric, verdict text)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE ROWS 100
    SET search_path = pg_catalog, pg_temp
    SET jit = off
AS $function$
BEGIN
    RETURN QUERY
    WITH state AS (
        SELECT DISTINCT ON (s.party) s.*
        FROM (SELECT t.party, t.period, t.due::numeric, t.settled::numeric, t.relieved::numeric, t.received::numeric,
                     t.open_since, t.settled_since::numeric, t.received_since::numeric
              FROM ledger.settlement AS t
              WHERE t.book_id = $1 AND t.period OPERATOR(fund.<=) $2
              UNION ALL
              SELECT c.party, $2, c.due, c.settled, c.relieved, c.received, c.open_since, c.settled_since, c.received_since
              FROM fund._settlements($1, $2) AS c
              WHERE NOT EXISTS (SELECT FROM ledger.settlement AS t
                                WHERE t.book_id = $1 AND t.party = '' AND t.period OPERATOR(fund.=) $2)) AS s
        ORDER BY s.party, s.period USING OPERATOR(fund.>)
    ), pool AS (SELECT p.settled > greatest(p.received, 0) AS is_short FROM state AS p WHERE p.party = '')
    SELECT s.party, round(s.due, 2), round(s.settled, 2), round(s.relieved, 2), round(s.received, 2), s.open_since,
           round(s.received_since - s.settled_since, 2),
           CASE WHEN s.settled > greatest(s.received, 0) AND (SELECT p.is_short FROM pool AS p) THEN 'fail'
                WHEN s.due > 0 AND s.received_since > s.settled_since
                     -- of the pool, which holds much that nobody owed: what can be theirs
                     AND (s.party <> '' OR s.received_since - s.settled_since <= s.due) THEN 'warning'
                ELSE 'pass' END
    FROM state AS s
    ORDER BY s.party COLLATE "C";
END
$function$;

COMMENT ON FUNCTION fund._settlement_states(integer, fund.period) IS
'What each payer owed, settled and paid by the end of a month, and what a close says of it.';

CREATE FUNCTION fund.settlements(book text, period fund.period)
    RETURNS TABLE (party text, party_name text, due numeric, settled numeric, relieved numeric, received numeric,
                   open_since date, unsettled numeric, verdict text)
    LANGUAGE c STABLE PARALLEL RESTRICTED ROWS 100
    AS 'MODULE_PATHNAME', 'fl_settlements';

COMMENT ON FUNCTION fund.settlements(text, fund.period) IS
'应收与收款: payer by payer, since the book began and through the period, what is due (the balance of 应收), what was settled against income, relieved by an authority and received in cash, 元; unsettled is what was received since open_since and not settled. The row without a party is the pool: receipts that name no payer, and what payers settled beyond their own. verdict: fail stops the close, warning is warned of. LG010: no such book; LG024: before its first period; 42501: may not read it.';

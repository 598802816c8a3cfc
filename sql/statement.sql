-- 会计报表: what the statements show, at every moment, and when they refuse.
SET client_encoding = 'UTF8';
SET client_min_messages = warning;
SELECT fund.create_ledger();
RESET client_min_messages;
\pset null '-'
\getenv abs_srcdir PG_ABS_SRCDIR

-- The SQLSTATE, message, detail and hint of a statement that must fail.
CREATE FUNCTION pg_temp.refusal(query text) RETURNS TABLE (said text)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_detail text;
        v_hint   text;
    BEGIN
        EXECUTE query;
        said := 'no error';
        RETURN NEXT;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
        RETURN QUERY
            SELECT s FROM unnest(ARRAY[SQLSTATE || ' ' || SQLERRM, v_detail, v_hint]) AS s
            WHERE s <> '';
    END
    $$;

--
-- The worked example, compared after every voucher with figures computed in
-- plain SQL from the lines of the vouchers. Each item is a set of accounts; a
-- fund's 净资产 is its account and the income and expenditure that go into it.
--
CREATE TEMP TABLE item_accounts (statement text, item_id text, side text, pattern text,
                                 kinds text[] DEFAULT '{opening,normal,carry,closing,adjustment,transfer}');
INSERT INTO item_accounts (statement, item_id, side, pattern) VALUES
    ('BS', 'A1', 'debit', '^1001'), ('BS', 'A2', 'debit', '^1002'), ('BS', 'A3', 'debit', '^1003'),
    ('BS', 'A4', 'debit', '^1004'), ('BS', 'A5', 'debit', '^1005'), ('BS', 'A6', 'debit', '^1101'),
    ('BS', 'A61', 'debit', '^110101'), ('BS', 'A7', 'debit', '^1201'), ('BS', 'A0', 'debit', '^1'),
    ('BS', 'L1', 'credit', '^2001'), ('BS', 'L11', 'credit', '^200103'), ('BS', 'L2', 'credit', '^2101'),
    ('BS', 'L0', 'credit', '^2'),
    ('BS', 'N1', 'credit', '^[345]'),
    ('BS', 'N11', 'credit', '^(300101|4101|5101|(4001|4201|4401|4402|4501|5001|5301|5302|5401)01)'),
    ('BS', 'N12', 'credit', '^(300102|4301|5201|(4001|4201|4401|4402|4501|5001|5301|5302|5401)02)'),
    ('BS', 'N13', 'credit', '^(300103|4601|4602)'),
    ('BS', 'N0', 'credit', '^[345]'), ('BS', 'S0', 'credit', '^[2345]'),

    ('IE', 'T0', 'credit', '^(4101|4...01)'), ('IE', 'T1', 'credit', '^400101'), ('IE', 'T2', 'credit', '^4101'),
    ('IE', 'T3', 'credit', '^420101'), ('IE', 'T4', 'credit', '^440101'), ('IE', 'T5', 'credit', '^440201'),
    ('IE', 'T6', 'credit', '^450101'),
    ('IE', 'G0', 'credit', '^(4301|4...02)'), ('IE', 'G1', 'credit', '^400102'), ('IE', 'G2', 'credit', '^420102'),
    ('IE', 'G3', 'credit', '^4301'), ('IE', 'G4', 'credit', '^440102'), ('IE', 'G5', 'credit', '^440202'),
    ('IE', 'G6', 'credit', '^450102'),
    ('IE', 'X0', 'debit', '^(5101|5...01)'), ('IE', 'X1', 'debit', '^500101'), ('IE', 'X11', 'debit', '^50010101'),
    ('IE', 'X12', 'debit', '^50010102'), ('IE', 'X13', 'debit', '^50010103'), ('IE', 'X14', 'debit', '^50010104'),
    ('IE', 'X15', 'debit', '^50010105'), ('IE', 'X2', 'debit', '^5101'), ('IE', 'X3', 'debit', '^530101'),
    ('IE', 'X4', 'debit', '^530201'), ('IE', 'X5', 'debit', '^540101'),
    ('IE', 'Y0', 'debit', '^(5201|5...02)'), ('IE', 'Y1', 'debit', '^500102'), ('IE', 'Y11', 'debit', '^50010201'),
    ('IE', 'Y12', 'debit', '^50010202'), ('IE', 'Y13', 'debit', '^50010203'), ('IE', 'Y2', 'debit', '^5201'),
    ('IE', 'Y3', 'debit', '^530102'), ('IE', 'Y4', 'debit', '^530202'), ('IE', 'Y5', 'debit', '^540102'),
    ('IE', 'Z0', 'credit', '^([45]|300103)'),
    ('IE', 'Z1', 'credit', '^(4101|5101|[45]...01)'),
    ('IE', 'Z2', 'credit', '^(4301|5201|[45]...02)'),
    ('IE', 'Z3', 'credit', '^(300103|4601|4602)'),
    ('IE', 'Z4', 'credit', '^300101'), ('IE', 'Z5', 'credit', '^300102');
INSERT INTO item_accounts VALUES
    ('IE', 'Z31', 'credit', '^4601', '{normal}'), ('IE', 'Z32', 'credit', '^4602', '{normal}'),
    ('IE', 'Z33', 'credit', '^300103', '{transfer,adjustment}');

-- Left and right are 年初余额 and 期末余额, or 本月数 and 本年累计数. Balances
-- count every voucher, turnover neither opening nor closing ones.
CREATE FUNCTION pg_temp.computed(code text, month text, bases text[] DEFAULT '{cash}')
    RETURNS TABLE (statement text, item_id text, "left" numeric, "right" numeric)
    LANGUAGE sql
    AS $$
        WITH line AS (
            SELECT to_char(v.voucher_date, 'YYYY-MM') AS month, v.kind, l.account::text AS account,
                   CASE l.side WHEN 'debit' THEN 1 ELSE -1 END * l.amount::numeric AS amount
            FROM ledger.book AS b
            JOIN ledger.voucher AS v USING (book_id)
            CROSS JOIN LATERAL fund.lines(v.journal) AS l
            WHERE b.book = code AND v.basis = ANY (bases)
        )
        SELECT i.statement, i.item_id,
               CASE i.side WHEN 'debit' THEN 1 ELSE -1 END * coalesce(CASE i.statement
                   WHEN 'BS' THEN sum(l.amount) FILTER (WHERE l.kind = 'opening' OR l.month < left($2, 4))
                   ELSE sum(l.amount) FILTER (WHERE l.kind NOT IN ('opening', 'closing') AND l.month = $2)
               END, 0),
               CASE i.side WHEN 'debit' THEN 1 ELSE -1 END * coalesce(CASE i.statement
                   WHEN 'BS' THEN sum(l.amount) FILTER (WHERE l.kind = 'opening' OR l.month <= $2)
                   ELSE sum(l.amount) FILTER (WHERE l.kind NOT IN ('opening', 'closing')
                                              AND l.month BETWEEN left($2, 4) AND $2)
               END, 0)
        FROM item_accounts AS i
        LEFT JOIN line AS l ON l.account ~ i.pattern AND l.kind = ANY (i.kinds)
        GROUP BY i.statement, i.item_id, i.side
    $$;

CREATE FUNCTION pg_temp.shown(code text, month text, basis text DEFAULT 'cash')
    RETURNS TABLE (statement text, item_id text, "left" numeric, "right" numeric)
    LANGUAGE sql
    AS $$
        SELECT 'BS', s.item_id, s.opening, s.closing
        FROM fund.balance_sheet(code, month::fund.period, basis) AS s
        WHERE s.closing IS NOT NULL
        UNION ALL
        SELECT 'IE', s.item_id, s.month, s.year_to_date
        FROM fund.income_expenditure(code, $2::fund.period, basis) AS s
    $$;

-- How many figures agree. One that does not, or a failed rule, is an error.
CREATE FUNCTION pg_temp.compare(code text, month text) RETURNS integer
    LANGUAGE plpgsql
    AS $$
    DECLARE
        fault text;
        agreeing integer;
    BEGIN
        SELECT string_agg(format('%s %s: computed %s and %s, shown %s and %s', statement, item_id,
                                 c."left", c."right", s."left", s."right"), E'\n')
               FILTER (WHERE (c."left", c."right") IS DISTINCT FROM (s."left", s."right")
                       OR scale(s."left") <> 2 OR scale(s."right") <> 2),
               2 * count(*)
        INTO fault, agreeing
        FROM pg_temp.computed(code, month) AS c
        FULL JOIN pg_temp.shown(code, month) AS s USING (statement, item_id);
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION 'statements of % in %: %', code, month, fault;
        END IF;

        SELECT string_agg(r.rule, ', ') INTO fault
        FROM fund.articulation(code, month::fund.period) AS r
        JOIN ledger.articulation AS a ON a.standard = 'reform' AND a.rule = r.rule AND a.judged = 'always'
        WHERE r.severity = 'error' AND r.verdict = 'fail';
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION 'rules of % in %: %', code, month, fault;
        END IF;
        RETURN agreeing;
    END
    $$;

CREATE TEMP TABLE example (
    line         integer GENERATED ALWAYS AS IDENTITY,
    voucher_date date,
    kind         text,
    summary      text,
    journal      fund.journal
);
\set vouchers :abs_srcdir '/demo/vouchers.csv'
\set expected_balance_sheet :abs_srcdir '/demo/expected_balance_sheet.csv'
\set expected_income_expenditure :abs_srcdir '/demo/expected_income_expenditure.csv'
COPY example (voucher_date, kind, summary, journal) FROM :'vouchers' CSV HEADER;
CREATE TEMP TABLE expected_balance_sheet (period text, item text, opening numeric, closing numeric);
COPY expected_balance_sheet FROM :'expected_balance_sheet' CSV HEADER;
CREATE TEMP TABLE expected_income_expenditure (period text, item_id text, month numeric, year_to_date numeric);
COPY expected_income_expenditure FROM :'expected_income_expenditure' CSV HEADER;

-- One book stays open, the other is closed month by month.
SELECT fund.create_book('open', 'never closed', 'reform', '2026-01') > 0 AS created;
SELECT fund.create_book('closed', 'closed at every month-end', 'reform', '2026-01') > 0 AS created;

CREATE FUNCTION pg_temp.run_example(code text, closing boolean)
    RETURNS TABLE (month text, vouchers integer, agreeing integer)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        step record;
    BEGIN
        FOR month IN SELECT DISTINCT to_char(e.voucher_date, 'YYYY-MM') FROM example AS e ORDER BY 1 LOOP
            vouchers := 0;
            agreeing := 0;
            FOR step IN SELECT * FROM example AS e WHERE to_char(e.voucher_date, 'YYYY-MM') = month ORDER BY e.line LOOP
                INSERT INTO ledger.voucher (book_id, voucher_date, kind, summary, journal)
                SELECT b.book_id, step.voucher_date, step.kind, step.summary, step.journal
                FROM ledger.book AS b WHERE b.book = code;
                vouchers := vouchers + 1;
                agreeing := agreeing + pg_temp.compare(code, month);
            END LOOP;
            IF closing THEN
                PERFORM fund.close_period(code, month::fund.period);
                agreeing := agreeing + pg_temp.compare(code, month);
            END IF;
            RETURN NEXT;
        END LOOP;
        -- and the months before once more, seen from the end
        vouchers := 0;
        FOR month IN SELECT DISTINCT to_char(e.voucher_date, 'YYYY-MM') FROM example AS e ORDER BY 1 LOOP
            agreeing := pg_temp.compare(code, month);
            RETURN NEXT;
        END LOOP;
        -- a month without vouchers
        month := '2026-04';
        agreeing := pg_temp.compare(code, month);
        RETURN NEXT;
    END
    $$;

SELECT * FROM pg_temp.run_example('open', false);
SELECT * FROM pg_temp.run_example('closed', true);

-- The statements as the example says, whether the months were closed or not
SELECT code, count(*) AS figures, count(*) FILTER (WHERE e.opening IS DISTINCT FROM s.opening OR e.closing IS DISTINCT FROM s.closing) AS wrong
FROM (VALUES ('open'), ('closed')) AS book (code)
CROSS JOIN expected_balance_sheet AS e
LEFT JOIN LATERAL (SELECT * FROM fund.balance_sheet(code, e.period::fund.period) AS b WHERE b.item = e.item) AS s ON true
GROUP BY code ORDER BY code;
SELECT code, count(*) AS figures, count(*) FILTER (WHERE e.month IS DISTINCT FROM s.month OR e.year_to_date IS DISTINCT FROM s.year_to_date) AS wrong
FROM (VALUES ('open'), ('closed')) AS book (code)
CROSS JOIN expected_income_expenditure AS e
LEFT JOIN LATERAL (SELECT * FROM fund.income_expenditure(code, e.period::fund.period) AS i WHERE i.item_id = e.item_id) AS s ON true
GROUP BY code ORDER BY code;

--
-- The forms as they are shown
--
SELECT * FROM fund.balance_sheet('closed', '2026-02');
SELECT * FROM fund.income_expenditure('closed', '2026-02') WHERE year_to_date <> 0;
SELECT * FROM fund."资产负债表"('closed', '2026-02') WHERE "期末余额" <> 0;
SELECT * FROM fund."收支表"('closed', '2026-02') WHERE "本年累计数" <> 0;
SELECT * FROM fund.statement('closed', '资产负债表', '2026-02') WHERE item_id IN ('A', 'A3', 'N13');
SELECT * FROM fund.statement('closed', 'income_expenditure', '2026-02') WHERE item_id IN ('T1', 'Z3');

-- The annual guise: other columns, and 上年数 is no figure in the first year.
SELECT * FROM fund.statement('closed', '收支表', '2026-03', annual => true) WHERE item_id IN ('T1', 'Z3');
SELECT * FROM fund.statement('closed', '收支表', '2027-12', annual => true) WHERE item_id IN ('T1', 'Z3');
SELECT * FROM fund.statement('closed', '资产负债表', '2027-12', annual => true) WHERE item_id IN ('A3', 'N13');

-- Standard 2017 prints no 待转基金 in it.
SELECT fund.create_book('2017', '2017', '2017', '2026-01') > 0 AS created;
SELECT item_id, bool_or(annual) AS annual, bool_or(NOT annual) AS monthly
FROM (VALUES (false), (true)) AS guise (annual),
     (VALUES ('资产负债表'), ('收支表')) AS form (name),
     fund.statement('2017', name, '2026-01', annual => annual)
WHERE item_id ~ '^(N1|Z3)' GROUP BY item_id ORDER BY item_id COLLATE "C";

-- A window before the book begins is empty: opening and closing are what the
-- book was opened with, and turnover is no figure.
SELECT item_id, opening, closing FROM fund.balance_sheet('closed', '2025-06') WHERE closing <> 0;
SELECT count(*) AS lines, count(month) AS month, count(year_to_date) AS year_to_date
FROM fund.income_expenditure('closed', '2025-12');

-- A book that begins within a year says since when.
SELECT fund.create_book('april', 'begins in April', 'reform', '2026-04') > 0 AS created;
SELECT fund.post('april', '2026-04-01', '期初余额', 'Dr 1003 500, Cr 300101 500', kind => 'opening') > 0 AS posted;
SELECT fund.post('april', '2026-05-01', '财政补贴', 'Dr 1003 20, Cr 4101 20') > 0 AS posted;
SELECT item_id, opening, closing FROM fund.balance_sheet('april', '2026-05') WHERE item_id = 'A3';
SELECT item_id, month, year_to_date FROM fund.income_expenditure('april', '2026-05') WHERE item_id = 'T2';
SELECT item_id, column_name, figure FROM fund.statement('april', '收支表', '2026-12', annual => true) WHERE item_id = 'T2';
SELECT item_id, column_name, figure FROM fund.statement('april', '收支表', '2027-12', annual => true) WHERE item_id = 'T2';
SELECT item_id, opening, closing FROM fund.balance_sheet('april', '2027-01') WHERE item_id = 'A3';

-- All of it at once, as one by one
SELECT row_type, statement, count(*), count(figure) AS figures, count(*) FILTER (WHERE verdict = 'pass') AS passes
FROM fund.statement_pack('closed', '2026-02') GROUP BY row_type, statement ORDER BY row_type, statement COLLATE "C";
SELECT count(*) AS differences
FROM ((SELECT 1 AS part, line_no, item_id, item, level, column_no, column_name, figure FROM fund.statement('closed', '资产负债表', '2026-02')
       UNION ALL
       SELECT 2, line_no, item_id, item, level, column_no, column_name, figure FROM fund.statement('closed', '收支表', '2026-02'))
      EXCEPT ALL
      SELECT CASE statement WHEN '收支表' THEN 2 ELSE 1 END, line_no, item_id, item, level, column_no, column_name, figure
      FROM fund.statement_pack('closed', '2026-02') WHERE row_type = 'figure') AS figure;
SELECT count(*) AS differences
FROM (SELECT * FROM fund.articulation('closed', '2026-02')
      EXCEPT ALL
      SELECT rule, name, lhs, rhs, difference, severity, verdict, reason
      FROM fund.statement_pack('closed', '2026-02') WHERE row_type = 'rule') AS rule;
SELECT pg_temp.refusal($$SELECT * FROM fund.statement_pack('closed', NULL)$$);

--
-- 权责发生制: the example of an accrual overlay, in 万元
--
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P1', '某单位', 'payer');
SELECT fund.create_book('accrual', 'cash and its overlay', 'reform', '2026-01') > 0 AS created;
INSERT INTO ledger.voucher (book_id, voucher_date, basis, summary, journal)
SELECT b.book_id, v.voucher_date::date, v.basis, v.summary, v.journal::fund.journal
FROM ledger.book AS b,
(VALUES
    ('2026-01-05', 'cash',    '收到保险费',   'Dr 1003 300, Cr 400101 300'),
    ('2026-01-25', 'cash',    '支付待遇',     'Dr 50010101 140, Cr 1003 140'),
    ('2026-02-05', 'cash',    '收到保险费',   'Dr 1003 310, Cr 400101 310'),
    ('2026-02-25', 'cash',    '支付待遇',     'Dr 50010101 155, Cr 1003 155'),
    ('2026-03-05', 'cash',    '收到保险费',   'Dr 1003 305, Cr 400101 305'),
    ('2026-03-21', 'cash',    '收到存款利息', 'Dr 1003 15, Cr 420101 15'),
    ('2026-03-25', 'cash',    '支付待遇',     'Dr 50010101 170, Cr 1003 170'),
    ('2026-01-31', 'accrual', '核定',         'Dr 1131 380 @P1, Cr 400101 380'),
    ('2026-01-31', 'accrual', '核定已收',     'Dr 400101 300, Cr 1131 300 @P1'),
    ('2026-01-31', 'accrual', '应收利息',     'Dr 1132 5, Cr 420101 5'),
    ('2026-01-31', 'accrual', '应付待遇',     'Dr 50010101 20, Cr 2201 20'),
    ('2026-01-31', 'accrual', '应付利息',     'Dr 540101 0.5, Cr 2202 0.5'),
    ('2026-02-28', 'accrual', '核定',         'Dr 1131 380 @P1, Cr 400101 380'),
    ('2026-02-28', 'accrual', '核定已收',     'Dr 400101 310, Cr 1131 310 @P1'),
    ('2026-02-28', 'accrual', '应收利息',     'Dr 1132 5, Cr 420101 5'),
    ('2026-02-28', 'accrual', '应付待遇',     'Dr 50010101 10, Cr 2201 10'),
    ('2026-02-28', 'accrual', '应付利息',     'Dr 540101 0.5, Cr 2202 0.5'),
    ('2026-03-31', 'accrual', '核定',         'Dr 1131 380 @P1, Cr 400101 380'),
    ('2026-03-31', 'accrual', '核定已收',     'Dr 400101 305, Cr 1131 305 @P1'),
    ('2026-03-31', 'accrual', '利息已收',     'Dr 420101 10, Cr 1132 10'),
    ('2026-03-31', 'accrual', '应付利息',     'Dr 540101 0.5, Cr 2202 0.5')
) AS v (voucher_date, basis, summary, journal)
WHERE b.book = 'accrual';

SELECT m AS period, c.month AS cash_surplus, a.month AS accrual_surplus, a.year_to_date AS accrual_year_to_date
FROM unnest('{2026-01,2026-02,2026-03}'::fund.period[]) AS m,
     fund.income_expenditure('accrual', m) AS c,
     fund.income_expenditure('accrual', m, 'accrual') AS a
WHERE c.item_id = 'Z0' AND a.item_id = 'Z0'
ORDER BY m;
SELECT m AS period, string_agg(format('%s %s', s.item, s.closing), ', ' ORDER BY s.line_no) AS accruals
FROM unnest('{2026-01,2026-02,2026-03}'::fund.period[]) AS m, fund.balance_sheet('accrual', m, 'accrual') AS s
WHERE s.item_id IN ('A8', 'A9', 'L3', 'L4') GROUP BY m ORDER BY m;
SELECT s.item_id, s.closing FROM fund.balance_sheet('accrual', '2026-03') AS s WHERE s.item_id IN ('A8', 'A0', 'S0', 'L5');

--
-- A standard of one's own: factors, and formulas that refer to what is not there
--
SELECT fund._copy_standard('reform', 'own', '自定', '自定', '2026-01-01');
-- Some refer to nothing, as a restore may leave them: a commit refuses such.
SET session_replication_role = replica;
SELECT fund._insert_statement_line('own', '收支表', 'Z5', line.item_id, line.item_id, 2, line.formula::fund.formula)
FROM (VALUES
    ('THIRD',    '1/3 * [T1]'),
    ('THIRDS',   '[THIRD] + [THIRD] + [THIRD]'),
    ('HALF',     '0.5 * net(400101)'),
    ('LOSS',     '-1/2 * net(400101)'),
    ('NOTHING',  '0'),
    ('DEEP',     '1/7 * ([THIRDS] - 1/9 * [THIRD]) + 2/3 * [HALF]'),
    ('CARRIED',  'credit(4601, carry) + 借方(4601, 结转) + net(1003, opening)'),
    ('STOCK',    'closing(balance_sheet[A0]) - opening(资产负债表[A0]) + 期初(资产负债表[A0])'),
    ('LOOP1',    '[LOOP2]'),
    ('LOOP2',    '2 * [LOOP3]'),
    ('LOOP3',    '[T1] - [LOOP1]'),
    ('SELF',     '[SELF]'),
    ('NOITEM',   '[T99]'),
    ('NOFORM',   '现金流量表[T1]'),
    ('NOACCT',   'closing(9999)'),
    ('CLOSED',   'closing(50010199)'),
    ('HEADING',  '资产负债表[A]'),
    ('OPENFLOW', 'opening([T0])'),
    ('DEEPFLOW', 'closing([THIRDS])'),
    ('USER',     '[NOACCT] + [T1]')
) AS line (item_id, formula);
UPDATE ledger.statement_line SET shown = 'annual'
WHERE standard = 'own' AND item_id IN ('LOOP1', 'LOOP2', 'LOOP3', 'SELF', 'NOITEM', 'NOFORM', 'NOACCT',
                                       'CLOSED', 'HEADING', 'OPENFLOW', 'DEEPFLOW', 'USER');
RESET session_replication_role;
SELECT fund.create_book('own', 'own', 'own', '2026-01') > 0 AS created;
SELECT fund.post('own', '2026-01-01', '期初余额', 'Dr 1003 7.00, Cr 300101 7.00', kind => 'opening') > 0 AS posted;
SELECT fund.post('own', '2026-01-05', '收到保险费', 'Dr 1003 0.01, Cr 400101 0.01') > 0 AS posted;
SELECT item_id, month, year_to_date FROM fund.income_expenditure('own', '2026-01')
WHERE item_id IN ('T1', 'THIRD', 'THIRDS', 'HALF', 'LOSS', 'NOTHING', 'DEEP', 'CARRIED', 'STOCK');
SELECT fund.post('own', '2026-01-06', '收到保险费', 'Dr 1003 0.04, Cr 400101 0.04') > 0 AS posted;
SELECT item_id, month FROM fund.income_expenditure('own', '2026-01')
WHERE item_id IN ('T1', 'THIRD', 'THIRDS', 'HALF', 'LOSS');

-- A faulty line spoils what shows or uses it, and nothing else.
SELECT count(*) > 0 AS shown FROM fund.balance_sheet('own', '2026-01');
CREATE FUNCTION pg_temp.fault_of(item text) RETURNS TABLE (said text)
    LANGUAGE plpgsql
    AS $$
    BEGIN
        SET LOCAL session_replication_role = replica;
        UPDATE ledger.statement_line AS l SET shown = 'both' WHERE standard = 'own' AND item_id = fault_of.item;
        RETURN QUERY SELECT r.said FROM pg_temp.refusal('SELECT * FROM fund.income_expenditure(''own'', ''2026-01'')') AS r;
        UPDATE ledger.statement_line AS l SET shown = 'annual' WHERE standard = 'own' AND item_id = fault_of.item;
    END
    $$;
SELECT item, said FROM unnest('{LOOP1,LOOP3,SELF,NOITEM,NOFORM,NOACCT,CLOSED,HEADING,OPENFLOW,DEEPFLOW,USER}'::text[]) AS item,
    pg_temp.fault_of(item);
DELETE FROM ledger.statement_line
WHERE standard = 'own' AND item_id IN ('LOOP1', 'LOOP2', 'LOOP3', 'SELF', 'NOITEM', 'NOFORM', 'NOACCT',
                                       'CLOSED', 'HEADING', 'OPENFLOW', 'DEEPFLOW', 'USER');
-- Figures that overflow are refused, not wrong.
UPDATE ledger.statement_line SET formula = '1/9223372036854775783 * [T1] + 1/9223372036854775643 * [T1]'
WHERE standard = 'own' AND item_id = 'NOTHING';
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('own', '2026-01')$$);
UPDATE ledger.statement_line SET formula = '9000000000000000000 * [DEEP]' WHERE standard = 'own' AND item_id = 'NOTHING';
UPDATE ledger.statement_line SET formula = '9000000000000000000 * [T1]' WHERE standard = 'own' AND item_id = 'DEEP';
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('own', '2026-01')$$);
UPDATE ledger.statement_line SET formula = '0' WHERE standard = 'own' AND item_id IN ('NOTHING', 'DEEP');
-- A sum of amounts may be larger than an amount.
SELECT fund.post('own', '2026-01-07', '一笔巨款', 'Dr 1003 92233720368547758.00, Cr 4101 92233720368547758.00') > 0 AS posted;
SELECT fund.post('own', '2026-02-07', '一笔巨款', 'Dr 1003 92233720368547758.00, Cr 4101 92233720368547758.00') > 0 AS posted;
SELECT item_id, closing FROM fund.balance_sheet('own', '2026-02') WHERE item_id IN ('A3', 'S0');
-- But so large it may not be: each term would do, their sum does not.
UPDATE ledger.statement_line SET formula = '6000000000000000000 * net(4101) + 6000000000000000000 * net(4101)'
WHERE standard = 'own' AND item_id = 'NOTHING';
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('own', '2026-02')$$);
UPDATE ledger.statement_line SET formula = '0' WHERE standard = 'own' AND item_id = 'NOTHING';

--
-- Enforcement
--
UPDATE ledger.statement_line SET formula = 'closing(1003) - 0.01 * closing(1003)'
WHERE standard = 'own' AND item_id = 'A3';
SELECT fund.create_book('lame', 'a standard that does not articulate', 'own', '2026-01') > 0 AS created;
SELECT fund.post('lame', '2026-01-05', '收到保险费', 'Dr 1003 100, Cr 400101 100') > 0 AS posted;
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('lame', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund."资产负债表"('lame', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.statement('lame', 'balance_sheet', '2026-01')$$);
SELECT item_id, closing FROM fund.balance_sheet('lame', '2026-01', enforce => false) WHERE item_id IN ('A3', 'A0', 'S0');
SELECT item_id, figure FROM fund.statement('lame', 'balance_sheet', '2026-01', enforce => false) WHERE item_id = 'A0' AND column_no = 2;
-- The rule is not one of this form.
SELECT item_id, month FROM fund.income_expenditure('lame', '2026-01') WHERE item_id = 'T1';

--
-- Arguments
--
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('nowhere', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('open', '2026-01', 'accruals')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.statement('open', '现金流量表', '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet(NULL, '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.balance_sheet('open', NULL)$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('open', '2026-01', NULL)$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.income_expenditure('open', '2026-01', enforce => NULL)$$);
SELECT pg_temp.refusal($$SELECT * FROM fund."收支表"(NULL, '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.statement('open', NULL, '2026-01')$$);
SELECT pg_temp.refusal($$SELECT * FROM fund.statement('open', '收支表', '2026-01', annual => NULL)$$);

-- What a transaction has posted it sees at once.
BEGIN;
SELECT fund.post('open', '2026-04-02', '财政补贴', 'Dr 1003 5, Cr 4101 5') > 0 AS posted;
SELECT month FROM fund.income_expenditure('open', '2026-04') WHERE item_id = 'T2';
ROLLBACK;
SELECT month FROM fund.income_expenditure('open', '2026-04') WHERE item_id = 'T2';

SET client_min_messages = warning;
-- a_row_without_a_value_is_no_voucher: it is named, not left out
SELECT fund._open_turnover(7, 1, '2026-01-01', 'normal', b, j, 1)
FROM (VALUES ('cash'::fund.basis, NULL::fund.journal)) AS v (b, j);
\echo :LAST_ERROR_SQLSTATE
SELECT fund._open_turnover(7, 1, '2026-01-01', 'normal', b, j, 1)
FROM (VALUES (NULL::fund.basis, 'Dr 1003 1.00, Cr 400101 1.00'::fund.journal)) AS v (b, j);
\echo :LAST_ERROR_SQLSTATE
SELECT fund._open_turnover(7, 1, d, 'normal', 'cash', 'Dr 1003 1.00, Cr 400101 1.00', 1)
FROM (VALUES ('infinity'::date), ('5874897-01-01')) AS v (d);
\echo :LAST_ERROR_SQLSTATE

DROP SCHEMA ledger CASCADE;

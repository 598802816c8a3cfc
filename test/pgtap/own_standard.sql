-- Whatever one changes in a row of a standard of one's own, it is refused with a
-- SQLSTATE, or every report of its books can be read and their months be closed:
-- what stands in the way at most is a rule that no longer follows (LG041), of
-- which the change has warned. Any column of any row, whatever value.
\set ECHO none
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL client_min_messages = error;
SET LOCAL search_path = public, fund;
SELECT fund.create_ledger() \g /dev/null

\if :{?seed}
\else
    \set seed 20260101
\endif
\if :{?changes}
\else
    \set changes 60
\endif
SELECT plan(2);
SELECT diag(format('seed %s, %s changes (psql -v seed=… -v changes=… makes others)', :'seed', :'changes'));

-- A book with a closed and an open month, both bases, details and 待转
SELECT fund.derive_standard('reform', 'own', '自定') \g /dev/null
INSERT INTO ledger.party (party, name, party_kind) VALUES ('P', '单位', 'payer'), ('H', '医院', 'institution') \g /dev/null
SELECT fund.create_book('b', '账套', 'own', '2026-01') \g /dev/null
SELECT fund.post('b', '2026-01-02', '期初', 'Dr 1003 500.00, Dr 1004 100.00, Cr 300101 400.00, Cr 300102 200.00', kind => 'opening') \g /dev/null
SELECT fund.post('b', '2026-01-03', '待定', 'Dr 1002 50.00, Cr 4601 50.00') \g /dev/null
SELECT fund.post('b', '2026-01-04', '待遇', 'Dr 50010101 30.00, Cr 1004 30.00') \g /dev/null
SELECT fund.post('b', '2026-01-05', '应收', 'Dr 1131 6.00 @P, Cr 400102 6.00', basis => 'accrual') \g /dev/null
SELECT action FROM fund.close_period('b', '2026-01') \g /dev/null
SELECT fund.post('b', '2026-02-03', '保险费', 'Dr 100301 70.00, Cr 400101 70.00') \g /dev/null
SELECT fund.post('b', '2026-02-04', '待遇', 'Dr 50010202 20.00, Cr 1004 20.00') \g /dev/null
SELECT fund.post('b', '2026-02-05', '待定', 'Dr 1002 10.00, Cr 4602 10.00') \g /dev/null
SELECT fund.post('b', '2026-02-06', '冲', 'Dr 1003 1.00, Cr 420101 1.00') \g /dev/null
SELECT fund.post('b', '2026-02-06', '冲', 'Dr 110102 1.00 @H, Cr 1003 1.00') \g /dev/null

-- 0 to many - 1, the same on every server
CREATE FUNCTION pg_temp.draw(seed bigint, n bigint, many bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT abs(hashint8extended($2, $1) % 1000000007) % greatest(many, 1) $$;

-- A row deleted, or a column of it that becomes what another row has, or what none would
CREATE FUNCTION pg_temp.change(seed bigint) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    v_table  text := (ARRAY['account', 'posting_rule', 'carry_rule', 'transfer_group', 'statement',
                            'statement_column', 'statement_line', 'articulation'])[1 + pg_temp.draw(seed, 1, 8)];
    v_names  text[] := ARRAY(SELECT attname::text FROM pg_attribute
                             WHERE attrelid = format('ledger.%I', v_table)::regclass
                               AND attnum > 0 AND NOT attisdropped AND attname <> 'standard' ORDER BY attnum);
    v_column text := v_names[1 + pg_temp.draw(seed, 2, cardinality(v_names))];
    v_row    tid;
    v_values text[];
    v_value  text;
BEGIN
    EXECUTE format('SELECT ctid FROM ledger.%I WHERE standard = ''own'' ORDER BY to_jsonb(%1$I.*)::text COLLATE "C"'
                   ' OFFSET $1 %% (SELECT count(*) FROM ledger.%1$I WHERE standard = ''own'') LIMIT 1', v_table)
    INTO v_row USING pg_temp.draw(seed, 3, 100000);
    IF pg_temp.draw(seed, 4, 12) = 0 THEN
        RETURN format('DELETE FROM ledger.%I WHERE ctid = %L', v_table, v_row);
    END IF;
    EXECUTE format('SELECT array_agg(DISTINCT %I::text COLLATE "C") FROM ledger.%I', v_column, v_table) INTO v_values;
    v_value := v_values[1 + pg_temp.draw(seed, 5, cardinality(v_values))];
    IF pg_temp.draw(seed, 6, 6) = 0 THEN
        v_value := (ARRAY[NULL, '', '0', '-1', 'x', '1003', '9999', '{}', '{normal}', '[T0]', 'closing(4001)',
                          'opening(资产负债表[A0])', '999999'])[1 + pg_temp.draw(seed, 7, 13)];
    END IF;
    RETURN format('UPDATE ledger.%I SET %I = %L WHERE ctid = %L', v_table, v_column, v_value, v_row);
END $$;

-- What comes of a change, which is taken back
CREATE FUNCTION pg_temp.outcome(change text) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    v_call   text;
    v_result text;
    v_broken bigint;
BEGIN
    BEGIN
        EXECUTE change;
        SET CONSTRAINTS ALL IMMEDIATE;
    EXCEPTION WHEN OTHERS THEN
        v_result := CASE WHEN SQLSTATE ~ '^(LG|22|23)' THEN 'refused' ELSE SQLSTATE || ' ' || SQLERRM END;
        RAISE division_by_zero;
    END;
    FOREACH v_call IN ARRAY ARRAY[
        $c$SELECT count(*) FROM ledger.statement AS s, fund.statement('b', s.statement, %1$L, 'accrual', false) WHERE s.standard = 'own'$c$,
        $c$SELECT count(*) FROM ledger.statement AS s, fund.statement('b', s.statement, %1$L, 'cash', true, false) WHERE s.standard = 'own'$c$,
        $c$SELECT count(*) FROM fund.articulation('b', %1$L, 'accrual') WHERE reason ~ 'Standard|Statement|Line'$c$,
        $c$SELECT count(*) FROM fund.trial_balance('b', %1$L)$c$,
        $c$SELECT count(*) FROM fund.statement_pack('b', %1$L)$c$,
        $c$SELECT count(fund.reverse('b', voucher_id, '2026-02-20')) FROM ledger.voucher
           WHERE summary = '冲' AND %1$L = '2026-02' AND reverses IS NULL$c$,
        $c$SELECT count(*) FROM unnest(CASE WHEN %1$L = '2026-02' THEN '{2026-02}'::fund.period[] END) AS p, fund.close_period('b', p)$c$]
    LOOP
        EXECUTE format(v_call, '2026-01') INTO v_broken;
        EXECUTE format(v_call, '2026-02') INTO v_broken;
        IF v_call ~ 'articulation' AND v_broken > 0 THEN
            RAISE EXCEPTION 'a rule cannot be evaluated';
        END IF;
    END LOOP;
    v_result := 'taken';
    RAISE division_by_zero;
EXCEPTION
    WHEN division_by_zero THEN
        RETURN v_result;
    WHEN SQLSTATE 'LG041' THEN
        RETURN 'taken, and a rule fails';
    WHEN OTHERS THEN
        RETURN SQLSTATE || ' ' || SQLERRM || ' of ' || v_call;
END $$;

CREATE TEMP TABLE made AS
SELECT n, m.change, pg_temp.outcome(m.change) AS outcome
FROM generate_series(:seed, :seed + :changes - 1) AS n, LATERAL (SELECT pg_temp.change(n) AS change OFFSET 0) AS m;

SELECT is(string_agg(format('%s: %s: %s', n, change, outcome), E'\n' ORDER BY n), NULL,
          'a change is refused, or every report can be read and every month closed')
FROM made WHERE outcome NOT IN ('taken', 'refused', 'taken, and a rule fails');
SELECT ok(count(DISTINCT outcome) >= 2 AND count(*) = :changes, 'some are refused, and some taken') FROM made;

SELECT * FROM finish();
ROLLBACK;

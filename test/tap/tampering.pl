# What fund.verify() believes: rows of every table of the ledger are taken away,
# doubled under another key and changed in each of their columns, to what could
# be true, with triggers off; then verify is asked. Tables and columns are those
# of the catalog, so that a new one is in this by itself.
#
# %unseen says what verify does not find, and why that is no fault of the books;
# anything else that it does not find fails.
#
# FUNDLEDGER_TAMPER_ROWS (2) is how many rows of a table are tampered with,
# chosen by FUNDLEDGER_TAMPER_SEED (963490): the same each time, since a sweep of all rows is long.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $rows = $ENV{FUNDLEDGER_TAMPER_ROWS} || 2;
my $seed = $ENV{FUNDLEDGER_TAMPER_SEED} || 963490;
note("FUNDLEDGER_TAMPER_SEED=$seed");

my %unseen = (
	'^ledger\.voucher(_number)? of an open month ' => 'nothing seals a month before its close',
	'^ledger\.guarded_change ' =>
	  'a sum that no reduction has folded: the next computes it from the vouchers',
	'^ledger\.proof ' => 'what was proved last: fund.prove() proves it anew',
	'^ledger\.standard update revision' => 'tells sessions to read the standard again, and is no part of it',
	'^ledger\.used_detail ' => 'what a warning at posting goes by; the next use of the detail writes it again',
	'^ledger\.statement_(line|column) update changed_at' => 'since when the form is as it is: what was issued before is under the seal',
);

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->append_conf('postgresql.conf', "log_statement = none\nautovacuum = off\nfsync = off\njit = off\n");
$node->start;

## A ledger with closed months, one of them twice, and an open one

$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION fundledger;
ALTER DATABASE postgres SET search_path = public, fund;
ALTER DATABASE postgres SET client_min_messages = error;
SET search_path = public, fund;
SELECT fund.create_ledger();
CREATE ROLE officer;
SELECT fund.derive_standard('reform', 'own', '自定');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution'), ('P1', '某公司', 'payer');
SELECT fund.create_book('old', '旧账', 'own', '2025-12');
SELECT fund.post('old', '2025-12-05', '收到补贴', 'Dr 100301 90.00, Cr 4101 90.00');
SELECT fund.close_period('old', '2025-12');
SELECT fund.create_book('fund', '职工', 'own', '2026-01', numbering => 'at_posting');
SELECT fund.create_book('moved', '居民', '2017-居民', '2026-01');
SELECT fund.bring_forward('moved', '[{"account": "1003", "opening_debit": 80}, {"account": "1101", "party": "H1", "opening_debit": 5}, {"account": "3001", "opening_credit": 85}]',
    open_items => '[{"account": "1101", "party": "H1", "date": "2025-10-01", "amount": 5}]',
    last_year => '[{"statement": "收支表", "item_id": "I1", "figure": 45}]');
SELECT fund.close_period('moved', '2026-01');
SELECT fund.close_period('moved', '2026-02');
SELECT fund.name_account('fund', '100301', '工行基本户', takes_balance => true);
SELECT fund.grant_duty('officer', 'audit', 'fund');
SELECT fund.succeed('fund', 'old', 'merger', '合并', '{"100301": "100301"}');
SELECT fund.bring_forward('fund', (SELECT jsonb_agg(r) FROM fund.succession_rows('fund') AS r));
SELECT fund.restate('fund', fund.post('fund', '2026-01-02', '更正期初', 'Dr 100301 0.50, Cr 300101 0.50', kind => 'opening'),
                    'error_correction', '漏记利息', '审计意见');
SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 100301 30.00, Cr 4601 30.00 @P1', source_key => 'S-1');
SELECT fund.post('fund', '2026-01-20', '预付医院', 'Dr 110102 5.00 @H1 ''备注'', Cr 100301 5.00', attachments => 1);
SELECT fund.post('fund', '2026-01-21', '应收', 'Dr 1131 8.00 @P1, Cr 400101 8.00', basis => 'accrual');
SELECT fund.relieve('fund', fund.post('fund', '2026-01-22', '减征', 'Dr 400101 1.00, Cr 1131 1.00 @P1', basis => 'accrual'), '国务院', '阶段性减征');
SELECT fund.post('fund', '2026-01-22', '误记', 'Dr 100301 2.00, Cr 4101 2.00');
SELECT fund.reverse('fund', max(voucher_id), '2026-01-23') FROM ledger.voucher;
SELECT fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-11', '支付住院费用', 'Dr 50010101 4.00, Cr 100301 4.00');
SELECT fund.close_period('fund', '2026-02');
SELECT fund.reopen_period('fund', '2026-02', '补记', 'error_correction');
SELECT fund.post('fund', '2026-02-12', '支付门诊费用', 'Dr 50010101 1.00, Cr 100301 1.00');
SELECT fund.close_period('fund', '2026-02');
SELECT fund.post('fund', '2026-03-01', '三月', 'Dr 100301 1.00, Cr 4101 1.00', source_key => 'S-2');
SQL

## Tampering

$node->safe_psql('postgres', <<'SQL');
-- One change with triggers off, what verify says of it, and all of it undone.
CREATE FUNCTION tamper(change text) RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_rows bigint;
        v_said text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        EXECUTE change;
        GET DIAGNOSTICS v_rows = ROW_COUNT;
        SET LOCAL session_replication_role = origin;
        IF v_rows = 0 THEN
            RETURN NULL;
        END IF;
        -- Until somebody finds something: the books from the last one back, then the ledger.
        v_said := (SELECT v.check_name
                   FROM (SELECT o.book FROM ledger.book AS o ORDER BY o.book_id DESC) AS b, fund.verify(b.book) AS v
                   LIMIT 1);
        IF v_said IS NULL THEN
            v_said := (SELECT min(v.check_name) FROM fund.verify() AS v);
        END IF;
        RAISE EXCEPTION 'undone' USING DETAIL = coalesce(v_said, 'unseen');
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS v_said = PG_EXCEPTION_DETAIL;
        IF SQLERRM = 'undone' OR SQLSTATE = 'XX001' THEN
            RETURN coalesce(nullif(v_said, ''), SQLSTATE);
        END IF;
        -- A constraint admits no such value, whoever writes it.
        RETURN CASE WHEN SQLSTATE LIKE '23%' OR SQLSTATE LIKE '22%' OR SQLSTATE LIKE 'LG%' OR SQLSTATE = '428C9' THEN NULL
                    ELSE 'failed: ' || SQLSTATE || ' ' || SQLERRM END;
    END
    $$;

-- Other values that a column may have, as expressions.
CREATE FUNCTION others(of_table regclass, col text, type text, required boolean) RETURNS text[]
    LANGUAGE sql
    AS $$
        SELECT CASE
            WHEN type ~ '^(integer|bigint|smallint|numeric)$' THEN ARRAY[format('%I + 1', col), format('%I + 1000', col)]
            WHEN type = 'boolean' THEN ARRAY[format('NOT %I', col)]
            WHEN type = 'date' THEN ARRAY[format('%I + 1', col)]
            WHEN type LIKE 'timestamp%' THEN ARRAY[format($f$%I - interval '1 second'$f$, col)]
            WHEN type = 'bytea' THEN ARRAY[format('set_byte(%1$I, 0, 255 - get_byte(%1$I, 0))', col)]
            WHEN type = 'jsonb' THEN ARRAY[format($f$%I || '{"x": 1}'$f$, col)]
            WHEN type = 'period' THEN ARRAY[format('%I + 1', col)]
            WHEN type = 'amount' THEN ARRAY[format($f$%I + '1.00'::fund.amount$f$, col)]
            WHEN type = 'account_code' THEN ARRAY['''100302''', '''1201''']
            WHEN type = 'journal' THEN ARRAY['''Dr 1003 3.00, Cr 4101 3.00''']
            WHEN type = 'formula' THEN ARRAY['''closing(1001)''']
            WHEN type = 'voucher_kind' THEN ARRAY['''normal''', '''adjustment''']
            WHEN type = 'basis' THEN ARRAY['''cash''', '''accrual''']
            WHEN type LIKE '%[]' THEN ARRAY[format('%1$I[2:]', col), format('%1$I || %1$I[1:1]', col)]
            WHEN type = 'text' OR type LIKE 'char%' THEN
                ARRAY(SELECT quote_literal(m[1])
                      FROM pg_constraint AS c, regexp_matches(pg_get_constraintdef(c.oid), '''([^'']*)''::text', 'g') AS m
                      WHERE c.conrelid = $1 AND c.contype = 'c' AND pg_get_constraintdef(c.oid) ~ ('\m' || col || '\M'))
                || ARRAY[format('%I || ''改''', col)]
            ELSE ARRAY[format('(SELECT o.%1$I FROM %2$s AS o WHERE o.%1$I IS DISTINCT FROM t.%1$I LIMIT 1)', col, $1)] END
            || CASE WHEN required THEN ARRAY[]::text[] ELSE ARRAY['NULL'] END
    $$;

CREATE TABLE planted (what text, said text);
CREATE PROCEDURE plant_all(rows integer, seed double precision)
    LANGUAGE plpgsql
    AS $$
    DECLARE
        v_table record;
        v_row   tid;
        v_col   record;
        v_other text;
        v_name  text;
    BEGIN
        PERFORM setseed(seed);
        FOR v_table IN
            SELECT k.oid::regclass AS name,
                   (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute AS a
                    WHERE a.attrelid = k.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
            FROM pg_class AS k WHERE k.relnamespace = 'ledger'::regnamespace AND k.relkind = 'r' ORDER BY k.relname
        LOOP
            FOR v_row IN EXECUTE format('SELECT ctid FROM %s ORDER BY random() LIMIT %s', v_table.name, rows) LOOP
                EXECUTE format('SELECT coalesce(max(%L), %L) FROM %s AS t WHERE ctid = %L AND coalesce(to_jsonb(t) ->> %L, to_jsonb(t) ->> %L) >= %L',
                               v_table.name || ' of an open month', v_table.name, v_table.name, v_row, 'voucher_date', 'period', '2026-03')
                INTO v_name;
                INSERT INTO planted VALUES (format('%s delete', v_name),
                                            tamper(format('DELETE FROM %s WHERE ctid = %L', v_table.name, v_row)));
                FOR v_col IN
                    SELECT a.attname AS name, regexp_replace(format_type(a.atttypid, NULL), '^fund\.', '') AS type, a.attnotnull AS required,
                           EXISTS (SELECT FROM pg_index AS i
                                   WHERE i.indrelid = v_table.name AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS is_key
                    FROM pg_attribute AS a
                    WHERE a.attrelid = v_table.name AND a.attname = ANY (v_table.columns)
                LOOP
                    FOREACH v_other IN ARRAY others(v_table.name, v_col.name, v_col.type, v_col.required) LOOP
                        INSERT INTO planted VALUES (
                            format('%s update %s: %s', v_name, v_col.name, v_other),
                            tamper(format('UPDATE %s AS t SET %I = %s WHERE ctid = %L AND %2$I::text IS DISTINCT FROM (%3$s)::text',
                                          v_table.name, v_col.name, v_other, v_row)));
                    END LOOP;
                    CONTINUE WHEN NOT v_col.is_key;
                    v_other := (others(v_table.name, v_col.name, v_col.type, v_col.required))[1];
                    INSERT INTO planted VALUES (
                        format('%s insert %s: %s', v_name, v_col.name, v_other),
                        tamper(format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %1$s AS t WHERE ctid = %4$L',
                                      v_table.name,
                                      (SELECT string_agg(quote_ident(c), ', ') FROM unnest(v_table.columns) AS c),
                                      (SELECT string_agg(CASE c WHEN v_col.name THEN v_other ELSE quote_ident(c) END, ', ')
                                       FROM unnest(v_table.columns) AS c), v_row)));
                END LOOP;
            END LOOP;
        END LOOP;
        DELETE FROM planted WHERE said IS NULL;
    END
    $$;
SQL

is($node->safe_psql('postgres', "SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v UNION ALL SELECT NULL, v.* FROM fund.verify() AS v"), '', 'nothing is wrong at first');
is( $node->safe_psql('postgres', q{
	SELECT string_agg(relname, ' ') FROM pg_class
	WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
	  AND (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %s', oid::regclass), false, true, '')))[1]::text = '0'
	  AND relname NOT IN ('import_line')                          -- rows that are posted are gone
	  AND relname !~ '^(draft|registered_login|voucher_attachment)' -- sql/drafts.sql tampers with these}),
	'', 'every table has a row');
$node->safe_psql('postgres', "CALL plant_all($rows, $seed / 1000000.0)");

my ($planted, $tables) = split /\|/, $node->safe_psql('postgres',
	q{SELECT count(*), count(DISTINCT split_part(what, ' ', 1)) FROM planted});
note("$planted tamperings in $tables tables");
cmp_ok($planted, '>=', 300 * $rows, 'enough was tried');

my @unexplained = grep { my $what = $_; !grep { $what =~ /$_/ } keys %unseen }
  split /\n/, $node->safe_psql('postgres', q{SELECT DISTINCT what FROM planted WHERE said = 'unseen' ORDER BY what});
is(join("\n", @unexplained), '', 'all of it is found, or said why not');
is($node->safe_psql('postgres', q{SELECT what, said FROM planted WHERE said LIKE 'failed%' OR said IN ('check')}), '', 'and nothing keeps verify from its work');
note($node->safe_psql('postgres', q{
	SELECT string_agg(format('%s: %s of %s', t, found, n), ', ' ORDER BY t)
	FROM (SELECT split_part(what, ' ', 1) AS t, count(*) AS n, count(*) FILTER (WHERE said <> 'unseen') AS found
	      FROM planted GROUP BY 1) AS s}));

$node->stop;
done_testing;

# Whatever is stored, a call of fundledger ends in a result or in an error: rows
# of every table of the ledger are set to random values, taken away and doubled
# with triggers off, as a restore, a replica or a superuser could, and then every
# report, verification and period function is called. A signal, an internal error
# (XX000) and a call of over 10 seconds fail.
#
# FUNDLEDGER_STORED_SECONDS (60) is how long; FUNDLEDGER_STORED_SEED, printed, the
# first round's seed: each round has one of its own, which is in its failure, with
# the fewest changes that still show it.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $seconds = $ENV{FUNDLEDGER_STORED_SECONDS} || 60;
my $seed = $ENV{FUNDLEDGER_STORED_SEED} || int(time) % 1_000_000_000;
my $max_failures = $ENV{FUNDLEDGER_STORED_FAILURES} || 5;
note("FUNDLEDGER_STORED_SEED=$seed");

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->append_conf('postgresql.conf', "restart_after_crash = on\nlog_statement = none\nautovacuum = off\n");
$node->start;

## The ledger: months closed and open, a reopening, restatements, a succession,
## books that number at posting, guard and review, and standards of one's own

$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION fundledger;
ALTER DATABASE postgres SET search_path = public, fund;
ALTER DATABASE postgres SET client_min_messages = error;
SET search_path = public, fund;
SELECT fund.create_ledger();
CREATE ROLE officer;
CREATE ROLE clerk;
SELECT fund.derive_standard('reform', 'own', '自定');
SELECT fund.derive_standard('2017', 'unused', '未用');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'own' AND account = '1004';
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution'), ('P1', '某公司', 'payer');
SELECT fund.create_book('fund', '职工', 'reform', '2026-01');
SELECT fund.create_book('office', '经办机构', '2017', '2026-01', parent => 'fund', numbering => 'at_posting');
SELECT fund.create_book('guard', '支出户', 'own', '2026-01', numbering => 'at_posting');
SELECT fund.create_book('review', '复核', 'reform', '2026-01', review_required => true);
SELECT fund.create_book('next', '新制度', 'reform', '2026-02');
SELECT fund.create_book('old', '旧制度', '2017', '2026-01');
INSERT INTO ledger.party (party, name, party_kind, book_id) SELECT 'U1', '上级', 'upper', book_id FROM ledger.book WHERE book = 'fund';
SELECT fund.grant_duty('officer', d) FROM unnest(ARRAY['prepare', 'supervise', 'audit']) AS d;
SELECT fund.grant_duty('clerk', 'prepare');

SELECT fund.post('fund', '2026-01-01', '期初余额', 'Dr 1003 100.00, Cr 300101 60.00, Cr 300102 40.00', kind => 'opening');
SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 4601 30.00 @P1', source_key => 'S-1');
SELECT fund.post('fund', '2026-01-20', '预付医院', 'Dr 110102 5.00 @H1 ''备注'', Cr 1003 5.00', attachments => 1);
SELECT fund.post('office', '2026-01-10', '收到保险费', 'Dr 1003 3.00, Cr 400101 3.00');
SELECT fund.reverse('office', 4, '2026-01-11');
SELECT fund.post('guard', '2026-01-02', '拨入', 'Dr 1004 50.00, Cr 1003 50.00', source_key => 'S-1');
SELECT fund.post('guard', '2026-01-03', '支付', 'Dr 50010101 20.00, Cr 1004 20.00');
SELECT fund.post('guard', '2026-02-03', '支付', 'Dr 50010101 20.00, Cr 1004 20.00');
SELECT fund.close_period('fund', '2026-01');
SELECT fund.close_period('office', '2026-01');
SELECT fund.post('fund', '2026-02-10', '确定保险费归属', 'Dr 300103 30.00, Cr 4601 30.00', kind => 'carry');
SELECT fund.post('fund', '2026-02-10', '确定保险费归属', 'Dr 4601 30.00, Cr 400101 20.00, Cr 400102 10.00');
SELECT fund.post('fund', '2026-02-28', '计提应收保险费', 'Dr 1131 8.00 @P1, Cr 400101 8.00', basis => 'accrual');
SELECT fund.close_period('fund', '2026-02');
SELECT fund.reopen_period('fund', '2026-02', '补记');
SELECT fund.post('fund', '2026-02-11', '支付住院费用', 'Dr 50010101 4.00, Cr 1003 4.00');
SELECT fund.restate('fund', fund.post('fund', '2026-02-12', '更正', 'Dr 1003 1.00, Cr 300101 1.00', kind => 'adjustment'),
                    'error_correction', '漏记利息', '审计意见');
SELECT fund.close_period('fund', '2026-02');
SELECT fund.post('old', '2026-01-10', '收到保险费', 'Dr 1003 3.00, Cr 400101 3.00');
SELECT fund.close_period('old', '2026-01');
SELECT fund.succeed('next', 'old', 'standard_change', '新制度', '{"1003": "100301"}');
SELECT fund.post('next', '2026-02-01', '期初余额', 'Dr 100301 3.00, Cr 300101 3.00', kind => 'opening');
SELECT fund.restate('next', fund.post('next', '2026-02-01', '更正期初', 'Dr 100301 0.50, Cr 300101 0.50', kind => 'opening'),
                    'error_correction', '漏记利息');
SELECT fund.post('fund', '2026-03-01', '三月', 'Dr 1003 1.00, Cr 4101 1.00');
SELECT fund.post('fund', '2026-03-02', '三月', 'Dr 1003 7.00, Cr 400101 7.00', source_key => 'S-2');
SELECT fund.post('office', '2026-02-01', '二月', 'Dr 1003 1.00, Cr 4101 1.00');
SELECT fund.reverse('fund', voucher_id, '2026-03-05') FROM ledger.voucher WHERE source_key = 'S-2';
SELECT fund.post('next', '2026-02-03', '二月', 'Dr 100301 9.00, Cr 400101 9.00');
-- begun with another system's figures, and with details of its own, one used and one retired
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('station', '社区服务站');
SELECT fund.create_book('begun', '中途建账', '2017', '2026-01');
SELECT fund.name_accounts('begun', '[{"account": "100401", "name": "工行", "takes_balance": true}, {"account": "100402", "name": "建行", "retired": true},
    {"account": "11010201", "name": "住院"}]');
SELECT fund.name_account('begun', '100401', '工商银行', from_period => '2026-02');
SELECT fund.bring_forward('begun', '[{"account": "1003", "opening_debit": 90, "debit": 10}, {"account": "100401", "opening_debit": 5},
    {"account": "11010201", "party": "H1", "opening_debit": 5}, {"account": "300101", "opening_credit": 100}, {"account": "400101", "credit": 10}]',
    '2026-01', open_items => '[{"account": "11010201", "party": "H1", "date": "2025-11-20", "amount": 5}]',
    last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 452}]', source => '旧系统');
SELECT fund.close_period('begun', '2026-01');
SELECT fund.post('begun', '2026-02-05', '二月', 'Dr 100401 1.00, Cr 1003 1.00');
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('批', 'begun', 'K1', '2026-02-06', '导入', '工商银行', '2.00', NULL), ('批', 'begun', 'K1', '2026-02-06', '导入', '1003', NULL, '2.00');
CREATE ROLE reviewer;
SELECT fund.grant_duty('reviewer', 'review'), fund.register_login('reviewer', '应用');
SET SESSION AUTHORIZATION clerk;
SELECT fund.save_draft('review', '2026-01-05', '收到保险费', '[{"account": "1003", "debit": 5}, {"account": "4601", "credit": 5, "party": "P1"}]',
    source_key => 'D-1', documents => '[{"document_no": "1", "name": "缴款书", "kept_at": "柜"}]');
SELECT * FROM fund.submit_draft('review', 1);
SELECT fund.prepare('review', '2026-01-06', '补贴', 'Dr 1003 2.00, Cr 4101 2.00');
SELECT fund.save_draft('review', '2026-01-07', '错', '[{"account": "1003", "debit": "x"}]');
SELECT * FROM fund.submit_draft('review', 3);
SELECT fund.prepare('review', '2026-01-08', '待审', 'Dr 1003 2.00, Cr 4101 2.00');
SET SESSION AUTHORIZATION reviewer;
SELECT * FROM fund.approve_drafts('review', '{1,2}', '{1,1}');
RESET SESSION AUTHORIZATION;

-- What is no value of a type comes by such a cast, as it would from a broken disk.
DO $$
DECLARE
    raw record;
BEGIN
    FOR raw IN
        SELECT format_type(t.oid, NULL) AS type,
               CASE t.typlen WHEN 1 THEN '"char"' WHEN 2 THEN 'smallint' WHEN 4 THEN 'integer' ELSE 'bigint' END AS bytes
        FROM pg_type AS t
        WHERE t.typnamespace = 'fund'::regnamespace AND t.typbyval AND t.typtype = 'b'
    LOOP
        BEGIN
            EXECUTE format('CREATE CAST (%s AS %s) WITHOUT FUNCTION', raw.bytes, raw.type);
        EXCEPTION WHEN duplicate_object THEN
            NULL;
        END;
    END LOOP;
END
$$;
CREATE CAST (bytea AS fund.journal) WITHOUT FUNCTION;
CREATE CAST (bytea AS fund.formula) WITHOUT FUNCTION;
CREATE CAST (fund.journal AS bytea) WITHOUT FUNCTION;
CREATE CAST (fund.formula AS bytea) WITHOUT FUNCTION;
CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE FUNCTION without_views() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    view regclass;
BEGIN
    FOR view IN SELECT oid FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'v' LOOP
        IF EXISTS (SELECT FROM pg_class WHERE oid = view) THEN
            EXECUTE format('DROP VIEW %s CASCADE', view);
        END IF;
    END LOOP;
END
$$;
VACUUM ANALYZE;
SQL

## Values

my ($min_date, $max_date) = ("date '4714-11-24 BC'", "date '5874897-12-31'");
my @texts = ("''", "'x'", "' '", "repeat('长', 3000)", "repeat('x', 300000)", "E'\\t\\n'", "'-1'", "'2026-01'",
	"'9999-12'", "'normal'", "'carry'", "'opening'", "'adjustment'", "'closing'", "'cash'", "'accrual'", "'bogus'",
	"'closed'", "'open'", "'reopened'", "'merger'", "'month'", "'prior_year'", "'debit'", "'credit'", "'guarded'",
	"'at_posting'", "'annual'", "'fund'", "'next'", "'reform'", "'2017'", "'1003'", "'资产负债表'", "'%s%n'", "'[A0]'");
my %values = (
	'text' => \@texts,
	'character varying' => \@texts,
	'name' => [ "'officer'::name", "'nobody'::name" ],
	'boolean' => [ 'true', 'false' ],
	'smallint' => [ '0', '1', '-1', '32767', '-32768' ],
	'integer' => [ '0', '1', '2', '3', '-1', '5', '6', '12', '2147483647', '-2147483648' ],
	'bigint' => [ '0', '1', '2', '-1', '99999', '9223372036854775807', '-9223372036854775808' ],
	'numeric' => [ '0', '0.01', '-1', '999999999999999999.99', "'NaN'", '-999999999999999999.99' ],
	'date' => [ "date 'infinity'", "date '-infinity'", $min_date, $max_date, "date '0001-01-01'", "date '2026-01-15'",
		"date '2026-02-15'", "date '2026-03-15'", "date '2026-12-31'", "date '9999-12-31'", "date '10000-01-01'",
		"date '1900-01-01'", "date '2200-01-01'" ],
	'timestamp with time zone' => [ "timestamptz 'infinity'", "timestamptz '-infinity'", 'now()', "timestamptz '4714-11-24 BC'" ],
	'bytea' => [ "''::bytea", "'\\x00'::bytea", "decode(repeat('ff', 32), 'hex')", "decode(repeat('00', 32), 'hex')",
		"decode(repeat('7f', 1001), 'hex')", "decode(repeat('80', 24), 'hex')" ],
	'text[]' => [ "'{}'", "'{NULL}'", "'{bogus}'", "'{{normal},{carry}}'", "'{cash,accrual}'", "'{normal,NULL,bogus}'",
		"'[5:6]={cash,normal}'", "'{opening,normal,carry,closing,adjustment}'" ],
	'bigint[]' => [ "'{}'", "'{NULL}'", "'{1,NULL,2}'", "'{{1,2},{3,4}}'", "'{-1}'", "'[3:4]={1,2}'", "'{1,1,1}'",
		'(SELECT array_agg(n) FROM generate_series(1, 100000) AS n)' ],
	'fund.period' => [ "'2026-01'", "'2026-02'", "'2026-12'", "'9999-12'", "'0001-01'", "'1900-01'", "'2062-03'" ],
	'fund.amount' => [ "'0.00'", "'0.01'", "'-1.00'", "'92233720368547758.07'", "'-92233720368547758.07'", "'1000000000.00'" ],
	'fund.account_code' => [ "'1003'", "'4001'", "'400101'", "'3001'", "'9999'", "'100'", "'1003010203040506'", "'1004'" ],
	'fund.journal' => [ "''", "'Dr 1003 1.00, Cr 400101 1.00'", "'Dr 9999 1.00, Cr 8888 1.00'", "'Dr 1003 1.00, Cr 1003 1.00'",
		"'Dr 1003 92233720368547758.07, Cr 400101 92233720368547758.07'",
		"'Dr 1003 -92233720368547758.07, Cr 400101 -92233720368547758.07'",
		"'Dr 110102 5.00 \@H1, Cr 1003 5.00 \@nobody'", "'Dr 1004 -5.00, Cr 1001 -5.00'",
		"'Dr 1003010203040506 1.00, Cr 100 1.00'" ],
	'fund.formula' => [ "'0'", "'[A0]'", "'[ZZ]'", "'closing(9999)'", "'[A1] + [A0]'", "'opening(资产负债表[A0])'",
		"'收支表[Z0] - [A0]'", "'net(4601, normal)'", "'不存在[A0]'", "'credit(4) + debit(5) - 1000000000.00'" ]);
$values{'fund.voucher_kind'} = [ map { "'$_'" } qw(opening normal carry closing adjustment) ];
$values{'fund.basis'} = [ map { "'$_'" } qw(cash accrual) ];
$values{'fund.voucher_kind[]'} = [ "'{}'", "'{NULL}'", "'{{normal},{carry}}'", "'[5:6]={opening,normal}'", "'{opening,normal,carry,closing,adjustment}'",
	'ARRAY[chr(9)::"char"::fund.voucher_kind]' ];
$values{'fund.basis[]'} = [ "'{}'", "'{NULL}'", "'{{cash},{accrual}}'", "'{cash,accrual}'", 'ARRAY[chr(9)::"char"::fund.basis]' ];

sub pick { return $_[ int rand @_ ]; }

sub rows_of
{
	my ($sql) = @_;

	return map { [ split /\t/, $_, -1 ] } split /\n/,
	  $node->safe_psql('postgres', "SET search_path = pg_catalog; COPY ($sql) TO STDOUT");
}

my %bytes = map { $_->[0] => $_->[1] } rows_of(q{
	SELECT format_type(oid, NULL), typlen FROM pg_type
	WHERE typnamespace = 'fund'::regnamespace AND typbyval AND typtype = 'b'});

# A value of that type, which need not be one that the type has.
sub value
{
	my ($table, $column, $type) = @_;
	my $known = $values{ $type =~ s/\(.*\)$//r };
	my $dice = rand;

	return 'NULL' if $dice < 0.15;
	return "(SELECT $column FROM $table OFFSET " . int(rand 40) . ' LIMIT 1)' if $dice < 0.3 || !$known && !$bytes{$type};
	if ($bytes{$type} && (!$known || $dice < 0.5))
	{
		my %raw = (1 => '"char"', 2 => 'smallint', 4 => 'integer', 8 => 'bigint');
		my @bits = map { $_ * 8 } 1 .. $bytes{$type};
		my $number = pick(0, 1, -1, int(rand 256) - 128, map { (2**($_ - 1) - 1, -2**($_ - 1)) } grep { $_ < 64 } @bits);

		return $bytes{$type} == 1 ? "chr(" . (1 + int rand 126) . ")::\"char\"::$type"
		  : "($number)::$raw{$bytes{$type}}::$type";
	}
	if ($type eq 'fund.journal' && $dice < 0.6 || $type eq 'fund.formula' && $dice < 0.45)
	{
		return "decode('" . join('', map { sprintf '%02x', rand 256 } 1 .. rand 40) . "', 'hex')::$type" if rand() < 0.3;
		return "substr($column\::bytea, 1, " . int(rand 30) . ")::$type" if rand() < 0.3;
		return "(SELECT set_byte(b, " . int(rand 200) . " % length(b), " . int(rand 256) . ") FROM (SELECT coalesce(nullif($column\::bytea, ''), '\\x00')) AS bytes (b))::$type";
	}
	return "set_byte($column, " . int(rand 8) . ', ' . int(rand 256) . ')' if $type eq 'bytea' && $dice < 0.5;
	return "substr($column, 1, octet_length($column) / 2)" if $type eq 'bytea' && $dice < 0.6;
	return pick(@$known);
}

## Changes

my %columns;    # table => [[column, type, is required], ...]
for (rows_of(q{
	SELECT c.oid::regclass, quote_ident(a.attname), format_type(a.atttypid, NULL), a.attnotnull
	FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
	WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
	  AND a.attnum > 0 AND NOT a.attisdropped
	ORDER BY c.oid::regclass::text COLLATE "C", a.attnum}))
{
	my ($table, @column) = @$_;
	push @{ $columns{$table} }, \@column;
}
my @tables = sort keys %columns;
my %rows = map { $_ => $node->safe_psql('postgres', "SELECT count(*) FROM $_") } @tables;
my %checks;     # table => constraints that would refuse a value
push @{ $checks{ $_->[0] } }, $_->[1]
  for rows_of(q{SELECT conrelid::regclass, quote_ident(conname) FROM pg_constraint
                WHERE connamespace = 'ledger'::regnamespace AND contype IN ('c', 'f') ORDER BY 1, 2});
my %keys;       # table => [what drops a key, the same index without it, its columns]
push @{ $keys{ shift @$_ } }, $_
  for rows_of(q{SELECT i.indrelid::regclass,
                       CASE WHEN c.oid IS NULL THEN format('DROP INDEX %s', i.indexrelid::regclass)
                            ELSE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', i.indrelid::regclass, c.conname) END,
                       replace(regexp_replace(pg_get_indexdef(i.indexrelid), 'UNIQUE INDEX', 'INDEX IF NOT EXISTS'), 'NULLS NOT DISTINCT', ''),
                       (SELECT string_agg(quote_ident(a.attname), ' ') FROM pg_attribute AS a
                        WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey))
                FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid
                LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
                WHERE t.relnamespace = 'ledger'::regnamespace AND i.indisunique
                ORDER BY 1, 2});

# What the ledger is about is changed more often than the standards are.
my @often = grep { /voucher|book|period|balance|restate|succe|number|guard|reversal|issued|party|brought|detail|import|draft/ } @tables;

sub row_of
{
	my ($table) = @_;

	return 'true' if $rows{$table} == 0 || rand() < 0.05;
	return "ctid = ANY (ARRAY(SELECT ctid FROM $table ORDER BY ctid OFFSET " . int(rand $rows{$table}) . ' LIMIT ' . pick(1, 1, 1, 3) . '))';
}

sub drop_checks
{
	my ($table) = @_;

	return join ' ', map { "ALTER TABLE $table DROP CONSTRAINT IF EXISTS $_ CASCADE;" } @{ $checks{$table} || [] };
}

# Keys, of which the indexes stay, or go.
sub drop_keys
{
	my ($table, $column) = @_;
	my @keys = grep { !defined $column || " $_->[2] " =~ / \Q$column\E / } @{ $keys{$table} || [] };
	my $goes = rand() < 0.1;

	return join ' ', drop_checks($table), map { "$_->[0];" . ($goes ? '' : " $_->[1];") } @keys;
}

# What the owner of a table can do to it: other columns, a view in its place, and
# what swallows rows.
sub change_shape
{
	my ($table, $name, $type) = @_;
	my ($bare) = $table =~ /\.(.*)/;
	my $other = pick(grep { $_ ne $type } 'text', 'bigint', 'integer', 'bytea', 'boolean', 'numeric', 'text[]');
	my @columns = map { $_->[0] eq $name ? "NULL::$other AS $name" : $_->[0] } @{ $columns{$table} };
	my $value = $values{$other}[ int rand @{ $values{$other} } ];
	my $dice = int rand 8;

	$columns[0] =~ s/NULL::/($value)::/ if rand() < 0.7;
	s/^NULL::/($value)::/ for grep { rand() < 0.7 } @columns;
	return "ALTER TABLE $table RENAME TO hidden; CREATE VIEW $table AS SELECT "
	  . join(', ', $dice == 0 ? @columns : map { $_->[0] } @{ $columns{$table} }) . ' FROM ledger.hidden; GRANT SELECT ON ' . $table . ' TO PUBLIC'
	  if $dice < 2;
	return drop_keys($table) . " SELECT without_views(); ALTER TABLE $table ALTER $name DROP IDENTITY IF EXISTS, ALTER $name DROP DEFAULT;"
	  . " ALTER TABLE $table ALTER $name DROP NOT NULL, ALTER $name TYPE $other USING ($value)::$other" if $dice < 4;
	return "SELECT without_views(); ALTER TABLE $table DROP COLUMN $name CASCADE" if $dice == 4;
	return "CREATE RULE swallow AS ON INSERT TO $table DO INSTEAD NOTHING" if $dice == 5;
	return "DROP TABLE $table CASCADE" if $dice == 6;
	return "CREATE TRIGGER aaa BEFORE INSERT OR UPDATE OR DELETE ON $table FOR EACH ROW EXECUTE FUNCTION swallow()";
}

sub change
{
	my $table = rand() < 0.7 ? pick(@often) : pick(@tables);
	my $column = pick(@{ $columns{$table} });
	my ($name, $type, $required) = @$column;
	my $dice = rand;

	if ($dice < 0.72)
	{
		my $value = value($table, $name, $type);
		my $free = drop_checks($table);

		$free .= ' ' . drop_keys($table, $name) if $value =~ /NULL|SELECT/ || rand() < 0.2;
		$free .= " ALTER TABLE $table ALTER $name DROP IDENTITY IF EXISTS;" if $type =~ /int/;
		$free .= " ALTER TABLE $table ALTER $name DROP NOT NULL;" if $required eq 't' && $value =~ /NULL|SELECT/;
		return "$free UPDATE $table SET $name = $value WHERE " . row_of($table);
	}
	return change_shape($table, $name, $type) if $dice < 0.78;
	return "DELETE FROM $table WHERE " . row_of($table) if $dice < 0.86;
	return drop_keys($table) . " INSERT INTO $table OVERRIDING SYSTEM VALUE SELECT * FROM $table WHERE " . row_of($table) if $dice < 0.95;
	return "DELETE FROM $table" if $dice < 0.97;
	return "ALTER TABLE $table DISABLE TRIGGER ALL";
}

# With triggers off, in one of the two ways.
sub changes
{
	my @changes = map { change() } 1 .. pick(1, 1, 1, 2, 3);

	return map { /DISABLE TRIGGER/ ? $_ : "SET session_replication_role = replica; $_; SET session_replication_role = origin" }
	  @changes;
}

## Calls

my @months = map { "'$_'::fund.period" } ('2026-01', '2026-01', '2026-02', '2026-02', '2026-03', '2026-04', '2026-12', '2027-01');
my @days = map { "date '$_'" } ('2026-01-01', '2026-01-31', '2026-02-11', '2026-03-07', '2026-04-01', '2026-12-31');
my @books = map { "'$_'" } ('fund', 'fund', 'fund', 'office', 'office', 'guard', 'guard', 'review', 'next', 'next', 'old', 'begun', 'begun');
my @accounts = map { "'$_'" } ('1003', '1003', '1004', '400101', '4601', '100301', '1101', '3001');
my %argument = (
	book => \@books,
	predecessor => [ "'old'", "'old'", "'office'" ],
	parent => [ "'fund'", 'NULL' ],
	standard => [ map { "'$_'" } qw(reform 2017 own unused 1999) ],
	source => [ map { "'$_'" } qw(reform 2017 own unused) ],
	code => [ "'new'", "'newer'" ],
	statement => [ map { "'$_'" } qw(资产负债表 收支表 balance_sheet) ],
	item_id => [ map { "'$_'" } qw(A0 A1 N11 Z0 Z1 T1 X1 Z3) ],
	rule => [ map { "'$_'" } qw(资产负债平衡-期末 净资产变动-月 统筹基金变动-月 待转基金变动-月) ],
	account => \@accounts,
	party => [ "'H1'", "'P1'", "'U1'" ],
	basis => [ "'cash'", "'cash'", "'accrual'" ],
	kind => [ "'normal'", "'normal'", "'normal'", "'adjustment'" ],
	type => [ "'error_correction'", "'merger'", "'standard_change'" ],
	duty => [ "'read'", "'supervise'", "'prepare'" ],
	role_name => [ "'officer'", "'clerk'" ],
	voucher_id => [ map { "($_)::bigint" } 1 .. 8, 30 .. 40, '(SELECT max(voucher_id) FROM ledger.voucher)' ],
	year => [ '2026', '2026', '2025' ],
	numbering => [ "'at_close'", "'at_posting'" ],
	journal => [ map { "'$_'::fund.journal" } 'Dr 1003 1.00, Cr 400101 1.00', 'Dr 50010101 1.00, Cr 1004 1.00',
		'Dr 1004 2.00, Cr 1003 2.00', 'Dr 110102 5.00 @H1, Cr 1003 5.00', 'Dr 100301 1.00, Cr 400101 1.00' ],
	batch => ["'批'"],
	details => [ map { "'$_'::jsonb" } '[{"account": "100401", "name": "甲"}]', '[{"account": "100501", "name": "乙", "takes_balance": true}, {"account": "100402", "retired": false}]' ],
	from_period => [ 'NULL', 'NULL', "'2026-03'" ],
	source_key => [ 'NULL', 'NULL', "'S-1'", "'S-2'" ],
	reverses => [ 'NULL' ],
	prepared_by => [ 'NULL', 'NULL', "'clerk'" ],
	column_name => [ 'NULL', 'NULL', "'期末余额'" ],
	account_map => [ "'{\"1003\": \"100301\"}'", 'NULL' ],
	draft_id => [ '1', '2', '3', '4' ],
	lines => [ q('[{"account": "1003", "debit": 1}, {"account": "400101", "credit": 1}]') ],
	documents => [ 'NULL', q('[{"name": "x"}]') ],
	faults => [ '20' ]);
my %of_type = (
	'fund.period' => \@months,
	'date' => \@days,
	'boolean' => [ 'true', 'false' ],
	'jsonb' => [ q('{"A0": [1, 2], "L0": [1, 1]}') ],
	'text[]' => [ "'{A0,L0}'" ],
	'numeric[]' => [ "'{1,2}'" ],
	'integer' => ['1'],
	'bigint' => ['1'],
	'bigint[]' => [ "'{1,2}'", "'{4}'", "'{3,4}'" ],
	'integer[]' => [ "'{1,1}'", "'{1}'" ],
	'text' => ["'x'"]);

# Every function that is about books or standards; the twins that take a period as
# text are left out.
my @functions = rows_of(q{
	SELECT p.proname, array_to_string(p.proargnames[1:p.pronargs], ','),
	       array_to_string(ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes::oid[]) AS t), ',')
	FROM pg_proc AS p
	WHERE p.pronamespace = 'fund'::regnamespace AND p.prokind = 'f' AND p.proname !~ '^_' AND p.proname <> 'create_ledger'
	  AND p.proargnames[1:p.pronargs] && ARRAY['book', 'standard', 'source', 'role_name', 'code', 'event', 'statement', 'rule']
	  AND NOT EXISTS (SELECT FROM unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) AS a (name, type)
	                  WHERE a.type = 'text'::regtype AND a.name IN ('period', 'first_period', 'last_period', 'first', 'last', 'journal'))
	ORDER BY p.proname COLLATE "C", p.oid});

sub call
{
	my ($name, $names, $types) = @{ $_[0] };
	my @names = split /,/, $names;
	my @types = split /,/, $types;
	my $arguments = join ', ', map { "\"$names[$_]\" => " . pick(@{ $argument{ $names[$_] } || $of_type{ $types[$_] } || ['NULL'] }) } 0 .. $#names;

	return "SELECT count(f::text) FROM fund.\"$name\"($arguments) AS f";
}

my @views = map { "SELECT count(v::text) FROM $_->[0] AS v" } rows_of(q{
	SELECT oid::regclass FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'v' ORDER BY 1});
my @verifies = map { "SELECT count(f::text) FROM fund.verify($_) AS f" } map { "'$_'" } qw(fund office guard review next old begun);
my @posts = (
	q{INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) SELECT book_id, '2026-03-07', 's', 'Dr 1003 1.00, Cr 400101 1.00' FROM ledger.book},
	q{INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal) VALUES (1, '2026-03-08', 's', 'Dr 1003 1.00, Cr 400101 1.00')},
	q{SELECT fund.post('fund', '2026-03-08', 's', 'Dr 1003 1.00, Cr 400101 1.00')},
	q{SELECT fund.post('guard', '2026-02-08', 's', 'Dr 50010101 1.00, Cr 1004 1.00')},
	q{SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 4601 30.00 @P1', source_key => 'S-1')},
	q{SELECT fund.close_period('fund', '2026-03')},
	q{SELECT fund.close_period('office', '2026-02')},
	q{SELECT fund.close_period('guard', '2026-01')},
	q{SELECT fund.close_period('next', '2026-02')},
	q{SELECT fund.reopen_period('fund', '2026-02', 'again')},
	q{SELECT fund.reopen_period('office', '2026-01', 'again')},
	q{SELECT fund.year_end('fund', 2026)},
	q{SELECT fund.post('begun', '2026-02-08', 's', 'Dr 11010201 1.00 @H1, Cr 100401 1.00')},
	q{SELECT fund.close_period('begun', '2026-02')},
	q{SELECT fund.reopen_period('begun', '2026-01', 'again')},
	q{SELECT fund.withdraw_brought_forward('begun', 'again')},
	q{SELECT fund.name_account('begun', '100403', '农行', takes_balance => true)},
	q{SELECT fund.drop_account('begun', '100402')},
	q{SELECT count(*) FROM fund.import('批')},
	q{UPDATE ledger.account SET name = name || 'x' WHERE standard = 'unused' AND account = '1003'; SET CONSTRAINTS ALL IMMEDIATE},
	q{UPDATE ledger.statement_line SET item = item || 'x' WHERE standard = 'own'; SET CONSTRAINTS ALL IMMEDIATE},
	q{DELETE FROM ledger.articulation WHERE standard = 'unused'; SET CONSTRAINTS ALL IMMEDIATE},
	q{UPDATE ledger.book SET name = name || 'x'},
	q{UPDATE ledger.party SET retired = true});

sub calls
{
	my @calls = (@verifies, @views, (map { call($_) } @functions), @posts);

	return @calls if $_[0];
	return (@verifies, map { pick(@calls) } 1 .. 25);
}

## A round

# Runs changes and calls in a transaction that is rolled back. Returns the calls
# that failed, as [call, SQLSTATE or what else, message].
sub run
{
	my ($role, $warm, $changes, $calls) = @_;
	my @statements = map { "SAVEPOINT s; $_; ROLLBACK TO s" } @$calls;
	my $script = "SET client_min_messages = error;\nSET statement_timeout = '10s';\n";
	my ($out, $error) = ('', '');

	$script .= join '', map { "$_;\n" } @$warm;
	$script .= "BEGIN;\n\\set ON_ERROR_ROLLBACK on\n";
	$script .= join '', map { "$_;\n" } @$changes;
	$script .= "\\set ON_ERROR_ROLLBACK off\nSET ROLE $role;\n" . join '', map { "\\warn #$_\n$statements[$_];\nROLLBACK TO s;\n" } 0 .. $#statements;
	$script .= "\\warn #end\nROLLBACK;\n";
	$node->psql('postgres', $script, stdout => \$out, stderr => \$error, on_error_stop => 0,
		extra_params => [ '--set=VERBOSITY=verbose' ]);
	return judge($error, $calls);
}

my %ended;      # SQLSTATE, or "result" => how many calls

sub judge
{
	my ($error, $calls) = @_;
	my ($before, @parts) = split /^#(?=\d+$|end$)/m, $error;
	my @failures;

	for my $part (@parts)
	{
		my ($number, $said) = $part =~ /^(\d+|end)\n?(.*)/s;

		next if $number eq 'end';
		$ended{ $said =~ /ERROR:  (\w{5}):/ ? $1 : 'result' }++;
		push @failures, [ $calls->[$number], 'signal', $said ]
		  if $said =~ /server closed the connection|connection to server was lost|server terminated/;
		push @failures, [ $calls->[$number], $1, $2 ]
		  while $said =~ /ERROR:  (XX000|57014|53200|XX002|57P0\d): (.*(?:\n(?:DETAIL|HINT|QUERY|CONTEXT|LOCATION):.*)*)/g;
	}
	return @failures;
}

sub wait_for_recovery
{
	$node->poll_query_until('postgres', 'SELECT true') or die 'the server does not come back';
	return;
}

# The fewest changes with which the call alone still fails so.
sub reduce
{
	my ($role, $warm, $changes, $failure) = @_;
	my ($call, $state) = @$failure;
	my $fails = sub {
		my @found = run($role, $_[0], $_[1], [$call]);
		wait_for_recovery();
		return grep { $_->[1] eq $state } @found;
	};

	return ($warm, $changes, ' (after the calls before it)') unless $fails->($warm, $changes);
	$warm = [] if @$warm && $fails->([], $changes);
	for my $n (reverse 0 .. $#$changes)
	{
		my @fewer = @$changes;
		splice @fewer, $n, 1;
		$changes = \@fewer if $fails->($warm, \@fewer);
	}
	return ($warm, $changes, '');
}

# Untouched, nothing fails, and every call is one that there is.
{
	srand($seed);
	my $error;
	my @calls = calls(1);
	my @failures = run('officer', [], [], \@calls);
	is_deeply(\@failures, [], 'nothing fails before anything is changed');
	my $script = join '', map { "$_->[0];\n" } map { [ "BEGIN; $_; ROLLBACK" ] } @calls;
	$node->psql('postgres', $script, stdout => \my $out, stderr => \$error, on_error_stop => 0,
		extra_params => [ '--set=VERBOSITY=verbose' ]);
	my @unknown = $error =~ /ERROR:  (42883: .*|42P01: .*|42703: .*|42601: .*)/g;
	is_deeply(\@unknown, [], 'every call is one that there is');
}

my $end = time + $seconds;
my ($rounds, $calls_made) = (0, 0);
my %failures;

while (time < $end && keys %failures < $max_failures)
{
	srand(++$seed);
	my $role = pick('postgres', 'officer', 'officer');
	my @warm = rand() < 0.4 ? map { call(pick(@functions)) } 1 .. 3 : ();
	my @changes = changes();
	my @calls = calls(0);

	$rounds++;
	$calls_made += @calls;
	my @found = run($role, [ map { "BEGIN; $_; ROLLBACK" } @warm ], \@changes, \@calls);
	wait_for_recovery() if grep { $_->[1] eq 'signal' } @found;
	for my $failure (@found)
	{
		my ($call, $state, $message) = @$failure;
		my ($function) = $call =~ /((?:fund|ledger)\.\S+?)[( ]/;
		my $key = "$state " . ($state eq 'XX000' ? '' : $function) . ($message =~ s/\d+/0/gr =~ s/\n.*//sr);

		next if $failures{$key}++ || keys %failures > $max_failures;
		my ($before, $after, $how) = reduce($role, [ map { "BEGIN; $_; ROLLBACK" } @warm ], \@changes, $failure);
		# A machine that was busy: alone, the call takes its time no more.
		if ($state eq '57014' && $how)
		{
			note("round $seed: $function took over 10 seconds, once");
			delete $failures{$key};
			next;
		}
		fail("round $seed: $function: $state");
		diag(join "\n", "$state: $message", "BEGIN;", (map { "$_;" } @$before, @$after), "SET ROLE $role;", "$call;$how", '');
	}
}

note("$rounds rounds, $calls_made calls");
note(join ', ', map { "$_ $ended{$_}" } sort { $ended{$b} <=> $ended{$a} } keys %ended);
cmp_ok($rounds, '>', 0, 'rounds were run');
is(scalar(keys %failures), 0, 'every call ended in a result or in an error of its own');
unlike(slurp_file($node->logfile), qr/terminated by signal|TRAP: /, 'the server has had no signal')
  unless keys %failures;

$node->stop;
done_testing();

# PostgreSQL writes some operators of a definition without their schema, and a
# dump's search path is empty: what fund.undumpable_objects() lists is not made
# again by a restore, all else is, and with schema fund on the dump's path
# everything is.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;
$node->safe_psql('postgres', "CREATE DATABASE $_ TEMPLATE template0 ENCODING 'UTF8'") for qw(source plain mended);

# Each statement makes one object, by whose name it is found again.
my %objects = (
	view_using => 'CREATE VIEW view_using AS SELECT a.n FROM pair AS a JOIN pair AS b USING (p)',
	view_natural => 'CREATE VIEW view_natural AS SELECT a.n FROM pair AS a NATURAL JOIN pair AS b',
	view_distinct => 'CREATE VIEW view_distinct AS SELECT n FROM pair WHERE p IS DISTINCT FROM q',
	view_nullif => 'CREATE VIEW view_nullif AS SELECT nullif(p, q) AS x FROM pair',
	view_case => q{CREATE VIEW view_case AS SELECT CASE p WHEN '2026-01' THEN 1 END AS x FROM pair},
	view_row => 'CREATE VIEW view_row AS SELECT n FROM pair WHERE (p, q) IS DISTINCT FROM (q, p)',
	matview_using => 'CREATE MATERIALIZED VIEW matview_using AS SELECT a.n FROM pair AS a JOIN pair AS b USING (q)',
	rule_distinct => 'CREATE RULE rule_distinct AS ON INSERT TO pair WHERE new.p IS DISTINCT FROM new.q DO ALSO SELECT 1',
	trigger_distinct => 'CREATE TRIGGER trigger_distinct BEFORE UPDATE ON pair FOR EACH ROW WHEN (old.p IS DISTINCT FROM new.p) EXECUTE FUNCTION nothing()',
	check_distinct => 'CREATE TABLE check_distinct (p fund.period CHECK (p IS NOT DISTINCT FROM p))',
	domain_distinct => q{CREATE DOMAIN domain_distinct AS fund.period CONSTRAINT domain_distinct CHECK (value IS DISTINCT FROM '2026-01')},
	index_nullif => 'CREATE INDEX index_nullif ON pair (nullif(p, q))',
	index_predicate => 'CREATE INDEX index_predicate ON pair (n) WHERE p IS DISTINCT FROM q',
	generated_nullif => 'CREATE TABLE generated_nullif (p fund.period, q fund.period GENERATED ALWAYS AS (nullif(p, p)) STORED)',
	default_case => q{CREATE TABLE default_case (n integer DEFAULT CASE '2026-01'::fund.period WHEN '2026-02'::fund.period THEN 1 END)},
	policy_distinct => 'CREATE POLICY policy_distinct ON pair USING (p IS NOT DISTINCT FROM q)',
	statistics_nullif => 'CREATE STATISTICS statistics_nullif ON (nullif(p, q)), n FROM pair',
	function_distinct => 'CREATE FUNCTION function_distinct(p fund.period, q fund.period) RETURNS boolean LANGUAGE sql RETURN p IS DISTINCT FROM q',

	view_plain => q{CREATE VIEW view_plain AS SELECT a.n FROM pair AS a JOIN pair AS b ON a.p = b.q
		WHERE a.p IN ('2026-01', '2026-02') AND a.q BETWEEN '2026-01' AND '2026-03' AND a.p = ANY (ARRAY[a.q])
		  AND a.p IN (SELECT q FROM pair) AND CASE WHEN a.p = a.q THEN true END ORDER BY a.p},
	view_group => 'CREATE VIEW view_group AS SELECT DISTINCT p, count(*), greatest(p, p) AS x FROM pair GROUP BY p',
	view_text => q{CREATE VIEW view_text AS SELECT a.n FROM pair AS a JOIN pair AS b USING (n) WHERE a.p::text IS DISTINCT FROM '2026-01' AND a.p > a.q},
	trigger_plain => 'CREATE TRIGGER trigger_plain BEFORE UPDATE ON pair FOR EACH ROW WHEN (old.p <> new.p) EXECUTE FUNCTION nothing()',
	rule_plain => 'CREATE RULE rule_plain AS ON INSERT TO pair WHERE new.p > new.q DO ALSO SELECT 1',
	domain_plain => q{CREATE DOMAIN domain_plain AS fund.period CHECK (value <> '2026-01')},
	check_plain => q{ALTER TABLE pair ADD CONSTRAINT check_plain CHECK (p >= '2000-01')},
	index_plain => q{CREATE INDEX index_plain ON pair ((p = q)) WHERE p > '2026-01'},
	policy_plain => 'CREATE POLICY policy_plain ON pair USING (p = q)',
	function_plain => 'CREATE FUNCTION function_plain(p fund.period, q fund.period) RETURNS boolean LANGUAGE sql RETURN p = q',
	exclusion_plain => 'ALTER TABLE pair ADD CONSTRAINT exclusion_plain EXCLUDE USING btree (p WITH =)');

$node->safe_psql('source', <<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION fundledger;
SELECT fund.create_ledger();
ALTER DATABASE source SET search_path = public, fund;
SQL
is($node->safe_psql('source', 'SELECT object FROM fund.undumpable_objects()'), '', 'nothing of ours is listed');

$node->safe_psql('source', 'CREATE TABLE pair (n integer, p fund.period, q fund.period)');
$node->safe_psql('source', 'CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$');
$node->safe_psql('source', $objects{$_}) for sort keys %objects;

my $listed = $node->safe_psql('source', 'SELECT object FROM fund.undumpable_objects()');
note($node->safe_psql('source', 'SELECT object, reason FROM fund.undumpable_objects()'));
my %is_listed = map { my $name = $_; $name => scalar(grep { /\b$name\b/ } split /\n/, $listed) } keys %objects;

# What there is of each, in any database.
my $there = q{
	SELECT relname FROM pg_class UNION SELECT rulename FROM pg_rewrite UNION SELECT tgname FROM pg_trigger
	UNION SELECT conname FROM pg_constraint UNION SELECT polname FROM pg_policy
	UNION SELECT stxname FROM pg_statistic_ext UNION SELECT proname FROM pg_proc UNION SELECT typname FROM pg_type
	UNION SELECT 'not ' || relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
	WHERE relname IN ('default_case', 'generated_nullif') AND attname IN ('n', 'q') AND NOT atthasdef};

sub restore
{
	my ($database, $dump) = @_;
	my ($out, $error);

	IPC::Run::run([ 'psql', '--no-psqlrc', '--quiet', '--file', $dump, '--dbname', $node->connstr($database) ],
		'>', \$out, '2>', \$error);
	my %found = map { $_ => 1 } split /\n/, $node->safe_psql($database, $there);
	return (\%found, $error);
}

# What a name says is not run, by whoever asks.
$node->safe_psql('source', <<'SQL');
CREATE ROLE namer;
CREATE SCHEMA namer AUTHORIZATION namer;
SET ROLE namer;
CREATE TABLE namer.named (p fund.period, "WHEN (true) EXECUTE " text);
CREATE FUNCTION namer.") EXECUTE "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER "a WHEN (true); ALTER ROLE namer SUPERUSER; --" BEFORE UPDATE OF p, "WHEN (true) EXECUTE " ON namer.named
	FOR EACH ROW WHEN (old.p = new.p AND old."WHEN (true) EXECUTE " <> ') EXECUTE "')
	EXECUTE FUNCTION namer.") EXECUTE "(') EXECUTE ');
SQL
is($node->safe_psql('source', 'SELECT object FROM fund.undumpable_objects()'), $listed, 'a trigger with an odd name is restored, not listed');
is($node->safe_psql('source', q{SELECT rolsuper FROM pg_roles WHERE rolname = 'namer'}), 'f', 'and what its name says is not run');

# Nor does what reading a literal runs.
$node->safe_psql('source', <<'SQL');
SET ROLE namer;
CREATE TABLE namer.ran (as_role name);
CREATE FUNCTION namer.run() RETURNS boolean LANGUAGE plpgsql AS
	'BEGIN INSERT INTO namer.ran VALUES (current_user); RETURN true; END';
CREATE DOMAIN namer.checked AS text CHECK (namer.run());
CREATE VIEW namer.literal AS SELECT 1 AS n WHERE '2026-01'::fund.period = '2026-02' AND '{x}'::namer.checked[] IS NULL;
CREATE VIEW namer.literal_distinct AS SELECT 1 AS n WHERE '2026-01'::fund.period IS DISTINCT FROM '2026-02';
TRUNCATE namer.ran;
SQL
is( $node->safe_psql('source', q{SELECT object FROM fund.undumpable_objects() WHERE object LIKE '%namer%'}),
	'view namer.literal_distinct', 'of another role the same is listed');
is($node->safe_psql('source', 'SELECT DISTINCT as_role FROM namer.ran'), 'namer', 'and what it has written runs as that role');
$node->safe_psql('source', 'CREATE ROLE stranger');
is( $node->safe_psql('source', q{SET ROLE stranger; SELECT object FROM fund.undumpable_objects() WHERE object LIKE '%namer%'}),
	'view namer.literal_distinct', 'and listed for who cannot act as it');
is($node->safe_psql('source', 'SELECT DISTINCT as_role FROM namer.ran'), 'namer', 'for whom nothing of it runs');
$node->psql('source', q{SET ROLE stranger; SELECT fund._parse_as('namer'::regrole, 'SELECT 1')}, stderr => \my $refused);
like($refused, qr/must have privileges of role "namer"/, 'nor could be made to');
$node->safe_psql('source', 'DROP ROLE stranger');
$node->safe_psql('source', 'DROP OWNED BY namer; DROP ROLE namer');

my $dump = $node->basedir . '/dump.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '--file', $dump, '--dbname', $node->connstr('source') ], 'pg_dump');

my ($plain) = restore('plain', $dump);
for my $name (sort keys %objects)
{
	my $is_restored = $plain->{$name} && !$plain->{"not $name"} ? 1 : 0;

	is($is_listed{$name} ? 0 : 1, $is_restored, "$name: " . ($is_restored ? 'restored, not listed' : 'listed, not restored'));
}

my $text = slurp_file($dump);
is($text =~ s/set_config\('search_path', '', false\)/set_config('search_path', 'fund', false)/g, 1, 'the path of the dump is set once');
append_to_file("$dump.mended", $text);
my ($mended, $error) = restore('mended', "$dump.mended");
is($error, '', 'with schema fund on its path, the dump is restored without an error');
is(join(' ', grep { !$mended->{$_} || $mended->{"not $_"} } sort keys %objects), '', 'and whole');
is( $node->safe_psql('mended', 'SET search_path = public, fund; SELECT object FROM fund.undumpable_objects()'),
	$listed, 'where the same objects are listed');

$node->stop;
done_testing();

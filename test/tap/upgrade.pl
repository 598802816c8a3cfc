# An older version, built from the history of this tree with a library of its
# own, fills a ledger; ALTER EXTENSION UPDATE and fund.upgrade_ledger() bring
# it here. Afterwards it is, object by object, what a fresh one is and what a
# dump of it restores, privileges included, and the books say what they said.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;

my $older = '0.0.1';
# pg_available_extension_versions does not look where Debian's servers do.
my ($missing) = $node->psql('postgres', "BEGIN; CREATE EXTENSION fundledger VERSION '$older'; ROLLBACK");
if ($missing)
{
	plan skip_all => 'there is no older version: the tree has no history, or is tested without tools/check-here';
}

my @databases = qw(upgraded fresh restored);
$node->safe_psql('postgres', "CREATE DATABASE $_ TEMPLATE template0 ENCODING 'UTF8'") for @databases;
$node->safe_psql('postgres', "ALTER DATABASE $_ SET search_path = public, fund") for @databases;
$node->safe_psql('postgres', 'CREATE ROLE keeper LOGIN; CREATE ROLE clerk; CREATE ROLE chief; CREATE ROLE reader;');
$node->safe_psql('postgres', "GRANT CREATE ON DATABASE $_ TO keeper") for @databases;

# What a ledger's owner may need of the extension.
sub entitle
{
	my ($database) = @_;

	$node->safe_psql($database, 'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fund TO keeper');
	return;
}

sub as_keeper
{
	my ($database, $sql) = @_;

	return $node->safe_psql($database, "SET client_min_messages = warning; SET ROLE keeper; $sql");
}

my $duties = q{
	SELECT fund.grant_duty('clerk', 'prepare', 'fund');
	SELECT fund.grant_duty('clerk', 'prepare', 'office');
	SELECT fund.grant_duty('chief', 'supervise');
	SELECT fund.grant_duty('reader', 'read', 'office');
	SELECT fund.revoke_duty('reader', 'read', 'office');
	SELECT fund.grant_duty('reader', 'audit', 'fund');
};

my $books = q{
	INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution'), ('P1', '某单位', 'payer');
	SELECT fund.create_book('fund', '职工', 'reform', '2026-01');
	SELECT fund.create_book('office', '经办机构', '2017', '2026-01', parent => 'fund', numbering => 'at_posting');
};

my $vouchers = q{
	SELECT fund.derive_standard('reform', 'mine', '自定');
	UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'mine' AND account = '1004';
	SELECT fund.create_book('own', '自定', 'mine', '2026-01');
	SELECT fund.post('own', '2026-01-02', '收入', 'Dr 1003 9.00, Cr 400101 9.00');
	SELECT fund.post('own', '2026-01-02', '拨入', 'Dr 1004 9.00, Cr 1003 9.00');
	SELECT fund.post('own', '2026-01-03', '支付', 'Dr 50010101 4.00, Cr 1004 4.00');
	SELECT fund.post('fund', '2026-01-01', '期初余额', 'Dr 1003 100.00, Cr 300101 60.00, Cr 300102 40.00', kind => 'opening');
	SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 4601 30.00', source_key => 'S-1');
	SELECT fund.post('fund', '2026-01-20', '预付医院', 'Dr 110102 5.00 @H1 ''备注 ''''引号'''''', Cr 1003 5.00', attachments => 1);
	SELECT fund.post('office', '2026-01-10', '收到保险费', 'Dr 1003 3.00, Cr 400101 3.00');
	SELECT fund.close_period('fund', '2026-01');
	SELECT fund.close_period('office', '2026-01');
	SELECT fund.post('fund', '2026-02-10', '确定归属', 'Dr 300103 30.00, Cr 4601 30.00', kind => 'carry');
	SELECT fund.post('fund', '2026-02-10', '确定归属', 'Dr 4601 30.00, Cr 400101 20.00, Cr 400102 10.00');
	SELECT fund.post('fund', '2026-02-28', '计提', 'Dr 1131 8.00 @P1, Cr 400101 8.00', basis => 'accrual');
	SELECT fund.close_period('fund', '2026-02');
	SELECT fund.reopen_period('fund', '2026-02', '补记');
	SELECT fund.restate('fund', fund.post('fund', '2026-02-12', '更正', 'Dr 1003 1.00, Cr 300101 1.00', kind => 'adjustment'),
	                    'error_correction', '漏记利息', '审计意见');
	SELECT fund.close_period('fund', '2026-02');
	SELECT fund.create_book('next', '新制度', 'reform', '2026-02');
	SELECT fund.create_book('old', '旧制度', '2017', '2026-01');
	SELECT fund.post('old', '2026-01-10', '收到保险费', 'Dr 1003 3.00, Cr 400101 3.00');
	SELECT fund.close_period('old', '2026-01');
	SELECT fund.succeed('next', 'old', 'standard_change', '新制度', '{"1003": "100301"}');
	SELECT fund.post('next', '2026-02-01', '期初余额', 'Dr 100301 3.00, Cr 300101 3.00', kind => 'opening');
	SELECT fund.close_period('next', '2026-02');
	SELECT fund.post('fund', '2026-03-01', '三月', 'Dr 1003 1.00, Cr 4101 1.00');
	SELECT fund.reverse('fund', (SELECT max(voucher_id) FROM ledger.voucher), '2026-03-02');
	SELECT fund.post('fund', '2026-03-03', '三月', 'Dr 1003 2.00, Cr 4101 2.00');
	SELECT fund.post('office', '2026-02-01', '二月', 'Dr 1003 1.00, Cr 4101 1.00');
};

# What readers see of the books, in words that every version has.
my @reports = (
	(map { ("SELECT * FROM fund.balance_sheet('$_->[0]', '$_->[1]') ORDER BY line_no",
			# but the parts of 待转基金, which the older form of reform does not have
			"SELECT item_id, item, level, month, year_to_date FROM fund.income_expenditure('$_->[0]', '$_->[1]')"
			  . " WHERE item_id !~ '^Z3.' ORDER BY item_id COLLATE \"C\"",
			# What is due at the close alone the older version judges in open months, too.
			"SELECT r.rule, r.lhs, r.rhs, CASE a.judged WHEN 'always' THEN r.verdict END
			 FROM fund.articulation('$_->[0]', '$_->[1]') AS r, ledger.book AS b, ledger.articulation AS a
			 WHERE b.book = '$_->[0]' AND a.standard = b.standard AND a.rule = r.rule
			   AND a.statement IN ('资产负债表', '收支表') ORDER BY r.rule COLLATE \"C\"",
			"SELECT * FROM fund.trial_balance('$_->[0]', '$_->[1]') ORDER BY account") }
		[ 'fund', '2026-01' ], [ 'fund', '2026-02' ], [ 'fund', '2026-03' ], [ 'office', '2026-02' ],
		[ 'next', '2026-02' ], [ 'own', '2026-01' ]),
	q{SELECT * FROM fund.account_ledger('fund', '1003', '2026-01-01', '2026-03-31')},
	q{SELECT * FROM fund.restatements('fund', '2026-01', '2026-03')},
	q{SELECT voucher_id, posted_at, book_id, voucher_date, source_key, kind, basis, journal, summary, prepared_by,
	  attachments, reverses, reviewed_by FROM ledger.voucher ORDER BY voucher_id},
	q{SELECT book_id, period, kind, first_number, vouchers FROM ledger.voucher_number ORDER BY 1, 2, kind::text COLLATE "C", 4},
	q{SELECT book_id, period, state, generation FROM ledger.book_period ORDER BY 1, 2},
	q{SELECT event_id, event, generation, done_by, reason FROM ledger.period_event ORDER BY 1},
	q{SELECT book_id, period, generation, form, basis, statement, line_no, column_no, item, figure
	  FROM ledger.issued_statement ORDER BY 1, 2, 3, form COLLATE "C", basis::text COLLATE "C", statement COLLATE "C", 7, 8});

sub reports
{
	my ($database) = @_;

	return join("\n--\n", map { $node->safe_psql($database, $_) } @reports);
}

# Every member of the extension, with all that is its own.
my $members = <<'SQL';
SELECT concat_ws(' | ', i.identity, obj_description(d.objid, c.relname), p.proacl::text, t.typacl::text,
                 CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
                 (SELECT concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.agginitval, a.aggtransspace)
                  FROM pg_aggregate AS a WHERE d.classid = 'pg_proc'::regclass AND a.aggfnoid = d.objid),
                 (SELECT concat_ws(' ', o.oprcode, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprrest, o.oprjoin,
                                   o.oprcanhash, o.oprcanmerge)
                  FROM pg_operator AS o WHERE d.classid = 'pg_operator'::regclass AND o.oid = d.objid),
                 (SELECT concat_ws(' ', k.castfunc::regprocedure, k.castcontext, k.castmethod)
                  FROM pg_cast AS k WHERE d.classid = 'pg_cast'::regclass AND k.oid = d.objid),
                 (SELECT concat_ws(' ', y.typlen, y.typbyval, y.typcategory, y.typalign, y.typstorage, y.typinput, y.typreceive)
                  FROM pg_type AS y WHERE d.classid = 'pg_type'::regclass AND y.oid = d.objid))
FROM pg_depend AS d
JOIN pg_class AS c ON c.oid = d.classid
CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS i
LEFT JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
LEFT JOIN pg_type AS t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
  AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'fundledger')
ORDER BY 1
SQL

# Every object of the ledger, as pg_dump writes it; the order is that of names
# and needs, and is no matter.
sub objects
{
	my ($database) = @_;
	my $file = $node->basedir . "/$database.schema.sql";

	$node->command_ok([ 'pg_dump', '--no-sync', '--schema-only', '--schema=ledger', '--file', $file,
			'--dbname', $node->connstr($database) ], "$database: pg_dump of the schema");
	return join("\n", sort grep { !/^(--|\\|$)/ } split /\n/, slurp_file($file));
}

sub differences
{
	my ($left, $right) = @_;
	my %seen;

	$seen{$_}++ for split /\n/, $left;
	$seen{$_}-- for split /\n/, $right;
	return join("\n", map { ($seen{$_} > 0 ? '< ' : '> ') . $_ } sort grep { $seen{$_} != 0 } keys %seen);
}

# The older version's own work
$node->safe_psql('upgraded', "SET client_min_messages = warning; CREATE EXTENSION fundledger VERSION '$older'");
entitle('upgraded');
as_keeper('upgraded', "SELECT fund.create_ledger(); $books $duties $vouchers");
my $before = reports('upgraded');
cmp_ok(length($before), '>', 10000, 'there is something to upgrade');

# The update
$node->safe_psql('upgraded', 'ALTER EXTENSION fundledger UPDATE');
my (undef, undef, $error) = $node->psql('upgraded', q{SELECT * FROM fund.verify('fund')},
	extra_params => ['--set=VERBOSITY=sqlstate']);
like($error, qr/ERROR:  LG053$/m, 'functions refuse a ledger that has not been upgraded');
entitle('upgraded');
is( as_keeper('upgraded', 'SELECT fund.upgrade_ledger()'),
	$node->safe_psql('upgraded', q{SELECT extversion FROM pg_extension WHERE extname = 'fundledger'}),
	'fund.upgrade_ledger() reaches the installed version');
is(as_keeper('upgraded', 'SELECT fund.upgrade_ledger() IS NOT NULL'), 't', 'and may be called again');

# A version that has been released keeps its step; this one has done its work.
$node->safe_psql('upgraded', q{
	ALTER EXTENSION fundledger DROP FUNCTION fund._upgrade_from_0_0_1();
	ALTER EXTENSION fundledger DROP FUNCTION fund._seal_again_from_0_0_1();
	DROP FUNCTION fund._upgrade_from_0_0_1();
	DROP FUNCTION fund._seal_again_from_0_0_1()});

# A fresh one, and a dump of the upgraded one
$node->safe_psql('fresh', 'SET client_min_messages = warning; CREATE EXTENSION fundledger');
entitle('fresh');
as_keeper('fresh', "SELECT fund.create_ledger(); $books $duties");
my $dump = $node->basedir . '/upgraded.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '--file', $dump, '--dbname', $node->connstr('upgraded') ], 'pg_dump');
$node->command_ok([ 'psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file', $dump,
		'--dbname', $node->connstr('restored') ], 'restore');

my $fresh_objects = objects('fresh');
my $fresh_members = $node->safe_psql('fresh', $members);
cmp_ok(length($fresh_objects), '>', 10000, 'there are objects to compare');
for my $database (qw(upgraded restored))
{
	is(differences(objects($database), $fresh_objects), '', "$database: the objects of the ledger are those of a fresh one");
	is(reports($database), $before, "$database: the books say what they said");
	is( $node->safe_psql($database, q{SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v
			UNION ALL SELECT NULL, v.* FROM fund.verify() AS v}),
		'', "$database: verifies");
	# They go on: ids, source keys, numbers, the guarded account.
	is( as_keeper($database, q{
			WITH ids AS (SELECT max(voucher_id) AS last FROM ledger.voucher)
			SELECT fund.post('fund', '2026-03-05', '三月', 'Dr 1003 2.00, Cr 4101 2.00') > last FROM ids}),
		't', "$database: the next voucher has an id of its own");
	is( as_keeper($database, q{
			SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 4601 30.00', source_key => 'S-1')
			       = (SELECT voucher_id FROM ledger.voucher WHERE source_key = 'S-1')}),
		't', "$database: a source key is known");
	(undef, undef, $error) = $node->psql($database,
		q{SELECT fund.post('own', '2026-01-04', '支付', 'Dr 50010101 6.00, Cr 1004 6.00')},
		extra_params => ['--set=VERBOSITY=sqlstate']);
	like($error, qr/ERROR:  LG026$/m, "$database: a guarded account has its balance");
	as_keeper($database, q{SELECT fund.close_period('fund', '2026-03'); SELECT fund.close_period('office', '2026-02')});
	is( $node->safe_psql($database, q{SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v
			UNION ALL SELECT NULL, v.* FROM fund.verify() AS v}),
		'', "$database: verifies after the next close");
}
is(differences($node->safe_psql('upgraded', $members), $fresh_members), '',
	'upgraded: the members of the extension are those of a fresh one');
for my $part (qw(account posting_rule carry_rule transfer_group statement statement_column statement_line articulation))
{
	my $rows = qq{SELECT to_jsonb(r) - 'changed_at' FROM ledger.$part AS r WHERE r.standard <> 'mine' ORDER BY (to_jsonb(r) - 'changed_at')::text COLLATE "C"};

	is($node->safe_psql('upgraded', $rows), $node->safe_psql('fresh', $rows),
		"upgraded: the rows of ledger.$part that are shipped are those of a fresh one");
}

$node->stop;
done_testing();

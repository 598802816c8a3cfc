# A ledger with closed months survives pg_dump: whole, and its data alone into
# a ledger that was made without the shipped standards.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;

# Everything that a reader or an auditor sees of the closed months.
my @reports = (
	q{SELECT * FROM fund.balance_sheet('fund', '2026-01') ORDER BY line_no},
	q{SELECT * FROM fund.balance_sheet('fund', '2026-02') ORDER BY line_no},
	q{SELECT * FROM fund.income_expenditure('fund', '2026-02') ORDER BY line_no},
	q{SELECT * FROM fund.income_expenditure('fund', '2026-02', 'accrual') ORDER BY line_no},
	q{SELECT * FROM fund.articulation('fund', '2026-02') ORDER BY rule COLLATE "C"},
	q{SELECT * FROM fund.trial_balance('fund', '2026-02') ORDER BY account},
	q{SELECT * FROM fund.trial_balance('office', '2026-01') ORDER BY account},
	q{SELECT * FROM fund.trial_balance('begun', '2026-03') ORDER BY account},
	q{SELECT * FROM fund.income_expenditure('begun', '2026-03') ORDER BY line_no},
	q{SELECT * FROM fund.statement('begun', '收支表', '2026-12', annual => true) ORDER BY line_no, column_no},
	q{SELECT * FROM fund.account_ledger('begun', '110102', '2026-01', '2026-03')},
	q{SELECT * FROM fund.settlements('fund', '2026-03')},
	q{SELECT * FROM fund.restatements('fund', '2026-01', '2026-03')},
	q{SELECT * FROM fund.restatements('next', '2026-02', '2026-02')});

my $verify = q{SELECT * FROM fund.verify('fund') UNION ALL SELECT * FROM fund.verify('office')
	UNION ALL SELECT * FROM fund.verify('next') UNION ALL SELECT * FROM fund.verify('begun')
	UNION ALL SELECT * FROM fund.verify()
	UNION ALL SELECT * FROM fund.verify('reviewed') WHERE check_name <> 'login'};

# And every row that a ledger holds, of whatever table.
my $tables = q{SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' ORDER BY relname COLLATE "C"};

sub make_ledger
{
	my ($database) = @_;

	$node->safe_psql($database, <<'SQL');
SET client_min_messages = warning;
CREATE SCHEMA fund AUTHORIZATION dba;
CREATE EXTENSION fundledger;
SELECT fund.create_ledger();
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution'), ('P1', '某单位', 'payer');
SELECT fund.create_book('fund', '职工', 'reform', '2026-01');
SELECT fund.create_book('office', '经办机构', '2017', '2026-01', parent => 'fund', numbering => 'at_posting');

SELECT fund.grant_duty('dump_clerk', 'prepare', 'fund');
SELECT fund.grant_duty('dump_clerk', 'feed', 'office');
SELECT fund.post('fund', '2026-01-01', '期初余额', 'Dr 1003 100.00, Cr 300101 60.00, Cr 300102 40.00', kind => 'opening');
SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 4601 30.00', source_key => 'S-1');
SELECT fund.post('fund', '2026-01-20', '预付医院', 'Dr 110102 5.00 @H1 ''备注 ''''引号'''''', Cr 1003 5.00', attachments => 1);
SELECT fund.post('office', '2026-01-10', '收到保险费', 'Dr 1003 3.00, Cr 400101 3.00');
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

SELECT fund.create_book('next', '新制度', 'reform', '2026-02');
SELECT fund.create_book('old', '旧制度', '2017', '2026-01');
SELECT fund.post('old', '2026-01-10', '收到保险费', 'Dr 1003 3.00, Cr 400101 3.00');
SELECT fund.close_period('old', '2026-01');
SELECT fund.succeed('next', 'old', 'standard_change', '新制度', '{"1003": "100301"}');
SELECT fund.post('next', '2026-02-01', '期初余额', 'Dr 100301 3.00, Cr 300101 3.00', kind => 'opening');
SELECT fund.restate('next', fund.post('next', '2026-02-01', '更正期初', 'Dr 100301 0.50, Cr 300101 0.50', kind => 'opening'),
                    'error_correction', '漏记利息');
SELECT fund.close_period('next', '2026-02');

SELECT fund.post('fund', '2026-03-01', '三月', 'Dr 1003 1.00, Cr 4101 1.00');
SELECT fund.post('office', '2026-02-01', '二月', 'Dr 1003 1.00, Cr 4101 1.00');
SELECT fund.reverse('office', fund.post('office', '2026-02-03', '误记', 'Dr 1003 1.00, Cr 4101 1.00'), '2026-02-04');
SELECT fund.relieve('fund', fund.post('fund', '2026-03-02', '减征', 'Dr 400101 8.00, Cr 1131 8.00 @P1', basis => 'accrual'), '某厅', '阶段性减征');

INSERT INTO ledger.party_kind (party_kind, name) VALUES ('station', '社区服务站');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('T1', '某社区', 'station');
SELECT * FROM fund.name_accounts('fund', '[{"科目": "11010201", "名称": "住院预付", "承接余额": true}, {"科目": "11010202", "名称": "门诊预付"}]');
SELECT * FROM fund.name_account('fund', '11010201', '住院费用预付', from_period => '2026-04');
SELECT * FROM fund.name_account('fund', '11010202', retired => true);
SELECT fund.create_book('begun', '中途建账', '2017', '2026-01');
SELECT * FROM fund.name_account('begun', '100401', '工行支出户', takes_balance => true);
SELECT * FROM fund.bring_forward('begun', '[{"account": "1003", "opening_debit": 95, "debit": 10},
    {"account": "110102", "party": "H1", "opening_debit": 5}, {"account": "300101", "opening_credit": 100},
    {"account": "100401", "debit": 4}, {"account": "400101", "credit": 14}]', '2026-02',
    open_items => '[{"account": "110102", "party": "H1", "date": "2025-11-20", "amount": 5}]',
    last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 452}]', source => '旧系统');
SELECT count(*) FROM fund.close_period('begun', '2026-02');
SELECT fund.post('begun', '2026-03-03', '三月', 'Dr 1003 1.00, Cr 400101 1.00');
INSERT INTO ledger.import_line (batch, row_no, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('三月', 1, 'begun', 'K1', '2026-03-04', '暂收', '1003', '2.00', NULL), ('三月', 2, 'begun', 'K1', '2026-03-04', '暂收', '4101', NULL, '2.00'),
    ('四月', 1, 'begun', 'K2', '2026-04-01', '待导', '1003', '1.00', NULL), ('四月', 2, 'begun', 'K2', '2026-04-01', '待导', '4101', NULL, '1.00');
SELECT * FROM fund.import('三月');

SELECT fund.create_book('reviewed', '须审核', 'reform', '2026-01', review_required => true);
SELECT fund.grant_duty('dump_clerk', 'prepare', 'reviewed'), fund.grant_duty('dump_reviewer', 'review', 'reviewed');
SELECT fund.register_login('dump_reviewer', '应用');
SET SESSION AUTHORIZATION dump_clerk;
SELECT fund.save_draft('reviewed', '2026-01-05', '收到保险费', '[{"account": "1003", "debit": 5}, {"account": "400101", "credit": 5, "memo": "备注"}]',
    source_key => 'D-1', documents => '[{"document_no": "1", "name": "缴款书", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]');
SELECT * FROM fund.submit_draft('reviewed', 1);
SELECT fund.save_draft('reviewed', '2026-01-06', '未完', '[{"account": "1003", "debit": "x"}]');
SELECT * FROM fund.submit_draft('reviewed', 2);
SELECT fund.prepare('reviewed', '2026-02-06', '待审', 'Dr 1003 1.00, Cr 400101 1.00');
SET SESSION AUTHORIZATION dump_reviewer;
SELECT fund.approve_draft('reviewed', 1, 1);
RESET SESSION AUTHORIZATION;
SELECT count(*) FROM fund.close_period('reviewed', '2026-01');
SQL
	return;
}

sub reports
{
	my ($database) = @_;

	return join("\n--\n", map { $node->safe_psql($database, $_) } @reports,
		map { qq{SELECT t FROM ledger.$_ AS t ORDER BY t::text COLLATE "C"} } split /\n/, $node->safe_psql($database, $tables));
}

sub refused
{
	my ($database, $statement, $state, $name) = @_;

	my (undef, undef, $error) =
	  $node->psql($database, $statement, extra_params => ['--set=VERBOSITY=sqlstate']);
	like($error, qr/ERROR:  $state$/m, "$database: $name");
	return;
}

# The books go on: ids, numbers, fences and the chain of seals.
sub books_go_on
{
	my ($database) = @_;

	refused($database, q{SELECT fund.post('fund', '2026-02-20', '补记', 'Dr 1003 1.00, Cr 4101 1.00')},
		'LG023', 'a closed month stays closed');
	refused($database, q{DELETE FROM ledger.balance}, 'LG051', 'derived tables stay guarded');
	refused($database, q{DELETE FROM ledger.restatement}, 'LG051', 'restatements stay as they are');
	refused($database, q{SELECT fund.reopen_period('old', '2026-01', 'x')}, 'LG040', 'a predecessor stays closed');
	refused($database, q{SELECT fund.post('old', '2026-02-01', '二月', 'Dr 1003 1.00, Cr 4101 1.00')}, 'LG010', 'and retired');
	refused($database, q{UPDATE ledger.voucher SET summary = 'x'}, 'LG028', 'vouchers stay as they are');
	refused($database, q{UPDATE ledger.account SET name = 'x' WHERE standard = 'reform'},
		'LG050', 'shipped standards stay as they are');

	refused($database, q{SET SESSION AUTHORIZATION dump_clerk; SELECT fund.approve_draft('reviewed', 3, 1)},
		'42501', 'who prepared a draft does not approve it');
	refused($database, q{SELECT fund.post('reviewed', '2026-02-07', 'x', 'Dr 1003 1.00, Cr 4101 1.00')},
		'LG032', 'a book that demands review goes on to');
	is($node->safe_psql($database, q{SET SESSION AUTHORIZATION dump_reviewer; SELECT fund.approve_draft('reviewed', 3, 1) > 0}),
		't', "$database: and a draft that was waiting is approved");

	refused($database, q{SELECT fund.post('fund', '2026-03-20', '预付', 'Dr 110102 1.00 @H1, Cr 1003 1.00')},
		'LG020', 'an account with details of the book takes no vouchers');
	refused($database, q{SELECT fund.post('fund', '2026-03-20', '预付', 'Dr 11010202 1.00 @H1, Cr 1003 1.00')},
		'LG011', 'nor does a retired one');
	refused($database, q{SELECT fund.withdraw_brought_forward('begun', 'x')}, 'LG023', 'what was brought forward is closed');
	is($node->safe_psql($database, q{SELECT count(*) FROM fund.import('四月')}), '0', "$database: rows that waited are imported");
	is( $node->safe_psql($database, q{
			SELECT fund.post('fund', '2026-03-20', '预付', 'Dr 11010201 1.00 @H1, Cr 1003 1.00') > 0;
			SELECT string_agg(period || name, ' ' ORDER BY period) FROM (VALUES ('2026-03'), ('2026-04')) AS m (period),
			       fund.trial_balance('fund', m.period) AS t WHERE t.account = '11010201'}),
		"t\n2026-03住院预付 2026-04住院费用预付", "$database: a month shows its name");

	is( $node->safe_psql($database, q{
			WITH ids AS (SELECT max(voucher_id) AS last FROM ledger.voucher)
			SELECT fund.post('fund', '2026-03-02', '三月', 'Dr 1003 2.00, Cr 4101 2.00') > last FROM ids}),
		't', "$database: the next voucher has an id of its own");
	is( $node->safe_psql($database, q{
			SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 4601 30.00',
			                 source_key => 'S-1')
			       = (SELECT voucher_id FROM ledger.voucher WHERE source_key = 'S-1')}),
		't', "$database: what was posted before is known by its source key");
	$node->safe_psql($database, q{
		SELECT fund.post('office', '2026-02-02', '二月', 'Dr 1003 1.00, Cr 4101 1.00');
		SELECT fund.close_period('fund', '2026-03');
		SELECT fund.close_period('begun', '2026-03');
		SELECT fund.close_period('office', '2026-02')});
	is( $node->safe_psql($database, q{
			SELECT cardinality(array_agg(id ORDER BY id)) FROM ledger.voucher_number, unnest(vouchers) AS id
			WHERE book_id = 2 AND period = '2026-02'::fund.period AND kind = 'normal'}),
		'4', "$database: numbers go on");
	is($node->safe_psql($database, $verify), '', "$database: verifies after the next close");
	return;
}

$node->safe_psql('postgres', "CREATE DATABASE $_ TEMPLATE template0 ENCODING 'UTF8'")
  for qw(books whole jobs data);
$node->safe_psql('postgres', "ALTER DATABASE $_ SET search_path = public, fund") for qw(books whole jobs data);
# The schema may be another superuser's, who has it in the restored database too.
$node->safe_psql('postgres', 'CREATE ROLE dba SUPERUSER');
$node->safe_psql('postgres', 'CREATE ROLE dump_clerk; CREATE ROLE dump_reviewer');
make_ledger('books');
my $before = reports('books');
is($node->safe_psql('books', $verify), '', 'books: verifies before the dump');
cmp_ok(length($before), '>', 10000, 'books: there is something to compare');
cmp_ok($node->safe_psql('books', "SELECT count(*) FROM ledger.$_"), '>', 0, "books: something is in ledger.$_")
  for split /\n/, $node->safe_psql('books', $tables);

# Everything, into an empty database
my $dump = $node->basedir . '/whole.sql';
$node->command_ok([ 'pg_dump', '--no-sync', '--file', $dump, '--dbname', $node->connstr('books') ],
	'pg_dump');
like(slurp_file($dump), qr/CREATE SCHEMA fund;.*ALTER SCHEMA fund OWNER TO dba;.*CREATE EXTENSION [^;]*fundledger WITH SCHEMA fund;/s,
	'the schema comes first, and belongs to another superuser');
$node->command_ok(
	[ 'psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file', $dump,
		'--dbname', $node->connstr('whole') ],
	'restore of everything');
is(reports('whole'), $before, 'whole: the same reports');
is($node->safe_psql('whole', $verify), '', 'whole: verifies');
is($node->safe_psql('whole', q{SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'fund'}),
	'dba', 'whole: the schema is the same superuser\'s');
books_go_on('whole');

# Everything, by several at a time: vouchers come before the small tables.
my $archive = $node->basedir . '/whole.dump';
$node->command_ok([ 'pg_dump', '--no-sync', '--format=custom', '--file', $archive, '--dbname', $node->connstr('books') ],
	'pg_dump --format=custom');
$node->command_ok([ 'pg_restore', '--exit-on-error', '--jobs=4', '--dbname', $node->connstr('jobs'), $archive ],
	'pg_restore --jobs');
is(reports('jobs'), $before, 'jobs: the same reports');
is($node->safe_psql('jobs', $verify), '', 'jobs: verifies');

# The data alone. The restored ledger has its version already.
my $data = $node->basedir . '/data.sql';
$node->command_ok(
	[ 'pg_dump', '--no-sync', '--data-only', '--disable-triggers', '--schema=ledger',
		'--exclude-table=ledger.installation', '--file', $data, '--dbname', $node->connstr('books') ],
	'pg_dump --data-only');
$node->safe_psql('data', q{
	SET client_min_messages = warning;
	CREATE EXTENSION fundledger;
	SELECT fund.create_ledger(standards => false)});
$node->command_ok(
	[ 'psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file', $data,
		'--dbname', $node->connstr('data') ],
	'restore of the data alone');
is(reports('data'), $before, 'data: the same reports');

# Until the restore is finished, whoever can finish it is told.
my $strayed = q{SELECT string_agg(object, ', ' ORDER BY object COLLATE "C") FROM fund.verify('fund')
	WHERE check_name = 'trigger' AND expected = 'always' AND found = 'origin'};
like($node->safe_psql('data', $strayed), qr/^trigger account_changed of ledger.account, .*trigger duty_changed of ledger.duty/,
	'data: verify names the triggers');
my $always = q{SELECT string_agg(tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text, ', ' ORDER BY tgrelid::regclass::text COLLATE "C", tgname COLLATE "C")
	FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'ledger'::regnamespace)};
my $privileges = q{SELECT string_agg(relname || ' ' || coalesce(relacl::text, ''), E'\n' ORDER BY relname COLLATE "C")
	FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relacl IS NOT NULL};
isnt($node->safe_psql('data', $always), $node->safe_psql('books', $always), 'data: triggers have strayed');
isnt($node->safe_psql('data', $privileges), $node->safe_psql('books', $privileges), 'data: duties have no privileges');
sub warned
{
	my ($statement) = @_;

	my (undef, undef, $error) =
	  $node->psql('data', "BEGIN; $statement; ROLLBACK", extra_params => ['--set=VERBOSITY=verbose']);
	return $error =~ /WARNING:  LGW04: .*\n.*\nHINT:  Call fund\.finish_restore\(\)\./;
}
my @writes = (
	q{SELECT fund.post('fund', '2026-03-05', '三月', 'Dr 1003 1.00, Cr 4101 1.00')},
	q{SELECT fund.reverse('fund', max(voucher_id), '2026-03-31') FROM ledger.voucher WHERE book_id = 1},
	q{SELECT fund.close_period('fund', '2026-03')},
	q{SELECT fund.month_end('fund', '2026-03')},
	q{SELECT fund.reopen_period('fund', '2026-02', 'x')},
	q{SELECT fund.create_book('more', '新账套', '2017', '2026-01')},
	q{SELECT fund.derive_standard('2017', 'own', '自定')},
	q{SELECT fund.name_account('fund', '100401', '工行')},
	q{SELECT fund.grant_duty('dump_clerk', 'audit', 'fund')},
	q{SELECT fund.revoke_duty('dump_clerk', 'prepare', 'fund')});
ok(warned($_), "data: the owner is warned by $_") for @writes;
ok(!warned(q{SELECT * FROM fund.balance_sheet('fund', '2026-01')}), 'data: nobody is warned by reading');
ok(!warned(q{SET LOCAL ROLE dump_clerk; SELECT fund.post('fund', '2026-03-05', '三月', 'Dr 1003 1.00, Cr 4101 1.00')}),
	'data: others, who cannot mend it, are not warned');
refused('data', q{SET ROLE dump_clerk; SELECT fund.finish_restore()}, '42501', 'and cannot');
$node->safe_psql('data', 'SELECT fund.finish_restore()');
is($node->safe_psql('data', $always), $node->safe_psql('books', $always), 'data: triggers are as they were');
is($node->safe_psql('data', $privileges), $node->safe_psql('books', $privileges), 'data: and privileges');
ok(!warned($_), "data: no more by $_") for @writes;
$node->safe_psql('data', 'ALTER TABLE ledger.voucher DISABLE TRIGGER voucher_immutable');
is($node->safe_psql('data', q{SELECT object, expected, found FROM fund.verify('fund')}),
	'trigger voucher_immutable of ledger.voucher|origin|disabled', 'data: verify names a disabled trigger');
$node->safe_psql('data', 'SELECT fund.finish_restore()');
is($node->safe_psql('data', $verify), '', 'data: verifies');
books_go_on('data');

# The books that were dumped are none the worse.
books_go_on('books');

$node->stop;
done_testing();

# Logical replication carries the books: the subscriber's reports and its
# verification are the publisher's. What applying does not do, and what
# session_replication_role = replica lets through, is in doc/replication.md.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my ($publisher, $subscriber) = map
{
	my $node = PostgreSQL::Test::Cluster->new($_);
	$node->init(allows_streaming => 'logical', extra => [ '--encoding=UTF8', '--no-locale' ]);
	$node->start;
	$node->safe_psql('postgres', 'ALTER DATABASE postgres SET search_path = public, fund');
	$node->safe_psql('postgres', 'ALTER DATABASE postgres SET client_min_messages = error');
	$node->safe_psql('postgres', 'CREATE EXTENSION fundledger');
	$node;
} 'publisher', 'subscriber';

$publisher->safe_psql('postgres', <<'SQL');
SELECT fund.create_ledger();
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution');
SELECT fund._copy_standard('reform', 'own', 'own', 'none', '2026-01-01');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'own' AND account = '1003';
SELECT fund.create_book('fund', '职工', 'reform', '2026-01');
SELECT fund.create_book('office', '经办机构', 'own', '2026-01', numbering => 'at_posting');
SELECT fund.create_book('wrong', '错账', 'reform', '2026-01');
SELECT fund.post('wrong', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 30.00');
SELECT fund.close_period('wrong', '2026-01');
SELECT fund.post('fund', '2026-01-01', '期初余额', 'Dr 1003 100.00, Cr 300101 60.00, Cr 300102 40.00', kind => 'opening');
SELECT fund.post('fund', '2026-01-20', '预付医院', 'Dr 110102 5.00 @H1, Cr 1003 5.00', source_key => 'S-1');
SELECT fund.post('office', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 30.00');
SELECT fund.restate('fund', fund.post('fund', '2026-01-21', '更正', 'Dr 1003 1.00, Cr 300101 1.00', kind => 'adjustment'),
                    'error_correction', '漏记利息');
SELECT fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-10', '支付住院费用', 'Dr 50010101 4.00, Cr 1003 4.00');
SELECT fund.create_book('next', '更新', 'own', '2026-02');
SELECT fund.succeed('next', 'wrong', 'scope_change', '口径', '{"1003": "100301"}');
SELECT fund.post('next', '2026-02-01', '期初余额', 'Dr 100301 30.00, Cr 300101 30.00', kind => 'opening');
SELECT fund.restate('next', fund.post('next', '2026-02-01', '更正期初', 'Dr 100301 0.50, Cr 300101 0.50', kind => 'opening'),
                    'error_correction', '漏记利息');
SQL

# As in doc/replication.md: all tables but those that each server has its own of
my $publication = $publisher->safe_psql('postgres', q{
	SELECT 'CREATE PUBLICATION books FOR TABLE '
	       || string_agg(format('%I.%I', schemaname, tablename), ', ' ORDER BY tablename)
	FROM pg_tables
	WHERE schemaname = 'ledger' AND tablename NOT IN ('installation', 'duty', 'guarded_change')});
$publisher->safe_psql('postgres', $publication);

my $connection = $publisher->connstr . ' dbname=postgres';
$subscriber->safe_psql('postgres', 'SELECT fund.create_ledger(standards => false)');
$subscriber->safe_psql('postgres', "CREATE SUBSCRIPTION books CONNECTION '$connection' PUBLICATION books");
$subscriber->wait_for_subscription_sync($publisher, 'books');

sub sqlstate
{
	my ($node, $statement) = @_;

	my (undef, undef, $error) =
	  $node->psql('postgres', $statement, extra_params => ['--set=VERBOSITY=sqlstate']);
	return $error =~ /ERROR:  (.....)$/m ? $1 : $error;
}

my @reports = (
	q{SELECT * FROM fund.statement_pack('fund', '2026-01')},
	q{SELECT * FROM fund.statement_pack('fund', '2026-02')},
	q{SELECT * FROM fund.account_ledger('fund', '1003', '2026-01', '2026-03')},
	q{SELECT * FROM fund.party_ledger('fund', 'H1', '2026-01', '2026-03')},
	q{SELECT * FROM fund.trial_balance('office', '2026-01')},
	q{SELECT * FROM ledger.voucher ORDER BY book_id, voucher_date, voucher_id},
	q{SELECT * FROM ledger.voucher_number ORDER BY book_id, period, kind, first_number},
	q{SELECT * FROM ledger.book_period ORDER BY book_id, period},
	q{SELECT * FROM ledger.period_event ORDER BY event_id},
	q{SELECT * FROM ledger.restatement ORDER BY book_id, voucher_id},
	q{SELECT * FROM ledger.succession, ledger.succession_account},
	q{SELECT * FROM fund.restatements('fund', '2026-01', '2026-03')},
	q{SELECT * FROM fund.restatements('next', '2026-02', '2026-02')},
	q{SELECT * FROM ledger.account ORDER BY standard, account});
my $verify = q{SELECT * FROM fund.verify('fund') UNION ALL SELECT * FROM fund.verify('office')
	UNION ALL SELECT * FROM fund.verify('next')};

sub same
{
	my ($name) = @_;

	$publisher->wait_for_catchup('books');
	for my $report (@reports)
	{
		my $expected = $publisher->safe_psql('postgres', $report);

		cmp_ok(length($expected), '>', 0, "$name: something to compare in $report");
		is($subscriber->safe_psql('postgres', $report), $expected, "$name: $report");
	}
	is($publisher->safe_psql('postgres', $verify), '', "$name: the publisher verifies");
	is($subscriber->safe_psql('postgres', $verify), '', "$name: the subscriber verifies");
	return;
}

same('copied');
# A session of the subscriber that has everything in its caches
my $session = $subscriber->background_psql('postgres');
my $name_of = q{SELECT account_name FROM ledger.entry WHERE book = 'office' AND account = '400101'};
my $result = q{SELECT year_to_date FROM fund.income_expenditure('fund', '2026-02') WHERE item_id = 'Z0'};
is($session->query_safe($name_of), '统筹基金', 'subscriber session: before the changes');
is($session->query_safe($result), '-4.00', 'subscriber session: a figure of an open month');

$publisher->safe_psql('postgres', q{
	UPDATE ledger.account SET name = '统筹收入' WHERE standard = 'own' AND account = '400101';
	UPDATE ledger.party SET name = '市第一人民医院' WHERE party = 'H1';
	SELECT fund.post('office', '2026-01-11', '预付', 'Dr 110102 7.00 @H1, Cr 1003 7.00');
	SELECT fund.restate('fund', fund.post('fund', '2026-02-10', '更正', 'Dr 1003 1.00, Cr 300102 1.00', kind => 'adjustment'),
	                    'reconciliation', '账实差额');
	SELECT fund.close_period('next', '2026-02');
	SELECT fund.close_period('fund', '2026-02');
	SELECT fund.reopen_period('fund', '2026-02', '补记');
	SELECT fund.post('fund', '2026-02-11', '支付住院费用', 'Dr 50010101 1.00, Cr 1003 1.00');
	SELECT fund.close_period('fund', '2026-02')});
$publisher->safe_psql('postgres', <<'SQL');
COPY ledger.voucher (book_id, voucher_date, summary, journal) FROM stdin;
1	2026-03-05	三月	Dr 1003 2.00, Cr 400101 2.00
1	2026-03-06	三月	Dr 1003 3.00, Cr 400102 3.00
\.
SQL
same('streamed');
is($session->query_safe($name_of), '统筹收入', 'subscriber session: hears of a changed standard');
is($session->query_safe($result), '-5.00', 'subscriber session: the figure of the closed month');
$session->quit;

# The subscriber's own sessions are judged as anywhere.
is(sqlstate($subscriber, q{SELECT fund.post('fund', '2026-03-05', '错', 'Dr 9999 1.00, Cr 1003 1.00')}),
	'LG011', 'subscriber: a wrong voucher is refused');
is(sqlstate($subscriber, q{UPDATE ledger.account SET name = 'x' WHERE standard = 'reform'}),
	'LG050', 'subscriber: a shipped standard cannot be changed');
is(sqlstate($subscriber, q{DELETE FROM ledger.balance}), 'LG051', 'subscriber: derived tables are guarded');

# As the applying process does, a session in this role fires no ordinary
# trigger: what it writes is judged by nobody, but found.
my $unjudged = 'SET session_replication_role = replica; ';
is(sqlstate($publisher, q{INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
	VALUES (1, '2026-03-07', '错', 'Dr 9999 1.00, Cr 1003 1.00')}), 'LG011', 'a wrong voucher');
is(sqlstate($publisher, $unjudged . q{INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
	VALUES (1, '2026-03-07', '错', 'Dr 9999 1.00, Cr 1003 2.00')}),
	'LG001', 'an unbalanced journal is no value in any role');
$publisher->safe_psql('postgres', $unjudged . q{
	INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
	SELECT book_id, day, '错', journal
	FROM ledger.book, (VALUES (date '2026-03-07', 'Dr 9999 1.00, Cr 1003 1.00'::fund.journal),
	                          (date '2026-01-07', 'Dr 1003 1.00, Cr 400101 1.00')) AS v (day, journal)
	WHERE book = 'wrong'});
$publisher->wait_for_catchup('books');
for my $node ($publisher, $subscriber)
{
	my $found = $node->safe_psql('postgres', q{SELECT DISTINCT check_name FROM fund.verify('wrong')});

	like($found, qr/^account$/m, $node->name . ': the unknown account is found');
	like($found, qr/^balance$/m, $node->name . ': the late voucher is missing in the balances');
	like($found, qr/^seal$/m, $node->name . ': the late voucher breaks the seal');
	like($found, qr/^number$/m, $node->name . ': the late voucher has no number');
}
same('other books');

# The subscriber takes over: its sequences are its own.
$publisher->stop;
$subscriber->safe_psql('postgres', 'ALTER SUBSCRIPTION books DISABLE');
$subscriber->safe_psql('postgres', 'ALTER SUBSCRIPTION books SET (slot_name = NONE)');
$subscriber->safe_psql('postgres', 'DROP SUBSCRIPTION books');
$subscriber->safe_psql('postgres', q{
	SELECT setval(pg_get_serial_sequence('ledger.voucher', 'voucher_id'), max(voucher_id)) FROM ledger.voucher;
	SELECT setval(pg_get_serial_sequence('ledger.period_event', 'event_id'), max(event_id)) FROM ledger.period_event;
	SELECT setval(pg_get_serial_sequence('ledger.book', 'book_id'), max(book_id)) FROM ledger.book});
is( $subscriber->safe_psql('postgres', q{
		SELECT fund.post('fund', '2026-01-20', '预付医院', 'Dr 110102 5.00 @H1, Cr 1003 5.00', source_key => 'S-1')
		       = (SELECT voucher_id FROM ledger.voucher WHERE source_key = 'S-1')}),
	't', 'taken over: source keys are known');
is(sqlstate($subscriber, q{SELECT fund.post('fund', '2026-02-20', '补记', 'Dr 1003 1.00, Cr 4101 1.00')}),
	'LG023', 'taken over: closed months stay closed');
is(sqlstate($subscriber, q{SELECT fund.post('office', '2026-01-20', '预付', 'Dr 110102 23.01 @H1, Cr 1003 23.01')}),
	'LG026', 'taken over: a guarded account knows its balance');
$subscriber->safe_psql('postgres', q{
	SELECT fund.post('office', '2026-01-20', '预付', 'Dr 110102 23.00 @H1, Cr 1003 23.00');
	SELECT fund.close_period('office', '2026-01');
	SELECT fund.close_period('fund', '2026-03')});
is($subscriber->safe_psql('postgres', $verify), '', 'taken over: verifies after the next close');

$subscriber->stop;
done_testing();

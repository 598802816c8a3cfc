# A streaming standby reads and verifies the books like its primary, open
# months and closed, and hears of closes and reopenings.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--no-locale' ]);
$primary->append_conf('postgresql.conf', 'max_prepared_transactions = 2');
$primary->start;
$primary->backup('base');

my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

$primary->safe_psql('postgres', <<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION fundledger;
SELECT fund.create_ledger();
SELECT fund.create_book('fund', '职工', 'reform', '2026-01');
SELECT fund.post('fund', '2026-01-10', '收到保险费', 'Dr 1003 30.00, Cr 400101 20.00, Cr 400102 10.00');
SELECT fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-10', '支付住院费用', 'Dr 50010101 4.00, Cr 1003 4.00');
SQL

sub same
{
	my ($query, $expected, $name) = @_;

	$primary->wait_for_catchup($standby);
	is($primary->safe_psql('postgres', $query), $expected, "primary: $name");
	is($standby->safe_psql('postgres', $query), $expected, "standby: $name");
	return;
}

my $result = q{SELECT year_to_date FROM fund.income_expenditure('fund', '2026-02') WHERE item_id = 'Z0'};
my $verify = q{SELECT * FROM fund.verify('fund') UNION ALL SELECT * FROM fund.verify()};
my $closed = q{SELECT count(*) FROM ledger.book_period WHERE state = 'closed' AND book_id = 1};

same($result, '26.00', 'figures with an open month');
same($verify, '', 'verifies');

# One session of the standby, with whatever it has cached, across a close
my $session = $standby->background_psql('postgres');
is($session->query_safe($result), '26.00', 'standby session: before the close');
my $names = q{SELECT string_agg(account || ' ' || name || ' ' || closing_debit, ', ' ORDER BY account)
	FROM fund.trial_balance('fund', '2026-02') WHERE account LIKE '1003%'};
is($session->query_safe($names), '1003 财政专户存款 26.00', 'standby session: before details are listed');
$primary->safe_psql('postgres', q{SELECT fund.name_account('fund', '100301', '工行', takes_balance => true)});
$primary->wait_for_catchup($standby);
is($session->query_safe($names), '1003 财政专户存款 26.00, 100301 工行 26.00', 'standby session: after that');
same($verify, '', 'verifies with details');
$primary->safe_psql('postgres', q{
	SELECT fund.name_account('fund', '100301', '工商银行');
	SELECT fund.post('fund', '2026-02-10', '收到保险费', 'Dr 100301 1.00, Cr 400101 1.00');
	SELECT fund.reverse('fund', max(voucher_id), '2026-02-10') FROM ledger.voucher});
$primary->wait_for_catchup($standby);
is($session->query_safe($names), '1003 财政专户存款 26.00, 100301 工商银行 26.00', 'standby session: after another name');
$primary->safe_psql('postgres', q{SELECT fund.close_period('fund', '2026-02')});
$primary->wait_for_catchup($standby);
is($session->query_safe($result), '26.00', 'standby session: after the close');
same($closed, '2', 'closed months');
same($verify, '', 'verifies after a close');

$primary->safe_psql('postgres', q{
	SELECT fund.reopen_period('fund', '2026-02', 'a late voucher');
	SELECT fund.post('fund', '2026-02-11', '支付住院费用', 'Dr 50010101 1.00, Cr 100301 1.00')});
$primary->wait_for_catchup($standby);
is($session->query_safe($result), '25.00', 'standby session: after reopening');
$session->quit;
same($verify, '', 'verifies after reopening');

my (undef, undef, $error) = $standby->psql('postgres', q{SELECT fund.close_period('fund', '2026-02')},
	extra_params => ['--set=VERBOSITY=sqlstate']);
like($error, qr/ERROR:  25006$/m, 'standby: closes nothing');
same($closed, '1', 'closed months after that');

same(q{SELECT * FROM ledger.fence}, '', 'who holds a month');

# A book that is begun while the standby's session looks at another
$session = $standby->background_psql('postgres');
is($session->query_safe($result), '25.00', 'standby session: before a book is begun');
$primary->safe_psql('postgres', q{
	SELECT fund.create_book('begun', '中途建账', '2017', '2026-01');
	SELECT fund.bring_forward('begun', '[{"account": "1003", "opening_debit": 95, "debit": 10},
	    {"account": "300101", "opening_credit": 95}, {"account": "400101", "credit": 10}]', '2026-02',
	    last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 452}]');
	SELECT fund.close_period('begun', '2026-02')});
$primary->wait_for_catchup($standby);
my $begun = q{SELECT year_to_date FROM fund.income_expenditure('begun', '2026-03') WHERE item_id = 'Z0'};
is($session->query_safe($begun), '10.00', 'standby session: after that');
$session->quit;
same($begun, '10.00', 'a book that was begun');
same(q{SELECT figure FROM fund.statement('begun', '收支表', '2026-12', annual => true) WHERE item_id = 'T1' AND column_name = '上年数'},
	'452.00', 'with the figures of the year before');
same(q{SELECT * FROM fund.verify('begun')}, '', 'verifies');

# Promoted, the standby keeps the books, and the months of prepared transactions.
$primary->safe_psql('postgres', q{BEGIN;
	SELECT fund.post('fund', '2026-02-12', '支付住院费用', 'Dr 50010101 1.00, Cr 100301 1.00');
	PREPARE TRANSACTION 'late'});
$primary->wait_for_catchup($standby);
$primary->stop;
$standby->promote;
(undef, undef, $error) = $standby->psql('postgres',
	q{SET lock_timeout = '200ms'; SELECT fund.close_period('fund', '2026-02')});
like($error, qr/^DETAIL:  Prepared transaction "late" of role "\w+" posts to period "2026-02"\.$/m,
	'promoted: waits for a prepared transaction');
$standby->safe_psql('postgres', q{COMMIT PREPARED 'late'});
$standby->safe_psql('postgres', q{SELECT fund.close_period('fund', '2026-02')});
is($standby->safe_psql('postgres', $closed), '2', 'promoted: closes');
is($standby->safe_psql('postgres', $verify), '', 'promoted: verifies');

$standby->stop;
done_testing();

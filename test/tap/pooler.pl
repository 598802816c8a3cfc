# Two persons work through an application's login and a pooler in transaction
# mode, over one and the same server connection: SET LOCAL ROLE says who does.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my ($pgbouncer) = grep { -x } map { "$_/pgbouncer" } split(/:/, $ENV{PATH}), '/usr/sbin', '/usr/local/sbin';
plan skip_all => 'pgbouncer is not installed' unless $pgbouncer;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;
$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION fundledger;
ALTER DATABASE postgres SET search_path = public, fund;
SELECT fund.create_ledger();
SELECT fund.create_book('b', '须审核', 'reform', '2026-01', review_required => true);
CREATE ROLE zhang;
CREATE ROLE li;
CREATE ROLE app LOGIN;
GRANT zhang, li TO app;
SELECT fund.grant_duty('zhang', 'prepare', 'b'), fund.grant_duty('zhang', 'review', 'b'), fund.grant_duty('li', 'review', 'b');
SQL

# One server connection for all clients.
my $folder = PostgreSQL::Test::Utils::tempdir_short();
my $port = PostgreSQL::Test::Cluster::get_free_port();
append_to_file("$folder/pgbouncer.ini", sprintf(<<'INI', $node->host, $node->port, $folder, $port, $folder, $folder));
[databases]
books = host=%s port=%d dbname=postgres user=app
[pgbouncer]
listen_addr =
unix_socket_dir = %s
listen_port = %d
auth_type = any
pool_mode = transaction
default_pool_size = 1
logfile = %s/log
pidfile = %s/pid
INI
system_or_bail($pgbouncer, '--quiet', '--daemon', "$folder/pgbouncer.ini");

sub through_pooler
{
	my ($sql) = @_;
	my ($output, $errors) = ('', '');

	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-v', 'VERBOSITY=sqlstate', '-d', "host=$folder port=$port dbname=books user=anybody" ],
		'<', \$sql, '>', \$output, '2>', \$errors);
	chomp $output;
	return ($output, $errors);
}

my ($backend) = through_pooler('SELECT pg_backend_pid(), session_user');
like($backend, qr/\|app$/, 'clients come by the login of the application');

my ($draft) = through_pooler(q{BEGIN; SET LOCAL ROLE zhang;
	SELECT fund.prepare('b', '2026-01-05', '收到保险费', 'Dr 1003 1.00, Cr 400101 1.00'); COMMIT});
is($draft, '1', 'zhang prepares');

my (undef, $error) = through_pooler(q{BEGIN; SET LOCAL ROLE li; SELECT fund.approve_draft('b', 1, 1); COMMIT});
like($error, qr/ERROR:  LG032$/m, 'nobody approves through a login that is one person\'s');

$node->safe_psql('postgres', q{SELECT fund.register_login('app', '应用')});
(undef, $error) = through_pooler(q{BEGIN; SET LOCAL ROLE zhang; SELECT fund.approve_draft('b', 1, 1); COMMIT});
like($error, qr/ERROR:  LG032$/m, 'nor zhang through one that is an application\'s');
(undef, $error) = through_pooler(q{SELECT fund.approve_draft('b', 1, 1)});
like($error, qr/ERROR:  LG032$/m, 'nor the application itself, which is a member of both');
my ($voucher) = through_pooler(q{BEGIN; SET LOCAL ROLE li; SELECT fund.approve_draft('b', 1, 1) > 0; COMMIT});
is($voucher, 't', 'li does');

is(join('', through_pooler('SELECT pg_backend_pid(), session_user')), $backend, 'all over one connection');
is($node->safe_psql('postgres', 'SELECT step, done_by, login FROM ledger.draft_step ORDER BY step_no'),
	"saved|zhang|app\nsubmitted|zhang|app\napproved|li|app", 'both names are recorded');
is($node->safe_psql('postgres', 'SELECT prepared_by, reviewed_by FROM ledger.voucher'), 'zhang|li', 'and stand under the voucher');

$node->safe_psql('postgres', q{SELECT fund.unregister_login('app')});
through_pooler(q{BEGIN; SET LOCAL ROLE zhang; SELECT fund.prepare('b', '2026-01-06', '收到保险费', 'Dr 1003 1.00, Cr 400101 1.00'); COMMIT});
(undef, $error) = through_pooler(q{BEGIN; SET LOCAL ROLE li; SELECT fund.approve_draft('b', 2, 1); COMMIT});
like($error, qr/ERROR:  LG032$/m, 'until the login is a person\'s again');

kill 'INT', slurp_file("$folder/pid") + 0;
$node->stop;
done_testing();

# Who waits at the fence between closing and posting is told for whom, in a
# notice and by the view ledger.fence, and of no book that he may not read; and
# hundreds of books are closed in one transaction, by two at a time and in the
# opposite order, while others post, without a deadlock.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->append_conf('postgresql.conf', 'max_prepared_transactions = 5');
$node->start;

$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = warning;
CREATE ROLE clerk LOGIN;
CREATE ROLE chief LOGIN;
CREATE ROLE heir LOGIN;
CREATE ROLE stranger LOGIN;
ALTER DATABASE postgres SET search_path = public, fund;
CREATE EXTENSION fundledger;
SELECT fund.create_ledger();
SELECT fund.create_book('old', '旧', 'reform', '2026-01');
SELECT fund.create_book('new', '新', 'reform', '2026-02');
UPDATE ledger.book SET horizon_years = 30 WHERE book = 'old';
DO $$ BEGIN PERFORM fund.create_book('b' || n, '县', 'reform', '2026-01') FROM generate_series(0, 600) AS n; END $$;
SELECT fund.grant_duty('clerk', 'prepare');
SELECT fund.grant_duty('clerk', 'feed');
SELECT fund.grant_duty('chief', 'supervise');
SELECT fund.grant_duty('heir', 'supervise', 'new');
SELECT fund.grant_duty('heir', 'supervise', 'old');
SELECT fund.grant_duty('stranger', 'read', 'new');
SQL

my $post = q{SELECT fund.post('old', '2026-01-10', '收到保险费', 'Dr 1003 1.00, Cr 400101 1.00')};
my $bulk = q{INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
	SELECT book_id, '2026-01-06'::date + make_interval(months => n), '县', 'Dr 1003 1.00, Cr 400101 1.00'
	FROM ledger.book_month, generate_series(0, 299) AS n WHERE book = 'old' AND period = '2026-01'};
my $many = q{INSERT INTO ledger.voucher (book_id, voucher_date, summary, journal)
	SELECT book_id, '2026-03-06', '县', 'Dr 1003 1.00, Cr 400101 1.00'
	FROM ledger.book_month WHERE book <> 'old'};

# What comes back as ERROR or NOTICE, processes by their names.
sub run_as
{
	my ($role, $sql, %process) = @_;
	my ($out, $err);

	$node->psql('postgres', $sql, stdout => \$out, stderr => \$err,
		extra_params => [ '--username', $role ]);
	$err =~ s/^psql:<stdin>:\d+: //mg;
	$err =~ s/\b$process{$_}\b/$_/g for keys %process;
	$err =~ s/^(CONTEXT|HINT):.*\n?//mg;
	return join("\n", grep { $_ ne '' } $out, $err);
}

sub session
{
	my ($role) = @_;
	my $session = $node->background_psql('postgres', extra_params => [ '--username', $role ]);

	return ($session, $session->query_safe('SELECT pg_backend_pid()'));
}

sub fence
{
	my ($role, %process) = @_;
	my $rows = $node->safe_psql('postgres',
		q{SELECT book, period, role, pid, gid, mode, waiting FROM ledger.fence
		  ORDER BY pid, gid COLLATE "C", mode, book COLLATE "C", period COLLATE "C"},
		extra_params => [ '--username', $role ]);

	$rows =~ s/\|$process{$_}\|/|$_|/g for keys %process;
	return $rows;
}

my $close = q{SET lock_timeout = '300ms'; SELECT count(*) > 0 FROM fund.close_period('old', '2026-01')};
my $timeout = 'ERROR:  canceling statement due to lock timeout';

# A month, by a session
my ($clerk, $pid) = session('clerk');
$clerk->query_safe("BEGIN; $post");
is(run_as('chief', $close, PID => $pid), <<"END" . $timeout, 'whoever closes is told who posts, once');
NOTICE:  waiting for period "2026-01" of book "old"
DETAIL:  Process PID of role "clerk" posts to period "2026-01".
END
is(fence('chief', PID => $pid), 'old|2026-01|clerk|PID||shared|f', 'the view shows it');
is(fence('stranger'), '', 'but of readable books only');
$clerk->query_safe('ROLLBACK');
is(fence('chief'), '', 'and until it ends');

# A whole book: others close and post
$clerk->query_safe("BEGIN; $bulk");
is(run_as('chief', $close, PID => $pid), <<"END" . $timeout, 'who posts to many months is told of');
NOTICE:  waiting for period "2026-01" of book "old"
DETAIL:  Process PID of role "clerk" posts to many periods of the book.
END
is(run_as('chief', q{SET lock_timeout = '300ms'; SELECT count(*) > 0 FROM fund.close_period('b0', '2026-01')}),
	't', 'and holds up no other book');
is(fence('chief', PID => $pid), 'old||clerk|PID||shared|f', 'the view shows a book');
$clerk->query_safe('ROLLBACK');

# Two prepared transactions, one known from the log only
$node->safe_psql('postgres', "BEGIN; $post; SAVEPOINT s; $post; PREPARE TRANSACTION '一'",
	extra_params => [ '--username', 'clerk' ]);
$node->stop('immediate');
$node->start;
$node->safe_psql('postgres', "BEGIN; $post; PREPARE TRANSACTION '二'",
	extra_params => [ '--username', 'clerk' ]);
is(run_as('chief', $close), <<"END" . $timeout, 'prepared transactions are told of by name');
NOTICE:  waiting for period "2026-01" of book "old"
DETAIL:  Prepared transaction "一" of role "clerk" posts to period "2026-01".
Prepared transaction "二" of role "clerk" posts to period "2026-01".
END
is(fence('chief'), "old|2026-01|clerk||一|shared|f\nold|2026-01|clerk||二|shared|f", 'and shown');
$node->safe_psql('postgres', q{ROLLBACK PREPARED '一'});
$node->safe_psql('postgres', q{ROLLBACK PREPARED '二'});

# Who posts is told, too, and of no role in a book that he may not read
($clerk, $pid) = session('clerk');
my ($chief, $chief_pid) = session('chief');
$chief->query_safe(q{BEGIN; SELECT fund.close_period('old', '2026-01')});
is(run_as('clerk', "SET lock_timeout = '300ms'; $post", PID => $chief_pid), <<"END" . $timeout, 'a poster');
NOTICE:  waiting for period "2026-01" of book "old"
DETAIL:  Process PID of role "chief" closes or reopens period "2026-01".
END
is(run_as('heir', $close, PID => $chief_pid), <<"END" . $timeout, 'another close of the book');
NOTICE:  waiting for book "old"
DETAIL:  Process PID of role "chief" closes or reopens period "2026-01".
END
is(fence('chief', PID => $chief_pid), 'old|2026-01|chief|PID||exclusive|f', 'the view shows who closes');
$chief->query_safe('COMMIT');

$node->safe_psql('postgres', q{
	SELECT fund.succeed('new', 'old', 'merger', '并表');
	SELECT fund.revoke_duty('heir', 'supervise', 'old')});
$chief->query_safe(q{BEGIN; SELECT fund.reopen_period('old', '2026-01', '更正')});
is(run_as('heir', q{SET lock_timeout = '300ms'; SELECT fund.close_period('new', '2026-02')},
		PID => $chief_pid), <<"END" . $timeout, 'a close of the successor');
NOTICE:  waiting for a book
DETAIL:  Process PID closes or reopens it.
END
$chief->query_safe('ROLLBACK');
$node->safe_psql('postgres', q{SELECT fund.withdraw_succession('new', 'old')});

# Very many books
$node->safe_psql('postgres', q{DO $$ BEGIN
	PERFORM fund.create_book('c' || n, '县', 'reform', '2026-01') FROM generate_series(1, 200) AS n; END $$});
$clerk->query_safe("BEGIN; $many");
is(run_as('chief', q{SET lock_timeout = '300ms'; SELECT fund.close_period('old', '2026-02')}, PID => $pid),
	<<"END" . $timeout, 'who posts to very many books holds up all of them');
NOTICE:  waiting for period "2026-02" of book "old"
DETAIL:  Process PID posts to many books.
END
is(fence('stranger', PID => $pid), '|||PID||shared|f', 'and is shown to every reader, without its role');
$clerk->query_safe('ROLLBACK');
$_->quit for $clerk, $chief;

# Two close 300 books each in a transaction, both having posted to them; and
# others post, to the months that are closed and to the next.
sub closer
{
	my ($books) = @_;

	return qq{DO \$\$
	DECLARE b text;
	BEGIN
		FOR b IN SELECT 'b' || n FROM $books AS n LOOP
			PERFORM fund.post(b, '2026-01-10', '县', 'Dr 1003 1.00, Cr 400101 1.00');
			PERFORM fund.close_period(b, '2026-01');
		END LOOP;
	END \$\$};
}

my $script = $node->basedir . '/post.sql';
append_to_file($script, <<'SQL');
\set n random(1, 600)
\set month random(1, 2)
DO $$ BEGIN PERFORM fund.post('b' || :n, '2026-0:month-11', '县', 'Dr 1003 1.00, Cr 400101 1.00');
EXCEPTION WHEN SQLSTATE 'LG023' THEN NULL; END $$;
SQL
my ($ran, $posters_err) = ('', '');
my $posters = IPC::Run::start(
	[ 'pgbench', '--no-vacuum', '--client=4', '--time=300', '--file=' . $script,
		'--host', $node->host, '--port', $node->port, 'postgres' ],
	'>', \$ran, '2>', \$posters_err);

my @closers = map {
	my ($sql, $out, $err) = ($_, '', '');
	{ err => \$err, handle => IPC::Run::start(
			[ 'psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--dbname',
				$node->connstr('postgres'), '--command=SET client_min_messages = warning', '--command', $sql ],
			'>', \$out, '2>', \$err) }
} closer('generate_series(1, 300)'), closer('generate_series(600, 301, -1)');
for my $closer (@closers)
{
	$closer->{handle}->finish;
	is(${ $closer->{err} }, '', '300 books closed by one of two');
}
$posters->signal('INT');
$posters->finish;
is($node->safe_psql('postgres', q{SELECT count(*) FROM ledger.book_period WHERE state = 'closed'}),
	602, 'all of them');
unlike($posters_err, qr/ERROR|aborted/, 'and nobody failed to post');

$node->stop;
done_testing();

# The server is killed again and again in the middle of a load, and keeps every
# voucher that it has acknowledged, once, with books that verify.
#
# FUNDLEDGER_CRASH_ROUNDS kills (22 by default) are shared out among: SIGQUIT to
# the postmaster, SIGKILL to the postmaster and all its children, to the
# postmaster alone, and to one backend, after which the server goes down by
# itself. In two rounds of three a month is being closed and reopened meanwhile.
# The seed of the random moments is printed; FUNDLEDGER_CRASH_SEED sets it.
#
# Processes are killed, not the machine, so what they wrote is safe with the
# operating system: fsync may be off.
use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

plan skip_all => 'needs /proc' unless -e "/proc/$$/stat";

my $rounds = $ENV{FUNDLEDGER_CRASH_ROUNDS} || 22;
my $seed = $ENV{FUNDLEDGER_CRASH_SEED} || int(time);
my $clients = 16;
srand($seed);
note("FUNDLEDGER_CRASH_SEED=$seed");

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->append_conf('postgresql.conf', <<'CONF');
full_page_writes = on
synchronous_commit = on
max_connections = 40
restart_after_crash = off
log_statement = none
checkpoint_timeout = 30s
max_wal_size = 64MB
CONF
$node->start;

# Client c's nth voucher of a round. Even ones come two to a transaction: n and
# -n. A poster whose month has been closed posts to the next one.
$node->safe_psql('postgres', <<'SQL');
SET client_min_messages = warning;
CREATE EXTENSION fundledger;
ALTER DATABASE postgres SET search_path = public, fund;
ALTER DATABASE postgres SET client_min_messages = error;
SET search_path = public, fund;
SELECT create_ledger();
SELECT fund._copy_standard('reform', 'guarding', 'guarding', 'none', '2026-01-01');
UPDATE ledger.account SET overdraft = 'guarded' WHERE standard = 'guarding' AND account = '1003';
SELECT create_book('fund', '基金', 'reform', '2026-01');
SELECT create_book('office', '经办机构', 'guarding', '2026-01', numbering => 'at_posting');

CREATE FUNCTION key(round int, client int, n int) RETURNS text
    LANGUAGE sql IMMUTABLE RETURN format('%s/%s/%s', round, client, n);
CREATE FUNCTION book(client int) RETURNS text
    LANGUAGE sql IMMUTABLE RETURN CASE client % 4 WHEN 0 THEN 'office' ELSE 'fund' END;
CREATE FUNCTION day(month int) RETURNS date
    LANGUAGE sql IMMUTABLE RETURN (date '2026-01-10' + make_interval(months => month - 1))::date;
CREATE FUNCTION body(client int, n int) RETURNS text
    LANGUAGE sql IMMUTABLE RETURN format(
        CASE n % 3 WHEN 0 THEN 'Dr 1101 %1$s.%2$s, Cr 1003 %1$s.%2$s'
                   ELSE 'Dr 1003 %1$s.%2$s, Cr 400101 %1$s.%2$s' END,
        CASE n % 3 WHEN 0 THEN 1 ELSE 1000 + client END, lpad((abs(n) % 100)::text, 2, '0'));

SELECT post(b, '2026-01-01', '期初余额', 'Dr 1003 1000.00, Cr 300101 1000.00', kind => 'opening')
FROM unnest(ARRAY['fund', 'office']) AS b;

CREATE FUNCTION deliver(round int, client int, n int) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN post(book(client), day(round), key(round, client, n), body(client, n),
                source_key => key(round, client, n));
EXCEPTION WHEN SQLSTATE 'LG023' THEN
    RETURN post(book(client), day(round + 1), key(round, client, n), body(client, n),
                source_key => key(round, client, n));
END $$;
SQL

my $load = $node->basedir . '/load.sql';
append_to_file($load, <<'SQL');
\set n :n + 1
\if (:n % 2) = 0
BEGIN;
SELECT deliver(:round, :client_id, :n);
SELECT deliver(:round, :client_id, -:n);
COMMIT;
\else
SELECT deliver(:round, :client_id, :n);
\endif
SQL

## The load

# What it prints goes to files: nobody reads a pipe until it has ended.
sub start_load
{
	my ($round) = @_;
	my %load = (log => $node->basedir . "/acknowledged.$round", error => $node->basedir . "/load.$round");

	$load{run} = IPC::Run::start(
		[ 'pgbench', '--no-vacuum', "--client=$clients", '--jobs=2', '--time=120', '--log',
			"--log-prefix=$load{log}", '-D', "round=$round", '-D', 'n=0', "--file=$load",
			'-d', $node->connstr('postgres') ],
		'<', \undef, '>', '/dev/null', '2>', $load{error});
	return \%load;
}

# Client => how many transactions it was told to be committed: pgbench logs
# them as the server acknowledges them.
sub acknowledged
{
	my ($load) = @_;
	my %count = map { $_ => 0 } 0 .. $clients - 1;

	for my $file (glob "$load->{log}.*")
	{
		$count{$_}++ for map { /^(\d+) \d+ \d+ / ? $1 : () } split /\n/, slurp_file($file);
		unlink $file;
	}
	return \%count;
}

sub start_closing
{
	my ($month) = @_;
	my $script = "SELECT count(*) FROM fund.close_period('fund', '$month');\n"
	  . "SELECT count(*) FROM fund.reopen_period('fund', '$month', 'crash test');\n";
	my $file = $node->basedir . "/closing.$month.sql";

	append_to_file($file, $script x 1000);
	return IPC::Run::start(
		[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', $file, '-d', $node->connstr('postgres') ],
		'<', \undef, '&>', '/dev/null');
}

sub is_closing
{
	return $node->safe_psql('postgres',
		q{SELECT count(*) FROM pg_stat_activity
		  WHERE state = 'active' AND query LIKE 'SELECT count(*) FROM fund.close\_period%'});
}

## The kill

# 0 once the process is gone.
sub parent_of
{
	my ($pid) = @_;
	my $stat = eval { slurp_file("/proc/$pid/stat") } // '';

	return $stat =~ /^\d+ \(.*\) \S (\d+)/s ? $1 : 0;
}

sub children_of
{
	my ($parent) = @_;

	return grep { parent_of($_) == $parent } map { m{^/proc/(\d+)$} } glob '/proc/[0-9]*';
}

# A zombie has ended, but for its parent.
sub is_running
{
	my ($pid) = @_;
	my $stat = eval { slurp_file("/proc/$pid/stat") } // '';

	return $stat =~ /^\d+ \(.*\) [^ZX]/s;
}

sub wait_until
{
	my ($pid, $ended) = @_;

	for (my $tries = 0; !$ended->(); $tries++)
	{
		die "process $pid does not end: " . (eval { slurp_file("/proc/$pid/stat") } // 'gone')
		  if $tries > 9000;
		sleep 0.02;
	}
	return;
}

# As long as a dead postmaster's parent has not heard of it, no other can start.
sub wait_for_end
{
	my ($postmaster, @children) = @_;

	wait_until($postmaster, sub { !-e "/proc/$postmaster" });
	for my $child (@children)
	{
		wait_until($child, sub { !is_running($child) });
	}
	return;
}

# Stopped, the postmaster starts nobody whom we would not know of.
sub kill_postmaster
{
	my (%and) = @_;
	my $postmaster = $node->{_pid};

	kill 'STOP', $postmaster;
	my @children = children_of($postmaster);
	$node->kill9;
	kill 'KILL', @children if $and{children};
	wait_for_end($postmaster, @children);
	return;
}

sub kill_backend
{
	my $postmaster = $node->{_pid};
	my $victim = $node->safe_psql('postgres',
		q{SELECT pid FROM pg_stat_activity
		  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1});
	my @children = children_of($postmaster);

	kill 'KILL', $victim;
	wait_for_end($postmaster, @children);
	$node->{_pid} = undef;
	return;
}

my @kills = (
	[ 'SIGQUIT', sub { $node->stop('immediate') } ],
	[ 'SIGKILL of all', sub { kill_postmaster(children => 1) } ],
	[ 'SIGKILL of the postmaster', sub { kill_postmaster(children => 0) } ],
	[ 'SIGKILL of a backend', \&kill_backend ]);

## After recovery

# Everything that can be wrong with a round's vouchers, counted.
sub faults_of_round
{
	my ($round, $acknowledged) = @_;
	my $values = join ', ', map { "($_, $acknowledged->{$_})" } sort keys %$acknowledged;

	return $node->safe_psql('postgres', <<SQL);
CREATE TEMP TABLE client AS SELECT * FROM (VALUES $values) AS c (client, done);
CREATE TEMP TABLE acknowledged AS
SELECT client, n FROM client, generate_series(1, done) AS n
UNION ALL SELECT client, -n FROM client, generate_series(2, done, 2) AS n;
CREATE TEMP TABLE stored AS
SELECT v.*, split_part(source_key, '/', 2)::int AS client, split_part(source_key, '/', 3)::int AS n
FROM ledger.voucher AS v WHERE source_key LIKE '$round/%';
ANALYZE client, acknowledged, stored;

SELECT 'lost', count(*)
FROM acknowledged AS a LEFT JOIN stored AS s USING (client, n)
WHERE s.voucher_id IS NULL OR s.journal <> body(client, n)::fund.journal
UNION ALL
SELECT 'doubled', count(*) - count(DISTINCT (book_id, source_key)) FROM stored
UNION ALL
SELECT 'never sent', count(*) FROM stored JOIN client USING (client) WHERE abs(n) > done + 1
UNION ALL
SELECT 'half a transaction', count(*)
FROM stored AS s
WHERE n % 2 = 0 AND NOT EXISTS (SELECT FROM stored AS t WHERE t.client = s.client AND t.n = -s.n)
UNION ALL
SELECT 'posted again', count(*)
FROM stored JOIN acknowledged USING (client, n)
WHERE post(book(client), voucher_date, summary, journal, source_key => source_key) <> voucher_id
UNION ALL
SELECT 'not in the index', count(*)
FROM stored AS s
WHERE NOT EXISTS (SELECT FROM ledger.voucher AS v
                  WHERE v.book_id = s.book_id AND v.source_key = s.source_key AND v.voucher_id = s.voucher_id);
SQL
}

my $no_faults = join "\n", map { "$_|0" }
  'lost', 'doubled', 'never sent', 'half a transaction', 'posted again', 'not in the index';

sub count_vouchers
{
	return $node->safe_psql('postgres', 'SELECT count(*) FROM ledger.voucher');
}

# Closed balances beside the journals, by another way than fund.verify's.
my $wrong_balances = q{
WITH moved AS (
    SELECT v.book_id, fund.period(v.voucher_date) AS period, l.account, sum(l.amount::numeric) FILTER (WHERE l.side = 'debit') AS debit
    FROM ledger.voucher AS v, fund.lines(v.journal) AS l
    WHERE EXISTS (SELECT FROM ledger.book_period AS p
                  WHERE p.book_id = v.book_id AND p.period = fund.period(v.voucher_date) AND p.state = 'closed')
    GROUP BY 1, 2, 3
), kept AS (
    SELECT book_id, period, account, sum(debit::numeric) AS debit FROM ledger.balance GROUP BY 1, 2, 3
)
SELECT count(*) FROM moved AS m FULL JOIN kept AS k USING (book_id, period, account)
WHERE coalesce(m.debit, 0) <> coalesce(k.debit, 0)};

my $guard = q{
SELECT (SELECT sum(change::numeric) FROM ledger.guarded_change) =
       (SELECT sum(CASE l.side WHEN 'debit' THEN l.amount::numeric ELSE -l.amount::numeric END)
        FROM ledger.voucher AS v JOIN ledger.book AS b USING (book_id), fund.lines(v.journal) AS l
        WHERE b.book = 'office' AND l.account = '1003')};

my $verify = q{SELECT * FROM fund.verify('fund') UNION ALL SELECT * FROM fund.verify('office')};

# What the kill kept from being closed is closed now.
sub close_months
{
	my ($month) = @_;

	$node->safe_psql('postgres', qq{
		SELECT fund.close_period('fund', '$month')
		WHERE NOT EXISTS (SELECT FROM ledger.book_period AS p JOIN ledger.book AS b USING (book_id)
		                  WHERE b.book = 'fund' AND p.period = '$month' AND p.state = 'closed');
		SELECT fund.close_period('office', '$month')});
	return;
}

my $total = 0;
my $loaded_rounds = 0;
my $closes_hit = 0;

for my $round (1 .. $rounds)
{
	my ($kill_name, $kill) = @{ $kills[ ($round - 1) % @kills ] };
	my $month = $node->safe_psql('postgres', "SELECT fund.period(day($round))");
	my $load = start_load($round);
	my $closing = $round % 3 == 0 ? undef : start_closing($month);

	$node->poll_query_until('postgres',
		"SELECT EXISTS (SELECT FROM ledger.voucher WHERE source_key LIKE '$round/%')")
	  or die 'the load does not begin';
	sleep(0.05 + rand(0.5));
	my $hit = $closing && is_closing();
	$closes_hit++ if $hit;
	$kill->();
	$load->{run}->finish;
	$closing->finish if $closing;
	unlike(slurp_file($load->{error}), qr/ERROR: /, "round $round: no voucher was refused");

	$node->start;
	my $acknowledged = acknowledged($load);
	my $count = 0;
	$count += $_ for values %$acknowledged;
	$total += $count;
	$loaded_rounds++ if $count > 0;
	my $name = "round $round, $kill_name" . ($hit ? ' during a close' : '') . ", $count acknowledged";
	my $vouchers = count_vouchers();

	is($node->safe_psql('postgres', $verify), '', "$name: verifies");
	is(faults_of_round($round, $acknowledged), $no_faults, "$name: each voucher is there once");
	is(count_vouchers(), $vouchers, "$name: retrying changed nothing");
	is($node->safe_psql('postgres', $guard), 't', "$name: the guarded account has its balance");
	close_months($month);
}

is($node->safe_psql('postgres', $verify), '', 'at the end: verifies');
is($node->safe_psql('postgres', $wrong_balances), '0', 'at the end: closed balances are those of the journals');
is( $node->safe_psql('postgres', q{SELECT count(*) FROM ledger.book_period WHERE state = 'closed'}),
	2 * $rounds, 'at the end: every month is closed');
cmp_ok($loaded_rounds, '>', $rounds * 0.8, "kills that hit a load: $loaded_rounds, $total transactions acknowledged");
cmp_ok($closes_hit, '>', 0, "kills that hit a close: $closes_hit");

$node->stop;
done_testing();

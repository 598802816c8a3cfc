# The documents say what is true: their examples print what they show, every
# function for users is in the reference, every SQLSTATE in the README.
#
# A block ```sql is typed into one psql session per document, in a database
# named "funds"; the block ```text that follows is what it prints. A block
# without one may print anything but an error.
use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;

# Pairs of statements and what they should print, or undef.
sub examples
{
	my ($document) = @_;
	my @examples;
	my $language;			# of the block that we are in
	my $after_sql = 0;

	for my $line (split /^/, $document)
	{
		if (defined $language && $line =~ /^```$/)
		{
			$after_sql = $language eq 'sql';
			undef $language;
		}
		elsif (defined $language)
		{
			$examples[-1][0] .= $line if $language eq 'sql';
			$examples[-1][1] .= $line if $language eq 'text' && $after_sql;
		}
		elsif ($line =~ /^```(\w*)$/)
		{
			$language = $1;
			push @examples, [ '', undef ] if $language eq 'sql';
			$examples[-1][1] = '' if $language eq 'text' && $after_sql;
		}
		else
		{
			$after_sql &&= $line !~ /\S/;
		}
	}
	return @examples;
}

# What psql prints for each of the statements, errors among it.
sub run_session
{
	my (@statements) = @_;
	my $script = join "\\echo -- next --\n", map { $_ . "\n" } @statements;
	my $output = '';
	local $ENV{PGCLIENTENCODING} = 'UTF8';

	IPC::Run::run([ 'psql', '-X', '-q', '-v', 'SHOW_CONTEXT=never', '-d', $node->connstr('funds') ],
		'<', \$script, '>&', \$output);
	return split /^-- next --\n/m, $output, -1;
}

# Trailing blanks and the empty line after a table are not worth showing.
sub tidy
{
	my ($text) = @_;

	$text =~ s/[ \t]+$//gm;
	$text =~ s/\n+\z/\n/;
	$text =~ s/\A\n+//;
	return $text;
}

sub check_document
{
	my ($file) = @_;
	my @examples = examples(slurp_file($file));
	my @printed;

	$node->safe_psql('postgres', 'DROP DATABASE IF EXISTS funds');
	$node->safe_psql('postgres', q{CREATE DATABASE funds ENCODING 'UTF8' TEMPLATE template0});
	@printed = run_session(map { $_->[0] } @examples);
	is(scalar @printed, scalar @examples, "$file: every example was run");

	for my $i (0 .. $#examples)
	{
		my ($sql, $expected) = @{ $examples[$i] };
		my ($name) = $sql =~ /^([^\n]*)/;

		if (defined $expected)
		{
			is(tidy($printed[$i]), tidy($expected), "$file: $name");
		}
		else
		{
			unlike($printed[$i], qr/^(?:ERROR|FATAL|psql:)/m, "$file: $name");
		}
	}
	return;
}

check_document('README.md');
check_document('doc/reference.md');
check_document('doc/accounts.md');
check_document('doc/charts.md');
check_document('doc/correcting.md');
check_document('doc/funds.md');
check_document('doc/importing.md');
check_document('doc/review.md');
check_document('doc/starting.md');
check_document('doc/trust.md');

# Functions for users: those with a name of their own, not behind an operator,
# a type or an aggregate.
my $functions = $node->safe_psql('funds', <<'SQL');
SELECT DISTINCT proname FROM pg_proc AS p
WHERE pronamespace = 'fund'::regnamespace AND prokind = 'f' AND proname !~ '^_'
  AND NOT EXISTS (SELECT FROM pg_operator WHERE oprcode = p.oid)
  AND NOT EXISTS (SELECT FROM pg_amproc WHERE amproc = p.oid)
  AND NOT EXISTS (SELECT FROM pg_cast WHERE castfunc = p.oid AND proname NOT IN ('period'))
  AND NOT EXISTS (SELECT FROM pg_aggregate WHERE aggtransfn = p.oid)
  AND proname !~ '_(in|out|recv|send)$'
ORDER BY proname
SQL
my $reference = slurp_file('doc/reference.md');
is(join(' ', grep { $reference !~ /fund\."?\Q$_\E"?\(/ } split /\n/, $functions),
	'', 'doc/reference.md has every function');

my $errors = slurp_file('src/server/errors.h');
my @declared = map { 'LG' . s/[', ]//gr } $errors =~ /MAKE_LEDGER_STATE\(('.', '.', '.')\)/g;
my @listed = slurp_file('README.md') =~ /^\| `(LG...)` \|/mg;
is("@listed", "@declared", 'README.md lists the SQLSTATEs of src/server/errors.h');

$node->stop;
done_testing();

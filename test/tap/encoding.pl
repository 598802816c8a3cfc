# Databases and clients of other encodings: a database that could not hold the
# names refuses the extension; a client's encoding changes nothing in the books.
use strict;
use warnings;

use Encode qw(from_to);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('encoding');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;

# A server encoding that is not UTF8. In those that verify bytes, the server does
# not get as far as our message: it cannot read the script.
for my $encoding ('SQL_ASCII', 'LATIN1', 'EUC_CN')
{
	my $refusal = $encoding eq 'EUC_CN'
	  ? qr/ERROR:  22021: invalid byte sequence for encoding "EUC_CN"/
	  : qr/ERROR:  0A000: extension "fundledger" needs a database with encoding "UTF8"\nDETAIL:  This database has encoding "$encoding"\./;
	$node->safe_psql('postgres',
		qq{CREATE DATABASE "db_$encoding" ENCODING '$encoding' LOCALE 'C' TEMPLATE template0});
	my ($status, $out, $err) = $node->psql("db_$encoding",
		"\\set VERBOSITY verbose\nCREATE EXTENSION fundledger");
	isnt($status, 0, "a database with encoding $encoding refuses the extension");
	like($err, qr/ERROR:  \w{5}: [^\n]*encoding/, 'and says why');
	like($err =~ s/^psql:[^ ]* //gmr, $refusal, 'with the encoding');
	is($node->safe_psql("db_$encoding", q{SELECT count(*) FROM pg_namespace WHERE nspname = 'fund'}),
		'0', 'and nothing is left behind');
}

# A client with GBK, which UTF8 databases convert
$node->safe_psql('postgres', q{CREATE DATABASE funds ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0});
$node->safe_psql('funds', q{
	SET client_min_messages = warning;
	CREATE EXTENSION fundledger;
	SELECT fund.create_ledger();
	SELECT fund.create_book('b', 'book', 'reform', '2026-01');
});

# Text here is bytes of UTF-8.
sub in_gbk
{
	my ($sql) = @_;
	local $ENV{PGCLIENTENCODING} = 'GBK';
	from_to($sql, 'UTF-8', 'GBK');
	my ($status, $out, $err) = $node->psql('funds', $sql);
	from_to($_, 'GBK', 'UTF-8') for $out, $err;
	return ($status, $out, $err);
}

my ($status, $out, $err) = in_gbk(
	q{SELECT fund.post('b', '2026-01-05', '收到保险费', '借 1003 5.00，贷 400101 5.00 ‘备注’')});
is($status, 0, 'a client with GBK posts Chinese text') or diag($err);
is($node->safe_psql('funds', 'SELECT summary, journal FROM ledger.voucher'),
	q{收到保险费|Dr 1003 5.00, Cr 400101 5.00 '备注'}, 'which is what a client with UTF8 reads');

($status, $out, $err) = in_gbk(
	q{SELECT fund.post('b', '2026-01-05', '错', 'Dr 1004 5.00, Cr 400101 5.00')});
like($err, qr/支出户不得收取保险费/, 'errors come in its encoding, too');

# The seal does not depend on who looks
($status, $out, $err) = in_gbk(q{SELECT count(*) > 0 FROM fund.close_period('b', '2026-01')});
is($out, 't', 'it closes the month') or diag($err);
is($node->safe_psql('funds', q{SELECT count(*) FROM fund.verify('b')}), '0',
	'a client with UTF8 verifies the seal');
($status, $out, $err) = in_gbk(
	q{SET DateStyle = 'German'; SET TimeZone = 'Asia/Shanghai'; SELECT count(*) FROM fund.verify('b')});
is($out, '0', 'so does one with GBK and other settings');
($status, $out, $err) = in_gbk(
	q{SELECT "项目" FROM fund."资产负债表"('b', '2026-01') WHERE "期末余额" <> 0 LIMIT 1});
is($out, '财政专户存款', 'and reads the statements by their Chinese names');

# Bytes that are no text at all
{
	local $ENV{PGCLIENTENCODING} = 'UTF8';
	($status, $out, $err) = $node->psql('funds',
		"\\set VERBOSITY sqlstate\nSELECT fund.post('b', '2026-02-05', '\xff\xfe', 'Dr 1003 5.00, Cr 400101 5.00')");
	like($err, qr/ERROR:  22021/, 'invalid bytes are refused');
	is($node->safe_psql('funds', q{SELECT count(*) FROM ledger.voucher WHERE voucher_date > '2026-01-31'}),
		'0', 'and nothing is posted');
}

$node->stop;
done_testing();

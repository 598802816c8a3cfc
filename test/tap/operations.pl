# The fund's own work, entry by entry: each row of test/operations/entries.csv is
# posted where it says, and moves just the lines of the two statements that it
# says; or it is refused, or warned of, as it says. Every month is closed.
#
# posted: stored, and no warning but of how it was entered; warned: stored, and
# warned of; refused: nothing is stored, and a SQLSTATE of ours says which rule.
# A row of the cash basis is compared on the statements of that basis, one of
# the overlay on those of both.
use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;
$node->safe_psql('postgres', "CREATE DATABASE operations TEMPLATE template0 ENCODING 'UTF8'");
$node->safe_psql('postgres', 'ALTER DATABASE operations SET search_path = public, fund');

# The same words as in the file: a row is an event, not a kind of ours.
my $setup = <<'SQL';
SET client_min_messages = warning;
CREATE EXTENSION fundledger;
SELECT fund.create_ledger();

CREATE TABLE entry (
    id text, family text, summary text, standard text, book text, voucher_date date, kind text, basis text,
    journal text, effect text, outcome text,
    n integer GENERATED ALWAYS AS IDENTITY,
    refused text,           -- its SQLSTATE
    said text,              -- and what it says
    stored integer,         -- vouchers
    moved text              -- lines of the statements, as "effect" has them
);
\copy entry (id, family, summary, standard, book, voucher_date, kind, basis, journal, effect, outcome) from 'test/operations/entries.csv' csv header
UPDATE entry SET book = standard || ' ' || book;

INSERT INTO ledger.party (party, name, party_kind) VALUES
    ('P001', '甲单位', 'payer'), ('P002', '乙单位', 'payer'), ('H001', '甲医院', 'institution'), ('H002', '乙药店', 'institution'),
    ('U01', '上级经办机构', 'upper'), ('L01', '下级经办机构', 'lower'), ('N001', '参保人', 'person'),
    ('I001', '承办保险公司', 'insurer'), ('F001', '财政部门', 'finance');
SELECT fund.create_book(book, book, standard, '2026-01') FROM (SELECT DISTINCT book, standard FROM entry) AS b ORDER BY book COLLATE "C";
-- What is to be refused is refused in books that have the money.
SELECT fund.post(book, '2026-01-01', '期初余额', 'Dr 1003 1000, Dr 1002 100, Dr 1004 100, Dr 1005 100, Cr 300101 700, Cr 300102 600', kind => 'opening')
FROM (SELECT DISTINCT book FROM entry WHERE book ~ ' 禁$') AS b ORDER BY book COLLATE "C";

-- The lines that vouchers move: not those made of others, nor those that show
-- again what the 收支表 has brought into net assets, nor parts of a line.
CREATE VIEW leaf AS
SELECT l.standard, l.statement, l.item_id
FROM ledger.statement_line AS l
WHERE l.formula IS NOT NULL AND l.statement IN ('资产负债表', '收支表')
  AND NOT EXISTS (SELECT FROM fund.formula_terms(l.formula) AS t WHERE t.item IS NOT NULL)
  AND NOT EXISTS (SELECT FROM ledger.statement_line AS d, ledger.articulation AS a
                  WHERE a.standard = l.standard AND a.rule ~ '^(待遇明细|待转收入与待转基金)' AND a.lhs::text = '[' || l.item_id || ']')
  AND l.item_id !~ '^(N1|N1[123]|Z3[123]|R1)$';

CREATE FUNCTION figures(book text, month fund.period, basis text) RETURNS TABLE (item_id text, figure numeric)
    LANGUAGE sql STABLE
    AS $$
        SELECT s.item_id, s.closing FROM fund.balance_sheet(book, month, basis, false) AS s
        UNION ALL
        SELECT s.item_id, s.month FROM fund.income_expenditure(book, month, basis, false) AS s
    $$;

CREATE FUNCTION enter(entered integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
    DECLARE
        e entry;
        v_month fund.period;
        v_before jsonb;
        v_count bigint;
        v_detail text;
    BEGIN
        SELECT * INTO STRICT e FROM entry WHERE n = entered;
        v_month := fund.period(e.voucher_date);
        v_before := (SELECT jsonb_object_agg(f.item_id, f.figure) FROM figures(e.book, v_month, e.basis) AS f);
        v_count := (SELECT count(*) FROM ledger.voucher);
        BEGIN
            PERFORM fund.post(e.book, e.voucher_date, e.summary, e.journal, basis => e.basis,
                              kind => CASE e.kind WHEN 'ordinary' THEN 'transfer' ELSE e.kind END);
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
            UPDATE entry SET refused = SQLSTATE, said = SQLERRM || ' ' || v_detail WHERE n = entered;
        END;
        UPDATE entry AS w
        SET stored = (SELECT count(*) FROM ledger.voucher) - v_count,
            moved = coalesce((SELECT string_agg(f.item_id || to_char(f.figure - (v_before ->> f.item_id)::numeric, 'FMSG99999999990.00'), ' '
                                                ORDER BY f.item_id COLLATE "C")
                              FROM figures(e.book, v_month, e.basis) AS f
                              JOIN leaf USING (item_id)
                              WHERE leaf.standard = e.standard AND f.figure <> (v_before ->> f.item_id)::numeric), '')
        WHERE n = entered;
    END
    $$;

-- The rules that stop a statement hold after every voucher, not only at the close.
CREATE FUNCTION broken(book text, month fund.period) RETURNS TABLE (basis text, rule text)
    LANGUAGE sql STABLE
    AS $$
        SELECT b, r.rule FROM unnest('{cash,accrual}'::text[]) AS b, fund.articulation(book, month, b) AS r
        WHERE r.severity = 'error' AND r.verdict = 'fail'
    $$;
SQL

# Statements in one session; what each is warned of is told by the marks between.
sub run_session
{
	my ($script) = @_;
	my ($output, $warnings) = ('', '');
	local $ENV{PGCLIENTENCODING} = 'UTF8';

	IPC::Run::run([ 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=sqlstate', '-d', $node->connstr('operations') ],
		'<', \$script, '>', \$output, '2>', \$warnings)
	  or die "psql failed: $warnings\n";
	return ($output, $warnings);
}

run_session($setup);

# By month and, within it, by date; then every book's month is closed.
my ($ordered) = run_session(q{
	SELECT fund.period(voucher_date), string_agg(n::text, ' ' ORDER BY voucher_date, n) FROM entry GROUP BY 1 ORDER BY 1;});
my ($books) = run_session(q{SELECT DISTINCT book FROM entry ORDER BY 1;});
my @books = split /\n/, $books;
my %entries = map { split /\|/ } split /\n/, $ordered;
my $script = '';
for my $month (map { my $year = 2026 + int($_ / 12); sprintf '%d-%02d', $year, $_ % 12 + 1 } 0 .. 12)
{
	for my $n (split / /, $entries{$month} // '')
	{
		$script .= "\\warn entry $n\nSELECT enter($n);\n"
		  . "SELECT 'broken by entry $n: ' || e.book || ' ' || b.* FROM entry AS e, broken(e.book, '$month') AS b WHERE n = $n;\n";
	}
	for my $book (@books)
	{
		$script .= "\\warn close $book $month\nSELECT 'closed ' || count(*) FROM fund.close_period('$book', '$month') WHERE action = 'sealed';\n";
	}
}
my ($said, $warned) = run_session($script);
is(join("\n", grep { /^broken/ } split /\n/, $said), '', 'no voucher breaks a rule that stops a statement');
is(scalar(grep { $_ eq 'closed 1' } split /\n/, $said), 13 * @books, 'every month of every book is closed');

my %warnings;
my $mark = '';
for (split /\n/, $warned)
{
	if (/^(entry \d+|close .*)$/) { $mark = $1 }
	elsif (/^WARNING:\s+(\w{5})$/) { push @{ $warnings{$mark} }, $1 }
	else { fail("unexpected: $_") }
}

# What is said of how a voucher was entered, whatever it says: by hand, where
# templates are expected; beside details that the book had used.
my %refusal = (Q => qr/^LG025$/, C => qr/^LG026$/);
my %warning = (B12 => 'LGW07', Q08 => 'LGW01 LGW07', Q11 => 'LGW01 LGW07', Q14 => 'LGW01');
my %used;

sub of_entry
{
	my ($book, $stored, @accounts) = @_;
	my @said;

	if ($stored)
	{
		$used{$book}{$_} = 1 for @accounts;
		push @said, 'LGW08' if grep { my $above = $_; grep { /^$above../ } keys %{ $used{$book} } } @accounts;
		push @said, ('LGW09') x grep { /^5401/ } @accounts;
	}
	return @said;
}

my ($results) = run_session(q{
	SELECT n, id, standard, outcome, coalesce(refused, ''), coalesce(said, ''), stored, moved,
	       book, array_to_string(ARRAY(SELECT DISTINCT l.account::text FROM fund.lines(journal::fund.journal) AS l ORDER BY 1), ' '),
	       (SELECT coalesce(string_agg(f, ' ' ORDER BY f COLLATE "C"), '') FROM unnest(string_to_array(nullif(effect, ''), ' ')) AS f)
	FROM entry ORDER BY voucher_date, n;});
my $rows = 0;
for (split /\n/, $results)
{
	my ($n, $id, $standard, $outcome, $refused, $detail, $stored, $moved, $book, $accounts, $effect) = split /\|/, $_, -1;
	my @expected = of_entry($book, $outcome ne 'refused', split / /, $accounts);

	$rows++;
	is("$stored $moved", $outcome eq 'refused' ? '0 ' : "1 $effect", "$id $standard: what it moves");
	if ($outcome eq 'refused')
	{
		like($refused, $refusal{ substr $id, 0, 1 }, "$id $standard: refused");
		like($detail, qr/\S/, "$id $standard: by a rule that it names");
	}
	else { is($refused, '', "$id $standard: not refused ($detail)") }
	push @expected, split / /, $warning{$id} // die "no warning is known of $id" if $outcome eq 'warned';
	is(join(' ', sort @{ $warnings{"entry $n"} // [] }), join(' ', sort @expected), "$id $standard: what is warned of");
}
is($rows, 250, 'all rows of the file');

is((run_session(q{SELECT b.book, v.* FROM ledger.book AS b, fund.verify(b.book) AS v;}))[0], '', 'every book verifies');

$node->stop;
done_testing();

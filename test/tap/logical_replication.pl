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
INSERT INTO ledger.party (party, name, party_kind) VALUES ('H1', '市第一医院', 'institution'), ('P1', '某单位', 'payer');
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
SELECT fund.post('fund', '2026-01-28', '计提', 'Dr 1131 8.00 @P1, Cr 400101 8.00', basis => 'accrual');
SELECT fund.close_period('fund', '2026-01');
SELECT fund.post('fund', '2026-02-10', '支付住院费用', 'Dr 50010101 4.00, Cr 1003 4.00');
SELECT fund.create_book('next', '更新', 'own', '2026-02');
SELECT fund.succeed('next', 'wrong', 'scope_change', '口径', '{"1003": "100301"}');
SELECT fund.post('next', '2026-02-01', '期初余额', 'Dr 100301 30.00, Cr 300101 30.00', kind => 'opening');
SELECT fund.restate('next', fund.post('next', '2026-02-01', '更正期初', 'Dr 100301 0.50, Cr 300101 0.50', kind => 'opening'),
                    'error_correction', '漏记利息');
INSERT INTO ledger.party_kind (party_kind, name) VALUES ('station', '社区服务站');
INSERT INTO ledger.party (party, name, party_kind) VALUES ('T1', '某社区', 'station');
SELECT fund.name_account('office', '100401', '工行支出户', takes_balance => true);
SELECT fund.reverse('office', fund.post('office', '2026-01-11', '误记', 'Dr 100401 1.00, Cr 1003 1.00'), '2026-01-11');
SELECT fund.relieve('fund', fund.post('fund', '2026-02-28', '减征', 'Dr 400101 8.00, Cr 1131 8.00 @P1', basis => 'accrual'), '某厅', '阶段性减征');
SELECT fund.create_book('begun', '中途建账', '2017', '2026-01');
SELECT fund.bring_forward('begun', '[{"account": "1003", "opening_debit": 95, "debit": 10},
    {"account": "110102", "party": "H1", "opening_debit": 5}, {"account": "300101", "opening_credit": 100}, {"account": "400101", "credit": 10}]',
    '2026-02', open_items => '[{"account": "110102", "party": "H1", "date": "2025-11-20", "amount": 5}]',
    last_year => '[{"statement": "收支表", "item_id": "T1", "figure": 452}]', source => '旧系统');
SELECT fund.close_period('begun', '2026-02');
INSERT INTO ledger.import_line (batch, book, voucher_key, voucher_date, summary, account, debit, credit) VALUES
    ('四月', 'begun', 'K1', '2026-04-04', '暂收', '1003', '2.00', NULL), ('四月', 'begun', 'K1', '2026-04-04', '暂收', '4101', NULL, '2.00');
SELECT fund.create_book('reviewed', '须审核', 'reform', '2026-01', review_required => true);
CREATE ROLE draft_clerk;
CREATE ROLE draft_reviewer;
SELECT fund.grant_duty('draft_clerk', 'prepare', 'reviewed'), fund.grant_duty('draft_reviewer', 'review', 'reviewed');
SELECT fund.register_login('draft_reviewer', '应用');
SET SESSION AUTHORIZATION draft_clerk;
SELECT fund.save_draft('reviewed', '2026-01-05', '收到保险费', '[{"account": "1003", "debit": 5}, {"account": "400101", "credit": 5}]',
    documents => '[{"document_no": "1", "name": "缴款书", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]');
SELECT fund.submit_draft('reviewed', 1);
SELECT fund.save_draft('reviewed', '2026-01-06', '未完', '[{"account": "1003", "debit": "x"}]');
SELECT fund.submit_draft('reviewed', 2);
SET SESSION AUTHORIZATION draft_reviewer;
SELECT fund.approve_draft('reviewed', 1, 1);
RESET SESSION AUTHORIZATION;
SQL

# As in doc/replication.md: all tables but those that each server has its own of
my @tables = split /\n/, $publisher->safe_psql('postgres', q{
	SELECT tablename FROM pg_tables
	WHERE schemaname = 'ledger' AND tablename NOT IN ('installation', 'duty', 'guarded_change') ORDER BY tablename});
$publisher->safe_psql('postgres', 'CREATE PUBLICATION books FOR TABLE ' . join(', ', map { "ledger.$_" } @tables));

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
	q{SELECT * FROM fund.income_expenditure('begun', '2026-03') ORDER BY line_no},
	q{SELECT * FROM fund.statement('begun', '收支表', '2026-12', annual => true) ORDER BY line_no, column_no},
	q{SELECT * FROM fund.party_ledger('begun', 'H1', '2026-01', '2026-03')},
	q{SELECT * FROM ledger.book_detail ORDER BY book, account},
	q{SELECT * FROM fund.restatements('fund', '2026-01', '2026-03')},
	q{SELECT * FROM fund.restatements('next', '2026-02', '2026-02')},
	# A revision is the server's own: what its sessions have cached.
	map { qq{SELECT to_jsonb(t) - 'revision' AS t FROM ledger.$_ AS t ORDER BY 1} } @tables);
my $verify = q{SELECT * FROM fund.verify('fund') UNION ALL SELECT * FROM fund.verify('office')
	UNION ALL SELECT * FROM fund.verify('next') UNION ALL SELECT * FROM fund.verify('begun')
	UNION ALL SELECT * FROM fund.verify()};

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

# Duties are each server's own, and the log of the publisher tells of his. What is
# granted here is logged here, with numbers that no entry of his will have.
$_->safe_psql('postgres', 'CREATE ROLE checker') for $publisher, $subscriber;
$subscriber->safe_psql('postgres', q{SELECT fund.grant_duty('checker', 'audit', 'fund')});
$publisher->safe_psql('postgres', q{
	SELECT fund.grant_duty('checker', 'read', 'fund');
	SELECT fund.grant_duty('checker', 'supervise', 'office');
	SELECT count(*) FROM fund.link_log('fund')});
$publisher->wait_for_catchup('books');
is($subscriber->safe_psql('postgres', q{
		SELECT row_now::jsonb ->> 'duty', entry_id > 1000000000000, link_no IS NULL FROM ledger.log_entry
		WHERE of_table = 'duty' AND row_now::jsonb ->> 'role_name' = 'checker' ORDER BY entry_id}),
	"read|f|f\nsupervise|f|t\naudit|t|t", 'subscriber: the log tells of duties of both');
is($subscriber->safe_psql('postgres', $verify), '', 'subscriber: verifies with duties of its own');
is($subscriber->safe_psql('postgres', q{SELECT fund.log_found()}), '0', 'subscriber: nothing is missed');
# so that the tables compare
$subscriber->safe_psql('postgres', q{
	ALTER TABLE ledger.log DISABLE TRIGGER log_immutable;
	DELETE FROM ledger.log WHERE entry_id > 1000000000000;
	ALTER TABLE ledger.log ENABLE ALWAYS TRIGGER log_immutable;
	ALTER TABLE ledger.log_unlinked DISABLE TRIGGER log_unlinked_derived;
	DELETE FROM ledger.log_unlinked WHERE entry_id > 1000000000000;
	ALTER TABLE ledger.log_unlinked ENABLE TRIGGER log_unlinked_derived});
# A session of the subscriber that has everything in its caches
my $session = $subscriber->background_psql('postgres');
my $name_of = q{SELECT account_name FROM ledger.entry WHERE book = 'office' AND account = '400101'};
my $result = q{SELECT year_to_date FROM fund.income_expenditure('fund', '2026-02') WHERE item_id = 'Z0'};
is($session->query_safe($name_of), '统筹基金', 'subscriber session: before the changes');
is($session->query_safe($result), '-4.00', 'subscriber session: a figure of an open month');
# What it would say of a voucher, which it does not post
sub refusal
{
	my ($post) = @_;

	return $session->query_safe(qq{SELECT pg_temp.refusal(\$post\$SELECT fund.$post\$post\$)});
}
$session->query_safe(q{
	CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
	    EXECUTE statement;
	    RAISE EXCEPTION USING ERRCODE = 'ZZZZZ', MESSAGE = 'none';
	EXCEPTION WHEN OTHERS THEN
	    RETURN SQLSTATE;
	END $$});
my $to_heading = q{post('office', '2026-02-05', '转', 'Dr 1003 1.00, Cr 400101 1.00')};
my $to_retired = q{post('office', '2026-02-05', '转', 'Dr 100401 1.00, Cr 1003 1.00')};
my $to_payer = q{post('begun', '2026-04-05', '预付', 'Dr 110102 1.00 @T1, Cr 1003 1.00')};
my $to_month = q{post('fund', '2026-02-05', '收', 'Dr 1003 1.00, Cr 400101 1.00')};
is(refusal($to_heading), 'ZZZZZ', 'subscriber session: an account without details');
is(refusal($to_retired), 'ZZZZZ', 'subscriber session: a detail');
is(refusal($to_payer), 'LG022', 'subscriber session: a party of another kind');
is(refusal($to_month), 'ZZZZZ', 'subscriber session: an open month');
my $detail_name = q{SELECT DISTINCT account_name FROM ledger.entry WHERE book = 'office' AND account = '100401'};
is($session->query_safe($detail_name), '工行支出户', 'subscriber session: the name of a detail');

$publisher->safe_psql('postgres', q{
	UPDATE ledger.account SET name = '统筹收入' WHERE standard = 'own' AND account = '400101';
	UPDATE ledger.party SET name = '市第一人民医院' WHERE party = 'H1';
	SELECT fund.name_accounts('office', '[{"account": "100301", "name": "建行", "takes_balance": true}, {"account": "100401", "name": "工行", "retired": true}]');
	SELECT fund.import('四月');
	UPDATE ledger.party_kind SET counts_as = 'institution' WHERE party_kind = 'station';
	SELECT fund.post('office', '2026-01-11', '预付', 'Dr 110102 7.00 @H1, Cr 100301 7.00');
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
is(refusal($to_heading), 'LG020', 'subscriber session: hears of details');
is(refusal($to_retired), 'LG011', 'subscriber session: hears of one that is retired');
is(refusal($to_payer), 'ZZZZZ', 'subscriber session: hears of kinds of parties');
is(refusal($to_month), 'LG023', 'subscriber session: hears of a close');
is($session->query_safe($detail_name), '工行', 'subscriber session: hears of names');
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
	SELECT setval(pg_get_serial_sequence('ledger.book', 'book_id'), max(book_id)) FROM ledger.book;
	SELECT setval(pg_get_serial_sequence('ledger.import_line', 'line_id'), max(line_id)) FROM ledger.import_line;
	SELECT setval(pg_get_serial_sequence('ledger.draft', 'draft_id'), max(draft_id)) FROM ledger.draft;
	SELECT setval(pg_get_serial_sequence('ledger.log', 'entry_id'), max(entry_id)) FROM ledger.log});
is( $subscriber->safe_psql('postgres', q{
		SELECT count(*) FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
		WHERE c.relnamespace = 'ledger'::regnamespace AND a.attidentity <> ''}),
	'6', 'taken over: those are all of the ledger');
is($subscriber->safe_psql('postgres', q{SELECT check_name, object, found FROM fund.verify('office')}),
	q{log|ledger.duty {"duty": "supervise", "book_id": 2, "role_name": "checker"}|no row},
	'taken over: the log tells of duties that are not here');
is($subscriber->safe_psql('postgres', 'SELECT fund.log_found()'), '5', 'taken over: what is here is written down');
is($subscriber->safe_psql('postgres', q{
		SELECT operation, book, row_key::jsonb ->> 'duty' FROM ledger.log_entry
		WHERE row_key::jsonb ->> 'role_name' = 'checker' ORDER BY entry_id DESC LIMIT 3}),
	"missing|office|supervise\nmissing|fund|read\nfound|fund|audit", 'taken over: as found, and as missing');
is( $subscriber->safe_psql('postgres', q{
		SELECT fund.post('fund', '2026-01-20', '预付医院', 'Dr 110102 5.00 @H1, Cr 1003 5.00', source_key => 'S-1')
		       = (SELECT voucher_id FROM ledger.voucher WHERE source_key = 'S-1')}),
	't', 'taken over: source keys are known');
is(sqlstate($subscriber, q{SELECT fund.post('fund', '2026-02-20', '补记', 'Dr 1003 1.00, Cr 4101 1.00')}),
	'LG023', 'taken over: closed months stay closed');
is(sqlstate($subscriber, q{SELECT fund.post('office', '2026-01-20', '预付', 'Dr 110102 23.01 @H1, Cr 100301 23.01')}),
	'LG026', 'taken over: a guarded account knows its balance');
$subscriber->safe_psql('postgres', q{
	SELECT fund.post('office', '2026-01-20', '预付', 'Dr 110102 23.00 @H1, Cr 100301 23.00');
	SELECT fund.close_period('office', '2026-01');
	SELECT fund.close_period('fund', '2026-03')});
is($subscriber->safe_psql('postgres', $verify), '', 'taken over: verifies after the next close');

$subscriber->stop;
done_testing();

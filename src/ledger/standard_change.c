/*
 * standard_change.c
 *		What happens when the rows of an accounting standard change.
 *
 * Posters are kept out (fence.h), shipped standards stay as they are, codes
 * that vouchers name too, and every session reads the standard anew.
 * standard.sql declares the trigger.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/inval.h"
#include "utils/rel.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "ledger/standard.h"
#include "ledger/trigger.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* The standard that a row of one of the tables is of. */
static char *
row_standard(TriggerData *trigger, HeapTuple row)
{
	return TextDatumGetCString(fl_trigger_value(trigger, row, "standard", TEXTOID));
}

static bool
is_standard_itself(TriggerData *trigger)
{
	return RelationGetRelid(trigger->tg_relation) == fl_ledger_relation("standard");
}

/*
 * A row of ledger.standard itself becomes a shipped one last of all, so it is
 * its old state that counts.
 */
static bool
row_is_shipped(TriggerData *trigger, const char *standard)
{
	bool		is_shipped;
	bool		is_own;

	if (!is_standard_itself(trigger))
		return fl_standard_read_newest(standard, &is_shipped, &is_own) && is_shipped;
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return false;
	return DatumGetBool(fl_trigger_value(trigger, trigger->tg_trigtuple, "shipped", BOOLOID));
}

pg_noreturn static void
refuse_change(const char *standard)
{
	ereport(ERROR,
			(errcode(ERRCODE_STANDARD_IMMUTABLE),
			 errmsg("standard \"%s\" cannot be changed", standard),
			 errdetail("It is one of those that fundledger ships."),
			 errhint("Make a standard of your own from it and change that one.")));
}

pg_noreturn static void
refuse_truncate(TriggerData *trigger)
{
	ereport(ERROR,
			(errcode(ERRCODE_STANDARD_IMMUTABLE),
			 errmsg("cannot truncate table \"%s\" of the accounting standards",
					RelationGetRelationName(trigger->tg_relation)),
			 errdetail("It holds the standards that fundledger ships."),
			 errhint("Delete the rows of a standard of your own.")));
}

/* Is it, after an UPDATE, another account, or that of another standard? */
static bool
is_key_changed(TriggerData *trigger)
{
	return strcmp(row_standard(trigger, trigger->tg_trigtuple), row_standard(trigger, trigger->tg_newtuple)) != 0 ||
		fl_trigger_value(trigger, trigger->tg_trigtuple, "account", InvalidOid) !=
		fl_trigger_value(trigger, trigger->tg_newtuple, "account", InvalidOid);
}

/* That of it which was printed is nowhere, since nothing of it was. */
static void
forget_names(Datum *account)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.book_account_name AS n USING ledger.book AS b"
		" WHERE b.standard = $1 AND n.book_id = b.book_id AND n.account OPERATOR(fund.<@) $2",
		"text, fund.account_code"
	};

	fl_spi_run(&plan, account, NULL, SPI_WRITE);
}

/*
 * Vouchers name accounts that no foreign key can hold.  One that nothing uses,
 * created by mistake, may go: posters are held off while that is looked for.
 */
static void
check_code_kept(TriggerData *trigger)
{
	static SpiPlan plan = {"SELECT fund._account_use($1, $2)", "text, fund.account_code"};
	Datum		account[2];
	char	   *use;

	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event) ||
		strcmp(RelationGetRelationName(trigger->tg_relation), "account") != 0 ||
		(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) && !is_key_changed(trigger)))
		return;
	account[0] = CStringGetTextDatum(row_standard(trigger, trigger->tg_trigtuple));
	account[1] = fl_trigger_value(trigger, trigger->tg_trigtuple, "account", InvalidOid);
	fl_spi_run(&plan, account, NULL, SPI_READ_NEWEST);
	use = fl_spi_text(0, 1);
	if (use != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CODE_IMMUTABLE),
				 errmsg("account \"%s\" of standard \"%s\" is in use and cannot be deleted or given another code",
						fl_account_code_text(DatumGetAccountCode(account[1])), TextDatumGetCString(account[0])),
				 errdetail_internal("%s", use),
				 errhint("Retire the account: UPDATE ledger.account SET retired = true.")));
	forget_names(account);
}

static bool
is_text_changed(TriggerData *trigger, const char *column)
{
	char	   *old = TextDatumGetCString(fl_trigger_value(trigger, trigger->tg_trigtuple, column, TEXTOID));
	char	   *new = TextDatumGetCString(fl_trigger_value(trigger, trigger->tg_newtuple, column, TEXTOID));

	return strcmp(old, new) != 0;
}

/* Closed months were judged and issued by them. */
static void
check_element_kept(TriggerData *trigger, const char *standard)
{
	static SpiPlan plan = {
		"SELECT b.book FROM ledger.book AS b"
		" WHERE b.standard = $1 AND EXISTS"
		"  (SELECT FROM ledger.book_period AS p WHERE p.book_id = b.book_id AND p.state = 'closed')"
		" ORDER BY b.book COLLATE \"C\" LIMIT 1", "text"
	};
	Datum		argument = CStringGetTextDatum(standard);

	if (!TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ||
		strcmp(RelationGetRelationName(trigger->tg_relation), "account") != 0 ||
		!(is_text_changed(trigger, "element") || is_text_changed(trigger, "normal_side")))
		return;
	if (fl_spi_run(&plan, &argument, NULL, SPI_READ_NEWEST) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_STANDARD_IMMUTABLE),
				 errmsg("account \"%s\" of standard \"%s\" cannot change its element or normal side",
						fl_account_code_text(DatumGetAccountCode(fl_trigger_value(trigger, trigger->tg_trigtuple,
																				"account", InvalidOid))),
						standard),
				 errdetail("Months of book \"%s\" are closed, which were judged and issued by them.",
						   fl_spi_required_text(0, 1)),
				 errhint("List another account and retire this one.")));
}

/*
 * What guarded accounts have been through is known only while they are
 * guarded (guard.h): when that changes, it begins again from the journals.
 */
static void
forget_guarded_changes(TriggerData *trigger, const char *standard)
{
	static SpiPlan plan = {
		"DELETE FROM ledger.guarded_change AS g USING ledger.book AS b"
		" WHERE b.book_id = g.book_id AND b.standard = $1", "text"
	};
	Datum		argument = CStringGetTextDatum(standard);

	if (strcmp(RelationGetRelationName(trigger->tg_relation), "account") == 0)
		fl_spi_run(&plan, &argument, NULL, SPI_WRITE);
}

/*
 * What has been printed of closed months shows the name that the account had:
 * each book of the standard that has closed some keeps both (account_name.h).
 */
static void
keep_printed_name(TriggerData *trigger, const char *standard)
{
	static SpiPlan later = {
		"DELETE FROM ledger.book_account_name AS n USING ledger.book AS b"
		" WHERE b.standard = $1 AND n.book_id = b.book_id AND n.account OPERATOR(fund.=) $2"
		"   AND n.from_period OPERATOR(fund.>) coalesce((SELECT fund.max(p.period) FROM ledger.book_period AS p"
		"    WHERE p.book_id = b.book_id AND p.state = 'closed'), b.first_period OPERATOR(fund.-) 1)",
		"text, fund.account_code"
	};
	static SpiPlan keep = {
		"INSERT INTO ledger.book_account_name (book_id, account, from_period, name)"
		" SELECT b.book_id, $2, n.from_period, n.name FROM ledger.book AS b"
		" CROSS JOIN LATERAL (SELECT fund.max(p.period) AS period FROM ledger.book_period AS p"
		"                     WHERE p.book_id = b.book_id AND p.state = 'closed') AS closed"
		" CROSS JOIN LATERAL (VALUES (b.first_period, $3, true), (closed.period OPERATOR(fund.+) 1, $4, false))"
		"  AS n (from_period, name, is_old)"
		" WHERE b.standard = $1 AND closed.period IS NOT NULL"
		"   AND NOT (n.is_old AND EXISTS (SELECT FROM ledger.book_account_name AS o"
		"                                 WHERE o.book_id = b.book_id AND o.account OPERATOR(fund.=) $2))",
		"text, fund.account_code, text, text"
	};
	Datum		arguments[4];

	if (!TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ||
		strcmp(RelationGetRelationName(trigger->tg_relation), "account") != 0)
		return;
	arguments[0] = CStringGetTextDatum(standard);
	arguments[1] = fl_trigger_value(trigger, trigger->tg_newtuple, "account", InvalidOid);
	arguments[2] = fl_trigger_value(trigger, trigger->tg_trigtuple, "name", TEXTOID);
	arguments[3] = fl_trigger_value(trigger, trigger->tg_newtuple, "name", TEXTOID);
	if (datumIsEqual(arguments[2], arguments[3], false, -1))
		return;
	fl_spi_run(&later, arguments, NULL, SPI_WRITE);
	fl_spi_run(&keep, arguments, NULL, SPI_WRITE);
}

static void
check_change(TriggerData *trigger, const char *standard)
{
	if (row_is_shipped(trigger, standard))
		refuse_change(standard);
	check_code_kept(trigger);
	check_element_kept(trigger, standard);
	forget_guarded_changes(trigger, standard);
	keep_printed_name(trigger, standard);
}

/*
 * Snapshots tell by the revision whether they see the change (standard.c).
 * Once a transaction is enough: nobody else sees half of it.
 */
static void
renew_revision(const char *standard)
{
	static SpiPlan plan = {
		"UPDATE ledger.standard SET revision = DEFAULT WHERE standard = $1", "text"
	};
	Datum		argument = CStringGetTextDatum(standard);
	bool		is_shipped;
	bool		is_own;

	if (fl_standard_read_newest(standard, &is_shipped, &is_own) && !is_own)
		fl_spi_run(&plan, &argument, NULL, SPI_WRITE);
}

/* What a publisher sends it has judged already. */
static void
row_changed(TriggerData *trigger, HeapTuple row)
{
	char	   *standard = row_standard(trigger, row);
	LedgerCall	call;

	fl_ledger_enter_to_write(&call);
	if (SessionReplicationRole != SESSION_REPLICATION_ROLE_REPLICA)
		check_change(trigger, standard);
	if (!is_standard_itself(trigger))
		renew_revision(standard);
	fl_ledger_leave(&call);
}

/*
 * Before the statement has a row to itself that somebody waits for who is
 * already holding posters off.
 */
static void
prepare_change(TriggerData *trigger)
{
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		refuse_truncate(trigger);
	fl_fence_all();
}

/*
 * For rows it fires ALWAYS: sessions must hear of what replication applies as
 * well.
 */
PG_FUNCTION_INFO_V1(fl_standard_changed);
Datum
fl_standard_changed(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_standard_changed",
		.tables = {"standard", "account", "posting_rule", "carry_rule", "transfer_group",
		"statement", "statement_column", "statement_line", "articulation"},
		.before_statement = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE) | TRIGGER_ON(TRUNCATE),
		.after_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE) | TRIGGER_ON(DELETE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);

	if (TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event))
	{
		prepare_change(trigger);
		return PointerGetDatum(NULL);
	}
	row_changed(trigger, trigger->tg_trigtuple);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		row_changed(trigger, trigger->tg_newtuple);
	CacheInvalidateRelcacheByRelid(fl_ledger_relation("standard"));
	return PointerGetDatum(NULL);
}

/*
 * chart.c
 *		会计科目表: what the accounts of a standard are to one another and to the
 *		rules that name them.
 *
 * A row is looked at when all of a transaction's changes are made (reprove.c):
 * the accounts may come after the rules.  What does not fit would be met by
 * whoever posts or closes, who cannot mend it.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "ledger/chart.h"
#include "ledger/party_kind.h"
#include "server/errors.h"
#include "server/spi_plan.h"

/* ---------- details ---------- */

static void
check_detail(const Standard *standard, const Account *account)
{
	const Account *above = fl_standard_listed_above(standard, account->code);

	if (above == NULL ||
		(above->element == account->element && above->credit_normal == account->credit_normal))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_STANDARD_CONTRADICTS),
			 errmsg("account \"%s\" of standard \"%s\" is of another %s than account \"%s\"",
					fl_account_code_text(account->code), standard->code,
					above->element != account->element ? "element" : "normal side",
					fl_account_code_text(above->code)),
			 errdetail("A detail has the element and the normal side of its account, \"%s\": what is asked of that account is asked of all below it.",
					   above->name),
			 errhint("Give both the same, or the detail a code that is not below.")));
}

/* What may pass through the detail that may not pass through the account. */
static const char *
weaker_in(const Account *detail, const Account *above)
{
	if (detail->overdraft != above->overdraft &&
		detail->overdraft != OVERDRAFT_GUARDED && above->overdraft != OVERDRAFT_FREE)
		return "overdraft";
	if (above->guard_group != NULL && strcmp(detail->guard_group, above->guard_group) != 0)
		return "guard_group";
	if (detail->month_end_zero < above->month_end_zero)
		return "month_end_zero";
	if (above->party_kind != NULL &&
		(detail->party_kind == NULL ||
		 (strcmp(detail->party_kind, PARTY_KIND_ANY) == 0 && strcmp(above->party_kind, PARTY_KIND_ANY) != 0)))
		return "party_kind";
	if ((detail->bases & ~above->bases) != 0)
		return "bases";
	if (above->by_template && !detail->by_template)
		return "by_template";
	return NULL;
}

static void
warn_if_weaker(const Account *detail, const Account *above)
{
	const char *column = weaker_in(detail, above);

	if (column != NULL)
		ereport(WARNING,
				(errcode(ERRCODE_WARNED_DETAIL),
				 errmsg("account \"%s\" is held to less than account \"%s\", of which it is a detail",
						fl_account_code_text(detail->code), fl_account_code_text(above->code)),
				 errdetail("Its \"%s\" lets pass what the account above it does not.", column),
				 errhint("Leave the column null: the detail is then held to as much as its account.")));
}

void
fl_chart_warn_of_weaker(Standard *standard, AccountCode code)
{
	List	   *listed = fl_standard_listed(standard);
	ListCell   *lc;

	foreach(lc, listed)
	{
		const Account *account = lfirst(lc);
		const Account *above = fl_standard_listed_above(standard, account->code);

		if (above != NULL && (account->code == code || above->code == code))
			warn_if_weaker(account, above);
	}
	list_free(listed);
}

/* ---------- accounts that are named ---------- */

pg_noreturn static void
refuse_missing(const Standard *standard, const char *rule, AccountCode code)
{
	ereport(ERROR,
			(errcode(ERRCODE_FORMULA),
			 errmsg("%s of standard \"%s\" names account \"%s\", which is not there",
					rule, standard->code, fl_account_code_text(code)),
			 errdetail("It is not listed, nor below an account that takes details freely."),
			 errhint("List the account in ledger.account, in the same transaction or before.")));
}

/* LG037 names it. */
static void
check_prior_year(Standard *standard, const Account *account)
{
	if (account->prior_year != 0 && fl_standard_account(standard, account->prior_year) == NULL)
		refuse_missing(standard, psprintf("the prior year of account \"%s\"", fl_account_code_text(account->code)),
					   account->prior_year);
}

/* ---------- carry rules ---------- */

static char *
carry_rule_text(const CarryRule *rule)
{
	return psprintf("carry rule from \"%s\" to \"%s\"", fl_account_code_text(rule->from),
					fl_account_code_text(rule->to));
}

pg_noreturn static void
refuse_carry(const Standard *standard, const CarryRule *rule, const Account *account,
			 const char *why)
{
	ereport(ERROR,
			(errcode(ERRCODE_STANDARD_CONTRADICTS),
			 errmsg("%s of standard \"%s\" cannot be carried out", carry_rule_text(rule), standard->code),
			 errdetail("Account \"%s\" (%s) %s.", fl_account_code_text(account->code), account->name, why),
			 errhint("Change the account or the rule: no month that it is due in could be closed.")));
}

static const char *
kind_not_taken(const CarryRule *rule)
{
	return psprintf("does not take vouchers of kind \"%s\"", fl_voucher_kind_name[rule->kind]);
}

/* What it takes in it must be able to give away. */
static void
check_carried(const Standard *standard, const CarryRule *rule, const Account *from, const Account *to)
{
	if (!from->postable || from->code == rule->to)
		return;
	if ((from->kinds & (1 << rule->kind)) == 0)
		refuse_carry(standard, rule, from, kind_not_taken(rule));
	if ((from->bases & ~to->bases) != 0)
		refuse_carry(standard, rule, to,
					 psprintf("is not kept on every basis that account \"%s\" is",
							  fl_account_code_text(from->code)));
}

static void
check_destination(const Standard *standard, const CarryRule *rule, const Account *to)
{
	if (!to->postable)
		refuse_carry(standard, rule, to, "cannot be posted to");
	if (to->retired)
		refuse_carry(standard, rule, to, "is retired");
	if ((to->kinds & (1 << rule->kind)) == 0)
		refuse_carry(standard, rule, to, kind_not_taken(rule));
}

static void
check_carry_rule(Standard *standard, const List *listed, const CarryRule *rule)
{
	const Account *from = fl_standard_account(standard, rule->from);
	const Account *to = fl_standard_account(standard, rule->to);
	ListCell   *lc;

	if (from == NULL || to == NULL)
		refuse_missing(standard, carry_rule_text(rule), from == NULL ? rule->from : rule->to);
	check_destination(standard, rule, to);
	check_carried(standard, rule, from, to);
	foreach(lc, listed)
	{
		const Account *account = lfirst(lc);

		if (fl_standard_carry_rule(standard, account->code) == rule)
			check_carried(standard, rule, account, to);
	}
}

/* ---------- years that end ---------- */

/*
 * Income and spending are those of a year.  What may stand over its end, as
 * 待转 does, can be brought into a book: it takes openings.
 */
bool
fl_chart_ends_with_year(const Account *account)
{
	return (account->element == ELEMENT_INCOME || account->element == ELEMENT_EXPENDITURE) &&
		account->postable && account->kinds != 0 && (account->kinds & (1 << KIND_OPENING)) == 0;
}

/* As a sentence; NULL: a month-end or a year-end empties it. */
static const char *
why_it_stays(const Standard *standard, AccountCode code)
{
	const CarryRule *rule = fl_standard_carry_rule(standard, code);

	if (rule == NULL || rule->to == code)
		return "No carry rule moves what stands on it.";
	if (fl_standard_is_filled_again(standard, code, rule))
		return "What carry rules move into it comes when it has been emptied.";
	return NULL;
}

static void
check_ends_with_year(const Standard *standard, const Account *account)
{
	const char *why = fl_chart_ends_with_year(account) ? why_it_stays(standard, account->code) : NULL;

	if (why != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_STANDARD_CONTRADICTS),
				 errmsg("account \"%s\" (%s) of standard \"%s\" is never closed",
						fl_account_code_text(account->code), account->name, standard->code),
				 errdetail("It is %s, which no book may open with. %s",
						   account->element == ELEMENT_INCOME ? "income" : "expenditure", why),
				 errhint("Give it a row of ledger.carry_rule; where its balance is to stand over the end of a year, add \"opening\" to its kinds.")));
}

/* Details that a rule moves into need no row of their own. */
void
fl_chart_check_closed(Standard *standard)
{
	List	   *listed = fl_standard_listed(standard);
	ListCell   *lc;

	foreach(lc, listed)
	{
		CHECK_FOR_INTERRUPTS();
		check_ends_with_year(standard, lfirst(lc));
	}
	foreach(lc, standard->carry_rules)
	{
		const Account *to = fl_standard_account(standard, ((const CarryRule *) lfirst(lc))->to);

		if (to != NULL)
			check_ends_with_year(standard, to);
	}
	list_free(listed);
}

bool
fl_chart_is_in_use(const Standard *standard)
{
	static SpiPlan plan = {"SELECT FROM ledger.book WHERE standard = $1 LIMIT 1", "text"};
	Datum		code = CStringGetTextDatum(standard->code);

	return fl_spi_run(&plan, &code, NULL, SPI_READ_NEWEST) > 0;
}

/* ---------- transfer groups ---------- */

static void
check_transfer_member(Standard *standard, const TransferMember *member)
{
	const Account *account = fl_standard_account(standard, member->account);
	const char *group = list_nth(standard->group_names, member->group_no - 1);

	if (account == NULL)
		refuse_missing(standard, psprintf("transfer group \"%s\"", group), member->account);
	if ((account->kinds & (1 << KIND_TRANSFER)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_STANDARD_CONTRADICTS),
				 errmsg("account \"%s\" of standard \"%s\" is in transfer group \"%s\" and takes no transfers",
						fl_account_code_text(account->code), standard->code, group),
				 errdetail("Its kinds are what it takes, and \"transfer\" is none of them."),
				 errhint("Add \"transfer\" to its kinds, or take it out of the group.")));
}

/* ---------- posting rules ---------- */

/* A heading that is not listed stands for those below it. */
static bool
has_account(Standard *standard, const List *listed, AccountCode code)
{
	ListCell   *lc;

	if (fl_standard_account(standard, code) != NULL)
		return true;
	foreach(lc, listed)
	{
		if (account_code_is_within(((const Account *) lfirst(lc))->code, code))
			return true;
	}
	return false;
}

static void
check_posting_rule(Standard *standard, const List *listed, AccountCode debit, AccountCode credit)
{
	char	   *rule = psprintf("posting rule (%s, %s)", fl_account_code_text(debit),
								fl_account_code_text(credit));

	if (!has_account(standard, listed, debit))
		refuse_missing(standard, rule, debit);
	if (!has_account(standard, listed, credit))
		refuse_missing(standard, rule, credit);
}

/* ---------- all of it ---------- */

void
fl_chart_check(Standard *standard)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "fundledger chart",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	List	   *listed = fl_standard_listed(standard);
	ListCell   *lc;

	foreach(lc, listed)
	{
		check_detail(standard, lfirst(lc));
		check_prior_year(standard, lfirst(lc));
	}
	foreach(lc, standard->carry_rules)
	{
		CHECK_FOR_INTERRUPTS();
		check_carry_rule(standard, listed, lfirst(lc));
	}
	foreach(lc, standard->transfer_members)
		check_transfer_member(standard, lfirst(lc));
	foreach(lc, standard->posting_rules.rules)
	{
		const PostingRule *rule = lfirst(lc);

		check_posting_rule(standard, listed, rule->debit, rule->credit);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(context);
}

/*
 * four_eyes.c
 *		Who reviews is another than who prepared.
 *
 * Two names are two persons where neither role is a member of the other: who is
 * may become it by SET ROLE.  That a role is the same as a superuser's makes no
 * member of it; superusers can become anybody, and nothing here keeps them from
 * it.  One person may have logged in, and become two roles that know nothing of
 * each other: so the logins are compared as well.  Behind an application's login
 * stand many persons, of whom SET LOCAL ROLE names one; the owner of the ledger
 * says which logins are such.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

#include "drafts/four_eyes.h"
#include "ledger/ledger.h"
#include "server/errors.h"
#include "server/spi_plan.h"

Hand
fl_own_hand(void)
{
	return (Hand) {
		.role = fl_outer_user(),
		.login = GetUserNameFromId(GetSessionUserId(), false)
	};
}

/* May who has one name become the other?  A role that is gone is nobody's any more. */
static bool
is_one_person(const char *a, const char *b)
{
	Oid			first;
	Oid			second;

	if (strcmp(a, b) == 0)
		return true;
	first = get_role_oid(a, true);
	second = get_role_oid(b, true);
	return OidIsValid(first) && OidIsValid(second) &&
		(is_member_of_role_nosuper(first, second) || is_member_of_role_nosuper(second, first));
}

static bool
is_registered(const char *login)
{
	static SpiPlan plan = {
		"SELECT FROM ledger.registered_login WHERE login = $1", "text"
	};
	Datum		name = CStringGetTextDatum(login);
	LedgerCall	call;
	bool		found;

	fl_ledger_enter(&call);
	found = fl_spi_run(&plan, &name, NULL, SPI_READ_NEWEST) > 0;
	fl_ledger_leave(&call);
	return found;
}

static void
check_roles(int64 draft_id, const char *prepared, const char *reviews)
{
	if (!is_one_person(prepared, reviews))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NOT_REVIEWED),
			 errmsg("draft " INT64_FORMAT " is reviewed by who prepared it", draft_id),
			 strcmp(prepared, reviews) == 0 ?
			 errdetail("Role \"%s\" prepared it.", prepared) :
			 errdetail("Role \"%s\" prepared it, role \"%s\" reviews it, and one is a member of the other.",
					   prepared, reviews),
			 errhint("Let a role with the duty \"review\" approve it that is neither the preparer nor a member of it, nor has it as a member.")));
}

static void
check_logins(int64 draft_id, const char *prepared, const char *reviews)
{
	if (!is_one_person(prepared, reviews) || is_registered(prepared) || is_registered(reviews))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NOT_REVIEWED),
			 errmsg("draft " INT64_FORMAT " is reviewed by who prepared it", draft_id),
			 strcmp(prepared, reviews) == 0 ?
			 errdetail("Who prepared it and who reviews it have both logged in as \"%s\".", prepared) :
			 errdetail("Who prepared it had logged in as \"%s\", who reviews it as \"%s\", and one is a member of the other.",
					   prepared, reviews),
			 errhint("Let another person log in and approve it. The login of an application, which says by SET LOCAL ROLE who works, the owner of the ledger registers: fund.register_login().")));
}

void
fl_four_eyes_check(int64 draft_id, const List *hands)
{
	Hand		own = fl_own_hand();
	ListCell   *lc;

	foreach(lc, hands)
	{
		const Hand *hand = lfirst(lc);

		check_roles(draft_id, hand->role, own.role);
		check_logins(draft_id, hand->login, own.login);
	}
}

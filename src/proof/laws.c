/*
 * laws.c
 *		The laws of double entry: linear forms that are zero in every book.
 *
 * What vouchers of a kind move sums to zero among the atoms that they connect,
 * places that none touches are zero, and so is what a close empties.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "proof/laws.h"

/* ---------- places ---------- */

static bool
place_is_debit(int place)
{
	return place % 2 == 1;
}

const char *
fl_place_name(int place)
{
	if (place == PLACE_OPENING)
		return "opening";
	return psprintf("%s(%s)", place_is_debit(place) ? "debit" : "credit",
					fl_voucher_kind_name[place_kind(place)]);
}

/* ---------- laws ---------- */

static bool
link_covers(const AtomSet *set, int kind, int number, int group)
{
	for (int i = 0; i < set->count; i++)
	{
		if (set->atoms[i].link[kind] == number &&
			bms_is_member(group, set->atoms[i].account->groups[kind]))
			return true;
	}
	return false;
}

/* The groups that a link is of. */
static char *
group_names(const AtomSet *set, int kind, int number)
{
	StringInfoData names;
	int			group = 0;
	ListCell   *lc;

	initStringInfo(&names);
	foreach(lc, set->standard->group_names)
	{
		CHECK_FOR_INTERRUPTS();
		if (link_covers(set, kind, number, ++group))
			appendStringInfo(&names, "%s%s", names.len == 0 ? "" : ", ", (char *) lfirst(lc));
	}
	return names.data;
}

static char *
openings_name(const AtomSet *set, int standing)
{
	int			first = 0;

	if (set->standing_count == 1)
		return pstrdup("sum of opening = 0");
	while (set->atoms[first].standing != standing)
		first++;
	return psprintf("sum of opening from %s on = 0", fl_account_code_text(set->atoms[first].code));
}

char *
fl_law_name(const AtomSet *set, const Law *law)
{
	char	   *account = law->atom < 0 ? NULL : fl_account_code_text(set->atoms[law->atom].code);

	switch (law->type)
	{
		case LAW_OPENINGS:
			return openings_name(set, law->number);
		case LAW_MOVEMENTS:
			if (!voucher_kind_is_grouped(law->kind))
				return psprintf("sum of net(%s) = 0", fl_voucher_kind_name[law->kind]);
			return psprintf("sum of net(%s) of %s = 0", fl_voucher_kind_name[law->kind],
							group_names(set, law->kind, law->number));
		case LAW_NOT_CARRIED:
			return psprintf("%s: %s = 0", account, fl_place_name(law->place));
		case LAW_CLOSED:
			return psprintf("%s: closing = 0", account);
		case LAW_OPENED_EMPTY:
			return psprintf("%s: opening - net(opening) = 0", account);
	}
	pg_unreachable();
}

static int
debit_less_credit(int place)
{
	return place_is_debit(place) ? 1 : -1;
}

int
fl_law_coefficient(const AtomSet *set, const Law *law, int i, int place)
{
	const Atom *atom = &set->atoms[i];
	int			kind = place == PLACE_OPENING ? -1 : place_kind(place);

	switch (law->type)
	{
		case LAW_OPENINGS:
			return place == PLACE_OPENING && atom->standing == law->number;
		case LAW_MOVEMENTS:
			return kind == law->kind && atom->link[kind] == law->number ? debit_less_credit(place) : 0;
		case LAW_NOT_CARRIED:
			return i == law->atom && place == law->place;
		case LAW_CLOSED:
			if (i != law->atom || kind == KIND_OPENING)
				return 0;
			return kind < 0 ? 1 : debit_less_credit(place);
		case LAW_OPENED_EMPTY:
			if (i != law->atom || kind > KIND_OPENING)
				return 0;
			return kind < 0 ? 1 : -debit_less_credit(place);
	}
	pg_unreachable();
}

static List *
add_law(List *laws, Law law)
{
	Law		   *copy = palloc(sizeof(Law));

	*copy = law;
	return lappend(laws, copy);
}

static List *
add_atom_laws(List *laws, const AtomSet *set, int i)
{
	for (int place = 0; place < PLACE_COUNT; place++)
	{
		if (!place_is_carried(&set->atoms[i], place))
			laws = add_law(laws, (Law) {.type = LAW_NOT_CARRIED, .atom = i, .place = place});
	}
	if (set->atoms[i].emptying.rule != NULL)
	{
		laws = add_law(laws, (Law) {.type = LAW_CLOSED, .atom = i});
		laws = add_law(laws, (Law) {.type = LAW_OPENED_EMPTY, .atom = i});
	}
	return laws;
}

static bool
is_linked(const AtomSet *set, int kind, int number)
{
	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < set->count; i++)
	{
		if (set->atoms[i].link[kind] == number)
			return true;
	}
	return false;
}

List *
fl_laws(const AtomSet *set)
{
	List	   *laws = NIL;

	for (int number = 0; number < set->standing_count; number++)
		laws = add_law(laws, (Law) {.type = LAW_OPENINGS, .number = number, .atom = -1});
	for (int kind = 0; kind < MOVING_KIND_COUNT; kind++)
	{
		for (int number = 0; number < set->link_count; number++)
		{
			if (is_linked(set, kind, number))
				laws = add_law(laws, (Law) {.type = LAW_MOVEMENTS, .kind = kind, .number = number,
								   .atom = -1});
		}
	}
	for (int i = 0; i < set->count; i++)
		laws = add_atom_laws(laws, set, i);
	return laws;
}

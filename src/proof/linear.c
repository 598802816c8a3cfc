/*
 * linear.c
 *		The laws of double entry, and what follows of a rule from them.
 *
 * What vouchers can make of a window is spanned by vouchers of two lines, each
 * of one kind, before the window or within it, on two atoms that such vouchers
 * connect.  So a rule holds always just where no voucher of two lines changes
 * the difference of its sides: where its coefficients at what one kind moves
 * are the same for debits, and the opposite for credits.  That coefficient is
 * the multiplier of the law that those movements sum to zero.  No elimination
 * is needed, and nothing is ever divided.  doc/proof.md says it at length.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "proof/linear.h"

/* ---------- places ---------- */

static int
place_kind(int place)
{
	return (place - 1) / 2;
}

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

/* Some voucher touches it. */
static bool
is_carried(const Atom *atom, int place)
{
	return (place == PLACE_OPENING ? atom->standing : atom->link[place_kind(place)]) >= 0;
}

/* ---------- laws ---------- */

static bool
link_covers(const AtomSet *set, int kind, int number, int group)
{
	for (int i = 0; i < set->count; i++)
	{
		if (set->atoms[i].link[kind] == number &&
			bms_is_member(group, set->atoms[i].account->carry_groups[kind]))
			return true;
	}
	return false;
}

/* The groups of carry rules that a link is of. */
static char *
group_names(const AtomSet *set, int kind, int number)
{
	StringInfoData names;
	int			last = -1;
	ListCell   *lc;

	initStringInfo(&names);
	foreach(lc, set->standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);

		if (rule->kind != kind || rule->group_no == last ||
			!link_covers(set, kind, number, rule->group_no))
			continue;
		appendStringInfo(&names, "%s%s", names.len == 0 ? "" : ", ", rule->group);
		last = rule->group_no;
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
			if (law->kind != KIND_CARRY && law->kind != KIND_CLOSING)
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
		if (!is_carried(&set->atoms[i], place))
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
	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
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

/* ---------- what a close takes out of a rule ---------- */

static void
add_multiplier(Reduction *reduction, Law law, int128 factor)
{
	Multiplier *multiplier;

	if (factor == 0)
		return;
	multiplier = palloc(sizeof(Multiplier));
	multiplier->law = law;
	multiplier->factor = factor;
	reduction->multipliers = lappend(reduction->multipliers, multiplier);
}

/* Takes the law, so many times, out of the rest. */
static void
take_out(Reduction *reduction, Law law, int128 factor)
{
	for (int place = 0; place < PLACE_COUNT; place++)
		reduction->rest[law.atom][place] -=
			factor * fl_law_coefficient(reduction->set, &law, law.atom, place);
	add_multiplier(reduction, law, factor);
}

/* Is the window's last month a December for certain; is the one before it? */
static bool
ends_in_december(WindowKind window)
{
	return window == WINDOW_YEAR;
}

static bool
follows_december(WindowKind window)
{
	return window == WINDOW_YEAR || window == WINDOW_YEAR_TO_DATE;
}

/* Where the balance of an emptied atom comes to rest. */
static int
resting_place(const AtomSet *set, int atom, bool december)
{
	for (int step = 0; step < 2 && atom_is_emptied(&set->atoms[atom], december); step++)
		atom = set->atoms[atom].emptying.into;
	return atom;
}

/*
 * By how much emptying changes the rule for each debit that stands in the
 * atom.  carry.c: income is emptied on its debit side, and a red balance by a
 * red line there.  What is carried may then be closed with the rest.
 */
static int128
emptying_effect(const Reduction *reduction, int i, bool december)
{
	const Atom *atom = &reduction->set->atoms[i];
	const Places *places = reduction->vector->places;
	int			into = atom->emptying.into;
	int			kind = atom->emptying.rule->kind;
	int128		effect = atom->account->credit_normal ?
		-(places[i][PLACE_DEBIT(kind)] + places[into][PLACE_CREDIT(kind)]) :
		places[i][PLACE_CREDIT(kind)] + places[into][PLACE_DEBIT(kind)];

	if (kind == KIND_CARRY && atom_is_emptied(&reduction->set->atoms[into], december))
		effect += emptying_effect(reduction, into, december);
	return effect;
}

static void
take_out_closings(Reduction *reduction, WindowKind window)
{
	bool		december = ends_in_december(window);

	for (int i = 0; i < reduction->set->count; i++)
	{
		if (atom_is_emptied(&reduction->set->atoms[i], december))
			take_out(reduction, (Law) {.type = LAW_CLOSED, .atom = i},
					 -emptying_effect(reduction, i, december));
	}
}

/* The months before the window are closed as well. */
static void
take_out_openings(Reduction *reduction, WindowKind window)
{
	const AtomSet *set = reduction->set;
	bool		december = follows_december(window);

	for (int i = 0; i < set->count; i++)
	{
		int			rest = resting_place(set, i, december);

		if (rest != i)
			take_out(reduction, (Law) {.type = LAW_OPENED_EMPTY, .atom = i},
					 reduction->rest[i][PLACE_OPENING] - reduction->rest[rest][PLACE_OPENING]);
	}
}

Reduction *
fl_reduce(const AtomSet *set, const RuleVector *vector, Moment moment)
{
	Reduction  *reduction = palloc0(sizeof(Reduction));

	reduction->set = set;
	reduction->vector = vector;
	reduction->rest = palloc(Max(set->count, 1) * sizeof(Places));
	memcpy(reduction->rest, vector->places, set->count * sizeof(Places));
	if (moment == MOMENT_AFTER_CLOSE)
	{
		take_out_closings(reduction, vector->rule->window);
		take_out_openings(reduction, vector->rule->window);
	}
	return reduction;
}

/* ---------- does the rest follow? ---------- */

/* The common coefficients that the first atom of each sum gives. */
typedef struct Sums
{
	bool	   *known;
	int128	   *factor;
} Sums;

static Sums
make_sums(int count)
{
	Sums		sums;

	sums.known = palloc0(Max(count, 1) * sizeof(bool));
	sums.factor = palloc0(Max(count, 1) * sizeof(int128));
	return sums;
}

static bool
agrees(Sums *sums, int number, int128 factor)
{
	if (!sums->known[number])
	{
		sums->known[number] = true;
		sums->factor[number] = factor;
	}
	return sums->factor[number] == factor;
}

static bool
openings_follow(Reduction *reduction)
{
	const AtomSet *set = reduction->set;
	Sums		sums = make_sums(set->standing_count);

	for (int i = 0; i < set->count; i++)
	{
		int			standing = set->atoms[i].standing;

		if (standing >= 0 && !agrees(&sums, standing, reduction->rest[i][PLACE_OPENING]))
			return false;
	}
	for (int number = 0; number < set->standing_count; number++)
		add_multiplier(reduction, (Law) {.type = LAW_OPENINGS, .number = number, .atom = -1},
					   sums.factor[number]);
	return true;
}

static bool
movements_follow(Reduction *reduction, int kind)
{
	const AtomSet *set = reduction->set;
	Sums		sums = make_sums(set->link_count);

	for (int i = 0; i < set->count; i++)
	{
		int			link = set->atoms[i].link[kind];

		if (link >= 0 &&
			(!agrees(&sums, link, reduction->rest[i][PLACE_DEBIT(kind)]) ||
			 !agrees(&sums, link, -reduction->rest[i][PLACE_CREDIT(kind)])))
			return false;
	}
	for (int number = 0; number < set->link_count; number++)
		add_multiplier(reduction, (Law) {.type = LAW_MOVEMENTS, .kind = kind, .number = number,
							.atom = -1}, sums.factor[number]);
	return true;
}

static void
add_not_carried(Reduction *reduction)
{
	const AtomSet *set = reduction->set;

	for (int i = 0; i < set->count; i++)
	{
		for (int place = 0; place < PLACE_COUNT; place++)
		{
			if (!is_carried(&set->atoms[i], place))
				add_multiplier(reduction, (Law) {.type = LAW_NOT_CARRIED, .atom = i, .place = place},
							   reduction->rest[i][place]);
		}
	}
}

bool
fl_follows_from_laws(Reduction *reduction)
{
	if (!openings_follow(reduction))
		return false;
	for (int kind = 0; kind < VOUCHER_KIND_COUNT; kind++)
	{
		if (!movements_follow(reduction, kind))
			return false;
	}
	add_not_carried(reduction);
	return true;
}

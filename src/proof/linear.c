/*
 * linear.c
 *		What follows of a rule from the laws of double entry.
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

#include "proof/linear.h"

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
			if (!place_is_carried(&set->atoms[i], place))
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
	for (int kind = 0; kind < MOVING_KIND_COUNT; kind++)
	{
		if (!movements_follow(reduction, kind))
			return false;
	}
	add_not_carried(reduction);
	return true;
}

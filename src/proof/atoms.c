/*
 * atoms.c
 *		The accounts of a standard as its formulas can tell them apart.
 *
 * Two codes are in one atom when every formula holds both or neither.  The
 * chart, the carry rules and the transfer groups count among what tells codes
 * apart, so that one row of ledger.account decides which vouchers an atom
 * takes, and one carry rule where its balance goes.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "proof/atoms.h"

/* ---------- the codes ---------- */

typedef struct CodeList
{
	int			count;
	int			room;
	AccountCode *codes;
} CodeList;

static void
add_code(CodeList *list, AccountCode code)
{
	if (list->count == list->room)
	{
		list->room *= 2;
		list->codes = repalloc(list->codes, list->room * sizeof(AccountCode));
	}
	list->codes[list->count++] = code;
}

static void
add_formula_codes(CodeList *list, const FormFormula *formula)
{
	for (int i = 0; i < formula->term_count; i++)
	{
		if (formula->terms[i].code != 0)
			add_code(list, formula->terms[i].code);
	}
}

static void
add_form_codes(CodeList *list, const FormSet *forms)
{
	ListCell   *lc;
	ListCell   *lc2;

	foreach(lc, forms->forms)
	{
		foreach(lc2, ((const Form *) lfirst(lc))->lines)
			add_formula_codes(list, &((const FormLine *) lfirst(lc2))->formula);
	}
	foreach(lc, forms->rules)
	{
		const FormRule *rule = lfirst(lc);

		add_formula_codes(list, &rule->lhs);
		add_formula_codes(list, &rule->rhs);
	}
}

static void
add_standard_codes(CodeList *list, const Standard *standard)
{
	List	   *listed = fl_standard_listed(standard);
	ListCell   *lc;

	foreach(lc, listed)
		add_code(list, ((const Account *) lfirst(lc))->code);
	list_free(listed);
	foreach(lc, standard->carry_rules)
	{
		const CarryRule *rule = lfirst(lc);

		add_code(list, rule->from);
		add_code(list, rule->to);
	}
	foreach(lc, standard->transfer_members)
		add_code(list, ((const TransferMember *) lfirst(lc))->account);
}

static int
compare_codes(const void *a, const void *b)
{
	AccountCode left = *(const AccountCode *) a;
	AccountCode right = *(const AccountCode *) b;

	return (left > right) - (left < right);
}

static void
sort_codes(CodeList *list)
{
	int			distinct = 0;

	qsort(list->codes, list->count, sizeof(AccountCode), compare_codes);
	for (int i = 0; i < list->count; i++)
	{
		if (i == 0 || list->codes[i] != list->codes[distinct - 1])
			list->codes[distinct++] = list->codes[i];
	}
	list->count = distinct;
}

/* ---------- the tree ---------- */

static int
find_atom(const AtomSet *set, AccountCode code)
{
	int			low = 0;
	int			high = set->count - 1;

	while (low <= high)
	{
		int			middle = low + (high - low) / 2;

		if (set->atoms[middle].code == code)
			return middle;
		if (set->atoms[middle].code < code)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return -1;
}

int
fl_atom_find(const AtomSet *set, AccountCode code)
{
	int			atom = find_atom(set, code);

	if (atom < 0)
		elog(ERROR, "a formula names an account that is no atom");
	return atom;
}

static int
find_parent(const AtomSet *set, AccountCode code)
{
	int			parent = -1;

	for (code = account_code_parent(code); code != 0 && parent < 0;
		 code = account_code_parent(code))
		parent = find_atom(set, code);
	return parent;
}

static void
make_atoms(AtomSet *set, const CodeList *codes)
{
	set->count = codes->count;
	set->atoms = palloc0(Max(codes->count, 1) * sizeof(Atom));
	for (int i = 0; i < codes->count; i++)
		set->atoms[i].code = codes->codes[i];
	for (int i = 0; i < codes->count; i++)
	{
		set->atoms[i].parent = find_parent(set, codes->codes[i]);
		set->atoms[i].account = fl_standard_account(set->standard, codes->codes[i]);
	}
}

/* ---------- which atoms vouchers connect ---------- */

/* Sets of numbers that grow together; each points to a lower one or itself. */
static int
find_root(const int *sets, int member)
{
	while (sets[member] != member)
		member = sets[member];
	return member;
}

static void
unite(int *sets, int a, int b)
{
	int			root_a = find_root(sets, a);
	int			root_b = find_root(sets, b);

	sets[Max(root_a, root_b)] = Min(root_a, root_b);
}

static int *
make_sets(int count)
{
	int		   *sets = palloc(Max(count, 1) * sizeof(int));

	for (int i = 0; i < count; i++)
		sets[i] = i;
	return sets;
}

static bool
takes_kind(const Atom *atom, int kind)
{
	return atom->account != NULL && atom->account->postable &&
		(atom->account->kinds & (1 << kind)) != 0;
}

/*
 * A carry, closing or transfer voucher stays within one group, and so the
 * group comes to zero; where groups share an account, only all of them
 * together do.
 */
static void
link_groups(AtomSet *set, int kind)
{
	int			groups = list_length(set->standard->group_names) + 1;
	int		   *sets = make_sets(groups);

	for (int i = 0; i < set->count; i++)
	{
		const Account *account = set->atoms[i].account;
		int			first = -1;
		int			group = -1;

		CHECK_FOR_INTERRUPTS();
		while (takes_kind(&set->atoms[i], kind) &&
			   (group = bms_next_member(account->groups[kind], group)) >= 0)
		{
			if (first >= 0)
				unite(sets, first, group);
			first = group;
		}
	}
	for (int i = 0; i < set->count; i++)
	{
		Atom	   *atom = &set->atoms[i];
		int			group = takes_kind(atom, kind) ?
			bms_next_member(atom->account->groups[kind], -1) : -1;

		atom->link[kind] = group < 0 ? -1 : find_root(sets, group);
	}
	set->link_count = Max(set->link_count, groups);
}

static void
link_kind(AtomSet *set, int kind)
{
	if (voucher_kind_is_grouped(kind))
	{
		link_groups(set, kind);
		return;
	}
	for (int i = 0; i < set->count; i++)
		set->atoms[i].link[kind] = takes_kind(&set->atoms[i], kind) ? 0 : -1;
	set->link_count = Max(set->link_count, 1);
}

/* Numbers from 0 on for the roots of the sets, in the order of their atoms. */
static void
number_standings(AtomSet *set, const int *sets)
{
	int		   *number = palloc(Max(set->count, 1) * sizeof(int));

	for (int i = 0; i < set->count; i++)
	{
		int			root = find_root(sets, i);
		bool		touched = false;

		for (int kind = 0; kind < MOVING_KIND_COUNT; kind++)
			touched |= set->atoms[i].link[kind] >= 0;
		if (root == i)
			number[i] = touched ? set->standing_count++ : -1;
		set->atoms[i].standing = number[root];
	}
}

static void
link_standings(AtomSet *set)
{
	int		   *sets = make_sets(set->count);
	int		   *first = palloc(Max(set->link_count, 1) * sizeof(int));

	for (int kind = 0; kind < MOVING_KIND_COUNT; kind++)
	{
		memset(first, -1, set->link_count * sizeof(int));
		for (int i = 0; i < set->count; i++)
		{
			int			link = set->atoms[i].link[kind];

			if (link < 0)
				continue;
			if (first[link] >= 0)
				unite(sets, first[link], i);
			first[link] = i;
		}
	}
	number_standings(set, sets);
}

/* ---------- what a month-end empties ---------- */

static void
find_emptying(const AtomSet *set, Atom *atom)
{
	const CarryRule *rule = fl_standard_carry_rule(set->standard, atom->code);

	CHECK_FOR_INTERRUPTS();
	if (rule == NULL || atom->account == NULL ||
		fl_standard_account(set->standard, rule->to) == NULL ||
		fl_standard_is_filled_again(set->standard, atom->code, rule))
		return;
	atom->emptying.rule = rule;
	atom->emptying.into = fl_atom_find(set, rule->to);
}

AtomSet *
fl_atoms(Standard *standard)
{
	AtomSet    *set = palloc0(sizeof(AtomSet));
	CodeList	codes = {.room = 256, .codes = palloc(256 * sizeof(AccountCode))};

	set->standard = standard;
	set->forms = fl_form_set(standard);
	add_standard_codes(&codes, standard);
	add_form_codes(&codes, set->forms);
	sort_codes(&codes);
	make_atoms(set, &codes);
	for (int kind = 0; kind < MOVING_KIND_COUNT; kind++)
		link_kind(set, kind);
	link_standings(set);
	for (int i = 0; i < set->count; i++)
		find_emptying(set, &set->atoms[i]);
	return set;
}

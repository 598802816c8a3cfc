/*
 * figure_slips.c
 *		What a printed figure is a slip of the pen away from.
 *
 * Two neighbouring digits exchanged, one digit another, the sign lost, the
 * point (or the unit) shifted.  All is said of the change, in whole units of
 * the figure's last place.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "figures/figure_slips.h"

/* From 元 to 亿元 */
#define SHIFT_MAX	8

bool
fl_figure_to_units(Datum figure, int decimals, int128 *units)
{
	Datum		rounded = DirectFunctionCall2(numeric_round, figure, Int32GetDatum(decimals));
	const char *text = DatumGetCString(DirectFunctionCall1(numeric_out, rounded));
	bool		is_negative = *text == '-';

	*units = 0;
	for (; *text != '\0'; text++)
	{
		if (*text < '0' || *text > '9')
			continue;
		*units = *units * 10 + (*text - '0');
		if (*units >= SYSTEM_BOUND)
			return false;
	}
	if (is_negative)
		*units = -*units;
	return true;
}

static void
add_slip(FigureSlips *slips, int128 change, Edit edit)
{
	if (slips->units < 0)
		change = -change;
	slips->slips[slips->count++] = (Slip) {.change = change, .edit = edit};
}

/* digit: the one at "place" (1, 10, 100, …); before: that left of it, or -1. */
static void
add_slips_at(FigureSlips *slips, int128 place, int digit, int before)
{
	for (int other = 0; other <= 9; other++)
	{
		if (other != digit)
			add_slip(slips, (other - digit) * place, EDIT_DIGIT);
	}
	if (before >= 0 && before != digit)
		add_slip(slips, (digit - before) * 9 * place, EDIT_TRANSPOSITION);
}

static void
add_shifts(FigureSlips *slips, int128 magnitude)
{
	int128		more = magnitude;
	int128		less = magnitude;

	for (int shift = 1; shift <= SHIFT_MAX; shift++)
	{
		more = Min(more * 10, SYSTEM_BOUND);
		if (more < SYSTEM_BOUND)
			add_slip(slips, more - magnitude, EDIT_SHIFTED);
		if (less % 10 == 0)
			add_slip(slips, less / 10 - magnitude, EDIT_SHIFTED);
		less = less % 10 == 0 ? less / 10 : 1;
	}
}

/* "decimals" digits after the point, and at least one before it */
static void
find_slips(FigureSlips *slips, int decimals)
{
	int128		magnitude = slips->units < 0 ? -slips->units : slips->units;
	int128		place = 1;

	for (int position = 0; position <= decimals || place <= magnitude; position++)
	{
		bool		is_first = position >= decimals && place > magnitude / 10;

		add_slips_at(slips, place, magnitude / place % 10,
					 is_first ? -1 : magnitude / place / 10 % 10);
		place *= 10;
	}
	if (magnitude == 0)
		return;
	add_slip(slips, -2 * magnitude, EDIT_SIGN);
	add_shifts(slips, magnitude);
}

const FigureSlips *
fl_cell_slips(Cell *cell)
{
	if (cell->slips == NULL)
	{
		cell->slips = palloc0(sizeof(FigureSlips));
		cell->slips->is_known = cell->state == CELL_PRINTED &&
			fl_figure_to_units(cell->value, cell->decimals, &cell->slips->units);
		/* Ten a digit, and 2^94 has 29 of them. */
		cell->slips->slips = palloc((10 * 30 + 1 + 2 * SHIFT_MAX) * sizeof(Slip));
		if (cell->slips->is_known)
			find_slips(cell->slips, cell->decimals);
	}
	return cell->slips;
}

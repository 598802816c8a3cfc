/*
 * figure_system.c
 *		Inequalities over the changes of a few cells, in whole numbers.
 *
 * Fourier-Motzkin elimination: of two rows that hold the last cell the
 * combination that does not hold it says what they say of the others.  Rows
 * are two-sided and few, and after each step divided by their greatest common
 * divisor, ends rounded inwards, which is all that whole numbers add.  What
 * two rows contradict each other in is a contradiction of the rows they were
 * made of: a set of cells is enlarged by a cell of one of those or in vain.
 *
 * A combination too large for its type is left out.  What the rows are then
 * thought to admit is refused cell by cell, for no row that was added is.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "figures/figure_system.h"
#include "types/rational.h"

/* More combinations at a level are left out, too. */
#define ROWS_MAX	256

/* ---------- whole numbers ---------- */

/* b > 0 */
static int128
divide_down(int128 a, int64 b)
{
	return a >= 0 ? a / b : -((b - 1 - a) / b);
}

static int128
divide_up(int128 a, int64 b)
{
	return -divide_down(-a, b);
}

static int128
clamped(int128 a)
{
	return Max(-SYSTEM_BOUND, Min(a, SYSTEM_BOUND));
}

/* The range of b times a sum, as one of the sum: an open end stays open. */
static Range
divided(Range range, int64 b)
{
	return (Range) {
		.low = range.low <= -SYSTEM_BOUND ? -SYSTEM_BOUND : divide_up(range.low, b),
		.high = range.high >= SYSTEM_BOUND ? SYSTEM_BOUND : divide_down(range.high, b)
	};
}

static Range
intersection(Range a, Range b)
{
	return (Range) {.low = Max(a.low, b.low), .high = Min(a.high, b.high)};
}

/* ---------- rows ---------- */

/* The position of the last cell with a factor, -1 where none has one. */
static int
last_cell(const System *system, const SystemRow *row)
{
	int			cell = system->cell_count - 1;

	while (cell >= 0 && row->factors[cell] == 0)
		cell--;
	return cell;
}

/* Equal sums have equal factors: the last is positive, all without a divisor. */
static void
normalize(SystemRow *row, int last)
{
	int64		divisor = 0;

	for (int i = 0; i <= last; i++)
		divisor = greatest_common_divisor(divisor, row->factors[i]);
	row->range = divided(row->range, divisor);
	if (row->factors[last] < 0)
	{
		divisor = -divisor;
		row->range = (Range) {.low = -row->range.high, .high = -row->range.low};
	}
	for (int i = 0; i <= last; i++)
		row->factors[i] /= divisor;
}

static bool
fits(const SystemRow *row)
{
	for (int i = 0; i < SYSTEM_CELLS_MAX; i++)
	{
		if (row->factors[i] > SYSTEM_FACTOR_MAX || row->factors[i] < -SYSTEM_FACTOR_MAX)
			return false;
	}
	return true;
}

static void
note_conflict(System *system, const SystemRow *row)
{
	if (system->conflict == 0 && row->range.low > row->range.high)
		system->conflict = row->sources;
}

static SystemRow *
find_row(SystemLevel *level, const SystemRow *row)
{
	for (int i = 0; i < level->count; i++)
	{
		if (memcmp(level->rows[i].factors, row->factors, sizeof(row->factors)) == 0)
			return &level->rows[i];
	}
	return NULL;
}

static void
append_row(SystemLevel *level, const SystemRow *row)
{
	if (level->count == level->room)
	{
		level->room = level->room == 0 ? 16 : 2 * level->room;
		level->rows = level->rows == NULL ? palloc(level->room * sizeof(SystemRow)) :
			repalloc(level->rows, level->room * sizeof(SystemRow));
	}
	level->rows[level->count++] = *row;
}

/* Of rows that were added none may be left out. */
static void
place_row(System *system, SystemRow *row, bool is_combination)
{
	int			last = last_cell(system, row);
	SystemLevel *level = &system->levels[Max(last, 0)];
	SystemRow  *same;

	if (last < 0)
	{
		row->range = intersection(row->range, (Range) {.low = 0, .high = 0});
		note_conflict(system, row);
		return;
	}
	normalize(row, last);
	note_conflict(system, row);
	same = find_row(level, row);
	if (same != NULL)
	{
		same->range = intersection(same->range, row->range);
		same->sources |= row->sources;
		note_conflict(system, same);
	}
	else if (!is_combination || (fits(row) && level->count < ROWS_MAX))
		append_row(level, row);
}

void
fl_system_begin(System *system, int cell_count)
{
	system->cell_count = cell_count;
	system->row_count = 0;
	system->conflict = 0;
	for (int i = 0; i < SYSTEM_CELLS_MAX; i++)
		system->levels[i].count = 0;
}

void
fl_system_add(System *system, const int64 *factors, Range range)
{
	SystemRow	row = {
		.range = range,
		.sources = UINT64CONST(1) << Min(system->row_count, SYSTEM_SOURCES - 1)
	};

	memcpy(row.factors, factors, system->cell_count * sizeof(int64));
	system->row_count++;
	place_row(system, &row, false);
}

/* ---------- elimination ---------- */

/* "last" has a positive factor in both. */
static SystemRow
combine(const SystemRow *a, const SystemRow *b, int last)
{
	int64		divisor = greatest_common_divisor(a->factors[last], b->factors[last]);
	int64		times_a = b->factors[last] / divisor;
	int64		times_b = a->factors[last] / divisor;
	SystemRow	row = {.sources = a->sources | b->sources};

	for (int i = 0; i < last; i++)
		row.factors[i] = times_a * a->factors[i] - times_b * b->factors[i];
	row.range = (Range) {
		.low = clamped(times_a * a->range.low - times_b * b->range.high),
		.high = clamped(times_a * a->range.high - times_b * b->range.low)
	};
	return row;
}

bool
fl_system_eliminate(System *system)
{
	for (int last = system->cell_count - 1; last >= 0; last--)
	{
		const SystemLevel *level = &system->levels[last];

		for (int i = 0; i < level->count; i++)
		{
			CHECK_FOR_INTERRUPTS();
			for (int j = i + 1; j < level->count && system->conflict == 0; j++)
			{
				SystemRow	row = combine(&level->rows[i], &level->rows[j], last);

				place_row(system, &row, true);
			}
		}
	}
	return system->conflict == 0;
}

/* A change beyond the bound ends the range, so that the next sum fits. */
Range
fl_system_range(const System *system, int cell, const int128 *changes)
{
	const SystemLevel *level = &system->levels[cell];
	Range		range = {.low = -SYSTEM_BOUND, .high = SYSTEM_BOUND};

	for (int i = 0; i < level->count; i++)
	{
		const SystemRow *row = &level->rows[i];
		int128		sum = 0;

		for (int before = 0; before < cell; before++)
			sum += row->factors[before] * changes[before];
		range = intersection(range, divided((Range) {.low = row->range.low - sum,
													 .high = row->range.high - sum},
											row->factors[cell]));
	}
	return range;
}

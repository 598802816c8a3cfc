/*
 * figure_system.h
 *		Inequalities over the changes of a few cells, in whole numbers.
 */
#ifndef FUNDLEDGER_FIGURE_SYSTEM_H
#define FUNDLEDGER_FIGURE_SYSTEM_H

#include "server/compat.h"

/* More wrong figures that hang together are not looked for. */
#define SYSTEM_CELLS_MAX	6

/* No sum or change is beyond that: a range that goes so far is open there. */
#define SYSTEM_BOUND		((int128) 1 << 94)

/* Nor is a factor beyond that. */
#define SYSTEM_FACTOR_MAX	((int64) 1 << 30)

/* Of a sum or of a change, ends included; empty where low > high. */
typedef struct Range
{
	int128		low;
	int128		high;
} Range;

/* The sum of factors times changes is within the range. */
typedef struct SystemRow
{
	int64		factors[SYSTEM_CELLS_MAX];
	Range		range;
	uint64		sources;		/* the rows it is made of, a bit each */
} SystemRow;

/* The last bit stands for all the rows from there on. */
#define SYSTEM_SOURCES		64

typedef struct SystemLevel
{
	int			count;
	int			room;
	SystemRow  *rows;
} SystemLevel;

typedef struct System
{
	int			cell_count;
	int			row_count;		/* that were added */
	uint64		conflict;		/* sources that contradict each other, or 0 */
	SystemLevel levels[SYSTEM_CELLS_MAX];	/* by the last cell with a factor */
} System;

/* Made empty, for so many cells; zeroed before its first use. */
extern void fl_system_begin(System *system, int cell_count);

/* Factors of so many cells, in range of SYSTEM_FACTOR_MAX. */
extern void fl_system_add(System *system, const int64 *factors, Range range);

/*
 * Finds what the rows say of the first cells alone; false if they contradict
 * each other, whatever the changes.
 */
extern bool fl_system_eliminate(System *system);

/* What a cell's change may be, given those of the cells before it. */
extern Range fl_system_range(const System *system, int cell, const int128 *changes);

#endif							/* FUNDLEDGER_FIGURE_SYSTEM_H */

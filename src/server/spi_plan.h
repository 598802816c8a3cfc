/*
 * spi_plan.h
 *		Queries on the ledger's tables: prepared once a session and kept.
 *
 * A query is a static SpiPlan beside the code that runs it:
 *
 *		static SpiPlan plan = {
 *			"SELECT ... WHERE book_id = $1 AND period = $2", "integer, fund.period"
 *		};
 *
 * Everything in it is schema-qualified, operators on our types included.  The
 * caller has called SPI_connect (fl_ledger_enter does).
 */
#ifndef FUNDLEDGER_SPI_PLAN_H
#define FUNDLEDGER_SPI_PLAN_H

#include "executor/spi.h"
#include "server/compat.h"

#define SPI_PLAN_MAX_ARGUMENTS	16

typedef struct SpiPlan
{
	const char *sql;
	const char *arguments;		/* type names, separated by commas; "" is none */
	int			options;		/* CURSOR_OPT_CUSTOM_PLAN where the arguments decide the plan */

	/* filled in at first use */
	SPIPlanPtr	plan;
	Oid			journal_type;	/* as it was then: CREATE EXTENSION makes another */
	int			argument_count;
} SpiPlan;

/*
 * What a query sees and may do.  A reader's report is of one moment, the
 * snapshot of the caller's query.  Posters and closers look at the newest
 * committed state whatever the isolation level: they hold the locks that keep
 * it so.
 */
typedef enum SpiMode
{
	SPI_READ,					/* by the active snapshot */
	SPI_READ_NEWEST,			/* by a snapshot taken now */
	SPI_WRITE,					/* likewise, and may change rows */
} SpiMode;

/*
 * Runs the query; nulls is NULL where no argument is null, as for SPI.
 * Returns SPI_processed; rows are in SPI_tuptable.  The caller's memory context
 * stays the current one, which SPI itself would not see to.
 */
extern uint64 fl_spi_run(SpiPlan *plan, const Datum *values, const char *nulls,
						 SpiMode mode);

/* Opens a cursor over the query instead, for results of any size: SPI_READ. */
extern Portal fl_spi_open(SpiPlan *plan, const Datum *values, const char *nulls);

/* A column of a row of SPI_tuptable, by its number from 1. */
extern Datum fl_spi_value(uint64 row, int column, bool *is_null);

/* The same where the query makes no nulls: else data corruption (XX001). */
extern Datum fl_spi_required(uint64 row, int column);

/* A text column as a C string in the current memory context; NULL for null. */
extern char *fl_spi_text(uint64 row, int column);
extern char *fl_spi_required_text(uint64 row, int column);

/* The place of a word among those that a column may hold, which end with NULL. */
extern int	fl_spi_word(uint64 row, int column, const char *const *words);

/*
 * Raises data corruption (XX001): the column holds what it cannot.  Names the
 * table and the row, by its first columns.
 */
pg_noreturn extern void fl_spi_refuse(uint64 row, int column);

#endif							/* FUNDLEDGER_SPI_PLAN_H */

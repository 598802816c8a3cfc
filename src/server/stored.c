/*
 * stored.c
 *		What is stored, and cannot be.
 */
#include "postgres.h"

#include "server/stored.h"

void
fl_stored_refuse(const char *table, const char *column, const char *row, const char *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("column \"%s\" of table \"%s\" holds what it cannot", column, table),
			 value == NULL ? errdetail("It is null in %s.", row) :
			 errdetail("It is \"%s\" in %s.", value, row),
			 errhint("It was stored past the constraints and triggers of the ledger: restore the row.")));
}

int
fl_stored_word(const char *const *words, const char *word)
{
	for (int i = 0; words[i] != NULL; i++)
	{
		if (strcmp(words[i], word) == 0)
			return i;
	}
	return -1;
}

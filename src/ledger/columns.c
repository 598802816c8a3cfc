/*
 * columns.c
 *		Columns of our types in the rows that a query found.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/lsyscache.h"

#include "ledger/columns.h"
#include "server/spi_plan.h"

AccountCode
fl_spi_account_code(uint64 row, int column)
{
	AccountCode code = DatumGetAccountCode(fl_spi_required(row, column));

	if (!fl_account_code_is_valid(code))
		fl_spi_refuse(row, column);
	return code;
}

Period
fl_spi_period(uint64 row, int column)
{
	Period		period = DatumGetPeriod(fl_spi_required(row, column));

	if (!period_is_valid(period))
		fl_spi_refuse(row, column);
	return period;
}

uint32
fl_spi_bits(uint64 row, int column, int (*from_datum) (Datum value))
{
	Datum		array = fl_spi_required(row, column);
	Oid			type = get_element_type(SPI_gettypeid(SPI_tuptable->tupdesc, column));
	Datum	   *values;
	bool	   *nulls;
	int			count;
	uint32		bits = 0;

	/* Its owner may have given the column another type. */
	if (!OidIsValid(type) || get_typlen(type) != 1)
		fl_spi_refuse(row, column);
	deconstruct_array(DatumGetArrayTypeP(array), type, 1, true, TYPALIGN_CHAR,
					  &values, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		int			bit = nulls[i] ? -1 : from_datum(values[i]);

		if (bit < 0)
			fl_spi_refuse(row, column);
		bits |= 1 << bit;
	}
	return bits;
}

/*
 * restatement_type.c
 *		What restates, why and by what authority, as arguments say it.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "closing/restatement_type.h"
#include "server/blank.h"
#include "server/compat.h"

/* As the constraint restatement_type_known has them. */
static const struct
{
	const char *type;
	const char *name;
}			restatement_types[] = {
	{"error_correction", "会计差错更正"},
	{"merger", "并表"},
	{"scope_change", "口径调整"},
	{"standard_change", "制度变更"},
	{"reconciliation", "账实差额调整"},
};

const char *
fl_restatement_type_name(const char *type)
{
	for (int i = 0; i < lengthof(restatement_types); i++)
	{
		if (strcmp(restatement_types[i].type, type) == 0)
			return restatement_types[i].name;
	}
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("stored type of restatement \"%s\" is none", type),
			 errhint("fund.verify() names the row; restore it from a backup.")));
	return NULL;
}

char *
fl_restatement_type(Datum argument)
{
	char	   *given = TextDatumGetCString(argument);

	for (int i = 0; i < lengthof(restatement_types); i++)
	{
		if (strcmp(restatement_types[i].type, given) == 0 ||
			strcmp(restatement_types[i].name, given) == 0)
			return pstrdup(restatement_types[i].type);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized type of restatement \"%s\"", given),
			 errhint("The types are error_correction (会计差错更正), merger (并表), scope_change (口径调整), standard_change (制度变更) and reconciliation (账实差额调整).")));
	return NULL;
}

char *
fl_restatement_reason(Datum argument)
{
	char	   *reason = TextDatumGetCString(argument);

	if (fl_is_blank(reason, strlen(reason)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("reason is empty"),
				 errhint("Say why, for whoever compares the opening with the last closing.")));
	return reason;
}

NullableDatum
fl_restatement_authority(NullableDatum argument)
{
	if (!argument.isnull)
	{
		text	   *authority = DatumGetTextPP(argument.value);

		argument.isnull = fl_is_blank(VARDATA_ANY(authority), VARSIZE_ANY_EXHDR(authority));
	}
	return argument;
}

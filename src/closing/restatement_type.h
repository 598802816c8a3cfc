/*
 * restatement_type.h
 *		What restates, why and by what authority, as arguments say it.
 */
#ifndef FUNDLEDGER_RESTATEMENT_TYPE_H
#define FUNDLEDGER_RESTATEMENT_TYPE_H

/* The type that an argument names, in English or Chinese; 22023 for none such. */
extern char *fl_restatement_type(Datum argument);

/* The Chinese name of a stored type; XX001 where it is none. */
extern const char *fl_restatement_type_name(const char *type);

/* The reason that an argument gives for the act; 22023 where it is empty. */
extern char *fl_restatement_reason(Datum argument);

/* The authority that an argument gives: null where it is blank. */
extern NullableDatum fl_restatement_authority(NullableDatum argument);

#endif							/* FUNDLEDGER_RESTATEMENT_TYPE_H */

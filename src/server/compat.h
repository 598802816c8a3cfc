/*
 * compat.h
 *		Every difference between the PostgreSQL versions that we build for.
 *
 * Code elsewhere is written against the newest server; this file gives the
 * older ones what they lack.  No other file looks at PG_VERSION_NUM.
 */
#ifndef FUNDLEDGER_COMPAT_H
#define FUNDLEDGER_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "fundledger needs PostgreSQL 15 or later"
#endif

/* Soft input errors came with 16: before it, an input function just raises. */
#if PG_VERSION_NUM < 160000
#define errsave(context, ...) \
	do { (void) (context); ereport(ERROR, __VA_ARGS__); } while (0)
#define ereturn(context, dummy_value, ...) \
	do { (void) (context); ereport(ERROR, __VA_ARGS__); return dummy_value; } while (0)
#define SOFT_ERROR_OCCURRED(context) false
#else
#include "nodes/miscnodes.h"
#endif

/* parseTypeString's last argument was missing_ok before it was escontext. */
#if PG_VERSION_NUM < 160000
#define parse_type_name(name, type, modifier) parseTypeString(name, type, modifier, false)
#else
#define parse_type_name(name, type, modifier) parseTypeString(name, type, modifier, NULL)
#endif

/* getIdentitySequence took the table's oid before it took the open table. */
#if PG_VERSION_NUM < 170000
#define identity_sequence(relation, column) \
	getIdentitySequence(RelationGetRelid(relation), column, false)
#else
#define identity_sequence(relation, column) getIdentitySequence(relation, column, false)
#endif

/* ExecInsertIndexTuples of a new row: 16 and 19 changed its arguments. */
#if PG_VERSION_NUM < 160000
#define insert_index_tuples(target, slot, estate) \
	ExecInsertIndexTuples(target, slot, estate, false, false, NULL, NIL)
#define insert_index_tuples_on_trial(target, slot, estate, conflict, arbiters) \
	ExecInsertIndexTuples(target, slot, estate, false, true, conflict, arbiters)
#elif PG_VERSION_NUM < 190000
#define insert_index_tuples(target, slot, estate) \
	ExecInsertIndexTuples(target, slot, estate, false, false, NULL, NIL, false)
#define insert_index_tuples_on_trial(target, slot, estate, conflict, arbiters) \
	ExecInsertIndexTuples(target, slot, estate, false, true, conflict, arbiters, false)
#else
#define insert_index_tuples(target, slot, estate) \
	ExecInsertIndexTuples(target, estate, 0, slot, NIL, NULL)
#define insert_index_tuples_on_trial(target, slot, estate, conflict, arbiters) \
	ExecInsertIndexTuples(target, estate, EIIT_NO_DUPE_ERROR, slot, arbiters, conflict)
#endif

/* ExecCheckIndexConstraints asks since 18 which tuple is the row's own: none. */
#if PG_VERSION_NUM < 180000
#define has_no_index_conflict(target, slot, estate, conflict, arbiters) \
	ExecCheckIndexConstraints(target, slot, estate, conflict, arbiters)
#else
#define has_no_index_conflict(target, slot, estate, conflict, arbiters) \
	ExecCheckIndexConstraints(target, slot, estate, conflict, NULL, arbiters)
#endif

/* LockHeldByMe takes, since 17, whether a stronger mode will do. */
#if PG_VERSION_NUM < 170000
#define lock_is_held(tag, mode) LockHeldByMe(tag, mode)
#else
#define lock_is_held(tag, mode) LockHeldByMe(tag, mode, false)
#endif

/* The macros of varlena values left postgres.h with 16. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* pg_noreturn, before the declaration, came with 18. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* A tuple descriptor made by hand is finished by a call of its own since 19. */
#if PG_VERSION_NUM < 190000
#define TupleDescFinalize(descriptor) ((void) 0)
#endif

/* PG_MODULE_MAGIC_EXT, with the module's name and version, came with 18. */
#if PG_VERSION_NUM < 180000
#define PG_MODULE_MAGIC_EXT(...) PG_MODULE_MAGIC
#endif

#include "utils/jsonb.h"

/* 19 lets a jsonb in the making hold its own result. */
#if PG_VERSION_NUM >= 190000
typedef JsonbInState JsonbBuilder;

static inline void
jsonb_builder_push(JsonbBuilder *builder, JsonbIteratorToken token, JsonbValue *value)
{
	pushJsonbValue(builder, token, value);
}
#else
typedef struct JsonbBuilder
{
	JsonbParseState *state;
	JsonbValue *result;
} JsonbBuilder;

static inline void
jsonb_builder_push(JsonbBuilder *builder, JsonbIteratorToken token, JsonbValue *value)
{
	builder->result = pushJsonbValue(&builder->state, token, value);
}
#endif

#endif							/* FUNDLEDGER_COMPAT_H */

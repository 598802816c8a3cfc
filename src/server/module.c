/*
 * module.c
 *		Makes the library loadable; concepts live in the other files.
 */
#include "postgres.h"

#include "fmgr.h"

#include "server/compat.h"

PG_MODULE_MAGIC_EXT(.name = "fundledger");

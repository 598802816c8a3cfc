/*
 * invalidation.h
 *		How a cache of the session hears that what it was filled from changed.
 *
 * A session has room for ten relcache callbacks, those of every extension that
 * it has loaded together.  All our caches share one: each is a Watch, which
 * names its tables, and looks at itself before it is used:
 *
 *		static Watch watch;
 *
 *		if (unlikely(!watch.is_fresh))
 *		{
 *			... throw away what there is ...
 *			fl_watch(&watch, (Oid[]) {table}, 1);
 *		}
 *		... look up; what is not there, read and keep ...
 */
#ifndef FUNDLEDGER_INVALIDATION_H
#define FUNDLEDGER_INVALIDATION_H

#include "server/compat.h"

#define WATCHED_RELATIONS	16

typedef struct Watch
{
	bool		is_fresh;		/* nothing that is watched has changed since fl_watch */
	bool		of_roles;		/* set where roles and who is in them count, too */
	Oid			relations[WATCHED_RELATIONS];	/* InvalidOid: none */
	struct Watch *next;			/* set while it is one of those that are told */
} Watch;

/*
 * From here on a change of one of these tables or indexes makes the watch
 * stale.  Before anything is read from them: what changes meanwhile counts.
 */
extern void fl_watch(Watch *watch, const Oid *relations, int count);

#endif							/* FUNDLEDGER_INVALIDATION_H */

/*
 * invalidation.c
 *		How a cache of the session hears that what it was filled from changed.
 */
#include "postgres.h"

#include "utils/inval.h"
#include "utils/syscache.h"

#include "server/invalidation.h"

/* Ends the list of those that are told, so that none in it has a NULL next. */
static Watch last_watch;
static Watch *watches = &last_watch;

static bool
is_watched(const Watch *watch, Oid relation)
{
	for (int i = 0; i < WATCHED_RELATIONS; i++)
	{
		if (watch->relations[i] == relation)
			return true;
	}
	return false;
}

/* InvalidOid stands for all of them. */
static void
relation_changed(Datum arg, Oid relation)
{
	for (Watch *watch = watches; watch != &last_watch; watch = watch->next)
	{
		if (relation == InvalidOid || is_watched(watch, relation))
			watch->is_fresh = false;
	}
}

static void
roles_changed(Datum arg, int cache, uint32 hash)
{
	for (Watch *watch = watches; watch != &last_watch; watch = watch->next)
	{
		if (watch->of_roles)
			watch->is_fresh = false;
	}
}

/* A callback cannot be taken back, so each is registered once a session. */
static void
register_callbacks(void)
{
	static bool registered = false;

	if (registered)
		return;
	CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, roles_changed, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHOID, roles_changed, (Datum) 0);
	registered = true;
}

void
fl_watch(Watch *watch, const Oid *relations, int count)
{
	Assert(count <= WATCHED_RELATIONS);
	register_callbacks();
	for (int i = 0; i < WATCHED_RELATIONS; i++)
		watch->relations[i] = i < count ? relations[i] : InvalidOid;
	if (watch->next == NULL)
	{
		watch->next = watches;
		watches = watch;
	}
	watch->is_fresh = true;
}

/*
 * fence.c
 *		Where a close and a posting meet: transaction-level locks.
 *
 * The tags are advisory ones with a fourth field that SQL's own advisory locks
 * do not use (they have 1 or 2), so no application can collide with them.
 */
#include "postgres.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "utils/inval.h"

#include "ledger/fence.h"
#include "ledger/ledger.h"
#include "server/compat.h"

/* The fourth field of a tag: what kind of thing is locked. */
typedef enum FenceClass
{
	FENCE_LEDGER = 3,
	FENCE_MONTH,
	FENCE_NUMBER,
	FENCE_GUARD,
	FENCE_ORDER,
} FenceClass;

/*
 * The months that this transaction has come to hold; those that it gave back
 * with a subtransaction are still counted.
 */
static int	months_held = 0;

/* It may have given the ledger back with a subtransaction. */
static bool took_ledger = false;

static LOCKTAG
fence_tag(FenceClass class, uint32 field2, uint32 field3)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, field2, field3, class);
	return tag;
}

static LockAcquireResult
hold(FenceClass class, uint32 field2, uint32 field3, LOCKMODE mode)
{
	LOCKTAG		tag = fence_tag(class, field2, field3);

	return LockAcquire(&tag, mode, false, false);
}

static bool
holds_ledger(void)
{
	LOCKTAG		tag = fence_tag(FENCE_LEDGER, 0, 0);

	return took_ledger && lock_is_held(&tag, ShareLock);
}

/*
 * LockAcquire on an advisory tag accepts no invalidations, as LockRelation
 * would: without this, a cached "the month is open" would survive the wait
 * for its closer.
 */
static void
catch_up(void)
{
	AcceptInvalidationMessages();
}

static void
forget_all(XactEvent event, void *arg)
{
	months_held = 0;
	took_ledger = false;
}

static void
register_callback(void)
{
	static bool registered = false;

	if (registered)
		return;
	RegisterXactCallback(forget_all, NULL);
	registered = true;
}

static void
hold_ledger(void)
{
	hold(FENCE_LEDGER, 0, 0, ShareLock);
	took_ledger = true;
}

static void
hold_month(BookMonth month)
{
	if (hold(FENCE_MONTH, (uint32) month.book_id, (uint32) month.period, ShareLock) == LOCKACQUIRE_OK)
		months_held++;
}

void
fl_fence_post(const BookMonth *months, int count)
{
	register_callback();
	if (months_held + count > FENCE_MONTHS)
		hold_ledger();
	/* Who holds the ledger asks for no month: its closer would wait for us. */
	else if (!holds_ledger())
	{
		for (int i = 0; i < count; i++)
			hold_month(months[i]);
	}
	catch_up();
}

/* As an insert would: nobody changes the standard meanwhile. */
static void
hold_vouchers(void)
{
	LockRelationOid(fl_ledger_relation("voucher"), RowExclusiveLock);
}

void
fl_fence_restate(BookMonth month)
{
	hold_vouchers();
	fl_fence_post(&month, 1);
}

void
fl_fence_close(int32 book_id, Period period)
{
	hold_vouchers();
	hold(FENCE_ORDER, (uint32) book_id, 0, ExclusiveLock);
	hold(FENCE_MONTH, (uint32) book_id, (uint32) period, ExclusiveLock);
	/* Last: while we wait for a month, its posters may go on to many. */
	hold(FENCE_LEDGER, 0, 0, RowExclusiveLock);
	catch_up();
}

void
fl_fence_all(void)
{
	LockRelationOid(fl_ledger_relation("voucher"), ShareRowExclusiveLock);
}

void
fl_fence_number(int32 book_id, Period period, int kind)
{
	hold(FENCE_NUMBER, (uint32) book_id, (uint32) (period * 16 + kind), ExclusiveLock);
	catch_up();
}

void
fl_fence_guard(int32 book_id, AccountCode account)
{
	uint32		hash = hash_bytes((const unsigned char *) &account, sizeof(account));

	hold(FENCE_GUARD, (uint32) book_id, hash, ExclusiveLock);
	catch_up();
}

/*
 * fence.c
 *		Where a close and a posting meet: transaction-level locks.
 *
 * The tags are advisory ones with a fourth field that SQL's own advisory locks
 * do not use (they have 1 or 2), so no application can collide with them.
 * doc/adr/0005-fence.md has the table of who holds what.
 */
#include "postgres.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "storage/proc.h"
#include "utils/inval.h"
#include "utils/resowner.h"

#include "ledger/fence.h"
#include "ledger/fence_notice.h"
#include "ledger/ledger.h"
#include "server/compat.h"

/* The fourth field of a tag: what kind of thing is locked; fence.sql reads it. */
typedef enum FenceClass
{
	FENCE_LEDGER = 3,
	FENCE_MONTH,
	FENCE_NUMBER,
	FENCE_GUARD,
	FENCE_BOOK,
	FENCE_MONTH_ASIDE,
	FENCE_BOOK_ASIDE,
	FENCE_LOG,
} FenceClass;

/*
 * What this transaction has come to hold; what it gave back with a
 * subtransaction is still counted.
 */
static struct
{
	int			months;
	int			books;
	bool		ledger;
	bool		walls;
}			held = {0};

static LOCKTAG
fence_tag(FenceClass class, uint32 field2, uint32 field3)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, field2, field3, class);
	return tag;
}

/*
 * Locks are the (sub)transaction's, as vouchers are, not those of the query
 * that runs: a cursor that fails in a later subtransaction gives back what is
 * its own, and the vouchers that it stored before stay.
 */
static ResourceOwner
own_by_transaction(void)
{
	ResourceOwner query = CurrentResourceOwner;

	CurrentResourceOwner = CurTransactionResourceOwner;
	return query;
}

static LockAcquireResult
acquire(const LOCKTAG *tag, LOCKMODE mode, bool dont_wait)
{
	ResourceOwner query = own_by_transaction();
	LockAcquireResult result = LockAcquire(tag, mode, false, dont_wait);

	CurrentResourceOwner = query;
	return result;
}

static void
hold(const LOCKTAG *tag, LOCKMODE mode)
{
	(void) acquire(tag, mode, false);
}

static bool
try_hold(const LOCKTAG *tag, LOCKMODE mode)
{
	return acquire(tag, mode, true) != LOCKACQUIRE_NOT_AVAIL;
}

static void
give_back(const LOCKTAG *tag, LOCKMODE mode)
{
	ResourceOwner query = own_by_transaction();

	(void) LockRelease(tag, mode, false);
	CurrentResourceOwner = query;
}

static void
hold_vouchers(LOCKMODE mode)
{
	ResourceOwner query = own_by_transaction();

	LockRelationOid(fl_ledger_relation("voucher"), mode);
	CurrentResourceOwner = query;
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
	memset(&held, 0, sizeof(held));
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

/* ---------- who posts ---------- */

static LOCKTAG
month_tag(FenceClass class, BookMonth month)
{
	return fence_tag(class, (uint32) month.book_id, (uint32) month.period);
}

/*
 * A closer has the front or waits for it. Who waits for him does so in ACCESS
 * SHARE mode, in which he is met only while the month is shut, not while he
 * waits for others in EXCLUSIVE mode. Having that, the month is not shut until
 * we are in: by the front, or aside, where he looks once he has the front.
 */
static bool
enter_once_open(int32 book_id, Period period, const LOCKTAG *front, const LOCKTAG *aside)
{
	bool		entered;

	if (!try_hold(front, AccessShareLock))
	{
		fl_fence_tell(book_id, period, FENCE_WAITS_FOR_CLOSE);
		hold(front, AccessShareLock);
	}
	entered = try_hold(front, RowShareLock) || try_hold(aside, RowShareLock);
	give_back(front, AccessShareLock);
	return entered;
}

/* Again only where one closer goes and another comes meanwhile. */
static void
enter_refused(int32 book_id, Period period, const LOCKTAG *front, const LOCKTAG *aside)
{
	while (!enter_once_open(book_id, period, front, aside))
		CHECK_FOR_INTERRUPTS();
}

static void
enter_month(BookMonth month)
{
	LOCKTAG		front = month_tag(FENCE_MONTH, month);
	LockAcquireResult result = acquire(&front, RowShareLock, true);

	if (result == LOCKACQUIRE_ALREADY_HELD)
		return;
	if (result == LOCKACQUIRE_NOT_AVAIL)
	{
		LOCKTAG		aside = month_tag(FENCE_MONTH_ASIDE, month);

		if (lock_is_held(&aside, RowShareLock))
			return;
		enter_refused(month.book_id, month.period, &front, &aside);
	}
	held.months++;
}

static void
enter_book(int32 book_id)
{
	LOCKTAG		front = fence_tag(FENCE_BOOK, (uint32) book_id, 0);
	LOCKTAG		aside = fence_tag(FENCE_BOOK_ASIDE, (uint32) book_id, 0);

	if (!try_hold(&front, RowShareLock))
		enter_refused(book_id, FENCE_ANY_PERIOD, &front, &aside);
	held.books++;
}

static void
enter_ledger(void)
{
	LOCKTAG		tag = fence_tag(FENCE_LEDGER, 0, 0);

	if (!try_hold(&tag, ShareLock))
	{
		fl_fence_tell(FENCE_ANY_BOOK, FENCE_ANY_PERIOD, FENCE_WAITS_FOR_CLOSE);
		hold(&tag, ShareLock);
	}
	held.ledger = true;
}

static bool
holds_ledger(void)
{
	LOCKTAG		tag = fence_tag(FENCE_LEDGER, 0, 0);

	return held.ledger && lock_is_held(&tag, ShareLock);
}

/*
 * Who holds a book, or has closed a month of it, asks for none of its months:
 * nobody else closes one meanwhile, and who does so would wait for us.
 */
static bool
holds_book(int32 book_id)
{
	LOCKTAG		front = fence_tag(FENCE_BOOK, (uint32) book_id, 0);
	LOCKTAG		aside = fence_tag(FENCE_BOOK_ASIDE, (uint32) book_id, 0);

	return (held.books > 0 &&
			(lock_is_held(&front, RowShareLock) || lock_is_held(&aside, RowShareLock))) ||
		(held.walls && lock_is_held(&front, AccessExclusiveLock));
}

static void
enter_months(const BookMonth *months, int count)
{
	for (int i = 0; i < count; i++)
	{
		if (!holds_book(months[i].book_id))
			enter_month(months[i]);
	}
}

static bool
is_next_book(const BookMonth *months, int i)
{
	return (i == 0 || months[i].book_id != months[i - 1].book_id) && !holds_book(months[i].book_id);
}

/* The ledger before any book: while it waits, it keeps no closer from one. */
static void
enter_books(const BookMonth *months, int count)
{
	int			books = 0;

	for (int i = 0; i < count; i++)
		books += is_next_book(months, i);
	if (held.books + books > FENCE_BOOKS)
	{
		enter_ledger();
		return;
	}
	for (int i = 0; i < count; i++)
	{
		if (is_next_book(months, i))
			enter_book(months[i].book_id);
	}
}

void
fl_fence_post(const BookMonth *months, int count)
{
	register_callback();
	hold_vouchers(RowExclusiveLock);
	if (!holds_ledger())
	{
		if (held.months + count <= FENCE_MONTHS)
			enter_months(months, count);
		else
			enter_books(months, count);
	}
	catch_up();
}

/* One more lock for each close: who closes many holds no book for that. */
void
fl_fence_keep(BookMonth month)
{
	register_callback();
	enter_month(month);
	catch_up();
}

/* ---------- who closes ---------- */

/*
 * What a closer keeps others out with, in this order.  He holds them all but
 * those aside, which nobody enters who finds the front shut.
 */
typedef enum Wall
{
	WALL_MONTH,
	WALL_BOOK,
	WALL_MONTH_ASIDE,
	WALL_BOOK_ASIDE,
	WALL_LEDGER,
	WALL_COUNT,
} Wall;

#define FRONTS	WALL_MONTH_ASIDE	/* how many: those before it */

typedef struct Walls
{
	BookMonth	month;
	LOCKTAG		tags[WALL_COUNT];
} Walls;

/* That of the ledger is one that other closers do not mind. */
static const LOCKMODE wall_mode[WALL_COUNT] = {
	[WALL_MONTH] = AccessExclusiveLock,
	[WALL_BOOK] = AccessExclusiveLock,
	[WALL_MONTH_ASIDE] = ExclusiveLock,
	[WALL_BOOK_ASIDE] = ExclusiveLock,
	[WALL_LEDGER] = RowExclusiveLock,
};

static Walls
walls_of(BookMonth month)
{
	Walls		walls = {month, {
		[WALL_MONTH] = month_tag(FENCE_MONTH, month),
		[WALL_BOOK] = fence_tag(FENCE_BOOK, (uint32) month.book_id, 0),
		[WALL_MONTH_ASIDE] = month_tag(FENCE_MONTH_ASIDE, month),
		[WALL_BOOK_ASIDE] = fence_tag(FENCE_BOOK_ASIDE, (uint32) month.book_id, 0),
		[WALL_LEDGER] = fence_tag(FENCE_LEDGER, 0, 0),
	}};

	return walls;
}

static void
tear_down(const Walls *walls, int count)
{
	while (count-- > 0)
		give_back(&walls->tags[count], wall_mode[count]);
}

/* The first that cannot be put up at once, and then none is; or WALL_COUNT. */
static Wall
put_up(const Walls *walls)
{
	for (int wall = 0; wall < WALL_COUNT; wall++)
	{
		if (!try_hold(&walls->tags[wall], wall_mode[wall]))
		{
			tear_down(walls, wall);
			return wall;
		}
	}
	give_back(&walls->tags[WALL_MONTH_ASIDE], ExclusiveLock);
	give_back(&walls->tags[WALL_BOOK_ASIDE], ExclusiveLock);
	return WALL_COUNT;
}

#define FIRST_PATIENCE	100		/* ms */
#define LAST_PATIENCE	3600000
#define NAP				5

/*
 * The fronts are shut already, so those who are inside only become fewer; and
 * whoever wants to post waits for us meanwhile, hence the limit.
 */
static Wall
put_up_within(const Walls *walls, int patience)
{
	Wall		refused = put_up(walls);

	if (LockTimeout > 0)
		patience = Min(patience, LockTimeout);
	for (int waited = 0; refused != WALL_COUNT && waited < patience; waited += NAP)
	{
		pg_usleep(NAP * 1000L);
		CHECK_FOR_INTERRUPTS();
		refused = put_up(walls);
	}
	return refused;
}

static void
hold_fronts(const Walls *walls, LOCKMODE mode)
{
	for (int front = 0; front < FRONTS; front++)
		hold(&walls->tags[front], mode);
}

static void
give_back_fronts(const Walls *walls, LOCKMODE mode)
{
	for (int front = 0; front < FRONTS; front++)
		give_back(&walls->tags[front], mode);
}

/*
 * In EXCLUSIVE mode posters go round aside, whether we wait for a front or have
 * it; then it takes only those who are just looking to shut both.  Waiting also
 * gets past closers who wait for us in hold_order, which before PostgreSQL 17
 * trying does not.
 */
static Wall
wait_for_fronts(const Walls *walls, int patience)
{
	Wall		refused;

	hold_fronts(walls, ExclusiveLock);
	hold_fronts(walls, AccessExclusiveLock);
	refused = put_up_within(walls, patience);
	give_back_fronts(walls, AccessExclusiveLock);
	give_back_fronts(walls, ExclusiveLock);
	return refused;
}

/* One aside, or the ledger. */
static Wall
wait_for_other(const Walls *walls, Wall wall)
{
	Wall		refused;

	hold(&walls->tags[wall], wall_mode[wall]);
	refused = put_up(walls);
	give_back(&walls->tags[wall], wall_mode[wall]);
	return refused;
}

/*
 * Waits in the queue of the fronts, while posters go round aside, or of one
 * aside, while they enter by the front.  Only once both fronts are won are they
 * kept out, for as long as short transactions take to end; if one proves to be
 * long, they are let in and that one is waited for, with more patience the next
 * time, so that it gets there however busy the month is.
 */
static void
wait_to_put_up(const Walls *walls, Wall refused)
{
	int			patience = FIRST_PATIENCE;

	while (refused != WALL_COUNT)
	{
		fl_fence_tell(walls->month.book_id, walls->month.period, FENCE_WAITS_FOR_POSTERS);
		if (refused >= FRONTS)
		{
			refused = wait_for_other(walls, refused);
			continue;
		}
		refused = wait_for_fronts(walls, patience);
		patience = Min(2 * patience, LAST_PATIENCE);
	}
}

/* Other closers and reopeners of the book; posters do not mind. */
static void
hold_order(BookMonth month)
{
	LOCKTAG		tag = fence_tag(FENCE_BOOK, (uint32) month.book_id, 0);

	if (try_hold(&tag, ShareUpdateExclusiveLock))
		return;
	fl_fence_tell(month.book_id, FENCE_ANY_PERIOD, FENCE_WAITS_FOR_CLOSE);
	hold(&tag, ShareUpdateExclusiveLock);
}

void
fl_fence_close(int32 book_id, Period period)
{
	BookMonth	month = {book_id, period};
	Walls		walls = walls_of(month);

	register_callback();
	hold_vouchers(RowExclusiveLock);
	hold_order(month);
	wait_to_put_up(&walls, put_up(&walls));
	held.walls = true;
	catch_up();
}

/* ---------- others ---------- */

void
fl_fence_all(void)
{
	hold_vouchers(ShareRowExclusiveLock);
}

static void
hold_alone(FenceClass class, uint32 field2, uint32 field3)
{
	LOCKTAG		tag = fence_tag(class, field2, field3);

	hold(&tag, ExclusiveLock);
	catch_up();
}

void
fl_fence_number(int32 book_id, Period period, int kind)
{
	hold_alone(FENCE_NUMBER, (uint32) book_id, (uint32) (period * 16 + kind));
}

/*
 * Two accounts of a book whose hashes are the same share a lock, and so wait
 * for each other though they need not, at worst in a circle (40P01, as the
 * order of locks is then not that of accounts): once in 2^32 pairs.
 */
void
fl_fence_guard(int32 book_id, AccountCode account)
{
	hold_alone(FENCE_GUARD, (uint32) book_id,
			   hash_bytes((const unsigned char *) &account, sizeof(account)));
}

/* By 64 bits, so that no two chains ever have the same. */
void
fl_fence_log(int scope, const char *code)
{
	uint64		hash = hash_bytes_extended((const unsigned char *) code, strlen(code), (uint64) scope);

	hold_alone(FENCE_LOG, (uint32) (hash >> 32), (uint32) hash);
}

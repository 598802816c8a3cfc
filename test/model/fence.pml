/*
 * The fence between posting and closing (src/ledger/fence.c, ADR 0005): two
 * posters, who may go from a month to its book in a transaction, and two
 * closers of that month.
 *
 *	spin -a fence.pml && cc -O2 -DSAFETY -DCOLLAPSE -o pan pan.c && ./pan -m1000000
 *
 * Nobody commits a voucher into a closed month, nobody closes it beside one
 * that is stored and not counted, and nobody waits for ever.  A lock has, by
 * mode, who holds it and who waits for it, a bit for each process.  Asking
 * without waiting fails on both, as before PostgreSQL 17, and waiting on what is
 * held only, so that every order of a queue is tried, and more.  Patience is
 * any number of looks.  Left out are the ledger's lock and subtransactions.
 */
#define P	2					/* posters are 0 and 1, closers 2 and 3 */

/* locks: front and aside of the month, and of the book */
#define MF	0
#define MA	1
#define BF	2
#define BA	3
/* modes */
#define AS	0
#define RS	1
#define SUE	2
#define EX	3
#define AE	4

typedef Lock { byte held[5]; byte wants[5] }
Lock lock[4];
bool closed, stored[P];
byte counted, posted;

#define others(l, m)	(lock[l].held[m] & ~(1 << _pid))
#define waits(l, m)		(lock[l].wants[m] & ~(1 << _pid))
#define clash(f, l, m)	( \
	(f(l, AE)) || \
	((m) == AE && (f(l, AS) || f(l, RS) || f(l, SUE) || f(l, EX))) || \
	((m) == RS && f(l, EX)) || \
	((m) == SUE && (f(l, SUE) || f(l, EX))) || \
	((m) == EX && (f(l, RS) || f(l, SUE) || f(l, EX))))
#define grant(l, m)		lock[l].held[m] = lock[l].held[m] | (1 << _pid)
#define drop(l, m)		lock[l].held[m] = lock[l].held[m] & ~(1 << _pid)
#define want(l, m)		lock[l].wants[m] = lock[l].wants[m] | (1 << _pid)
#define wanted(l, m)	lock[l].wants[m] = lock[l].wants[m] & ~(1 << _pid)

inline try(l, m, ok)
{
	atomic {
		ok = !clash(others, l, m) && !clash(waits, l, m);
		if :: ok -> grant(l, m) :: else fi
	}
}

/* Barging is allowed: more orders than the server's queue has. */
inline hold(l, m)
{
	atomic { want(l, m) };
	atomic { !clash(others, l, m) -> wanted(l, m); grant(l, m) }
}

inline drop_all(l)
{
	drop(l, AS); drop(l, RS); drop(l, SUE); drop(l, EX); drop(l, AE)
}

inline enter(front, aside)
{
	try(front, RS, ok);
	do
	:: ok -> break
	:: else ->
		try(front, AS, ok);
		if :: !ok -> hold(front, AS) :: else fi;
		try(front, RS, ok);
		if :: !ok -> try(aside, RS, ok) :: else fi;
		atomic { drop(front, AS) }
	od
}

active [P] proctype poster()
{
	bool ok, sees_closed;

	if
	:: enter(MF, MA)
	:: enter(BF, BA)
	fi;
	atomic { sees_closed = closed };
	if
	:: sees_closed
	:: else ->
		atomic { stored[_pid] = true };
		if
		:: skip
		:: enter(BF, BA)		/* and on to the book */
		fi
	fi;
	atomic {
		if
		:: stored[_pid] -> assert(!closed); posted++
		:: true					/* rolls back */
		fi;
		stored[_pid] = false;
		drop_all(MF); drop_all(MA); drop_all(BF); drop_all(BA)
	}
}

inline put_up()
{
	refused = 9;
	try(MF, AE, ok);
	if
	:: !ok -> refused = MF
	:: else ->
		try(BF, AE, ok);
		if
		:: !ok -> refused = BF
		:: else ->
			try(MA, EX, ok);
			if
			:: !ok -> refused = MA
			:: else ->
				try(BA, EX, ok);
				if
				:: !ok -> refused = BA; atomic { drop(MA, EX) }
				:: else -> atomic { drop(MA, EX); drop(BA, EX) }
				fi
			fi;
			if :: refused != 9 && !keep -> atomic { drop(BF, AE) } :: else fi
		fi;
		if :: refused != 9 && !keep -> atomic { drop(MF, AE) } :: else fi
	fi
}

active [2] proctype closer()
{
	bool ok, keep, mine;
	byte refused;

	hold(BF, SUE);
	put_up();
	do
	:: refused == 9 -> break
	:: refused == MF || refused == BF ->
		hold(MF, EX); hold(BF, EX); hold(MF, AE); hold(BF, AE);
		keep = true;
		put_up();
		do
		:: refused != 9 -> put_up()
		:: break
		od;
		keep = false;
		if :: refused != 9 -> atomic { drop(BF, AE); drop(MF, AE) } :: else fi;
		atomic { drop(BF, EX); drop(MF, EX) }
	:: refused == MA || refused == BA ->
		/* without the later put_up(): it goes by the fronts, or fails */
		hold(refused, EX);
		atomic { drop(refused, EX); refused = MF }
	od;
	/* a voucher that is stored and not committed is not counted */
	if
	:: closed					/* closed already: an error */
	:: else -> counted = posted; mine = true
	fi;
	atomic {
		if
		:: mine -> assert(posted == counted && !stored[0] && !stored[1]); closed = true
		:: true					/* rolls back, or had nothing to do */
		fi;
		drop_all(MF); drop_all(MA); drop_all(BF); drop_all(BA)
	}
}

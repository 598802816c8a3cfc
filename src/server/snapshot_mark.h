/*
 * snapshot_mark.h
 *		Which snapshot: within a transaction none that sees something else has
 *		the same mark.
 */
#ifndef FUNDLEDGER_SNAPSHOT_MARK_H
#define FUNDLEDGER_SNAPSHOT_MARK_H

#include "utils/snapshot.h"

typedef struct SnapshotMark
{
	TransactionId xmax;
	uint32		xcnt;
	int32		subxcnt;
	CommandId	curcid;
} SnapshotMark;

static inline SnapshotMark
snapshot_mark_of(Snapshot snapshot)
{
	return (SnapshotMark) {snapshot->xmax, snapshot->xcnt, snapshot->subxcnt, snapshot->curcid};
}

static inline bool
snapshot_marks_are_equal(SnapshotMark a, SnapshotMark b)
{
	return a.xmax == b.xmax && a.xcnt == b.xcnt && a.subxcnt == b.subxcnt && a.curcid == b.curcid;
}

#endif							/* FUNDLEDGER_SNAPSHOT_MARK_H */

/*
 * fence_notice.h
 *		Who waits at the fence between closing and posting is told for whom.
 */
#ifndef FUNDLEDGER_FENCE_NOTICE_H
#define FUNDLEDGER_FENCE_NOTICE_H

#include "types/period.h"

#define FENCE_ANY_BOOK		0
#define FENCE_ANY_PERIOD	0

typedef enum FenceWait
{
	FENCE_WAITS_FOR_POSTERS,
	FENCE_WAITS_FOR_CLOSE,
} FenceWait;

/*
 * One NOTICE about everybody who holds the book-month, with role and month
 * where the session's role may read the book; none where nobody does by now.
 */
extern void fl_fence_tell(int32 book_id, Period period, FenceWait wait);

#endif							/* FUNDLEDGER_FENCE_NOTICE_H */

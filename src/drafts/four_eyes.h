/*
 * four_eyes.h
 *		Who reviews is another than who prepared.
 */
#ifndef FUNDLEDGER_FOUR_EYES_H
#define FUNDLEDGER_FOUR_EYES_H

#include "nodes/pg_list.h"

/* Who did something: the role, and the one that had logged in. */
typedef struct Hand
{
	char	   *role;
	char	   *login;
} Hand;

/* Those of the session. */
extern Hand fl_own_hand(void);

/*
 * LG032 where one of those that prepared a draft may be the same person as who
 * acts now: neither role may be the other or a member of it, nor either login,
 * unless the ledger's owner has registered it as an application's.
 */
extern void fl_four_eyes_check(int64 draft_id, const List *hands);

#endif							/* FUNDLEDGER_FOUR_EYES_H */

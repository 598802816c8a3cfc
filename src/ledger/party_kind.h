/*
 * party_kind.h
 *		往来种类: what parties may be, as rows of ledger.party_kind.
 */
#ifndef FUNDLEDGER_PARTY_KIND_H
#define FUNDLEDGER_PARTY_KIND_H

#include "server/compat.h"

/* Of an account that demands a party, of whatever kind: no party is of it. */
#define PARTY_KIND_ANY	"any"

/* Of one that demands none, though the account above it does. */
#define PARTY_KIND_NONE	"none"

/*
 * The code of the kind that a word of either language names, by the newest
 * committed state and until the end of the transaction; NULL where none is.
 */
extern const char *fl_party_kind_from_word(const char *word);

/* Is it the code of one?  What is stored is never the other word. */
extern bool fl_party_kind_is_known(const char *code);

/* Does an account that demands the one kind take a party of the other? */
extern bool fl_party_kind_meets(const char *kind, const char *demanded);

/* What a hint says of them: "payer" (缴费单位), ... */
extern char *fl_party_kinds_text(void);

#endif							/* FUNDLEDGER_PARTY_KIND_H */

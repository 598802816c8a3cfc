/*
 * party.h
 *		往来单位和个人: whom the lines of journals name, cached for the session.
 */
#ifndef FUNDLEDGER_PARTY_H
#define FUNDLEDGER_PARTY_H

#include "server/compat.h"

/*
 * The kind of a party ("payer", "person", ...), by the newest committed
 * state; NULL where there is no such party or it is retired.
 */
extern const char *fl_party_kind(const char *party, int length);

#endif							/* FUNDLEDGER_PARTY_H */

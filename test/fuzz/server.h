/*
 * server.h
 *		What server.c has beyond the server's own functions.
 */
#ifndef FUNDLEDGER_FUZZ_SERVER_H
#define FUNDLEDGER_FUZZ_SERVER_H

#include <setjmp.h>

/* Where an ereport goes while one is expected; else it stops the fuzzer. */
extern jmp_buf fuzz_error;
extern bool fuzz_error_expected;

extern void fuzz_free_all(void);

#endif							/* FUNDLEDGER_FUZZ_SERVER_H */

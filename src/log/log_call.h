/*
 * log_call.h
 *		Which call and which statement is at work, as the server itself knows it.
 */
#ifndef FUNDLEDGER_LOG_CALL_H
#define FUNDLEDGER_LOG_CALL_H

#include "server/compat.h"

/*
 * The outermost function of schema fund, without an underscore, that is running,
 * as "fund.grant_duty"; NULL: none, somebody wrote to the table.
 */
extern char *fl_log_call(void);

/* The statement of the client, from its beginning; NULL: there is no client. */
extern char *fl_log_statement(void);

/* Who has logged in, whatever SET ROLE and SET SESSION AUTHORIZATION made of it. */
extern char *fl_log_login(void);

/* As %c of log_line_prefix, so that lines of the server's log can be found. */
extern char *fl_log_session(void);

#endif							/* FUNDLEDGER_LOG_CALL_H */

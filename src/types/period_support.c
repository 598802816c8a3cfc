/*
 * period_support.c
 *		What the planner is told about the dates of a period.
 *
 *	voucher_date <@ '2026-01'	voucher_date >= first_day('2026-01') AND voucher_date <= last_day('2026-01')
 *	period @> '2026-01-15'		period >= '2026-01' AND period <= '2026-01'
 *
 * Both are exact.  The second is for constants only: a date may be in no
 * period, which is no error of "@>", but one of fund.period(date).
 *
 * period.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"

#include "types/index_condition.h"
#include "types/period.h"

static List *
dates_of_period(SupportRequestIndexCondition *request, Node *date, Node *period)
{
	request->lossy = false;
	return fl_range_condition(request, date,
							  date_ge, fl_call_sibling(request, "first_day", list_make1(period)),
							  date_le, fl_call_sibling(request, "last_day", list_make1(period)));
}

static List *
period_of_date(SupportRequestIndexCondition *request, Node *period, Node *date)
{
	Period		value;
	Node	   *constant;

	if (!IsA(date, Const) || ((Const *) date)->constisnull ||
		!fl_period_holding(DatumGetDateADT(((Const *) date)->constvalue), &value))
		return NIL;
	constant = (Node *) makeConst(exprType(period), -1, InvalidOid, sizeof(Period),
								  PeriodGetDatum(value), false, true);
	request->lossy = false;
	return fl_range_condition(request, period, int4ge, constant, int4le, constant);
}

static Node *
support(Node *node, int period_argument)
{
	SupportRequestIndexCondition *request;
	List	   *arguments;
	Node	   *column;
	Node	   *other;

	if (!IsA(node, SupportRequestIndexCondition))
		return NULL;
	request = (SupportRequestIndexCondition *) node;
	arguments = fl_condition_arguments(request);
	if (arguments == NIL)
		return NULL;
	column = list_nth(arguments, request->indexarg);
	other = list_nth(arguments, 1 - request->indexarg);
	if (!is_pseudo_constant_for_index(request->root, other, request->index))
		return NULL;
	return (Node *) (request->indexarg == period_argument ?
					 period_of_date(request, column, other) :
					 dates_of_period(request, column, other));
}

PG_FUNCTION_INFO_V1(fl_period_contains_support);

Datum
fl_period_contains_support(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(support((Node *) PG_GETARG_POINTER(0), 0));
}

PG_FUNCTION_INFO_V1(fl_date_within_support);

Datum
fl_date_within_support(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(support((Node *) PG_GETARG_POINTER(0), 1));
}

/*
 * account_code_support.c
 *		What the planner is told about <@ and @> of account codes.
 *
 * An account and all below it are one range of any index in the order of
 * codes, and an account's ancestors stand between its 总账科目 and itself:
 *
 *	account <@ '4001'	account >= '4001' AND account <= last_descendant('4001')
 *	account @> '400101'	account >= ancestor('400101', 1) AND account <= '400101'
 *
 * The first range also holds codes of the other way of numbering (10030 among
 * those of 1003), the second what else is below the 总账科目, so both are
 * rechecked.  For few ancestors among many rows, "= ANY (fund.ancestors(…))"
 * reads less.
 *
 * Estimates are made of the same ranges; those of the ancestors, of which
 * there are eight at most, one by one.
 *
 * account_code.sql declares it.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_statistic.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "nodes/makefuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"
#include "utils/selfuncs.h"
#include "utils/typcache.h"

#include "types/account_code.h"
#include "types/index_condition.h"

/* Of rows below an account, where nothing is known: contrib/ltree's guess. */
#define DEFAULT_WITHIN_SEL		0.001

extern Datum fl_account_code_ge(PG_FUNCTION_ARGS);
extern Datum fl_account_code_le(PG_FUNCTION_ARGS);
extern Datum fl_account_code_within(PG_FUNCTION_ARGS);
extern Datum fl_account_code_contains(PG_FUNCTION_ARGS);

/* ---------- index conditions ---------- */

static List *
range_condition(SupportRequestIndexCondition *request, Node *column, Node *low, Node *high)
{
	request->lossy = true;
	return fl_range_condition(request, column, fl_account_code_ge, low, fl_account_code_le, high);
}

static Node *
first_level(const SupportRequestIndexCondition *request, Node *account)
{
	Const	   *level = makeConst(INT4OID, -1, InvalidOid, sizeof(int32), Int32GetDatum(1), false, true);

	return fl_call_sibling(request, "ancestor", list_make2(account, level));
}

/* Of "left contains right" the right one descends, of "left within right" the left one. */
static List *
index_condition(SupportRequestIndexCondition *request, bool contains)
{
	List	   *arguments = fl_condition_arguments(request);
	Node	   *column;
	Node	   *other;

	if (arguments == NIL)
		return NIL;
	column = list_nth(arguments, request->indexarg);
	other = list_nth(arguments, 1 - request->indexarg);
	if (!is_pseudo_constant_for_index(request->root, other, request->index))
		return NIL;
	if (request->indexarg == (contains ? 1 : 0))
		return range_condition(request, column, other,
							   fl_call_sibling(request, "last_descendant", list_make1(other)));
	return range_condition(request, column, first_level(request, other), other);
}

static Node *
support(Node *node, bool contains)
{
	if (!IsA(node, SupportRequestIndexCondition))
		return NULL;
	return (Node *) index_condition((SupportRequestIndexCondition *) node, contains);
}

PG_FUNCTION_INFO_V1(fl_account_code_within_support);

Datum
fl_account_code_within_support(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(support((Node *) PG_GETARG_POINTER(0), false));
}

PG_FUNCTION_INFO_V1(fl_account_code_contains_support);

Datum
fl_account_code_contains_support(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(support((Node *) PG_GETARG_POINTER(0), true));
}

/* ---------- selectivity ---------- */

/*
 * What the histogram has up to a code, with it or without; -1 where there is
 * none.  The server can interpolate within a bin for built-in types only, so
 * it is told that it looks at int8s.  Codes from 7000 on are negative as such:
 * in the one bin that holds the turn it takes the middle after all.
 */
static double
histogram_share(PlannerInfo *root, VariableStatData *column, AccountCode code, bool or_equal)
{
	Oid			column_type = column->vartype;
	TypeCacheEntry *type = lookup_type_cache(column_type, TYPECACHE_LT_OPR | TYPECACHE_GT_OPR);
	Oid			operator = or_equal ? get_negator(type->gt_opr) : type->lt_opr;
	FmgrInfo	function;
	double		share;

	if (!OidIsValid(operator))
		return -1;
	fmgr_info(get_opcode(operator), &function);
	column->vartype = INT8OID;
	share = ineq_histogram_selectivity(root, column, operator, &function, false, or_equal,
									   InvalidOid, AccountCodeGetDatum(code), INT8OID);
	column->vartype = column_type;
	return share;
}

/* Most common values one by one, the rest as a range of the histogram. */
static double
descendants_selectivity(PlannerInfo *root, VariableStatData *column, bool column_on_left,
						Oid operator, AccountCode ancestor)
{
	FmgrInfo	function;
	double		common;
	double		selected;
	double		to_first;
	double		to_last;

	if (!HeapTupleIsValid(column->statsTuple))
		return DEFAULT_WITHIN_SEL;
	fmgr_info(get_opcode(operator), &function);
	selected = mcv_selectivity(column, &function, InvalidOid,
							   AccountCodeGetDatum(ancestor), column_on_left, &common);
	to_first = histogram_share(root, column, ancestor, false);
	to_last = histogram_share(root, column, account_code_last(ancestor), true);
	if (to_first >= 0 && to_last >= to_first)
		selected += (to_last - to_first) *
			(1.0 - ((Form_pg_statistic) GETSTRUCT(column->statsTuple))->stanullfrac - common);
	return selected;
}

/* The account itself and each of its ancestors. */
static double
ancestors_selectivity(VariableStatData *column, AccountCode account)
{
	Oid			equal = lookup_type_cache(column->vartype, TYPECACHE_EQ_OPR)->eq_opr;
	double		selected = 0.0;

	if (!OidIsValid(equal))
		return DEFAULT_WITHIN_SEL;
	for (; account != 0; account = account_code_parent(account))
		selected += var_eq_const(column, equal, InvalidOid, AccountCodeGetDatum(account),
								 false, true, false);
	return selected;
}

/*
 * Whoever has EXECUTE could make this the estimator of an operator of their
 * own, whose values are no codes.
 */
static bool
is_our_operator(Oid operator)
{
	FmgrInfo	function;

	fmgr_info(get_opcode(operator), &function);
	return function.fn_addr == fl_account_code_within || function.fn_addr == fl_account_code_contains;
}

/* As the planner calls an estimator: root, operator, its arguments, varRelid. */
static double
estimate(FunctionCallInfo fcinfo, bool contains)
{
	PlannerInfo *root = (PlannerInfo *) PG_GETARG_POINTER(0);
	Oid			operator = PG_GETARG_OID(1);
	VariableStatData column;
	Node	   *other;
	bool		column_on_left;
	double		selectivity = DEFAULT_WITHIN_SEL;

	if (!is_our_operator(operator) ||
		!get_restriction_variable(root, (List *) PG_GETARG_POINTER(2), PG_GETARG_INT32(3),
								  &column, &other, &column_on_left))
		return DEFAULT_WITHIN_SEL;

	if (IsA(other, Const))
	{
		AccountCode code = DatumGetAccountCode(((Const *) other)->constvalue);

		if (((Const *) other)->constisnull)
			selectivity = 0.0;
		else if (column_on_left != contains)
			selectivity = descendants_selectivity(root, &column, column_on_left, operator, code);
		else
			selectivity = ancestors_selectivity(&column, code);
	}
	ReleaseVariableStats(column);
	CLAMP_PROBABILITY(selectivity);
	return selectivity;
}

PG_FUNCTION_INFO_V1(fl_account_code_within_selectivity);

Datum
fl_account_code_within_selectivity(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(estimate(fcinfo, false));
}

PG_FUNCTION_INFO_V1(fl_account_code_contains_selectivity);

Datum
fl_account_code_contains_selectivity(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(estimate(fcinfo, true));
}

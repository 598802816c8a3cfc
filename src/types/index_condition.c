/*
 * index_condition.c
 *		What support functions share that turn a condition into one of an index.
 *
 * The server asks the support function of an operator's function whether an
 * index that has no such operator can still find what it selects (network.c
 * of the server does so for addresses).  Ours answer with a range, of btree
 * and BRIN, constants and parameters alike.
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "types/index_condition.h"

List *
fl_condition_arguments(const SupportRequestIndexCondition *request)
{
	List	   *arguments = NIL;

	if (is_opclause(request->node))
		arguments = ((OpExpr *) request->node)->args;
	else if (is_funcclause(request->node))
		arguments = ((FuncExpr *) request->node)->args;
	return list_length(arguments) == 2 ? arguments : NIL;
}

Node *
fl_call_sibling(const SupportRequestIndexCondition *request, const char *name, List *arguments)
{
	Oid			types[2];
	int			count = 0;
	Oid			function;
	ListCell   *cell;

	Assert(list_length(arguments) <= lengthof(types));
	foreach(cell, arguments)
		types[count++] = exprType(lfirst(cell));
	function = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
							   PointerGetDatum(buildoidvector(types, count)),
							   ObjectIdGetDatum(get_func_namespace(request->funcid)));
	if (!OidIsValid(function))
		return NULL;
	return (Node *) makeFuncExpr(function, get_func_rettype(function), arguments,
								 InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
}

/* Another operator family may have its own order: ours is known by its function. */
static Oid
index_operator(Oid opfamily, Oid type, StrategyNumber strategy, PGFunction function)
{
	Oid			operator = get_opfamily_member(opfamily, type, type, strategy);
	FmgrInfo	flinfo;

	if (!OidIsValid(operator))
		return InvalidOid;
	fmgr_info(get_opcode(operator), &flinfo);
	return flinfo.fn_addr == function ? operator : InvalidOid;
}

static Expr *
comparison(const SupportRequestIndexCondition *request, Node *column, Oid operator, Node *bound)
{
	bound = eval_const_expressions(request->root, bound);
	return make_opclause(operator, BOOLOID, false, (Expr *) column, (Expr *) bound, InvalidOid, InvalidOid);
}

List *
fl_range_condition(const SupportRequestIndexCondition *request, Node *column,
				   PGFunction ge, Node *low, PGFunction le, Node *high)
{
	Oid			type = exprType(column);
	Oid			ge_operator = index_operator(request->opfamily, type, BTGreaterEqualStrategyNumber, ge);
	Oid			le_operator = index_operator(request->opfamily, type, BTLessEqualStrategyNumber, le);

	if (!OidIsValid(ge_operator) || !OidIsValid(le_operator) || low == NULL || high == NULL)
		return NIL;
	return list_make2(comparison(request, column, ge_operator, low),
					  comparison(request, column, le_operator, high));
}

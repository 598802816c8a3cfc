/*
 * words.c
 *		Words that are a choice, in both languages.
 *
 * Each choice is listed once, here.  Columns of the ledger's tables that hold
 * one are listed below: a row trigger stores the English word whichever is
 * written, so that CHECK constraints, and readers of the tables, meet one.  What
 * is none, or is missing, is refused with the choices.
 * words.sql declares the functions.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/comment.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "ledger/trigger.h"
#include "ledger/words.h"

/* The other one is taken for it, too, and never shown. */
static const struct ChoiceWord
{
	const char *choice;
	const char *english;
	const char *chinese;
	const char *other;
}			words[] = {
	{"cause", "close", "结账"},
	{"cause", "reopen", "反结账"},
	{"cause", "call", "调用"},
	{"operation", "insert", "新增"},
	{"operation", "update", "修改"},
	{"operation", "delete", "删除"},
	{"operation", "found", "登记现状"},
	{"operation", "missing", "登记缺失"},
	{"element", "asset", "资产"},
	{"element", "liability", "负债"},
	{"element", "net_assets", "净资产"},
	{"element", "income", "收入"},
	{"element", "expenditure", "支出"},
	{"side", "debit", "借", "借方"},
	{"side", "credit", "贷", "贷方"},
	{"basis", "cash", "收付实现制"},
	{"basis", "accrual", "权责发生制"},
	{"detail", "open", "开放"},
	{"detail", "closed", "封闭"},
	{"overdraft", "free", "不限"},
	{"overdraft", "at_close", "结账时"},
	{"overdraft", "guarded", "防透支"},
	{"overdraft", "guarded_by_hand", "手工防透支"},
	{"settlement", "claim", "应收"},
	{"settlement", "receipt", "实收"},
	{"month_end_zero", "no", "不要求", "否"},
	{"month_end_zero", "warn", "警告", "提示"},
	{"month_end_zero", "error", "错误"},
	{"by_hand", "warn", "警告", "提示"},
	{"by_hand", "refuse", "拒绝"},
	{"pair", "forbid", "禁止"},
	{"pair", "warn", "警告", "提示"},
	{"pair", "allow", "允许"},
	{"due", "month_end", "月末"},
	{"due", "year_end", "年末"},
	{"window", "month", "本月"},
	{"window", "year_to_date", "本年累计"},
	{"window", "year", "本年"},
	{"window", "quarter", "本季"},
	{"window", "last_twelve_months", "近十二个月"},
	{"window", "prior_year", "上年"},
	{"window", "prior_year_month", "上年同月"},
	{"window", "prior_year_quarter", "上年同季"},
	{"window", "prior_year_to_date", "上年累计"},
	{"rule_window", "month", "本月"},
	{"rule_window", "year_to_date", "本年累计"},
	{"rule_window", "year", "本年"},
	{"shown", "monthly", "月报"},
	{"shown", "annual", "年报"},
	{"shown", "both", "月报和年报", "均"},
	{"relation", "=", "等于"},
	{"relation", "<=", "不大于"},
	{"relation", ">=", "不小于"},
	{"rhs_of", "book", "本账套"},
	{"rhs_of", "children", "下级账套"},
	{"rhs_of", "issued", "已出报表"},
	{"judged", "always", "随时"},
	{"judged", "at_close", "结账时"},
	{"severity", "error", "错误"},
	{"severity", "warning", "警告", "提示"},
	{"rule_type", "articulation", "勾稽"},
	{"rule_type", "control", "控制"},
	{"rule_type", "definition", "定义"},
	{"numbering", "at_posting", "记账时"},
	{"numbering", "at_close", "结账时"},
	{"state", "open", "未结账"},
	{"state", "closed", "已结账"},
	{"verdict", "pass", "通过"},
	{"verdict", "fail", "不通过"},
	{"verdict", "not due", "未到期"},
	{"verdict", "rounding", "尾差"},
	{"verdict", "violation", "不符"},
	{"verdict", "contradiction", "相互矛盾"},
	{"verdict", "not evaluable", "无法判定"},
	{"reason", "judged at the close", "结账时判定"},
	{"reason", "due at the close; it holds as things stand", "结账时判定；目前成立"},
	{"reason", "due at the close; it does not hold as things stand", "结账时判定；目前不成立"},
	{"reason", "a rule over the year is judged in December", "年度规则，十二月判定"},
	{"reason", "no statements were issued for %s", "%s 未出报表"},
	{"reason", "what was brought forward has no figure of line %s", "期初建账未提供项目 %s"},
	{"reason", "the book begins in %s", "账套自 %s 启用"},
	{"reason", "the book has no lower books", "本账套无下级账套"},
	{"reason", "未提供: no book has a figure of the given line %s", "未提供：账簿没有给定项目 %s 的数"},
	{"row_type", "figure", "数据"},
	{"row_type", "rule", "勾稽"},
	{"part", "line", "项目"},
	{"part", "account", "科目"},
	{"part", "rule", "规则"},
	{"part", "brought forward", "承前"},
	{"part", "voucher", "凭证"},
	{"part", "lower books", "下级账套"},
	{"part", "issued statement", "已出报表"},
	{"measure", "opening", "期初"},
	{"measure", "closing", "期末"},
	{"measure", "debit", "借方"},
	{"measure", "credit", "贷方"},
	{"measure", "net", "净额"},
	{"proof", "VACUOUS", "空真"},
	{"proof", "IDENTITY", "恒等"},
	{"proof", "CONTINGENT", "或然"},
	{"proof", "UNSATISFIABLE", "无从成立"},
	{"proof", "NOT EVALUABLE", "无法判定"},
	{"moment", "any", "任何时候"},
	{"moment", "after close", "结账后"},
	{"note", "Only vouchers that posting rules forbid, or on retired accounts, would break it.", "只有记账规则禁止的凭证、或动用停用科目的凭证，才会打破它。"},
	{"note", "The voucher needs a balance first: an account of it is guarded against overdraft.", "该凭证先要有余额：其中有防透支科目。"},
	{"note", "The voucher needs a party: an account of it is kept by party.", "该凭证要有往来单位：其中有按往来核算的科目。"},
	{"note", "A control: contingent by nature.", "控制规则，本来就可能不成立。"},
	{"note", "Its sides are of different books, which no law connects.", "两边属于不同账套，没有定律相连。"},
	{"note", "Its right side is what was issued for the last December, whatever the books say.", "右边是上年十二月已出的报表，与账簿无关。"},
	{"note", "With a common denominator its factors exceed 90 bits.", "通分后系数超过90位。"},
	{"note", "It is about figures from outside: no law knows the given line %s.", "它说的是外来的数：没有定律知道给定项目 %s。"},
	{"age", "within 1 year", "1年以内"},
	{"age", "1 to 2 years", "1至2年"},
	{"age", "2 to 3 years", "2至3年"},
	{"age", "over 3 years", "3年以上"},
	{"action", "posted", "结转"},
	{"action", "listed", "设置"},
	{"action", "changed", "修改"},
	{"action", "retired", "停用"},
	{"action", "split", "分设"},
	{"action", "numbered", "编号"},
	{"action", "sealed", "封存"},
	{"action", "issued", "出表"},
	{"action", "closed before", "此前已结账"},
	{"action", "reopened", "反结账"},
	{"draft_state", "saved", "草稿"},
	{"draft_state", "submitted", "已提交"},
	{"draft_state", "returned", "已退回"},
	{"draft_state", "withdrawn", "已弃审"},
	{"draft_state", "approved", "已审核"},
	{"draft_state", "discarded", "已作废"},
	{"draft_column", "book", "账套"},
	{"draft_column", "voucher_key", "来源键"},
	{"draft_column", "voucher_date", "日期"},
	{"draft_column", "kind", "种类"},
	{"draft_column", "basis", "核算基础"},
	{"draft_column", "summary", "摘要"},
	{"draft_column", "account", "科目"},
	{"draft_column", "party", "往来"},
	{"draft_column", "debit", "借方"},
	{"draft_column", "credit", "贷方"},
	{"draft_column", "memo", "备注"},
	{"draft_column", "attachments", "附件数"},
	{"check", "account", "科目"},
	{"check", "balance", "余额"},
	{"check", "book", "账套"},
	{"check", "brought forward", "期初建账"},
	{"check", "constraint", "约束"},
	{"check", "event", "结账记录"},
	{"check", "guard", "防透支"},
	{"check", "index", "索引"},
	{"check", "log", "操作日志"},
	{"check", "number", "凭证号"},
	{"check", "party", "往来单位"},
	{"check", "period", "期间"},
	{"check", "restatement", "重述"},
	{"check", "reversal", "冲销"},
	{"check", "attachment", "附件"},
	{"check", "draft", "草稿"},
	{"check", "login", "登录"},
	{"check", "row", "行"},
	{"check", "seal", "封印"},
	{"check", "settlement", "应收与收款"},
	{"check", "standard", "会计制度"},
	{"check", "statement", "已出报表"},
	{"check", "succession", "承继"},
	{"check", "table", "表"},
	{"check", "trigger", "触发器"},
	{"check", "voucher", "凭证"},
	{"check", "witness", "外存封印"},
};

static bool
is_word(const char *word, const char *given)
{
	return word != NULL && strcmp(word, given) == 0;
}

const char *
fl_word_in_english(const char *choice, const char *word)
{
	for (int i = 0; i < lengthof(words); i++)
	{
		if (strcmp(words[i].choice, choice) == 0 &&
			(is_word(words[i].english, word) || is_word(words[i].chinese, word) ||
			 is_word(words[i].other, word)))
			return words[i].english;
	}
	return NULL;
}

/* Of a sentence with a %s for what it is about, that; else NULL. */
static const char *
subject(const char *sentence, const char *word)
{
	const char *place = strstr(sentence, "%s");
	Size		before = place == NULL ? 0 : place - sentence;
	Size		after = place == NULL ? 0 : strlen(place + 2);
	Size		length = strlen(word);

	if (place == NULL || length < before + after || strncmp(sentence, word, before) != 0 ||
		strcmp(word + length - after, place + 2) != 0)
		return NULL;
	return pnstrdup(word + before, length - before - after);
}

/* The subject's place in the Chinese sentence is where it has a %s. */
static const char *
sentence_about(const char *chinese, const char *about)
{
	const char *place = strstr(chinese, "%s");

	return psprintf("%.*s%s%s", (int) (place - chinese), chinese, about, place + 2);
}

const char *
fl_word_in_chinese(const char *choice, const char *word)
{
	for (int i = 0; i < lengthof(words); i++)
	{
		const char *about;

		if (strcmp(words[i].choice, choice) != 0)
			continue;
		if (strcmp(words[i].english, word) == 0)
			return words[i].chinese;
		about = subject(words[i].english, word);
		if (about != NULL)
			return sentence_about(words[i].chinese, about);
	}
	return word;
}

void
fl_report_add_word(Report *report, const char *choice, const char *english)
{
	report_add_text(report, english != NULL && fl_report_is_chinese(report) ?
					fl_word_in_chinese(choice, english) : english);
}

/* ---------- columns that hold a choice ---------- */

static const struct ColumnOfChoice
{
	const char *table;
	const char *column;
	const char *choice;
}			columns[] = {
	{"account", "element", "element"},
	{"account", "normal_side", "side"},
	{"account", "detail", "detail"},
	{"account", "overdraft", "overdraft"},
	{"account", "settlement", "settlement"},
	{"account", "month_end_zero", "month_end_zero"},
	{"posting_rule", "verdict", "pair"},
	{"carry_rule", "due", "due"},
	{"statement_column", "period_window", "window"},
	{"statement_column", "shown", "shown"},
	{"statement_line", "shown", "shown"},
	{"articulation", "rhs_of", "rhs_of"},
	{"articulation", "relation", "relation"},
	{"articulation", "period_window", "rule_window"},
	{"articulation", "judged", "judged"},
	{"articulation", "severity", "severity"},
	{"articulation", "rule_type", "rule_type"},
	{"book", "numbering", "numbering"},
	{"book", "by_hand", "by_hand"},
};

/* "asset" (资产), "liability" (负债), ... */
static char *
choice_text(const char *choice)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < lengthof(words); i++)
	{
		if (strcmp(words[i].choice, choice) == 0)
			appendStringInfo(&text, "%s\"%s\" (%s)", text.len == 0 ? "" : ", ",
							 words[i].english, words[i].chinese);
	}
	return text.data;
}

/* The row, by its first columns: standard "mine", account "1003", name "现金". */
static char *
row_text(TupleDesc descriptor, HeapTuple row)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 1; i <= Min(3, descriptor->natts); i++)
	{
		char	   *value = SPI_getvalue(row, descriptor, i);

		if (value != NULL)
			appendStringInfo(&text, "%s%s \"%s\"", text.len == 0 ? "" : ", ",
							 SPI_fname(descriptor, i), value);
	}
	return text.data;
}

pg_noreturn static void
refuse_word(Relation table, HeapTuple row, const struct ColumnOfChoice *column, const char *given)
{
	TupleDesc	descriptor = RelationGetDescr(table);

	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errmsg("\"%s\" is no \"%s\" of a row of \"ledger.%s\"", given, column->column, column->table),
			 errdetail("The row is that of %s.", row_text(descriptor, row)),
			 errhint("It is one of %s.", choice_text(column->choice)),
			 errtablecol(table, SPI_fnumber(descriptor, column->column))));
}

/* Of the kinds of vouchers, which are a type of their own, month-end makes two. */
static void
check_carry_kind(Relation table, HeapTuple row)
{
	TupleDesc	descriptor = RelationGetDescr(table);
	int			number = SPI_fnumber(descriptor, "kind");
	bool		is_null = true;
	int			kind = -1;

	if (number > 0 && TupleDescAttr(descriptor, number - 1)->attbyval)
		kind = fl_voucher_kind_from_datum(heap_getattr(row, number, descriptor, &is_null));
	if (is_null || kind < 0 || kind == KIND_CARRY || kind == KIND_CLOSING)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errmsg("\"%s\" is no \"kind\" of a row of \"ledger.carry_rule\"", fl_voucher_kind_name[kind]),
			 errdetail("The row is that of %s.", row_text(descriptor, row)),
			 errhint("It is one of \"carry\" (结转), \"closing\" (账结)."),
			 errtablecol(table, number)));
}

/* Before the constraint, which could not say what belongs there. */
static void
check_given(Relation table, HeapTuple row)
{
	TupleDesc	descriptor = RelationGetDescr(table);

	for (int i = 0; i < descriptor->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(descriptor, i);
		char	   *meaning;

		if (!column->attnotnull || !heap_attisnull(row, i + 1, descriptor))
			continue;
		meaning = GetComment(RelationGetRelid(table), RelationRelationId, i + 1);
		ereport(ERROR,
				(errcode(ERRCODE_NOT_NULL_VIOLATION),
				 errmsg("a row of \"ledger.%s\" lacks its \"%s\"", RelationGetRelationName(table),
						NameStr(column->attname)),
				 errdetail("The row is that of %s.", row_text(descriptor, row)),
				 meaning == NULL ? 0 : errhint("Give it: %s.", meaning),
				 errtablecol(table, i + 1)));
	}
}

/* The row with the column's word in English. */
static HeapTuple
read_column(Relation table, HeapTuple row, const struct ColumnOfChoice *column)
{
	TupleDesc	descriptor = RelationGetDescr(table);
	int			number = SPI_fnumber(descriptor, column->column);
	bool		is_null;
	Datum		value;
	char	   *given;
	const char *english;

	if (number <= 0 || TupleDescAttr(descriptor, number - 1)->atttypid != TEXTOID)
		return row;
	value = heap_getattr(row, number, descriptor, &is_null);
	if (is_null)
		return row;
	given = TextDatumGetCString(value);
	english = fl_word_in_english(column->choice, given);
	if (english == NULL)
		refuse_word(table, row, column, given);
	if (strcmp(english, given) == 0)
		return row;
	value = CStringGetTextDatum(english);
	return heap_modify_tuple_by_cols(row, descriptor, 1, &number, &value, &is_null);
}

PG_FUNCTION_INFO_V1(fl_read_words);
Datum
fl_read_words(PG_FUNCTION_ARGS)
{
	static const LedgerTrigger use = {
		.function = "_read_words",
		.tables = {"account", "posting_rule", "carry_rule", "statement_column", "statement_line",
		"articulation", "book", "standard", "statement"},
		.before_row = TRIGGER_ON(INSERT) | TRIGGER_ON(UPDATE)
	};
	TriggerData *trigger = fl_trigger_check(fcinfo, &use);
	HeapTuple	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ?
		trigger->tg_newtuple : trigger->tg_trigtuple;

	for (int i = 0; i < lengthof(columns); i++)
	{
		if (strcmp(columns[i].table, RelationGetRelationName(trigger->tg_relation)) == 0)
			row = read_column(trigger->tg_relation, row, &columns[i]);
	}
	check_given(trigger->tg_relation, row);
	if (strcmp(RelationGetRelationName(trigger->tg_relation), "carry_rule") == 0)
		check_carry_kind(trigger->tg_relation, row);
	return PointerGetDatum(row);
}

/* ---------- SQL ---------- */

PG_FUNCTION_INFO_V1(fl_words);
Datum
fl_words(PG_FUNCTION_ARGS)
{
	Report		report;

	fl_report_begin(&report, fcinfo, NULL);
	for (int i = 0; i < lengthof(words); i++)
	{
		fl_report_begin_row(&report);
		report_add_text(&report, words[i].choice);
		report_add_text(&report, words[i].english);
		report_add_text(&report, words[i].chinese);
		report_add_text(&report, words[i].other);
		fl_report_end_row(&report);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(fl_choice_columns);
Datum
fl_choice_columns(PG_FUNCTION_ARGS)
{
	Report		report;

	fl_report_begin(&report, fcinfo, NULL);
	for (int i = 0; i < lengthof(columns); i++)
	{
		fl_report_begin_row(&report);
		report_add_text(&report, columns[i].table);
		report_add_text(&report, columns[i].column);
		report_add_text(&report, columns[i].choice);
		fl_report_end_row(&report);
	}
	return (Datum) 0;
}

/* Itself where it is none: whoever asks says what is wrong with it. */
PG_FUNCTION_INFO_V1(fl_in_english);
Datum
fl_in_english(PG_FUNCTION_ARGS)
{
	const char *english = fl_word_in_english(TextDatumGetCString(PG_GETARG_DATUM(0)),
											 TextDatumGetCString(PG_GETARG_DATUM(1)));

	if (english == NULL)
		PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	PG_RETURN_TEXT_P(cstring_to_text(english));
}

PG_FUNCTION_INFO_V1(fl_in_chinese);
Datum
fl_in_chinese(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(fl_word_in_chinese(TextDatumGetCString(PG_GETARG_DATUM(0)),
														TextDatumGetCString(PG_GETARG_DATUM(1)))));
}

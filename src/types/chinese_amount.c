/*
 * chinese_amount.c
 *		中文大写: an amount in the characters of cheques and vouchers, both ways.
 *
 * The rules are those of 正确填写票据和结算凭证的基本规定, annexed to 支付结算办法
 * (中国人民银行 1997).  Its points on amounts, and what is done here:
 *
 *	- Digits are 零壹贰叁肆伍陆柒捌玖, units 拾佰仟万亿元角分; 繁体 貳叄陸億萬圓 are to
 *	  be accepted.  壹 of 壹拾 is never left out.
 *	- 整 or 正 stands after 元, may stand after 角, does not after 分.
 *	- Zeros within the figure are one 零.  It may be left out where the place
 *	  of 万 (亿) or 元 is 0 and the one after it, 仟 or 角, is not.
 *
 * Written is 整 after 元 only; 零 before 角 (壹拾元零伍角) and not before 仟
 * (壹拾万柒仟元), as in the rule's own examples.  Any other way that the rules
 * allow is read, and nothing else: a word that is missing in a figure is a sign
 * that it was tampered with.
 *
 * A figure above 亿 is read as one of 亿: 玖亿贰仟万亿 is 92 000 万 times 亿.  兆 is
 * not used, which has meant 10^6 and 10^12.
 *
 * There is one description of what is right, write_amount(), which makes the
 * words of an amount with those that may be left out or added.  Reading first
 * takes what the words add up to, whatever their order, and then requires the
 * text to be one that this amount has.
 *
 * chinese_amount.sql declares it.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "types/amount.h"

#define WAN					10000
#define YI					100000000

/* In 元: beyond any amount, and far enough from the end of 128 bits for one 亿 more. */
#define READING_LIMIT		((int128) YI * YI * YI * WAN)

/* The longest amount has 36 words and some that may be left out. */
#define MAX_WORDS			128

typedef enum Presence
{
	REQUIRED,
	WRITTEN,					/* may be left out */
	UNWRITTEN,					/* may be added */
} Presence;

typedef struct Word
{
	const char *text;
	Presence	presence;
} Word;

typedef struct Words
{
	Word		words[MAX_WORDS];
	int			count;
} Words;

static const char *const digits[] =
{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/* Other ways to write a word, in the order of preference after our own. */
static const struct
{
	const char *word;
	const char *variant;
}			variants[] =
{
	{"零", "〇"},
	{"贰", "貳"},
	{"叁", "叄"},
	{"叁", "參"},
	{"陆", "陸"},
	{"万", "萬"},
	{"亿", "億"},
	{"元", "圆"},
	{"元", "圓"},
	{"整", "正"},
	{"负", "負"},
};

/* ---------- the words of an amount ---------- */

static void
add_word(Words *words, const char *text, Presence presence)
{
	if (words->count < MAX_WORDS)
		words->words[words->count++] = (Word) {text, presence};
}

/* 1 to 9999; zeros before the first digit are the caller's. */
static void
write_below_wan(Words *words, int number)
{
	static const char *const units[] = {"仟", "佰", "拾", ""};
	bool		written = false;
	bool		gap = false;
	int			place = 1000;

	for (int i = 0; i < lengthof(units); i++, place /= 10)
	{
		int			digit = number / place % 10;

		if (digit == 0)
		{
			gap = written;
			continue;
		}
		if (gap)
			add_word(words, digits[0], REQUIRED);
		add_word(words, digits[digit], REQUIRED);
		if (units[i][0] != '\0')
			add_word(words, units[i], REQUIRED);
		written = true;
		gap = false;
	}
}

/*
 * The 零 between a figure and the one below it: required where the latter has
 * zeros in front, allowed where only the former has them at its end.
 */
static void
write_join(Words *words, int128 above, int128 below, int128 least_full)
{
	if (below < least_full)
		add_word(words, digits[0], REQUIRED);
	else if (above % 10 == 0)
		add_word(words, digits[0], UNWRITTEN);
}

static void
write_integer(Words *words, int128 number)
{
	int128		unit = number >= YI ? YI : WAN;
	int128		above = number / unit;
	int128		below = number % unit;

	if (number < WAN)
	{
		write_below_wan(words, (int) number);
		return;
	}
	write_integer(words, above);
	add_word(words, unit == YI ? "亿" : "万", REQUIRED);
	if (below != 0)
	{
		write_join(words, above, below, unit / 10);
		write_integer(words, below);
	}
}

static void
write_decimals(Words *words, int128 yuan, int jiao, int fen)
{
	if (jiao != 0)
	{
		if (yuan != 0 && yuan % 10 == 0)
			add_word(words, digits[0], WRITTEN);
		add_word(words, digits[jiao], REQUIRED);
		add_word(words, "角", REQUIRED);
	}
	else if (yuan != 0)
		add_word(words, digits[0], REQUIRED);
	if (fen != 0)
	{
		add_word(words, digits[fen], REQUIRED);
		add_word(words, "分", REQUIRED);
	}
	else
		add_word(words, "整", UNWRITTEN);
}

/* Of less than READING_LIMIT; it has less than MAX_WORDS then. */
static void
write_amount(Words *words, bool negative, int128 fen)
{
	int128		yuan = fen / FEN_PER_YUAN;
	int			decimals = (int) (fen % FEN_PER_YUAN);

	words->count = 0;
	add_word(words, "人民币", UNWRITTEN);
	if (negative)
		add_word(words, "负", REQUIRED);
	if (yuan != 0)
		write_integer(words, yuan);
	else if (decimals == 0)
		add_word(words, digits[0], REQUIRED);
	if (yuan != 0 || decimals == 0)
		add_word(words, "元", REQUIRED);
	if (decimals == 0)
		add_word(words, "整", REQUIRED);
	else
		write_decimals(words, yuan, decimals / 10, decimals % 10);
}

/* ---------- reading ---------- */

/* Takes a word in any of its ways from the text. */
static bool
take_word(const char **at, const char *word)
{
	size_t		length = strlen(word);

	if (strncmp(*at, word, length) == 0)
	{
		*at += length;
		return true;
	}
	for (int i = 0; i < lengthof(variants); i++)
	{
		length = strlen(variants[i].variant);
		if (strcmp(variants[i].word, word) == 0 && strncmp(*at, variants[i].variant, length) == 0)
		{
			*at += length;
			return true;
		}
	}
	return false;
}

/* What a figure is up to now: (亿 part) + (万 part) + (below 万) + a digit. */
typedef struct Reading
{
	int128		yi;
	int128		wan;
	int128		low;
	int			digit;
} Reading;

static int128
reading_total(const Reading *reading)
{
	return reading->yi + reading->wan + reading->low + reading->digit;
}

/* Applies the word at *at to the figure; false where there is no such word. */
static bool
read_word(const char **at, Reading *figure)
{
	static const struct
	{
		const char *word;
		int			value;
	}			units[] = {{"拾", 10}, {"佰", 100}, {"仟", 1000}};

	for (int i = 0; i < lengthof(digits); i++)
	{
		if (take_word(at, digits[i]))
		{
			figure->digit = i;
			return true;
		}
	}
	for (int i = 0; i < lengthof(units); i++)
	{
		if (take_word(at, units[i].word))
		{
			figure->low += figure->digit * units[i].value;
			figure->digit = 0;
			return true;
		}
	}
	if (take_word(at, "万"))
		*figure = (Reading) {figure->yi, (figure->low + figure->digit) * WAN, 0, 0};
	else if (take_word(at, "亿"))
		*figure = (Reading) {reading_total(figure) * YI, 0, 0, 0};
	else
		return false;
	return true;
}

/*
 * What the words add up to, in 分, -1 where some are not words of an amount or
 * it is beyond all reading.  Does not mind their order.
 */
static int128
read_fen(const char *at)
{
	Reading		figure = {0};
	int128		fen = 0;

	while (*at != '\0')
	{
		if (take_word(&at, "元"))
			fen += reading_total(&figure) * FEN_PER_YUAN;
		else if (take_word(&at, "角"))
			fen += reading_total(&figure) * 10;
		else if (take_word(&at, "分"))
			fen += reading_total(&figure);
		else if (take_word(&at, "整"))
			continue;
		else if (!read_word(&at, &figure))
			return -1;
		else if (reading_total(&figure) < READING_LIMIT)
			continue;
		if (fen >= READING_LIMIT * FEN_PER_YUAN || reading_total(&figure) >= READING_LIMIT)
			return -1;
		figure = (Reading) {0};
	}
	return fen;
}

/* Is the text one of those that these words may make? */
static bool
words_match(const Words *words, const char *at)
{
	for (int i = 0; i < words->count; i++)
	{
		if (!take_word(&at, words->words[i].text) && words->words[i].presence == REQUIRED)
			return false;
	}
	return *at == '\0';
}

static AmountFault
amount_from_chinese(const char *text, Amount *amount)
{
	const char *at = text;
	bool		negative;
	int128		fen;
	Words		words;

	take_word(&at, "人民币");
	negative = take_word(&at, "负");
	fen = read_fen(at);
	if (fen < 0)
		return AMOUNT_SYNTAX;
	write_amount(&words, negative, fen);
	if (!words_match(&words, text) || (negative && fen == 0))
		return AMOUNT_SYNTAX;
	if (fen > AMOUNT_MAX)
		return AMOUNT_RANGE;
	*amount = (Amount) (negative ? -fen : fen);
	return AMOUNT_OK;
}

/* ---------- SQL ---------- */

PG_FUNCTION_INFO_V1(fl_to_chinese);

Datum
fl_to_chinese(PG_FUNCTION_ARGS)
{
	Amount		amount = PG_GETARG_AMOUNT(0);
	Words		words;
	StringInfoData result;

	write_amount(&words, amount < 0, amount < 0 ? -(int128) amount : amount);
	initStringInfo(&result);
	for (int i = 0; i < words.count; i++)
	{
		if (words.words[i].presence != UNWRITTEN)
			appendStringInfoString(&result, words.words[i].text);
	}
	PG_RETURN_TEXT_P(cstring_to_text_with_len(result.data, result.len));
}

PG_FUNCTION_INFO_V1(fl_from_chinese);

Datum
fl_from_chinese(PG_FUNCTION_ARGS)
{
	char	   *source = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Amount		amount = 0;
	AmountFault fault = amount_from_chinese(source, &amount);

	if (fault == AMOUNT_RANGE)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("value \"%s\" is out of range for type %s", source, "amount")));
	if (fault != AMOUNT_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid 中文大写 for type %s: \"%s\"", "amount", source),
				 errhint("An amount reads 壹仟贰佰元整 or 叁元零伍分, with every 零 and 整 in its place.")));
	PG_RETURN_AMOUNT(amount);
}

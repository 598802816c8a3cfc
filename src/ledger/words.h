/*
 * words.h
 *		Words that are a choice, in both languages.
 *
 * What is stored, and what functions return under English names, is English;
 * whoever writes a choice may write it in Chinese, and what has a Chinese name
 * shows it in Chinese.  Voucher kinds and bases are types of their own.
 */
#ifndef FUNDLEDGER_WORDS_H
#define FUNDLEDGER_WORDS_H

#include "server/report.h"
#include "types/basis.h"
#include "types/voucher_kind.h"

/* The English word that is meant; NULL where it is none of the choice. */
extern const char *fl_word_in_english(const char *choice, const char *word);

/* The Chinese word; itself where it is none of the choice. */
extern const char *fl_word_in_chinese(const char *choice, const char *word);

/* In the language of the report's columns; NULL is null. */
extern void fl_report_add_word(Report *report, const char *choice, const char *english);

static inline const char *const *
fl_report_kind_names(const Report *report)
{
	return fl_report_is_chinese(report) ? fl_voucher_kind_chinese : fl_voucher_kind_name;
}

static inline const char *const *
fl_report_basis_names(const Report *report)
{
	return fl_report_is_chinese(report) ? fl_voucher_basis_chinese : fl_voucher_basis_name;
}

#endif							/* FUNDLEDGER_WORDS_H */

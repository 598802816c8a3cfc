/*
 * word.h
 *		The words that a choice is written with.
 */
#ifndef FUNDLEDGER_WORD_H
#define FUNDLEDGER_WORD_H

/* A list of them, in either language, ends with a NULL. */
typedef struct Word
{
	const char *word;
	int			value;
} Word;

/* The value of the word that these bytes are, or -1. */
extern int	fl_word_value(const Word *words, const char *bytes, int length);

#endif							/* FUNDLEDGER_WORD_H */

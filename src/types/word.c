/*
 * word.c
 *		The words that a choice is written with.
 */
#include "postgres.h"

#include "types/word.h"

int
fl_word_value(const Word *words, const char *bytes, int length)
{
	while (words->word != NULL &&
		   !(strlen(words->word) == (size_t) length && memcmp(words->word, bytes, length) == 0))
		words++;
	return words->value;
}

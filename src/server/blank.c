/*
 * blank.c
 *		Text that says nothing.
 */
#include "postgres.h"

#include "parser/scansup.h"

#include "server/blank.h"

/* In UTF-8; the bytes begin no other character. */
static const char *const wide_spaces[] = {"\xE3\x80\x80", "\xC2\xA0"};

/* How many bytes of white space the text begins with, up to one character. */
static int
space_length(const char *text, int length)
{
	if (scanner_isspace(*text))
		return 1;
	for (int i = 0; i < lengthof(wide_spaces); i++)
	{
		int			bytes = strlen(wide_spaces[i]);

		if (length >= bytes && memcmp(text, wide_spaces[i], bytes) == 0)
			return bytes;
	}
	return 0;
}

bool
fl_is_blank(const char *text, int length)
{
	while (length > 0)
	{
		int			space = space_length(text, length);

		if (space == 0)
			return false;
		text += space;
		length -= space;
	}
	return true;
}

/* Characters of UTF-8 texts, and the columns of a terminal that they take.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "characters.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* Columns by Unicode's annex 11 (East Asian Width): wide and full-width ones two. Those
 * that are ambiguous there (dashes, comparisons) take one, as outside of East Asian
 * fonts. Combining marks take none. */
static int
columns(uint32_t code)
{
    bool is_wide =
        (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
        (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
        (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
        (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) ||
        (code >= 0x20000 && code <= 0x3fffd);
    bool is_mark = code >= 0x300 && code <= 0x36f;
    return is_wide ? 2 : is_mark ? 0 : 1;
}

suf_character
suf_character_at(const char *text)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    unsigned char first = (unsigned char) text[0];
    size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    size_t bad = 0;
    if (strnlen(text, n) != n || !suf_text_is_utf8(text, n, &bad)) {
        return (suf_character){.n_bytes = 1, .columns = 1};
    }
    uint32_t code = first & masks[n];
    for (size_t i = 1; i < n; i++) {
        code = code << 6 | ((unsigned char) text[i] & 0x3fU);
    }
    return (suf_character){.n_bytes = n, .code = code, .columns = columns(code)};
}

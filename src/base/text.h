/* Text that grows, and looking at text: nearness of words, UTF-8.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Appending never returns a failure: the first one is kept in `status` and later calls do
 * nothing, so that a writer checks once, at its end. */
#ifndef SUF_BASE_TEXT_H
#define SUF_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef struct suf_text {
    char *bytes; /* NUL-terminated when n > 0; NULL before the first append */
    size_t n, capacity;
    suf_status status;
} suf_text;

/* An empty text, which owns nothing yet. */
void suf_text_init(suf_text *self);
/* Releases the bytes; the text is empty then, and may be used again. */
void suf_text_free(suf_text *self);
/* Appends a NUL-terminated text, which is copied. */
void suf_text_add(suf_text *self, const char *text);
/* Appends the first n bytes of a text, which are copied. */
void suf_text_add_n(suf_text *self, const char *text, size_t n);
/* Appends what printf would print. */
void suf_text_format(suf_text *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The shortest decimal number that reads back as the same double; "nan", "inf". */
void suf_text_add_double(suf_text *self, double value);
/* In double quotes, as a scalar of YAML 1.1. */
void suf_text_add_quoted(suf_text *self, const char *text);
/* Shortens to the first n bytes (n at most the present length). */
void suf_text_cut(suf_text *self, size_t n);
/* The text so far; never NULL. */
const char *suf_text_get(const suf_text *self);
/* Hands the text over (owned by the caller, released with free); self is then empty. */
SUF_MUST_CHECK suf_status suf_text_take(suf_text *self, char **out);

/* Insertions, deletions, replacements and swaps of neighbours that turn one word into the
 * other (Damerau 1964, restricted), letters in ASCII case alike; at most `limit` + 1.
 * Words beyond 64 bytes are never near. */
size_t suf_text_distance(const char *a, const char *b, size_t limit);
/* The distance up to which two words pass for a slip of the pen: 1 to 3 by length. */
size_t suf_text_slip(const char *word);

/* True when all bytes are UTF-8 (RFC 3629: no surrogates, nothing overlong); else *at is
 * the first offset that is not. */
bool suf_text_is_utf8(const char *bytes, size_t n, size_t *at);
/* Characters in n bytes of UTF-8. */
size_t suf_text_characters(const char *bytes, size_t n);

#endif

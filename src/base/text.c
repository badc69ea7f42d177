/* Text that grows, and looking at text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { LONGEST_WORD = 64 };

void
suf_text_init(suf_text *self)
{
    *self = (suf_text){0};
}

void
suf_text_free(suf_text *self)
{
    free(self->bytes);
    *self = (suf_text){0};
}

void
suf_text_add_n(suf_text *self, const char *text, size_t n)
{
    if (self->status != SUF_OK) {
        return;
    }
    if (n > SIZE_MAX / 4 - self->n) {
        self->status = SUF_RAISE(SUF_ERROR_OVERFLOW);
        return;
    }
    self->status = suf_array_grow(&self->bytes, &self->capacity, self->n + n + 1, 1);
    if (self->status == SUF_OK) {
        memcpy(self->bytes + self->n, text, n);
        self->n += n;
        self->bytes[self->n] = '\0';
    }
}

void
suf_text_add(suf_text *self, const char *text)
{
    suf_text_add_n(self, text, strlen(text));
}

void
suf_text_format(suf_text *self, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (self->status == SUF_OK && length < 0) {
        self->status = SUF_RAISE(SUF_ERROR_OVERFLOW);
    } else if (self->status == SUF_OK) {
        size_t n = (size_t) length;
        self->status = suf_array_grow(&self->bytes, &self->capacity, self->n + n + 1, 1);
        if (self->status == SUF_OK) {
            (void) vsnprintf(self->bytes + self->n, n + 1, format, again);
            self->n += n;
        }
    }
    va_end(again);
    va_end(arguments);
}

void
suf_text_add_double(suf_text *self, double value)
{
    if (isnan(value)) { /* its sign is no information */
        suf_text_add(self, "nan");
        return;
    }
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        (void) snprintf(text, sizeof text, "%.*g", digits, value);
        double back = strtod(text, NULL);
        if (back >= value && back <= value) {
            break;
        }
    }
    suf_text_add(self, text);
}

void
suf_text_add_quoted(suf_text *self, const char *text)
{
    suf_text_add(self, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char c = (unsigned char) *at;
        if (c == '"' || c == '\\') {
            suf_text_format(self, "\\%c", c);
        } else if (c < 0x20 || c == 0x7f) {
            suf_text_format(self, "\\x%02x", c);
        } else {
            suf_text_add_n(self, at, 1);
        }
    }
    suf_text_add(self, "\"");
}

void
suf_text_cut(suf_text *self, size_t n)
{
    if (n < self->n) {
        self->n = n;
        self->bytes[n] = '\0';
    }
}

const char *
suf_text_get(const suf_text *self)
{
    return self->bytes != NULL ? self->bytes : "";
}

suf_status
suf_text_take(suf_text *self, char **out)
{
    suf_text_add_n(self, "", 0); /* an empty text has its NUL too */
    suf_status status = self->status;
    *out = status == SUF_OK ? self->bytes : NULL;
    if (status == SUF_OK) {
        *self = (suf_text){0};
    }
    return status;
}

static char
lower(char c)
{
    return (char) (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t
suf_text_distance(const char *a, const char *b, size_t limit)
{
    size_t n_a = strnlen(a, LONGEST_WORD + 1);
    size_t n_b = strnlen(b, LONGEST_WORD + 1);
    size_t gap = n_a > n_b ? n_a - n_b : n_b - n_a;
    if (gap > limit || n_a > LONGEST_WORD || n_b > LONGEST_WORD) {
        return limit + 1;
    }
    size_t rows[3][LONGEST_WORD + 1] = {{0}};
    for (size_t j = 0; j <= n_b; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= n_a; i++) {
        size_t *now = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *before = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            now[j] =
                least(least(above[j], now[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1])) {
                now[j] = least(now[j], before[j - 2] + 1);
            }
        }
    }
    return least(rows[n_a % 3][n_b], limit + 1);
}

size_t
suf_text_slip(const char *word)
{
    size_t n = strlen(word);
    return n < 6 ? 1 : n < 9 ? 2 : 3;
}

/* Bytes of the character that starts here (at most n are there), or 0: not UTF-8. */
static size_t
character_bytes(const unsigned char *at, size_t n)
{
    if (at[0] < 0x80) {
        return 1;
    }
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || length > n) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool is_overlong = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
    bool is_outside = (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf4 && at[1] > 0x8f);
    return is_overlong || is_outside ? 0 : length;
}

bool
suf_text_is_utf8(const char *bytes, size_t n, size_t *at)
{
    const unsigned char *start = (const unsigned char *) bytes;
    size_t i = 0;
    while (i < n) {
        size_t length = character_bytes(start + i, n - i);
        if (length == 0) {
            *at = i;
            return false;
        }
        i += length;
    }
    return true;
}

size_t
suf_text_characters(const char *bytes, size_t n)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        found += ((unsigned char) bytes[i] & 0xc0) != 0x80;
    }
    return found;
}

/* The encodings that texts come in from spreadsheets and editors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "encoding.h"

#include <iconv.h>
#include <string.h>

/* Bytes of the character of GB18030 that starts here; 0: none. *is_common when it is a
 * pair of GB2312, in which nearly all of a Chinese text is. */
static size_t
gb18030_bytes(const unsigned char *at, size_t n, bool *is_common)
{
    *is_common = false;
    if (at[0] < 0x80) {
        return 1;
    }
    if (n < 2 || at[0] == 0x80 || at[0] == 0xff) {
        return 0;
    }
    if (at[1] >= 0x30 && at[1] <= 0x39) {
        return n >= 4 && at[2] >= 0x81 && at[2] <= 0xfe && at[3] >= 0x30 && at[3] <= 0x39
                   ? 4
                   : 0;
    }
    *is_common = at[0] >= 0xa1 && at[0] <= 0xf7 && at[1] >= 0xa1 && at[1] <= 0xfe;
    return at[1] >= 0x40 && at[1] != 0x7f && at[1] != 0xff ? 2 : 0;
}

static bool
is_gb18030(const char *bytes, size_t n)
{
    size_t n_pairs = 0;
    size_t n_common = 0;
    for (size_t i = 0; i < n;) {
        bool is_common = false;
        size_t step = gb18030_bytes((const unsigned char *) bytes + i, n - i, &is_common);
        if (step == 0 || bytes[i] == '\0') {
            return false;
        }
        n_pairs += step > 1;
        n_common += is_common;
        i += step;
    }
    return n_pairs > 0 && (double) n_common >= 0.8 * (double) n_pairs;
}

suf_status
suf_encoding_read_gb18030(
    suf_arena *arena, const char *bytes, size_t n, char **out, size_t *n_out)
{
    *out = NULL;
    *n_out = 0;
    if (!is_gb18030(bytes, n)) {
        return SUF_OK;
    }
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own sign of failure */
    if (converter == (iconv_t) -1) {
        return SUF_OK; /* a system without it tells as of any other encoding */
    }
    /* Two bytes become at most three; four at most four. */
    size_t room = n / 2 * 3 + 4;
    char *text = NULL;
    suf_status status = suf_arena_take(arena, room + 1, 1, &text);
    if (status == SUF_OK) {
        char *from = NULL; /* iconv reads it only */
        memcpy((void *) &from, (const void *) &bytes, sizeof from);
        char *to = text;
        size_t left = n;
        if (iconv(converter, &from, &left, &to, &room) != (size_t) -1 && left == 0) {
            *to = '\0';
            *out = text;
            *n_out = (size_t) (to - text);
        }
    }
    (void) iconv_close(converter);
    return status;
}

const char *
suf_encoding_of_mark(const char *bytes, size_t n)
{
    if (n >= 2 &&
        (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        return "UTF-16";
    }
    return NULL;
}

/* A character that is not seen, or not told from another. */
typedef struct invisible {
    const char *bytes;
    const char *within, *at_end;
} invisible;

const char *
suf_encoding_oddity(const char *name)
{
    static const invisible all[] = {
        {"\xc2\xa0", ", in which a no-break space is",
            ", which begins or ends with a no-break space"},
        {"\xe3\x80\x80", ", in which a wide (ideographic) space is",
            ", which begins or ends with a wide (ideographic) space"},
        {"\xe2\x80\xaf", ", in which a narrow no-break space is",
            ", which begins or ends with a narrow no-break space"},
        {"\xe2\x80\x8b", ", in which a zero-width space is",
            ", which begins or ends with a zero-width space"},
        {"\xef\xbb\xbf", ", in which a byte order mark is",
            ", which begins or ends with a byte order mark"},
        {"\xc2\xad", ", in which a soft hyphen is",
            ", which begins or ends with a soft hyphen"},
        {"\t", ", in which a tab is", ", which begins or ends with a tab"},
    };
    size_t n = strlen(name);
    if (n > 0 && (name[0] == ' ' || name[n - 1] == ' ')) {
        return ", which begins or ends with a space";
    }
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        size_t m = strlen(all[i].bytes);
        if (n >= m && (memcmp(name, all[i].bytes, m) == 0 ||
                          memcmp(name + n - m, all[i].bytes, m) == 0)) {
            return all[i].at_end;
        }
        if (strstr(name, all[i].bytes) != NULL) {
            return all[i].within;
        }
    }
    /* U+0300 to U+036F: accents that stand behind their letter. */
    for (size_t i = 0; i + 1 < n; i++) {
        unsigned char first = (unsigned char) name[i];
        unsigned char second = (unsigned char) name[i + 1];
        if (first == 0xcc || (first == 0xcd && second <= 0xaf)) {
            return ", whose accents are characters of their own (decomposed, NFD)";
        }
    }
    return NULL;
}

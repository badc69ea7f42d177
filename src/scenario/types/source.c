/* The texts a scenario is read from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "scenario/types/encoding.h"

enum { MOST_SHOWN_BYTES = 400 };

/* Where a file's own fault is told: at the value that names it, else at the file. */
static void
file_fault(suf_faults *faults, const suf_place *place, const char *field,
    const char *path, const char *what)
{
    char message[700];
    if (place != NULL && place->source != NULL) {
        (void) snprintf(message, sizeof message, "%.400s: %s", path, what);
        suf_source_fault(faults, place, field, NULL, message);
    } else {
        suf_fault_place at = {.file = path, .path = field};
        suf_faults_add(faults, &at, "%s", what);
    }
}

/* Reads up to most + 1 bytes; a file that grows meanwhile is no different from a long
 * one. *bytes is on the heap. */
static suf_status
read_all(int descriptor, size_t most, char **bytes, size_t *n, int *error_number)
{
    size_t capacity = 0;
    *bytes = NULL;
    *n = 0;
    for (;;) {
        suf_status status = suf_array_grow(bytes, &capacity, *n + 65536, 1);
        if (status != SUF_OK) {
            return status;
        }
        ssize_t got = read(descriptor, *bytes + *n, capacity - *n - 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            *error_number = errno;
            return SUF_OK;
        }
        *n += (size_t) got;
        if (got == 0 || *n > most) {
            (*bytes)[*n] = '\0';
            return SUF_OK;
        }
    }
}

/* Opens a regular file; not following a fifo or device into a wait. -1 when it is none.
 */
static int
open_file(const char *path, struct stat *facts, char why[256])
{
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0 || fstat(descriptor, facts) != 0) {
        int error_number = errno;
        char text[128] = "unknown error";
        (void) strerror_r(error_number, text, sizeof text);
        (void) snprintf(why, 256, "cannot be opened: %s", text);
    } else if (!S_ISREG(facts->st_mode)) {
        (void) snprintf(why, 256, "found %s, expected a file",
            S_ISDIR(facts->st_mode) ? "a directory"
                                    : "something that is no regular file");
    } else {
        return descriptor;
    }
    if (descriptor >= 0) {
        (void) close(descriptor);
    }
    return -1;
}

/* Takes off a byte order mark, which Notepad and spreadsheets put in front of UTF-8 (YAML
 * 1.2.2, section 5.2), and converts a text in GB18030. */
static suf_status
settle_encoding(suf_arena *arena, suf_source *source)
{
    size_t at = 0;
    char *text = NULL;
    size_t n = 0;
    if (source->n >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0) {
        source->bytes += 3;
        source->n -= 3;
    }
    if (suf_text_is_utf8(source->bytes, source->n, &at)) {
        return SUF_OK;
    }
    suf_status status =
        suf_encoding_read_gb18030(arena, source->bytes, source->n, &text, &n);
    if (text != NULL) {
        source->bytes = text;
        source->n = n;
        source->is_gb18030 = true;
    }
    return status;
}

/* True when the text is UTF-8 without NUL; else tells. */
static bool
check_text(const suf_source *source, suf_faults *faults)
{
    size_t at = source->n;
    bool is_text = suf_text_is_utf8(source->bytes, source->n, &at);
    const char *nul = memchr(source->bytes, '\0', at);
    if (is_text && nul == NULL) {
        return true;
    }
    at = nul != NULL ? (size_t) (nul - source->bytes) : at;
    suf_place place = {source, 1, 1};
    size_t line_start = 0;
    for (size_t i = 0; i < at; i++) {
        if (source->bytes[i] == '\n') {
            place.line++;
            line_start = i + 1;
        }
    }
    place.column =
        (uint32_t) suf_text_characters(source->bytes + line_start, at - line_start) + 1;
    char message[160];
    const char *encoding = suf_encoding_of_mark(source->bytes, source->n);
    if (encoding != NULL) {
        (void) snprintf(message, sizeof message,
            "found a text in %s, expected one in UTF-8 (in a spreadsheet: save as CSV "
            "UTF-8)",
            encoding);
    } else {
        (void) snprintf(message, sizeof message,
            "found byte 0x%02x, which is not %s; expected a text in UTF-8",
            (unsigned) (unsigned char) source->bytes[at], nul != NULL ? "text" : "UTF-8");
    }
    /* The line is not shown: it may be binary. */
    suf_fault_place where = {
        .file = source->name, .line = place.line, .column = place.column};
    suf_faults_add(faults, &where, "%s", message);
    return false;
}

static suf_status
set_names(suf_arena *arena, const char *path, suf_source *source)
{
    char *text = NULL;
    suf_status status = suf_arena_text(arena, path, strlen(path), &text);
    source->name = text;
    if (status == SUF_OK) {
        const char *slash = strrchr(path, '/');
        size_t n = slash != NULL ? (size_t) (slash - path) + 1 : 0;
        status = suf_arena_text(arena, path, n, &text);
        source->directory = text;
    }
    return status;
}

suf_status
suf_source_read(suf_arena *arena, const char *path, size_t most, const suf_place *place,
    const char *field, suf_faults *faults, suf_source **out)
{
    *out = NULL;
    struct stat facts = {0};
    char why[256];
    int descriptor = open_file(path, &facts, why);
    if (descriptor < 0) {
        file_fault(faults, place, field, path, why);
        return SUF_OK;
    }
    char *bytes = NULL;
    size_t n = 0;
    int error_number = 0;
    suf_source *source = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(read_all(descriptor, most, &bytes, &n, &error_number));
    if (error_number != 0) {
        char text[128] = "unknown error";
        (void) strerror_r(error_number, text, sizeof text);
        (void) snprintf(why, sizeof why, "cannot be read: %s", text);
        file_fault(faults, place, field, path, why);
        goto out;
    }
    if (n > most) {
        (void) snprintf(
            why, sizeof why, "larger than %zu MB, the most that is read", most >> 20);
        file_fault(faults, place, field, path, why);
        goto out;
    }
    SUF_TRY(suf_arena_take(arena, 1, sizeof *source, &source));
    char *adopted = bytes;
    bytes = NULL;
    SUF_TRY(suf_arena_adopt(arena, adopted));
    *source = (suf_source){.bytes = adopted,
        .n = n,
        .device = (uint64_t) facts.st_dev,
        .inode = (uint64_t) facts.st_ino};
    SUF_TRY(set_names(arena, path, source));
    SUF_TRY(settle_encoding(arena, source));
    if (check_text(source, faults)) {
        *out = source;
    }
out:
    free(bytes);
    (void) close(descriptor);
    return status;
}

suf_status
suf_source_text(suf_arena *arena, const char *name, const char *text, suf_source **out)
{
    suf_source *source = NULL;
    suf_status status = suf_arena_take(arena, 1, sizeof *source, &source);
    if (status == SUF_OK) {
        status = set_names(arena, "", source);
    }
    if (status == SUF_OK) {
        source->name = name;
        source->n = strlen(text);
        status = suf_arena_text(arena, text, source->n, &source->bytes);
    }
    *out = status == SUF_OK ? source : NULL;
    return status;
}

suf_status
suf_source_beside(
    suf_arena *arena, const suf_source *source, const char *path, char **out)
{
    size_t n = path[0] == '/' ? 0 : strlen(source->directory);
    size_t m = strlen(path);
    suf_status status = suf_arena_take(arena, n + m + 1, 1, out);
    if (status == SUF_OK) {
        memcpy(*out, source->directory, n);
        memcpy(*out + n, path, m);
    }
    return status;
}

/* Copies line `number` (from 1), cut where it is too long to show. */
static bool
line_of(const suf_source *source, uint32_t number, char shown[MOST_SHOWN_BYTES + 1])
{
    const char *at = source->bytes;
    const char *end = source->bytes + source->n;
    for (uint32_t i = 1; i < number; i++) {
        const char *next = memchr(at, '\n', (size_t) (end - at));
        if (next == NULL) {
            return false;
        }
        at = next + 1;
    }
    const char *stop = memchr(at, '\n', (size_t) (end - at));
    size_t n = (size_t) ((stop != NULL ? stop : end) - at);
    n = n > 0 && at[n - 1] == '\r' ? n - 1 : n;
    if (n > MOST_SHOWN_BYTES) {
        n = MOST_SHOWN_BYTES;
        while (n > 0 && ((unsigned char) at[n] & 0xc0) == 0x80) {
            n--; /* not within a character */
        }
    }
    memcpy(shown, at, n);
    shown[n] = '\0';
    return true;
}

void
suf_source_fault(suf_faults *faults, const suf_place *place, const char *field,
    const char *hint, const char *message)
{
    char shown[MOST_SHOWN_BYTES + 1];
    suf_fault_place at = {
        .line = place->line, .column = place->column, .path = field, .hint = hint};
    if (place->source != NULL) {
        at.file = place->source->name;
        /* Beyond those kept, a line need not be looked for. */
        if (place->line > 0 && faults->n < SUF_MAX_FAULTS &&
            line_of(place->source, place->line, shown)) {
            at.source_line = shown;
        }
    }
    suf_faults_add(faults, &at, "%s", message);
}

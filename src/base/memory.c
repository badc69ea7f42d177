/* Arrays from the heap, with their sizes checked for overflow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
/* The C library's name.
 * NOLINTNEXTLINE(bugprone-reserved-identifier, readability-identifier-naming) */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

suf_status
suf_array_new(size_t n, size_t element_bytes, void *out)
{
    void *array = NULL;
    suf_status status = SUF_OK;
    if (element_bytes != 0 && n > SIZE_MAX / 2 / element_bytes) {
        status = SUF_RAISE(SUF_ERROR_OVERFLOW);
    } else {
        array = calloc(n > 0 ? n : 1, element_bytes);
        status = array != NULL ? SUF_OK : SUF_RAISE(SUF_ERROR_MEMORY);
    }
    memcpy(out, &array, sizeof array);
    return status;
}

suf_status __attribute__((noinline))
suf_array_grow(void *array, size_t *capacity, size_t needed, size_t element_bytes)
{
    suf_bug_unless(element_bytes > 0);
    if (needed <= *capacity) {
        return SUF_OK;
    }
    size_t room = *capacity < 8 ? 8 : *capacity;
    while (room < needed) {
        if (room > SIZE_MAX / 4) {
            return SUF_RAISE(SUF_ERROR_OVERFLOW);
        }
        room *= 2;
    }
    if (element_bytes != 0 && room > SIZE_MAX / 2 / element_bytes) {
        return SUF_RAISE(SUF_ERROR_OVERFLOW);
    }
    void *old = NULL;
    memcpy(&old, array, sizeof old);
    unsigned char *grown = realloc(old, room * element_bytes);
    if (grown == NULL) {
        return SUF_RAISE(SUF_ERROR_MEMORY);
    }
    memset(grown + *capacity * element_bytes, 0, (room - *capacity) * element_bytes);
    void *stored = grown;
    memcpy(array, &stored, sizeof stored);
    *capacity = room;
    return SUF_OK;
}

bool
suf_memory_can_have(size_t bytes)
{
    /* From the system, not from the heap: stacks of threads come from there, too, and the
     * heap keeps its habits. */
    void *room =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) {
        return false;
    }
    (void) munmap(room, bytes);
    return true;
}

suf_status
suf_text_copy_n(const char *text, size_t n, char **out)
{
    suf_status status = suf_array_new(n + 1, 1, out);
    if (status == SUF_OK) {
        memcpy(*out, text, n);
    }
    return status;
}

suf_status
suf_text_copy(const char *text, char **out)
{
    return suf_text_copy_n(text, strlen(text), out);
}

/* Arrays from the heap, with their sizes checked for overflow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_BASE_MEMORY_H
#define SUF_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Sets *out to n zeroed elements of the given size (owned by the caller, released with
 * free), or to NULL on failure. n may be 0: *out is then a valid pointer to nothing. */
SUF_MUST_CHECK suf_status suf_array_new(size_t n, size_t element_bytes, void *out);

/* Grows *array (as from suf_array_new, or NULL) so that it holds at least `needed`
 * elements; *capacity is its room now and afterwards. Grows by doubling; new room is
 * zeroed. On failure *array and *capacity are as before. */
SUF_MUST_CHECK suf_status suf_array_grow(
    void *array, size_t *capacity, size_t needed, size_t element_bytes);

/* True when so many bytes can be had from the system now; they are given back at once.
 * For what cannot cope with a failed allocation (HDF5 1.10 crashes), before it is called.
 */
bool suf_memory_can_have(size_t bytes);

/* A copy of a text, or of its first n bytes; owned by the caller. */
SUF_MUST_CHECK suf_status suf_text_copy(const char *text, char **out);
SUF_MUST_CHECK suf_status suf_text_copy_n(const char *text, size_t n, char **out);

#endif

/* Memory that is released together: what one scenario owns.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pieces are zeroed and aligned for any type. Nothing is released singly. */
#ifndef SUF_BASE_ARENA_H
#define SUF_BASE_ARENA_H

#include <stddef.h>

#include "base/status.h"

typedef struct suf_arena suf_arena;

/* Sets *out to an empty arena (owned by the caller), or to NULL on failure. */
SUF_MUST_CHECK suf_status suf_arena_new(suf_arena **out);
/* Legal with NULL. */
void suf_arena_free(suf_arena *self);

/* Sets *out to n zeroed elements of the given size, or to NULL on failure; n may be 0. */
SUF_MUST_CHECK suf_status suf_arena_take(
    suf_arena *self, size_t n, size_t element_bytes, void *out);
/* A NUL-terminated copy of the first n bytes of a text. */
SUF_MUST_CHECK suf_status suf_arena_text(
    suf_arena *self, const char *text, size_t n, char **out);
/* Makes a block from malloc the arena's own: released with it. On failure the block is
 * released at once. NULL is no block. */
SUF_MUST_CHECK suf_status suf_arena_adopt(suf_arena *self, void *block);

#endif

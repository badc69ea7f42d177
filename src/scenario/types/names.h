/* Finding things by name: districts, services, keys of a mapping.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hash index of borrowed texts, numbered in the order they were added. */
#ifndef SUF_SCENARIO_NAMES_H
#define SUF_SCENARIO_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/number.h"
#include "base/status.h"

typedef struct suf_names {
    const char **texts; /* borrowed: they outlive the index */
    size_t n, capacity;
    uint32_t *slots; /* number + 1 of a text, or 0: free */
    size_t n_slots;  /* a power of two */
} suf_names;

/* An empty table, which owns nothing yet. */
void suf_names_init(suf_names *self);
/* Releases the table; names that it borrows stay. */
void suf_names_free(suf_names *self);
/* Adds a text, or finds it: *number is its number, which is the former count when new. */
SUF_MUST_CHECK suf_status suf_names_add(
    suf_names *self, const char *text, uint32_t *number);
/* Number of a text, or SUF_NONE. */
uint32_t suf_names_find(const suf_names *self, const char *text);
/* The name nearest to a misspelt one, or NULL when none is near. */
const char *suf_names_near(const suf_names *self, const char *text);

#endif

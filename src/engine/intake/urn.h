/* An urn: one of many, drawn at random without putting back, from counts by kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A draw with the number `left` finds the kind that a walk along the counts would find;
 * sums of runs of kinds make it short: some 2 x sqrt(n) steps. */
#ifndef SUF_ENGINE_URN_H
#define SUF_ENGINE_URN_H

#include <stdint.h>

enum { SUF_URN_RUNS = 64 };

typedef struct suf_urn {
    uint32_t *counts;            /* [n], borrowed; the urn takes from them */
    uint32_t shift;              /* of a kind: its run */
    uint32_t sums[SUF_URN_RUNS]; /* of the counts of each run */
} suf_urn;

/* `counts` are borrowed, and written by the draws. */
void suf_urn_fill(suf_urn *self, uint32_t *counts, uint32_t n);
/* The kind of the one numbered `left`, less than the sum of all counts; takes it out. */
uint32_t suf_urn_draw(suf_urn *self, uint32_t left);

#endif

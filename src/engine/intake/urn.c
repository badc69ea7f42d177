/* An urn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "urn.h"

#include "base/status.h"

void
/* NOLINTNEXTLINE(readability-non-const-parameter): written by the draws */
suf_urn_fill(suf_urn *self, uint32_t *counts, uint32_t n)
{
    *self = (suf_urn){.counts = counts, .shift = 3};
    while (n > 0 && (n - 1) >> self->shift >= SUF_URN_RUNS) {
        self->shift++;
    }
    for (uint32_t i = 0; i < n; i++) {
        self->sums[i >> self->shift] += counts[i];
    }
}

uint32_t
suf_urn_draw(suf_urn *self, uint32_t left)
{
    uint32_t run = 0;
    while (left >= self->sums[run]) {
        left -= self->sums[run++];
        suf_bug_unless(run < SUF_URN_RUNS);
    }
    self->sums[run]--;
    uint32_t kind = run << self->shift;
    while (left >= self->counts[kind]) {
        left -= self->counts[kind++];
    }
    self->counts[kind]--;
    return kind;
}

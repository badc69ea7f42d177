/* The question why: the scenarios whose comparison answers it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a plan in which k causes of shortage can act they are the 2^k combinations of those
 * taken away, the plan itself first. They are ordinary scenarios, told by what is set on
 * the plan: they run, stop, go on, are split into shards and repeated as all others. */
#ifndef SUF_QUESTION_WHY_VARIANTS_H
#define SUF_QUESTION_WHY_VARIANTS_H

#include <stdint.h>

#include "base/cause.h"
#include "base/fault.h"
#include "base/status.h"
#include "scenario/types/scenario.h"

enum { SUF_MOST_VARIANT_SETS = 3 + SUF_N_CAUSES };

/* What is set, each as "path=value"; owned. */
typedef struct suf_variant {
    char *sets[SUF_MOST_VARIANT_SETS];
    size_t n_sets;
} suf_variant;

typedef struct suf_variants {
    suf_variant *items; /* [n] by mask, rising; the first sets nothing; owned */
    size_t n;
    uint32_t acting; /* mask of the causes that can act */
} suf_variants;

/* SUF_ERROR_SCENARIO, told, where no cause can act or the plan is without some already.
 * Free it after a failure too. */
SUF_MUST_CHECK suf_status suf_why_variants_make(
    suf_variants *self, const suf_scenario *plan, suf_faults *faults);
void suf_variants_free(suf_variants *self);

#endif

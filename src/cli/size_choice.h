/* What a question of size is about: which levers, conditions and how many replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIZE_CHOICE_H
#define SUF_CLI_SIZE_CHOICE_H

#include "base/fault.h"
#include "base/status.h"
#include "cli/options.h"
#include "scenario/types/scenario.h"

typedef struct suf_size_wanted {
    const suf_scenario *ordered;
    const char *path;            /* of the scenario, for faults */
    const char *pattern;         /* of levers; NULL: the only one */
    const suf_texts *conditions; /* names; none: the only condition */
    uint32_t n_replications;     /* 0: not given */
} suf_size_wanted;

typedef struct suf_size_choice {
    uint32_t *levers; /* [n_levers] of the ordered scenario; owned */
    uint32_t n_levers;
    uint32_t *conditions; /* [n_conditions] among targets and conditions; owned */
    uint32_t n_conditions;
    uint32_t n_replications;
} suf_size_choice;

/* SUF_ERROR_SCENARIO when there is nothing to ask about, which is told. */
SUF_MUST_CHECK suf_status suf_size_choose(
    suf_size_choice *self, const suf_size_wanted *wanted, suf_faults *faults);
void suf_size_choice_free(suf_size_choice *self);

#endif

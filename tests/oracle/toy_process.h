/* A seventh process for tests: an inspector who calls every noon and counts the people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_TESTS_TOY_PROCESS_H
#define SUF_TESTS_TOY_PROCESS_H

#include "engine/core/core.h"
#include "engine/population/population.h"

typedef struct toy_state {
    suf_core *core;
    const suf_population *people;
    uint32_t n_starts; /* all others are of the replication in hand */
    uint32_t n_days, n_day_ends, n_months, n_month_ends, n_visits;
    uint64_t n_seen; /* residents of all districts, over all visits */
} toy_state;

extern const suf_process toy_process;

#endif

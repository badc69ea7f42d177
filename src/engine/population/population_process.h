/* The people as a process: a step at the start of each month.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_POPULATION_PROCESS_H
#define SUF_ENGINE_POPULATION_PROCESS_H

#include "engine/core/core.h"
#include "engine/population/population.h"

extern const suf_process suf_population_process;

/* The people of a replication; there are none where the scenario has no population. */
suf_population *suf_population_of(const suf_core *core);

#endif

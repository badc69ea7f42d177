/* One replication of a scenario, to be told event by event.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that a replication needs, of its own: it is the same, number by number, as in a run
 * with this scenario and seed. */
#ifndef SUF_CLI_TOLD_REPLICATION_H
#define SUF_CLI_TOLD_REPLICATION_H

#include "base/fault.h"
#include "cli/layout.h"
#include "cli/options.h"
#include "cli/story.h"
#include "engine/core/replication.h"

typedef struct suf_told_replication {
    suf_scenario scenario, ordered;
    suf_model model;
    suf_layout layout;
    suf_layout_maps maps;
    suf_parameters parameters;
    suf_metrics metrics;
    suf_replication replication;
    double *values; /* drawn for it; owned */
} suf_told_replication;

/* Reads, builds and draws, into zeros; free it after a failure too. */
SUF_MUST_CHECK suf_status suf_told_prepare(suf_told_replication *self, const char *path,
    const suf_texts *sets, uint64_t replication, suf_faults *faults);
void suf_told_free(suf_told_replication *self);
/* A story of all that happens in it, to be printed as text; borrows it. */
suf_story suf_told_story(const suf_told_replication *self);

#endif

/* The scenarios of one run, and everything that is built from them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_BATCH_H
#define SUF_CLI_BATCH_H

#include <stddef.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/layout.h"
#include "experiment/runner.h"
#include "journal/provenance.h"
#include "scenario/types/scenario.h"

/* Not moved once it was read: its parts point to each other. */
typedef struct suf_batch {
    size_t n;                        /* scenarios; all arrays below have as many */
    suf_scenario *scenarios;         /* as written; owned, as everything here */
    suf_scenario *ordered;           /* the same in one order: of the models */
    suf_model *models;               /* zero until suf_batch_build */
    suf_run_scenario *run_scenarios; /* likewise */
    const char **texts;              /* resolved scenarios; each of its scenario */
    suf_layout_maps *maps;
    suf_layout layout;
    suf_provenance provenance;
} suf_batch;

/* Reads n scenario files, so that the faults of all are told at once. */
SUF_MUST_CHECK suf_status suf_batch_read(suf_batch *self, const char *const *paths,
    size_t n, const char *const *sets, size_t n_sets, suf_faults *faults);
/* The same, each with sets of its own. */
typedef struct suf_batch_source {
    const char *path;
    const char *const *sets; /* [n_sets] */
    size_t n_sets;
} suf_batch_source;
/* Reads n sources; as suf_batch_read. */
SUF_MUST_CHECK suf_status suf_batch_read_each(
    suf_batch *self, const suf_batch_source *sources, size_t n, suf_faults *faults);
/* The same from resolved texts, as a journal or a results file holds them; `file` is
 * named in faults. */
SUF_MUST_CHECK suf_status suf_batch_read_texts(
    suf_batch *self, const char *file, char *const *texts, size_t n, suf_faults *faults);
/* Builds the models, for those who simulate. */
SUF_MUST_CHECK suf_status suf_batch_build(suf_batch *self, suf_faults *faults);
/* Legal after a failed read, and twice. */
void suf_batch_free(suf_batch *self);

#endif

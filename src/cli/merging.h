/* A results file from journals alone: what `merge` and `finish` have in common.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_MERGING_H
#define SUF_CLI_MERGING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"

typedef struct suf_merging {
    const char *const *paths; /* of the journals */
    uint32_t n_paths;
    const char *output;
    const char *base; /* results of the same run to start from, if it is there; or NULL */
    uint32_t n_replications; /* of the run; 0: as many as the journals tell of */
    bool is_partial;         /* write what is there, though replications are missing */
    bool quiet;
    bool is_removing; /* remove the journals when nothing is missing */
} suf_merging;

/* Joins the journals, with the output locked. SUF_ERROR_LOCKED when another command is
 * writing it; SUF_ERROR_INCOMPLETE when replications are missing (without is_partial):
 * which ones, and in which shards, is told in *faults. */
SUF_MUST_CHECK suf_status suf_merge_journals(const suf_merging *of, suf_faults *faults);

#endif

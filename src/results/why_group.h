/* The group /why of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made where the scenarios of a file are a plan and the plan without its causes of
 * shortage (stats/why.h), from the records of the file and nothing else: whoever writes
 * such a file, at once, from shards or again, writes the same group. */
#ifndef SUF_RESULTS_WHY_GROUP_H
#define SUF_RESULTS_WHY_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include <hdf5.h>

#include "base/status.h"
#include "results/store.h"

/* Writes the group, if there is a plan that it could be of; a lack of memory, of the file
 * `path`, is told in the store's faults. */
SUF_MUST_CHECK suf_status suf_why_group_write(hid_t file, const char *path,
    suf_store *store, const int32_t *replications, uint32_t n_replications,
    bool (*goes_on)(void *context), void *context);

#endif

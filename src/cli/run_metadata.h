/* The facts of a command that wrote a results file, beside it: NAME.run.json.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_RUN_METADATA_H
#define SUF_CLI_RUN_METADATA_H

#include <stdint.h>
#include <time.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/batch.h"
#include "journal/provenance.h"

typedef struct suf_metadata {
    const suf_batch *batch;
    const char *output;           /* the results file */
    const suf_origin *origins;    /* [batch->n]; NULL: not known */
    time_t started;               /* of the command */
    uint32_t n_written;           /* replications in the file */
    const suf_run_effort *effort; /* NULL: nothing was simulated */
} suf_metadata;

/* Writes them; the reason of a failure is in *faults. */
SUF_MUST_CHECK suf_status suf_metadata_write(
    const suf_metadata *self, suf_faults *faults);

#endif

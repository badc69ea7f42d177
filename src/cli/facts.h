/* The facts of a command that wrote a results file, beside it: NAME.run.json.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_FACTS_H
#define SUF_CLI_FACTS_H

#include <stdint.h>
#include <time.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/batch.h"
#include "journal/provenance.h"

typedef struct suf_facts {
    const suf_batch *batch;
    const char *output;           /* the results file */
    const suf_origin *origins;    /* [batch->n]; NULL: not known */
    time_t started;               /* of the command */
    uint32_t n_written;           /* replications in the file */
    const suf_run_effort *effort; /* NULL: nothing was simulated */
} suf_facts;

/* Writes them; the reason of a failure is in *faults. */
SUF_MUST_CHECK suf_status suf_facts_write(const suf_facts *self, suf_faults *faults);

#endif

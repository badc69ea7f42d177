/* The facts of a command that wrote a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "run_metadata.h"

#include <stdlib.h>

#include "base/memory.h"
#include "stats/estimate.h"

suf_status
suf_metadata_write(const suf_metadata *self, suf_faults *faults)
{
    const suf_layout *layout = &self->batch->layout;
    const char **names = NULL;
    suf_status status = suf_array_new(self->batch->n, sizeof *names, &names);
    for (size_t i = 0; status == SUF_OK && i < self->batch->n; i++) {
        names[i] = layout->scenarios[i].name;
    }
    suf_run_metadata facts = {.provenance = &self->batch->provenance,
        .started = self->started,
        .scenarios = (uint32_t) self->batch->n,
        .replications = self->n_written,
        .effort = self->effort,
        .n_targets = layout->n_targets,
        .n_targets_on_c = suf_layout_targets_of(layout, 'C'),
        .design = suf_design_word(layout->design.kind),
        .names = names,
        .origins = self->origins};
    if (status == SUF_OK) {
        status = suf_run_metadata_write(&facts, self->output, faults);
    }
    free((void *) names);
    return status;
}

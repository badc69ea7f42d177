/* Results files of formats before 1.4: what they do not say, found from what they do.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They have neither measures nor kinds of services. A service is of the kind whose
 * variables are observed in the first replication; measures are folded as they are today.
 * Nothing else of the program guesses. */
#ifndef SUF_RESULTS_OLDER_H
#define SUF_RESULTS_OLDER_H

#include "results/results_file.h"

typedef struct suf_older suf_older;

/* Sets self->older and the facts of the services in the layout. */
SUF_MUST_CHECK suf_status suf_older_open(suf_results *self, suf_faults *faults);
void suf_older_free(suf_older *self);
/* As suf_results_block, of a measure. */
SUF_MUST_CHECK suf_status suf_older_measure(suf_results *self, suf_variable variable,
    uint32_t scenario, uint32_t replication, double *values, suf_faults *faults);

#endif

/* What a question of slips is about: targets, projects, and the model that answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SLIP_CHOICE_H
#define SUF_CLI_SLIP_CHOICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "base/text.h"
#include "cli/batch.h"
#include "question/felt.h"
#include "question/slip.h"

typedef struct suf_slip_wanted {
    const char *targets, *projects; /* patterns; NULL: all */
    bool is_use;                    /* of targets of use too */
    double days;
} suf_slip_wanted;

typedef struct suf_slip_choice {
    bool *is_asked;       /* [n_targets + n_conditions] of the model; owned */
    uint32_t n_asked;     /* those of them that are */
    bool has_use;         /* some of them rest on use: the whole model is simulated */
    size_t n_passed_over; /* targets of use that are not asked about */
    suf_slip_pair *pairs; /* owned, as the rest */
    uint32_t n_pairs, n_counted;
    bool *is_linked; /* [n_projects] some target that is asked about counts or feels it */
    uint32_t *levers; /* [n_projects] */
    uint32_t
        *map; /* where the targets that are left stand in the layout; NULL: all are */
    suf_felt felt; /* what is simulated, where it has_use */
} suf_slip_choice;

/* Chooses, and builds the model of the batch, which was read. `added`: what makes the
 * rule another one. To be freed, after a failure too. */
SUF_MUST_CHECK suf_status suf_slip_choose(suf_slip_choice *self, suf_batch *batch,
    const suf_slip_wanted *wanted, suf_text *added, suf_faults *faults);
void suf_slip_choice_free(suf_slip_choice *self);

#endif

/* The question slip: asking it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_ask.h"

#include <stdlib.h>

#include "base/memory.h"
#include "question/slip_groups.h"

suf_status
suf_slip_ask(
    const suf_slip_question *self, suf_evaluations *evaluations, suf_slip_answer *answer)
{
    const suf_model *model = self->model;
    double *planned = NULL;
    uint32_t *replications = NULL;
    suf_status status = SUF_OK;
    *answer = (suf_slip_answer){0};
    SUF_TRY(suf_array_new(self->n_pairs, sizeof *answer->rows, &answer->rows));
    SUF_TRY(suf_array_new(
        suf_trials_n_asked(model), sizeof *answer->targets, &answer->targets));
    SUF_TRY(suf_array_new(model->n_levers, sizeof *planned, &planned));
    SUF_TRY(suf_array_new(self->n, sizeof *replications, &replications));
    for (uint32_t i = 0; i < model->n_levers; i++) {
        planned[i] = model->levers[i].value;
    }
    for (uint32_t r = 0; r < self->n; r++) {
        replications[r] = r;
    }
    SUF_TRY(suf_evaluations_ask(evaluations, planned, replications, self->n));
    SUF_TRY(suf_slip_fold_counted(self, evaluations, planned, answer));
    status = suf_slip_groups_ask(self, evaluations, planned, answer);
out:
    free(planned);
    free(replications);
    return status;
}

/* Sizes of linked levers made cheaper by exchange.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint_exchange.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "question/ranks.h"

/* Steps within which a critical size may be another at sizes near those of the answer. */
enum { NEAR = 4 };

typedef struct exchange {
    suf_joint_brackets *of;
    uint32_t *at; /* [n_levers] those that are tried; owned */
    bool *is_met; /* [n] at them; owned */
} exchange;

/* Whether it must be tried whether a replication is met at the new sizes. */
static bool
is_open(const exchange *self, uint32_t r, bool is_raised)
{
    const suf_joint_task *task = self->of->task;
    const uint32_t *critical = &self->of->answer->critical[(size_t) r * task->n_levers];
    bool is_far = false;
    bool is_near = false;
    for (uint32_t k = 0; k < task->n_levers; k++) {
        is_far = is_far || critical[k] == SUF_NONE || critical[k] > self->at[k] + NEAR;
        is_near = is_near || critical[k] == SUF_NONE || critical[k] + NEAR > self->at[k];
    }
    return self->of->is_met[r] ? is_near : is_raised && !is_far;
}

static suf_status
try_one(exchange *self, bool is_raised, bool *is_enough)
{
    suf_joint_brackets *of = self->of;
    const suf_joint_task *task = of->task;
    uint32_t n_trials = 0;
    uint32_t n_met = 0;
    suf_status status = SUF_OK;
    for (uint32_t r = 0; r < task->n; r++) {
        self->is_met[r] = of->is_met[r];
        if (is_open(self, r, is_raised)) {
            of->trials[n_trials++] = (suf_joint_trial){r, self->at};
        }
    }
    SUF_TRY(suf_joint_brackets_ask(of, n_trials));
    for (uint32_t i = 0; i < n_trials; i++) {
        bool is_all = true;
        for (uint32_t k = 0; k <= task->n_levers; k++) {
            is_all = is_all && of->met[(size_t) i * (task->n_levers + 1) + k] > 0;
        }
        self->is_met[of->trials[i].replication] = is_all;
    }
    for (uint32_t r = 0; r < task->n; r++) {
        n_met += self->is_met[r] ? 1 : 0;
    }
    *is_enough = n_met >= suf_rank_fits(task->n, task->p);
out:
    return status;
}

/* One less of a lever, for one more of another (n_levers: of none); false: it may not be,
 * or does not save, or is not enough. */
static suf_status
exchange_one(exchange *self, uint32_t less, uint32_t more, bool *is_done)
{
    const suf_joint_task *task = self->of->task;
    suf_joint_sizes *fits = &self->of->answer->fits;
    bool is_raised = more < task->n_levers;
    suf_status status = SUF_OK;
    *is_done = false;
    if (fits->at[less] == 0 || less == more ||
        (is_raised && (task->cost[more] >= task->cost[less] ||
                          fits->at[more] + 1 >= task->n_values[more]))) {
        return SUF_OK;
    }
    memcpy(self->at, fits->at, task->n_levers * sizeof *self->at);
    self->at[less]--;
    if (is_raised) {
        self->at[more]++;
    }
    SUF_TRY(try_one(self, is_raised, is_done));
    if (*is_done) {
        memcpy(fits->at, self->at, task->n_levers * sizeof *self->at);
        memcpy(self->of->is_met, self->is_met, task->n * sizeof *self->is_met);
        fits->cost -= task->cost[less] - (is_raised ? task->cost[more] : 0);
        self->of->answer->n_exchanged++;
    }
out:
    return status;
}

suf_status
suf_joint_exchange(suf_joint_brackets *self)
{
    const suf_joint_task *task = self->task;
    exchange of = {.of = self};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(task->n_levers, sizeof *of.at, &of.at));
    SUF_TRY(suf_array_new(task->n, sizeof *of.is_met, &of.is_met));
    for (bool is_better = true; is_better;) {
        is_better = false;
        for (uint32_t k = 0; k < task->n_levers && !is_better; k++) {
            for (uint32_t j = 0; j <= task->n_levers && !is_better; j++) {
                SUF_TRY(exchange_one(&of, k, task->n_levers - j, &is_better));
            }
        }
        if (is_better) {
            suf_joint_brackets_tell(self, "exchange");
        }
    }
out:
    free(of.at);
    free(of.is_met);
    return status;
}

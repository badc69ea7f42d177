/* Who sits where, in services that preempt.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "seating.h"

#include <stdlib.h>

#include "base/memory.h"

suf_status
suf_seating_new(const suf_model *model, struct suf_seating **seating)
{
    struct suf_seating *self = NULL;
    suf_status status = SUF_OK;
    *seating = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->n_pools = model->n_services * model->n_areas;
    SUF_TRY(suf_array_new(self->n_pools, sizeof *self->seated, &self->seated));
    for (uint32_t i = 0; i < self->n_pools; i++) {
        const suf_stay_model *stay =
            suf_service_stay(&model->services[i / model->n_areas]);
        if (stay != NULL && stay->preempts) {
            SUF_TRY(suf_waiting_line_init(
                &self->seated[i], SUF_DISCIPLINE_PRIORITY, stay->n_classes));
        }
    }
    *seating = self;
    self = NULL;
out:
    suf_seating_free(self);
    return status;
}

void
suf_seating_free(struct suf_seating *self)
{
    if (self == NULL) {
        return;
    }
    for (uint32_t i = 0; self->seated != NULL && i < self->n_pools; i++) {
        suf_waiting_line_free(&self->seated[i]);
    }
    free(self->seated);
    free(self->displaced);
    free(self);
}

void
suf_seating_clear(struct suf_seating *self)
{
    for (uint32_t i = 0; i < self->n_pools; i++) {
        suf_waiting_line_clear(&self->seated[i]);
    }
    for (size_t i = 0; i < self->n_displaced; i++) {
        self->displaced[i].rest = 0;
    }
}

void __attribute__((noinline))
suf_seating_keep_rest(suf_stay_state *state, uint32_t index, suf_ticks rest)
{
    struct suf_seating *self = state->seating;
    size_t known = self->n_displaced;
    if (index >= known) {
        suf_status status = suf_array_grow(&self->displaced, &self->n_displaced,
            (size_t) index + 1, sizeof *self->displaced);
        if (status != SUF_OK) {
            suf_core_fail(state->core, status);
            return;
        }
        for (size_t i = known; i < self->n_displaced; i++) {
            self->displaced[i].rest = 0;
        }
    }
    self->displaced[index] = (suf_displaced){rest, state->core->now_days};
}

static suf_waiting_line *
seated_at(suf_stay_state *state, uint32_t service, uint32_t index)
{
    uint32_t site = state->entities.entities[index].site;
    return &state->seating->seated[suf_model_pool(state->model, service, site)];
}

void __attribute__((noinline))
suf_seating_seat_one(suf_stay_state *state, uint32_t service, uint32_t index)
{
    suf_core_fail(state->core,
        suf_waiting_line_join(seated_at(state, service, index), &state->entities, index));
}

void __attribute__((noinline))
suf_seating_unseat_one(suf_stay_state *state, uint32_t service, uint32_t index)
{
    suf_waiting_line_leave(seated_at(state, service, index), &state->entities, index);
}

/* What stays keep from one month to the next.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Not the candidates of requests, which are made anew when a month or a day begins, nor
 * what is known of a day (day_parts.h); the rules of services follow from parameters, and
 * are found when the state is cleared. */
#include "stay_checkpoint.h"

#include "engine/core/checkpoint.h"
#include "engine/stay/admission_cohort.h"
#include "engine/stay/classes.h"
#include "engine/stay/seating.h"
#include "engine/stay/stay_state.h"
#include "engine/stay/waits.h"
#include "engine/stay/wave.h"

static void
line_checkpoint(suf_waiting_line *self, suf_checkpoint *to)
{
    SUF_CHECKPOINT_MEMBER(to, self->n);
    SUF_CHECKPOINT_ARRAY(to, self->first, self->n_classes);
    SUF_CHECKPOINT_ARRAY(to, self->last, self->n_classes);
    if (self->discipline == SUF_DISCIPLINE_LOTTERY ||
        self->discipline == SUF_DISCIPLINE_RETRIAL) {
        SUF_CHECKPOINT_GROWN(to, self->members, self->member_capacity, self->n);
    }
}

static void
entities_checkpoint(suf_entity_pool *self, suf_checkpoint *to)
{
    SUF_CHECKPOINT_MEMBER(to, self->n);
    SUF_CHECKPOINT_GROWN(to, self->entities, self->entity_capacity, self->n);
    SUF_CHECKPOINT_GROWN(to, self->details, self->detail_capacity, self->n);
    SUF_CHECKPOINT_MEMBER(to, self->free_entity);
    SUF_CHECKPOINT_MEMBER(to, self->n_live);
}

static void
calendar_checkpoint(suf_stay_calendar *self, suf_checkpoint *to)
{
    SUF_CHECKPOINT_ARRAY(to, self->head, self->n_days);
    SUF_CHECKPOINT_ARRAY(to, self->tail, self->n_days);
    SUF_CHECKPOINT_MEMBER(to, self->n_chunks);
    SUF_CHECKPOINT_GROWN(
        to, self->slots, self->capacity, self->n_chunks * SUF_STAY_CHUNK);
    SUF_CHECKPOINT_MEMBER(to, self->free_chunk);
}

static void
waits_checkpoint(struct suf_waits *self, const suf_model *model, suf_checkpoint *to)
{
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    size_t n_lines = (size_t) model->n_classes * model->n_districts;
    SUF_CHECKPOINT_ARRAY(to, self->n_at_once, n_pools * self->n_years);
    SUF_CHECKPOINT_ARRAY(to, self->n_class_at_once, n_lines * self->n_years);
    SUF_CHECKPOINT_MEMBER(to, self->n);
    SUF_CHECKPOINT_GROWN(to, self->items, self->capacity, self->n);
}

static void
seating_checkpoint(struct suf_seating *self, suf_checkpoint *to)
{
    size_t n = self->n_displaced;
    for (uint32_t i = 0; i < self->n_pools; i++) {
        line_checkpoint(&self->seated[i], to);
    }
    SUF_CHECKPOINT_MEMBER(to, n); /* its own room may be greater on the way back */
    SUF_CHECKPOINT_GROWN(to, self->displaced, self->n_displaced, n);
}

/* Of services that are left out nobody is there. */
static void
in_system_checkpoint(suf_stay_state *self, suf_checkpoint *to)
{
    size_t n_cells = self->model->population.n_cells;
    for (uint32_t i = 0; i < self->model->n_services; i++) {
        if (suf_scope_has_service(&self->core->scope, i)) {
            SUF_CHECKPOINT_ARRAY(to, self->in_system + i * n_cells, n_cells);
        }
    }
}

void
suf_stay_checkpoint(void *self, suf_checkpoint *to)
{
    suf_stay_state *state = self;
    const suf_model *model = state->model;
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    size_t n_days = (uint32_t) model->end_days;
    entities_checkpoint(&state->entities, to);
    for (size_t i = 0; i < n_pools; i++) {
        line_checkpoint(&state->lines[i], to);
    }
    SUF_CHECKPOINT_ARRAY(to, state->n_lotteries, n_pools);
    SUF_CHECKPOINT_ARRAY(to, state->service_waiting, model->n_services);
    SUF_CHECKPOINT_ARRAY(to, state->n_brief_stays, model->n_services);
    in_system_checkpoint(state, to);
    calendar_checkpoint(&state->stays, to);
    waits_checkpoint(state->waits, model, to);
    SUF_CHECKPOINT_ARRAY(
        to, state->classes, (size_t) model->n_classes * model->n_districts);
    SUF_CHECKPOINT_ARRAY(to, state->cohorts,
        (size_t) model->delivery.n_cohort_sets * model->n_areas * n_days);
    for (uint32_t i = 0; i < model->n_services; i++) {
        SUF_CHECKPOINT_MEMBER(to, state->waves[i].n);
        SUF_CHECKPOINT_GROWN(
            to, state->waves[i].stays, state->waves[i].capacity, state->waves[i].n);
    }
    seating_checkpoint(state->seating, to);
}

/* Rolls of all intakes: made, cleared, and filled at the start.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/intake.h"
#include "engine/occupancy.h"
#include "engine/roll.h"

suf_status
suf_intake_new(const suf_model *model, struct suf_enrolment **enrolment)
{
    size_t n = suf_roll_at(model, model->n_districts, 0);
    struct suf_enrolment *self = NULL;
    suf_status status = SUF_OK;
    *enrolment = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->model = model;
    SUF_TRY(suf_array_new(model->n_services, sizeof *self->rolls, &self->rolls));
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_roll *roll = &self->rolls[i];
        if (model->services[i].kind == SUF_KIND_INTAKE) {
            SUF_TRY(suf_array_new(n, sizeof *roll->head, &roll->head));
            SUF_TRY(suf_array_new(n, sizeof *roll->retry, &roll->retry));
            SUF_TRY(suf_array_new(n, sizeof *roll->graduates, &roll->graduates));
        }
    }
    SUF_TRY(suf_array_new(n, sizeof *self->pupils, &self->pupils));
    SUF_TRY(suf_array_new((size_t) model->population.n_cohorts + 1,
        sizeof *self->pupils_city, &self->pupils_city));
    SUF_TRY(suf_array_new(n, sizeof *self->applicants, &self->applicants));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->free, &self->free));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->unplaced, &self->unplaced));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->urns, &self->urns));
    *enrolment = self;
    self = NULL;
out:
    suf_intake_free(self);
    return status;
}

void
suf_intake_free(struct suf_enrolment *self)
{
    if (self == NULL) {
        return;
    }
    for (uint32_t i = 0; self->rolls != NULL && i < self->model->n_services; i++) {
        free(self->rolls[i].groups);
        free(self->rolls[i].head);
        free(self->rolls[i].retry);
        free(self->rolls[i].graduates);
    }
    free(self->rolls);
    free(self->pupils);
    free(self->pupils_city);
    free(self->applicants);
    free(self->free);
    free(self->unplaced);
    free(self->urns);
    free(self);
}

void
suf_intake_clear(struct suf_enrolment *self)
{
    const suf_model *model = self->model;
    size_t n = suf_roll_at(model, model->n_districts, 0);
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_roll *roll = &self->rolls[i];
        if (model->services[i].kind == SUF_KIND_INTAKE) {
            roll->n = 0;
            roll->graduated_days = -(double) INFINITY;
            roll->lowest = roll->retry_lowest = SUF_NONE;
            roll->highest = roll->retry_highest = 0;
            memset(roll->head, 0xff, n * sizeof *roll->head); /* SUF_NONE */
            memset(roll->retry, 0, n * sizeof *roll->retry);
            memset(roll->graduates, 0, n * sizeof *roll->graduates);
        }
    }
    memset(self->pupils, 0, n * sizeof *self->pupils);
    memset(self->pupils_city, 0,
        ((size_t) model->population.n_cohorts + 1) * sizeof *self->pupils_city);
}

/* --- the start ---------------------------------------------------------------------- */

void
suf_intake_eligible(const suf_service *service, const suf_model *model, int64_t month,
    int64_t *first, int64_t *last)
{
    *last = month + SUF_OLDEST_MONTHS - service->eligible_from;
    *first = month + SUF_OLDEST_MONTHS - service->eligible_to + 1;
    *first = *first < 0 ? 0 : *first;
    int64_t most = (int64_t) model->population.n_cohorts - 1;
    *last = *last > most ? most : *last;
}

/* Pupils of a district who began at an intake before the run, counted back from the last:
 * spread over the cohorts that were eligible when they began, in proportion to
 * the residents of now. Where none live they are of no cohort, like those of arrivals. */
static void
seat_earlier(suf_state *state, uint32_t service_index, uint32_t district, uint32_t back)
{
    const suf_model *model = state->model;
    const suf_service *service = &model->services[service_index];
    const suf_intake_model *intake = &service->intake;
    uint32_t began = intake->n_earlier - 1 - back;
    int32_t day = model->calendar.start_day + (int32_t) intake->days[began];
    int64_t month = suf_month_of_day(day) - model->calendar.first_month - 1;
    int64_t first = 0;
    int64_t last = 0;
    suf_intake_eligible(service, model, month, &first, &last);
    uint32_t n_pupils = intake->rolls[(size_t) district * intake->n_earlier + back];
    suf_pupils who = {.home = district,
        .site = district,
        .cohort = model->population.n_cohorts,
        .ends_days = intake->ends_days[began]};
    double people = 0;
    for (int64_t c = first; c <= last; c++) {
        people += suf_roll_people(state, service->sex, district, (uint32_t) c);
    }
    if (!(people > 0)) {
        suf_roll_add(state, service_index, &who, n_pupils);
        return;
    }
    double before = 0;
    for (int64_t c = first; c <= last; c++) {
        double here = suf_roll_people(state, service->sex, district, (uint32_t) c);
        double from = floor(n_pupils * before / people + 0.5);
        before += here;
        who.cohort = (uint32_t) c;
        suf_roll_add(state, service_index, &who,
            (uint32_t) (floor(n_pupils * before / people + 0.5) - from));
    }
}

static void
seat_rolls(suf_state *state, uint32_t service_index)
{
    const suf_intake_model *intake = &state->model->services[service_index].intake;
    if (intake->n == 0 || intake->n_earlier == 0) {
        return;
    }
    for (uint32_t district = 0; district < state->model->n_districts; district++) {
        for (uint32_t back = 0; back < intake->n_earlier; back++) {
            seat_earlier(state, service_index, district, back);
        }
        suf_pool *pool = suf_pool_of(state, service_index, district);
        memset(pool->counts, 0, sizeof pool->counts); /* none of them came now */
    }
}

void
suf_intake_start(suf_state *state)
{
    const suf_model *model = state->model;
    for (uint32_t i = 0; i < model->n_services; i++) {
        const suf_service *service = &model->services[i];
        if (service->kind != SUF_KIND_INTAKE) {
            continue;
        }
        seat_rolls(state, i);
        for (uint32_t number = 0; number < service->intake.n; number++) {
            suf_event_list_add(&state->events,
                suf_ticks_of_days(
                    service->intake.days[service->intake.n_earlier + number]),
                SUF_EVENT_INTAKE, i, number);
        }
    }
}

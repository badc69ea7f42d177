/* Rolls of all intakes: cleared, and filled at the start.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/intake/roll.h"
#include "model/areas.h"

void
suf_intake_clear(suf_intake_state *state)
{
    const suf_model *model = state->model;
    size_t n = suf_roll_at(model, model->n_districts, 0);
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_roll *roll = &state->rolls[i];
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
    memset(state->pupils, 0, n * sizeof *state->pupils);
    memset(state->pupils_city, 0,
        ((size_t) model->population.n_cohorts + 1) * sizeof *state->pupils_city);
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
seat_earlier(suf_intake_state *state, uint32_t service_index, uint32_t district,
    uint32_t back, uint32_t area, uint32_t n_pupils)
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
    suf_pupils who = {.home = district,
        .site = area,
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

/* Pupils of a district who began at an intake before the run, in zones by their shares.
 */
static void
seat_in_areas(
    suf_intake_state *state, uint32_t service_index, uint32_t district, uint32_t back)
{
    const suf_model *model = state->model;
    const suf_service *service = &model->services[service_index];
    double n =
        service->intake.rolls[(size_t) district * service->intake.n_earlier + back];
    double before = 0;
    for (uint32_t i = 0; i < suf_areas_of(model, service, district); i++) {
        uint32_t area = suf_area_at(model, district, i);
        double after =
            before + suf_area_share(model, state->core->parameters, service, area);
        seat_earlier(state, service_index, district, back, area,
            (uint32_t) (floor(n * after + 0.5) - floor(n * before + 0.5)));
        before = after;
    }
}

static void
seat_rolls(suf_intake_state *state, uint32_t service_index)
{
    const suf_intake_model *intake = &state->model->services[service_index].intake;
    if (intake->n == 0 || intake->n_earlier == 0) {
        return;
    }
    for (uint32_t district = 0; district < state->model->n_districts; district++) {
        for (uint32_t back = 0; back < intake->n_earlier; back++) {
            seat_in_areas(state, service_index, district, back);
        }
    }
    for (uint32_t area = 0; area < state->model->n_areas; area++) {
        suf_pool *pool = suf_pool_of(state->core, service_index, area);
        memset(pool->counts, 0, sizeof pool->counts); /* none of them came now */
    }
}

void
suf_intake_start(suf_intake_state *state)
{
    const suf_model *model = state->model;
    for (uint32_t i = 0; i < model->n_services; i++) {
        const suf_service *service = &model->services[i];
        if (service->kind != SUF_KIND_INTAKE ||
            !suf_scope_has_service(&state->core->scope, i)) {
            continue;
        }
        seat_rolls(state, i);
        for (uint32_t number = 0; number < service->intake.n; number++) {
            suf_event_list_add(&state->core->events,
                suf_ticks_of_days(
                    service->intake.days[service->intake.n_earlier + number]),
                SUF_EVENT_INTAKE, i, number);
        }
    }
}

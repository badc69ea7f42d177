/* How many people are there at the start.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "initial_counts.h"

#include <math.h>

#include "model/areas.h"

/* People of the ages a share is of, in a district. */
static double
people_of(const suf_stay_state *state, const suf_service *service, uint32_t district)
{
    double people = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        if (service->sex != SUF_BOTH_SEXES && (uint32_t) service->sex != sex) {
            continue;
        }
        for (uint32_t cohort = 0; cohort < state->model->population.n_cohorts; cohort++) {
            double age = (double) state->core->month + SUF_OLDEST_MONTHS - cohort - 0.5;
            if (age >= service->stay.of_from && age < service->stay.of_to) {
                people +=
                    state->people
                        ->residents[suf_model_cell(state->model, district, sex, cohort)];
            }
        }
    }
    return people;
}

/* Places of a pool that a question adds at the start, in which nobody is yet. */
static int64_t
n_added(const suf_stay_state *state, uint32_t service, uint32_t district)
{
    const suf_capacity_change *changes = state->core->parameters->chosen.changes;
    int64_t n = 0;
    for (uint32_t i = 0; i < state->model->n_changes && !(changes[i].time_days > 0);
         i++) {
        bool is_here = changes[i].service == service && changes[i].district == district;
        n += is_here && changes[i].is_added ? changes[i].places : 0;
    }
    return n;
}

/* Places of an area that people may hold at the start. */
static double
places_of(const suf_stay_state *state, uint32_t service, uint32_t area)
{
    return (double) suf_pool_of(state->core, service, area)->usable -
           (double) n_added(state, service, area);
}

/* How many of those counted in a district hold a place of an area: as its share of the
 * people, and where that is more than its places others of the district have the rest. */
static double
counted_here(const suf_stay_state *state, uint32_t service_index, uint32_t area)
{
    const suf_model *model = state->model;
    const suf_service *service = &model->services[service_index];
    uint32_t district = suf_area_district(model, area);
    uint32_t n = suf_areas_of(model, service, district);
    double counted = service->stay.initial_occupied[district];
    double rest = counted; /* those who find no place where they live */
    for (uint32_t i = 0; i < n; i++) {
        uint32_t other = suf_area_at(model, district, i);
        double share = suf_area_share(model, state->core->parameters, service, other);
        rest -=
            floor(fmin(counted * share, places_of(state, service_index, other)) + 0.5);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t other = suf_area_at(model, district, i);
        double places = places_of(state, service_index, other);
        double share = suf_area_share(model, state->core->parameters, service, other);
        double here = floor(fmin(counted * share, places) + 0.5);
        double more = fmax(fmin(rest, places - here), -here);
        rest -= more;
        if (other == area) {
            return here + more;
        }
    }
    return 0;
}

uint64_t
suf_initial_seated(const suf_stay_state *state, uint32_t service_index, uint32_t area)
{
    const suf_parameters *parameters = state->core->parameters;
    const suf_service *service = &state->model->services[service_index];
    double places = places_of(state, service_index, area);
    double wanted = 0;
    if (service->stay.initial_occupied != NULL) {
        wanted = counted_here(state, service_index, area);
    } else if (service->stay.initial_from_share) {
        const suf_number *share = &service->stay.base_rate;
        wanted = share->value *
                 people_of(state, service, suf_area_district(state->model, area)) *
                 suf_area_share(state->model, parameters, service, area);
        if (share->assumption != SUF_NONE) {
            wanted *= parameters->assumptions[share->assumption];
        }
    } else {
        wanted = parameters->services[service_index].initial_occupancy * places;
    }
    return (uint64_t) floor(fmin(wanted, places) + 0.5);
}

uint32_t
suf_initial_listed(const suf_stay_model *stay, uint32_t district)
{
    return stay->initial_listed != NULL ? stay->initial_listed[district]
                                        : stay->initial_waiting;
}

bool
suf_initial_is_any_listed(const suf_model *model, const suf_stay_model *stay)
{
    bool is_any = false;
    for (uint32_t i = 0; i < model->n_districts; i++) {
        is_any = is_any || suf_initial_listed(stay, i) > 0;
    }
    return is_any;
}

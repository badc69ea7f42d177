/* Where people come first: their own district, or by gravity.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit_choice.h"

#include <math.h>

/* Those of a district who come to another, or their own, first. */
static double *
flow(suf_visit_state *state, uint32_t from, uint32_t to)
{
    return &state->flows[(size_t) from * state->model->n_districts + to];
}

/* How much a district draws people of another; not yet a share. */
static double
pull(suf_visit_state *state, const suf_service *service, uint32_t index, uint32_t from,
    uint32_t to)
{
    const suf_model *model = state->model;
    double gravity =
        suf_parameters_value(state->core->parameters, &service->visit.gravity);
    double minutes =
        from == to
            ? service->visit.own_minutes
            : model->delivery.travel_minutes[(size_t) from * model->n_districts + to];
    double places = suf_pool_of(state->core, index, to)->usable;
    return isnan(minutes) ? 0 : places * exp(-gravity * minutes / 1440);
}

void
suf_visit_choose(suf_visit_state *state, const suf_service *service, uint32_t index)
{
    uint32_t n = state->model->n_districts;
    for (uint32_t from = 0; from < n; from++) {
        double sum = 0;
        for (uint32_t to = 0; to < n; to++) {
            *flow(state, from, to) = pull(state, service, index, from, to);
            sum += *flow(state, from, to);
        }
        for (uint32_t to = 0; to < n; to++) {
            double share = sum > 0 ? *flow(state, from, to) / sum : from == to ? 1 : 0;
            *flow(state, from, to) = share * state->districts[from].weekly;
        }
    }
    for (uint32_t to = 0; to < n; to++) {
        state->districts[to].weekly = 0;
        for (uint32_t from = 0; from < n; from++) {
            state->districts[to].weekly += *flow(state, from, to);
        }
    }
}

void
suf_visit_share_out(suf_visit_state *state)
{
    uint32_t n = state->model->n_districts;
    for (uint32_t from = 0; from < n; from++) {
        double *own = state->districts[from].shared;
        own[SUF_MEAN_SERVED] = own[SUF_MEAN_OVERFLOW] = own[SUF_MEAN_REFUSED] = 0;
        for (uint32_t to = 0; to < n; to++) {
            const suf_visit_district *at = &state->districts[to];
            double share = at->weekly > 0 ? *flow(state, from, to) / at->weekly : 0;
            uint32_t first = to == from ? SUF_MEAN_SERVED : SUF_MEAN_OVERFLOW;
            uint32_t then = at->second == from ? SUF_MEAN_SERVED : SUF_MEAN_OVERFLOW;
            own[first] += share * at->means[SUF_MEAN_SERVED];
            own[then] += share * at->means[SUF_MEAN_OVERFLOW];
            own[SUF_MEAN_REFUSED] += share * at->means[SUF_MEAN_REFUSED];
        }
    }
    for (uint32_t d = 0; d < n; d++) {
        suf_visit_district *at = &state->districts[d];
        for (int i = 0; i < SUF_MEAN_HOURS; i++) {
            at->means[i] = at->shared[i];
        }
    }
}

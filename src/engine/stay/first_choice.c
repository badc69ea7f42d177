/* Where people ask first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "first_choice.h"

#include <math.h>

#include "engine/stay/class_places.h"

/* How much a district draws people of another; not yet a share. */
static double
pull(const suf_stay_state *state, uint32_t service, uint32_t from, uint32_t to)
{
    const suf_model *model = state->model;
    const suf_choice_model *choice = &model->services[service].stay.choice;
    double places = suf_pool_of(state->core, service, to)->usable;
    if (!choice->has_gravity) {
        return places;
    }
    double gravity = suf_parameters_value(state->core->parameters, &choice->gravity);
    double minutes =
        from == to
            ? choice->own_minutes
            : model->delivery.travel_minutes[(size_t) from * model->n_districts + to];
    return isnan(minutes) ? 0 : places * exp(-gravity * minutes / 1440);
}

uint32_t
suf_first_choice(
    const suf_stay_state *state, uint64_t name, uint32_t source, uint32_t class)
{
    const suf_demand_source *of = &state->sources[source];
    const suf_service *service = &state->model->services[of->service];
    const suf_choice_model *choice = &service->stay.choice;
    double share = suf_parameters_value(state->core->parameters, &choice->share);
    suf_rng_block block =
        suf_rng_draw(state->core->key, SUF_BLOCK_JOIN, name, of->purpose);
    double u = suf_rng_uniform(block.word[3]);
    if (u >= share) {
        return SUF_NONE;
    }
    double sum = 0;
    for (uint32_t i = 0; i < choice->n; i++) {
        sum += pull(state, of->service, of->district, choice->to[i]);
    }
    double left = u / share * sum;
    uint32_t found = SUF_NONE;
    for (uint32_t i = 0; i < choice->n && left >= 0; i++) {
        double here = pull(state, of->service, of->district, choice->to[i]);
        found = here > 0 ? choice->to[i] : found;
        left -= here;
    }
    bool is_free = found != SUF_NONE && suf_class_may_take(service, class,
                                            suf_pool_of(state->core, of->service, found));
    return is_free ? found : SUF_NONE;
}

/* Whether somebody who asks goes away at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "balk.h"

#include "engine/stay/turn.h"

/* People in places and waiting: of the district, or with one list of the city. */
static uint32_t
n_present(const suf_stay_state *state, const suf_service *service, uint32_t service_index,
    uint32_t pool_index)
{
    uint32_t n = suf_turn_list_length(state, service, service_index, pool_index);
    if (!service->stay.is_city_list) {
        return n + state->core->pools[pool_index].occupied;
    }
    for (uint32_t d = 0; d < state->model->n_areas; d++) {
        n += suf_pool_of(state->core, service_index, d)->occupied;
    }
    return n;
}

double
suf_balk_probability(
    const suf_stay_state *state, uint32_t service_index, uint32_t pool_index)
{
    const suf_service *service = &state->model->services[service_index];
    if (service->stay.n_balk == 0) {
        return state->core->parameters->services[service_index].balk;
    }
    uint32_t present = n_present(state, service, service_index, pool_index);
    double probability = 0;
    for (size_t i = 0;
         i < service->stay.n_balk && service->stay.balk_present[i] <= present; i++) {
        probability = service->stay.balk_probability[i];
    }
    return probability;
}

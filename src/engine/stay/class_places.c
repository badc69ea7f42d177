/* Places by class: who may take one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "class_places.h"

uint16_t
suf_class_of(const suf_stay_state *state, const suf_service *service, uint64_t name,
    uint32_t source)
{
    uint16_t class = 0;
    if (service->stay.n_classes > 1) {
        suf_rng_block block = suf_rng_draw(
            state->core->key, SUF_BLOCK_JOIN, name, state->sources[source].purpose);
        double u = suf_rng_uniform(block.word[1]);
        while (class + 1U < service->stay.n_classes &&
               u >= service->stay.class_limits[class]) {
            class ++;
        }
    }
    return class;
}

uint32_t
suf_class_free_site(const suf_stay_state *state, const suf_service *service,
    uint32_t service_index, uint32_t home, uint32_t class)
{
    uint32_t i = service->reach_first[home];
    for (uint32_t d = home;; d = service->reach[i++]) {
        if (suf_class_may_take(
                service, class, suf_pool_of(state->core, service_index, d))) {
            return d;
        }
        if (i == service->reach_first[home + 1]) {
            return SUF_NONE;
        }
    }
}

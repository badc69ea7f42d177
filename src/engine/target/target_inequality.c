/* Inequality between districts as a target.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "target_inequality.h"

#include <math.h>

#include "engine/population/served_people.h"
#include "engine/target/target_access.h"
#include "engine/target/target_totals.h"

static suf_part
part_served(const suf_target_state *state, uint32_t service, uint32_t district)
{
    const suf_model *model = state->model;
    if (model->services[service].kind == SUF_KIND_INTAKE) {
        return suf_last_placed(state, service, district);
    }
    suf_totals window =
        suf_totals_of_window(state, service, &district, 1, SUF_WINDOW_DAYS);
    return (suf_part){window.served, window.served + window.without};
}

/* The ratio of one district. */
static suf_part
part_of(const suf_target_state *state, const suf_target *target, uint32_t district)
{
    const suf_model *model = state->model;
    switch (target->ratio) {
    case SUF_RATIO_PLACES:
        return (suf_part){suf_places_built(state, target->of, district),
            (double) suf_served_people(
                state->people, &model->services[target->of], district)};
    case SUF_RATIO_SERVED:
        return part_served(state, target->of, district);
    case SUF_RATIO_WITHIN:
        return suf_people_within(state, target, &district, 1);
    case SUF_RATIO_ACCESS:
        return suf_places_reached(state, target, &district, 1);
    case SUF_RATIO_NONE:
        break;
    }
    return (suf_part){0};
}

double
suf_target_inequality(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    suf_unequal *unequal = state->unequal;
    if (target->ratio == SUF_RATIO_WITHIN && target->stock == SUF_NONE) {
        return (double) NAN;
    }
    suf_unequal_clear(unequal);
    for (uint32_t i = 0; i < n; i++) {
        suf_part part = part_of(state, target, districts[i]);
        (void) suf_unequal_add(unequal, part.top, part.base);
    }
    return suf_unequal_index(unequal, target->index);
}

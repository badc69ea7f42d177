/* Intakes whose seats stand in zones.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake_zones.h"

#include <math.h>

#include "engine/intake/intake_draws.h"
#include "engine/intake/roll.h"
#include "model/areas.h"
#include "random/inversion.h"

/* Names of the draws of those without a seat, apart from those of applicants. */
#define WITHOUT_SEAT ((uint32_t) 1 << 31)

/* Those of a district who live in none of its zones before. */
typedef struct elsewhere {
    double share; /* of the district's people */
    uint32_t n;   /* of those at hand */
} elsewhere;

/* How many of those that are left live in this zone: a binomial number; no draw where it
 * is all or none. */
static uint32_t
take_zone(suf_intake_state *state, const suf_service *service, uint32_t area,
    elsewhere left, uint32_t number, uint32_t cohort, uint32_t name)
{
    double share = suf_area_share(state->model, state->core->parameters, service, area);
    double of_left = left.share > share ? share / left.share : 1;
    if (left.n == 0 || !(share > 0) || of_left >= 1) {
        return share > 0 ? left.n : 0;
    }
    return (uint32_t) suf_binomial_draw(left.n, of_left, log1p(-of_left),
        suf_intake_uniform(state, service, number, BLOCK_ZONE, name | area, cohort));
}

void
suf_intake_split_applicants(suf_intake_state *state, const suf_service *service,
    uint32_t index, uint32_t number, uint32_t district)
{
    const suf_model *model = state->model;
    double left = 1;
    uint32_t *rest = &state->applicants[suf_roll_at(model, district, 0)];
    for (uint32_t i = 1; i < suf_areas_of(model, service, district); i++) {
        uint32_t area = suf_area_at(model, district, i);
        uint32_t *here = &state->applicants[suf_roll_at(model, area, 0)];
        uint32_t sum = 0;
        for (uint32_t c = state->lowest; c <= state->highest; c++) {
            here[c] =
                take_zone(state, service, area, (elsewhere){left, rest[c]}, number, c, 0);
            rest[c] -= here[c];
            sum += here[c];
        }
        left -= suf_area_share(model, state->core->parameters, service, area);
        state->unplaced[area] = sum;
        state->unplaced[district] -= sum;
        suf_pool_of(state->core, index, area)->counts[SUF_COUNT_APPLICANTS] += sum;
        suf_pool_of(state->core, index, district)->counts[SUF_COUNT_APPLICANTS] -= sum;
    }
}

/* Seats up to n pupils of a group who live in an area. */
static void
seat_in_reach(suf_intake_state *state, const suf_service *service, uint32_t index,
    size_t group, uint32_t area, uint32_t n)
{
    suf_roll *roll = &state->rolls[index];
    suf_pupils placed = roll->groups[group];
    uint32_t n_areas = service->reach_first[area + 1] - service->reach_first[area] + 1;
    for (uint32_t j = 0; n > 0 && j < n_areas; j++) {
        placed.site = j == 0 ? area : service->reach[service->reach_first[area] + j - 1];
        uint32_t seats = suf_roll_free_seats(state, index, placed.site);
        uint32_t seated = seats < n ? seats : n;
        suf_roll_remove(state, index, &roll->groups[group], seated);
        suf_roll_add(state, index, &placed, seated);
        n -= seated;
    }
}

void
suf_intake_seat_group(suf_intake_state *state, const suf_service *service, uint32_t index,
    uint32_t number, size_t group)
{
    const suf_model *model = state->model;
    const suf_pupils who = state->rolls[index].groups[group];
    double left = 1;
    uint32_t rest = who.count;
    for (uint32_t i = 1; i < suf_areas_of(model, service, who.home); i++) {
        uint32_t area = suf_area_at(model, who.home, i);
        uint32_t here = take_zone(state, service, area, (elsewhere){left, rest}, number,
            who.cohort, WITHOUT_SEAT);
        left -= suf_area_share(model, state->core->parameters, service, area);
        rest -= here;
        seat_in_reach(state, service, index, group, area, here);
    }
    seat_in_reach(state, service, index, group, who.home, rest);
}

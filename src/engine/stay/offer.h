/* Offers: free places, and the people from a list who get them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A freed or opened place goes to the one whose turn it is (turn.h); in an orbit
 * (retrial.h) to whoever asks first. What an offer shares with a request stands here too:
 * which place is free, and how an admission is counted. */
#ifndef SUF_ENGINE_OFFER_H
#define SUF_ENGINE_OFFER_H

#include "engine/stay/admission_cohort.h"
#include "engine/stay/stay_state.h"

/* Gives the free places of a district to those who wait for them. */
void suf_offer_places(suf_stay_state *state, uint32_t service, uint32_t district);

/* An entity in orbit asks again (retrial.h). */
void suf_offer_on_retry(suf_stay_state *state, const suf_event *event);

/* The district with a free place nearest to those who ask from a source, or SUF_NONE. On
 * a day that is taken at once has_room stands for the comparison (day.h, invariant c). */
static inline uint32_t
suf_free_site(suf_stay_state *state, const suf_demand_source *source)
{
    uint32_t home = source->district;
    const suf_pool *pool = &state->core->pools[source->pool];
    if (pool->has_room || pool->occupied < pool->usable) {
        return home;
    }
    const suf_service *service = &state->model->services[source->service];
    for (uint32_t i = service->reach_first[home]; i < service->reach_first[home + 1];
         i++) {
        pool = suf_pool_of(state->core, source->service, service->reach[i]);
        if (pool->has_room || pool->occupied < pool->usable) {
            return service->reach[i];
        }
    }
    return SUF_NONE;
}

/* Counts that somebody of an area is admitted to a place of another one or the same:
 * by residence, and what comes in from elsewhere by location (stats/variables.h).
 * waited_days >= 0; 0 at once. */
static inline void
suf_count_admission(suf_stay_state *state, uint32_t service, uint32_t home, uint32_t site,
    double waited_days)
{
    suf_pool *pool = suf_pool_of(state->core, service, home);
    pool->counts[SUF_COUNT_ADMISSIONS]++;
    pool->wait_sum_days += waited_days;
    if (suf_has_rule(state, service, SUF_RULE_COHORTS)) {
        suf_admission_admit(
            state, service, home, state->core->now_days - waited_days, waited_days);
    }
    if (suf_area_district(state->model, site) != suf_area_district(state->model, home)) {
        pool->counts[SUF_COUNT_ADMISSIONS_OVERFLOW]++;
        suf_pool_of(state->core, service, site)
            ->counts[SUF_COUNT_ADMISSIONS_OVERFLOW_IN]++;
    }
}

#endif

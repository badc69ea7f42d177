/* Names of the draws of an intake.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_INTAKE_DRAWS_H
#define SUF_ENGINE_INTAKE_DRAWS_H

#include "engine/intake/intake_state.h"
#include "model/areas.h"

/* Blocks of an intake's draws, under (number of the intake, what): applicants and those
 * who try again by district and cohort, who is chosen, one by one, and how many of the
 * applicants live in a zone. */
enum { BLOCK_APPLY, BLOCK_RETRY, BLOCK_CHOICE, BLOCK_ZONE, BLOCKS_LOG2 = 2 };

/* The name of an area in draws: its district and, above 16 bits, which of its zones it
 * is. The first zone has the name of the district without zones, so that one zone of
 * share 1 has its draws; places of no zone then have another. */
static inline uint32_t
suf_intake_area_name(
    const suf_intake_state *state, const suf_service *service, uint32_t area)
{
    const suf_model *model = state->model;
    uint32_t district = suf_area_district(model, area);
    uint32_t zone = 1;
    while (zone < suf_areas_of(model, service, district) &&
           suf_area_at(model, district, zone) != area) {
        zone++;
    }
    return suf_areas_of(model, service, district) == 1 ? district
           : area < model->n_districts                 ? district | 0xffff0000U
                                                       : district | (zone - 1) << 16;
}

/* A uniform of an intake, by what it is for, name of the area and cohort. */
static inline double
suf_intake_uniform(const suf_intake_state *state, const suf_service *service,
    uint32_t number, uint64_t what, uint32_t name, uint32_t cohort)
{
    const suf_model *model = state->model;
    int32_t birth_month =
        model->calendar.first_month + (int32_t) cohort - (int32_t) SUF_OLDEST_MONTHS;
    suf_rng_block block =
        suf_rng_draw(state->core->key, (uint64_t) number << BLOCKS_LOG2 | what,
            (uint64_t) name << 32 | (uint32_t) birth_month, service->purpose);
    return suf_rng_uniform(block.word[0]);
}

#endif

/* What a replication leaves: counts and areas of a month, people of a year, into the
 * record. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_OBSERVATION_H
#define SUF_ENGINE_OBSERVATION_H

#include "engine/stay/state.h"

/* Where the parts of a scenario stand in the layout of the run; borrowed. */
typedef struct suf_layout_map {
    const uint32_t *districts;   /* [n_districts of the model]; NULL: as in the model */
    const uint32_t *services;    /* [n_services of the model] index in the layout */
    const uint32_t *assumptions; /* [n_assumptions of the model] */
    const uint32_t *projects;    /* [n_projects] */
    const uint32_t *assets;      /* [n_stocks] */
    const uint32_t *targets;     /* [n_targets] */
    const uint32_t *classes;     /* [n_classes] */
} suf_layout_map;

static inline uint32_t
suf_layout_district(const suf_layout_map *self, uint32_t district)
{
    return self->districts != NULL ? self->districts[district] : district;
}

/* Writes the month that ends now (index from the run's start) and begins the next. */
void suf_observe_month(
    suf_state *state, const suf_layout_map *map, suf_metrics *metrics, uint32_t month);
/* Writes the values drawn for the assumptions, the same in every year. */
void suf_observe_assumptions(
    const suf_state *state, const suf_layout_map *map, suf_metrics *metrics);
/* Writes what has been delivered by the end of a year (index in the layout), and at the
 * end of the run how late it was. */
void suf_observe_delivery(suf_state *state, const suf_layout_map *map,
    suf_metrics *metrics, uint32_t year, bool is_last);

#endif

/* The record that a replication fills, and where its parts go.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_OBSERVATION_H
#define SUF_ENGINE_OBSERVATION_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/metrics.h"

/* Where the parts of a scenario stand in the layout of the run; borrowed. */
typedef struct suf_layout_map {
    const uint32_t *districts;    /* [n_districts of the model]; NULL: as in the model */
    const uint32_t *services;     /* [n_services of the model] index in the layout */
    const uint32_t *assumptions;  /* [n_assumptions of the model] */
    const uint32_t *projects;     /* [n_projects] */
    const uint32_t *assets;       /* [n_stocks] */
    const uint32_t *targets;      /* [n_targets] */
    const uint32_t *classes;      /* [n_classes] */
    const uint32_t *funds;        /* [n_funds of the costs]; the layout's last is `all` */
    const uint32_t *observations; /* [n_counted] */
    const uint32_t *policies;     /* [n_policies] */
    const uint32_t *zones;        /* [zones of the model]; NULL: no service has zones */
} suf_layout_map;

static inline uint32_t
suf_layout_district(const suf_layout_map *self, uint32_t district)
{
    return self->districts != NULL ? self->districts[district] : district;
}

/* What conditions of questions come to; met: 1, 0, or NAN: undecided. Borrowed; NULL:
 * nobody asks. */
typedef struct suf_condition_values {
    double *met, *values; /* [n_conditions] */
    /* [n_conditions][n_districts] of those that each district must meet; may be NULL. */
    double *district_met, *district_values;
} suf_condition_values;

/* A target, by its number in the model, and a project that it counts. */
typedef struct suf_slip_pair {
    uint32_t target, project;
} suf_slip_pair;

/* What is asked about pairs; borrowed. */
typedef struct suf_slip_asked {
    const suf_slip_pair *pairs; /* [n] */
    uint32_t n;
    double *days; /* [n] by which the project alone could open later: target_slack.h */
} suf_slip_asked;

/* The record, and which of its rows the month that ends now has. */
typedef struct suf_observation {
    const suf_layout_map *map; /* borrowed, as metrics */
    suf_metrics *metrics;
    uint32_t month;    /* from the run's start */
    uint32_t year;     /* from the layout's first year */
    bool is_year_end;  /* the month is the last of its year, or of the run */
    bool is_run_end;   /* the month is the last */
    double month_days; /* its length */
    suf_condition_values conditions;
    suf_slip_asked slips; /* n is 0: nobody asks */
} suf_observation;

/* Place of a pool's month among the variables by month, district and service. */
static inline size_t
suf_observation_of_pool(const suf_observation *self, uint32_t service, uint32_t district)
{
    size_t first = (size_t) self->month * self->metrics->layout->n_districts +
                   suf_layout_district(self->map, district);
    return first * self->metrics->layout->n_services + self->map->services[service];
}

/* Place of a zone's month of a service with zones. */
static inline size_t
suf_observation_of_zone(const suf_observation *self, uint32_t service, uint32_t zone)
{
    size_t first = (size_t) self->month * self->metrics->layout->n_zones +
                   (self->map->zones != NULL ? self->map->zones[zone] : zone);
    return first * self->metrics->layout->n_services + self->map->services[service];
}

#endif

/* What is planned to be delivered, and the targets: part of the model.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A unit is what opens at one moment: a project, one of the projects of a batch, or one
 * batch of works. A stock is a class of assets in a state; assets are counted by stock,
 * and by district, locality (a unit of the scenario's table of units, as a township) and
 * zone. Times are days since the start. */
#ifndef SUF_MODEL_DELIVERY_MODEL_H
#define SUF_MODEL_DELIVERY_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"
#include "base/terms.h"
#include "random/delay.h"
#include "random/distribution_kind.h"

struct suf_distribution_model;

typedef struct suf_location {
    uint32_t district;          /* SUF_NONE: of the city as a whole */
    uint32_t locality, zone;    /* SUF_NONE when not given */
    double latitude, longitude; /* degrees; NAN when not given */
} suf_location;

/* Assets that are there at the start. */
typedef struct suf_stock_item {
    uint32_t stock;
    double count;
    suf_location at;
} suf_stock_item;

/* What is known of a unit at the end of a day. */
typedef enum suf_fact_kind {
    SUF_FACT_NONE,      /* nothing */
    SUF_FACT_NOT_OPEN,  /* it is not open */
    SUF_FACT_OPENED,    /* it opened on a day */
    SUF_FACT_CANCELLED, /* it was given up; what may replace it is not open */
    SUF_FACT_COUNTED    /* some of its project are open, which ones is not known */
} suf_fact_kind;

typedef struct suf_delivery_unit {
    uint32_t project;     /* row of the scenario; SUF_NONE: a batch of works */
    uint32_t number;      /* of the unit in its project */
    uint32_t programme;   /* whose shock it shares; SUF_NONE: none */
    uint64_t purpose;     /* hash of "project/<name>" */
    double starts_days;   /* planned start; of a sure one, its opening */
    double duration_days; /* planned; 0: sure */
    uint32_t after;       /* unit that must have opened; SUF_NONE: none */
    bool is_at_once;      /* begins when that one has opened, even before starts_days */
    uint32_t rank;        /* how many come before it, one after the other */
    uint32_t begun_by;    /* policy that begins it, or the first that it comes after;
                             SUF_NONE: the plan */
    double planned_days;  /* from begin to opening as planned, also where it is sure */
    double earliest_days; /* before which no policy begins it: what is known ends there */
    uint32_t stages;
    suf_number cancellation;
    double replaced_within_days; /* when cancelled; 0: never */
    suf_number pass;             /* at each inspection, the first when it opens */
    double retry_days;
    uint32_t stock; /* that its assets add to; SUF_NONE: none */
    double count;
    suf_location at;
    /* Levers, SUF_NONE: none. In a model what is above is as planned, with room for the
     * most units of a batch; a replication has it as chosen (parameters.h). */
    uint32_t count_lever, date_lever;
    bool is_batch;
    uint32_t n_batch;             /* units of it, as planned */
    double first_days, span_days; /* of a batch: planned openings of first and last */
    uint32_t slip_lever;          /* of a question (slipped_projects.h) */
    double slip_days;             /* that it opens later than its law has it; as chosen */
    bool is_absent;               /* beyond the units that are chosen: it never opens */
    /* What is known of it. */
    suf_fact_kind fact;
    double known_days;  /* end of the day to which that is known; without a fact 0 */
    double opened_days; /* OPENED: when */
    uint32_t n_open;    /* COUNTED: of the units of its project */
} suf_delivery_unit;

/* Whether nothing is left to be drawn of it: it is open, or never will be. */
static inline bool
suf_unit_is_settled(const suf_delivery_unit *unit)
{
    return unit->fact == SUF_FACT_OPENED ||
           (unit->fact == SUF_FACT_CANCELLED && !(unit->replaced_within_days > 0));
}

typedef struct suf_works {
    uint64_t purpose; /* hash of "works/<name>" */
    uint32_t first_unit, n_batches;
    uint32_t crews;
    uint32_t crews_lever;                    /* SUF_NONE: none */
    double starts_days, released_every_days; /* batch i is there at starts + i x every */
    uint32_t stock;
    double done; /* units done before the start */
} suf_works;

typedef struct suf_zone {
    uint32_t district;
    suf_number share, area_km2, people_per_km2; /* as of the scenario */
    double latitude, longitude;                 /* NAN: facilities spread over the area */
    uint32_t communities; /* one facility each, in its middle; 0: spread at random */
} suf_zone;

typedef struct suf_target {
    suf_measure measure;
    uint32_t of;         /* service, or works; SUF_NONE: a stock */
    uint32_t stock;      /* SUF_NONE: none, or no data about it */
    uint32_t use;        /* service whose utilisation is reported; SUF_NONE: none */
    bool is_each;        /* each of the districts must meet it, else they do together */
    uint32_t *districts; /* [n_districts] or areas of zones (areas.h); owned */
    uint32_t n_districts;
    uint32_t *over; /* SHARE_WITH: districts or localities; owned */
    uint32_t n_over;
    bool is_over_localities;
    double least;
    uint32_t *zones; /* SHARE_WITHIN; owned */
    uint32_t n_zones;
    uint32_t from_months;
    suf_number speed_kmh; /* SHARE_WITHIN */
    double hours;         /* SHARE_WITHIN: of travel by air at that speed */
    suf_ratio ratio;      /* INEQUALITY, as the index; ACCESS by `minutes` and decay */
    suf_inequality index;
    suf_decay decay;
    double minutes;
    double within_days;
    double window_days;  /* of means and shares over time */
    uint32_t cohort_set; /* SHARE_ADMITTED: number of its counters; else SUF_NONE */
    bool is_at_most;
    double value, stretch; /* stretch NAN when none */
    double date_days;      /* end of its day */
} suf_target;

typedef struct suf_delivery_model {
    suf_delay_kind delay;
    uint32_t n_programmes;
    suf_number delay_a, delay_b, correlation, programme_correlation;
    uint64_t shock_purpose;       /* hash of "delivery/shock" */
    uint64_t *programme_purposes; /* [n_programmes] hash of "programme/<name>"; owned */
    uint32_t *programme_rows;     /* [n_programmes] first project of each; owned */
    suf_delivery_unit *units;
    uint32_t n_units;
    uint32_t greatest_rank; /* of units */
    bool has_facts;         /* about units */
    suf_works *works;
    struct suf_distribution_model *works_time; /* [n_works] */
    uint32_t n_works, n_projects;
    uint32_t n_stocks, n_localities;
    uint32_t *locality_district; /* [n_localities] */
    suf_stock_item *items;
    suf_zone *zones;
    uint32_t n_items, n_zones;
    suf_target *targets;
    uint32_t n_targets;    /* of the plan; behind them in `targets`: */
    uint32_t n_conditions; /* what only questions ask about */
    /* [from][to] between districts, 0 within one; NAN: not given. NULL without a target
     * of access and services with gravity. Owned. */
    double *travel_minutes;
    double *snapshot_days; /* increasing: moments whose totals a window begins with */
    uint32_t n_snapshots, n_cohort_sets;
} suf_delivery_model;

/* Length of the windows that utilisation and shares are measured over, in days. */
#define SUF_WINDOW_DAYS 365

#endif

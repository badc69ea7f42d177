/* The value of a target now, and whether it is met.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_TARGET_MEASURE_H
#define SUF_ENGINE_TARGET_MEASURE_H

#include "engine/target/target_state.h"

/* A measured target. */
typedef struct suf_measured {
    double value;            /* over all, or of the worst district */
    double met, stretch_met; /* 1, 0, or NAN: undecided */
} suf_measured;

/* Where the values of the districts of an `each` target go; values NULL: nowhere. */
typedef struct suf_district_values {
    const suf_layout_map *map;
    double *values, *mets; /* [district of the layout] */
} suf_district_values;

/* Measures a target as things stand now, and decides whether it is met. Writes to `out`
 * what its districts have, when it is an `each` target. */
suf_measured suf_target_measure(const suf_target_state *state, const suf_target *target,
    const suf_district_values *out);

#endif

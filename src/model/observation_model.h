/* What was counted in the world: part of the model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_OBSERVATION_MODEL_H
#define SUF_MODEL_OBSERVATION_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/observed.h"
#include "base/terms.h"

typedef struct suf_counted {
    suf_observed measure;
    uint32_t service;                /* of the model; SUF_NONE: of residents */
    uint32_t district;               /* of the model; SUF_NONE: of all */
    suf_sex sex;                     /* or both */
    uint32_t first_group, end_group; /* of age, 5 years each: [first, end) */
    uint32_t year;                   /* of the run, from 0: of residents */
    uint32_t first_month, end_month; /* of the run: [first, end), of services */
    double value, sd;                /* sd > 0, may be infinite */
    bool weighs;                     /* neither held out nor of another basis */
} suf_counted;

#endif
